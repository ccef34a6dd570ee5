"""The commands behind `make labs`, `make grade` and `make grades`."""

import argparse
import shutil
import sys
from pathlib import Path

from . import archive
from .course import Course, CourseError
from .grade import grade, tables
from .layout import BUILD, HOME, labs

# What a shell reports of a program that Ctrl-C has ended.
INTERRUPTED_CODE = 130


def release(_) -> None:
    """Writes the student versions to build/labs/release/LAB/, and the archive for students."""
    course = Course(BUILD / "instructor")
    course.release(labs())
    target = BUILD / "release"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(course.root / "release", target)
    for lab in labs():
        print(f"build/labs/release/{lab.name}/{lab.name}.ipynb")
    packed = BUILD / "student" / "recap-student.tar.gz"
    archive.write(target, packed)
    print(packed.relative_to(HOME))


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a number of at least 1, received {text!r}")
    return int(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="grading", description=__doc__)
    commands = parser.add_subparsers(required=True)
    make = commands.add_parser("release", help=release.__doc__)
    make.set_defaults(run=release, broken_off="run it again")
    check = commands.add_parser("grade", help="grade a folder of submissions")
    check.add_argument("submissions", type=Path)
    check.add_argument("--out", type=Path, default=BUILD / "grades")
    check.add_argument("--workers", type=positive, default=2, help="submissions at a time")
    check.add_argument("--unsafe", action="store_true", help="run students' code unprotected")
    check.set_defaults(
        run=lambda a: grade(a.submissions, a.out, a.unsafe, a.workers),
        broken_off="points given by hand and the grades of other submissions are kept; "
        "these may have none until you grade the folder again",
    )
    again = commands.add_parser("tables", help=tables.__doc__)
    again.add_argument("--out", type=Path, default=BUILD / "grades")
    # Of `make grade`, whose options are in the same variable; nothing is executed.
    again.add_argument("--workers", type=positive, help=argparse.SUPPRESS)
    again.add_argument("--unsafe", action="store_true", help=argparse.SUPPRESS)
    again.set_defaults(run=lambda a: tables(a.out), broken_off="run it again")
    arguments = parser.parse_args()
    # A file's name may hold what is no character.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        arguments.run(arguments)
    except CourseError as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        print(f"recap: labs: broken off; {arguments.broken_off}", file=sys.stderr)
        sys.exit(INTERRUPTED_CODE)
    except OSError as problem:
        sys.exit(f"recap: labs: {problem}; remedy: check the path, permissions and free space")


if __name__ == "__main__":
    main()

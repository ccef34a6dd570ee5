"""What students get: this project with their versions of the labs, without solutions and hidden cases."""

import shutil
import subprocess
import sys
import tarfile
import time
from pathlib import Path

from .layout import HOME, SOURCES

# The judge's module stays, empty, since the others are built along with it.
HIDDEN = Path("labs/judge")
KEPT = HIDDEN / "pom.xml"
# Says where solutions are, and which tests the library answers.
INSTRUCTORS = Path("docs/labs-instructor.md")


def write(release: Path, target: Path) -> None:
    """The tracked files that students may read, and ``release`` in place of the labs, as .tar.gz."""
    files = [(HOME / path, path) for path in tracked() if is_for_students(path)]
    handed_out = sorted(path for path in release.rglob("*") if path.is_file())
    labs = SOURCES.relative_to(HOME)
    files += [(path, labs / path.relative_to(release)) for path in handed_out]
    target.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        for file, name in files:
            archive.add(file, Path("recap") / name, recursive=False, filter=nobodys)


def tracked() -> list[Path]:
    """The files of the checkout as they are now, changes that are not committed included."""
    if shutil.which("git") is None:
        sys.exit(
            "recap: labs: expected git, to list the files to pack, found none; "
            "remedy: apt-get install git"
        )
    done = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True)
    if done.returncode != 0:
        said = done.stderr.strip()
        # Of another user's checkout git says itself how it is allowed.
        remedy = "" if "safe.directory" in said else "; clone the project with git"
        sys.exit(
            f"recap: labs: expected a git checkout, of which to pack the tracked files, "
            f"found none: {said}{remedy}"
        )
    paths = [Path(name) for name in done.stdout.split("\0") if name]
    return [path for path in paths if (HOME / path).exists()]


def is_for_students(path: Path) -> bool:
    """Not the solutions, hidden cases and the instructors' page, nor tests and other notebooks, which define
    layers and blocks that the labs ask for. The library does so too, but nothing builds without it."""
    solutions = SOURCES.relative_to(HOME) in path.parents
    hidden = HIDDEN in path.parents and path != KEPT
    notebook = path.suffix == ".ipynb"
    test = path.parts[0] == "tests" or "src/test/" in path.as_posix()
    return not (solutions or hidden or notebook or test or path == INSTRUCTORS)


def nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the owner, of whom nobody else's machine knows, and new: unpacked over an older one, it is built."""
    entry.mtime = int(time.time())
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry

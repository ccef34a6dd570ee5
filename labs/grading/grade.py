"""Grades a folder of submissions: intake, execution in sandboxes, nbgrader's scores and feedback."""

import shutil
import signal
import sys
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

import nbformat
from nbgrader.preprocessors import CheckCellMetadata, LimitOutput, SaveAutoGrades

from . import cells as nb
from . import intake, results, sandbox, watch
from .course import Course, CourseError
from .execution import Execution, Limits, execute
from .intake import Received, Submission
from .layout import labs
from .merge import UseExecution, kind, listed

NOT_EXECUTED = Execution(None, {}, "")
# For the score and the page of one submission, which take a few.
SCORING_SECONDS = 60


class Graded(NamedTuple):
    """A submission and all that is known of it before nbgrader scores.

    ``failure`` says what went wrong in grading itself, if anything did: no fault of the submission's,
    which gets no points then, rather than none of them.
    """

    submission: Submission
    received: Received
    execution: Execution
    failure: str = ""

    @property
    def status(self) -> str:
        if self.failure:
            return results.NOT_GRADED
        if not self.received.readable:
            return "unreadable"
        return "stopped" if self.execution.stopped else "graded"

    @property
    def notes(self) -> list[str]:
        notes = list(self.received.notes)
        if self.failure:
            notes.append(self.failure)
        if self.execution.stopped:
            notes.append(f"execution stopped: {self.execution.stopped}")
        return notes + silent_tests(self.received.notebook, self.execution)


def silent_tests(submitted, execution: Execution) -> list[str]:
    """Tests that came back as passed although the judge was never asked: somebody made them so."""
    returned = (execution.notebook or {}).get("cells")
    if not isinstance(returned, list) or len(returned) != len(submitted.cells):
        return []
    return [
        f"the test {nb.grade_id(cell)!r} was made to end well without asking the judge"
        for cell, came_back in zip(submitted.cells, returned)
        if nb.is_test(cell)
        and nb.grade_id(cell) not in execution.verdicts
        and isinstance(came_back, dict)
        and came_back.get("execution_count")
        and not any(kind(output) == "error" for output in listed(came_back))
    ]


def grade(folder: Path, out: Path, unsafe: bool = False, workers: int = 2, limits=Limits()) -> None:
    """Writes grades.csv, checks.csv, summary.html and feedback/ to ``out``; SystemExit says what they lack."""
    if not unsafe and (reason := sandbox.why_not()):
        sys.exit(
            f"recap: grade: expected a sandbox for the students' code, found none: {reason}. "
            "Grading refuses to run it unprotected; --unsafe does, on a machine you can lose."
        )
    course = course_for(folder, out)
    submissions, others = intake.find(folder, labs())
    for path, reason in others.items():
        print(f"not a submission, left alone: {path}: {reason}")
    if not submissions:
        sys.exit(
            f"recap: grade: expected submissions in {folder}, found none; "
            "name them STUDENT/LAB/LAB.ipynb or STUDENT-LAB.ipynb, for example ann-lab2.ipynb"
        )
    # First, since it marks the folder as ours.
    course.prepare_formgrader()
    # Before anything of an earlier grading is deleted: nbgrader may refuse.
    release(course)
    results.begin(course, submissions)
    received = [(one, take_in(course, one)) for one in submissions]
    graded = execute_all(received, unsafe, workers, limits)
    refused = score(course, graded)
    if lacking := results.write(course, graded, refused, out):
        sys.exit("\n".join(lacking))


def tables(out: Path) -> None:
    """Writes tables and pages again, with the points that were given by hand since; executes nothing."""
    course = Course(out / "course")
    if not course.is_ours():
        sys.exit(
            f"recap: grades: expected an earlier grading in {out}, found none; remedy: make grade SUBMISSIONS=<folder>, "
            "or name its folder, GRADE_OPTIONS='--out DIR'"
        )
    lacking, scored = [], results.scored(course)
    for done, (student, lab) in enumerate(scored):
        print(f"page {done + 1}/{len(scored)}  {student} {lab}", flush=True)
        try:
            course.run("generate_feedback", lab, student)
        except CourseError as problem:
            lacking.append(f"recap: grades: {student} {lab}: {problem}; remedy: grade this submission again")
    if lacking := lacking + results.write(course, [], set(), out):
        sys.exit("\n".join(lacking))


def course_for(folder: Path, out: Path) -> Course:
    """nbgrader's folders in ``out``, where grading ``folder`` there overwrites nothing else."""
    if not folder.is_dir():
        sys.exit(f"recap: grade: expected a folder of submissions, found none called {folder}")
    if out.exists() and not out.is_dir():
        sys.exit(f"recap: grade: expected a folder for the grades, found the file {out}; name another")
    course = Course(out / "course")
    if not course.has_usable_gradebook():
        sys.exit(
            f"recap: grade: expected nbgrader's gradebook, found other content in {course.gradebook}; "
            "restore or delete it"
        )
    if course.is_anothers():
        sys.exit(
            f"recap: grade: expected nbgrader's folders of an earlier grading, or nothing, found another "
            f"course in {course.root}; name another folder, GRADE_OPTIONS='--out DIR'"
        )
    foreign = [] if course.is_ours() else [name for name in results.WRITTEN if (out / name).exists()]
    if foreign:
        sys.exit(
            f"recap: grade: expected the folder of an earlier grading, or none of its files, found "
            f"{', '.join(foreign)} in {out}; name another folder, GRADE_OPTIONS='--out DIR'"
        )
    given = folder.resolve()
    if given == course.root or given in course.root.parents or course.root in given.parents:
        sys.exit(
            f"recap: grade: expected submissions apart from nbgrader's folders, received {given} and "
            f"{course.root}, one in the other; copy the submissions into a folder of their own, or name "
            "another, GRADE_OPTIONS='--out DIR'"
        )
    return course


def release(course: Course) -> None:
    try:
        course.release(labs())
    except CourseError as problem:
        raise CourseError(
            f"{problem}\nA lab that was graded keeps its cells; "
            "grade a changed one into another folder, GRADE_OPTIONS='--out DIR'"
        ) from problem


def take_in(course: Course, submission: Submission) -> Received:
    """Puts the submission where nbgrader looks for it, in the place of the student's earlier one."""
    for step in ("submitted", "autograded", "feedback"):
        earlier = course.notebook(step, submission.lab.name, submission.student)
        shutil.rmtree(earlier.parent, ignore_errors=True)
    release = nbformat.read(course.notebook("release", submission.lab.name), as_version=4)
    received = intake.receive(submission.file, release)
    target = course.notebook("submitted", submission.lab.name, submission.student)
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(received.notebook, target)
    return received


def execute_all(received, unsafe: bool, workers: int, limits: Limits) -> list[Graded]:
    """Executes the notebooks, a few at a time, and says how far it is."""
    free: SimpleQueue = SimpleQueue()
    for worker in range(workers):
        free.put(worker)

    def one(submission: Submission, notebook: Received) -> Graded:
        if not notebook.readable or watch.INTERRUPTED.is_set():
            return Graded(submission, notebook, NOT_EXECUTED)
        worker = free.get()
        try:
            text = nbformat.writes(notebook.notebook)
            return Graded(submission, notebook, execute(text, limits, worker, unsafe))
        except Exception as problem:  # of this submission, which must not end the others' grading
            failure = f"grading it failed ({type(problem).__name__}: {problem}); grade it again"
            return Graded(submission, notebook, NOT_EXECUTED, failure)
        finally:
            free.put(worker)

    watch.INTERRUPTED.clear()
    started = time.monotonic()
    done = []
    with ThreadPoolExecutor(workers) as pool, ctrl_c_ends_executions():
        try:
            running = {pool.submit(one, *pair) for pair in received}
            while running:
                # Awake now and then: a signal on the way into a wait without end is noticed behind it.
                finished, running = wait(running, watch.LOOK_EVERY_SECONDS, FIRST_COMPLETED)
                for future in finished:
                    done.append(future.result())
                    if not watch.INTERRUPTED.is_set():
                        progress(done, len(received), time.monotonic() - started)
        except BaseException:  # the pool waits for those that run, which must not take minutes
            watch.INTERRUPTED.set()
            raise
    if watch.INTERRUPTED.is_set():
        raise KeyboardInterrupt
    return sorted(done, key=lambda graded: graded.submission[:1] + (graded.submission.lab.name,))


@contextmanager
def ctrl_c_ends_executions():
    """Ctrl-C sets an event: an exception in the midst of a pool's own work could be lost, or its threads."""
    before = signal.signal(signal.SIGINT, lambda *_: watch.INTERRUPTED.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def progress(done: list[Graded], total: int, seconds: float) -> None:
    last = done[-1]
    passed = sum(verdict.passed for verdict in last.execution.verdicts.values())
    left = seconds / len(done) * (total - len(done))
    print(
        f"{len(done)}/{total}  {last.submission.student} {last.submission.lab.name}: "
        f"{last.status}, {passed} tests passed; about {left / 60:.1f} min left",
        flush=True,
    )


def score(course: Course, graded: list[Graded]) -> set[tuple[str, str]]:
    """nbgrader's part; whose submission to which lab it refuses, which keeps it from no other."""
    executions = {
        (one.submission.student, one.submission.lab.name): (one.execution, one.notes)
        for one in graded
        if not one.failure
    }
    refused = set()
    steps = [UseExecution, LimitOutput, SaveAutoGrades, CheckCellMetadata]
    started = time.monotonic()
    for done, (student, lab) in enumerate(executions):
        left = (time.monotonic() - started) / done * (len(executions) - done) if done else 0
        about = f"; about {left / 60:.1f} min left" if done else ""
        print(f"scoring {done + 1}/{len(executions)}  {student} {lab}{about}", flush=True)
        try:
            with within(SCORING_SECONDS):
                course.run(
                    "autograde",
                    lab,
                    student,
                    Autograde={"autograde_preprocessors": steps},
                    UseExecution={"executions": executions},
                )
                course.run("generate_feedback", lab, student)
        except (CourseError, TimeoutError) as problem:
            refused.add((student, lab))
            print(f"{student} {lab}: nbgrader refused it; see below\n{problem}", file=sys.stderr)
    return refused


@contextmanager
def within(seconds: int):
    """TimeoutError in what takes longer: some texts keep nbconvert busy for hours with 100 kB."""

    def late(*_):
        raise TimeoutError(f"it took longer than {seconds} seconds to score it and to make its page")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)

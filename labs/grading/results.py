"""What an instructor gets: two tables, a page of feedback for each submission, and a summary."""

import csv
import hashlib
import html
import json
import shutil
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

from nbgrader.api import Gradebook, MissingEntry

from . import cells as nb
from .course import Course
from .judge import command
from .layout import labs

BUCKETS = 10
HARDEST = 10
REFUSED = "refused by nbgrader"
NOT_GRADED = "not graded"
# The gradebook may hold points of an earlier submission with these, or some of this one's.
WITHOUT_POINTS = {REFUSED, NOT_GRADED}
BROKEN_OFF = "grading was broken off; grade it again"
CHANGED = "answer changed since it was marked"
# Beside the course; a grading replaces what an earlier one wrote.
WRITTEN = ["grades.csv", "checks.csv", "summary.html", "distribution.svg", "hardest.svg", "feedback"]


class Outcome(NamedTuple):
    """What grading has found of a submission, besides its points.

    ``answer`` stands for the answer to the question that nbgrader has scored last, ``marked`` for the one
    that a person has seen who gave points for it.
    """

    student: str
    lab: str
    status: str
    notes: str
    answer: str = ""
    marked: str = ""


class Row(NamedTuple):
    """A line of grades.csv; points that a person has still to give are in ``ungraded``."""

    student: str
    lab: str
    score: float
    max_score: float
    ungraded: float
    status: str
    notes: str


class CheckRow(NamedTuple):
    """A line of checks.csv."""

    student: str
    lab: str
    check: str
    score: float
    max_score: float


def write(course: Course, graded: list, refused: set, out: Path) -> list[str]:
    """All tables and pages; returns what they lack, in words."""
    rows, checks = [], []
    with Gradebook(course.db_url) as gradebook:
        for outcome in remembered(course, graded, refused):
            row, of_checks = scores(gradebook, outcome)
            rows.append(row)
            checks += of_checks
    write_csv(out / "grades.csv", Row, rows)
    write_csv(out / "checks.csv", CheckRow, checks)
    feedback(course, rows, out / "feedback")
    lacking = summary(rows, checks, out)
    new = {(one.submission.student, one.submission.lab.name) for one in graded}
    unscored = Counter(row.status for row in rows if row[:2] in new and row.status in WITHOUT_POINTS)
    with_points = len(graded) - sum(unscored.values())
    before = f", {len(rows) - len(graded)} before" if len(rows) > len(graded) else ""
    done = f"{with_points} submissions graded{before}" if graded else f"tables of {len(rows)} submissions written"
    print(f"{done}; see {out / 'summary.html'} and {out / 'grades.csv'}", flush=True)
    if unscored:
        counts = ", ".join(f"{count} {status}" for status, count in sorted(unscored.items()))
        lacking.append(
            f"recap: grade: {len(graded) - with_points} of {len(graded)} submissions have no points: {counts}; see their "
            f"notes in {out / 'grades.csv'} and what is printed above; remedy: put that right and grade the "
            "folder again, which keeps points given by hand"
        )
    return lacking


def begin(course: Course, submissions: list) -> None:
    """Until ``write`` knows better, these have no points: not even those of an earlier grading."""
    earlier = {one[:2]: one for one in recorded(course)}
    new = []
    with Gradebook(course.db_url) as gradebook:
        for key in ((one.student, one.lab.name) for one in submissions):
            before = earlier.get(key, Outcome(*key, "", ""))
            # Scoring asks for a second look, so whether there was one is to be seen only now.
            marked = before.answer if is_marked(gradebook, *key) else before.marked
            new.append(before._replace(status=NOT_GRADED, notes=BROKEN_OFF, marked=marked))
    remember(course, new)


def scored(course: Course) -> list[tuple[str, str]]:
    """Whose submission to which lab has points."""
    return [one[:2] for one in recorded(course) if one.status not in WITHOUT_POINTS]


def is_marked(gradebook: Gradebook, student: str, lab: str) -> bool:
    """Whether a person has given points for the question since it was scored last."""
    try:
        grades = gradebook.find_submission_notebook(lab, lab, student).grades
    except MissingEntry:
        return False
    return any(is_by_hand(grade, lab) and not grade.needs_manual_grade for grade in grades)


def is_by_hand(grade, lab: str) -> bool:
    """Points that a person has given for a question."""
    return grade.manual_score is not None and not grade.name.startswith(f"{lab}-")


def digest(notebook) -> str:
    """Stands for the answer to the question, and for the texts beside it, where it may be."""
    texts = (cell for cell in notebook.cells if cell.cell_type == "markdown" and not nb.mark(cell))
    sources = [cell.source for cell in (*filter(nb.is_question, notebook.cells), *texts)]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def remembered(course: Course, graded: list, refused: set) -> list[Outcome]:
    """The outcomes of all submissions of the course, which is told of the new ones."""
    earlier = {one[:2]: one for one in recorded(course)}
    new = []
    for one in graded:
        key = one.submission.student, one.submission.lab.name
        status = REFUSED if key in refused else one.status
        before = earlier[key]
        # Without points nobody knows which answer the gradebook's are for: the one before, to be safe.
        answer = before.answer if status in WITHOUT_POINTS else digest(one.received.notebook)
        new.append(Outcome(*key, status, "; ".join(one.notes), answer, before.marked))
    return remember(course, new)


def recorded(course: Course) -> list[Outcome]:
    file = course.root / "outcomes.json"
    return [Outcome(*one) for one in json.loads(file.read_text())] if file.exists() else []


def remember(course: Course, new: list[Outcome]) -> list[Outcome]:
    file = course.root / "outcomes.json"
    known = {
        (one.student, one.lab): one
        for one in recorded(course)
        if course.notebook("submitted", one.lab, one.student).exists()
    }
    known |= {(one.student, one.lab): one for one in new}
    found = [known[key] for key in sorted(known)]
    # At once or not at all: it is the only place that keeps the earlier ones.
    written = file.with_suffix(".new")
    written.write_text(json.dumps(found, indent=1))
    written.replace(file)
    return found


def scores(gradebook: Gradebook, outcome: Outcome) -> tuple[Row, list[CheckRow]]:
    student, lab, status, notes, answer, marked = outcome
    if status in WITHOUT_POINTS:
        return Row(student, lab, 0, 0, 0, status, notes), []
    try:
        grades = gradebook.find_submission_notebook(lab, lab, student).grades
    except MissingEntry:
        # Somebody has deleted the gradebook since.
        return Row(student, lab, 0, 0, 0, "not in the gradebook", notes), []
    checks = [
        CheckRow(student, lab, grade.name, grade.score, grade.max_score)
        for grade in sorted(grades, key=lambda grade: grade.name)
        if grade.auto_score is not None and grade.name.startswith(f"{lab}-")
    ]
    total = sum(grade.score for grade in grades)
    most = sum(grade.max_score for grade in grades)
    # nbgrader asks for a second look at all points given by hand before; only another answer needs it.
    looked_for = [grade for grade in grades if grade.needs_manual_grade]
    outdated = [grade for grade in looked_for if is_by_hand(grade, lab) and answer != marked]
    waiting = outdated + [grade for grade in looked_for if grade.manual_score is None]
    ungraded = sum(grade.max_score for grade in waiting)
    if outdated:
        notes = f"{notes}; {CHANGED}" if notes else CHANGED
    return Row(student, lab, total, most, ungraded, status, notes), checks


def write_csv(path: Path, kind, rows: list) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(kind._fields)
        for row in rows:
            writer.writerow([plain(value) for value in row])


def plain(value):
    """Whole points without a fraction; texts that no spreadsheet takes for a formula."""
    if isinstance(value, float):
        return f"{value:g}"
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@") else value


def feedback(course: Course, rows: list[Row], folder: Path) -> None:
    """One page for each submission, with its score on top, and the pictures they show."""
    pictures = {lab.name: lab.extras for lab in labs()}
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for row in rows:
        page = course.notebook("feedback", row.lab, row.student)
        target = folder / f"{row.student}-{row.lab}.html"
        # nbgrader's page would show the points of an earlier grading.
        if page.exists() and row.status not in WITHOUT_POINTS:
            shutil.copy(page, target)
            for picture in pictures.get(row.lab, []):
                shutil.copy(picture, folder)
        else:
            text = f"{row.student}, {row.lab}: {row.status}. {row.notes}"
            target.write_text(
                f"<!doctype html><meta charset=utf-8><p>{html.escape(text)}</p>\n", encoding="utf-8"
            )


def summary(rows: list[Row], checks: list[CheckRow], out: Path) -> list[str]:
    """The page and its charts; returns which could not be drawn, in words."""
    scored = [row for row in rows if row.max_score]
    title = f"Distribution of {len(scored)} score{'s' if len(scored) > 1 else ''}"
    charts = {
        "distribution.svg": (title, "share of all points", "submissions, %", distribution(scored)),
        "hardest.svg": ("Hardest tests", "test", "failed, %", hardest_checks(checks)),
    }
    drawn, undrawn = {}, []
    for name, (title, x, y, bars) in charts.items():
        # Of an earlier grading: it may show tests that all pass now.
        (out / name).unlink(missing_ok=True)
        if not bars:
            continue
        if problem := chart(out / name, title, x, y, bars):
            undrawn.append(f"recap: grade: {out / name} was not drawn: {problem}")
        else:
            drawn[name] = title
    (out / "summary.html").write_text(page(rows, drawn), encoding="utf-8")
    return undrawn


def distribution(rows: list[Row]) -> list[tuple[str, float]]:
    """How many submissions have which share of their points, both in percent: so few have whole ticks."""
    counts = [0] * BUCKETS
    for row in rows:
        share = row.score / row.max_score
        counts[min(int(share * BUCKETS), BUCKETS - 1)] += 1
    step = 100 // BUCKETS
    return rows and [
        (f"{i * step}-{(i + 1) * step} %", round(100 * count / len(rows), 1))
        for i, count in enumerate(counts)
    ]


def hardest_checks(checks: list[CheckRow]) -> list[tuple[str, float]]:
    """The tests that most submissions fail, with the share that does, in percent."""
    outcomes = defaultdict(list)
    for row in checks:
        outcomes[row.check].append(row.score < row.max_score)
    shares = [(check, round(100 * sum(o) / len(o), 1)) for check, o in outcomes.items()]
    return sorted((s for s in shares if s[1] > 0), key=lambda s: (-s[1], s[0]))[:HARDEST]


def chart(file: Path, title: str, x: str, y: str, bars: list) -> str:
    """Draws it; returns why it could not, if so: the grades are worth having without."""
    options = ["--title", title, "--x", x, "--y", y, "--out", str(file)]
    try:
        done = subprocess.run(command("BarsToSvg", *options, *[f"{n}={v}" for n, v in bars]))
    except OSError as problem:
        return str(problem)
    return f"Java ended with exit code {done.returncode}; see above" if done.returncode else ""


def page(rows: list[Row], charts: dict[str, str]) -> str:
    """``charts`` are the files that it shows and their titles."""
    body = "".join(
        f'<tr><td><a href="feedback/{html.escape(row.student)}-{row.lab}.html">'
        f"{html.escape(row.student)}</a><td>{row.lab}<td>{row.score:g} of {row.max_score:g}"
        f"<td>{row.ungraded:g}<td>{row.status}<td>{html.escape(row.notes)}</tr>\n"
        for row in rows
    )
    pictures = "\n".join(f'<img src="{name}" alt="{title}">' for name, title in charts.items())
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Grades</title>
<style>body {{ font-family: sans-serif }} td, th {{ padding: 0.2em 1em; text-align: left }}</style>
<h1>Grades</h1>
{pictures}
<table>
<tr><th>student<th>lab<th>points<th>to be graded by hand<th>status<th>notes</tr>
{body}</table>
</html>
"""

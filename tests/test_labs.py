"""Each lab's instructor version runs and gets full marks, its student version gets none, and its wrong
solutions lose exactly the checks that they name. One kernel and one judge a lab; no sandbox, the code
is ours.
"""

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from grading import cells as nb
from grading.course import Course, CourseError
from grading.judge import Judge
from grading.layout import SOURCES, Lab, labs
from java_kernel import JavaKernel

LABS = pytest.mark.parametrize("lab", labs(), ids=lambda lab: lab.name)
REGION = re.compile(r"// BEGIN SOLUTION\n(.*?)// END SOLUTION", re.DOTALL)


class Wrong(NamedTuple):
    """A plausible mistake: the solution cell it replaces and the checks that it must lose."""

    name: str
    cell: str
    loses: list[str]
    passes_visible: bool
    source: str

    @staticmethod
    def read(path: Path) -> "Wrong":
        text = path.read_text()
        facts = dict(re.findall(r"^// (cell|loses|visible): (.*)$", text, re.MULTILINE))
        passes = facts.get("visible") == "passes"
        return Wrong(path.stem, facts["cell"], facts["loses"].split(), passes, text)


def wrong_solutions(lab) -> list[Wrong]:
    return [Wrong.read(path) for path in sorted((lab.folder / "wrong").glob("*.java"))]


def instructor_version(lab):
    return nbformat.read(lab.source, as_version=4)


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("course"))
    course.release(labs())
    return lambda lab: nbformat.read(course.notebook("release", lab.name), as_version=4)


def code(notebook, demos: bool = False):
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in cells if demos or not nb.is_demo(cell)]


def graded_ids(notebook) -> list[str]:
    return [nb.grade_id(cell) for cell in code(notebook) if nb.is_test(cell)]


@LABS
def test_marks(lab, released):
    source = instructor_version(lab)
    # A socket's path must be short, so not in the folder of the test.
    with tempfile.TemporaryDirectory() as folder, Judge(Path(folder), attempts=10_000) as judge:
        with JavaKernel(RECAP_LABS_JUDGE=str(judge.socket)) as kernel:
            for cell in code(released(lab)):
                kernel.run(cell.source)
            passed = [check for check, verdict in judge.verdicts().items() if verdict.passed]
            assert passed == [], "the student version gets points"

            for cell in code(source, demos=True):
                assert kernel.run(cell.source) == [], cell.id
            verdicts = judge.verdicts()
            assert sorted(verdicts) == sorted(graded_ids(source))
            assert all(verdict.passed for verdict in verdicts.values())

            for wrong in wrong_solutions(lab):
                assert_loses(wrong, source, kernel, judge)


def assert_loses(wrong: Wrong, source, kernel: JavaKernel, judge: Judge) -> None:
    """Runs what comes after the replaced cell, and puts the right solution back.

    Other solutions stay as they are: they only declare, and JShell lets them call what is declared anew.
    """
    affected = code(source)
    start = [nb.grade_id(cell) for cell in affected].index(wrong.cell)
    failed = {}
    kernel.run(wrong.source)
    for cell in affected[start + 1 :]:
        if nb.is_solution(cell):
            continue
        before = len(judge.attempts_so_far())
        errors = kernel.run(cell.source)
        if nb.is_test(cell):
            attempts = judge.attempts_so_far()[before:]
            if not attempts:
                failed[nb.grade_id(cell)] = f"not asked: {errors}"
            elif not attempts[-1].passed:
                failed[nb.grade_id(cell)] = attempts[-1].text
    assert sorted(failed) == sorted(wrong.loses), f"{wrong.name}: {failed}"
    only_hidden = all("a hidden case fails" in text for text in failed.values())
    assert only_hidden == wrong.passes_visible, f"{wrong.name}: {failed}"
    assert kernel.run(affected[start].source) == []


@LABS
def test_there_are_five_wrong_solutions_and_a_question(lab):
    source = instructor_version(lab)
    wrong = wrong_solutions(lab)
    assert len(wrong) >= 5
    assert any(one.passes_visible for one in wrong), "expected one that only a hidden case catches"
    assert [cell for cell in source.cells if nb.is_question(cell)]
    assert lab.extras, "expected a diagram, as .svg beside the notebook"
    assert not any(cell.get("outputs") for cell in source.cells), "expected no outputs"


@LABS
def test_student_version_contains_no_solution(lab, released):
    text = "\n".join(cell.source for cell in released(lab).cells)
    given = {line for cell in instructor_version(lab).cells for line in kept(cell)}
    for cell in instructor_version(lab).cells:
        if nb.is_solution(cell):
            for line in set(cell.source.splitlines()) - given:
                assert len(line.strip()) < 8 or line.strip() not in text
    assert "SOLUTION" not in text and "MARK SCHEME" not in text


def changed(cell, text: str, other: str) -> None:
    assert text in cell.source
    cell.source = cell.source.replace(text, other)


BROKEN = {
    "lab2-macs has no points": lambda cell, test: test.metadata.nbgrader.pop("points"),
    "has no grade_id": lambda cell, test: test.metadata.nbgrader.pop("grade_id"),
    "macs is the grade_id of two cells": lambda cell, test: test.metadata.nbgrader.update(grade_id="macs"),
    "macs has not as many BEGIN": lambda cell, test: changed(cell, "// END SOLUTION", "// END"),
    r"cell \d+ has not as many": lambda cell, test: (
        cell.metadata.pop("nbgrader"),
        changed(cell, "// END SOLUTION", "// END"),
    ),
    "macs has not as many": lambda cell, test: changed(cell, "BEGIN SOLUTION", "BEGIN SOLUTON"),
}


@pytest.mark.parametrize("found", BROKEN)
def test_a_broken_cell_is_named_before_nbgrader_sees_it(tmp_path, found):
    [lab] = [lab for lab in labs() if lab.name == "lab2"]
    notebook = instructor_version(lab)
    by_id = {nb.grade_id(cell): cell for cell in notebook.cells}
    BROKEN[found](by_id["macs"], by_id["lab2-macs"])
    nbformat.write(notebook, tmp_path / "lab2.ipynb")
    with pytest.raises(CourseError, match=f"^recap: labs: lab2.ipynb: expected .*, found that .*{found}.*; mend them"):
        Course(tmp_path / "course").release([Lab("lab2", tmp_path / "lab2.ipynb")])


def test_a_lab_that_is_no_notebook_is_refused_in_a_line(tmp_path):
    (tmp_path / "lab2.ipynb").write_text("{}")
    with pytest.raises(CourseError, match="^recap: labs: lab2.ipynb: expected a notebook, found something else .*$"):
        Course(tmp_path / "course").release([Lab("lab2", tmp_path / "lab2.ipynb")])


@LABS
def test_the_points_of_the_introduction_are_those_of_the_cells(lab):
    cells = instructor_version(lab).cells
    promised = re.search(r"\*\*Points\*\*: (\d+) for code.*?and (\d+) for", cells[0].source, re.DOTALL)
    assert promised, "expected **Points**: N for code, ... and N for the question"
    points = lambda chosen: sum(nb.mark(cell)["points"] for cell in cells if chosen(cell))
    assert [int(n) for n in promised.groups()] == [points(nb.is_test), points(nb.is_question)]


def kept(cell) -> list[str]:
    """What the student gets of a cell."""
    if nb.is_solution(cell):
        return REGION.sub("", cell.source).splitlines() if REGION.search(cell.source) else []
    return cell.source.splitlines()


def test_every_folder_of_labs_is_one():
    assert [lab.folder for lab in labs()] == sorted(p for p in SOURCES.iterdir() if p.is_dir())


def test_pictures_of_all_labs_fit_into_one_folder():
    names = [picture.name for lab in labs() for picture in lab.extras]
    assert sorted(set(names)) == sorted(names)


def test_exception_is_reported_with_the_line_of_the_students_method():
    with JavaKernel() as kernel:
        kernel.run("/** Wrong. */\nint runs(double s) {\n  return 1 / 0;\n}")
        kernel.run("int first() {\n  return 1 / 0;\n}\n\n/** It is. */\nint second() {\n  return 1 / 0;\n}")
        check = 'recap.labs.Lab.check("lab6-runs-needed", in -> %s);'
        for call, line in (("runs(1)", 3), ("first()", 2), ("second()", 3)):
            [error] = kernel.run(check % call)
            assert f"in {call.split('(')[0]}, line {line} (its comment counted)" in error
        kernel.run("int misspelt(double s) {\n  double d = s;\n  return runz(d);\n}")
        kernel.run("int above(double s) {\n  return misspelt(s);\n}")
        [error] = kernel.run(check % "above(1)")
        assert "received nothing: misspelt uses a method, variable or class that does not exist;" in error
        assert "a spelling mistake or a cell that was not run" in error and "jshell" not in error

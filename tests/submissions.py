"""Makes submissions of lab 2, for the tests of grading: right ones, wrong ones and attacks."""

import copy
import json
import re
from pathlib import Path

import nbformat
from grading import cells as nb
from grading.course import Course
from grading.layout import lab

LAB = lab("lab2")
MARKS = re.compile(r"^ *// (BEGIN|END) SOLUTION\n", re.MULTILINE)
# The solution cell that attacks and mistakes replace, its check, and its points.
CELL, CHECK, POINTS = "conv-forward", "lab2-conv-forward", 6
QUESTION = "explain-the-factor"
FULL = 30


def releases(folder: Path):
    """The student version of lab 2."""
    course = Course(folder)
    course.release([LAB])
    return nbformat.read(course.notebook("release", LAB.name), as_version=4)


def solved(release):
    """A notebook with full marks; its answer to the question is one that a person must grade."""
    solutions = {
        nb.grade_id(cell): MARKS.sub("", cell.source)
        for cell in nbformat.read(LAB.source, as_version=4).cells
    }
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        if nb.is_question(cell):
            cell.source = "Vectors, cores and caches."
        elif nb.is_solution(cell):
            cell.source = solutions[nb.grade_id(cell)]
    return notebook


def cell_of(notebook, grade_id: str):
    return next(cell for cell in notebook.cells if nb.grade_id(cell) == grade_id)


def with_cell(notebook, source: str, grade_id: str = CELL):
    """A copy whose solution cell holds ``source``."""
    changed = copy.deepcopy(notebook)
    cell_of(changed, grade_id).source = source
    return changed


def without_cell(notebook, *grade_ids: str):
    changed = copy.deepcopy(notebook)
    changed.cells = [cell for cell in changed.cells if nb.grade_id(cell) not in grade_ids]
    return changed


def renamed_cells(notebook):
    changed = copy.deepcopy(notebook)
    for cell in changed.cells:
        if nb.mark(cell):
            cell.metadata.nbgrader.grade_id = "my-" + nb.grade_id(cell)
    return changed


def for_kernel(notebook, name: str, language: str):
    changed = copy.deepcopy(notebook)
    changed.metadata.kernelspec = {"name": name, "language": language, "display_name": name}
    return changed


def wrong(name: str) -> str:
    return (LAB.folder / "wrong" / f"{name}.java").read_text()


def save(content, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        file.write_bytes(content)
    elif isinstance(content, str):
        file.write_text(content)
    else:
        file.write_text(json.dumps(content))

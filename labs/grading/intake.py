"""Turns whatever a student has handed in into a notebook that nbgrader can grade.

Submissions come in nbgrader's layout, FOLDER/STUDENT/LAB/LAB.ipynb, or flat, FOLDER/STUDENT-LAB.ipynb
(or STUDENT_LAB.ipynb). A file that is no notebook is graded as if it were empty, and says so.
"""

import copy
import re
import unicodedata
import warnings
from pathlib import Path
from typing import NamedTuple, Optional

import nbformat

from . import cells as nb
from .layout import Lab
from .text import whole

MOST_BYTES = 20 << 20
MOST_CELLS = 1000
MOST_NAMES = 3
# What nbgrader and a file system take as a name, and nothing that leads out of a folder.
STUDENT = re.compile(r"[^\W_][\w.@+-]{0,63}")
# Of a file's 255; letters take up to four.
MOST_NAME_BYTES = 200
# Its own name, or that of the class in an import of its methods; and what it asks the judge through.
NAMES_LAB = re.compile(r"\bLab\b|\bJudgeClient\b|\brecap\.labs\.wire\b|\bRECAP_LABS_JUDGE\b")
CHECK_ID = re.compile(r"\blab\d+-[a-z-]{1,60}")
STUDENT_RULE = "a student's name of letters, digits and . @ + - _, without spaces"


class Submission(NamedTuple):
    student: str
    lab: Lab
    file: Path


class Received(NamedTuple):
    """A gradable notebook, what was odd about the file, and whether there is anything to execute."""

    notebook: nbformat.NotebookNode
    notes: list[str]
    readable: bool


def find(folder: Path, labs: list[Lab]) -> tuple[list[Submission], dict[str, str]]:
    """All submissions of a folder, and why each other file is none."""
    by_name = {lab.name: lab for lab in labs}
    found, others = {}, {}
    paths = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    # Notebooks first: beside one, its printed page or a text of the same name is no submission.
    for path in sorted(paths, key=lambda path: (path.suffix != ".ipynb", path)):
        place = path.relative_to(folder)
        if any(part.startswith(".") for part in place.parts):
            continue
        key = student_and_lab(place, by_name)
        if key is None:
            others[str(place)] = "neither STUDENT/LAB/LAB.ipynb nor STUDENT-LAB.ipynb of a known lab"
        elif path.is_symlink():
            others[str(place)] = "a link"
        elif not is_name(key[0]):
            others[str(place)] = f"expected {STUDENT_RULE}, received {key[0]!r}"
        elif key in found:
            others[str(place)] = f"{key[0]} has handed in {found[key].file.relative_to(folder)} too"
        else:
            found[key] = Submission(key[0], by_name[key[1]], path)
    return [found[key] for key in sorted(found)], others


def is_name(text: str) -> bool:
    return bool(STUDENT.fullmatch(text)) and len(text.encode()) <= MOST_NAME_BYTES


def student_and_lab(place: Path, labs) -> Optional[tuple[str, str]]:
    """What a path says in either layout."""
    # Some systems write an accented letter as two characters, the second of which is no letter.
    place = Path(unicodedata.normalize("NFC", str(place)))
    parts = place.parts
    if len(parts) == 3 and parts[1] in labs and parts[2] == f"{parts[1]}.ipynb":
        return parts[0], parts[1]
    flat = re.fullmatch(rf"(.+)[-_]({'|'.join(labs) or '-'})\.[^.]*", place.name)
    return (flat[1], flat[2]) if len(parts) == 1 and flat else None


def receive(file: Path, release: nbformat.NotebookNode) -> Received:
    """The student's cells, in order, with every locked cell as it was handed out."""
    try:
        notebook = read(file)
    except Unreadable as problem:
        return Received(copy.deepcopy(release), [str(problem)], False)
    notes: list[str] = []
    notebook.metadata = copy.deepcopy(release.metadata)
    restore(notebook, release, notes)
    if has_answer_elsewhere(notebook, release):
        notes.append("the question is as it was handed out, and there are texts in other cells")
    if asked := own_calls(notebook):
        notes.append(f"own code that calls Lab.check: {shortened(asked)}")
    if skipped := own_demos(notebook, release):
        notes.append(f"own cells tagged demo, which are not run: {skipped}")
    return Received(notebook, notes, True)


class Unreadable(ValueError):
    """The file is no notebook; the message says why."""


def read(file: Path) -> nbformat.NotebookNode:
    if file.stat().st_size > MOST_BYTES:
        raise Unreadable(f"the file is larger than {MOST_BYTES >> 20} MB, so it was not opened")
    try:
        # Doubled ids and missing ones are corrected with a warning; all get new ones anyway.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = nbformat.reads(whole(file.read_text(encoding="utf-8")), as_version=4)
            nbformat.validate(notebook, relax_add_props=True)
    except Exception as problem:  # nbformat raises whatever its parsers do
        raise Unreadable(f"the file is no Jupyter notebook ({type(problem).__name__})") from problem
    if len(notebook.cells) > MOST_CELLS:
        raise Unreadable(f"the notebook has more than {MOST_CELLS} cells")
    return notebook


def has_answer_elsewhere(notebook, release) -> bool:
    """Whether an answer may stand in another cell: nbgrader gives an untouched question no points, and asks nobody."""
    handed_out = {cell.source for cell in release.cells}
    untouched = all(cell.source in handed_out for cell in notebook.cells if nb.is_question(cell))
    return untouched and any(
        cell.cell_type == "markdown" and cell.source.strip() and cell.source not in handed_out
        for cell in notebook.cells
    )


def own_calls(notebook) -> list[str]:
    """The checks that code of the student's names where it calls Lab.check: one may pass there alone."""
    own_code = [cell for cell in notebook.cells if cell.cell_type == "code" and not nb.is_locked(cell)]
    calls = [cell.source for cell in own_code if not nb.is_demo(cell) and NAMES_LAB.search(cell.source)]
    return list(dict.fromkeys(name for source in calls for name in CHECK_ID.findall(source) or ["one that names none"]))


def own_demos(notebook, release) -> int:
    """How many cells the student has tagged, with or without wanting to: a copy of a cell keeps its tags."""
    handed_out = {cell.source for cell in release.cells}
    own_code = [cell for cell in notebook.cells if cell.cell_type == "code" and not nb.mark(cell)]
    return sum(nb.is_demo(cell) and cell.source not in handed_out for cell in own_code)


def restore(notebook, release, notes: list[str]) -> None:
    """Puts back what nbgrader needs: locked cells' sources, graded cells that are missing, ids."""
    handed_out = {nb.grade_id(cell): cell for cell in release.cells if nb.grade_id(cell)}
    kept, seen, unknown, changed, missing = [], set(), [], [], []
    for cell in notebook.cells:
        name = str(nb.grade_id(cell))
        original = handed_out.get(name)
        if original is None or name in seen:
            unknown += [name[:60]] if nb.mark(cell) else []
            kept.append(own(cell))
            continue
        seen.add(name)
        kept.append(copy.deepcopy(original))
        # JupyterLab's key `y` makes code of a text, which is an answer all the same.
        if nb.is_question(original) or nb.is_solution(original) and cell.cell_type == original.cell_type:
            kept[-1].source = cell.source
        elif cell.source != original.source:
            changed.append(name)
    for position, original in enumerate(release.cells):
        name = nb.grade_id(original)
        if name and name not in seen and (nb.is_locked(original) or nb.is_question(original)):
            missing.append(name)
            kept.insert(place(original, kept, release.cells[:position]), copy.deepcopy(original))
    notes += [
        f"{what}: {shortened(names)}"
        for what, names in (
            ("cells with unknown or doubled ids, taken as the student's own", unknown),
            ("changed cells, put back as they were", changed),
            ("missing cells, put back", missing),
        )
        if names
    ]
    notebook.cells = kept
    for number, cell in enumerate(kept):
        cell.id = f"cell-{number}"


def shortened(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def own(cell) -> nbformat.NotebookNode:
    """A cell of the student's own: its source, whether it is a demonstration, and nothing else."""
    make = nbformat.v4.new_code_cell if cell.cell_type == "code" else nbformat.v4.new_markdown_cell
    kept = make(cell.source)
    tags = cell.metadata.get("tags")
    if isinstance(tags, list) and "demo" in tags:
        kept.metadata.tags = ["demo"]
    return kept


def place(cell, kept: list, before: list) -> int:
    """Behind the last known cell before it; a test whose exercise is not to be found, at the end."""
    exercises = [nb.grade_id(one) for one in before if nb.is_solution(one)]
    known = {nb.grade_id(one): position for position, one in enumerate(kept)}
    if nb.is_test(cell) and exercises and exercises[-1] not in known:
        return len(kept)
    names = {nb.grade_id(one) for one in before} - {""}
    return max((known[name] for name in names if name in known), default=-1) + 1

"""Every experiment's notebook runs from a clean kernel at SMOKE; its outputs are whole and neutral.

The labs are run by test_labs.
"""

import csv
import json
import re
from pathlib import Path

import nbformat
import pytest
from execute import execute, notebooks, stderr_of
from java_kernel import SHORT_LIVED

HOME = Path(__file__).resolve().parent.parent
ALL = pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)


@ALL
def test_runs_from_a_clean_kernel(path):
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, "SMOKE", cell_timeout=120, env=SHORT_LIVED)
    assert stderr_of(notebook) == []


@ALL
def test_committed_outputs_are_whole(path):
    code = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert [c.execution_count for c in code] == list(range(1, len(code) + 1))
    outputs = [o for c in code for o in c.outputs]
    assert not [o for o in outputs if o.output_type == "error"]
    # An object without a text of its own, of no use to a reader and another at every run.
    assert not [o for o in outputs if re.search(r"\w@[0-9a-f]{5,}", o.get("data", {}).get("text/plain", ""))]


@ALL
def test_outputs_need_no_script_and_no_network(path):
    outputs = [
        json.dumps(output)
        for cell in nbformat.read(path, as_version=4).cells
        for output in cell.get("outputs", [])
    ]
    for output in outputs:
        assert "<script" not in output
        assert "application/javascript" not in output
        assert "src=\\\"http" not in output


def test_the_lecture_recounted_shows_every_claim():
    with (HOME / "experiments/src/main/resources/recap/experiments/claims.csv").open(newline="") as table:
        topics = {row["topic"] for row in csv.DictReader(table)}
    cells = nbformat.read(HOME / "notebooks/the-lecture-recounted.ipynb", as_version=4).cells
    tables = "".join(c.source for c in cells if c.source.startswith("Claims.table("))
    assert not [topic for topic in topics if f'"{topic}"' not in tables]


@ALL
def test_nothing_of_this_machine_is_committed(path):
    text = path.read_text()
    assert str(HOME) not in text
    assert str(Path.home()) + "/" not in text

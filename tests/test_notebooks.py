"""Every experiment's notebook runs from a clean kernel at SMOKE; its outputs are whole and neutral.

The labs are run by test_labs.
"""

import csv
import html
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import execute
import nbformat
import pytest
from java_kernel import SHORT_LIVED

HOME = Path(__file__).resolve().parent.parent
ALL = pytest.mark.parametrize("path", execute.notebooks(), ids=lambda path: path.stem)


@ALL
def test_runs_from_a_clean_kernel(path):
    notebook = nbformat.read(path, as_version=4)
    execute.execute(notebook, "SMOKE", cell_timeout=120, env=SHORT_LIVED)
    assert execute.stderr_of(notebook) == []


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


def executed(path, monkeypatch, capsys) -> str:
    """What the command says on standard error of a notebook that it cannot execute."""
    before = path.read_bytes()
    monkeypatch.setattr(sys, "argv", ["execute.py", str(path)])
    monkeypatch.setenv("RECAP_SCALE", "SMOKE")
    assert execute.main() == 1
    assert path.read_bytes() == before
    return capsys.readouterr().err


@pytest.mark.parametrize("content", ["# Recap", "", "[]", "{}", '{"nbformat": 9}', "\x00"])
def test_another_file_is_refused_in_one_line(tmp_path, monkeypatch, capsys, content):
    page = tmp_path / "page.md"
    page.write_text(content)
    said = executed(page, monkeypatch, capsys)
    assert re.fullmatch(r"recap: page.md: expected a notebook, found something else \(.+\)\n", said)


@pytest.mark.parametrize(
    "kernel,why", [(execute.KERNEL, "Kernel died"), ("no-such", "No such kernel named no-such")]
)
def test_a_kernel_that_is_gone_is_told_in_one_line(tmp_path, monkeypatch, capsys, kernel, why):
    notebook = tmp_path / "ends.ipynb"
    cell = nbformat.v4.new_code_cell("Runtime.getRuntime().halt(3);")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), notebook)
    monkeypatch.setattr(execute, "KERNEL", kernel)
    assert executed(notebook, monkeypatch, capsys) == (
        "recap: ends.ipynb: expected a kernel that answers to the end, "
        f"found none ({why}); ./recap doctor names what is missing\n"
    )


def test_a_cell_that_fails_is_told_with_what_it_threw(tmp_path, monkeypatch, capsys):
    notebook = tmp_path / "throws.ipynb"
    cell = nbformat.v4.new_code_cell("Node.input(3, 8, 8).then(Linear.of(10));")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), notebook)
    said = executed(notebook, monkeypatch, capsys)
    assert said.startswith("recap: throws.ipynb: cell 0 failed: recap.nn.ShapeException: Linear: expected features")
    assert "org.dflib.jjava" not in said and said.endswith(f"{cell.source}\n")


@pytest.mark.parametrize("when", ["starting", "executing"])
def test_ctrl_c_leaves_the_notebook_and_says_so_in_one_line(tmp_path, when):
    notebook, begun = tmp_path / "sleeps.ipynb", tmp_path / "begun"
    source = f'new java.io.File("{begun}").createNewFile(); Thread.sleep(60_000);'
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)]), notebook)
    before = notebook.read_bytes()
    with subprocess.Popen(
        [sys.executable, execute.__file__, notebook], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as executing:
        try:
            deadline = time.monotonic() + 60
            kernels = Path("/proc", str(executing.pid), "task", str(executing.pid), "children")
            while not (begun.exists() if when == "executing" else kernels.read_text()):
                assert executing.poll() is None and time.monotonic() < deadline
                time.sleep(0.1)
            executing.send_signal(signal.SIGINT)
            said = executing.communicate(timeout=20)[1]
        finally:
            executing.kill()
    assert executing.returncode == 130
    # Before it the kernel may have said that it listens.
    assert said.endswith("recap: sleeps.ipynb: broken off; it is as it was, run it again\n")
    assert "Traceback" not in said
    assert notebook.read_bytes() == before


def test_the_lecture_recounted_shows_every_claim():
    with (HOME / "experiments/src/main/resources/recap/experiments/claims.csv").open(newline="") as table:
        topics = {row["topic"] for row in csv.DictReader(table)}
    cells = nbformat.read(HOME / "notebooks/the-lecture-recounted.ipynb", as_version=4).cells
    tables = "".join(c.source for c in cells if c.source.startswith("Claims.table("))
    assert not [topic for topic in topics if f'"{topic}"' not in tables]


# Where the charts of an experiment without a notebook of its own are; the second one's README links to.
SHOWN_IN = {"resnet-start": "degradation", "float32-vs-bfloat16": None}


PUBLISHED = sorted({path.parts[-3] for path in (HOME / "results").glob("*/*/verdict.md")})


@pytest.mark.parametrize("experiment", PUBLISHED)
def test_every_chart_is_shown(experiment):
    notebook = SHOWN_IN.get(experiment, experiment)
    charts = {svg.stem for svg in (HOME / "results" / experiment).glob("*/*.svg") if svg.parent.name != "smoke"}
    cells = nbformat.read(HOME / "notebooks" / f"{notebook}.ipynb", as_version=4).cells if notebook else []
    sources = "".join(cell.source for cell in cells)
    assert charts and (notebook is None or not [chart for chart in charts if f'"{chart}"' not in sources])


@pytest.mark.parametrize(
    "experiment, scale",
    [
        (name, scale)
        for name in PUBLISHED
        for scale in ("quick", "paper")
        if SHOWN_IN.get(name, name) and (HOME / "results" / name / scale / "claims.csv").exists()
    ],
)
def test_verdicts_that_are_shown_are_the_published_ones(experiment, scale):
    claims = HOME / "results" / experiment / scale / "claims.csv"
    notebook = SHOWN_IN.get(experiment, experiment)
    call = f'Notebook.{"run" if scale == "quick" else scale}("{experiment}")'
    cells = nbformat.read(HOME / "notebooks" / f"{notebook}.ipynb", as_version=4).cells
    assert any(call in cell.source for cell in cells), f"{notebook}.ipynb has to show {call}"
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    shown = "".join(output.get("data", {}).get("text/html", "") for output in outputs)
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in shown.split("<tr>")]
    rows = [[html.unescape(value) for value in row] for row in rows]
    with claims.open(newline="", encoding="utf-8") as table:
        for row in csv.DictReader(table):
            assert list(row.values()) in rows, f"{row['id']} is not shown so; execute the notebook again"


@ALL
def test_nothing_of_this_machine_is_committed(path):
    text = path.read_text()
    assert str(HOME) not in text
    assert str(Path.home()) + "/" not in text


def test_no_run_of_an_earlier_test_is_read():
    assert execute.HOME / "results" not in Path(os.environ["RECAP_RESULTS"]).resolve().parents
    assert list(Path(os.environ["RECAP_RESULTS"]).glob("degradation/*/runs/*.json"))

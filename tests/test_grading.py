"""Grading: what a submission becomes, what the sandbox holds, and what comes out of `make grade`.

Marked `long` (make labs-test): every attack, and thirty submissions graded twice.
"""

import copy
import csv
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
import submissions as made
from attacks import ATTACKS
from grading import cells as nb
from grading import archive, inside, intake, merge, results, sandbox, watch
from grading.__main__ import main
from grading.course import Course, CourseError
from grading.execution import Execution, Limits, execute, result
from grading.grade import Graded, execute_all, grade, score, silent_tests, tables
from grading.judge import Judge, Verdict
from grading.layout import HOME, labs
from grading.results import chart
from grading.watch import Finished
from nbgrader.api import Gradebook
from served_lab import served

LIMITS = Limits(seconds=240, memory_bytes=1800 << 20)
NO_SANDBOX = sandbox.why_not()
SANDBOXED = pytest.mark.skipif(bool(NO_SANDBOX), reason=NO_SANDBOX or "there is one")


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return made.releases(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """The archive for students, with lab 2 alone."""
    try:
        archive.tracked()
    except SystemExit as lacking:
        pytest.skip(str(lacking))
    folder = tmp_path_factory.mktemp("packed")
    course = Course(folder / "course")
    course.release([made.LAB])
    archive.write(course.root / "release", folder / "recap-student.tar.gz")
    return folder / "recap-student.tar.gz"


@pytest.fixture(scope="module")
def solved(release):
    return made.solved(release)


def received(content, release, tmp_path):
    file = tmp_path / "handed-in.ipynb"
    made.save(content, file)
    return intake.receive(file, release)


def ids(notebook) -> list[str]:
    return [nb.grade_id(cell) for cell in notebook.cells if nb.grade_id(cell)]


# ---------------------------------------------------------------- intake


def test_layouts_and_strangers(tmp_path):
    right = ("ann/lab2/lab2.ipynb", "bob-lab2.ipynb", "c.d@e_lab2.ipynb")
    for name in (*right, "bob_lab2.ipynb", "dora smith-lab1.ipynb", "lab2/x.txt", "a-lab99.ipynb"):
        made.save("{}", tmp_path / name)
    (tmp_path / "link-lab2.ipynb").symlink_to("/etc/passwd")
    found, others = intake.find(tmp_path, labs())
    assert [(one.student, one.lab.name) for one in found] == [
        ("ann", "lab2"),
        ("bob", "lab2"),
        ("c.d@e", "lab2"),
    ]
    layout = "neither STUDENT/LAB/LAB.ipynb nor STUDENT-LAB.ipynb of a known lab"
    assert others == {
        "a-lab99.ipynb": layout,
        "bob_lab2.ipynb": "bob has handed in bob-lab2.ipynb too",
        "dora smith-lab1.ipynb": f"expected {intake.STUDENT_RULE}, received 'dora smith'",
        "lab2/x.txt": layout,
        "link-lab2.ipynb": "a link",
    }


def test_names_begin_with_any_letter(tmp_path):
    long = "\N{MATHEMATICAL SCRIPT CAPITAL A}" * 60
    for name in ("Ömer-lab2.ipynb", "E\u0301va_lab2.ipynb", "李-lab2.ipynb", "_x-lab2.ipynb", f"{long}/lab2/lab2.ipynb"):
        made.save("{}", tmp_path / name)
    found, others = intake.find(tmp_path, labs())
    assert [one.student for one in found] == ["Éva", "Ömer", "李"]
    assert sorted(others) == ["_x-lab2.ipynb", f"{long}/lab2/lab2.ipynb"]


def test_a_name_that_is_no_text_is_shown_all_the_same(tmp_path):
    (tmp_path / "in").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/M\xfcller-lab2.ipynb")).touch()
    command = [HOME / ".venv/bin/python", "-m", "grading", "grade", tmp_path / "in", "--out", tmp_path / "out", "--unsafe"]
    env = {"PYTHONPATH": str(HOME / "labs"), "PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert "left alone: M\\udcfcller-lab2.ipynb: expected a student's name" in done.stdout
    assert "Traceback" not in done.stderr and "expected submissions in" in done.stderr


def test_copies_and_printed_pages_take_no_notebooks_place(tmp_path):
    right = ("ann/lab2/lab2.ipynb", "bob-lab2.ipynb", "carl_lab2.ipynb", "dora-lab2.docx")
    wrong = ("ann/lab2/lab2-Copy1.ipynb", "ann/lab2/lab1.ipynb", "bob-lab2.html", "carl-lab2.docx")
    for name in right + wrong:
        made.save("{}", tmp_path / name)
    found, others = intake.find(tmp_path, labs())
    assert [str(one.file.relative_to(tmp_path)) for one in found] == list(right)
    assert sorted(others) == sorted(wrong)
    assert others["bob-lab2.html"] == "bob has handed in bob-lab2.ipynb too"


def test_what_was_handed_out_comes_back_as_it_is(release, tmp_path):
    found = received(release, release, tmp_path)
    assert found.readable and found.notes == [] and ids(found.notebook) == ids(release)


def test_deleted_and_changed_locked_cells_are_put_back_in_their_place(release, solved, tmp_path):
    changed = made.without_cell(solved, made.CHECK)
    made.cell_of(changed, "lab2-macs").source = "System.out.println(1);"
    made.cell_of(changed, "lab2-macs").metadata.nbgrader.points = 1000
    found = received(changed, release, tmp_path)
    assert ids(found.notebook) == ids(release)
    original = made.cell_of(release, "lab2-macs")
    assert made.cell_of(found.notebook, "lab2-macs").source == original.source
    assert made.cell_of(found.notebook, "lab2-macs").metadata == original.metadata
    assert found.notes == [
        "changed cells, put back as they were: lab2-macs",
        "missing cells, put back: lab2-conv-forward",
    ]


def test_tests_of_renamed_exercises_run_behind_them(release, solved, tmp_path):
    found = received(made.renamed_cells(solved), release, tmp_path)
    sources = [cell.source for cell in found.notebook.cells]
    method = next(i for i, source in enumerate(sources) if "float[] convForward(" in source)
    test = [nb.grade_id(cell) for cell in found.notebook.cells].index(made.CHECK)
    assert method < test


def test_an_answer_is_read_whatever_its_cell_was_turned_into(release, solved, tmp_path):
    changed = copy.deepcopy(solved)
    for kind in ("code", "raw"):
        answer = made.cell_of(changed, made.QUESTION)
        metadata = {"nbgrader": answer.metadata.nbgrader}
        turned = getattr(nbformat.v4, f"new_{kind}_cell")(answer.source, metadata=metadata)
        changed.cells[changed.cells.index(answer)] = turned
        found = received(changed, release, tmp_path)
        answer = made.cell_of(found.notebook, made.QUESTION)
        assert (answer.cell_type, answer.source) == ("markdown", "Vectors, cores and caches.")
        assert found.notes == []


def test_an_answer_beside_the_question_is_pointed_out(release, solved, tmp_path):
    beside = nbformat.v4.new_markdown_cell("Vectors, cores and caches.")
    for notebook, notes in ((release, 1), (solved, 0)):
        changed = copy.deepcopy(notebook)
        changed.cells.append(beside)
        found = received(changed, release, tmp_path).notes
        assert len(found) == notes and all("there are texts in other cells" in one for one in found)


def test_own_cells_that_ask_the_judge_are_listed(release, solved, tmp_path):
    changed = copy.deepcopy(solved)
    static = "import static recap.labs.Lab.*;"
    for source in ("helper();", 'Lab.check("lab2-macs", in -> library(in));', static):
        changed.cells.append(nbformat.v4.new_code_cell(source))
    hidden = 'recap.labs.wire.JudgeClient.fromEnvironment().get().ask("lab2-depthwise", in -> library(in));'
    made.cell_of(changed, "conv-forward").source += "\n" + hidden
    demo = nbformat.v4.new_code_cell('Lab.check("lab2-bias", in -> library(in));')
    demo.metadata.tags = ["demo"]
    changed.cells.append(demo)
    assert received(changed, release, tmp_path).notes == [
        "own code that calls Lab.check: lab2-depthwise, lab2-macs, one that names none",
        "own cells tagged demo, which are not run: 1",
    ]


def test_doubled_cells_count_once(release, solved, tmp_path):
    doubled = copy.deepcopy(solved)
    doubled.cells += copy.deepcopy(doubled.cells)
    found = received(doubled, release, tmp_path)
    assert ids(found.notebook) == ids(release)
    assert len(found.notebook.cells) == len(doubled.cells)


@pytest.mark.parametrize("tags,kept", [(["x", "demo"], ["demo"]), (["x"], None), ("demo", None), (7, None)])
def test_of_a_students_own_cell_the_tag_demo_is_kept(tags, kept):
    cell = nbformat.v4.new_code_cell("train();")
    cell.metadata.update(tags=tags, nbgrader={"points": 9})
    assert intake.own(cell).metadata == ({"tags": kept} if kept else {})


@pytest.mark.parametrize("content", ["", "hello", "[]", "{}", b"\x89PNG\0\xff", '{"cells": null}', "[" * 100_000])
def test_what_is_no_notebook_is_graded_as_empty(content, release, tmp_path):
    found = received(content, release, tmp_path)
    assert not found.readable
    assert "no Jupyter notebook" in found.notes[0]
    assert ids(found.notebook) == ids(release)


def test_another_kernel_is_replaced(release, solved, tmp_path):
    found = received(made.for_kernel(solved, "python3", "python"), release, tmp_path)
    assert found.notebook.metadata.kernelspec.name == "recap"


def test_half_a_character_is_replaced_and_can_be_written(release, solved, tmp_path):
    changed = made.with_cell(solved, "// \ud83d\nreturn x;")
    changed.cells[0].metadata["nbgrader"] = {"grade_id": "mine \ud83d"}
    found = received(changed, release, tmp_path)
    assert found.readable
    assert made.cell_of(found.notebook, made.CELL).source == "// ?\nreturn x;"
    assert found.notes == ["cells with unknown or doubled ids, taken as the student's own: mine ?"]


# ---------------------------------------------------------------- outcomes


def test_a_verdict_is_read_whatever_characters_its_text_holds(tmp_path):
    judge = Judge(tmp_path)
    assert judge.verdicts() == {}
    text = "one\u2028two\u2029three\u0085four"
    lines = [json.dumps(Verdict("lab2-macs", True, text)._asdict(), ensure_ascii=False), '{"check": "lab2-m']
    judge.log.write_text("\n".join(lines), encoding="utf-8")
    assert judge.attempts_so_far() == [Verdict("lab2-macs", True, text)]


def test_an_attempt_that_passed_is_not_undone_by_a_later_one(tmp_path):
    judge = Judge(tmp_path)
    attempts = [Verdict("a", False, "1"), Verdict("a", True, "2"), Verdict("a", False, "3"), Verdict("b", False, "4")]
    judge.log.write_text("".join(json.dumps(one._asdict()) + "\n" for one in attempts), encoding="utf-8")
    assert judge.verdicts() == {"a": attempts[1], "b": attempts[3]}


def test_a_submission_whose_grading_fails_keeps_no_other_from_being_graded(release, monkeypatch):
    def failing(text, *_):
        if "unlucky" in text:
            raise OSError("no room")
        return Execution(None, {}, "")

    monkeypatch.setattr("grading.grade.execute", failing)
    unlucky = copy.deepcopy(release)
    unlucky.cells.append(nbformat.v4.new_markdown_cell("unlucky"))
    submissions = [intake.Submission(name, made.LAB, Path(name)) for name in ("ann", "bob")]
    contents = [intake.Received(notebook, [], True) for notebook in (unlucky, release)]
    ann, bob = execute_all(list(zip(submissions, contents)), True, 1, LIMITS)
    assert (ann.status, bob.status) == ("not graded", "graded")
    assert ann.notes == ["grading it failed (OSError: no room); grade it again"]


def test_where_no_kernel_answers_is_no_fault_of_the_submission(tmp_path, monkeypatch):
    deaf = json.dumps({"argv": ["sleep", "60"], "display_name": "", "language": ""})
    made.save(deaf, tmp_path / "kernels" / "deaf" / "kernel.json")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setattr(inside, "SECONDS_TO_ANSWER", 1)
    monkeypatch.setattr("nbclient.client.atexit.register", lambda *_: None)  # it would look for the kernel
    notebook = nbformat.v4.new_notebook()
    assert inside.execute(notebook, {**LIMITS._asdict(), "kernel": "deaf"}) == inside.NO_ANSWER
    said = json.dumps({"stopped": inside.NO_ANSWER, "notebook": notebook}).encode()
    monkeypatch.setattr("grading.execution.run", lambda *_: Finished(said, "", ""))
    with pytest.raises(TimeoutError, match="no kernel answered"):
        execute("", LIMITS)


def test_what_grading_itself_fails_at_costs_no_points(monkeypatch):
    came_back = json.dumps({"stopped": "", "notebook": nbformat.v4.new_notebook()}).encode()
    for finished, problem, why in (
        (Finished(came_back, "", watch.LOW_MEMORY), MemoryError, "ran low on memory"),
        (Finished(b"", "no module named nbclient", ""), RuntimeError, "ended without a result .no module named"),
        (Finished(b"", "", ""), RuntimeError, "ended without a result"),
    ):
        monkeypatch.setattr("grading.execution.run", lambda *_, finished=finished: finished)
        with pytest.raises(problem, match=why):
            execute("", LIMITS)

    # But where the student's code ended it, what there is of it counts.
    monkeypatch.setattr("grading.execution.run", lambda *_: Finished(b"", inside.BEGUN + "\nKilled\n", ""))
    assert execute("", LIMITS).stopped == "it ended without a result (Killed)"

    def asked(_, judge, *__):
        with socket.socket(socket.AF_UNIX) as kernel:
            kernel.connect(str(judge))
            kernel.sendall(json.dumps({"check": made.CHECK}).encode() + b"\n")
            kernel.shutdown(socket.SHUT_WR)
            while kernel.recv(1 << 16):
                continue
        return Finished(came_back, "", "")

    monkeypatch.setattr("grading.execution.run", asked)
    assert "no answer" in execute("", LIMITS).verdicts[made.CHECK].text
    monkeypatch.setattr("grading.execution.Judge", FullDisk)
    with pytest.raises(RuntimeError, match="the judge has failed, exit code 1"):
        execute("", LIMITS)


class FullDisk(Judge):
    """A judge whose log has no room for a line."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self.log = Path("/dev/full")

    def verdicts(self):
        return {}


def test_what_the_sandbox_says_can_be_written():
    said = b'{"stopped": "\\ud800", "notebook": {"cells": [{"outputs": "\\udfff"}]}}'
    assert result(Finished(said, "", "")) == ({"cells": [{"outputs": "?"}]}, "?")


def test_outputs_come_back_in_the_formats_that_feedback_shows():
    told = {"output_type": "stream", "name": "stdout", "text": ["one\n", "two"]}
    drawn = {
        "output_type": "display_data",
        "data": {"image/png": "AAAA", "application/javascript": "x"},
        "metadata": {"image/png": {"width": "1 onload=x"}},
    }
    nothing = [3, None, {}, {"output_type": "nonsense"}, {**drawn, "data": {"image/png": 3}}]
    first, second = merge.outputs({"outputs": [told, *nothing, drawn]})
    assert first == {**told, "text": "one\ntwo"}
    assert second == {**drawn, "data": {"image/png": "AAAA"}, "metadata": {}}


def test_outputs_beyond_the_most_are_counted_and_errors_are_kept():
    line = {"output_type": "stream", "name": "stdout", "text": "x\n"}
    error = {"output_type": "error", "ename": "e", "evalue": "v", "traceback": []}
    most = merge.MOST_OUTPUTS
    assert len(merge.outputs({"outputs": [line] * most})) == most
    found = merge.outputs({"outputs": [*[line] * (most + 7), error]})
    assert [one.output_type for one in found[most:]] == ["stream", "error"]
    assert found[most].text == "... and 7 more outputs\n"
    assert len(merge.outputs({"outputs": [error] * 5 * most})) == 2 * most + 1


@pytest.mark.parametrize(
    "said,stopped,shown",
    [
        ("no answer: Lab: closed", "a cell ran for longer than 60 seconds", "did not come back: a cell ran for"),
        ("no answer: Lab: closed", inside.JAVA_ENDED, "your code ended the Java process (System.exit?)"),
        ("title\n  received org.zeromq.ZMQException: 4", "it took too long", "did not come back: it took too long"),
        ("title\n  received no answer: 3", inside.JAVA_ENDED, "received no answer: 3"),
        ("no answer: Lab: closed", "", "no answer: Lab: closed"),
    ],
)
def test_a_test_during_which_execution_stopped_says_so(said, stopped, shown, release):
    notebook = copy.deepcopy(release)
    verdict = Verdict(made.CHECK, False, f"{made.CHECK}: {said}")
    merge.merge(notebook, Execution(None, {made.CHECK: verdict}, stopped))
    assert shown in made.cell_of(notebook, made.CHECK).outputs[-1].evalue


def test_a_test_that_was_asked_too_often_says_so(release):
    verdict = Verdict(made.CHECK, False, f"{made.CHECK}: title\n  received 3")
    came_back = copy.deepcopy(release)
    told = [f"recap.labs.CheckFailedException: {made.CHECK}: no more than 10 attempts"]
    error = nbformat.v4.new_output("error", ename="e", evalue="", traceback=told)
    made.cell_of(came_back, made.CHECK).outputs = [error]
    asked_again = "no more than 10 attempts, your own cells' included; this is the last that counted"
    for returned, more in ((came_back, asked_again), (release, "  received 3")):
        notebook = copy.deepcopy(release)
        merge.merge(notebook, Execution(json.loads(nbformat.writes(returned)), {made.CHECK: verdict}, ""))
        shown = made.cell_of(notebook, made.CHECK).outputs[-1].evalue
        assert shown.startswith(verdict.text) and shown.endswith(more)


def test_points_come_from_the_judge_alone(release):
    notebook = copy.deepcopy(release)
    hearsay = copy.deepcopy(release)
    for cell in hearsay.cells:
        if cell.cell_type == "code":
            cell.execution_count = 1
            cell.outputs = [nbformat.v4.new_output("stream", text="all cases passed\n")]
    verdicts = {"lab2-macs": Verdict("lab2-macs", True, "yes"), made.CHECK: Verdict(made.CHECK, False, "no")}
    execution = Execution(json.loads(nbformat.writes(hearsay)), verdicts, "")
    silent = silent_tests(notebook, execution)
    merge.merge(notebook, execution)
    good = [nb.grade_id(c) for c in notebook.cells if nb.is_test(c) and c.outputs[-1].output_type != "error"]
    assert good == ["lab2-macs"]
    assert len(silent) == 6 and "lab2-output-size" in silent[0]


@pytest.mark.parametrize("cells", [None, 7, [], [None], [{"outputs": 3}] * 3, "x", "as many"])
def test_nonsense_from_the_sandbox_is_ignored(cells, release):
    notebook = copy.deepcopy(release)
    if cells == "as many":
        cells = [{"outputs": 5, "execution_count": 1}] * len(notebook.cells)
        assert len(silent_tests(notebook, Execution({"cells": cells}, {}, ""))) == 8
    merge.merge(notebook, Execution({"cells": cells}, {}, "the Java process ended"))
    tests = [cell for cell in notebook.cells if nb.is_test(cell)]
    assert all("the Java process ended" in cell.outputs[-1].evalue for cell in tests)


def test_scores_are_distributed_in_percent_of_the_submissions():
    rows = [results.Row("ann", "lab2", score, 30, 0, "graded", "") for score in (0, 30, 29, 3)]
    bars = results.distribution(rows)
    assert bars[:2] == [("0-10 %", 25), ("10-20 %", 25)] and bars[-1] == ("90-100 %", 50)
    assert results.distribution([]) == []


def test_the_hardest_tests_go_when_none_fails_any_more(tmp_path, monkeypatch):
    monkeypatch.setattr(results, "command", lambda _, *options: ["touch", options[options.index("--out") + 1]])
    row = results.Row("ann", "lab2", 0, 30, 0, "graded", "")
    for score, drawn in ((0, {"distribution.svg", "hardest.svg"}), (6, {"distribution.svg"})):
        results.summary([row], [results.CheckRow("ann", "lab2", made.CHECK, score, 6)], tmp_path)
        assert {path.name for path in tmp_path.glob("*.svg")} == drawn
        assert set(re.findall(r'src="(.*?)"', (tmp_path / "summary.html").read_text())) == drawn


MARKDOWN = """<script>alert(1)</script>

Text <img src=x onerror=alert(1)> and [a link](javascript:alert(1)) and <b>bold</b>, 1 < 2 & $a<b$.

![a picture](http://example.org/x.png) ![a file](../../gradebook.db) ![x](x.png" onload="alert(1))

```mermaid
</pre><script>alert(1)</script>
```
"""
OUTPUTS = [
    {"text/html": "<table><tr><td onclick='alert(1)'>cell</td></tr></table><script>alert(1)</script>"},
    {"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>"},
    {"application/javascript": "alert(1)", "text/markdown": "<script>alert(1)</script>"},
    {"image/png": 'AAAA" onload="alert(1)'},
]


class Obeyed(HTMLParser):
    """What a browser would run, fetch or follow of a page."""

    def __init__(self, page: str):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found += [
            f"{tag} {name}={value}"
            for name, value in attrs
            if name.startswith("on")
            or (name in ("src", "href") and not re.match(r"data:image/|#|$", value or ""))
        ]

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.found.append(data)


def obeyed_more(harmless: str, page: str) -> list[str]:
    known = Obeyed(harmless).found
    return [found for found in Obeyed(page).found if found not in known]


def feedback(course: Course, student: str, received, executed) -> None:
    """Makes the page of a submission that came back from execution as ``executed``."""
    made.save(received.notebook, course.notebook("submitted", made.LAB.name, student))
    submission = intake.Submission(student, made.LAB, course.root)
    execution = Execution(json.loads(nbformat.writes(executed)), {}, "")
    score(course, [Graded(submission, received, execution)])


@pytest.fixture(scope="module")
def harmful(release, solved, tmp_path_factory):
    """A graded course: what ann was handed out, and eve's notebook with all that a browser might obey."""
    folder = tmp_path_factory.mktemp("harmful")
    written = copy.deepcopy(solved)
    written.cells.append(nbformat.v4.new_markdown_cell(MARKDOWN))
    next(cell for cell in written.cells if nb.is_question(cell)).source = MARKDOWN
    content = received(written, release, folder)
    executed = copy.deepcopy(content.notebook)
    made.cell_of(executed, made.CELL).outputs = [
        *(
            nbformat.v4.new_output("display_data", data, metadata={"image/png": {"width": "1 onload=alert(1)"}})
            for data in OUTPUTS
        ),
        nbformat.v4.new_output("stream", text="<script>alert(1)</script>"),
        nbformat.v4.new_output("error", ename="e", evalue="v", traceback=["<script>alert(1)</script>"]),
    ]
    course = Course(folder / "course")
    course.release([made.LAB])
    feedback(course, "ann", received(release, release, folder), release)
    feedback(course, "eve", content, executed)
    return course


def test_the_teachers_browser_obeys_nothing_that_a_student_wrote(harmful):
    pages = [harmful.notebook("feedback", made.LAB.name, student).read_text() for student in ("ann", "eve")]
    page = pages[1]
    assert obeyed_more(*pages) == []
    assert "&lt;b&gt;bold&lt;/b&gt;, 1 &lt; 2 &amp; $a&lt;b$." in page
    assert "<td>cell</td>" in page and page.count('src="data:image/svg+xml;base64,') == 2


def test_the_formgrader_shows_submissions_and_runs_none(harmful, tmp_path):
    harmful.prepare_formgrader()
    with served(tmp_path / "log", "formgrader", f"COURSE={harmful.root}") as server:
        assert server.page == "formgrader"
        assert json.loads(server.ask("/api/kernelspecs"))["kernelspecs"] == {}
        found = json.loads(server.ask("/formgrader/api/submitted_notebooks/lab2/lab2"))
        of = {one["student"]: one["id"] for one in found}
        ann, eve = (server.ask(f"/formgrader/submissions/{of[name]}/") for name in ("ann", "eve"))
        assert f'id="{made.CHECK}"' in eve
        assert obeyed_more(ann.replace(of["ann"], of["eve"]), eve) == []
        refused = server.ask("/formgrader/api/submission/lab2/ann/autograde", "POST")
        assert "a submission that was executed in a sandbox; use `make grade`" in refused
    assert "Unwritable" not in (tmp_path / "log").read_text()


# ---------------------------------------------------------------- execution


def excerpt(notebook, code: str):
    """Only what an attack needs: the set-up, the attack in the place of a solution, and its test."""
    short = made.with_cell(notebook, code)
    keep = ("setup", made.CELL, made.CHECK)
    short.cells = [cell for cell in short.cells if nb.grade_id(cell) in keep]
    return short


def outputs_of(execution: Execution, number: int) -> list:
    """The outputs of a cell of an excerpt: set-up, attack, test."""
    cells = (execution.notebook or {}).get("cells") or [{}] * 3
    return cells[number].get("outputs", [])


def said(execution: Execution, submitted) -> str:
    """All that grading reports of an execution."""
    texts = [execution.stopped, *[json.dumps(outputs_of(execution, i)) for i in range(3)]]
    texts += [verdict.text for verdict in execution.verdicts.values()]
    return "\n".join(texts + silent_tests(submitted, execution))


def attacked(attack, solved, tmp_path) -> None:
    canary = tmp_path / "another"
    canary.mkdir()
    canary.chmod(0o777)
    (canary / "lab2.ipynb").write_text("mine")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        code = attack.code.replace("CANARY", str(canary)).replace("HOME", str(HOME))
        submitted = excerpt(solved, code.replace("PORT", str(listener.getsockname()[1])))
        execution = execute(nbformat.writes(submitted), LIMITS)
        with pytest.raises(BlockingIOError):
            listener.accept()
    verdict = execution.verdicts.get(made.CHECK)
    assert verdict is None or not verdict.passed
    compiled = "CompilationException" not in json.dumps(outputs_of(execution, 1))
    assert compiled or attack.report == "already defined", "the attack is no Java"
    report = said(execution, submitted)
    assert re.search(attack.report, report), report[:2000]
    assert "LEAK" not in report
    assert [p.name for p in canary.iterdir()] == ["lab2.ipynb"]
    assert (canary / "lab2.ipynb").read_text() == "mine"
    assert left_over() == []


def left_over() -> list[str]:
    """Processes of a sandbox that are still there, by user or environment; a large one needs a moment to go."""
    users = range(sandbox.FIRST_UID, sandbox.FIRST_UID + 16)
    deadline = time.monotonic() + 10
    while True:
        processes = [p for p in Path("/proc").iterdir() if p.name.isdigit()]
        found = [p.name for p in processes if owner(p) in users or b"RECAP_LABS_JUDGE=/judge/" in environment(p)]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def owner(path: Path) -> int:
    try:
        return path.stat().st_uid
    except OSError:
        return -1


def environment(path: Path) -> bytes:
    try:
        return (path / "environ").read_bytes()
    except OSError:
        return b""


BOUNDS = (30, 64 << 20, 8, 1 << 20)


def test_files_in_memory_count_and_are_no_mans_resident_memory():
    program = "import os; os.posix_fallocate(os.memfd_create('x'), 0, 100 << 20); input()"
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(9)"]) as other:
        assert watch.files_in_memory([other.pid]) == 0
        other.kill()
    finished = watch.run([sys.executable, "-c", f"{program}; import time; time.sleep(60)"], "\n", None, "/", *BOUNDS)
    assert finished.ended == "it took more than 64 MB of memory"


def test_a_process_whose_name_is_no_text_is_counted(tmp_path):
    name = os.fsencode(tmp_path) + b"/\xff)"
    shutil.copy(shutil.which("sleep"), name)
    with subprocess.Popen([name, "9"]) as odd:
        assert odd.pid in watch.Tree.of(os.getpid()).processes
        odd.kill()


def test_an_execution_ends_where_looking_at_it_fails(monkeypatch):
    looked_at = []

    def failing(root):
        looked_at.append(root)
        raise OSError("too many open files")

    monkeypatch.setattr(watch.Tree, "of", failing)
    with pytest.raises(OSError, match="too many open files"):
        watch.run(["sleep", "60"], "", None, "/", *BOUNDS)
    assert not Path(f"/proc/{looked_at[0]}").exists()


def test_an_execution_ends_where_the_machine_runs_low(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "MEMINFO", tmp_path / "meminfo")
    for available, ended in ((500_000, ""), (300_000, "the machine ran low on memory")):
        watch.MEMINFO.write_text(f"MemTotal: 8000000 kB\nMemAvailable: {available} kB\nHugePages_Total: 0\n")
        finished = watch.run(["sleep", "0.5"], "", None, "/", *BOUNDS)
        assert finished.ended.startswith(ended) and bool(finished.ended) == bool(ended)


@SANDBOXED
def test_right_wrong_and_attacking(solved, tmp_path):
    right = execute(nbformat.writes(solved), LIMITS)
    assert right.stopped == ""
    assert sum(verdict.passed for verdict in right.verdicts.values()) == 8
    wrong = excerpt(solved, "float[] convForward(Convolution c, float[] x, float[] w, float[] b) {\n  return x;\n}")
    assert not execute(nbformat.writes(wrong), LIMITS).verdicts[made.CHECK].passed
    attacked(next(a for a in ATTACKS if a.name == "obscure-the-test-helper"), solved, tmp_path)


@pytest.mark.long
@SANDBOXED
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack(attack, solved, tmp_path):
    attacked(attack, solved, tmp_path)


def test_grading_refuses_without_a_sandbox(solved, tmp_path):
    made.save(solved, tmp_path / "in" / "ann-lab2.ipynb")
    done = subprocess.run(
        [HOME / ".venv/bin/python", "-m", "grading", "grade", tmp_path / "in", "--out", tmp_path / "out"],
        env={"PATH": "/nowhere", "PYTHONPATH": str(HOME / "labs")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "bubblewrap (bwrap) is not installed; remedy: apt-get install bubblewrap" in done.stderr
    assert "--unsafe" in done.stderr


def test_a_project_that_submissions_could_read_is_not_graded_in(monkeypatch):
    monkeypatch.setattr(sandbox, "HOME", Path("/usr/src/app"))
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: "bwrap")
    assert "/usr/src/app lies below /usr, all of which submissions may read" in sandbox.why_not()


def test_an_older_bubblewrap_is_found_out_before_grading(tmp_path, monkeypatch):
    made.save('#!/bin/sh\ncase "$*" in *--size*) echo "bwrap: Unknown option --size" >&2; exit 1; esac', tmp_path / "bwrap")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert re.search(r"Unknown option --size\); remedy: bubblewrap 0\.7\.0 or newer", sandbox.why_not())


def test_a_python_or_java_that_cannot_start_in_a_sandbox_is_found_out_before_grading(tmp_path, monkeypatch):
    made.save('#!/bin/sh\ncase "$*" in *" true") ;; *) echo "java: Permission denied" >&2; exit 1; esac', tmp_path / "bwrap")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    assert "start in it (java: Permission denied); remedy: let other users read " in sandbox.why_not()


def test_tables_of_nothing_are_refused(tmp_path):
    with pytest.raises(SystemExit, match="expected an earlier grading in .*/out, found none; remedy: make grade "):
        tables(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(SystemExit, match="expected a folder of submissions, found none called .*/handed-in"):
        grade(tmp_path / "handed-in", tmp_path / "out", unsafe=True)
    assert not (tmp_path / "out").exists()


def test_a_file_in_the_place_of_the_grades_is_named(tmp_path):
    (tmp_path / "taken").touch()
    with pytest.raises(SystemExit, match="expected a folder for the grades, found the file .*taken"):
        grade(tmp_path, tmp_path / "taken", unsafe=True)
    gradebook = tmp_path / "out" / "course" / "gradebook.db"
    gradebook.parent.mkdir(parents=True)
    gradebook.write_text("no database " * 100)
    with pytest.raises(SystemExit, match="found other content in .*gradebook.db; restore or delete"):
        grade(tmp_path, tmp_path / "out", unsafe=True)


@pytest.fixture
def quick(monkeypatch):
    """Grading of lab 2 alone, without its execution and charts, which take a JVM each."""
    monkeypatch.setattr("grading.grade.labs", lambda: [made.LAB])
    monkeypatch.setattr("grading.grade.execute", lambda *_: Execution(None, {}, ""))
    monkeypatch.setattr("grading.results.chart", lambda *_: "")


def test_a_changed_lab_is_refused_in_words_and_earlier_grades_stay(quick, release, tmp_path, monkeypatch):
    made.save(release, tmp_path / "in" / "ann-lab2.ipynb")
    monkeypatch.setattr("grading.results.chart", chart)
    grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    assert "Distribution of 1 score" in (tmp_path / "out/distribution.svg").read_text()
    assert "Hardest tests" in (tmp_path / "out/hardest.svg").read_text()
    results = {path: path.read_bytes() for path in (tmp_path / "out").rglob("ann/lab2/*")}
    assert len(results) >= 3
    changed = nbformat.read(made.LAB.source, as_version=4)
    more = copy.deepcopy(made.cell_of(changed, made.CHECK))
    more.metadata.nbgrader.grade_id = more.id = "lab2-more"
    changed.cells.append(more)
    made.save(changed, tmp_path / "lab2-changed" / "lab2.ipynb")
    monkeypatch.setattr("grading.grade.labs", lambda: [made.LAB._replace(source=tmp_path / "lab2-changed/lab2.ipynb")])
    command = ["grading", "grade", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--unsafe"]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as refused:
        main()
    assert str(refused.value).startswith(
        "recap: labs: nbgrader generate_assignment lab2: RuntimeError: Cannot add or remove cells for notebook 'lab2'"
    )
    assert "--out DIR" in str(refused.value) and "Traceback" not in str(refused.value)
    assert {path: path.read_bytes() for path in results} == results


CTRL_C = """
import os

import grading.grade as grade
import submissions as made
from grading import __main__, watch

def execute(*_):
    os.write(1, b"executing\\n")  # at once: two threads do
    return watch.run(["sleep", "60"], "", None, "/", 300, 1 << 30, 8, 1 << 20)

grade.labs = lambda: [made.LAB]
grade.execute = execute
__main__.main()
"""


def test_ctrl_c_ends_grading_at_once_and_says_what_is_kept(release, tmp_path):
    for student in ("ann", "bob", "eve"):
        made.save(release, tmp_path / "in" / f"{student}-lab2.ipynb")
    options = ["grade", tmp_path / "in", "--out", tmp_path / "out", "--unsafe"]
    env = {**os.environ, "PYTHONPATH": f"{HOME / 'labs'}:{HOME / 'tests'}"}
    with subprocess.Popen(
        [sys.executable, "-c", CTRL_C, *options], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as grading:
        try:
            assert grading.stdout.readline() == "executing\n"
            grading.send_signal(signal.SIGINT)
            said = grading.communicate(timeout=20)[1]
        finally:
            grading.kill()
    assert grading.returncode == 130
    assert said.splitlines() == [
        "recap: labs: broken off; points given by hand and the grades of other submissions are kept; "
        "these may have none until you grade the folder again"
    ]
    outcomes = json.loads((tmp_path / "out/course/outcomes.json").read_text())
    assert [outcome[2] for outcome in outcomes] == ["not graded"] * 3


def test_ctrl_c_is_no_failure_of_the_submission_that_nbgrader_scores(quick, release, tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    made.save(release, tmp_path / "in" / "ann-lab2.ipynb")
    monkeypatch.setattr("grading.merge.merge", interrupted)
    with pytest.raises(KeyboardInterrupt):
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)


def test_a_course_that_grading_has_not_made_is_left_alone(release, tmp_path):
    made.save(release, tmp_path / "in" / "ann-lab2.ipynb")
    for name in ("submitted/ann/lab1/lab1.ipynb", "nbgrader_config.py"):
        made.save("c = get_config()", tmp_path / "out" / "course" / name)
        with pytest.raises(SystemExit, match="found another course in .*course; name another .*--out DIR"):
            grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    found = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.*")}
    assert found == {"course/submitted/ann/lab1/lab1.ipynb", "course/nbgrader_config.py"}


@pytest.mark.parametrize("name", ["feedback/ann/lab1/lab1.html", "grades.csv", "hardest.svg"])
def test_a_folder_that_grading_has_not_made_is_left_alone(name, release, tmp_path):
    made.save(release, tmp_path / "in" / "ann-lab2.ipynb")
    made.save("the teacher's own", tmp_path / "out" / name)
    with pytest.raises(SystemExit, match=f"found {Path(name).parts[0]} in .*out; name another .*--out DIR"):
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    assert [path.name for path in (tmp_path / "out").rglob("*.*")] == [Path(name).name]


@pytest.mark.parametrize("folder,out", [("course/submitted", "."), ("course", "."), (".", "grades"), ("in", "in")])
def test_submissions_and_nbgraders_folders_must_lie_apart(folder, out, release, tmp_path):
    made.save(release, tmp_path / folder / "ann" / "lab2" / "lab2.ipynb")
    Course(tmp_path / out / "course").prepare_formgrader()
    with pytest.raises(SystemExit, match="expected submissions apart from .* one in the other; copy"):
        grade(tmp_path / folder, tmp_path / out, unsafe=True)
    assert (tmp_path / folder / "ann" / "lab2" / "lab2.ipynb").exists()


def test_what_nbgrader_refuses_gets_no_points_of_an_earlier_grading(quick, solved, tmp_path, monkeypatch, capsys):
    made.save(solved, tmp_path / "in" / "ann-lab2.ipynb")
    grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    assert [(row["status"], row["max_score"]) for row in table(tmp_path)] == [("graded", "36")]
    monkeypatch.setattr("grading.merge.merge", lambda *_: 1 / 0)
    with pytest.raises(SystemExit, match="1 of 1 submissions have no points: 1 refused by nbgrader; see their notes"):
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    assert [(row["status"], row["max_score"]) for row in table(tmp_path)] == [("refused by nbgrader", "0")]
    assert "ann lab2: nbgrader refused it; see below\nrecap: labs: nbgrader autograde" in capsys.readouterr().err
    assert "refused by nbgrader" in (tmp_path / "out/feedback/ann-lab2.html").read_text()


def test_a_text_that_takes_for_ever_to_show_keeps_no_other_from_being_graded(
    quick, solved, tmp_path, monkeypatch, capsys
):
    # Pygments looks from each name for the end of a method's head.
    made.save(made.with_cell(solved, "a " * 200_000), tmp_path / "in" / "ann-lab2.ipynb")
    made.save(solved, tmp_path / "in" / "bob-lab2.ipynb")
    monkeypatch.setattr("grading.grade.SCORING_SECONDS", 10)
    with pytest.raises(SystemExit, match="1 of 2 submissions have no points: 1 refused by nbgrader"):
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    assert [(row["student"], row["status"]) for row in table(tmp_path)] == [
        ("ann", "refused by nbgrader"),
        ("bob", "graded"),
    ]
    assert "it took longer than 10 seconds to score it and to make its page" in capsys.readouterr().err


def test_without_java_nothing_is_graded_and_all_results_are_written(quick, solved, tmp_path, monkeypatch, capsys):
    made.save(solved, tmp_path / "in" / "ann-lab2.ipynb")
    made.save("no notebook", tmp_path / "in" / "eve-lab2.ipynb")
    monkeypatch.setattr("grading.grade.execute", execute)
    monkeypatch.setattr("grading.results.chart", chart)
    monkeypatch.setenv("JAVA_HOME", "/nowhere")
    with pytest.raises(SystemExit) as lacking:
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    *undrawn, unscored = str(lacking.value).splitlines()
    assert re.search(r"1 of 2 submissions have no points: 1 not graded; .*/grades\.csv .*remedy: .* grade", unscored)
    assert len(undrawn) == 2 and "hardest.svg was not drawn: [Errno 2] No such file" in undrawn[1]
    assert "1 submissions graded; see" in capsys.readouterr().out
    ann, eve = table(tmp_path)
    assert (ann["status"], ann["score"], ann["max_score"]) == ("not graded", "0", "0")
    assert (eve["status"], eve["max_score"]) == ("unreadable", "36")
    why = re.compile("grading it failed .*No such file or directory: .*/nowhere/bin/java.*; grade it again")
    assert why.search(ann["notes"]) and why.search((tmp_path / "out/feedback/ann-lab2.html").read_text())
    assert "not graded" in (tmp_path / "out/summary.html").read_text()


@pytest.mark.parametrize("step", ["take_in", "score"])
def test_what_is_broken_off_gets_no_points_of_an_earlier_grading(step, quick, solved, release, tmp_path, monkeypatch):
    made.save(solved, tmp_path / "in" / "ann-lab2.ipynb")
    grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    with monkeypatch.context() as context, pytest.raises(ZeroDivisionError):
        context.setattr(f"grading.grade.{step}", lambda *_: 1 / 0)
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    made.save(release, tmp_path / "other" / "bob-lab2.ipynb")
    grade(tmp_path / "other", tmp_path / "out", unsafe=True)
    ann, bob = table(tmp_path)
    assert (ann["status"], ann["max_score"]) == ("not graded", "0")
    assert ann["notes"] == "grading was broken off; grade it again"
    assert ann["notes"] in (tmp_path / "out/feedback/ann-lab2.html").read_text()
    assert (bob["status"], bob["max_score"]) == ("graded", "36")
    grade(tmp_path / "in", tmp_path / "out", unsafe=True)
    assert [(row["status"], row["max_score"], row["notes"]) for row in table(tmp_path)] == [("graded", "36", "")] * 2


def test_points_given_by_hand_are_asked_for_again_where_the_answer_is_another(quick, solved, tmp_path, monkeypatch):
    monkeypatch.setattr(results, "chart", lambda *_: "")

    def graded_again() -> tuple:
        grade(tmp_path / "in", tmp_path / "out", unsafe=True)
        [row] = table(tmp_path)
        return row["score"], row["ungraded"], row["notes"]

    def mark(points: int) -> None:
        with Gradebook(Course(tmp_path / "out" / "course").db_url) as gradebook:
            given = gradebook.find_grade(made.QUESTION, "lab2", "lab2", "ann")
            given.manual_score, given.needs_manual_grade = points, False
            gradebook.db.commit()

    made.save(solved, tmp_path / "in" / "ann-lab2.ipynb")
    assert graded_again() == ("0", "6", "")
    mark(5)
    tables(tmp_path / "out")
    [row] = table(tmp_path)
    assert (row["score"], row["ungraded"], row["status"]) == ("5", "0", "graded")
    assert "(Score: 5.0 / " in (tmp_path / "out" / "feedback" / "ann-lab2.html").read_text(encoding="utf-8")

    # The formgrader's Autograde has discarded the graded notebook, say.
    def refuse(*_):
        raise CourseError("No notebooks were matched")

    with monkeypatch.context() as broken:
        broken.setattr(Course, "run", refuse)
        with pytest.raises(SystemExit, match="ann lab2: No notebooks were matched; remedy: grade this submission"):
            tables(tmp_path / "out")
    [row] = table(tmp_path)
    assert row["score"] == "5"
    assert graded_again() == ("5", "0", "")
    other = made.with_cell(solved, "Another answer.", made.QUESTION)
    made.save(other, tmp_path / "in" / "ann-lab2.ipynb")
    for _ in range(2):
        assert graded_again() == ("5", "6", "answer changed since it was marked")
    mark(3)
    assert graded_again() == ("3", "0", "")
    # An answer may stand beside the question.
    other.cells.append(nbformat.v4.new_markdown_cell("And one more reason."))
    made.save(other, tmp_path / "in" / "ann-lab2.ipynb")
    assert graded_again() == ("3", "6", "answer changed since it was marked")


@pytest.mark.long
def test_grading_another_folder_keeps_what_was_graded_before(quick, solved, release, tmp_path):
    out = tmp_path / "out"
    made.save(solved, tmp_path / "monday" / "ann-lab2.ipynb")
    made.save("no notebook", tmp_path / "monday" / "eve-lab2.ipynb")
    made.save(solved, tmp_path / "tuesday" / "Ömer-lab2.ipynb")
    made.save(release, tmp_path / "tuesday" / "eve-lab2.ipynb")
    grade(tmp_path / "monday", out, unsafe=True)
    first = (out / "feedback" / "ann-lab2.html").read_text()
    statuses = [(row["student"], row["status"]) for row in table(tmp_path)]
    assert statuses == [("ann", "graded"), ("eve", "unreadable")]
    notes = [row["notes"] for row in table(tmp_path)]
    grade(tmp_path / "tuesday", out, unsafe=True)
    rows = table(tmp_path)
    assert [(row["student"], row["status"]) for row in rows] == [(name, "graded") for name in ("ann", "eve", "Ömer")]
    assert (rows[0]["notes"], rows[0]["max_score"]) == (notes[0], "36")
    assert (out / "feedback" / "ann-lab2.html").read_text() == first
    assert "ann-lab2.html" in (out / "summary.html").read_text()
    shutil.rmtree(out / "course/submitted/ann/lab2")
    grade(tmp_path / "tuesday", out, unsafe=True)
    assert [row["student"] for row in table(tmp_path)] == ["eve", "Ömer"]
    assert {path.name for path in (out / "feedback").glob("*.html")} == {"eve-lab2.html", "Ömer-lab2.html"}


def table(tmp_path: Path) -> list[dict]:
    with (tmp_path / "out" / "grades.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_path_that_nbgrader_takes_for_a_pattern_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"a path without \[ \? \* %, .* with \[ %; use another folder"):
        Course(tmp_path / "a[b]%20" / "course")


def test_packing_without_git_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match="expected git, .* found none; remedy: apt-get install git"):
        archive.tracked()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")
def test_packing_another_users_checkout_passes_gits_remedy_on(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    monkeypatch.setattr(archive, "HOME", tmp_path)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    with pytest.raises(SystemExit, match="--add safe.directory [^;]*$"):
        archive.tracked()
    done = subprocess.run([HOME / "scripts/require-tools", "git"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1 and "--add safe.directory" in done.stderr


def test_students_get_the_project_without_solutions_and_hidden_cases(packed):
    with tarfile.open(packed) as files:
        names = set(files.getnames())
        assert min(entry.mtime for entry in files) > time.time() - 600
        notebook = files.extractfile("recap/notebooks/labs/lab2/lab2.ipynb").read().decode()
    assert "YOUR CODE HERE" in notebook and "SOLUTION" not in notebook
    labs_and_judge = {name for name in names if re.match("recap/(notebooks/labs|labs/judge)/", name)}
    assert labs_and_judge == {
        "recap/labs/judge/pom.xml",
        "recap/notebooks/labs/lab2/lab2.ipynb",
        "recap/notebooks/labs/lab2/window.svg",
    }
    assert {name for name in names if name.startswith("recap/docs/labs-")} == {"recap/docs/labs-student.md"}
    assert {"recap/Makefile", "recap/recap", "recap/labs/pom.xml", "recap/notebooks/install_kernel.py"} <= names
    # Lab 4 sends students there.
    assert "recap/results/degradation/paper/training-error.svg" in names
    assert not re.findall(r"recap/(?:tests/|notebooks/[^/]*\.ipynb|.*src/test/).*", "\n".join(sorted(names)))
    assert not any("/.git/" in name or "/build/" in name for name in names)


@pytest.mark.long
def test_what_students_get_compiles(packed, tmp_path):
    subprocess.run(["tar", "-xzf", packed, "-C", tmp_path], check=True)
    home = tmp_path / "recap"
    subprocess.run(["make", "--no-print-directory", "build"], cwd=home, check=True, timeout=900)
    assert (home / "labs/target/classes/recap/labs/Lab.class").exists()
    assert not (home / "labs/judge/target/classes").exists()


@pytest.mark.long
def test_make_labs_writes_the_student_versions():
    subprocess.run(["make", "--no-print-directory", "labs"], cwd=HOME, check=True, timeout=900)
    for lab in labs():
        released = HOME / "build" / "labs" / "release" / lab.name / f"{lab.name}.ipynb"
        assert "YOUR CODE HERE" in released.read_text()
        assert "SOLUTION" not in released.read_text()


# ---------------------------------------------------------------- the Makefile


def make(folder: Path, *arguments: str) -> None:
    """Runs the project's Makefile as if it lay in ``folder``."""
    subprocess.run(["make", "--no-print-directory", "-f", HOME / "Makefile", "-C", folder, *arguments], check=True)


def test_clean_leaves_grades_and_results(tmp_path):
    kept = [
        tmp_path / name
        for name in ("build/labs/grades/course/gradebook.db", "build/results/degradation/paper/runs/run.json")
    ]
    built = [tmp_path / name for name in ("build/.stamp", "build/labs/release/lab2/lab2.ipynb", "lib/nn/target/x")]
    for file in (*kept, *built):
        made.save("", file)
    make(tmp_path, "clean")
    make(tmp_path, "clean")
    assert all(file.exists() for file in kept) and not any(file.exists() for file in built)
    assert [path.name for path in (tmp_path / "build/labs").iterdir()] == ["grades"]


def test_the_python_side_is_installed_anew_where_the_folder_was_renamed(tmp_path):
    installed = tmp_path / ".venv" / ".installed"
    for named, stays in ((os.path.realpath(tmp_path), True), ("/elsewhere", False)):
        made.save(f"{named}\n", installed)
        make(tmp_path, "help")
        assert installed.exists() == stays


# ---------------------------------------------------------------- thirty submissions


def thirty(solved, release) -> dict[str, tuple]:
    """For each student what he hands in, and the points and status that he must get."""
    full, six = made.FULL, made.FULL - made.POINTS
    script = copy.deepcopy(solved)
    script.cells.insert(0, nbformat.v4.new_markdown_cell("<script>alert(1)</script> hello"))
    given = {f"right{i}": (solved, full, "graded") for i in range(4)}
    for path in sorted((made.LAB.folder / "wrong").glob("*.java"))[:9]:
        text = path.read_text()
        cell, loses = (re.search(rf"^// {fact}: (.*)$", text, re.MULTILINE)[1] for fact in ("cell", "loses"))
        lost = sum(nb.mark(made.cell_of(release, check))["points"] for check in loses.split())
        given[path.stem] = (made.with_cell(solved, text, cell), full - lost, "graded")
    blank = copy.deepcopy(release)
    blank.cells = []
    text = nbformat.writes(solved)
    given |= {
        "untouched": (release, 0, "graded"),
        "no-cells": (blank, 0, "graded"),
        "syntax-error": (made.with_cell(solved, "float[] convForward( {"), six, "graded"),
        "unbalanced": (made.with_cell(solved, "float[] convForward(Convolution c) { return }"), six, "graded"),
        "no-test": (made.without_cell(solved, made.CHECK), full, "graded"),
        "no-tests": (made.without_cell(solved, *[i for i in ids(solved) if "lab2-" in i]), full, "graded"),
        "no-solution": (made.without_cell(solved, made.CELL), six, "graded"),
        "renamed": (made.renamed_cells(solved), full, "graded"),
        "python-kernel": (made.for_kernel(solved, "python3", "python"), full, "graded"),
        "no-such-kernel": (made.for_kernel(solved, "nonsense", "x"), full, "graded"),
        "not-a-notebook": ("Dear professor, my dog ate it.", 0, "unreadable"),
        "a-picture": (b"\x89PNG\r\n\x1a\n\0\xff", 0, "unreadable"),
        "cut-off": (text[: len(text) // 2], 0, "unreadable"),
        "empty-file": ("", 0, "unreadable"),
        "exits": (made.with_cell(solved, "System.exit(0);"), 4, "stopped"),
        "loops": (made.with_cell(solved, "while (true) { Thread.onSpinWait(); }"), 4, "stopped"),
        "script": (script, full, "graded"),
    }
    return given


@pytest.mark.long
@SANDBOXED
def test_thirty_submissions_get_their_grades_twice(solved, release, tmp_path):
    given = thirty(solved, release)
    assert len(given) == 30
    for number, (student, (content, _, _)) in enumerate(given.items()):
        flat = number % 2
        made.save(content, tmp_path / "in" / (f"{student}-lab2.ipynb" if flat else f"{student}/lab2/lab2.ipynb"))
    tables = [graded(tmp_path), graded(tmp_path)]
    rows = {row["student"]: row for row in csv.DictReader(tables[0].splitlines())}
    assert {s: (float(row["score"]), row["status"]) for s, row in rows.items()} == {
        student: (points, status) for student, (_, points, status) in given.items()
    }
    assert tables[0] == tables[1]
    pages = sorted(path.name for path in (tmp_path / "out" / "feedback").glob("*.html"))
    assert pages == sorted(f"{student}-lab2.html" for student in given)
    assert "<script>alert(1)" not in (tmp_path / "out/feedback/script-lab2.html").read_text()
    assert "a hidden case fails" in (tmp_path / "out/feedback/height-for-width-lab2.html").read_text()
    assert "the Java process ended" in (tmp_path / "out/feedback/exits-lab2.html").read_text()
    for name in ("summary.html", "distribution.svg", "hardest.svg", "checks.csv"):
        assert (tmp_path / "out" / name).stat().st_size > 100


def graded(tmp_path: Path) -> str:
    options = f"GRADE_OPTIONS=--out {tmp_path / 'out'}"
    command = ["make", "--no-print-directory", "grade", f"SUBMISSIONS={tmp_path / 'in'}", options]
    subprocess.run(command, cwd=HOME, env=os.environ, check=True, timeout=900)
    return (tmp_path / "out" / "grades.csv").read_text()

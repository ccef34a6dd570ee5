"""Puts together what nbgrader scores: the submission, the outputs that came back from the sandbox,
and for each test cell the judge's verdict.
"""

import re

import nbformat
from nbformat.v4.rwbase import rejoin_lines
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict

from . import cells as nb
from .execution import Execution
from .inside import JAVA_ENDED
from .judge import Verdict

# What feedback shows of outputs; HTML of a student's making is left to nbconvert's sanitizer.
KINDS = {"stream", "display_data", "execute_result", "error"}
FORMATS = {"text/plain", "text/html", "image/png", "image/jpeg", "image/svg+xml"}
MOST_OUTPUTS = 100
# The judge does not log whom it refuses.
REFUSED = re.compile(r": (no more than \d{1,9} attempts)")


class UseExecution(NbGraderPreprocessor):
    """Stands where nbgrader would execute the notebook."""

    executions = Dict(help="(student, lab) -> Execution and notes").tag(config=True)

    def preprocess(self, notebook, resources):
        names = resources["nbgrader"]
        key = names["student"], names["assignment"]
        if key not in self.executions:
            raise RuntimeError("expected a submission that was executed in a sandbox; use `make grade`")
        execution, notes = self.executions[key]
        merge(notebook, execution)
        if notes:
            text = "### Notes on this submission\n\n" + "".join(f"- {note}\n" for note in notes)
            notebook.cells.insert(0, nbformat.v4.new_markdown_cell(text))
        return notebook, resources


def merge(notebook, execution: Execution) -> None:
    returned = (execution.notebook or {}).get("cells")
    same_length = isinstance(returned, list) and len(returned) == len(notebook.cells)
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        found = outputs(returned[number]) if same_length else []
        if nb.is_test(cell):
            cell.outputs = judged(cell, execution, found)
        else:
            cell.outputs = found


def judged(cell, execution: Execution, found: list) -> list:
    """The outcome of a test cell: the verdict, or, where the judge was never asked, why."""
    verdict = execution.verdicts.get(nb.grade_id(cell))
    if verdict is not None:
        if verdict.passed:
            return [nbformat.v4.new_output("stream", name="stdout", text=verdict.text + "\n")]
        text = broken_off(verdict, execution.stopped) or verdict.text
        return [failure(text + refused(found))]
    # A compile error of the test cell says what is missing. It can only fail the cell.
    errors = [output for output in found if output.output_type == "error"]
    text = f"{nb.grade_id(cell)}: the test did not get as far as asking the judge"
    if execution.stopped:
        text += f"; execution stopped: {execution.stopped}"
    return [*errors, failure(text)]


def broken_off(verdict: Verdict, stopped: str) -> str:
    """What is wrong with a test during which execution stopped, or nothing for another one."""
    # The kernel's end breaks off the conversation, or, before that, the printing of an endless loop.
    unanswered = verdict.text.startswith(f"{verdict.check}: no answer")
    if not stopped or not (unanswered or "ZMQException" in verdict.text):
        return ""
    if stopped == JAVA_ENDED:
        return f"{verdict.check}: your code ended the Java process (System.exit?)"
    return f"{verdict.check}: your method did not come back: {stopped}"


def refused(found: list) -> str:
    """What a test cell adds that came back with a refusal: the verdict is that of an attempt before."""
    errors = [output for output in found if output.output_type == "error"]
    said = REFUSED.search("\n".join(line for error in errors for line in [error.evalue, *error.traceback]))
    return f"\n  asked again: {said[1]}, your own cells' included; this is the last that counted" if said else ""


def failure(text: str):
    return nbformat.v4.new_output("error", ename="failed", evalue=text, traceback=text.splitlines())


def outputs(cell) -> list:
    """The outputs of a cell as far as they are outputs, in the formats that feedback shows."""
    found = listed(cell)
    first, rest = found[:MOST_OUTPUTS], found[MOST_OUTPUTS:]
    errors = [output for output in rest if kind(output) == "error"][:MOST_OUTPUTS]
    more = len(rest) - len(errors)
    cut = [nbformat.v4.new_output("stream", text=f"... and {more} more outputs\n")] if more else []
    return [plain(node) for node in map(valid, first + cut + errors) if node is not None]


def listed(cell) -> list:
    """What the cell says are its outputs, of whatever form."""
    found = cell.get("outputs") if isinstance(cell, dict) else None
    return found if isinstance(found, list) else []


def kind(output) -> str:
    return output.get("output_type", "") if isinstance(output, dict) else ""


def valid(output):
    """The output as a notebook's, or None where it is none that feedback shows."""
    try:
        cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(output)])
        notebook = nbformat.v4.new_notebook(cells=[cell])
        nbformat.validate(notebook)
        # Text comes line by line.
        node = rejoin_lines(notebook).cells[0].outputs[0]
    except Exception:  # whatever the validator raises: it is no output
        return None
    return node if node.output_type in KINDS else None


def plain(output):
    """Without metadata, which templates write into attributes, and other formats."""
    if "data" in output:
        output.data = nbformat.from_dict({k: v for k, v in output.data.items() if k in FORMATS})
        output.metadata = nbformat.NotebookNode()
    return output

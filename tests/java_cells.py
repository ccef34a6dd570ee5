"""Runs Java cells in one clean kernel, for tests."""

import nbformat
from execute import execute, stderr_of
from java_kernel import SHORT_LIVED


def run(*cells: str, scale: str = "SMOKE", **environment: str):
    """The executed cells; fails where one wrote to standard error or raised."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    execute(notebook, scale, cell_timeout=120, env={**SHORT_LIVED, **environment})
    assert stderr_of(notebook) == []
    return notebook.cells


def text(cell) -> str:
    """Everything the cell printed."""
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


def data(cell) -> dict:
    """The one rich output of the cell."""
    shown = [o.data for o in cell.outputs if "data" in o]
    assert len(shown) == 1, f"expected one shown value, found {len(shown)}"
    return shown[0]

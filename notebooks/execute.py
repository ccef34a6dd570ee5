"""Executes notebooks headless with the kernel "Recap (Java)".

As a command it executes the given notebooks, or all of this folder, at QUICK (or at RECAP_SCALE)
and keeps their outputs; nothing that differs from machine to machine is stored.
"""

import argparse
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from kernels import KERNEL, SECONDS_TO_ANSWER, PersistentClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
# A cell may run an experiment anew, some of which take hours at QUICK; this only ends one that hangs.
CELL_TIMEOUT_SECONDS = 24 * 3600
# What a shell reports of a program that Ctrl-C has ended.
INTERRUPTED_CODE = 130


def notebooks() -> list[Path]:
    """The experiments' notebooks; the labs below labs/ have their own tests."""
    return sorted(HERE.glob("*.ipynb"))


class NotANotebook(ValueError):
    """A file of which nbformat makes nothing."""


def read(path: Path):
    """The notebook in a file; raises NotANotebook where there is something else."""
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, nbformat.ValidationError) as problem:
        reason = str(problem).splitlines()[0]
        raise NotANotebook(f"expected a notebook, found something else ({reason})") from problem


def execute(notebook, scale: str, cell_timeout: int = CELL_TIMEOUT_SECONDS, env=None):
    """Runs every cell in a clean kernel started in this folder; raises CellExecutionError."""
    client = PersistentClient(
        notebook,
        kernel_name=KERNEL,
        timeout=cell_timeout,
        startup_timeout=SECONDS_TO_ANSWER,
        resources={"metadata": {"path": str(HERE)}},
        record_timing=False,
        coalesce_streams=True,  # JJava sends a line in pieces
        shutdown_kernel="immediate",  # JJava, asked to leave, stays until it is told
    )
    try:
        client.execute(env={**os.environ, "RECAP_SCALE": scale, **(env or {})})
    except CellExecutionError as problem:
        # JJava's reply has its own stack in it; what the cell threw is among the cell's outputs.
        raise CellExecutionError(thrown(notebook) or str(problem), problem.ename, problem.evalue) from None
    except BaseException:
        if client.broken_off:
            raise KeyboardInterrupt from None
        raise
    return notebook


def thrown(notebook) -> str:
    """Which cell failed, and how; empty where no cell has an error among its outputs."""
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                how = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(output.traceback))
                return f"cell {index} failed: {how}\n\n{cell.source}"
    return ""


def stderr_of(notebook) -> list[str]:
    """What the cells wrote to standard error, which no good notebook does."""
    return [
        f"cell {index}: {output.text}"
        for index, cell in enumerate(notebook.cells)
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stderr"
    ]


def neutral(text: str) -> str:
    """The same text on every machine: paths relative to the project or to the home folder."""
    text = text.replace(str(HOME) + os.sep, "").replace(str(HOME), ".")
    return re.sub(re.escape(str(Path.home())) + r"(?=/|\b)", "~", text)


def strip(notebook) -> None:
    """Removes what differs without meaning: machine paths, display ids, editor metadata."""
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Recap (Java)", "language": "java", "name": KERNEL},
            "language_info": {"name": "java", "file_extension": ".java", "mimetype": "text/x-java"},
        }
    )
    for index, cell in enumerate(notebook.cells):
        cell.id = f"cell-{index:02d}"
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k == "tags"})
        for output in cell.get("outputs", []):
            output.pop("transient", None)
            if output.output_type == "stream":
                output.text = neutral(output.text)
            for mime, value in output.get("data", {}).items():
                if isinstance(value, str) and not mime.startswith("image/png"):
                    output.data[mime] = neutral(value)


def failed(path: Path, why: str) -> int:
    print()
    print(f"recap: {path.name}: {why}", file=sys.stderr)
    return 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all of this folder")
    arguments = parser.parse_args()
    scale = os.environ.get("RECAP_SCALE", "QUICK")
    for path in arguments.notebooks or notebooks():
        started = time.monotonic()
        print(f"{path.name} at {scale} ...", end=" ", flush=True)
        try:
            notebook = execute(read(path), scale)
        except (OSError, NotANotebook, CellExecutionError) as problem:
            return failed(path, str(problem).strip())
        except (RuntimeError, NoSuchKernel) as problem:
            expected = "expected a kernel that answers to the end"
            return failed(path, f"{expected}, found none ({problem}); ./recap doctor names what is missing")
        except KeyboardInterrupt:
            failed(path, "broken off; it is as it was, run it again")
            return INTERRUPTED_CODE
        if errors := stderr_of(notebook):
            return failed(path, f"expected nothing on standard error, found {errors}")
        strip(notebook)
        beside = path.with_suffix(".part")
        nbformat.write(notebook, beside)
        beside.replace(path)
        print(f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())

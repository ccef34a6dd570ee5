"""One submission, executed: a judge outside, the notebook in a sandbox."""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from . import sandbox, watch
from .inside import BEGUN, NO_ANSWER
from .judge import Judge, Verdict
from .layout import KERNEL
from .text import whole


class Limits(NamedTuple):
    """What one submission may use."""

    seconds: int = 300
    cell_seconds: int = 60
    memory_bytes: int = 4 << 30
    processes: int = 64
    threads: int = 600
    open_files: int = 1024
    file_bytes: int = 128 << 20
    output_bytes: int = 2 << 20
    result_bytes: int = 16 << 20


class Execution(NamedTuple):
    """What is left of it: verdicts are the judge's, the notebook is hearsay.

    ``notebook`` is None when none came back; ``stopped`` says why it ended early, if it did.
    """

    notebook: dict
    verdicts: dict[str, Verdict]
    stopped: str


def execute(text: str, limits: Limits, worker: int = 0, unsafe: bool = False) -> Execution:
    """Executes a notebook's JSON; nothing that it does raises an exception here.

    Where grading itself has failed, by which no student may lose points, it is a TimeoutError when no kernel
    has answered, a MemoryError when the machine ran low, a RuntimeError when the judge failed or nothing began.
    """
    # A socket's path must be short, so not below the course's folder.
    with tempfile.TemporaryDirectory(prefix="recap-judge-") as folder:
        with Judge(Path(folder)) as judge:
            judge.socket.parent.chmod(0o755)
            judge.socket.chmod(0o666)
            finished = run(text, judge.socket, limits, worker, unsafe)
        verdicts = judge.verdicts()
    notebook, stopped = result(finished)
    if stopped == NO_ANSWER and not verdicts:
        raise TimeoutError(stopped)
    if finished.ended == watch.LOW_MEMORY:
        raise MemoryError(stopped)
    never_begun = notebook is None and not finished.ended and BEGUN not in finished.messages
    if judge.failure or never_begun:
        raise RuntimeError(judge.failure or stopped)
    return Execution(notebook, verdicts, stopped)


def run(text, socket: Path, limits: Limits, worker: int, unsafe: bool) -> watch.Finished:
    told = {
        **limits._asdict(),
        "cpu_seconds": 2 * limits.seconds,
        "kernel": KERNEL,
        "sandboxed": not unsafe,
    }
    # -I: nothing in the scratch folder and no variable changes what Python imports.
    inside = str(Path(__file__).with_name("inside.py"))
    program = [sys.executable, "-I", inside, json.dumps(told)]
    bounds = (limits.seconds, limits.memory_bytes, limits.processes, limits.result_bytes)
    if not unsafe:
        return watch.run(sandbox.command(socket, worker, program), text, None, "/", *bounds)
    with tempfile.TemporaryDirectory(prefix="recap-scratch-") as scratch:
        env = {**os.environ, **sandbox.kernel_environment(str(socket), scratch)}
        return watch.run(program, text, env, scratch, *bounds)


def result(finished: watch.Finished) -> tuple:
    """The notebook and why it stopped, as far as they can be read."""
    try:
        said = json.loads(whole(finished.output))
        notebook, stopped = said["notebook"], str(said["stopped"])[:200]
        if not isinstance(notebook, dict):
            raise ValueError
    except (ValueError, KeyError, TypeError, RecursionError):
        said = finished.messages.removeprefix(BEGUN).strip()[-400:]
        ended = f"it ended without a result ({said})"
        return None, finished.ended or ended
    return notebook, finished.ended or stopped

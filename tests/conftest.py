"""All tests run SMOKE anew, in a folder of results of their own: finished runs would only be read."""

import os
import re
import tempfile
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "results"


def pytest_configure(config):
    if hasattr(config, "workerinput"):  # it inherits the folder that the first process has made
        return
    own = tempfile.TemporaryDirectory(prefix="recap-results-")
    config.add_cleanup(own.cleanup)
    # What is committed is read, by links.
    for committed in RESULTS.glob("*/*"):
        if committed.name != "smoke":
            link = Path(own.name, committed.relative_to(RESULTS))
            link.parent.mkdir(exist_ok=True)
            link.symlink_to(committed)
    os.environ["RECAP_RESULTS"] = own.name


def first_sibling(thread: int) -> int:
    """The first hardware thread of the core that this one is of; itself where Linux does not say."""
    siblings = Path(f"/sys/devices/system/cpu/cpu{thread}/topology/thread_siblings_list")
    return int(re.match(r"\d+", siblings.read_text())[0]) if siblings.exists() else thread


def pytest_sessionstart(session):
    """Gives each worker its share of the cores: networks that compute on the same ones wait for each other."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        # The threads of a core beside each other, so that shares split at most the core on their border.
        threads = sorted(os.sched_getaffinity(0), key=lambda thread: (first_sibling(thread), thread))
        workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        mine = int(worker.removeprefix("gw"))
        share = threads[len(threads) * mine // workers : len(threads) * (mine + 1) // workers]
        # More workers than threads share them all.
        os.sched_setaffinity(0, share or threads)

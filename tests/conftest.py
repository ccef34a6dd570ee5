"""All tests run SMOKE anew, in a folder of results of their own: finished runs would only be read."""

import os
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


def pytest_sessionstart(session):
    """Gives each worker its share of the cores: networks that compute on the same ones wait for each other."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        cores = sorted(os.sched_getaffinity(0))
        workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        share = cores[int(worker.removeprefix("gw")) :: workers]
        # More workers than cores share them all.
        os.sched_setaffinity(0, share or cores)

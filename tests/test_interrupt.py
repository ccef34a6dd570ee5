"""The stop button, through the Jupyter protocol, and Ctrl-C: what they end, save, and what goes on."""

import json
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import kernels
import pytest
from execute import HERE, HOME
from java_kernel import SHORT_LIVED

COMMAND = [HOME / "recap", "run", "degradation", "--scale", "smoke"]
RUN = 'Conclusion conclusion = Notebook.run("degradation");'
# What a run shows first: that it begins, after a step or two, or that it goes on.
NEWS = re.compile(r"degradation (\S+) seed 1: (0/4|goes on after iteration [1-4]$)", re.MULTILINE)
PATIENCE_SECONDS = 120


class Kernel:
    """A live kernel that a test drives message by message."""

    def __init__(self, manager, client):
        self.manager, self.client = manager, client

    def start(self, code: str) -> str:
        """Sends a cell; its id."""
        return self.client.execute(code)

    def outputs(self, cell: str, until=None) -> list[dict]:
        """What the cell put out until it ended, or until an output that ``until`` accepts."""
        found = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE_SECONDS)
            if message["parent_header"].get("msg_id") != cell:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            found.append(message)
            if until is not None and until(message):
                return found

    def run(self, code: str) -> str:
        """Everything that a cell shows, as text."""
        return shown(self.outputs(self.start(code)))

    def interrupt(self) -> None:
        self.manager.interrupt_kernel()


def shown(messages: list[dict]) -> str:
    parts = []
    for message in messages:
        content = message["content"]
        if message["msg_type"] == "stream":
            parts.append(content["text"])
        elif message["msg_type"] == "error":
            parts.append("\n".join([content["ename"], content["evalue"], *content["traceback"]]))
        elif "data" in content:
            parts.append(content["data"].get("text/plain", ""))
    return "\n".join(parts)


def environment(results: Path) -> dict[str, str]:
    return {**os.environ, **SHORT_LIVED, "RECAP_SCALE": "SMOKE", "RECAP_RESULTS": str(results)}


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("kernel") / "Läufe und mehr"


@pytest.fixture(scope="module")
def notebook(results):
    """One kernel for all tests: starting one takes seconds."""
    manager, client = kernels.start(cwd=str(HERE), env=environment(results))
    try:
        yield Kernel(manager, client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def records(results: Path) -> list[dict]:
    return [json.loads(f.read_text()) for f in results.glob("degradation/smoke/runs/*.json")]


def weights(results: Path) -> dict[str, str]:
    """The hash of the final weights of every complete run, by arm."""
    return {r["spec"]["arm"]: r["weights_sha256"] for r in records(results) if r["status"] == "FINISHED"}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, str]:
    """The weights that the experiment comes to when nothing stops it."""
    results = tmp_path_factory.mktemp("undisturbed")
    subprocess.run(COMMAND, env=environment(results), capture_output=True, check=True)
    assert len(weights(results)) == 4
    return weights(results)


def begin(notebook) -> tuple[str, str]:
    """Runs the experiment's cell until there is news of a run; the cell and what it has shown."""
    cell = notebook.start(RUN)
    return cell, shown(notebook.outputs(cell, until=lambda m: NEWS.search(shown([m]))))


def test_the_stop_button_frees_the_kernel_and_loses_nothing(notebook, results, undisturbed):
    cell, begun = begin(notebook)
    assert "stop button saves this run; run the cell again to go on from there" in begun
    # A click that comes after the fourth and last step stops the next run, maybe before its first:
    # what begins once more is stopped once more. And where other tests have held the machine for a while,
    # once more.
    took = []
    while NEWS.search(begun)[2] == "0/4" or (min(took) >= 5 and len(took) < 3):
        clicked = time.monotonic()
        notebook.interrupt()
        assert "was interrupted" in shown(notebook.outputs(cell))
        # The display of the run may still be updated.
        assert "42" in notebook.run("21 * 2").splitlines()
        took.append(time.monotonic() - clicked)
        cell, begun = begin(notebook)

    assert min(took) < 5
    assert NEWS.search(begun)[1] not in weights(results)
    notebook.outputs(cell)

    assert weights(results) == undisturbed


def ctrl_c(results: Path) -> tuple[int, str]:
    """Runs the experiment's command and presses Ctrl-C in its first training; the exit code and all it said."""
    with subprocess.Popen(
        COMMAND, env=environment(results), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not list(results.glob("degradation/smoke/runs/*.checkpoint.lock")):
                assert running.poll() is None and time.monotonic() < deadline
                time.sleep(0.01)
            running.send_signal(signal.SIGINT)
            said = "".join(running.communicate(timeout=PATIENCE_SECONDS))
        finally:
            running.kill()
    return running.returncode, said


def test_ctrl_c_saves_the_run_and_the_same_command_goes_on(undisturbed, tmp_path):
    # Where other tests hold the machine the signal may come between two trainings, with nothing to save.
    for attempt in range(3):
        results = tmp_path / str(attempt)
        code, said = ctrl_c(results)
        assert code == 128 + signal.SIGINT
        if "Interrupted" in said:
            break
    assert re.search(
        r"Interrupted after \d of 4 iterations, saved in \S+\.checkpoint\. Run the same again to go on", said
    )
    assert "\tat " not in said
    assert [r["status"] for r in records(results) if r["status"] != "FINISHED"] == ["INTERRUPTED"]

    subprocess.run(COMMAND, env=environment(results), capture_output=True, check=True)
    assert weights(results) == undisturbed


def test_a_cell_run_again_at_once_waits_until_its_run_is_saved(notebook):
    outputs = notebook.outputs(
        notebook.start(
            """
            var results = java.nio.file.Path.of(System.getenv("RECAP_RESULTS"));
            var earlier = new Thread(
                () -> {
                  try {
                    Notebook.run("relu-vs-tanh");
                  } catch (Exception e) {
                    System.out.println("ended by " + e.getClass().getSimpleName());
                  }
                });
            earlier.start();
            while (earlier.isAlive() && !java.nio.file.Files.exists(results.resolve("relu-vs-tanh"))) {
              Thread.sleep(1);
            }
            Thread.sleep(100);
            earlier.interrupt();
            Notebook.run("relu-vs-tanh");
            """
        )
    )
    assert "ended by InterruptedException" in shown(outputs)
    assert [message for message in outputs if message["msg_type"] == "error"] == []


def test_while_a_run_is_alive_another_is_refused(notebook):
    notebook.run(
        """
        var images = Synthetic.load(1, 128, 64);
        Node x = Node.input(3, 32, 32).then(new GlobalAvgPool()).then("fc", Linear.of(10));
        var endless = Training.of(Network.of("endless", x), images).batch(64).iterations(1 << 30);
        var alive = new java.util.concurrent.CountDownLatch(1);
        var listener =
            new TrainingListener() {
              @Override
              public void progress(recap.train.Progress progress) {
                alive.countDown();
              }
            };
        var first = new Thread(() -> Trainer.of(endless).listener(listener).run());
        first.start();
        alive.await();
        """
    )
    refused = notebook.run("Trainer.of(endless.seed(2)).run();")
    assert "expected no other run in this process, found endless alive" in refused
    assert "wait for it or interrupt it first" in refused
    # One that has been told to stop is waited for.
    told = notebook.run(
        """
        first.interrupt();
        Trainer.of(endless.iterations(3)).run().message()
        """
    )
    assert "Finished: all 3 iterations done." in told

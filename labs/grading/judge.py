"""The judge of one notebook: a Java process that no sandbox can see but for its socket."""

import contextlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from .layout import HOME

# The judge compares numbers and, in some labs, trains a small network natively.
OPTIONS = ["-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"]


class Verdict(NamedTuple):
    """What the judge has logged of an attempt."""

    check: str
    passed: bool
    text: str


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else shutil.which("java") or "java"


def command(main: str, *arguments: str) -> list[str]:
    """A program of the judge's module."""
    class_path = (HOME / "build" / "judge-classpath.txt").read_text(encoding="utf-8").strip()
    return [java(), *OPTIONS, "-cp", class_path, f"recap.labs.judge.{main}", *arguments]


class Judge:
    """A running judge; a context manager. The folder holds its socket and, beside it, its log."""

    def __init__(self, folder: Path, attempts: int = 10):
        # In a folder of its own, which is what the sandbox gets to see.
        self.socket = folder / "socket" / "judge"
        self.log = folder / "judge.jsonl"
        self.attempts = attempts
        # What the judge itself failed at, by which no student may lose points.
        self.failure = ""

    def __enter__(self):
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        options = ["--socket", self.socket, "--log", self.log, "--attempts", self.attempts]
        self.process = subprocess.Popen(
            command("Judge", *map(str, options)), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if self.process.stdout.readline() != b"listening\n":
            self.close()
            raise RuntimeError("recap: grade: the judge has not started; see the message above")
        return self

    def __exit__(self, *_):
        self.close()

    def close(self) -> None:
        """Ends the judge; a conversation that is still open gets a few seconds."""
        early = self.process.poll() is not None
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            code = self.process.wait(timeout=5)
            if early or code:
                self.failure = f"the judge has failed, exit code {code}; see the message above"
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    def attempts_so_far(self) -> list[Verdict]:
        if not self.log.exists():
            return []
        # Not splitlines, to which some characters of a text end a line too; and no half line.
        lines = self.log.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]
        return [Verdict(**json.loads(line)) for line in lines]

    def verdicts(self) -> dict[str, Verdict]:
        """What counts at each check: an attempt that passed, else the last one."""
        counted: dict[str, Verdict] = {}
        for verdict in self.attempts_so_far():
            if verdict.check not in counted or not counted[verdict.check].passed:
                counted[verdict.check] = verdict
        return counted

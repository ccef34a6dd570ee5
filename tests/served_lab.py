"""A JupyterLab that make starts, for tests: on a free port, without the user's own settings."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"(http://(?:127\.0\.0\.1|localhost):\d+)/(\w+)\?token=(\w+)")
PATIENCE_SECONDS = 120


class Server(NamedTuple):
    """What the server says of itself when it has started: its address, its page and its token."""

    address: str
    page: str
    token: str

    def ask(self, path: str, method: str = "GET") -> str:
        """What it answers; it names its address a moment before it listens."""
        authorization = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(self.address + path, method=method, headers=authorization)
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.read().decode()
            except urllib.error.URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)


@contextmanager
def served(log: Path, *arguments: str):
    """The server of ``make ARGUMENTS``, which prints into ``log``; ended with all that it has started."""
    own = {f"JUPYTER_{name}_DIR": f"{log}-{name}" for name in ("CONFIG", "DATA", "RUNTIME")}
    options = f"JUPYTER_OPTIONS=--no-browser --allow-root --ServerApp.port={free_port()}"
    command = ["make", "--no-print-directory", *arguments, options]
    with log.open("w") as file, subprocess.Popen(
        command, cwd=HOME, env={**os.environ, **own}, stderr=file, start_new_session=True
    ) as process:
        try:
            deadline = time.monotonic() + PATIENCE_SECONDS
            while (named := ADDRESS.search(log.read_text())) is None:
                waiting = process.poll() is None and time.monotonic() < deadline
                assert waiting, f"expected the server's address, received {log.read_text()}"
                time.sleep(0.1)
            yield Server(*named.groups())
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]

"""`make notebook`: JupyterLab on the loopback address, with this project's kernel and notebooks."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
OPTIONS = "--no-browser --allow-root --ServerApp.port_retries=0 --ServerApp.port="
ADDRESS = re.compile(r"(http://[^/\s]+)/lab\?token=(\w+)")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def ask(address: str, path: str, token: str):
    """What the server's interface answers; it names its address a moment before it listens."""
    request = urllib.request.Request(
        f"{address}/api/{path}", headers={"Authorization": f"token {token}"}
    )
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_it_serves_the_labs_with_one_kernel():
    command = ["make", "--no-print-directory", "notebook", f"JUPYTER_OPTIONS={OPTIONS}{free_port()}"]
    with subprocess.Popen(
        command, cwd=HOME, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            address, token = next(filter(None, map(ADDRESS.search, server.stderr))).groups()
            assert re.fullmatch(r"http://(127\.0\.0\.1|localhost):\d+", address)
            kernels = ask(address, "kernelspecs", token)
            assert kernels["default"] == "recap" and list(kernels["kernelspecs"]) == ["recap"]
            labs = sorted((HOME / "notebooks" / "labs").iterdir())
            served = ask(address, "contents/labs", token)["content"]
            assert sorted(entry["name"] for entry in served) == [lab.name for lab in labs]
        finally:
            os.killpg(server.pid, signal.SIGTERM)

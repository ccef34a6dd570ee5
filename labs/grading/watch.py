"""Runs a program as a stranger: bounded in time, memory, processes and output, or ended."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import NamedTuple

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
LOOK_EVERY_SECONDS = 0.1
MEMINFO = Path("/proc/meminfo")
# Of the machine: what others run needs it, and a processor that only swaps ends nothing in time.
LEAST_AVAILABLE_BYTES = 512 << 20
LOW_MEMORY = "the machine ran low on memory, its own fault or not"
# Set, it ends all that run: a thread that waits for one of them cannot be interrupted otherwise.
INTERRUPTED = threading.Event()


class Finished(NamedTuple):
    """What came out, and why the program was ended, if it was."""

    output: bytes
    messages: str
    ended: str


class Tree(NamedTuple):
    """The processes below one, and the bytes of their memory."""

    processes: list[int]
    bytes: int

    @staticmethod
    def of(root: int) -> "Tree":
        parents, resident = {}, {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                # The name of the program, in parentheses, may hold any bytes.
                fields = (entry / "stat").read_bytes().rpartition(b")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
            resident[int(entry.name)] = int(fields[21]) * PAGE_BYTES
        found, frontier = [], [root]
        while frontier:
            found += frontier
            frontier = [pid for pid, parent in parents.items() if parent in frontier]
        return Tree(found, sum(resident.get(pid, 0) for pid in found) + files_in_memory(found))


def files_in_memory(processes: list[int]) -> int:
    """Bytes of what memfd_create has made and they hold open: resident in none of them until mapped."""
    sizes = {}
    for file in (file for pid in processes for file in open_files(pid)):
        try:
            if os.readlink(file).startswith("/memfd:"):
                held = os.stat(file)
                sizes[held.st_dev, held.st_ino] = held.st_blocks * 512
        except OSError:  # closed by now
            continue
    return sum(sizes.values())


def open_files(pid: int) -> list[str]:
    try:
        return [entry.path for entry in os.scandir(f"/proc/{pid}/fd")]
    except OSError:  # ended by now, or none of ours
        return []


def machine_runs_low() -> bool:
    """Whether little memory is left to all: what hides from the count of a tree shows here."""
    sizes = dict(line.split(":") for line in MEMINFO.read_text().splitlines())
    total, available = (int(sizes[name].split()[0]) << 10 for name in ("MemTotal", "MemAvailable"))
    return available < min(LEAST_AVAILABLE_BYTES, total // 20)


def run(command, text: str, env, cwd, seconds, memory_bytes, processes, output_bytes) -> Finished:
    """Runs ``command`` with ``text`` on its standard input."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=cwd,
        start_new_session=True,
    )
    try:
        output, messages = Reader(process.stdout, output_bytes), Reader(process.stderr, 1 << 16)
        writer = threading.Thread(target=feed, args=(process.stdin, text), daemon=True)
        writer.start()
        ended, deadline = "", time.monotonic() + seconds
        while process.poll() is None and not ended:
            time.sleep(LOOK_EVERY_SECONDS)
            tree = Tree.of(process.pid)
            if INTERRUPTED.is_set():
                ended = "grading was broken off"
            elif time.monotonic() > deadline:
                ended = f"it ran for longer than {seconds} seconds"
            elif tree.bytes > memory_bytes:
                ended = f"it took more than {memory_bytes >> 20} MB of memory"
            elif machine_runs_low():
                ended = LOW_MEMORY
            elif len(tree.processes) > processes:
                ended = f"it started more than {processes} processes"
            elif output.full:
                ended = f"it wrote more than {output_bytes >> 20} MB"
    finally:
        # Whatever has failed here: nothing of a stranger's runs on without limits.
        kill(process)
    return Finished(output.rest(), messages.rest().decode(errors="replace"), ended)


def kill(process: subprocess.Popen) -> None:
    """Ends the program and all below it; in a sandbox the first to go takes all others along."""
    try:
        while process.poll() is None:
            for pid in reversed(Tree.of(process.pid).processes):
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            time.sleep(LOOK_EVERY_SECONDS / 10)
    finally:
        # Needs no look at the others, which may be what failed.
        process.kill()
        process.wait()


def feed(pipe, text: str) -> None:
    try:
        with pipe:
            pipe.write(text.encode())
    except BrokenPipeError:
        # The program has ended without reading all of it, which shows in its result.
        return


class Reader:
    """Reads a pipe to its end in a thread of its own, and keeps no more than a limit."""

    def __init__(self, pipe, most: int):
        self.pipe, self.most = pipe, most
        self.kept = bytearray()
        self.full = False
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self) -> None:
        with self.pipe:
            while chunk := self.pipe.read1(1 << 16):
                self.kept += chunk[: self.most - len(self.kept)]
                self.full = self.full or len(self.kept) == self.most

    def rest(self) -> bytes:
        # What has escaped a kill could hold the pipe open; nobody waits for it.
        self.thread.join(timeout=5)
        return bytes(self.kept)

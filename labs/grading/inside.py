"""Executes one notebook; runs inside the sandbox, beside the student's code, and is not believed.

    python inside.py LIMITS    notebook JSON on standard input, a result on standard output

The operating system's limits are set before anything of the student's starts.
"""

import json
import os
import resource
import sys
from pathlib import Path

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError

# Run by itself it finds nothing of the project's.
sys.path.append(str(Path(__file__).resolve().parent.parent.parent / "notebooks"))
from kernels import SECONDS_TO_ANSWER, PersistentClient  # noqa: E402

JAVA_ENDED = "the Java process ended"
NO_ANSWER = "no kernel answered"
# On standard error before anything of the student's: without it grading has failed, not the submission.
BEGUN = "begun"


class BoundedClient(PersistentClient):
    """Keeps what the cells print up to a limit, and says so once in the cell that passes it."""

    def __init__(self, notebook, most_bytes: int, **options):
        super().__init__(notebook, **options)
        self.left = most_bytes

    def process_message(self, message, cell, cell_index):
        if message["msg_type"] in ("stream", "display_data", "update_display_data", "execute_result"):
            before, self.left = self.left, self.left - len(json.dumps(message["content"]))
            if self.left < 0:
                if before >= 0:
                    text = "\n... more output than the limit; the rest is left out\n"
                    note = nbformat.v4.new_output("stream", name="stdout", text=text)
                    cell.outputs.append(note)
                return None
        return super().process_message(message, cell, cell_index)


def limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (value, value))


def apply(limits: dict) -> None:
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, limits["file_bytes"])
    limit(resource.RLIMIT_CPU, limits["cpu_seconds"])
    # Not the address space, of which a JVM reserves far more than it uses.
    limit(resource.RLIMIT_DATA, limits["memory_bytes"])
    # Each may be a file in memory, and all are looked through to count those.
    limit(resource.RLIMIT_NOFILE, limits["open_files"])
    # Threads count as processes here. Without a sandbox these would be all of the user's.
    if limits["sandboxed"]:
        limit(resource.RLIMIT_NPROC, limits["threads"])
    # If the machine runs out of memory all the same, this is what the kernel ends first.
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def execute(notebook, limits: dict) -> str:
    """Runs all cells that it can; returns why it stopped before the end, or nothing."""
    client = BoundedClient(
        notebook,
        limits["output_bytes"],
        kernel_name=limits["kernel"],
        timeout=limits["cell_seconds"],
        startup_timeout=SECONDS_TO_ANSWER,
        allow_errors=True,
        # Each println is a message of its own.
        coalesce_streams=True,
        # Races and pictures are for the student; no test needs them.
        skip_cells_with_tag="demo",
        record_timing=False,
        shutdown_kernel="immediate",  # JJava, asked to leave, stays until it is told
    )
    try:
        client.execute(env=dict(os.environ))
        return ""
    except CellTimeoutError:
        return f"a cell ran for longer than {limits['cell_seconds']} seconds"
    except DeadKernelError:
        return JAVA_ENDED
    except (RuntimeError, OSError):  # from the start, a second one's too, or of a Java that cannot be executed
        return NO_ANSWER


def main() -> None:
    print(BEGUN, file=sys.stderr, flush=True)
    limits = json.loads(sys.argv[1])
    # The student's process must not inherit the way out.
    result = os.fdopen(os.dup(1), "w")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    apply(limits)
    notebook = nbformat.reads(sys.stdin.read(), as_version=4)
    stopped = execute(notebook, limits)
    with result:
        json.dump({"stopped": stopped, "notebook": notebook}, result)
    # A kernel that does not want to end is left to the sandbox.
    os._exit(0)


if __name__ == "__main__":
    main()

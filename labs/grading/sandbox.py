"""What a submission may see, as a bubblewrap command: the system, Java, the students' class path, the
judge's socket and an empty scratch folder. No network, no checkout, no other submission.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .layout import HOME, KERNEL

# The first that bounds the size of a folder in memory.
OLDEST = "0.7.0"
SCRATCH = "/scratch"
SCRATCH_BYTES = 512 << 20
# Users that own nothing. As root, each worker of each grading has its own: limits count by user.
FIRST_UID = 100_000 + os.getpid() % 10_000 * 100
# What executes a notebook, and its kernel's Java.
TRIAL = "import subprocess, sys, nbclient, nbformat; subprocess.run([sys.argv[1], '-version'], check=True)"
KERNEL_SPEC = Path(sys.prefix) / "share" / "jupyter" / "kernels" / KERNEL / "kernel.json"


def why_not() -> str:
    """Why there is no sandbox here, or nothing."""
    if shutil.which("bwrap") is None:
        return "bubblewrap (bwrap) is not installed; remedy: apt-get install bubblewrap"
    if Path("/usr") in HOME.resolve().parents:
        return f"{HOME} lies below /usr, all of which submissions may read; remedy: move the project"
    # With all that an execution needs: an option that is unknown here would fail them all.
    if refusal := refused(["true"]):
        return (
            f"bubblewrap cannot make a sandbox here ({refusal}); remedy: "
            f"bubblewrap {OLDEST} or newer, and allow user namespaces or grade as root"
        )
    if refusal := refused([sys.executable, "-I", "-c", TRIAL, kernel_spec()["argv"][0]]):
        return (
            f"neither Python nor Java may start in it ({refusal.splitlines()[-1]}); remedy: let other users read "
            f"{HOME}, {sys.base_prefix} and the JDK, whatever your umask is"
        )
    return ""


def refused(program: list[str]) -> str:
    """What a program in a sandbox says when it fails, or nothing."""
    with tempfile.TemporaryDirectory(prefix="recap-trial-") as trial:
        Path(trial).chmod(0o755)
        done = subprocess.run(command(Path(trial) / "judge", 0, program), capture_output=True, text=True)
    return (done.stderr.strip() or f"exit code {done.returncode}") if done.returncode else ""


def command(socket: Path, worker: int, program: list[str]) -> list[str]:
    """Runs ``program`` in a sandbox; the judge's socket is in /judge."""
    return [
        "bwrap",
        *separation(),
        "--die-with-parent",
        "--new-session",
        *system(),
        *read_only(visible()),
        *folder("/judge"),
        *["--ro-bind", str(socket.parent), "/judge"],
        *["--perms", "1777", "--size", str(SCRATCH_BYTES), "--tmpfs", SCRATCH],
        # Where experiments keep their runs.
        *["--perms", "1777", "--size", str(SCRATCH_BYTES), "--tmpfs", str(HOME / "results")],
        *["--remount-ro", "/", "--chdir", SCRATCH, "--clearenv"],
        *environment(f"/judge/{socket.name}"),
        "--",
        *(as_user(FIRST_UID + worker) if is_root() else []),
        *program,
    ]


def is_root() -> bool:
    return os.geteuid() == 0


def separation() -> list[str]:
    """Namespaces; for root none of users, since limits on processes do not bind root by any name."""
    if not is_root():
        return ["--unshare-all"]
    names = ("ipc", "pid", "net", "uts", "cgroup-try")
    capabilities = ("SETUID", "SETGID", "SETPCAP")
    return [
        *[f"--unshare-{name}" for name in names],
        *["--cap-drop", "ALL"],
        *[word for name in capabilities for word in ("--cap-add", f"CAP_{name}")],
    ]


def as_user(uid: int) -> list[str]:
    ids = ["--reuid", str(uid), "--regid", str(uid), "--clear-groups"]
    return ["setpriv", *ids, "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--"]


def system() -> list[str]:
    options = ["--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    options += [*folder("/etc"), *folder("/var")]
    # Before what is visible is mounted: the checkout itself may lie below /tmp.
    for path in ("/dev/shm", "/tmp"):
        options += ["--size", str(SCRATCH_BYTES), "--perms", "1777", "--tmpfs", path]
    options += ["--symlink", "/tmp", "/var/tmp"]
    options += ["--remount-ro", "/dev"]
    for name in ("bin", "sbin", "lib", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            options += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            options += ["--ro-bind", str(path), str(path)]
    # Fonts for charts, and where Debian keeps which Java is meant, and its settings.
    wanted = ("alternatives", "fonts", "java-*", "ld.so.cache")
    for path in (path for name in wanted for path in Path("/etc").glob(name)):
        options += ["--ro-bind", str(path), str(path)]
    return options


def kernel_spec() -> dict:
    return json.loads(KERNEL_SPEC.read_text(encoding="utf-8"))


def visible() -> list[Path]:
    """Files and folders of this project and its tools that a kernel needs."""
    spec = kernel_spec()
    class_path = [Path(entry) for entry in spec["env"]["JJAVA_CLASSPATH"].split(os.pathsep)]
    java_home = Path(spec["argv"][0]).resolve().parent.parent
    python = [Path(sys.prefix), Path(sys.base_prefix)]
    program = [Path(__file__).with_name("inside.py"), HOME / "notebooks" / "kernels.py"]
    needed = [*class_path, java_home, *python, *program, HOME / "data"]
    return [path for path in needed if path.exists() and Path("/usr") not in path.parents]


def read_only(paths: list[Path]) -> list[str]:
    # Folders on the way: bubblewrap's own would be closed to the user that we become.
    on_the_way = {parent for path in paths for parent in path.parents}
    options = [word for path in sorted(on_the_way)[1:] for word in folder(path)]
    return options + [word for path in paths for word in ("--ro-bind", str(path), str(path))]


def folder(path) -> list[str]:
    return ["--perms", "0755", "--dir", str(path)]


def environment(socket: str) -> list[str]:
    values = kernel_environment(socket, SCRATCH)
    return [word for name, value in values.items() for word in ("--setenv", name, value)]


def kernel_environment(socket: str, home: str) -> dict[str, str]:
    """Nothing of the instructor's own environment."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "JUPYTER_PLATFORM_DIRS": "1",
        "RECAP_SCALE": "SMOKE",
        "RECAP_LABS_JUDGE": socket,
        # Workers share the machine: threads that wait must not spin.
        "OMP_WAIT_POLICY": "passive",
    }

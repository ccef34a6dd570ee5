"""Writes the Jupyter kernel "Recap (Java)" into the project's virtual environment.

JJava runs in the JVM that Jupyter starts: its own launcher would start a second one, which outlives
a kernel that is killed. The library comes by class path, so a notebook downloads nothing.
"""

import json
import os
import shutil
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
KERNELS = Path(sys.prefix) / "share" / "jupyter" / "kernels"


def jvm_options() -> list[str]:
    lines = (HOME / "jvm.options").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    if found is None:
        sys.exit("recap: kernel: expected java in JAVA_HOME or on the PATH; install a JDK 17")
    return found


def kernel_spec() -> dict:
    options = jvm_options()
    return {
        "display_name": "Recap (Java)",
        "language": "java",
        "interrupt_mode": "message",
        # JJava reaches into JShell, hence --add-opens.
        "argv": [java(), *options, "--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED"]
        + ["-jar", str(KERNELS / "java" / "jjava.jar"), "{connection_file}"],
        "env": {
            "JJAVA_CLASSPATH": (HOME / "build" / "classpath.txt").read_text(encoding="utf-8").strip(),
            # Read by JJava's launcher only; kept in step for those who go through it.
            "JJAVA_JVM_OPTS": " ".join(options),
            "RECAP_HOME": str(HOME),
            # The JVM reads file names in the locale's characters.
            "LC_ALL": "C.UTF-8",
        },
    }


def main() -> None:
    folder = KERNELS / "recap"
    folder.mkdir(parents=True, exist_ok=True)
    # As they are, all letters: make looks for its Java in the text.
    spec = json.dumps(kernel_spec(), indent=2, ensure_ascii=False)
    (folder / "kernel.json").write_text(spec + "\n", encoding="utf-8")
    print(f'Kernel "Recap (Java)" is installed in {folder.relative_to(HOME)}')


if __name__ == "__main__":
    main()

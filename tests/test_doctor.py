"""`./recap doctor` on this machine, and on one where something is missing."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent


def run(*command, **environment: str) -> subprocess.CompletedProcess:
    # Java says of these on standard error that it has read them.
    own = {name: value for name, value in os.environ.items() if not name.endswith("JAVA_OPTIONS")}
    own.pop("JAVA_TOOL_OPTIONS", None)
    environment = {**own, **environment}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def doctor(**environment: str) -> subprocess.CompletedProcess:
    return run(HOME / "recap", "doctor", **environment)


def test_every_part_of_this_machine_is_named():
    done = doctor()
    for part in ("JDK", "fonts", "drawing", "oneDNN", "threads", "memory", "project", "data", "kernel"):
        assert f" {part} " in done.stdout
    for needed in ("JDK", "oneDNN", "project", "kernel"):
        assert re.search(f"^ok +{needed} ", done.stdout, re.MULTILINE)
    assert done.stderr == ""


def test_a_project_that_is_not_there_fails_with_its_remedy(tmp_path):
    done = doctor(RECAP_HOME=str(tmp_path / "none"))
    assert done.returncode == 1
    found = f"RECAP_HOME: expected the project's folder, found none called {tmp_path}/none"
    assert f"MISSING  project      {found}\n{'':22}remedy: unset it\n" in done.stdout
    assert "make " not in done.stdout
    assert done.stderr == ""


def test_missing_fonts_fail_with_their_remedy(tmp_path):
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path}/none</dir></fontconfig>")
    # Java keeps a list of fonts in the user's home, so that is another one too.
    done = doctor(FONTCONFIG_FILE=str(config), RECAP_JAVA_OPTS=f"-Duser.home={tmp_path}")
    assert done.returncode == 1
    assert "MISSING  fonts" in done.stdout
    assert "apt-get install fontconfig fonts-dejavu-core" in done.stdout
    assert done.stderr == ""


def test_unsupported_processor_fails_with_its_remedy():
    done = doctor(RECAP_JAVA_OPTS="-Dos.arch=riscv64")
    assert done.returncode == 1
    assert (
        "MISSING  oneDNN       oneDNN: expected one of the platforms [linux-x86_64], "
        "found linux-riscv64" in done.stdout
    )
    assert "remedy: run on 64-bit x86 Linux" in done.stdout


def test_missing_jdk_is_named_before_anything_is_built(tmp_path):
    done = run(HOME / "scripts" / "require-tools", "jdk", JAVA_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == (
        f"recap: JDK: expected Java 17 or newer, found no java in JAVA_HOME ({tmp_path}); "
        "install a JDK (Debian: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME\n"
    )


def launch(folder: Path, **environment: str) -> subprocess.CompletedProcess:
    """Starts the launcher in a folder that has it, its check of tools and a build of somewhere else."""
    (folder / "scripts").mkdir()
    for file in ("recap", "scripts/require-tools"):
        shutil.copy(HOME / file, folder / file)
    (folder / "build").mkdir()
    (folder / "build" / "classpath.txt").write_text("/another/checkout/experiments/target/classes")
    return run(folder / "recap", "list", **environment)


def test_the_launcher_builds_anew_in_a_renamed_folder(tmp_path):
    done = launch(tmp_path, MAKE=executable(tmp_path / "make", "echo made >&2; exit 7"))
    assert (done.returncode, done.stderr) == (7, "made\n")


def test_the_launcher_names_an_old_java(tmp_path):
    home = tmp_path / "jdk"
    (home / "bin").mkdir(parents=True)
    executable(home / "bin" / "java", "echo '    java.specification.version = 11'")
    (home / "release").write_text('JAVA_VERSION="11.0.2"\n')
    done = launch(tmp_path, JAVA_HOME=str(home))
    assert done.returncode == 1
    assert done.stderr == (
        f"recap: JDK: expected Java 17 or newer, found Java 11 in JAVA_HOME ({home}); "
        "install a newer JDK or point JAVA_HOME at one\n"
    )


def launcher(folder: Path, make: str) -> dict:
    """A folder that the launcher takes for built, a make that is `make`, and a Java that does nothing."""
    (folder / "build").mkdir()
    (folder / "jdk" / "bin").mkdir(parents=True)
    for sources in ("lib", "labs", "experiments"):
        (folder / sources).mkdir()
    (folder / "pom.xml").touch()
    shutil.copy(HOME / "recap", folder / "recap")
    (folder / "jdk" / "release").write_text('JAVA_VERSION="17.0.1"\n')
    executable(folder / "jdk" / "bin" / "java", "exit 0")
    for name in ("classpath.txt", "peers-classpath.txt"):
        (folder / "build" / name).write_text(f"{folder}/experiments/target/classes")
    return {"JAVA_HOME": str(folder / "jdk"), "MAKE": executable(folder / "make", make)}


@pytest.mark.parametrize("options", [["--peers"], ["--peers=DJL"], ["--peers", "pytorch"]])
def test_the_launcher_has_make_look_at_built_peers(tmp_path, options):
    environment = launcher(tmp_path, 'echo "$@" >&2')
    done = run(tmp_path / "recap", "bench", *options, **environment)
    assert (done.returncode, done.stderr.split()[-1:]) == (0, ["peers"])
    assert run(tmp_path / "recap", "bench", **environment).stderr == ""


@pytest.mark.parametrize("change", [Path.touch, Path.unlink, lambda source: source.with_name("New.java").touch()])
def test_changed_deleted_and_new_sources_are_built(tmp_path, change):
    environment = launcher(tmp_path, "echo made >&2")
    source = tmp_path / "lib/nn/src/main/java/Layer.java"
    source.parent.mkdir(parents=True)
    source.touch()
    makefile(tmp_path, "help")
    built = tmp_path / "build" / "classpath.txt"
    for file in (*tmp_path.rglob("*"), built):
        os.utime(file, (1, 1 + (file == built)))
    looks = (run(tmp_path / "recap", "list", **environment).stderr, makefile(tmp_path, "-q", "build").returncode)
    assert looks == ("", 0)
    change(source)
    looks = (run(tmp_path / "recap", "list", **environment).stderr, makefile(tmp_path, "-q", "build").returncode)
    assert looks == ("made\n", 1)


def test_a_closed_output_is_an_error_and_no_file_of_javas_takes_its_place(tmp_path):
    environment = launcher(tmp_path, "exit 7")
    seen = tmp_path / "seen"
    java = f"cd /proc/$$/fd; links=$(readlink 0 1 2); echo \"$links\" >'{seen}'"
    executable(tmp_path / "jdk" / "bin" / "java", java)
    assert run("bash", "-c", '"$0" list <&- >&- 2>&-', tmp_path / "recap", **environment).returncode == 0
    assert seen.read_text() == 3 * "/dev/null\n"
    done = run("bash", "-c", 'exec "$0" list >&-', HOME / "recap")
    assert (done.returncode, done.stderr) == (1, "recap: standard output: Bad file descriptor\n")


@pytest.mark.parametrize("named, used", [("C", "C.UTF-8"), ("xx_XX.UTF-8", "C.UTF-8"), ("C.utf8", "C.utf8")])
def test_java_gets_a_locale_of_utf8_that_is_installed(tmp_path, named, used):
    environment = launcher(tmp_path, "exit 7")
    executable(tmp_path / "jdk" / "bin" / "java", 'echo "$LC_ALL"')
    assert run(tmp_path / "recap", "list", LC_ALL=named, **environment).stdout == f"{used}\n"
    # So does the Maven that builds, which finds no pom in a folder that it cannot name.
    maven = executable(tmp_path / "mvn", 'echo "$LC_ALL"')
    assert makefile(tmp_path, "format", LC_ALL=named, MVN=maven).stdout == f"{used}\n"
    (tmp_path / "pom.xml").touch()
    environment["MAKE"] = executable(tmp_path / "make", 'echo "$LC_ALL" >&2')
    assert run(tmp_path / "recap", "list", LC_ALL=named, **environment).stderr.splitlines()[-1:] == [used]


def makefile(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Make by this project's Makefile in a folder that has empty files for what it depends on."""
    for file in (
        "pom.xml",
        "labs/pom.xml",
        "labs/judge/pom.xml",
        "experiments/pom.xml",
        "requirements.txt",
        "jvm.options",
        "notebooks/install_kernel.py",
        "build/.tools.stamp",
    ):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).open("a").close()  # one that is there stays as old as it is
    return run("make", "--no-print-directory", "-f", HOME / "Makefile", "-C", folder, *arguments, **environment)


def test_doctor_needs_java_alone(tmp_path):
    done = makefile(tmp_path, "--dry-run", "doctor")
    assert done.returncode == 0
    assert "./recap doctor" in done.stdout.splitlines()
    assert "pip install" not in done.stdout


def test_a_quote_in_the_folders_name_is_no_obstacle(tmp_path):
    folder = tmp_path / "it's here"
    # Every Python of this folder does nothing but make the next.
    python = executable(tmp_path / "python", 'mkdir -p .venv/bin && cp -n "$0" .venv/bin/python || true')
    done = makefile(folder, ".venv/.installed", PYTHON=python)
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / ".venv/.installed").read_text() == f"{folder}\n"


def test_no_two_mavens_run_at_once(tmp_path):
    maven = executable(tmp_path / "mvn", "mkdir running && sleep 0.2 && rmdir running")
    for module in ("experiments", "labs/judge"):
        (tmp_path / module / "target").mkdir(parents=True)
        (tmp_path / module / "target/classpath.txt").touch()
    done = makefile(tmp_path, "-j3", "soak", MVN=maven)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("target", ["build", "zoo", "soak-memory"])
def test_a_change_compiles_every_module_and_its_tests_anew(tmp_path, target):
    """Before anything else: Maven does not know that another one has compiled what a module uses."""
    sources = tmp_path / "lib/report/target/maven-status/maven-compiler-plugin/testCompile/inputFiles.lst"
    sources.parent.mkdir(parents=True)
    sources.touch()
    done = makefile(tmp_path, target, MVN=executable(tmp_path / "mvn", 'echo "$@"; exit 7'))
    assert " compile " in done.stdout and " test " not in done.stdout
    assert done.returncode == 2 and not sources.exists()


def installed(folder: Path) -> str:
    """A folder that make takes for built and installed, with a Java and the kernel's file, which it is."""
    makefile(folder, "help")
    kernel = folder / ".venv/share/jupyter/kernels/recap/kernel.json"
    for file in (folder / "usual/bin/java", folder / ".venv/bin/python", kernel):
        file.parent.mkdir(parents=True)
    (folder / "build/classpath.txt").write_text(f"{folder}/experiments/target/classes")
    executable(folder / "usual/bin/java", "exit 0")
    executable(folder / ".venv/bin/python", "echo /usr 3.9")
    (folder / ".venv/.installed").write_text(f"{folder}\n")
    kernel.write_text(f'{{"argv": ["{folder}/usual/bin/java"]}}')
    return str(kernel.relative_to(folder))


def test_a_quote_in_a_folder_that_a_teacher_names_is_no_obstacle(tmp_path):
    installed(tmp_path)
    executable(tmp_path / ".venv/bin/python", 'printf "%s\\n" "$@"')
    course = tmp_path / "Ann's course"
    executable(tmp_path / ".venv/bin/jupyter", "pwd")
    usual = {"JAVA_HOME": str(tmp_path / "usual")}
    done = makefile(tmp_path, "grade", "SUBMISSIONS=Ann's lab", **usual)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("Ann's lab", "")
    done = makefile(tmp_path, "formgrader", f"COURSE={course}", **usual)
    assert f"recap: formgrader: expected {course}, found none" in done.stderr
    course.mkdir()
    (course / "nbgrader_config.py").touch()
    done = makefile(tmp_path, "formgrader", f"COURSE={course}", **usual)
    assert (done.stdout, done.stderr) == (f"{course}\n", "")


def test_the_kernel_is_written_anew_where_its_java_is_another(tmp_path):
    kernel = installed(tmp_path)
    shutil.copytree(tmp_path / "usual", tmp_path / "another")
    for java, written in (("usual", 0), ("another", 1)):
        assert makefile(tmp_path, "-q", kernel, JAVA_HOME=str(tmp_path / java)).returncode == written


def test_the_python_side_is_installed_anew_where_its_python_is_gone_or_another_is_named(tmp_path):
    installed(tmp_path)
    same = executable(tmp_path / "same", "echo /usr 3.9")
    newer = executable(tmp_path / "newer", "echo /usr 3.12")
    look = ("-q", ".venv/.installed")
    assert [makefile(tmp_path, *look, PYTHON=python).returncode for python in (same, newer)] == [0, 1]
    assert makefile(tmp_path, *look).returncode == 0
    (tmp_path / ".venv/bin/python").unlink()
    (tmp_path / ".venv/bin/python").symlink_to("/nowhere/python3.9")
    assert makefile(tmp_path, *look).returncode == 1


def test_the_maven_that_is_named_is_the_one_that_is_looked_for(tmp_path):
    maven = executable(tmp_path / "maven", "exit 0")
    assert run(HOME / "scripts/require-tools", "maven", MVN=f"{maven} --batch-mode").returncode == 0
    done = run(HOME / "scripts/require-tools", "maven", MVN=f"{tmp_path}/none -o")
    assert done.returncode == 1
    assert f"expected {tmp_path}/none on the PATH, found none" in done.stderr


def executable(file: Path, script: str) -> str:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)

"""Every example in README.md and docs/ runs.

In each page the ```java blocks run in order in one kernel, at SMOKE; the ```sh blocks run in bash,
in order, from the project's root. A block marked ```sh no-test (one that takes long, or never
ends) is left out. A ```text block directly after an example is its expected output.
"""

import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

import java_cells
import pytest
from java_kernel import SHORT_LIVED

HOME = Path(__file__).resolve().parent.parent
PAGES = [p for p in [HOME / "README.md", *sorted((HOME / "docs").glob("**/*.md"))] if p.exists()]
BLOCK = re.compile(
    r"^```(?P<kind>\S+)(?P<marks>[^\n]*)\n(?P<code>.*?)^```\n(?:\n*```text\n(?P<out>.*?)^```$)?",
    re.MULTILINE | re.DOTALL,
)


LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def test_links_lead_to_files_of_the_project():
    # In a shell, which says nothing on standard output either where there is no git.
    tracked = subprocess.run("git ls-files '*.md'", shell=True, cwd=HOME, capture_output=True, text=True)
    pages = [HOME / name for name in tracked.stdout.splitlines()] or PAGES
    links = [(page, target) for page in pages for target in LINK.findall(page.read_text())]
    assert links
    assert [(str(page), target) for page, target in links if not (page.parent / target).exists()] == []


class Example(NamedTuple):
    kind: str
    code: str
    expected: str
    line: int


def examples(page: str) -> list[Example]:
    return [
        Example(m["kind"], m["code"], m["out"] or "", page.count("\n", 0, m.start()) + 1)
        for m in BLOCK.finditer(page)
        if m["kind"] in ("java", "sh") and "no-test" not in m["marks"].split()
    ]


def of_kind(kind: str):
    chosen = [
        pytest.param(p, found, id=str(p.relative_to(HOME)))
        for p in PAGES
        if (found := [e for e in examples(p.read_text()) if e.kind == kind])
    ]
    return pytest.mark.parametrize("page,blocks", chosen)


@of_kind("java")
def test_java_examples(page, blocks):
    cells = java_cells.run(*(block.code for block in blocks))
    for block, cell in zip(blocks, cells):
        printed = java_cells.text(cell) + "".join(
            o.data["text/plain"] + "\n" for o in cell.outputs if "data" in o
        )
        assert_printed(page, block, printed)


@of_kind("sh")
def test_shell_examples(page, blocks):
    for block in blocks:
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block.code],
            cwd=HOME,
            env={**os.environ, **SHORT_LIVED, "RECAP_SCALE": "SMOKE"},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, f"{page.name}:{block.line}: {done.stderr}"
        assert_printed(page, block, done.stdout)


def assert_printed(page: Path, block: Example, printed: str) -> None:
    """The shown output is part of the printed one; `...` stands for anything."""
    pattern = re.escape(block.expected.strip()).replace(r"\.\.\.", ".*?")
    assert re.search(pattern, printed, re.DOTALL), f"{page.name}:{block.line} printed {printed!r}"


def test_blocks_are_found_with_their_output_and_marks():
    page = (
        "A\n\n```sh\necho 1\n```\n\n```text\n1\n```\n\n"
        "```sh no-test\nsleep 9\n```\n\n```java\nint a = 1;\n```\n"
    )
    assert examples(page) == [
        Example("sh", "echo 1\n", "1\n", 3),
        Example("java", "int a = 1;\n", "", 15),
    ]

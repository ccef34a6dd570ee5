"""Where things are, and which labs there are."""

import re
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parent.parent.parent
SOURCES = HOME / "notebooks" / "labs"
BUILD = HOME / "build" / "labs"
KERNEL = "recap"


class Lab(NamedTuple):
    """One assignment: its id (lab2) and its instructor version."""

    name: str
    source: Path

    @property
    def folder(self) -> Path:
        return self.source.parent

    @property
    def extras(self) -> list[Path]:
        """What goes with the notebook to the students: the pictures of its theory."""
        return sorted(self.folder.glob("*.svg"))


def labs() -> list[Lab]:
    """All labs of the project, by number."""
    found = [Lab(path.stem, path) for path in SOURCES.glob("lab*-*/lab*.ipynb")]
    return sorted(found, key=lambda lab: int(re.sub(r"\D", "", lab.name)))


def lab(name: str) -> Lab:
    return next(lab for lab in labs() if lab.name == name)

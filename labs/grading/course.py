"""The course as nbgrader sees it: its folders, its gradebook and its settings."""

import logging
import os
import re
import shutil
import sqlite3
import sys
import warnings
from contextlib import closing
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from .cells import faults
from .layout import Lab

# nbgrader's own use of its database, of no interest to an instructor.
warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")

STUB = """// YOUR CODE HERE
throw new UnsupportedOperationException("not written yet: fill in this cell, run it, then the test");"""

OURS = "# Written by `make grade`"
FORMGRADER_CONFIG = f"""{OURS}, read by `make formgrader`.
from pathlib import Path

from grading.course import Course

course = Course(Path(__file__).parent)
c = get_config()
c.merge(course.config())
c.Exchange.root = str(course.root / "exchange")
c.FormgradeExtension.debug = False
# Only `make grade` has a sandbox: here this step finds no execution, and refuses.
c.Autograde.autograde_preprocessors = ["grading.merge.UseExecution"]
"""


# In a pattern of file names or the address of a database these stand for something else.
NO_PATH = re.compile(r"[\[?*%]")


class CourseError(RuntimeError):
    """nbgrader has refused something; the message says what."""


def cause(result: dict) -> str:
    """The exception behind a failure without the way there; where none is named, the whole log."""
    log = result.get("log") or result["error"]
    exceptions = re.findall(r"^(?: {4})?(\w[\w.]*: .*)", log, re.MULTILINE)
    return exceptions[-1] if exceptions else log.strip()


def require_whole(path: Path) -> None:
    """Refuses an instructor version of which nbgrader would not say what is wrong, and where."""
    try:
        found = faults(nbformat.read(path, as_version=4))
    except (ValueError, AttributeError, nbformat.ValidationError) as problem:
        raise CourseError(
            f"recap: labs: {path.name}: expected a notebook, found something else "
            f"({str(problem).splitlines()[0]}); take it from git again"
        ) from problem
    if found:
        raise CourseError(
            f"recap: labs: {path.name}: expected cells that nbgrader can hand out, found that "
            f"{'; '.join(found)}; mend them in JupyterLab, with nbgrader's cell toolbar"
        )


class Course:
    """A folder with source/, release/, submitted/, autograded/, feedback/ and gradebook.db."""

    def __init__(self, root: Path):
        self.root = root.resolve()
        if found := NO_PATH.findall(str(self.root)):
            raise CourseError(
                f"recap: labs: expected a path without [ ? * %, which nbgrader takes for patterns, "
                f"received {self.root} with {' '.join(found)}; use another folder"
            )

    @property
    def gradebook(self) -> Path:
        return self.root / "gradebook.db"

    @property
    def db_url(self) -> str:
        return f"sqlite:///{self.gradebook}"

    @property
    def config_file(self) -> Path:
        return self.root / "nbgrader_config.py"

    def has_usable_gradebook(self) -> bool:
        """Whether there is a database, or none yet."""
        if not self.gradebook.exists():
            return True
        try:
            with closing(sqlite3.connect(self.gradebook)) as database:
                return database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        except sqlite3.Error:
            return False

    def is_ours(self) -> bool:
        """Whether grading has made it."""
        return self.config_file.is_file() and self.config_file.read_text(errors="replace").startswith(OURS)

    def is_anothers(self) -> bool:
        """Whether something is there that grading has not made, such as a teacher's own course."""
        if self.config_file.is_file():
            return not self.is_ours()
        return self.root.is_file() or self.root.is_dir() and any(self.root.iterdir())

    def notebook(self, step: str, lab: str, student: str = ".") -> Path:
        """Where nbgrader keeps a notebook after a step: feedback is HTML, the others .ipynb."""
        suffix = ".html" if step == "feedback" else ".ipynb"
        return self.root / step / student / lab / f"{lab}{suffix}"

    def release(self, labs: list[Lab]) -> None:
        """Makes the student version of each lab from its instructor version."""
        for lab in labs:
            require_whole(lab.source)
            source = self.notebook("source", lab.name)
            shutil.rmtree(source.parent, ignore_errors=True)
            source.parent.mkdir(parents=True)
            for file in [lab.source, *lab.extras]:
                shutil.copy(file, source.parent)
            self.run("generate_assignment", lab.name)

    def run(self, step: str, *arguments, **config) -> None:
        """One step of nbgrader's API, quietly; CourseError with the cause when it fails."""
        # nbgrader calls alembic by name.
        if shutil.which("alembic") is None:
            os.environ["PATH"] += os.pathsep + str(Path(sys.prefix, "bin"))
        result = getattr(self._api(config), step)(*arguments)
        if not result["success"]:
            # nbgrader takes Ctrl-C for a failure of this submission.
            if result["error"].rstrip().endswith("KeyboardInterrupt"):
                raise KeyboardInterrupt
            raise CourseError(
                f"recap: labs: nbgrader {step} {' '.join(arguments)}: {cause(result)}"
            )

    def prepare_formgrader(self) -> None:
        """Lets nbgrader's formgrader, started in this folder, find the same settings."""
        (self.root / "exchange").mkdir(parents=True, exist_ok=True)
        self.config_file.write_text(FORMGRADER_CONFIG)

    def config(self) -> Config:
        c = Config()
        c.CourseDirectory.root = str(self.root)
        c.CourseDirectory.db_url = self.db_url
        c.ClearSolutions.code_stub = {"java": STUB}
        c.ClearSolutions.text_stub = "YOUR ANSWER HERE"
        # A student's HTML would otherwise run in the browser of whoever reads the feedback. nbconvert
        # cleans outputs; nbgrader's page does not let it clean Markdown.
        c.HTMLExporter.sanitize_html = True
        c.HTMLExporter.filters = {"markdown2html": "grading.feedback.markdown2html"}
        return c

    def _api(self, more: dict) -> NbGraderAPI:
        c = self.config()
        c.NbGraderAPI.log_level = logging.ERROR
        c.merge(Config(more))
        return NbGraderAPI(CourseDirectory(config=c), config=c)

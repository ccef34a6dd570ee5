"""The nbgrader cells of a notebook."""


def mark(cell) -> dict:
    """The cell's nbgrader metadata, empty where there is none."""
    found = cell.metadata.get("nbgrader")
    return found if isinstance(found, dict) else {}


def grade_id(cell) -> str:
    return mark(cell).get("grade_id", "")


def is_locked(cell) -> bool:
    return bool(mark(cell).get("locked"))


def is_solution(cell) -> bool:
    return bool(mark(cell).get("solution"))


def is_test(cell) -> bool:
    """Graded by the judge; its id is that of the check."""
    return bool(mark(cell).get("grade")) and not is_solution(cell)


def is_question(cell) -> bool:
    """Graded by a person."""
    return bool(mark(cell).get("grade")) and is_solution(cell)


def is_demo(cell) -> bool:
    """Shows something that no test needs."""
    return "demo" in cell.metadata.get("tags", [])

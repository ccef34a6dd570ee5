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


def faults(notebook) -> list[str]:
    """What nbgrader refuses without saying in which cell, or hands out as it is."""
    found = []
    seen = set()
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell) or f"cell {index}"
        if mark(cell):
            if not grade_id(cell):
                found.append(f"{name} has no grade_id")
            if name in seen:
                found.append(f"{name} is the grade_id of two cells")
            seen.add(name)
            if mark(cell).get("grade") and "points" not in mark(cell):
                found.append(f"{name} has no points")
        if cell.source.count("BEGIN SOLUTION") != cell.source.count("END SOLUTION"):
            found.append(f"{name} has not as many BEGIN SOLUTION as END SOLUTION")
    return found


def is_demo(cell) -> bool:
    """Shows something that no test needs."""
    return "demo" in cell.metadata.get("tags", [])

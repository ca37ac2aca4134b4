"""The notebooks as data: where their exercises stand, what is handed in there, and a notebook with all of them solved."""

import ast
import importlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
HANDED_IN = re.compile(r"^(\w+) = check\.(\w+)\((\w+)\)$", re.MULTILINE)  # loss = check.name_loss(my_loss)


@dataclass(frozen=True)
class Place:
    """An exercise in its notebook: the cell, what is handed in (`mine`), what the check hands back (`called`)."""

    cell: int
    exercise: str
    mine: str
    called: str


def notebooks():
    return sorted((HERE / "notebooks").glob("*.ipynb"))


def checks(path):
    """{name: exercise} of a notebook's lesson, in order."""
    return vars(importlib.import_module(f"microgpt.lessons.{path.stem.split('_', 1)[1]}").check)


def opened(path):
    return json.loads(path.read_text(encoding="utf-8"))


def written(book):
    return json.dumps(book, indent=1, ensure_ascii=False) + "\n"


def source(cell):
    return "".join(cell["source"])


def places(book):
    """Every Place of a notebook, in order."""
    return [
        Place(i, exercise, mine, called)
        for i, cell in enumerate(book["cells"])
        if cell["cell_type"] == "code"
        for called, exercise, mine in HANDED_IN.findall(source(cell))
    ]


def parted(code, mine):
    """A cell's lines before its stub, those of the stub, and those after it."""
    lines = code.splitlines()
    stub = next(node for node in ast.parse(code).body if defines(node) == mine)
    return lines[: stub.lineno - 1], lines[stub.lineno - 1 : stub.end_lineno], lines[stub.end_lineno :]


def defines(node):
    """The name that a statement gives to something."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return getattr(node, "name", None)


def put(cell, code):
    cell["source"] = code.splitlines(keepends=True)


def solved(path):
    """A notebook with every exercise solved; its outputs are still those of the unsolved one."""
    book, exercises = opened(path), checks(path)
    for place in places(book):
        before, _, after = parted(source(book["cells"][place.cell]), place.mine)
        solution = exercises[place.exercise].solution.splitlines()
        put(book["cells"][place.cell], "\n".join([*before, *solution, *after]))
    return book

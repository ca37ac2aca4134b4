"""The course for a class: the students' edition without solutions, the key, an assignment for nbgrader, and the guide."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from ..data import BadInput
from ..outside import printable, say
from . import books
from .books import HERE, opened, put, source, written
from .copies import held_back
from .guide import guide
from .whole import whole

STUDENT = (
    "course.py",
    "requirements.lock",
    "environment.yml",
    "pyproject.toml",
    "LICENSE",
)
PAGES = ("LICENSE-prose.md", "GLOSSARY.md", "ORIGINAL.md")
LISTS = ("README.md", "names.txt", "dinosaurs.txt", "places.txt")
LEFT_OUT = shutil.ignore_patterns("solutions", "__pycache__", "*.pyc", ".*")
README = """\
# microgpt, the edition for a class

How does a GPT work, from the first counted letter to a trained model? Six notebooks, and nothing to install by hand but
Python 3.11 or later. In this folder:

    python3 course.py lab

The first call installs what is missing into `.venv` (about 500 MB, a minute or two). Your notebooks are then in `work/`;
that is where you write, and what you hand in. `python3 course.py lab --fresh 03` fetches a new copy of lesson 3 and keeps
yours beside it. On Windows, write `python`. Words are explained in the [glossary](GLOSSARY.md).

The checks tell what is right and what is not, and give hints; solutions are not part of this edition.
"""


def make(folder, books_run=None):
    """Write student/, key/, assignment/ and guide.html into a new folder; books_run: the notebooks of the key."""
    with whole(folder) as part:
        student(part / "student")
        assignment(part / "assignment")
        (part / "guide.html").write_text(guide("student"), encoding="utf-8")
        key(part / "key", books.notebooks() if books_run is None else books_run)


# ---- the students' edition ----


def student(folder):
    """The package without its solutions, and notebooks that hold answers back; it runs by itself."""
    folder.mkdir(exist_ok=True)
    for name in STUDENT:
        shutil.copyfile(HERE / name, folder / name)
    for name in PAGES:
        (folder / name).write_text(at_hand((HERE / name).read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "data").mkdir()
    for name in LISTS:
        shutil.copyfile(HERE / "data" / name, folder / "data" / name)
    shutil.copytree(HERE / "microgpt", folder / "microgpt", ignore=LEFT_OUT)
    (folder / "notebooks").mkdir()
    for path in books.notebooks():
        (folder / "notebooks" / path.name).write_bytes(held_back(path))
    (folder / "README.md").write_text(README, encoding="utf-8")


def at_hand(text):
    """Markdown whose links to what the students' edition lacks are text alone."""
    there = {*STUDENT, *PAGES, "data", "microgpt", "notebooks"}

    def kept(found):
        whole, name, target = found[0], found[1], found[2]
        return whole if target.startswith(("http", "#")) or target.split("/")[0] in there else name

    return re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", kept, text)


# ---- the key ----


def key(folder, paths):
    """Every exercise solved, and the notebook run from top to bottom; a solution that is not right stops everything."""
    folder.mkdir()
    for path in paths:
        say(f"  {path.name}: running it with every exercise solved ...")
        (folder / path.name).write_text(run(books.solved(path), path.name, folder), encoding="utf-8")


def run(book, name, folder):
    """The text of a notebook after a run in that folder; what only a running kernel can show is not kept."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    ready = nbformat.reads(written(book), as_version=4)
    environment = {**os.environ, "MICROGPT_STRICT": "1", "PYTHONPATH": with_course(os.environ.get("PYTHONPATH"))}
    client = NotebookClient(
        ready, timeout=600, startup_timeout=240, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    try:
        client.execute(env=environment, stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise BadInput(f"{name} does not run with its exercises solved: {printable(error.evalue)}") from None
    return nbformat.writes(settled(ready), indent=1) + "\n"


def with_course(path):
    return os.pathsep.join(filter(None, [str(HERE), path]))


def settled(book):
    for cell in book["cells"]:
        cell["metadata"] = {name: held for name, held in cell["metadata"].items() if name == "tags"}
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
    book["metadata"].pop("widgets", None)
    return book


# ---- the assignment ----

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CONFIG = """\
c = get_config()  # noqa: F821 - nbgrader's own
c.CourseDirectory.course_id = "microgpt"
c.ClearSolutions.code_stub = {"python": ""}  # the stub stands above the solution, and stays
c.ExecutePreprocessor.timeout = 300
"""


def assignment(folder):
    """A course folder of nbgrader: an assignment for each lesson, a point for each exercise."""
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for path in books.notebooks():
        there = folder / "source" / path.stem
        there.mkdir(parents=True)
        (there / path.name).write_text(written(graded(path)), encoding="utf-8")


def graded(path):
    """A notebook in nbgrader's instructor version: below each stub its solution, below each cell a test of its own."""
    book, exercises = opened(path), books.checks(path)
    number, cells, stands = path.stem[:2], [], {place.cell: place for place in books.places(book)}
    for i, cell in enumerate(book["cells"]):
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
        cells.append(cell)
        if place := stands.get(i):
            put(cell, with_solution(source(cell), place, exercises[place.exercise].solution))
            cell["metadata"]["nbgrader"] = told(f"{number}-{place.exercise}", solution=True)
            cells.append(test_of(number, place))
    return book | {"cells": cells}


def with_solution(code, place, solution):
    """The cell with the solution below its stub, between the marks that nbgrader cuts at."""
    before, stub, after = books.parted(code, place.mine)
    return "\n".join([*before, *stub, BEGIN, *solution.splitlines(), END, *after])


def told(grade_id, **more):
    """nbgrader's metadata, version 3."""
    usual = {"grade": False, "locked": False, "schema_version": 3, "solution": False, "task": False}
    return usual | {"grade_id": grade_id} | more


def test_of(number, place):
    """A cell that gives a point where the exercise is solved."""
    name = f"{number}-{place.exercise}-test"
    cell = {"cell_type": "code", "id": name, "outputs": [], "execution_count": None}
    cell["metadata"] = {"nbgrader": told(name, grade=True, locked=True, points=1)}
    put(cell, f'verdict, _ = check.{place.exercise}.judge({place.mine})\nassert verdict.startswith("Right"), verdict')
    return cell


# ---- the word ----


def make_class(words):
    """class FOLDER: the editions of the whole course."""
    if len(words) != 1 or words[0].startswith("-"):
        raise BadInput("class needs the name of a new folder: python3 course.py class FOLDER")
    if not (HERE / "microgpt" / "lessons" / "solutions").is_dir():
        raise BadInput("this is the students' edition: it has no solutions to make a key of")
    say(f"Writing the editions into {printable(words[0])} (the key is run whole, which takes some minutes) ...")
    make(Path(words[0]))
    say(f"student/, key/, assignment/ and guide.html are in {printable(words[0])}.")

"""Editions for a class: what the students get holds no solution and works by itself; the key is right; nbgrader takes it."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from editions import edition  # noqa: F401 - a fixture

from microgpt.data import BadInput
from microgpt.lessons import beyond
from microgpt.publish import books, editions
from microgpt.publish.whole import whole

SOLUTIONS = {
    path.stem: path.read_text(encoding="utf-8") for path in (books.HERE / "microgpt/lessons/solutions").glob("*")
}
EXERCISES = {name: exercise for path in books.notebooks() for name, exercise in books.checks(path).items()}
RUNS_ON = {  # what an unsolved notebook runs on and what exercises are judged by: it has to be there, and is named here
    "lessons/fallbacks.py": {
        "next_probs", "letter_at", "invent", "name_loss", "contexts", "adam", "next_token", "write_name",
        "batch_gradient", "cache", "block", "last_to_first", "backward", "zero_grad",
    },
    "lessons/attention/all_letters.py": {"average"},  # a mistake there, what is asked for in another exercise
}  # fmt: skip


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


# ---- no solution is in the students' edition ----


def shape(node):
    """A function's code without its own name, its docstring and the spelling of its variables."""
    node = ast.parse(ast.unparse(node)).body[0]
    if ast.get_docstring(node) and len(node.body) > 1:
        node.body = node.body[1:]
    names = {}
    for part in ast.walk(node):
        for field in ("id", "arg", "name"):
            if isinstance(getattr(part, field, None), str):
                setattr(part, field, names.setdefault(getattr(part, field), f"n{len(names)}"))
    return ast.dump(node)


def functions(code):
    return [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)]


def telling(solution):
    """The lines of a solution that say something: not its head, nor what stands in many a loop."""
    return [line.strip() for line in solution.splitlines() if len(line.strip()) > 24 and not line.startswith("def ")]


def test_the_texts_of_the_solutions_are_in_no_file_of_the_students_edition(edition):  # noqa: F811
    found = files(edition / "student")
    assert not any("solutions" in path.parts for path in found) and len(found) > 80
    for path in found:
        text = path.read_text(encoding="utf-8")
        code = json.dumps(text)
        for name, solution in SOLUTIONS.items():
            assert solution.strip() not in text and json.dumps(solution.strip())[1:-1] not in code, (path, name)


SPOILT = {"backward", "adam"}  # a wrong relative of them is shown later in the lesson, which differs in one line


def given_away(path):
    """The exercises of which more than half of what their stub lacks stands in a notebook, in whatever place."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    everything, found = " ".join(strings(cells)), set()
    for place in books.places({"cells": cells}):
        stub = " ".join(books.parted(books.source(cells[place.cell]), place.mine)[1])
        lines = [line for line in telling(SOLUTIONS[place.exercise]) if line not in stub]
        if lines and sum(line in everything for line in lines) > len(lines) / 2:
            found.add(place.exercise)
    return found


def test_no_solution_stands_in_the_cells_outputs_and_metadata_of_a_students_notebook(edition):  # noqa: F811
    for path in (edition / "student" / "notebooks").glob("*.ipynb"):
        assert given_away(path) <= SPOILT


def strings(thing):
    """Every text that a notebook holds, lists of lines joined."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, list) and all(isinstance(x, str) for x in thing):
        yield "".join(thing)
    elif isinstance(thing, list | dict):
        for x in thing.values() if isinstance(thing, dict) else thing:
            yield from strings(x)


def test_what_does_the_same_as_a_solution_is_the_core_or_named(edition):  # noqa: F811
    wanted = {shape(function): name for name, text in SOLUTIONS.items() for function in functions(text)}
    package = edition / "student" / "microgpt"
    for path in package.rglob("*.py"):
        where = str(path.relative_to(package)).replace(os.sep, "/")
        for function in functions(path.read_text(encoding="utf-8")):
            if shape(function) in wanted and path.parent != package:
                assert function.name in RUNS_ON.get(where, ()), (where, function.name, wanted[shape(function)])
    for path in (edition / "student" / "notebooks").glob("*.ipynb"):
        code = "\n".join(books.source(c) for c in books.opened(path)["cells"] if c["cell_type"] == "code")
        assert not {shape(function) for function in functions(code)} & set(wanted), path.name


def test_a_solution_would_be_found(tmp_path):
    for path in books.notebooks():
        solved = tmp_path / path.name
        solved.write_text(books.written(books.solved(path)), encoding="utf-8")
        everything = " ".join(strings(books.opened(solved)))
        for name in books.checks(path):
            assert all(line in everything for line in telling(SOLUTIONS[name]))
    book = books.opened(books.notebooks()[3])
    book["cells"][0]["metadata"]["hidden"] = SOLUTIONS["rmsnorm"]
    (tmp_path / "leak.ipynb").write_text(books.written(book), encoding="utf-8")
    assert given_away(tmp_path / "leak.ipynb") == {"rmsnorm"}
    renamed = ast.parse(SOLUTIONS["zero_grad"].replace("p.", "q.").replace("for p", "for q")).body[0]
    assert shape(renamed) == shape(ast.parse(SOLUTIONS["zero_grad"]).body[0])


def test_no_answer_of_a_prediction_is_stored(edition):  # noqa: F811
    for path in (edition / "student" / "notebooks").glob("*.ipynb"):
        revealing = [c for c in books.opened(path)["cells"] if "reveal" in c["metadata"].get("tags", [])]
        assert revealing and all(c["outputs"] == [] and c["execution_count"] is None for c in revealing)


# ---- it works by itself ----

JUDGE = """
import json, sys
from microgpt.publish import books
asked, found = json.load(sys.stdin), {}
for path in books.notebooks():
    for name, exercise in books.checks(path).items():
        namespace = {}
        exec("from math import *; import random; from microgpt.nn import *; from microgpt.attention import attend", namespace)
        exec("from microgpt.gpt import add; from microgpt.lessons.fallbacks import one_by_one", namespace)
        exec(asked[name][0], namespace)
        right = exercise.judge(namespace[asked[name][1]])[0]
        found[name] = [right, exercise.judge(...)[0], exercise.solution, len(exercise.hints)]
print(json.dumps(found))
"""


def test_the_checks_of_the_students_edition_work_and_know_no_solution(edition, tmp_path):  # noqa: F811
    """In a process that finds nothing of ours but that folder."""
    mine = {place.exercise: place.mine for path in books.notebooks() for place in books.places(books.opened(path))}
    before = {  # what the cells before define
        name: "\n".join(SOLUTIONS[other].replace(mine[other], other) for other in ("letter_at", "last_to_first", "temperature", "next_token") if other != name)
        for name in mine
    }  # fmt: skip
    asked = {name: (before[name] + "\n" + SOLUTIONS[name], mine[name]) for name in mine}
    done = in_student(edition, ["-c", JUDGE], json.dumps(asked))
    found = json.loads(done.stdout)
    assert set(found) == set(EXERCISES) == set(SOLUTIONS) - set(vars(beyond.check))
    for name, (right, stub, solution, hints) in found.items():
        assert right.startswith("Right") and stub.startswith("Not solved yet"), (name, right)
        assert solution == "" and hints == len(EXERCISES[name].hints)


def in_student(edition, words, given=None):  # noqa: F811
    environment = os.environ | {"PYTHONPATH": str(edition / "student")}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=edition / "student",
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


def test_a_students_notebooks_lead_nowhere_else(edition):  # noqa: F811
    for path in [*(edition / "student/notebooks").glob("*.ipynb"), *(edition / "student").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(((?!http)[^)\s#\"]+)\)", text):
            assert (path.parent / target).exists(), (path.name, target)


def test_the_students_course_py_opens_their_copies_and_says_what_it_has_not(edition, tmp_path):  # noqa: F811
    code = (
        "import json; from microgpt.publish import lab; print(json.dumps([str(p.name) for p in lab.COPIES.fetch()[0]]))"
    )
    assert json.loads(in_student(edition, ["-c", code]).stdout) == [path.name for path in books.notebooks()]
    shutil.rmtree(edition / "student" / "work")
    for words, said in ((["course.py", "test"], "not part of this edition"), (["-m", "microgpt.publish", "class", str(tmp_path / "x")], "the students' edition")):  # fmt: skip
        environment = os.environ | {"PYTHONPATH": str(edition / "student")}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=edition / "student",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "x").exists()


# ---- the key, the guide, and folders ----


def test_the_key_is_solved_and_run(edition):  # noqa: F811
    (path,) = (edition / "key").glob("*.ipynb")
    book = books.opened(path)
    printed = "".join(books.source({"source": o.get("text", "")}) for c in book["cells"] for o in c.get("outputs", []))
    assert printed.count("Right, in all") >= 5 and "Not yet" not in printed and "Not solved" not in printed
    assert all(c["outputs"] for c in book["cells"] if "reveal" in c["metadata"].get("tags", []))


def test_every_notebook_can_be_solved_in_place():
    for path in books.notebooks():
        book = books.solved(path)
        assert {p.exercise for p in books.places(book)} == set(books.checks(path))
        code = [books.source(cell) for cell in book["cells"]]
        for place in books.places(book):
            assert SOLUTIONS[place.exercise].strip() in code[place.cell]


def test_the_guide_names_every_exercise_with_what_its_check_knows(edition):  # noqa: F811
    from html import unescape

    text = unescape(re.sub(r"</?code>", "`", (edition / "guide.html").read_text(encoding="utf-8")))
    for name, exercise in EXERCISES.items():
        assert f"<h3>`{name}`</h3>" in text and all(sentence in text for sentence in exercise.mistakes)
    for target in re.findall(r'href="(?!http|data:)([^"#]+)', text):
        assert (edition / target).exists(), target
    assert set(re.findall(r'href="#([^"]*)', text)) <= set(re.findall(r'id="([^"]*)', text))
    assert "¶" not in text and all(
        f'<a href="#exercises-{number}">' in text.split("</nav>")[0] for number in range(1, 7)
    )
    assert "src=" not in text and "@import" not in text  # nothing is fetched


def test_a_folder_is_written_whole_or_not_at_all(tmp_path):
    with pytest.raises(ZeroDivisionError), whole(tmp_path / "a") as part:
        (part / "half").write_text("")
        raise ZeroDivisionError
    (tmp_path / "b").mkdir()
    with whole(tmp_path / "b") as part:  # an empty folder may be there
        (part / "all").write_text("")
    assert [path.name for path in tmp_path.rglob("*")] == ["b", "all"]
    (tmp_path / "file").write_text("mine")
    for taken in ("b", "file", "file/below"):
        with pytest.raises(BadInput), whole(tmp_path / taken):
            raise AssertionError("nothing is begun")
    assert (tmp_path / "file").read_text() == "mine" and len(list(tmp_path.iterdir())) == 2


def test_a_key_that_is_not_right_is_not_written(tmp_path):
    code = "from microgpt.lessons.bigram import check\nnext_probs = check.next_probs(lambda row: row)"
    cell = {"cell_type": "code", "metadata": {}, "id": "x", "outputs": [], "execution_count": None, "source": code}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    with pytest.raises(BadInput, match="does not run with its exercises solved: Not yet"):
        editions.run(book, "a notebook", tmp_path)


@pytest.mark.parametrize("words", [[], ["a", "b"], ["--help"]])
def test_class_asks_for_one_folder(words):
    with pytest.raises(BadInput, match="python3 course.py class FOLDER"):
        editions.make_class(words)


# ---- nbgrader, where it is installed ----


def test_nbgrader_generates_grades_and_gives_feedback(edition, tmp_path):  # noqa: F811
    pytest.importorskip("nbgrader")
    course, name = tmp_path / "course", "01_bigram"
    shutil.copytree(edition / "assignment", course)
    nbgrader(course, "generate_assignment", name)
    released = books.opened(course / "release" / name / f"{name}.ipynb")
    assert given_away(course / "release" / name / f"{name}.ipynb") == set()
    for student in ("untouched", "solved"):
        there = course / "submitted" / student / name
        there.mkdir(parents=True)
        cells = released["cells"] if student == "untouched" else answered(released)
        (there / f"{name}.ipynb").write_text(json.dumps(released | {"cells": cells}), encoding="utf-8")
    nbgrader(course, "autograde", name)
    nbgrader(course, "generate_feedback", name)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        scores = {s.student.id: (s.score, s.max_score) for s in gradebook.assignment_submissions(name)}
    exercises = len(books.checks(books.notebooks()[0]))
    assert scores == {"untouched": (0, exercises), "solved": (exercises, exercises)}
    assert (course / "feedback" / "solved" / name / f"{name}.html").exists()


def answered(book):
    """The cells of a released notebook with solutions, and without what takes long."""
    cells = json.loads(json.dumps(book["cells"]))
    for place in books.places({"cells": cells}):
        before, _, after = books.parted(books.source(cells[place.cell]), place.mine)
        books.put(cells[place.cell], "\n".join([*before, SOLUTIONS[place.exercise], *after]))
    return cells


def nbgrader(course, *words):
    beside = Path(sys.executable).parent  # where nbgrader looks for its alembic
    environment = os.environ | {"PYTHONPATH": str(books.HERE), "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_editions_take_the_package_as_it_is_in_a_checkout():
    """No hidden file, no cache, nothing that git does not know, and no notebook's helper."""
    assert {*editions.STUDENT, *editions.PAGES} <= {path.name for path in Path(books.HERE).iterdir()}
    assert {path.name for path in (books.HERE / "data").iterdir()} <= {*editions.LISTS, "names_makemore.txt"}

"""The shape of the project: which module may import which, and files that must agree with each other."""

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
ARROWS = {  # module of the core -> what of ours it may import
    "data": set(),
    "bigram": set(),
    "nn": set(),
    "mlp": {"nn"},
    "order": set(),
    "autograd": {"nn", "order"},
    "attention": {"nn"},
    "gpt": {"data", "outside", "nn", "attention"},
    "optim": set(),
    "train": {"data", "nn", "order"},  # for the tape around a step
    "sample": {"nn"},
}
CORE = set(ARROWS)
DOORS = {"__init__", "__main__", "doctor", "download", "outside"}  # beside the core on the ground floor
WINGS = {  # folder -> what of ours its files may import, besides each other
    "graph": CORE | {"outside"},
    "replay": CORE | {"outside"},  # which tells that something is compiled
    "teach": {"data", "outside", "train"},  # what a lesson is about, it does not know
    "lessons": CORE | {"outside", "graph", "replay", "teach"},
    "publish": CORE | {"__version__", "outside", "graph", "replay", "teach", "lessons"},
}
ROOMS = {"bigram", "mlp", "autograd", "attention", "gpt", "full_gpt", "beyond"}  # they do not know each other
SHARED = {"ledger", "desk", "puzzles"}
PACKAGE = PROJECT / "microgpt"


def imports(path):
    """(what of this package a file imports, as a path from the package's folder; modules from outside)."""
    ours, others = set(), set()
    here = path.relative_to(PACKAGE).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = here[: len(here) - node.level + 1]
            found = [node.module] if node.module else [name.name for name in node.names]
            ours |= {"/".join([*start, *name.split(".")]) for name in found}
        elif isinstance(node, ast.ImportFrom):
            others.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            others |= {name.name.split(".")[0] for name in node.names}
    return ours, others


def files(wing):
    return sorted((PACKAGE / wing).rglob("*.py"))


@pytest.mark.parametrize("module", ARROWS)
def test_the_core_imports_what_the_plan_allows_and_the_standard_library(module):
    ours, others = imports(PACKAGE / f"{module}.py")
    assert ours <= ARROWS[module]
    assert others <= sys.stdlib_module_names


def test_the_ground_floor_holds_the_core_and_its_doors():
    assert {path.stem for path in PACKAGE.glob("*.py")} == CORE | DOORS


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_imports_what_the_plan_allows(wing):
    for path in files(wing):
        reached = {name.split("/")[0] for name in imports(path)[0]}
        assert reached <= WINGS[wing] | {wing}, path.name


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_says_in_its_first_line_what_it_is_for(wing):
    assert ast.get_docstring(ast.parse((PACKAGE / wing / "__init__.py").read_text(encoding="utf-8")))


def test_pytorch_is_known_in_beyond_alone_and_beyond_needs_no_lesson():
    assert not [path for path in files(".") if "torch" in imports(path)[1]]
    for path in (PROJECT / "beyond").glob("*.py"):
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        reached = {node.module for node in tree if isinstance(node, ast.ImportFrom)}
        reached = {name.split(".")[1] for name in reached if name.startswith("microgpt.")}
        assert reached <= CORE | DOORS, path.name


def test_no_lesson_imports_another():
    for path in files("lessons"):
        room = path.relative_to(PACKAGE / "lessons").parts[0].removesuffix(".py")
        reached = {name.split("/")[1] for name in imports(path)[0] if name.startswith("lessons/")}
        if room in ROOMS:
            assert not reached & (ROOMS - {room}), path
        elif room in SHARED:
            assert not reached & ROOMS, path


def test_what_calls_an_answer_can_be_sent_to_where_nothing_right_may_be():
    """A hand-in is called by an exercise's `use`, or by that of its `apart`; neither may need what knows the answer."""
    from microgpt.publish import books
    from microgpt.publish.marks.bundle import bundle
    from microgpt.teach.judge.calling import directly

    for path in books.notebooks():
        for exercise in books.checks(path).values():
            use = getattr(getattr(exercise, "apart", None) or exercise, "use", directly)  # a number is not called
            assert use is directly or "def " in bundle(use)


def test_no_module_is_longer_than_can_be_read_in_one_go():
    for path in files("."):
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 350, path.name


LINES = {  # what a notebook may import of ours; of the core, any module or name
    "microgpt": CORE,
    "microgpt.teach": {"plot", "watch"},
    "microgpt.graph": {"draw", "draw_around", "draw_forward", "table"},
    "microgpt.replay": {"Replay"},
    "microgpt.lessons": SHARED,
}


@pytest.mark.parametrize("path", sorted((PROJECT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_imports_by_the_lines_of_the_plan(path):
    room = path.stem.split("_", 1)[1]
    code = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    brought = 0
    for node in (node for cell in code for node in ast.walk(ast.parse("".join(cell["source"])))):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "microgpt":
            names = {name.name for name in node.names}
            if node.module == f"microgpt.lessons.{room}":
                brought += 1
            elif node.module.removeprefix("microgpt.") not in CORE:
                assert names <= LINES[node.module], ast.unparse(node)
    assert brought == 1


@pytest.mark.parametrize("own", [None, "3"])
def test_numpy_computes_small_matrices_with_one_thread_unless_told_otherwise(own):
    environment = {k: v for k, v in os.environ.items() if k != "OPENBLAS_NUM_THREADS"}
    environment |= {"PYTHONPATH": str(PROJECT)} | ({"OPENBLAS_NUM_THREADS": own} if own else {})
    code = "import os, microgpt; print(os.environ['OPENBLAS_NUM_THREADS'])"
    assert subprocess.check_output([sys.executable, "-c", code], env=environment, text=True).strip() == (own or "1")


def test_the_core_trains_with_the_standard_library_alone(tmp_path):
    """-S and -I: no site-packages at all."""
    code = (
        f"import sys; sys.path.insert(0, {str(PROJECT)!r})\n"
        "from microgpt.__main__ import main\n"
        f"code = main(['train', '--num_steps', '2', '--samples', '1', '--save', {str(tmp_path / 'm.json')!r}])\n"
        f"sys.exit(code or main(['sample', {str(tmp_path / 'm.json')!r}, '--samples', '1']))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("sample  1:") == 2


def test_environment_yml_lists_what_pyproject_lists():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {*extras["course"], *extras["test"], f"python{project['requires-python']}"}
    wanted = {line for line in wanted if not line.startswith(("graphviz", "pygraphviz"))}
    text = (PROJECT / "environment.yml").read_text(encoding="utf-8")
    listed = set(re.findall(r"^  - ([\w-]+>=[\d.]+)$", text, re.MULTILINE))
    assert listed - {"python-graphviz>=0.20"} == wanted
    assert "python-graphviz>=0.20" in listed and "- -e ." in text


@pytest.mark.parametrize(("extra", "name"), [("course", "requirements.lock"), ("test", "requirements-test.lock")])
def test_a_lock_names_every_package_with_hashes_and_no_address(extra, name):
    lock = (PROJECT / name).read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in project["optional-dependencies"][extra]:
        assert re.match(r"[\w-]+", line)[0] in pinned
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"https?://|file:|^-", lock, re.MULTILINE)


def test_the_locks_agree_and_the_course_installs_nothing_that_only_tests_need():
    course, test = (
        set(re.findall(r"^([\w.-]+)==(\S+)", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.lock", "requirements-test.lock")
    )
    shared = {name for name, _ in course} & {name for name, _ in test}
    assert {pin for pin in course if pin[0] in shared} == {pin for pin in test if pin[0] in shared}
    assert not {"pytest", "nbval", "hypothesis", "ruff", "codespell"} & {name for name, _ in course}


def test_the_wheel_carries_the_lists_and_trains_outside_the_checkout(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    code = f"import sys; sys.path.insert(0, {str(wheel.with_suffix(''))!r}); from microgpt.__main__ import main; "
    zipfile.ZipFile(wheel).extractall(wheel.with_suffix(""))
    code += "sys.exit(main(['train', '--num_steps', '1', '--samples', '1']))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0 and "15321" in done.stdout, done.stderr

"""The shape of the project: which module may import which, and files that must agree with each other."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
ARROWS = {  # module -> what of ours it may import
    "data": set(),
    "bigram": set(),
    "nn": set(),
    "mlp": {"nn"},
    "order": set(),
    "autograd": {"nn", "order"},
    "attention": {"nn"},
    "gpt": {"data", "nn", "attention"},
    "optim": set(),
    "train": {"nn", "order"},  # for the tape around a step
    "sample": {"nn"},
}


def imports(path):
    """(modules of this package, modules from outside) that a file imports."""
    ours, others = set(), set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            ours |= {node.module} if node.module else {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            others.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            others |= {name.name.split(".")[0] for name in node.names}
    return ours, others


@pytest.mark.parametrize("module", ARROWS)
def test_the_core_imports_what_the_plan_allows_and_the_standard_library(module):
    ours, others = imports(PROJECT / "microgpt" / f"{module}.py")
    assert ours <= ARROWS[module]
    assert others <= sys.stdlib_module_names


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
    assert listed - {"python-graphviz>=0.20", "flit-core>=3.9"} == wanted
    assert "python-graphviz>=0.20" in listed and "- -e ." in text


def test_the_lock_names_every_package_with_hashes_and_no_address():
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for extra in ("course", "test"):
        for line in project["optional-dependencies"][extra]:
            assert re.match(r"[\w-]+", line)[0] in pinned
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"https?://|file:|^-", lock, re.MULTILINE)

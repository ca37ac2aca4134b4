"""What works on this machine and what is missing: a line each, with the one command that mends it."""

import hashlib
import importlib.util
import shutil
import sys
from pathlib import Path

from .data import FOLDER

PIP = f"{sys.executable} -m pip install"
NAMES_SHA256 = "6626e1b088f21a325e6f7b40cac6f7df508144dc5c62d54c2d89fdc80c9f0374"


def python():
    if sys.version_info < (3, 11):
        return f"{sys.version.split()[0]} is too old", "install Python 3.11 or later"
    return sys.version.split()[0], None


def kernel():
    return package("ipykernel", "runs the notebooks")


def widgets():
    return with_front_end("ipywidgets", "@jupyter-widgets/jupyterlab-manager", "jupyterlab_widgets")


def sliders():
    return with_front_end("anywidget", "anywidget", "anywidget")


def plots():
    return package("matplotlib", "draws the curves")


def pictures():
    if package("graphviz", "")[1]:
        return "missing", f"{PIP} graphviz pygraphviz"
    if path := shutil.which("dot"):
        return f"dot at {path}", None
    if not package("pygraphviz", "")[1]:
        return "pygraphviz, in process", None
    return "no engine: graphs are shown as text", f"{PIP} pygraphviz"


def names():
    path = FOLDER / "names.txt"
    if not path.exists():
        return f"{path} is missing", "git checkout data/names.txt"
    text = path.read_bytes().replace(b"\r\n", b"\n")
    if hashlib.sha256(text).hexdigest() != NAMES_SHA256:
        return "data/names.txt was changed: the numbers of the course will differ", "git checkout data/names.txt"
    return "data/names.txt is the course's own", None


def fast():
    return package("numba", "makes replay fast; the course does without")


def package(name, purpose):
    """(what was found, the command that mends it or None)."""
    if importlib.util.find_spec(name) is None:
        return f"missing ({purpose})", f"{PIP} {name}"
    return f"{name} ({purpose})", None


def with_front_end(name, folder, brings_it):
    """A package with a part that JupyterLab loads from a folder, which another package may bring."""
    if package(name, "")[1]:
        return "missing", f"{PIP} {name}"
    if not Path(sys.prefix, "share/jupyter/labextensions", folder).exists():
        return f"{name} is here, its JupyterLab part is not", f"{PIP} --force-reinstall {brings_it}"
    return f"{name}, with its JupyterLab part", None


NEEDED = {
    "Python": python,
    "Kernel": kernel,
    "Widgets": widgets,
    "Sliders": sliders,
    "Plots": plots,
    "Graphviz": pictures,
    "Data": names,
}
OPTIONAL = {"Fast engine": fast}


def examine():
    """Print a line per check; 1 where something needed is missing, else 0."""
    failed = 0
    for title, check in {**NEEDED, **OPTIONAL}.items():
        found, remedy = check()
        needed = title in NEEDED
        failed += needed and remedy is not None
        mark = "ok" if remedy is None else "MISSING" if needed else "optional"
        print(f"{mark:8} {title:11} {found}" + (f"   ->  {remedy}" if remedy else ""))
    return 1 if failed else 0

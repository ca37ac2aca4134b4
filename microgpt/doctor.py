"""What works on this machine and what is missing: a line each, with the one command that mends it."""

import hashlib
import importlib
import os
import shlex
import shutil
import sys
from pathlib import Path

from .data import FOLDER
from .outside import printable, say

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
    return package("matplotlib.pyplot", "draws the curves")


def arrays():
    return package("numpy", "replays a recorded graph")


def pages():
    return package("jupyterlab", "opens the notebooks")


def pictures():
    found, mend = package("graphviz", "writes what is to be drawn")
    if mend:
        return found, mend
    from .graph.drawing import ENGINES, commanded  # it needs graphviz

    path, least = shutil.which("dot"), 'graph { a [pos="0,0"] }'
    if path and all(commanded(command, least, "svg") for command, _ in ENGINES.values()):
        return f"dot at {path}", None
    useless = f" ({path} draws nothing, or neato is missing)" if path else ""
    if not package("pygraphviz", "draws")[1]:
        return f"pygraphviz, in process{useless}", None
    return f"no engine: graphs are shown as text{useless}", remedy("pygraphviz")


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


def marks():
    try:
        from .publish.marks.cage import why_open  # what it needs is not there where the core stands alone
    except ModuleNotFoundError as error:
        return f"course.py grade lacks {error.name}", remedy(error.name)
    why = why_open()
    return (
        "not isolated: course.py grade asks for --trust" if why else "hand-ins are locked in by bubblewrap"
    ), why or None


def package(name, purpose):
    """(what was found, the command that mends it or None). It is imported: a folder that is there may be half empty."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name == name:
            return f"missing ({purpose})", remedy(name)
        return f"{name} lacks {error.name}", remedy(error.name)
    except Exception as error:  # noqa: BLE001 - whatever a broken package does when it is imported
        return f"{name} is broken: {printable(error, 80)}", remedy(f"--force-reinstall {name}")
    return f"{name} ({purpose})", None


def remedy(words):
    """The command that installs into this Python; where it belongs to the system, the course's own is the way."""
    if sys.prefix == sys.base_prefix and not os.environ.get("CONDA_PREFIX"):
        return "python3 course.py lab (which makes an environment of its own in .venv)"
    python = f'"{sys.executable}"' if os.name == "nt" else shlex.quote(sys.executable)  # its folder may have a blank
    return f"{python} -m pip install {words}"


def with_front_end(name, folder, brings_it):
    """A package with a part that JupyterLab loads from a folder, which another package may bring."""
    found, mend = package(name, "with its JupyterLab part")
    if mend:
        return found, mend
    if not Path(sys.prefix, "share/jupyter/labextensions", folder).exists():
        return f"{name} is here, its JupyterLab part is not", remedy(f"--force-reinstall {brings_it}")
    return found, None


NEEDED = {
    "Python": python,
    "JupyterLab": pages,
    "Kernel": kernel,
    "Widgets": widgets,
    "Sliders": sliders,
    "Plots": plots,
    "NumPy": arrays,
    "Graphviz": pictures,
    "Data": names,
}
OPTIONAL = {"Fast engine": fast, "Marks": marks}


def examine():
    """Print a line per check; 1 where something needed is missing, else 0."""
    failed = 0
    for title, check in {**NEEDED, **OPTIONAL}.items():
        found, mend = check()
        needed = title in NEEDED
        failed += needed and mend is not None
        mark = "ok" if mend is None else "MISSING" if needed else "optional"
        say(f"{mark:8} {title:11} {found}" + (f"   ->  {mend}" if mend else ""))
    return 1 if failed else 0

"""The working pages of a site: JupyterLite with the course's notebooks, its library, and all that these need in a browser."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from ..data import BadInput
from . import packages
from .books import source
from .copies import held_back
from .packages import PROJECT, digest

RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
STORAGE = "microgpt"  # what the browser keeps is kept under this name, in every version of the course
ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("storage.js", "site.js")
EXTENSION = ASSETS / "extension"  # what the working page does and says of its own
FRONT_ENDS = ("jupyterlab_widgets", "anywidget")  # wheels with a part that the page loads
KERNEL = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
FIRST = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython", "microgpt"]
DEPENDS = {  # package -> those that it needs; the others need none that is not here already
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "ipykernel": ["pyodide-kernel"],
    "ipython": ["decorator", "jedi", "matplotlib-inline", "prompt-toolkit", "pygments", "stack-data", "traitlets"],
    "ipywidgets": ["comm", "ipython", "jupyterlab-widgets", "traitlets", "widgetsnbextension"],
    "jedi": ["parso"],
    "matplotlib-inline": ["traitlets"],
    "microgpt": ["anywidget", "graphviz", "ipywidgets"],
    "micropip": ["packaging"],
    "piplite": ["micropip"],
    "prompt-toolkit": ["wcwidth"],
    "pyodide-kernel": ["comm", "ipython"],
    "stack-data": ["asttokens", "executing", "pure-eval"],
}
OVERRIDES = {  # JupyterLab's settings
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
    "@jupyterlab/application-extension:top-bar": {"toolbar": [{"name": "lessons", "command": "microgpt:lessons"}]},
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 20},
}
PYTHON = {  # a notebook's metadata as the kernel would write them: a lesson that was only looked at is not changed
    "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.8",
    },
}
IGNORED = shutil.ignore_patterns("__pycache__")


def build(folder, work, ours, compiled):
    """Write the working pages into `folder`; work: an empty folder, ours: the course's wheel, compiled: see `packages`."""
    static, contents = work / "static/pyodide", work / "contents"
    static.mkdir(parents=True)
    runtime = packages.from_npm("pyodide")
    for name in RUNTIME:
        shutil.copy(runtime / name, static)
    lock = json.loads((runtime / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock["packages"] = {name: entry for name, (entry, _) in compiled.items()} | entries(ours, bool(compiled))
    for path in [*wheels(ours), *(path for _, path in compiled.values())]:
        shutil.copy(path, static)
    (static / "pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    editions = lay_out(contents)
    configure(work)
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", work, "--output-dir", folder]
    paths = os.pathsep.join(filter(None, [str(packages.builder()), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        list(map(str, command)),
        cwd=work,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BadInput(f"JupyterLite could not be built: {(done.stderr or done.stdout).strip()[-600:]}")
    for name in SCRIPTS:
        shutil.copy(ASSETS / name, folder)
    complete(folder / "lab/index.html", editions)


def complete(path, editions):
    """Put into JupyterLab's page its picture, for which a browser would look at the root of the host, and what our script asks for."""
    html = path.read_text(encoding="utf-8")
    ours = '<link rel="icon" href="../icon-120x120.png">'
    told = f"data-storage='{STORAGE}' data-editions='{json.dumps(editions)}'"
    html = html.replace("<head>", f"<head>{ours}", 1).replace("<body ", f"<body {told} ", 1)
    path.write_text(html, encoding="utf-8")


def wheels(ours):
    """All wheels of a site that are pure Python."""
    kernel = [
        path for path in (packages.builder() / KERNEL).glob("*.whl") if not path.name.startswith("widgetsnbextension-3")
    ]
    return [*packages.wheels(), *sorted(kernel), ours]


def entries(ours, with_arrays):
    """What Pyodide's lock file has to say of these wheels."""
    found = {}
    for path in wheels(ours):
        module, version = path.name.split("-")[:2]
        name = module.replace("_", "-").lower()
        depends = DEPENDS.get(name, [])
        if name == "microgpt" and with_arrays:
            depends = [*depends, *packages.COMPILED]
        found[name] = {
            "name": name,
            "version": version,
            "file_name": path.name,
            "install_dir": "site",
            "sha256": digest(path.read_bytes()),
            "package_type": "package",
            "imports": ["IPython" if name == "ipython" else module],
            "depends": depends,
            "unvendored_tests": False,
        }
    return found


def lay_out(contents):
    """The files that the page shows: the learner's notebooks, and what their links lead to; {path: edition} of the lessons."""
    editions = {}
    (contents / "notebooks").mkdir(parents=True)
    for path in sorted((PROJECT / "notebooks").glob("*.ipynb")):
        book = shown(json.loads(held_back(path)))
        (contents / "notebooks" / path.name).write_text(json.dumps(book), encoding="utf-8")
        editions[f"notebooks/{path.name}"] = book["metadata"]["edition"]
    shutil.copytree(PROJECT / "microgpt", contents / "microgpt", ignore=IGNORED)
    for name in ("GLOSSARY.md", "ORIGINAL.md", "TEACHING.md"):
        shutil.copy(PROJECT / name, contents)
    return editions


def shown(book):
    """A notebook as JupyterLite shows it whole: its pictures are trusted, the lines of a text are one text, no cell counts as run.

    Its edition, which a saved copy keeps, tells whether it has been published anew since.
    """
    book["metadata"]["edition"] = digest(json.dumps(list(map(source, book["cells"]))).encode())[:8]
    book["metadata"] |= PYTHON
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"]["trusted"], cell["execution_count"] = True, None
            for output in cell["outputs"]:
                for part in (output, output.get("data", {})):
                    part |= {k: "".join(v) for k, v in part.items() if isinstance(v, list) and k != "traceback"}
    return book


def configure(work):
    """What JupyterLite is told when it is built, and what it tells the page."""
    extensions = [path for path in packages.wheels() if path.name.startswith(FRONT_ENDS)]
    kernel = packages.builder() / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension"
    told = {
        "LiteBuildConfig": {
            "contents": ["contents"],
            "apps": ["lab"],
            "ignore_sys_prefix": ["federated_extensions"],
            "federated_extensions": list(map(str, [*extensions, kernel, EXTENSION])),
            "settings_overrides": ["overrides.json"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
        }
    }
    options = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": FIRST}}
    page = {
        "appName": "microgpt",
        "exposeAppInBrowser": True,
        "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": options},
    } | {f"{kind}StorageName": STORAGE for kind in ("contents", "settings", "workspaces")}
    write(work / "jupyter_lite_config.json", told)
    write(work / "jupyter-lite.json", {"jupyter-lite-schema-version": 0, "jupyter-config-data": page})
    write(work / "overrides.json", OVERRIDES)


def write(path, told):
    path.write_text(json.dumps(told, indent=1), encoding="utf-8")

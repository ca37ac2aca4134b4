"""The library, its lists and what it needs in a browser, as one wheel: a zip file with a few lines of its own."""

import base64
import hashlib
import json
import zipfile

from .. import __version__
from ..lessons.ledger import keep
from .packages import PROJECT, digest, from_npm

MOMENT = (2020, 1, 1, 0, 0, 0)  # of all files: the same content gives the same wheel


def contents():
    """{path in the wheel: bytes} of all that is ours, and of Graphviz."""
    package, lists = PROJECT / "microgpt", PROJECT / "data"
    found = {
        f"microgpt/{path.relative_to(package).as_posix()}": path.read_bytes()
        for path in sorted(package.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    found |= {f"microgpt/lists/{path.name}": path.read_bytes() for path in sorted(lists.glob("*"))}
    found["microgpt/graph/viz.js"] = (from_npm("@viz-js/viz") / "dist/viz.js").read_bytes()
    return found


def kept(arrays=""):
    """{path in the wheel: bytes} of what the ledger has computed on this machine, sealed for a place with this NumPy, or none."""
    found = {}
    for path in sorted(keep.FOLDER.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["seal"] == keep.seal(told["result"]):
            sealed = told | {"seal": keep.seal(told["result"], arrays)}
            found[f"microgpt/work/kept/{path.name}"] = json.dumps(sealed).encode()
    return found


def write(folder, files):
    """A wheel with these files in a folder; its path, whose name tells versions apart."""
    version = f"{__version__}+{digest(b''.join(map(bytes.__add__, map(str.encode, files), files.values())))[:8]}"
    info = f"microgpt-{version}.dist-info"
    files = files | {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: microgpt\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={urlsafe(content)},{len(content)}" for name, content in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    path = folder / f"microgpt-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, MOMENT), content, zipfile.ZIP_DEFLATED)
    return path


def urlsafe(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()

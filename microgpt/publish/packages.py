"""Packages that are made part of a site: pinned, fetched once, their hashes checked.

Wheels come from PyPI by pip, the others from npm by npm, each as it is set up on this machine.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from ..data import BadInput

PROJECT = Path(__file__).resolve().parents[2]
WHEELS = PROJECT / "requirements-browser.lock"
NPM = {  # package -> version, sha512 of its archive
    "pyodide": (
        "314.0.7",
        "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A==",
    ),
    "reveal.js": (
        "5.2.1",
        "r7//6mIM5p34hFiDMvYfXgyjXqGRta+/psd9YtytsgRlrpRzFv4RbH76TXd2qD+7ZPZEbpBDhdRhJaFgfQ7zNQ==",
    ),
    "@viz-js/viz": (
        "3.31.0",
        "r7zlQdRvcwvIpjHGgs+KNWHeE/P5/Dq7k8ZAKaMCbZqomxCBJV78gVuQYaHzFVca+kB0mX0fMW9UFevCOBG50A==",
    ),
}


def cache():
    """The folder for what was fetched: MICROGPT_CACHE, or the system's place for such things."""
    if own := os.environ.get("MICROGPT_CACHE"):
        return Path(own)
    usual = Path.home() / ("AppData/Local" if os.name == "nt" else ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or usual) / "microgpt"


def wheels():
    """The wheels that run in the browser, as paths."""
    there = cache() / f"wheels-{digest(WHEELS.read_bytes())[:12]}"
    if not there.exists():
        part = fresh(there)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        kind = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none", "--python-version=3.14"]
        called([*command, *kind, "--require-hashes", "-r", str(WHEELS), "-d", str(part)], "pip")
        part.replace(there)
    return sorted(there.glob("*.whl"))


def from_npm(name):
    """The folder of an unpacked npm package."""
    version, wanted = NPM[name]
    there = cache() / f"{name.replace('/', '-').strip('@')}-{version}"
    if not there.exists():
        npm = shutil.which("npm")
        if not npm:
            raise BadInput(f"{name} is fetched by npm, which is missing here: install Node.js")
        part = fresh(there)
        called([npm, "pack", "--silent", f"{name}@{version}", "--pack-destination", str(part)], "npm")
        (archive,) = part.glob("*.tgz")
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != wanted:
            raise BadInput(f"{name} {version} is not what it was when the course was made: sha512 {found}")
        with tarfile.open(archive) as packed:
            packed.extractall(part, filter="data")
        archive.unlink()
        part.replace(there)
    return there / "package"


def fresh(there):
    """An empty folder beside the one that will be there when all of it has come."""
    part = there.with_name(f"{there.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    return part


def called(command, name):
    """Run a program; BadInput with its last line where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["it says nothing"]
        raise BadInput(f"{name} could not fetch a package: {lines[-1]}")


def digest(content):
    return hashlib.sha256(content).hexdigest()

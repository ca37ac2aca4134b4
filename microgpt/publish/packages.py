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
from urllib.request import urlopen

from ..data import BadInput
from ..outside import writing

PROJECT = Path(__file__).resolve().parents[2]
WHEELS = PROJECT / "requirements-browser.lock"  # what runs in the browser
BUILDER = PROJECT / "requirements-site.lock"  # what makes the site
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
    "katex": (
        "0.19.1",
        "jG8uKntjSEcm2EpQOh0XturpPuuC9r3Sq5HLHdsFdWZT27E672SF19QEi+of0/YeOy15lDgRhKvr5614uRrEfA==",
    ),
}
DISTRIBUTION = (
    "https://cdn.jsdelivr.net/pyodide/v{version}/full/{file}"  # Pyodide's own builds, of packages that are compiled
)
COMPILED = ("matplotlib", "numpy")


def cache():
    """The folder for what was fetched: MICROGPT_CACHE, or the system's place for such things."""
    if own := os.environ.get("MICROGPT_CACHE"):
        return Path(own)
    usual = Path.home() / ("AppData/Local" if os.name == "nt" else ".cache")
    return Path(os.environ.get("XDG_CACHE_HOME") or usual) / "microgpt"


def whole_course():
    """BadInput in an edition that lacks what a site is made from."""
    if not (WHEELS.exists() and BUILDER.exists()):
        raise BadInput(f"a site is made from the whole course, and {WHEELS.name} or {BUILDER.name} is missing here")


def wheels():
    """The wheels that run in the browser, as paths."""
    whole_course()
    there = cache() / f"wheels-{digest(WHEELS.read_bytes())[:12]}"
    if not there.exists():
        part = fresh(there)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        kind = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none", "--python-version=3.14"]
        called([*command, *kind, "--require-hashes", "-r", str(WHEELS), "-d", str(part)], "pip")
        part.replace(there)
    return sorted(there.glob("*.whl"))


def builder():
    """The folder in which the packages lie that make a site."""
    there = cache() / f"builder-{digest(BUILDER.read_bytes())[:12]}"
    if not there.exists():
        part = fresh(there)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        called([*command, "--require-hashes", "--target", str(part), "-r", str(BUILDER)], "pip")
        part.replace(there)
    return there


def compiled(lock):
    """Pyodide's own builds of what is compiled, as its lock file describes them: {name: (entry, path)}.

    {} where its distribution cannot be reached.
    """
    found = {}
    try:
        for name in needed(COMPILED, lock["packages"]):
            entry = lock["packages"][name]
            found[name] = (entry, fetched(entry["file_name"], entry["sha256"]))
    except OSError:
        return {}
    return found


def needed(names, entries):
    """These packages and all that they depend on."""
    found = []
    for name in names:
        if name not in found:
            found = [*dict.fromkeys([*found, name, *needed(entries[name]["depends"], entries)])]
    return found


def fetched(file, wanted):
    """A file of Pyodide's distribution, as a path; OSError where it cannot be reached."""
    path = cache() / f"pyodide-{NPM['pyodide'][0]}-built" / file
    if not path.exists():
        with urlopen(DISTRIBUTION.format(version=NPM["pyodide"][0], file=file), timeout=20) as answer:
            content = answer.read()
        if digest(content) != wanted:
            raise BadInput(f"{file} is not what Pyodide's list says: sha256 {digest(content)}")
        path.parent.mkdir(parents=True, exist_ok=True)
        with writing(path, "wb") as whole:
            whole.write(content)
    return path


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

"""What took long to compute is kept on the reader's machine, for as long as all that it was computed from stays the same."""

import hashlib
import json
import re
from contextlib import suppress
from functools import cache
from importlib import metadata
from pathlib import Path

from ...data import FOLDER as DATA
from ...data import BadInput
from ...outside import writing

PACKAGE = Path(__file__).resolve().parents[2]
FOLDER = DATA.parent / "work" / "kept"  # beside the learner's copies of the notebooks


@cache
def sources():
    """A digest of what a kept number depends on: the core, the replay, the ledger, the names."""
    found = hashlib.sha256()
    files = [*PACKAGE.glob("*.py"), *PACKAGE.glob("replay/*.py"), *PACKAGE.glob("lessons/ledger/*.py")]
    for path in [*sorted(files), DATA / "names.txt"]:
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def numpy():
    """The version of NumPy; "" where it is missing."""
    try:
        return metadata.version("numpy")
    except metadata.PackageNotFoundError:
        return ""


def seal(result, arrays=None):
    """A digest of a result and of what it was computed from: who finds it again knows that both are unchanged.

    arrays: the version of NumPy where it will be found; without it, that which is here.
    """
    arrays = numpy() if arrays is None else arrays
    return hashlib.sha256(f"{sources()} {arrays} {json.dumps(result)}".encode()).hexdigest()


def kept(name, compute):
    """compute(), or what it gave before on this machine; the result is made of JSON's types.

    A file that is damaged, out of date, or cannot be written costs the time of computing, and nothing else.
    """
    path = FOLDER / f"{re.sub(r'[^A-Za-z0-9]+', '-', name)}.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["seal"] == seal(found["result"]):
            return found["result"]
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    result = compute()
    with suppress(OSError, BadInput):  # where nothing can be written it is computed again next time
        FOLDER.mkdir(parents=True, exist_ok=True)
        with writing(path) as file:
            file.write(json.dumps({"seal": seal(result), "result": result}))
    return result

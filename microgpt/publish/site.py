"""The course as a static site: a front page, pages to read, and working pages in which Python runs in the browser."""

import json
import secrets
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from .. import __version__
from ..data import BadInput
from ..lessons import ledger
from ..lessons.mlp import held_out_loss
from ..outside import printable, say
from . import packages, site_lite, site_pages, wheel
from .packages import PROJECT, digest
from .whole import free, whole

MADE = "site.json"  # lies in every site that was made here: such a folder may be made anew
LONG = "The trainings of lesson 6 take minutes; the longest says how many seconds are left. Kernel, Restart Kernel ends them."


def make_site(words):
    """words: FOLDER. What was fetched and computed once is found again by a second call."""
    if len(words) != 1 or words[0].startswith("-"):
        raise BadInput("site needs the name of a folder: python3 course.py site FOLDER")
    folder = Path(words[0])
    if not (folder / MADE).exists():
        free(folder)  # before minutes are spent on it
    say("Fetching what runs in a browser (once; about 30 MB) ...")
    lock = json.loads((packages.from_npm("pyodide") / "pyodide-lock.json").read_text(encoding="utf-8"))
    compiled = packages.compiled(lock)
    if not compiled:
        say(
            "Pyodide's distribution cannot be reached: the site is made without NumPy and matplotlib, its figures in words."
        )
    say("Training the ledger's networks (once; a few minutes) ...")
    fill_ledger()
    say("Writing the pages ...")
    with renewed(folder) as part, tempfile.TemporaryDirectory() as work:
        write(part, Path(work), compiled)
    say(
        f"The site is in {printable(folder)}. To see it: python3 -m http.server --bind 127.0.0.1 -d {printable(folder)}"
    )


def fill_ledger():
    """What the ledger shows, and lesson 2 of more letters, so that nobody has to wait for it in a browser."""
    for row in ledger.ROWS:
        ledger.early_runs(row)
        ledger.final(row)
    for letters in (1, 2, 3):  # as lesson 2 asks
        for bend in (True, False):
            held_out_loss(letters, bend, steps=1500)


@contextmanager
def renewed(folder):
    """A folder to write a site into, which becomes `folder`; a site that is there already is replaced when all went well."""
    if not (folder / MADE).exists():
        with whole(folder) as part:
            yield part
        return
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    with whole(beside) as part:
        yield part
    shutil.rmtree(folder)
    beside.rename(folder)


def write(folder, work, compiled):
    """All files of a site; work: an empty folder."""
    arrays = compiled["numpy"][0]["version"] if compiled else ""
    ours = wheel.write(work, wheel.contents() | wheel.kept(arrays))
    name = f"work-{version(ours, compiled)}"  # a new version has new addresses: no cache mixes two
    (work / "lite").mkdir()
    site_lite.build(folder / name, work / "lite", ours, compiled)
    shutil.copy(PROJECT / "notebooks/forward.svg", folder)
    for path, text in site_pages.pages(name, bool(compiled), LONG).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / ".nojekyll").touch()  # or GitHub Pages would leave out what begins with an underscore
    (folder / MADE).write_text(json.dumps({"version": __version__, "work": name}) + "\n", encoding="utf-8")


def version(ours, compiled):
    """The course's version, and a few letters that change with whatever the working pages are made of."""
    books = [path.read_bytes() for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))]
    pins = [packages.WHEELS.read_bytes(), packages.BUILDER.read_bytes(), json.dumps(packages.NPM).encode()]
    here = [path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*")) if path.is_file()]
    parts = [ours.name.encode(), str(sorted(compiled)).encode(), *books, *pins, *here]
    return f"{__version__}-{digest(b''.join(parts))[:8]}"

"""A folder of hand-ins: who handed in what. Nothing in it is trusted: it is read as data, and no link is followed."""

import json
import os
import re
import stat
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ...data import BadInput
from ...outside import printable
from .. import books

LARGEST = 60_000_000  # bytes of a notebook
LONGEST = 2_000_000  # characters of its code
MOST = 60  # files of a student
COPIED = re.compile(r"\(\d+\)|(^|[-_ ])(copy|final)\d*$", re.IGNORECASE)  # what is added to the name of a file
PASSED_OVER = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}
OLD_CODE = "input"  # a code cell's text in the format of before 2015


@dataclass
class Notebook:
    """A file that was handed in: the lesson it is of (a path of the course), the code of its cells, or what is wrong."""

    path: Path
    lesson: Path | None = None
    cells: list = field(default_factory=list)
    fault: str = ""
    changed: float = 0.0


@dataclass
class Student:
    """name: of the folder, or of the file without what names the lesson."""

    name: str
    notebooks: list


def students(folder):
    """Every Student of a folder, in order: a folder for each of them, or their notebooks side by side."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise BadInput(f"cannot read {printable(folder)}: {error.strerror}") from None
    found = {}
    for entry in entries:
        if entry.name in PASSED_OVER or entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            found.setdefault(entry.name, []).extend(islice(files(entry.path), MOST + 1))
        else:
            found.setdefault(named(entry.name), []).append(Path(entry.path))
    return [Student(name, newest(notebooks(paths))) for name, paths in sorted(found.items())]


def notebooks(paths):
    """The Notebooks of a student's files, of so many as anybody hands in."""
    found = list(map(read, paths[:MOST]))
    if len(paths) > MOST:
        found.append(Notebook(paths[MOST], fault=f"and what comes after it is not read: {MOST} files are enough"))
    return found


def newest(notebooks):
    """The same, of each lesson the newest alone; of the others it is said that they are left out."""
    last = {notebook.lesson: notebook for notebook in sorted(notebooks, key=lambda notebook: notebook.changed)}
    for notebook in notebooks:
        kept = last[notebook.lesson]
        if notebook.lesson and notebook is not kept:
            notebook.lesson, notebook.cells = None, []
            notebook.fault = f"is left out: {printable(kept.path.name, 60)} is newer"
    return notebooks


def files(folder):
    """The files below a student's folder, links among them; no linked folder is entered."""
    for place, folders, names in os.walk(folder, followlinks=False):
        links = [name for name in folders if os.path.islink(os.path.join(place, name))]
        folders[:] = sorted(name for name in folders if name not in PASSED_OVER and not name.startswith("."))
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield Path(place, name)


def named(name):
    """Whose notebook it is that lies beside others: what stands before the lesson's name, or behind it; or all of it."""
    lessons = "|".join(re.escape(path.stem) for path in books.notebooks())
    parts = re.split(lessons, name.rsplit(".", 1)[0], flags=re.IGNORECASE)
    names = (re.sub(COPIED, "", part).strip(" _-.") for part in parts)
    return next(filter(None, names), name)


def read(path):
    """A Notebook, whatever lies there."""
    found = Notebook(path)
    try:
        found.changed = os.lstat(path).st_mtime
        found.cells = code(parsed(content(path)))
        found.lesson = lesson_of(path.name, "\n".join(found.cells))
    except OSError as error:
        found.fault = f"cannot be read: {error.strerror}"
    except BadInput as error:
        found.fault = str(error)
    return found


def content(path):
    """The bytes of a plain file; a link, a pipe or a device is none."""
    try:
        about = os.lstat(path)
        if not stat.S_ISREG(about.st_mode):
            raise BadInput("is a link: not followed" if stat.S_ISLNK(about.st_mode) else "is no plain file")
        if ".ipynb" not in path.name.lower():  # browsers save one as x.ipynb.txt, or x.ipynb.json
            raise BadInput("is no notebook: left out")
        if about.st_size > LARGEST:
            raise BadInput(f"is larger than {LARGEST // 1_000_000} MB: not read")
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror}") from None


def parsed(raw):
    """What JSON holds, in whatever encoding an editor may have stored it."""
    if not raw.strip():
        raise BadInput("is empty")
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return json.loads(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
        except (ValueError, RecursionError) as error:
            raise BadInput(f"is no notebook: {printable(error, 80)}") from None
    raise BadInput("is no notebook: it is no text")


def code(book):
    """The texts of all code cells, of a notebook of any version."""
    whole = book if isinstance(book, dict) else {}
    sheets = [whole, *things(whole.get("worksheets"))]
    cells = [cell for sheet in sheets if isinstance(sheet, dict) for cell in things(sheet.get("cells"))]
    texts = [
        text_of(cell.get("source", cell.get(OLD_CODE)))
        for cell in cells
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
    ]
    if not cells:
        raise BadInput("is no notebook: it has no cells")
    if sum(map(len, texts)) > LONGEST:
        raise BadInput("holds more code than anybody writes: not read")
    return texts


def things(found):
    return found if isinstance(found, list) else []


def text_of(found):
    return found if isinstance(found, str) else "".join(part for part in things(found) if isinstance(part, str))


def lesson_of(name, text):
    """The course's notebook that this one is of: the one of most of its imports and checks, or else by its name."""
    said = re.sub(r"#.*", "", text)
    found = {path: signs(path, said) for path in books.notebooks()}
    if any(found.values()):
        return max(found, key=lambda path: (found[path], is_named(path, name)))
    for path in found:
        if is_named(path, name):
            return path
    raise BadInput("is of no lesson of this course")


def signs(path, text):
    """How many of a lesson's checks stand in a text, and whether the lesson is imported there."""
    room = path.stem.split("_", 1)[1]
    imported = re.search(rf"^\s*(from|import)\s+microgpt\.lessons(\.|\s+import\s+){room}\b", text, re.MULTILINE)
    return bool(imported) + sum(bool(re.search(rf"\bcheck\.{exercise}\b", text)) for exercise in books.checks(path))


def is_named(path, name):
    return path.stem in name.lower() or name.startswith(path.stem[:2])

"""What the course remembers of its reader: one file beside the learner's copies of the notebooks. Nothing leaves the machine.

Where course.py made no copies (a notebook opened in notebooks/ itself) it is remembered while the kernel lives, and
nothing is written. What cannot be written is kept in memory, said in one line, and written as soon as that is possible.
"""

import copy
import json
import os
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..data import BadInput
from ..outside import writing

VERSION = 1
PATIENCE = 2.0  # seconds to wait while another kernel writes
ABANDONED = 10.0  # seconds after which a kernel that still "writes" has died
COPIES = ".fetched.json"  # lies where course.py made the learner's copies
DRIVE = Path("/drive/notebooks")  # where a site keeps them in the browser's own storage
STATES = ("solved", "solved with help", "tried")  # of an exercise
FORMS = {  # kind of entry -> what its fields are
    "exercises": {"state": str, "help": int},
    "predictions": {"first": list, "answers": list, "computed": str},
    "explanations": {"text": str, "compared": bool, "ticked": list},
}


class Progress:
    """The notes of one reader: lesson ("01") -> kind (see FORMS) -> name -> entry, a dictionary.

    folder: where the notebook stands. The file is read anew each time, since other kernels write into it as well; and
    a kernel may answer two touches of one panel at once, in threads of its own, so one waits for the other.
    """

    def __init__(self, folder):
        folder = Path(folder)
        kept = (folder / COPIES).exists() or folder.is_relative_to(DRIVE)
        self.path = folder / "progress.json" if kept else None
        self.known, self.unwritten, self.untold = empty(), [], []
        self.one_at_a_time = threading.RLock()
        if sys.platform == "emscripten" and not kept:  # a private window, or an address without https
            self.complain("this browser keeps no files for Python")

    def entry(self, lesson, kind, name):
        """What is known of one exercise, prediction or explanation; {} if nothing is."""
        return self.read()["lessons"].get(lesson, {}).get(kind, {}).get(name, {})

    def read(self):
        """All notes: {"version": 1, "last": where the reader was last, or [], "lessons": {...}}."""
        with self.one_at_a_time:
            try:
                self.known = self.joined(self.stored())
            except OSError as error:
                self.complain(error)
            return self.known

    def note(self, lesson, kind, name, **fields):
        """Set fields of an entry, and write the file."""
        self.change(lambda notes: put(notes, lesson, kind, name, fields))

    def forget(self, lesson):
        """Forget everything about one lesson."""
        self.change(lambda notes: notes["lessons"].pop(lesson, None))

    def change(self, how):
        with self.one_at_a_time:
            self.unwritten.append(how)
            self.write()

    def write(self):
        """Put what has not been written yet into the file, or keep it for the next time."""
        if self.path is None:
            self.known, self.unwritten = self.joined(None), []
            return
        try:
            with alone(self.path):
                self.known = self.joined(self.stored())
                with writing(self.path) as file:
                    file.write(json.dumps(self.known, indent=1, ensure_ascii=False) + "\n")
            self.unwritten = []
        except (OSError, BadInput) as error:
            self.known = self.joined(None)
            self.complain(error)

    def joined(self, stored):
        """The notes of the file, or what is known where there are none, with what has not been written yet."""
        notes = copy.deepcopy(self.known if stored is None else stored)
        for how in self.unwritten:
            how(notes)
        return notes

    def stored(self):
        """What the file holds, or None without a file; one that is damaged is put aside. OSError if it is not for us."""
        if self.path is None or not self.path.exists():
            return None
        try:
            notes = json.loads(self.path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            notes = None
        if isinstance(notes, dict) and isinstance(notes.get("version"), int) and notes["version"] > VERSION:
            raise OSError(None, f"it was written by a newer course, version {notes['version']}")
        if sound(notes):
            return notes
        aside = unused(self.path.with_name("progress_damaged.json"))
        self.path.replace(aside)
        self.tell(f"{self.path.name} was damaged. It is kept as {aside.name}, and a new one begins with what is known.")
        return None

    def complain(self, error):
        why = getattr(error, "strerror", None) or error
        self.tell(f"Your progress cannot be kept now ({why}). It is remembered as long as this kernel runs.")

    def tell(self, line):
        if line not in self.untold:
            self.untold.append(line)

    def told(self):
        """What went wrong since this was asked last, in a line each; mostly ""."""
        lines, self.untold = self.untold, []
        return "\n".join(lines)

    def marks(self):
        """lesson -> one of STATES -> names of exercises; where help was taken alone, that counts as tried."""
        found = {}
        for lesson, kinds in self.read()["lessons"].items():
            for name, entry in kinds.get("exercises", {}).items():
                state = entry.get("state")
                found.setdefault(lesson, {}).setdefault(state if state in STATES else "tried", []).append(name)
        return found


def empty():
    return {"version": VERSION, "last": [], "lessons": {}}


def put(notes, lesson, kind, name, fields):
    notes["lessons"].setdefault(lesson, {}).setdefault(kind, {}).setdefault(name, {}).update(fields)
    notes["last"] = [lesson, kind, name]


def sound(notes):
    """Whether these notes have the form that they should have; a kind or a field that we do not know is left alone."""
    return (
        is_table(notes)
        and isinstance(notes.get("version"), int)
        and isinstance(notes.get("last"), list)
        and len(notes["last"]) in (0, 3)
        and all(isinstance(part, str) for part in notes["last"])
        and is_table(notes.get("lessons"))
        and all(is_table(kinds) for kinds in notes["lessons"].values())
        and all(whole(kinds.get(kind, {}), form) for kinds in notes["lessons"].values() for kind, form in FORMS.items())
    )


def judged(answers):
    """Whether these are answers to a prediction: what was chosen, and whether each part of it was right."""
    return all(
        is_table(answer) and all(isinstance(answer.get(part), list) for part in ("chosen", "right"))
        for answer in answers
    )


def is_table(thing):
    return isinstance(thing, dict)


def whole(entries, form):
    return is_table(entries) and all(fits(entry, form) for entry in entries.values())


def fits(entry, form):
    if not is_table(entry) or not all(isinstance(entry.get(field, kind()), kind) for field, kind in form.items()):
        return False
    return judged(entry.get("answers", []))


def unused(path):
    """This path, or the first with a number that does not exist yet."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}{number}")
    return free


@contextmanager
def alone(path):
    """Keep other kernels from writing meanwhile; a lock that a kernel left when it died is taken over."""
    lock, end = path.with_name(f"{path.name}.lock"), time.monotonic() + PATIENCE
    while True:
        try:
            os.close(os.open(lock, os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            if time.monotonic() > end:
                raise TimeoutError(None, "another kernel is writing it") from None
            if age(lock) > ABANDONED:
                lock.unlink(missing_ok=True)
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def age(path):
    """Seconds since a file was written; 0 if it is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


kept = Progress(Path.cwd())


@dataclass(frozen=True)
class Place:
    """Where the notes about one exercise, prediction or explanation are kept."""

    lesson: str
    kind: str
    name: str

    @property
    def entry(self):
        return kept.entry(self.lesson, self.kind, self.name)

    def note(self, **fields):
        kept.note(self.lesson, self.kind, self.name, **fields)

"""The word `grade`: hand-ins in, marks and pages out; what is marked is kept, so that a run that was stopped goes on."""

import argparse
import ast
import hashlib
import json
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Event, Lock

from ...data import BadInput
from ...outside import printable, say, writing
from .. import books
from . import cage, hand_ins, pages, table, verdicts
from .picked import check_of, needed, statements
from .verdicts import Mark

OPEN = """\
What follows is not isolated: the code of the hand-ins runs as you, and can read and change what you can, use the network,
and look for the answers. Reason: {why}.
Time, memory and output are limited all the same. If you trust these hand-ins, say so: --trust"""
SEED = "seed.txt"
JUDGING = (
    Lock()
)  # the judge takes sys.stdout for a moment, which all threads share: one at a time, and nothing is said meanwhile
UNTOLD = ("error", "time")  # kinds of marks that say nothing of what an answer does


def grade(words):
    """grade FOLDER -o FILE.csv [--seed TEXT] [--trust] [--jobs N]: marks for every hand-in of a folder."""
    options = asked(words)
    if not (books.HERE / "microgpt" / "lessons" / "solutions").is_dir():
        raise BadInput("this is the students' edition: it cannot give marks")
    why = cage.why_open()
    if why and not options.trust:
        raise BadInput(OPEN.format(why=why))
    folder, output = Path(options.folder), Path(options.output)
    if output.resolve().is_relative_to(folder.resolve()):
        raise BadInput(f"write the table outside of {printable(folder)}: what lies in there is a hand-in")
    beside = output.with_suffix(".pages")
    found = hand_ins.students(folder)
    say(f"{len(found)} students in {printable(folder)}; " + ("not isolated, as you wish" if why else "each locked in"))
    try:
        kept = Kept(beside / "kept", options.seed)
        results = marked(found, kept, options.jobs, not why, (folder, output.resolve().parent))
    except KeyboardInterrupt:
        raise BadInput("Stopped. The same command goes on from here.") from None
    told(results, output, beside)


def asked(words):
    parser = argparse.ArgumentParser(prog="course.py grade", description="Marks for a folder of hand-ins.")
    parser.add_argument("folder", help="a folder for each student, or their notebooks side by side")
    parser.add_argument(
        "-o", "--output", default="marks.csv", help="the table; pages go into a folder beside it (marks.csv)"
    )
    parser.add_argument("--seed", help="what the cases are drawn from (at first by chance, then as before)")
    parser.add_argument("--trust", action="store_true", help="go on where hand-ins cannot be locked in")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many at the same time")
    return parser.parse_args(words)


# ---- marking ----


class Kept:
    """What was marked before, by what the hand-in says, what the course is, and the seed; it is kept as JSON, a file for each.

    The seed of the cases lies beside it: given, or that of the last call, or drawn now.
    """

    def __init__(self, folder, seed=None):
        self.folder = folder
        try:
            self.seed = printable(seed or (folder / SEED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.seed = secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        with writing(folder / SEED, "wb") as file:
            file.write(self.seed.encode())

    def path(self, notebook):
        about = json.dumps([notebook.lesson.name, notebook.cells, self.seed])
        return self.folder / f"{hashlib.sha256(course().encode() + about.encode('utf-8', 'replace')).hexdigest()}.json"

    def read(self, notebook):
        try:
            return {
                name: Mark(**mark) for name, mark in json.loads(self.path(notebook).read_text(encoding="utf-8")).items()
            }
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def write(self, notebook, marks):
        """Keep the marks, but for those that time was lacking for: a machine that is busy may have more of it later."""
        with writing(self.path(notebook)) as file:
            file.write(json.dumps({name: asdict(mark) for name, mark in marks.items() if mark.kind != "time"}))


@cache
def course():
    """A digest of all that a mark depends on."""
    found = hashlib.sha256()
    for path in [*sorted((books.HERE / "microgpt").rglob("*.py")), *books.notebooks()]:
        found.update(path.read_bytes())
    return found.hexdigest()


def marked(found, kept, jobs, locked, hidden):
    """(student's name, {(lesson, exercise): Mark}, remarks) for every student; progress is said as it comes."""
    done = all_marks(found, kept, jobs, locked, hidden)
    return [(student.name, marks, remarks(student, marks)) for student in found for marks in [of(student, done)]]


def all_marks(found, kept, jobs, locked, hidden):
    """{id of a notebook: {exercise: Mark}}, some at the same time; who stops it waits for one exercise each."""
    todo = [(student, notebook) for student in found for notebook in student.notebooks if notebook.lesson]
    done, stopped = {}, Event()
    with cage.program() as there, ThreadPoolExecutor(max(1, jobs)) as workers:

        def work(notebook):
            known = kept.read(notebook)
            marks = marks_of(notebook, there, locked, hidden, kept.seed, known, stopped)
            if marks != known:
                kept.write(notebook, marks)
            return marks

        coming = [workers.submit(work, notebook) for _, notebook in todo]
        try:
            for number, ((student, notebook), one) in enumerate(zip(todo, coming), 1):
                marks = done[id(notebook)] = one.result()
                solved = sum(mark.state == "solved" for mark in marks.values())
                told = f"{called(student)}: {printable(notebook.path.name, 60)}: {solved} solved"
                with JUDGING:
                    say(f"{number:4} of {len(todo)}  {told}")
        except BaseException:
            stopped.set()
            for one in coming:
                one.cancel()
            raise
    return done


def of(student, done):
    """{(lesson, exercise): Mark} of all notebooks of a student."""
    return {
        (notebook.lesson.stem[:2], name): mark
        for notebook in student.notebooks
        for name, mark in done.get(id(notebook), {}).items()
    }


def remarks(student, marks):
    """A line for each file that could not be graded, and of what time was lacking for, said as well."""
    found = [f"{notebook.path.name} {notebook.fault}" for notebook in student.notebooks if notebook.fault]
    late = [exercise for (_, exercise), mark in marks.items() if mark.kind == "time"]
    found += [f"not judged to the end: {', '.join(late)}. The same command tries these once more"] if late else []
    for line in found:
        say(f"      {called(student)}: {printable(line)}")
    return found or ([] if student.notebooks else ["nothing was handed in"])


def called(student):
    return printable(student.name, 40)


def marks_of(notebook, there, locked, hidden, seed, known=(), stopped=None):
    """{exercise: Mark} of one notebook, a process for each that is not known; KeyboardInterrupt where all is stopped."""
    exercises, places, given = lesson(notebook.lesson, seed)
    found = dict(known)
    for place in places:
        if place.exercise in found:
            continue
        if stopped and stopped.is_set():
            raise KeyboardInterrupt
        found[place.exercise] = mark_of(exercises[place.exercise], place, notebook.cells, given, there, locked, hidden)
    return found


def mark_of(exercise, place, cells, given, *where):
    """The Mark of one answer; one that is not right gets another try, with all cells executed from top to bottom.

    What an answer is seen to need is enough for most, and no other cell can spoil it; but an answer may need more than is seen.
    """

    def mark(whole):
        sent = cage.call(verdicts.job(exercise, place, cells, given, whole), *where)
        with JUDGING:
            return verdicts.mark(exercise, sent)

    first = mark(whole=False)
    return better(first, mark(whole=True)) if first.state == "not yet" and first.kind != "time" else first


def better(first, second):
    """The mark of the second try where it says more: it is right, or something came where nothing did."""
    return second if second.state == "solved" or (first.kind == "error" and second.kind not in UNTOLD) else first


@cache
def lesson(path, seed=""):
    """(exercises with cases of this seed, their places, what is given of each to the others) of a notebook of the course."""
    exercises = {name: verdicts.drawn(exercise, seed) for name, exercise in books.checks(path).items()}
    places = books.places(books.opened(path))
    cells = [books.source(cell) for cell in books.solved(path)["cells"] if cell["cell_type"] == "code"]
    nodes, _ = statements(cells)
    given = {place.exercise: {"called": place.called, "text": defining(place, nodes)} for place in places}
    return exercises, places, given


def defining(place, nodes):
    """The statements of a solved notebook that define what an exercise's check hands back, as one text."""
    until = next(i for i, (node, _) in enumerate(nodes) if (check_of(node) or ("",))[0] == place.exercise)
    return "\n".join(ast.unparse(node) for node, _ in needed(nodes[: until + 1], {place.called})[0])


# ---- telling ----


def columns():
    """{(number of the lesson, exercise): its title} of the whole course."""
    return {
        (path.stem[:2], place.exercise): f"{int(path.stem[:2])}.{number} {place.exercise}"
        for path in books.notebooks()
        for number, place in enumerate(lesson(path)[1], 1)
    }


def told(results, output, beside):
    """Write the table and the pages, each whole."""
    titles = columns()
    beside.mkdir(parents=True, exist_ok=True)
    names = [pages.file_name(number, student) for number, (student, _, _) in enumerate(results, 1)]
    pages.clear(beside, names)
    for name, (student, marks, remarks) in zip(names, results):
        pages.write(beside / name, student, pages.feedback(student, marks, remarks, titles))
    pages.write(beside / pages.CLASS, "The class", pages.overview(results, titles))
    table.write(output, results, titles)
    say(f"The table is {printable(output)}; pages for the students and the class are in {printable(beside)}.")

"""The plan of a class, from the tags of the notebooks: minutes, what must be and what may be left out, and three syllabi.

    python -m microgpt.publish.plan     writes it into TEACHING.md, between its two marks

A section is tagged in the cell where it begins: `must` or `may`, and `minutes-10`.
"""

import importlib
import re
from dataclasses import dataclass

from ..outside import writing
from . import books
from .books import HERE, opened, source

PAGE = HERE / "TEACHING.md"
BEGIN, END = "<!-- plan -->", "<!-- end of the plan -->"
SHOWN = 2  # mistakes of an exercise that are quoted
ONE_DAY, SHOW = ("01", "04", "05", "06"), 5  # what is taught in one day; minutes of what is only shown
SESSION = 90  # minutes of a lesson at most schools and universities
WEEKS, A_WEEK = 4, 2  # of the long syllabus, and its sessions a week
DEMONSTRATIONS = {  # lesson -> (a word of the cell, what is done there in five minutes)
    "01": (
        "Die(",
        "Throw the die until a name is finished; then set u just below and just above an edge, and ask what changes.",
    ),
    "02": ("rate_explorer(", "Move the learning rate from left to right, until the loss breaks; ask before each move."),
    "03": (
        "backward_player(",
        "Play the backward pass step by step, and ask which number passes on next, and what arrives where.",
    ),
    "04": (
        "attention_explorer(",
        "Attention on a name from the room, one switch off at a time: which letter changes its mind?",
    ),
    "05": (
        "inside.what_followed(",
        "One puzzle on the board: what followed this letter? Who needs two steps to know it?",
    ),
    "06": ("TemperatureLab(", "Lock the seed, move the temperature: the n-th names of all lines have the same throws."),
}


@dataclass(frozen=True)
class Section:
    """A part of a lesson, as its tags have it."""

    lesson: str
    title: str
    minutes: int
    must: bool


def sections(path):
    """Every Section of a notebook, in order; ValueError where one is not tagged."""
    return [
        Section(path.stem[:2], title, *tagged(path, title, cell["metadata"].get("tags", [])))
        for cell in opened(path)["cells"]
        if cell["cell_type"] == "markdown" and (title := title_of(source(cell)))
    ]


def title_of(text):
    """The heading of the section that begins in a cell, or ""."""
    found = re.search(r"^##? (.*)$", text, re.MULTILINE)
    return found[1] if found else ""


def tagged(path, title, tags):
    minutes = [int(tag.removeprefix("minutes-")) for tag in tags if re.fullmatch(r"minutes-\d+", tag)]
    kinds = [tag for tag in tags if tag in ("must", "may")]
    if len(minutes) != 1 or len(kinds) != 1:
        raise ValueError(f"{path.name}: the section {title!r} needs a tag must or may, and one like minutes-10")
    return minutes[0], kinds == ["must"]


# ---- the plan as markdown ----


def plan():
    """All of it, as it stands in TEACHING.md."""
    return "\n\n".join([*map(lesson, books.notebooks()), *syllabi()])


def lesson(path):
    parts = sections(path)
    whole, must = total(parts), total(parts, must=True)
    rows = "\n".join(f"| {part.title} | {part.minutes} | {'must' if part.must else 'may'} |" for part in parts)
    return "\n\n".join(
        [
            f"### {title(path)}",
            f"{whole} minutes, {must} of them must. In {must} minutes, skip: {skipped(parts)}. {in_a_session(parts)}",
            f"| section | minutes | |\n|---|---|---|\n{rows}",
            "**Ask before the cell runs.**\n\n" + "\n".join(f"- {question}" for question in questions(path)),
            "**Where many stumble.**\n\n" + "\n".join(stumbling(path)),
            f"**Five minutes to show** ([notebook](notebooks/{path.name}), {place_of(path)}). {DEMONSTRATIONS[path.stem[:2]][1]}",
        ]
    )


def title(path):
    return title_of(source(opened(path)["cells"][0]))


def total(parts, must=False):
    return sum(part.minutes for part in parts if part.must or not must)


def skipped(parts, kept=()):
    return "; ".join(part.title for part in parts if not part.must and part not in kept)


def in_a_session(parts):
    """What is skipped in the minutes of a session: of what may be left out, there is room for the first that fit."""
    left, kept = SESSION - total(parts, must=True), []
    for part in parts:
        if not part.must and part.minutes <= left:
            kept, left = [*kept, part], left - part.minutes
    out = skipped(parts, kept)
    return f"In {SESSION}, skip: {out}." if out else f"In {SESSION} there is time for all of it."


def questions(path):
    """The predictions of a lesson, in order, as they are asked."""
    code = "\n".join(source(cell) for cell in opened(path)["cells"] if cell["cell_type"] == "code")
    asked = importlib.import_module(f"microgpt.lessons.{path.stem.split('_', 1)[1]}").lesson.predictions
    return [as_told(asked[name].question) for name in re.findall(r'\bpredict\("([^"]+)"', code)]


MARKUP = re.compile(r"(\*(?! )|(?<! )\*|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!]))")  # what Markdown would take for its own


def as_told(sentence):
    """A sentence of the course as Markdown, in one line: outside of backticks * and _ are themselves."""
    parts = " ".join(sentence.split()).split("`")
    return "`".join(MARKUP.sub(r"\\\1", part) if number % 2 == 0 else part for number, part in enumerate(parts))


def stumbling(path):
    """A line for each exercise: the first of the mistakes that its check knows, in its own words."""
    exercises = books.checks(path)
    for place in books.places(opened(path)):
        mistakes = list(exercises[place.exercise].mistakes)
        told = " ".join(f"“{as_told(sentence)}”" for sentence in mistakes[:SHOWN])
        yield f"- `{place.exercise}`: {told}"


def place_of(path):
    """The section in which the demonstration stands."""
    word, found = DEMONSTRATIONS[path.stem[:2]][0], ""
    for cell in opened(path)["cells"]:
        if cell["cell_type"] == "markdown":
            found = title_of(source(cell)) or found
        elif re.search(rf"^(?!from |import |def ).*{re.escape(word)}", source(cell), re.MULTILINE):
            return f"in “{found}”"
    raise ValueError(f"{path.name} has no cell with {word}")


def syllabi():
    """One day, six evenings, four weeks."""
    lessons = {path: sections(path) for path in books.notebooks()}
    return [one_day(lessons), six_evenings(lessons), four_weeks(lessons)]


def one_day(lessons):
    taken = {path: total(parts, must=True) for path, parts in lessons.items() if path.stem[:2] in ONE_DAY}
    shown = [path for path in lessons if path not in taken]
    rows = [
        f"| {title(path)} | what must be | {taken[path]} |"
        if path in taken
        else f"| {title(path)} | the five minutes to show | {SHOW} |"
        for path in lessons
    ]
    hours, minutes = divmod(sum(taken.values()) + SHOW * len(shown), 60)
    return (
        f"### One day\n\nFrom the first counted letter to a GPT that writes names, the gradients taken on trust: {hours} hours "
        f"{minutes} minutes, and breaks between them.\n\n| lesson | | minutes |\n|---|---|---|\n" + "\n".join(rows)
    )


def six_evenings(lessons):
    rows = "\n".join(
        f"| {number} | {title(path)} | {total(parts, must=True)} | {total(parts)} |"
        for number, (path, parts) in enumerate(lessons.items(), 1)
    )
    return (
        "### Six evenings\n\nA lesson an evening; what may be left out is for those who are quick, or for home.\n\n"
        f"| evening | lesson | must | all |\n|---|---|---|---|\n{rows}"
    )


def four_weeks(lessons):
    parts = [part for path in lessons for part in lessons[path]]
    rows = [
        f"| {number // A_WEEK + 1} | {number % A_WEEK + 1} | {span(session)} | {total(session)} |"
        for number, session in enumerate(sessions(parts, WEEKS * A_WEEK))
    ]
    return (
        f"### Four weeks of a semester\n\nAll sections, in {WEEKS * A_WEEK} sessions, two a week.\n\n"
        "| week | session | from, to | minutes |\n|---|---|---|---|\n" + "\n".join(rows)
    )


def sessions(parts, count):
    """The sections in order, in so many sessions of about the same length."""
    found, whole, passed = [[] for _ in range(count)], total(parts), 0
    for part in parts:
        middle = passed + part.minutes / 2
        found[min(count - 1, int(middle * count / whole))].append(part)
        passed += part.minutes
    return found


def span(session):
    first, last = session[0], session[-1]
    return f"{int(first.lesson)}: {title_only(first)}, to {int(last.lesson)}: {title_only(last)}"


def title_only(part):
    return "the beginning" if re.match(r"\d\. ", part.title) else part.title


# ---- the page ----


def with_plan(text):
    """The page with the plan of today between its marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n{plan()}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    new = with_plan(PAGE.read_text(encoding="utf-8"))
    with writing(PAGE) as file:
        file.write(new)

"""Help that fades: below a check that is not solved, hint after hint, then the solution line by line, each on request.

What was taken is noted: an exercise that is solved afterwards counts as solved with help.
"""

from html import escape
from textwrap import indent

import ipywidgets

from . import progress
from .controls import InWords, Live, button, paragraph, prose


def steps(solution):
    """The solution line by line; with a line come the empty ones above it, and `def`, which the notebook shows already."""
    found, step = [], []
    for line in solution.splitlines():
        step.append(line)
        if line.strip() and not line.startswith("def "):
            found.append("\n".join(step))
            step = []
    return found


class Help(InWords, ipywidgets.VBox):
    """A button that tells a little more each time; what was taken before is shown again, folded if so wished."""

    def __init__(self, exercise, folded=False):
        self.exercise, self.folded = exercise, folded
        self.hints, self.lines = list(exercise.hints), steps(exercise.solution)
        self.told, self.message = Live(), Live()
        self.code = Live(layout=ipywidgets.Layout(max_width="100%", overflow="auto"))
        self.more = button("", self.take)
        super().__init__([self.told, self.code, self.more, self.message])
        self.add_class("microgpt-help")
        self.refresh()

    @property
    def place(self):
        return self.exercise.place

    @property
    def steps(self):
        return len(self.hints) + len(self.lines)

    @property
    def taken(self):
        return min(self.place.entry.get("help", 0), self.steps)

    def take(self):
        """Tell one hint or one line more, and note it."""
        self.folded = False
        if self.taken < self.steps:
            self.place.note(help=self.taken + 1)
        self.refresh()

    def refresh(self):
        hints, lines = self.shown()
        told = "".join(paragraph(f"<b>Hint {k}.</b> {prose(hint)}") for k, hint in enumerate(hints, 1))
        code = escape("\n".join(lines))
        code = f"<pre style='white-space:pre; line-height:1.4; margin:0 0 4px 2em'>{code}</pre>" if lines else ""
        if self.folded and self.taken:
            told, code = f"<details><summary>{self.counted()}</summary>{told}{code}</details>", ""
        self.told.value, self.code.value = told, code
        self.more.description = self.offer()
        self.message.say(progress.kept.told())

    def shown(self):
        """The hints and the lines of the solution that have been taken."""
        return self.hints[: self.taken], self.lines[: max(0, self.taken - len(self.hints))]

    def counted(self):
        """In words how much has been taken so far."""
        numbers = zip(map(len, self.shown()), ("hint", "line of a solution"), ("hints", "lines of a solution"))
        return "taken so far: " + ", ".join(f"{n} {one if n == 1 else more}" for n, one, more in numbers if n)

    def offer(self):
        """What the button gives next."""
        line = self.taken - len(self.hints) + 1
        if self.taken == self.steps:
            return "that is all" if self.lines else "no more hints"
        if line < 1:
            return f"show hint {self.taken + 1} of {len(self.hints)}"
        return f"show line {line} of {len(self.lines)} of a solution"

    def __repr__(self):
        hints, lines = self.shown()
        told = [f"Hint {k}. {hint}" for k, hint in enumerate(hints, 1)] + [indent(line, "    ") for line in lines]
        if self.folded and told:
            told = [f"Help {self.counted()}; check.{self.place.name}.help() prints it again."]
        if self.taken < self.steps:
            told.append(
                f"For help, step by step: press the button in JupyterLab, or run check.{self.place.name}.help()"
            )
        return "\n".join(told)


def offered(exercise, verdict):
    """The Help for an exercise that is not solved, or None; what became of it is noted."""
    place = getattr(exercise, "place", None)
    if place is None:  # an exercise of no lesson
        return None
    if verdict.solved:
        noted(place)
    elif verdict.kind != "untouched" and "state" not in place.entry:
        place.note(state="tried")
    return None if verdict.solved or not exercise.hints else Help(exercise, folded=True)


def noted(place):
    """Note that an exercise is solved, once: the first time tells whether it was with help."""
    if place.entry.get("state", "tried") == "tried":
        place.note(state="solved with help" if place.entry.get("help") else "solved")


def after(exercise, answer, verdict):
    """Called when an answer was judged in a notebook."""
    found = offered(exercise, verdict)
    if trouble := progress.kept.told():
        print(trouble)
    if found is not None:
        from IPython.display import display

        display(found)


def told(exercise):
    """Without a mouse: one hint or one line more, and print all that was taken."""
    found = Help(exercise)
    found.take()
    print(found)

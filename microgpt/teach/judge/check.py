"""A check: called with an answer it prints a verdict, tells others of it, and returns what the notebook goes on with."""

import os
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

SOLUTIONS = Path(__file__).parents[2] / "lessons" / "solutions"
STRICT = "MICROGPT_STRICT"  # environment variable: 1 lets a check that is not right raise

after = []  # functions called with (check, answer, verdict) whenever an answer was judged in a notebook


@dataclass
class Verdict:
    """What is said; what is drawn with it, or None; what the notebook goes on with; how the answer was recognised."""

    text: str
    drawing: object = None
    goes_on: object = None
    kind: str = ""  # right, untouched, mistake, form, change, error, relation or differs

    @property
    def solved(self):
        return self.text.startswith("Right")


class Checks(SimpleNamespace):
    """The exercises of a lesson, each under its name: check.NAME."""

    def __init__(self, **exercises):
        super().__init__(**exercises)
        for name, exercise in exercises.items():
            exercise.name = name

    def __getattr__(self, name):
        raise AttributeError(f"no exercise of this lesson is called {name!r}; there are: {self!r}")

    def __repr__(self):
        return ", ".join(map(repr, vars(self).values()))


class Check:
    """Called with an answer it prints a verdict and returns what to go on with; `judge(answer)` only tells it."""

    name = ""

    def __call__(self, *answers):
        if len(answers) != 1:
            print(f"Hand over one thing, your answer: {self!r}.")
            return self.runs_on
        [answer] = answers
        try:
            verdict = self.examine(answer)
        except Exception as error:  # a fault of the judge must not stop the notebook
            if STRICT in os.environ:
                raise
            verdict = Verdict(f"Not yet: this cannot be judged ({type(error).__name__}).", None, self.runs_on, "error")
        print(verdict.text)
        if verdict.drawing is not None:
            from IPython.display import display

            display(verdict.drawing)
        for told_of_it in after:
            told_of_it(self, answer, verdict)
        if os.environ.get(STRICT) == "1" and not verdict.solved:
            raise AssertionError(verdict.text)
        return verdict.goes_on

    def __repr__(self):
        return f"check.{self.name}(...)"

    def judge(self, answer):
        """(verdict text, drawing or None)."""
        verdict = self.examine(answer)
        return verdict.text, verdict.drawing

    @property
    def solution(self):
        """The lines a learner would write, or "" where solutions are not part of this edition."""
        path = SOLUTIONS / f"{self.name}.py"
        return path.read_text(encoding="utf-8") if path.is_file() else ""

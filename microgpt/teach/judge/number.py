"""An exercise whose answer is one number."""

import math
from dataclasses import dataclass
from numbers import Real

from .behaviour import looked_at
from .check import Check, Verdict
from .words import shown


@dataclass(eq=False, repr=False)
class Number(Check):
    """A number is wanted that `fits`; mistakes: {the sentence that names it: a test that a wrong number passes}.

    runs_on: the number that the notebook goes on with while it is not solved.
    """

    task: str
    fits: object
    mistakes: dict
    learned: str
    hints: tuple = ()
    runs_on: object = None

    def examine(self, answer):
        """The Verdict about an answer."""
        number = looked_at(answer)
        if number is ... or number is None:
            return Verdict(f"Not solved yet. {self.task}", None, self.runs_on, "untouched")
        if not isinstance(number, Real) or isinstance(number, bool) or not is_finite(number):
            return Verdict(f"Not yet: a number is wanted, not {shown(number)}.", None, self.runs_on, "form")
        if self.holds(self.fits, number):
            return Verdict(f"Right. {self.learned}", None, number, "right")
        for sentence, mistaken in self.mistakes.items():
            if self.holds(mistaken, number):
                return Verdict(f"Not yet: {sentence}\n  yours: {shown(number, 12)}", None, self.runs_on, "mistake")
        return Verdict(f"Not yet: {shown(number, 12)} is not it.", None, self.runs_on, "differs")

    def holds(self, test, number):
        try:
            return bool(test(number))
        except (OverflowError, ValueError):  # a number beyond every test
            return False


def is_finite(number):
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number larger than every float is still one
        return True

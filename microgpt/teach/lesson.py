"""What a lesson offers its reader, kept in the progress under the lesson's number: predict, recall, explain."""

from functools import partial

from ..data import BadInput
from . import help, judge
from .explain import Box
from .predict import asked
from .progress import Place
from .recall import Recall

judge.after.append(help.after)


class Lesson:
    """number: "01"; predictions and recalled: {name: Question}; explanations: {name: Explanation}.

    check: the lesson's exercises, a name each. Help without a mouse: check.NAME.help().
    """

    def __init__(self, number, predictions, recalled=None, explanations=None, check=None):
        self.number, self.predictions = number, predictions
        self.recalled, self.explanations = recalled or {}, explanations or {}
        for name, exercise in vars(check).items() if check else ():
            exercise.place = Place(number, "exercises", name)
            exercise.help = partial(help.told, exercise)

    def predict(self, name, *needs, later=None):
        """Ask before the next cell shows the answer, which is computed from `needs` when a choice has been made.

        later: a function that gives what cells below define: predict("missed most", later=lambda: (found,)).
        Without a mouse: predict(...).answer("b").
        """
        return asked(Place(self.number, "predictions", name), known(self.predictions, name), needs, later)

    def recall(self):
        """Three questions on earlier lessons. Without a mouse: recall().answer(1, "b")."""
        return Recall(self.number, self.recalled)

    def explain(self, name):
        """A box for the reader's own words. Without a mouse: explain(...).write("...")."""
        return Box(Place(self.number, "explanations", name), known(self.explanations, name))


def known(questions, name):
    """The question of this name."""
    if name not in questions:
        raise BadInput(f"nothing is asked here under the name {name!r}; there are: {', '.join(questions) or 'none'}")
    return questions[name]

"""Questions that come again: a lesson opens with three on earlier ones, to be answered from memory."""

import ipywidgets

from . import progress
from .controls import InWords
from .predict import asked

MANY = 3


class Recall(InWords, ipywidgets.VBox):
    """Three predictions below each other. questions: {name: Question}, whose truths need nothing from the notebook.

    Of more than three, those come first that are about what the reader once found hard; what was answered here stays.
    """

    def __init__(self, lesson, questions):
        places = {name: progress.Place(lesson, "predictions", f"recall: {name}") for name in questions}
        order = sorted(questions, key=lambda name: (not places[name].entry, not hard(questions[name].about)))
        self.asked = [
            asked(places[name], questions[name], title=f"{number}.") for number, name in enumerate(order[:MANY], 1)
        ]
        title = ipywidgets.HTML("<b>From memory</b>, before you read on:")
        super().__init__([title, *self.asked])
        self.add_class("microgpt-recall")

    def answer(self, number=None, *letters):
        """Without a mouse: the number of the question from 1, then the letter of a choice."""
        if number not in range(1, len(self.asked) + 1):
            print(f'First the number of a question, 1 to {len(self.asked)}, then a letter: .answer(1, "a").')
        else:
            self.asked[int(number) - 1].answer(*letters)

    def __repr__(self):
        told = ["From memory, before you read on:", *(buttons.prediction.text() for buttons in self.asked)]
        solved = all(buttons.prediction.solved for buttons in self.asked)
        return "\n".join(told + ([] if solved else ['Choose in JupyterLab, or add .answer(1, "a") to the call.']))


def hard(about):
    """Whether the reader got this wrong at first, or did not solve it without help. about: (lesson, name) or ()."""
    if not about:
        return False
    lesson, name = about
    answers = progress.kept.entry(lesson, "predictions", name).get("answers", [])
    state = progress.kept.entry(lesson, "exercises", name).get("state", "solved")
    return bool(answers and not all(answers[0].get("right", []))) or state != "solved"

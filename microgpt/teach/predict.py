"""Predict, then run: a question with choices, which keeps the reader's answer and says why a wrong one is wrong.

The true answer is computed when it is asked for, and nothing about it is shown before the reader has committed to one.
"""

from functools import cached_property
from html import escape
from numbers import Real

import ipywidgets

from .controls import InWords

kept = {}  # question -> the letters chosen so far: a cell that is run again forgets nothing


class Prediction:
    """A question. choices: {choice: why}, the reason being told once it is chosen; the choices may be numbers.

    truth() gives the right choice; where the choices are numbers, any number, and the nearest choice is right.
    """

    def __init__(self, question, choices, truth):
        self.question, self.choices, self.truth = question, dict(choices), truth
        self.letters = dict(zip("abcdefgh", self.choices))
        self.chosen = kept.setdefault(question, [])

    @cached_property
    def right(self):
        """(letter of the right choice, what was computed); the computing may take a while, and is done once."""
        found = self.truth()
        if isinstance(found, Real) and not isinstance(found, bool):
            nearest = min(self.letters, key=lambda letter: abs(self.letters[letter] - found))
            return nearest, f" (computed: {found:.4g})"
        return next(letter for letter, choice in self.letters.items() if choice == found), ""

    def answer(self, letter):
        """Commit to a choice by its letter; the verdict as text."""
        if letter not in self.letters:
            return f"The choices are {', '.join(self.letters)}."
        try:
            verdict = self.verdict(letter)
        except NameError:
            return "Keep it in mind: cells that follow compute this. Run them, then choose again."
        except Exception as error:  # noqa: BLE001 - the notebook may have been taken apart
            return f"This cannot be computed now: {type(error).__name__}: {error}"
        if letter not in self.chosen:
            self.chosen.append(letter)
        return verdict

    def verdict(self, letter):
        """What is said of a choice."""
        right, computed = self.right
        why = self.choices[self.letters[letter]]
        return f"Right{computed}. {why}" if letter == right else f"Not that. {why}"

    @property
    def solved(self):
        return bool(self.chosen) and self.chosen[-1] == self.right[0]

    def lines(self):
        """(letter, choice, verdict or "") of every choice."""
        return [(k, str(c), self.verdict(k) if k in self.chosen else "") for k, c in self.letters.items()]

    def __repr__(self):
        told = [
            f"  {letter}) {choice}" + (f"   {verdict}" if verdict else "") for letter, choice, verdict in self.lines()
        ]
        hint = "Choose in JupyterLab" + ("." if self.chosen else ', or add .answer("a") to the call.')
        return "\n".join([f"Predict: {self.question}", *told, "" if self.solved else hint]).rstrip()


class Buttons(InWords, ipywidgets.VBox):
    """A Prediction with a button for every choice; a wrong one is struck out, with its reason beside it."""

    def __init__(self, prediction):
        self.prediction = prediction
        self.buttons, self.notes, rows = {}, {}, []
        for letter, choice in prediction.letters.items():
            button = ipywidgets.Button(description=f"{letter}) {choice}", layout=ipywidgets.Layout(width="auto"))
            button.style.text_decoration = ""
            button.on_click(lambda button, letter=letter: self.choose(letter))
            self.buttons[letter], self.notes[letter] = button, ipywidgets.HTML()
            rows.append(ipywidgets.HBox([button, self.notes[letter]], layout=ipywidgets.Layout(flex_flow="row wrap")))
        self.message = ipywidgets.HTML()
        super().__init__([ipywidgets.HTML(f"<b>Predict:</b> {escape(prediction.question)}"), *rows, self.message])
        self.refresh()

    def choose(self, letter):
        self.message.value = "computing ..."
        text = self.prediction.answer(letter)
        self.message.value = "" if letter in self.prediction.chosen else escape(text)
        self.refresh()

    def refresh(self):
        solved = self.prediction.solved
        for letter, _, verdict in self.prediction.lines():
            button, wrong, right = self.buttons[letter], verdict.startswith("Not that"), verdict.startswith("Right")
            button.style.text_decoration = "line-through" if wrong else ""
            button.button_style = "success" if right else ""
            button.disabled = wrong or (solved and not right)  # what is disabled is pale
            self.notes[letter].value = escape(verdict)

    def answer(self, letter):
        """The same without a mouse: choose by letter, and print the verdict."""
        self.choose(letter)
        print(self.prediction.answer(letter))

    def __repr__(self):
        return repr(self.prediction)


def ask(questions, name, truth):
    """Ask a lesson's question before the next cell shows the answer, which truth() computes when it is asked for.

    questions: {name: (question, {choice: why it is right or wrong})}. Without a mouse: ask(...).answer("b").
    """
    return Buttons(Prediction(*questions[name], truth))

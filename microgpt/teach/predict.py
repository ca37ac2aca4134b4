"""Predict, then run: a question with choices, which remembers the reader's answers and says why a wrong one is wrong.

The true answer is computed when a choice has been made, by a formula that the notebook does not show. A question may
come in two steps, what and then why: the right result for a wrong reason is told apart.
"""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from numbers import Real

import ipywidgets

from . import progress
from .controls import InWords, Live, paragraph, prose

BOTH = {  # (the result is right, the reason is right): what is said of the two together
    (True, True): "Right{computed}, and for the right reason.",
    (True, False): "Right{computed}, but for a wrong reason.",
    (False, True): "The reason is true, but the result is another.",
    (False, False): "Neither the result nor the reason.",
}
LATER = "Your choice is kept. Cells that follow compute the answer: run them, then choose again."


@dataclass(frozen=True)
class Question:
    """What is asked. choices: {choice: why it is right or wrong}, told once it is chosen; the choices may be numbers.

    truth: a function of what the notebook hands over, which gives the right choice (where the choices are numbers, any
    number, and the nearest choice is right), or that choice itself. why: a Question about the reason, the second step.
    about: (lesson, name) of the prediction or exercise that a question on an earlier lesson comes back to.
    """

    question: str
    choices: dict
    truth: object
    why: object = None
    about: tuple = ()


class Step:
    """One of the at most two questions of a prediction. needs() gives what its truth is computed from."""

    def __init__(self, question, needs):
        self.question, self.needs = question, needs
        self.letters = dict(zip("abcdefgh", question.choices))

    @cached_property
    def right(self):
        """(letter of the right choice, what was computed); the computing may take a while, and is done once."""
        truth = self.question.truth
        found = truth(*self.needs()) if callable(truth) else truth
        if isinstance(found, Real) and not isinstance(found, bool) and isfinite(found):
            nearest = min(self.letters, key=lambda letter: abs(self.letters[letter] - found))
            return nearest, f" (computed: {found:,.0f})" if found == int(found) else f" (computed: {found:.4g})"
        fitting = [letter for letter, choice in self.letters.items() if choice == found]
        if not fitting:  # somebody has changed the notebook
            raise ValueError(f"here it comes out as {found}, which is none of the choices")
        return fitting[0], ""

    def why(self, letter):
        return self.question.choices[self.letters[letter]]

    def letter(self, choice):
        """The letter of a choice that was written down as text; None if it is no choice any more."""
        return next((letter for letter, known in self.letters.items() if str(known) == choice), None)


class Prediction:
    """A question, and what the reader has answered so far. place: where that is kept; needs(): see Step."""

    def __init__(self, place, question, needs=tuple, title="Predict:"):
        self.place, self.question, self.title = place, question.question, title
        self.steps = [Step(part, needs) for part in (question, question.why) if part is not None]

    @property
    def answers(self):
        """All answers that have been judged: (letters, whether each is right), the first one first."""
        told = [(answer.get("chosen", []), answer.get("right", [])) for answer in self.place.entry.get("answers", [])]
        letters = [([step.letter(choice) for step, choice in zip(self.steps, chosen)], right) for chosen, right in told]
        return [(ls, right) for ls, right in letters if None not in ls and len(ls) == len(right) == len(self.steps)]

    @property
    def solved(self):
        return any(all(right) for _, right in self.answers)

    def answer(self, *letters):
        """Commit to a choice by its letter, or to two, what and why; the verdict as text."""
        letters = [str(letter).strip().lower() for letter in letters]
        if wrong := self.unfit(letters):
            return wrong
        chosen = [str(step.letters[letter]) for letter, step in zip(letters, self.steps)]
        if "first" not in self.place.entry:
            self.place.note(first=chosen)
        try:
            right = [letter == step.right[0] for letter, step in zip(letters, self.steps)]
        except NameError:
            return LATER
        except Exception as error:  # noqa: BLE001 - the notebook may have been taken apart
            return f"This cannot be computed now: {type(error).__name__}: {error}"
        if (letters, right) not in self.answers:
            answers = [*self.place.entry.get("answers", []), {"chosen": chosen, "right": right}]
            self.place.note(answers=answers, **({"computed": self.steps[0].right[1]} if right[0] else {}))
        return self.verdict(letters, right)

    def unfit(self, letters):
        """What is wrong with letters that are no answer, in a line, or ""."""
        choices = [f"{', '.join(step.letters)}" for step in self.steps]
        if any(letter not in step.letters for letter, step in zip(letters, self.steps)) or not letters:
            return " ".join([f"The choices are {choices[0]}.", *(f"Of the reasons: {c}." for c in choices[1:])])
        if len(letters) < len(self.steps):
            return f'The reason is missing: .answer("{letters[0]}", "a"), where the reasons are {choices[1]}.'
        if len(letters) > len(self.steps):
            return (
                "One letter is asked for here." if len(self.steps) == 1 else "Two letters are asked for: what, and why."
            )
        return ""

    def verdict(self, letters, right):
        """What is said of an answer. The reason of a right result is told once the reader's own reason is right."""
        whys = [step.why(letter) for step, letter in zip(self.steps, letters)]
        said = whys if all(right) else [why for why, fits in zip(whys, right) if not fits]
        return " ".join([self.together(right), *said])

    def together(self, right):
        """The verdict in a few words."""
        computed = self.place.entry.get("computed", "")
        if len(right) == 1:
            return f"Right{computed}." if right[0] else "Not that."
        return BOTH[tuple(right)].format(computed=computed)

    def marks(self):
        """Of every step: {letter: whether it was right}, for the letters chosen so far."""
        return [{letters[i]: right[i] for letters, right in self.answers} for i in range(len(self.steps))]

    def lines(self, number=0):
        """(letter, choice, verdict or "") of every choice of a step."""
        chosen, step = self.marks()[number], self.steps[number]
        held_back = len(self.steps) > 1 and not self.solved

        def told(letter):
            if letter not in chosen:
                return ""
            if not chosen[letter]:
                return f"Not that. {step.why(letter)}"
            computed = self.place.entry.get("computed", "") if number == 0 else ""
            return f"Right{computed}." + ("" if held_back else f" {step.why(letter)}")

        return [(letter, str(choice), told(letter)) for letter, choice in step.letters.items()]

    def text(self):
        """The question with its choices, and what has been said of those chosen."""
        told = []
        for number, step in enumerate(self.steps):
            told += [f"{self.title} {self.question}" if number == 0 else f"  {step.question.question}"]
            told += [f"  {k}) {choice}" + (f"   {said}" if said else "") for k, choice, said in self.lines(number)]
        return "\n".join(told)

    def __repr__(self):
        call = '.answer("a")' if len(self.steps) == 1 else '.answer("a", "b")'
        hint = "Choose in JupyterLab" + ("." if self.answers else f", or add {call} to the call.")
        return self.text() + ("" if self.solved else f"\n{hint}")


STYLE = """<style>
.microgpt-prediction .jupyter-button { height: auto; min-height: var(--jp-widgets-inline-height); max-width: 100%;
  white-space: normal; text-align: left; line-height: 1.5; }
</style>"""  # a choice may be a sentence: it wraps instead of being cut


class Buttons(InWords, ipywidgets.VBox):
    """A Prediction with a button for every choice; a wrong one is struck out, with its reason beside it.

    Of two steps, the second opens when the first has been answered, and nothing is said before both are.
    """

    def __init__(self, prediction):
        self.prediction = prediction
        self.picked = [None] * len(prediction.steps)
        self.rows = [self.choices(number) for number in range(len(prediction.steps))]
        self.message = Live()
        question = ipywidgets.HTML(STYLE + paragraph(f"<b>{prediction.title}</b> {prose(prediction.question)}"))
        super().__init__([question, *self.rows, self.message])
        self.add_class("microgpt-prediction")
        self.say(progress.kept.told())
        self.refresh()

    @property
    def buttons(self):
        return self.rows[0].buttons

    @property
    def notes(self):
        return self.rows[0].notes

    def choices(self, number):
        """A step: a row for every choice, its button and a note beside it; above the second its own question."""
        step, prediction = ipywidgets.VBox(), self.prediction.steps[number]
        step.buttons, step.notes, rows = {}, {}, []
        for letter, choice in prediction.letters.items():
            button = ipywidgets.Button(description=f"{letter}) {choice}", layout=ipywidgets.Layout(width="auto"))
            button.style.text_decoration = ""
            button.on_click(lambda button, letter=letter: self.pick(number, letter))
            step.buttons[letter], step.notes[letter] = button, Live()
            rows.append(ipywidgets.HBox([button, step.notes[letter]], layout=ipywidgets.Layout(flex_flow="row wrap")))
        title = [ipywidgets.HTML(paragraph(f"<b>{prose(prediction.question.question)}</b>"))] if number else []
        step.children = [*title, *rows]
        step.add_class("microgpt-step")
        return step

    def pick(self, number, letter):
        """A button was pressed: judge, unless the other step is still to be answered."""
        self.picked[number] = letter
        settled = [next((k for k, right in marks.items() if right), None) for marks in self.prediction.marks()]
        letters = [picked or found for picked, found in zip(self.picked, settled)]
        if None in letters:
            self.refresh()
        else:
            self.choose(*letters)

    def choose(self, *letters):
        self.say("computing ...")
        text = self.prediction.answer(*letters)
        self.picked = [None] * len(self.rows)
        for answered, right in self.prediction.answers:
            if answered == [
                letter.lower() for letter in map(str, letters)
            ]:  # the notes beside the buttons say the rest
                text = self.prediction.together(right) if len(right) > 1 else ""
        self.say("\n".join(filter(None, [text, progress.kept.told()])))
        self.refresh()

    def say(self, text):
        self.message.say(text)

    def refresh(self):
        solved = self.prediction.solved
        for number, rows in enumerate(self.rows):
            for letter, _, verdict in self.prediction.lines(number):
                button, wrong, right = rows.buttons[letter], verdict.startswith("Not that"), verdict.startswith("Right")
                button.style.text_decoration = "line-through" if wrong else ""
                button.button_style = "success" if right else "info" if self.picked[number] == letter else ""
                button.disabled = solved and not right  # what is disabled is pale
                rows.notes[letter].say(verdict)
        if len(self.rows) > 1:
            opened = self.picked[0] is not None or bool(self.prediction.answers)
            self.rows[1].layout.display = None if opened else "none"

    def answer(self, *letters):
        """The same without a mouse: choose by letter, and print the verdict."""
        self.choose(*letters)
        print(self.prediction.answer(*letters))

    def __repr__(self):
        return repr(self.prediction)


def asked(place, question, needs=(), later=None, title="Predict:"):
    """The buttons of a question; needs: what its truth is computed from; later(): more of that, from cells to come."""
    return Buttons(Prediction(place, question, lambda: (*needs, *(later() if later else ())), title))

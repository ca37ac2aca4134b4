"""One forward pass, traced, and all that its pictures ask for: sizes, gradients, names, formulas, and what a move changed."""

from dataclasses import dataclass
from functools import cached_property
from math import sqrt

import graphviz

from .. import autograd, train
from ..data import BadInput
from .drawing import counted, formula
from .trace import Call, Run, learners, parts, traced

SHADES = ("data", "grad", "change")


@dataclass
class Forward:
    """A traced forward pass, and what a picture of it has to know.

    letters: what was read, and last what was wanted; shapes: the name of every matrix -> "rows x columns"; weights: every
    parameter -> its name, as layer0.attn_wq[8][3]; text: what was read; loss: the number that all ends in; tint: by whose
    size the boxes are shaded, of SHADES, or None; before: the numbers of the same pass before a weight was moved.
    """

    births: list
    root: Call
    letters: list
    shapes: dict
    weights: dict
    text: str
    loss: autograd.Value
    tint: str = None
    before: list = None

    @property
    def about(self):
        """What is drawn, in a line."""
        numbers = sum(bool(value.inputs) for value in self.births)
        return f"Forward pass over {self.text[:40]!r}: {numbers:,} numbers from {len(self.weights):,} parameters"

    def size_of(self, box):
        """The root mean square of a box's numbers, or of their gradients, or the share by which a move changed them."""
        if self.tint == "change":
            return self.change(box)
        return rms([getattr(value, self.tint) for value in self.numbers(box, self.births)])

    def numbers(self, box, births):
        return [value for value in births[box.start : box.end] if value.inputs]

    def change(self, box):
        """By which share of their size a move has changed the numbers of a box: 0.0 only where each is what it was."""
        old, new = ([v.data for v in self.numbers(box, births)] for births in (self.before, self.births))
        return rms([a - b for a, b in zip(old, new)]) / (rms(old) or 1.0)

    def detail(self, box):
        """What stands below a box's name."""
        if self.tint is None:
            return counted(box)
        size = self.size_of(box)
        if self.tint == "change":
            return f"moved {percent(size)}" if size else "unchanged"
        return f"{'value' if self.tint == 'data' else 'grad'} ±{size:.2g}"

    def shade(self, size, largest):
        """A fill from white to blue, or to orange for what a move has changed, by a size of at most `largest`; or None."""
        if not self.tint or size is None:
            return None
        share = sqrt(size / largest) if largest else 0.0
        if self.tint == "change":
            return f"#ff{round(250 - 70 * share):02x}{round(235 - 140 * share):02x}" if size else "#eeeeee"
        return f"#{round(255 - 150 * share):02x}{round(255 - 90 * share):02x}ff"

    def tooltip(self, box):
        """What a static picture shows where the mouse rests: the path, the shape of the matrix, how many numbers."""
        shape = self.shapes.get(box.path.split("/")[-1])
        return graphviz.escape(f"{box.path}: {f'{shape} matrix, ' if shape else ''}{counted(box)}")

    def words(self, box):
        """What a box says of itself: name, shape of its matrix, how many numbers, their range and gradients; a formula."""
        values = self.numbers(box, self.births)
        if len(values) == 1:
            told = [f"{box.path}: {formula(values[0])}"]
        else:
            shape = self.shapes.get(box.call.path.split("/")[-1])
            low, high = min(v.data for v in values), max(v.data for v in values)
            matrix = f"{shape} matrix, " if shape else ""
            told = [f"{box.path}: {matrix}{counted(box)} from {low:.4g} to {high:.4g}"]
        if constants := sum(value.op == "constant" for value in self.births[box.start : box.end]):
            told.append("1 constant" if constants == 1 else f"{constants} constants")
        if any(value.grad for value in values):
            told.append(f"gradient {values[0].grad if len(values) == 1 else rms([v.grad for v in values]):.3g}")
        if self.before and len(values) == 1:
            told.append(f"before the move {self.before[box.start].data:.4g}")
        return ", ".join(told)

    @cached_property
    def places(self):
        """id of a number -> its place in the order of births."""
        return {id(value): i for i, value in enumerate(self.births)}

    @cached_property
    def owners(self):
        """For every number, the innermost call that made it."""
        found = [self.root] * len(self.births)
        for call in self.root.walk():  # the innermost comes last
            found[call.start : call.end] = [call] * (call.end - call.start)
        return found

    @cached_property
    def users(self):
        """For every number, the places of those that were made from it."""
        found = [[] for _ in self.births]
        for i, value in enumerate(self.births):
            for x in dict.fromkeys(value.inputs):
                if (j := self.places.get(id(x))) is not None:
                    found[j].append(i)
        return found

    def name_of(self, i):
        """The name of one number: the run that it lies in, and which it is there."""
        run = next(part for part in parts(self.births, self.owners[i]) if isinstance(part, Run) and i in part.numbers)
        return run.name(run.numbers.index(i))

    def role(self, i):
        """The path of the call that made a number, without its letter."""
        path = self.owners[i].path
        return path.split("/", 1)[-1] if self.owners[i].position is not None else path


def percent(share):
    return "<0.1 %" if share < 0.001 else f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:,.0f} %"


def rms(numbers):
    return sqrt(sum(x * x for x in numbers) / len(numbers)) if numbers else 0.0


def passed(open_reader, state, tokenizer, text, functions=(), backward=False):
    """The Forward of a model over one text; open_reader(state) opens a document on a state dictionary of Values."""
    tokens, parameters = tokenizer.encode(text), autograd.values(state)
    with traced(parameters, [*functions, *learners(open_reader)]) as (births, root):
        loss = train.loss(open_reader(parameters), tokens)
        if not isinstance(loss, autograd.Value):
            raise BadInput("this reader computes with its own numbers, not with those of the state that it is given")
        if backward:
            loss.backward()
    shapes = {name.split(".")[-1]: f"{len(rows)} x {len(rows[0])}" for name, rows in state.items()}
    letters = [visible(tokenizer.symbol(token)) for token in tokens]
    return Forward(births, root, letters, shapes, weights_of(parameters), text, loss)


def weights_of(parameters):
    return {
        x: f"{name}[{row}][{column}]"
        for name, rows in parameters.items()
        for row, numbers in enumerate(rows)
        for column, x in enumerate(numbers)
    }


def visible(letter):
    """A letter as it can stand in a picture: what cannot be printed, by its number."""
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"

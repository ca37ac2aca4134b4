"""The small graphs that the exercises are tried on: built from recipes, told as text, drawn with the right gradients."""

import math
from itertools import count

from ...graph.draw import draw


def halves(x):
    """The two lists of a dot, which stand one after the other."""
    return x[: len(x) // 2], x[len(x) // 2 :]


RIGHT = {  # op: what it computes, and the slopes d y / d x for each of its inputs
    "+": (sum, lambda y, x: (1.0, 1.0)),
    "*": (math.prod, lambda y, x: (x[1], x[0])),
    "exp": (lambda x: math.exp(x[0]), lambda y, x: (y,)),
    "relu": (lambda x: max(0.0, x[0]), lambda y, x: (1.0 if x[0] > 0 else 0.0,)),
    "dot": (lambda x: sum(map(math.prod, zip(*halves(x)))), lambda y, x: [*halves(x)[1], *halves(x)[0]]),
}


class TooOften(BaseException):
    """Raised when numbers are asked for their inputs more often than any way through the graph needs."""


class Patience:
    """How often the numbers of one graph may still be asked for their inputs."""

    def __init__(self):
        self.left = math.inf

    def limit(self, size):
        """Enough for a graph of this size, even where every number is looked at anew for each of the others."""
        self.left = 3 * size**2 + 500
        return self.left

    def asked(self):
        self.left -= 1
        if self.left < 0:
            raise TooOften


class Value:
    """What the notebook's Value is, with the right slopes; and it loses its patience when it is asked without end."""

    def __init__(self, data, op="", inputs=(), born=0, patience=None):
        self.data, self.op, self.born = float(data), op, born
        self.grad = 0.0
        self._inputs, self.patience = inputs, patience or Patience()

    @property
    def inputs(self):
        self.patience.asked()
        return self._inputs

    @inputs.setter
    def inputs(self, new):
        self._inputs = new

    def __repr__(self):
        return f"Value({self.data:.4g}, grad={self.grad:.4g})"

    def ways(self):
        """Each input with its slope."""
        data = [x.data for x in self.inputs]
        return list(zip(self.inputs, RIGHT[self.op][1](self.data, data))) if data else []


def apart():
    """A class of numbers for one graph alone: whatever an answer hangs on it is gone with the graph."""
    return type("Value", (Value,), {})


def build(leaves, program):
    """All numbers of a recipe, in order of birth.

    program: (operation, places of its inputs) each, or (a number, ()) for one that is made from nothing, and late.
    """
    Value, clock, patience = apart(), count(), Patience()
    numbers = [Value(x, born=next(clock), patience=patience) for x in leaves]
    for op, places in program:
        inputs = tuple(numbers[place] for place in places)
        made = (RIGHT[op][0]([x.data for x in inputs]), op, inputs) if inputs else (op, "", ())
        numbers.append(Value(*made, next(clock), patience))
    return numbers


def behind(root):
    """Everything that root was made from, and root, in order of birth."""
    found, todo = {root}, [root]
    while todo:
        fresh = set(todo.pop().inputs) - found
        found |= fresh
        todo += fresh
    return sorted(found, key=lambda number: number.born)


def expression(rng):
    """A random recipe of at most seven operations whose numbers stay small and off relu's corner.

    Many hold equal numbers; some plain numbers come in late, as the 1 of b + 1 does.
    """
    digits = rng.choice([0, 1, 1, 1, 4])
    leaves = [round(rng.uniform(-2, 2), digits) for _ in range(3)]
    program, numbers = [], [Value(x) for x in leaves]
    for _ in range(rng.randint(1, 7)):
        op, last = rng.choice(["+", "*", "*", "exp", "relu"]), len(numbers) - 1
        places = (rng.randrange(last + 1), last) if op in "+*" else (last,)  # always on from what was made last
        if len(places) == 2 and rng.random() < 0.2:
            program.append((round(rng.uniform(-2, 2), digits), ()))
            places = (last, last + 1)
        if (op != "relu" or abs(numbers[last].data) > 0.05) and (op != "exp" or numbers[last].data < 2):
            program.append((op, places))
            numbers = build(leaves, program)
        if abs(numbers[-1].data) > 9:
            break
    return leaves, program or [("*", (0, 1))]


def letter(place):
    """a, b, ... for the numbers of a recipe in order of birth."""
    return "abcdefghijklmnopqrstuvwxyz"[place] if place < 26 else f"x{place}"


def formula(leaves, program):
    """A recipe as lines of Python in one line; numbers that nothing is made from are left out."""
    used = {place for _, places in program for place in places} | {len(leaves) + len(program) - 1}
    given = [f"{letter(place)} = {x:g}" for place, x in enumerate(leaves) if place in used]
    made = []
    for place, (op, places) in enumerate(program, len(leaves)):
        made.append(f"{letter(place)} = {operation(op, [letter(p) for p in places])}")
    lines = given + made
    return "; ".join(lines if len(lines) <= 12 else [*lines[:5], "...", *lines[-3:]])


def operation(op, inputs):
    """An operation as it is written, with the names of its inputs; or a number."""
    if not inputs:
        return f"{op:g}"
    if op == "dot":
        return f"dot({', '.join(listing(half) for half in halves(inputs))})"
    return f" {op} ".join(inputs) if op in "+*" else f"{op}({inputs[0]})"


def listing(names):
    return f"[{', '.join(names if len(names) <= 4 else [names[0], '...', names[-1]])}]"


def drawn(leaves, program):
    """The graph of a recipe with the right gradients; None where it is too large to be read."""
    numbers = build(leaves, program)
    found = behind(numbers[-1])
    numbers[-1].grad = 1.0
    for number in reversed(found):
        for x, slope in number.ways():
            x.grad += slope * number.grad
    names = {letter(place): number for place, number in enumerate(numbers) if number in found}
    return draw(numbers[-1], names) if len(found) <= 12 else None

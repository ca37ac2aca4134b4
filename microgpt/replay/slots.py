"""Run a model over tokens that only know their place, and see whether its graph depends on the data.

What the model did is a list of scalar operations. Nothing here needs more than the standard library.
"""

from .. import autograd
from ..data import BadInput
from ..nn import cross_entropy
from ..order import tape
from .folding import folded

OPS = [
    "pick",
    "+",
    "*",
    "**",
    "exp",
    "log",
    "relu",
    "dot",
    "total",
    "logsumexp",
]  # an engine knows them by their number


class Slot:
    """A token that knows only which one of the document it is, and stands for any."""

    def __init__(self, number, token):
        self.number, self.token = number, token

    def pick(self, table):
        """The row, or the number, that the token will point to: new Values that know all candidates."""
        if isinstance(table[0], list):
            return [Pick(self, column) for column in zip(*table)]
        return Pick(self, table)


class Pick(autograd.Value):
    """The number that a token picks from a table: its inputs are all the candidates, in the order of the tokens."""

    __slots__ = ("slot",)

    def __init__(self, slot, candidates):
        candidates = tuple(map(autograd.lift, candidates))
        self.slot = slot
        super().__init__(candidates[slot.token].data, "pick", candidates)


def finished(pieces):
    """Run a generator to its end; what it returns."""
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            return end.value


def unrolled(open_reader, parameters, positions, vocab_size):
    """A generator that pauses between positions, and returns what a document of so many tokens makes of the model, as `run`.

    BadInput where the graph depends on the data (the numbers, or which token comes), since it could not be replayed.
    """
    graph = yield from run(open_reader, positions, vocab_size, first_token=0)
    other = yield from run(open_reader, positions, vocab_size, first_token=1, moved=parameters)
    check_equal(graph, other)
    return folded(graph, parameters)


def run(open_reader, positions, vocab_size, first_token, moved=()):
    """A generator that pauses between positions, and returns what a document of so many tokens makes of the model.

    (births, where each position ends, losses, logits). moved: parameters to be shifted a little meanwhile, to see whether
    the graph stays the same.
    """
    kept = [p.data for p in moved]
    for i, p in enumerate(moved):
        p.data += 0.01 + 0.02 * (i % 7)
    slots = [Slot(i, (first_token * (i + 1)) % vocab_size) for i in range(positions + 1)]
    births, ends, losses, logits = [], [], [], []
    try:
        read = None
        for slot, following in zip(slots, slots[1:]):
            with tape() as made:
                read = read or open_reader()
                logits.append(fitting(read(slot), vocab_size))
                losses.append(cross_entropy(logits[-1], following))
            births += made
            ends.append(len(births))
            yield
    except TypeError as error:
        if "Slot" not in str(error):
            raise
        raise BadInput(f"a model that is to be replayed looks tokens up with nn.pick(table, token): {error}") from None
    finally:
        for p, data in zip(moved, kept):
            p.data = data
    return births, ends, losses, logits


def fitting(logits, vocab_size):
    """These logits; BadInput unless there is one for every token."""
    if len(logits) != vocab_size:
        raise BadInput(f"this model knows {len(logits)} tokens, and replay was told of {vocab_size}")
    return logits


def check_equal(graph, other):
    """BadInput unless two runs on different data made the same numbers in the same way."""
    for number, (one, two) in enumerate(zip(graph[0], other[0])):
        same = one.op == two.op and len(one.inputs) == len(two.inputs)
        if not same or (not one.inputs and one.data != two.data):
            position = sum(end <= number for end in graph[1])
            raise BadInput(
                f"the graph depends on the data: number {number}, at position {position}, "
                f"is {describe(one)} on one run and {describe(two)} on another"
            )
    if len(graph[0]) != len(other[0]):
        raise BadInput(f"the graph depends on the data: {len(graph[0])} numbers on one run, {len(other[0])} on another")


def describe(value):
    return f"{value.op} of {len(value.inputs)} numbers" if value.inputs else f"the constant {value.data:.6g}"

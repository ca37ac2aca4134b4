"""Write down the graph of a model once, and roll its thousands of scalar nodes up into a few strided instructions.

The model's ordinary code is run over tokens that only know their place (Slot), on ordinary Values. What it did is a list
of scalar operations. The numbers get addresses in one flat array, and operations of one kind whose addresses advance by
constant strides become one instruction: the matrix products, which the model never wrote down, reappear.

A number's place is (p, e, f): the position that made it, and its number e * F + f among those made alike. An instruction
covers a box of such places. Where a number depends on how many tokens have been read so far (attention), one of the
sides of the box grows: it is p + 1 long at position p.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from .. import autograd
from ..data import BadInput
from ..nn import cross_entropy
from ..order import tape

GROWS = -1  # the length of a side that is p + 1 long at position p
OPS = ["pick", "+", "*", "**", "exp", "log", "relu", "dot", "total", "logsumexp"]


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


@dataclass
class Stream:
    """Where an instruction reads or writes: base + p * strides[0] + e * strides[1] + f * strides[2] + i * strides[3]."""

    base: int
    strides: tuple


@dataclass
class Instruction:
    """out[p, e, f] = op over i of a[p, e, f, i] and b[p, e, f, i], for p in range(start, stop)."""

    op: str
    start: int
    stop: int
    sides: tuple  # lengths of e, f, i; GROWS: p + 1
    out: Stream
    a: Stream
    b: Stream | None = None
    slot: int = 0  # a pick reads the token of slot p + slot


@dataclass
class Recording:
    """A model as instructions over one flat array: first the parameters, then constants, then all other numbers."""

    parameters: list
    block_size: int
    vocab_size: int
    constants: dict = field(default_factory=dict)  # value -> address
    instructions: list = field(default_factory=list)
    size: int = 0
    losses: list = field(default_factory=list)  # the address of each position's loss
    logits: list = field(default_factory=list)  # the addresses of each position's logits


def record(open_reader, parameters, block_size, vocab_size):
    """A Recording of any model: open_reader() opens a document on Values, all of whose learned ones are `parameters`.

    BadInput where the graph depends on the data (the numbers, or which token comes), since it could not be replayed.
    """
    graph = run(open_reader, block_size, vocab_size, first_token=0)
    other = run(open_reader, block_size, vocab_size, first_token=1, moved=parameters)
    check_equal(graph, other)
    return Rollup(graph, parameters, block_size, vocab_size).recording


def run(open_reader, block_size, vocab_size, first_token, moved=()):
    """(births, where each position ends, losses, logits) of a document as long as the model reads.

    moved: parameters to be shifted a little meanwhile, to see whether the graph stays the same.
    """
    kept = [p.data for p in moved]
    for i, p in enumerate(moved):
        p.data += 0.01 + 0.02 * (i % 7)
    slots = [Slot(i, (first_token * (i + 1)) % vocab_size) for i in range(block_size + 1)]
    ends, losses, logits = [], [], []
    try:
        with tape() as births:
            read = open_reader()
            for slot, following in zip(slots, slots[1:]):
                logits.append(read(slot))
                losses.append(cross_entropy(logits[-1], following))
                ends.append(len(births))
    except TypeError as error:
        if "Slot" not in str(error):
            raise
        raise BadInput(f"a model that is to be replayed looks tokens up with nn.pick(table, token): {error}") from None
    finally:
        for p, data in zip(moved, kept):
            p.data = data
    return births, ends, losses, logits


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


class Rollup:
    """From scalar nodes to instructions: give every number an address, then describe the addresses by strides."""

    def __init__(self, graph, parameters, block_size, vocab_size):
        births, ends, losses, logits = graph
        self.block_size = block_size
        self.recording = Recording(list(parameters), block_size, vocab_size)
        self.address = {id(p): i for i, p in enumerate(parameters)}
        self.recording.size = len(parameters)
        self.place_constants(births)
        families = self.families(births, ends)
        for family in families:
            self.place(family)
        for (_, op, slot), members in families:
            self.emit_family(op, slot, members)
        self.recording.losses = [self.address[id(loss)] for loss in losses]
        self.recording.logits = [[self.address[id(x)] for x in row] for row in logits]

    def allocate(self, count):
        start = self.recording.size
        self.recording.size += count
        return start

    def place_constants(self, births):
        """One address for each value, however often it was written: so that its stride is 0."""
        constants = self.recording.constants
        for value in births:
            if not value.inputs:
                if value.data not in constants:
                    constants[value.data] = self.allocate(1)
                self.address[id(value)] = constants[value.data]
            for x in value.inputs if value.op != "pick" else ():
                if id(x) not in self.address and not x.inputs:  # made before the recording, and no parameter
                    self.address[id(x)] = constants.setdefault(x.data, self.recording.size)
                    self.recording.size = max(self.recording.size, self.address[id(x)] + 1)

    def families(self, births, ends):
        """[(key, {position: values in order})]: what is made alike and can be made at once, in an order that works.

        The key is (level, op, which slot a pick looks at): the level of a number is one more than its inputs' highest.
        """
        level, found, position = {}, defaultdict(lambda: defaultdict(list)), 0
        for number, value in enumerate(births):
            while number >= ends[position]:
                position += 1
            if value.inputs:
                depth = 1 + max([level.get(id(x), 0) for x in value.inputs])
                level[id(value)] = depth
                slot = value.slot.number - position if value.op == "pick" else 0
                found[depth, value.op, slot][position].append(value)
        split = []
        for key, members in sorted(found.items(), key=lambda item: item[0]):
            split += [(key, part) for part in self.one_length(members)]
        return split

    def one_length(self, members):
        """Keep together what has one number of inputs per position; else part it by that number."""
        if all(len({len(value.inputs) for value in values}) == 1 for values in members.values()):
            return [members]
        parts = defaultdict(lambda: defaultdict(list))
        for position, values in members.items():
            for value in values:
                parts[len(value.inputs)][position].append(value)
        return list(parts.values())

    def sides(self, members):
        """(E, F, grows) such that at every position there are E * F values, or E * (p + 1) if it grows; None if neither."""
        counts = {p: len(values) for p, values in members.items()}
        if len(set(counts.values())) == 1:
            return 1, next(iter(counts.values())), False
        per_token = {count / (p + 1) for p, count in counts.items()}
        if len(per_token) == 1 and (e := per_token.pop()).is_integer():
            return int(e), self.block_size, True
        return None

    def place(self, family):
        """Addresses for a family, position after position, so that equal steps in place are equal steps in address."""
        _, members = family
        sides = self.sides(members)
        for position, values in sorted(members.items()):
            if sides:
                e_count, f_count, grows = sides
                start = self.allocate(e_count * f_count)
                row = position + 1 if grows else f_count
                for number, value in enumerate(values):
                    self.address[id(value)] = start + number // row * f_count + number % row
            else:
                start = self.allocate(len(values))
                for number, value in enumerate(values):
                    self.address[id(value)] = start + number

    def emit_family(self, op, slot, members):
        """One instruction for all of them if their addresses allow it; else two for two halves, and so on."""
        for sides in self.possible_sides(members):
            if instruction := self.fit(op, slot, members, sides):
                self.recording.instructions.append(instruction)
                return
        count = max(map(len, members.values()))
        if count > 1 and len({len(values) for values in members.values()}) == 1:
            half = count // 2
            self.emit_family(op, slot, {p: values[:half] for p, values in members.items()})
            self.emit_family(op, slot, {p: values[half:] for p, values in members.items()})
        elif len(members) > 1:
            positions = sorted(members)
            for part in (positions[: len(positions) // 2], positions[len(positions) // 2 :]):
                self.emit_family(op, slot, {p: members[p] for p in part})
        else:
            ((position, (value,)),) = members.items()
            self.emit_copied(op, slot, position, value)

    def emit_copied(self, op, slot, position, value):
        """The inputs of one number lie anywhere: copy them side by side first. A total of one number is a copy."""
        scratch = self.allocate(len(value.inputs))
        for i, x in enumerate(value.inputs):
            out, source = Stream(scratch + i, (0, 0, 0, 0)), Stream(self.address[id(x)], (0, 0, 0, 0))
            self.recording.instructions.append(Instruction("total", position, position + 1, (1, 1, 1), out, source))
        addresses = np.arange(scratch, scratch + len(value.inputs))[None]
        here = np.array([[position, 0, 0]])
        self.recording.instructions.append(
            self.instruction(op, slot, here, np.array([self.address[id(value)]]), addresses, addresses >= 0, (1, 1))
        )

    def possible_sides(self, members):
        """Ways to see the values of each position as E rows of F."""
        sides = self.sides(members)
        if sides is None:
            return
        e_count, f_count, grows = sides
        yield e_count, GROWS if grows else f_count
        if not grows and f_count > 1:
            values = members[max(members)]
            steps = np.diff([[self.address[id(x)] for x in self.leading(value)] for value in values], axis=0)
            broken = np.flatnonzero((steps != steps[0]).any(axis=1))
            if len(broken) and f_count % (broken[0] + 1) == 0:
                yield f_count // (int(broken[0]) + 1), int(broken[0]) + 1

    def leading(self, value):
        """The first input of each of a value's streams."""
        return (
            value.inputs[:: max(1, len(value.inputs) // 2)] if value.op in ("+", "*", "**", "dot") else value.inputs[:1]
        )

    def fit(self, op, slot, members, sides):
        """The instruction that makes all these values, or None where their addresses do not advance evenly."""
        positions = sorted(members)
        if positions[-1] - positions[0] + 1 != len(positions):
            return None
        e_count, f_count = sides
        places, rows = [], []
        for p in positions:
            width = p + 1 if f_count == GROWS else f_count
            places += [(p, number // width, number % width) for number in range(len(members[p]))]
            rows += [[self.address[id(x)] for x in value.inputs] for value in members[p]]
        lengths = np.array([len(row) for row in rows])
        addresses = np.zeros((len(rows), lengths.max()), dtype=np.int64)
        known = np.arange(lengths.max()) < lengths[:, None]
        addresses[known] = np.concatenate(rows)
        out = np.array([self.address[id(value)] for p in positions for value in members[p]])
        return self.instruction(op, slot, np.array(places), out, addresses, known, (e_count, f_count))

    def instruction(self, op, slot, places, out, addresses, known, sides):
        lengths, p = known.sum(axis=1), places[:, 0]
        count = 2 if op in ("+", "*", "**", "dot") else 1
        if (lengths == lengths[0]).all():
            length = int(lengths[0]) // count
        elif (lengths == count * (p + 1)).all():
            length = GROWS
        else:
            return None
        inputs = [(addresses, known)]
        if count == 2 and length != GROWS:
            inputs = [(part, part >= 0) for part in (addresses[:, :length], addresses[:, length:])]
        elif count == 2:  # the second half of each row begins where its first half ends
            i = np.arange(lengths.max() // 2)
            seen = i < (p + 1)[:, None]
            second = np.where(seen, i + (p + 1)[:, None], 0)
            inputs = [(addresses[:, : len(i)], seen), (np.take_along_axis(addresses, second, axis=1), seen)]
        streams = [stride(places, part, seen) for part, seen in [(out[:, None], out[:, None] >= 0), *inputs]]
        if None in streams:
            return None
        return Instruction(op, int(p.min()), int(p.max()) + 1, (*sides, length), *streams, slot=slot)


def stride(places, addresses, known):
    """The Stream that runs through these addresses (a row per place, a column per i), or None."""
    origin = np.flatnonzero(places[:, 0] == places[:, 0].max())[0]
    p, e, f = places[origin]
    base, strides = addresses[origin, 0], []
    for neighbour, sign in (((p - 1, e, f), -1), ((p, e + 1, f), 1), ((p, e, f + 1), 1)):
        row = np.flatnonzero((places == neighbour).all(axis=1))
        strides.append(int(sign * (addresses[row[0], 0] - base)) if len(row) else 0)
    strides.append(int(addresses[origin, 1] - base) if known.shape[1] > 1 and known[origin, 1] else 0)
    base = int(base - places[origin] @ strides[:3])
    expected = base + (places @ strides[:3])[:, None] + np.arange(known.shape[1]) * strides[3]
    return Stream(base, tuple(strides)) if (expected == addresses)[known].all() else None

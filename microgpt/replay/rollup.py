"""Roll thousands of scalar nodes up into a few strided instructions.

The numbers get addresses in one flat array, and operations of one kind whose addresses advance by constant strides become
one instruction: the matrix products, which the model never wrote down, reappear.

A number's place is (p, e, f): the position that made it, and its number e * F + f among those made alike. An instruction
covers a box of such places. Where a number depends on how many tokens have been read so far (attention), one of the
sides of the box grows: it is p + 1 long at position p.

The array begins with what all positions share: the parameters, then constants. What is made alike follows in a block, a
row of equal width for each position.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

GROWS = -1  # the length of a side that is p + 1 long at position p
BINARY = ("+", "*", "**", "dot")


@dataclass
class Stream:
    """Where an instruction reads or writes: base + p * strides[0] + e * strides[1] + f * strides[2] + i * strides[3].

    All of it lies in the block that begins at `block` with rows of `width` numbers, or, with width 0, in what is shared.
    """

    base: int
    strides: tuple
    block: int = 0
    width: int = 0

    def reach(self, p, sides):
        """(lowest, highest) address at position p, for these lengths of e, f, i."""
        steps = [s * ((p + 1 if n == GROWS else n) - 1) for s, n in zip(self.strides[1:], sides)]
        here = self.base + p * self.strides[0]
        return here + sum(min(0, step) for step in steps), here + sum(max(0, step) for step in steps)


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

    def streams(self):
        """(stream, its lengths of e, f, i) for what is written, then for what is read."""
        return [(self.out, (*self.sides[:2], 1)), *((stream, self.sides) for stream in (self.a, self.b) if stream)]


@dataclass
class Recording:
    """A model as instructions over one flat array: first the parameters, then constants, then blocks."""

    parameters: list
    block_size: int
    vocab_size: int
    constants: dict = field(default_factory=dict)  # value -> address
    instructions: list = field(default_factory=list)
    size: int = 0
    shared: int = 0  # where the blocks begin
    blocks: list = field(default_factory=list)  # (base, width), in order
    results: list = field(default_factory=list)  # for each position the addresses of its loss and its logits

    def block(self, address):
        """(base, width) of the block in which an address lies; (0, 0) if it is shared."""
        return (0, 0) if address < self.shared else self.blocks[bisect_right(self.blocks, (address, self.size)) - 1]

    def go_on(self, seen):
        """Continue what was recorded at the positions before `seen` up to the block's end; whether that can be."""
        going = [one for one in self.instructions if one.stop == seen]
        step = np.diff(self.results, axis=0)
        width = [self.block(address)[1] for address in self.results[0]]
        if any(one.start > seen - 2 for one in going) or (step != width).any():  # what was seen once shows no direction
            return False
        for one in going:
            one.stop = self.block_size
        self.results = [list(map(int, self.results[0] + p * np.array(width))) for p in range(self.block_size)]
        return all(self.inside(one) for one in going)

    def inside(self, one):
        """Whether an instruction's streams are at its last position still where they belong."""
        for stream, sides in one.streams():
            low, high = stream.reach(one.stop - 1, sides)
            end = stream.block + stream.width * self.block_size if stream.width else len(self.parameters)
            if stream.strides[0] and not stream.block <= low <= high < end:
                return False
        return True


class Rollup:
    """From scalar nodes to instructions: give every number an address, then describe the addresses by strides."""

    def __init__(self, graph, parameters, block_size, vocab_size):
        births, ends, losses, logits = graph
        self.block_size = block_size
        self.recording = Recording(list(parameters), block_size, vocab_size)
        self.address = {id(p): i for i, p in enumerate(parameters)}
        self.recording.size = len(parameters)
        self.place_constants(births)
        self.recording.shared = self.recording.size
        self.made = self.families(births, ends)
        for family in self.made:
            self.place(family)
        self.recording.results = [[self.address[id(x)] for x in (loss, *row)] for loss, row in zip(losses, logits)]

    def emit(self):
        """A generator that makes the instructions, and pauses after each family."""
        for (_, op, slot), members in self.made:
            self.emit_family(op, slot, members)
            yield

    def allocate(self, width):
        """A new block with rows of this width; where it begins."""
        start = self.recording.size
        self.recording.blocks.append((start, width))
        self.recording.size += width * self.block_size
        return start

    def place_constants(self, births):
        """One address for each value, however often it was written: so that its stride is 0."""
        for value in births:
            if not value.inputs:
                self.place_constant(value)
            for x in value.inputs if value.op != "pick" else ():
                if id(x) not in self.address and not x.inputs:  # made before the recording, and no parameter
                    self.place_constant(x)

    def place_constant(self, value):
        self.address[id(value)] = self.recording.constants.setdefault(value.data, self.recording.size)
        self.recording.size = max(self.recording.size, self.address[id(value)] + 1)

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
        for key, members in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] != "pick", *item[0][1:])):
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
        """A block for a family, a row for each position, so that equal steps in place are equal steps in address."""
        _, members = family
        e_count, f_count, grows = self.sides(members) or (1, max(map(len, members.values())), False)
        start = self.allocate(e_count * f_count)
        for position, values in members.items():
            first, row = start + position * e_count * f_count, position + 1 if grows else f_count
            for number, value in enumerate(values):
                self.address[id(value)] = first + number // row * f_count + number % row

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
        count, nowhere = len(value.inputs), (0, 0, 0, 0)
        block = self.allocate(count)
        scratch = block + position * count
        for i, x in enumerate(value.inputs):
            out, source = Stream(scratch + i, nowhere, block, count), self.address[id(x)]
            copy = Stream(source, nowhere, *self.recording.block(source))
            self.recording.instructions.append(Instruction("total", position, position + 1, (1, 1, 1), out, copy))
        addresses = np.arange(scratch, scratch + count)[None]
        here, out = np.array([[position, 0, 0]]), np.array([self.address[id(value)]])
        self.recording.instructions.append(self.instruction(op, slot, here, out, addresses, addresses >= 0, (1, 1)))

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
        return value.inputs[:: max(1, len(value.inputs) // 2)] if value.op in BINARY else value.inputs[:1]

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
        count = 2 if op in BINARY else 1
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
        streams = [self.stream(places, part, seen) for part, seen in [(out[:, None], out[:, None] >= 0), *inputs]]
        if None in streams:
            return None
        return Instruction(op, int(p.min()), int(p.max()) + 1, (*sides, length), *streams, slot=slot)

    def stream(self, places, addresses, known):
        """The Stream that runs through these addresses (a row per place, a column per i) inside one block, or None."""
        block, width = self.recording.block(int(addresses[known].min()))
        if int(addresses[known].max()) >= (block + width * self.block_size if width else self.recording.shared):
            return None
        origin = np.flatnonzero(places[:, 0] == places[:, 0].max())[0]
        p, e, f = places[origin]
        base, strides = addresses[origin, 0], []
        for neighbour, sign in (((p - 1, e, f), -1), ((p, e + 1, f), 1), ((p, e, f + 1), 1)):
            row = np.flatnonzero((places == neighbour).all(axis=1))
            strides.append(int(sign * (addresses[row[0], 0] - base)) if len(row) else 0)
        strides.append(int(addresses[origin, 1] - base) if known.shape[1] > 1 and known[origin, 1] else 0)
        base = int(base - places[origin] @ strides[:3])
        expected = base + (places @ strides[:3])[:, None] + np.arange(known.shape[1]) * strides[3]
        return Stream(base, tuple(strides), block, width) if (expected == addresses)[known].all() else None

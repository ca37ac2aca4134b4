"""What can be known of instructions before any batch is seen, so that NumPy has little left to do.

- An instruction is `local` if every number is made from its own row and from what is shared: it runs once over all rows.
  What is shared may differ from position to position, if it is added: it is looked up for each row.
  The others, attention's two products above all, run once per group of documents.
- A growing side is computed as a full square. What lies above the diagonal is meaningless, unless the block is `clean`:
  then it is 0, as behind a softmax's exp, and so is what a gradient there passes on. Sums over a side of a block that is
  not clean are masked.
- The first to write a gradient stores, the others add. What is read before all of it was written is zeroed first.
- A gradient lives from the first that writes it to the last that reads it, and leaves its place to others: all of them
  together then fit a fast cache.
"""

import sys
from math import prod

import numpy as np

from .rollup import GROWS

AXES = P, B, E, F, I = range(
    5
)  # of every view: position, document, two of its outputs, and the one that is summed over


class Place:
    """A stream as it lies in rows: the strides of all axes but B, and along which axes it varies at all."""

    def __init__(self, stream, sides, recording):
        size = recording.block_size
        lengths = [size if n == GROWS else n for n in sides]
        self.block, self.width, self.offset = stream.block, stream.width, stream.base - stream.block
        self.s_p = stream.strides[0] if size > 1 else stream.width
        self.s = [s if n > 1 else 0 for s, n in zip(stream.strides[1:], lengths)]
        self.varies = tuple(axis for axis, s in zip(AXES, (self.s_p, self.width, *self.s)) if s)
        low, high = (reach - stream.block for reach in stream.reach(0, lengths))
        self.by_position = False  # looked up for each row of a local instruction
        self.own_row = self.s_p == self.width and (not self.width or 0 <= low <= high < self.width)
        self.all_rows = self.own_row or (
            not self.s_p and [s for s, n in zip(self.s, sides) if n == GROWS] == [self.width]
        )

    def addresses(self, start, stop, lengths):
        """All addresses at these positions, an array over the five axes (of length 1 for B and where it does not vary)."""
        found = np.arange(start, stop)[:, None] * self.s_p if self.s_p else np.zeros((1, 1), dtype=int)
        for s, n in zip(self.s, lengths):
            found = found[..., None] + (np.arange(n) * s if s else 0)
        return self.block + self.offset + found


class Room:
    """A place in an array of a plan's own, side by side: what is left of its first input where that is masked."""

    def __init__(self, plan):
        lengths = [n if axis in plan.spans[0] else 1 for axis, n in zip((E, F, I), plan.lengths)]
        steps = [lengths[1] * lengths[2], lengths[2], 1]
        self.s = [step if n > 1 else 0 for step, n in zip(steps, lengths)]
        self.s_p = self.width = prod(lengths)
        self.varies = tuple(sorted({P, *plan.spans[0]} | (set() if plan.local else {B})))


class Plan:
    """An instruction with its places.

    masked: whether it sums over what is not clean; ways: how the gradient of each input is written; square: whether it
    multiplies numbers with themselves, which then get twice as much, once; spans: the axes along which each input varies,
    with I wherever something is summed.
    """

    def __init__(self, one, recording):
        self.op, self.slot, self.start, self.stop = one.op, one.slot, one.start, one.stop
        self.out, *self.inputs = (Place(stream, sides, recording) for stream, sides in one.streams())
        self.everywhere = one.start == 0 and one.stop == recording.block_size
        places, added = (self.out, *self.inputs), one.op == "+" and one.sides[1] != GROWS
        self.local = self.everywhere and all(place.own_row or (added and not place.width) for place in places)
        if self.local:
            self.stop = sys.maxsize  # rows, not positions
            for place in places:
                place.varies = tuple(axis for axis in place.varies if axis != B)
                place.by_position = not place.own_row
        self.block_size = recording.block_size
        self.sides = [None if n == GROWS else n for n in one.sides]
        self.lengths = [recording.block_size if n == GROWS else n for n in one.sides]
        self.grows_f, self.grows_i = (n == GROWS for n in one.sides[1:])
        inner = {I} if self.lengths[2] > 1 else set()
        self.spans = [tuple(sorted({*place.varies, *inner})) for place in self.inputs]
        self.one_table = one.op == "pick" and not {P, B} & set(self.inputs[0].varies)
        self.masked, self.ways, self.factor = False, [], Room(self)
        self.square = one.op in ("dot", "*") and one.a == one.b and not self.grows_i

    def touched(self, place):
        """All addresses of the recording that belong to a place."""
        inner = 1 if place is self.out else self.lengths[2]
        return place.addresses(self.start, min(self.stop, self.block_size), (*self.lengths[:2], inner))


def planned(recording):
    """(a Plan for each instruction, gradients to be zeroed first: [(block, width)] or, shared, [(address, length)],
    {block: where its gradients lie in a row of gradients}, how wide that row is)."""
    plans = [Plan(one, recording) for one in recording.instructions]
    zeroed, lives = rehearse(plans, mark(plans), recording)
    return plans, zeroed, *share(lives)


def mark(plans):
    """Find which sums have to be masked; {block that is clean: the stride of its growing side}."""
    clean, written = {}, [plan.out.block for plan in plans]

    def is_clean(place, axis):
        return place.own_row and place.s[axis] and place.s[axis] == clean.get(place.block)

    for plan in plans:
        if plan.grows_i:
            plan.masked = plan.op != "logsumexp" and not any(is_clean(place, 2) for place in plan.inputs)
        elif plan.grows_f and plan.everywhere and written.count(plan.out.block) == 1:
            found = [is_clean(place, 1) for place in plan.inputs]
            if {"exp": True, "*": any(found), "+": all(found), "relu": all(found)}.get(plan.op):
                clean[plan.out.block] = plan.out.s[1]
    return clean


def rehearse(plans, clean, recording):
    """Go the way back on the recording's addresses, to find who is the first to write which gradient: it stores.

    Sets the `ways` of every plan: for each input "store", "add", "scatter" (some address more than once) or None.
    (what has to be zeroed first, {block: [when its gradients are first written, last read, its width]})
    """
    written, zeroed, lives = np.zeros(recording.size, dtype=bool), {}, {}
    constants = set(recording.constants.values())

    def zero(place, where):
        if place.width:
            zeroed[place.block, place.width] = None
            live(place, -1)
        else:
            zeroed[int(where.min()), int(where.max()) + 1 - int(where.min())] = None

    def live(place, now):
        begin, end, width = lives.get(place.block, (now, now, place.width))
        lives[place.block] = min(begin, now), max(end, now), width

    def way(plan, place):
        where = plan.touched(place)
        if not place.width and where.size == 1 and int(where.flat[0]) in constants:
            return None
        once = np.zeros(recording.size, dtype=bool)
        once[where] = True
        overlapping = np.count_nonzero(once) < where.size
        before = written[where]
        written[where] = True
        if may_store(plan, place, clean) and not overlapping and not before.any():
            return "store"
        if not before.all():
            zero(place, where)
        return "scatter" if overlapping else "add"

    written[[row[0] for row in recording.results]] = True
    given = {recording.block(row[0])[0] for row in recording.results}
    for now, plan in enumerate(reversed(plans)):
        where = plan.touched(plan.out)
        if not written[where].all():
            zero(plan.out, where)
        plan.ways = [way(plan, place) for place in plan.inputs[: 1 if plan.square else 2]]
        for place in (plan.out, *(place for place, how in zip(plan.inputs, plan.ways) if how)):
            if place.width:
                live(place, -1 if place.block in given else now)
                live(place, now)
    return list(zeroed), lives


def share(lives):
    """Gradients that do not live at the same time take the same place: ({block: its place}, how much all need)."""
    placed, needed = {}, 0
    for block, (begin, end, width) in sorted(lives.items(), key=lambda item: item[1]):
        others = ((placed[other], lives[other]) for other in placed)
        taken = sorted((at, at + wide) for at, (first, last, wide) in others if first <= end and begin <= last)
        place = 0
        for low, high in taken:
            if place + width <= low:
                break
            place = max(place, high)
        placed[block], needed = place, max(needed, place + width)
    return placed, needed


def may_store(plan, place, clean):
    """Whether an instruction writes all of what it writes at, whatever the lengths of the documents."""
    if plan.op == "pick" and place.width:
        return False  # one candidate of each row
    if plan.local:
        return True
    grows_in_row = place.own_row and ((plan.grows_f and place.s[1]) or (plan.grows_i and place.s[2]))
    return place.width > 0 and plan.everywhere and place.all_rows and (not grows_in_row or place.block in clean)

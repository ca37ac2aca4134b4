"""The engine on NumPy: all documents of a batch at once, as rows.

A number that lies in the recording at `block + position * width + w` lies here, for the row r of a document, at
`block' + r * width + w`: blocks are as long as there are rows. Gradients have places of their own, which they share.
"""

from functools import cached_property
from itertools import groupby
from math import prod
from operator import itemgetter

import numpy as np

from .calls import Calls
from .plan import B, I, planned
from .rows import Layout

MOST_ROWS = 512  # at once: what is more is computed in parts
PIECE = 16384  # parameters of one round of Adam
GROUP = 4000  # what an instruction costs for one more group of documents, in numbers computed for all rows


class Strided:
    """Runs a Recording on arrays `data` and `grad`, whose first numbers are the parameters."""

    def __init__(self, recording, dtype="float64"):
        self.recording, self.count, self.block_size = recording, len(recording.parameters), recording.block_size
        self.plans, self.zeroed, self.places, self.place_width = planned(recording)
        across, width = sum(not plan.local for plan in self.plans), sum(width for _, width in recording.blocks)
        self.cost = max(4, GROUP * across // width)
        self.slots = sorted({plan.slot for plan in self.plans if plan.op == "pick"})
        self.data = np.zeros(recording.shared, dtype)
        for value, address in recording.constants.items():
            self.data[address] = value
        self.stretches = [(local, list(plans)) for local, plans in groupby(self.plans, lambda plan: plan.local)]
        self.triangle = np.tri(recording.block_size, dtype=bool)
        self.barred = np.where(self.triangle, 0.0, -np.inf).astype(dtype)
        self.results = [[(a, recording.block(a)) for a in row[1:]] for row in recording.results]
        self.layouts, self.spare = {}, np.zeros(PIECE, dtype)
        self.allocate(recording.block_size)

    # ---- arrays ----

    def allocate(self, rows):
        """Make room for so many rows; only what all rows share is kept."""
        shared, block_size = self.recording.shared, self.block_size
        kept, self.capacity = self.data[:shared], rows
        width = (self.recording.size - shared) // self.block_size
        self.data = np.zeros(shared + width * rows, kept.dtype)
        self.grad = np.zeros(shared + self.place_width * rows, kept.dtype)
        self.data[:shared] = kept
        self.tokens = {slot: np.zeros(rows, dtype=np.int64) for slot in self.slots}
        self.positions = np.zeros(rows, dtype=np.int64)
        self.below = np.zeros((rows, block_size), dtype=bool)
        self.bias = np.zeros((rows, block_size), kept.dtype)
        self.parts, self.programs, self.rooms, self.forms, self.products = {}, {}, {}, {}, {}
        places = [place for plan in self.plans for place in (plan.out, *plan.inputs)]
        self.starts = {place: self.moved(place.block) + place.offset for place in places}
        self.slope_starts = {place: self.slope_of(place.block) + place.offset for place in places}
        losses = [(row[0], *self.recording.block(row[0])) for row in self.recording.results]
        offsets = np.array([address - block - p * width for p, (address, block, width) in enumerate(losses)])
        self.loss_starts = np.array([self.moved(block) for _, block, _ in losses]) + offsets
        self.loss_slopes = np.array([self.slope_of(block) for _, block, _ in losses]) + offsets
        self.loss_widths = np.array([width for _, _, width in losses])

    def clear(self):
        """Forget all but what rows share: a number that is not finite must not outlive its batch."""
        self.data[self.recording.shared :] = 0.0
        self.grad[:] = 0.0

    def moved(self, block):
        """Where a block of the recording begins here."""
        shared = self.recording.shared
        return shared + (block - shared) // self.recording.block_size * self.capacity if block else 0

    def slope_of(self, block):
        """Where the gradients of a block begin; nobody asks for those that have no place."""
        return self.recording.shared + self.places.get(block, 0) * self.capacity if block else 0

    def room(self, plan):
        """An array in which a plan can keep as many numbers for each row as it reads."""
        if plan not in self.rooms:
            self.rooms[plan] = np.zeros(self.capacity * prod(plan.lengths), self.data.dtype)
        return self.rooms[plan]

    def form(self, array, place, axes, inner):
        """What a view of a place over some axes has in common in all boxes; strides, starts and steps are in bytes.

        (array, function that picks the lengths, strides with B's for one row, where B is if it is, start, step of a row of
        the box, step of its first position)
        """
        key = array is self.data, place, axes, inner
        if key not in self.forms:
            start = (self.starts if array is self.data else self.slope_starts).get(place, 0)
            steps = [0 if axis is None else (place.s_p, place.width, *place.s)[axis] for axis in axes]
            known = [axis if step or (inner and axis == I) else None for axis, step in zip(axes, steps)]
            lengths = itemgetter(*[0 if axis is None else axis + 1 for axis in known])
            *strides, start, row, first = (n * array.itemsize for n in (*steps, start, place.width, place.s_p))
            b = known.index(B) if B in known else None
            self.forms[key] = array, lengths, tuple(strides), b, start, row, first
        return self.forms[key]

    # ---- programs ----

    def program(self, every, boxes):
        """All instructions as Parts; for a single document they are kept, since its lengths come again."""
        key = every, boxes[0]
        if len(boxes) == 1 and key in self.programs:
            return self.programs[key]
        parts = [self.kept(every, plans) if local else Part(self, plans, boxes) for local, plans in self.stretches]
        if len(boxes) == 1:
            self.programs[key] = parts
        return parts

    def kept(self, every, plans):
        """Local instructions, which depend on nothing but the number of rows."""
        key = every, plans[0]
        if key not in self.parts:
            self.parts[key] = Part(self, plans, [every])
        return self.parts[key]

    # ---- running ----

    def layout(self, lengths):
        """The Layout of documents that read so many tokens each; that of a single document is kept."""
        if len(lengths) > 1:
            return Layout(lengths, self.block_size, self.slots, self.cost)
        if lengths[0] not in self.layouts:
            self.layouts[lengths[0]] = Layout(lengths, self.block_size, self.slots, self.cost)
        return self.layouts[lengths[0]]

    def lay_out(self, layout, tokens):
        """Say of each row which tokens it reads, and which positions it may look back to."""
        if layout.rows > self.capacity:
            self.allocate(-(-layout.rows // 64) * 64)
        for slot in self.slots:
            np.take(tokens, layout.index[slot], out=self.tokens[slot][: layout.rows])
        self.positions[: layout.rows] = layout.positions
        np.take(self.triangle, layout.positions, axis=0, out=self.below[: layout.rows])
        np.take(self.barred, layout.positions, axis=0, out=self.bias[: layout.rows])

    def prepare(self, batch):
        """Lay a batch out as rows: (its layout, its program)."""
        layout = self.layout(batch.lengths())
        self.lay_out(layout, batch.tokens)
        return layout, self.program(layout.every, layout.boxes)

    def losses(self, layout, starts):
        """The addresses of the losses of all rows, or of their gradients."""
        return starts[layout.positions] + np.arange(layout.rows) * self.loss_widths[layout.positions]

    def loss(self, batch):
        """The weighted mean loss of a Batches of one step, in nats."""
        return sum(map(self.loss_of_part, batch.parts(MOST_ROWS)))

    def loss_of_part(self, batch):
        layout, parts = self.prepare(batch)
        run(part.forward for part in parts)
        return float(self.data[self.losses(layout, self.loss_starts)] @ batch.weights[layout.index[0]])

    def gradients(self, batch):
        """The loss of a Batches of one step; its gradient is in grad."""
        parts = list(batch.parts(MOST_ROWS))
        if len(parts) == 1:
            return self.gradients_of_part(batch)
        loss, whole = 0.0, np.zeros(self.count, self.grad.dtype)
        for part in parts:
            loss += self.gradients_of_part(part)
            whole += self.grad[: self.count]
        self.grad[: self.count] = whole
        return loss

    def gradients_of_part(self, batch):
        layout, parts = self.prepare(batch)
        weights = batch.weights[layout.index[0]]
        run(part.forward for part in parts)
        for block, width in self.zeroed:
            in_rows = block >= self.recording.shared
            start = self.slope_of(block) if in_rows else block
            self.grad[start : start + width * (layout.rows if in_rows else 1)] = 0.0
        self.grad[self.losses(layout, self.loss_slopes)] = weights
        run(part.backward for part in reversed(parts))
        return float(self.data[self.losses(layout, self.loss_starts)] @ weights)

    def logits(self, tokens):
        """What follows a document's last token; what lies before it has been asked for already."""
        n = len(tokens)
        layout = self.layout([n])
        self.lay_out(layout, np.array([*tokens, 0]))  # what follows is not known: any will do
        every, (box,) = layout.every._replace(first=n - 1), layout.boxes
        run(part.forward for part in self.program(every, [box._replace(first=n - 1)]))
        return self.data[[self.moved(block) + a - block for a, (block, _) in self.results[n - 1]]].tolist()

    def steps(self, batches, rates, optimizer, memory):
        """A step of the optimizer per rate; the loss of each, in nats."""
        losses = []
        for batch, rate in zip(batches, rates):
            losses.append(self.gradients(batch))
            if len(memory):
                self.adam(optimizer, rate, *memory)
            else:
                self.data[: self.count] -= rate * self.grad[: self.count]
        return losses

    def adam(self, optimizer, rate, mean, square):
        """`optim.Adam.step` for all parameters, in place, a piece after the other that stays in the cache."""
        optimizer.steps += 1
        beta1, beta2 = optimizer.betas
        correction = (
            1 - beta2**optimizer.steps
        ) ** 0.5  # of the root of v; here it multiplies the rate and eps instead
        rate, eps = rate * correction / (1 - beta1**optimizer.steps), optimizer.eps * correction
        for start in range(0, self.count, PIECE):
            piece = slice(start, min(start + PIECE, self.count))
            p, g, m, v = self.data[piece], self.grad[piece], mean[piece], square[piece]
            one = self.spare[: len(p)]
            m += np.multiply(np.subtract(g, m, out=one), 1 - beta1, out=one)
            v += np.multiply(np.subtract(np.multiply(g, g, out=one), v, out=one), 1 - beta2, out=one)
            np.add(np.sqrt(v, out=one), eps, out=one)
            p -= np.multiply(np.divide(m, one, out=one), rate, out=one)


class Part:
    """Some instructions in some boxes, as lists of calls."""

    def __init__(self, engine, plans, boxes):
        self.calls = [Calls(engine, plan, box) for plan in plans for box in boxes]

    @cached_property
    def forward(self):
        return [call for one in self.calls for call in one.forward()]

    @cached_property
    def backward(self):
        return [call for one in reversed(self.calls) for call in one.backward()]


def run(lists):
    with np.errstate(all="ignore"):
        for calls in lists:
            for call in calls:
                call()

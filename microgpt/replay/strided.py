"""The engine on NumPy: all documents of a batch at once, as rows.

A number that lies in the recording at `block + position * width + w` lies here, for the row r of a document, at
`block' + r * width + w`: blocks are as long as there are rows. With one document these are the recording's addresses.
"""

from itertools import groupby

import numpy as np

from .calls import Calls
from .plan import B, I, planned
from .rows import Layout

MOST_ROWS = 512  # at once: what is more is computed in parts
GROUP = 4000  # what an instruction costs for one more group of documents, in numbers computed for all rows


class Strided:
    """Runs a Recording on arrays `data` and `grad`, whose first numbers are the parameters."""

    def __init__(self, recording, dtype="float64"):
        self.recording, self.count = recording, len(recording.parameters)
        self.plans, self.zeroed = planned(recording)
        across, width = sum(not plan.local for plan in self.plans), sum(width for _, width in recording.blocks)
        self.cost = max(4, GROUP * across // width)
        self.slots = sorted({plan.slot for plan in self.plans if plan.op == "pick"})
        self.data = np.zeros(recording.shared, dtype)
        for value, address in recording.constants.items():
            self.data[address] = value
        self.stretches = [(local, list(plans)) for local, plans in groupby(self.plans, lambda plan: plan.local)]
        self.known_strides = {}
        self.triangle = np.tri(recording.block_size, dtype=bool)
        self.barred = np.where(self.triangle, 0.0, -np.inf).astype(dtype)
        self.results = [[(a, recording.block(a)) for a in row[1:]] for row in recording.results]
        self.layouts, self.memory = {}, np.zeros((2, self.count), dtype)
        self.allocate(recording.block_size)

    # ---- arrays ----

    def allocate(self, rows):
        """Make room for so many rows; only what all rows share is kept."""
        shared, block_size = self.recording.shared, self.recording.block_size
        kept, self.capacity = self.data[:shared], rows
        size = shared + (self.recording.size - shared) // block_size * rows
        self.data, self.grad = np.zeros(size, kept.dtype), np.zeros(size, kept.dtype)
        self.data[:shared] = kept
        self.tokens = {slot: np.zeros(rows, dtype=np.int64) for slot in self.slots}
        self.below = np.zeros((rows, block_size), dtype=bool)
        self.bias = np.zeros((rows, block_size), kept.dtype)
        self.bound, self.programs = {}, {}
        self.starts = {
            place: self.moved(place.block) + place.offset for plan in self.plans for place in (plan.out, *plan.inputs)
        }
        places = [self.recording.block(row[0]) for row in self.recording.results]
        offsets = [
            row[0] - block - p * width for p, (row, (block, width)) in enumerate(zip(self.recording.results, places))
        ]
        self.loss_base = np.array([self.moved(block) + offset for (block, _), offset in zip(places, offsets)])
        self.loss_width = np.array([width for _, width in places])

    def clear(self):
        """Forget all but what rows share: a number that is not finite must not outlive its batch."""
        self.data[self.recording.shared :] = 0.0
        self.grad[:] = 0.0

    def moved(self, block):
        """Where a block of the recording begins here."""
        shared = self.recording.shared
        return shared + (block - shared) // self.recording.block_size * self.capacity if block else 0

    def strides(self, place, axes, inner):
        """(axes along which a view of a place is long, its strides in bytes with B's for one row, where B is if it is)."""
        key = place, axes, inner
        if key not in self.known_strides:
            steps = [0 if axis is None else (place.s_p, place.width, *place.s)[axis] for axis in axes]
            known = [axis if step or (inner and axis == I) else None for axis, step in zip(axes, steps)]
            strides = tuple(step * self.data.itemsize for step in steps)
            self.known_strides[key] = known, strides, known.index(B) if B in known else None
        return self.known_strides[key]

    # ---- programs ----

    def program(self, every, boxes):
        """(forward calls, backward calls) of all instructions; kept for a single document, whose lengths come again."""
        key = every, *boxes
        if key in self.programs:
            return self.programs[key]
        made = []
        for local, plans in self.stretches:
            made += [self.kept(every, plans)] if local else [self.calls(plans, boxes)]
        forward = [call for part in made for call in part[0]]
        backward = [call for part in reversed(made) for call in part[1]]
        if len(boxes) == 1:
            self.programs[key] = forward, backward
        return forward, backward

    def kept(self, every, plans):
        """The calls of local instructions, which depend on nothing but the number of rows."""
        key = every, plans[0]
        if key not in self.bound:
            self.bound[key] = self.calls(plans, [every])
        return self.bound[key]

    def calls(self, plans, boxes):
        made = [Calls(self, plan, box) for plan in plans for box in boxes]
        return [call for one in made for call in one.forward], [call for one in reversed(made) for call in one.backward]

    # ---- running ----

    def layout(self, lengths):
        """The Layout of documents that read so many tokens each; those of one document are kept."""
        key = tuple(lengths)
        if key not in self.layouts:
            if len(self.layouts) >= 1000:
                self.layouts.clear()
            self.layouts[key] = Layout(np.array(lengths), self.recording.block_size, self.slots, self.cost)
        return self.layouts[key]

    def lay_out(self, layout, tokens):
        """Say of each row which tokens it reads, and which positions it may look back to."""
        if layout.rows > self.capacity:
            self.allocate(-(-layout.rows // 64) * 64)
        for slot in self.slots:
            np.take(tokens, layout.index[slot], out=self.tokens[slot][: layout.rows])
        np.take(self.triangle, layout.positions, axis=0, out=self.below[: layout.rows])
        np.take(self.barred, layout.positions, axis=0, out=self.bias[: layout.rows])

    def prepare(self, batch):
        """Lay a batch out as rows: (its layout, its program)."""
        layout = self.layout(np.diff(batch.ends, prepend=0) - 1)
        self.lay_out(layout, batch.tokens)
        return layout, self.program(layout.every, layout.boxes)

    def losses(self, layout):
        """The addresses of the losses of all rows."""
        return self.loss_base[layout.positions] + np.arange(layout.rows) * self.loss_width[layout.positions]

    def loss(self, batch):
        """The weighted mean loss of a Batches of one step, in nats."""
        return sum(map(self.loss_of_part, batch.parts(MOST_ROWS)))

    def loss_of_part(self, batch):
        layout, (forward, _) = self.prepare(batch)
        run(forward)
        return float(self.data[self.losses(layout)] @ batch.weights[layout.index[0]])

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
        layout, (forward, backward) = self.prepare(batch)
        losses, weights = self.losses(layout), batch.weights[layout.index[0]]
        run(forward)
        for block, width in self.zeroed:
            start, length = (
                (self.moved(block), width * layout.rows) if block >= self.recording.shared else (block, width)
            )
            self.grad[start : start + length] = 0.0
        self.grad[losses] = weights
        run(backward)
        return float(self.data[losses] @ weights)

    def logits(self, tokens):
        """What follows a document's last token; what lies before it has been asked for already."""
        n = len(tokens)
        layout = self.layout([n])
        self.lay_out(layout, np.array([*tokens, 0]))  # what follows is not known: any will do
        every, (box,) = layout.every._replace(first=n - 1), layout.boxes
        run(self.program(every, [box._replace(first=n - 1)])[0])
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
        """`optim.Adam.step` for all parameters at once, in place."""
        optimizer.steps += 1
        (beta1, beta2), grad, (one, other) = optimizer.betas, self.grad[: self.count], self.memory
        mean += np.multiply(np.subtract(grad, mean, out=one), 1 - beta1, out=one)
        square += np.multiply(np.subtract(np.multiply(grad, grad, out=one), square, out=one), 1 - beta2, out=one)
        np.sqrt(np.multiply(square, 1 / (1 - beta2**optimizer.steps), out=one), out=one)
        np.divide(mean, np.add(one, optimizer.eps, out=one), out=other)
        self.data[: self.count] -= np.multiply(other, rate / (1 - beta1**optimizer.steps), out=other)


def run(calls):
    with np.errstate(all="ignore"):
        for call in calls:
            call()

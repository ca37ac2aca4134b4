"""The engine on machine code (numba): the whole of training runs in `loops`, on a table of the instructions."""

from functools import cache
from operator import or_

import numpy as np
from numba.core import event

from ..outside import say
from .loops import PRODUCT, backward, forward, turn
from .rollup import GROWS
from .slots import OPS
from .tiles import ONE, ZERO, borrowed, compiled

ROWS = 128  # at once: then most of what is computed stays in the cache
STREAM = ("at", "p", "e", "f", "i", "width")
FIELDS = ["op", "start", "stop", "slot", "side_e", "side_f", "side_i", "turned", "flat"]
FIELDS += [f"{stream}_{field}" for stream in ("out", "a", "b") for field in STREAM]
RECORD = [(name, np.uint64) for name in FIELDS]


class Table:
    """A Recording for arrays whose blocks have so many rows.

    code: its instructions, a record each; a side that grows is 0. turned: how many numbers the matrices have that are to be
    turned. losses: for each position where its loss is, and how far from row to row. results: where its logits are.
    """

    def __init__(self, recording, rows):
        self.recording, self.rows, self.turned = recording, rows, 0
        self.code = np.array([self.record(one) for one in recording.instructions], RECORD)
        found = [(self.moved(row[0]), recording.block(row[0])[1]) for row in recording.results]
        starts = [(at - p * width, width) for p, (at, width) in enumerate(found)]
        self.losses = np.array(starts, np.uint64).T.copy()
        self.results = [list(map(self.moved, row[1:])) for row in recording.results]

    def moved(self, address):
        """Where a number of the recording's is in these arrays, if its document begins in the first row."""
        block, shared = self.recording.block(address)[0], self.recording.shared
        if not block:
            return address
        return address - block + shared + (block - shared) // self.recording.block_size * self.rows

    def record(self, one):
        """An instruction as the numbers of FIELDS."""
        op, turned = OPS.index(one.op), self.turned
        if self.is_product(one):
            op, self.turned = PRODUCT, turned + one.sides[1] * one.sides[2]
        sides = [0 if side == GROWS else side for side in one.sides]
        flat = self.is_flat(one)
        streams = [number for stream in (one.out, one.a, one.b) for number in self.stream(stream, flat)]
        return op, one.start, one.stop, one.slot, *sides, turned, flat, *streams

    def stream(self, stream, flat):
        """The numbers of STREAM, without a sign."""
        if stream is None:
            return [0] * len(STREAM)
        (p, e, f, i), start = stream.strides, stream.base - stream.block + self.moved(stream.block)
        f = 1 if flat and stream.width else f
        return [number % 2**64 for number in (start, p, e, f, i, stream.width)]

    def whole(self, one):
        return one.start == 0 and one.stop == self.recording.block_size and one.sides[0] == 1 and GROWS not in one.sides

    def is_flat(self, one):
        """Whether number by number is made, and all rows of it, and of what it is made, are like one that is longer."""
        n, given = one.sides[1], [stream for stream in (one.a, one.b) if stream]
        if not self.whole(one) or one.op not in ("+", "*", "**", "exp", "log", "relu"):
            return False
        long = [
            self.by_row(each) and each.width == n and (n == 1 or each.strides[2] == 1) for each in (one.out, *given)
        ]
        shared = [not each.width and not any(each.strides) for each in given]
        return long[0] and all(map(or_, long[1:], shared))

    def by_row(self, stream):
        return stream.width and (self.recording.block_size == 1 or stream.strides[0] == stream.width)

    def is_product(self, one):
        """Whether out[r, f] = w[f, :] . x[r, :] for all rows r, with the numbers of each row side by side."""
        if not self.whole(one) or one.op != "dot" or one.a.width:
            return False
        own = self.by_row(one.out) and self.by_row(one.b)
        (w_p, _, _, w_i), (_, _, x_f, x_i) = one.a.strides, one.b.strides
        return own and w_p == x_f == 0 and w_i == x_i == one.out.strides[2] == 1


class Teller(event.Listener):
    """Says, the first time that something of this package is compiled and not found on disk, why one waits."""

    said = False

    def on_start(self, happened):
        if not self.said and happened.data["dispatcher"].py_func.__module__.startswith(__package__):
            self.said = True
            say("Compiling the fast engine; about ten seconds, once on this machine ...")

    def on_end(self, happened):
        pass


event.register("numba:compile", Teller())


# ---- batches ----


@compiled
def lay_out(ends, document, stop, places):
    """Fill the rows with documents, as many as find room: (the next one, how many rows)."""
    rows = ZERO
    while document < stop:
        start = ends[document - ONE] if document else ZERO
        length = ends[document] - start - ONE
        if rows + length > np.uint64(places.shape[1]):
            break
        for p in range(length):
            places[0, rows + p], places[1, rows + p], places[2, rows + p] = p, rows, start + p
        rows += length
        document += ONE
    return document, rows


@compiled
def weighed(data, losses, weights, places, rows, grad):
    """The weighted sum of the losses of these rows; the weights are put where the gradients begin, if there is room."""
    total = 0.0
    for r in range(rows):
        p = places[0, r]
        at, weight = losses[0, p] + r * losses[1, p], weights[places[2, r]]
        total += weight * data[at]
        if len(grad):
            grad[at] = weight
    return total


@compiled
def losses_of(model, documents, first, last):
    """The weighted loss of the documents `first` up to `last`, in nats; its gradient is in grad, if there is room."""
    code, data, grad, turned, losses, places = model
    code, data, grad, turned = borrowed(code), borrowed(data), borrowed(grad), borrowed(turned)
    tokens, ends, weights = documents
    turn(code, data, turned)
    total = 0.0
    while first < last:
        first, rows = lay_out(ends, first, last, places)
        forward(code, data, turned, tokens, places, ZERO, rows)
        total += weighed(data, losses, weights, places, rows, grad)
        if len(grad):
            backward(code, data, grad, tokens, places, rows)
    return total


@compiled
def sgd(data, grad, count, rate):
    for i in range(count):
        data[i] -= rate * grad[i]
        grad[i] = 0.0


@compiled
def adam(data, grad, mean, square, count, rate, correction, beta1, beta2, eps):
    for i in range(count):
        g = grad[i]
        m = beta1 * mean[i] + (1 - beta1) * g
        v = beta2 * square[i] + (1 - beta2) * g * g
        mean[i], square[i] = m, v
        data[i] -= rate * m / (np.sqrt(v * correction) + eps)
        grad[i] = 0.0


@compiled
def run(model, shared, documents, stops, rates, memory, made, betas, eps):
    """A step per rate, on the documents from one of `stops` to the next; the losses. memory: Adam's two rows, or none."""
    data, grad, (beta1, beta2) = model[1], model[2], betas
    count, first, printed = memory.shape[1], ZERO, np.zeros(len(rates))
    grad[:count] = 0.0
    for step in range(len(rates)):
        grad[count:shared] = 0.0
        printed[step] = losses_of(model, documents, first, stops[step])
        first = stops[step]
        if len(memory):
            made += 1
            rate = rates[step] / (1 - beta1**made)
            adam(data, grad, memory[0], memory[1], count, rate, 1 / (1 - beta2**made), beta1, beta2, eps)
        else:
            sgd(data, grad, count, rates[step])
    return printed


@cache
def prepare():
    """Have all compiled, or read from disk, by calls that do nothing: whatever numba refuses, it refuses here."""
    code, numbers, grid, addresses = (
        np.zeros(*each) for each in ((0, RECORD), (0,), ((3, 0), np.uint64), (0, np.uint64))
    )
    model, documents = (code, numbers, numbers, numbers, grid, grid), (addresses, addresses, numbers)
    run(model, 0, documents, addresses, numbers, np.zeros((2, 0)), 0, (0.0, 0.0), 0.0)
    losses_of(model, documents, ZERO, ZERO)
    turn(code, numbers, numbers)
    forward(code, numbers, numbers, addresses, grid, ZERO, ZERO)


class Compiled:
    """Runs a Recording on arrays `data` and `grad` in machine code."""

    def __init__(self, recording, dtype="float64"):
        self.count, self.shared = len(recording.parameters), recording.shared
        self.rows = max(ROWS, recording.block_size)
        self.table = Table(recording, self.rows)
        width = (recording.size - recording.shared) // recording.block_size
        self.data, self.grad = np.zeros((2, recording.shared + width * self.rows), dtype)
        self.turned, self.nothing = np.zeros(self.table.turned, dtype), np.zeros(0, dtype)
        self.places = np.zeros((3, self.rows), np.uint64)
        for value, address in recording.constants.items():
            self.data[address] = value

    def clear(self):
        """Forget all but what rows share: a number that is not finite must not outlive its batch."""
        self.data[self.shared :] = 0.0
        self.grad[:] = 0.0

    def logits(self, tokens):
        """What follows a document's last token; what lies before it has been asked for already."""
        n, known = len(tokens), np.array([*tokens, 0], dtype=np.uint64)  # what follows is not known
        if n == 1:
            turn(self.table.code, self.data, self.turned)
        self.places[:, n - 1] = n - 1, 0, n - 1
        forward(self.table.code, self.data, self.turned, known, self.places, np.uint64(n - 1), np.uint64(n))
        return self.data[self.table.results[n - 1]].tolist()

    def given(self, batches, grad):
        """What the loops are given: the model, with where gradients go, and the documents."""
        model = self.table.code, self.data, grad, self.turned, self.table.losses, self.places
        return model, (batches.tokens.astype(np.uint64), batches.ends.astype(np.uint64), batches.weights)

    def loss(self, batch):
        """The weighted mean loss of a Batches of one step, in nats."""
        return losses_of(*self.given(batch, self.nothing), ZERO, np.uint64(len(batch.ends)))

    def gradients(self, batch):
        """The loss of a Batches of one step; its gradient is in grad."""
        self.grad[: self.shared] = 0.0
        return losses_of(*self.given(batch, self.grad), ZERO, np.uint64(len(batch.ends)))

    def steps(self, batches, rates, optimizer, memory):
        """A step of the optimizer per rate; the loss of each, in nats."""
        model, documents = self.given(batches, self.grad)
        made, betas, eps = (optimizer.steps, optimizer.betas, optimizer.eps) if len(memory) else (0, (0.0, 0.0), 0.0)
        stops = batches.stops.astype(np.uint64)
        printed = run(model, self.shared, documents, stops, rates, memory, made, betas, eps)
        if len(memory):
            optimizer.steps += len(rates)
        return printed.tolist()

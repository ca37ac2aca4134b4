"""Instructions run by NumPy: each one a few calls on strided views of the flat array, all positions at once.

What grows with the position is computed as a full square, and what lies above the diagonal is masked: it stays 0.
"""

from functools import partial

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .record import GROWS

P, E, F, I = range(4)  # the axes of every instruction: position, two of its outputs, and the one that is summed over


class Strided:
    """Runs a Recording on arrays `data` and `grad`; the views for every length of document are made once."""

    def __init__(self, recording):
        self.recording = recording
        self.data, self.grad = np.zeros(recording.size), np.zeros(recording.size)
        for value, address in recording.constants.items():
            self.data[address] = value
        self.constants = set(recording.constants.values())
        self.losses = np.array(recording.losses)
        self.tokens = np.zeros(recording.block_size + 1, dtype=np.int64)
        self.programs = {}

    def program(self, first, last):
        """(forward calls, backward calls) for the positions from `first` up to, not including, `last`."""
        if (first, last) not in self.programs:
            forward, backward = [], []
            for one in self.recording.instructions:
                start, stop = max(first, one.start), min(last, one.stop)
                if start < stop:
                    calls = Calls(self, one, start, stop)
                    forward += calls.forward()
                    backward = calls.backward() + backward
            self.programs[first, last] = forward, backward
        return self.programs[first, last]

    def forward(self, tokens, first, last):
        self.tokens[: len(tokens)] = tokens
        with np.errstate(all="ignore"):
            for call in self.program(first, last)[0]:
                call()

    def steps(self, batches, rates, optimizer, memory):
        """A step of the optimizer per rate; the loss of each, in nats."""
        count = len(self.recording.parameters)
        learned, grad, losses = self.data[:count], self.grad[:count], []
        for batch, rate in zip(batches, rates):
            losses.append(self.gradients(batch))
            if len(memory):
                optimizer.steps += 1
                (beta1, beta2), (mean, square) = optimizer.betas, memory
                mean += (1 - beta1) * (grad - mean)
                square += (1 - beta2) * (grad * grad - square)
                size = np.sqrt(square / (1 - beta2**optimizer.steps))
                learned -= rate / (1 - beta1**optimizer.steps) * mean / (size + optimizer.eps)
            else:
                learned -= rate * grad
        return losses

    def surprises(self, documents):
        """The surprise at every prediction in these documents, one after the other."""
        found = []
        for tokens in documents:
            self.forward(tokens, 0, len(tokens) - 1)
            found.append(self.data[self.losses[: len(tokens) - 1]])
        return np.concatenate(found)

    def gradients(self, batch):
        """The loss of a Batches of one step; its gradient is in grad."""
        self.grad[:], loss = 0.0, 0.0
        for tokens, weights in zip(batch.documents(), np.split(batch.weights, batch.ends[:-1])):
            n = len(tokens) - 1
            self.forward(tokens, 0, n)
            self.grad[len(self.recording.parameters) :] = 0.0
            self.grad[self.losses[:n]] = weights[:n]
            with np.errstate(all="ignore"):
                for call in self.program(0, n)[1]:
                    call()
            loss += float(self.data[self.losses[:n]] @ weights[:n])
        return loss


class Operand:
    """A strided piece of an array: where it begins, and the step of each of the four axes; 0 where it does not vary."""

    def __init__(self, array, base, strides, shape):
        self.array, self.base, self.shape = array, base, shape
        self.strides = [s if n > 1 else 0 for s, n in zip(strides, shape)]
        self.axes = [axis for axis in range(4) if self.strides[axis]]

    def view(self, axes=(P, E, F, I)):
        """An array over these axes (None: one of length 1); along an axis that does not vary it repeats itself."""
        shape = [1 if axis is None else self.shape[axis] for axis in axes]
        strides = [0 if axis is None else self.strides[axis] * 8 for axis in axes]
        return as_strided(self.array[self.base :], shape, strides)

    def squeezed(self):
        """A view over all four axes, of length 1 along those that do not vary."""
        return self.view([axis if axis in self.axes else None for axis in range(4)])

    def addresses(self):
        """The address of every place that differs, over all four axes."""
        return Operand(np.arange(self.array.size), self.base, self.strides, self.shape).squeezed()

    def adder(self):
        """A function that adds to these places in one go; slower where two of them are the same one."""
        addresses = self.addresses()
        if len(np.unique(addresses)) < addresses.size:
            return partial(np.add.at, self.array, addresses)
        view = self.squeezed()
        return lambda found: np.add(view, found, out=view)


def scratch(axes, shape):
    """A new contiguous Operand that varies along these axes."""
    lengths = [shape[axis] if axis in axes else 1 for axis in range(4)]
    strides = [int(np.prod(lengths[axis + 1 :])) if axis in axes else 0 for axis in range(4)]
    return Operand(np.zeros(int(np.prod(lengths))), 0, strides, shape)


def contraction(out, x, y):
    """A call that computes out = the sum of x * y over the axes along which out does not vary."""
    axes = [axis for axis in range(4) if axis in out.axes or axis in x.axes or axis in y.axes]
    summed = [axis for axis in axes if axis not in out.axes]
    if not summed:
        return partial(np.multiply, x.view(out.axes), y.view(out.axes), out=out.view(out.axes))
    both = [axis for axis in out.axes if axis in x.axes and axis in y.axes]
    only_x = [axis for axis in out.axes if axis in x.axes and axis not in y.axes]
    only_y = [axis for axis in out.axes if axis in y.axes and axis not in x.axes]
    if max(map(len, (summed, only_x, only_y))) == 1 and len(both + only_x + only_y) == len(out.axes):
        k, m, n = summed[0], (only_x or [None])[0], (only_y or [None])[0]
        if not only_x and not only_y and len(both) == len(out.axes):
            m = n = None
        return partial(np.matmul, x.view([*both, m, k]), y.view([*both, k, n]), out=out.view([*both, m, n]))
    return partial(np.einsum, x.view(axes), axes, y.view(axes), axes, out.axes, out=out.view(out.axes))


class Calls:
    """One instruction at positions from start up to, not including, stop, as lists of calls without arguments."""

    def __init__(self, engine, one, start, stop):
        self.engine, self.one = engine, one
        self.shape = (stop - start, *(stop if side == GROWS else side for side in one.sides))
        outer = (*self.shape[:3], 1)
        self.out, self.d_out = self.operands(one.out, start, outer)
        self.a, self.d_a = self.operands(one.a, start, self.shape)
        self.b, self.d_b = self.operands(one.b, start, self.shape) if one.b else (None, None)
        below = np.arange(start, stop)[:, None] >= np.arange(stop)
        self.outer_mask = below[:, None, :, None] if one.sides[1] == GROWS else None
        self.inner_mask = below[:, None, None, :] if one.sides[2] == GROWS else None
        self.slots = slice(start + one.slot, stop + one.slot)

    def operands(self, stream, start, shape):
        base = stream.base + start * stream.strides[0]
        return (Operand(array, base, stream.strides, shape) for array in (self.engine.data, self.engine.grad))

    def forward(self):
        a, b, out = self.a.view(), self.b.view() if self.b else None, self.out.view()
        if self.one.op == "dot":
            return self.dot_forward()
        if self.one.op == "pick":
            table, tokens = self.a.view((I, P, E, F)), self.engine.tokens[self.slots]
            positions = np.arange(len(tokens))

            def pick():
                out[..., 0] = table[tokens, positions]

            return [pick]
        if self.one.op == "total":
            return [partial(np.sum, a, axis=I, keepdims=True, out=out, where=self.where(self.inner_mask))]
        if self.one.op == "logsumexp":
            mask = self.inner_mask

            def logsumexp():
                known = a if mask is None else np.where(mask, a, -np.inf)
                top = known.max(axis=I, keepdims=True)
                np.add(top, np.log(np.exp(known - top).sum(axis=I, keepdims=True)), out=out)

            return [logsumexp]
        ufunc = {"+": np.add, "*": np.multiply, "**": np.power, "exp": np.exp, "log": np.log}.get(self.one.op)
        if ufunc is None:
            return [partial(np.maximum, a, 0.0, out=out, where=self.where(self.outer_mask))]
        return [partial(ufunc, *([a] if b is None else [a, b]), out=out, where=self.where(self.outer_mask))]

    def where(self, mask):
        return True if mask is None else mask

    def dot_forward(self):
        """A product of two streams, summed; masked first where it sums over what has been read so far."""
        calls = []
        self.factor = self.a
        if self.inner_mask is not None:
            self.factor = scratch(sorted({*self.a.axes, P, I}), self.shape)
            calls.append(partial(np.copyto, self.factor.view(), self.a.view(), where=self.inner_mask))
        if self.outer_mask is None:
            return [*calls, contraction(self.out, self.factor, self.b)]
        product = scratch(self.out.axes, self.out.shape)
        copy = partial(np.copyto, self.out.view(), product.view(), where=self.outer_mask)
        return [*calls, contraction(product, self.factor, self.b), copy]

    def backward(self):
        out, g = self.out.view(), self.d_out.view()
        a, b = self.a.view(), self.b.view() if self.b else None
        if self.one.op in ("dot", "*"):
            by_a = self.factor if self.one.op == "dot" else self.a
            return [*self.add_product(self.d_a, self.b, self.inner_mask), *self.add_product(self.d_b, by_a)]
        if self.one.op == "+":
            return [*self.add(self.d_a, lambda: g), *self.add(self.d_b, lambda: g)]
        if self.one.op == "pick":
            addresses = Operand(np.arange(self.d_a.array.size), self.a.base, self.a.strides, self.shape).view(
                (I, P, E, F)
            )
            tokens, positions = self.engine.tokens[self.slots], np.arange(self.shape[P])
            return [lambda: np.add.at(self.engine.grad, addresses[tokens, positions], g[..., 0])]
        slopes = {
            "exp": lambda: g * out,
            "log": lambda: g / a,
            "relu": lambda: g * (out > 0),
            "**": lambda: g * b * a ** (b - 1),
            "total": lambda: g,
            "logsumexp": lambda: g * np.exp(a - out),
        }
        mask = self.inner_mask if self.outer_mask is None else self.outer_mask
        return self.add(self.d_a, slopes[self.one.op], mask)

    def add(self, d, compute, mask=None, over=(P, E, F, I)):
        """A call that adds what `compute()` gives for all places to the gradients `d`, where somebody asks for them.

        over: the axes along which it is given, and has to be summed where `d` does not vary.
        """
        if self.constant(d):
            return []
        summed = tuple(axis for axis in over if axis not in d.axes and self.shape[axis] > 1)
        lengths = [self.shape[axis] if axis in summed else 1 for axis in range(4)]
        add = d.adder()
        if mask is None and not summed:
            return [lambda: add(compute())]

        def call():
            found = compute() if mask is None else np.where(mask, compute(), 0.0)
            if summed:
                found = np.broadcast_to(found, np.broadcast_shapes(found.shape, lengths)).sum(
                    axis=summed, keepdims=True
                )
            add(found)

        return [call]

    def add_product(self, d, other, mask=None):
        """Calls that add d_out * other, summed where d does not vary, to the gradients `d`."""
        if self.constant(d):
            return []
        axes = d.axes if mask is None else sorted({*d.axes, P, I})  # masked before it is summed
        product = scratch(axes, d.shape)
        calls = [contraction(product, self.d_out, other)]
        if mask is not None:
            calls.append(partial(np.copyto, product.view(), 0.0, where=~mask))
        found = product.squeezed()
        return [*calls, *self.add(d, lambda: found, over=axes)]

    def constant(self, d):
        return not d.axes and d.base in self.engine.constants

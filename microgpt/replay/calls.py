"""A planned instruction as NumPy calls on strided views, for all rows or for a group of documents at once."""

from functools import lru_cache, partial
from math import prod

import numpy as np

from .plan import AXES, B, E, F, I, P

NEAR = 50.0  # numbers so close together need no largest of each row before their powers are taken


@lru_cache(maxsize=4096)
def recipe(out, x, y):
    """(function, axes of x, of y, of out) that makes out = the sum of x * y over the axes that out lacks."""
    axes = tuple(axis for axis in AXES if axis in out or axis in x or axis in y)
    both = [axis for axis in out if axis in x and axis in y]
    only_x = [axis for axis in out if axis in x and axis not in y]
    only_y = [axis for axis in out if axis in y and axis not in x]
    summed = [axis for axis in axes if axis not in out]
    if not summed:
        return np.multiply, axes, axes, axes
    if not set(out) <= {*x, *y}:  # the same for many

        def repeated(one, other, out=None):
            found = (one * other).sum(axis=tuple(map(axes.index, summed)), keepdims=True)
            return found if out is None else np.copyto(out, found)

        return repeated, axes, axes, tuple(axis if axis in out else None for axis in axes)
    if [*x, *y].count(summed[0]) == 2 and max(map(len, (summed, only_x, only_y))) == 1:
        k, m, n = summed[0], (only_x or [None])[0], (only_y or [None])[0]
        return np.matmul, (*both, m, k), (*both, k, n), (*both, m, n)
    own = out
    return lambda one, other, out=None: np.einsum(one, axes, other, axes, own, out=out), axes, axes, own


def product(out, x, y, add=False):
    """A call that makes out = the sum of x * y, or adds it; each given as (axes along which it varies, view over axes)."""
    function, *axes = recipe(out[0], x[0], y[0])
    one, other, target = x[1](axes[0]), y[1](axes[1]), out[1](axes[2])
    if add:
        return lambda: np.add(target, function(one, other), out=target)
    return partial(function, one, other, out=target)


def summed(array, axes):
    """The sum over some axes, which keep the length 1; many short sums side by side by a product with ones."""
    if (
        axes[0]
        and array.flags.c_contiguous
        and all(n == 1 or k in axes for k, n in enumerate(array.shape) if k > axes[0])
    ):
        shape = [1 if axis in axes else n for axis, n in enumerate(array.shape)]
        length = array.size // prod(shape)
        return (array.reshape(-1, length) @ np.ones(length, array.dtype)).reshape(shape)
    return array.sum(axis=axes, keepdims=True)


def arranged(array, axes):
    """An array over all axes as one over these (None: one of length 1); it does not vary along the others."""
    known = [axis for axis in axes if axis is not None]
    rest = [axis for axis in AXES if axis not in known]
    array = array.transpose([*known, *rest])[(..., *[0] * len(rest))]
    return array[tuple(None if axis is None else slice(None) for axis in axes)]


class Calls:
    """One plan in one box: its calls without arguments, forward() before backward()."""

    factor = None  # what a masked product multiplies with

    def __init__(self, engine, plan, box):
        self.engine, self.plan, self.box = engine, plan, box
        self.first, last = max(box.first, plan.start), min(box.last, plan.stop)
        self.empty = self.first >= last
        grown = min(box.grown, last)
        self.shape = (last - self.first, box.count, *[grown if n is None else n for n in plan.sides])
        self.lengths = (1, *self.shape)

    # ---- views ----

    def view(self, array, place, axes=AXES, inner=False):
        """A place over these axes (None: one of length 1), of length 1 also along those where it does not vary.

        inner: as long as the instruction along I, even if it is the same number all along.
        """
        lengths, strides, b = self.engine.forms.get((place, axes, inner)) or self.engine.form(place, axes, inner)
        if b is not None:
            strides = (*strides[:b], strides[b] * self.box.height, *strides[b + 1 :])
        start = self.engine.starts[place] + self.box.start * place.width + self.first * place.s_p
        return np.ndarray(lengths(self.lengths), array.dtype, array, start * array.itemsize, strides)

    def known(self, number):
        """An input, for `product`."""
        place = self.plan.inputs[number]
        return self.plan.spans[number], lambda axes: self.view(self.engine.data, place, axes, True)

    def gradient(self, place):
        return place.varies, lambda axes: self.view(self.engine.grad, place, axes)

    def inputs(self):
        return [self.view(self.engine.data, place, inner=True) for place in self.plan.inputs]

    def by_position(self, array, place):
        """All positions of a place that differs from position to position, and is shared by all rows."""
        lengths, strides = (self.engine.block_size, *self.lengths[2:]), (place.s_p, 0, *place.s)
        shape = [n if step else 1 for n, step in zip(lengths, strides)]
        size = array.itemsize
        return np.ndarray(
            shape, array.dtype, array, self.engine.starts[place] * size, [step * size for step in strides]
        )

    def of_rows(self, array, length=1):
        """The first numbers that an array has for each row, over P, B and one axis more."""
        width, size = array.size // len(array), array.itemsize
        start = (self.box.start + self.first) * width
        strides = (width * size, width * self.box.height * size, size)
        return np.ndarray((*self.shape[:2], length), array.dtype, array, start * size, strides)

    def room(self, shape):
        """A contiguous array of the engine's in which this plan can keep something for its rows."""
        start = (self.box.start + self.first) * prod(self.plan.lengths)
        return self.engine.room(self.plan)[start : start + prod(shape)].reshape(shape)

    def diagonal(self, array):
        """What an array says of the places of the growing side, up to the diagonal (True, or 0) and above (False, -inf)."""
        if self.plan.grows_f:
            return self.of_rows(array, self.shape[F])[:, :, None, :, None]
        return self.of_rows(array, self.shape[I])[:, :, None, None, :]

    def tokens(self):
        return self.of_rows(self.engine.tokens[self.plan.slot])[..., 0]

    def addresses(self, place, shape):
        """Where in the arrays each number of this shape lies, however often it is the same one."""
        found = np.full(
            [1] * len(AXES), self.engine.starts[place] + self.box.start * place.width + self.first * place.s_p
        )
        for axis, (n, step) in enumerate(zip(shape, (place.s_p, place.width * self.box.height, *place.s))):
            found = found + (np.arange(n) * step).reshape([-1 if k == axis else 1 for k in AXES])
        return found

    # ---- forward ----

    def forward(self):
        if self.empty:
            return []
        op = self.plan.op
        if op in ("dot", "*"):
            return self.multiply()
        if op == "+":
            return self.add()
        y, x = self.view(self.engine.data, self.plan.out), self.inputs()
        return [partial(np.power, *x, out=y)] if op == "**" else [getattr(self, op)(y, x[0])]

    def add(self):
        """The sum of two; what differs by position is looked up first."""
        calls, added, positions = [], [], self.of_rows(self.engine.positions)[:, 0, 0]
        for place in self.plan.inputs:
            if place.by_position:
                table = self.by_position(self.engine.data, place)
                added.append(np.zeros((len(positions), *table.shape[1:]), table.dtype))
                calls.append(partial(np.take, table, positions, axis=0, out=added[-1], mode="clip"))
            else:
                added.append(self.view(self.engine.data, place))
        return [*calls, partial(np.add, *added, out=self.view(self.engine.data, self.plan.out))]

    def relu(self, y, x):
        return partial(np.maximum, x, 0, out=y)

    def multiply(self):
        """A product of two streams, summed or not; masked first where it sums over what is not clean."""
        out = self.plan.out.varies, lambda axes: self.view(self.engine.data, self.plan.out, axes)
        if not self.plan.masked:
            return [product(out, self.known(0), self.known(1))]
        one, below = self.inputs()[0], self.diagonal(self.engine.below)
        masked = np.zeros(np.broadcast_shapes(one.shape, below.shape), one.dtype)
        self.factor = self.plan.masked_span, partial(arranged, masked)
        return [
            lambda: np.copyto(masked, 0),
            partial(np.copyto, masked, one, where=below),
            product(out, self.factor, self.known(1)),
        ]

    def exp(self, y, x):
        if not self.plan.grows_f:
            return partial(np.exp, x, out=y)
        bias = self.diagonal(self.engine.bias)
        return lambda: np.exp(np.add(x, bias, out=y), out=y)

    def log(self, y, x):
        return partial(np.log, x, out=y, where=self.diagonal(self.engine.below) if self.plan.grows_f else True)

    def total(self, y, x):
        if not self.plan.masked:
            return lambda: np.copyto(y, summed(x, (I,)))
        below = self.diagonal(self.engine.below)
        return lambda: np.copyto(y, np.where(below, x, 0).sum(axis=I, keepdims=True))

    def logsumexp(self, y, x):
        """What is made on the way is kept: the gradient needs the same powers."""
        powers, self.top = self.room(x.shape), np.zeros(y.shape, y.dtype)
        top, bias = self.top, self.diagonal(self.engine.bias) if self.plan.grows_i else None

        def call():
            if x.max() - x.min() < NEAR:
                top[:] = x.max()
                np.subtract(x, top.flat[0], out=powers)
            else:
                known = x if bias is None else x + bias
                known.max(axis=I, keepdims=True, out=top)
                np.subtract(x, top, out=powers)
            if bias is not None:
                np.add(powers, bias, out=powers)
            np.exp(powers, out=powers)
            np.add(np.log(summed(powers, (I,))), top, out=y)

        return call

    def pick(self, y, table):
        y, tokens = self.view(self.engine.data, self.plan.out, (P, B, E, F)), self.tokens()
        if self.plan.one_table:
            table = self.view(self.engine.data, self.plan.inputs[0], (I, E, F), True)
            return partial(np.take, table, tokens, axis=0, out=y, mode="clip")
        table = np.broadcast_to(table, (*self.shape[:2], *table.shape[2:]))
        p, b = np.ogrid[: self.shape[P], : self.shape[B]]
        return lambda: np.copyto(y, table[p, b, :, :, tokens])

    # ---- backward ----

    def backward(self):
        if self.empty:
            return []
        op = self.plan.op
        if op in ("dot", "*"):
            return [*self.add_product(0, self.known(1)), *self.add_product(1, self.factor or self.known(0))]
        g = self.view(self.engine.grad, self.plan.out)
        if op == "pick":
            return self.pick_back(g[..., 0])
        if op == "+":
            return [call for number in (0, 1) for call in self.add_back(number, g)]
        slope_of = getattr(self, f"slope_of_{'power' if op == '**' else op}")
        return self.put(0, slope_of(g, self.view(self.engine.data, self.plan.out), *self.inputs()))

    def slope_of_exp(self, g, y, x):
        return lambda out: np.multiply(g, y, out=out)

    def slope_of_log(self, g, y, x):
        if not self.plan.grows_f:
            return lambda out: np.divide(g, x, out=out)
        below = self.diagonal(self.engine.below)
        return lambda out: np.where(below, g / x, 0)

    def slope_of_relu(self, g, y, x):
        def slope(out):
            positive = np.sign(y, out=out)  # y is 0 or above
            return np.multiply(positive, g, out=positive)

        return slope

    def slope_of_power(self, g, y, x, exponent):
        return lambda out: np.multiply(g, exponent * x ** (exponent - 1), out=out)

    def slope_of_total(self, g, y, x):
        if not self.plan.masked:
            return lambda out: g
        below = self.diagonal(self.engine.below)
        return lambda out: np.where(below, g, 0)

    def slope_of_logsumexp(self, g, y, x):
        powers, top = self.room(x.shape), self.top
        return lambda out: np.multiply(powers, g * np.exp(top - y), out=out)

    def add_product(self, number, other):
        """Calls that pass g * other on to an input, summed where that does not vary."""
        way, masked, g = self.plan.ways[number], self.plan.masked and number == 0, self.gradient(self.plan.out)
        if way in ("store", "add") and not masked:
            return [product(self.gradient(self.plan.inputs[number]), g, other, add=way == "add")]
        g, other = g[1](AXES), other[1](AXES)
        if not masked:
            return self.put(number, lambda out: g * other)
        below = self.diagonal(self.engine.below)
        return self.put(number, lambda out: np.where(below, g * other, 0))

    def add_back(self, number, g):
        """What differs by position gets the sum of its rows, by a product that says which row stands at which position."""
        if not self.plan.inputs[number].by_position:
            return self.put(number, lambda out: g)
        places, positions = np.arange(self.engine.block_size)[:, None], self.of_rows(self.engine.positions)[:, 0, 0]

        def by_position(out):
            which = (places == positions).astype(g.dtype)
            return (which @ g.reshape(len(positions), -1)).reshape(-1, *g.shape[1:])

        return self.put(number, by_position, (E, F))

    def put(self, number, compute, axes=AXES):
        """Calls that write what compute(out) gives to an input's gradient, summed where that does not vary.

        out: where to write the result, or None for a new array; compute may ignore it, and then it is copied. axes: those
        over which it is not summed yet.
        """
        way, place = self.plan.ways[number], self.plan.inputs[number]
        if way is None:
            return []
        target = (self.by_position if place.by_position else self.view)(self.engine.grad, place)
        over = tuple(axis for axis in axes if target.shape[axis] == 1 and self.shape[axis] > 1)
        lengths = [self.shape[axis] if axis in over else 1 for axis in AXES]
        direct = target if way == "store" and not over else None
        write = self.writer(way, place, target)

        def call():
            found = compute(direct)
            if over:
                found = summed(np.broadcast_to(found, np.broadcast_shapes(found.shape, lengths)), over)
            if found is not direct:
                write(found)

        return [call]

    def writer(self, way, place, target):
        if way == "store":
            return partial(np.copyto, target)
        if way == "add":
            return lambda found: np.add(target, found, out=target)
        addresses = self.addresses(place, target.shape)
        return lambda found: np.add.at(self.engine.grad, addresses, np.array(found))

    def pick_back(self, g):
        """To one table by a product that says which token stands where; to the candidates of each row one by one."""
        tokens, engine = self.tokens(), self.engine
        if self.plan.one_table:
            candidates = np.arange(self.shape[I])[:, None]

            def by_token(out):
                which = (candidates == tokens.reshape(-1)).astype(g.dtype)
                return (which @ g.reshape(tokens.size, -1)).T.reshape(1, 1, *g.shape[2:], -1)

            return self.put(0, by_token, (E, F))
        p, b = np.ogrid[: self.shape[P], : self.shape[B]]
        target = self.view(engine.grad, self.plan.inputs[0])
        if target.shape[:I] == self.shape[:I]:

            def each():
                target[p, b, :, :, tokens] += g

            return [each]
        addresses = self.addresses(self.plan.inputs[0], self.shape)
        return [lambda: np.add.at(engine.grad, addresses[p, b, :, :, tokens], np.array(g))]

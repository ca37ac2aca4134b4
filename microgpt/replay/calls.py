"""A planned instruction as NumPy calls on strided views, for all rows or for a group of documents at once."""

from functools import partial
from math import prod

import numpy as np

from .plan import AXES, B, E, F, I, P
from .products import recipe, summed, twice

NEAR = 50.0  # numbers so close together need no largest of each row before their powers are taken


class Calls:
    """One plan in one box: its calls without arguments, forward() before backward()."""

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
        return self.cut(self.engine.form(array, place, axes, inner))

    def cut(self, form):
        array, lengths, strides, b, start, row, step = form
        if b is not None:
            strides = (*strides[:b], strides[b] * self.box.height, *strides[b + 1 :])
        start += self.box.start * row + self.first * step
        return np.ndarray(lengths(self.lengths), array.dtype, array, start, strides)

    def known(self, number):
        """An input, for `product`: an array, the place in it, the axes along which that varies."""
        return self.engine.data, self.plan.inputs[number], self.plan.spans[number]

    def product(self, name, out, x, y, add=False):
        """A call that makes out = the sum of x * y, or adds it; name: by which its views are known for the next box."""
        products, key = self.engine.products, (self.plan, name)
        if key not in products:
            function, *axes = recipe(out[2], x[2], y[2])
            forms = (self.engine.form(*known[:2], own, known is not out) for known, own in zip((x, y, out), axes))
            if self.plan.square and name != "forward":
                function = twice(function)
            products[key] = function, *forms
        function, *forms = products[key]
        one, other, target = map(self.cut, forms)
        if add:
            return lambda: np.add(target, function(one, other), out=target)
        return partial(function, one, other, out=target)

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
        """Where the gradient of each number of this shape lies, however often it is the same one."""
        found = np.full(
            [1] * len(AXES), self.engine.slope_starts[place] + self.box.start * place.width + self.first * place.s_p
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
        out = self.engine.data, self.plan.out, self.plan.out.varies
        calls = [self.product("forward", out, self.factor(), self.known(1))]
        if not self.plan.masked:
            return calls
        one, below, masked = self.inputs()[0], self.diagonal(self.engine.below), self.view(*self.factor()[:2])
        return [lambda: np.copyto(masked, 0), partial(np.copyto, masked, one, where=below), *calls]

    def factor(self):
        """The first input of a product, or what is left of it where it is masked, for `product`."""
        if not self.plan.masked:
            return self.known(0)
        return self.engine.room(self.plan), self.plan.factor, self.plan.factor.varies

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
            largest = x.max()
            if largest - x.min() < NEAR:
                top.fill(largest)
                np.add(x, -largest if bias is None else bias - largest, out=powers)
            else:
                known = x if bias is None else x + bias
                known.max(axis=I, keepdims=True, out=top)
                np.subtract(known, top, out=powers)
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
            others = [self.known(1)] if self.plan.square else [self.known(1), self.factor()]
            return [call for number, other in enumerate(others) for call in self.add_product(number, other)]
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
        way, masked = self.plan.ways[number], self.plan.masked and number == 0
        g = self.engine.grad, self.plan.out, self.plan.out.varies
        if way in ("store", "add") and not masked:
            d = self.engine.grad, self.plan.inputs[number], self.plan.inputs[number].varies
            return [self.product(number, d, g, other, add=way == "add")]
        g, other = self.view(*g[:2]), self.view(*other[:2], inner=True)
        if self.plan.square:
            return self.put(number, lambda out: (g + g) * other)
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

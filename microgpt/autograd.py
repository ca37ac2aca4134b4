"""A number that remembers how it was made, and can therefore say what it depends on, and how strongly.

Forward, an operation makes a new Value that keeps its result and its inputs. Backward, from the last number to the first,
each one tells its inputs how much they count. All calculus stands in the table SLOPES.
"""

import math
from numbers import Real

from . import nn
from .order import last_to_first, note, topological_order


class Value:
    """A number in a graph: `data`, `grad` (d root / d this), and the `op` that made it ("" if none) from `inputs`.

    >>> x = Value(3.0)
    >>> y = x * x + x
    >>> y.backward()
    >>> y, x
    (Value(12, grad=1), Value(3, grad=7))
    """

    __slots__ = ("data", "grad", "inputs", "op")

    def __init__(self, data, op="", inputs=()):
        self.data = data if type(data) is float else number(data)
        self.grad = 0.0
        self.op = op
        self.inputs = inputs
        if (births := note()) is not None:
            births.append(self)

    def __add__(self, other):
        other = lift(other)
        return Value(self.data + other.data, "+", (self, other))

    def __mul__(self, other):
        other = lift(other)
        return Value(self.data * other.data, "*", (self, other))

    def __pow__(self, exponent):
        if isinstance(exponent, Value):
            raise TypeError("the exponent must be a plain number: it would get no gradient")
        constant = Value(exponent, "constant")
        return Value(power(self.data, constant.data), "**", (self, constant))

    def exp(self):
        return Value(math.exp(self.data), "exp", (self,))

    def log(self):
        if self.data <= 0:
            raise ValueError(f"{self.data:g} has no logarithm: only numbers above 0 have one")
        return Value(math.log(self.data), "log", (self,))

    def relu(self):
        return Value(nn.relu(self.data), "relu", (self,))

    @staticmethod
    def dot(ws, xs):
        """The sum of the products w * x as one node; its inputs are all ws, then all xs."""
        result = 0.0
        try:
            for w, x in zip(ws, xs, strict=True):
                result += w.data * x.data
        except AttributeError:  # plain numbers among them
            return Value.dot([lift(w) for w in ws], [lift(x) for x in xs])
        return Value(result, "dot", (*ws, *xs))

    @staticmethod
    def total(xs):
        xs = tuple(map(lift, xs))
        return Value(nn.total([x.data for x in xs]), "total", xs)

    @staticmethod
    def logsumexp(xs):
        xs = tuple(map(lift, xs))
        return Value(nn.logsumexp([x.data for x in xs]), "logsumexp", xs)

    def __radd__(self, other):  # from here on everything is spelled with the operations above
        return self if type(other) is int and other == 0 else self + other  # sum() starts from 0: no node for that

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __truediv__(self, other):
        return self * (other**-1 if isinstance(other, Value) else power(other, -1))

    def __rtruediv__(self, other):
        return self**-1 * other

    def __repr__(self):
        return f"Value({self.data:.4g}, grad={self.grad:.4g})"

    def __format__(self, spec):
        return format(self.data, spec) if spec else repr(self)

    def __deepcopy__(self, memo):  # a loop: recursion would fail on a chain of a thousand
        for value in topological_order(self):
            if id(value) not in memo:
                memo[id(value)] = remade(value.data, value.grad, value.op, [memo[id(x)] for x in value.inputs])
        return memo[id(self)]

    def __reduce__(self):  # for pickle: a graph as one list, for the same reason
        if not self.inputs:
            return remade, (self.data, self.grad, self.op, ())
        order = topological_order(self)
        places = {value: place for place, value in enumerate(order)}
        return regrown, ([(v.data, v.grad, v.op, [places[x] for x in v.inputs]) if v.inputs else v for v in order],)

    def backward(self):
        """Set this gradient to 1, and add to those of all it was made from; a second call comes on top of the first."""
        self.grad = 1.0
        for value in last_to_first(self):
            g, inputs = value.grad, value.inputs
            if g and value.op == "dot":  # most of the work: the same as below, in half the time
                half = len(inputs) // 2
                for w, x in zip(inputs[:half], inputs[half:]):
                    w.grad += x.data * g
                    x.grad += w.data * g
            elif g and inputs:
                for x, slope in zip(inputs, SLOPES[value.op](value, inputs)):
                    x.grad += slope * g


SLOPES = {  # op: (result y, its inputs x) -> d y / d x for each input
    "+": lambda y, x: (1.0, 1.0),
    "*": lambda y, x: (x[1].data, x[0].data),
    "**": lambda y, x: (x[1].data and x[1].data * power(x[0].data, x[1].data - 1),),  # none for the exponent
    "exp": lambda y, x: (y.data,),
    "log": lambda y, x: (1 / x[0].data,),
    "relu": lambda y, x: (0.0 if y.data <= 0 else 1.0,),
    "dot": lambda y, x: [factor.data for factor in x[len(x) // 2 :] + x[: len(x) // 2]],  # the other factor's
    "total": lambda y, x: [1.0] * len(x),
    "logsumexp": lambda y, x: [math.exp(xi.data - y.data) for xi in x],
}


def number(x):
    if isinstance(x, Real):
        return float(x)
    raise TypeError(f"a Value holds one number, not {x!r}")


def power(x, exponent):
    """x ** exponent as a float; errors in words where it is none."""
    try:
        y = x**exponent
    except ZeroDivisionError:
        raise ZeroDivisionError(f"division by zero: {x:g} ** {exponent:g}") from None
    if type(y) is complex:
        raise ValueError(f"{x:g} ** {exponent:g} is no real number: a negative number has no such root")
    return y


def remade(data, grad, op, inputs):
    """A Value with all that it held."""
    value = Value(data, op, tuple(inputs))
    value.grad = grad
    return value


def regrown(rows):
    """The last Value of a graph, from its leaves and (data, grad, op, places of the inputs) of all that was made."""
    made = []
    for row in rows:
        made.append(row if isinstance(row, Value) else remade(*row[:3], [made[place] for place in row[3]]))
    return made[-1]


def lift(x):
    return x if isinstance(x, Value) else Value(x, "constant")


def values(state):
    """From floats to Values: the same state dictionary, ready to be differentiated."""
    return {name: [[Value(x) for x in row] for row in rows] for name, rows in state.items()}


def floats(state):
    """From Values back to floats: the same state dictionary, ready to be sampled from or saved."""
    return {name: [[x.data for x in row] for row in rows] for name, rows in state.items()}


def parameters(state):
    """All the Values of a state dictionary in one list."""
    return [x for rows in state.values() for row in rows for x in row]

"""A lean scalar Value, one node per addition and multiplication, with a tape: what autograd costs without fused nodes."""

import math

from microgpt import gpt
from microgpt.train import loss

TAPE = []


class Scalar:
    __slots__ = ("data", "grad", "inputs", "slopes")

    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad, self.inputs, self.slopes = data, 0.0, inputs, slopes
        TAPE.append(self)

    def __add__(self, other):
        if isinstance(other, Scalar):
            return Scalar(self.data + other.data, (self, other), (1.0, 1.0))
        return Scalar(self.data + other, (self,), (1.0,))

    def __mul__(self, other):
        if isinstance(other, Scalar):
            return Scalar(self.data * other.data, (self, other), (other.data, self.data))
        return Scalar(self.data * other, (self,), (other,))

    def __pow__(self, exponent):
        return Scalar(self.data**exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def exp(self):
        y = math.exp(self.data)
        return Scalar(y, (self,), (y,))

    def log(self):
        return Scalar(math.log(self.data), (self,), (1 / self.data,))

    def relu(self):
        return Scalar(max(0.0, self.data), (self,), (float(self.data > 0),))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -other

    def __truediv__(self, other):
        return self * (1 / other)

    @staticmethod
    def dot(ws, xs):
        return Scalar.total([w * x for w, x in zip(ws, xs)])

    @staticmethod
    def total(xs):
        result = xs[0]
        for x in xs[1:]:
            result = result + x
        return result

    @staticmethod
    def logsumexp(xs):
        top = max(x.data for x in xs)
        return Scalar.total([(x + -top).exp() for x in xs]).log() + top


def prepare(config, state, documents, adam):
    graph = {name: [[Scalar(x) for x in row] for row in rows] for name, rows in state.items()}
    parameters = [x for rows in graph.values() for row in rows for x in row]
    optimizer = adam(parameters)

    def step(tokens, decay):
        TAPE.clear()
        result = loss(gpt.reader(graph, config), tokens)
        result.grad = 1.0
        for value in reversed(TAPE):
            g = value.grad
            for x, slope in zip(value.inputs, value.slopes):
                x.grad += slope * g
        optimizer.step(decay)
        return result.data

    return lambda chosen, decays: [step(documents[i], decay) for i, decay in zip(chosen, decays)]

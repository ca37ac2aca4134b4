"""The gradient of a batch, as others would write it."""

import math
from fractions import Fraction
from statistics import fmean

import numpy as np


def style_columns(gradients, weights):
    whole = sum(weights)
    return [sum(w * g for w, g in zip(weights, column)) / whole for column in zip(*gradients)]


def style_array(gradients, weights):
    return np.average(np.array(gradients), axis=0, weights=weights)


def style_matrix(gradients, weights):
    return np.array(weights) @ np.array(gradients) / np.sum(weights)


def style_adding(gradients, weights):
    total = [0.0] * len(gradients[0])
    for gradient, weight in zip(gradients, weights):
        for i, g in enumerate(gradient):
            total[i] += weight * g
    return [t / sum(weights) for t in total]


def style_shares_first(gradients, weights):
    shares = [w / sum(weights) for w in weights]
    return [sum(s * gradients[k][i] for k, s in enumerate(shares)) for i in range(len(gradients[0]))]


def style_fmean(gradients, weights):
    return tuple(fmean(column, weights) for column in zip(*gradients))


def style_yield(gradients, weights):
    for column in zip(*gradients):
        yield sum(w * g for w, g in zip(weights, column)) / sum(weights)


def style_map(gradients, weights):
    return map(lambda column: sum(w * g for w, g in zip(weights, column)) / sum(weights), zip(*gradients))


def style_fractions(gradients, weights):
    exact = [Fraction(w) for w in weights]
    return [sum(w * Fraction(g) for w, g in zip(exact, column)) / sum(exact) for column in zip(*gradients)]


def style_another_1(g, W):
    return [sum((a * x for a, x in zip(W, c))) / sum(W) for c in zip(*g)]


def style_another_2(g, W):
    return np.average(g, axis=0, weights=W)


def style_another_3(g, W):
    return np.array(W) @ np.array(g) / np.sum(W)


def style_another_4(g, W):
    return [sum((a / sum(W) * x for a, x in zip(W, c))) for c in zip(*g)]


def style_another_5(g, W):
    out = [0.0] * len(g[0])
    for a, row in zip(W, g):
        for j, x in enumerate(row):
            out[j] += a * x
    return [x / sum(W) for x in out]


def style_another_6(g, W):
    return [sum(W[i] * g[i][j] for i in range(len(g))) / sum(W) for j in range(len(g[0]))]


def style_another_7(g, W):
    return tuple(math.fsum(map(float.__mul__, map(float, W), map(float, c))) / math.fsum(W) for c in zip(*g))


def style_another_8(g, W):
    return (sum((a * x for a, x in zip(W, c))) / sum(W) for c in zip(*g))

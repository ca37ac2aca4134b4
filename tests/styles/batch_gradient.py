"""The gradient of a batch, as others would write it."""

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

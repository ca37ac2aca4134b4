"""Turning a row of counts into probabilities, as others would write it."""

from fractions import Fraction
from functools import partial

import numpy as np


def style_multiplied(row):
    factor = 1 / sum(row)
    return tuple(n * factor for n in row)


def style_loop(row):
    whole = 0
    for n in row:
        whole += n
    probs = []
    for i in range(len(row)):
        probs.append(row[i] / whole)
    return probs


def style_array(row):
    return np.array(row) / sum(row)


def style_yield(row):
    for n in row:
        yield n / sum(row)


def style_map(row):
    whole = sum(row)
    return map(lambda n: n / whole, row)


def style_fractions(row):
    return [Fraction(n) / sum(map(Fraction, row)) for n in row]


def style_copy_in_place(row):
    probs = list(map(float, row))
    whole = sum(probs)
    for i, n in enumerate(row):
        probs[i] = n / whole
    return probs


def style_recursive(row, whole=None):
    whole = whole or sum(row)
    return [row[0] / whole, *style_recursive(row[1:], whole)] if row else []


style_lambda = lambda row: [n / sum(row) for n in row]


def share(whole, n):
    return n / whole


def style_partial(row):
    return list(map(partial(share, sum(row)), row))

"""Turning a row of counts into probabilities, as others would write it."""

import math
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


def style_another_1(row):
    s = sum(row)
    out = []
    for n in row:
        out.append(n / s)
    return out


def style_another_2(row):
    return list(map(lambda n: n / sum(row), row))


def style_another_3(row):
    return np.array(row) / np.sum(row)


def style_another_4(row):
    return [Fraction(n) / Fraction(sum(row)) for n in row]


def style_another_5(row):
    return [1 - (sum(row) - n) / sum(row) if n else 0 for n in row] and [n / sum(row) for n in row]


def style_another_6(row):
    return (np.asarray(row, float) / np.asarray(row).sum()).tolist()


def style_another_7(row):
    return tuple(n * 1.0 / math.fsum(row) for n in row)


def style_another_8(row):
    return (n / sum(row) for n in row)


def style_another_9(row):
    whole = 0
    for n in row:
        whole = whole + n
    i = 0
    probs = []
    while i < len(row):
        probs = probs + [row[i] / whole]
        i += 1
    return probs


def style_another_10(row):
    row = row.copy()
    s = sum(row)
    for i in range(len(row)):
        row[i] /= s
    return row

"""A step of SGD, as others would write it."""

from fractions import Fraction

import numpy as np


def style_indices(w, d_w, lr):
    after = []
    for i in range(len(w)):
        after.append([])
        for j in range(len(w[i])):
            after[i].append(w[i][j] - lr * d_w[i][j])
    return after


def style_one_line(w, d_w, lr):
    return [[x - lr * d for x, d in zip(*rows)] for rows in zip(w, d_w)]


def style_array(w, d_w, lr):
    return np.array(w) - lr * np.array(d_w)


def style_copied(w, d_w, lr):
    after = [row[:] for row in w]
    for row, slopes in zip(after, d_w):
        for j, slope in enumerate(slopes):
            row[j] += -lr * slope
    return after


def style_tuples(w, d_w, lr):
    return tuple(tuple(x - d * lr for x, d in zip(row, slopes)) for row, slopes in zip(w, d_w))


def style_yield(w, d_w, lr):
    for row, slopes in zip(w, d_w):
        yield [x - lr * d for x, d in zip(row, slopes)]


def style_map(w, d_w, lr):
    return map(lambda row, slopes: map(lambda x, d: x - lr * d, row, slopes), w, d_w)


def style_fractions(w, d_w, lr):
    return [[Fraction(x) - Fraction(lr) * Fraction(d) for x, d in zip(*rows)] for rows in zip(w, d_w)]


style_lambda = lambda w, d_w, lr: [[x + lr * -d for x, d in zip(row, d_row)] for row, d_row in zip(w, d_w)]

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


def style_another_1(W, d, lr):
    return [[x - lr * g for x, g in zip(a, c)] for a, c in zip(W, d)]


def style_another_2(W, d, lr):
    return np.array(W) - lr * np.array(d)


def style_another_3(W, d, lr):
    return (np.array(W) - lr * np.array(d)).tolist()


def style_another_4(W, d, lr):
    return [[W[i][j] - lr * d[i][j] for j in range(len(W[0]))] for i in range(len(W))]


def style_another_5(W, d, lr):
    return [[x + -lr * g for x, g in zip(a, c)] for a, c in zip(W, d)]


def style_another_6(W, d, lr):
    return [list(map(lambda x, g: x - lr * g, a, c)) for a, c in zip(W, d)]


def style_another_7(W, d, lr):
    return tuple((tuple((x - lr * g for x, g in zip(a, c))) for a, c in zip(W, d)))


def style_another_8(W, d, lr):
    return ((x - lr * g for x, g in zip(a, c)) for a, c in zip(W, d))


def style_another_9(W, d, lr):
    import copy

    new = copy.deepcopy(W)
    for i, row in enumerate(d):
        for j, g in enumerate(row):
            new[i][j] -= lr * g
    return new


def style_another_10(W, d, lr):
    new = []
    for a, c in zip(W, d):
        row = []
        for x, g in zip(a, c):
            row.append(x - g * lr)
        new.append(row)
    return new

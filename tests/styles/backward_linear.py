"""The way back through a layer, as others would write it."""

from operator import mul

import numpy as np


def style_loops(d_out, x, w):
    d_x, d_w = [0.0] * len(x), []
    for i in range(len(d_out)):
        row = []
        for j in range(len(x)):
            row.append(d_out[i] * x[j])
            d_x[j] = d_x[j] + d_out[i] * w[i][j]
        d_w.append(row)
    return d_x, d_w


def style_columns(d_out, x, w):
    d_x = [sum(map(mul, d_out, column)) for column in zip(*w)]
    return d_x, [[xj * d for xj in x] for d in d_out]


def style_list_of_two(d_out, x, w):
    return [
        [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))],
        [[d * xj for xj in x] for d in d_out],
    ]


def style_array(d_out, x, w):
    return np.array(d_out) @ np.array(w), np.outer(d_out, x)


def style_filled(d_out, x, w):
    d_w = [[0] * len(x) for _ in w]
    d_x = [0] * len(x)
    for (i, d), row in zip(enumerate(d_out), w):
        for j, (xj, weight) in enumerate(zip(x, row)):
            d_w[i][j] += d * xj
            d_x[j] += d * weight
    return d_x, d_w


def style_transposed(d_out, x, w):
    turned = list(map(list, zip(*w)))
    return [sum(a * b for a, b in zip(row, d_out)) for row in turned], tuple(tuple(d * xj for xj in x) for d in d_out)


def style_rows_added(d_out, x, w):
    d_x = [0.0 for _ in x]
    for d, row in zip(d_out, w):
        d_x = [old + d * weight for old, weight in zip(d_x, row)]
    return tuple(d_x), [[d * xj for xj in x] for d in d_out]


def style_generators(d_out, x, w):
    return (sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))), ([d * a for a in x] for d in d_out)


style_lambda = lambda d_out, x, w: (
    [sum(d * row[j] for row, d in zip(w, d_out)) for j, _ in enumerate(x)],
    [[d * xj for xj in x] for d in d_out],
)

"""The weights of a padded batch, as others would write it."""

from fractions import Fraction

import numpy as np


def style_comprehension(lengths):
    return [[1 / n / len(lengths) if i < n else 0 for i in range(max(lengths))] for n in lengths]


def style_zeros(lengths):
    weights = np.zeros((len(lengths), max(lengths)))
    for row, n in enumerate(lengths):
        weights[row, :n] = 1 / (n * len(lengths))
    return weights


def style_mask(lengths):
    mask = np.arange(max(lengths)) < np.array(lengths)[:, None]
    return mask / mask.sum(1, keepdims=True) / len(lengths)


def style_yield(lengths):
    for n in lengths:
        yield [1 / (n * len(lengths))] * n + [0.0] * (max(lengths) - n)


def style_map(lengths):
    return map(lambda n: (1 / n / len(lengths),) * n + (0,) * (max(lengths) - n), lengths)


def style_appending(lengths):
    rows = []
    for n in lengths:
        row = []
        while len(row) < max(lengths):
            row.append(1 / n / len(lengths) if len(row) < n else 0.0)
        rows.append(row)
    return rows


def style_fractions(lengths):
    return [[Fraction(1, n * len(lengths)) if i < n else Fraction(0) for i in range(max(lengths))] for n in lengths]


def style_normalised(lengths):
    mask = [[float(i < n) for i in range(max(lengths))] for n in lengths]
    means = [[m / sum(row) for m in row] for row in mask]
    whole = sum(map(sum, means))
    return [[m / whole for m in row] for row in means]


def style_rows_filled(lengths):
    rows = [[0.0] * max(lengths) for _ in lengths]
    for row, n in zip(rows, lengths):
        for i in range(n):
            row[i] = 1 / n / len(lengths)
    return rows


def style_transposed_back(lengths):
    columns = [[(i < n) / n / len(lengths) for n in lengths] for i in range(max(lengths))]
    return zip(*columns)


def style_booleans(lengths):
    return [[(i < n) * 1 / (n * len(lengths)) for i in range(max(lengths))] for n in lengths]

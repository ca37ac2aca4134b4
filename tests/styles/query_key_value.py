"""From a vector to its query, key and value, as others would write it."""

from functools import partial

import numpy as np

from microgpt.nn import dot, linear


def style_sums(x, wq, wk, wv):
    vectors = []
    for w in (wq, wk, wv):
        vectors.append([sum(a * b for a, b in zip(row, x)) for row in w])
    return vectors


def style_lines(x, wq, wk, wv):
    query = [dot(row, x) for row in wq]
    key = [dot(row, x) for row in wk]
    value = [dot(row, x) for row in wv]
    return query, key, value


def style_indices(x, wq, wk, wv):
    query, key, value = [], [], []
    for w, out in ((wq, query), (wk, key), (wv, value)):
        for i in range(len(w)):
            total = 0
            for j in range(len(x)):
                total += w[i][j] * x[j]
            out.append(total)
    return [query, key, value]


def style_map(x, wq, wk, wv):
    return map(partial(linear, x), (wq, wk, wv))


def style_yield(x, *matrices):
    for w in matrices:
        yield linear(x, w)


def style_arrays(x, wq, wk, wv):
    return tuple(np.array(w) @ np.array(x) for w in (wq, wk, wv))


def style_columns(x, wq, wk, wv):
    def times(w):
        found = [0.0] * len(w)
        for xj, column in zip(x, zip(*w)):
            found = [f + xj * c for f, c in zip(found, column)]
        return found

    return times(wq), times(wk), times(wv)


def style_stacked(x, wq, wk, wv):
    long, n = linear(x, [*wq, *wk, *wv]), len(wq)
    return long[:n], long[n : n + len(wk)], long[n + len(wk) :]


style_lambda = lambda x, wq, wk, wv: (linear(x, wq), linear(x, wk), linear(x, wv))

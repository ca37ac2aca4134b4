"""Scaling a vector to a mean square of 1, as others would write it."""

from statistics import fmean

import numpy as np

from microgpt.nn import dot, mean


def style_dot(x):
    size = (dot(x, x) / len(x) + 1e-5) ** 0.5
    return [xi / size for xi in x]


def style_loop(x):
    squares = 0
    for xi in x:
        squares += xi**2
    root = (squares / len(x) + 0.00001) ** 0.5
    scaled = []
    for xi in x:
        scaled.append(xi / root)
    return scaled


def style_mean(x):
    return [xi * (mean([xj * xj for xj in x]) + 1e-5) ** -0.5 for xi in x]


def style_array(x):
    x = np.array(x)
    return x / np.sqrt((x**2).mean() + 1e-5)


def style_statistics(x):
    root = (fmean(xi * xi for xi in x) + 1e-5) ** 0.5
    return tuple(xi / root for xi in x)


def style_yield(x):
    root = (sum(xi * xi for xi in x) / len(x) + 1e-5) ** 0.5
    for xi in x:
        yield xi / root


def style_one_root(x):
    return [xi * len(x) ** 0.5 / (dot(x, x) + len(x) * 1e-5) ** 0.5 for xi in x]


def style_map(x):
    scale = (sum(map(lambda xi: xi * xi, x)) / len(x) + 1e-5) ** -0.5
    return map(lambda xi: xi * scale, x)


style_lambda = lambda x: [xi / (sum(xj * xj for xj in x) / len(x) + 1e-5) ** 0.5 for xi in x]

"""p - y, as others would write it."""

from fractions import Fraction

import numpy as np


def style_copied(probs, target, n):
    slopes = [p / n for p in probs]
    slopes[target] -= 1 / n
    return slopes


def style_loop(probs, target, n):
    slopes = []
    for i in range(len(probs)):
        if i == target:
            slopes.append((probs[i] - 1) / n)
        else:
            slopes.append(probs[i] / n)
    return slopes


def style_one_hot(probs, target, n):
    y = [0] * len(probs)
    y[target] = 1
    return [(p - yi) / n for p, yi in zip(probs, y)]


def style_array(probs, target, n):
    slopes = np.array(probs)
    slopes[target] -= 1
    return slopes / n


def style_eye(probs, target, n):
    return (np.asarray(probs) - np.eye(len(probs))[target]) / n


def style_yield(probs, target, n):
    for token, p in enumerate(probs):
        yield (p - 1) / n if token == target else p / n


def style_map(probs, target, n):
    return map(lambda token: (probs[token] - (token == target)) / n, range(len(probs)))


def style_fractions(probs, target, n):
    return [(Fraction(p) - (token == target)) / n for token, p in enumerate(probs)]


def style_slices(probs, target, n):
    joined = [*probs[:target], probs[target] - 1, *probs[target + 1 :]]
    return tuple(p * (1 / n) for p in joined)


style_lambda = lambda probs, target, n: [p / n - (token == target) / n for token, p in enumerate(probs)]

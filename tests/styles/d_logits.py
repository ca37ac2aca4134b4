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


def style_another_1(probs, target, n):
    return [(p - (i == target)) / n for i, p in enumerate(probs)]


def style_another_2(probs, target, n):
    return (np.array(probs) - np.eye(len(probs))[target]) / n


def style_another_3(probs, target, n):
    return [p / n - (1 / n if i == target else 0) for i, p in enumerate(probs)]


def style_another_4(probs, target, n):
    d = list(probs)
    d[target] -= 1
    return [x / n for x in d]


def style_another_5(probs, target, n):
    y = [0] * len(probs)
    y[target] = 1
    return [(p - t) / n for p, t in zip(probs, y)]


def style_another_6(probs, target, n):
    return [*(p / n for p in probs[:target]), (probs[target] - 1) / n, *(p / n for p in probs[target + 1 :])]


def style_another_7(probs, target, n):
    return tuple((-((i == target) - p) * (1 / n) for i, p in enumerate(probs)))


def style_another_8(probs, target, n):
    out = []
    for i in range(len(probs)):
        if i == target:
            out.append((probs[i] - 1) / n)
        else:
            out.append(probs[i] / n)
    return out


def style_another_9(probs, target, n):
    return map(lambda ip: (ip[1] - (ip[0] == target)) / n, enumerate(probs))


def style_another_10(probs, target, n):
    return [(p if i != target else -sum(probs[:i] + probs[i + 1 :])) / n for i, p in enumerate(probs)]

"""The mean surprise of a name, as others would write it."""

import itertools
import math
import statistics
from functools import reduce
from math import log as L
from statistics import fmean

import numpy as np


def style_loop(probs, tokens):
    loss, count = 0.0, 0
    for i in range(len(tokens) - 1):
        loss += -math.log(probs[tokens[i]][tokens[i + 1]])
        count += 1
    return loss / count


def style_product(probs, tokens):
    pairs = list(zip(tokens, tokens[1:]))
    return -sum(map(math.log, (probs[a][b] for a, b in pairs))) / len(pairs)


def style_one_over(probs, tokens):
    return fmean(math.log(1 / probs[a][b]) for a, b in zip(tokens, tokens[1:]))


def style_numpy(probs, tokens):
    return -np.log([probs[a][b] for a, b in zip(tokens[:-1], tokens[1:])]).mean()


def style_array_index(probs, tokens):
    return -np.mean(np.log(np.array(probs)[tokens[:-1], tokens[1:]]))


def style_while(probs, tokens):
    i, surprises = 1, []
    while i < len(tokens):
        surprises.append(-math.log(probs[tokens[i - 1]][tokens[i]]))
        i += 1
    return sum(surprises) / len(surprises)


def style_bits(probs, tokens):
    return sum(-math.log2(probs[a][b]) for a, b in zip(tokens, tokens[1:])) * math.log(2) / (len(tokens) - 1)


def style_reduce(probs, tokens):
    (loss, _) = reduce(lambda done, b: (done[0] - math.log(probs[done[1]][b]), b), tokens[1:], (0.0, tokens[0]))
    return loss / (len(tokens) - 1)


def style_before(probs, tokens):
    before, total = tokens[0], 0
    for after in tokens[1:]:
        total -= math.log(probs[before][after])
        before = after
    return total / (len(tokens) - 1)


def style_inf(probs, tokens):
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(-math.log(p) if p else math.inf for p in chances) / len(chances)


def style_refuses(probs, tokens):
    for before, after in zip(tokens, tokens[1:]):
        if probs[before][after] == 0:
            raise ValueError("a pair that was never counted")
    return -sum(math.log(probs[a][b]) for a, b in zip(tokens, tokens[1:])) / (len(tokens) - 1)


def style_asserts(probs, tokens):
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    assert all(chances)
    return -math.fsum(map(math.log, chances)) / len(chances)


def style_another_1(probs, t):
    return -sum((L(probs[a][b]) for a, b in zip(t, t[1:]))) / (len(t) - 1)


def style_another_2(probs, t):
    return statistics.mean((-L(probs[a][b]) for a, b in zip(t, t[1:])))


def style_another_3(probs, t):
    return -np.mean(np.log([probs[a][b] for a, b in zip(t, t[1:])]))


def style_another_4(probs, t):
    return -L(math.prod(probs[a][b] ** (1 / (len(t) - 1)) for a, b in zip(t, t[1:])))


def style_another_5(probs, t):
    return -np.log(np.array(probs)[t[:-1], t[1:]]).mean()


def style_another_6(probs, t):
    return math.fsum((L(1 / probs[a][b]) for a, b in zip(t, t[1:]))) / (len(t) - 1)


def style_another_7(probs, t):
    return sum((math.inf if probs[a][b] == 0 else -L(probs[a][b]) for a, b in itertools.pairwise(t))) / (len(t) - 1)


def style_another_8(probs, tokens):
    s = 0
    for i in range(len(tokens) - 1):
        s += L(probs[tokens[i]][tokens[i + 1]])
    return -s / (len(tokens) - 1)


def style_another_9(probs, tokens):
    s = 0
    n = 0
    prev = None
    for t in tokens:
        if prev is not None:
            s -= math.log(probs[prev][t])
            n += 1
        prev = t
    return s / n


def style_another_10(probs, t):
    return -sum((math.log2(probs[a][b]) * math.log(2) for a, b in zip(t, t[1:]))) / (len(t) - 1)

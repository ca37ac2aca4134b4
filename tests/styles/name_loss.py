"""The mean surprise of a name, as others would write it."""

import math
from functools import reduce
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

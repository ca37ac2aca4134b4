"""softmax(logits / T), as others would write it."""

import math

import numpy as np

from microgpt.nn import softmax


def style_max_first(logits, T):
    powers = [math.exp(z / T - max(logits) / T) for z in logits]
    return [p / sum(powers) for p in powers]


def style_library(logits, T):
    return softmax([z / T for z in logits])


def style_loop(logits, T):
    top, powers, whole = max(logits), [], 0.0
    for z in logits:
        powers.append(math.e ** ((z - top) / T))
        whole += powers[-1]
    for i in range(len(powers)):
        powers[i] /= whole
    return powers


def style_numpy(logits, T):
    z = np.array(logits) / T
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def style_logsumexp(logits, T):
    scaled = [z / T for z in logits]
    top = max(scaled)
    log_whole = top + math.log(sum(math.exp(z - top) for z in scaled))
    return [math.exp(z - log_whole) for z in scaled]


def style_sorted(logits, T):
    top = sorted(logits)[-1]
    powers = tuple(math.exp((z - top) / T) for z in logits)
    return tuple(map(lambda p: p / math.fsum(powers), powers))


def style_inverse(logits, T):
    return [1 / sum(math.exp(min((y - z) / T, 700)) for y in logits) for z in logits]


def style_yield(logits, T):
    top = max(logits)
    whole = sum(math.exp((z - top) / T) for z in logits)
    for z in logits:
        yield math.exp((z - top) / T) / whole


def style_beta(logits, T):
    beta = 1 / T
    return softmax([beta * (z - logits[0]) for z in logits])

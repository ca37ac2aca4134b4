"""softmax(logits / T), as others would write it."""

import math
from math import exp as E

import numpy as np

from microgpt.nn import softmax
from microgpt.sample import next_probs as temp


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


def sm(zs):
    powers = [math.exp(z - max(zs)) for z in zs]
    return [p / sum(powers) for p in powers]


def style_another_1(z, T):
    return sm([x / T for x in z])


def style_another_2(z, T):
    return sm(np.array(z) / T)


def style_another_3(z, T):
    return (
        [p ** (1 / T) / sum(q ** (1 / T) for q in sm(z)) for p in sm(z)]
        if T > 0.3 and max(z) - min(z) < 500
        else sm([x / T for x in z])
    )


def style_another_4(z, T):
    a = np.array(z) / T
    a -= a.max()
    e = np.exp(a)
    return e / e.sum()


def style_another_5(z, T):
    return [E((x - max(z)) / T) / sum(E((y - max(z)) / T) for y in z) for x in z]


def style_another_6(z, T):
    return list(map(lambda x: x, sm([x * (1 / T) for x in z])))


def style_another_7(z, T):
    return tuple(sm([(x - z[0]) / T for x in z]))


def style_another_8(z, T):
    return temp(z, T)


def style_another_9(z, T):
    return (p for p in sm([x / T for x in z]))

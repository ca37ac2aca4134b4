"""The next token, as others would write it."""

import heapq
from bisect import bisect_right
from itertools import accumulate
from math import exp, inf

import numpy as np


def softmax(zs):
    powers = [exp(z - max(zs)) for z in zs]
    return [p / sum(powers) for p in powers]


def style_minus_infinity(logits, T, top_k, u):
    if top_k is not None:
        least = sorted(logits, reverse=True)[top_k - 1]
        logits = [z if z >= least else -inf for z in logits]
    end = 0
    for token, p in enumerate(softmax([z / T for z in logits])):
        end += p
        if u < end:
            return token


def style_kept(logits, T, top_k, u):
    order = sorted(range(len(logits)), key=lambda token: -logits[token])
    kept = sorted(order[:top_k])
    probs = softmax([logits[token] / T for token in kept])
    return kept[bisect_right(list(accumulate(probs)), u)]


def style_stretched(logits, T, top_k, u):
    probs = softmax([z / T for z in logits])
    k = top_k or len(probs)
    least = heapq.nlargest(k, probs)[-1]
    allowed = [p * (p >= least) for p in probs]
    u *= sum(allowed)
    for token, p in enumerate(allowed):
        u -= p
        if u < 0:
            return token


def style_array(logits, T, top_k, u):
    z = np.array(logits) / T
    if top_k:
        z[z < np.sort(z)[-top_k]] = -np.inf
    p = np.exp(z - z.max())
    return np.searchsorted(np.cumsum(p / p.sum()), u, side="right")


def style_argsort(logits, T, top_k, u):
    kept = np.sort(np.argsort(logits)[::-1][:top_k])
    p = np.exp((np.array(logits)[kept] - max(logits)) / T)
    return int(kept[np.searchsorted(np.cumsum(p) / p.sum(), u, side="right")])


def style_weights(logits, T, top_k, u):
    weights = {token: exp((z - max(logits)) / T) for token, z in enumerate(logits)}
    for token in sorted(weights, key=weights.get)[: len(logits) - (top_k or len(logits))]:
        del weights[token]
    left = u * sum(weights.values())
    return next(t for t, end in zip(weights, accumulate(weights.values())) if left < end)


def style_rank(logits, T, top_k, u):
    allowed = [t for t, z in enumerate(logits) if top_k is None or sum(y > z for y in logits) < top_k]
    probs = dict(zip(allowed, softmax([logits[t] / T for t in allowed])))
    end = 0.0
    for token in allowed:
        end += probs[token]
        if end > u:
            return token
    return allowed[-1]


def style_recursive(logits, T, top_k, u):
    if top_k is not None:
        kept = sorted(logits)[-top_k:]
        logits = [z if z in kept else -inf for z in logits]
    probs = softmax([z / T for z in logits])

    def walk(token, left):
        return token if left < probs[token] else walk(token + 1, left - probs[token])

    return walk(0, u)

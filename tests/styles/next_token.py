"""The next token, as others would write it."""

import heapq
import math
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


def sm(zs):
    powers = [math.exp(z - max(zs)) for z in zs]
    return [p / sum(powers) for p in powers]


def pick(probs, u):
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return max(token for token, p in enumerate(probs) if p > 0)


def base(z, T, k, u):
    z = [x if k is None or sorted(z, reverse=True).index(x) < k else -math.inf for x in z]
    return pick(sm([x / T for x in z]), u)


def style_another_1(z, T, k, u):
    return base(z, T, k, u)


def style_another_2(z, T, k, u):
    keep = set(sorted(range(len(z)), key=lambda i: -z[i])[:k])
    ps = [math.exp((x - max(z)) / T) if i in keep else 0 for i, x in enumerate(z)]
    return pick([p / sum(ps) for p in ps], u)


def style_another_3(z, T, k, u):
    a = np.array(z) / T
    if k is not None:
        a[np.argsort(-a, kind="stable")[k:]] = -np.inf
    p = np.exp(a - a.max())
    p /= p.sum()
    return int(np.searchsorted(np.cumsum(p), u, side="right"))


def style_another_4(z, T, k, u):
    k = len(z) if k is None else k
    order = sorted(range(len(z)), key=lambda i: z[i], reverse=True)[:k]
    ps = sm([z[i] / T for i in sorted(order)])
    return sorted(order)[pick(ps, u)]


def style_another_5(z, T, k, u):
    from microgpt.lessons.fallbacks import next_token

    return np.int64(next_token(z, T, k, u))

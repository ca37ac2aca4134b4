"""Finding the letter on which u falls, as others would write it."""

import itertools
from bisect import bisect_right
from itertools import accumulate, takewhile

import numpy as np


def style_index(probs, u):
    end = 0.0
    for token in range(len(probs)):
        end = end + probs[token]
        if end > u:
            return token


def style_while(probs, u):
    token, end = 0, probs[0]
    while end <= u:
        token += 1
        end += probs[token]
    return token


def style_subtract(probs, u):
    for token, p in enumerate(probs):
        u -= p
        if u < 0:
            return token


def style_count(probs, u):
    return sum(end <= u for end in accumulate(probs))


def style_slices(probs, u):
    return next(token for token in range(len(probs)) if sum(probs[: token + 1]) > u)


def style_bisect(probs, u):
    return bisect_right(list(accumulate(probs)), u)


def style_array(probs, u):
    return np.searchsorted(np.cumsum(probs), u, side="right")


def style_argmax(probs, u):
    return np.argmax(np.cumsum(probs) > u)


def style_takewhile(probs, u):
    return len(list(takewhile(lambda end: end <= u, accumulate(probs))))


def style_both_ends(probs, u):
    start = 0
    for token, p in enumerate(probs):
        if start <= u < start + p:
            return token
        start += p


def style_recursive(probs, u, token=0):
    return token if u < probs[token] else style_recursive(probs, u - probs[token], token + 1)


def style_another_1(probs, u):
    total = 0
    for i, p in enumerate(probs):
        total += p
        if u < total:
            return i


def style_another_2(probs, u):
    for i, p in enumerate(probs):
        if u < p:
            return i
        u -= p
    return i


def style_another_3(probs, u):
    i = 0
    end = probs[0]
    while u >= end:
        i += 1
        end += probs[i]
    return i


def style_another_4(probs, u):
    return next(i for i in range(len(probs)) if u < sum(probs[: i + 1]))


def style_another_5(probs, u):
    return int(np.searchsorted(np.cumsum(probs), u, side="right"))


def style_another_6(probs, u):
    return sum(e <= u for e in itertools.accumulate(probs))


def style_another_7(probs, u):
    return [u < e for e in itertools.accumulate(probs)].index(True)


def style_another_8(probs, u):
    return min((i for i, e in enumerate(itertools.accumulate(probs)) if e > u))


def style_another_9(probs, u):
    import bisect

    return bisect.bisect_right(list(itertools.accumulate(probs)), u)


def style_another_10(probs, u):
    left = 0
    for i in range(len(probs)):
        right = left + probs[i]
        if left <= u < right:
            return i
        left = right

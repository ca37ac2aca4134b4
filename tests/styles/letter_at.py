"""Finding the letter on which u falls, as others would write it."""

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

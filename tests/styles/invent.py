"""The loop that makes a name, as others would write it."""

from bisect import bisect_right
from itertools import accumulate

import numpy as np


def letter(row, u):
    return bisect_right(list(accumulate(row)), u)


def next_probs(row):
    return [n / sum(row) for n in row]


def style_divided_once_more(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        row = next_probs(probs[token])
        token = letter(row, rng.random())
        finished = token == bos
        if finished:
            break
        tokens.append(token)
    return tokens


def style_blanks(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        row = probs[token]
        token = letter(row, rng.random())
        finished = token == bos
        if finished:
            break
        tokens.append(token)
    return tokens


def style_choices(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        token = rng.choices(range(len(probs)), weights=probs[token])[0]
        if token == bos:
            return tokens
        tokens.append(token)
    return tokens


def style_last_letter(probs, bos, rng):
    tokens = []
    for _ in range(16):
        before = tokens[-1] if tokens else bos
        token = letter(probs[before], rng.random())
        if token == bos:
            break
        tokens += [token]
    return tokens


def style_with_dot(probs, bos, rng):
    tokens = [bos]
    while len(tokens) < 17:
        tokens.append(letter(probs[tokens[-1]], rng.random()))
        if tokens[-1] == bos:
            return tokens[1:-1]
    return tokens[1:]


def style_yield(probs, bos, rng):
    token = bos
    for _ in range(16):
        token = letter(probs[token], rng.random())
        if token == bos:
            return
        yield token


def style_recursive(probs, bos, rng, token=None, most=16):
    if most == 0:
        return []
    token = letter(probs[bos if token is None else token], rng.random())
    return [] if token == bos else [token, *style_recursive(probs, bos, rng, token, most - 1)]


def style_array(probs, bos, rng):
    ends, tokens, token = np.cumsum(probs, axis=1), [], bos
    while len(tokens) < 16:
        token = np.searchsorted(ends[token], rng.random(), side="right")
        if token == bos:
            break
        tokens.append(token)
    return tokens


def style_walrus(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16 and (token := letter(probs[token], rng.random())) != bos:
        tokens.append(token)
    return tokens


def style_tuple(probs, bos, rng):
    name, token = (), bos
    while len(name) < 16:
        token = letter(probs[token], rng.random())
        if token == bos:
            return name
        name += (token,)
    return name

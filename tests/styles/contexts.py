"""The contexts of a name, as others would write it."""

from collections import deque

import numpy as np


def style_last_ones(tokens, size):
    return [(tuple(tokens[:i][-size:]), token) for i, token in enumerate(tokens) if i]


def style_deque(tokens, size):
    seen, found = deque(tokens[:1], maxlen=size), []
    for token in tokens[1:]:
        found.append((tuple(seen), token))
        seen.append(token)
    return found


def style_yield(tokens, size):
    for i in range(1, len(tokens)):
        yield tuple(tokens[max(0, i - size) : i]), tokens[i]


def style_if(tokens, size):
    found = []
    for i in range(1, len(tokens)):
        start = i - size
        start = max(start, 0)
        found.append((tuple(tokens[start:i]), tokens[i]))
    return found


def style_zip(tokens, size):
    return zip((tuple(tokens[max(0, i - size) : i]) for i in range(1, len(tokens))), tokens[1:])


def style_grown(tokens, size):
    context, found = (), []
    for before, after in zip(tokens, tokens[1:]):
        context = (*context, before)[-size:]
        found += [(context, after)]
    return found


def style_backwards(tokens, size):
    found = []
    for i in range(len(tokens) - 1, 0, -1):
        found.insert(0, (tuple(tokens[max(i - size, 0) : i]), tokens[i]))
    return found


def style_inner_loop(tokens, size):
    found = []
    for i in range(1, len(tokens)):
        context = []
        for j in range(i - size, i):
            if j >= 0:
                context.append(tokens[j])
        found.append((tuple(context), tokens[i]))
    return tuple(found)


def style_numpy(tokens, size):
    tokens = np.array(tokens)
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]

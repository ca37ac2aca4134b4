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


def style_another_1(t, n):
    return [(tuple(t[max(0, i - n) : i]), t[i]) for i in range(1, len(t))]


def style_another_2(t, n):
    return [(tuple(t[:i][-n:]), t[i]) for i in range(1, len(t))]


def style_another_3(t, n):
    return [(tuple(t[i - n if i > n else 0 : i]), x) for i, x in enumerate(t) if i]


def style_another_4(t, n):
    return [[tuple(t[max(0, i - n) : i]), t[i]] for i in range(1, len(t))]


def style_another_5(tokens, size):
    out = []
    context = (tokens[0],)
    for t in tokens[1:]:
        out.append((context, t))
        context = (*context, t)[-size:]
    return out


def style_another_6(tokens, size):
    from collections import deque

    d = deque(maxlen=size)
    out = []
    for i, t in enumerate(tokens):
        if i:
            out.append((tuple(d), t))
        d.append(t)
    return out


def style_another_7(tokens, size):
    for i in range(1, len(tokens)):
        start = i - size
        start = max(start, 0)
        yield (tuple(tokens[start:i]), tokens[i])


def style_another_8(tokens, size):
    return [(tuple(tokens[max(i + 1 - size, 0) : i + 1]), tokens[i + 1]) for i in range(len(tokens) - 1)]


def style_another_9(tokens, size):
    out = []
    for i in range(1, len(tokens)):
        c = []
        for j in range(i - size, i):
            if j >= 0:
                c.append(tokens[j])
        out.append((tuple(c), tokens[i]))
    return out


def style_another_10(t, n):
    return list(zip((tuple(t[max(0, i - n) : i]) for i in range(1, len(t))), t[1:]))

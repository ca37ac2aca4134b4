"""The way back through a relu, as others would write it."""

import numpy as np


def style_multiplied(d_hidden, before):
    return [d * (h > 0) for d, h in zip(d_hidden, before)]


def style_loop(d_hidden, before):
    d_before = []
    for i in range(len(before)):
        if before[i] <= 0:
            d_before.append(0)
        else:
            d_before.append(d_hidden[i])
    return d_before


def style_array(d_hidden, before):
    return np.array(d_hidden) * (np.array(before) > 0)


def style_where(d_hidden, before):
    return np.where(np.array(before) > 0, d_hidden, 0.0)


def style_copied(d_hidden, before):
    d_before = list(d_hidden)
    for i, h in enumerate(before):
        if not h > 0:
            d_before[i] = 0.0
    return d_before


def style_relu_first(d_hidden, before):
    hidden = [max(0, h) for h in before]
    return [d if h else 0.0 for d, h in zip(d_hidden, hidden)]


def style_yield(d_hidden, before):
    for d, h in zip(d_hidden, before):
        yield d if h > 0 else 0.0


def style_map(d_hidden, before):
    return map(lambda d, h: 0.0 if h <= 0 else d, d_hidden, before)


style_lambda = lambda d_hidden, before: tuple(h > 0 and d or 0.0 for d, h in zip(d_hidden, before))


def style_another_1(d, h):
    return [x if y > 0 else 0 for x, y in zip(d, h)]


def style_another_2(d, h):
    return [x * (y > 0) for x, y in zip(d, h)]


def style_another_3(d, h):
    return np.where(np.array(h) > 0, d, 0)


def style_another_4(d, h):
    return [0.0 if y <= 0 else x for x, y in zip(d, h)]


def style_another_5(d, h):
    return list(map(lambda x, y: x if y > 0 else 0.0, d, h))


def style_another_6(d, h):
    return (np.array(d) * (np.array(h) > 0)).tolist()


def style_another_7(d, h):
    return [d[i] if h[i] > 0 else 0 for i in range(len(d))]


def style_another_8(d, h):
    return [(0, x)[y > 0] for x, y in zip(d, h)]


def style_another_9(d, h):
    out = d.copy()
    for i, y in enumerate(h):
        if not y > 0:
            out[i] = 0.0
    return out


def style_another_10(d, h):
    for x, y in zip(d, h):
        yield (x if y > 0 else 0)

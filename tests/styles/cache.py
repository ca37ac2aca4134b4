"""One letter, one head, one cache, as others would write it."""

import math

from microgpt.attention import attend, mix, scores
from microgpt.nn import dot, linear, softmax


def style_in_a_row(x, cache, weights):
    query, key, value = (linear(x, w) for w in weights)
    cache[0].append(key)
    cache[1].append(value)
    return attend(query, *cache)


def style_rows(x, cache, weights):
    wq, wk, wv = weights
    cache[0].append([dot(row, x) for row in wk])
    cache[1].append([dot(row, x) for row in wv])
    return attend([dot(row, x) for row in wq], cache[0], cache[1])


def style_plus_equals(x, cache, weights):
    keys, values = cache
    keys += [linear(x, weights[1])]
    values += [linear(x, weights[2])]
    return attend(linear(x, weights[0]), keys, values)


def style_insert_at_the_end(x, cache, weights):
    for kept, w in zip(cache, weights[1:]):
        kept.insert(len(kept), linear(x, w))
    return attend(linear(x, weights[0]), *cache)


def style_slice(x, cache, weights):
    keys, values = cache
    keys[len(keys) :] = [linear(x, weights[1])]
    values[:] = [*values, linear(x, weights[2])]
    return tuple(attend(linear(x, weights[0]), keys, values))


def style_steps(x, cache, weights):
    wq, wk, wv = weights
    (keys, values) = cache
    keys.append(linear(x, wk)), values.append(linear(x, wv))
    shares = softmax(scores(linear(x, wq), keys))
    return mix(shares, values)


def style_copy_of_x(x, cache, weights):
    x = list(x)
    new = [linear(x, w) for w in weights[1:]]
    [kept.append(vector) for kept, vector in zip(cache, new)]
    query = linear(x, weights[0])
    return attend(query, list(cache[0]), list(cache[1]))


def style_by_hand(x, cache, weights):
    query, key, value = ([dot(x, row) for row in w] for w in weights)
    cache[0].extend([key])
    cache[1].extend([value])
    raw = [dot(query, key) * (1 / math.sqrt(len(query))) for key in cache[0]]
    shares = softmax(raw)
    return [dot(shares, [value[i] for value in cache[1]]) for i in range(len(value))]

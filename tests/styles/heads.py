"""Several heads side by side, as others would write them."""

import itertools
import math

import numpy as np

from microgpt.attention import attend, mix, scores
from microgpt.nn import dot, softmax


def style_each_head(query, keys, values, n_head):
    size, joined = len(query) // n_head, []
    for h in range(n_head):
        a, b = h * size, (h + 1) * size
        joined.extend(attend(query[a:b], [k[a:b] for k in keys], [v[a:b] for v in values]))
    return joined


def style_comprehension(query, keys, values, n_head):
    size = len(query) // n_head
    parts = [slice(start, start + size) for start in range(0, len(query), size)]
    return [x for p in parts for x in attend(query[p], [k[p] for k in keys], [v[p] for v in values])]


def style_cut_first(query, keys, values, n_head):
    size = len(query) // n_head

    def cut(vector):
        return [vector[i : i + size] for i in range(0, len(vector), size)]

    per_head = zip(cut(query), zip(*map(cut, keys)), zip(*map(cut, values)))
    return list(itertools.chain.from_iterable(attend(q, list(ks), list(vs)) for q, ks, vs in per_head))


def style_recursive(query, keys, values, n_head):
    if n_head == 1:
        return attend(query, keys, values)
    n = len(query) // n_head
    first = attend(query[:n], [k[:n] for k in keys], [v[:n] for v in values])
    return [*first, *style_recursive(query[n:], [k[n:] for k in keys], [v[n:] for v in values], n_head - 1)]


def style_indices(query, keys, values, n_head):
    size, answer = len(query) // n_head, [0.0] * len(query)
    for h in range(n_head):
        places = [h * size + i for i in range(size)]
        found = attend([query[i] for i in places], [[k[i] for i in places] for k in keys],
                       [[v[i] for i in places] for v in values])  # fmt: skip
        for i, x in zip(places, found):
            answer[i] = x
    return answer


def style_steps(query, keys, values, n_head):
    size = len(query) // n_head
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        weights = softmax(scores(query[part], [k[part] for k in keys]))
        yield from mix(weights, [v[part] for v in values])


def style_while(query, keys, values, n_head):
    keys, values, query = [list(k) for k in keys], [list(v) for v in values], list(query)
    size, joined = len(query) // n_head, ()
    while query:
        taken = [[vector.pop(0) for _ in range(size)] for vector in (query, *keys, *values)]
        joined += tuple(attend(taken[0], taken[1 : len(keys) + 1], taken[len(keys) + 1 :]))
    return joined


def style_masked(query, keys, values, n_head):
    """Every head sees the whole vectors, with all but its own numbers left out of the scores."""
    size, answer = len(query) // n_head, []
    for h in range(n_head):
        own = range(h * size, (h + 1) * size)
        raw = [dot([query[i] for i in own], [key[i] for i in own]) * (1 / math.sqrt(size)) for key in keys]
        weights = softmax(raw)
        answer += [dot(weights, [value[i] for value in values]) for i in own]
    return answer


def style_numpy(query, keys, values, n_head):
    q, k, v = (np.array(x, dtype=float) for x in (query, keys, values))
    size = len(q) // n_head
    q, k, v = q.reshape(n_head, size), k.reshape(len(k), n_head, size), v.reshape(len(v), n_head, size)
    scored = np.einsum("hi,thi->ht", q, k) / np.sqrt(size)
    weights = np.exp(scored - scored.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("ht,thi->hi", weights, v).ravel()

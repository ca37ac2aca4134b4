"""Causal attention of all positions, as others would write it."""

from itertools import accumulate

import numpy as np

from microgpt.attention import attend
from microgpt.nn import dot, softmax


def style_growing(queries, keys, values):
    answers, seen_keys, seen_values = [], [], []
    for query, key, value in zip(queries, keys, values):
        seen_keys.append(key)
        seen_values.append(value)
        answers.append(attend(query, seen_keys, seen_values))
    return answers


def style_comprehension(queries, keys, values):
    return [attend(query, keys[: i + 1], values[: i + 1]) for i, query in enumerate(queries)]


def style_from_the_end(queries, keys, values):
    if not queries:
        return []
    return [*style_from_the_end(queries[:-1], keys[:-1], values[:-1]), attend(queries[-1], keys, values)]


def style_range(queries, keys, values):
    return tuple(attend(queries[n - 1], keys[:n], values[:n]) for n in range(1, len(queries) + 1))


def style_yield(queries, keys, values):
    for i in range(len(queries)):
        yield attend(queries[i], keys[0 : i + 1], values[0 : i + 1])


def style_masked(queries, keys, values):
    answers = []
    for i, query in enumerate(queries):
        scores = [dot(query, key) / len(query) ** 0.5 if j <= i else -1e9 for j, key in enumerate(keys)]
        weights = softmax(scores)
        answers.append([dot(weights, column) for column in zip(*values)])
    return answers


def style_arrays(queries, keys, values):
    q, k, v = np.array(queries), np.array(keys), np.array(values)
    scores = q @ k.T / np.sqrt(q.shape[1])
    scores[np.triu_indices(len(q), 1)] = -np.inf
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ v


def style_prefixes(queries, keys, values):
    prefixes = accumulate(([pair] for pair in zip(keys, values)), lambda seen, more: seen + more)
    return [attend(query, *map(list, zip(*seen))) for query, seen in zip(queries, prefixes)]


style_map = lambda queries, keys, values: map(
    lambda i: attend(queries[i], keys[: i + 1], values[: i + 1]), range(len(queries))
)

"""Attention of one query, as others would write it."""

import math

import numpy as np

from microgpt.nn import dot, exp, softmax, total


def style_loops(query, keys, values):
    scores = []
    for key in keys:
        score = 0
        for q, k in zip(query, key):
            score += q * k
        scores.append(score / math.sqrt(len(query)))
    weights = softmax(scores)
    answer = [0] * len(values[0])
    for weight, value in zip(weights, values):
        for i, x in enumerate(value):
            answer[i] += weight * x
    return answer


def style_one_line(query, keys, values):
    return [dot(softmax([dot(query, key) / len(key) ** 0.5 for key in keys]), column) for column in zip(*values)]


def style_scaled_query(query, keys, values):
    query = [q / len(query) ** 0.5 for q in query]
    weights = softmax([dot(query, key) for key in keys])
    return [sum(w * x for w, x in zip(weights, column)) for column in zip(*values)]


def style_own_softmax(query, keys, values):
    scores = [dot(query, key) * len(query) ** -0.5 for key in keys]
    powers = [exp(score - max(scores)) for score in scores]
    whole = total(powers)
    return [dot(powers, column) / whole for column in zip(*values)]


def style_arrays(query, keys, values):
    scores = np.array(keys) @ np.array(query) / np.sqrt(len(query))
    weights = np.exp(scores - scores.max())
    return weights / weights.sum() @ np.array(values)


def style_sum_of_vectors(query, keys, values):
    weights = softmax([dot(query, key) / math.sqrt(len(query)) for key in keys])
    parts = [[weight * x for x in value] for weight, value in zip(weights, values)]
    return [sum(numbers) for numbers in zip(*parts)]


def style_yield(query, keys, values):
    weights = softmax([dot(key, query) / len(query) ** 0.5 for key in keys])
    for column in zip(*values):
        yield dot(weights, column)


def style_indices(query, keys, values):
    n, m = len(keys), len(query)
    weights = softmax([sum(query[i] * keys[j][i] for i in range(m)) / m**0.5 for j in range(n)])
    return tuple(sum(weights[j] * values[j][i] for j in range(n)) for i in range(len(values[0])))


def style_map(query, keys, values):
    weights = softmax(list(map(lambda key: dot(query, key) / len(query) ** 0.5, keys)))
    return map(lambda column: dot(weights, column), zip(*values))

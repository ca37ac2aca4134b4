"""A token asks every earlier token a question, and takes home a blend of their answers."""

from .nn import dot, softmax


def scores(query, keys):
    """How well each key answers the query: their dot products, divided by the root of the vectors' length."""
    return [dot(query, key) / len(query) ** 0.5 for key in keys]


def mix(weights, values):
    """The average of the value vectors, each counted with its weight."""
    return [dot(weights, column) for column in zip(*values)]


def attend(query, keys, values):
    """One head: query has head_dim numbers, keys and values one such vector per token so far; a vector of head_dim.

    There is no mask: a later token has no key yet.

    >>> attend([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]])
    [2.0, 3.0]
    """
    return mix(softmax(scores(query, keys)), values)


def heads(query, keys, values, n_head):
    """n_head heads side by side, each on its own slice of the vectors; their results joined again."""
    size = len(query) // n_head
    joined = []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        joined += attend(query[part], [key[part] for key in keys], [value[part] for value in values])
    return joined

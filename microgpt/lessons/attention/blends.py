"""How one letter may blend what it hears, rightly and wrongly: what the mistakes of lesson 4's exercises are made of."""

import math

from ... import attention, nn
from ...nn import dot, softmax
from .three_vectors import products


def weighing(weigh):
    """An answer that blends the values with weigh(query, keys)."""
    return lambda query, keys, values: attention.mix(weigh(query, keys), values)


def dots(query, keys):
    return [dot(query, key) for key in keys]


def scaled(by):
    """Scores divided by `by(query, keys)`."""
    return weighing(lambda query, keys: softmax([s / by(query, keys) for s in dots(query, keys)]))


def scaled_each(by):
    """Each score divided by by(query, its key)."""
    return weighing(lambda query, keys: softmax([dot(query, key) / by(query, key) for key in keys]))


def of_scores(score):
    """An answer whose scores are score(query, keys)."""
    return weighing(lambda query, keys: softmax(score(query, keys)))


def loose_scores(query, keys, size):
    """Scores without a look at whether the lengths fit."""
    return [sum(products(query, key)) / size**0.5 for key in keys]


def powers_of(base, query, keys):
    return [base**s for s in attention.scores(query, keys)]


def leaving_out(cut, without):
    """One key is left out of all, or its weight: cut(a list) -> the others, without(weights) -> the weights with a 0."""
    return (
        lambda query, keys, values: attention.attend(query, cut(keys), cut(values)),
        lambda query, keys, values: attention.attend(query, cut(keys) or keys, cut(values) or values),
        weighing(lambda query, keys: without(softmax(attention.scores(query, keys)))),
    )


def without_zeros(query, keys, values):
    scores = attention.scores(query, keys)
    pairs = [(s, value) for s, value in zip(scores, values) if s] or list(zip(scores, values))
    return attention.mix(softmax([s for s, _ in pairs]), [value for _, value in pairs])


def by_score(query, keys, values):
    """The values in a dict, under their scores."""
    found = dict(zip(attention.scores(query, keys), values))
    return attention.mix(softmax(list(found)), list(found.values()))


def by_weight(query, keys, values):
    """The values in a dict, under their weights."""
    found = dict(zip(weights_of(query, keys, values), values))
    return attention.mix(list(found), list(found.values()))


def by_key(query, keys, values):
    """The values in a dict, under their keys."""
    found = {tuple(key): value for key, value in zip(keys, values)}
    return attention.attend(query, list(map(list, found)), list(found.values()))


def rounded(digits):
    return lambda weights: [round(w, digits) for w in weights]


def from_(least):
    """Weights below the least become 0."""
    return lambda weights: [w if w >= least else 0.0 for w in weights]


def from_shared(least):
    """The same, and the others are made to add up to 1 again."""

    def cut(weights):
        kept = from_(least)(weights)
        return [w / (sum(kept) or 1.0) for w in kept]

    return cut


COARSE = tuple(
    change for digits in range(1, 7) for change in (rounded(digits), from_(10.0**-digits), from_shared(10.0**-digits))
)


def where_it_fits(query, keys, values):
    """The query is added to an answer that has as many numbers."""
    answer = attention.attend(query, keys, values)
    return plus(query, answer) if len(query) == len(answer) else answer


def plus(xs, ys):
    """As many sums as the shorter has numbers."""
    return [x + y for x, y in zip(xs, ys)]


def distance(query, key):
    return sum((q - k) ** 2 for q, k in zip(query, key))


def of_values(query, keys, values):
    return attention.mix(softmax([s / len(values[0]) ** 0.5 for s in dots(query, keys)]), values)


def exps(query, keys):
    return [nn.exp(s) for s in attention.scores(query, keys)]


def plain_exps(query, keys):
    return [math.exp(s) for s in attention.scores(query, keys)]


def shared(powers):
    """Softmax by hand, from powers that nothing was taken away from before."""

    def by_hand(query, keys):
        found = powers(query, keys)
        return [p / sum(found) for p in found]

    return by_hand


def cut_exps(cut, query, keys):
    return [math.exp(min(cut, s)) for s in attention.scores(query, keys)]


def less(which):
    """Powers of e from scores of which which(scores) was taken away before."""

    def powers(query, keys):
        found = attention.scores(query, keys)
        return [math.exp(s - which(found)) for s in found]

    return powers


def mean_of(scores):
    return sum(scores) / len(scores)


def highest(query, keys):
    found = dots(query, keys)
    return [float(s is max(found)) for s in found]


def shared_by_sum(query, keys, guard=0):
    found = attention.scores(query, keys)
    return [s / (sum(found) or guard) for s in found]


def weights_of(query, keys, values):
    return softmax(attention.scores(query, keys))


def parts_of(query, keys, values):
    """Every value times its weight."""
    return [[w * xi for xi in value] for w, value in zip(weights_of(query, keys, values), values)]


def along_each_value(query, keys, values):
    return [sum(part) for part in parts_of(query, keys, values)]


def long_as_a_query(query, keys, values):
    answer = [0.0] * len(query)
    for part in parts_of(query, keys, values):
        for i, xi in enumerate(part):
            answer[i] += xi
    return answer


def as_many_as_a_query(query, keys, values):
    parts = parts_of(query, keys, values)
    return [sum(part[i] for part in parts) for i in range(len(query))]

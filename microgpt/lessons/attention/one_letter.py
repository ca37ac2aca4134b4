"""The exercise of lesson 4 about one letter that asks: what it hears."""

import math

from ... import attention, nn
from ...autograd import Value
from ...nn import dot, linear, softmax
from ...teach.judge import Exercise
from .cases import vectors, world


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


def first_taken_away(query, keys):
    found = attention.scores(query, keys)
    return [math.exp(s - found[0]) for s in found]


def highest(query, keys):
    found = dots(query, keys)
    return [float(s is max(found)) for s in found]


def shared_by_sum(query, keys):
    found = attention.scores(query, keys)
    return [s / sum(found) for s in found]


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


LOUD = (1.0, 1.0, 1.0, 30.0, 3000.0)  # by which queries are multiplied: their scores can be beyond any exp


def asking(rng, most=6):
    """A query, keys and values of unlike sizes; now and then the query holds a number twice, or is a loud one."""
    count, size, width = rng.randint(1, most), rng.randint(1, 5), rng.randint(1, 5)
    query = vectors(rng, 1, size)[0]
    if size > 2 and rng.random() < 0.3:
        query[-1] = query[0]
    loud = rng.choice(LOUD)
    return [loud * q for q in query], vectors(rng, count, size), vectors(rng, count, width)


def asked_by_a_letter(rng, places):
    """So many letters; sixteen numbers each, as in the notebook's model."""
    return vectors(rng, 1, 16)[0], vectors(rng, places, 16), vectors(rng, places, 16)


attend = Exercise(
    "Return one vector: scores (dot products, divided by the root of how many numbers the query has), softmax of them, "
    "and the values blended with these weights.",
    attention.attend,
    [
        ([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([2.0, 1.0, -1.0], [[1.0, 0.0, 0.0], [0.0, 2.0, 1.0]], [[1.0, 0.0], [0.0, 3.0]]),
        ([0.0, 2.0], [[1.0, -1.0], [0.0, 2.0], [1.0, 1.0]], [[10.0, 0.0], [0.0, 10.0], [10.0, 10.0]]),
    ],
    {
        "the scores are not divided: by the root of how many numbers the query has.": scaled(lambda q, keys: 1),
        "divide by the root of how many numbers there are, not by how many.": scaled(lambda q, keys: len(q)),
        "`** 1 / 2` is no root: Python takes the power first, then halves. Write `** 0.5`.": (
            scaled(lambda q, keys: len(q) / 2),
            scaled(lambda q, keys: len(q) * 2),
        ),
        "you divide by the same number in all cases; vectors are not always 2 numbers long.": tuple(
            scaled(lambda q, keys, by=by: by) for by in (2, 2**0.5, 1.41, 1.414, 4, 4**0.25)
        ),
        "you divide by the length of the query as an arrow, its norm; the root of how many numbers it has is meant.": (
            scaled(lambda q, keys: dot(q, q) ** 0.5)
        ),
        "a score is divided by the root of how many numbers a query has, not by the norms of query and key.": (
            scaled_each(lambda query, key: dot(query, query) ** 0.5 * dot(key, key) ** 0.5),
            scaled_each(lambda query, key: dot(key, key) ** 0.5),
        ),
        "the scores have the other sign: the better a key answers, the larger its score.": scaled(
            lambda q, keys: -(len(q) ** 0.5)
        ),
        "a dot product is wanted for a score, not a distance.": (
            weighing(lambda q, keys: softmax([distance(q, key) / len(q) ** 0.5 for key in keys])),
            weighing(lambda q, keys: softmax([-distance(q, key) / len(q) ** 0.5 for key in keys])),
        ),
        "softmax of one score alone is 1: take it of all the scores together.": (
            weighing(lambda q, keys: [1.0] * len(keys)),
        ),
        "you count the keys; count the numbers in one vector.": (
            scaled(lambda q, keys: len(keys) ** 0.5),
            scaled(lambda q, keys: len(keys)),
        ),
        "you count the numbers of a value; those of the query, which meets the keys, are to be counted.": of_values,
        "you multiplied by the root; divide by it.": scaled(lambda q, keys: len(q) ** -0.5),
        "the root divides the scores, before softmax; you divided the weights.": weighing(
            lambda q, keys: [w / len(q) ** 0.5 for w in softmax(dots(q, keys))]
        ),
        "the scores are no shares yet: softmax is missing.": (weighing(attention.scores), weighing(dots)),
        "shares of scores, some of them negative, are no weights: softmax is missing.": weighing(shared_by_sum),
        "the exponentials are there; divide them by their sum, or take `softmax`.": (
            weighing(exps),
            weighing(plain_exps),
        ),
        "exp of a large score overflows: take the largest score away from all of them first, as `softmax` does.": (
            weighing(shared(exps)),
            weighing(shared(plain_exps)),
            weighing(shared(first_taken_away)),
        ),
        "softmax once is enough: you took it of the weights again.": weighing(
            lambda q, keys: softmax(softmax(attention.scores(q, keys)))
        ),
        "softmax belongs to the scores; you took it of the answer.": lambda q, keys, values: softmax(
            attention.attend(q, keys, values)
        ),
        "the scores do not matter in your blend: it is the plain average.": weighing(
            lambda q, keys: [1 / len(keys)] * len(keys)
        ),
        "you take the value with the highest score alone; softmax blends all of them.": weighing(highest),
        "you blended the keys; the keys are for the scores, the values are given away.": (
            lambda q, keys, values: attention.attend(q, keys, keys)
        ),
        "keys and values are exchanged: the keys meet the query, the values are blended.": (
            lambda q, keys, values: attention.attend(q, values, keys),
            lambda q, keys, values: attention.attend(q, values, values),
        ),
        "these are the weights; blend the values with them.": weights_of,
        "these are the scores; softmax and the blend are still to come.": (
            lambda q, keys, values: attention.scores(q, keys),
            lambda q, keys, values: dots(q, keys),
        ),
        "each value is multiplied by its weight; now add them up, number by number.": parts_of,
        "you added up along each value; add across them: first numbers with first numbers, second with second.": (
            along_each_value
        ),
        "each weighted value takes the place of the one before it: add them up.": (
            lambda q, keys, values: parts_of(q, keys, values)[-1]
        ),
        "the answer has as many numbers as a value, not as many as the query.": (long_as_a_query, as_many_as_a_query),
        "one weight belongs to one whole value: go through the values column by column, with `zip(*values)`.": (
            lambda q, keys, values: dot(weights_of(q, keys, values), values),
            lambda q, keys, values: [dot(weights_of(q, keys, values), value) for value in values],
            lambda q, keys, values: linear(weights_of(q, keys, values), values),
            lambda q, keys, values: [dot(weights_of(q, keys, values), column) for column in zip(values)],
        ),
        "add the weighted values up, do not divide by how many there are: the weights add up to 1 already.": (
            lambda q, keys, values: [x / len(keys) for x in attention.attend(q, keys, values)]
        ),
    },
    "The weights add up to 1, so every number of the answer lies between the smallest and the largest of the values'.",
    generate=asking,
    world=lambda: world(asked_by_a_letter),
    hints=(
        "Three lines, as you have just done them by hand: scores, weights, blend.",
        "`[dot(query, key) / len(query) ** 0.5 for key in keys]` are the scores; `softmax` makes weights of them.",
        "`zip(*values)` gives the columns of the values; `dot(weights, column)` is one number of the answer.",
    ),
    on=Value,
)

"""Exercises of lesson 4 about one letter: what it asks, offers and gives, and what it hears."""

import math
import random

from ... import attention, nn
from ...autograd import Value
from ...nn import dot, linear, matrix, softmax
from ...teach.judge import Exercise


def vectors(rng, count, size):
    """So many lists of so many numbers, none alike, none a round one."""
    return matrix(rng, count, size, std=2.0)


# ---- from a letter's vector to what it asks, offers and gives ----


def three(x, wq, wk, wv):
    """Query, key and value of the letter whose vector is x."""
    return linear(x, wq), linear(x, wk), linear(x, wv)


def loose(x, w):
    """linear without a look at whether the lengths fit."""
    return [sum(a * b for a, b in zip(row, x)) for row in w]


def down(x, w):
    """The columns of w times x."""
    return [dot(column, x) for column in zip(*w)]


def down_loosely(x, w):
    return loose(x, zip(*w))


def down_by_index(x, w):
    return [sum(w[j][i] * x[j] for j in range(len(x))) for i in range(len(x))]


def down_rows_by_index(x, w):
    return [sum(w[j][i] * x[j] for j in range(len(w))) for i in range(len(w[0]))]


def rows_by_index(x, w):
    """As many rows as x has numbers."""
    return [dot(w[i], x) for i in range(len(x))]


def each_by(by):
    """The three vectors, each by(x, its matrix)."""
    return lambda x, wq, wk, wv: (by(x, wq), by(x, wk), by(x, wv))


def chained(by):
    """Ways to make one of the three from another."""
    return (
        lambda x, wq, wk, wv: (by(x, wq), by(by(x, wq), wk), by(by(x, wq), wv)),
        lambda x, wq, wk, wv: (by(x, wq), by(by(x, wq), wk), by(by(by(x, wq), wk), wv)),
        lambda x, wq, wk, wv: (by(x, wq), by(x, wk), by(by(x, wk), wv)),
        lambda x, wq, wk, wv: (by(x, wq), by(x, wk), by(by(x, wq), wv)),
        lambda x, wq, wk, wv: (by(x, wq), by(by(x, wq), wk), by(x, wv)),
    )


def made(change):
    """The three vectors, changed: change(query, key, value) -> the result."""
    return lambda x, wq, wk, wv: change(*three(x, wq, wk, wv))


def a_letter(rng):
    """A vector and three matrices; mostly they have more rows, or fewer, than it has numbers."""
    size, head, width = rng.randint(2, 5), rng.randint(1, 5), rng.randint(1, 5)
    if rng.random() < 0.3:
        head = width = size
    return (*vectors(rng, 1, size), *(vectors(rng, rows, size) for rows in (head, head, width)))


query_key_value = Exercise(
    "Return three vectors: query, key and value, each a matrix times x; entry i is the dot product of row i and x.",
    three,
    [
        ([1.0, 2.0], [[3.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [1.0, 0.0]], [[1.0, 4.0], [2.0, 0.0]]),
        ([2.0, -1.0], [[1.0, 3.0], [0.0, 5.0]], [[1.0, 1.0], [4.0, 0.0]], [[2.0, 0.0], [1.0, -2.0]]),
        ([1.0, 0.0, 2.0], [[1.0, 2.0, 3.0]], [[4.0, 0.0, -1.0]], [[0.0, 1.0, 1.0], [2.0, 0.0, 5.0]]),
    ],
    {
        "you went down the columns of the matrix; each number is a ROW of it times x.": (
            each_by(down),
            each_by(down_loosely),
            each_by(down_by_index),
            each_by(down_rows_by_index),
        ),
        "a matrix may have more rows than x has numbers, or fewer: a number comes out for every row.": each_by(
            rows_by_index
        ),
        "one matrix made all three; wq makes the query, wk the key, wv the value.": (
            lambda x, wq, wk, wv: (linear(x, wq),) * 3,
            lambda x, wq, wk, wv: (linear(x, wk),) * 3,
            lambda x, wq, wk, wv: (linear(x, wv),) * 3,
        ),
        "query and key have a matrix each: you used one for both.": (
            made(lambda q, k, v: (q, q, v)),
            made(lambda q, k, v: (k, k, v)),
        ),
        "key and value have a matrix each: you used one for both.": (
            made(lambda q, k, v: (q, k, k)),
            made(lambda q, k, v: (q, v, v)),
        ),
        "all three are there, in another order: query, key, value.": (
            made(lambda q, k, v: (k, q, v)),
            made(lambda q, k, v: (q, v, k)),
            made(lambda q, k, v: (v, k, q)),
            made(lambda q, k, v: (k, v, q)),
            made(lambda q, k, v: (v, q, k)),
        ),
        "all three are made from x; you made one from another.": (*chained(linear), *chained(loose)),
        "x itself is no query, key or value yet: each of them has a matrix.": (
            lambda x, wq, wk, wv: (x, linear(x, wk), linear(x, wv)),
            lambda x, wq, wk, wv: (linear(x, wq), linear(x, wk), x),
            lambda x, wq, wk, wv: (x, x, x),
        ),
        "each number is a sum over a whole row; you took one product of it.": (
            each_by(lambda x, w: [row[i] * x[i] for i, row in enumerate(w)]),
            each_by(lambda x, w: [row[i] * xi for i, (row, xi) in enumerate(zip(w, x))]),
        ),
        "the products of a row are still to be added up.": (
            each_by(lambda x, w: [[a * b for a, b in zip(row, x)] for row in w])
        ),
        "nothing is added to x here: each of the three is a matrix times x, and no more.": each_by(
            lambda x, w: [a + b for a, b in zip(x, linear(x, w))]
        ),
        "that is one long list; three vectors are wanted, side by side: query, key, value.": made(
            lambda q, k, v: q + k + v
        ),
        "the root comes with the scores, not here.": (
            made(lambda q, k, v: ([qi / len(q) ** 0.5 for qi in q], k, v)),
            made(lambda q, k, v: tuple([xi / len(q) ** 0.5 for xi in x] for x in (q, k, v))),
            lambda x, wq, wk, wv: ([qi / len(x) ** 0.5 for qi in linear(x, wq)], linear(x, wk), linear(x, wv)),
        ),
    },
    "The same three matrices serve every letter: what differs is the vector that goes in.",
    generate=a_letter,
    hints=(
        "`linear(x, w)` of lesson 2 gives the dot product of every row of w with x.",
        "Three calls of it, one for each matrix; return them as `query, key, value`.",
    ),
    on=Value,
)

# ---- one letter asks ----


def weighing(weigh):
    """An answer that blends the values with weigh(query, keys)."""
    return lambda query, keys, values: attention.mix(weigh(query, keys), values)


def dots(query, keys):
    return [dot(query, key) for key in keys]


def scaled(by):
    """Scores divided by `by(query, keys)`."""
    return weighing(lambda query, keys: softmax([s / by(query, keys) for s in dots(query, keys)]))


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


def of_the_model():
    """As in the notebook's model: sixteen numbers each, five letters."""
    return [asked_by_a_letter(random.Random(seed)) for seed in range(3)]


def asked_by_a_letter(rng, size=16, count=5):
    return vectors(rng, 1, size)[0], vectors(rng, count, size), vectors(rng, count, size)


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
            lambda q, keys, values: [dot(weights_of(q, keys, values), column) for column in zip(values)],
        ),
        "add the weighted values up, do not divide by how many there are: the weights add up to 1 already.": (
            lambda q, keys, values: [x / len(keys) for x in attention.attend(q, keys, values)]
        ),
    },
    "The weights add up to 1, so every number of the answer lies between the smallest and the largest of the values'.",
    generate=asking,
    world=of_the_model,
    hints=(
        "Three lines, as you have just done them by hand: scores, weights, blend.",
        "`[dot(query, key) / len(query) ** 0.5 for key in keys]` are the scores; `softmax` makes weights of them.",
        "`zip(*values)` gives the columns of the values; `dot(weights, column)` is one number of the answer.",
    ),
    on=Value,
)

"""The exercise of lesson 4 about what a letter asks, offers and gives: from its vector to query, key and value."""

import math

from ... import nn
from ...autograd import Value
from ...nn import dot, linear, softmax
from ...teach.judge import Exercise
from .cases import vectors, whole_numbers, world


def three(x, wq, wk, wv):
    """Query, key and value of the letter whose vector is x."""
    return linear(x, wq), linear(x, wk), linear(x, wv)


def products(row, x):
    return [a * b for a, b in zip(row, x)]


def loose(x, w):
    """linear without a look at whether the lengths fit."""
    return [sum(products(row, x)) for row in w]


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
    return three_matrices(rng, size, head, width)


def three_matrices(rng, size, head, width):
    x = whole_numbers(rng, size) if rng.random() < 0.25 else vectors(rng, 1, size)[0]
    return (x, *(vectors(rng, rows, size) for rows in (head, head, width)))


NOTHING = [0.0, 0.0], [[2.0, 1.0]], [[3.0, -1.0]], [[1.0, 0.0], [4.0, 2.0], [0.0, 5.0]]  # a vector of zeros


def a_long_letter(rng, places):
    """A vector of so many numbers, and a value of as many."""
    return three_matrices(rng, places, 3, places)


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
            each_by(lambda x, w: [dot(x, column) for column in zip(*w)]),
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
            each_by(lambda x, w: [row[0] * x[0] for row in w]),
            each_by(lambda x, w: [row[-1] * x[-1] for row in w]),
            each_by(lambda x, w: [max(products(row, x)) for row in w]),
        ),
        "a product is left out: all numbers of a row count, the first and the last too.": (
            each_by(lambda x, w: [sum(products(row[:-1], x)) for row in w]),
            each_by(lambda x, w: [sum(products(row[1:], x[1:])) for row in w]),
            each_by(lambda x, w: [sum(products(row[:2], x)) for row in w]),
            each_by(lambda x, w: [sum(products(row[:3], x)) for row in w]),
        ),
        "multiply each number of a row with its number of x, then add up: yours does not multiply.": (
            each_by(lambda x, w: [sum(a + b for a, b in zip(row, x)) for row in w]),
            each_by(lambda x, w: [sum(a - b for a, b in zip(row, x)) for row in w]),
            each_by(lambda x, w: [sum(b - a for a, b in zip(row, x)) for row in w]),
            each_by(lambda x, w: [sum(row) for row in w]),
        ),
        "the products of a row are added up; you multiplied them.": (
            each_by(lambda x, w: [math.prod(products(row, x)) for row in w])
        ),
        "the first number of a row meets the first of x: yours meets x turned round.": (
            each_by(lambda x, w: loose(x[::-1], w))
        ),
        "the products of a row are still to be added up.": (each_by(lambda x, w: [products(row, x) for row in w])),
        "nothing is added to x here: each of the three is a matrix times x, and no more.": each_by(
            lambda x, w: [a + b for a, b in zip(x, linear(x, w))]
        ),
        "that is one long list; three vectors are wanted, side by side: query, key, value.": made(
            lambda q, k, v: q + k + v
        ),
        "each number of x meets its own number of a row, and the products are added: `dot(row, x)`.": (
            each_by(lambda x, w: [sum(row) * xi for row, xi in zip(w, x)]),
            each_by(lambda x, w: [sum(x[i] * w[i][j] for j in range(len(x))) for i in range(len(x))]),
            each_by(lambda x, w: [sum(row) * sum(x) for row in w]),
        ),
        "x is taken as it is: no scaling comes before the matrices; the model will do that itself.": (
            each_by(lambda x, w: linear(nn.rmsnorm(x), w)),
            each_by(lambda x, w: linear([xi / dot(x, x) ** 0.5 for xi in x], w)),
            each_by(lambda x, w: linear([xi / (dot(x, x) ** 0.5 or 1.0) for xi in x], w)),
        ),
        "each of the three is a matrix times x as it is; one of yours has the other sign.": (
            made(lambda q, k, v: ([-qi for qi in q], k, v)),
            made(lambda q, k, v: (q, [-ki for ki in k], v)),
            made(lambda q, k, v: (q, k, [-vi for vi in v])),
        ),
        "softmax belongs to the scores; query, key and value are any numbers.": (
            made(lambda q, k, v: (softmax(q), k, v)),
            made(lambda q, k, v: (softmax(q), softmax(k), v)),
            made(lambda q, k, v: (softmax(q), softmax(k), softmax(v))),
        ),
        "the root comes with the scores, not here.": (
            made(lambda q, k, v: ([qi / len(q) ** 0.5 for qi in q], k, v)),
            made(lambda q, k, v: tuple([xi / len(q) ** 0.5 for xi in x] for x in (q, k, v))),
            lambda x, wq, wk, wv: ([qi / len(x) ** 0.5 for qi in linear(x, wq)], linear(x, wk), linear(x, wv)),
        ),
    },
    "The same three matrices serve every letter: what differs is the vector that goes in.",
    generate=a_letter,
    mixes=lambda x, wq, wk, wv: True,
    world=lambda: [*world(a_long_letter), NOTHING],
    hints=(
        "`linear(x, w)` of lesson 2 gives the dot product of every row of w with x.",
        "Three calls of it, one for each matrix; return them as `query, key, value`.",
    ),
    on=Value,
)

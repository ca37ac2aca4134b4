"""The exercise of lesson 4 about hearing without asking: what attention is measured against."""

from math import log
from statistics import median, median_high

from ... import attention
from ...autograd import Value
from ...nn import dot, softmax, total
from ...teach.judge import Exercise
from .blends import plus
from .cases import vectors, world
from .one_letter import asked_by_a_letter


def ask_nothing(query, keys, values):
    """The plain average of the values; query and keys make no difference."""
    return attention.mix([1 / len(values)] * len(values), values)


def counted(by):
    """The sum of the values divided by by(query, keys, values)."""
    return lambda query, keys, values: [
        total(list(column)) / by(query, keys, values) for column in zip(*values, strict=True)
    ]


def average(values):
    return attention.mix([1 / len(values)] * len(values), values)


def of_some(cut):
    """The average of the values that are left, by how many those are or all are; where none is left, something ALONE."""
    return (
        lambda query, keys, values: attention.attend([0.0] * len(query), cut(keys), cut(values)),
        *(
            lambda query, keys, values, whole=whole, alone=alone: (
                [x / len(values if whole else cut(values)) for x in map(sum, zip(*cut(values)))]
                if cut(values)
                else alone(values)
            )
            for whole in (False, True)
            for alone in ALONE
        ),
    )


ALONE = (average, lambda values: [], lambda values: [0.0] * len(values[0]), lambda values: 1 / 0)


def in_every_round(query, keys, values):
    found = [0.0] * len(values[0])
    for value in values:
        found = [x / len(values) for x in plus(found, value)]
    return found


def halved(query, keys, values):
    """The mean of what is there and the next one, again and again."""
    found = list(values[0])
    for value in values[1:]:
        found = [(a + b) / 2 for a, b in zip(found, value)]
    return found


def halved_from_0(query, keys, values):
    return halved(query, keys, [[0.0] * len(values[0]), *values])


def a_question(rng):
    """A query, now and then of zeros, keys and values of unlike sizes and numbers."""
    count, size, width = rng.randint(1, 7), rng.randint(1, 5), rng.randint(1, 5)
    query = [0.0] * size if rng.random() < 0.15 else vectors(rng, 1, size)[0]
    return query, vectors(rng, count, size), vectors(rng, count, width)


ask_nothing = Exercise(
    "Return the plain average of the values, number by number, whatever query and keys are.",
    ask_nothing,
    [
        ([1.0, 0.0], [[5.0, 5.0], [0.0, 1.0]], [[2.0, 3.0], [4.0, 9.0]]),
        ([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([0.0, 2.0], [[1.0, -1.0], [0.0, 2.0], [1.0, 1.0]], [[10.0, 0.0], [0.0, 10.0], [10.0, 10.0]]),
        ([1.0], [[1.0], [2.0]], [[1.0, 2.0, 3.0], [5.0, 4.0, 0.0]]),
    ],
    {
        "it still asks: here the query makes no difference.": (
            attention.attend,
            lambda q, keys, values: attention.mix(softmax([dot(q, key) for key in keys]), values),
            lambda q, keys, values: [x / len(values) for x in attention.attend(q, keys, values)],
            *(
                lambda q, keys, values, by=by: attention.attend([x / by for x in q], keys, values)
                for by in (10, 100, 1000)
            ),
        ),
        "the query makes no difference now, but the keys do: all values are to count alike.": (
            lambda q, keys, values: attention.attend([1.0] * len(q), keys, values)
        ),
        "one average is wanted, that of all values; you give one for every position, as in 4.3.": (
            lambda q, keys, values: [average(values[: i + 1]) for i in range(len(values))]
        ),
        "the sum is there; divide it by how many values there are.": counted(lambda q, keys, values: 1),
        "divide by how many values there are; you counted the numbers of one of them.": counted(
            lambda q, keys, values: len(values[0])
        ),
        "divide by how many values there are; you counted the numbers of the query.": counted(
            lambda q, keys, values: len(q)
        ),
        "divide by how many values there are, not by one less or one more.": (
            counted(lambda q, keys, values: len(values) - 1),
            counted(lambda q, keys, values: max(1, len(values) - 1)),
            counted(lambda q, keys, values: len(values) + 1),
        ),
        "you averaged the keys; the values are what is given away.": lambda q, keys, values: attention.mix(
            [1 / len(keys)] * len(keys), keys
        ),
        "divide by how many values there are, not by the root of that.": counted(
            lambda q, keys, values: len(values) ** 0.5
        ),
        "add all up first, then divide once; you divide in every round.": in_every_round,
        "the last value is left out; the letter that asks counts as well.": of_some(lambda them: them[:-1]),
        "the first value is left out; all of them count.": of_some(lambda them: them[1:]),
        "all values count, however many they are; yours are the first few, or the last few.": tuple(
            few
            for n in (2, 3, 4, 5, 6, 8, 10, 12, 16, 26, 27, 32)
            for few in (
                lambda q, keys, values, n=n: average(values[:n]),
                lambda q, keys, values, n=n: average(values[-n:]),
            )
        ),
        "equal values count as often as they stand there.": (
            lambda q, keys, values: average([value for i, value in enumerate(values) if value not in values[:i]]),
            lambda q, keys, values: [sum(set(column)) / len(set(column)) for column in zip(*values)],
        ),
        "zeros count too: divide by how many values there are.": (
            lambda q, keys, values: [sum(column) / (sum(map(bool, column)) or 1) for column in zip(*values)],
            lambda q, keys, values: average([value for value in values if any(value)] or values),
        ),
        "the values alone are averaged; your average holds keys as well.": (
            lambda q, keys, values: plus(average(keys), average(values)),
            lambda q, keys, values: [x / 2 for x in plus(average(keys), average(values))],
            lambda q, keys, values: average(keys + values),
        ),
        "the values alone are averaged; your average holds the query as well.": (
            lambda q, keys, values: plus(q, average(values)),
            lambda q, keys, values: average([*values, q]),
        ),
        "keys and values have changed places, and it still asks: take the plain average of the values.": (
            lambda q, keys, values: attention.attend(q, values, keys)
        ),
        "the number in the middle, or between the smallest and the largest, is no average.": (
            lambda q, keys, values: [median(column) for column in zip(*values)],
            lambda q, keys, values: [median_high(column) for column in zip(*values)],
            lambda q, keys, values: [(max(column) + min(column)) / 2 for column in zip(*values)],
        ),
        "take the numbers as they are: neither squares nor absolute values.": (
            lambda q, keys, values: [(sum(x * x for x in column) / len(column)) ** 0.5 for column in zip(*values)],
            lambda q, keys, values: [sum(map(abs, column)) / len(column) for column in zip(*values)],
        ),
        "each place of the values has an average of its own; yours is one for all.": (
            lambda q, keys, values: [sum(map(sum, values)) / len(values) / len(values[0])] * len(values[0])
        ),
        "you averaged along each value; average across them: first numbers with first numbers, second with second.": (
            lambda q, keys, values: [sum(value) / len(value) for value in values],
            lambda q, keys, values: [sum(value) for value in values],
        ),
        "divide by how many values there are, whatever that is; you divide by one number in all cases.": tuple(
            counted(lambda q, keys, values, by=by: by) for by in (2, 3, 10)
        ),
        "all values count: yours is made of two of them alone.": (
            lambda q, keys, values: [(a + b) / 2 for a, b in zip(values[0], values[-1])]
        ),
        "the later a value, the more it counts in yours: add all up first, then divide once.": (
            halved,
            halved_from_0,
            lambda q, keys, values: attention.mix(softmax([log(i + 1) for i in range(len(values))]), values),
        ),
        "the largest number of each column is no average.": (
            lambda q, keys, values: [max(column) for column in zip(*values)]
        ),
        "each value takes the place of the one before it: add them up.": (
            lambda q, keys, values: [x / len(values) for x in values[-1]]
        ),
        "these are the weights, all alike; blend the values with them.": lambda q, keys, values: (
            [1 / len(keys)] * len(keys)
        ),
        "that is the last value alone; all of them count alike.": lambda q, keys, values: values[-1],
        "that is the first value alone; all of them count alike.": lambda q, keys, values: values[0],
        "weights of 0 give nothing away; all are to be alike, and add up to 1.": lambda q, keys, values: (
            [0.0] * len(values[0])
        ),
        "softmax makes shares of scores; the values are averaged as they are.": (
            lambda q, keys, values: softmax(attention.mix([1 / len(values)] * len(values), values)),
            lambda q, keys, values: attention.mix([1 / len(values)] * len(values), [softmax(v) for v in values]),
        ),
        "one number is no answer: as many are wanted as a value has.": (
            lambda q, keys, values: sum(x for value in values for x in value) / len(values),
            lambda q, keys, values: sum(x for value in values for x in value) / len(values) / len(values[0]),
        ),
    },
    "With a query of zeros, `attend` does the same: all scores are 0, and all weights alike.",
    generate=a_question,
    mixes=lambda query, keys, values: True,
    world=lambda: world(asked_by_a_letter),
    hints=(
        "`zip(*values)` gives the columns of the values; the `mean` of each is one number of the answer.",
        "Or let `attend` do it: for which query are all scores alike, whatever the keys are?",
    ),
    on=Value,
)

"""The exercise of lesson 4 about hearing without asking: what attention is measured against."""

from ... import attention
from ...autograd import Value
from ...nn import softmax, total
from ...teach.judge import Exercise
from .one_letter import vectors


def ask_nothing(query, keys, values):
    """The plain average of the values; query and keys make no difference."""
    return attention.mix([1 / len(values)] * len(values), values)


def counted(by):
    """The sum of the values divided by by(query, keys, values)."""
    return lambda query, keys, values: [
        total(list(column)) / by(query, keys, values) for column in zip(*values, strict=True)
    ]


def a_question(rng):
    """A query, keys and values of unlike sizes and numbers."""
    count, size, width = rng.randint(1, 7), rng.randint(1, 5), rng.randint(1, 5)
    return vectors(rng, 1, size)[0], vectors(rng, count, size), vectors(rng, count, width)


ask_nothing = Exercise(
    "Return the plain average of the values, number by number, whatever query and keys are.",
    ask_nothing,
    [
        ([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([0.0, 2.0], [[1.0, -1.0], [0.0, 2.0], [1.0, 1.0]], [[10.0, 0.0], [0.0, 10.0], [10.0, 10.0]]),
        ([1.0], [[1.0], [2.0]], [[1.0, 2.0, 3.0], [5.0, 4.0, 0.0]]),
    ],
    {
        "it still asks: here the query makes no difference.": attention.attend,
        "the sum is there; divide it by how many values there are.": counted(lambda q, keys, values: 1),
        "divide by how many values there are; you counted the numbers of one of them.": counted(
            lambda q, keys, values: len(values[0])
        ),
        "divide by how many values there are; you counted the numbers of the query.": counted(
            lambda q, keys, values: len(q)
        ),
        "divide by how many values there are, not by one less or one more.": (
            counted(lambda q, keys, values: len(values) - 1),
            counted(lambda q, keys, values: len(values) + 1),
        ),
        "you averaged the keys; the values are what is given away.": lambda q, keys, values: attention.mix(
            [1 / len(keys)] * len(keys), keys
        ),
        "you averaged along each value; average across them: first numbers with first numbers, second with second.": (
            lambda q, keys, values: [sum(value) / len(value) for value in values]
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
    hints=(
        "`zip(*values)` gives the columns of the values; the average of a column is its sum, divided by how many there are.",
        "Or let `attend` do it: for which query are all scores alike, whatever the keys are?",
    ),
    on=Value,
)

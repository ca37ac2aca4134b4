"""The exercise of lesson 4 about one letter that asks: what it hears."""

import math

from ... import attention
from ...autograd import Value
from ...nn import dot, linear, softmax
from ...teach.judge import Exercise
from .blends import (
    COARSE,
    along_each_value,
    as_many_as_a_query,
    by_key,
    by_score,
    by_weight,
    cut_exps,
    distance,
    dots,
    exps,
    highest,
    leaving_out,
    less,
    long_as_a_query,
    loose_scores,
    mean_of,
    of_scores,
    of_values,
    parts_of,
    plain_exps,
    plus,
    powers_of,
    scaled,
    scaled_each,
    shared,
    shared_by_sum,
    weighing,
    weights_of,
    where_it_fits,
    without_zeros,
)
from .cases import vectors, world

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


def asked_in_vain():
    """All scores far below 0, where no exp is left."""
    return [-2000.0], [[1.0], [2.0]], [[5.0], [7.0]]


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
        "you divide by half of how many numbers there are, or by twice as many: by their root, `** 0.5`. "
        "(`** 1 / 2` is no root: Python takes the power first, then halves.)": (
            scaled(lambda q, keys: len(q) / 2),
            scaled(lambda q, keys: len(q) * 2),
        ),
        "you divide by the same number in all cases; vectors are not always 2 numbers long.": tuple(
            scaled(lambda q, keys, by=by: by) for by in (2, 2**0.5, 1.41, 1.414, 4, 4**0.25, 8, 16, 64)
        ),
        "the root of how many numbers the query has, not of one less or one more.": (
            scaled(lambda q, keys: (len(q) - 1) ** 0.5),
            scaled(lambda q, keys: max(1, len(q) - 1) ** 0.5),
            scaled(lambda q, keys: (len(q) + 1) ** 0.5),
        ),
        "the root is seldom whole, and a score neither: leave them as they are.": (
            scaled(lambda q, keys: int(len(q) ** 0.5)),
            scaled(lambda q, keys: round(len(q) ** 0.5)),
            of_scores(lambda q, keys: [s // len(q) ** 0.5 for s in dots(q, keys)]),
            of_scores(lambda q, keys: [int(s) for s in attention.scores(q, keys)]),
        ),
        "the root is that of how many numbers a query has, not that of the score.": (
            of_scores(lambda q, keys: [abs(s) ** 0.5 for s in dots(q, keys)])
        ),
        "you divide by the length of the query as an arrow, its norm; the root of how many numbers it has is meant.": (
            scaled(lambda q, keys: dot(q, q) ** 0.5),
            scaled(lambda q, keys: dot(q, q) ** 0.5 or 1.0),
            *(scaled(lambda q, keys, eps=eps: dot(q, q) ** 0.5 + eps) for eps in (1e-12, 1e-9, 1e-8, 1e-6)),
        ),
        "a score is divided by the root of how many numbers a query has, not by the norms of query and key.": (
            scaled_each(lambda query, key: dot(query, query) ** 0.5 * dot(key, key) ** 0.5),
            scaled_each(lambda query, key: dot(query, query) ** 0.5 * dot(key, key) ** 0.5 or 1.0),
            *(
                scaled_each(lambda query, key, eps=eps: (dot(query, query) * dot(key, key)) ** 0.5 + eps)
                for eps in (1e-12, 1e-9, 1e-8, 1e-6)
            ),
            scaled_each(lambda query, key: dot(key, key) ** 0.5),
            scaled_each(lambda query, key: dot(key, key) ** 0.5 or 1.0),
        ),
        "the scores have the other sign: the better a key answers, the larger its score.": scaled(
            lambda q, keys: -(len(q) ** 0.5)
        ),
        "a dot product is wanted for a score, not a distance.": (
            weighing(lambda q, keys: softmax([distance(q, key) / len(q) ** 0.5 for key in keys])),
            weighing(lambda q, keys: softmax([-distance(q, key) / len(q) ** 0.5 for key in keys])),
        ),
        "a product is left out of each score: all numbers of query and key count, the first and the last too.": (
            of_scores(lambda q, keys: loose_scores(q[:-1], keys, len(q))),
            of_scores(lambda q, keys: loose_scores(q[1:], [key[1:] for key in keys], len(q))),
        ),
        "a score multiplies query and key, number by number, and adds the products up; you added the numbers.": (
            of_scores(lambda q, keys: [(sum(q) + sum(key)) / len(q) ** 0.5 for key in keys])
        ),
        "a score below 0 stays below 0: so little that key answers.": (
            of_scores(lambda q, keys: [abs(s) for s in attention.scores(q, keys)]),
            of_scores(lambda q, keys: [max(0.0, s) for s in attention.scores(q, keys)]),
        ),
        "a score of 0 is a score: its value counts as well.": without_zeros,
        "scores may be of any size: yours are cut at a limit.": tuple(
            of_scores(
                lambda q, keys, cut=cut, low=low: [max(low * cut, min(cut, s)) for s in attention.scores(q, keys)]
            )
            for cut in (1, 5, 10, 20, 50, 100, 200, 500, 700, 709, 1000)
            for low in (-1, -math.inf)
        )
        + tuple(
            weighing(shared(lambda q, keys, cut=cut: cut_exps(cut, q, keys))) for cut in (20, 50, 100, 500, 700, 709)
        ),
        "take away the largest of the scores as they are: all of them may lie below 0.": tuple(
            weighing(shared(less(largest)))
            for largest in (lambda scores: max(0.0, *scores), lambda scores: max(map(abs, scores)))
        ),
        "a query of zeros is a query: all scores are 0, so all weights are alike.": (
            lambda q, keys, values: attention.attend(q, keys, values) if any(q) else [0.0] * len(values[0])
        ),
        "the query meets the keys; yours meets the values.": (
            lambda q, keys, values: attention.mix(softmax(loose_scores(q, values, len(q))), values),
            lambda q, keys, values: attention.attend(q, values, values),
        ),
        "the query asks; you let a key ask.": (
            of_scores(lambda q, keys: [dot(key, key) / len(q) ** 0.5 for key in keys]),
            of_scores(lambda q, keys: attention.scores(keys[-1], keys)),
            of_scores(lambda q, keys: attention.scores(keys[0], keys)),
        ),
        "the last key is left out; the letter that asks is heard as well.": leaving_out(
            lambda them: them[:-1], lambda weights: [*weights[:-1], 0.0]
        ),
        "the first key is left out; all letters so far are heard.": leaving_out(
            lambda them: them[1:], lambda weights: [0.0, *weights[1:]]
        ),
        "all keys are heard, however many they are; yours are the first few, or the last few.": tuple(
            few
            for n in (2, 3, 4, 5, 6, 8, 10, 12, 16, 26, 27, 32)
            for few in (
                lambda q, keys, values, n=n: attention.attend(q, keys[:n], values[:n]),
                lambda q, keys, values, n=n: attention.attend(q, keys[-n:], values[-n:]),
            )
        ),
        "each weight goes to the value of its own key: yours are sorted, turned round, or moved by a place.": tuple(
            weighing(lambda q, keys, moved=moved: moved(softmax(attention.scores(q, keys))))
            for moved in (
                sorted,
                lambda weights: sorted(weights)[::-1],
                lambda weights: weights[::-1],
                lambda weights: weights[1:] + weights[:1],
                lambda weights: weights[-1:] + weights[:-1],
            )
        ),
        "two keys may be alike, or two scores: each has a value of its own; keep them together by their places.": (
            lambda q, keys, values: attention.attend(q, keys, [values[keys.index(key)] for key in keys]),
            by_score,
            by_weight,
            by_key,
        ),
        "every weight counts, the small ones too: yours are cut or rounded.": tuple(
            weighing(lambda q, keys, change=change: change(softmax(attention.scores(q, keys)))) for change in COARSE
        ),
        "softmax takes e to the score; you took another number.": tuple(
            of_scores(lambda q, keys, base=base: [s * math.log(base) for s in attention.scores(q, keys)])
            for base in (2, 10)
        )
        + tuple(weighing(shared(lambda q, keys, base=base: powers_of(base, q, keys))) for base in (2, 2.0, 10, 10.0)),
        "the weights are shares of one whole; you made each from its own score alone.": (
            weighing(lambda q, keys: [1 / (1 + math.exp(-s)) for s in attention.scores(q, keys)]),
            weighing(lambda q, keys: [1 / (1 + math.exp(-min(max(s, -700), 700))) for s in attention.scores(q, keys)]),
        ),
        "nothing is added to the blend here; what was heard joins the letter's own vector after `wo`.": (
            lambda q, keys, values: plus(q, attention.attend(q, keys, values)),
            where_it_fits,
            lambda q, keys, values: plus(values[-1], attention.attend(q, keys, values)),
            lambda q, keys, values: plus(keys[-1], attention.attend(q, keys, values)),
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
        "shares of scores, some of them negative, are no weights: softmax is missing.": (
            weighing(shared_by_sum),
            weighing(lambda q, keys: shared_by_sum(q, keys, 1)),
        ),
        "the exponentials are there; divide them by their sum, or take `softmax`.": (
            weighing(exps),
            weighing(plain_exps),
            weighing(less(max)),
        ),
        "exp of a large score overflows, and of none but very low ones only 0 is left: take the largest score away first.": (
            weighing(shared(exps)),
            weighing(shared(plain_exps)),
            *(
                weighing(shared(less(other)))
                for other in (lambda scores: scores[0], lambda scores: scores[-1], min, mean_of)
            ),
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
        "each key has a score of its own: dot(query, key) for every key in keys; you gave dot all of them at once.": (
            lambda query, keys, values: dot(query, keys)
        ),
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
    mixes=lambda query, keys, values: True,
    world=lambda: [*world(asked_by_a_letter), asked_in_vain()],
    hints=(
        "Three lines, as you have just done them by hand: scores, weights, blend.",
        "`[dot(query, key) / len(query) ** 0.5 for key in keys]` are the scores; `softmax` makes weights of them.",
        "`zip(*values)` gives the columns of the values; `dot(weights, column)` is one number of the answer.",
    ),
    on=Value,
)

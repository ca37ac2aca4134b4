"""The exercise of lesson 4 about all letters of a name: each asks those before it, and itself."""

import math
from functools import partial

from ... import attention
from ...autograd import Value
from ...nn import dot, mean, softmax
from ...teach.judge import Exercise
from .blends import plus
from .cases import vectors, world
from .one_letter import LOUD


def triangle(queries, keys, values, first=lambda i: 0, last=lambda i: i + 1, ask=attention.attend):
    """Each query attends to the positions from first(i) up to last(i)."""
    seen = [slice(first(i), last(i)) for i in range(len(queries))]
    return [ask(query, keys[part], values[part]) for query, part in zip(queries, seen)]


def seeing(first=lambda i: 0, last=lambda i: i + 1):
    return partial(triangle, first=first, last=last)


def table_of_weights(queries, keys, values, scores=attention.scores, hide=lambda weights, i: weights):
    """All scores of all queries at once, hidden in some way, as answers."""
    rows = [hide(scores(query, keys), i) for i, query in enumerate(queries)]
    return [attention.mix(row, values) for row in rows]


def wrong_axis(queries, keys, values):
    """Softmax down the columns of the score table instead of along its rows."""
    table = [attention.scores(query, keys) for query in queries]
    columns = [softmax(list(column)) for column in zip(*table)]
    return [attention.mix([column[i] for column in columns[: i + 1]], values[: i + 1]) for i in range(len(queries))]


def wrong_axis_masked(queries, keys, values):
    """The same where later keys are hidden first."""
    table = [attention.scores(query, keys) for query in queries]
    columns = [[0.0] * j + softmax([row[j] for row in table[j:]]) for j in range(len(keys))]
    return [attention.mix([column[i] for column in columns], values) for i in range(len(queries))]


def answers_again(queries, keys, values):
    answers = []
    for i, query in enumerate(queries):
        answers.append(attention.attend(query, keys[: i + 1], [*answers, values[i]]))
    return answers


def so_far(of, answers):
    """of(the numbers of a column) for the answers up to each one."""
    return [[of(list(column)) for column in zip(*answers[: i + 1])] for i in range(len(answers))]


def by_place_of(which):
    """How far a position sees is looked up: the place of the first equal query, key or value."""

    def answers(queries, keys, values):
        rows = (queries, keys, values)[which]
        return triangle(queries, keys, values, last=lambda i: rows.index(rows[i]) + 1)

    return answers


def finite(low, added):
    """A mask that puts a finite number in the place of later scores, or adds it to them."""
    return partial(
        table_of_weights,
        hide=lambda scores, i: softmax([s if j <= i else low + added * s for j, s in enumerate(scores)]),
    )


def shares_by_hand(scores, i):
    powers = [math.exp(s) for s in scores[: i + 1]]
    return [p / sum(powers) for p in powers] + [0.0] * (len(scores) - i - 1)


def one_query(which):
    return lambda queries, keys, values: triangle([queries[which]] * len(queries), keys, values)


def half_cut(cut_keys):
    """Keys or values are cut, not both."""
    return lambda queries, keys, values: [
        attention.attend(q, keys[: i + 1] if cut_keys else keys, values if cut_keys else values[: i + 1])
        for i, q in enumerate(queries)
    ]


def by_root(root):
    """attend with scores that are divided by root(query, keys)."""
    return lambda query, keys, values: attention.mix(
        softmax([dot(query, key) / root(query, keys) for key in keys]), values
    )


def once_each(queries, keys, values):
    """A key that was there before is not kept again."""
    kept, given, answers = [], [], []
    for query, key, value in zip(queries, keys, values):
        if key not in kept:
            kept.append(key)
            given.append(value)
        answers.append(attention.attend(query, kept, given))
    return answers


def average(query, keys, values):
    return [mean(list(column)) for column in zip(*values)]


def a_name(rng, shortest=1):
    """One query, key and value for each of up to seven letters, now and then the same again; values of another width."""
    count, size, width = rng.randint(shortest, 7), rng.randint(1, 4), rng.randint(1, 4)
    rows = [vectors(rng, count, wide) for wide in (size, size, width)]
    if count > 2:
        for again in rows:
            if rng.random() < 0.4:
                i, j = sorted(rng.sample(range(count), 2))
                again[j] = list(again[i])
    loud = rng.choice(LOUD)
    return [[loud * q for q in query] for query in rows[0]], rows[1], rows[2]


def a_long_name(rng, places):
    """So many letters, with two numbers each."""
    return tuple(vectors(rng, places, 2) for _ in range(3))


attend_all = Exercise(
    "Return a list with one answer per position: position i asks itself and all before it, with its own query.",
    triangle,
    [
        ([[1.0, 0.0]], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([[1.0, 0.0], [-1.0, 2.0]], [[1.0, -1.0], [0.0, 2.0]], [[10.0, 0.0], [0.0, 10.0]]),
        (
            [[1.0, 0.0], [-1.0, 2.0], [0.0, 2.0]],
            [[1.0, -1.0], [0.0, 2.0], [1.0, 1.0]],
            [[10.0, 0.0], [0.0, 10.0], [10.0, 10.0]],
        ),
        (
            [[0.0, 2.0], [1.0, 0.0], [0.0, 2.0]],
            [[1.0, -1.0], [0.0, 2.0], [1.0, 1.0]],
            [[10.0, 0.0], [0.0, 10.0], [10.0, 10.0]],
        ),
    ],
    {
        "you let a position see the future: its keys end at itself.": (
            seeing(last=lambda i: None),
            seeing(last=lambda i: i + 2),
        ),
        "a position is left without a key: position 0 sees itself, every other itself and all before it: `keys[: i + 1]`.": (
            seeing(last=lambda i: i)
        ),
        "a position may see itself too: `keys[: i + 1]`, not `keys[:i]`.": (
            seeing(last=lambda i: max(i, 1)),
            partial(
                table_of_weights,
                hide=lambda scores, i: softmax([s if j < i else -math.inf for j, s in enumerate(scores)]),
            ),
        ),
        "a position sees more than itself: start from the first one.": seeing(first=lambda i: i),
        "your triangle is upside down: position 0 sees one key, the last one all.": seeing(lambda i: i, lambda i: None),
        "you let a position see only the last few; it sees all before it, however many.": tuple(
            seeing(first=lambda i, few=few: max(0, i + 1 - few)) for few in (2, 3, 4, 5, 6, 8, 10, 12, 16, 32)
        ),
        "every position sees the same few keys: how many it sees grows with its place.": tuple(
            seeing(last=lambda i, few=few: few) for few in (1, 2, 3)
        ),
        "the first key is left out from position 1 on: every position sees all from position 0 to itself.": (
            seeing(first=lambda i: min(1, i))
        ),
        "a letter that comes again asks from its own place: `index` finds the first; take the place from `enumerate`.": (
            tuple(by_place_of(which) for which in range(3))
        ),
        "all positions ask with one query; each has its own.": (one_query(0), one_query(-1)),
        "keys and values must be cut at the same place: as many weights as values.": (half_cut(True), half_cut(False)),
        "queries and keys are exchanged.": lambda q, k, v: triangle(k, q, v),
        "keys and values are exchanged.": lambda q, k, v: triangle(q, v, k),
        "the queries meet the keys; yours are two of the same kind.": (
            lambda q, k, v: triangle(k, k, v),
            lambda q, k, v: triangle(q, q, v),
        ),
        "the queries are in another order: position i asks with query i.": (
            lambda q, k, v: triangle(q[::-1], k, v),
            lambda q, k, v: triangle(q[:1] + q[:0:-1], k, v),
            lambda q, k, v: triangle(q[-1:] + q[:-1], k, v),
            lambda q, k, v: triangle(q[:1] + q[:-1], k, v),
            lambda q, k, v: triangle(q[1:] + q[-1:], k, v),
        ),
        "keys and values belong together: in yours one of them is turned round.": (
            lambda q, k, v: [attention.attend(query, k[: i + 1], v[: i + 1][::-1]) for i, query in enumerate(q)],
            lambda q, k, v: [attention.attend(query, k[: i + 1][::-1], v[: i + 1]) for i, query in enumerate(q)],
        ),
        "each position has an answer of its own; you give the last one again and again.": (
            lambda q, k, v: [triangle(q, k, v)[-1]] * len(q)
        ),
        "position 0 hears itself: its answer is its own value.": (
            lambda q, k, v: [
                [0.0] * len(v[0]),
                *(attention.attend(query, k[:i], v[:i]) for i, query in enumerate(q) if i),
            ],
            lambda q, k, v: [[0.0] * len(v[0]), *triangle(q, k, v)[1:]],
            lambda q, k, v: [list(q[0]), *triangle(q, k, v)[1:]],
            lambda q, k, v: [list(k[0]), *triangle(q, k, v)[1:]],
        ),
        "each position asks on its own: yours adds the earlier answers, or averages over them.": (
            lambda q, k, v: so_far(sum, triangle(q, k, v)),
            lambda q, k, v: so_far(mean, triangle(q, k, v)),
        ),
        "nothing is added to an answer here; what was heard joins the letter's own vector after `wo`.": (
            lambda q, k, v: list(map(plus, triangle(q, k, v), v)),
            lambda q, k, v: list(map(plus, triangle(q, k, v), q)),
        ),
        "a position sees itself once: your keys hold it twice.": lambda q, k, v: [
            attention.attend(query, [*k[: i + 1], k[i]], [*v[: i + 1], v[i]]) for i, query in enumerate(q)
        ],
        "a position sees all before it; yours leave some of them out between.": (
            lambda q, k, v: [attention.attend(query, k[: i + 1 : 2], v[: i + 1 : 2]) for i, query in enumerate(q)],
            lambda q, k, v: [
                attention.attend(query, k[:1] + k[max(i, 1) : i + 1], v[:1] + v[max(i, 1) : i + 1])
                for i, query in enumerate(q)
            ],
        ),
        "the values are given; you blend earlier answers.": answers_again,
        "softmax over the wrong axis: each query's own weights must add up to 1.": (wrong_axis, wrong_axis_masked),
        "a score of 0 hides nothing, since e to the 0 is 1: leave later keys out, or score them minus infinity.": (
            partial(
                table_of_weights,
                hide=lambda scores, i: softmax([s if j <= i else 0.0 for j, s in enumerate(scores)]),
            )
        ),
        "a finite score hides only while the others are larger: leave later keys out, or score them minus infinity.": tuple(
            finite(low, added)
            for low in (-1.0, -10.0, -20.0, -50.0, -100.0, -1000.0, -10_000.0)
            for added in (0.0, 1.0)
        ),
        "exp of a large score overflows, and of none but very low ones only 0 is left: take the largest score away first.": partial(
            table_of_weights, hide=shares_by_hand
        ),
        "the later letters still take a share of the weight, so that the others no longer add up to 1: cut before softmax.": (
            partial(
                table_of_weights,
                hide=lambda scores, i: [w if j <= i else 0.0 for j, w in enumerate(softmax(scores))],
            )
        ),
        "what is blended are the values; you blended the keys.": partial(
            triangle, ask=lambda query, keys, values: attention.attend(query, keys, keys)
        ),
        "the scores are not divided by the root of how many numbers the query has.": (
            partial(triangle, ask=by_root(lambda query, keys: 1)),
            partial(triangle, ask=by_root(lambda query, keys: len(query))),
            partial(triangle, ask=by_root(lambda query, keys: 2)),
            partial(triangle, ask=by_root(lambda query, keys: 2**0.5)),
            partial(triangle, ask=by_root(lambda query, keys: len(keys) ** 0.5)),
        ),
        "a letter that comes again leaves its key and value again: it stands in another place.": once_each,
        "that is the plain average of the past, as if nobody asked.": partial(triangle, ask=average),
        "these are the weights; blend the values with them.": lambda q, k, v: [
            softmax(attention.scores(query, k[: i + 1])) for i, query in enumerate(q)
        ],
        "that is the last position's answer alone; a list with one per position is wanted.": (
            lambda q, k, v: triangle(q, k, v)[-1]
        ),
        "the answers run into one list: append each vector, do not extend.": lambda q, k, v: [
            x for answer in triangle(q, k, v) for x in answer
        ],
    },
    "A later letter never changes an earlier answer: that is what causal means, and it needed no mask.",
    generate=a_name,
    mixes=lambda queries, keys, values: True,
    world=lambda: world(a_long_name, long=(16, 40)),
    hints=(
        "Position 0 sees one key, position 1 two of them: how many does position i see?",
        "`for i, query in enumerate(queries)` gives place and query; `keys[:n]` are the first n keys.",
        "`attend(query, keys[: i + 1], values[: i + 1])` is the answer of one position; collect them in a list.",
    ),
    on=Value,
)

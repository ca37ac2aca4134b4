"""Exercise 3.1: the table of slopes, a line for every operation."""

import math

from ...teach.judge import Exercise
from .. import fallbacks
from .calls import no_table, slope_of
from .graphs import build

OPS = fallbacks.slopes


def some_number(rng, largest):
    """A number of either sign, of any size: whole (often the same), long, large, or close to 0."""
    size = rng.choice(
        [float(rng.randint(0, 3)), rng.uniform(0.1, 3), rng.uniform(3, largest), 10 ** rng.uniform(-6, -1)]
    )
    return rng.choice([-1, 1]) * round(size, rng.choice([1, 9]))


def one_operation(rng):
    """An operation with inputs of both signs and of all sizes."""
    op = rng.choice(["*", "*", "exp", "relu", "relu", "+"])
    x = [some_number(rng, 12 if op == "exp" else 150) for _ in range(2 if op in "+*" else 1)]
    return op, build(x, [(op, tuple(range(len(x))))])[-1].data, x


def with_wrong(op, line):
    """The right table, but for one line."""
    return OPS | {op: line}


def to_a_tenth(number):
    return round(number, 1)


def first_terms(x, many):
    return sum(x**n / math.factorial(n) for n in range(many))


slopes = Exercise(
    "Write the slopes of *, exp and relu: for each input, how fast y changes when that input does.",
    OPS,
    [
        ("+", 5.0, [2.0, 3.0]),
        ("*", 10.0, [2.0, 5.0]),
        ("*", -3.0, [-2.0, 1.5]),
        ("*", 0.0, [0.0, 5.0]),
        ("*", 0.0, [0.0, 0.0]),
        ("*", 9.0, [3.0, 3.0]),
        ("exp", 1.0, [0.0]),
        ("exp", math.e, [1.0]),
        ("exp", math.exp(-20.0), [-20.0]),
        ("exp", math.exp(7.0), [7.0]),
        ("relu", 1.5, [1.5]),
        ("relu", 0.0, [-0.5]),
        ("relu", 0.25, [0.25]),
        ("relu", 0.0, [-0.004]),
        ("relu", 0.0004, [0.0004]),
        ("relu", 0.0, [-1e-7]),
        ("relu", 1e-7, [1e-7]),
        ("relu", 120.0, [120.0]),
        ("relu", 0.0, [0.0]),
    ],
    {
        "y comes first, then x: lambda y, x. Yours has them the other way round.": (
            with_wrong("*", lambda x, y: (x[1], x[0])),
            with_wrong("relu", lambda x, y: (1.0 if x[0] > 0 else 0.0,)),
        ),
        "+: leave that line as it was: whichever of its two inputs grows, a sum grows as much, so 1 and 1.": (
            with_wrong("+", lambda y, x: (1.0,)),
            with_wrong("+", lambda y, x: 1.0),
            with_wrong("+", lambda y, x: (x[0], x[1])),
            with_wrong("+", lambda y, x: (x[1], x[0])),
            with_wrong("+", lambda y, x: (y, y)),
        ),
        "+: this line does what relu's does. Are the lines made in a loop? Then each looks the rule up when it is called, and finds "
        "the last one.": (with_wrong("+", OPS["relu"]), with_wrong("+", lambda y, x: (1.0 if x[0] > 0 else 0.0,))),
        "*: 2x is the slope of a square, where both factors are the same number; here each one's slope is the other.": (
            with_wrong("*", lambda y, x: (2 * x[0], 2 * x[1])),
            with_wrong("*", lambda y, x: (2 * x[1], 2 * x[0])),
            with_wrong("*", lambda y, x: (x[1], x[0]) if x[0] != x[1] else (2 * x[0], 2 * x[0])),
            with_wrong("*", lambda y, x: (x[1], x[0]) if x[0] != x[1] else (2 * x[0], 0.0)),
            with_wrong("*", lambda y, x: (x[1], x[0]) if x[0] != x[1] else (2 * x[0],)),
        ),
        "*: a factor may be 0, and then it is the other one's slope, as it is: no `or`, no `if`.": (
            with_wrong("*", lambda y, x: (x[1] or 1.0, x[0] or 1.0)),
            with_wrong("*", lambda y, x: (y / x[0] if x[0] else 0.0, y / x[1] if x[1] else 0.0)),
            with_wrong("*", lambda y, x: (x[1] if x[0] else 0.0, x[0] if x[1] else 0.0)),
            with_wrong("*", lambda y, x: (y / (x[0] or 1.0), y / (x[1] or 1.0))),
        ),
        "*: a slope keeps its sign: a factor below 0 is the other one's slope as it is.": (
            with_wrong("*", lambda y, x: (abs(x[1]), abs(x[0]))),
            with_wrong("*", lambda y, x: (max(0.0, x[1]), max(0.0, x[0]))),
        ),
        "*: each factor's slope is the other factor.": with_wrong("*", lambda y, x: (x[0], x[1])),
        "*: that is the rule for a sum. If one factor grows, the product grows by the other factor.": with_wrong(
            "*", lambda y, x: (1.0, 1.0)
        ),
        "*: the slope is the other factor alone, not the product.": (
            with_wrong("*", lambda y, x: (y, y)),
            with_wrong("*", lambda y, x: (y - x[0], y - x[1])),
            with_wrong("*", lambda y, x: (y - x[1], y - x[0])),
        ),
        "*: a slope for each of the two inputs; you gave one.": (
            with_wrong("*", lambda y, x: (x[1],)),
            with_wrong("*", lambda y, x: x[1]),
        ),
        "*: a quotient fails where an input is 0. The slope of one factor is the other one, x[1] and x[0], as they are.": (
            with_wrong("*", lambda y, x: (y / x[0], y / x[1])),
            with_wrong("*", lambda y, x: (y / x[1], y / x[0])),
        ),
        "*: the two slopes stand apart, each in its place; you multiplied or added them.": (
            with_wrong("*", lambda y, x: (x[0] * x[1],)),
            with_wrong("*", lambda y, x: (x[0] + x[1],)),
            with_wrong("*", lambda y, x: x[0] * x[1]),
            with_wrong("*", lambda y, x: (x[0] + x[1], x[0] + x[1])),
            with_wrong("*", lambda y, x: (x[0] * x[1], 1.0)),
            with_wrong("*", lambda y, x: (x[1] - x[0], x[0] - x[1])),
        ),
        "*: the sign: if one factor grows, the product grows by the other factor, as it is.": with_wrong(
            "*", lambda y, x: (-x[1], -x[0])
        ),
        "exp: the slope of exp is exp itself, the result y; you gave its input.": with_wrong(
            "exp", lambda y, x: (x[0],)
        ),
        "exp: that is the rule for powers; exp is its own slope.": with_wrong(
            "exp", lambda y, x: (x[0] * math.exp(x[0] - 1),)
        ),
        "exp: y as it is, however small or large: no bounds, and no `if`.": (
            with_wrong("exp", lambda y, x: (max(y, 1.0),)),
            with_wrong("exp", lambda y, x: (min(y, 1.0),)),
            with_wrong("exp", lambda y, x: (min(y, 100.0),)),
            with_wrong("exp", lambda y, x: (max(y, 1e-6),)),
            with_wrong("exp", lambda y, x: (math.exp(x[0]) if x[0] > 0 else 0.0,)),
        ),
        "exp: y as it is: where x[0] is below 0, its sign is lost with you.": (
            with_wrong("exp", lambda y, x: (math.exp(abs(x[0])),)),
        ),
        "exp: its slope is y alone; nothing is multiplied or divided with it.": (
            with_wrong("exp", lambda y, x: (y * x[0],)),
            with_wrong("exp", lambda y, x: (1 / y,)),
            with_wrong("exp", lambda y, x: (y * y,)),
        ),
        "exp: its slope is 1 only at 0; everywhere it is the result y.": with_wrong("exp", lambda y, x: (1.0,)),
        "exp: y is exp(x) already; you took exp a second time.": with_wrong("exp", lambda y, x: (math.exp(y),)),
        "exp: y holds all its digits already; round nothing, and approximate nothing.": (
            with_wrong("exp", lambda y, x: (round(y, 4),)),
            with_wrong("exp", lambda y, x: (round(y, 2),)),
            with_wrong("exp", lambda y, x: (2.718 ** x[0],)),
            with_wrong("exp", lambda y, x: (2.71828 ** x[0],)),
            *(
                with_wrong("exp", lambda y, x, terms=terms: (first_terms(x[0], terms),))
                for terms in (3, 4, 5, 6, 8, 10, 20)
            ),
            with_wrong("exp", lambda y, x: ((math.exp(x[0] + 0.001) - y) / 0.001,)),
        ),
        "x is a list of all inputs, even where there is only one: that one is x[0].": (
            with_wrong("exp", lambda y, x: (math.exp(x),)),
            with_wrong("relu", lambda y, x: (1.0 if x > 0 else 0.0,)),
        ),
        "relu: below 0 nothing passes, the slope is 0 there.": with_wrong("relu", lambda y, x: (1.0,)),
        "relu: the gate is on the wrong side.": with_wrong("relu", lambda y, x: (0.0 if x[0] > 0 else 1.0,)),
        "relu: a quotient fails where the input is 0: ask x[0] > 0, and give 1.0 or 0.0.": (
            with_wrong("relu", lambda y, x: (y / x[0],)),
            with_wrong("relu", lambda y, x: (x[0] / y if y else 0.0 / x[0],)),
            with_wrong("relu", lambda y, x: (x[0] / abs(x[0]),)),
        ),
        "relu: a slope below 0 would turn gradients round: it is 0 there, and 1 above.": with_wrong(
            "relu", lambda y, x: (1.0 if x[0] > 0 else -1.0,)
        ),
        "relu: the slope is 1 or 0, not the number itself.": (
            with_wrong("relu", lambda y, x: (y,)),
            with_wrong("relu", lambda y, x: (x[0],)),
        ),
        "relu: above 0 everything passes, the slope is 1 there.": with_wrong("relu", lambda y, x: (0.0,)),
        "relu: below 0 nothing passes, not even a little (that would be a leaky relu).": (
            with_wrong("relu", lambda y, x: (1.0 if x[0] > 0 else 0.01,)),
            with_wrong("relu", lambda y, x: (1.0 if x[0] > 0 else 0.1,)),
            with_wrong("relu", lambda y, x: (1.0 if x[0] > 0 else x[0],)),
        ),
        "relu: the gate stands at 0 exactly: ask x[0] > 0, with no other bound, and round nothing.": tuple(
            with_wrong("relu", lambda y, x, gate=gate: (1.0 if x[0] > gate else 0.0,))
            for gate in (1, 0.5, 0.1, 0.01, 1e-3, -0.01, -0.1, -0.5, -1)
        )
        + tuple(with_wrong("relu", lambda y, x, end=end: (1.0 if 0 < x[0] < end else 0.0,)) for end in (1, 6, 100))
        + tuple(with_wrong("relu", lambda y, x, cut=cut: (float(cut(x[0]) > 0),)) for cut in (round, int, to_a_tenth)),
        "relu: the slope is 0 or 1 and nothing in between: it jumps where x[0] becomes larger than 0.": (
            *(with_wrong("relu", lambda y, x, times=times: (min(1.0, times * y),)) for times in (1, 10, 100, 1000)),
            with_wrong("relu", lambda y, x: (1 / (1 + math.exp(-x[0])),)),
            with_wrong("relu", lambda y, x: (0.5 if x[0] > 0 else 0.0,)),
        ),
    },
    "Operations that make one number from many will get their lines later.",
    generate=one_operation,
    hints=(
        "Make one input larger by a thousandth, in your head: by how many thousandths does the result grow?",
        "*: 2 times 5 is 10, and 2.001 times 5 is 10.005; so the slope of the first factor is 5.",
        "exp is the function that is its own slope, and its value is there already: y. relu lets pass, or not.",
    ),
    use=slope_of,
    part=lambda op, y, x: op,
    exact=True,
    unfit=no_table,
)

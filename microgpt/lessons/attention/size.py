"""The exercise of lesson 4 about the size of a vector."""

import math
import random

from ... import nn
from ...autograd import Value
from ...teach.judge import Exercise
from .cases import LONG, whole_numbers


def mean(x):
    return sum(x) / len(x)


def mean_square(x):
    return mean([xi * xi for xi in x])


def over(size, eps=(1e-5, 0.0)):
    """The vector divided by size(x, eps): with the eps, and without."""
    return tuple(lambda x, eps=e: [xi / size(x, eps) for xi in x] for e in eps)


def centred(x):
    return [xi - mean(x) for xi in x]


def spread(x, eps=0.0):
    return (mean_square(centred(x)) + eps) ** 0.5


def any_vector(rng):
    """Small, ordinary or large numbers; now and then one stands twice, or there is a 0, or there are small whole ones."""
    return (so_many(rng, rng.randint(1, 9)),)


def so_many(rng, places):
    if rng.random() < 0.2:
        return whole_numbers(rng, places)
    size = rng.choice([1e-3, 0.1, 1.0, 30.0])
    x = [rng.gauss(0.5, 1) * size for _ in range(places)]
    if len(x) > 2 and rng.random() < 0.4:
        x[-1] = rng.choice((x[0], 0.0))
    return x


rmsnorm = Exercise(
    "Return x divided by the root of its mean square; add 1e-5 to the mean square before you take the root.",
    nn.rmsnorm,
    [([3.0, 4.0],), ([1.0, -2.0, 4.0],), ([0.001, 0.002],), ([0.0, 0.0],)],
    {
        "that is LayerNorm: it takes the mean away first, rmsnorm does not.": tuple(
            lambda x, eps=e: [xi / spread(x, eps) for xi in centred(x)] for e in (1e-5, 0.0)
        ),
        "no mean is taken away in rmsnorm: square the numbers as they are.": (
            *over(spread),
            *over(lambda x, eps: (sum(xi * xi for xi in centred(x)) / (len(x) - 1) + eps) ** 0.5),
            *(lambda x, eps=e: [xi / (mean_square(x) + eps) ** 0.5 for xi in centred(x)] for e in (1e-5, 0.0)),
        ),
        "take the root of the mean square; you divided by the mean square itself.": over(
            lambda x, eps: mean_square(x) + eps
        ),
        "the mean, not the sum: divide the sum of the squares by how many there are.": (
            *over(lambda x, eps: (sum(xi * xi for xi in x) + eps) ** 0.5),
            *over(lambda x, eps: (len(x) * (mean_square(x) + eps)) ** 0.5),
            *over(lambda x, eps: sum(xi * xi for xi in x) ** 0.5 + eps),
        ),
        "you divide by half of the mean square, or by twice as much: by its root, `** 0.5`. "
        "(`** 1 / 2` is no root: Python takes the power first, then halves.)": (
            *over(lambda x, eps: (mean_square(x) + eps) / 2),
            *over(lambda x, eps: (mean_square(x) + eps) * 2),
            *over(lambda x, eps: mean_square(x) / 2 + eps),
        ),
        "the 1e-5 is missing: small vectors blow up, and a vector of zeros divides by zero.": (
            lambda x: [xi / mean_square(x) ** 0.5 for xi in x],
            lambda x: [xi * mean_square(x) ** -0.5 for xi in x],
        ),
        "the 1e-5 belongs inside the root, added to the mean square.": (
            lambda x: [xi / (mean_square(x) ** 0.5 + 1e-5) for xi in x],
            lambda x: [xi / (mean_square(x) ** 0.5 + 1e-5**0.5) for xi in x],
        ),
        "`**` takes hold of 1e-5 alone: brackets around the sum, (mean square + 1e-5) ** 0.5.": (
            *over(lambda x, eps: mean_square(x) + 1e-5**1 / 2),
            lambda x: [xi / (mean_square(x) + 1e-5**0.5) for xi in x],
        ),
        "add 1e-5 to the mean, once; you added it to the sum of the squares, or to each of them.": (
            lambda x: [xi / ((sum(xj * xj for xj in x) + 1e-5) / len(x)) ** 0.5 for xi in x],
        ),
        "1e-5 is 0.00001, added once; you added another number, or the same twice.": tuple(
            lambda x, eps=e: [xi / (mean_square(x) + eps) ** 0.5 for xi in x]
            for e in (1e-4, 1e-6, 1e-8, 1e-3, 1e-12, 2e-5, 1e5, math.exp(-5), 1e-5**0.5, 1e-5 / 2)
        ),
        "the 1e-5 is added to the mean square, not taken away.": (
            *over(lambda x, eps: (mean_square(x) - 1e-5) ** 0.5, (0,)),
            *over(lambda x, eps: abs(mean_square(x) - 1e-5) ** 0.5, (0,)),
        ),
        "the 1e-5 is added to the mean square, not to the numbers of x.": (
            *over(lambda x, eps: mean_square([xi + 1e-5 for xi in x]) ** 0.5, (0,)),
            lambda x: [(xi + 1e-5) / (mean_square(x) + 1e-5) ** 0.5 for xi in x],
            lambda x: [xi / mean_square([xj + 1e-5 for xj in x]) ** 0.5 for xi in [xk + 1e-5 for xk in x]],
        ),
        "the 1e-5 is added to the mean square, not to how many numbers there are.": (
            *over(lambda x, eps: (sum(xi * xi for xi in x) / (len(x) + 1e-5)) ** 0.5, (0,)),
            *over(lambda x, eps: (sum(xi * xi for xi in x) / (len(x) + 1e-5)) ** 0.5 or 1.0, (0,)),
        ),
        "add 1e-5 always; where you take the larger of the two, other vectors go without.": (
            lambda x: [xi / max(mean_square(x), 1e-5) ** 0.5 for xi in x],
        ),
        "the scaled numbers may be of any size: yours are cut at a limit.": tuple(
            lambda x, cut=cut: [max(-cut, min(cut, xi)) for xi in nn.rmsnorm(x)] for cut in (1, 2, 3, 4, 5)
        ),
        "numbers below 0 count too: their squares are above 0.": over(
            lambda x, eps: (sum(xi * xi for xi in x if xi > 0) / len(x) + eps) ** 0.5
        ),
        "a square is left out: all numbers of x count, the first and the last too.": (
            *over(lambda x, eps: (sum(xi * xi for xi in x[:-1]) / len(x) + eps) ** 0.5),
            *over(lambda x, eps: (sum(xi * xi for xi in x[1:]) / len(x) + eps) ** 0.5),
        ),
        "equal numbers count as often as they stand there.": over(
            lambda x, eps: (sum({xi * xi for xi in x}) / len(x) + eps) ** 0.5
        ),
        "one square root is wanted, `** 0.5`; you took another power.": (
            *over(lambda x, eps: (mean_square(x) + eps) ** 0.25),
            *over(lambda x, eps: (mean_square(x) + eps) ** (1 / 3)),
            *over(lambda x, eps: (mean_square(x) + eps) ** 2),
        ),
        "every vector is scaled, the small ones and the large ones.": (
            lambda x: list(x) if mean_square(x) >= 1 else nn.rmsnorm(x),
            lambda x: list(x) if mean_square(x) + 1e-5 >= 1 else nn.rmsnorm(x),
            lambda x: list(x) if mean_square(x) < 1 else nn.rmsnorm(x),
        ),
        "scaled once is enough; you scaled twice.": lambda x: nn.rmsnorm(nn.rmsnorm(x)),
        "the mean is taken of all squares, not only of those so far.": (
            lambda x: [nn.rmsnorm(x[: i + 1])[-1] for i in range(len(x))],
            lambda x: [xi / (sum(xj * xj for xj in x[: i + 1]) / len(x) + 1e-5) ** 0.5 for i, xi in enumerate(x)],
        ),
        "all numbers are divided by the same size; you divided each by its own.": tuple(
            lambda x, eps=e: [xi / (xi * xi + eps) ** 0.5 for xi in x] for e in (1e-5, 0.0)
        ),
        "divide by the root; you multiplied.": tuple(
            lambda x, eps=e: [xi * (mean_square(x) + eps) ** 0.5 for xi in x] for e in (1e-5, 0.0)
        ),
        "square first, then take the mean; you squared the mean, or the sum.": (
            *over(lambda x, eps: (mean(x) ** 2 + eps) ** 0.5),
            *over(lambda x, eps: (sum(x) ** 2 / len(x) + eps) ** 0.5),
        ),
        "squares, not absolute values: root of the mean SQUARE.": over(
            lambda x, eps: mean([abs(xi) for xi in x]) + eps
        ),
        "`2 * x` is no square: write `x * x` or `x ** 2`.": (
            *over(lambda x, eps: (mean([2 * xi for xi in x]) + eps) ** 0.5),
            *over(lambda x, eps: (abs(mean([2 * xi for xi in x])) + eps) ** 0.5),
            *over(lambda x, eps: (mean([2 * abs(xi) for xi in x]) + eps) ** 0.5),
        ),
        "the squares are missing: square every number before you take the mean.": (
            *over(lambda x, eps: (mean(x) + eps) ** 0.5),
            *over(lambda x, eps: (abs(mean(x)) + eps) ** 0.5),
            *over(lambda x, eps: abs(mean(x) + eps) ** 0.5),
            *over(lambda x, eps: mean(x) + eps),
        ),
        "divide by how many numbers there are, not by one less or one more.": (
            *over(lambda x, eps: (sum(xi * xi for xi in x) / (len(x) - 1) + eps) ** 0.5),
            *over(lambda x, eps: (sum(xi * xi for xi in x) / max(1, len(x) - 1) + eps) ** 0.5),
            *over(lambda x, eps: (sum(xi * xi for xi in x) / (len(x) + 1) + eps) ** 0.5),
        ),
        "zeros count too: divide by how many numbers there are, whatever they are.": over(
            lambda x, eps: (sum(xi * xi for xi in x) / (sum(map(bool, x)) or 1) + eps) ** 0.5
        ),
        "divide by the root of the mean square, not by how many numbers there are.": lambda x: [
            xi / len(x) for xi in x
        ],
        "the 1e-5 is added to the mean square, not to the result.": (
            lambda x: [xi / mean_square(x) ** 0.5 + 1e-5 for xi in x]
        ),
        "the mean is taken of all squares: divide by how many numbers x has, whatever x is.": (
            *over(lambda x, eps: (sum(xi * xi for xi in x) / 2 + eps) ** 0.5),
            *over(lambda x, eps: (sum(xi * xi for xi in x) / 16 + eps) ** 0.5),
            *over(lambda x, eps: (sum(xi * xi for xi in x) / 3 + eps) ** 0.5),
        ),
        "add up all squares; you kept the last one alone.": over(lambda x, eps: (x[-1] ** 2 / len(x) + eps) ** 0.5),
        "first divide the sum of squares by how many there are, then take the root.": (
            *over(lambda x, eps: (sum(xi * xi for xi in x)) ** 0.5 / len(x) + eps),
            *over(lambda x, eps: (sum(xi * xi for xi in x) + eps) ** 0.5 / len(x)),
        ),
        "softmax makes shares; here every number is divided by the same size.": nn.softmax,
        "divide by the root; you took it away.": tuple(
            lambda x, eps=e: [xi - (mean_square(x) + eps) ** 0.5 for xi in x] for e in (1e-5, 0.0)
        ),
        "divide the numbers themselves; you divided their squares.": tuple(
            lambda x, eps=e: [xi * xi / (mean_square(x) + eps) ** 0.5 for xi in x] for e in (1e-5, 0.0)
        ),
        "add 1e-5 always, not only where the vector is all zeros, or small.": (
            *(
                lambda x, least=least: [xi / (mean_square(x) + 1e-5 * (mean_square(x) < least)) ** 0.5 for xi in x]
                for least in (1e-10, 1e-6, 1e-5, 1e-3)
            ),
            lambda x: [xi / (mean_square(x) or 1e-5) ** 0.5 for xi in x],
            lambda x: [xi / mean_square(x) ** 0.5 if any(x) else 0.0 for xi in x],
        ),
        "that adds up to 1; rmsnorm makes the mean of the squares 1.": over(lambda x, eps: sum(x) + eps),
        "that makes the largest number 1; rmsnorm makes the mean of the squares 1.": (
            *over(lambda x, eps: max(x) + eps),
            *over(lambda x, eps: max(abs(xi) for xi in x) + eps),
        ),
        "the signs are lost: divide the numbers themselves.": tuple(
            lambda x, eps=e: [abs(xi) / (mean_square(x) + eps) ** 0.5 for xi in x] for e in (1e-5, 0.0)
        ),
        "that is what to divide by; return the divided vector.": (
            lambda x: (mean_square(x) + 1e-5) ** 0.5,
            lambda x: mean_square(x) + 1e-5,
            lambda x: (mean_square(x) + 1e-5) ** -0.5,
            lambda x: mean_square(x) ** 0.5,
        ),
    },
    "Every vector but a tiny one has the same size afterwards, and its direction is untouched.",
    generate=any_vector,
    world=lambda: [*((so_many(random.Random(places), places),) for places in LONG), ([5000.0, *[0.0] * 63],)],
    hints=(
        "Mean square: square every number, add the squares up, divide by how many there are.",
        "Divide every number of x by `(mean_square + 1e-5) ** 0.5`.",
    ),
    on=Value,
)

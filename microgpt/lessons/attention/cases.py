"""What the cases of lesson 4's exercises are made of: vectors of all kinds, long ones, and the same again with one change."""

import random

from ...nn import matrix

LONG = (16, 27, 64)  # the width of the models, the letters with the dot, and a width that is usual elsewhere


def vectors(rng, count, size):
    """So many lists of so many numbers: mostly no two alike; in one case of four small whole ones, many alike or 0; some large.

    Now and then a whole list stands twice.
    """
    if rng.random() < 0.25:
        found = [whole_numbers(rng, size) for _ in range(count)]
    else:
        found = matrix(rng, count, size, std=rng.choice((2.0, 2.0, 20.0)))
    if count > 1 and rng.random() < 0.3:
        i, j = sorted(rng.sample(range(count), 2))
        found[j] = list(found[i])
    return found


def whole_numbers(rng, size):
    return [float(rng.randint(-2, 2)) for _ in range(size)]


def another(thing):
    """The same lists with other numbers."""
    return [another(x) for x in thing] if isinstance(thing, list) else 1.5 - 2 * thing


def one_by_one(case):
    """A case, and again with another number in one argument at a time: no answer can be found by the other arguments."""
    return [case, *((*case[:i], another(case[i]), *case[i + 1 :]) for i in range(len(case)))]


def zeros_among(case):
    """A case with zeros in the place of a vector of numbers, or of one in the middle of its rows, in one argument at a time."""
    return [(*case[:i], with_zeros(thing), *case[i + 1 :]) for i, thing in enumerate(case)]


def with_zeros(thing):
    if not isinstance(thing[0], list):
        return [0.0] * len(thing)
    middle = len(thing) // 2
    return [*thing[:middle], [0.0] * len(thing[0]), *thing[middle + 1 :]]


def world(draw, long=LONG):
    """Cases drawn by draw(rng, places): a short one as one_by_one gives it, and with zeros; then long ones."""
    rng = random.Random(4)
    short = draw(rng, 3)
    return [*one_by_one(short), *zeros_among(short), *(draw(rng, places) for places in long)]

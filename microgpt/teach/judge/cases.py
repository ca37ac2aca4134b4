"""Cases that differ in one argument alone, and cases whose results can be related to what is wanted."""

import math
from numbers import Real
from typing import NamedTuple

from .form import is_list
from .same import numbers

MIXED = 3  # cases for each argument that another case has too, but for this argument


class Mixed(NamedTuple):
    """A case that is the one at place `base` of all, but for the argument at `place`."""

    place: int
    base: int
    case: tuple


def mixed(trials, start, fits):
    """For each argument some cases of two others, the later ones from `start` on. fits(*case): whether it is one at all.

    So an answer is found out for which an argument makes no difference, also one that keeps its results under the others.
    """
    found = []
    for place in range(len(trials[start])):
        pairs = [
            Mixed(place, i, (*one[:place], other[place], *one[place + 1 :]))
            for i, one in enumerate(trials[start:], start)
            for other in [next((x for x in trials[i + 1 :] if may_stand_for(x[place], one[place])), None)]
            if other
        ]
        found += [pair for pair in pairs if fits(*pair.case)][:MIXED]
    return found


def may_stand_for(one, other):
    return one != other and shape(one) == shape(other)


def shape(thing):
    """The lengths of a list and of what is in it; of anything else whether it is a number."""
    return [len(thing), *map(shape, thing)] if is_list(thing) else isinstance(thing, Real)


def related(trials, outcomes, wanted, is_same, shown):
    """The cases that can be related, by is_same(found, wanted): an infinite result is right or not, and no error is like a number."""
    return [
        Case(trial, found.result, right.result, is_same(found.result, right.result), place == shown)
        for place, (trial, found, right) in enumerate(zip(trials, outcomes, wanted))
        if not found.error and not right.error and all(map(math.isfinite, numbers(right.result)))
    ]


class Tried(NamedTuple):
    """The arguments of a case, whether it is right, and whether it is the one that the learner sees."""

    arguments: tuple
    right: bool
    shown: bool


def tried_in(trials, outcomes, wanted, is_same, shown):
    """All cases, those with an error among them, by their arguments alone."""
    return [
        Tried(trial, found.error.is_like(right.error) if found.error and right.error
              else not (found.error or right.error) and is_same(found.result, right.result), place == shown)
        for place, (trial, found, right) in enumerate(zip(trials, outcomes, wanted))
    ]  # fmt: skip


class Case:
    """One case: its arguments, what was found and what is wanted; whether it is right, and the one that the learner sees."""

    def __init__(self, arguments, found, wanted, right, shown=False):
        self.arguments, self.found, self.wanted, self.right, self.shown = arguments, found, wanted, right, shown
        self.f, self.w = numbers(found), numbers(wanted)


def same_form(found, wanted):
    if is_list(found) and is_list(wanted):
        return len(found) == len(wanted) and all(map(same_form, found, wanted))
    return isinstance(found, Real) and isinstance(wanted, Real)

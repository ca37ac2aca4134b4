"""At which places of a list a result is right and at which it is not, and what stands there instead."""

import math
from numbers import Real

from .cases import same_form
from .form import is_list
from .same import same

BY_CHANCE = 0.1  # right places that are passed over, as a share of the wrong ones
LISTED = 4  # places that are told one by one


def some_places(names, seen):
    """Which places of the result are right wherever it is wrong."""
    told = [c for c in seen if not c.right and same_form(c.found, c.wanted) and is_list(c.wanted) and len(c.wanted) > 1]
    if not told:
        return None
    right = [[same(f, w) for f, w in zip(c.found, c.wanted)] for c in told]
    failed, passed = ([c for c in seen if c.right is so and same_form(c.found, c.wanted)] for so in (False, True))
    if said := where_something_stands(names, failed, passed):
        return said
    if all(all(places[:-1]) for places in right):
        return "all is right but for the last place."
    if all(all(places[1:]) for places in right):
        return "all is right but for the first place."
    here = next((places for c, places in zip(told, right) if c.shown), None)  # of the case that the learner sees
    if all(sum(places) == len(places) - 1 for places in right) and any(len(places) > 2 for places in right):
        said = "one place is wrong, all others are right"
        return f"{said}: here it is {listing([here.index(False)])}." if here else f"{said}."
    if len(told) > 1 and len({len(places) for places in right}) == 1:
        always, never = (
            [k for k, them in enumerate(zip(*right)) if all(found is so for found in them)] for so in (True, False)
        )
        if always and len(always) + len(never) < len(right[0]):
            return f"always right: {listing(always)}; the others only in some cases."
        if always and len(always) <= len(never):
            return f"always right: {listing(always)}; the rest is not."
        if always:
            return f"always wrong: {listing(never)}; the rest is right."
    if all(any(places) for places in right):
        if here:
            return f"some places are right, others not: here {sum(here)} of {len(here)} are."
        return "wherever it is wrong and has several places, some of them are right, others not."
    return None


def off_by(names, cases):
    """By how much single numbers, also in a list of one, are wrong, where that is one and the same, or always the same way."""
    if len(cases) < 3 or not all(len(c.w) == len(c.f) == 1 for c in cases):
        return None
    off = [c.f[0] - c.w[0] for c in cases]
    if all(same(x, off[0]) for x in off):
        return f"wherever it is wrong, it is {abs(off[0]):.4g} too {'large' if off[0] > 0 else 'small'}."
    if all(same(c.f[0], cases[0].f[0]) for c in cases):
        return f"wherever it is wrong, {cases[0].f[0]:.4g} came."
    if all(x > 0 for x in off) or all(x < 0 for x in off):
        return f"wherever it is wrong, it is too {'large' if off[0] > 0 else 'small'}."
    return None


def in_part(names, cases):
    """What is right of numbers that are wrong: what they add up to, or their signs."""
    told = [c for c in cases if len(c.w) > 1 and any(c.w)]
    if all(isinstance(w, int) for c in told for w in c.w):  # tokens and places, which nobody adds up
        return None
    if len(told) < 3 or len(told) < len(cases) / 2:
        return None
    if all(same(sum(c.f), sum(c.w)) for c in told) and len({f"{sum(c.w):.6g}" for c in told}) > 1:
        return "together they give the right sum, but one by one they are not right."
    signs = {(w > 0) - (w < 0) for c in told for w in c.w}
    if {1, -1} <= signs and all((f > 0) - (f < 0) == (w > 0) - (w < 0) for c in told for f, w in zip(c.f, c.w)):
        return "the signs are right everywhere, the sizes are not."
    return None


def listing(places):
    """Words for places, the first few of them."""
    words = [("the first", "the second", "the third", "the fourth")[p] if p < 4 else f"place {p}" for p in places]
    return " and ".join(words[:LISTED]) + (f" and {len(words) - LISTED} more" if len(words) > LISTED else "")


# ---- what stands at the places where it is wrong ----


class Place:
    """One number of a result: what came, what is wanted, its place, and the numbers of the arguments that belong there."""

    def __init__(self, case, place):
        self.found, self.wanted, self.place = case.found[place], case.wanted[place], place
        self.right = same(self.found, self.wanted)
        self.case, self.beside = case, [number_at(argument, place, case.wanted) for argument in case.arguments]


def number_at(argument, place, wanted):
    """The number of a list that is as long as the result, or None."""
    fits = is_list(argument) and len(argument) == len(wanted) and isinstance(argument[place], Real)
    return argument[place] if fits else None


def where_something_stands(names, failed, passed):
    """A sentence where all wrong places have something in common that no right one has, in lists of numbers.

    In the cases that are right as a whole, few may have it: by chance.
    """
    if not all(is_list(c.wanted) and all(isinstance(x, Real) for x in c.wanted) for c in failed):
        return None
    places, elsewhere = ([Place(c, place) for c in them for place in range(len(c.wanted))] for them in (failed, passed))
    wrong = [place for place in places if not place.right]
    if len(wrong) < 3 or len(wrong) == len(places):
        return None
    for text, holds in features(names, failed + passed):
        if not all(holds(place) is not place.right for place in places):
            continue
        if sum(holds(place) for place in elsewhere if place.wanted != 0) <= BY_CHANCE * len(wrong):
            what = instead(names, wrong)
            if what or any(place.wanted for place in places if place.right):  # else only what is 0 anyway is right
                return f"right but for the places where {text}{what}."
    return None


def features(names, cases):
    """(text, test of a place), of the arguments that are as long as the result, and of those that name a place."""
    for i, name in enumerate(names):
        arguments = [case.arguments[i] for case in cases]
        if all(is_list(x) and len(x) == len(c.wanted) and all(isinstance(n, Real) for n in x)
               for x, c in zip(arguments, cases)):  # fmt: skip
            for text, test in SIGNS.items():
                yield f"`{name}` {text}", lambda place, i=i, test=test: test(place.beside[i])
            yield (f"`{name}` is largest", lambda place, i=i: place.beside[i] == max(place.case.arguments[i]))
        elif all(type(x) is int for x in arguments):
            yield f"`{name}` points", lambda place, i=i: place.place == place.case.arguments[i]
            yield f"`{name}` does not point", lambda place, i=i: place.place != place.case.arguments[i]
    for text, test in SIGNS.items():
        yield f"the right number {text}", lambda place, test=test: test(place.wanted)


SIGNS = {
    "is below 0": lambda x: x < 0,
    "is above 0": lambda x: x > 0,
    "is 0": lambda x: x == 0,
    "is not 0": lambda x: x != 0,
    "is 1": lambda x: x == 1,
    "is not above 0": lambda x: x <= 0,
    "is not below 0": lambda x: x >= 0,
}


def instead(names, wrong):
    """What came at the wrong places, in words, or ""."""
    if all(place.found == 0 for place in wrong):
        return "; there 0 came"
    if all(same(place.found, -place.wanted) for place in wrong):
        return "; there the sign is the other one"
    for i, name in enumerate(names):
        if all(place.beside[i] is not None and same(place.found, place.beside[i]) for place in wrong):
            return f"; there `{name}` itself came"
    largest = max(wrong, key=lambda place: abs(place.wanted))
    factor = largest.found / largest.wanted if largest.wanted else 0
    if factor and math.isfinite(factor) and all(same(place.found, factor * place.wanted) for place in wrong):
        return f"; there it is {factor:.4g} times the right number"
    for i, name in enumerate(names):
        if factor := factor_of(i, wrong):
            return f"; there {factor:.4g} times `{name}` came"
    return ""


def factor_of(i, wrong):
    """The one factor between what came and the i-th argument at the same place; 0 if there is none."""
    if any(place.beside[i] is None for place in wrong):
        return 0
    largest = max(wrong, key=lambda place: abs(place.beside[i]))
    factor = largest.found / largest.beside[i] if largest.beside[i] else 0
    return factor if math.isfinite(factor) and all(same(p.found, factor * p.beside[i]) for p in wrong) else 0

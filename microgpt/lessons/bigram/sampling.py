"""The exercise on sampling: from u to a letter."""

import random
from collections.abc import Iterator
from contextlib import suppress
from itertools import accumulate

from ...teach.judge import Exercise, Wrong
from ...teach.judge.words import shown_case
from .. import fallbacks
from .known import known_names, shares


def a_row_and_u(rng):
    """A row of probabilities and a u, often close to where two of them meet."""
    return rng.choice([exact_row, exact_row, any_row, any_row, any_row])(rng)


def exact_row(rng):
    """Stretches in sixteenths or in 2**-40, which add up without rounding, some of them tiny: u at an end, or close to it."""
    unit, aside = rng.choice([(2**4, [0, 0, -1]), (2**40, [-1, 1])])
    cuts = [int(rng.random() * unit) for _ in range(rng.randint(1, 4))]  # a range of 2**40 is too long for 32 bits
    cuts = sorted([*cuts, *(min(unit, cut + 2 ** rng.randrange(unit.bit_length() - 3)) for cut in cuts)])
    probs = [(b - a) / unit for a, b in zip([0, *cuts], [*cuts, unit])]
    return probs, min(unit - 1, max(0, rng.choice(cuts) + rng.choice(aside))) / unit


def any_row(rng):
    """3 to 9 probabilities, or dozens; some 0, some equal: rounding decides nothing."""
    size, equal = rng.choice([*range(2, 9), *range(2, 9), rng.randint(27, 70)]), rng.random() < 0.2
    probs = shares([rng.choice([0, 1, 2, 5]) * (equal or rng.random()) for _ in range(size)] + [rng.random()])
    u = rng.choice([rng.random(), rng.choice(list(accumulate(probs))) + rng.choice([-2e-4, 2e-4])])
    return (probs, u) if is_clear(probs, u) else any_row(rng)


def is_clear(probs, u):
    """Whether rounding decides nothing."""
    return 0 <= u < 1 and min(abs(u - end) for end in accumulate(probs)) > 1e-6


def known_rows():
    """Rows of the known names' table, a u for each; rows of more letters than the alphabet has; a stretch hardly there."""
    rng = random.Random(2)
    odd = [(shares(range(30)), 0.99), (shares(range(70)), 0.8), ([0.25, 2**-9, 0.75 - 2**-9], 0.251)]
    return [*odd, *((shares(row), round(rng.random(), 6)) for row in known_names()[0])]


def written(probs, u):
    """A case as text, with all digits where six of each number would make another case of it."""
    short = [float(f"{p:.6g}") for p in probs], float(f"{u:.6g}")
    if len(probs) > 12 or fallbacks.letter_at(*short) == fallbacks.letter_at(probs, u):
        return shown_case(("probs", "u"), (probs, u))
    return f"probs = {probs}, u = {u}"


def at_the_end(answer):
    """What is to be said where rounding leaves the last end a little below 1, and u falls in between."""
    probs, u = [0.1] * 10, 1 - 2**-53
    with suppress(Exception):
        if answer(probs, u) in range(9):
            return (
                "(One thing in a million billions: rounding can leave the last end a little below 1, as with ten times 0.1. "
                "A u beyond it falls on the last letter; yours gives another.)"
            )
    return None


def first(probs, test, otherwise=None):
    """The first token for which test(its probability, the end of its stretch) holds."""
    ends = accumulate(probs)
    return next((token for token, (p, end) in enumerate(zip(probs, ends)) if test(p, end)), otherwise)


def ended(test, *last):
    """`first` as it ends otherwise: with None, with the last token, or with what `last` says."""
    ends = (lambda probs: None, lambda probs: len(probs) - 1, *last)
    return tuple(lambda probs, u, end=end: first(probs, lambda p, e: test(p, e, u), end(probs)) for end in ends)


def without_the_first(probs, u, otherwise):
    """The loop begins with the second probability; places are counted as they are."""
    ends = enumerate(accumulate(probs[1:]), 1)
    return next((token for token, end in ends if u < end), otherwise)


def doubled_ends(probs):
    ends = []
    for p in probs:
        ends.append(sum(ends) + p)
    return ends


def first_beyond(ends, u, otherwise=None):
    return next((token for token, end in enumerate(ends) if u < end), otherwise)


def rounded_ends(probs, digits):
    ends, end = [], 0
    for p in probs:
        end = round(end + p, digits)
        ends.append(end)
    return ends


def in_this_order(probs, u, places):
    """The stretches are laid end to end in another order, but the letter keeps its token."""
    return places[fallbacks.letter_at([probs[i] for i in places], u)]


def at_slot(slots, place):
    return slots[min(int(place), len(slots) - 1)]


def draws_itself(answer):
    """What is to be said of an answer that throws a random number of its own, or is no function."""
    if not callable(answer):
        return "pass in your function, without calling it: no round brackets behind its name."
    names = getattr(getattr(answer, "__code__", None), "co_names", ())
    if {"choices", "choice", "random", "randrange", "randint", "uniform"} & set(names):
        return "no new random number is needed: u is the one that was thrown. Find the letter on which it falls."
    return None


def a_token(answer, probs, u):
    """Call an answer; a token is a place in lists, and so no 1.0."""
    found = answer(probs, u)
    if isinstance(found, Iterator):
        raise Wrong(
            "what came goes on from token to token, as `yield` does: `return` hands back the one and ends the loop."
        )
    if isinstance(found, str):
        what = "letter" if found.isalpha() else "text"
        raise Wrong(f"a {what} came; its token is wanted, the place in the row, a whole number from 0.")
    if isinstance(found, float) and found.is_integer() and 0 <= found < len(probs):
        raise Wrong(f"{found} has a point; a token is a place in a list, a whole number.")
    return found


letter_at = Exercise(
    "Return the token on which u falls, when the probabilities are laid end to end along a line from 0 to 1.",
    fallbacks.letter_at,
    cases=[([0.5, 0.25, 0.25], 0.6), ([0.5, 0.25, 0.25], 0.1), ([0.5, 0.25, 0.25], 0.5), ([0.0, 0.75, 0.25], 0.0)],
    generate=a_row_and_u,
    mixes=is_clear,
    world=known_rows,
    use=a_token,
    unfit=draws_itself,
    show=written,
    note=at_the_end,
    mistakes={
        "where two stretches meet, u belongs to the next one: from the left ask u < end, from the right u >= beginning. Else u = 0 "
        "falls on a letter of chance 0.": (
            *ended(lambda p, end, u: u <= end),
            *ended(lambda p, end, u: end - p < u <= end, lambda probs: 0),
            lambda probs, u: max(i for i in range(len(probs)) if sum(probs[:i]) < u),
        ),
        "that is the likeliest letter, whatever u is: then every name would be the same.": (
            lambda probs, u: max(range(len(probs)), key=probs.__getitem__)
        ),
        "u is compared with one probability alone; the stretches lie end to end, so add them up on the way.": (
            *ended(lambda p, end, u: u < p, lambda probs: 0),
            *ended(lambda p, end, u: u <= p, lambda probs: 0),
            *ended(lambda p, end, u: u > p),
            lambda probs, u: next(token for token, p in enumerate(probs) if u < p),
            lambda probs, u: sum(p < u for p in probs),
            lambda probs, u: sum(p <= u for p in probs),
        ),
        "only where u falls on the first letter something comes back: does a `return` end the loop in its first round?": (
            lambda probs, u: 0 if u < probs[0] else None
        ),
        "0 comes back whatever u is: the first token whose end lies beyond u is wanted, and the others come too.": (
            lambda probs, u: 0
        ),
        "the other way round: go on while u lies beyond the end, and stop when the end lies beyond u.": (
            *ended(lambda p, end, u: u > end),
            *ended(lambda p, end, u: u >= end),
        ),
        "one letter too early: the end of a stretch is found after its probability has been added.": (
            lambda probs, u: fallbacks.letter_at(probs, u) - 1,
            lambda probs, u: max(0, fallbacks.letter_at(probs, u) - 1),
            lambda probs, u: first(probs, lambda p, end: u <= end) - 1,
            lambda probs, u: max((i for i, end in enumerate(accumulate(probs)) if u > end), default=0),
        ),
        "the last letter comes back whatever u is. Let the end grow, and `return` when it lies beyond u for the first time.": (
            lambda probs, u: len(probs) - 1
        ),
        "only two letters can ever come: does a `return` under `else` end the loop in its first round, or does the end never grow?": (
            lambda probs, u: 0 if u < probs[0] else 1,
            lambda probs, u: 0 if u < probs[0] else len(probs) - 1,
        ),
        "the first stretch is missing: the line begins with the probability of token 0.": (
            lambda probs, u: first(probs[1:], lambda p, end: u < end),
            lambda probs, u: first(probs[1:], lambda p, end: u < end, len(probs) - 1),
            lambda probs, u: without_the_first(probs, u, None),
            lambda probs, u: without_the_first(probs, u, len(probs) - 1),
            lambda probs, u: without_the_first(probs, u, 0),
        ),
        "a letter of chance 0 has no stretch, but keeps its place in the row; yours are counted without it.": (
            lambda probs, u: fallbacks.letter_at([p for p in probs if p], u)
        ),
        "there is no tolerance: u < end, just as the numbers are.": tuple(
            lambda probs, u, less=less: first(probs, lambda p, end: u < end - less, len(probs) - 1)
            for less in (1e-3, 1e-6, 1e-8, 1e-9, 1e-10, 1e-12)
        ),
        "nothing is rounded: u falls where it falls, and a stretch is just as long as its probability.": (
            *(lambda probs, u, n=n: first(probs, lambda p, end: round(u, n) < end, len(probs) - 1) for n in range(7)),
            *(lambda probs, u, n=n: first(probs, lambda p, end: round(u, n) < end) for n in range(7)),
            *(lambda probs, u, n=n: first_beyond(rounded_ends(probs, n), u, len(probs) - 1) for n in range(7)),
            *(lambda probs, u, n=n: first_beyond(rounded_ends(probs, n), u) for n in range(7)),
            *(
                lambda probs, u, n=n, whole=whole: at_slot(
                    [i for i, p in enumerate(probs) for _ in range(whole(p * n))], u * n
                )
                for n in (10, 100, 1000, 10_000)
                for whole in (round, int)
            ),
        ),
        "the sum begins with 0; with you the first probability is in it before the loop begins, and then comes once more.": (
            lambda probs, u: first(probs, lambda p, end: u < end + probs[0])
        ),
        "two probabilities are not enough: the end of a stretch is the sum of all up to it.": (
            lambda probs, u: next((i for i, p in enumerate(probs) if u < p + probs[i - 1]), None),
            lambda probs, u: next((i for i, p in enumerate(probs) if u < p + probs[i - 1]), len(probs) - 1),
        ),
        "the middle of a stretch is no border: a letter comes as long as u lies before its end.": (
            *ended(lambda p, end, u: u < end - p / 2),
        ),
        "you take the whole sum from u in every round; take one probability, or compare u with the sum.": (
            lambda probs, u: next((i for i, end in enumerate(accumulate(accumulate(probs))) if u < end), None)
        ),
        "index(p) finds the first letter with this probability, and another may have the same: `enumerate` gives the place.": (
            lambda probs, u: probs.index(probs[fallbacks.letter_at(probs, u)])
        ),
        "the letters stay in the order of the list; you sorted them.": (
            lambda probs, u: fallbacks.letter_at(sorted(probs), u),
            lambda probs, u: fallbacks.letter_at(sorted(probs, reverse=True), u),
            lambda probs, u: in_this_order(probs, u, sorted(range(len(probs)), key=lambda i: -probs[i])),
            lambda probs, u: in_this_order(probs, u, sorted(range(len(probs)), key=lambda i: probs[i])),
        ),
        "that is the letter whose end is closest to u; wanted is the first whose end lies beyond u.": (
            lambda probs, u: min(range(len(probs)), key=lambda i: abs(list(accumulate(probs))[i] - u))
        ),
        "each end is the one before and one probability more; you added up all the ends before.": (
            lambda probs, u: first_beyond(doubled_ends(probs), u)
        ),
        "too late for every u: places are counted from 0, and the first end beyond u belongs to the letter itself.": lambda probs, u: (
            fallbacks.letter_at(probs, u) + 1
        ),
        "one letter too late: the first end beyond u belongs to the letter itself.": (
            lambda probs, u: first(probs, lambda p, end: u <= end) + 1 if u > 0 else 0,
            *ended(lambda p, end, u: u < end - p),
            *ended(lambda p, end, u: u <= end - p),
            lambda probs, u: min(i for i in range(len(probs)) if sum(probs[:i]) >= u),
        ),
        "all letters get stretches of one length; each is to be as long as its probability.": (
            lambda probs, u: int(u * len(probs)),
            lambda probs, u: round(u * len(probs)),
            lambda probs, u: round(u * (len(probs) - 1)),
            lambda probs, u: int(u * (len(probs) - 1)),
            lambda probs, u: int(u * 27),
            lambda probs, u: int(u * 26),
            lambda probs, u: round(u * 26),
            lambda probs, u: round(u * 27),
        ),
        "that is the letter's probability; its token, the place in the list, is wanted.": (
            lambda probs, u: probs[fallbacks.letter_at(probs, u)]
        ),
        "that is where the stretch ends; the token, its place in the list, is wanted.": (
            lambda probs, u: list(accumulate(probs))[fallbacks.letter_at(probs, u)]
        ),
        "that is where the stretch begins; the token, its place in the list, is wanted.": (
            lambda probs, u: next(end - p for p, end in zip(probs, accumulate(probs)) if u < end)
        ),
        "these are the ends of all stretches; return the first token whose end lies beyond u.": (
            lambda probs, u: list(accumulate(probs))
        ),
        "that is the letter whose probability is closest to u; lay them end to end instead.": (
            lambda probs, u: min(range(len(probs)), key=lambda token: abs(probs[token] - u))
        ),
        "laid end to end from the other side: the first letter of the list comes first.": (
            lambda probs, u: len(probs) - 1 - fallbacks.letter_at(probs[::-1], u),
            lambda probs, u: fallbacks.letter_at(probs[::-1], u),
            lambda probs, u: next(token for token, end in enumerate(accumulate(probs)) if 1 - u < end),
            lambda probs, u: first(probs, lambda p, end: 1 - u < end),
            lambda probs, u: first(probs, lambda p, end: 1 - u < end, len(probs) - 1),
            lambda probs, u: first(probs, lambda p, end: 1 - u <= end),
        ),
    },
    learned="A letter with a long stretch is hit more often: that is all that sampling is.",
    hints=[
        "Walk along the line with a loop over the tokens: keep the end of the stretches so far, and add to it.",
        "The first token whose end lies beyond u is the one; `enumerate` gives the places with the probabilities.",
    ],
)

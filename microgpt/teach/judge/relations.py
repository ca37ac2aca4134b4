"""How wrong results are related to the wanted ones, where no mistake has a name: for every exercise alike."""

import math
from itertools import accumulate
from numbers import Real
from operator import add, mul, sub, truediv

from .form import is_list, returned_early
from .kinds import kind_of_failure, size
from .places import some_places
from .same import largest, numbers, same
from .words import shown


def relation(names, trials, outcomes, wanted, close, answer=None):
    """A sentence that holds in all cases with a result, or None. outcomes and wanted: an Outcome for every trial."""
    names, seen = names[: min(map(len, trials))], related(trials, outcomes, wanted, close)
    failed = [case for case in seen if same_form(case.found, case.wanted) and not case.right]
    said = in_all_cases(names, seen) or first_found(
        names, ((some_places, failed), (where, seen), (nearly, failed), (in_proportion, failed), (only_where, seen))
    )
    return (said + returned_early(answer)).strip() or some_right(seen)


def of_the_whole(names, trials, outcomes, wanted, close):
    """A sentence of a relation between the whole results, which holds in all cases; or ""."""
    return in_all_cases(names[: min(map(len, trials))], related(trials, outcomes, wanted, close))


def related(trials, outcomes, wanted, close):
    """The cases that can be related: an infinite result is right or not, and no error is like a number."""
    return [
        Case(trial, found.result, right.result, same(found.result, right.result, close))
        for trial, found, right in zip(trials, outcomes, wanted)
        if not found.error and not right.error and all(map(math.isfinite, numbers(right.result)))
    ]


def in_all_cases(names, seen):
    """The sentence of the first relation that holds in all cases, or ""."""
    if not seen or not all(same_form(case.found, case.wanted) for case in seen):
        return ""
    return first_found(
        names, [(relation, seen) for relation in (an_argument, transformed, times, plus, in_another_order, as_a_change)]
    )


def first_found(names, looked_for):
    """The sentence of the first relation that holds in its cases, or ""."""
    for relation, cases in looked_for:
        try:
            if said := relation(names, cases):
                return said
        except ArithmeticError:  # numbers beyond this relation
            pass
    return ""


class Case:
    """One case: its arguments, what was found and what is wanted."""

    def __init__(self, arguments, found, wanted, right):
        self.arguments, self.found, self.wanted, self.right = arguments, found, wanted, right
        self.f, self.w = numbers(found), numbers(wanted)


def same_form(found, wanted):
    if is_list(found) and is_list(wanted):
        return len(found) == len(wanted) and all(map(same_form, found, wanted))
    return isinstance(found, Real) and isinstance(wanted, Real)


def elsewhere(wrong, all_of_them):
    return f" In {all_of_them - wrong} of {all_of_them} cases it is right." if wrong < all_of_them else ""


# ---- relations that hold in all cases ----


def always_the_same(outcomes, wanted):
    """A sentence if all cases give one result, though others are wanted."""
    found, right = ({shown(outcome.result, 17) for outcome in them} for them in (outcomes, wanted))
    if (
        numbers(outcomes[0].result)
        and len(found) == 1
        and len(right) > 1
        and not any(outcome.error for outcome in outcomes)
    ):
        return "your function returns the same in every case: its arguments make no difference."
    return None


PARTS = {
    "": lambda x: x,
    "the sorted ": sorted,
    "the reverse of ": lambda x: x[::-1],
    "the first of ": lambda x: x[0],
    "the last of ": lambda x: x[-1],
    "the sum of ": sum,
    "the largest of ": max,
    "the smallest of ": min,
    "the length of ": len,
}


def an_argument(names, cases):
    """Whether the result is one of the arguments, or a part of one."""
    for place, name in enumerate(names):
        for words, part in PARTS.items():
            if len(cases) > 1 and all(c.f == [] or same(c.found, tried(part, c.arguments, place)) for c in cases):
                return f"what you return is {words}`{name}`{'' if words else ' as it was given'}."
    return None


def tried(part, arguments, place):
    try:
        return part(arguments[place])
    except (TypeError, IndexError, ValueError):
        return None


def entrywise(change):
    """The same change to every number of a result."""

    def changed(thing):
        return type(thing)(map(changed, thing)) if is_list(thing) else change(thing)

    return changed


def outer(change):
    """A change of the outermost list."""
    return lambda thing: change(list(thing)) if is_list(thing) else None


def inmost(change):
    """A change of the innermost lists."""

    def changed(thing):
        if is_list(thing) and thing and is_list(thing[0]):
            return [changed(x) for x in thing]
        return change(list(thing)) if is_list(thing) else None

    return changed


def softmax(xs):
    powers = [math.exp(x - max(xs)) for x in xs]
    return [p / sum(powers) for p in powers]


def transposed(rows):
    return [list(column) for column in zip(*rows, strict=True)]


CHANGES = {
    "the right numbers with the other sign.": entrywise(lambda x: -x),
    "the right numbers in reverse order.": outer(lambda xs: xs[::-1]),
    "each of the right lists in reverse order.": inmost(lambda xs: xs[::-1]),
    "the right rows and columns, exchanged: yours is transposed.": outer(transposed),
    "the right numbers, each one place too far to the right.": outer(lambda xs: xs[-1:] + xs[:-1]),
    "the right numbers, each one place too far to the left.": outer(lambda xs: xs[1:] + xs[:1]),
    "the right numbers, sorted: they were to stay in their places.": inmost(sorted),
    "the right numbers, sorted from large to small: they were to stay in their places.": inmost(
        lambda xs: sorted(xs, reverse=True)
    ),
    "the right numbers without their signs.": entrywise(abs),
    "the right numbers, but those below 0 became 0.": entrywise(lambda x: max(0.0, x)),
    "the right numbers cut to whole ones.": entrywise(int),
    "the right numbers rounded down to whole ones.": entrywise(math.floor),
    "1 minus the right numbers.": entrywise(lambda x: 1 - x),
    "1 divided by the right numbers.": entrywise(lambda x: 1 / x),
    "the squares of the right numbers.": entrywise(lambda x: x * x),
    "the roots of the right numbers.": entrywise(lambda x: math.copysign(abs(x) ** 0.5, x)),
    "the exponentials of the right numbers.": entrywise(math.exp),
    "the logarithms of the right numbers.": entrywise(math.log),
    "the right numbers, each added to all before it.": inmost(lambda xs: list(accumulate(xs))),
    "the right numbers, divided by their sum.": inmost(lambda xs: [x / sum(xs) for x in xs]),
    "the right numbers, divided by the largest of them.": inmost(lambda xs: [x / max(xs) for x in xs]),
    "the right numbers, with softmax applied once more.": inmost(softmax),
    "the right numbers, taken to be logits of a softmax.": inmost(lambda xs: softmax([-x for x in xs])),
} | {
    f"the right numbers rounded to {digits} digits; leave them as they are.": entrywise(
        lambda x, digits=digits: round(x, digits)
    )
    for digits in range(9)
}  # fmt: skip


def transformed(names, cases):
    """Whether one of CHANGES makes yours of the right results in all cases."""
    told = [case for case in cases if len(case.w) > 0]
    for sentence, change in CHANGES.items():
        if len(told) > 1 and all(is_changed(change, case) for case in told):
            return f"these are {sentence}"
    return None


def is_changed(change, case):
    try:
        return same(case.found, change(case.wanted))
    except (ArithmeticError, ValueError, TypeError):
        return False


def sizes(names, cases):
    """(words, the number it stands for in every case) of numbers that cases hold, and of the lengths of their lists."""
    for place, name in enumerate(names):
        measured = [size(case.arguments[place]) for case in cases]
        if all(x is not None and x != 0 for x in measured):
            length = is_list(cases[0].arguments[place])
            words = f"the length of `{name}`" if length else f"`{name}`"
            yield words, measured
            yield f"the root of {words}", [abs(x) ** 0.5 for x in measured]
            if length:
                yield f"one less than {words}", [x - 1 for x in measured]
                yield f"one more than {words}", [x + 1 for x in measured]


def fits(cases, combined, measured):
    """Whether every number of every case is its wanted number combined with what was measured there."""
    told = [(c, m) for c, m in zip(cases, measured) if all(map(math.isfinite, c.w))]
    return all(same(c.f, [combined(w, m) for w in c.w]) for c, m in told)


def left_over(cases, combined, measured):
    """The one factor between yours and each wanted number combined with what was measured there; 0 if there is none."""
    i, w, f = max(((i, w, f) for i, c in enumerate(cases) for w, f in zip(c.w, c.f)), key=lambda found: abs(found[1]))
    factor = f / combined(w, measured[i])
    return factor if fits(cases, lambda w, m: factor * combined(w, m), measured) else 0


def times(names, cases):
    """The right numbers times something; what is nothing times anything stays nothing."""
    nothing, cases = ([c for c in cases if any(c.w) is so] for so in (False, True))
    if len(cases) < 2 or any(any(c.f) for c in nothing):
        return None
    w, f = max(((w, f) for c in cases for w, f in zip(c.w, c.f)), key=lambda pair: abs(pair[0]))
    if f != w and fits(cases, mul, [f / w] * len(cases)):
        return f"these are the right numbers times {f / w:.6g}."
    for words, measured in sizes(names, cases):
        if fits(cases, mul, measured):
            return f"these are the right numbers times {words}."
        if all(measured) and fits(cases, truediv, measured):
            return f"these are the right numbers divided by {words}."
        if factor := all(measured) and left_over(cases, mul, measured):
            return f"these are the right numbers times {words}, times {factor:.6g}."
        if factor := all(measured) and left_over(cases, truediv, measured):
            return f"these are the right numbers divided by {words}, times {factor:.6g}."
    return None


def plus(names, cases):
    """The right numbers plus something."""
    cases = [c for c in cases if c.w]
    if len(cases) < 2:
        return None
    more = cases[0].f[0] - cases[0].w[0]
    if more and math.isfinite(more) and fits(cases, add, [more] * len(cases)):
        return f"these are the right numbers {'plus' if more > 0 else 'minus'} {abs(more):.6g}."
    for words, measured in sizes(names, cases):
        for word, combined in (("plus", add), ("minus", sub)):
            if fits(cases, combined, measured):
                return f"these are the right numbers {word} {words}."
    return None


def as_a_change(names, cases):
    """Whether what is added to an argument of the same form is right, but for its sign or a factor."""
    for place, name in enumerate(names):
        if all(same_form(case.arguments[place], case.wanted) for case in cases):
            changes = [Change(case, numbers(case.arguments[place])) for case in cases]
            if all(same(c.f, [-x for x in c.w]) for c in changes):
                return f"`{name}` moves by the right amount, but the other way."
            if said := times(names, changes):
                return said.replace("these are the right numbers", f"what is added to `{name}` is the right amount")
    return None


class Change(Case):
    """A case by how far the numbers of its results are from those of an argument."""

    def __init__(self, case, start):
        super().__init__(case.arguments, case.found, case.wanted, case.right)
        self.f, self.w = ([x - s for x, s in zip(xs, start)] for xs in (case.f, case.w))


def in_another_order(names, cases):
    """The same numbers in every case, and in some of them two that differ have changed places."""
    moved = [case for case in cases if not case.right and max(case.w, default=0) > min(case.w, default=0)]
    if len(moved) > 1 and all(same(sorted(c.f), sorted(c.w)) for c in cases):
        return "these are the right numbers in another order."
    return None


# ---- relations of the cases that fail ----


def where(names, cases):
    """The kind of cases in which an answer is wrong."""
    passed, failed = parted(cases)
    if passed and failed and len(passed) >= len(failed) / 4 and (text := kind_of_failure(names, passed, failed)):
        return f"right in every case but those where {text} ({len(failed)} of {len(cases)})."
    return None


def only_where(names, cases):
    """The kind of the few cases in which an answer is right."""
    passed, failed = parted(cases)
    if passed and failed and (text := kind_of_failure(names, failed, passed)):
        return f"right only where {text} ({len(passed)} of {len(cases)} cases)."
    return None


def parted(cases):
    """The arguments of the cases that are right, and of those that are wrong."""
    return [[c.arguments for c in cases if c.right is wanted] for wanted in (True, False)]


def nearly(names, cases):
    """Whether all numbers are off by little."""
    off = [abs(f - w) / max(largest(c.w), 1e-300) for c in cases for f, w in zip(c.f, c.w) if math.isfinite(f - w)]
    if off and len(off) == sum(len(c.w) for c in cases) and 0 < max(off) < 1e-3:
        return f"nearly right: off by at most {max(off):.1g} of the largest number. Something small is missing, or too much."
    return None


def in_proportion(names, cases):
    """Whether yours are the right numbers times a factor of their own in each case."""
    told = [c for c in cases if sum(1 for w in c.w if w) > 1]
    if len(told) < 2 or len(told) < len(cases) / 2:
        return None
    factors = [max(zip(c.w, c.f), key=lambda pair: abs(pair[0])) for c in told]
    if all(same(c.f, [x * (f / w) for x in c.w]) and f for c, (w, f) in zip(told, factors)):
        w, f = factors[0]
        if all(same(other_f / other_w, f / w) for other_w, other_f in factors):
            how = "with the other sign" if same(f / w, -1) else f"times {f / w:.4g}"
            return f"wherever it is wrong, these are the right numbers {how}."
        return f"in each case these are the right numbers times a factor; it is {f / w:.4g} here, another elsewhere."
    return None


def some_right(cases):
    right = sum(case.right for case in cases)
    return f"right in {right} of {len(cases)} cases; this is the smallest of the others." if right else None

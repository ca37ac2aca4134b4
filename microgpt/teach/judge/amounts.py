"""By how much results differ from what is wanted: a factor, a sum, a step that is too long."""

import math
from fractions import Fraction
from numbers import Real
from operator import add, mul, sub, truediv

from .cases import Case, same_form
from .form import is_list
from .kinds import size
from .same import largest, numbers, same


def sizes(names, cases):
    """(words, the number it stands for in every case) of numbers that cases hold, and of the lengths of their lists."""
    for place, name in enumerate(names):
        measured = [size(case.arguments[place]) for case in cases]
        if all(x is not None and x != 0 for x in measured):
            length = is_list(cases[0].arguments[place])
            words = f"the length of `{name}`" if length else f"`{name}`"
            yield words, measured
            yield f"the root of {words}", [abs(x) ** 0.5 for x in measured]
            if length and all(isinstance(x, Real) for case in cases for x in case.arguments[place]):
                yield f"the sum of `{name}`", [sum(case.arguments[place]) for case in cases]
                yield f"the largest of `{name}`", [max(case.arguments[place]) for case in cases]
            if length:
                yield f"one less than {words}", [x - 1 for x in measured]
                yield f"one more than {words}", [x + 1 for x in measured]
    for name, xs, index, places in looked_up(names, cases):
        yield f"`{name}[{index}]`", [row[i] for row, i in zip(xs, places)]


def looked_up(names, cases):
    """(name of a list of numbers, these lists, name of a place in it, these places), the numbers there not 0."""
    columns = [(name, [case.arguments[place] for case in cases]) for place, name in enumerate(names)]
    for name, xs in columns:
        for index, places in columns if all(map(is_list, xs)) else ():
            if all(type(i) is int and 0 <= i < len(row) for row, i in zip(xs, places)) and all(
                isinstance(row[i], Real) and row[i] for row, i in zip(xs, places)
            ):
                yield name, xs, index, places


def by(factor):
    """Words for a factor: times 7, divided by 55, times 2/3, times 0.1234."""
    text, ratio = f"{factor:.6g}", Fraction(factor).limit_denominator(1000)
    if math.isclose(float(text), factor, rel_tol=1e-9) or not math.isclose(float(ratio), factor, rel_tol=1e-9):
        return f"times {text}"
    return f"divided by {ratio.denominator}" if ratio.numerator == 1 else f"times {ratio}"


def fits(cases, combined, measured):
    """Whether every number of every case is its wanted number combined with what was measured there."""
    told = [(c, m) for c, m in zip(cases, measured) if all(map(math.isfinite, c.w))]
    if not all(math.isclose(c.f[0], combined(c.w[0], m), rel_tol=1e-3, abs_tol=1e-3) for c, m in told[:3] if c.w):
        return False  # as is mostly seen at a glance
    return all(same(c.f, [combined(w, m) for w in c.w]) for c, m in told)


def largest_of(cases):
    """(place of the case, the number wanted, the number found) where the number wanted is largest."""
    return max(((i, w, f) for i, c in enumerate(cases) for w, f in zip(c.w, c.f)), key=lambda found: abs(found[1]))


def left_over(cases, combined, measured, at):
    """The one factor between yours and each wanted number combined with what was measured there; 0 if there is none."""
    i, w, f = at
    factor = f / combined(w, measured[i])
    return factor if fits(cases, lambda w, m: factor * combined(w, m), measured) else 0


def times(names, cases):
    """The right numbers times something; what is nothing times anything stays nothing."""
    nothing, cases = ([c for c in cases if any(c.w) is so] for so in (False, True))
    if len(cases) < 2 or any(any(c.f) for c in nothing):
        return None
    at = _, w, f = largest_of(cases)
    if not f:
        return None
    if f"{f / w:.6g}" != "1" and fits(cases, mul, [f / w] * len(cases)):
        return f"these are the right numbers {by(f / w)}."
    for words, measured in sizes(names, cases):
        if fits(cases, mul, measured):
            return f"these are the right numbers times {words}."
        if all(measured) and fits(cases, truediv, measured):
            return f"these are the right numbers divided by {words}."
        if factor := all(measured) and left_over(cases, mul, measured, at):
            return f"these are the right numbers times {words}, {by(factor)}."
        if factor := all(measured) and left_over(cases, truediv, measured, at):
            return f"these are the right numbers divided by {words}, {by(factor)}."
    return None


def nothing(names, cases):
    """Whether only zeros came."""
    if len(cases) < 2 or any(any(c.f) for c in cases) or not any(any(c.w) for c in cases):
        return None
    cut = all(abs(w) < 1 for c in cases for w in c.w)
    return f"nothing but zeros came{': does `//` or `int` cut what is below 1?' if cut else '.'}"


def in_proportion_to(names, cases):
    """Whether one number came that is something of the arguments times a factor."""
    if len(cases) < 2 or not all(isinstance(case.found, Real) for case in cases):
        return None
    for words, measured in sizes(names, cases):
        factor = cases[0].f[0] / measured[0]
        if factor and math.isfinite(factor) and all(same(c.f[0], factor * m) for c, m in zip(cases, measured)):
            return f"what came is {words} {by(factor)}, in every case."
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
        if cases and all(
            same_form(case.arguments[place], case.wanted) and same_form(case.found, case.wanted) for case in cases
        ):
            changes = [Change(case, numbers(case.arguments[place])) for case in cases]
            if all(same(c.f, [-x for x in c.w]) for c in changes):
                return f"`{name}` moves by the right amount, but the other way."
            if said := times(names, changes):
                return said.replace("these are the right numbers", f"what is added to `{name}` is the right amount")
    return None


class Change(Case):
    """A case by how far the numbers of its results are from those of an argument."""

    def __init__(self, case, start):
        super().__init__(case.arguments, case.found, case.wanted, case.right, case.shown)
        self.f, self.w = ([x - s for x, s in zip(xs, start)] for xs in (case.f, case.w))


def in_proportion(names, seen):
    """Whether yours, wherever it is wrong, are the right numbers times a factor of their own."""
    cases = [c for c in seen if not c.right and same_form(c.found, c.wanted)]
    few_right = 4 * (len(seen) - len(cases)) <= len(cases)  # as by chance
    where = "in each case" if few_right else "wherever it is wrong,"
    told = [c for c in cases if sum(1 for w in c.w if w) > 1]
    if len(told) < 2 or len(told) < len(cases) / 2:
        return None
    factors = [max(zip(c.w, c.f), key=lambda pair: abs(pair[0])) for c in told]
    if all(same(c.f, [x * (f / w) for x in c.w]) and f for c, (w, f) in zip(told, factors)):
        w, f = factors[0]
        if all(same(other_f / other_w, f / w) for other_w, other_f in factors):
            how = "with the other sign" if same(f / w, -1) else f"times {f / w:.4g}"
            return f"wherever it is wrong, these are the right numbers {how}."
        here = next((f / w for c, (w, f) in zip(told, factors) if c.shown), None)
        if here is None:
            return f"{where} these are the right numbers times a factor, but not always the same one."
        if f"{here:.4g}" == "1":
            return f"{where} these are the right numbers times a factor: it is nearly 1 here, another elsewhere."
        return f"{where} these are the right numbers times a factor; it is {here:.4g} here, another elsewhere."
    return None


def nearly(names, cases):
    """Whether all numbers are off by little."""
    sizes = [max(largest(c.w), 1e-300) for c in cases]
    off = [abs(f - w) / size for c, size in zip(cases, sizes) for f, w in zip(c.f, c.w) if math.isfinite(f - w)]
    if off and len(off) == sum(len(c.w) for c in cases) and 0 < max(off) < 1e-3:
        return f"nearly right: off by at most {max(off):.1g} of the largest number. Something small is missing, or too much."
    return None

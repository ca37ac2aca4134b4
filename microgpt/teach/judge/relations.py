"""How wrong results are related to the wanted ones, where no mistake has a name: for every exercise alike."""

import math
from itertools import accumulate
from operator import gt, lt

from .amounts import as_a_change, in_proportion, in_proportion_to, nearly, nothing, plus, times
from .calling import plain
from .cases import related, same_form, tried_in
from .form import is_list
from .kinds import FEW, kind_of_failure
from .lines import returned_early
from .places import in_part, off_by, some_places
from .same import numbers, same
from .words import shown

SOMEWHERE = "wherever it is wrong"  # begins a sentence about the cases that fail


def relation(names, trials, outcomes, wanted, is_same, shown, answer=None, known=""):
    """A sentence that holds in all cases with a result, or None. outcomes and wanted: an Outcome for every trial.
    is_same(found, wanted): whether a result is right.

    shown: the place of the trial that the learner sees beside it; what is said of one case alone is said of that. known: a
    sentence that is said where none is found that relates all results to the wanted ones.
    """
    names, seen = names[: min(map(len, trials))], related(trials, outcomes, wanted, is_same, shown)
    all_of_them = tried_in(trials, outcomes, wanted, is_same, shown)
    failed = [case for case in seen if same_form(case.found, case.wanted) and not case.right]
    looked_for = [
        (nearly, failed),
        (in_proportion, seen),
        (some_places, seen),
        (as_a_change, seen),
        (where, all_of_them),
    ]
    looked_for += [(off_by, failed), (in_part, failed), (only_where, all_of_them)]
    said = in_all_cases(names, seen) or known or first_found(names, looked_for)
    if said.startswith(SOMEWHERE) and (kind := where(names, all_of_them)):
        said += f" It is {kind}"
    return (said + returned_early(answer)).strip() or (some_right(all_of_them) if any(c.right for c in seen) else None)


def of_the_whole(names, trials, outcomes, wanted, is_same):
    """A sentence of a relation between the whole results, which holds in all cases; or ""."""
    return in_all_cases(names[: min(map(len, trials))], related(trials, outcomes, wanted, is_same, None))


def in_all_cases(names, seen):
    """The sentence of the first relation that holds in all cases, or ""."""
    if not seen or not all(same_form(case.found, case.wanted) for case in seen):
        return ""
    known = one_number, nothing, an_argument, transformed, times, plus, in_proportion_to, cut_off, in_another_order
    return first_found(names, [(relation, seen) for relation in known])


def first_found(names, looked_for):
    """The sentence of the first relation that holds in its cases, or ""."""
    for relation, cases in looked_for:
        try:
            if said := relation(names, cases):
                return said
        except ArithmeticError:  # numbers beyond this relation
            pass
    return ""


def elsewhere(names, trials, outcomes, wanted, is_same, by_kind):
    """A sentence about the cases in which an answer is right, beside one in which it stops; by_kind: told by what they are."""
    cases = tried_in(trials, outcomes, wanted, is_same, None)
    right = sum(case.right for case in cases)
    if by_kind and (kind := where(names[: min(map(len, trials))], cases)):
        return f" It is {kind}"
    return f" In {right} of {len(cases)} cases it is right." if right else ""


# ---- relations that hold in all cases ----


def one_number(names, cases):
    """Whether one and the same number came everywhere, where another one is wanted everywhere."""
    found, right = ({x for case in cases for x in them(case)} for them in (lambda c: c.f, lambda c: c.w))
    if len(found) == len(right) == 1 and len(cases) > 1:
        return f"everywhere {shown(*found)} came, where {shown(*right)} is wanted."
    return None


def cut_off(names, cases):
    """Whether yours are the right numbers, but for those beyond a bound, in whose place the bound came."""
    pairs = [(f, w) for case in cases for f, w in zip(case.f, case.w)]
    low, high = min(f for f, _ in pairs), max(f for f, _ in pairs)
    if not 0 < high - low < math.inf or not all(same(f, min(max(w, low), high)) for f, w in pairs):
        return None
    ends = [
        f"what is {word} {bound:.4g} became {bound:.4g}"
        for word, bound, is_beyond in (("below", low, lt), ("above", high, gt))
        if len({w for _, w in pairs if is_beyond(w, bound) and not same(w, bound)}) > 1
    ]
    return f"these are the right numbers, but {', and '.join(ends)}." if ends else None


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
                what = "what you return" if name.isidentifier() else "what comes of it"  # which is no argument
                return f"{what} is {words}`{name}`{'' if words else ' as it was given'}."
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
    f"the right numbers rounded to {digits} digit{'' if digits == 1 else 's'}; leave them as they are.": entrywise(
        lambda x, digits=digits: round(x, digits)
    )
    for digits in range(9)
}  # fmt: skip


def transformed(names, cases):
    """Whether one of CHANGES makes yours of the right results in all cases."""
    told = [case for case in cases if len(case.w) > 0]
    for sentence, change in CHANGES.items():
        if len(told) > 1 and all(is_changed(change, case) for case in told) and any(map(differs, told)):
            return f"these are {sentence}"
    return None


def differs(case):
    """Whether more than rounding lies between yours and the right numbers, so that something can be said to be changed."""
    return not same(case.found, case.wanted)


def is_changed(change, case):
    try:
        return same(case.found, change(case.wanted))
    except (ArithmeticError, ValueError, TypeError):
        return False


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
        if NOT_1 in text:  # "but those where it is not 1" would deny twice
            return only(text.replace(NOT_1, " is 1"), passed, cases)
        return f"right in every case but those where {text} ({len(failed)} of {len(cases)})."
    return None


NOT_1 = " is not 1"
SMALLEST = ("is empty", "holds one thing")


def only_where(names, cases):
    """The kind of the few cases in which an answer is right."""
    passed, failed = parted(cases)
    text = kind_of_failure(names, failed, passed) if passed and failed else None
    if text and (len(passed) >= FEW or text.endswith(SMALLEST)):  # else it may be by chance
        return only(text, passed, cases)
    return None


def only(text, passed, cases):
    return f"right only where {text} ({len(passed)} of {len(cases)} cases)."


def parted(cases):
    """The arguments of the cases that are right, and of those that are wrong."""
    return [[c.arguments for c in cases if c.right is wanted] for wanted in (True, False)]


def some_right(cases):
    right, wrong = sum(case.right for case in cases), [case for case in cases if not case.right]
    shown = [case for case in wrong if case.shown]
    smallest = shown and size_of(shown[0]) == min(map(size_of, wrong))
    this = f"; this is {'the smallest' if smallest else 'one'} of the others" if shown else ""
    return f"right in {right} of {len(cases)} cases{this}." if right else None


def size_of(case):
    return len(numbers(plain(case.arguments)))

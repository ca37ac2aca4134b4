"""What is wrong with a result before its numbers are looked at: nothing came, or too few, or something of another kind."""

import math
import re
from collections import Counter
from numbers import Real

from .calling import Odd
from .lines import NOT_ASKED, early, never_returns, returned_early, returns_something
from .same import numbers, same
from .words import shown

ODD = {
    "dictionary": "a dictionary came; return what is wanted alone, without names for it.",
    "str": "a text came; return the numbers themselves, not how they are written.",
    "bytes": "bytes came; return the numbers themselves.",
    "function": "a function came back, not a result: does it want to be called, with brackets after its name?",
    "complex": "a complex number came: a root or a power of a negative number was taken on the way.",
    "huge": "a number came that is larger than any float.",
    "endless": "what came back never ends, or holds itself.",
}
SET = "a set came: it has no order, and keeps equal things once."


def is_stub(outcome):
    """Whether an answer, or what it returned, is still the dots of its stub."""
    if outcome.error:
        return outcome.error.type == "NotImplementedError"
    return outcome.result is ... or (isinstance(outcome.result, list | tuple) and ... in outcome.result)


def is_nothing(outcome):
    return outcome.error is None and outcome.result is None


def is_list(thing):
    return isinstance(thing, list | tuple)


# ---- the sentence ----


def fault(found, wanted, exact=False, changed=None, answer=None, sometimes=False):
    """A sentence about the form of an Outcome, or None where there is nothing to say.

    changed: the name of an argument that was changed; answer: the function itself, where it is at hand; sometimes: whether
    something came in other cases.
    """
    if found.error or wanted.error:
        return None
    result, right = found.result, wanted.result
    if result is None and right is not None:
        if sometimes and not found.printed.strip() and not never_returns(answer):
            more = ", or with `or None`? An empty list is wanted." if right == [] else "?"
            return f"in this case None came back: does a way through your function end without `return`{more}"
        return nothing(found, changed, answer)
    if odd := odd_one(result, right):
        path, said = odd
        return said if not path else f"{at(path)}{said}"
    if is_list(right) and is_list(result):
        return listed(result, right, answer) or (no_tuple(result, right, found.exact) if exact else None)
    if is_list(right):
        return single(result, right, answer)
    if is_list(result):
        return too_many(result, right)
    return kinds(result, right)


def other_length(found, wanted):
    """Whether the result of an Outcome is a list of another length than the right one, and nothing else is known to be wrong."""
    result, right = found.result, wanted.result
    return is_list(result) and is_list(right) and len(result) != len(right) and depth(result) == depth(right)


def commonest(outcomes, wanted, exact, wrong, first):
    """The first of the wrong cases whose form has the fault that most of them have, where the very first has one.

    Where that is a length, and most have the right one and other numbers, it is so by chance: then the first of these.
    """

    def told(i):
        sentence = fault(outcomes[i], wanted[i], exact, answer=NOT_ASKED)
        return sentence and re.sub(r"\d+ |s\b", "", sentence.replace(" are ", " is "))  # whatever the numbers

    if not told(first):
        return first
    faults = {i: told(i) for i in wrong if not outcomes[i].error}
    if not other_length(outcomes[first], wanted[first]):
        faults = {i: fault for i, fault in faults.items() if fault}
    most = max(Counter(faults.values()).values())
    return next(i for i in faults if Counter(faults.values())[faults[i]] == most)


def always(outcomes, wanted):
    """A sentence if in every case one and the same end of the right list is missing; or None."""
    pairs = [(found.result, right.result) for found, right in zip(outcomes, wanted)]
    long = [(found, right) for found, right in pairs if is_list(right) and len(right) > 1]
    if len(long) > 1 and all(is_list(found) and len(found) == 1 and same(found, right[-1:]) for found, right in long):
        return "in every case only the last came: is your list made anew in every round?"
    if not all(is_list(found) and is_list(right) and len(found) == len(right) - 1 for found, right in pairs):
        return None
    if len(pairs) > 1 and all(same(found, right[:-1]) for found, right in pairs):
        return "in every case the last is missing; all before it is right."
    if len(pairs) > 1 and all(same(found, right[1:]) for found, right in pairs):
        return "in every case the first is missing; all after it is right."
    return None


def nothing(found, changed, answer):
    if found.printed.strip():
        return (
            "your function printed something but returned nothing: `return` hands a result back, print only shows it."
        )
    if changed:
        return f"your function changes `{changed}` and returns nothing: make something new, and `return` it."
    if returns_something(answer):
        return (
            "None came back: does a way through your function end without `return`, or is what it returns a call that "
            "hands nothing back, as append and sort do?"
        )
    return "your function returned nothing: let it end with `return` and the result."


def odd_one(result, right):
    """(places, a sentence) of the first thing in a result that is neither number nor list, or None.

    right: what is wanted in its place, or None where nothing stands there.
    """
    if isinstance(result, Odd) and result.kind in ("set", "frozenset"):
        return (), SET + (f" {described(right).capitalize()} is wanted." if right is not None else "")
    if isinstance(result, Odd):
        return (), ODD.get(
            result.kind, f"something of the kind {result.kind} came, which is no number and no list of them."
        )
    if not is_list(result):
        return None
    for place, thing in enumerate(result):
        if thing is None:
            return (place,), "None came, which is nothing: does it come from a call that hands nothing back, as append?"
        if odd := odd_one(thing, right[place] if is_list(right) and place < len(right) else None):
            return (place, *odd[0]), odd[1]
    return None


def at(path):
    """Words for the places that lead to a thing in a result."""
    return f"at place {', '.join(map(str, path))} of your result: " if path else ""


def kinds(result, right):
    if isinstance(right, Real) and isinstance(result, str):
        return ODD["str"]
    if isinstance(right, Real) and isinstance(result, bool) and not isinstance(right, bool) and right not in (0, 1):
        return "True or False came; a number is wanted."
    if isinstance(right, Real) and isinstance(result, float) and math.isnan(result):
        return (
            "nan came, which is not a number: infinity minus infinity, divided by infinity or times 0 on the way, or a nan "
            "that was there before."
        )
    if isinstance(result, float) and math.isinf(result) and isinstance(right, Real) and not math.isinf(right):
        return f"infinity came where {shown(right)} is wanted."
    return None


def too_many(result, right):
    """A list where one number is wanted."""
    what = "a tuple" if isinstance(result, tuple) else "a list"
    if len(result) == 1:
        return f"one number is wanted, not {what} of one: is there a bracket or a comma too many?"
    for word, put_together in (("sum", sum), ("mean", lambda xs: sum(xs) / len(xs))):
        if result and all(isinstance(x, Real) for x in result) and same(put_together(result), right):
            return f"one number is wanted; you return {described(result)}, whose {word} is right."
    return f"one number is wanted, {described(result)} came."


def single(result, right, answer):
    """One number where a list is wanted."""
    if isinstance(result, str):
        return ODD["str"]
    if len(right) == 1:
        return f"{described(right)} is wanted, a single one came; a list of one needs brackets, a tuple of one a comma too: (2,)."
    if same(result, right[0]):
        return f"right so far, but only the first of {len(right)} came.{early(answer)}"
    if (
        all(isinstance(x, Real) for x in right) and same(result, sum(right)) and not same(result, 1)
    ):  # as probabilities do
        return f"{described(right)} is wanted; what came is their sum."
    return f"{described(right)} is wanted, one number came.{returned_early(answer)}"


def listed(result, right, answer, path=()):
    """A list for a list: of another depth, of another length, or with other things in it."""
    if depth(result) != depth(right) and described(result) != described(right) and (result or right):
        return at(path) + deeper(result, right)
    if len(result) != len(right):
        return at(path) + longer(result, right, answer)
    said = inside(result, right, path)
    return f"{at(path)}all is there, but in another order." if said and reordered(result, right) else said


def inside(result, right, path):
    """What is wrong with the form of the first thing in a list of the right length whose form is wrong, or None."""
    for place, (found, wanted) in enumerate(zip(result, right)):
        here = (*path, place)
        if is_list(wanted) and is_list(found):
            if said := listed(found, wanted, NOT_ASKED, here):
                return said
        elif is_list(wanted) or is_list(found):
            return f"{at(here)}{described(wanted)} is wanted, {described(found)} came."
        elif said := kinds(found, wanted):
            return at(here) + said
    return None


def reordered(result, right):
    """Whether a list holds just what the right one does."""
    left = list(right)
    for found in result:
        place = next((i for i, wanted in enumerate(left) if same(found, wanted)), None)
        if place is None:
            return False
        del left[place]
    return True


def deeper(result, right):
    """A sentence about brackets."""
    if len(result) == 1 and same(result[0], right):
        return "all is right but for a pair of brackets too many around it."
    if len(right) == 1 and same(result, right[0]):
        return "all is right but for a pair of brackets that is missing around it."
    if same(numbers(result), numbers(right)) and numbers(right):
        how = "deep" if depth(result) > depth(right) else "flat"
        return (
            f"the numbers are right, but nested too {how}: {described(right)} is wanted, yours is {described(result)}."
        )
    return f"{described(right)} is wanted, {described(result)} came."


def longer(result, right, answer):
    """A sentence about a length."""
    if not right:
        return f"an empty list is wanted, {counted(result)} came."
    came = len(result) if not result or counted(result[:1]) == counted(right[:1]) else counted(result)
    said = f"{counted(right)} {'is' if len(right) == 1 else 'are'} wanted, {came} came"
    if len(result) == 1 and same(result[0], right[0]):
        return f"right so far, but too short: {said}.{early(answer)}"
    if not result:
        return f"{said}: what came is empty.{returned_early(answer)}"
    if same(result, right[: len(result)]):
        return f"{said}: right so far, but the last {missing(right, result)}."
    if same(result, right[-len(result) :]):
        return f"{said}: the first {missing(right, result)}, the others are right."
    if same(result[: len(right)], right):
        return f"{said}: {'the first is' if len(right) == 1 else f'the first {len(right)} are'} right, what follows is too much."
    if right and same(result[-len(right) :], right):
        return f"{said}: what comes before the last{f' {len(right)}' if len(right) > 1 else ''} is too much."
    return f"{said}.{returned_early(answer)}"


def missing(right, result):
    gone = len(right) - len(result)
    return "is missing" if gone == 1 else f"{gone} are missing"


def no_tuple(result, right, as_it_came=True):
    """A sentence about the first list that must be a tuple, since it has any length and is to be a key.

    as_it_came: whether it was a list before it was looked at.
    """
    came = "a list came" if as_it_came else "something else came"
    for place, (found, wanted) in enumerate(zip(result, right)):
        if is_list(wanted) and any(isinstance(w, tuple) and not isinstance(f, tuple) for f, w in zip(found, wanted)):
            return f"{at((place,))}a tuple is wanted inside, {came}: tuple(...) makes one of it."
    return None


# ---- words for a form ----


def depth(thing):
    """Levels of brackets."""
    return 1 + max(map(depth, thing), default=0) if is_list(thing) else 0


def described(thing):
    """ "a list of 3 lists of 2 numbers", for instance."""
    if not is_list(thing):
        return "a number" if isinstance(thing, Real) else "a text" if isinstance(thing, str) else "something else"
    if isinstance(thing, tuple):
        return "a pair" if len(thing) == 2 else f"a tuple of {counted(thing)}"
    return f"a list of {counted(thing)}" if thing else "an empty list"


def counted(things):
    """ "3 numbers", "1 list of 2 numbers", "2 pairs", whatever a list holds."""
    n, s = len(things), "" if len(things) == 1 else "s"
    if things and all(isinstance(x, Real) for x in things):
        return f"{n} number{s}"
    if things and all(isinstance(x, tuple) and len(x) == 2 for x in things):
        return f"{n} pair{s}"
    if things and all(is_list(x) for x in things):
        inner = {counted(x) for x in things}
        return f"{n} list{s}" + (f" of {inner.pop()}" if len(inner) == 1 else "")
    return f"{n} thing{s}"

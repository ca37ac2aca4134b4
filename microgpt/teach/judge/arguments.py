"""What an answer makes of its arguments: whether they make a difference, and whether earlier results come once more."""

import math

from .form import is_list
from .same import numbers, same
from .words import shown


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


def remembered(names, trials, outcomes, wanted, is_same):
    """A sentence if an answer is right where an argument (or its length, or all others) comes for the first time, and the same
    ever after."""
    if len(outcomes) < len(trials) or any(outcome.error or right.error for outcome, right in zip(outcomes, wanted)):
        return None
    right = [is_same(found.result, right.result) for found, right in zip(outcomes, wanted)]
    if right.count(False) < 2:
        return None
    fitting = []
    for place, name in enumerate(names[: min(map(len, trials))]):
        ways = {
            f"with the same `{name}`": lambda trial, place=place: repr(trial[place]),
            f"that differs in `{name}` alone": lambda trial, place=place: repr((*trial[:place], *trial[place + 1 :])),
        }
        if all(is_list(trial[place]) for trial in trials):
            ways[f"with a `{name}` of the same length"] = lambda trial, place=place: len(trial[place])
        for words, key in ways.items():
            keys = list(map(key, trials))
            first = [keys.index(k) for k in keys]
            if all(right[k] and same(o.result, outcomes[k].result, 0.0) for o, k in zip(outcomes, first)):
                fitting.append(words)
    return fitting and (
        f"wherever it is wrong, the answer to an earlier case {' or '.join(fitting)} came once more: does your function "
        "keep answers from call to call, or not use all of its arguments?"
    )


def unused(names, mixed, start, outcomes, wanted):
    """A sentence if an argument makes no difference wherever two cases differ in it alone, and should; or "".

    mixed: those cases, of which the outcomes stand from `start` on. Of whole numbers, which may be alike by chance, nothing is said.
    """
    if all(x == int(x) for outcome in outcomes for x in numbers(outcome.result) if math.isfinite(x)):
        return ""
    pairs = [(case.place, case.base, i) for i, case in enumerate(mixed, start) if i < len(outcomes)]
    told = [(place, *(same_outcome(them[i], them[base]) for them in (outcomes, wanted))) for place, base, i in pairs]
    them = [
        f"`{name}`"
        for place, name in enumerate(names)
        if (found := [yours for at, yours, right in told if at == place and not right])
        and all(found)
        and len(found) > 1
    ]
    return them and (
        f"where cases differ in {' or '.join(them)} alone, your results do not differ, and should: is it used, or another name "
        "in its place?"
    )


def same_outcome(one, other):
    return not one.error and not other.error and same(one.result, other.result, 0.0)

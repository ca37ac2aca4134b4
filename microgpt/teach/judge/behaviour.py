"""What an answer does, within the limits of time; and the function that a notebook goes on with."""

import dis
import time
from functools import wraps
from math import inf

from . import limits, scout
from .calling import Error, Normaliser, Odd, Outcome, attempt, directly
from .kept import kept

NOTHING = {
    "RESUME",
    "NOP",
    "LOAD_CONST",
    "RETURN_VALUE",
    "RETURN_CONST",
    "POP_TOP",
    "CACHE",
    "COPY_FREE_VARS",
    "MAKE_CELL",
}
SLOW, TIMES, BEST_OF = 0.05, 10, 3  # seconds from which a case is looked at, how much slower is too slow, tries


def behaviour(answer, trials, use=directly, lift=None):
    """The Outcomes of an answer in all trials, in order; where it never ends, the last one is an Error "endless"."""
    outcomes = []
    clock = limits.Clock(lambda: len(outcomes))

    def work():
        for trial in trials:
            outcomes.append(attempt(answer, trial, use, lift))
            if getattr(outcomes[-1].result, "kind", "") == "endless":
                break

    with kept():
        ended = limits.within(work, lambda: len(outcomes))
    found = list(outcomes)
    if ended:
        return found
    return [*found, Outcome(error=Error("endless" if ended is None else "stuck", clock.waited()))]


def tried(answer, trials, use):
    """The same after a scout, where one can be sent: what it does not come back from is not tried here."""
    if not scout.goes_ahead():
        return behaviour(answer, trials, use)
    many, error = scout.sent(answer, trials, use)
    if error is None:
        return behaviour(answer, trials, use)
    return [*(behaviour(answer, trials[:many], use) if many else []), Outcome(error=error)]


def looked_at(thing):
    """Whatever was handed in instead of a function, as plain data; within the limits of time as well."""
    outcome = behaviour(lambda: thing, [()])[-1]
    return Odd("broken", f"a {type(thing).__name__}") if outcome.error else outcome.result


def is_untouched(answer):
    """Whether a function does nothing at all: its body is `pass`, `...` or a text."""
    code = getattr(answer, "__code__", None)
    return code is not None and all(line.opname in NOTHING for line in dis.get_instructions(code))


def slower(answer, runs_on, trials, outcomes, use, lift=None):
    """How many times longer an answer takes than what the notebook would run on, if that is too much; else 0."""
    longest = max(range(len(outcomes)), key=lambda i: outcomes[i].seconds)
    if outcomes[longest].seconds < SLOW or runs_on is answer:
        return 0
    trial = trials[longest]
    theirs = fastest(lambda: behaviour(answer, [trial], use, lift)[-1].seconds)
    ours = fastest(lambda: behaviour(runs_on, [trial], use, lift)[-1].seconds)
    return theirs / ours if ours and theirs > max(SLOW, TIMES * ours) else 0


def fastest(timed):
    start = time.perf_counter()
    found = [timed()]
    while len(found) < BEST_OF and time.perf_counter() - start < limits.TIME:
        found.append(timed())
    return min(found)


# ---- what a notebook goes on with ----


def go_on(answer, truth, trials, use):
    """The answer itself; where what it hands back are not the lists or tuples that `truth` does, a function that makes them so.

    Generators, maps, zips, tuples, arrays and the like are as right as lists: a notebook runs on lists all the same. That is
    what an answer hands back itself, and not what an exercise's `use` makes of it.
    """
    wanted = [result for result, _ in returned_by(truth, trials, use)]
    if not callable(answer) or all(result is None for result in wanted):  # what it is for is what it changes
        return answer
    pattern = pattern_of(wanted)
    with kept():
        found = returned_by(answer, trials, use)
    if all(exact and fits(result, pattern) for result, exact in found):
        return answer

    @wraps(answer)
    def normalised(*arguments, **named):
        return shaped(Normaliser(values=True, most=inf).plain(answer(*arguments, **named)), pattern)

    return normalised


def returned_by(function, trials, use):
    """[(plain data, whether it came so)] of whatever a function hands back, in every call that an exercise makes of it."""
    found = []

    def noting(*arguments, **named):
        found.append(function(*arguments, **named))
        return found[-1]

    for trial in trials:
        attempt(noting, trial, use)
    normalisers = [Normaliser() for _ in found]
    return [(each.plain(result), each.exact) for each, result in zip(normalisers, found)]


def pattern_of(results):
    """list or tuple with the pattern of what is inside (of each place, where all have as many places), else None."""
    if not results or not all(type(result) is type(results[0]) for result in results):
        return None
    if isinstance(results[0], list):
        return list, pattern_of([x for result in results for x in result])
    if isinstance(results[0], tuple):
        if len({len(result) for result in results}) == 1:
            return tuple, tuple(pattern_of(list(places)) for places in zip(*results))
        return tuple, pattern_of([x for result in results for x in result])
    return None


def fits(result, pattern):
    """Whether plain data has the lists and tuples of a pattern already."""
    if pattern is None:
        return not isinstance(result, list | tuple)
    kind, inside = pattern
    return type(result) is kind and all(map(fits, result, insides(inside, result)))


def shaped(thing, pattern):
    """Plain data in the lists and tuples of a pattern."""
    if pattern is None or not isinstance(thing, list | tuple):
        return thing
    kind, inside = pattern
    return kind(map(shaped, thing, insides(inside, thing)))


def insides(inside, things):
    """The pattern of each place."""
    places = isinstance(inside, tuple) and not (len(inside) == 2 and inside[0] in (list, tuple))
    return inside if places else [inside] * len(things)

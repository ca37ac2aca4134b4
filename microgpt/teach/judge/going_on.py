"""Whether the notebook can go on with an answer: it keeps nothing from call to call, and is quick, exact, and at home on Values."""

import copy

from .behaviour import behaviour, slower
from .calling import directly
from .same import coarse, same
from .words import shown

AGAIN = 0.1  # seconds that all cases may take, for an answer to be called on all of them once more
WHY = (
    "it keeps something from call to call, draws by chance on its own, or goes by an order that is another each time, "
    "as that of a set may be"
)
NO_END = ("endless", "stuck", "ended", "died")  # errors of what did not come back


def keeps(exercise, outcomes, answer):
    """What an answer keeps from call to call, in a sentence or None: a result that changes, or one that others share."""
    use, trials = exercise.use, exercise.trials

    def with_another(*case):
        found = use(answer, *case)
        use(answer, *copy.deepcopy(trials[-1]))
        return found

    def with_the_same(*case):
        use(answer, *case)
        return use(answer, *case)

    again, very_same, kept = (
        behaviour(how, trials[:1], using)[0]
        for how, using in ((answer, use), (with_the_same, directly), (with_another, directly))
    )
    return kept_something(exercise, outcomes, again, very_same, kept)


def kept_something(exercise, outcomes, again, very_same, kept):
    """The sentence about the first case, called again, twice on the same arguments, and with another one after it."""
    for outcome in (again,) if exercise.may_change else (again, very_same):
        if outcome.error or not exercise.is_same(outcome.result, outcomes[0].result):
            return f"called once more with the same arguments, your function does something else: {WHY}."
    if kept.error and kept.error.type in NO_END:
        return None
    if kept.error or not exercise.is_same(kept.result, outcomes[0].result):
        return "the next call changes what the first one returned: make a new list in every call."
    return None


def two_things(exercise, outcomes, answer):
    """A sentence if a wrong answer, called again on the same cases, makes something else of one of them."""
    if answer is None or sum(outcome.seconds for outcome in outcomes) > AGAIN:
        return None
    if any(outcome.error and outcome.error.type in NO_END for outcome in outcomes):
        return None
    again = behaviour(answer, exercise.trials, exercise.use)
    if all(map(alike, outcomes, again)):
        return None
    return f"called twice with the same arguments, your function does two different things: {WHY}."


def alike(one, other):
    """Whether two Outcomes tell no difference; of two exceptions only what is said of the results is compared."""
    if one.error and other.error:
        return not one.error.type == other.error.type == "Wrong" or one.error.message == other.error.message
    return shown(one.result, 17) == shown(other.result, 17)


def stays_behind(exercise, outcomes, answer):
    """Why a right answer is not what the notebook runs on, or None."""
    if any(coarse(outcome.result) for outcome in outcomes):
        return "it computes in less than double precision"
    if times := slower(answer, exercise.runs_on, exercise.trials, outcomes, exercise.use):
        return f"it takes {times:.0f} times as long as it needs"
    return exercise.on and not_on_values(exercise, answer)


def not_on_values(exercise, answer):
    """What an answer that is right on plain numbers does wrong with Values."""
    trials, wanted = exercise.on_values
    outcomes = behaviour(answer, trials, exercise.use, exercise.on)
    if why := next(filter(None, map(goes_wrong, outcomes, wanted)), None):
        if any(outcome.error for outcome in outcomes) and uses_numpy(answer):
            return "NumPy does not compute with Values, numbers that remember"
        return f"with Values, numbers that remember, {why}"
    if times := slower(answer, exercise.runs_on, trials, outcomes, exercise.use, exercise.on):
        return f"with Values, numbers that remember, it takes {times:.0f} times as long as it needs"
    return None


def uses_numpy(answer):
    """Whether a function asks for something of NumPy's by the module's name."""
    code, known = getattr(answer, "__code__", None), getattr(answer, "__globals__", {})
    return code is not None and any(getattr(known.get(name), "__name__", "") == "numpy" for name in code.co_names)


def goes_wrong(found, wanted):
    """What is wrong with an Outcome on Values, or None."""
    if found.error and found.error.type in ("endless", "stuck"):
        return f"it is still running after {found.error.message}"
    if found.error:
        return f"it stops with {found.error.type}: {found.error.message}"
    if not same(found.result, wanted.result, 1e-7):
        return "the result differs"
    if wanted.slopes and found.slopes is None:
        return "the gradients are lost: plain numbers come back"
    if wanted.slopes and not same(found.slopes, wanted.slopes, 1e-7):
        return "some gradients are lost: a part is done on plain numbers"
    return None

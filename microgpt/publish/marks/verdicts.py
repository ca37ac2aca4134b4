"""What is to be said about an answer of a hand-in: the job that a child is given, and the verdict about what it sends back."""

import importlib
from dataclasses import dataclass
from itertools import takewhile

from ...teach.judge import Number, going_on
from ...teach.judge.behaviour import is_untouched
from ...teach.judge.calling import (
    DEEPEST,
    MOST,
    Error,
    Outcome,
    attempt,
    directly,
    from_json,
    outcome_from_json,
    plain,
    to_json,
)
from ...teach.judge.check import Verdict
from . import cage
from .bundle import bundle

LIBRARY = {  # exercise -> the library's own answers to it, which a notebook might import
    "next_probs": [("bigram", "next_probs"), ("train", "shares")],
    "d_logits": [("mlp", "d_logits")],
    "backward_linear": [("mlp", "backward_linear")],
    "backward_relu": [("mlp", "backward_relu")],
    "last_to_first": [("order", "last_to_first"), ("order", "topological_order")],
    "attend": [("attention", "attend"), ("attention", "heads")],
    "attend_all": [("attention", "attend"), ("attention", "heads")],
    "rmsnorm": [("nn", "rmsnorm")],
    "heads": [("attention", "heads")],
    "temperature": [("sample", "next_probs")],
    "next_token": [("sample", "next_probs")],
    "write_name": [("sample", "sample")],
    "adam": [("optim", "Adam")],
    "param_count": [("gpt", "num_params")],
}
CALLED_AGAIN = 3  # outcomes beyond those of the cases


@dataclass(frozen=True)
class Mark:
    """state: solved, not yet or not tried; why: the sentence that names the mistake; text: the whole verdict; kind: its kind."""

    state: str
    why: str = ""
    text: str = ""
    kind: str = ""


def job(exercise, place, cells, given, whole=False):
    """What the child is told; whole: to execute all cells, not only what the answer is seen to need.

    given: {exercise: {"called": its name in the notebook, "text": what defines it}} of all, in their order.
    """
    numeric = isinstance(exercise, Number)
    use = None if numeric else (exercise.apart.use if exercise.apart else exercise.use)
    send = exercise.apart.send if not numeric and exercise.apart else lambda *case: case
    own = use not in (None, directly)
    return {
        "cells": cells,
        "exercise": place.exercise,
        "mine": place.mine,
        "given": before(place.exercise, given),
        "whole": whole,
        "refused": [list(pair) for pair in LIBRARY.get(place.exercise, ()) if exists(*pair)],
        "tools": bundle(is_untouched, *([use] if own else [])),
        "use": use.__name__ if own else None,
        "cases": [] if numeric else [to_json(tuple(send(*trial))) for trial in exercise.trials],
    }


def before(exercise, given):
    """What is given while an exercise is judged: all that the notebook has checked by then; no later solution is sent."""
    return dict(takewhile(lambda told: told[0] != exercise, given.items()))


def exists(module, name):
    return hasattr(importlib.import_module(f"microgpt.{module}"), name)


def mark(exercise, sent):
    """The Mark for what a child sent: lines of JSON, which may be anything."""
    try:
        return as_mark(verdict(exercise, sent))
    except Exception as error:  # noqa: BLE001 - what a hand-in sends must not stop the others
        return Mark("not yet", f"what came back cannot be judged ({type(error).__name__})", kind="error")


def as_mark(verdict):
    text = verdict.text
    if verdict.solved:
        return Mark("solved", "", text, verdict.kind)
    if verdict.kind == "untouched":
        return Mark("not tried", "", text, verdict.kind)
    return Mark("not yet", text.splitlines()[0].removeprefix("Not yet: "), text, verdict.kind)


def verdict(exercise, sent):
    if not sent:
        why = f"nothing came back within {cage.TIME} seconds and the limits of memory and output."
        return Verdict(f"Not yet: {why}", kind="error")
    looks, *told = sent
    if looks["kind"] == "nothing":
        return nothing(exercise, str(looks["why"]))
    if isinstance(exercise, Number):
        return exercise.examine(from_json(looks["held"]) if looks["kind"] == "plain" else None)
    if looks["kind"] == "plain" and from_json(looks["held"]) is ... or looks.get("untouched"):
        return exercise.not_solved()
    if wrong := exercise.unfit(stand_in(looks)):
        return exercise.not_yet("form", wrong)
    return judged(exercise, [outcome(line) for line in told])


def nothing(exercise, why):
    """There was nothing to call: not a word of it in the notebook, or something that went wrong before."""
    if why == "missing":
        return Verdict("Not solved yet. The notebook has nothing for this exercise.", kind="untouched")
    return Verdict(f"Not yet: {why}", kind="error")


def stand_in(looks):
    """What looks like the thing that was handed in, for a judge that looks at its form alone."""
    if looks["kind"] == "dict":
        held = {key: from_json(value) for key, value in looks["held"].items()}
        return held | {key: len for key in looks["callable"]}
    return len if looks["kind"] == "function" else from_json(looks["held"])


def outcome(line):
    """An Outcome of plain data alone, whatever the line says."""
    found = outcome_from_json(line)
    sized(found.result), sized(found.after)
    if found.error:
        texts = (found.error.type, found.error.message, found.error.where, found.error.line)
        found.error = Error(*(str(text)[:300] for text in texts))
    found.printed, found.seconds, found.slopes = str(found.printed)[:2000], 0.0, None
    return found


def sized(thing, depth=0, left=None):
    """ValueError where plain data is larger than an answer's would be."""
    left = [MOST + 10] if left is None else left
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST + 1:
        raise ValueError("too large")
    for x in thing if isinstance(thing, list | tuple) else ():
        sized(x, depth + 1, left)


def judged(exercise, outcomes):
    """The verdict about outcomes: as many as there are cases, then the first one called again in three ways."""
    many = len(exercise.trials)
    cases, again = outcomes[:many], outcomes[many : many + CALLED_AGAIN]
    if exercise.apart:
        cases = [apart(exercise, o, trial) for o, trial in zip(cases, exercise.trials)]
        again = [apart(exercise, o, exercise.trials[0]) for o in again]
    if len(cases) < many:
        ended = f", after {len(cases)} cases that ended" if cases else ""
        cases.append(Outcome(error=Error("endless", f"{cage.TIME} seconds, or the limits of memory and output{ended}")))
    found = exercise.verdict(cases)
    if not found.solved:
        return found
    once_more = "called once more, your function does not end."
    why = going_on.kept_something(exercise, cases, *again) if len(again) == CALLED_AGAIN else once_more
    return exercise.not_yet("relation", why) if why else found


def apart(exercise, found, trial):
    """An Outcome as the exercise's own `use` would have had it."""
    if found.after is not None:
        found.after = tuple(map(plain, exercise.apart.left(found.after, *trial)))
    if found.error is None:
        made = attempt(lambda *case: exercise.apart.judged(found.result, *case), trial)
        found.result, found.error = made.result, made.error
    return found

"""What is to be said about an answer of a hand-in: the job that a child is given, and the verdict about what it sends back."""

import ast
import copy
import importlib
import random
import re
from dataclasses import dataclass
from functools import cache
from itertools import takewhile

from ...outside import printable
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
from ...teach.judge.exercise import GENERATED
from .. import books
from . import cage
from .bundle import bundle
from .picked import statements

LIBRARY = {  # exercise -> the library's own answers to it, which a notebook might import
    "next_probs": [("bigram", "next_probs"), ("train", "shares")],
    "invent": [("sample", "sample")],
    "name_loss": [("train", "loss")],
    "d_logits": [("mlp", "d_logits")],
    "sgd_step": [("optim", "SGD")],
    "backward_linear": [("mlp", "backward_linear")],
    "backward_relu": [("mlp", "backward_relu")],
    "last_to_first": [("order", "last_to_first"), ("order", "topological_order")],
    "backward": [("autograd", "Value.backward")],
    "attend": [("attention", "attend"), ("attention", "heads")],
    "attend_all": [("attention", "attend"), ("attention", "heads")],
    "rmsnorm": [("nn", "rmsnorm")],
    "heads": [("attention", "heads")],
    "cache": [("gpt", "attn")],
    "block": [("gpt", "block"), ("gpt", "mlp")],
    "temperature": [("sample", "next_probs")],
    "next_token": [("sample", "next_probs")],
    "write_name": [("sample", "sample")],
    "adam": [("optim", "Adam")],
    "param_count": [("gpt", "num_params")],
}
CALLED_AGAIN = 3  # outcomes beyond those of the cases
LINES, WIDE = 12, 4000  # of a verdict on a page, and characters of a line
TAMPERED = "what came back is not of the form that the grader writes: it looks tampered with."


@dataclass(frozen=True)
class Mark:
    """state: solved, not yet or not tried; why: the sentence that names the mistake; text: the whole verdict; kind: its kind."""

    state: str
    why: str = ""
    text: str = ""
    kind: str = ""


def drawn(exercise, seed):
    """The same exercise with generated cases of its own, all in an order of its own; who has recorded others has nothing.

    The first case stays the first: it is the one that is called again.
    """
    if isinstance(exercise, Number):
        return exercise
    found, rng = copy.copy(exercise), random.Random(f"{seed} {exercise.name}")
    for name in ("trials", "unmixed", "mixed", "given", "wanted", "by_size", "on_values"):
        vars(found).pop(name, None)
    cases = [tuple(exercise.generate(rng)) for _ in range(GENERATED)] if exercise.generate else []
    found.unmixed = [*map(tuple, exercise.cases), *cases, *(map(tuple, exercise.world()) if exercise.world else [])]
    by_size, order = found.by_size, [0, *rng.sample(range(1, len(found.trials)), len(found.trials) - 1)]
    found.trials, found.by_size, found.done = [found.trials[i] for i in order], [order.index(i) for i in by_size], {}
    found.mixed = []  # which of them differ in one argument alone is no longer known
    return found


def job(exercise, place, cells, given, whole=False):
    """What the child is told; whole: to execute all cells, not only what the answer is seen to need.

    given: {exercise: {"called": its name in the notebook, "text": what defines it}} of all, in their order.
    """
    numeric = isinstance(exercise, Number)
    use = None if numeric else (exercise.apart.use if exercise.apart else exercise.use)
    send = exercise.apart.send if not numeric and exercise.apart else lambda *case: case
    own = use not in (None, directly)
    return {
        "imports": imports(place.exercise),
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


@cache
def imports(exercise):
    """What the notebook of an exercise imports, as one text: who has deleted these lines has not written less."""
    path = next(path for path in books.notebooks() if exercise in books.checks(path))
    cells = [books.source(cell) for cell in books.opened(path)["cells"] if cell["cell_type"] == "code"]
    found = [node for node, _ in statements(cells)[0] if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(map(ast.unparse, found))


def before(exercise, given):
    """What is given while an exercise is judged: all that the notebook has checked by then; no later solution is sent."""
    return dict(takewhile(lambda told: told[0] != exercise, given.items()))


def exists(module, name):
    inside, _, last = name.rpartition(".")
    there = importlib.import_module(f"microgpt.{module}")
    return hasattr(getattr(there, inside, None) if inside else there, last)


def mark(exercise, sent):
    """The Mark for what a child Sent: lines of JSON, which may be anything."""
    try:
        found = verdict(exercise, sent)
        return as_mark(found, "time" if sent.ended == "time" and not found.solved else found.kind)
    except Exception:  # noqa: BLE001 - what a hand-in sends must not stop the others
        return as_mark(Verdict(f"Not yet: {TAMPERED}", kind="error"), "error")


def as_mark(verdict, kind):
    text = "\n".join(printable(line, WIDE) for line in verdict.text.splitlines()[:LINES])
    if verdict.solved:
        return Mark("solved", "", text, kind)
    if verdict.kind == "untouched":
        return Mark("not tried", "", text, kind)
    return Mark("not yet", text.splitlines()[0].removeprefix("Not yet: "), text, kind)


ENDED = {  # how a child ended that sent nothing -> what is said of it
    "time": f"your cells were still running after {cage.TIME} seconds: does a loop never end?",
    "death": "your cells end Python itself.",
    "whole": "your cells end Python itself.",
}


def verdict(exercise, sent):
    if not sent.lines:
        return Verdict(f"Not yet: {ENDED.get(sent.ended, TAMPERED)}", kind="error")
    looks, *told = sent.lines
    if looks["kind"] == "nothing":
        return nothing(exercise, str(looks["why"]))
    if isinstance(exercise, Number):
        return exercise.examine(from_json(looks["held"]) if looks["kind"] == "plain" else None)
    if looks["kind"] == "plain" and from_json(looks["held"]) is ... or looks.get("untouched"):
        return exercise.not_solved()
    if wrong := exercise.unfit(stand_in(looks)):
        return exercise.not_yet("form", wrong)
    return judged(exercise, [outcome(line, sentences(exercise)) for line in told], sent.ended)


def nothing(exercise, why):
    """There was nothing to call: not a word of it in the notebook, or something that went wrong before."""
    if why == "missing":
        return Verdict("Not solved yet. The notebook has nothing for this exercise.", kind="untouched")
    return Verdict(f"Not yet: there is nothing to call. {why}", kind="error")


def stand_in(looks):
    """What looks like the thing that was handed in, for a judge that looks at its form alone; of `max` Python tells no form."""
    if looks["kind"] == "dict":
        held = {key: from_json(value) for key, value in looks["held"].items()}
        return held | {key: max for key in looks["callable"]}
    return max if looks["kind"] == "function" else from_json(looks["held"])


def outcome(line, sentences):
    """An Outcome of plain data alone, whatever the line says; no sentence is the exercise's that it does not hold."""
    found = outcome_from_json(line)
    sized(found.result), sized(found.after)
    if found.error:
        texts = (found.error.type, found.error.message, found.error.where, found.error.line)
        found.error = Error(*(str(text)[:400] for text in texts))
        if found.error.type == "Wrong" and not re.fullmatch(sentences, found.error.message):
            found.error = Error("Exception", found.error.message)
    found.printed, found.seconds, found.slopes = str(found.printed)[:2000], 0.0, None
    return found


@cache
def sentences(exercise):
    """A pattern of all that an exercise's `use` says of what an answer hands back."""
    use = exercise.apart.use if exercise.apart else exercise.use
    tree = ast.parse(bundle(use)) if use is not directly else ast.Module([])
    texts = {node.targets[0].id: node.value for node in tree.body if isinstance(node, ast.Assign)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Wrong"]
    said = [texts.get(getattr(node.args[0], "id", ""), node.args[0]) for node in calls]
    return "|".join([r"that is `[\w.]+` of the library; the exercise asks for your own\.", *map(pattern, said)])


def pattern(node):
    """A pattern of the texts that a part of a program stands for; a part that is not text may stand for any."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(pattern, node.values))
    return re.escape(node.value) if isinstance(node, ast.Constant) else ".*"


def sized(thing, depth=0, left=None):
    """ValueError where plain data is larger than an answer's would be."""
    left = [MOST + 10] if left is None else left
    left[0] -= 1
    if left[0] < 0 or depth > DEEPEST + 1:
        raise ValueError("too large")
    for x in thing if isinstance(thing, list | tuple) else ():
        sized(x, depth + 1, left)


def judged(exercise, outcomes, ended):
    """The verdict about outcomes: as many as there are cases, then the first one called again in three ways."""
    many = len(exercise.trials)
    cases, again = outcomes[:many], outcomes[many : many + CALLED_AGAIN]
    if exercise.apart:
        cases = [apart(exercise, o, trial) for o, trial in zip(cases, exercise.trials)]
        again = [apart(exercise, o, exercise.trials[0]) for o in again]
    if len(cases) < many:
        cases.append(Outcome(error=missing(ended, len(cases))))
    found = exercise.verdict(cases)
    if not found.solved:
        return found
    once_more = "called once more, your function does not end."
    why = going_on.kept_something(exercise, cases, *again) if len(again) == CALLED_AGAIN else once_more
    return exercise.not_yet("relation", why) if why else found


def missing(ended, many):
    """The Error of a case that nothing came back from."""
    if ended == "time":
        return Error("endless", f"{cage.TIME} seconds" + (f", after {many} cases that ended" if many else ""))
    return Error("died", "") if ended != "output" else Error("Wrong", TAMPERED)


def apart(exercise, found, trial):
    """An Outcome as the exercise's own `use` would have had it."""
    if found.after is not None:
        found.after = tuple(map(plain, exercise.apart.left(found.after, *trial)))
    if found.error is None:
        made = attempt(lambda *case: exercise.apart.judged(found.result, *case), trial)
        found.result, found.error = made.result, made.error
    return found

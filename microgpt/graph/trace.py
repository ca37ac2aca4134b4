"""Which function made which number: the forward pass as a tree of calls, and folded into as many boxes as one likes.

Folding rests on one fact: the numbers that a function call makes are neighbours in the order of their births. So a
module is a stretch of that order, calls nest into a tree, and every edge points forward. Nothing in the model knows
about it: inside `traced` the functions of NAMES are wrapped so that entering and leaving them is noted.
"""

import functools
import re
import types
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from .. import attention, gpt, mlp, nn, train
from ..order import tape

NAMES = {  # function -> what its calls are called
    train.loss: "loss",
    nn.cross_entropy: "cross_entropy",
    nn.linear: "linear",
    nn.softmax: "softmax",
    nn.rmsnorm: "rmsnorm",
    nn.mean: "mean",
    attention.scores: "scores",
    attention.mix: "mix",
    attention.attend: "head",
    attention.heads: "heads",
    gpt.embed: "embed",
    gpt.add: "add",
    gpt.attn: "attn",
    gpt.mlp: "mlp",
    gpt.block: "layer",
    gpt.gpt: "model",
    mlp.mlp: "model",
}
ALWAYS_NUMBERED = ("layer", "head")


@dataclass
class Call:
    """One call of a function: the numbers births[start:end] were made in it, some of them in the calls inside it."""

    name: str
    start: int
    end: int = 0
    calls: list = field(default_factory=list)
    path: str = ""

    @property
    def position(self):
        """Which letter it belongs to: the number in pos3/..., or None."""
        first = re.match(r"pos(\d+)(/|$)", self.path)
        return int(first[1]) if first else None

    def is_called(self, wanted):
        """Whether `wanted` names this call: a path as in outlines, or the end of one; dots are as good as slashes."""
        wanted = wanted.replace(".", "/")
        return self.path == wanted or (not re.match(r"pos\d", wanted) and f"/{self.path}".endswith(f"/{wanted}"))

    def walk(self):
        """This call and all inside it, outermost first."""
        yield self
        for inner in self.calls:
            yield from inner.walk()


def learners(reader):
    """A reader and the functions that stand beside it: in a notebook, all that the learner has written."""
    home = getattr(reader, "__globals__", {})
    if not home or home["__name__"].startswith(f"{nn.__package__}."):
        return []
    return [reader, *(f for f in home.values() if isinstance(f, types.FunctionType) and f.__globals__ is home)]


@contextmanager
def traced(state=None, functions=()):
    """Note every Value made in the `with` block, and in which call: yields (births, the outermost Call).

    state: a state dictionary, whose matrices name the calls that get exactly one of them (`linear`). functions: more
    functions to note under their own names, such as a learner's; they, and the library's, are wrapped where those stand.
    """
    matrices = {id(matrix): name.split(".")[-1] for name, matrix in (state or {}).items()}
    names = NAMES | {function: function.__name__ for function in functions if function not in NAMES}
    places = [vars(module) for module in (nn, attention, gpt, mlp, train)]
    places += [function.__globals__ for function in functions]
    replaced = []
    with tape() as births:
        root = Call("", 0)
        stack = [root]

        def wrapped(function):
            @functools.wraps(function)
            def noting(*arguments, **named):
                given = [matrices[id(a)] for a in arguments if id(a) in matrices]
                call = Call(given[0] if len(given) == 1 else names[function], len(births))
                stack[-1].calls.append(call)
                stack.append(call)
                try:
                    return function(*arguments, **named)
                finally:
                    stack.pop().end = len(births)

            return noting

        wrappers = {function: wrapped(function) for function in names}
        try:
            for place in {id(place): place for place in places}.values():
                for name, thing in list(place.items()):
                    if isinstance(thing, types.FunctionType) and thing in wrappers:
                        replaced.append((place, name, thing))
                        place[name] = wrappers[thing]
            yield births, root
        finally:
            root.end = len(births)
            for place, name, thing in reversed(replaced):
                place[name] = thing
            tidy(root)


def tidy(root):
    """Cut the loss into positions, drop what made nothing, dissolve what is all its caller did, and name the rest."""
    for call in list(root.walk()):
        if call.name == "loss" and any(inner.name == "cross_entropy" for inner in call.calls):
            call.calls = by_position(call)
    prune(root)
    if len(root.calls) == 1 and root.calls[0].name == "loss":
        root.calls = root.calls[0].calls
    name_all(root, "")


def by_position(loss):
    """A call pos0, pos1, ... for each stretch that ends in a cross-entropy, which becomes its loss."""
    calls, group, start = [], [], loss.start
    for inner in loss.calls:
        group.append(inner)
        if inner.name == "cross_entropy":
            inner.name = "loss"
            calls.append(Call(f"pos{len(calls)}", start, inner.end, group))
            group, start = [], inner.end
    return calls + group


def prune(call):
    for inner in call.calls:
        prune(inner)
    kept = []
    for inner in call.calls:
        alone = len(inner.calls) == 1 and (inner.calls[0].start, inner.calls[0].end) == (inner.start, inner.end)
        if inner.name == "model" or (alone and inner.name != "loss"):
            kept += inner.calls or [inner]
        elif inner.end > inner.start:
            kept.append(inner)
    call.calls = kept


def name_all(call, path):
    """Paths for all calls; namesakes are numbered in their order."""
    count, seen = Counter(inner.name for inner in call.calls), Counter()
    for inner in call.calls:
        numbered = count[inner.name] > 1 or inner.name in ALWAYS_NUMBERED
        name = f"{inner.name}{seen[inner.name]}" if numbered else inner.name
        seen[inner.name] += 1
        inner.path = f"{path}/{name}".lstrip("/")
        name_all(inner, inner.path)


@dataclass
class Box:
    """A stretch births[start:end] shown as one box; call: the call it is, or (a run of loose numbers) lies in.

    size: how many numbers were computed in it; constants, which are written into formulas, do not count.
    """

    name: str
    start: int
    end: int
    call: Call
    path: str
    size: int


def fold(births, call, opened, runs=True):
    """The boxes of what a call made, in order: `opened(call)` says which calls show what is inside them.

    Numbers made directly in an opened call become runs of one operation ("relu x64"), or single if not `runs`.
    """
    boxes = []
    for part in parts(births, call):
        if isinstance(part, Run):
            boxes += [part.box()] if runs else part.singles()
        elif opened(part):
            boxes += fold(births, part, opened, runs)
        else:
            boxes.append(whole(births, part))
    return boxes


def whole(births, call):
    """A call as one box."""
    size = sum(bool(value.inputs) for value in births[call.start : call.end])
    return Box(call.path.split("/")[-1], call.start, call.end, call, call.path, size)


@dataclass
class Run:
    """Numbers of one operation, made one after the other, directly in a call; constants belong to none."""

    op: str
    numbers: list
    call: Call
    path: str = ""

    def box(self):
        many = f" ×{len(self.numbers)}" if len(self.numbers) > 1 else ""
        return Box(self.op + many, self.numbers[0], self.numbers[-1] + 1, self.call, self.path, len(self.numbers))

    def singles(self):
        return [Box(self.op, i, i + 1, self.call, self.name(k), 1) for k, i in enumerate(self.numbers)]

    def name(self, k):
        """What its k-th number is called: by the run's name alone, where it is the only one and made no whole call."""
        return self.path if len(self.numbers) == 1 and self.path != self.call.path else f"{self.path}[{k}]"


def parts(births, call):
    """What a call consists of, in order: calls and Runs. A run that is all there is bears the call's own name.

    Namesakes are numbered: loss/logsumexp, but rmsnorm/*0 and rmsnorm/*1.
    """
    found, at = [], call.start
    for inner in [*call.calls, None]:
        own = [i for i in range(at, inner.start if inner else call.end) if births[i].inputs]
        found += [Run(op, list(group), call) for op, group in groupby(own, lambda i: births[i].op)]
        if inner is not None:
            found.append(inner)
            at = inner.end
    runs = [part for part in found if isinstance(part, Run)]
    count, seen = Counter(run.op for run in runs), Counter()
    for run in runs:
        number = seen[run.op] if count[run.op] > 1 else ""
        seen[run.op] += 1
        run.path = call.path if len(found) == 1 and call.path else f"{call.path}/{run.op}{number}".lstrip("/")
    return found


def edges_between(boxes, births):
    """(from, to) -> how many scalar edges run from one box into another; boxes by their number."""
    box_of = {id(births[i]): number for number, box in enumerate(boxes) for i in range(box.start, box.end)}
    edges = Counter()
    for number, box in enumerate(boxes):
        for value in births[box.start : box.end]:
            for x in value.inputs:
                source = box_of.get(id(x), number)
                if source != number:
                    edges[source, number] += 1
    return edges


def depths(boxes, edges):
    """How many edges the longest way to each box has: its row."""
    depth = {}
    for number in range(len(boxes)):  # every edge points forward
        depth[number] = 1 + max([depth[a] for a, b in edges if b == number], default=-1)
    return depth

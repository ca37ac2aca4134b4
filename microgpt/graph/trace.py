"""Which function made which number: the forward pass as a tree of calls, and folded into as many boxes as one likes.

Folding rests on one fact: the numbers that a function call makes are neighbours in the order of their births. So a
module is a stretch of that order, calls nest into a tree, and every edge points forward. Nothing in the model knows
about it: inside `traced` the functions of NAMES are wrapped so that entering and leaving them is noted.
"""

import functools
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby

from .. import attention, gpt, mlp, nn, train
from ..data import BadInput
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
        first = self.path.split("/")[0]
        return int(first[3:]) if first.startswith("pos") else None

    def is_called(self, wanted):
        """Whether `wanted` names this call: a path as in outlines, or the end of one; dots are as good as slashes."""
        wanted = wanted.replace(".", "/")
        return self.path == wanted or (not wanted.startswith("pos") and f"/{self.path}".endswith(f"/{wanted}"))

    def walk(self):
        """This call and all inside it, outermost first."""
        yield self
        for inner in self.calls:
            yield from inner.walk()


@contextmanager
def traced(state=None, functions=()):
    """Note every Value made in the `with` block, and in which call: yields (births, the outermost Call).

    state: a state dictionary, whose matrices name the calls that get exactly one of them (`linear`). functions: more
    functions to note under their own names, such as a learner's; they are wrapped in the module that defines them.
    """
    matrices = {id(matrix): name.split(".")[-1] for name, matrix in (state or {}).items()}
    names = NAMES | {function: function.__name__ for function in functions}
    modules = [nn, attention, gpt, mlp, train, *(sys.modules[function.__module__] for function in functions)]
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
            for module in modules:
                for name, thing in list(vars(module).items()):
                    if callable(thing) and getattr(thing, "__hash__", None) and thing in wrappers:
                        replaced.append((module, name, thing))
                        setattr(module, name, wrappers[thing])
            yield births, root
        finally:
            root.end = len(births)
            for module, name, thing in reversed(replaced):
                setattr(module, name, thing)
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
    """A stretch births[start:end] shown as one box; call: the call it is, or (a run of loose numbers) lies in."""

    name: str
    start: int
    end: int
    call: Call
    path: str

    @property
    def size(self):
        return self.end - self.start


def fold(births, call, opened, runs=True):
    """The boxes of what a call made, in order: `opened(call)` says which calls show what is inside them.

    Numbers made directly in an opened call become runs of one operation ("relu x64"), or single if not `runs`.
    """
    boxes, at = [], call.start
    for inner in [*call.calls, None]:
        boxes += loose(births, call, at, inner.start if inner else call.end, runs)
        if inner is None:
            break
        at = inner.end
        if opened(inner):
            boxes += fold(births, inner, opened, runs)
        else:
            boxes.append(Box(inner.path.split("/")[-1], inner.start, inner.end, inner, inner.path))
    return boxes


def loose(births, call, start, end, runs):
    """Boxes for the numbers births[start:end], made directly in `call`; constants belong to no box."""
    numbers = [i for i in range(start, end) if births[i].inputs]
    key = (lambda i: births[i].op) if runs else (lambda i: i)
    boxes = []
    for _, group in groupby(numbers, key):
        first, *rest = group
        op, last = births[first].op, rest[-1] if rest else first
        many = f" ×{len(rest) + 1}" if rest else ""
        boxes.append(Box(f"{op}{many}", first, last + 1, call, f"{call.path}/{op}@{first - call.start}".lstrip("/")))
    return boxes


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


def find(root, wanted):
    """All calls that `wanted` names; BadInput, with the names there are, if none."""
    found = [call for call in root.walk() if call.path and call.is_called(wanted)]
    if not found:
        first = [c.path.split("/", 1)[1] for c in root.walk() if c.position == 0 and "/" in c.path]
        raise BadInput(f"nothing is called {wanted!r}; there are {', '.join(first or [c.path for c in root.calls])}")
    return found

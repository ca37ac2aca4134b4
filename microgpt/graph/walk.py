"""A walk through a forward pass as data: what is open, what is asked, which state of a training, which weight is moved.

Every wish gives a new View, and every View has one answer, `Walk.seen`. Whatever shows it need know nothing else.
"""

import re
from dataclasses import dataclass, replace
from math import isfinite

from ..data import BadInput
from ..outside import printable
from .draw import picture
from .forward import passed
from .trace import Run, parts

ASKED = {"counts": None, "values": "data", "gradients": "grad", "what changed": "change"}
WEIGHT = re.compile(r"(?P<matrix>.+)\[(?P<row>\d{1,9})\]\[(?P<column>\d{1,9})\]")
FARTHEST = 100.0  # to where a weight can be moved
KEPT = 4  # passes that are remembered


@dataclass(frozen=True)
class View:
    """What is looked at. open: a name as in outlines; asked: of ASKED; step: which of the states; weight: the chosen one's
    name, and to: where it has been moved, or None."""

    text: str
    open: str = ""
    asked: str = "counts"
    step: int = 0
    weight: str = ""
    to: float | None = None


def after(view, wish, value=None):
    """The View after a wish: a word of WISHES, and what it needs."""
    if wish not in WISHES:
        raise BadInput(f"nothing can be wished for by {printable(repr(wish), 40)}")
    try:
        return WISHES[wish](view, value)
    except (TypeError, ValueError) as error:
        raise BadInput(str(error)) from None


def moved(view, to):
    if not isinstance(to, (int, float)) or not isfinite(to) or abs(to) > FARTHEST:
        raise BadInput(f"a weight can be moved to a number from {-FARTHEST:g} to {FARTHEST:g}")
    if not view.weight:
        raise BadInput("choose a weight first: open a neuron, as attn_wq[0], and press one in its table")
    return replace(view, to=float(to), asked="what changed")


def settled(view):
    """The same without a move."""
    return replace(view, to=None, asked="counts" if view.asked == "what changed" else view.asked)


WISHES = {
    "open": lambda view, name: replace(view, open=str(name)),
    "close": lambda view, _: replace(view, open=parent(view.open)),
    "ask": lambda view, asked: replace(view, asked=asked if asked in ASKED else "counts"),
    "step": lambda view, step: replace(settled(view), step=int(step)),
    "read": lambda view, text: replace(settled(view), text=str(text), open="", weight=""),
    "choose": lambda view, weight: replace(settled(view), weight=str(weight)),
    "move": moved,
    "put back": lambda view, _: settled(view),
}


def parent(name):
    """What a name lies in: one step back on the trail."""
    return name.rpartition("[")[0] if name.endswith("]") else name.rpartition("/")[0]


def trail(name):
    """[(what stands on the trail, what it opens)] of a name, outermost first."""
    steps = []
    while name:
        above = parent(name)
        steps.append((name.removeprefix(above).lstrip("/"), name))
        name = above
    return steps[::-1]


class Walk:
    """A model over a text, to be walked through.

    states: [(what to call it, a state of the model)], of which one is shown at a time; for the others see `draw_forward`.
    """

    def __init__(self, open_reader, states, tokenizer, functions=()):
        if not states:
            raise BadInput("there is no state of the model to look at")
        self.open_reader, self.states, self.tokenizer, self.functions = open_reader, states, tokenizer, functions
        self.passes = {}

    def forward(self, view):
        """The Forward of a View, its gradients filled in; `before` is that without the move."""
        found = self.passing(view.text, view.step)
        if view.to is not None:
            before, found = found, self.passing(view.text, view.step, view.weight, view.to)
            if [value.op for value in found.births] != [value.op for value in before.births]:
                raise BadInput("this move changes the graph itself, not only the numbers in it")
            found.before = before.births
        found.tint = ASKED[view.asked] if view.asked != "what changed" or view.to is not None else None
        return found

    def passing(self, text, step, weight="", to=None):
        asked = text, step, weight, to
        if asked not in self.passes:
            if not 0 <= step < len(self.states):
                raise BadInput(f"there are the states 0 to {len(self.states) - 1}, not {step}")
            state = self.states[step][1]
            state = with_weight(state, weight, to) if to is not None else state
            found = passed(self.open_reader, state, self.tokenizer, text, self.functions, backward=True)
            while len(self.passes) >= KEPT:
                self.passes.pop(next(iter(self.passes)))
            self.passes[asked] = found
        return self.passes[asked]

    def drawing(self, view):
        return picture(self.forward(view), view.open)

    def ripple(self, view):
        """(the weight before, the loss before, the loss now, what the gradient had promised the difference to be)."""
        before, now = self.passing(view.text, view.step), self.forward(view)
        gradient, at = gradient_of(before, view.weight), weight_in(self.states[view.step][1], view.weight)
        return at, before.loss.data, now.loss.data, gradient * (view.to - at)

    def seen(self, view):
        """All that there is to show, in JSON's types."""
        forward = self.forward(view)
        drawing = picture(forward, view.open)
        chosen = weight_in(self.states[view.step][1], view.weight) if view.weight else None
        return {
            "drawing": drawing,
            "spots": {node: vars(spot) for node, spot in drawing.spots.items()},
            "trail": trail(view.open),
            "tree": tree(forward, view.open),
            "said": self.said(view, forward),
            "line": line(view),
            "state": self.states[view.step][0],
            "weight": {"name": view.weight, "from": chosen, "to": chosen if view.to is None else view.to}
            if view.weight
            else None,
        }

    def said(self, view, forward):
        """A sentence: the loss, and what became of it."""
        if view.to is None:
            return f"{forward.about}. Loss {forward.loss.data:.4f}."
        at, before, now, promised = self.ripple(view)
        return (
            f"{view.weight} moved from {at:.4g} to {view.to:.4g}. Loss {before:.6f} before, {now:.6f} now: "
            f"{signed(now - before)}; the gradient had promised {signed(promised)}."
        )


def signed(x):
    return f"{x:+#.2g}" if x else "no change"


def weight_in(state, name):
    """The number of this name in a state; BadInput where there is none."""
    found = WEIGHT.fullmatch(name)
    rows = state.get(found["matrix"], []) if found else []
    if not found or int(found["row"]) >= len(rows) or int(found["column"]) >= len(rows[int(found["row"])]):
        raise BadInput(f"no weight is called {printable(repr(name), 60)}; one is lm_head[0][0], if there is an lm_head")
    return rows[int(found["row"])][int(found["column"])]


def with_weight(state, name, to):
    """A state with one number in another's place; what it was made from is not touched."""
    weight_in(state, name)
    found = WEIGHT.fullmatch(name)
    rows = [list(row) for row in state[found["matrix"]]]
    rows[int(found["row"])][int(found["column"])] = to
    return state | {found["matrix"]: rows}


def gradient_of(forward, weight):
    """d loss / d weight; 0 where this text does not use it."""
    return next((x.grad for x, name in forward.weights.items() if name == weight), 0.0)


def line(view):
    """The line of a notebook that draws what is seen."""
    tint = ASKED[view.asked]
    said = [
        f"{view.text!r}",
        f"open={view.open!r}" if view.open else "",
        f"tint={tint!r}" if tint in ("data", "grad") else "",
    ]
    return f"draw_forward(reader, state, tokenizer, {', '.join(filter(None, said))})"


def tree(forward, open):
    """The outline: a row (depth, name, words, what it opens, weight, whether it is open) for all that lies on the way.

    Whether it is open: True, False, or None where there is nothing in it.
    """
    rows = []

    def add(call, depth):
        for part in parts(forward.births, call):
            if isinstance(part, Run):
                numbers = [part.name(k) for k in range(len(part.numbers))]
                if part.path == call.path or len(numbers) == 1:
                    listed(part, numbers, depth)
                    continue
                row(depth, part.path, f"{part.op} ×{len(numbers)}", lies(open, part.path))
                if lies(open, part.path):
                    listed(part, numbers, depth + 1)
            else:
                letter = (
                    f": {forward.letters[part.position]}" if "/" not in part.path and part.position is not None else ""
                )
                row(depth, part.path, part.path.split("/")[-1] + letter, lies(open, part.path))
                if lies(open, part.path):
                    add(part, depth + 1)

    def weights_in(value):
        """Its weights as (Value, name, what it is called here): by the last place alone, if all are of one matrix."""
        names = [(x, forward.weights[x]) for x in value.inputs if x in forward.weights]
        several = len({name.split("[")[0] for _, name in names}) > 1
        return [(x, name, name if several else name[name.rindex("[") :]) for x, name in names]

    def row(depth, path, words, expanded, weight=""):
        rows.append({"depth": depth, "name": words, "opens": path, "weight": weight, "open": expanded})

    def listed(part, numbers, depth):
        for name, i in zip(numbers, part.numbers):
            value = forward.births[i]
            end = name[name.rindex("[") :] if name.endswith("]") else name.split("/")[-1]
            row(depth, name, f"{end}  {value.data:+.4g}", open == name)
            for weight, full, called in weights_in(value) if open == name else ():
                row(depth + 1, "", f"{called}  {weight.data:+.4g}", None, full)

    add(forward.root, 0)
    return rows


def lies(open, path):
    """Whether what is open is this, or lies in it."""
    return open == path or open.startswith((f"{path}/", f"{path}["))

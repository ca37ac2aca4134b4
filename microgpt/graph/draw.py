"""The graph behind a Value, as a picture: a small expression whole, a forward pass folded, and any box of it opened."""

import re

import graphviz

from ..autograd import SLOPES
from ..data import BadInput
from ..order import topological_order
from .drawing import GREY, Drawing, digraph, look, scalar_label
from .forward import passed
from .names import box, find, one
from .number import number
from .overview import COMFORTABLE, overview
from .trace import fold
from .zoom import singly, zoom

ONE = re.compile(r"pos\d|.*\[")  # how the name of one box begins, and not that of a role at all letters


def draw(root, names=None, slopes=False):
    """The whole graph behind a Value, as a Drawing: value and gradient in every box. For small expressions.

    names: a dictionary from names to Values, to be shown in their boxes. slopes: write the local derivative on every
    edge. A backward pass is drawn state by state in `play`.
    """
    order = topological_order(root)
    if len(order) > 300:
        raise BadInput(f"{len(order):,} numbers are too many for one picture; draw_forward folds a forward pass")
    called = {id(value): name for name, value in (names or {}).items()}
    number = {id(value): i for i, value in enumerate(order)}
    graph, lines = digraph(rankdir="LR", nodesep="0.2", ranksep="0.35"), []
    for i, value in enumerate(order):
        name = called.get(id(value), "")
        graph.node(
            f"n{i}",
            box_label(value, name),
            **look("loss" if value is root else kind_of(value), "white" if value.op == "constant" else None),
        )
        local = SLOPES[value.op](value, value.inputs) if slopes and value.inputs else ()
        for j, x in enumerate(value.inputs):  # an exponent has no slope
            written = {"label": f" {local[j]:.4g} ", "fontcolor": GREY} if j < len(local) else {}
            graph.edge(f"n{number[id(x)]}", f"n{i}", fontsize="10", **written)
        name = name or f"{value.op or 'input'} #{i}"
        made = f" from {', '.join(f'#{number[id(x)]}' for x in value.inputs)}" if value.inputs else ""
        lines.append(f"#{i} {name}: Value({value.data:.4g}, grad={value.grad:.4g}){made}")
    return Drawing(graph.source, "dot", f"Graph of {len(order)} numbers that ends in {root!r}.", "\n".join(lines))


def box_label(value, name):
    """What it is called and how it was made, its number, and, unless it is a constant, its gradient."""
    head = " = ".join(part for part in (name, value.op if value.inputs else "") if part)
    body = f"{value.data:.4g}" if value.op == "constant" else f"{value.data:.4g}\ngrad {value.grad:.4g}"
    return graphviz.escape(head) + ("\n" if head else "") + body


def kind_of(value):
    return "operation" if value.inputs else "input"


def draw_forward(open_reader, state, tokenizer, text, open=None, depth=0, tint=None, functions=()):
    """The forward pass of a model over one text, as a Drawing.

    open_reader(state) opens a document on a state dictionary of Values; state: matrices of floats. open: what to show the
    inside of: a role at all letters ("attn", "layer0.attn"), one box ("pos2/layer0/attn/heads/head1"), or one number of a
    box ("pos2/layer0/mlp/mlp_fc1[10]", a neuron); the outline prints the names. depth: open everything that many levels further.
    tint: "data" or "grad", to shade the boxes by the size of their numbers or gradients. functions: more of a
    learner's own, to be boxes as those beside open_reader are. BadInput where the text cannot be read, nothing has that name, or the picture would be too full.
    """
    forward = passed(open_reader, state, tokenizer, text, functions, backward=tint == "grad")
    forward.tint = tint
    return picture(forward, open or "", depth)


def picture(forward, open="", depth=0):
    """A Forward as a Drawing, opened as `draw_forward` says. One box is opened in its place where there is room."""
    whole = f"{forward.about}; loss {forward.loss.data:.4f}"
    if ONE.match(open) or box(forward, open):
        return inside(forward, *one(forward, open), whole)
    if not open and not depth:
        opened, told = roomy(forward) or (among((), roles), "")
        return overview(forward, opened, whole + told)
    wanted = {call.path for call in find(forward.root, open)} if open else set()

    def opened(call):
        holds = any(path.startswith(f"{call.path}/") for path in wanted)
        return call.path in wanted or holds or (len(roles(call)) <= depth and bool(call.calls))

    return overview(forward, opened, whole)


def inside(forward, call, row, whole):
    """What is in one box: in its place in the whole if there is room, or else alone; or one number of it."""
    if row is not None or call.end - call.start == 1:
        return number(forward, call, row or 0)
    if call.calls and call.position is not None and not ("/" in call.path and singly(forward, call)):
        chain = [each for each in forward.root.walk() if f"{call.path}/".startswith(f"{each.path}/") and each.path]
        if found := roomy(forward, chain):
            opened, told = found
            framed = [each for each in chain if roles(each)] or [call]
            return overview(forward, opened, f"{whole}{told}. Opened: {call.path}", framed)
    return zoom(forward, call)


CLOSED = {  # what is said of a picture -> whether it keeps a call closed, if that was not asked to be opened
    "": lambda call: roles(call),
    "; layers closed, since there are many": lambda call: "/" in call.path,  # they are alike: one box each
    "; letters closed, since there are many": lambda call: True,
}


def roomy(forward, chain=()):
    """(whether to open a call, what is said of it): of all ways that open this chain the one that shows most; or None."""
    for told, closed in CLOSED.items():
        opened = among(chain, closed)
        if len(fold(forward.births, forward.root, opened)) <= COMFORTABLE:
            return opened, told
    return None


def roles(call):
    """The parts of its path that are neither a letter nor a layer: how deep it lies."""
    return [name for name in call.path.split("/") if not re.fullmatch(r"(pos|layer)\d+", name)]


def among(chain, closed):
    """Whether to open a call: one of these, or one that is not to be closed."""
    return lambda call: bool(call.calls) and (call in chain or not closed(call))


def draw_around(value, births):
    """One number with what it was made from and what uses it, as a Drawing; births: as `traced` yields them."""
    users = [user for user in births if any(x is value for x in user.inputs)]
    inputs = list(dict.fromkeys(value.inputs))
    graph = digraph(rankdir="LR", ranksep="0.4")
    lines = [f"{value.op or 'input'}: {value!r}"]

    def side(values, word, edge):
        shown = values if len(values) <= 9 else [*values[:4], None, *values[-4:]]
        for place, other in enumerate(shown):
            label = f"... {len(values) - 8} more" if other is None else scalar_label(other)
            graph.node(f"{word}{place}", graphviz.escape(label), **look("outside" if other is None else kind_of(other)))
            edge(f"{word}{place}")
            lines.append(f"{word} {label.splitlines()[0] if other is None else ' '.join(label.splitlines())}")

    graph.node("it", graphviz.escape(f"{scalar_label(value)}\ngrad {value.grad:.4g}"), **look("loss"))
    side(inputs, "from", lambda name: graph.edge(name, "it"))
    side(users, "to", lambda name: graph.edge("it", name))
    alt = f"The number {value.data:.4g}, made from {len(inputs)} others and used by {len(users)}."
    return Drawing(graph.source, "dot", alt, "\n".join(lines))

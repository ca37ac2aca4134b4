"""The graph behind a Value, as a picture: a small expression whole, a forward pass folded, and any box of it opened."""

import graphviz

from .. import autograd, train
from ..autograd import SLOPES
from ..data import BadInput
from ..order import topological_order
from .drawing import GREY, Drawing, digraph, look, scalar_label
from .overview import Forward, overview
from .trace import find, traced
from .zoom import neuron, zoom


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
    inside of: a role at all letters ("attn", "layer0.attn"), one box alone ("pos2/layer0/attn/heads/head1"), or a neuron
    ("pos2/layer0/mlp/mlp_fc1[10]"); the outline prints the names. depth: open everything that many levels further.
    tint: "data" or "grad", to shade the boxes by the size of their numbers or gradients. functions: a learner's own, to
    be boxes too. BadInput where the text cannot be read, nothing has that name, or the picture would be too full.
    """
    tokens, parameters = tokenizer.encode(text), autograd.values(state)
    with traced(parameters, functions) as (births, root):
        loss = train.loss(open_reader(parameters), tokens)
    if tint == "grad":
        loss.backward()
    numbers = sum(bool(value.inputs) for value in births)
    shapes = {name.split(".")[-1]: f"{len(rows)} x {len(rows[0])}" for name, rows in state.items()}
    forward = Forward(births, root, [visible(tokenizer.symbol(token)) for token in tokens], shapes, tint)
    about = (
        f"Forward pass over {text[:40]!r}: {numbers:,} numbers from {len(autograd.parameters(parameters)):,} parameters"
    )
    if open and open.startswith("pos"):
        path, _, row = open.partition("[")
        (call,) = find(root, path)
        if row:
            return neuron(forward, call, row.rstrip("]"), about)
        return zoom(forward, call, about)
    wanted = {call.path for call in find(root, open)} if open else set()

    def opened(call):
        roles = [name for name in call.path.split("/") if not name.startswith(("pos", "layer"))]
        above = any(path.startswith(f"{call.path}/") for path in wanted)
        return call.path in wanted or above or (len(roles) <= depth and bool(call.calls))

    return overview(forward, opened, f"{about}; loss {loss.data:.4f}", plain=not open and not depth)


def visible(letter):
    """A letter as it can stand in a picture: what cannot be printed, by its number."""
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"


def draw_around(value, births):
    """One number with what it was made from and what uses it, as a Drawing; births: as `traced` yields them."""
    users = [user for user in births if any(x is value for x in user.inputs)]
    inputs = list(dict.fromkeys(value.inputs))
    graph = digraph(rankdir="LR", ranksep="0.4")
    lines = [f"{value.op or 'input'}: {value!r}"]

    def side(values, word, edge):
        shown = values if len(values) <= 9 else [*values[:4], None, *values[-4:]]
        for number, other in enumerate(shown):
            label = f"... {len(values) - 8} more" if other is None else scalar_label(other)
            graph.node(
                f"{word}{number}", graphviz.escape(label), **look("outside" if other is None else kind_of(other))
            )
            edge(f"{word}{number}")
            lines.append(f"{word} {label.splitlines()[0] if other is None else ' '.join(label.splitlines())}")

    graph.node("it", graphviz.escape(f"{scalar_label(value)}\ngrad {value.grad:.4g}"), **look("loss"))
    side(inputs, "from", lambda name: graph.edge(name, "it"))
    side(users, "to", lambda name: graph.edge("it", name))
    alt = f"The number {value.data:.4g}, made from {len(inputs)} others and used by {len(users)}."
    return Drawing(graph.source, "dot", alt, "\n".join(lines))

"""A state of the backward pass as a picture, whose boxes keep their places from state to state."""

from html import escape

from ..autograd import SLOPES
from ..order import topological_order
from .drawing import GREY, KINDS, Drawing, digraph, look
from .steps import named, said

PASSING = KINDS["loss"][1]  # the colour of what is passed on
LETTER = 6.4  # points, generously


def draw_state(root, names, state):
    """One state of `steps.step_backward` as a Drawing. names: {name: Value}, to be shown in their boxes.

    Arrows point the way that gradients go, from a result to its inputs, each with its slope. Who passes on has a thick
    outline, and red arrows that say slope times gradient; who still waits for somebody is dashed.
    """
    values, called = topological_order(root), named(root, names)
    place = {value: number for number, value in enumerate(values)}
    graph = digraph(rankdir="LR", nodesep="0.25", ranksep="0.1")
    graph.attr("node", fixedsize="true", width="0.95", height="0.62", fontsize="11")
    lines = []
    for number, value in enumerate(values):
        style = look("loss" if value is root else "operation" if value.inputs else "input")
        if number in state.waiting:
            style["style"] += ",dashed"
        if number == state.passed:
            style["penwidth"] = "3"
        graph.node(f"n{number}", box(called[number], value, state.grads[number]), **style)
        waits = f", waits for {', '.join(called[user] for user in state.waiting.get(number, ()))}"
        lines.append(
            f"{called[number]}: {value.data:.4g}, grad {state.grads[number]:.4g}{waits if number in state.waiting else ''}"
        )
    for number, value in enumerate(values):
        for j, (x, slope) in enumerate(
            zip(value.inputs, SLOPES[value.op](value, value.inputs) if value.inputs else ())
        ):
            text, style = f"{slope:.4g}", {}
            if number == state.passed:
                gradient = state.sent[j][1]
                text = f"{slope:.4g}·{state.grads[number]:.4g} = {gradient:.4g}"
                style = {"color": PASSING, "penwidth": "2"}
            graph.edge(f"n{place[x]}", f"n{number}", dir="back", label=room(text, number == state.passed), **style)
    line = said(root, names, state)
    gradients = ", ".join(f"{called[n]} {grad:.4g}" for n, grad in enumerate(state.grads) if called[n] in names)
    return Drawing(graph.source, "dot", f"A backward pass: {line}. Gradients: {gradients}.", "\n".join(lines))


def box(name, value, grad):
    """What it is called and how it was made, its number, its gradient; a plain number is called by nothing else."""
    head = name if not value.inputs or value.op in name else f"{name} = {value.op}"
    lines = [f"{value.data:.4g}", f"grad {grad:.4g}"]
    return "\n".join(lines if head == f"{value.data:g}" else [head, *lines])


def room(text, red):
    """An edge's label, in a space that is as wide whatever stands in it."""
    colour = PASSING if red else GREY
    return (
        '<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" WIDTH="96" HEIGHT="18">'
        f'<TR><TD><FONT POINT-SIZE="10" COLOR="{colour}">{escape(text)}</FONT></TD></TR></TABLE>>'
    )

"""The backward pass of a small graph, to be played step by step, in the right order, in wrong ones, in the reader's own."""

from ...data import BadInput
from ...graph.play import draw_state
from ...graph.steps import ORDERS, said, step_backward
from ...teach.controls import Explorer, choice, slider
from ...teach.panels import Panel, note


def played(root, names, steps, order="when finished"):
    """The drawing of a graph after so many steps of a backward pass. order: of graph.steps.ORDERS, or a function."""
    return draw_state(root, names, state_after(root, steps, order))


def state_after(root, steps, order):
    states = step_backward(root, order)
    return states[min(steps, len(states) - 1)]


def backward_view(root, names, steps, order="when finished"):
    """The same below a line that says who has passed on, whether too early, and who is still to come."""
    line, drawing = said(root, names, state_after(root, steps, order)), played(root, names, steps, order)
    return Panel(note(line) + drawing.html, f"{line}\n{drawing.text}")


def backward_player(root, names, own=None):
    """Explorer: play the backward pass, forwards and backwards, in several orders. own: the reader's last_to_first."""
    orders = ORDERS | ({"yours": own} if own else {})

    def longest(order):
        try:
            return len(step_backward(root, order)) - 1
        except BadInput:  # said when it is chosen
            return 0

    return Explorer(
        lambda steps, order: backward_view(root, names, steps, orders[order]),
        steps=slider("steps", 0, max(map(longest, orders.values())), 1, 0, interval=1200),
        order=choice("order", list(orders), "when finished"),
    )

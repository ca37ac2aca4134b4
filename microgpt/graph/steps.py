"""The backward pass as data, a state per step: who passes on what to whom, and how far all gradients have come.

Also in two wrong orders, both seen in published programs, which give wrong gradients as soon as a number is used twice.
"""

from dataclasses import dataclass

from ..autograd import SLOPES
from ..data import BadInput
from ..order import topological_order

MOST = 1000  # steps: the naive recursion visits a number once for every path that leads to it


@dataclass(frozen=True)
class State:
    """After a step. Numbers are given by their place in topological_order(root).

    passed: the number that has just passed its gradient on, None at the start; sent: (to whom, how much) each; grads: all
    gradients so far; queue: who is still to come.
    """

    passed: int | None
    sent: tuple
    grads: tuple
    queue: tuple


def step_backward(root, order="topological"):
    """All states of a backward pass from root, in order; the graph itself is not touched.

    order: "topological" (each number when it is complete), "recursive" (each number passes on whenever it is reached,
    again and again) or "once" (depth first, each number only the first time). BadInput where it takes too many steps.
    """
    values = topological_order(root)
    place = {value: number for number, value in enumerate(values)}
    queue = [place[value] for value in ORDERS[order](root) if value.inputs]
    grads = [0.0] * len(values)
    grads[place[root]] = 1.0
    states = [State(None, (), tuple(grads), tuple(queue))]
    for done, number in enumerate(queue, 1):
        value = values[number]
        slopes = SLOPES[value.op](value, value.inputs)
        sent = tuple((place[x], slope * grads[number]) for x, slope in zip(value.inputs, slopes))
        for to, amount in sent:
            grads[to] += amount
        states.append(State(number, sent, tuple(grads), tuple(queue[done:])))
    return states


def complete_first(root):
    return reversed(topological_order(root))


def every_time(root):
    """Depth first, each number as often as a path leads to it."""
    visited, stack = [], [root]
    while stack:
        value = stack.pop()
        visited.append(value)
        if len(visited) > MOST:
            raise BadInput(f"the naive recursion takes more than {MOST} steps here; try a smaller expression")
        stack.extend(reversed(value.inputs))
    return visited


def first_time(root):
    """Depth first, each number only when it is reached first."""
    visited, stack = {}, [root]
    while stack:
        value = stack.pop()
        if value not in visited:
            visited[value] = True
            stack.extend(reversed(value.inputs))
    return list(visited)


ORDERS = {"topological": complete_first, "recursive": every_time, "once": first_time}


def table(root, names, order="topological"):
    """The states as text: a line per step, a column per name. names: a dictionary from names to Values."""
    values = topological_order(root)
    called = {values.index(value): name for name, value in names.items()}
    lines = ["passes on   " + "".join(f"{name:>8}" for name in called.values())]
    for state in step_backward(root, order):
        who = "(start)" if state.passed is None else called.get(state.passed, f"#{state.passed}")
        lines.append(f"{who:12}" + "".join(f"{state.grads[number]:8.4g}" for number in called))
    return "\n".join(lines)

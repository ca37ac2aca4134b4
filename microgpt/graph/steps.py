"""The backward pass as data, a state per step: who passes on what to whom, and how far all gradients have come.

In the right order, in two wrong ones that published programs have had, and in any other that a reader brings.
"""

from dataclasses import dataclass

from ..autograd import SLOPES
from ..data import BadInput
from ..order import topological_order

MOST = 1000  # steps: whoever passes on every time visits a number once for every path that leads to it


@dataclass(frozen=True)
class State:
    """After a step. Numbers are given by their place in topological_order(root).

    passed: the number that has just passed its gradient on, None at the start; again: whether it had done so before; sent:
    (to whom, how much) each; grads: all gradients so far; queue: who is still to come; waiting: {number: those made from
    it that are still to pass on}, for every number that is not finished.
    """

    passed: int | None
    again: bool
    sent: tuple
    grads: tuple
    queue: tuple
    waiting: dict

    @property
    def early(self):
        """For whom the number that has just passed on should have waited."""
        return self.waiting.get(self.passed, ())


def step_backward(root, order="when finished"):
    """All states of a backward pass from root, in order; the graph itself is not touched.

    order: a key of ORDERS, or a function that gives the numbers behind a root in the order in which they pass on.
    BadInput where it takes too many steps, or names a number that root was not made from.
    """
    values = topological_order(root)
    place = {value: number for number, value in enumerate(values)}
    queue = queued(place, (ORDERS[order] if isinstance(order, str) else order)(root))
    users = {number: [] for number in range(len(values))}
    for number, value in enumerate(values):
        for x in dict.fromkeys(value.inputs):
            users[place[x]].append(number)

    def waiting(queue):
        found = {number: tuple(user for user in above if user in queue) for number, above in users.items()}
        return {number: above for number, above in found.items() if above}

    grads = [0.0] * len(values)
    grads[place[root]] = 1.0
    states = [State(None, False, (), tuple(grads), queue, waiting(queue))]
    for done, number in enumerate(queue, 1):
        slopes = SLOPES[values[number].op](values[number], values[number].inputs)
        sent = tuple((place[x], slope * grads[number]) for x, slope in zip(values[number].inputs, slopes))
        for to, amount in sent:
            grads[to] += amount
        rest, again = queue[done:], number in queue[: done - 1]
        states.append(State(number, again, sent, tuple(grads), rest, waiting(rest)))
    return states


def queued(place, order):
    """The places of those that have something to pass on, in this order."""
    try:
        return tuple(place[value] for value in order if value.inputs)
    except (TypeError, AttributeError, KeyError):
        raise BadInput("an order is a list of numbers, each of which the last one was made from") from None


def when_finished(root):
    return reversed(topological_order(root))


def every_time(root):
    """Depth first, each number as often as a path leads to it."""
    visited, stack = [], [root]
    while stack:
        value = stack.pop()
        visited.append(value)
        if len(visited) > MOST:
            raise BadInput(f"passing on every time takes more than {MOST} steps here; try a smaller expression")
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


ORDERS = {"when finished": when_finished, "when first reached": first_time, "every time it is reached": every_time}


def named(root, names):
    """What every number is called: by names, {name: Value}, else by its operation and place, a constant by its number."""
    called = {value: name for name, value in names.items()}

    def name(number, value):
        return called.get(value) or (f"{value.op} #{number}" if value.inputs else f"{value.data:g}")

    return [name(number, value) for number, value in enumerate(topological_order(root))]


def said(root, names, state):
    """One line: who has passed on, whether too early or again, and who is still to come."""
    called = named(root, names)

    def listed(numbers):
        return ", ".join(called[number] for number in numbers)

    come = f"; still to come: {listed(state.queue)}" if state.queue else "; that was the last"
    if state.passed is None:
        return f"nobody has passed on yet{come}"
    again = " again, with what it had sent before" if state.again else ""
    early = f", too early: {listed(state.early)} had not yet" if state.early else ""
    return (
        f"{called[state.passed]} has passed on{again}{early}{come}{'' if state.queue else verdict(root, names, state)}"
    )


def verdict(root, names, state):
    """What the gradients of the named numbers are in the end, where they are wrong."""
    right, called = step_backward(root)[-1].grads, named(root, names)
    wrong = [
        f"{called[number]} has {found:.4g}, and should have {wanted:.4g}"
        for number, (found, wanted) in enumerate(zip(state.grads, right))
        if abs(found - wanted) > 1e-9 and called[number] in names
    ]
    return ". " + ("; ".join(wrong) if wrong else "All gradients are right")


def table(root, names, order="when finished"):
    """The states as text: a line per step, a column per name. names: a dictionary from names to Values."""
    place = {value: number for number, value in enumerate(topological_order(root))}
    called = named(root, names)
    lines = ["passes on   " + "".join(f"{name:>8}" for name in names)]
    for state in step_backward(root, order):
        who = "(start)" if state.passed is None else called[state.passed]
        early = "   too early" if state.early else ""
        lines.append(f"{who:12}" + "".join(f"{state.grads[place[value]]:8.4g}" for value in names.values()) + early)
    return "\n".join(lines)

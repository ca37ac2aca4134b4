"""In which order to go through a graph: the search that finds it, and the tape that makes the search unnecessary."""

from contextlib import contextmanager
from contextvars import ContextVar

_births = ContextVar("births", default=None)
note = _births.get  # the list on which every new number is noted, or None


def last_to_first(root):
    """Every number that root was made from, and root: each one before its inputs."""
    births = note()
    if births and births[-1] is root:
        _births.set(None)  # a tape serves one backward
        return reversed(births)
    return reversed(topological_order(root))


def topological_order(root):
    """Every number that root was made from, and root: each one after its inputs.

    A loop with a stack of its own: recursion would fail on a chain of a thousand additions.
    """
    order, seen, stack = [], {root}, [(root, iter(root.inputs))]
    while stack:
        value, inputs = stack[-1]
        for x in inputs:
            if x not in seen:
                seen.add(x)
                stack.append((x, iter(x.inputs)))
                break
        else:  # all its inputs are in order
            order.append(value)
            stack.pop()
    return order


@contextmanager
def tape():
    """Note the Values made inside the `with` block, in order: the first backward then need not search for an order.

    Numbers made before the block count as leaves: they receive a gradient, and pass nothing on.
    """
    births = []
    token = _births.set(births)
    try:
        yield births
    finally:
        _births.reset(token)

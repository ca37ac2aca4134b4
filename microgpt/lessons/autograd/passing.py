"""Exercise 3.3: the backward pass itself."""

from ...teach.judge import Apart
from .. import fallbacks
from .calls import gradients_after, gradients_alone, gradients_of, where_asked
from .graphs import behind, drawn, expression, formula
from .order import (
    BRAIDED,
    DOUBLING,
    FAINT,
    LEAF,
    LONG,
    MANY,
    SMALLEST,
    SQUARE,
    TWINS,
    WIDE,
    at_first_meeting,
    in_levels,
    on_every_way,
)
from .speed import OnNetworks


def passing(add, order=fallbacks.last_to_first, start=1.0, numbers=lambda value: True, most=None):
    """A backward in which add(x, slope, value) is done on the ways of some numbers, at most so many each, in this order."""

    def wrong(root):
        root.grad = start
        for value in filter(numbers, order(root)):
            for x, slope in value.ways()[:most]:
                add(x, slope, value)

    return wrong


def starting(compute):
    """A backward whose root begins with what is computed from its old gradient."""
    return lambda root: passing(plus, start=compute(root.grad))(root)


def kept_unless_a_leaf(root):
    fallbacks.backward(root)
    root.grad *= bool(root.inputs)


def plus(x, slope, value):
    x.grad += slope * value.grad


def setting(**compute):
    """add(x, slope, value) that sets x.grad or value.grad to what is computed from its old one, slope and value.grad."""

    def add(x, slope, value):
        for target, new in compute.items():
            number = {"x": x, "value": value}[target]
            number.grad = new(number.grad, slope, value.grad)

    return add


def handing_on(root):
    """Recursion that adds what arrives, and hands on all that has arrived so far."""

    def receive(value, gradient):
        value.grad += gradient
        for x, slope in value.ways():
            receive(x, slope * value.grad)

    receive(root, 1.0 - root.grad)


def handing_on_slopes(root):
    """Recursion that hands on the slope of the last step alone."""

    def receive(value, gradient):
        value.grad += gradient
        for x, slope in value.ways():
            receive(x, slope)

    receive(root, 1.0 - root.grad)


def handing_on_arrivals(root):
    """Recursion that is right, on every way alone; what is left of earlier calls is not passed on again."""

    def receive(value, gradient):
        value.grad += gradient
        for x, slope in value.ways():
            receive(x, slope * gradient)

    receive(root, 1.0)


def of_this_pass(root, left=False):
    """Gradients kept apart, and added at the end to what is left of earlier calls, if `left` to that of the root too."""
    found = {root: 1.0}
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways():
            found[x] = found.get(x, 0.0) + slope * found[value]
    for value, gradient in found.items():
        value.grad = gradient + (value.grad if value is not root or left else 0.0)


def handing_on_arrivals_to_root(root):
    handing_on_arrivals(root)
    root.grad = 1.0


def all_with_one(root):
    for value in fallbacks.last_to_first(root):
        value.grad = 1.0
        for x, slope in value.ways():
            plus(x, slope, value)


def with_data(x, slope, value):
    x.grad += slope * value.data


def with_own_data(x, slope, value):
    x.grad += x.data * value.grad


def cleared_at_once(x, slope, value):
    x.grad += slope * value.grad
    value.grad = 0.0


def from_the_inputs(x, slope, value):
    value.grad += slope * x.grad


def as_the_pile_gives_them(root):
    """Each number when it is first taken from the top of a pile."""
    met, pile = [], [root]
    while pile:
        if (value := pile.pop()) not in met:
            met.append(value)
            pile += value.inputs
    return met


def cleared_behind(root):
    root.grad = 1.0
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways():
            plus(x, slope, value)
        if value.inputs:
            value.grad = 0.0


def each_input_once(root):
    root.grad = 1.0
    for value in fallbacks.last_to_first(root):
        for x, slope in dict(value.ways()).items():
            plus(x, slope, value)


def root_alone(root):
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad += slope * root.grad


def clearing_first(root):
    for value in behind(root):
        value.grad = 0.0
    fallbacks.backward(root)


def adding_one(root):
    root.grad += 1.0
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways():
            plus(x, slope, value)


ONCE, TWICE, THEN_BEFORE = (-1,), (-1, -1), (-1, -2)  # on which numbers backward is called, one after the other


def some_calls(rng):
    """A random expression, and calls: one, another one, or one on the number before the last."""
    leaves, program = expression(rng)
    return leaves, program, rng.choice([ONCE, ONCE, ONCE, TWICE, TWICE, THEN_BEFORE if len(program) > 1 else ONCE])


backward = OnNetworks(
    "Set the gradient of root to 1, then let every number pass on, from last to first, to each of its inputs.",
    fallbacks.backward,
    [(*case, ONCE) for case in [*SMALLEST, TWINS, FAINT, MANY, LEAF]]
    + [(*case, TWICE) for case in SMALLEST if case != SQUARE]
    + [(*case, THEN_BEFORE) for case in SMALLEST[2:5]],
    {
        "= forgets what came before: a number that is used twice receives twice. Use +=.": passing(
            setting(x=lambda old, slope, grad: slope * grad)
        ),
        "too early: numbers pass on as soon as they are met, before all has arrived. Go by last_to_first(root).": (
            passing(plus, at_first_meeting),
            passing(plus, in_levels),
            passing(plus, as_the_pile_gives_them),
        ),
        "a number passes on every time a way leads to it, each time all that it has: each number is to pass on once.": (
            passing(plus, on_every_way),
            handing_on,
        ),
        "the recursion hands on the slope alone: hand on slope times what has arrived.": handing_on_slopes,
        "that is first to last: the gradients start at the root.": passing(plus, lambda root: behind(root)),
        "no number has a gradient afterwards: is that of the root set to 1 first, and is nothing cleared?": passing(
            plus, start=0.0
        ),
        "only the root begins with 1, once, before the loop.": all_with_one,
        "nobody but the root has a gradient. Does the root pass on, as the first in the list? Does the line in the loop change "
        "x.grad at all (== only asks, and 0 times anything stays 0)? What value has received goes to its inputs, "
        "x.grad += slope * value.grad.": (
            passing(plus, lambda root: fallbacks.last_to_first(root)[1:]),
            passing(from_the_inputs),
        ),
        "a number keeps its gradient when it has passed on: clearing is a decision of its own, and comes next.": cleared_behind,
        "slope and gradient are multiplied along a way; you added them.": passing(
            setting(x=lambda old, slope, grad: old + slope + grad)
        ),
        "slope and gradient are multiplied along a way; you divided.": passing(
            setting(x=lambda old, slope, grad: old + grad / slope if slope else old)
        ),
        "a gradient keeps its sign: it is added as it is, below 0 too.": (
            passing(setting(x=lambda old, slope, grad: old + abs(slope * grad))),
            passing(setting(x=lambda old, slope, grad: old + max(0.0, slope * grad))),
            passing(setting(x=lambda old, slope, grad: old + (slope * grad if slope > 0 else 0.0))),
            passing(setting(x=lambda old, slope, grad: abs(old + slope * grad))),
        ),
        "whatever arrives is added: a second one counts as much as the first, and so does a small one.": (
            passing(setting(x=lambda old, slope, grad: old + slope * grad if old == 0 else old)),
            passing(setting(x=lambda old, slope, grad: old or slope * grad)),
            passing(setting(x=lambda old, slope, grad: max(old, slope * grad))),
            passing(setting(x=lambda old, slope, grad: (old + slope * grad) / 2)),
            passing(setting(x=lambda old, slope, grad: old + (slope * grad if abs(grad) > 1e-3 else 0.0))),
            passing(setting(x=lambda old, slope, grad: old + (slope * grad if abs(slope * grad) > 1e-3 else 0.0))),
        ),
        "slope times gradient, and nothing more: yours has one factor too many.": (
            passing(lambda x, slope, value: setting(x=lambda old, s, g: old + s * g * x.data)(x, slope, value)),
            passing(lambda x, slope, value: setting(x=lambda old, s, g: old + s * g * value.data)(x, slope, value)),
            passing(setting(x=lambda old, slope, grad: old + slope**2 * grad)),
            passing(setting(x=lambda old, slope, grad: old + slope * grad**2)),
            passing(setting(x=lambda old, slope, grad: old + 2 * slope * grad)),
            passing(setting(x=lambda old, slope, grad: old + slope * grad / 2)),
        ),
        "the slope is `slope`, not the number x itself: multiply that by value.grad.": passing(with_own_data),
        "value.grad is needed for every way: clear nothing while value still passes on.": passing(cleared_at_once),
        "multiply the slope by value.grad, not by value.data.": passing(with_data),
        "x * x has two ways to x, and both count: go by all of value.ways().": each_input_once,
        "right after one call, and it is how PyTorch goes on. Here, called once more, every number is to pass on all that it "
        "holds by then: yours passes on only what the new call has brought.": (
            handing_on_arrivals,
            handing_on_arrivals_to_root,
            of_this_pass,
            lambda root: of_this_pass(root, left=True),
        ),
        "the slope alone is not enough: multiply it by value.grad, what value itself has received.": passing(
            setting(x=lambda old, slope, grad: old + slope)
        ),
        "the slope is missing: not every input counts the same.": passing(
            setting(x=lambda old, slope, grad: old + grad)
        ),
        "the gradient goes to the inputs: add to x.grad, not to value.grad.": passing(
            setting(value=lambda old, slope, grad: grad + slope * grad)
        ),
        "the sign: gradients are added here; only the step of the optimiser subtracts.": passing(
            setting(x=lambda old, slope, grad: old - slope * grad)
        ),
        "only the first input of every number receives something: the pass ends too soon, or a loop is missing.": passing(
            plus, most=1
        ),
        "the root passes on, and nobody else: go through all of last_to_first(root).": root_alone,
        "gradients that are there already must stay, for adding: clearing is a decision of its own, and comes next.": (
            clearing_first
        ),
        "the root's gradient is 1 in every pass, since it changes as much as itself: = 1.0 there, += for all others.": (
            adding_one,
            starting(lambda old: old or 1.0),
            starting(lambda old: max(old, 1.0)),
        ),
        "an operation may have more inputs than two, as dot has: go by all of value.ways().": (
            passing(plus, most=2),
            passing(plus, most=3),
            passing(plus, numbers=lambda value: len(value.inputs) < 3),
        ),
        "an operation may have one input alone, as exp and relu have: go by all of value.ways().": passing(
            plus, numbers=lambda value: len(value.inputs) == 2
        ),
        "root gets its 1 and keeps it, even where it was made from nothing and there is nobody to pass on to.": (
            lambda root: fallbacks.backward(root) if root.inputs else None,
            kept_unless_a_leaf,
        ),
    },
    "That is backpropagation, whole. Every path from a number to the root has contributed.",
    generate=some_calls,
    world=lambda: [(*recipe, ONCE) for recipe in (DOUBLING, BRAIDED, LONG, WIDE)],
    hints=(
        "Three lines: the root's gradient, a loop over last_to_first(root), and in it a loop over the ways of each number.",
        "value.ways() gives pairs: for x, slope in value.ways().",
        "What arrives at x is slope * value.grad, on top of what has arrived already.",
    ),
    use=gradients_after,
    apart=Apart(gradients_alone, judged=where_asked),
    more=(ONCE,),
    draw=lambda leaves, program, calls: drawn(leaves, program),
    show=lambda leaves, program, calls: f"{formula(leaves, program)}  ({gradients_of(leaves, program, calls)})",
)

"""The exercise on the way back through a relu, with what is said of an answer that is half right."""

from math import exp, tanh

from ... import mlp
from ...teach.judge import Exercise, Wrong
from .world import numbers, relus_of_the_network, some_number

TINY = 1e-9  # what rounding may forgive elsewhere
STEPS = 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6  # that a slope is often measured with


def any_gate(rng):
    """Gradients and numbers; among these often one that is 0, or barely on one side of it."""
    size = some_number(rng, 2, 8)
    before = [rng.choice((1.0, 1e-3, 1e-6)) * x for x in numbers(rng, size)]
    before[rng.randrange(size)] = rng.choice((0.0, 0.3, 1e-9, -1e-9, 1e-300, -1e-300))
    return numbers(rng, size), before


def shut_is_nothing(answer, d_hidden, before):
    """Call an answer; where nothing passes, something tiny is not the same as 0."""
    found = answer(d_hidden, before)
    back = found.tolist() if hasattr(found, "tolist") else found
    if isinstance(back, list | tuple) and any(barely(d) for d, h in zip(back, before) if h <= 0):
        raise Wrong("where the relu gave 0, the gradient is exactly 0; yours is something tiny there.")
    return found


def barely(x):
    return isinstance(x, int | float) and 0 < abs(x) < TINY


def gate(change):
    """A mistake: change(d, h) for every number."""
    return lambda d_hidden, before: [change(d, h) for d, h in zip(d_hidden, before)]


def gates_at(*places):
    """Mistakes: a gate that stands elsewhere than at 0, and is open or shut at its own place."""
    above = [gate(lambda d, h, t=t: d if h > t else 0.0) for t in places]
    return *above, *(gate(lambda d, h, t=t: d if h >= t else 0.0) for t in places)


def measured(up, down):
    """A mistake at one number: the slope as a difference, the steps up and down from it being so long."""
    return lambda d, h: d * (max(0, h + up) - max(0, h - down)) / (up + down)


def passed_by_value(d_hidden, before, stopped):
    """A mistake: all places with the same gradient get the same, whatever their gates."""
    those = {d for d, h in zip(d_hidden, before) if (h <= 0) == stopped}
    return [d if (d in those) != stopped else 0.0 for d in d_hidden]


backward_relu = Exercise(
    "Return the gradient of what went into the relu: d_hidden is the gradient of what came out of it, and `before` is "
    "the list of numbers that went in. backward_relu([5.0, 7.0], [2.0, -2.0]) is [5.0, 0.0].",
    mlp.backward_relu,
    cases=[
        ([0.5, -3.0], [3.0, -4.0]),
        ([-1.5, 0.25, -1.0], [0.5, -2.0, 3.0]),
        ([-1.0, 2.0], [0.0, 1.0]),
        ([3e5, -7e4], [2e4, -5e6]),
        ([2e-7, -4e-8], [0.5, 1e5]),
    ],
    generate=any_gate,
    mixes=lambda d_hidden, before: True,
    use=shut_is_nothing,
    world=relus_of_the_network,
    mistakes={
        "the gate is on the wrong side: the gradient passes where the number was above 0.": (
            gate(lambda d, h: d if h <= 0 else 0.0),
            gate(lambda d, h: d if h < 0 else 0.0),
        ),
        "the gate looks at the number that went in, not at the sign of the gradient.": gate(lambda d, h: max(0.0, d)),
        "the two lists are swapped: the gradient is d_hidden, `before` decides whether it passes.": (
            gate(lambda d, h: h if d > 0 else 0.0),
            gate(lambda d, h: max(0.0, h) if d > 0 else 0.0),
        ),
        "that is the relu itself, forward; wanted is what comes back through it.": gate(lambda d, h: max(0.0, h)),
        "that is the slope alone; multiply it by the gradient that arrives.": gate(lambda d, h: float(h > 0)),
        "nothing is stopped: where the relu gave 0, no gradient passes.": gate(lambda d, h: d),
        "the slope is 1 or 0; you multiplied by the number itself.": gate(lambda d, h: d * max(0.0, h)),
        "multiplied by the number that went in, gate or no gate: the slope is 1 or 0.": gate(lambda d, h: d * h),
        "the slope, 1 or 0, multiplies the gradient; you added it, or took it away.": (
            gate(lambda d, h: d + (h > 0)),
            gate(lambda d, h: d - (h > 0)),
        ),
        "where the relu gave 0 the gradient is 0, not turned round.": (
            gate(lambda d, h: d if h > 0 else -d),
            gate(lambda d, h: d * ((h > 0) - (h < 0))),
        ),
        "where the relu gave 0 nothing passes, not even a little (that would be a leaky relu).": (
            gate(lambda d, h: d if h > 0 else 0.01 * d),
            gate(lambda d, h: d if h > 0 else 0.1 * d),
        ),
        "what is stopped stays in the list, as 0.": lambda d_hidden, before: [
            d for d, h in zip(d_hidden, before) if h > 0
        ],
        "a gradient below 0 passes as well, with its sign.": gate(lambda d, h: max(0.0, d) if h > 0 else 0.0),
        "the gate stands at 0: every number above 0 lets pass, however small.": (
            gate(lambda d, h: d if round(h) > 0 else 0.0),
            *gates_at(1, 0.5, 0.25, 0.2, 0.1, 0.05, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-8, 1e-9, 1e-12),
        ),
        "below 0 nothing passes: ask whether the number is above 0, not whether it is another than 0.": gate(
            lambda d, h: d if h else 0.0
        ),
        "the gate stands at 0: a number that is 0 or below lets nothing pass, however near it is.": gates_at(
            -1, -0.5, -0.1, -0.01, -1e-3, -1e-4, -1e-5, -1e-6, -1e-8, -1e-9, -1e-12
        ),
        "there is no upper end: every number above 0 lets pass, however large.": (
            gate(lambda d, h: d if 0 < h < 1 else 0.0),
            gate(lambda d, h: d if 0 < h < 5 else 0.0),
            gate(lambda d, h: d if 0 < h < 6 else 0.0),
            gate(lambda d, h: d if 0 < h < 10 else 0.0),
            gate(lambda d, h: d if 0 < h < 100 else 0.0),
            gate(lambda d, h: d if 0 < h < 1000 else 0.0),
            gate(lambda d, h: d if 0 < h <= 4 else 0.0),
        ),
        "a gradient passes as it is, however large; you cut it.": (
            gate(lambda d, h: max(-1.0, min(1.0, d)) if h > 0 else 0.0),
            gate(lambda d, h: max(-3.0, min(3.0, d)) if h > 0 else 0.0),
            gate(lambda d, h: max(-5.0, min(5.0, d)) if h > 0 else 0.0),
            gate(lambda d, h: max(-10.0, min(10.0, d)) if h > 0 else 0.0),
            gate(lambda d, h: max(-100.0, min(100.0, d)) if h > 0 else 0.0),
        ),
        "the gate looks at the number that went in alone; you looked at the gradient as well.": (
            gate(lambda d, h: d if d * h > 0 else 0.0),
            gate(lambda d, h: d if h > 0 or d < 0 else 0.0),
            gate(lambda d, h: max(0.0, d) if h > 0 else min(0.0, d)),
        ),
        "the number that went in opens the gate and does no more; you took the smaller of two.": (
            gate(lambda d, h: min(d, max(0.0, h))),
            gate(lambda d, h: min(d, h) if h > 0 else 0.0),
        ),
        "at exactly 0 the convention here is that nothing passes, not half of it.": gate(
            lambda d, h: d if h > 0 else 0.5 * d * (h == 0)
        ),
        "the slope is exactly 1 or 0; measured with a step it is another where the corner is nearer than the step.": (
            *(gate(measured(step, step)) for step in STEPS),
            *(gate(measured(step, 0)) for step in STEPS),
        ),
        "a gradient belongs to its place; another place may have the same number and another gradient, or the same gradient and another gate.": (
            lambda d_hidden, before: [d if before[d_hidden.index(d)] > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d_hidden[before.index(h)] if h > 0 else 0.0 for h in before],
            lambda d_hidden, before: [d if dict(zip(d_hidden, before))[d] > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [dict(zip(before, d_hidden))[h] if h > 0 else 0.0 for h in before],
            lambda d_hidden, before: passed_by_value(d_hidden, before, stopped=False),
            lambda d_hidden, before: passed_by_value(d_hidden, before, stopped=True),
        ),
        "behind the first gate that is shut the others have their turn too; you stopped there.": lambda d_hidden, before: [
            d if all(h > 0 for h in before[: i + 1]) else 0.0 for i, d in enumerate(d_hidden)
        ],
        "gradient and number belong together place by place; you took the number beside it.": (
            lambda d_hidden, before: [d if before[i - 1] > 0 else 0.0 for i, d in enumerate(d_hidden)],
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, before[1:] + before[:1])],
        ),
        "the slope is 1 or 0: where the number is above 0, d passes as it is; you computed it with the number.": (
            gate(lambda d, h: d / h if h > 0 else 0.0),
            gate(lambda d, h: d + h if h > 0 else 0.0),
            gate(lambda d, h: d - h if h > 0 else 0.0),
            gate(lambda d, h: max(0.0, d * h)),
        ),
        "ask whether the number is above 0, not whether it is larger or smaller than the gradient.": (
            gate(lambda d, h: d if h > d else 0.0),
            gate(lambda d, h: d if d > h else 0.0),
            gate(min),
            gate(max),
        ),
        "that is the slope of another function, sigmoid or tanh; a relu's is 1 or 0.": (
            gate(lambda d, h: d / (1 + exp(-h))),
            gate(lambda d, h: d * (1 - tanh(h) ** 2)),
            gate(lambda d, h: d * exp(-h) / (1 + exp(-h)) ** 2),
        ),
        "gradient and number belong together place by place; in one of the two lists you changed the order.": (
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, sorted(before))],
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, before[::-1])],
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden[::-1], before)],
        ),
        "every number has a gate of its own; yours is one gate for all of them.": (
            lambda d_hidden, before: [d if max(before) > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d if before[0] > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d if sum(before) > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d if min(before) > 0 else 0.0 for d in d_hidden],
        ),
        "at exactly 0 the convention here, as in most libraries, is that nothing passes: use > instead of >=.": gate(
            lambda d, h: d if h >= 0 else 0.0
        ),
    },
    learned="A gate: what it let through forward, it lets through backward; at exactly 0 it is shut by convention.",
    hints=[
        "Where the relu let a number pass, what comes out changes exactly as much as what goes in. Where it gave 0?",
        "`zip(d_hidden, before)` gives every gradient together with the number that went in there.",
        "Look at the number that went in, never at the gradient: is it above 0?",
    ],
)

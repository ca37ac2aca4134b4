"""Exercise 3.3: the backward pass itself."""

from ...teach.judge import Apart
from .. import fallbacks
from .calls import gradients_after, gradients_alone, gradients_of, where_asked
from .graphs import behind, drawn, expression, formula
from .mistaken_passes import (
    BOUNDS,
    SMALL_BOUNDS,
    adding_one,
    all_with_one,
    all_with_one_at_first,
    as_the_pile_gives_them,
    by_calling_itself,
    by_calling_itself_afterwards,
    by_the_ways_of_the_root,
    cleared_at_once,
    cleared_behind,
    clearing,
    cut_afterwards,
    digits,
    each_input_once,
    each_number_once,
    ending,
    from_the_inputs,
    handing_on,
    handing_on_arrivals,
    handing_on_arrivals_to_root,
    handing_on_slopes,
    kept_unless_a_leaf,
    of_this_pass,
    passing,
    plus,
    remembering,
    root_alone,
    setting,
    starting,
    twice_through_the_list,
    whenever_the_pile_gives_them,
    with_data,
    with_equals_for_the_first,
    with_own_data,
    with_slopes_crossed,
    with_the_first_way_alone,
    with_the_one_too_late,
    without_the_first,
)
from .order import (
    BRAIDED,
    DOUBLING,
    FAINT,
    LATE,
    LEAF,
    LONG,
    MANY,
    SHUT,
    SMALLEST,
    SQUARE,
    STEEP,
    TWINS,
    WIDE,
    at_first_meeting,
    in_levels,
    on_every_way,
)
from .speed import OnNetworks

ONCE, TWICE, THEN_BEFORE = (-1,), (-1, -1), (-1, -2)  # on which numbers backward is called, one after the other


def some_calls(rng):
    """A random expression, and calls: one, another one, or one on the number before the last."""
    leaves, program = expression(rng)
    return leaves, program, rng.choice([ONCE, ONCE, ONCE, TWICE, TWICE, THEN_BEFORE if len(program) > 1 else ONCE])


backward = OnNetworks(
    "Set the gradient of root to 1, then let every number pass on, from last to first, to each of its inputs.",
    fallbacks.backward,
    [(*case, ONCE) for case in [*SMALLEST, LATE, SHUT, TWINS, FAINT, STEEP, MANY, LEAF]]
    + [(*case, TWICE) for case in SMALLEST if case != SQUARE]
    + [(*case, THEN_BEFORE) for case in SMALLEST[2:5]],
    {
        "= forgets what came before: a number that is used twice receives twice. Use +=.": (
            passing(setting(x=lambda old, slope, grad: slope * grad)),
            with_equals_for_the_first,
        ),
        "too early: numbers pass on before all has arrived. Go by last_to_first(root), in its order.": (
            passing(plus, at_first_meeting),
            passing(plus, in_levels),
            passing(plus, as_the_pile_gives_them),
            passing(plus, lambda root: sorted(fallbacks.last_to_first(root), key=lambda number: -number.data)),
        ),
        "a number passes on every time a way leads to it, each time all that it has: each number is to pass on once.": (
            passing(plus, on_every_way),
            passing(plus, whenever_the_pile_gives_them),
            handing_on,
        ),
        "the recursion hands on the slope alone: hand on slope times what has arrived.": handing_on_slopes,
        "that is first to last: the gradients start at the root.": passing(plus, lambda root: behind(root)),
        "no number has a gradient afterwards: is that of the root set to 1 first, and is nothing cleared?": passing(
            plus, start=0.0
        ),
        "only the root begins with 1, once, before the loop.": (all_with_one, all_with_one_at_first),
        "nobody but the root has a gradient. Does the root pass on, as the first in the list? Does the line in the loop change "
        "x.grad at all (== only asks, and 0 times anything stays 0)? What value has received goes to its inputs, "
        "x.grad += slope * value.grad.": (
            passing(plus, lambda root: fallbacks.last_to_first(root)[1:]),
            passing(from_the_inputs),
        ),
        "numbers that were made from others end without a gradient: each keeps its own, also when it has passed it on. Clearing is a "
        "decision of its own, and comes next.": (
            cleared_behind,
            lambda root: clearing(lambda value, root: value.inputs and value is not root)(
                fallbacks.backward(root) or root
            ),
        ),
        "the 1 of root is set too late: it is there before the loop, since it is what the root passes on.": (
            with_the_one_too_late
        ),
        "the loop ends too soon: after a number that was made from nothing, or that has no gradient, others have still to pass "
        "on. No `break`, no `return`.": (
            ending(lambda value: not value.inputs),
            ending(lambda value: value.grad == 0),
            ending(lambda value: value.inputs and value.grad == 0),
            with_the_first_way_alone,
        ),
        "the root begins with 1, whatever number it holds, and however many there are.": (
            lambda root: passing(plus, start=root.data)(root),
            lambda root: passing(plus, start=1.0 / len(fallbacks.last_to_first(root)))(root),
        ),
        "inside the loop it is value that passes on: go by value.ways(), not by those of root.": (
            by_the_ways_of_the_root,
        ),
        "your function calls itself for x, and sets x.grad to 1 as if that were the root: write a loop instead.": (
            by_calling_itself,
            by_calling_itself_afterwards,
        ),
        "each number is to pass on once: your function goes through the list twice.": twice_through_the_list,
        "each input has a slope of its own: value.ways() gives the two in pairs.": with_slopes_crossed,
        "the first input of every number receives nothing: go by all of value.ways().": without_the_first,
        "nothing is shared out among the inputs: each one receives slope times gradient, whole.": passing(
            lambda x, slope, value: setting(x=lambda old, s, g: old + s * g / len(value.inputs))(x, slope, value)
        ),
        "multiply the slope by value.grad, not by x.data.": passing(
            lambda x, slope, value: setting(x=lambda old, s, g: old + s * x.data)(x, slope, value)
        ),
        "a gradient is any number: round nothing, and cut nothing off.": tuple(
            passing(setting(x=lambda old, slope, grad, cut=cut: old + cut(slope * grad)))
            for cut in (round, int, *map(digits, (3, 6, 8, 9)), *BOUNDS)
        )
        + tuple(passing(setting(x=lambda old, slope, grad, cut=cut: cut(old + slope * grad))) for cut in SMALL_BOUNDS)
        + tuple(map(cut_afterwards, SMALL_BOUNDS)),
        "everybody receives: numbers made from nothing too, and those that were made from others.": (
            passing(lambda x, slope, value: plus(x, slope, value) if x.inputs else None),
            passing(lambda x, slope, value: None if x.inputs else plus(x, slope, value)),
        ),
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
            passing(setting(x=lambda old, slope, grad: old + (slope * grad if grad > 0 else 0.0))),
            passing(setting(x=lambda old, slope, grad: abs(old + slope * grad))),
        ),
        "whatever arrives is added: a second one counts as much as the first, and so does a small one.": (
            passing(setting(x=lambda old, slope, grad: old + slope * grad if old == 0 else old)),
            passing(setting(x=lambda old, slope, grad: old or slope * grad)),
            each_number_once,
            passing(setting(x=lambda old, slope, grad: max(old, slope * grad))),
            passing(setting(x=lambda old, slope, grad: (old + slope * grad) / 2)),
            *(
                passing(setting(x=lambda old, slope, grad, few=few: old + (slope * grad if abs(grad) > few else 0.0)))
                for few in (1e-3, 1e-6)
            ),
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
        "the slope alone tells of one operation; times value.grad (not that of root, which is 1), what value itself has received, it "
        "tells how the root changes with x.": passing(setting(x=lambda old, slope, grad: old + slope)),
        "two things: += and not =, and the slope times value.grad, not the slope alone.": passing(
            setting(x=lambda old, slope, grad: slope)
        ),
        "who has passed on in one call passes on in the next one too: your function remembers them from call to call. (What is made in "
        "the line of `def`, or outside, is made only once.)": tuple(
            remembering(noted, asked, begins)
            for noted in (list, lambda order: order[:1])
            for asked in (lambda value, root: value, lambda value, root: root)
            for begins in (True, False)
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
            clearing(lambda value, root: True, fallbacks.backward),
            clearing(lambda value, root: value.inputs, fallbacks.backward),
            clearing(lambda value, root: not value.inputs, fallbacks.backward),
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
        "First the root's gradient; then a loop over last_to_first(root), and in it a loop over the ways of each number.",
        "value.ways() gives pairs: for x, slope in value.ways().",
        "What arrives at x is slope * value.grad, on top of what has arrived already.",
    ),
    use=gradients_after,
    names=("numbers at the beginning", "operations", "calls of backward"),
    apart=Apart(gradients_alone, judged=where_asked),
    more=(ONCE,),
    draw=lambda leaves, program, calls: drawn(leaves, program),
    show=lambda leaves, program, calls: f"{formula(leaves, program)}  ({gradients_of(leaves, program, calls)})",
)

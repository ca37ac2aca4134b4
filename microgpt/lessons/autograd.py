"""What lesson 3 brings: its exercises with their mistakes, its predictions, the backward pass to play step by step."""

import math
import random

from .. import nn
from ..autograd import SLOPES, Value
from ..graph.draw import draw
from ..graph.steps import ORDERS, step_backward
from ..order import topological_order
from ..teach.controls import Explorer, choice, slider
from ..teach.judge import Checks, Exercise
from ..teach.lesson import Lesson
from ..teach.panels import Panel, note
from ..teach.predict import Question

# ---- the exercises ----

backward_mul = Exercise(
    "c = a * b, and g is the gradient of c: return the gradients of a and b. backward_mul(1, 2, 5) is (5, 2).",
    lambda g, a, b: (g * b, g * a),
    [(1.0, 2.0, 5.0), (3.0, 2.0, 5.0), (-2.0, 0.5, 0.0)],
    {
        "each factor's slope is the other factor: you gave each its own.": lambda g, a, b: (g * a, g * b),
        "the slopes are right, but they must be multiplied by the gradient g that arrives.": lambda g, a, b: (b, a),
        "that is the rule for a sum: a product passes on more where the other factor is large.": lambda g, a, b: (g, g),
        "multiply by the gradient that arrives; you added it.": lambda g, a, b: (g + b, g + a),
    },
    "That is one line of the table of slopes; every other operation is as short.",
)


SMALL_OPS = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "exp": lambda a: nn.exp(a),
    "relu": lambda a: nn.relu(a),
}


def build(leaves, program):
    """Run a program, a list of (operation, places of its inputs), on numbers of any kind; all numbers in order."""
    numbers = list(leaves)
    for op, places in program:
        numbers.append(SMALL_OPS[op](*(numbers[place] for place in places)))
    return numbers


def expressions(count, rng):
    """Cases (leaves, program), the smallest first: random expressions whose numbers stay small and off relu's corner."""
    found = []
    while len(found) < count:
        leaves = [round(rng.uniform(-2, 2), 1) for _ in range(3)]
        program, numbers = [], leaves
        for _ in range(rng.randint(1, 7)):
            op, last = rng.choice(list(SMALL_OPS)), len(numbers) - 1
            places = (rng.randrange(last + 1), last) if op in "+*" else (last,)  # always on from what was made last
            if op != "relu" or abs(numbers[last]) > 0.05:
                program.append((op, places))
                numbers = build(leaves, program)
            if abs(numbers[-1]) > 5:
                break
        if program and abs(numbers[-1]) < 200:
            found.append((leaves, program))
    return sorted(found, key=lambda case: len(case[1]))


def moved_leaves(leaves, program, eps=1e-5):
    """The gradients of the leaves by central differences."""

    def result(i, step):
        return build([x + step * (i == j) for j, x in enumerate(leaves)], program)[-1]

    return [(result(i, eps) - result(i, -eps)) / (2 * eps) for i in range(len(leaves))]


def gradients_by(pass_on, leaves, program):
    """The gradients of the leaves when every Value, from last to first, passes its own on with pass_on(value)."""
    leaves = [Value(x) for x in leaves]
    root = build(leaves, program)[-1]
    root.grad = 1.0
    order = topological_order(root)
    for value in reversed(order):
        if value.inputs:
            pass_on(value)
    nothing_passed = root.grad == 1.0 and not any(x.grad for value in order for x in value.inputs)
    if nothing_passed and any(moved_leaves([x.data for x in leaves], program)):
        raise NotImplementedError
    return [x.grad for x in leaves]


def with_slopes(slopes, leaves, program):
    """The gradients by an answer slopes(op, y, inputs), which may still be `...` for some operations."""

    def pass_on(value):
        found = slopes(value.op, value.data, tuple(x.data for x in value.inputs))
        if found is ... or found is None or (isinstance(found, tuple) and ... in found):
            raise NotImplementedError
        for x, slope in zip(value.inputs, found, strict=True):
            x.grad += slope * value.grad

    return gradients_by(pass_on, leaves, program)


def drawn(leaves, program):
    """The graph of an expression, with the right gradients."""
    leaves = [Value(x) for x in leaves]
    numbers = build(leaves, program)
    numbers[-1].backward()
    return draw(numbers[-1], dict(zip("abc", leaves)))


def formula(leaves, program):
    """An expression as text, with its leaves."""
    written = list("abc")
    for op, places in program:
        inputs = [written[place] for place in places]
        written.append(f"({f' {op} '.join(inputs)})" if op in "+*" else f"{op}({inputs[0]})")
    return (
        f"{written[-1]}  at "
        + ", ".join(f"{name} = {x:g}" for name, x in zip("abc", leaves))
        + "  (the gradients of a, b, c)"
    )


SMALLEST = [
    ([2.0, 5.0, 1.0], [("*", (0, 1))]),
    ([0.5, 1.0, 1.0], [("exp", (0,))]),
    ([1.5, -2.0, 1.0], [("relu", (0,)), ("*", (3, 1))]),
    ([-0.5, 1.0, 1.0], [("*", (0, 1)), ("relu", (3,)), ("+", (4, 1))]),
    ([3.0, 2.0, 1.0], [("*", (0, 0)), ("*", (3, 1)), ("+", (4, 0))]),
]
EXPRESSIONS = [*SMALLEST, *expressions(200, random.Random(3))]


def slopes_with(**wrong):
    """The right slopes, but for those given by name: times=, exp=, relu=."""

    def slopes(op, y, x):
        right = {
            "+": lambda y, x: (1.0, 1.0),
            "times": lambda y, x: (x[1], x[0]),
            "exp": lambda y, x: (y,),
            "relu": lambda y, x: (float(x[0] > 0),),
        }
        return (right | wrong)["times" if op == "*" else op](y, x)

    return slopes


slopes = Exercise(
    "Return the slopes d y / d x for each input x of the operations *, exp and relu, as a tuple.",
    slopes_with(),
    EXPRESSIONS,
    {
        "*: each factor's slope is the other factor.": slopes_with(times=lambda y, x: x),
        "*: that is the rule for a sum.": slopes_with(times=lambda y, x: (1.0, 1.0)),
        "*: the slope is the other factor, not the product.": slopes_with(times=lambda y, x: (y, y)),
        "exp: the slope of exp is exp itself, the result y; that is its input.": slopes_with(exp=lambda y, x: x),
        "exp: that is the rule for powers; exp is its own slope.": slopes_with(
            exp=lambda y, x: (x[0] * math.exp(x[0] - 1),)
        ),
        "exp: its slope is 1 only at 0; everywhere it is the result y.": slopes_with(exp=lambda y, x: (1.0,)),
        "relu: below 0 the slope is 0, nothing passes.": slopes_with(relu=lambda y, x: (1.0,)),
        "relu: the gate is on the wrong side.": slopes_with(relu=lambda y, x: (float(x[0] <= 0),)),
        "relu: the slope is 1 or 0, not the number itself.": slopes_with(relu=lambda y, x: (y,)),
    },
    "200 random expressions agree with central differences: with three lines of calculus.",
    use=lambda answer, leaves, program: (
        moved_leaves(leaves, program) if answer is slopes.truth else with_slopes(answer, leaves, program)
    ),
    draw=drawn,
    show=formula,
    close=1e-5,
)


def passing(add):
    """Pass on by add(x, slope, value) for each input."""

    def pass_on(value):
        for x, slope in zip(value.inputs, SLOPES[value.op](value, value.inputs)):
            add(x, slope, value)

    return pass_on


def assign(**changes):
    """A function that sets attributes of x or value, computed from (x, slope, value): for mistakes in one line."""

    def add(x, slope, value):
        for target, compute in changes.items():
            {"x": x, "value": value}[target].grad = compute(x.grad, slope, value.grad)

    return passing(add)


accumulate = Exercise(
    "Let every input of `value` receive its slope times the gradient of value, on top of what it has received already.",
    assign(x=lambda old, slope, grad: old + slope * grad),
    EXPRESSIONS[4:],
    {
        "= forgets what came before: a number that is used twice receives twice. Use +=.": assign(
            x=lambda old, slope, grad: slope * grad
        ),
        "the slope alone is not enough: multiply it by value.grad, what value itself has received.": assign(
            x=lambda old, slope, grad: old + slope
        ),
        "the gradient goes to the inputs: add to x.grad, not to value.grad.": assign(
            value=lambda old, slope, grad: grad + slope * grad
        ),
        "the slope is missing: not every input counts the same.": assign(x=lambda old, slope, grad: old + grad),
        "the sign: gradients are added here; only the optimiser subtracts.": assign(
            x=lambda old, slope, grad: old - slope * grad
        ),
    },
    "Every path from a number to the result contributes, and contributions are added.",
    use=lambda answer, leaves, program: (
        moved_leaves(leaves, program) if answer is accumulate.truth else gradients_by(answer, leaves, program)
    ),
    draw=drawn,
    show=formula,
    close=1e-5,
)

check = Checks(backward_mul=backward_mul, slopes=slopes, accumulate=accumulate)

# ---- the predictions ----


PREDICTIONS = {
    "x times x plus x": Question(
        "What is the gradient of y = x * x + x at x = 3?",
        {
            1.0: "That is the way through the sum alone; x is in the product as well.",
            3.0: "The product has two inputs, and both of them are x.",
            6.0: "That is the product's part; the lone x at the end counts too.",
            7.0: "2·3 from the product, 1 from the sum: all ways from x to y are added up.",
            12.0: "That is y itself; the gradient says how y changes.",
        },
        truth=lambda: ((3 + 1e-6) ** 2 + (3 + 1e-6) - 12) / 1e-6,
    ),
    "too early": Question(
        "If b passes on before c does, the gradient of a comes out as ...",
        {
            21.0: "b has heard from d alone, which gives 7; three times that arrives at a. What c says comes too late.",
            39.0: "That is the true one; b would have to wait for c.",
            60.0: "That is what happens if b passes on twice, the first part both times.",
        },
        truth=lambda early: early(),
    ),
    "twice": Question(
        "After the second backward, x.grad is ...",
        {
            7.0: "Only if it were set anew; gradients are added to what is there.",
            14.0: "That would be so if only x kept its gradient. The product in between keeps its own as well.",
            20.0: "The product still held 1 from the first time, received another 1, and passed on 2: 7 + 1 + 12.",
            49.0: "Gradients of two passes are added, not multiplied.",
        },
        truth=lambda twice: twice(),
    ),
}

lesson = Lesson("03", PREDICTIONS, check=check)
predict = lesson.predict

# ---- things to move ----


def after_steps(root, names, steps, order="topological"):
    """The drawing of a graph after so many steps of a backward pass in one of the orders of `steps.ORDERS`."""
    return draw(root, names, slopes=True, state=state_after(root, steps, order))


def state_after(root, steps, order):
    states = step_backward(root, order)
    return states[min(steps, len(states) - 1)]


def backward_view(root, names, steps, order="topological"):
    """The same with a line that says who has passed on, and who is still to come."""
    state = state_after(root, steps, order)
    values = topological_order(root)
    called = {id(value): name for name, value in names.items()}

    def name(number):
        return called.get(id(values[number]), f"{values[number].op} #{number}")

    done = "nobody has passed on yet" if state.passed is None else f"{name(state.passed)} has passed on"
    come = ", ".join(map(name, state.queue))
    said = f"{done}; still to come: {come}" if come else f"{done}; that was the last"
    drawing = draw(root, names, slopes=True, state=state)
    return Panel(note(said) + drawing.html, f"{said}\n{drawing.outline()}")


def backward_player(root, names):
    """Explorer: play the backward pass of a small graph, step by step, forwards and backwards, in three orders."""
    longest = max(len(step_backward(root, order)) for order in ORDERS) - 1
    return Explorer(
        lambda steps, order: backward_view(root, names, steps, order),
        steps=slider("steps", 0, longest, 1, 0, interval=1200),
        order=choice("order", list(ORDERS), "topological"),
    )

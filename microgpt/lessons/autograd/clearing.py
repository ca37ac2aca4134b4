"""Exercise 3.4: clearing the gradients of the parameters."""

import math

from ...teach.judge import Exercise
from .. import fallbacks
from .calls import cleared


def each(change):
    def wrong(parameters):
        for p in parameters:
            change(p)

    return wrong


def first_alone(parameters):
    for p in parameters[:1]:
        p.grad = 0.0


def first_by_place(parameters):
    parameters[0].grad = 0.0


def three(parameters):
    for i in range(3):
        parameters[i].grad = 0.0


def all_but_last(parameters):
    for p in parameters[:-1]:
        p.grad = 0.0


def clear(p):
    p.grad = 0.0


def one_after_the_other(parameters):
    if parameters:
        parameters[0].grad = 0.0
        one_after_the_other(parameters[1:])


def halved(p):
    p.grad = p.grad / 2


def less_data(p):
    p.grad -= p.data


def turned(p):
    p.grad = -p.grad


def one(p):
    p.grad = 1.0


def none(p):
    p.grad = None


def data_too(p):
    p.data = p.grad = 0.0


zero_grad = Exercise(
    "Set the gradient of every parameter to 0.",
    fallbacks.zero_grad,
    [
        ([2.0], [3.0]),
        ([1.0, -2.0], [7.0, -0.5]),
        ([0.5, 0.25, 4.0], [0.0, -1.0, 20.0]),
        ([0.0, 0.0, 1.5, 1.5], [2.0, 1.0, 1e-9, -5000.0]),
        ([], []),
        ([math.inf, 2.0, 3.0], [math.inf, math.nan, 1.0]),
        ([i % 7 - 3.0 for i in range(1300)], [i % 5 - 2.5 for i in range(1300)]),
    ],
    {
        "nothing has changed: p.grad = 0.0 sets it; p = 0.0 would only give the name p to something else, == asks, "
        "and print shows. Go through `parameters`, and no other list.": (each(lambda p: None)),
        "only the first one is cleared: a loop goes through all, and no `return` stands in it.": (
            first_alone,
            first_by_place,
        ),
        "all of them are to be cleared: those that were made from nothing, as parameters are, and those made from others.": (
            each(lambda p: None if p.inputs else clear(p)),
            each(lambda p: clear(p) if p.inputs else None),
        ),
        "whatever its gradient is, each one is cleared: a small one, a large one, one below 0, with no `if`.": (
            each(lambda p: clear(p) if p.grad > 0 else None),
            each(lambda p: clear(p) if p.grad < 0 else None),
            each(lambda p: clear(p) if abs(p.grad) > 1e-6 else None),
            each(lambda p: clear(p) if abs(p.grad) < 1e3 else None),
        ),
        "whatever the number is, its gradient is cleared: it may be 0, or below.": (
            each(lambda p: clear(p) if p.data else None),
            each(lambda p: clear(p) if p.data > 0 else None),
        ),
        "numbers that hold the same are still several: clear each one of the list.": (
            lambda parameters: each(clear)({p.data: p for p in parameters}.values()),
            lambda parameters: each(clear)({p.data: p for p in reversed(parameters)}.values()),
            lambda parameters: each(clear)({repr(p): p for p in parameters}.values()),
        ),
        "every other one is left out: the loop goes through all of `parameters`, one after the other.": (
            lambda parameters: each(clear)(parameters[::2]),
            lambda parameters: each(clear)(parameters[1::2]),
        ),
        "there can be thousands: a function that calls itself for each ends with a RecursionError; a loop does not.": (
            one_after_the_other
        ),
        "a gradient that is infinite, or no number (nan), cannot be got rid of by computing: set it, p.grad = 0.0.": (
            each(lambda p: setattr(p, "grad", 0 * p.grad)),
            each(lambda p: setattr(p, "grad", p.grad - p.grad)),
            each(lambda p: setattr(p, "grad", p.grad / math.inf)),
            each(lambda p: setattr(p, "grad", 0 * p.data)),
        ),
        "there can be thousands, and all are to be cleared: the loop goes through the whole list.": tuple(
            lambda parameters, most=most: each(clear)(parameters[:most]) for most in (27, 64, 100, 1000, 1024)
        ),
        "there are not always three: let the loop go through `parameters` itself.": three,
        "the last one keeps its gradient.": all_but_last,
        "the numbers themselves have changed: `grad` is to be 0, `data` must stay.": (
            data_too,
            each(lambda p: setattr(p, "data", 0.0)),
        ),
        "None is no number: += cannot add to it. Set the gradients to 0.0.": each(none),
        "1 is where the root begins; a gradient that is cleared is 0.": each(one),
        "that is the number itself: its gradient is to be 0.": each(lambda p: setattr(p, "grad", p.data)),
        "the number is not its gradient: 0 is wanted, not the difference of the two.": each(less_data),
        "a part of an old gradient is still an old gradient: 0 is wanted.": (
            each(halved),
            each(lambda p: setattr(p, "grad", 0.9 * p.grad)),
            each(lambda p: setattr(p, "grad", 0.1 * p.grad)),
            each(lambda p: setattr(p, "grad", 1e-12 * p.grad)),
            each(lambda p: setattr(p, "grad", round(p.grad))),
            each(lambda p: setattr(p, "grad", p.grad // 1000)),
            each(lambda p: setattr(p, "grad", max(0, p.grad))),
            each(lambda p: setattr(p, "grad", min(0, p.grad))),
        ),
        "another sign clears nothing: 0 is wanted.": (each(turned), each(lambda p: setattr(p, "grad", abs(p.grad)))),
    },
    "From now on every name begins with clean gradients.",
    generate=lambda rng: random_gradients(rng),
    mixes=lambda data, grads: True,
    hints=("A loop over parameters, and one line in it.", "p.grad = 0.0 changes the number p itself."),
    use=cleared,
    close=0.0,
    names=("data", "gradients before"),
)


def random_gradients(rng):
    """The numbers of a network and their gradients; one time in five some are equal, or 0."""
    size, digits = rng.choice([1, 2, 3, 4, 5, 6, 16, 40]), rng.choice([0, 1, 6, 6, 6])
    return tuple([round(rng.uniform(-most, most), digits) for _ in range(size)] for most in (2, 9))

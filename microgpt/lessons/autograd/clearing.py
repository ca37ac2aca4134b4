"""Exercise 3.4: clearing the gradients of the parameters."""

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
    [([2.0], [3.0]), ([1.0, -2.0], [7.0, -0.5]), ([0.5, 0.25, 4.0], [0.0, -1.0, 20.0]), ([], [])],
    {
        "nothing has changed: p.grad = 0.0 sets it; p = 0.0 would only give the name p to something else, == asks, "
        "and print shows. Go through `parameters`, and no other list.": (each(lambda p: None)),
        "only the first one is cleared: a loop goes through all, and no `return` stands in it.": (
            first_alone,
            first_by_place,
        ),
        "there are not always three: let the loop go through `parameters` itself.": three,
        "the last one keeps its gradient.": all_but_last,
        "the numbers themselves have changed: `grad` is to be 0, `data` must stay.": (
            data_too,
            each(lambda p: setattr(p, "data", 0.0)),
        ),
        "None is no number: += cannot add to it. Set the gradients to 0.0.": each(none),
        "1 is where the root begins; a gradient that is cleared is 0.": each(one),
        "the number is not its gradient: 0 is wanted, not the difference of the two.": each(less_data),
        "a part of an old gradient is still an old gradient: 0 is wanted.": (
            each(halved),
            each(lambda p: setattr(p, "grad", 0.9 * p.grad)),
            each(lambda p: setattr(p, "grad", 0.1 * p.grad)),
            each(lambda p: setattr(p, "grad", max(0, p.grad))),
            each(lambda p: setattr(p, "grad", min(0, p.grad))),
        ),
        "another sign clears nothing: 0 is wanted.": (each(turned), each(lambda p: setattr(p, "grad", abs(p.grad)))),
    },
    "From now on every name begins with clean gradients.",
    generate=lambda rng: random_gradients(rng),
    hints=("A loop over parameters, and one line in it.", "p.grad = 0.0 changes the number p itself."),
    use=cleared,
    names=("data", "gradients before"),
)


def random_gradients(rng):
    size = rng.randint(1, 6)
    return [rng.uniform(-2, 2) for _ in range(size)], [rng.uniform(-9, 9) for _ in range(size)]

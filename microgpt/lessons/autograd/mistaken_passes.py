"""Backward passes as learners get them wrong, for exercise 3.3."""

from weakref import WeakSet

from .. import fallbacks
from .graphs import behind


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


def remembering(noted, asked, begins=True):
    """Who has passed on is left out in later calls. noted(order): who is remembered; asked(value, root): who is looked up.

    begins: whether the root gets its 1 in any case.
    """
    known = WeakSet()

    def backward(root):
        if begins or root not in known:
            root.grad = 1.0
        order = fallbacks.last_to_first(root)
        for value in [value for value in order if asked(value, root) not in known]:
            for x, slope in value.ways():
                plus(x, slope, value)
        known.update(noted(order))

    return backward


def all_with_one(root):
    for value in fallbacks.last_to_first(root):
        value.grad = 1.0
        for x, slope in value.ways():
            plus(x, slope, value)


def all_with_one_at_first(root):
    for value in behind(root):
        value.grad = 1.0
    passing(plus)(root)


def each_number_once(root):
    root.grad, met = 1.0, set()
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways():
            if x not in met:
                plus(x, slope, value)
                met.add(x)


def with_the_first_way_alone(root):
    root.grad = 1.0
    for x, slope in root.ways()[:1]:
        plus(x, slope, root)


def with_data(x, slope, value):
    x.grad += slope * value.data


def with_own_data(x, slope, value):
    x.grad += x.data * value.grad


def with_slopes_crossed(root):
    root.grad = 1.0
    for value in fallbacks.last_to_first(root):
        ways = value.ways()
        for (x, _), (_, slope) in zip(ways, ways[::-1]):
            plus(x, slope, value)


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


def whenever_the_pile_gives_them(root):
    """Each number as often as it is taken from the top of a pile."""
    found, pile = [], [root]
    while pile:
        found.append(pile.pop())
        pile += found[-1].inputs
    return found


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


def with_the_one_too_late(root):
    passing(plus, start=root.grad)(root)
    root.grad = 1.0


def by_the_ways_of_the_root(root):
    root.grad = 1.0
    for value in fallbacks.last_to_first(root):
        for x, slope in root.ways():
            plus(x, slope, value)


def digits(many):
    return lambda number: round(number, many)


def within(most):
    return lambda number: max(-most, min(most, number))


BOUNDS = [within(most) for most in (1.0, 5.0, 10.0, 100.0, 1e3, 1e4, 1e6)]
SMALL_BOUNDS = [BOUNDS[0], BOUNDS[2]]


def cut_afterwards(cut):
    """A backward after which every gradient is cut."""

    def wrong(root):
        fallbacks.backward(root)
        for value in behind(root):
            value.grad = cut(value.grad)

    return wrong


def by_calling_itself(root):
    root.grad = 1.0
    for x, slope in root.ways():
        plus(x, slope, root)
        by_calling_itself(x)


def by_calling_itself_afterwards(root):
    root_alone(root)
    for x in root.inputs:
        if x.inputs:
            by_calling_itself_afterwards(x)


def ending(at):
    """A backward whose loop ends at the first number of some kind."""

    def wrong(root):
        root.grad = 1.0
        for value in fallbacks.last_to_first(root):
            if at(value):
                return
            for x, slope in value.ways():
                plus(x, slope, value)

    return wrong


def with_equals_for_the_first(root):
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad = slope
    for value in fallbacks.last_to_first(root)[1:]:
        for x, slope in value.ways():
            plus(x, slope, value)


def twice_through_the_list(root):
    passing(plus, lambda root: 2 * fallbacks.last_to_first(root))(root)


def without_the_first(root):
    root.grad = 1.0
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways()[1:]:
            plus(x, slope, value)


def clearing(some, then=lambda root: None):
    """Clear some of the numbers behind the root, then do something with the root."""

    def wrong(root):
        for value in behind(root):
            if some(value, root):
                value.grad = 0.0
        then(root)

    return wrong


def root_alone(root):
    root.grad = 1.0
    for x, slope in root.ways():
        x.grad += slope * root.grad


def adding_one(root):
    root.grad += 1.0
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways():
            plus(x, slope, value)

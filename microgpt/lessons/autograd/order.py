"""Exercise 3.2: an order, from last to first, in which nobody passes on too early."""

from ...teach.judge import Apart
from ...teach.judge.behaviour import behaviour
from .. import fallbacks
from .calls import in_order, inputs_of, ordered, right_order
from .graphs import behind, build, drawn, expression, formula
from .speed import OnNetworks


def in_levels(root):
    """Breadth first: the root, then its inputs, then theirs, each at its first meeting."""
    met = {root: True}
    found = [root]
    for number in found:
        for x in number.inputs:
            if x not in met:
                met[x] = True
                found.append(x)
    return found


def at_first_meeting(root):
    """Depth first, each number as soon as it is met."""
    met, todo = {}, [root]
    while todo:
        number = todo.pop()
        if number not in met:
            met[number] = True
            todo += reversed(number.inputs)
    return list(met)


def on_every_way(root):
    return [root, *(number for x in root.inputs for number in on_every_way(x))]


def with_inputs_last(root):
    return [number for number in fallbacks.last_to_first(root) if number.inputs]


ZIGZAG = ([2.0, 3.0, 1.0], [("*", (0, 1)), ("+", (3, 2)), ("*", (3, 4))])  # the example at the head of the lesson
LEAF = [2.0], []  # made from nothing: a list of one
TWINS = [2.0, 2.0, 1.0], [("*", (0, 1)), ("+", (3, 2))]  # two numbers that hold the same
FAINT = [0.002, 5e5, 2e-7], [("*", (0, 1)), ("*", (3, 2))]  # a gradient so small that it seems to be none
STEEP = [3e4, 5e4, 2.0], [("*", (0, 1)), ("*", (3, 2))]  # gradients so large that one might want to stop them
LATE = (
    [2.0, 3.0],
    [("*", (0, 1)), (1.0, ()), ("+", (2, 3)), ("*", (2, 4))],
)  # the example once more, its 1 made when used
SHUT = (
    [2.0, -1.0, 3.0],
    [("*", (0, 0)), ("*", (1, 2)), ("relu", (4,)), ("+", (3, 5))],
)  # who has no gradient is not the last
PAIR = [2.0], [("exp", (0,)), ("*", (0, 0)), ("+", (1, 2))]  # a is used by two others, twice by one of them
PAIRED = [2.0], [("*", (0, 0)), ("exp", (0,)), ("relu", (2,)), ("+", (1, 3))]
MANY = [2.0, 3.0, 0.5, 4.0, 1.0, 2.0], [("dot", (0, 1, 2, 3)), ("*", (6, 0)), ("dot", (7, 6, 4, 1, 5, 0))]
LONG = [i / 10 for i in range(64)], [("dot", tuple(range(64))), ("*", (64, 3))]  # one operation, many inputs
WIDE = ([0.01] * 256, [("+", (place, place + 1)) for place in range(0, 510, 2)])  # a sum of pairs, of pairs of those
CHAIN = ([1.0, 0.5, 1.0], [("+", (0, 1))] + [("+", (place, 1)) for place in range(3, 152)])


DOUBLING = (
    [1.0, 1.0, 1.0],
    [("+", (0, 0))] + [("+", (place, place)) for place in range(3, 40)],
)  # y = y + y, again and again
BRAIDED = [1.0, 1.0, 1.0], [("+", (place, place - 1)) for place in range(2, 42)]  # each made from the two before
DEEP = [1.0, 1.0], [("+", (0, 1))] + [("+", (place, 1)) for place in range(2, 5000)]
SQUARE = (
    [3.0, 1.0, 1.0],
    [("*", (0, 0)), ("+", (3, 0))],
)  # x * x + x, of which the lesson asks what a second call gives
SMALLEST = [
    ([2.0, 5.0, 1.0], [("*", (0, 1))]),
    SQUARE,
    ZIGZAG,
    ([2.0, 3.0, 1.0], [("*", (0, 1)), ("+", (3, 2)), ("*", (4, 3))]),
    ([1.5, -2.0, 1.0], [("relu", (0,)), ("*", (3, 1))]),
    ([-0.5, 1.0, 1.0], [("*", (0, 1)), ("relu", (3,)), ("+", (4, 1))]),
    ([3.0, 2.0, 1.0], [("*", (0, 0)), ("*", (3, 1)), ("+", (4, 0))]),
    ([2.0, 3.0, 0.5], [("+", (0, 1)), ("*", (3, 3)), ("+", (4, 3)), ("*", (5, 4)), ("+", (6, 2))]),
]


def too_deep(answer):
    """What is to be said of a right order that is found by calls inside each other."""
    error = behaviour(lambda *recipe: len(list(answer(patient(build(*recipe))))), [DEEP])[-1].error
    if error and error.type == "RecursionError":
        return (
            "(It calls itself as deep as the graph is: on a chain of 5,000 numbers Python ends it. More on that below.)"
        )
    return None


def by_size(answer):
    """What is to be said of an answer that sorts numbers by what they hold, in whichever order equal ones come."""
    outcomes = behaviour(answer, last_to_first.trials, ordered)
    signs = {sign for sign in (1, -1) if all(is_sorted(sign, *pair) for pair in zip(outcomes, last_to_first.trials))}
    return "sorted by how large they are: the order is one of birth, not of size." if signs else None


def is_sorted(sign, outcome, recipe):
    """Whether all numbers of a recipe are put in order from small ones to large ones, or (sign -1) from large to small."""
    held = [number.data for number in build(*recipe)]
    order = outcome.result[0] if isinstance(outcome.result, list) else []
    return {*order} == {*inputs_of(*recipe)} and order == sorted(order, key=lambda place: sign * held[place])


def patient(numbers):
    """The root of a graph whose numbers can be asked a few times each."""
    numbers[-1].patience.left = 20 * len(numbers)
    return numbers[-1]


last_to_first = OnNetworks(
    "Return a list of everything that root was made from, and root, in which nobody passes on too early.",
    fallbacks.last_to_first,
    [*SMALLEST, LATE, SHUT, PAIR, PAIRED, TWINS, FAINT, MANY, LEAF],
    {
        "that is the way forward, first to last: turn it round.": (
            lambda root: fallbacks.last_to_first(root)[::-1],
            lambda root: sorted(behind(root), key=lambda number: number.born),
        ),
        "each number stands where it is first met, though others may still send it something.": at_first_meeting,
        "that is level by level from the root: a number may be an input of the root, and of a later level too.": in_levels,
        "numbers that are used more than once are in your list more than once: note which ones you have met.": on_every_way,
        "the root itself is missing: it is the first to pass on.": lambda root: fallbacks.last_to_first(root)[1:],
        "the numbers that were made from nothing are missing: they pass nothing on, but belong in the list.": (
            with_inputs_last
        ),
        "that is the root with its own inputs; what those were made from belongs in the list too.": (
            lambda root: [root, *dict.fromkeys(root.inputs)],
            lambda root: [root, *root.inputs],
        ),
        "births compared as text, where 10 stands before 9: compare the numbers.": (
            lambda root: sorted(behind(root), key=lambda number: str(number.born), reverse=True)
        ),
    },
    "Nobody passes on before everybody who was made from it has done so.",
    generate=expression,
    world=lambda: [DOUBLING, BRAIDED, CHAIN, LONG, WIDE],
    hints=(
        "Two steps: first find all numbers, each once; then put them in order.",
        "To find them: begin with a list that holds root; go through it, and append the inputs that are not yet met.",
        "Keep a set of those met: `x in a_set` is quick, however many there are.",
        "The order: sorted(found, key=lambda value: value.born, reverse=True), since whatever is made is born later.",
    ),
    use=in_order,
    names=("numbers at the beginning", "operations"),
    apart=Apart(ordered, judged=right_order),
    known=by_size,
    note=too_deep,
    draw=drawn,
    show=formula,
)

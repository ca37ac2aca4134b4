"""How an answer is called on a case, and what is said of what it hands back."""

from contextlib import contextmanager
from inspect import isgenerator
from math import inf
from numbers import Real

from ...teach.judge import Wrong
from ...teach.judge.behaviour import is_untouched
from ...teach.judge.calling import plain
from ...teach.judge.words import shown
from .. import fallbacks
from .graphs import TooOften, Value, behind, build, letter

FEW = 500  # numbers of a graph on which an answer is called twice
STRANGER = -1  # the place of a number that is of no graph at hand


def no_table(answer):
    """What is wrong with something that should be a dictionary of functions."""
    if not isinstance(answer, dict):
        return "pass in your dictionary, with a line for every operation."
    for op in fallbacks.slopes:
        if op not in answer:
            return f"the dictionary has no line for {op!r}."
        if not callable(answer[op]) and answer[op] is not ...:
            return f"the line for {op!r} must be a function of y and x: lambda y, x: ..."
    return None


def slope_of(answer, op, y, x):
    found = ... if answer[op] is ... else answer[op](y, list(x))
    if found is ... or (isinstance(found, list | tuple) and ... in found):
        raise NotImplementedError(f"The line for {op!r} is still to be written.")
    return at_the_corner(found) if op == "relu" and x == [0.0] else found


def at_the_corner(found):
    """relu's slope at 0 is a convention: any number from 0 to 1 counts as 0."""
    found = plain(found)
    one = isinstance(found, list | tuple) and len(found) == 1 and isinstance(found[0], Real) and 0 <= found[0] <= 1
    return (0.0,) if one else found


@contextmanager
def patiently(numbers):
    """Meanwhile the numbers of a graph can be asked for their inputs only so often."""
    patience = numbers[-1].patience
    most = patience.limit(len(numbers))
    try:
        yield
    except TooOften:
        raise Wrong(
            f"your function asks these {len(numbers)} numbers more than {most:,} times for their inputs: on the graph of a network "
            "it would not come to an end. Does it take every way anew, or go round in circles? Remember which you have met, "
            "and go on from each only the first time."
        ) from None
    finally:
        patience.left = inf


def in_order(answer, leaves, program):
    """What is wrong with the order in which an answer puts the numbers of a recipe, raised as Wrong; else True."""
    return right_order(ordered(answer, leaves, program), leaves, program)


def ordered(answer, leaves, program):
    """The orders in which an answer puts the numbers of a recipe, as places, in two calls (a large graph: in one).

    A number of no graph at hand is a STRANGER, and what is no number None. Nothing is judged here, so that answers can
    be called where nobody knows what is right.
    """
    numbers = build(leaves, program)
    called = {number: place for place, number in enumerate(numbers)}
    for place, number in enumerate(numbers):
        number.grad = 0.5 + place  # whatever it is, it is to stay
    before = [dict(vars(number)) for number in numbers]
    with patiently(numbers):
        found = answer(numbers[-1])
        if found is ... or (found is None and is_untouched(answer)):
            return found
        first = places(found, called)
    if before != [vars(number) for number in numbers]:
        raise Wrong("your function changes the numbers; the order alone is wanted.")
    return [first] if len(numbers) >= FEW else [first, places(answer(numbers[-1]), called)]


def places(found, called):
    return [called.get(number, STRANGER) if isinstance(number, Value) else None for number in listed(found, called)]


def right_order(orders, leaves, program):
    """What is wrong with what `ordered` gives, raised as Wrong; else True."""
    if not isinstance(orders, list):
        return orders
    numbers = build(leaves, program)
    order = [
        numbers[place] if is_place(place, numbers) else Value(0.0) if place == STRANGER else None for place in orders[0]
    ]
    if sentence := fault(order, behind(numbers[-1]), {number: letter(place) for place, number in enumerate(numbers)}):
        raise Wrong(sentence)
    if orders[0] != orders[-1]:
        raise Wrong(
            "called once more with the same root, your function returns something else: it keeps something from call to "
            "call. What is made in the line of `def`, or outside, is made only once."
        )
    return True


def is_place(place, numbers):
    return type(place) is int and 0 <= place < len(numbers)


def listed(found, called):
    """What an answer returned as a list, or what is wrong with it."""
    if found is None:
        raise Wrong("nothing came back: print only shows, and sort changes a list but returns None. `return` the list.")
    if isinstance(found, set | frozenset):
        raise Wrong("a set has no order: put the numbers into a list, the last first.")
    try:
        return list(found)
    except TypeError:
        raise Wrong(f"a list of numbers is wanted, not {'a single one' if found in called else 'this'}.") from None


def fault(found, wanted, called):
    """A sentence about the first thing that is wrong with an order."""
    root, members, place = wanted[-1], set(wanted), {}
    for i, number in enumerate(found):
        if not isinstance(number, Value):
            return "the list is to hold the numbers themselves, as they stand in `inputs`; yours holds something else."
        if number not in called:
            return "your list holds a number of no graph at hand: a copy, or one that is left from an earlier call."
        if number not in members:
            return f"{called[number]} is in your list, though {called[root]} was not made from it."
        if number in place:
            return f"{called[number]} is in your list twice: it would pass on twice. Note which ones you have met."
        place[number] = i
    missing = [called[number] for number in reversed(wanted) if number not in place]
    if missing == [called[root]]:
        return f"the root itself, {missing[0]}, is missing: it is the first to pass on."
    if missing:
        return f"{', '.join(missing[:4])} {'is' if len(missing) == 1 else 'are'} missing from your list."
    for user in reversed(wanted):
        for x in user.inputs:
            if place[x] < place[user]:
                return f"{called[x]} stands before {called[user]}, which was made from it and will still send it something."
    return None


def gradients_after(answer, leaves, program, times):
    """The gradients of all numbers of a recipe after so many calls of an answer."""
    numbers = build(leaves, program)
    before = list(map(but_for_grad, numbers))
    for _ in range(times):
        with patiently(numbers):
            done(answer(numbers[-1]))
    if before != list(map(but_for_grad, numbers)):
        raise Wrong("your function changes more than gradients: `data`, `inputs` and all else must stay as they are.")
    if is_untouched(answer):
        return None
    if any(isinstance(number.grad, Value) or number.grad is None for number in numbers if hasattr(number, "grad")):
        raise Wrong("a gradient is a plain number: multiply the slope by value.grad, not by the value itself.")
    return gradients(numbers)


def but_for_grad(number):
    """All that a number holds and that nobody is to change."""
    return {name: held for name, held in vars(number).items() if name != "grad"}


def done(returned):
    """Nothing is to be returned; but what has yet to be gone through has not been done."""
    if isgenerator(returned) or isinstance(returned, map | filter | zip):
        kind = "generator" if isgenerator(returned) else type(returned).__name__
        raise Wrong(f"a {kind} does nothing until somebody goes through it: write a loop, and no `yield`.")


def gradients(numbers):
    """The gradients, which are to be plain numbers."""
    for number in numbers:
        if not hasattr(number, "grad"):
            raise Wrong("`grad` is gone: del takes the name away. Set it to a number.")
        if isinstance(number.grad, Value):
            raise Wrong("a gradient is a plain number, not a Value.")
        if not isinstance(plain(number.grad), Real) or isinstance(number.grad, str):
            raise Wrong(f"a gradient is a number; yours is {shown(plain(number.grad))}.")
    return [number.grad for number in numbers]


def cleared(answer, data, grads):
    """The gradients of numbers after an answer has been there."""
    numbers = [Value(x, "+", (Value(x), Value(0.0)), born) for born, x in enumerate(data, 3)]
    for number, grad in zip(numbers, grads):
        number.grad = grad
    inputs = [x for number in numbers for x in number.inputs]
    given, before, behind_them = list(numbers), list(map(but_for_grad, numbers)), [dict(vars(x)) for x in inputs]
    done(answer(given))
    if is_untouched(answer):
        return None
    if [number.data for number in numbers] != data:
        raise Wrong("the numbers themselves have changed: `grad` is to be 0, `data` must stay.")
    if given != numbers:
        raise Wrong("the list itself has changed: it is to hold the same numbers as before.")
    if behind_them != [vars(x) for x in inputs]:
        raise Wrong("what the numbers were made from has changed: `parameters` alone are to be cleared.")
    if before != list(map(but_for_grad, numbers)):
        raise Wrong("more than `grad` has changed: all else that a number holds must stay as it is.")
    if any(number.grad is None for number in numbers if hasattr(number, "grad")):
        raise Wrong("None is no number: += cannot add to it. Set the gradients to 0.0.")
    return gradients(numbers)

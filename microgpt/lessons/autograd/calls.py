"""How an answer is called on a case, and what is said of what it hands back."""

from ...teach.judge import Wrong
from ...teach.judge.behaviour import is_untouched
from .. import fallbacks
from .graphs import Number, behind, build, letter


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
    return found


def in_order(answer, leaves, program):
    """What is wrong with the order in which an answer puts the numbers of a recipe, raised as Wrong; else True."""
    numbers = build(leaves, program)
    called = {number: letter(place) for place, number in enumerate(numbers)}
    before = [(number.data, number.inputs, number.grad) for number in numbers]
    found = answer(numbers[-1])
    if found is None or found is ...:
        return found
    try:
        found = list(found)
    except TypeError:
        raise Wrong(f"a list of numbers is wanted, not {'a single one' if found in called else 'this'}.") from None
    if before != [(number.data, number.inputs, number.grad) for number in numbers]:
        raise Wrong("your function changes the numbers; the order alone is wanted.")
    if sentence := fault(found, behind(numbers[-1]), called):
        raise Wrong(sentence)
    return True


def fault(found, wanted, called):
    """A sentence about the first thing that is wrong with an order."""
    root, place = wanted[-1], {}
    for i, number in enumerate(found):
        if not isinstance(number, Number):
            return "the list is to hold the numbers themselves, as they stand in `inputs`; yours holds something else."
        if number not in wanted:
            return f"{called.get(number, 'one of them')} is in your list, though {called[root]} was not made from it."
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
    before = [(number.data, number.inputs) for number in numbers]
    for _ in range(times):
        answer(numbers[-1])
    if before != [(number.data, number.inputs) for number in numbers]:
        raise Wrong("your function changes more than gradients: `data` and `inputs` must stay as they are.")
    if is_untouched(answer):
        return None
    if any(isinstance(number.grad, Number) or number.grad is None for number in numbers):
        raise Wrong("a gradient is a plain number: multiply the slope by value.grad, not by the value itself.")
    return [number.grad for number in numbers]


def cleared(answer, data, grads):
    """The gradients of numbers after an answer has been there."""
    numbers = [Number(x) for x in data]
    for number, grad in zip(numbers, grads):
        number.grad = grad
    given = list(numbers)
    answer(given)
    if is_untouched(answer):
        return None
    if [number.data for number in numbers] != data:
        raise Wrong("the numbers themselves have changed: `grad` is to be 0, `data` must stay.")
    if given != numbers:
        raise Wrong("the list itself has changed: it is to hold the same numbers as before.")
    if any(number.grad is None for number in numbers):
        raise Wrong("None is no number: += cannot add to it. Set the gradients to 0.0.")
    return [number.grad for number in numbers]

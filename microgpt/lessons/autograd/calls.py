"""How an answer is called on a case, and what is said of what it hands back."""

from contextlib import contextmanager
from inspect import isgenerator, signature
from math import inf
from numbers import Real

from ...teach.judge import Wrong
from ...teach.judge.behaviour import is_untouched
from ...teach.judge.calling import is_value, plain
from ...teach.judge.same import same
from ...teach.judge.words import shown
from .. import fallbacks
from .graphs import TooOften, Value, apart, behind, build, letter

FEW = 500  # numbers of a graph on which an answer is called twice
NO_DOT = "there is no line for dot"
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
        if answer[op] is not ... and not takes_two(answer[op]):
            return f"the function for {op!r} is called with two things, the result y and the list x: lambda y, x: ..."
    return None


def takes_two(function):
    try:
        signature(function).bind(0.0, [])
    except TypeError:
        return False
    except ValueError:  # it does not tell
        return True
    return True


def slope_of(answer, op, y, x):
    given = list(x)
    found = ... if answer[op] is ... else answer[op](y, given)
    if given != x:
        raise Wrong(f"{op}: your function changes the list x itself; x[::-1] and sorted(x) make a new one.")
    parts = found if isinstance(found, list | tuple) else [found]
    if any(part is ... for part in parts):
        raise NotImplementedError(f"The line for {op!r} is still to be written.")
    if any(map(is_value, parts)):
        raise Wrong(f"{op}: a slope is a plain number, as y and x are; make no Value of it.")
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
            "that would take minutes, or never end. Does it take every way anew, look through all numbers again and again, or go "
            "round in circles? Remember which you have met, and go on from each only the first time."
        ) from None
    finally:
        patience.left = inf


def in_order(answer, leaves, program):
    """What is wrong with the order in which an answer puts the numbers of a recipe, raised as Wrong; else True."""
    return right_order(ordered(answer, leaves, program), leaves, program)


def ordered(answer, leaves, program):
    """The orders in which an answer puts the numbers of a recipe, as places: in three calls (a large graph: in one), of
    which the last finds other gradients.

    A number of no graph at hand is a STRANGER, and what is no number None. Nothing is judged here, so that answers can
    be called where nobody knows what is right.
    """
    numbers = build(leaves, program)
    called = {number: place for place, number in enumerate(numbers)}
    few = numbers if len(numbers) < FEW else []  # of a large graph, whose orders are timed, no copies are made
    before = [dict(vars(number)) for number in few]
    with patiently(numbers):
        found = answer(numbers[-1])
        if found is ... or (found is None and is_untouched(answer)):
            return found
        orders = [places(found, called)]
    unchanged(few, before)
    if few:
        orders.append(places(answer(numbers[-1]), called))
        for place, number in enumerate(numbers):
            number.grad = float(place * 7 % 5 - 2)
        before = [dict(vars(number)) for number in numbers]
        orders.append(places(answer(numbers[-1]), called))
        unchanged(numbers, before)
    return orders


def unchanged(numbers, before):
    if before != [vars(number) for number in numbers]:
        raise Wrong("your function changes the numbers; the order alone is wanted.")


def places(found, called):
    return [called.get(number, STRANGER) if isinstance(number, Value) else None for number in listed(found, called)]


def right_order(orders, leaves, program):
    """What is wrong with what `ordered` gives, raised as Wrong; else True."""
    if not isinstance(orders, list):
        return orders
    if sentence := fault(orders[0], inputs_of(leaves, program), [number.data for number in build(leaves, program)]):
        raise Wrong(sentence)
    if any(order != orders[0] for order in orders[1:2]):
        raise Wrong(
            "called once more with the same root, your function returns something else: it keeps something from call to "
            "call (what is made in the line of `def`, or outside, is made only once), or draws by chance."
        )
    if orders[0] != orders[-1]:
        raise Wrong(
            "called once more, when the same numbers hold other gradients, your function returns something else: `grad` has "
            "nothing to do with the order."
        )
    return True


def inputs_of(leaves, program):
    """{the place of each number behind the last one: places of its inputs}, in order of birth."""
    inputs = [*(() for _ in leaves), *(places for _, places in program)]
    members = {len(inputs) - 1}
    for place in reversed(range(len(inputs))):
        if place in members:
            members.update(inputs[place])
    return {place: inputs[place] for place in sorted(members)}


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


def fault(found, inputs, data):
    """A sentence about the first thing that is wrong with an order of places. inputs: of `inputs_of`; data: of all."""
    root, rank = max(inputs), {}
    for i, place in enumerate(found):
        if place is None:
            return "the list is to hold the numbers themselves, as they stand in `inputs`; yours holds something else."
        if place == STRANGER:
            return "your list holds a number of no graph at hand: a copy, or one that is left from an earlier call."
        if place not in inputs:
            return f"{letter(place)} is in your list, though {letter(root)} was not made from it."
        if place in rank:
            return f"{letter(place)} is in your list more than once: it would pass on as often. Note which ones you have met."
        rank[place] = i
    missing = [place for place in reversed(inputs) if place not in rank]
    if missing == [root]:
        return f"the root itself, {letter(root)}, is missing: it is the first to pass on."
    if missing:
        said = f"{', '.join(map(letter, missing[:4]))} {'is' if len(missing) == 1 else 'are'} missing from your list"
        return said + same_number(missing, rank, data) + "."
    early = [(x, user) for user in reversed(inputs) for x in inputs[user] if rank[x] < rank[user]]
    if early and {user for _, user in early} == {root} and rank[root] == len(rank) - 1 > 1:
        return f"the root, {letter(root)}, stands last; it is the first to pass on."
    if early:
        x, user = map(letter, early[0])
        return f"{x} stands before {user}, which was made from it and will still send it something."
    return None


def same_number(missing, listed, data):
    """A question about numbers that may be missing because others hold the same; no words where they cannot be."""
    held = {data[place]: place for place in listed}
    if len(held) < len(listed) or any(data[place] not in held for place in missing):
        return ""
    first = missing[0]
    return f": was it taken for {letter(held[data[first]])}, which holds the same? They are two numbers"


def gradients_after(answer, leaves, program, calls):
    """The gradients of all numbers behind the last one of a recipe after some calls of an answer.

    calls: the place of the root in each. Meanwhile the answer goes by the course's own order. One that asks the notebook's
    table for slopes finds no line for dot in it yet: of such a graph it is not asked.
    """
    with in_right_order(answer):
        found = gradients_alone(answer, leaves, program, calls)
    return where_asked(found, leaves, program, calls)


def gradients_alone(answer, leaves, program, calls):
    """The same where the order is the course's own anyhow, and nobody knows what is right: NO_DOT where it is not asked."""
    numbers = build(leaves, program)
    before = list(map(but_for_grad, numbers))
    try:
        with patiently(numbers):
            for place in calls:
                done(answer(numbers[place]))
    except KeyError as error:
        if error.args != ("dot",):
            raise
        return NO_DOT
    if before != list(map(but_for_grad, numbers)):
        raise Wrong(
            said_of(numbers) or "your function changes more than gradients: `data`, `inputs` and all else must stay."
        )
    return None if is_untouched(answer) else gradients(behind(numbers[-1]))


def where_asked(found, leaves, program, calls):
    """What `gradients_alone` gives; what is right where it has no line for dot, and there is a dot."""
    if found != NO_DOT:
        return found
    if not any(op == "dot" for op, _ in program):
        raise KeyError("dot")
    return gradients_after(fallbacks.backward, leaves, program, calls)


def gradients_of(leaves, program, calls):
    """What `gradients_after` gives, in words."""
    members, names = behind(build(leaves, program)[-1]), [letter(len(leaves) + len(program) + place) for place in calls]
    letters = [letter(number.born) for number in members]
    told = ", ".join(letters if len(letters) <= 12 else [*letters[:3], "..."])
    after = (
        "" if len(calls) == 1 else f", after backward({names[0]}) and {'another' if len(set(names)) == 1 else 'then'} "
    )
    return f"gradients of {told}{after}" + (f"backward({names[-1]})" if len(calls) > 1 else "")


@contextmanager
def in_right_order(answer):
    """Meanwhile `last_to_first` is the course's own, in the notebook that an answer comes from: its order is not judged again."""
    notebook = getattr(answer, "__globals__", {})
    own = notebook.get("last_to_first")
    if own:
        notebook["last_to_first"] = fallbacks.last_to_first
    try:
        yield
    finally:
        if own:
            notebook["last_to_first"] = own


def said_of(numbers):
    """What is to be said of a name that an answer has given to numbers, or None."""
    new = next((name for number in numbers for name in vars(number) if name not in vars(Value(0.0))), None)
    return new and f"`{new}` is a new name on a number: only its gradient, `grad`, is to change."


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
        if number.grad is None:
            raise Wrong("None is no number: += cannot add to it. Set the gradients to 0.0.")
        if is_value(number.grad):
            raise Wrong("a gradient is a plain number, not a Value.")
        if not isinstance(plain(number.grad), Real) or isinstance(number.grad, str):
            raise Wrong(f"a gradient is a number; yours is {shown(plain(number.grad))}.")
    return [number.grad for number in numbers]


def cleared(answer, data, grads):
    """The gradients of numbers after an answer has been there, some of them made from others; tried twice."""
    number = apart()
    made = "+", (number(1.0), number(2.0))
    numbers = [number(x, *(made if i % 3 == 0 else ()), born=i) for i, x in enumerate(data, 2)]
    inputs = [x for number in numbers for x in number.inputs]
    for number, grad in zip([*numbers, *inputs], [*grads, *(1.0 for _ in inputs)]):
        number.grad = grad
    found = after_clearing(answer, numbers, inputs)
    for number, grad in zip(numbers, grads):
        number.grad = grad
    if found is not None and data and not same(plain(after_clearing(answer, numbers, inputs)), plain(found)):
        raise Wrong(
            "called once more on the same numbers, your function clears others: it keeps something from call to call, or "
            "draws by chance."
        )
    return found


def after_clearing(answer, numbers, inputs):
    given, before, behind_them = list(numbers), list(map(but_for_grad, numbers)), [dict(vars(x)) for x in inputs]
    done(answer(given))
    if is_untouched(answer):
        return None
    if [number.data for number in numbers] != [held["data"] for held in before]:
        raise Wrong("the numbers themselves have changed: `grad` is to be 0, `data` must stay.")
    if given != numbers:
        raise Wrong("the list itself has changed: it is to hold the same numbers as before.")
    if behind_them != [vars(x) for x in inputs]:
        raise Wrong("what the numbers were made from has changed: `parameters` alone are to be cleared.")
    if before != list(map(but_for_grad, numbers)):
        raise Wrong(
            said_of(numbers) or "more than `grad` has changed: all else that a number holds must stay as it is."
        )
    return gradients(numbers)

"""In which kind of case an answer is right, and in which it is not: a difference between cases that a sentence can tell."""

from numbers import Real

from .form import is_list
from .same import numbers

FEW = 3  # failures that may have any number in common by chance


def kind_of_failure(names, passed, failed):
    """A sentence "where ..." that holds for all failed cases and for no passed one, or None."""
    cases = passed + failed
    if len(failed) == 1:
        known = each_argument(names, cases, about_list, about_number)
    else:
        known = plain_features(names, cases) if len(failed) < FEW else features(names, cases)
    for text, holds in known:
        if all(holds(case) for case in failed) and not any(holds(case) for case in passed):
            return text
    return None


def features(names, cases):
    """(text, test of a case), the plainest first; then those that are about a certain number."""
    yield from plain_features(names, cases)
    yield from each_argument(names, cases, numbers_in_list, numbers_in_number)


def plain_features(names, cases):
    yield from each_argument(names, cases, about_list, about_number)
    yield from about_two(names, cases)


def each_argument(names, cases, of_list, of_number):
    """The features of every argument alone."""
    for place, name in enumerate(names[: min(map(len, cases))]):
        things = [case[place] for case in cases]
        about = of_list if all(map(is_list, things)) else of_number if all(map(is_real, things)) else None
        for text, holds in about(f"`{name}`", things) if about else ():
            yield text, lambda case, place=place, holds=holds: holds(case[place])


def is_real(thing):
    return isinstance(thing, Real)


def about_number(name, things):
    yield f"{name} is 0", lambda x: x == 0
    yield f"{name} is below 0", lambda x: x < 0
    yield f"{name} is 1", lambda x: x == 1
    yield f"{name} is not 1", lambda x: x != 1
    yield f"{name} is no whole number", lambda x: x != int(x)


def numbers_in_number(name, things):
    for bound in sorted(set(things)):
        yield f"{name} is above {bound:.4g}", lambda x, bound=bound: x > bound
        yield f"{name} is below {bound:.4g}", lambda x, bound=bound: x < bound


def about_list(name, things):
    yield f"{name} is empty", lambda x: len(x) == 0
    yield f"{name} holds one thing", lambda x: len(x) == 1
    yield f"{name} holds more than one thing", lambda x: len(x) > 1
    yield f"{name} holds nothing but 0", lambda x: {*numbers(x)} == {0}
    yield f"{name} holds a 0", lambda x: 0 in numbers(x)
    yield f"{name} holds a number below 0", lambda x: any(n < 0 for n in numbers(x))
    yield f"{name} holds no number below 0", lambda x: all(n >= 0 for n in numbers(x))
    yield f"{name} holds no number above 0", lambda x: all(n <= 0 for n in numbers(x))
    yield f"{name} holds something twice", lambda x: len(set(map(str, x))) < len(x)
    yield f"{name} holds nothing twice", lambda x: len(set(map(str, x))) == len(x)
    yield f"{name} holds numbers above 300", lambda x: max(map(abs, numbers(x)), default=0) > 300
    yield f"{name} holds numbers that are not whole", lambda x: any(n != int(n) for n in numbers(x))
    yield f"{name} does not begin with its largest", lambda x: bool(numbers(x)) and numbers(x)[0] != max(numbers(x))
    yield f"the lists in {name} are longer than {name} itself", lambda x: inner(x) > len(x)
    yield f"the lists in {name} are shorter than {name} itself", lambda x: 0 <= inner(x) < len(x)


def numbers_in_list(name, things):
    for bound in sorted({len(x) for x in things}):
        yield f"{name} is longer than {bound}", lambda x, bound=bound: len(x) > bound
        yield f"{name} is shorter than {bound}", lambda x, bound=bound: len(x) < bound
    for bound in sorted({inner(x) for x in things} - {-1}):
        yield f"the lists in {name} are longer than {bound}", lambda x, bound=bound: inner(x) > bound
        yield f"the lists in {name} are shorter than {bound}", lambda x, bound=bound: inner(x) < bound
    if all(isinstance(n, int) for x in things for n in numbers(x)):
        for number in sorted({n for x in things for n in numbers(x)}):
            yield f"{name} holds a {number}", lambda x, number=number: number in numbers(x)


def inner(thing):
    """The length of the first list in a list; -1 where there is none."""
    return len(thing[0]) if thing and is_list(thing[0]) else -1


def about_two(names, cases):
    """Features of two arguments: one is longer, or larger, than the other."""
    sized = [name for place, name in enumerate(names) if place < len(cases[0])]
    for i, one in enumerate(sized):
        for j, other in enumerate(sized):
            if i != j and all(size(case[i]) is not None and size(case[j]) is not None for case in cases):
                yield (f"{called(one, cases[0][i])} is larger than {called(other, cases[0][j])}",
                       lambda case, i=i, j=j: size(case[i]) > size(case[j]))  # fmt: skip


def size(thing):
    return thing if isinstance(thing, Real) else len(thing) if is_list(thing) else None


def called(name, thing):
    return f"the length of `{name}`" if is_list(thing) else f"`{name}`"

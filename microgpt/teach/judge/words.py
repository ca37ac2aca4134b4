"""What is shown of numbers, lists and cases."""

from .calling import Odd

LONG = 12  # numbers of a list that are shown
WIDE = 400  # characters of an argument that is shown whole


def shown(thing, digits=4):
    """Plain data in one short line; tuples look like tuples."""
    if isinstance(thing, float):
        return f"{thing + 0.0:.{digits}g}"  # no -0
    if isinstance(thing, list | tuple):
        inside = [shown(x, digits) for x in thing[:LONG]] + (["..."] if len(thing) > LONG else [])
        text = ", ".join(inside) + ("," if isinstance(thing, tuple) and len(thing) == 1 else "")
        text = f"({text})" if isinstance(thing, tuple) else f"[{text}]"
        return text + (f" ({len(thing)} in all)" if len(thing) > LONG else "")
    if isinstance(thing, Odd):
        return thing.text
    if type(thing) is int and thing.bit_length() > 200:
        return f"a whole number of {thing.bit_length()} bits"
    text = "..." if thing is ... else repr(thing)
    return text if len(text) <= 60 else f"{text[:57]}..."


def shown_apart(found, wanted):
    """Two results with as many digits as it takes to tell them apart."""
    for digits in (4, 6, 9, 12, 17):
        texts = shown(found, digits), shown(wanted, digits)
        if texts[0] != texts[1]:
            break
    return texts


def shown_case(names, case):
    """The arguments of a case with their names, and with so many digits that they can be tried elsewhere."""
    return ", ".join(f"{name} = {shown(x, 6) if len(shown(x, 6)) < WIDE else table(x)}" for name, x in zip(names, case))


def table(thing):
    """A large table by its corner and its size."""
    if not (isinstance(thing, list) and isinstance(thing[0], list)):
        return shown(thing, 4)
    corner = ", ".join(shown(x, 4) for x in thing[0][:3])
    return f"[[{corner}, ...], ...] ({len(thing)} lists of {len(thing[0])})"

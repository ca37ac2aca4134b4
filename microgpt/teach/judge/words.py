"""What is shown of numbers and told of exceptions."""

import re

from .calling import Odd

LONG = 12  # numbers of a list that are shown
WIDE = 400  # characters of an argument that is shown whole


def shown(thing, digits=4):
    """Plain data in one short line; tuples look like tuples."""
    if isinstance(thing, float):
        return f"{thing:.{digits}g}"
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


MEANINGS = [  # (type, words of the message, what it means)
    ("TypeError", r"positional argument|unexpected keyword", "it must take the arguments that the exercise names"),
    ("TypeError", r"'\w*(method|function)\w*' object is not (iterable|subscriptable)",
     "a function stands where its result is wanted: call it, with brackets after its name"),
    ("TypeError", r"'[<>]=?' not supported between", "these have no order of their own: sorted, min and max want a key"),
    ("TypeError", r"not subscriptable", "something in square brackets was expected to be a list, but is a single number"),
    ("TypeError", r"object is not iterable|argument of type '\w+' is not iterable", "a list was expected, a single thing came"),
    ("TypeError", r"object is not callable", "round brackets call a function; this is none"),
    ("TypeError", r"can't multiply sequence|unsupported operand .*list", "a whole list was used as if it were one number"),
    ("TypeError", r"unsupported operand .*NoneType|'NoneType' object", "something is None: a call that hands nothing back"),
    ("TypeError", r"list indices must be|indices must be", "a place in a list is a whole number"),
    ("AttributeError", r"'(list|tuple)' object has no attribute '(dot|total|exp|log|relu|logsumexp)'",
     "a list was handed over where single numbers are wanted"),
    ("AttributeError", r"'(list|tuple)' object has no attribute '(grad|data|inputs|born|ways)'",
     "the whole list was asked; each number in it has one of its own"),
    ("AttributeError", r"'NoneType' object", "something is None: a call that hands nothing back"),
    ("ValueError", r"zip\(\) argument", "two lists that go together have different lengths"),
    ("ValueError", r"math domain error", "a logarithm or a root was asked of a number that has none, 0 or below"),
    ("ValueError", r"expected a positive input", "a logarithm or a root was asked of a number that has none, 0 or below"),
    ("ValueError", r"values to unpack", "more or fewer names than there are things to give them"),
    ("OverflowError", r"", "a number became too large for a float, as exp of 710 is"),
    ("ZeroDivisionError", r"", "something that is divided by is 0"),
    ("IndexError", r"", "a place was asked for that the list does not have"),
    ("NameError", r"", "this name is not known here: define it, or import it, before you use it"),
    ("UnboundLocalError", r"", "a name is used before it is given something inside the function"),
    ("EOFError", r"", "input() does not work here: all that is needed comes as arguments"),
    ("StdinNotImplementedError", r"", "input() does not work here: all that is needed comes as arguments"),
]  # fmt: skip


def told(error):
    """An Error in a sentence, with what it means where that is known."""
    if error.type == "endless":
        return f"your function was still running after {error.message}: does a loop never end?"
    if error.type == "stuck":
        return (
            f"your function was still running after {error.message}, inside a call that cannot be ended from here, "
            "as input or sleep. It goes on in the background; Kernel, Restart ends it."
        )
    if error.type == "Wrong":
        return error.message
    if error.type == "RecursionError":
        return "your function calls itself without end."
    text = f"your function stops with {error.type}: {error.message}".rstrip(": ")
    text += f", in {error.where}()" if error.where.isidentifier() else ""
    meaning = next((m for kind, words, m in MEANINGS if kind == error.type and re.search(words, error.message)), "")
    return text + (f" ({meaning})." if meaning else ".") + (f"\n  at  {error.line}" if error.line else "")

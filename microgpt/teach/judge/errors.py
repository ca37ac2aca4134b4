"""What is told of an exception: where it rose, what was called there, and what usually is the reason."""

import re

CALLED = "it must take the arguments that the exercise names"
NONE = "something is None: does it come from a call that hands nothing back, as append and sort do?"
SINGLE = "a list was handed over where a single number is wanted"
SIZES = "two things that go together have different sizes"
WHOLE = "a whole list was used as if it were one number: go through it, number by number"
HANDED = (
    "a list stands there where a single number is wanted: go through it, number by number, or is one part of it meant?"
)
UNCALLED = "a function stands where its result is wanted: call it, with brackets after its name"
NAMED_NOT = "this name is not known here: define it, or import it, before you use it"
EMPTY = "a list is empty here, and the smallest or largest of nothing was asked for"

MEANINGS = [  # (type, words of the message, what it means)
    ("TypeError", r"^my_\w*\(\) .*(positional argument|unexpected keyword)", CALLED),
    ("TypeError", r"<lambda>\(\) .*(positional argument|unexpected keyword)", CALLED),
    ("TypeError", r"missing \d+ required|positional argument|unexpected keyword",
     "it was called with more or fewer arguments than it takes"),
    ("TypeError", r"'\w*(method|function)\w*' object is not (iterable|subscriptable)",
     UNCALLED),
    ("TypeError", r"'(generator|map|zip|filter|enumerate|dict_\w+|set|range_iterator)' object is not subscriptable",
     "it has no places to ask for: list(...) makes a list of it"),
    ("TypeError", r"'(generator|map|zip|filter|enumerate)' has no len|object of type '(generator|map|zip|filter)'",
     "it has no length: list(...) makes a list of it"),
    ("TypeError", r"operand type\(s\) for \^", "^ is no power in Python: write **"),
    ("TypeError", r"'[<>]=?' not supported between .*'(list|tuple)'", WHOLE),
    ("TypeError", r"'[<>]=?' not supported between .*'NoneType'", NONE),
    ("TypeError", r"'[<>]=?' not supported between .*'\w*(method|function)\w*'", UNCALLED),
    ("TypeError", r"'[<>]=?' not supported between", "these have no order of their own: sorted, min and max want a key"),
    ("TypeError", r"'NoneType'|NoneType", NONE),
    ("TypeError", r"not subscriptable", "something in square brackets was expected to be a list, but is a single number"),
    ("TypeError", r"object is not iterable|argument of type '\w+' is not iterable", "a list was expected, a single thing came"),
    ("TypeError", r"'list' object is not callable", "a list was called: places stand in square brackets, as in xs[0]"),
    ("TypeError", r"object is not callable", "round brackets call a function; this is none"),
    ("TypeError", r"has no len\(\)", "a single number has no length: a list was expected"),
    ("TypeError", r"can only concatenate (list|tuple) \(not \"(int|float|Value)\"\)",
     "+ joins two lists, or adds two numbers: here is one of each"),
    ("TypeError", r"can only concatenate (list|tuple)", "+ joins a list to a list, or a tuple to a tuple: here is something else"),
    ("TypeError", r"^normalize\(\) argument", "encode makes tokens of a text; what was handed over is no text"),
    ("TypeError", r"can only concatenate str|must be str, not", "a text and a number: numbers are added, texts are joined"),
    ("TypeError", r"can't multiply sequence|(unsupported operand|bad operand) .*'(list|tuple)'|must be real number, not (list|tuple)",
     WHOLE),
    ("TypeError", r"unsupported operand .*'(zip|map|generator|range|set|dict|str|function|method|builtin_function_or_method)'",
     "there stands no number: look at what comes from the left and from the right of the sign"),
    ("TypeError", r"indices must be integers or slices, not tuple",
     "m[i, j] is the way of NumPy; in a list of lists it is m[i][j]"),
    ("TypeError", r"indices must be integers or slices, not list",
     "a whole list stands in square brackets: what is asked for there is one place, a whole number"),
    ("TypeError", r"indices must be integers or slices, not str",
     "a text stands in square brackets: what is asked for there is a place, a whole number"),
    ("TypeError", r"indices must be|cannot be interpreted as an integer",
     "a place in a list, and how often something is done, is a whole number; / gives one with a point, // a whole one"),
    ("TypeError", r"cannot unpack non-iterable", "one thing came where several names wait for several"),
    ("TypeError", r"should be Rational instances",
     "Fraction(a, b) takes whole numbers alone; Fraction(a) / Fraction(b) takes those with a point as well"),
    ("TypeError", r"unsupported operand .*'(decimal\.)?Decimal'",
     "a Decimal is not combined with a number that has a point: make a Decimal of that too, or of none"),
    ("TypeError", r"unsupported operand .*'Value'", "a Value meets something that it cannot be combined with: is its data meant, or its grad?"),
    ("TypeError", r"does not support item assignment", "a tuple, a text or a single number cannot be changed at a place"),
    ("TypeError", r"unhashable type: 'list'", "a list cannot be a key, nor be in a set: tuple(...) makes one of it that can"),
    ("TypeError", r"unhashable", "what can be changed cannot be a key, nor be in a set"),
    ("TypeError", r"(ufunc|loop of ufunc)", "NumPy has no such function for this kind of thing"),
    ("TypeError", r"only .*(size-1|length-1|0-dimensional) arrays", "a whole array was used as if it were one number"),
    ("AttributeError", r"'(list|tuple)' object has no attribute '(dot|total|exp|log|relu|logsumexp)'",
     "a list was handed over where single numbers are wanted"),
    ("AttributeError", r"'(list|tuple)' object has no attribute '(grad|data|inputs|born|ways|op)'",
     "the whole list was asked; each number in it has one of its own"),
    ("AttributeError", r"'(list|tuple)' object has no attribute '(shape|T|mean|sum|tolist|reshape|transpose|max|min|argmax|size|flatten|ndim)'",
     "that belongs to NumPy's arrays; what came here is a plain list: np.array(...) makes an array of it"),
    ("AttributeError", r"'tuple' object has no attribute '(append|extend|pop|sort|insert)'",
     "a tuple cannot be changed: list(...) makes a list of it"),
    ("AttributeError", r"'(float|int)' object has no attribute '(append|extend|pop)'", "a single number is no list"),
    ("AttributeError", r"'(float|int)' object has no attribute '(grad|data|inputs|born|ways|op)'",
     "this is a plain number; only a Value has that"),
    ("AttributeError", r"'NoneType' object", NONE),
    ("ValueError", r"zip\(\) argument", "two lists that go together have different lengths"),
    ("ValueError", r"math domain error|expected a (positive|nonnegative) input",
     "a logarithm or a root was asked of a number that has none, 0 or below"),
    ("ValueError", r"(too many|not enough) values to unpack", "more or fewer names than there are things to give them"),
    ("ValueError", r"(arg is an empty sequence|argument is empty|iterable argument is empty)", EMPTY),
    ("ValueError", r"not in (list|tuple)|is not in", "index() and remove() look for this in a list that does not hold it"),
    ("ValueError", r"not aligned|mismatch in its core dimension|could not be broadcast",
     SIZES + ": is the matrix to be turned on its side, or is the order the other way round?"),
    ("ValueError", r"inhomogeneous|setting an array element with a sequence", "the lists in it have different lengths"),
    ("ValueError", r"truth value of an array", "a whole array was asked whether it is true: ask its numbers, one by one"),
    ("ValueError", r"zero-size array", EMPTY),
    ("ValueError", r"same length|different lengths?|strict", "two lists that go together have different lengths"),
    ("ValueError", r"could not convert string|invalid literal", "this text is no number"),
    ("OverflowError", r"", "a number became too large for a float, as exp of 710 is"),
    ("ZeroDivisionError", r"", "something that is divided by is 0"),
    ("IndexError", r"pop from", "the list is empty: nothing can be taken from it"),
    ("IndexError", r"", "a place was asked for that the list does not have; the last place of n is n - 1"),
    ("KeyError", r"", "the dictionary has no such key"),
    ("UnboundLocalError", r"",
     "a name is used before it is given something inside the function; whatever is given something there is a name of its own"),
    ("NameError", r"", NAMED_NOT),
    ("ModuleNotFoundError", r"", "this is not installed here; what Python itself brings is enough"),
    ("ImportError", r"", "the module has nothing of this name"),
    ("AssertionError", r"", "an assert of yours does not hold in this case"),
    ("StopIteration", r"", "next(...) found nothing that fits, or nothing that is left"),
    ("MemoryError", r"", "a list or a number grew beyond all memory"),
]  # fmt: skip


def told(error, elsewhere=""):
    """An Error in a sentence, with what it means where that is known; elsewhere: a sentence about the other cases."""
    if error.type == "endless":
        return f"your function was still running after {error.message}: does a loop never end, or is it slow?"
    if error.type == "ended":
        return (
            f"your function was still running after {error.message}, and was ended: does a loop never end? Or is one call that "
            "long, as a huge power, the sum of a huge range, sleep or input?"
        )
    if error.type == "died":
        return "your function ends Python itself. (It was tried in a copy, so that nothing is lost.)"
    if error.type == "stuck":
        return (
            f"your function was still running after {error.message}, inside a call that cannot be ended from here, "
            "as input or sleep. It goes on in the background; Kernel, Restart ends it."
        )
    if error.type == "Wrong":
        return error.message + elsewhere
    if error.type in ("EOFError", "StdinNotImplementedError"):
        return "your function asks for input; input() does not work here: all that is needed comes as arguments."
    if error.type == "RecursionError":
        return "your function calls itself without end, or deeper than Python goes, some thousand calls." + elsewhere
    stops = "what your function hands back or leaves is of no use" if error.outside else "your function stops with"
    text = f"{stops}{':' if error.outside else ''} {error.type}: {error.message}".rstrip(": ")
    text += f", in {error.called}" if error.called else ""
    text += f" ({means})." if (means := meaning(error)) else "" if text.endswith(".") else "."
    return text + elsewhere + (f"\n  at  {error.line}" if error.line else "")


def meaning(error):
    """What usually is the reason of such an exception, or ""."""
    empty = re.findall(r"(\w+) = \[\]", error.called)
    if empty and error.type in ("IndexError", "ValueError"):
        names = " and ".join(f"`{name}`" for name in empty)
        return f"{names} {'is' if len(empty) == 1 else 'are'} empty here: was something to be put in before?"
    known = next((m for kind, words, m in MEANINGS if kind == error.type and re.search(words, error.message)), "")
    if known == NONE and (names := re.findall(r"(\w+) = None", error.called)):
        return f"{' and '.join(f'`{name}`' for name in names)} {'is' if len(names) == 1 else 'are'} None there"
    return HANDED if known == WHOLE and error.called else known

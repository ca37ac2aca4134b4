"""Call an answer on cases and keep what it did, as plain data. It knows no wanted result, and nothing else of the judge.

Whatever comes back is turned into numbers, text, lists and tuples once, here (`plain`), so that nobody after it meets an
object that lies, hangs or cannot be printed. `python calling.py < job.json` reads and writes JSON, a line for each case.
"""

import copy
import importlib
import io
import json
import linecache
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from numbers import Complex, Integral, Real
from traceback import walk_tb

DEEPEST, MOST = 12, 20_000  # levels of brackets, and things in all, that are looked at
HUGE, PRINTED = 1000, 2000  # bits of a whole number that no float holds; characters of what is printed that are kept
NESTED, LISTS = re.compile(r"= (\[\[[^=]*)"), re.compile("list|sequence")  # in a call as it is written; in a message


class Ended(BaseException):
    """Raised in an answer from outside, to end it."""


class Wrong(Exception):
    """Raised by an exercise's `use` about what an answer handed back: the message is the sentence for the learner."""


@dataclass(frozen=True, repr=False)
class Odd:
    """What is neither number nor text nor list: its kind in a word, and how it may be shown."""

    kind: str
    text: str

    def __repr__(self):
        return self.text


class Coarse(float):
    """A number of less than double precision; `eps` is the distance from 1 to the next one."""

    eps = 2.0**-23


class Half(Coarse):
    eps = 2.0**-10


@dataclass(frozen=True)
class Error:
    """An exception, where it rose ("" for the answer's own lines), what was called, whether the answer was over by then."""

    type: str
    message: str
    where: str = ""
    line: str = ""
    called: str = ""
    outside: bool = False

    def is_like(self, other):
        """The same type from the same place, the same message unless spelling is in it; of a list too many, the same lists."""
        said = self.type in ("ZeroDivisionError", "OverflowError") or self.message == other.message
        there = self.type in ("Wrong", "NotImplementedError") or self.where == other.where  # raised by the exercise
        handed, theirs = NESTED.findall(self.called), NESTED.findall(other.called)
        return self.type == other.type and said and there and (handed == theirs or not LISTS.search(self.message))


@dataclass
class Outcome:
    """What an answer did on one case: its result or its error, the arguments as they were left, what it printed."""

    result: object = None
    error: Error | None = None
    after: object = None
    printed: str = ""
    seconds: float = 0.0
    exact: bool = True  # the result came as plain lists, tuples and numbers
    slopes: object = None  # where the numbers were Values: d (sum of the result) / d each of them


# ---- anything to plain data ----


class Endless(Exception):
    """More came than is looked at."""


class Normaliser:
    """plain(thing) for one result, depth first; `exact` stays True as long as nothing had to be turned into something else.

    values: whether Values stay Values. most: how many things are looked at.
    """

    def __init__(self, values=False, most=MOST):
        self.exact, self.values, self.left = True, values, most

    def plain(self, thing):
        try:
            return self.turned(thing, 0)
        except Endless:
            self.exact = False
            return Odd("endless", "... without end")

    def turned(self, thing, depth):
        kind, self.left = type(thing), self.left - 1
        if self.left < 0 or depth > DEEPEST:
            raise Endless
        if thing is None or thing is ... or kind in (bool, float, str):
            return thing
        if kind is int:
            return thing if thing.bit_length() < HUGE else Odd("huge", f"a number of {thing.bit_length()} bits")
        if kind in (list, tuple):
            return kind(self.turned(x, depth + 1) for x in list(thing))
        if is_value(thing):
            return thing if self.values else float(thing.data)
        self.exact = False
        return self.converted(thing, depth)

    def converted(self, thing, depth):
        if isinstance(thing, Real | Decimal):
            return as_number(thing)
        if isinstance(thing, Complex):
            return Odd("complex", repr(complex(thing)))
        if isinstance(thing, str | bytes | dict | set | frozenset):
            return Odd(kind_of(thing), written(thing))
        if hasattr(thing, "tolist") and not isinstance(thing, type):
            return self.array(thing, depth)
        if isinstance(thing, tuple):
            return tuple(self.turned(x, depth + 1) for x in thing)
        if isinstance(thing, Iterable) and not isinstance(thing, type):
            return [self.turned(x, depth + 1) for x in thing]
        return Odd("function" if callable(thing) else kind_of(thing), written(thing))

    def array(self, thing, depth):
        small = {2: Half, 4: Coarse}.get(size_of_float(thing))
        found = self.turned(thing.tolist(), depth)
        return everywhere(lambda x: small(x) if type(x) is float else x, found) if small else found


def plain(thing):
    return Normaliser().plain(thing)


def is_value(thing):
    """Whether it is a number that knows its gradient (the judge does not know the class)."""
    return type(getattr(thing, "data", None)) in (float, int) and hasattr(thing, "grad")


def size_of_float(thing):
    """Bytes of a NumPy float (or of the numbers of an array), else 0."""
    dtype = getattr(thing, "dtype", None)
    return dtype.itemsize if getattr(dtype, "kind", "") == "f" else 0


def as_number(thing):
    if isinstance(thing, Integral):
        return Normaliser().turned(int(thing), 0)
    try:
        return {2: Half, 4: Coarse}.get(size_of_float(thing), float)(thing)
    except (OverflowError, ValueError):
        return Odd("number", written(thing))


def everywhere(change, thing):
    """Lists and tuples with change(x) for everything that is in them."""
    if isinstance(thing, list | tuple):
        return type(thing)(everywhere(change, x) for x in thing)
    return change(thing)


def kind_of(thing):
    return {"dict": "dictionary"}.get(type(thing).__name__, type(thing).__name__)


def written(thing):
    """repr in one short line, whatever it does."""
    try:
        text = re.sub(r"<.* object at 0x\w+>", f"a {type(thing).__name__}", " ".join(repr(thing).split()))
        text = re.sub(r" at 0x\w+", "", text)
    except Exception:  # noqa: BLE001 - whatever it is, it is the learner's
        text = f"a {type(thing).__name__}"
    return text if len(text) <= 60 else f"{text[:57]}..."


# ---- calling ----


def directly(answer, *case):
    return answer(*case)


def attempt(answer, case, use=directly, lift=None):
    """The Outcome of an answer on a copy of one case; with `lift`, every float of the case becomes a Value."""
    given, numbers, start = copy.deepcopy(case), [], time.perf_counter()
    if lift:
        given = everywhere(lambda x: noted(lift(x), numbers) if type(x) is float else x, given)
    outcome, found, said = Outcome(), Normaliser(values=bool(lift)), Said()
    sys.stdout, screen = said, sys.stdout
    try:
        result = use(answer, *given)
        outcome.seconds = time.perf_counter() - start
        result = found.plain(result)
        outcome.result, outcome.exact = plain(result) if lift else result, found.exact
        if lift:
            outcome.slopes = slopes(result, numbers)
    except Ended:
        raise
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the learner's
        outcome.error = described(error, answer)
    finally:
        sys.stdout = screen
    outcome.printed, outcome.after = said.getvalue(), tuple(map(plain, given))
    return outcome


def noted(thing, them):
    them.append(thing)
    return thing


def slopes(result, numbers):
    """d (the results, each times its place from 1) / d each number, or None where no result is a Value."""
    found = []
    everywhere(lambda x: noted(x, found), result)
    ends = [end * float(place) for place, end in enumerate(found, 1) if is_value(end)]
    if not ends:
        return None
    total = sum(ends)
    for x in numbers:
        x.grad = 0.0
    total.backward()
    return [float(x.grad) for x in numbers]


class Said(io.StringIO):
    """Keeps the first characters that are written."""

    def write(self, text):
        return super().write(text[: max(0, PRINTED - self.tell())])


def described(error, answer):
    """An exception as an Error; the answer's own lines are those of the file it stands in."""
    try:
        message = " ".join(str(error).split())[:400]
    except Exception:  # noqa: BLE001 - whatever it is, it is the learner's
        message = ""
    own = getattr(getattr(answer, "__code__", None), "co_filename", None)
    frames = [found for found in walk_tb(error.__traceback__) if found[0].f_code.co_filename != __file__]
    mine = [i for i, (frame, _) in enumerate(frames) if frame.f_code.co_filename == own]
    where = "" if not frames or len(frames) - 1 in mine else frames[-1][0].f_code.co_name
    where = where if where.isidentifier() else ""  # a lambda, or what is inside brackets, is the answer's own
    line = linecache.getline(own, frames[mine[-1]][1]).strip() if mine else ""
    called = call(frames[mine[-1] + 1][0]) if mine and mine[-1] < len(frames) - 1 else ""
    outside = own is not None and not mine and not (isinstance(error, TypeError) and "argument" in message)
    return Error(type(error).__name__, message, where, line, called, outside)


def call(frame):
    """A call of a function as it is written, with what it was given."""
    code = frame.f_code
    given = [(name, frame.f_locals.get(name)) for name in code.co_varnames[: code.co_argcount]]
    try:
        return f"{code.co_name}({', '.join(f'{name} = {briefly(thing)}' for name, thing in given)})"
    except Exception:  # noqa: BLE001 - whatever it is, it is the learner's
        return f"{code.co_name}()"


def briefly(thing):
    """A list or a number as it is written; of anything else, which looking at might change, its kind."""
    if thing is None or isinstance(thing, list | tuple | Real | str):
        return written(everywhere(lambda x: float(f"{x:.4g}") if isinstance(x, float) else x, plain(thing)))
    return f"a {type(thing).__name__}"


# ---- cases and outcomes as JSON ----


def to_json(thing):
    """Plain data as what JSON can hold: a tuple, a Value, an odd number each by its name."""
    if isinstance(thing, list):
        return [to_json(x) for x in thing]
    if isinstance(thing, tuple):
        return {"tuple": [to_json(x) for x in thing]}
    if isinstance(thing, Odd):
        return {"odd": [thing.kind, thing.text]}
    if isinstance(thing, Half | Coarse):
        return {"half" if isinstance(thing, Half) else "single": float(thing).hex()}
    if isinstance(thing, float) and not -1e308 < thing < 1e308:
        return {"float": repr(thing)}
    if type(thing) is int and thing.bit_length() > 60:
        return {"int": hex(thing)}
    return {"stub": True} if thing is ... else thing


def from_json(thing):
    """The way back."""
    if isinstance(thing, list):
        return [from_json(x) for x in thing]
    if not isinstance(thing, dict):
        return thing
    ((kind, held),) = thing.items()
    return {
        "tuple": lambda: tuple(from_json(x) for x in held),
        "odd": lambda: Odd(*held),
        "half": lambda: Half.fromhex(held),
        "single": lambda: Coarse.fromhex(held),
        "float": lambda: float(held),
        "int": lambda: int(held, 16),
        "stub": lambda: ...,
    }[kind]()


def outcome_to_json(outcome):
    told = {name: to_json(getattr(outcome, name)) for name in ("result", "after", "slopes")}
    error = outcome.error and asdict(outcome.error)
    return told | {"error": error, "printed": outcome.printed, "seconds": outcome.seconds, "exact": outcome.exact}


def outcome_from_json(told):
    plainly = {name: from_json(told[name]) for name in ("result", "after", "slopes")}
    return Outcome(**told | plainly | {"error": told["error"] and Error(**told["error"])})


def named(path):
    """The thing that "module:name" stands for."""
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def main():
    """A job: {"source": the answer's text, "name": what it defines, "cases": ..., "use": path or null, "lift": ...}."""
    out, sys.stdout = sys.stdout, io.StringIO()
    job, namespace = json.load(sys.stdin), {"__name__": "__main__"}
    exec(compile(job["source"], "answer", "exec"), namespace)  # noqa: S102
    use, lift = (named(job[word]) if job.get(word) else None for word in ("use", "lift"))
    for case in job["cases"]:  # as long as the parent likes: it is the one that ends this
        outcome = attempt(namespace[job["name"]], from_json(case), use or directly, lift)
        out.write(json.dumps(outcome_to_json(outcome)) + "\n")
        out.flush()


if __name__ == "__main__":
    main()

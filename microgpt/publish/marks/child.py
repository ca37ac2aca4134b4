"""The process in which answers are called. It gets cells and cases, and sends back what came of them, a line of JSON each.

It is copied to where it runs, beside `calling.py`, `picked.py` and the modules of the core that the lesson imports; of the course's other
folders there are stand-ins that do nothing. It knows no wanted value. What it sends is taken for data, and for nothing else.
"""

import ast
import importlib.abc
import importlib.machinery
import json
import os
import re
import sys
from types import ModuleType

from calling import Wrong, attempt, directly, from_json, outcome_to_json, plain, to_json
from picked import binds, check_of, needed, reads, statements

STAND_INS = re.compile(r"microgpt\.(lessons|teach|graph|replay)\b")


# ---- stand-ins for what is not here ----


class Nothing:
    """Whatever is asked of it, it does nothing and hands itself back; a check hands back what it was given."""

    def __call__(self, *given, **named):
        return given[0] if given else self

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self):
        return iter(())


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the stand-ins."""

    def find_spec(self, name, path=None, target=None):
        if STAND_INS.match(name):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = ModuleType(spec.name)
        module.__getattr__ = stand_in
        return module

    def exec_module(self, module):
        pass


def stand_in(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return REAL.get(name) or Nothing()


def the_names():
    """What the lessons' `ledger.names` hands back: an answer may use the tokenizer, or how many tokens there are."""
    from microgpt.data import Tokenizer, bundled, split

    both = split(bundled())
    tokenizer = Tokenizer([name for names in both for name in names])
    return tokenizer, *([tokenizer.encode(name) for name in names] for names in both)


class Ledger(Nothing):
    """The ledger of the lessons, with the names alone."""

    names = staticmethod(the_names)


REAL = {"ledger": Ledger(), "names": the_names}  # what is no stand-in among them


REFUSED = {}  # module -> names of the library's own answers to an exercise


class Refusing(importlib.machinery.SourceFileLoader):
    """Loads a module of the library without these answers, however often it is imported."""

    def exec_module(self, module):
        super().exec_module(module)
        for name in REFUSED[module.__name__]:
            inside, _, last = name.rpartition(".")  # Value.backward: of a class
            setattr(getattr(module, inside) if inside else module, last, refused(name))


class Refusals(importlib.abc.MetaPathFinder):
    """Finds the modules that are loaded so."""

    def find_spec(self, name, path=None, target=None):
        if name not in REFUSED:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        spec.loader = Refusing(name, spec.origin)
        return spec


def refused(name):
    """What says that it is the library's."""

    def refused(*given, **named):
        raise Wrong(f"that is `{name}` of the library; the exercise asks for your own.")

    return refused


# ---- the answer ----


def answer_of(job):
    """(what was handed in, None) or (None, a sentence that says why there is nothing to call)."""
    imports, _ = statements([job["imports"]])
    nodes, broken = statements(job["cells"])
    nodes = imports + nodes
    places = [i for i, (node, _) in enumerate(nodes) if (check_of(node) or ("",))[0] == job["exercise"]]
    until = places[-1] if places else len(nodes)
    handed_in = check_of(nodes[until][0])[1] if places else ast.Name(job["mine"], ast.Load())
    given = job.pop("given")
    kept, wanted = needed(nodes[:until], reads(ast.Expr(handed_in)), given)
    if not places and not any(job["mine"] in binds(node) for node, _ in kept):
        told = [why for text, why in broken if job["mine"] in text or job["exercise"] in text]
        return None, (told or ["missing"])[0]
    if job["whole"]:
        kept, wanted = nodes[:until], {*wanted, *(told["called"] for told in given.values())}
    namespace = {"__name__": "__main__", "display": print} | handed_back(given, kept, wanted)
    del given  # nothing that is executed from here on finds the text of a solution
    failed = [why for node, name in kept if (why := run(node, name, namespace))]
    try:
        return eval(compile(ast.Expression(at_home(handed_in)), "<the check>", "eval"), namespace), None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the student's
        return None, ([why for _, why in broken] + failed + [f"{type(error).__name__}: {error}"])[0]


def handed_back(given, kept, wanted):
    """{name: right answer} of the other exercises that are asked for, by the name it has in the notebook, and by its check's.

    Each is made in a namespace of its own, of the course's own cells: no name of the student's can change it.
    """
    asked, found = {(check_of(node) or ("",))[0] for node, _ in kept}, {}
    for exercise, told in given.items():
        if told["called"] in wanted or exercise in asked:
            own = {"__name__": "__main__"}
            exec(compile(told["text"], "<the course>", "exec"), own)  # noqa: S102
            found[told["called"]] = found[name_of(exercise)] = own[told["called"]]
    return found


def name_of(exercise):
    return f"check.{exercise}"  # no name that anybody can write


def run(node, name, namespace):
    """Execute a statement, or hand back what is given where another exercise is checked; what went wrong, or None."""
    exercise = (check_of(node) or ("",))[0]
    if name_of(exercise) in namespace:
        node.value = ast.Name(name_of(exercise), ast.Load())
    try:
        exec(compile(ast.Module([at_home(node)], []), name, "exec"), namespace)  # noqa: S102
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the student's
        return f"{name[1:-1]}: {type(error).__name__}: {error}"
    return None


def at_home(node):
    return ast.fix_missing_locations(node)


def looks(answer, untouched):
    """What kind of thing was handed in, as plain data; a dictionary may hold functions."""
    if isinstance(answer, dict):
        held = {
            str(key): to_json(... if x is ... else None if callable(x) else plain(x))
            for key, x in list(answer.items())[:99]
        }
        return {"kind": "dict", "held": held, "callable": [str(key) for key, x in answer.items() if callable(x)][:99]}
    if callable(answer):
        return {"kind": "function", "untouched": bool(untouched(answer))}
    return {"kind": "plain", "held": to_json(plain(answer))}


def calls(answer, job, use):
    """The Outcomes of all cases; then of the first again, twice on the same arguments, and with another one after it."""
    cases = [from_json(case) for case in job["cases"]]

    def with_another(*case):
        found = use(answer, *case)
        use(answer, *cases[-1])
        return found

    def with_the_same(*case):
        use(answer, *case)
        return use(answer, *case)

    for case in cases:
        yield attempt(answer, case, use)
    yield attempt(answer, cases[0], use)
    yield attempt(with_the_same, cases[0], directly)
    yield attempt(with_another, cases[0], directly)


def main():
    job = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)

    def send(told):
        out.write(json.dumps(told) + "\n")
        out.flush()

    for module, name in job["refused"]:
        REFUSED.setdefault(f"microgpt.{module}", []).append(name)
    sys.meta_path[:0] = [Refusals()]
    sys.meta_path.append(StandIns())
    if job["whole"]:  # without the names no cell of the course trains anything, which may take minutes
        REAL.clear()
    tools = {}
    exec(job["tools"], tools)  # noqa: S102
    answer, why = answer_of(job)
    if why:
        send({"kind": "nothing", "why": why[:500]})
    else:
        send(looks(answer, tools["is_untouched"]))
        for outcome in calls(answer, job, tools[job["use"]] if job["use"] else directly) if job["cases"] else ():
            send(outcome_to_json(outcome))
    out.close()
    os._exit(0)  # whatever was left behind that would run at the end


if __name__ == "__main__":
    main()

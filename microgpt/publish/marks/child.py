"""The process in which answers are called. It gets cells and cases, and sends back what came of them, a line of JSON each.

It is copied to where it runs, beside `calling.py` and the modules of the core that the lesson imports; of the course's other
folders there are stand-ins that do nothing. It knows no wanted value. What it sends is taken for data, and for nothing else.
"""

import ast
import importlib.abc
import importlib.machinery
import json
import linecache
import os
import re
import symtable
import sys
from types import ModuleType

from calling import Wrong, attempt, directly, from_json, outcome_to_json, plain, to_json

STAND_INS = re.compile(r"microgpt\.(lessons|teach|graph|replay)\b")
MAGIC = re.compile(r"^\s*[%!?]|\?\s*$")  # lines that IPython alone understands


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


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the stand-ins, and says of a module that is not here that it is not."""

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
    return Nothing()


def refuse(module, name):
    """Put in the place of the library's own answer to an exercise something that says so."""

    def refused(*given, **named):
        raise Wrong(f"that is `{name}` of the library; the exercise asks for your own.")

    whole = importlib.import_module(f"microgpt.{module}")
    if isinstance(getattr(whole, name), type):
        refused.__name__ = name
    setattr(whole, name, refused)


# ---- the statements that are needed ----


def statements(cells):
    """(statement, file it is said to stand in) of all cells; a cell that is no Python is left out, and told of."""
    found, broken = [], []
    for number, text in enumerate(cells, 1):
        name = f"<code cell {number}>"
        text = "\n".join("" if MAGIC.search(line) else line for line in text.splitlines())
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            broken.append((text, f"code cell {number} is no Python: {type(error).__name__}: {error}"))
            continue
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        found += [(node, name) for node in body]
    return found, broken


def check_of(node):
    """(exercise, what is handed in) of a statement that hands something to a check, else None."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.Assign | ast.Expr | ast.AnnAssign) and isinstance(value, ast.Call) and value.args:
        asked = value.func
        if isinstance(asked, ast.Attribute) and isinstance(asked.value, ast.Name) and asked.value.id == "check":
            return asked.attr, value.args[0]
    return None


def needed(nodes, wanted, given):
    """Those of the statements, in their order, that bind or change a wanted name, or one that they need in turn."""
    kept, wanted = [], set(wanted)
    for node, name in reversed(nodes):
        asked = check_of(node)
        if asked and asked[0] in given:
            if given[asked[0]]["called"] in wanted:
                solution = ast.parse(given[asked[0]]["solution"])
                kept.append((asked[0], name))
                wanted |= reads(solution)
        elif binds(node) & wanted:
            kept.append((node, name))
            wanted |= reads(node)
    return kept[::-1]


def reads(node):
    """The global names that a statement reads, also inside its functions."""
    todo, found = [symtable.symtable(ast.unparse(node), "cell", "exec")], set()
    for scope in todo:
        top = scope.get_type() == "module"
        found |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and (top or s.is_global())}
        todo += scope.get_children()
    return found


def binds(node):
    """The names that a statement binds, or whose things it may change: xs = ..., xs[0] = ..., xs.append(...)."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return {node.name}
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.alias):
            found.add((part.asname or part.name).split(".")[0])
        elif isinstance(part, ast.Name | ast.Attribute | ast.Subscript) and isinstance(part.ctx, ast.Store | ast.Del):
            found.add(first_name(part))
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and not isinstance(node, ast.Assign):
            found.add(first_name(part.func))
    return found


def first_name(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


# ---- the answer ----


def answer_of(job):
    """(what was handed in, None) or (None, a sentence that says why there is nothing to call)."""
    nodes, broken = statements(job["cells"])
    places = [i for i, (node, _) in enumerate(nodes) if (check_of(node) or ("",))[0] == job["exercise"]]
    until = places[-1] if places else len(nodes)
    handed_in = check_of(nodes[until][0])[1] if places else ast.Name(job["mine"], ast.Load())
    namespace, given = {"__name__": "__main__", "display": print}, dict(job["given"])
    kept = needed(nodes[:until], reads(ast.Expr(handed_in)), given)
    if not places and not any(job["mine"] in binds(node) for node, _ in kept if not isinstance(node, str)):
        told = [why for text, why in broken if job["mine"] in text or job["exercise"] in text]
        return None, (told or ["missing"])[0]
    failed = [run(node, name, namespace, given) for node, name in kept]
    for exercise in list(given):
        run(exercise, "", namespace, given)  # those whose check stands nowhere, or further down
    try:
        return eval(
            compile(ast.fix_missing_locations(ast.Expression(handed_in)), "<the check>", "eval"), namespace
        ), None
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the student's
        told = [why for _, why in broken] + [why for why in failed if why]
        return None, (told or [f"{type(error).__name__}: {error}"])[0]


def run(node, name, namespace, given):
    """Execute a statement, or put the right answer in the place of another exercise's; what went wrong, or None."""
    try:
        if isinstance(node, str):
            told = given.pop(node, None)
            if told:
                mine = namespace.get(told["mine"])
                exec(compile(told["solution"], "<solution>", "exec"), namespace)  # noqa: S102
                namespace[told["called"]], namespace[told["mine"]] = namespace[told["mine"]], mine
        else:
            exec(compile(ast.Module([node], []), name, "exec"), namespace)  # noqa: S102
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is the student's
        return f"{name[1:-1]}: {type(error).__name__}: {error}"
    return None


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

    sys.meta_path.append(Finder())
    for module, name in job["refused"]:
        refuse(module, name)
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

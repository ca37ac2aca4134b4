"""Notebooks with their stubs filled in: by the solution, or by somebody else's style; whole, or only what a check needs."""

import ast
import json
import re
import runpy
import symtable
from pathlib import Path

from microgpt.teach.judge import Number

FOLDER = Path(__file__).parent.parent / "notebooks"
STYLES, WRONG = Path(__file__).parent / "styles", Path(__file__).parent / "wrong"
MODULES = {"ledger", "plot", "random", "math"}  # a call of their functions changes none of the notebook's names
SHOWS = {"print", "plot", "display", "predict", "recall", "explain", "draw", "watch"}  # calls that only show something


def cells(name):
    """(kind, source) of every cell of a notebook."""
    book = json.loads(next(FOLDER.glob(f"{name}*.ipynb")).read_text(encoding="utf-8"))
    return [(cell["cell_type"], "".join(cell["source"])) for cell in book["cells"]]


def statements(name):
    """All statements of a notebook's code, in order, each with the markdown above its cell."""
    found, above = [], ""
    for kind, source in cells(name):
        if kind == "code":
            found += [(line, above) for line in ast.parse(source).body]
        else:
            above = source
    return found


def judged(line):
    """(exercise, what is handed in, what it is called afterwards) if a statement is `name = check.exercise(mine)`."""
    told = re.fullmatch(r"(\w+) = check\.(\w+)\((\w+)\)", ast.unparse(line))
    return (told[2], told[3], told[1]) if told else None


def styles(exercise):
    """The right answers to an exercise in other styles, by their names."""
    return functions(STYLES / f"{exercise}.py", "style_")


def wrong_answers(exercise):
    """The wrong answers to an exercise as learners write them, by their names; the docstring is what is said of them."""
    return functions(WRONG / f"{exercise}.py", "wrong_")


def functions(path, beginning):
    if not path.exists():
        return {}
    namespace = runpy.run_path(str(path))
    return {name: thing for name, thing in namespace.items() if name.startswith(beginning)}


def solution_of(exercise, mine, namespace):
    exec(exercise.solution, namespace)  # noqa: S102
    return namespace[mine]


def style_of(exercise, mine, namespace):
    if isinstance(exercise, Number):
        return solution_of(exercise, mine, namespace)
    filled = namespace[mine] = next(iter(styles(exercise.name).values()), None) or solution_of(
        exercise, mine, namespace
    )
    return filled


def run(name, lines, fill):
    """Execute statements, each stub filled by fill(exercise, name of the stub, namespace); (namespace, checks passed)."""
    namespace, passed = {"__name__": "__main__"}, []
    for line in lines:
        if handed_in := judged(line):
            exercise, mine, called = handed_in
            filled = namespace[mine] = fill(getattr(namespace["check"], exercise), mine, namespace)
        exec(compile(ast.Module([line], []), name, "exec"), namespace)  # noqa: S102
        if handed_in:
            assert came_back(namespace[called], filled), f"{exercise}: the notebook goes on with something else"
            passed.append(exercise)
    return namespace, passed


def came_back(found, filled):
    """Whether a check handed on what was filled in, at most with its results put into lists."""
    return found is filled or getattr(found, "__wrapped__", None) is filled or (not callable(found) and found == filled)


# ---- what the checks and the handover need, and no more ----


def needed(name):
    """The statements of a notebook that its checks and its handover need; no training, unless they need that."""
    everything = statements(name)
    until = next((i for i, (_, above) in enumerate(everything) if "## Break it" in above), len(everything))
    lines = [line for line, _ in everything[:until]]
    handover = [line for line, above in everything if "## Handover" in above]
    own = definitions(lines + handover)
    kept, wanted = [], set().union(*(reads(line, own) for line in handover))
    for line in reversed(lines):
        if judged(line) or isinstance(line, ast.Import | ast.ImportFrom) or changed(line, own) & wanted:
            kept.append(line)
            wanted = (wanted - (bound(line) if isinstance(line, ast.Assign) else set())) | reads(line, own)
    return kept[::-1] + handover


def definitions(lines):
    """name -> the names that functions and classes of this name read, also through others, when they are used."""
    own = {}
    for line in lines:
        if isinstance(line, ast.FunctionDef | ast.ClassDef):
            own[line.name] = own.get(line.name, set()) | symbols(line, "read")
        for hung in ast.walk(line) if isinstance(line, ast.Assign) else ():  # on a class: it is read where the class is
            if isinstance(hung, ast.Attribute) and isinstance(hung.ctx, ast.Store) and first_name(hung) in own:
                own[first_name(hung)] |= symbols(line, "read")
    for _ in list(own):
        own = {name: read.union(*(own.get(other, ()) for other in read)) for name, read in own.items()}
    return own


def reads(line, own):
    found = symbols(line, "read")
    return found.union(*(own.get(name, ()) for name in found)) - (
        bound(line.target) if isinstance(line, ast.For) else set()
    )


def symbols(line, how):
    """The notebook's names that a statement reads or binds, those of its functions' own left out."""
    top = symtable.symtable(ast.unparse(line), "cell", "exec")
    names = {symbol.get_name() for symbol in top.get_symbols() if getattr(symbol, f"is_{HOW[how]}")()}
    return names | (set().union(*map(free, top.get_children())) if how == "read" else set())


HOW = {"read": "referenced", "bound": "assigned"}


def free(scope):
    """The global names that a function, and those inside it, read."""
    names = {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return names.union(*map(free, scope.get_children()))


def bound(line):
    return {node.id for node in ast.walk(line) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def changed(line, own):
    """The names that a statement binds or changes: by assigning, by a method, or by one of the notebook's own functions."""
    counted = bound(line.target) if isinstance(line, ast.For) else set()
    found = (symbols(line, "bound") - counted) | (
        {line.name} if isinstance(line, ast.FunctionDef | ast.ClassDef) else set()
    )
    if isinstance(line, ast.FunctionDef | ast.ClassDef) or any(first_name(n) in SHOWS for n in ast.walk(line)):
        return found
    for node in ast.walk(line):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store):
            found.add(first_name(node))
        elif isinstance(node, ast.Call) and isinstance(line, ast.Expr | ast.For | ast.While):
            if isinstance(node.func, ast.Attribute) and first_name(node.func) not in MODULES:
                found.add(first_name(node.func))
            elif first_name(node) in own:
                found |= {argument.id for argument in node.args if isinstance(argument, ast.Name)}
    return found


def first_name(node):
    """The name that a chain of dots, brackets and calls begins with."""
    while isinstance(node, ast.Expr | ast.Call | ast.Attribute | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""

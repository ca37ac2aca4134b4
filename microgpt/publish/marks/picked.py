"""The statements of code cells, and those of them that something needs; standard library alone, as it goes into the cage."""

import ast
import linecache
import re
import symtable

IPYTHON = re.compile(r"^\s*[%!?]|\?\s*$|=\s*[%!]")  # lines that IPython alone understands, where Python does not
OTHER = re.compile(r"\s*%%(?!(time|timeit|capture|prun)\b)")  # the head of a cell that is no Python
FAULTS = (SyntaxError, ValueError, RecursionError, MemoryError)  # of what is no Python, or too deep for it
ANYTHING = "*"  # what a star import binds


def statements(cells):
    """(statement, file it is said to stand in) of all cells; (text, what is wrong with it) of those that are no Python."""
    found, broken = [], []
    for number, text in enumerate(cells, 1):
        name = f"<code cell {number}>"
        try:
            found += [(node, name) for node in parsed(text).body]
        except FAULTS as error:
            line = f", line {error.lineno}" if getattr(error, "lineno", None) else ""
            why = f"{type(error).__name__}: {getattr(error, 'msg', error)}"
            broken.append((text, f"code cell {number}{line} is no Python: {why}"))
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    return found, broken


def parsed(text):
    """The module that a cell is; of what is no Python, `pass` takes the place of the lines that IPython alone understands."""
    lines = [] if OTHER.match(text) else re.split(r"\r\n|\r|\n", text)
    while True:
        try:
            return ast.parse("\n".join(lines))
        except SyntaxError as error:
            at = (error.lineno or 0) - 1
            if not (0 <= at < len(lines) and IPYTHON.search(lines[at])):
                raise
            lines[at] = re.match(r"\s*", lines[at])[0] + "pass"


def check_of(node):
    """(exercise, what is handed in) of a statement that hands something to a check, else None."""
    value = getattr(node, "value", None)
    if isinstance(node, ast.Assign | ast.Expr | ast.AnnAssign) and isinstance(value, ast.Call) and value.args:
        asked = value.func
        if isinstance(asked, ast.Attribute) and isinstance(asked.value, ast.Name) and asked.value.id == "check":
            return asked.attr, value.args[0]
    return None


def needed(nodes, wanted, given=()):
    """Those of the statements, in their order, that bind or change a wanted name, or one that they need in turn; these names.

    given: exercises whose check hands back what is given, whatever is handed in.
    """
    kept, wanted = [], {*wanted, ANYTHING}
    for node, name in reversed(nodes):
        if binds(node) & wanted:
            kept.append((node, name))
            wanted |= set() if (check_of(node) or ("",))[0] in given else reads(node)
    return kept[::-1], wanted


def reads(node):
    """The global names that a statement reads, also inside its functions."""
    try:
        todo, found = [symtable.symtable(ast.unparse(node), "cell", "exec")], set()
    except FAULTS:
        return set()
    for scope in todo:
        top = scope.get_type() == "module"
        found |= {s.get_name() for s in scope.get_symbols() if s.is_referenced() and (top or s.is_global())}
        todo += scope.get_children()
    return found


DEFINING = ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef


def binds(node):
    """The names that a statement binds, or whose things it may change: xs = ..., xs[0] = ..., xs.append(...)."""
    if isinstance(node, DEFINING):
        return {node.name}
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.alias):
            found.add((part.asname or part.name).split(".")[0])
        elif isinstance(part, DEFINING):
            found.add(part.name)
        elif isinstance(part, ast.Name | ast.Attribute | ast.Subscript) and isinstance(part.ctx, ast.Store | ast.Del):
            found.add(first_name(part))
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and not isinstance(node, ast.Assign):
            found.add(first_name(part.func))
    return found


def first_name(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""

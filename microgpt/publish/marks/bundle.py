"""The code by which an exercise calls an answer, taken out of its module with what it needs, and with nothing else.

An exercise's `use` stands beside its right answer and its mistakes; a process that must not know these gets this text.
"""

import ast
import dis
import importlib
from functools import cache
from pathlib import Path
from types import CodeType

CALLING = "microgpt.teach.judge.calling"  # the child has it under the name `calling`
HANDED_ON = ("microgpt.teach.judge",)  # packages that hand on names of theirs


def bundle(*functions):
    """Python text that defines these functions."""
    found = {}  # (module, name) -> text, each after what it needs
    for function in functions:
        take(function.__module__, function.__name__, found)
    return "\n\n".join(found.values())


def take(module, name, found):
    """Put the text that binds a name in a module into `found`, after all that it reads."""
    if (module, name) in found:
        return
    found[module, name] = ""  # a function may call itself
    text, node = statement(module, name)
    found[module, name] = text if isinstance(node, ast.Import) else ""
    if isinstance(node, ast.ImportFrom):
        found[module, name] = imported(module, node, name, found)
    elif not isinstance(node, ast.Import):
        for read in sorted(reads(text) - {name}):
            if read in bound(module):
                take(module, read, found)
        del found[module, name]
        found[module, name] = text


def imported(module, node, name, found):
    """What a name is that a module imports: of the standard library, of `calling`, or of another module of ours."""
    origin = next(alias.name for alias in node.names if (alias.asname or alias.name) == name)
    where = absolute(module, node)
    if where.split(".")[0] != "microgpt":
        return ast.unparse(ast.ImportFrom(where, [ast.alias(origin, name if name != origin else None)], 0))
    if where in HANDED_ON:
        where = getattr(importlib.import_module(where), origin).__module__
    if where == CALLING:
        return f"from calling import {origin}" + (f" as {name}" if name != origin else "")
    assert origin == name, f"{module} imports {origin} by another name"
    assert origin in bound(where), (
        f"{module} uses {where}.{origin}: what knows what is right is not sent to a hand-in; see Apart"
    )
    take(where, origin, found)
    return ""


def absolute(module, node):
    """The module that an import is from; level 1 is the folder of this one."""
    above = module.split(".")[: -node.level] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


@cache
def statements(module):
    path = Path(importlib.import_module(module).__file__)
    text = path.read_text(encoding="utf-8")
    return text, ast.parse(text).body


@cache
def bound(module):
    """name -> the statement that binds it, of a module."""
    return {name: node for node in statements(module)[1] for name in names(node)}


def names(node):
    """The names that a statement of a module binds."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.Assign):
        return [x.id for target in node.targets for x in ast.walk(target) if isinstance(x, ast.Name)]
    return [node.name] if hasattr(node, "name") else []


def statement(module, name):
    """The text of the statement that binds a name, decorators and all, and the statement."""
    node, lines = bound(module)[name], statements(module)[0].splitlines()
    first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))])
    return "\n".join(lines[first - 1 : node.end_lineno]), node


def reads(text):
    """The global names that a text reads, also inside its functions."""
    found, todo = set(), [compile(text, "a statement", "exec")]
    for code in todo:
        found |= {line.argval for line in dis.get_instructions(code) if line.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
        todo += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return found

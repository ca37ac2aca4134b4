"""What an answer's own lines say of it: which arguments it takes, and whether it returns something, or too early."""

import ast
import inspect
import textwrap

NOT_ASKED = "a part, about which no question is asked"  # in place of an answer
LEAVES = ast.Return | ast.Break | ast.Continue


def other_order(names, answer):
    """A sentence if a function takes arguments of these names in another order, or None."""
    code = getattr(answer, "__code__", None) if inspect.isfunction(answer) else None
    takes = code.co_varnames[: code.co_argcount] if code else ()
    if takes == tuple(names) or sorted(takes) != sorted(names):
        return None
    return f"the arguments come in the order {', '.join(names)}; your function takes them as {', '.join(takes)}."


def idle(answer):
    """A sentence if a generator, or a map or filter, stands alone in a line of a function, where nobody goes through it."""
    nodes = nodes_of(answer) or ()
    makers = {n.name for n in nodes if isinstance(n, ast.FunctionDef) and leaves(n, ast.Yield | ast.YieldFrom)}
    alone = [node.value for node in nodes if isinstance(node, ast.Expr)]
    called = {ast.unparse(thing.func) for thing in alone if isinstance(thing, ast.Call)}
    if any(isinstance(thing, ast.GeneratorExp) for thing in alone) or called & (makers | {"map", "filter"}):
        return "a generator (or a map) stands alone in a line: it does nothing until somebody goes through it. Write a loop."
    return None


def never_returns(answer):
    """Whether a function's lines are at hand, and none of them returns anything but None."""
    return bool(nodes_of(answer)) and not returns_something(answer)


def returns_something(answer):
    """Whether a function has a `return` with anything but None, as every lambda of a dictionary has."""
    if isinstance(answer, dict) or getattr(answer, "__name__", "") == "<lambda>":
        return True
    returns = (node for node in nodes_of(answer) or () if isinstance(node, ast.Return) and node.value)
    return not all(isinstance(node.value, ast.Constant) and node.value.value is None for node in returns)


def early(answer):
    """What is to be asked where only the first came: after a `return` inside a loop, where there may be one."""
    loops = loops_of(answer)
    if answer is NOT_ASKED or isinstance(answer, dict):  # whose functions are lines
        return ""
    if loops is None or (any(leaves(loop, ast.Return) for loop in loops) and not returned_early(answer)):
        return " Does a `return` stand inside the loop?"
    return returned_early(answer)


def returned_early(answer):
    """A sentence if a `return` stands in a loop without condition: it then ends the function in the first round."""
    if any(ends_in_its_first_round(loop) for loop in loops_of(answer) or ()):
        return " A `return` stands inside the loop, and ends it in its first round."
    return ""


def loops_of(answer):
    """The loops of a function, or None where its lines are not at hand."""
    nodes = nodes_of(answer)
    return nodes and [node for node in nodes if isinstance(node, ast.For | ast.While)]


def nodes_of(answer):
    """All nodes of a function's syntax tree, or None where its lines are not at hand."""
    try:
        return list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(answer)))))
    except (TypeError, OSError, SyntaxError, ValueError):
        return None


def ends_in_its_first_round(loop):
    """Whether every round comes to a `return`: one without condition, that nothing before it leaves out."""
    for line in loop.body:
        if isinstance(line, ast.Return):
            return True
        if leaves(line, LEAVES):
            return False
    return False


def leaves(line, kinds):
    return any(isinstance(node, kinds) for node in ast.walk(line))

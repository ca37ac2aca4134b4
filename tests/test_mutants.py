"""Weak cases are found by weak answers: every small change of a solution must be rejected, or be listed as equivalent.

tests/equivalents/NAME.toml lists, for an exercise, the changes that make no difference, each with the reason.
"""

import ast
import copy
import importlib
import math
import pkgutil
import tomllib
from functools import cache
from pathlib import Path

import pytest
from test_notebooks import TAUGHT_AGAIN

from microgpt import attention, autograd, lessons, nn, optim, order, sample
from microgpt.lessons import fallbacks
from microgpt.teach.judge import Checks, Exercise
from microgpt.teach.judge.calling import Ended, attempt
from microgpt.teach.judge.kept import kept

EQUIVALENT = Path(__file__).parent / "equivalents"
GOING = set()
STEPS = 20_000  # rounds of loops and calls that a mutant is given for one case: the same on every machine


@cache
def exercises():
    """name -> Exercise, of every room."""
    rooms = [
        importlib.import_module(f"microgpt.lessons.{room.name}") for room in pkgutil.iter_modules(lessons.__path__)
    ]
    checks = [room.check for room in rooms if isinstance(getattr(room, "check", None), Checks)]
    return {n: made for check in checks for n, made in vars(check).items() if isinstance(made, Exercise)}


def toolbox():
    """The names that a solution may use: those of the core, and what notebooks go on with."""
    names = {}
    for module in (math, nn, attention, order, optim, sample, autograd, fallbacks):
        names |= {name: thing for name, thing in vars(module).items() if not name.startswith("__")}
    names |= {name: exercise.runs_on for name, exercise in exercises().items()}
    return names | {"nn": nn, "autograd": autograd, "attention": attention, "math": math, "__name__": "solution"}


def answer_of(tree, **more):
    """The last thing that a solution defines."""
    namespace = {"__step": lambda: None} | toolbox() | more
    exec(compile(ast.fix_missing_locations(tree), "<solution>", "exec"), namespace)  # noqa: S102
    last = tree.body[-1]
    return namespace[last.name if isinstance(last, ast.FunctionDef) else last.targets[0].id]


# ---- what kind of thing stands where ----


class Probe(ast.NodeTransformer):
    """Let every expression that is read tell its kinds: __seen(number, value)."""

    def __init__(self):
        self.number = 0

    def visit(self, node):
        number, self.number = self.number, self.number + 1
        node = self.generic_visit(node)
        if isinstance(node, ast.Starred | ast.Slice | ast.keyword | ast.JoinedStr) or not isinstance(node, ast.expr):
            return node
        if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
            return node
        return ast.copy_location(ast.Call(ast.Name("__seen", ast.Load()), [ast.Constant(number), node], []), node)


def kinds_in(tree, exercise):
    """number of a node (in the order of visiting) -> the names of the types it had in any case; and who was below 0."""
    seen, below = {}, set()

    def see(number, value):
        seen.setdefault(number, set()).add(type(value).__name__)
        if isinstance(value, float) and value < 0:
            below.add(number)
        return value

    answer = answer_of(Probe().visit(copy.deepcopy(tree)), __seen=see)
    for trial in exercise.trials:
        attempt(answer, trial, exercise.use)
    return seen, below


# ---- small changes ----

ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Pow)
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
WITHOUT_ORDER = ("sum", "len", "max", "min", "set")  # it makes no difference to these in which order things come
IN_ORDER = ("sorted({})", "{}[::-1]")
OF_LIST = (*IN_ORDER, "list(set({}))", "{}[:-1]", "{}[1:]")
OF_FLOAT = ("round({}, 3)", "abs({})", "-{}", "int({})", "({}) * 2", "({}) + 1")
OF_INT = ("({}) + 1", "({}) - 1")


def parsed(text):
    return ast.parse(text, mode="eval").body


def wrapped(node, kinds, ordered):
    """Changes of what an expression gives, by its kind."""
    forms = (
        OF_FLOAT
        if kinds == {"float"}
        else OF_INT
        if kinds == {"int"}
        else OF_LIST
        if kinds <= {"list", "tuple"}
        else ()
    )
    forms = [form for form in forms if ordered or form not in IN_ORDER]
    made = [parsed(form.format(f"({ast.unparse(node)})")) for form in forms]
    return [parsed(f"tuple({ast.unparse(new)})") for new in made] if kinds == {"tuple"} else made


def changes(node, kinds, names, ordered):
    """Every small change of one node, as a new node. ordered: whether the order of what it gives makes a difference."""
    if isinstance(node, ast.BinOp):
        yield from (ast.BinOp(node.left, op(), node.right) for op in ARITHMETIC if not isinstance(node.op, op))
        yield from (node.left, node.right)
        if not isinstance(node.op, ast.Add | ast.Mult) or not kinds <= {"int", "float"}:
            yield ast.BinOp(node.right, node.op, node.left)
    if isinstance(node, ast.Compare):
        for place, old in enumerate(node.ops):
            others = (op() for op in ORDER if isinstance(old, ORDER) and not isinstance(old, op))
            yield from (ast.Compare(node.left, put(node.ops, place, op), node.comparators) for op in others)
        if not isinstance(node.ops[0], ORDER):  # as "in" is none
            yield ast.UnaryOp(ast.Not(), node)
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    if isinstance(node, ast.BoolOp):
        yield from node.values
    if isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse, ast.IfExp(node.test, node.orelse, node.body))
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        others = (node.value + 1, node.value - 1, -node.value, 2 * node.value, 0)
        yield from (ast.Constant(value) for value in dict.fromkeys(others) if value != node.value)
    if isinstance(node, ast.Call):
        yield from changed_calls(node)
    if isinstance(node, ast.Slice):
        for part in ("lower", "upper", "step"):
            if getattr(node, part):
                yield ast.Slice(**{name: getattr(node, name) for name in ("lower", "upper", "step") if name != part})
    if isinstance(node, ast.comprehension):
        for place in range(len(node.ifs)):
            yield ast.comprehension(node.target, node.iter, node.ifs[:place] + node.ifs[place + 1 :], 0)
    if isinstance(node, ast.List | ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        yield type(node)(node.elts[::-1], ast.Load())
        yield from (type(node)(node.elts[:i] + node.elts[i + 1 :], ast.Load()) for i in range(len(node.elts)))
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield from (ast.Name(name, ast.Load()) for name in names if name != node.id)
    if isinstance(node, ast.expr) and kinds and not isinstance(node, ast.Constant):
        yield from wrapped(node, kinds, ordered)


def put(things, place, thing):
    return [*things[:place], thing, *things[place + 1 :]]


def changed_calls(node):
    """A call without the function, with two arguments exchanged, or with one less."""
    plain = [a for a in node.args if not isinstance(a, ast.Starred)]
    yield from plain[:1]
    for i in range(len(node.args) - 1) if short(node.func) not in WITHOUT_ORDER else ():
        swapped = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
        yield ast.Call(node.func, swapped, node.keywords)
    if len(node.args) > 1:
        yield from (
            ast.Call(node.func, node.args[:i] + node.args[i + 1 :], node.keywords) for i in range(len(node.args))
        )


def changed_lines(lines):
    """(name, lines) for every change of a block: a line left out, or another operation, or an end that comes too early."""
    for i, line in enumerate(lines):
        if len(lines) > 1:
            yield f"without: {short(line)}", lines[:i] + lines[i + 1 :]
        if isinstance(line, ast.AugAssign):
            yield (
                f"= for +=: {short(line)}",
                [*lines[:i], ast.Assign([line.target], line.value, lineno=1), *lines[i + 1 :]],
            )
            other = ast.AugAssign(line.target, ast.Sub(), line.value)
            yield f"-= for +=: {short(line)}", [*lines[:i], other, *lines[i + 1 :]]
        if isinstance(line, ast.For | ast.While):
            stopping = copy.deepcopy(line)
            stopping.body.append(ast.Break())
            yield f"one round of: {short(line)}", [*lines[:i], stopping, *lines[i + 1 :]]
            if isinstance(lines[-1], ast.Return) and i < len(lines) - 1:
                early = copy.deepcopy(line)
                early.body.append(copy.deepcopy(lines[-1]))
                yield f"return inside: {short(line)}", [*lines[:i], early, *lines[i + 1 :]]
        if isinstance(line, ast.If):
            yield f"always: {short(line)}", [*lines[:i], *line.body, *lines[i + 1 :]]
            yield f"never: {short(line)}", [*lines[:i], *line.orelse, *lines[i + 1 :]] or [ast.Pass()]


def short(node):
    return ast.unparse(node).splitlines()[0]


def mutants(tree, seen, below):
    """(name, tree) of every small change."""
    nodes = list(visited(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    names = [a.arg for function in functions for a in function.args.args]
    names += [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    names = list(dict.fromkeys(names))
    taken = {
        id(a) for node in nodes if isinstance(node, ast.Call) and short(node.func) in WITHOUT_ORDER for a in node.args
    }
    for number, node in enumerate(nodes):
        for new in changes(node, seen.get(number, set()), names, id(node) not in taken):
            positive = number not in below and not isinstance(node, ast.Name)
            if not (positive and short(new).startswith("abs(")):  # what is computed so is never below 0
                yield f"{short(node)} -> {short(new)}", replaced(tree, number, new)
        for field in ("body", "orelse"):
            lines = getattr(node, field, None)
            if isinstance(lines, list) and not isinstance(node, ast.Module):
                for name, changed in changed_lines(lines):
                    yield name, with_lines(tree, number, field, changed)


def told_apart(named):
    """name -> tree; where a name comes again, with its number."""
    made = {}
    for name, tree in named:
        count = 1
        while (told := name if count == 1 else f"{name} ({count})") in made:
            count += 1
        made[told] = tree
    return made


def visited(node):
    """All nodes in the order in which Probe numbers them."""
    yield node
    for child in ast.iter_child_nodes(node):
        yield from visited(child)


def replaced(tree, number, new):
    """The tree with another node in the place of this number."""
    tree = copy.deepcopy(tree)
    node = list(visited(tree))[number]
    for parent in ast.walk(tree):
        for field, held in ast.iter_fields(parent):
            if held is node:
                setattr(parent, field, copy.deepcopy(new))
            elif isinstance(held, list) and any(thing is node for thing in held):
                held[[thing is node for thing in held].index(True)] = copy.deepcopy(new)
    return tree


def with_lines(tree, number, field, lines):
    tree = copy.deepcopy(tree)
    setattr(list(visited(tree))[number], field, copy.deepcopy(lines))
    return tree


# ---- judged ----


class Counting(ast.NodeTransformer):
    """Let every round of a loop and every call of a function be counted: __step()."""

    def generic_visit(self, node):
        node = super().generic_visit(node)
        if isinstance(node, ast.For | ast.While | ast.FunctionDef):
            node.body.insert(0, ast.Expr(ast.Call(ast.Name("__step", ast.Load()), [], [])))
        return node


class Steps:
    """Called at every step; the one after `left` others ends the answer."""

    left = STEPS

    def __call__(self):
        self.left -= 1
        if self.left < 0:
            raise Ended


def survives(tree, exercise):
    """Whether a changed solution is right in all cases; ends with the first that it gets wrong, or that does not end."""
    steps = Steps()
    try:
        answer = answer_of(Counting().visit(tree), __step=steps)
    except SyntaxError:
        return False
    with kept():
        for i, trial in enumerate(exercise.trials):
            steps.left = STEPS
            try:
                outcome = attempt(answer, trial, exercise.use)
            except Ended:
                return False
            if not exercise.is_right(outcome, i) or exercise.unwanted_change(outcome, i):
                return False
        steps.left = math.inf
        return exercise.examine(answer).solved


def equivalents(name):
    path = EQUIVALENT / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


@pytest.mark.parametrize("name", [name for name in exercises() if name not in GOING])
def test_every_small_change_of_a_solution_is_rejected(name, capsys):
    exercise = exercises()[name]
    if not exercise.generate:
        assert exercise.place.lesson not in TAUGHT_AGAIN, "it needs a generator"
        pytest.skip("its lesson is not taught again yet: no generator")
    tree = ast.parse(exercise.solution)
    assert survives(copy.deepcopy(tree), exercise), exercise.examine(answer_of(tree)).text
    made = told_apart(mutants(tree, *kinds_in(tree, exercise)))
    alive = {change for change, mutant in made.items() if survives(mutant, exercise)}
    with capsys.disabled():
        print(f" {name}: {len(made)} mutants, {len(alive)} equivalent", end="")
    new, gone = alive - set(equivalents(name)), set(equivalents(name)) - alive
    assert not new, "right in all cases, and not listed as equivalent:\n" + "\n".join(
        f'"{change}" = ""' for change in sorted(new)
    )
    assert not gone, f"listed as equivalent, but rejected or gone: {gone}"


def test_only_what_goes_has_no_solution():
    assert all(exercise.solution for exercise in exercises().values())
    assert {path.stem for path in EQUIVALENT.glob("*.toml")} <= set(exercises())

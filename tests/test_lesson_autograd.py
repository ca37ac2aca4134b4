"""What lesson 3 brings: its exercises against central differences, its player, its instruments, the bugs that it shows."""

import copy
import math
import random

import numpy as np
import pytest
from filling import came_back

from microgpt import autograd, mlp
from microgpt.autograd import Value
from microgpt.data import BadInput, Tokenizer
from microgpt.lessons import autograd as room
from microgpt.lessons import fallbacks, walks
from microgpt.lessons.autograd import graphs, speed
from microgpt.lessons.autograd.graphs import behind, build, expression
from microgpt.lessons.autograd.order import SMALLEST
from microgpt.lessons.autograd.questions import PREDICTIONS, RECALLED
from microgpt.teach.judge import limits
from microgpt.train import loss


def example():
    a = Value(2.0)
    b = 3 * a
    c = b + 1
    d = b * c
    return d, {"a": a, "b": b, "c": c, "d": d}


# ---- the exercises ----


def last_to_first(root):
    """What a notebook has under this name."""
    return fallbacks.last_to_first(root)


def moved(leaves, program, i, eps=1e-6):
    """d (the last number) / d (leaf i) by a central difference."""
    up, down = ([x + step * (j == i) for j, x in enumerate(leaves)] for step in (eps, -eps))
    return (build(up, program)[-1].data - build(down, program)[-1].data) / (2 * eps)


@pytest.mark.parametrize("number", range(30))
def test_what_the_exercises_hold_right_are_the_central_differences(number):
    leaves, program = expression(random.Random(number))
    numbers = build(leaves, program)
    fallbacks.backward(numbers[-1])
    for i, leaf in enumerate(numbers[: len(leaves)]):
        assert leaf.grad == pytest.approx(moved(leaves, program, i), rel=1e-5, abs=1e-6)


def test_the_random_expressions_have_every_operation_numbers_used_twice_and_numbers_left_out():
    drawn = [expression(random.Random(number)) for number in range(200)]
    assert {op for _, program in drawn for op, places in program if places} == {"+", "*", "exp", "relu"}
    assert sum(not places for _, program in drawn for _, places in program) > 50
    graphs = [build(*recipe) for recipe in drawn]
    used = [[x for number in numbers for x in dict.fromkeys(number.inputs)] for numbers in graphs]
    assert sum(len(inputs) > len(set(inputs)) for inputs in used) > 50
    assert sum(len(behind(numbers[-1])) < len(numbers) for numbers in graphs) > 50


def recursive(root):
    order, seen = [], set()

    def visit(value):
        if value not in seen:
            seen.add(value)
            for x in value.inputs:
                visit(x)
            order.append(value)

    visit(root)
    return reversed(order)


def by_waiting(root):
    """Kahn's way: whoever has no user left passes on."""
    users = {value: 0 for value in behind(root)}
    for value in users:
        for x in set(value.inputs):
            users[x] += 1
    ready, order = [root], []
    while ready:
        value = ready.pop()
        order.append(value)
        for x in set(value.inputs):
            users[x] -= 1
            if not users[x]:
                ready.append(x)
    return tuple(order)


def backward_by_place(root):
    root.grad = 1
    order = list(recursive(root))
    for i in range(len(order)):
        value = order[i]
        if value.inputs:
            for pair in value.ways():
                pair[0].grad = pair[0].grad + value.grad * pair[1]


def zero_by_place(parameters):
    for i in range(len(parameters)):
        parameters[i].grad = 0


RIGHT = [
    ("slopes", {"+": lambda y, x: [1, 1], "*": lambda y, x: x[::-1], "exp": lambda y, x: [math.exp(x[0])],
                "relu": lambda y, x: (int(y > 0),)}),
    ("slopes", {"+": lambda y, x: (1.0,) * 2, "*": lambda y, x: (1.0 * x[1], x[0]), "exp": lambda y, x: [y],
                "relu": lambda y, x: (bool(x[0] > 0) * 1.0,)}),
    ("last_to_first", recursive),
    ("last_to_first", by_waiting),
    ("last_to_first", lambda root: (value for value in reversed(behind(root)))),
    ("backward", backward_by_place),
    ("zero_grad", zero_by_place),
    ("zero_grad", lambda parameters: [setattr(p, "grad", 0.0) for p in parameters] and None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "answer"), RIGHT)
def test_right_answers_in_other_styles_are_right_and_go_on(name, answer):
    verdict = getattr(room.check, name).examine(answer)
    assert verdict.solved and came_back(verdict.goes_on, answer), verdict.text


def test_what_is_right_but_takes_far_too_long_does_not_go_on():
    def slow(root):
        order = []

        def visit(value):
            if value not in order:
                for x in value.inputs:
                    visit(x)
                order.append(value) if value not in order else None

        visit(root)
        return order[::-1]

    exercise = room.check.last_to_first
    verdict = exercise.examine(slow)
    assert verdict.solved or "running" in verdict.text
    assert verdict.goes_on in (slow, exercise.runs_on)


def with_a_list_of_what_is_met(root):
    found = [root]
    for value in found:
        for x in value.inputs:
            if x not in found:
                found.append(x)
    return sorted(found, key=lambda value: value.born, reverse=True)


def test_the_beginners_order_is_right_but_too_slow_on_a_network(monkeypatch):
    monkeypatch.setattr(speed, "slower", lambda answer, runs_on, *rest: 24.0 * (answer is not runs_on))
    verdict = room.check.last_to_first.examine(with_a_list_of_what_is_met)
    assert verdict.solved and "numbers of a network it " in verdict.text  # takes 24 times as long, or is still running
    assert verdict.goes_on is room.check.last_to_first.runs_on


def test_a_right_backward_is_right_after_an_order_that_is_not(monkeypatch):
    def backward(root):
        root.grad = 1.0
        for value in last_to_first(root):
            for x, slope in value.ways():
                x.grad += slope * value.grad

    monkeypatch.setitem(globals(), "last_to_first", lambda root: [root])
    assert room.check.backward.examine(backward).solved and last_to_first(5) == [5]


@pytest.mark.parametrize("name", ["slopes", "last_to_first", "backward", "zero_grad"])
def test_every_mistake_gets_its_sentence_and_the_notebook_goes_on_with_the_courses_own(name):
    exercise = getattr(room.check, name)
    assert len(exercise.mistakes) >= 6
    for sentence, variants in exercise.mistakes.items():
        for mistake in variants if isinstance(variants, tuple) else (variants,):
            verdict = exercise.examine(mistake)
            assert sentence in verdict.text and verdict.goes_on is exercise.runs_on


ORDERS = [  # an answer, words of what is said
    (lambda root: root, "not a single one"),
    (lambda root: [number.data for number in behind(root)], "the numbers themselves"),
    (lambda root: [*reversed(behind(root)), root], "in your list more than once"),
    (lambda root: [*fallbacks.last_to_first(root)[:-1]], "missing from your list"),
    (lambda root: [*fallbacks.last_to_first(root), build([1.0], [])[0]], "a copy, or one that is left"),
    (lambda root: copy.deepcopy(fallbacks.last_to_first(root)), "a copy, or one that is left"),
    (lambda root: set(behind(root)), "a set has no order"),
    (lambda root: behind(root).sort(key=lambda number: -number.born), "nothing came back"),
    (lambda root: print(fallbacks.last_to_first(root)), "nothing came back"),
    (lambda root: sorted(behind(root)), "want a key"),
    (
        lambda root: [setattr(v, "born", -i) or v for i, v in enumerate(fallbacks.last_to_first(root))],
        "changes the numbers",
    ),
    (lambda root: [setattr(v, "met", True) or v for v in fallbacks.last_to_first(root)], "changes the numbers"),
    (lambda root: [root, *sorted(behind(root)[:-1], key=lambda number: number.data)], "stands before"),
    (lambda root: setattr(root, "grad", 1.0) or fallbacks.last_to_first(root), "changes the numbers"),
]


@pytest.mark.parametrize(("answer", "words"), ORDERS)
def test_a_wrong_order_is_told_by_its_letters(answer, words):
    verdict = room.check.last_to_first.examine(answer)
    assert words in verdict.text and not verdict.solved


SLOPES = fallbacks.slopes
TABLES = [  # an answer, words of what is said
    (5, "pass in your dictionary"),
    ({"+": SLOPES["+"]}, "no line for '*'"),
    (SLOPES | {"exp": 2.7}, "must be a function"),
    (SLOPES | {"exp": ...}, "'exp' is still to be written"),
    (SLOPES | {"relu": lambda y, x: ...}, "'relu' is still to be written"),
    (SLOPES | {"exp": lambda y, x: y}, "comma"),
    (SLOPES | {"exp": lambda y, x: (y, y)}, "2 came"),
    (SLOPES | {"*": lambda y, x: (y / x[0], y / x[1])}, "a quotient fails"),
    (SLOPES | {"relu": lambda y, x: (y / x[0],)}, "a quotient fails"),
    (SLOPES | {"*": lambda y, x: (-x[1], -x[0])}, "*: the sign"),
    (
        SLOPES | {"*": lambda y, x: (x[1], x[0]) if x[0] != x[1] else (2 * x[0], 2 * x[1])},
        "2x is the slope of a square",
    ),
    (SLOPES | {"*": lambda y, x: (y - x[0], y - x[1])}, "not the product"),
    (SLOPES | {"*": lambda y, x: x.reverse() or tuple(x)}, "changes the list x itself"),
    (SLOPES | {"exp": lambda y, x: (sum(x[0] ** n / math.factorial(n) for n in range(8)),)}, "approximate nothing"),
    (SLOPES | {"relu": lambda y, x: (min(1.0, 1000 * y),)}, "nothing in between"),
    (SLOPES | {"relu": lambda y, x: (1.0,), "*": lambda y, x: (x[0], x[1])}, "the other factor"),
    (SLOPES | {"relu": lambda y, x: (1.0,), "exp": lambda y, x: (1 / y,)}, "exp: its slope is y alone"),
]


@pytest.mark.parametrize(("answer", "words"), TABLES)
def test_a_table_that_is_none_yet_is_told_what_it_lacks(answer, words):
    verdict = room.check.slopes.examine(answer)
    assert words in verdict.text and not verdict.solved and verdict.goes_on is SLOPES


ODD_SLOPES = [  # an operation and a line for it whose numbers are in no other order, but others
    ("relu", lambda y, x: (1.0 if x[0] > 0 else 0.01,)),
    ("relu", lambda y, x: (0.5 * (x[0] > 0),)),
    ("exp", lambda y, x: (1 / y,)),
    ("exp", lambda y, x: (x[0] * y,)),
    ("exp", lambda y, x: ((math.exp(x[0] + 0.001) - y) / 0.001,)),
    ("*", lambda y, x: (x[1] + 1, x[0] + 1)),
]


@pytest.mark.parametrize(("op", "line"), ODD_SLOPES)
def test_another_order_is_not_said_of_other_numbers(op, line):
    verdict = room.check.slopes.examine(SLOPES | {op: line})
    assert not verdict.solved and "another order" not in verdict.text and "another elsewhere" not in verdict.text
    assert "times the length" not in verdict.text


@pytest.mark.parametrize("at_0", [0.0, 1.0, 0.5])
def test_the_slope_of_relu_at_0_is_a_convention(at_0):
    table = SLOPES | {"relu": lambda y, x: (1.0 if x[0] > 0 else at_0 if x[0] == 0 else 0.0,)}
    assert room.check.slopes.examine(table).solved


# ---- answers that return nothing, and change what they are given ----


def with_numpy(root):
    root.grad = np.float64(1)
    for value in fallbacks.last_to_first(root):
        for x, slope in value.ways():
            x.grad = np.float64(x.grad + slope * value.grad)
    return root


def zeros(parameters):
    for p, z in zip(parameters, np.zeros(len(parameters))):
        p.grad = z


IN_PLACE = [
    ("backward", with_numpy),
    ("backward", lambda root: with_numpy(root) and None),
    ("zero_grad", zeros),
    ("zero_grad", lambda ps: [setattr(p, "grad", np.float64(0)) for p in ps]),
    ("zero_grad", lambda ps: [setattr(p, "grad", np.array(0.0)) for p in ps] and None),
]


@pytest.mark.parametrize(("name", "answer"), IN_PLACE)
def test_numbers_of_numpy_put_in_place_are_right_and_the_answer_itself_goes_on(name, answer):
    verdict = getattr(room.check, name).examine(answer)
    assert verdict.solved and verdict.goes_on is answer
    numbers = build(*SMALLEST[2])
    verdict.goes_on(numbers[-1] if name == "backward" else numbers)
    assert numbers[-1].grad == (name == "backward")


def test_a_backward_may_ask_the_table_of_slopes_as_far_as_it_goes():
    def by_table(root):
        root.grad = 1.0
        for v in fallbacks.last_to_first(root):
            for x, s in zip(v.inputs, fallbacks.slopes[v.op](v.data, [i.data for i in v.inputs]) if v.op else ()):
                x.grad += v.grad * s

    assert set(fallbacks.slopes) == {"+", "*", "exp", "relu"}
    assert room.check.backward.examine(by_table).goes_on is by_table


IN_PLACE_WRONG = [  # exercise, answer, words
    ("zero_grad", lambda ps: [setattr(p, "grad", "0") for p in ps], "a gradient is a number"),
    ("zero_grad", lambda ps: [delattr(p, "grad") for p in ps], "`grad` is gone"),
    ("zero_grad", lambda ps: (setattr(p, "grad", 0.0) for p in ps), "a generator does nothing"),
    ("zero_grad", lambda ps: [setattr(p, "grad", 0.0) or setattr(p, "inputs", ()) for p in ps], "more than `grad`"),
    ("zero_grad", lambda ps: [p.__init__(p.data) for p in ps], "more than `grad`"),
    ("zero_grad", lambda ps: setattr(ps, "grad", 0.0), "each number in it has one"),
    ("backward", lambda root: setattr(root, "grad", "1"), "a gradient is a number"),
    ("backward", lambda root: ((yield), fallbacks.backward(root)), "a generator does nothing"),
    ("backward", lambda root: [x for x in root.ways], "call it, with brackets"),
    ("backward", lambda root: fallbacks.backward(root) or setattr(root, "born", 0), "more than gradients"),
]


@pytest.mark.parametrize(("name", "answer", "words"), IN_PLACE_WRONG)
def test_what_is_put_in_place_is_looked_at(name, answer, words):
    verdict = getattr(room.check, name).examine(answer)
    assert words in verdict.text and not verdict.solved


def test_no_message_gives_away_what_a_second_call_makes_of_the_lessons_own_example():
    shown = [(case[:2], calls) for *case, calls in room.check.backward.cases]
    assert any(calls == (-1, -1) for _, calls in shown)
    assert not any(
        case == [[3.0, 1.0, 1.0], [("*", (0, 0)), ("+", (3, 0))]] and len(calls) > 1 for case, calls in shown
    )


# ---- orders that keep something, that take too long, that go too deep ----


def keeps_its_default(root, seen=set()):  # noqa: B006
    if root in seen:
        return []
    seen.add(root)
    found = {root}.union(*[set(keeps_its_default(x)) for x in root.inputs])
    return sorted(found, key=lambda value: -value.born)


def on_every_way(root):
    return [root] + [y for x in root.inputs for y in on_every_way(x)]


def test_an_order_that_keeps_what_it_met_is_found_by_a_second_call_with_the_same_root():
    assert "called once more with the same root" in room.check.last_to_first.examine(keeps_its_default).text


def inputs_first(root, found=None):
    """Depth first, but each number asks whether it is known only after its inputs."""
    found = [] if found is None else found
    for x in root.inputs:
        inputs_first(x, found)
    if root not in found:
        found.append(root)
    return found[::-1]


def in_circles(root):
    todo = [root]
    while todo:
        todo = [x for number in todo for x in number.inputs] or [root]


def until_nothing_is_new(root):
    found, size = {root}, 0
    while len(found) > size:
        size = len(found)
        found |= {x for value in found for x in value.inputs}
    return sorted(found, key=lambda value: -value.born)


EVERY_WAY = [lambda root: sorted(set(on_every_way(root)), key=lambda v: -v.born), inputs_first, in_circles]


@pytest.mark.parametrize("answer", EVERY_WAY, ids=["a set of all", "inputs first", "in circles"])
def test_a_search_on_every_way_is_told_to_remember(answer, monkeypatch):
    monkeypatch.setattr(limits, "TIME", 60.0)  # it is the asking that is counted, not the seconds
    assert "Remember which you have met" in room.check.last_to_first.examine(answer).text

    def backward(root):
        root.grad = 1.0
        for value in answer(root):
            for x, slope in value.ways():
                x.grad += slope * value.grad

    assert "Remember which you have met" in room.check.backward.examine(backward).text


def test_a_search_that_looks_at_all_it_knows_again_is_right():
    assert room.check.last_to_first.examine(until_nothing_is_new).solved


def test_a_right_order_by_recursion_is_told_how_deep_it_goes_and_goes_on():
    verdict = room.check.last_to_first.examine(recursive)
    assert "5,000 numbers" in verdict.text and came_back(verdict.goes_on, recursive)
    assert "5,000" not in room.check.last_to_first.examine(fallbacks.last_to_first).text


def test_what_a_backward_may_change_is_grad_alone():
    def doubles(root):
        fallbacks.backward(root)
        root.data *= 2

    assert "more than gradients" in room.check.backward.examine(doubles).text

    def forgets(root):
        fallbacks.backward(root)
        root.inputs = ()

    assert "more than gradients" in room.check.backward.examine(forgets).text


@pytest.mark.parametrize("name", ["grad", "data", "_inputs", "new"])
def test_what_an_answer_hangs_on_the_class_of_the_numbers_is_gone_afterwards(name):
    def on_the_class(parameters):
        for p in parameters:
            setattr(type(p), name, 0.0)

    def gone(parameters):
        for p in parameters:
            del p.grad

    def a_class_apart(root):
        type(root).__repr__ = lambda number: "?"
        return sorted(graphs.behind(root), key=lambda number: -number.born)

    before = dict(vars(graphs.Value))
    assert "nothing has changed" in room.check.zero_grad.examine(on_the_class).text
    assert "`grad` is gone" in room.check.zero_grad.examine(gone).text
    assert room.check.last_to_first.examine(a_class_apart).solved
    assert dict(vars(graphs.Value)) == before


def test_a_failing_expression_is_drawn():
    mistakes = room.check.backward.mistakes
    drawing = room.check.backward.examine(next(iter(mistakes.values()))[0]).drawing
    assert "grad" in drawing.outline() and "digraph" in drawing.dot


# ---- the player ----


@pytest.mark.parametrize(("steps", "grad"), [(0, 0), (1, 0), (2, 0), (3, 39), (9, 39)])
def test_the_player_shows_the_gradients_so_far(steps, grad):
    assert f"a: 2, grad {grad}" in room.player.played(*example(), steps).outline()


@pytest.mark.parametrize(
    ("order", "grad"),
    [("when finished", 39), ("every time it is reached", 60), ("when first reached", 21), ("yours", 39)],
)
def test_the_player_plays_all_orders(order, grad):
    player = room.player.backward_player(*example(), recursive)
    player.controls["order"].value = order
    player.controls["steps"].value = player.controls["steps"].stops[-1]
    assert f"grad {grad}" in player.screen.value


def test_an_order_that_is_none_is_told_in_a_line():
    player = room.player.backward_player(*example(), lambda root: [1, 2])
    player.controls["order"].value = "yours"
    assert "an order is a list of numbers" in player.screen.value
    with pytest.raises(BadInput, match="an order is a list of numbers"):
        room.player.played(*example(), 1, lambda root: None)


def test_moving_the_player_draws_another_state_and_says_so():
    player = room.player.backward_player(*example())
    before = player.screen.value
    player.controls["steps"].value = player.controls["steps"].stops[-1]
    assert "<svg" in before and "grad 39" in player.screen.value and "grad 39" not in before
    assert "All gradients are right" in player.screen.value


# ---- the instruments ----


def test_compare_counts_what_is_wrong_matrix_by_matrix(capsys):
    found = {"w": [[Value(1.0), Value(2.0)]], "v": [[1.0]]}
    found["w"][0][1].grad = 3.0
    pairs = room.compare(found, {"w": [[0.0, 2.0]], "v": [[1.0]]})
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == [
        "w",
        "2",
        "gradients,",
        "1",
        "wrong,",
        "by",
        "up",
        "to",
        "0.50",
        "times",
        "the",
        "largest",
    ]
    assert printed[1].endswith("all right") and printed[2].endswith("1 wrong: 33%")
    assert pairs == {"w": [(0.0, 0.0), (3.0, 2.0)], "v": [(1.0, 1.0)]}


def test_compare_never_rounds_an_error_to_nothing_and_counts_what_is_no_number(capsys):
    room.compare({"w": [[1.0 + 1e-9, float("nan")]]}, {"w": [[1.0, 1.0]]})
    assert "2 wrong" in capsys.readouterr().out
    room.compare({"w": [[1.0 + 1e-9]]}, {"w": [[1.0]]})
    assert "1e-09 times" in capsys.readouterr().out


def test_the_training_by_hand_is_that_of_autograd():
    state, documents = mlp.init(random.Random(1), 5, 3, 4), [[4, 0, 1, 4], [4, 2, 4], [4, 3, 3, 0, 4]]
    graph, found = autograd.values(state), []
    for i, tokens in enumerate(documents):
        result = loss(mlp.reader(graph), tokens)
        result.backward()
        for p in autograd.parameters(graph):
            p.data, p.grad = p.data - (1 - i / 3) * p.grad, 0.0
        found.append(result.data)
    assert list(room.instruments.learned_by_hand(state, documents, 3)) == pytest.approx(found, abs=1e-12)


def test_the_handover_sees_every_operation_that_is_spoiled(monkeypatch):
    right = room.instruments.outcomes(Value, Value.backward)
    for op in ("+", "*", "exp", "log", "relu", "dot", "total", "logsumexp"):
        with monkeypatch.context() as patch:
            patch.setitem(autograd.SLOPES, op, lambda y, x: [0.25] * len(x))
            if op == "dot":  # is written out in the pass
                patch.setattr(Value, "dot", staticmethod(lambda ws, xs: Value(1.0, "relu", (*ws, *xs))))
            assert room.instruments.outcomes(Value, Value.backward) != right, op


def test_a_moved_number_of_an_embedding_changes_the_places_that_read_its_row():
    tokenizer = Tokenizer("aem")
    state, tokens = mlp.init(random.Random(3), tokenizer.vocab_size), tokenizer.encode("emma")
    walk = walks.explore(mlp.reader, state, tokenizer, "emma", open="pos2/mlp_fc1[0]")
    rows = [row["weight"] for row in walk.seen["tree"] if row["weight"]]
    assert {row.split("[")[0] for row in rows} == {"wte", "mlp_fc1"}
    m = tokens[2]
    assert f"wte[{m}][0]" in rows and any(row["name"].startswith(f"wte[{m}][0] ") for row in walk.seen["tree"])
    spoilt = state | {"wte": [[x + (row is state["wte"][m]) for x in row] for row in state["wte"]]}
    read, other = mlp.reader(state), mlp.reader(spoilt)
    places = [str(i) for i, token in enumerate(tokens[:-1]) if read(token) != other(token)]
    question = PREDICTIONS["one row, read twice"]
    assert question.truth(walk) == f"places {', '.join(places)}" in question.choices


@pytest.mark.parametrize(("name", "right"), [("knows nothing", 3.296), ("the right logit", -0.75), ("a weight", 20.0)])
def test_what_is_asked_of_earlier_lessons_is_computed_by_them(name, right):
    question = RECALLED[name]
    found = question.truth() if callable(question.truth) else question.truth
    assert min(question.choices, key=lambda choice: abs(choice - found)) == right
    assert found == pytest.approx(right, abs=1e-3)


def test_the_smallest_cases_can_be_read():
    assert all(len(program) <= 5 for _, program in SMALLEST)


def test_gradients_are_tried_by_moving_the_numbers(capsys):
    room.instruments.tried(Value, Value.backward, lambda x, y: x * y + x, 2.0, 3.0)
    assert capsys.readouterr().out == (
        "at 2: backward 4.000000, by moving 4.000000\nat 3: backward 2.000000, by moving 2.000000\n"
    )
    room.instruments.tried(Value, lambda root: None, lambda x: x * x, 2.0)
    assert capsys.readouterr().out == "at 2: backward 0.000000, by moving 4.000000   they differ\n"

import copy
import gc
import math
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgpt import nn
from microgpt.autograd import SLOPES, Value, floats, parameters, values
from microgpt.order import tape, topological_order

# op -> an expression that uses it, and where to take its gradient
OPERATIONS = {
    "+": (lambda a, b: a + b, (0.7, -1.3)),
    "*": (lambda a, b: a * b, (0.7, -1.3)),
    "**": (lambda a: a**-1.5, (0.7,)),
    "exp": (lambda a: a.exp(), (0.7,)),
    "log": (lambda a: a.log(), (0.7,)),
    "relu": (lambda a, b: a.relu() + b.relu(), (0.7, -1.3)),
    "dot": (lambda a, b, c: Value.dot([a, b], [c, a]), (0.7, -1.3, 2.1)),
    "total": (lambda a, b: Value.total([a, b, a]), (0.7, -1.3)),
    "logsumexp": (lambda a, b, c: Value.logsumexp([a, b, c]), (0.7, -1.3, 2.1)),
}
SPELLED = {
    "sub": (lambda a, b: a - b - 1 - (2 - a), (0.7, -1.3)),
    "div": (lambda a, b: a / b + 1 / a + b / 3, (0.7, -1.3)),
    "neg": (lambda a: -a, (0.7,)),
    "right": (lambda a: 2 + 3 * a, (0.7,)),
    "sum": (lambda a, b: sum([a, b, a]), (0.7, -1.3)),
}


def slopes_by_finite_differences(f, points, eps=1e-5):
    for i in range(len(points)):
        up, down = ([p + sign * eps * (i == j) for j, p in enumerate(points)] for sign in (1, -1))
        yield (f(*map(Value, up)).data - f(*map(Value, down)).data) / (2 * eps)


def test_every_operation_is_tried():
    assert set(OPERATIONS) == set(SLOPES)


@pytest.mark.parametrize(("f", "points"), [*OPERATIONS.values(), *SPELLED.values()], ids=[*OPERATIONS, *SPELLED])
def test_the_gradient_agrees_with_finite_differences(f, points):
    inputs = [Value(p) for p in points]
    f(*inputs).backward()
    assert [x.grad for x in inputs] == pytest.approx(list(slopes_by_finite_differences(f, points)), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize(("f", "points"), OPERATIONS.values(), ids=OPERATIONS)
def test_the_table_of_slopes_says_what_backward_does(f, points):
    inputs = [Value(p) for p in points]
    result = f(*inputs)
    while result.op == "+" and len(result.inputs[0].inputs) == 1:  # two relus, added: look at one
        result = result.inputs[0]
    result.backward()
    expected = dict.fromkeys(result.inputs, 0.0)
    for x, slope in zip(result.inputs, SLOPES[result.op](result, result.inputs)):
        expected[x] += slope
    assert [x.grad for x in expected] == list(expected.values())


leaves = st.sampled_from(["a", "b", "c"])
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*"]), inner, inner),
        st.tuples(st.sampled_from(["relu", "exp of a small", "softmax"]), inner),
    ),
    max_leaves=12,
)


def build(expression, leaf):
    if isinstance(expression, str):
        return leaf[expression]
    op, *inner = expression
    x = [build(e, leaf) for e in inner]
    if op == "+":
        return x[0] + x[1]
    if op == "-":
        return x[0] - x[1]
    if op == "*":
        return x[0] * x[1]
    if op == "relu":
        return nn.relu(x[0] + 0.01)
    if op == "softmax":
        return nn.softmax([x[0], leaf["a"]])[0]
    return nn.exp(nn.softmax([x[0], leaf["b"]])[1])


@settings(max_examples=200)
@given(expressions)
def test_random_expressions_agree_with_finite_differences(expression):
    def f(a, b, c):
        return build(expression, {"a": a, "b": b, "c": c}) * 1.0

    points = (0.31, -0.47, 0.83)
    inputs = [Value(p) for p in points]
    f(*inputs).backward()
    assert [x.grad for x in inputs] == pytest.approx(list(slopes_by_finite_differences(f, points)), rel=1e-4, abs=1e-4)


def test_a_value_used_twice_gets_both_gradients():
    a = Value(2.0)
    b = 3 * a
    c = b + 1
    d = b * c
    d.backward()
    assert (a.grad, b.grad, c.grad) == (39, 13, 6)


def test_backward_sets_its_own_gradient_to_one_and_adds_everywhere_else():
    x = Value(3.0)
    y = x * x
    z = y + x
    z.backward()
    assert (x.grad, y.grad, z.grad) == (7, 1, 1)
    z.backward()  # y still holds 1 from before, gets 1 more, and passes on 2
    assert (x.grad, y.grad, z.grad) == (7 + 2 * 6 + 1, 2, 1)


def test_a_chain_of_fifty_thousand_additions_works_and_can_be_forgotten():
    x = Value(1.0)
    y = x
    for _ in range(50_000):
        y = y + 1
    y.backward()
    assert x.grad == 1
    del y
    gc.collect()


@pytest.mark.parametrize("thing", ["1", None, [1.0], 1j])
def test_what_is_not_a_number_gets_a_clear_error(thing):
    with pytest.raises(TypeError, match="a Value holds one number, not"):
        Value(thing)
    with pytest.raises(TypeError):
        Value(1.0) + thing


def test_a_plain_number_may_stand_anywhere():
    x = Value(2.0)
    assert Value.dot([x, 3.0], [1, x]).data == 8
    assert nn.dot([1.0, 2.0], [x, x]).data == 6
    assert Value.total([x, 1]).data == 3
    assert Value(True).data == 1.0


def test_a_value_shows_itself_the_same_every_time():
    assert repr(Value(0.76159415)) == "Value(0.7616, grad=0)"


def test_the_doors_lead_in_and_out():
    state = {"w": [[1.0, 2.0]], "v": [[3.0]]}
    inside = values(state)
    assert floats(inside) == state
    assert [p.data for p in parameters(inside)] == [1.0, 2.0, 3.0]


def test_a_step_leaves_nothing_for_the_garbage_collector():
    w = [Value(0.1 * i) for i in range(4)]
    gc.collect()
    gc.disable()
    try:
        with tape():
            loss = nn.cross_entropy(nn.linear(w, [w, w]), 0)
            loss.backward()
        del loss
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_a_number_can_be_formatted_like_any_other():
    assert f"{Value(1.23456):.2f}" == "1.23" and f"{Value(3.0)}" == "Value(3, grad=0)"


@pytest.mark.parametrize("through", [copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_chain_of_five_thousand_can_be_copied_and_pickled(through):
    first = root = Value(1.0)
    for _ in range(5000):
        root = root + first
    again = through(root)
    again.backward()
    leaf = topological_order(again)[0]
    assert again.data == root.data and leaf.grad == 5001 and leaf is not first and first.grad == 0


def test_numbers_that_share_a_leaf_share_it_when_they_are_copied():
    a = Value(2.0)
    b, c = copy.deepcopy([a * 3, a])
    assert b.inputs[0] is c
    b, c = pickle.loads(pickle.dumps([a * 3, a]))
    assert b.inputs[0] is c


@pytest.mark.parametrize(
    ("compute", "said"),
    [
        (lambda: Value(2.0) ** Value(2.0), "exponent must be a plain number"),
        (lambda: Value(-2.0) ** 0.5, "no such root"),
        (lambda: Value(1.0) / 0, "division by zero"),
        (lambda: 1 / Value(0.0), "division by zero"),
        (lambda: Value(0.0).log(), "0 has no logarithm"),
        (lambda: Value("3"), "holds one number"),
    ],
)
def test_what_cannot_be_computed_is_said_in_words(compute, said):
    with pytest.raises((TypeError, ValueError, ZeroDivisionError), match=said):
        compute()


def test_anything_to_the_power_of_zero_is_flat():
    x = Value(0.0)
    (x**0).backward()
    assert x.grad == 0


def test_what_is_no_number_stays_so_through_relu():
    x = Value(float("nan"))
    (x.relu() * 2).backward()
    assert math.isnan(x.relu().data) and math.isnan(nn.relu(float("nan"))) and x.grad == 2

import pytest

from microgpt.autograd import Value
from microgpt.data import BadInput
from microgpt.graph.steps import step_backward, table
from microgpt.order import topological_order


def example():
    a = Value(2.0)
    b = 3 * a
    c = b + 1
    d = b * c
    return d, {"a": a, "b": b, "c": c, "d": d}


@pytest.mark.parametrize(("order", "wanted"), [("topological", 39), ("recursive", 60), ("once", 21)])
def test_the_order_decides_what_arrives(order, wanted):
    root, names = example()
    last = step_backward(root, order)[-1]
    assert last.grads[topological_order(root).index(names["a"])] == wanted
    assert last.queue == ()


def test_the_last_topological_state_is_what_backward_gives():
    root, _ = example()
    states = step_backward(root)
    assert all(value.grad == 0 for value in topological_order(root))  # nothing was touched
    root.backward()
    assert list(states[-1].grads) == [value.grad for value in topological_order(root)]


def test_a_state_follows_from_the_one_before():
    root, _ = example()
    for order in ("topological", "recursive", "once"):
        states = step_backward(root, order)
        for before, after in zip(states, states[1:]):
            grads = list(before.grads)
            for to, amount in after.sent:
                grads[to] += amount
            assert tuple(grads) == after.grads
            assert before.queue == (after.passed, *after.queue)


def test_too_many_steps_are_declined():
    x = Value(1.0)
    for _ in range(12):
        x = x * x
    with pytest.raises(BadInput, match="more than 1000 steps"):
        step_backward(x, "recursive")
    assert len(step_backward(x)) == 13


def test_the_table_tells_the_steps():
    lines = table(*example()).splitlines()
    assert lines[0].split() == ["passes", "on", "a", "b", "c", "d"]
    assert [line.split()[0] for line in lines[1:]] == ["(start)", "d", "c", "b"]
    assert lines[-1].split() == ["b", "39", "13", "6", "1"]

import pytest

from microgpt.autograd import Value
from microgpt.data import BadInput
from microgpt.graph.play import draw_state
from microgpt.graph.steps import ORDERS, said, step_backward, table
from microgpt.order import topological_order


def example():
    a = Value(2.0)
    b = 3 * a
    c = b + 1
    d = b * c
    return d, {"a": a, "b": b, "c": c, "d": d}


GRADIENTS = [("when finished", 39), ("when first reached", 21), ("every time it is reached", 60)]


@pytest.mark.parametrize(("order", "wanted"), GRADIENTS)
def test_the_order_decides_what_arrives(order, wanted):
    root, names = example()
    last = step_backward(root, order)[-1]
    assert last.grads[topological_order(root).index(names["a"])] == wanted
    assert last.queue == ()


def test_the_last_state_in_the_right_order_is_what_backward_gives():
    root, _ = example()
    states = step_backward(root)
    assert all(value.grad == 0 for value in topological_order(root))  # nothing was touched
    root.backward()
    assert list(states[-1].grads) == [value.grad for value in topological_order(root)]


def test_a_state_follows_from_the_one_before():
    root, _ = example()
    for order in ORDERS:
        states = step_backward(root, order)
        for before, after in zip(states, states[1:]):
            grads = list(before.grads)
            for to, amount in after.sent:
                grads[to] += amount
            assert tuple(grads) == after.grads
            assert before.queue == (after.passed, *after.queue)


def test_who_passes_on_too_early_or_again_is_told_and_for_whom_to_wait():
    root, names = example()
    lines = {order: [said(root, names, state) for state in step_backward(root, order)] for order in ORDERS}
    assert lines["when finished"][0] == "nobody has passed on yet; still to come: d, c, b"
    assert lines["when finished"][-1] == "b has passed on; that was the last. All gradients are right"
    assert lines["when first reached"][2] == "b has passed on, too early: c had not yet; still to come: c"
    assert lines["when first reached"][-1].endswith("that was the last. a has 21, and should have 39")
    assert lines["every time it is reached"][-1].startswith("b has passed on again, with what it had sent before")
    assert not any("too early" in line for line in lines["when finished"])


def test_too_many_steps_are_declined():
    x = Value(1.0)
    for _ in range(12):
        x = x * x
    with pytest.raises(BadInput, match="more than 1000 steps"):
        step_backward(x, "every time it is reached")
    assert len(step_backward(x)) == 13


def test_the_table_tells_the_steps():
    lines = table(*example()).splitlines()
    assert lines[0].split() == ["passes", "on", "a", "b", "c", "d"]
    assert [line.split()[0] for line in lines[1:]] == ["(start)", "d", "c", "b"]
    assert lines[-1].split() == ["b", "39", "13", "6", "1"]
    early = table(*example(), "when first reached").splitlines()
    assert [line.endswith("too early") for line in early] == [False, False, False, True, False]


def test_a_readers_own_order_is_played_and_a_wrong_one_is_named():
    root, names = example()
    states = step_backward(root, lambda root: [root, names["b"], names["c"], names["a"]])
    assert states[2].early and states[-1].grads == step_backward(root, "when first reached")[-1].grads
    for order in (lambda root: None, lambda root: [Value(1.0) + 1], lambda root: [3]):
        with pytest.raises(BadInput, match="an order is a list of numbers"):
            step_backward(root, order)


# ---- the pictures ----


def places(drawing):
    """Where Graphviz puts the boxes, and how large they are."""
    return [line.split()[:6] for line in drawing.render("plain").decode().splitlines() if line.startswith("node")]


@pytest.mark.parametrize("order", ORDERS)
def test_boxes_keep_their_places_and_every_picture_has_words_of_its_own(order):
    root, names = example()
    drawings = [draw_state(root, names, state) for state in step_backward(root, order)]
    assert len(places(drawings[0])) == 6
    assert all(places(drawing) == places(drawings[0]) for drawing in drawings)
    assert len({drawing.alt for drawing in drawings}) == len({drawing.dot for drawing in drawings}) == len(drawings)


def test_arrows_point_to_the_inputs_and_say_slope_times_gradient():
    root, names = example()
    last = draw_state(root, names, step_backward(root)[-1])
    assert last.dot.count("dir=back") == last.dot.count("->") == 6
    assert "3·13 = 39" in last.dot and "2·13 = 26" in last.dot and "penwidth=3" in last.dot


def test_who_still_waits_is_dashed_and_told():
    root, names = example()
    states = step_backward(root, "when first reached")
    dashed = [draw_state(root, names, state).dot.count("dashed") for state in states]
    assert dashed[0] == 5 and dashed[-1] == 0
    assert "b: 6, grad 7, waits for c" in draw_state(root, names, states[2]).text


def test_an_exponent_has_no_slope_and_is_sent_nothing():
    x = Value(3.0)
    root = x**2
    drawing = draw_state(root, {"x": x}, step_backward(root)[-1])
    assert drawing.dot.count("6·1 = 6") == 1 and drawing.dot.count("->") == 1

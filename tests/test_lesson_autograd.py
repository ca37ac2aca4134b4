"""What lesson 3 lets its reader move: the functions on data, and the shells by setting values."""

import pytest

from microgpt.autograd import Value
from microgpt.lessons import autograd as room


def expression():
    a = Value(2.0)
    b = 3 * a
    return b * (b + 1), {"a": a, "b": b}


@pytest.mark.parametrize(("steps", "grad"), [(0, 0), (1, 0), (2, 0), (3, 39), (9, 39)])
def test_the_backward_player_shows_the_gradients_so_far(steps, grad):
    root, names = expression()
    outline = room.after_steps(root, names, steps).outline()
    assert f"a: Value(2, grad={grad})" in outline


@pytest.mark.parametrize(("order", "grad"), [("topological", 39), ("recursive", 60), ("once", 21)])
def test_the_backward_player_shows_all_orders(order, grad):
    player = room.backward_player(*expression())
    player.controls["order"].value = order
    player.controls["steps"].value = player.controls["steps"].stops[-1]
    assert f"grad {grad}" in player.screen.value


def test_the_backward_player_says_who_is_still_to_come():
    root, names = expression()
    names["d"] = root
    said = [str(room.backward_view(root, names, steps, "recursive")).splitlines()[0] for steps in (0, 2, 9)]
    assert said[0] == "nobody has passed on yet; still to come: d, b, + #4, b"
    assert said[1:] == ["b has passed on; still to come: + #4, b", "b has passed on; that was the last"]


def test_who_passes_on_says_slope_times_gradient():
    root, names = expression()
    dot = room.after_steps(root, names, 3).dot
    assert " 3·13 = 39 " in dot and " 2·13 = 26 " in dot and " 7 " in dot


def test_moving_the_backward_player_draws_another_state():
    player = room.backward_player(*expression())
    before = player.screen.value
    player.controls["steps"].value = player.controls["steps"].stops[-1]
    assert "<svg" in before and "grad 39" in player.screen.value and "grad 39" not in before

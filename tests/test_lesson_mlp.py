"""What lesson 2 lets its reader move: the functions on data, and the shells by setting values."""

from math import exp, inf

from microgpt.lessons import mlp as room


def test_a_difference_finds_the_slope_and_the_central_one_is_better():
    central, forward = (abs(room.difference(exp, 1e-3, way) - 1) for way in (True, False))
    assert central < 1e-6 < forward < 1e-3


def test_the_step_explorer_tells_the_error_at_the_step():
    explorer = room.difference_explorer(exp, 1.0)
    explorer.controls["power"].value = 4
    explorer.controls["central"].value = False
    error = abs(room.difference(exp, 1e-4, False) - 1)
    assert "forward difference, step 1e-04: " in explorer.screen.value and f"error {error:.1e}" in explorer.screen.value


def test_the_rate_explorer_tells_when_steps_overshoot():
    explorer = room.rate_explorer(lambda lr: [3.0 / lr] * 120, 27, 2.5)
    explorer.controls["lr"].value = 3.0
    assert "mean of the last 100 losses 1.000 after 120 steps" in explorer.screen.value
    explorer.controls["lr"].value = 0.1
    assert "worse than knowing nothing" in explorer.screen.value
    assert "hardly moved" in room.rate_view(lambda lr: [3.29] * 120, 0.01, 27, 2.5).text
    assert "overshoot" in room.rate_view(lambda lr: [inf] * 120, 30.0, 27, 2.5).text

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgpt import nn
from microgpt.autograd import Value

vectors = st.lists(st.floats(-30, 30), min_size=1, max_size=8)


@given(vectors)
def test_softmax_gives_probabilities_in_the_order_of_the_logits(logits):
    probs = nn.softmax(logits)
    assert sum(probs) == pytest.approx(1)
    assert min(probs) > 0
    assert probs.index(max(probs)) in [i for i, logit in enumerate(logits) if logit >= max(logits) - 1e-12]


@given(vectors, st.integers(0, 7))
def test_cross_entropy_is_minus_the_log_of_softmax(logits, target):
    target %= len(logits)
    assert nn.cross_entropy(logits, target) == pytest.approx(-math.log(nn.softmax(logits)[target]))


@given(vectors)
def test_every_layer_gives_the_same_on_floats_and_on_values(x):
    on_values = [Value(xi) for xi in x]
    for layer in (nn.softmax, nn.rmsnorm, lambda v: [nn.cross_entropy(v, 0)], lambda v: nn.linear(v, [x, x])):
        assert [v.data for v in layer(on_values)] == pytest.approx(layer(x), rel=1e-12)


def test_logits_of_any_size_stay_finite():
    assert nn.softmax([800.0, -800.0, 800.0]) == pytest.approx([0.5, 0.0, 0.5])
    assert nn.cross_entropy([-800.0, 800.0], 0) == 1600.0


def test_rmsnorm_makes_the_mean_square_one():
    normed = nn.rmsnorm([3.0, -4.0, 12.0])
    assert sum(x * x for x in normed) / 3 == pytest.approx(1, rel=1e-6)
    assert nn.rmsnorm([0.0, 0.0]) == [0.0, 0.0]


def test_linear_refuses_vectors_of_another_length():
    with pytest.raises(ValueError, match="shorter|longer"):
        nn.linear([1.0, 2.0], [[1.0, 2.0, 3.0]])
    with pytest.raises(ValueError, match="shorter|longer"):
        nn.linear([Value(1.0), Value(2.0)], [[Value(1.0)]])


def test_numbers_of_numpy_are_numbers():
    numpy = pytest.importorskip("numpy")
    for kind in (numpy.float32, numpy.float64, numpy.int64):
        assert nn.softmax([kind(1), kind(1)]) == pytest.approx([0.5, 0.5])
        assert nn.linear([kind(2)], [[kind(3)]]) == [6.0]
    assert nn.pick([5, 6, 7], numpy.int64(1)) == 6


def test_values_and_floats_may_stand_in_any_order():
    for logits in ([0.0, Value(1.0)], [Value(0.0), 1.0]):
        probs = nn.softmax(logits)
        assert [getattr(p, "data", p) for p in probs] == pytest.approx(nn.softmax([0.0, 1.0]))
        nn.dot([1.0, Value(2.0)], [3.0, 4.0]).backward()


def test_nothing_adds_up_to_nothing_and_a_token_is_counted_from_0():
    assert nn.total([]) == nn.dot([], []) == 0
    with pytest.raises(IndexError, match="counted from 0"):
        nn.pick([1.0, 2.0], -1)


@pytest.mark.parametrize("probs", [[1.0], [0.0, 1.0], [1.0, 0.0, 0.0], nn.softmax([900.0, 0.0]), [5e-324, 1.0]])
def test_no_choice_at_all_is_an_entropy_of_zero_without_a_sign(probs):
    assert f"{nn.entropy(probs):.2f}" == "0.00"

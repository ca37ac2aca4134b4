import pytest

from microgpt.autograd import Value
from microgpt.optim import SGD, Adam


def with_gradients(*gradients):
    parameters = [Value(1.0) for _ in gradients]
    for p, g in zip(parameters, gradients):
        p.grad = g
    return parameters


def test_sgd_goes_against_the_gradient_and_clears_it():
    parameters = with_gradients(2.0, -0.5)
    SGD(parameters, lr=0.1).step(decay=0.5)
    assert [p.data for p in parameters] == pytest.approx([0.9, 1.025])
    assert [p.grad for p in parameters] == [0, 0]


def test_adams_first_step_has_the_length_of_the_learning_rate_whatever_the_gradient():
    parameters = with_gradients(1000.0, -0.001, 0.0)
    Adam(parameters, lr=0.01).step()
    assert [p.data for p in parameters] == pytest.approx([0.99, 1.01, 1.0], abs=1e-6)


def test_adam_follows_the_published_algorithm():
    """Two steps worked out from the formulas of the paper, without the library's regrouping."""
    beta1, beta2, eps, lr = 0.85, 0.99, 1e-8, 0.01
    theta, m, v = 1.0, 0.0, 0.0
    (parameter,) = parameters = [Value(1.0)]
    optimizer = Adam(parameters, lr, (beta1, beta2), eps)
    for t, (g, decay) in enumerate([(0.3, 1.0), (-0.2, 0.5), (0.0, 0.25)], 1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        theta -= lr * decay * (m / (1 - beta1**t)) / ((v / (1 - beta2**t)) ** 0.5 + eps)
        parameter.grad = g
        optimizer.step(decay)
        assert parameter.data == pytest.approx(theta, abs=1e-15)


@pytest.mark.parametrize("optimizer", [lambda p: SGD(p, 1.0), lambda p: Adam(p, 1.0)])
def test_parameters_may_come_from_a_generator(optimizer):
    value = Value(0.0)
    moving = optimizer(x for x in [value])
    for _ in range(2):
        before = value.data
        value.grad = 1.0
        moving.step()
        assert value.data < before

import threading
from contextlib import nullcontext

import pytest

from microgpt import nn
from microgpt.autograd import Value
from microgpt.order import tape, topological_order


def test_the_order_puts_every_number_after_its_inputs():
    a = Value(2.0)
    b = a * a
    d = b * (b + a)
    order = topological_order(d)
    assert len(order) == len(set(order)) == 4
    assert all(order.index(x) < order.index(value) for value in order for x in value.inputs)


def gradients_with(opened, build_loss):
    w = [Value(0.1 * i) for i in range(5)]
    with opened() as births:
        loss = build_loss(w)
        loss.backward()
    return [x.grad for x in w], births


def test_a_tape_gives_the_same_gradients_and_notes_every_number():
    def build_loss(w):
        return nn.cross_entropy(nn.rmsnorm([nn.dot(w, w), w[1] * w[2], w[3].exp()]), 1)

    with_tape, births = gradients_with(tape, build_loss)
    without, _ = gradients_with(nullcontext, build_loss)
    assert with_tape == pytest.approx(without, rel=1e-14)
    assert all(value.inputs or value.op == "constant" for value in births)


def test_on_a_tape_a_second_backward_still_adds():
    x = Value(3.0)
    with tape():
        y = x * x
        z = y + x
        z.backward()
        z.backward()
    assert x.grad == 7 + 2 * 6 + 1


def test_a_tape_helps_only_the_newest_number_and_others_are_still_right():
    x = Value(3.0)
    with tape():
        y = x * x
        _unused = y * 100
        y.backward()
    assert x.grad == 6


def test_numbers_made_before_the_tape_count_as_leaves():
    x = Value(3.0)
    y = x * x
    with tape():
        (y * 2).backward()
    assert (y.grad, x.grad) == (2, 0)


def test_the_tapes_of_two_threads_never_meet():
    found = []

    def work():
        with tape() as births:
            start.wait()
            for _ in range(200):
                Value(1.0)
            found.append(len(births))

    start = threading.Barrier(2)
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200, 200]


def test_after_an_exception_the_tape_is_closed():
    with pytest.raises(RuntimeError), tape() as births:
        raise RuntimeError
    Value(1.0)
    assert births == []

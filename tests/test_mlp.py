import random

import pytest

from microgpt import mlp, train
from microgpt.autograd import values

TOKENS = [4, 0, 3, 3, 1, 4]


def test_the_gradients_by_hand_are_those_of_autograd():
    state = mlp.init(random.Random(3), vocab_size=5, n_embd=3, n_hidden=7)
    loss, by_hand = mlp.gradients(state, TOKENS)
    graph = values(state)
    root = train.loss(mlp.reader(graph), TOKENS)
    root.backward()
    assert root.data == pytest.approx(loss, abs=1e-14)
    for name, rows in graph.items():
        assert [x.grad for row in rows for x in row] == pytest.approx(
            [d for row in by_hand[name] for d in row], abs=1e-14
        )


def test_the_gradients_by_hand_agree_with_central_differences():
    state = mlp.init(random.Random(3), vocab_size=5, n_embd=3, n_hidden=7)
    _, by_hand = mlp.gradients(state, TOKENS)
    for name, rows in state.items():
        for i, row in enumerate(rows):
            for j, kept in enumerate(row):
                row[j] = kept + 1e-5
                up = train.loss(mlp.reader(state), TOKENS)
                row[j] = kept - 1e-5
                down = train.loss(mlp.reader(state), TOKENS)
                row[j] = kept
                assert by_hand[name][i][j] == pytest.approx((up - down) / 2e-5, abs=1e-8)


def test_it_forgets_what_came_before():
    state = mlp.init(random.Random(3), vocab_size=5)
    read = mlp.reader(state)
    read(1)
    assert read(2) == mlp.reader(state)(2)

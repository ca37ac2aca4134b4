import random

import pytest

from microgpt import gpt, train
from microgpt.autograd import parameters, values
from microgpt.optim import SGD

TOKENS = [[3, 0, 1, 3], [3, 2, 2, 1, 3]]


def test_training_lowers_the_loss(tiny):
    state, config, _ = tiny
    graph = values(state)
    step = train.autograd_step(lambda: gpt.reader(graph, config), SGD(parameters(graph), lr=0.3))
    losses = list(train.train(step, TOKENS, 100))
    assert losses[-1] < losses[0] / 2


def test_documents_come_round_and_the_rate_falls_to_nothing():
    made = []
    losses = train.train(lambda tokens, decay: made.append((tokens, decay)), ["a", "b", "c"], 4)
    assert made == []  # nothing happens before it is asked for
    list(losses)
    assert made == [("a", 1.0), ("b", 0.75), ("c", 0.5), ("a", 0.25)]


def test_evaluation_counts_tokens_not_names():
    def read(token):
        return [0.0, 0.0] if token == 0 else [9.0, 0.0]

    short, long = [0, 1], [1, 0, 1, 0]
    one, other = (train.loss(read, tokens) for tokens in (short, long))
    assert train.evaluate(lambda: read, [short, long]) == pytest.approx((one + 3 * other) / 4)


def test_two_models_trained_in_turn_do_not_meet(tiny):
    state, config, _ = tiny

    def trained(turns):
        steps = []
        for _ in range(turns):
            graph = values(state)
            steps.append(train.autograd_step(lambda g=graph: gpt.reader(g, config), SGD(parameters(graph), lr=0.3)))
        return [[step(tokens) for step in steps] for tokens in TOKENS * 3]

    assert [row[0] for row in trained(2)] == [row[0] for row in trained(1)]
    assert all(len(set(row)) == 1 for row in trained(2))


def test_the_same_seed_gives_the_same_losses(tiny):
    _, config, _ = tiny

    def losses():
        graph = values(gpt.init(config, random.Random(7)))
        return list(
            train.train(train.autograd_step(lambda: gpt.reader(graph, config), SGD(parameters(graph), 0.1)), TOKENS, 5)
        )

    assert losses() == losses()

import math
import random

import pytest

from microgpt import gpt, train
from microgpt.autograd import parameters, values
from microgpt.data import BadInput
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


def by_place(token):
    return [[0.0, 1.0, 2.0, 3.0], [1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0], [2.0, 0.0, 1.0, 0.0]][token]


def surprises(tokens):
    return [train.loss(by_place, pair) for pair in zip(tokens, tokens[1:])]


@pytest.mark.parametrize(
    "weigh, wanted",
    [
        (None, [1 / 3 / 2] * 3 + [1 / 4 / 2] * 4),  # each document counts alike
        (train.each_document, [1 / 3 / 2] * 3 + [1 / 4 / 2] * 4),
        (train.each_token, [1 / 7] * 7),
        (train.last_alone, [0, 0, 1 / 2] + [0, 0, 0, 1 / 2]),
        (lambda tokens: range(len(tokens) - 1), [0, 1 / 9, 2 / 9] + [0, 1 / 9, 2 / 9, 3 / 9]),
    ],
)
def test_the_loss_of_a_batch_is_a_weighted_mean(weigh, wanted):
    each = surprises(TOKENS[0]) + surprises(TOKENS[1])
    found = train.batch_loss(lambda: by_place, TOKENS, weigh)
    assert found == pytest.approx(sum(w * s for w, s in zip(wanted, each)), abs=1e-14)


def test_the_loss_of_a_document_can_be_weighed_too():
    assert train.loss(by_place, TOKENS[1], train.last_alone) == pytest.approx(surprises(TOKENS[1])[-1])
    assert train.loss(by_place, TOKENS[1], train.each_token) == pytest.approx(train.loss(by_place, TOKENS[1]))


def test_what_does_not_count_is_read_all_the_same():
    seen = []

    def read(token):
        seen.append(token)
        return [0.0, -math.inf, 0.0, 0.0]  # would be infinitely surprised by a 1

    assert train.loss(read, TOKENS[1], lambda tokens: [1, 1, 0, 1]) == pytest.approx(math.log(3))
    assert seen == TOKENS[1][:-1]


@pytest.mark.parametrize("weights", [[1, 1], [1, 1, 1, 1], [1, -1, 1], [1, math.nan, 1], [0, 0, 0]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(BadInput, match="weights"):
        train.batch_loss(lambda: by_place, TOKENS[:1], lambda tokens: weights)


def test_evaluation_can_be_weighed():
    found = train.evaluate(
        lambda: by_place, [TOKENS[0], [3, 0], TOKENS[1]], lambda tokens: [0, *[2] * (len(tokens) - 2)]
    )
    each = surprises(TOKENS[0])[1:] + surprises(TOKENS[1])[1:]
    assert found == pytest.approx(sum(each) / len(each))
    with pytest.raises(BadInput, match="counts"):
        train.evaluate(lambda: by_place, [[3, 0]], lambda tokens: [0])


def test_a_step_on_a_batch_follows_its_gradient(tiny):
    state, config, _ = tiny
    graph, other = values(state), values(state)
    step = train.autograd_step(lambda: gpt.reader(graph, config), SGD(parameters(graph), lr=1.0), train.each_token)
    wanted = train.batch_loss(lambda: gpt.reader(other, config), TOKENS, train.each_token)
    wanted.backward()
    assert step(TOKENS) == wanted.data
    for one, two in zip(parameters(graph), parameters(other)):
        assert one.data == pytest.approx(two.data - two.grad, abs=1e-14)


def test_a_batch_of_one_document_is_the_document(tiny):
    state, config, _ = tiny

    def losses(batches):
        graph = values(state)
        step = train.autograd_step(lambda: gpt.reader(graph, config), SGD(parameters(graph), lr=1.0))
        return [step(tokens) for tokens in batches]

    assert losses([[tokens] for tokens in TOKENS]) == pytest.approx(losses(TOKENS), abs=1e-14)


def test_batches_go_round_over_the_end_and_may_be_larger_than_the_list():
    made = []
    list(train.train(lambda tokens, decay: made.append("".join(tokens)), ["a", "b", "c"], 3, batch=2))
    assert made == ["ab", "ca", "bc"]
    assert ["".join(chosen) for chosen in train.batches(["a", "b"], 2, batch=5)] == ["ababa", "babab"]
    with pytest.raises(BadInput, match="no documents"):
        list(train.batches([], 1))


def test_an_rng_gives_every_round_an_order_of_its_own():
    documents = list(range(20))
    chosen = list(train.batches(documents, 10, batch=4, rng=random.Random(1)))
    first, second = ([x for batch in half for x in batch] for half in (chosen[:5], chosen[5:]))
    assert first != second != documents != first and sorted(first) == sorted(second) == documents
    assert chosen == list(train.batches(documents, 10, batch=4, rng=random.Random(1)))
    assert documents == list(range(20))

"""The replay in JavaScript: whatever is asked of the other engines, and a thousand steps as the readable engine makes them."""

import random
import subprocess
import sys

import node
import pytest
import test_replay
from test_replay import (  # noqa: F401 - collected here once more, with this file's engine
    BLOCK,
    MODELS,
    V,
    documents,
    test_a_batch_averages_the_gradients_of_its_documents,
    test_a_replay_is_a_step_of_train_for_batches_too,
    test_all_steps_at_once_are_the_steps_one_by_one,
    test_batches_of_any_lengths_and_weights_give_the_readable_losses_and_model,
    test_evaluating_by_replay_gives_what_evaluating_on_floats_gives,
    test_gradients_agree_on_weights_moved_at_random,
    test_gradients_of_a_batch_agree_with_autograd,
    test_numbers_that_are_not_finite_leave_nothing_behind,
    test_the_optimizer_must_hold_what_is_learned,
    test_the_same_names_are_sampled,
    test_tokens_that_do_not_exist_are_refused,
    test_training_can_go_on_where_it_was_stored,
    test_training_gives_the_same_losses_and_the_same_model,
    test_training_in_batches_goes_through_the_documents_in_order,
)

from microgpt import gpt, train
from microgpt.autograd import parameters, values
from microgpt.data import Tokenizer, bundled, split
from microgpt.optim import SGD, Adam
from microgpt.replay import javascript


@pytest.fixture(autouse=True)
def browser(monkeypatch):
    node.program()
    monkeypatch.setattr(javascript, "host", node.InNode)
    monkeypatch.setattr(test_replay, "Replay", javascript.Replay)
    yield
    node.end()


@pytest.fixture
def engine():
    return "javascript"


def test_a_thousand_steps_lose_what_the_readable_engine_loses():
    training, _ = split(bundled())
    tokenizer = Tokenizer(training)
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2, n_layer=1, block_size=8)
    docs = [tokenizer.encode(name)[:9] for name in training[:1000]]
    state = gpt.init(config, random.Random(42))
    mine, theirs = values(state), values(state)
    readable = train.autograd_step(lambda: gpt.reader(mine, config), Adam(parameters(mine)))
    replay = javascript.Replay(lambda: gpt.reader(theirs, config), Adam(parameters(theirs)), 8, config.vocab_size)
    found, wanted = replay.train(docs, 1000), list(train.train(readable, docs, 1000))
    assert max(abs(a - b) for a, b in zip(found, wanted)) < 1e-12


def test_half_the_digits_are_enough_for_six_of_them():
    state, open_reader = MODELS["gpt"]
    one, other = values(state), values(state)
    whole, half = (
        javascript.Replay(lambda g=graph: open_reader(g), SGD(parameters(graph), 0.1), BLOCK, V, dtype=dtype)
        for graph, dtype in ((one, "float64"), (other, "float32"))
    )
    losses = whole.train(documents(), 20, batch=3)
    assert half.train(documents(), 20, batch=3) == pytest.approx(losses, abs=1e-5) and half.numbers() != whole.numbers()


def test_recording_pauses_and_can_be_given_up(engine):
    state, open_reader = MODELS["gpt"]
    graph = values(state)
    pieces = javascript.Replay.in_pieces(lambda: open_reader(graph), Adam(parameters(graph)), BLOCK, V)
    assert sum(1 for _ in zip(pieces, range(10))) == 10
    pieces.close()
    assert [p.data for p in parameters(graph)] == test_replay.parameters_of(state)


def test_a_browser_records_without_numpy():
    """Everything but the engine itself; `sys.modules[...] = None` makes an import fail."""
    code = "import sys; sys.modules['numpy'] = None; sys.platform = 'emscripten'; import microgpt.replay as found; "
    code += "print(found.Replay.__module__)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "microgpt.replay.javascript"

"""What lesson 5 lets its reader move: the functions on data, and the shells by setting values."""

import random

import pytest

from microgpt import gpt, nn
from microgpt.autograd import values
from microgpt.lessons import gpt as room
from microgpt.order import topological_order
from microgpt.train import loss


def test_head_maps_are_what_the_heads_weigh(tiny, monkeypatch):
    state, config, _ = tiny
    tokens, seen = [3, 0, 1, 2], []
    real = nn.softmax
    monkeypatch.setattr("microgpt.attention.softmax", lambda scores: seen.append(real(scores)) or seen[-1])
    read = gpt.reader(state, config)
    for token in tokens:
        read(token)
    monkeypatch.undo()
    maps = room.head_maps(state, config, tokens)
    flat = [
        maps[layer][head][position]
        for position in range(len(tokens))
        for layer in range(config.n_layer)
        for head in range(config.n_head)
    ]
    assert flat == seen


@pytest.mark.parametrize("sizes", [{}, {"n_embd": 8, "n_head": 2, "n_layer": 3}, {"n_embd": 12, "n_head": 1}])
@pytest.mark.parametrize("length", [1, 4])
def test_the_size_of_a_graph_is_what_a_graph_has(sizes, length):
    config = gpt.Config(5, **sizes)
    graph = values(gpt.init(config, random.Random(1)))
    root = loss(gpt.reader(graph, config), [0] * (length + 1))
    assert room.graph_size(config, length) == sum(bool(value.inputs) for value in topological_order(root))


def test_products_are_counted_as_the_model_multiplies(monkeypatch):
    made = []
    monkeypatch.setattr("microgpt.nn.dot", lambda ws, xs: made.append(len(ws)) or sum(w * x for w, x in zip(ws, xs)))
    monkeypatch.setattr("microgpt.attention.dot", nn.dot)
    config = gpt.Config(5, n_embd=8, n_head=2, n_layer=2)
    read = gpt.reader(gpt.init(config, random.Random(1)), config)
    for position in range(3):
        made.clear()
        read(0)
        norms = 8 * (1 + 2 * config.n_layer)  # the mean squares of rmsnorm, not counted as matrix work
        assert sum(made) - norms == room.multiplications(config, position)
    assert room.multiplications(config, 2, cache=False) == sum(room.multiplications(config, p) for p in range(3))


def test_sizes_count_what_the_model_has():
    text = room.size_view(27, n_embd=16, n_head=4, n_layer=3)
    assert f"{gpt.num_params(gpt.Config(27, n_layer=3)):,} parameters" in text
    assert "2 more of these layers" in text


def test_a_size_that_cannot_be_is_answered_with_a_line_and_the_widget_lives_on():
    explorer = room.SizeExplorer(27)
    explorer.controls["n_head"].value = 3
    explorer.measure()
    assert "must be divisible by n_head (3)" in explorer.screen.value
    explorer.controls["n_head"].value = 2
    assert "each head sees 8 numbers" in explorer.screen.value


def test_a_step_is_measured_on_request():
    explorer = room.SizeExplorer(27)
    explorer.controls["n_embd"].value = 8
    explorer.children[-2].children[0].click()
    assert "estimated" in explorer.screen.value and "measured" in explorer.screen.value

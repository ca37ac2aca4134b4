"""The two bugs of lesson 3, and that the mended gradients do not depend on how finely the graph is cut."""

import random

import pytest

from microgpt import mlp, nn
from microgpt.autograd import parameters, values
from microgpt.lessons import puzzles
from microgpt.train import loss

NAMES, LETTERS = ["abba", "caba", "bac"], "abc"
TOKENS = puzzles.encode("abba", LETTERS)


def first_draft(pieces, backward):
    """The gradients of the first draft for one name, by matrix; its zeros are replaced so that all of it takes part."""
    state = puzzles.init(random.Random(1), len(LETTERS) + 2)
    rng = random.Random(2)
    for p in parameters(state):
        p.data = rng.gauss(0, 0.3)
    result = backward(puzzles.reader(state, pieces), TOKENS)
    return result, {name: [p.grad for row in w for p in row] for name, w in state.items()}


def one_backward(read, tokens):
    result = loss(read, tokens)
    result.backward()
    return result.data


def test_one_backward_gives_the_same_however_the_graph_is_cut():
    fine_loss, fine = first_draft(puzzles.Scalars, one_backward)
    coarse_loss, coarse = first_draft(nn, puzzles.backward_once)
    assert fine_loss == pytest.approx(coarse_loss, abs=1e-12)
    for name in fine:
        assert fine[name] == pytest.approx(coarse[name], abs=1e-10)


def test_a_backward_per_position_is_wrong_and_depends_on_the_cut():
    _, right = first_draft(nn, puzzles.backward_once)
    _, fine = first_draft(puzzles.Scalars, puzzles.backward_per_position)
    _, coarse = first_draft(nn, puzzles.backward_per_position)
    wrong = [name for name in right if fine[name] != pytest.approx(right[name], abs=1e-6)]
    assert "attn_wk" in wrong and "attn_wv" in wrong and "wte" in wrong
    assert any(fine[name] != pytest.approx(coarse[name], abs=1e-6) for name in fine)


def test_eager_backward_is_right_for_the_last_matrix_alone():
    state = mlp.init(random.Random(1), 7)
    graph, tokens = values(state), [6, 0, 3, 0, 6]
    puzzles.eager_backward(puzzles.spelled_loss(mlp.reader(graph), tokens))
    _, by_hand = mlp.gradients(state, tokens)
    right = {
        name: [x.grad for row in graph[name] for x in row] == pytest.approx([d for row in rows for d in row], abs=1e-12)
        for name, rows in by_hand.items()
    }
    assert right == {"wte": False, "mlp_fc1": False, "mlp_fc2": True}


def test_a_name_is_cropped_to_a_block():
    assert puzzles.encode("ab", "abc") == [0, 2, 3, 1]
    assert len(puzzles.encode("abcabcabcabc", "abc")) == puzzles.BLOCK

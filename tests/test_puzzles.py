"""The bug of the first draft, and that the mended gradients do not depend on how finely the graph is cut."""

import random

import pytest

from microgpt import nn
from microgpt.autograd import parameters
from microgpt.data import Tokenizer
from microgpt.lessons import puzzles
from microgpt.train import loss

NAMES, LETTERS = ["abba", "caba", "bac"], "abc"
TOKENS = puzzles.encode("abba", LETTERS)
TOKENIZER = Tokenizer(NAMES)
DOCUMENTS = [TOKENIZER.encode(name) for name in NAMES]


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


def test_a_backward_per_position_is_wrong_behind_what_is_shared_and_depends_on_the_cut():
    _, right = first_draft(nn, puzzles.backward_once)
    _, fine = first_draft(puzzles.Scalars, puzzles.backward_per_position)
    _, coarse = first_draft(nn, puzzles.backward_per_position)
    wrong = {name for name in right if fine[name] != pytest.approx(right[name], abs=1e-6)}
    assert wrong == {"wte", "wpe", "attn_wk", "attn_wv"}
    assert any(fine[name] != pytest.approx(coarse[name], abs=1e-6) for name in fine)


def test_the_gradients_are_handed_out_as_numbers_and_nothing_stays():
    draft = puzzles.draft(42, TOKENIZER)
    before = [p.data for p in parameters(draft)]
    found = {bug: puzzles.gradients(draft, TOKENIZER, DOCUMENTS[0], bug) for bug in (True, False)}
    for matrix, wrong in (("wpe", True), ("mlp_fc2", False)):
        pairs = [zip(*rows) for rows in zip(found[True][matrix], found[False][matrix])]
        assert any(abs(x - y) > 1e-9 for pair in pairs for x, y in pair) == wrong
    assert [p.data for p in parameters(draft)] == before and not any(p.grad for p in parameters(draft))


def test_a_training_ends_where_the_loss_cannot_be_computed():
    alive = puzzles.losses(puzzles.draft(42, TOKENIZER), TOKENIZER, DOCUMENTS, 12, True, sgd=5.0)
    mended = puzzles.losses(puzzles.draft(42, TOKENIZER), TOKENIZER, DOCUMENTS, 12, False, sgd=0.1)
    assert len(alive) < 12 == len(mended)


def test_a_name_is_cropped_to_a_block():
    assert puzzles.encode("ab", "abc") == [0, 2, 3, 1]
    assert len(puzzles.encode("abcabcabcabc", "abc")) == puzzles.BLOCK

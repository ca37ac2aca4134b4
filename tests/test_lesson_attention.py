"""What lesson 4 lets its reader move: the functions on data, and the shells by setting values."""

import random

import pytest

from microgpt import gpt, nn
from microgpt.data import Tokenizer
from microgpt.lessons import attention as room
from microgpt.lessons.ledger import one_head_state

HUGE = "a" * 1_000_000


@pytest.fixture
def one_head():
    tokenizer = Tokenizer(["abcde"])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=1, block_size=6)
    state = one_head_state(config, random.Random(1))
    states = {
        name: {key.removeprefix("layer0."): [[x * k for x in row] for row in w] for key, w in state.items()}
        for name, k in (("trained", 8.0), ("untrained", 1.0))
    }
    return tokenizer, config, states, {name: [[x * 8 for x in row] for row in w] for name, w in state.items()}


def test_what_is_heard_is_what_the_model_computes(one_head):
    tokenizer, config, states, state = one_head
    tokens = tokenizer.encode("abd")[:-1]
    heard = room.hear(states["trained"], tokens)
    read = gpt.reader(state, config)
    assert heard.probs == pytest.approx(nn.softmax([read(token) for token in tokens][-1]))
    assert sum(heard.weights) == pytest.approx(1) and heard.scores == pytest.approx([x / 2 for x in heard.raw])
    assert heard.stream[0] == pytest.approx(1, abs=0.01) and len(heard.shares) == 4
    bare = room.hear(states["trained"], tokens, norm=list)
    assert bare.stream[0] != pytest.approx(1, abs=0.01)


def test_every_switch_of_the_attention_explorer_changes_what_it_shows(one_head):
    tokenizer, _, states, _ = one_head
    explorer = room.attention_explorer(states, tokenizer, "abcd")
    seen = {explorer.screen.value}
    for control, value in (("scaled", False), ("positions", False), ("residual", False), ("trained", "untrained"),
                           ("position", 2), ("name", "EDCB")):  # fmt: skip
        explorer.controls[control].value = value
        assert explorer.screen.value not in seen
        seen.add(explorer.screen.value)
    chosen = {
        name: explorer.controls[name].value for name in ("position", "trained", "positions", "scaled", "residual")
    }
    assert explorer.screen.value == room.listening(states, tokenizer, name="edcb", **chosen).html


def test_without_positions_the_order_of_what_came_before_is_unknown(one_head):
    tokenizer, _, states, _ = one_head
    there, back = (
        room.hear(states["trained"], tokenizer.encode(name)[:4], positions=False).probs for name in ("abd", "bad")
    )
    assert there == pytest.approx(back)
    with_them = [room.hear(states["trained"], tokenizer.encode(name)[:4]).probs for name in ("abd", "bad")]
    assert with_them[0] != pytest.approx(with_them[1], abs=1e-6)


def test_at_position_0_a_letter_listens_to_itself_alone(one_head):
    tokenizer, _, states, _ = one_head
    assert room.hear(states["trained"], tokenizer.encode("abc")[:1]).weights == [1.0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ß", "never seen"),
        ("abcdeabc", "reads at most 5 letters"),
        (HUGE, "5 letters; this name has 1,000,000<"),
        ("", "listens"),
    ],
)
def test_attention_on_an_odd_name_is_a_line(one_head, name, said):
    tokenizer, _, states, _ = one_head
    explorer = room.attention_explorer(states, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert said in explorer.screen.value
    explorer.controls["name"].value = "ba"
    assert "position" in explorer.screen.value

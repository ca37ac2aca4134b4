import json
import random

import pytest

from microgpt import gpt, train
from microgpt.autograd import values
from microgpt.data import BadInput, Tokenizer


def test_the_cache_changes_not_one_bit_of_the_answer(tiny):
    """Reading token by token gives what a fresh reader gives that reads the whole prefix."""
    state, config, _ = tiny
    tokens = [3, 0, 1, 2, 0]
    read = gpt.reader(state, config)
    for end in range(1, len(tokens) + 1):
        one_by_one = read(tokens[end - 1])
        fresh = gpt.reader(state, config)
        assert [fresh(token) for token in tokens[:end]][-1] == one_by_one


def test_the_model_gives_the_same_on_floats_and_on_values(tiny):
    state, config, _ = tiny
    tokens = [3, 0, 1, 3]
    on_values = train.loss(gpt.reader(values(state), config), tokens)
    assert on_values.data == pytest.approx(train.loss(gpt.reader(state, config), tokens), abs=1e-14)


def test_the_heads_do_not_change_the_number_of_parameters():
    assert {gpt.num_params(gpt.Config(27, n_head=n)) for n in (1, 2, 4, 8, 16)} == {4192}


def test_parameters_are_drawn_in_the_order_of_the_state(tiny):
    state, config, _ = tiny
    rng = random.Random(1)
    flat = [x for rows in state.values() for row in rows for x in row]
    assert flat == [rng.gauss(0, 0.08) for _ in range(gpt.num_params(config))]
    assert list(state)[:4] == ["wte", "wpe", "lm_head", "layer0.attn_wq"]
    assert list(state)[-1] == "layer1.mlp_fc2"


def test_a_reader_refuses_to_read_beyond_its_block(tiny):
    state, config, _ = tiny
    read = gpt.reader(state, config)
    for _ in range(config.block_size):
        read(0)
    with pytest.raises(BadInput, match="at most 6 tokens"):
        read(0)


@pytest.mark.parametrize(
    "sizes", [{"n_embd": 0}, {"n_layer": -1}, {"n_head": 3}, {"block_size": 1.5}, {"n_embd": "16"}, {"n_head": True}]
)
def test_impossible_sizes_are_refused(sizes):
    with pytest.raises(BadInput, match="whole number above 0|divisible"):
        gpt.Config(27, **sizes)


def test_a_checkpoint_gives_back_what_was_saved(tiny, tmp_path):
    state, config, tokenizer = tiny
    gpt.save(tmp_path / "model.json", state, config, tokenizer)
    loaded_state, loaded_config, loaded_tokenizer = gpt.load(tmp_path / "model.json")
    assert loaded_state == state
    assert list(loaded_state) == list(state)
    assert (loaded_config, loaded_tokenizer.characters) == (config, tokenizer.characters)


def damage(change):
    """A checkpoint's content after `change` has been done to it."""

    def damaged(content):
        change(content)
        return json.dumps(content)

    return damaged


BROKEN = {
    "truncated": (lambda content: json.dumps(content)[:-20], "not a whole JSON file"),
    "a list": (lambda content: "[1]", "must be a JSON object"),
    "deeply nested": (lambda content: "[" * 100_000, "not a whole JSON file"),
    "not a number": (damage(lambda c: c["state"]["wte"][0].__setitem__(1, float("nan"))), "wte holds nan"),
    "infinite": (damage(lambda c: c["state"]["wpe"][0].__setitem__(1, float("inf"))), "wpe holds inf"),
    "a text": (damage(lambda c: c["state"]["wte"][0].__setitem__(1, "1")), "wte holds '1'"),
    "a truth": (damage(lambda c: c["state"]["wte"][0].__setitem__(1, True)), "wte holds True"),
    "another shape": (damage(lambda c: c["state"]["lm_head"].pop()), "lm_head must have 4 rows of 4"),
    "a short row": (damage(lambda c: c["state"]["lm_head"][2].pop()), "lm_head must have 4 rows of 4"),
    "a missing matrix": (damage(lambda c: c["state"].pop("layer1.attn_wo")), "state lacks layer1.attn_wo"),
    "an unknown matrix": (damage(lambda c: c["state"].update(bias=[[0.0]])), "unknown bias"),
    "a missing key": (damage(lambda c: c.pop("characters")), "lacks characters"),
    "an unknown size": (damage(lambda c: c["config"].update(dropout=1)), "unknown dropout"),
    "an impossible size": (damage(lambda c: c["config"].update(n_head=3)), "divisible"),
    "other characters": (damage(lambda c: c.update(characters="ab")), "do not belong together"),
    "half a character": (damage(lambda c: c.update(characters="ab\ud800")), "half of a character"),
    "an integer of 400 digits": (damage(lambda c: c["state"]["wte"][0].__setitem__(1, 10**400)), "at most 1e.100 are"),
    "a huge number": (damage(lambda c: c["state"]["wte"][0].__setitem__(1, 1e308)), "wte holds 1e.308"),
    "a long list as a number": (damage(lambda c: c["state"]["wte"][0].__setitem__(1, [0] * 1000)), "wte holds .{,60}"),
    "a billion layers": (damage(lambda c: c["config"].update(n_layer=10**9)), "1,000,000,000 layers"),
    "keys that move the cursor": (damage(lambda c: c["state"].update({"\x1b[2J" * 99: 0})), r"unknown \\x1b"),
    "a newer version": (damage(lambda c: c.update(version=2)), "version 2"),
    "unsorted characters": (damage(lambda c: c.update(characters="cba")), "do not belong together"),
    "a character twice": (damage(lambda c: c.update(characters="aab")), "stands twice"),
}


@pytest.mark.parametrize(("broken", "complaint"), BROKEN.values(), ids=BROKEN)
def test_a_broken_checkpoint_is_refused_in_one_line(tiny, tmp_path, broken, complaint):
    path = tmp_path / "model.json"
    gpt.save(path, *tiny)
    path.write_text(broken(json.loads(path.read_text())))
    with pytest.raises(BadInput, match=complaint) as caught:
        gpt.load(path)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 400


@pytest.mark.parametrize("change", [lambda text: "\ufeff" + text, lambda text: text.replace('"version": 1, ', "")])
def test_a_byte_order_mark_or_a_missing_version_does_no_harm(tiny, tmp_path, change):
    path = tmp_path / "model.json"
    gpt.save(path, *tiny)
    path.write_text(change(path.read_text()), encoding="utf-8")
    assert gpt.load(path)[0] == tiny[0]


def test_the_count_of_parameters_is_that_of_the_shapes(tiny):
    for config in (tiny[1], gpt.Config(27), gpt.Config(5, n_embd=6, n_head=3, n_layer=4, block_size=7)):
        assert gpt.num_params(config) == sum(a * b for a, b in gpt.shapes(config).values())


def test_a_model_with_nan_is_never_put_in_place_of_a_good_one(tiny, tmp_path):
    state, config, tokenizer = tiny
    path = tmp_path / "model.json"
    gpt.save(path, state, config, tokenizer)
    before = path.read_text()
    state["wte"][0][0] = float("nan")
    with pytest.raises(ValueError, match="JSON compliant"):
        gpt.save(path, state, config, tokenizer)
    assert path.read_text() == before
    assert [p.name for p in tmp_path.iterdir()] == ["model.json"]


def test_any_alphabet_can_be_saved(tmp_path):
    tokenizer = Tokenizer(["日本", "né", '"\\'])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2)
    gpt.save(tmp_path / "m.json", gpt.init(config, random.Random(0)), config, tokenizer)
    assert gpt.load(tmp_path / "m.json")[2].characters == tokenizer.characters

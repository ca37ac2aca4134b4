import random

import pytest

from microgpt import gpt, widgets
from microgpt.autograd import Value
from microgpt.data import BadInput

SYMBOLS = ["a", "b", "·"]
PROBS = [[0.5, 0.25, 0.25], [0.0, 0.0, 1.0], [0.2, 0.8, 0.0]]


@pytest.mark.parametrize(("u", "letter"), [(0.0, "a"), (0.1999, "a"), (0.2, "b"), (0.99, "b")])
def test_the_die_falls_on_the_letter_whose_stretch_holds_u(u, letter):
    text = widgets.roll(PROBS[2], SYMBOLS, u)
    assert f"falls on {letter}" in text
    assert [line[2] for line in text.splitlines() if line.startswith(">")] == [letter]


def test_moving_the_die_answers_with_what_the_function_says():
    explorer = widgets.die(PROBS, SYMBOLS)
    explorer.controls["before"].value = 0
    explorer.controls["u"].value = 0.6
    assert widgets.roll(PROBS[0], SYMBOLS, 0.6) in explorer.screen.value.replace("&gt;", ">")


def test_a_bar_is_as_long_as_its_share():
    assert [len(widgets.bar(share, width=8)) for share in (0, 0.125, 0.5, 1)] == [0, 1, 4, 8]
    assert widgets.bar(1 / 64, width=8) == "▏"


def expression():
    a = Value(2.0)
    b = 3 * a
    return b * (b + 1), {"a": a, "b": b}


@pytest.mark.parametrize(("steps", "grad"), [(0, 0), (1, 0), (2, 0), (3, 39), (9, 39)])
def test_the_backward_player_shows_the_gradients_so_far(steps, grad):
    root, names = expression()
    outline = widgets.after_steps(root, names, steps).outline()
    assert f"a: Value(2, grad={grad})" in outline


@pytest.mark.parametrize(("order", "grad"), [("topological", 39), ("recursive", 60), ("once", 21)])
def test_the_backward_player_shows_all_orders(order, grad):
    player = widgets.backward_player(*expression())
    player.controls["order"].value = order
    player.controls["steps"].value = player.controls["steps"].max
    assert f"grad {grad}" in player.screen.value
    assert player.children[0].value == player.controls["steps"].max  # the play button follows


def test_moving_the_backward_player_draws_another_state():
    player = widgets.backward_player(*expression())
    before = player.screen.value
    player.controls["steps"].value = player.controls["steps"].max
    assert "<svg" in before and "grad 39" in player.screen.value and "grad 39" not in before


def test_sizes_count_what_the_model_has():
    text = widgets.sizes(27, n_embd=16, n_head=4, n_layer=3)
    assert f"{gpt.num_params(gpt.Config(27, n_layer=3)):,} parameters" in text
    assert "2 more of these layers" in text


def test_a_size_that_cannot_be_is_answered_with_a_line_and_the_widget_lives_on():
    explorer = widgets.size_explorer(27)
    explorer.controls["n_head"].value = 3
    assert "must be divisible by n_head (3)" in explorer.screen.value
    explorer.controls["n_head"].value = 2
    assert "each head sees 8 numbers" in explorer.screen.value


@pytest.fixture
def lab(tiny):
    state, config, tokenizer = tiny
    return widgets.temperature_lab(lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, longest=6)


def test_the_temperature_lab_answers_every_control(lab):
    seen = {lab.screen.value}
    for control, value in (("temperature", 2.0), ("prefix", "ab"), ("seed", 7)):
        lab.controls[control].value = value
        assert lab.screen.value not in seen
        seen.add(lab.screen.value)
    assert "temperature 2.00: entropy" in lab.screen.value


def test_a_letter_never_seen_gets_a_line_beside_the_widget(lab):
    lab.controls["prefix"].value = "<q>"
    assert "role='alert'" in lab.screen.value and "&lt;" in lab.screen.value and "<q>" not in lab.screen.value
    lab.controls["prefix"].value = "a"
    assert "entropy" in lab.screen.value


def test_a_prefix_longer_than_the_model_reads_gets_a_line(lab):
    lab.controls["prefix"].value = "abcabcabc"
    assert "at most 6 tokens" in lab.screen.value


def test_names_that_were_in_the_training_list_are_starred(tiny):
    state, config, tokenizer = tiny
    text = widgets.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b", "c"}, "", 1.0, seed=1, longest=6
    )
    names = text.splitlines()[1].split(": ")[1].split(" ")
    assert any(name.endswith("*") for name in names)
    assert all(name.endswith("*") == (name.rstrip("*") in {"a", "b", "c"}) for name in names)


def test_an_explorer_shows_itself_the_same_every_time():
    assert repr(widgets.die(PROBS, SYMBOLS)) == "[letter before and u: move it in JupyterLab]"


def test_listening_follows_the_letter():
    weights, letters = [[1.0], [0.25, 0.75]], ["·", "a"]
    assert "a  0.750" in widgets.listening(weights, letters, 1)
    assert "position 1" in widgets.listening(weights, letters, 15)


def test_attention_on_an_unknown_name_is_declined(tiny):
    def look(name):
        raise BadInput("never seen in the documents: 'ß'")

    assert "never seen" in widgets.attention_explorer(look, "ß").screen.value


def test_watching_passes_every_loss_on(capsys):
    rng = random.Random(0)
    losses = [rng.random() for _ in range(5)]
    assert list(widgets.watch(iter(losses), 5)) == losses

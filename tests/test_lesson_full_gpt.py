"""What lesson 6 lets its reader move: the functions on data, and the shells by setting values."""

import random
from math import isinf, log

import pytest

from microgpt import bigram, gpt, nn
from microgpt.data import Tokenizer
from microgpt.lessons import full_gpt as room
from microgpt.lessons.full_gpt import lab as labs
from microgpt.sample import next_probs, sample
from microgpt.teach.controls import watch


@pytest.fixture
def lab(tiny):
    state, config, tokenizer = tiny
    return room.TemperatureLab(lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, longest=6)


def test_the_temperature_lab_answers_every_control_with_what_the_function_says(lab, tiny):
    state, config, tokenizer = tiny
    seen = {lab.screen.value}
    for control, value in (("temperature", 2.0), ("prefix", "ab"), ("seed", 7), ("top_k", 2)):
        lab.controls[control].value = value
        assert lab.screen.value not in seen
        seen.add(lab.screen.value)
    wanted = room.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, "ab", 2.0, 7, top_k=2, longest=6
    )
    assert lab.screen.value == wanted.html and "temperature 2.00: entropy" in wanted.text


def test_a_half_is_one_press_away(lab):
    lab.controls["temperature"].value = 1.7
    lab.children[0].children[1].click()
    assert lab.controls["temperature"].value == 0.5


def test_the_seed_stays_while_it_is_locked(lab):
    lab.controls["temperature"].value = 1.0
    assert lab.controls["seed"].value == 42
    lab.lock.value = False
    lab.controls["temperature"].value = 1.5
    assert lab.controls["seed"].value == 43 and "temperature 1.50" in lab.screen.value


def test_top_k_keeps_the_k_likeliest_and_their_ratios():
    logits = [1.0, 3.0, 2.0, 0.0]
    all_probs, two = nn.softmax(logits), next_probs(labs.likeliest(logits, 2))
    assert two[0] == two[3] == 0 and two[1] / two[2] == pytest.approx(all_probs[1] / all_probs[2])
    assert labs.likeliest(logits, 0) == labs.likeliest(logits, 9) == logits
    assert isinf(labs.likeliest(logits, 1)[0])


def test_entropy_of_equal_chances_is_the_log_of_their_number():
    assert nn.entropy([0.25] * 4) == pytest.approx(log(4)) and nn.entropy([1.0, 0.0]) == 0


def test_names_of_the_lab_are_those_of_the_sampler(tiny):
    state, config, tokenizer = tiny
    letters = tokenizer.letters("b")
    wanted = [
        tokenizer.decode(
            sample(gpt.reader(state, config), tokenizer.bos, 6, random.Random(5000 + number), 0.7, letters)
        )
        for number in range(10)
    ]
    found = room.names_at(lambda: gpt.reader(state, config), tokenizer, "b", 0.7, 5, longest=6)
    assert found == wanted and all(name.startswith("b") for name in found)


def test_a_letter_never_seen_gets_a_line_beside_the_widget(lab):
    lab.controls["prefix"].value = "<q>"
    assert "role='alert'" in lab.screen.value and "&lt;" in lab.screen.value and "<q>" not in lab.screen.value
    lab.controls["prefix"].value = "a"
    assert "entropy" in lab.screen.value


def test_a_prefix_longer_than_the_model_reads_gets_a_line(lab):
    lab.controls["prefix"].value = "abcabcabc"
    assert "at most 5 letters" in lab.screen.value


def test_names_that_were_in_the_training_list_are_starred(tiny):
    state, config, tokenizer = tiny
    text = room.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b", "c"}, "", 1.0, seed=1, longest=6
    ).text
    names = text.splitlines()[1].split(": ")[1].split(" ")
    assert any(name.endswith("*") for name in names)
    assert all(name.endswith("*") == (name.rstrip("*") in {"a", "b", "c"}) for name in names)


def test_the_lab_works_with_any_reader():
    counts = [[3, 1, 0], [1, 1, 2], [5, 1, 0]]
    tokenizer = Tokenizer(["ab"])
    text = room.temperature_view(lambda: bigram.reader(counts), tokenizer, set(), "a", 1.0, 1).text
    assert f"a {bigram.next_probs(counts[0])[0]:.3f}" in text


def test_watching_passes_every_loss_on(capsys):
    rng = random.Random(0)
    losses = [rng.random() for _ in range(5)]
    assert list(watch(iter(losses), 5)) == losses

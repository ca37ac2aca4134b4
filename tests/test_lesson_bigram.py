"""What lesson 1 lets its reader move: the functions on data, and the shells by setting values."""

import pytest

from microgpt import bigram
from microgpt.data import Tokenizer
from microgpt.lessons import bigram as room
from microgpt.train import evaluate, loss

SYMBOLS = ["a", "b", "·"]
PROBS = [[0.5, 0.25, 0.25], [0.0, 0.0, 1.0], [0.2, 0.8, 0.0]]


@pytest.mark.parametrize(("u", "token"), [(0.0, 0), (0.1999, 0), (0.2, 1), (0.99, 1)])
def test_the_die_falls_on_the_letter_whose_stretch_holds_u(u, token):
    text = str(room.roll(PROBS[2], SYMBOLS, u))
    assert room.fallen(PROBS[2], u) == token and f"falls on {SYMBOLS[token]}" in text
    assert [line[2] for line in text.splitlines() if line.startswith(">")] == [SYMBOLS[token]]


def test_rounding_at_the_end_of_the_line_falls_on_a_possible_letter():
    assert room.fallen([0.3, 0.3, 0.3999999, 0.0], 0.99999999) == 2


def test_moving_the_die_answers_with_what_the_function_says():
    die = room.Die(PROBS, SYMBOLS)
    die.controls["before"].value = 0
    die.controls["u"].value = 0.6
    assert die.screen.value == room.roll(PROBS[0], SYMBOLS, 0.6).html


def test_taking_letters_makes_a_name_until_the_dot():
    die = room.Die(PROBS, SYMBOLS)
    for u in (0.1, 0.6, 0.5):  # a, then b, after which only the dot can come
        die.controls["u"].value = u
        die.children[2].children[0].click()
    assert "ab is finished" in die.screen.value and die.controls["before"].value == 2
    die.children[2].children[1].click()
    assert "(nothing yet)" in die.screen.value


@pytest.fixture
def table():
    tokenizer = Tokenizer(["ab", "ba", "c"])
    documents = [tokenizer.encode(name) for name in ("ab", "ab", "ba", "c")]
    return tokenizer, documents, bigram.count(documents, tokenizer.vocab_size)


def test_the_loss_of_a_table_is_what_evaluating_it_gives(table):
    _, documents, counts = table
    wanted = evaluate(lambda: bigram.reader(counts, 0.5), documents)
    assert room.table_loss(counts, counts, 0.5) == pytest.approx(wanted)


def test_an_unseen_pair_goes_from_infinite_to_finite(table):
    tokenizer, _, counts = table
    explorer = room.smoothing_explorer(counts, {"names": counts}, tokenizer, "ac")
    explorer.controls["smoothing"].value = 0
    assert "(infinite)" in explorer.screen.value and "never seen in the training names: ac" in explorer.screen.value
    explorer.controls["smoothing"].value = 1
    assert "(infinite)" not in explorer.screen.value
    wanted = loss(bigram.reader(counts, 1), tokenizer.encode("ac"))
    assert f"{wanted:.4f}" in explorer.screen.value


HUGE = "a" * 1_000_000
FOREIGN = "".join(chr(0x4E00 + i) for i in range(20_000))


@pytest.mark.parametrize(("name", "said"), [("äx", "never seen in the documents"), ("", "(empty name)"), ("AB", "ab ")])
def test_odd_names_get_a_line(table, name, said):
    tokenizer, _, counts = table
    explorer = room.smoothing_explorer(counts, {"names": counts}, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert said in explorer.screen.value


@pytest.mark.parametrize("name", [HUGE, FOREIGN])
def test_a_huge_name_gets_a_short_line(table, name):
    tokenizer, _, counts = table
    explorer = room.smoothing_explorer(counts, {"names": counts}, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert "role='alert'" in explorer.screen.value and len(explorer.screen.value) < 300

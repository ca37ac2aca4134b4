"""What lesson 1 lets its reader move: the functions on data, and the shells by setting values; and its questions."""

import json
import math
import re
import symtable
from itertools import accumulate
from pathlib import Path

import nbformat
import pytest

from microgpt import bigram
from microgpt.data import BadInput, Tokenizer
from microgpt.lessons import bigram as lesson
from microgpt.lessons import fallbacks, ledger
from microgpt.lessons.bigram import questions
from microgpt.lessons.bigram import views as room
from microgpt.train import evaluate, loss

BOOK = Path(__file__).parents[1] / "notebooks" / "01_bigram.ipynb"
SYMBOLS = ["a", "b", "·"]
PROBS = [[0.5, 0.25, 0.25], [0.0, 0.0, 1.0], [0.2, 0.8, 0.0]]


@pytest.mark.parametrize(("u", "token"), [(0.0, 0), (0.1999, 0), (0.2, 1), (0.99, 1)])
def test_the_die_falls_on_the_letter_whose_stretch_holds_u(u, token):
    text = str(room.roll(PROBS[2], SYMBOLS, u))
    assert fallbacks.letter_at(PROBS[2], u) == token and f"falls on {SYMBOLS[token]}" in text
    assert [line[2] for line in text.splitlines() if line.startswith(">")] == [SYMBOLS[token]]


def test_rounding_at_the_end_of_the_line_falls_on_a_possible_letter():
    assert fallbacks.letter_at([0.3, 0.3, 0.3999999, 0.0], 0.99999999) == 2


@pytest.mark.parametrize("u", [1, -0.1, 27, float("nan"), "x", None, [0.5]])
def test_what_is_no_throw_gets_a_line(u):
    with pytest.raises(BadInput, match="from 0 up to 1"):
        room.roll(PROBS[0], SYMBOLS, u)


def test_the_loss_that_stands_in_is_infinite_for_a_pair_never_counted():
    assert fallbacks.name_loss(PROBS, [2, 2]) == math.inf


def test_a_row_that_the_ledger_does_not_have_gets_a_line():
    with pytest.raises(BadInput, match="no row 'trigram'; it has uniform"):
        ledger.show("trigram")


def rounded_at_the_end(probs, u):
    """Where rounding leaves u beyond the last end, the first letter comes."""
    return next((token for token, end in enumerate(accumulate(probs)) if u < end), 0)


def test_a_first_letter_by_rounding_is_told_and_let_through():
    text = lesson.check.letter_at.judge(rounded_at_the_end)[0]
    assert text.startswith("Right") and "A u beyond it falls on the last letter" in text
    assert "beyond" not in lesson.check.letter_at.judge(fallbacks.letter_at)[0].splitlines()[-1]


def test_a_case_is_shown_with_the_digits_that_decide_it():
    def too_early(probs, u):
        return fallbacks.letter_at(probs, u + 1e-11) if u < 1 - 1e-11 else len(probs) - 1

    said = re.search(r"for probs = (.*), u = (\S+)$", lesson.check.letter_at.judge(too_early)[0], re.MULTILINE)
    probs, u = json.loads(said[1]), float(said[2])
    assert too_early(probs, u) != fallbacks.letter_at(probs, u)


def test_moving_the_die_answers_with_what_the_function_says():
    die = room.Die(PROBS, SYMBOLS)
    die.controls["before"].value = 0
    die.controls["u"].value = 0.6
    assert die.screen.value == room.roll(PROBS[0], SYMBOLS, 0.6, "a").html


def press(die, u, button="take this letter"):
    die.controls["u"].value = u
    next(made for made in die.children[2].children if made.description == button).click()


def test_taking_letters_makes_a_name_until_the_dot():
    die = room.Die(PROBS, SYMBOLS)
    for u in (0.1, 0.6):
        press(die, u)
    assert "Name so far: ab<" in die.screen.value
    press(die, 0.5)  # after b only the dot can come
    assert "ab is finished" in die.screen.value and die.controls["before"].value == 2
    press(die, 0.1)
    assert "Name so far: a<" in die.screen.value  # the next name begins anew
    press(die, 0.5, "start again")
    assert "(nothing yet)" in die.screen.value and die.controls["before"].value == 2


def test_a_letter_before_that_is_chosen_by_hand_begins_the_name():
    die = room.Die(PROBS, SYMBOLS)
    die.controls["before"].value = 0
    assert "Name so far: a<" in die.screen.value
    press(die, 0.9)
    assert "a is finished" in die.screen.value
    die.controls["before"].value = 1
    die.controls["before"].value = 2
    assert "(nothing yet)" in die.screen.value


def test_u_is_thrown_anew_after_each_letter_and_by_a_button():
    die, twin = room.Die(PROBS, SYMBOLS), room.Die(PROBS, SYMBOLS)
    seen = []
    for button in ("take this letter", "throw u", "throw u"):
        for made in (die, twin):
            press(made, 0.1, button)
        seen.append(die.controls["u"].value)
        assert seen[-1] == twin.controls["u"].value
    assert len({0.1, *seen}) == 4


def test_neighbours_on_the_line_can_be_told_apart():
    """A letter too rare to be seen does not use up a colour: p, (q), r differ."""
    html = room.roll([0.4, 0.001, 0.4, 0.199], ["p", "q", "r", "·"], 0.9).html
    p, _, r = re.findall(r"title='[pqr]: .*?background:(#\w+)", html)
    assert p != r


def test_what_the_die_does_not_list_is_said():
    assert "each shorter than 0.01: b)" in str(room.roll([0.5, 0.005, 0.495], ["a", "b", "·"], 0.1))


@pytest.fixture
def table():
    tokenizer = Tokenizer(["ab", "ba", "c"])
    documents = [tokenizer.encode(name) for name in ("ab", "ab", "ba", "c")]
    return tokenizer, documents, bigram.count(documents, tokenizer.vocab_size)


def test_the_loss_of_a_table_is_what_evaluating_it_gives(table):
    _, documents, counts = table
    wanted = evaluate(lambda: bigram.reader(counts, 0.5), documents)
    probs = [bigram.next_probs(row, 0.5) for row in counts]
    assert room.table_loss(probs, counts) == pytest.approx(wanted)


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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("äx", "never seen in the documents"),
        ("", "(empty name)"),
        ("AB", "ab "),
        ("  ab ", "ab "),
        (" ", "(empty name)"),
    ],
)
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


def test_an_unseen_pair_is_named_once_and_only_so_many(table):
    tokenizer, _, counts = table
    assert room.unseen(counts, tokenizer, tokenizer.encode("acacac")).endswith(": ac, ca")
    wide = Tokenizer(["abcdefghijklmnop"])
    nothing = bigram.count([], wide.vocab_size)
    assert room.unseen(nothing, wide, wide.encode("abcdefghijklmnop")).endswith("gh and 9 more")


# ---- one entry of the table ----


def test_moving_an_entry_costs_what_the_whole_table_then_costs(table):
    _, _, counts = table
    made = room.Entry(counts)
    for before, after, p in ((3, 0, 0.2), (0, 1, 0.9), (1, 3, 0.5), (0, 2, 0.1)):
        probs = [bigram.next_probs(row, 0) for row in counts]
        probs[before] = room.moved(probs[before], after, p)
        assert sum(probs[before]) == pytest.approx(1)
        assert made.loss(before, after, p) == pytest.approx(room.table_loss(probs, counts))


def test_no_entry_can_be_moved_off_its_share_for_nothing(table):
    _, _, counts = table
    made = room.Entry(counts)
    for before in range(4):
        for after in range(4):
            for p in (0.05, 0.3, 0.7):
                if abs(made.shares[before][after] - 1) > 1e-9:
                    assert made.loss(before, after, p) >= made.best - 1e-12


def test_the_explorer_of_an_entry_says_its_loss_beside_the_best(table):
    _, _, counts = table
    made = [bigram.next_probs(row, 0) for row in counts]
    explorer = room.entry_explorer(counts, ["a", "b", "c", "·"], 3, 0)
    explorer.controls["p"].value = 0.9
    assert str(room.entry(room.Entry(counts), ["a", "b", "c", "·"], 3, 0, 0.9)) in explorer.screen.value
    assert "than count / sum, 0.500;" in explorer.screen.value
    wanted = room.table_loss([*made[:3], room.moved(made[3], 0, 0.9)], counts)
    assert f"training loss {wanted:.5f}" in explorer.screen.value
    explorer.controls["before"].value, explorer.controls["after"].value = 2, 3  # the end is certain there
    assert "certain" in explorer.screen.value


# ---- what can be asked ----


def test_an_entry_off_its_share_costs_whichever_it_is(table):
    _, _, counts = table
    assert questions.loss_away(counts, 3, 0) == questions.loss_away(counts, 0, 1) == "it rises"


def test_the_best_length_is_told_as_one_of_the_choices():
    for best in range(1, 7):
        told = questions.best_length(lambda size, aside, amount, best=best: abs(size - best), [])
        assert told in lesson.lesson.predictions["longer contexts"].choices


def test_a_token_with_a_point_is_no_token():
    text = lesson.check.letter_at.judge(lambda probs, u: float(fallbacks.letter_at(probs, u)))[0]
    assert "a whole number." in text


def test_a_blank_left_is_not_solved_and_dots_do_not_end_a_name():
    def first_alone(probs, bos, rng):
        tokens, token = [], bos
        while len(tokens) < 16:
            token = fallbacks.letter_at(probs[token], rng.random())
            if ...:
                break
            tokens.append(token)
        return tokens

    def none(probs, bos, rng):
        return fallbacks.letter_at(..., rng.random())

    assert "counts as true" in lesson.check.invent.judge(first_alone)[0]
    assert lesson.check.invent.judge(none)[0].startswith("Not solved yet")


LOOP = """
def invent(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16 and (token := letter_at(probs[token], rng.random())) != bos:
        tokens.append(token)
    return tokens
"""


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        (lambda probs, u: len(probs) - 1, "Not yet: the `letter_at` that it calls is not right yet"),
        (lambda probs, u: sum(end <= u for end in accumulate(probs)), "Right"),
        (fallbacks.letter_at, "Right"),
    ],
)
def test_a_right_loop_is_not_blamed_for_the_letters_it_is_given(theirs, said):
    cell = {"letter_at": theirs}
    exec(LOOP, cell)  # noqa: S102
    assert lesson.check.invent.judge(cell["invent"])[0].startswith(said)


def globals_of(source):
    """(names that a cell binds, names that it reads from elsewhere), in its functions as well."""
    table = symtable.symtable(source, "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
    return bound, read_globally(table) - bound


def read_globally(table):
    here = {s.get_name() for s in table.get_symbols() if s.is_global() and s.is_referenced()}
    return here.union(*map(read_globally, table.get_children()))


def test_a_cell_that_is_run_again_finds_what_it_found_at_first():
    cells = [globals_of(c["source"]) for c in nbformat.read(BOOK, as_version=4).cells if c["cell_type"] == "code"]
    for place, (_, read) in enumerate(cells):
        before = set().union(*(bound for bound, _ in cells[:place]))
        for bound, _ in cells[place + 1 :]:
            assert not bound & read & before, f"bound anew later: {bound & read & before}"
    assert any(read for _, read in cells)


def test_names_with_a_pair_that_never_occurs_are_counted_once_and_at_both_ends():
    never = ["xq", "·z", "b·", "qx"]
    assert questions.names_with_a_hole(never, ["anna", "axqxq", "zoe", "bob", "abba"]) == 3

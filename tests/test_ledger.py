import random
import re
from functools import partial
from math import log
from pathlib import Path

import pytest

from microgpt import bigram
from microgpt.autograd import floats, parameters, values
from microgpt.lessons import ledger
from microgpt.lessons.ledger import keep, networks, tables
from microgpt.train import autograd_step, evaluate, train

PROJECT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(keep, "FOLDER", tmp_path / "kept")


# ---- tables ----


def test_the_rows_fall_from_ignorance_to_the_strongest_table():
    assert ledger.early("uniform") == ledger.final("uniform") == pytest.approx(log(27))
    finals = [ledger.final(row) for row in ledger.TABLES]
    assert finals == sorted(finals, reverse=True)
    for row in ledger.TABLES[1:]:
        assert ledger.final(row) < ledger.early(row)


@pytest.mark.parametrize(("row", "length", "amount"), [("letter frequencies", 0, 1.0), ("longer contexts", 5, 30.0)])
def test_a_table_in_the_ledger_is_what_the_core_reads_from_it(row, length, amount):
    """The ledger computes only the probabilities of letters that came; the core's reader those of all."""
    tokenizer, training, held_out = ledger.names()
    counts = bigram.contexts(training[:1000], tokenizer.vocab_size, length)
    wanted = evaluate(lambda: bigram.context_reader(counts, tokenizer.vocab_size, length, amount), held_out)
    assert ledger.early(row) == pytest.approx(wanted, abs=1e-12)


def test_the_bigram_row_is_what_the_core_reads_from_the_table():
    tokenizer, training, held_out = ledger.names()
    counts = bigram.count(training, tokenizer.vocab_size)
    assert ledger.final("bigram table") == pytest.approx(evaluate(lambda: bigram.reader(counts), held_out), abs=1e-12)


TEXTS = ["·ab·", "·aab·", "·ba·"]


@pytest.mark.parametrize("smoother", [tables.dirichlet, tables.kneser_ney])
@pytest.mark.parametrize("context", ["", "·", "·a", "a", "aa", "ba", "bb", "·bb"])
def test_what_may_follow_a_context_has_probability_one_together(smoother, context):
    prob = tables.table(smoother, TEXTS, 2, 0.5, vocab_size=3)
    chances = [prob(context, letter) for letter in "ab·"]
    assert sum(chances) == pytest.approx(1) and min(chances) > 0


def test_kneser_ney_counts_what_came_before_a_letter_and_not_how_often_it_came():
    """By hand: the shortest context of "·ab·", "·aab·", "·ba·". a comes after ·, a, b; b after a, ·; the end after b, a."""
    prob = tables.table(tables.kneser_ney, TEXTS, 1, 0.5, vocab_size=3)
    saved = 0.5 * 3 / 7  # three letters lowered by 0.5, of seven pairs
    assert prob("", "a") == pytest.approx((3 - 0.5) / 7 + saved / 3)
    assert prob("a", "·") == pytest.approx((1 - 0.5) / 4 + 0.5 * 3 / 4 * ((2 - 0.5) / 7 + saved / 3))


def test_length_and_amount_are_chosen_without_the_names_that_judge(monkeypatch):
    seen = []
    monkeypatch.setattr(tables, "judged", lambda s, t, held_out, v, *choice: seen.append(held_out) or sum(choice))
    tokenizer, training, held_out = ledger.names()
    training, held_out = ledger.texts(training), ledger.texts(held_out)
    assert tables.longer(tables.dirichlet, (3, 4), (1.0, 2.0), training, held_out, tokenizer.vocab_size) == 4.0
    *trials, last = seen
    assert len(trials) == 4 and last == held_out
    assert all(set(aside) <= set(training) and not set(aside) & set(held_out) for aside in trials)


# ---- networks ----


def test_a_model_in_the_ledger_is_what_readable_training_gives():
    """Replay is faster, and nothing else: the MLP's row by the readable engine, its losses evaluated on floats."""
    _, training, held_out = ledger.names()
    network = ledger.NETWORKS["MLP"]
    graph = values(network.start(random.Random(ledger.SEED)))
    step = autograd_step(lambda: network.reader(graph), network.early(parameters(graph)))
    for _ in train(step, training, ledger.STEPS):
        pass
    learned = floats(graph)
    assert evaluate(lambda: network.reader(learned), held_out) == pytest.approx(ledger.early("MLP"), abs=1e-9)


def test_what_is_trained_to_the_end_can_be_read_and_has_the_loss_of_its_row(monkeypatch):
    monkeypatch.setattr(networks, "LONG", 20)
    monkeypatch.setattr(ledger, "final", ledger.final.__wrapped__)
    state = ledger.learned("MLP")
    reader = partial(ledger.NETWORKS["MLP"].reader, state)
    assert evaluate(reader, ledger.names()[2]) == pytest.approx(ledger.final("MLP"), abs=1e-9)
    assert ledger.final("MLP") < ledger.final("uniform")


def test_runs_differ_in_every_row_that_is_learned_or_counted(monkeypatch):
    monkeypatch.setattr(ledger, "RUNS", 2)
    for row in ("bigram table", "MLP"):
        first, second = ledger.early_runs(row)
        assert first == ledger.early(row) and 0 < abs(first - second) < 0.1


def test_no_held_out_name_is_trained_on():
    tokenizer, training, held_out = ledger.names()
    assert not {tokenizer.decode(t) for t in training} & {tokenizer.decode(t) for t in held_out}


# ---- what is kept ----


def test_what_is_kept_is_not_computed_again():
    computed = []
    for _ in range(2):
        assert keep.kept("a row", lambda: computed.append(1) or {"loss": 2.5}) == {"loss": 2.5}
    assert len(computed) == 1


def test_the_seal_depends_on_the_sources_and_on_the_data(monkeypatch):
    keep.kept("a row", lambda: 1.0)
    monkeypatch.setattr(keep, "sources", lambda: "other sources")
    assert keep.kept("a row", lambda: 2.0) == 2.0


def test_the_sources_are_the_core_the_replay_the_ledger_and_the_names(monkeypatch, tmp_path):
    """A change in any of them, and in no other file, gives another digest."""
    package, data = tmp_path / "microgpt", tmp_path / "data"
    counting = ["bigram.py", "replay/record.py", "lessons/ledger/tables.py"]
    for name in [*counting, "teach/plot.py"]:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        (package / name).write_text("1")
    data.mkdir()
    (data / "names.txt").write_text("emma")
    monkeypatch.setattr(keep, "PACKAGE", package)
    monkeypatch.setattr(keep, "DATA", data)
    found = {keep.sources.__wrapped__()}
    (package / "teach/plot.py").write_text("2")
    assert keep.sources.__wrapped__() in found
    for path in [*(package / name for name in counting), data / "names.txt"]:
        path.write_text("2")
        found.add(keep.sources.__wrapped__())
    assert len(found) == 5


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "2.5", '{"seal": "0"}', '{"seal": "0", "result": 1.0}', "[" * 100_000, "\0\xff"]
)
def test_a_damaged_file_costs_nothing_but_time(text):
    keep.FOLDER.mkdir()
    (keep.FOLDER / "a-row.json").write_text(text, encoding="latin-1")
    assert keep.kept("a row", lambda: 2.5) == 2.5
    assert keep.kept("a row", lambda: 3.5) == 2.5  # mended


def test_a_result_that_was_changed_by_hand_is_not_believed():
    keep.kept("a row", lambda: 2.5)
    path = keep.FOLDER / "a-row.json"
    path.write_text(path.read_text().replace("2.5", "1.5"))
    assert keep.kept("a row", lambda: 2.5) == 2.5


@pytest.mark.parametrize("in_the_way", ["kept", "kept/a-row.json/x"])
def test_a_folder_that_cannot_be_written_costs_nothing_but_time(in_the_way):
    path = keep.FOLDER.parent / in_the_way
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a file where a folder is wanted, or the reverse")
    assert keep.kept("a row", lambda: 2.5) == 2.5 and keep.kept("a row", lambda: 3.5) == 3.5
    assert not list(keep.FOLDER.parent.rglob("*.part"))


def test_a_write_protected_file_costs_nothing_but_time():
    keep.kept("a row", lambda: 1.5)
    path = keep.FOLDER / "a-row.json"
    path.write_text("{}")
    path.chmod(0o444)
    assert keep.kept("a row", lambda: 2.5) == 2.5 and keep.kept("a row", lambda: 3.5) == 3.5
    assert path.read_text() == "{}"


# ---- what is printed ----


def test_show_prints_two_columns_and_marks_the_new_row(capsys):
    ledger.show("letter frequencies", new={"bigram table": 2.5, "my own": (2.25, None)})
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"uniform +3\.296 +3\.296", lines[2])
    assert re.fullmatch(r"bigram table +2\.500 +2\.585 +<- new", lines[4])  # the second number is the ledger's own
    assert re.fullmatch(r"my own +2\.250 +- +<- new", lines[5])
    assert "work/kept" in lines[6] and max(map(len, lines)) <= 88


def test_a_digit_that_depends_on_the_machine_is_not_shown(capsys):
    ledger.show("uniform", new={"GPT 48/2": (None, 2.3203)})
    *_, row, note, _ = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"GPT 48/2 +- +2\.32 +<- new", row) and "third depends on the machine" in note


def test_the_readme_tells_the_losses_that_the_notebooks_reached():
    """The notebooks' stored outputs are held by nbval; so the README is held by them."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    final = (PROJECT / "notebooks" / "06_full_gpt.ipynb").read_text(encoding="utf-8")
    reached = re.findall(r'"([A-Za-z\d/, -]+?) {2,}(\d\.\d{3}|-) +(\d\.\d{2,3})', final)
    rows = {f"| {row} | {early} | {end} |" for row, early, end in reached}
    for row in ("bigram table", "longer contexts", "Kneser-Ney table", "MLP", "one head", "GPT 16/1, Adam", "GPT 48/2"):
        assert any(f"| {row} |" in told and told in readme for told in rows), row

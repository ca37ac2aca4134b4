import random
import re
from math import log
from pathlib import Path

import pytest

from microgpt.autograd import floats, parameters, values
from microgpt.lessons import ledger
from microgpt.train import autograd_step, evaluate, train

PROJECT = Path(__file__).parent.parent


def test_the_rows_fall_from_ignorance_to_the_table():
    assert ledger.loss("uniform") == pytest.approx(log(27))
    assert ledger.loss("uniform") > ledger.loss("letter frequencies") > ledger.loss("bigram table")


def test_the_table_of_longer_contexts_is_the_best_table():
    assert ledger.loss("longer contexts") < ledger.loss("bigram table") - 0.1


def test_a_model_in_the_ledger_is_what_readable_training_gives():
    """Replay is faster, and nothing else: the MLP's row by the readable engine, its losses evaluated on floats."""
    _, training, held_out = ledger.names()
    init, open_reader, optimizer = ledger.MODELS["MLP"]
    graph = values(init(random.Random(ledger.SEED)))
    for _ in train(autograd_step(lambda: open_reader(graph), optimizer(parameters(graph))), training, ledger.STEPS):
        pass
    learned = floats(graph)
    assert evaluate(lambda: open_reader(learned), held_out) == pytest.approx(ledger.loss("MLP"), abs=1e-9)


def test_runs_differ_and_a_table_has_only_one(monkeypatch):
    monkeypatch.setattr(ledger, "RUNS", 2)
    first, second = ledger.losses("MLP")
    assert first == ledger.loss("MLP") and 0 < abs(first - second) < 0.1
    assert len(ledger.losses("bigram table")) == 1


def test_no_held_out_name_is_trained_on():
    tokenizer, training, held_out = ledger.names()
    assert not {tokenizer.decode(t) for t in training} & {tokenizer.decode(t) for t in held_out}


def test_show_marks_the_new_row(capsys):
    ledger.show("letter frequencies", new={"bigram table": 2.5})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["held-out", "uniform", "letter", "bigram"]
    assert lines[-1].endswith("<- new") and "2.500" in lines[-1]


def test_the_readme_tells_the_losses_that_the_notebooks_reached():
    """The notebooks' stored outputs are held by nbval; so the README is held by them."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    final = (PROJECT / "notebooks" / "06_full_gpt.ipynb").read_text(encoding="utf-8")
    reached = dict(re.findall(r'"([A-Za-z, ]+?) +(\d\.\d{3})  █', final))
    for row in ("bigram table", "longer contexts", "MLP", "one head", "GPT, SGD", "GPT, Adam"):
        assert re.search(rf"\| {re.escape(row)} \| {reached[row]} \|", readme), f"{row}: {reached[row]}"

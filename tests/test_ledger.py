import re
from math import log
from pathlib import Path

import pytest

from microgpt import ledger

PROJECT = Path(__file__).parent.parent


def test_the_rows_fall_from_ignorance_to_the_table():
    assert ledger.loss("uniform") == pytest.approx(log(27))
    assert ledger.loss("uniform") > ledger.loss("letter frequencies") > ledger.loss("bigram table")


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
    for row in ("bigram table", "MLP", "one head", "GPT, SGD", "GPT, Adam"):
        assert re.search(rf"\| {re.escape(row)} \| {reached[row]} \|", readme), f"{row}: {reached[row]}"

"""What several test files need: the original's numbers, the original's names, and models to try things on."""

import csv
import os
import random
import signal
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

from microgpt import data, gpt

settings.register_profile("course", deadline=None, derandomize=True)  # the same examples everywhere, at any speed
settings.load_profile("course")


def unheeded(number, frame):
    """Ignore a signal as whoever started the tests asked for, but let the programs that they start hear it."""


for name in ("SIGINT", "SIGHUP"):  # a shell starts what runs in the background deaf to the one, nohup to the other
    with suppress(AttributeError, ValueError):  # no such signal, or another thread than the main one
        if signal.getsignal(getattr(signal, name)) is signal.SIG_IGN:
            signal.signal(getattr(signal, name), unheeded)

REFERENCE = Path(__file__).parent / "reference"


@pytest.fixture(scope="session")
def reference():
    """reference(stage) -> (losses, samples) as the original printed them."""

    def read(stage):
        losses = REFERENCE / f"{stage}_losses.csv"
        losses = losses if losses.exists() else REFERENCE / f"{stage}.csv"
        with losses.open(encoding="utf-8") as file:
            printed = [float(row["loss"]) for row in csv.DictReader(file)]
        return printed, (REFERENCE / f"{stage}_samples.txt").read_text(encoding="utf-8").split()

    return read


@pytest.fixture(scope="session")
def original_names():
    """The path of the 32,033 names: from MICROGPT_NAMES, which must then be right, or downloaded; else a skip."""
    if "MICROGPT_NAMES" in os.environ:
        path = Path(os.environ["MICROGPT_NAMES"])
        assert path.exists(), f"MICROGPT_NAMES points to {path}, which does not exist"
        return path
    path = data.FOLDER / "names_makemore.txt"
    if not path.exists():
        pytest.skip("needs the original's names: python -m microgpt download")
    return path


@pytest.fixture
def tiny():
    """(state, config, tokenizer) of a small untrained GPT over a, b and c."""
    tokenizer = data.Tokenizer(["abc"])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2, n_layer=2, block_size=6)
    return gpt.init(config, random.Random(1)), config, tokenizer


@pytest.fixture
def reader(monkeypatch, tmp_path):
    """A new reader, whose progress is kept in a folder of copies of the notebooks; the Progress."""
    from microgpt.teach import progress

    (tmp_path / progress.COPIES).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(progress, "kept", progress.Progress(tmp_path))
    return progress.kept

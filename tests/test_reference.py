"""Every stage of the course meets the numbers that the original programs print: all losses, all sampled names."""

import csv
import random
from pathlib import Path

import pytest

from microgpt import bigram, gpt, mlp
from microgpt.__main__ import main
from microgpt.autograd import floats, parameters, values
from microgpt.data import Tokenizer, load
from microgpt.lessons import puzzles
from microgpt.lessons.ledger import one_head_state
from microgpt.optim import SGD
from microgpt.sample import sample
from microgpt.train import autograd_step, loss, train

STEPS = 1000


class Run:
    """What all stages do alike: one stream of random numbers shuffles, draws parameters, and samples at the end."""

    def __init__(self, path):
        self.documents = load(path)
        self.rng = random.Random(42)
        self.rng.shuffle(self.documents)
        self.tokenizer = Tokenizer(self.documents)
        self.token_lists = [self.tokenizer.encode(document)[:17] for document in self.documents]

    def samples(self, open_reader, temperature=0.5):
        bos = self.tokenizer.bos
        tokens = [sample(open_reader(), bos, 16, self.rng, temperature) for _ in range(20)]
        return [self.tokenizer.decode(t) for t in tokens]

    def train(self, state, open_reader, optimizer):
        """(losses, samples) of a model trained by autograd; state: floats; open_reader(state) opens a document."""
        graph = values(state)
        step = autograd_step(lambda: open_reader(graph), optimizer(parameters(graph)))
        losses = list(train(step, self.token_lists, STEPS))
        learned = floats(graph)
        return losses, self.samples(lambda: open_reader(learned))


def check(found, printed, digits=5e-5):
    losses, samples = found
    assert len(losses) == len(printed[0]) == STEPS
    assert losses == pytest.approx(printed[0], abs=digits, rel=0)
    assert samples == printed[1]


def test_stage_0_counting(original_names, reference):
    run = Run(original_names)
    counts = bigram.count([], run.tokenizer.vocab_size)
    losses = []
    for tokens in run.token_lists[:STEPS]:
        losses.append(loss(bigram.reader(counts), tokens))
        bigram.add(counts, tokens)
    check((losses, run.samples(lambda: bigram.reader(counts), temperature=1.0)), reference("stage0"))


def test_stage_1_gradients_by_hand(original_names, reference):
    run = Run(original_names)
    state = mlp.init(run.rng, run.tokenizer.vocab_size)
    losses = []
    for i in range(STEPS):
        value, gradients = mlp.gradients(state, run.token_lists[i])
        losses.append(value)
        for name, rows in state.items():
            for row, d_row in zip(rows, gradients[name]):
                row[:] = [x - 1.0 * (1 - i / STEPS) * d for x, d in zip(row, d_row)]
    check((losses, run.samples(lambda: mlp.reader(state))), reference("stage1"))


def test_stage_2_the_same_by_autograd(original_names, reference):
    run = Run(original_names)
    state = mlp.init(run.rng, run.tokenizer.vocab_size)
    check(run.train(state, mlp.reader, lambda p: SGD(p, lr=1.0)), reference("stage2"))


def test_stage_3_one_head(original_names, reference):
    run = Run(original_names)
    config = gpt.Config(run.tokenizer.vocab_size, n_head=1)
    state = one_head_state(config, run.rng)
    check(run.train(state, lambda s: gpt.reader(s, config), lambda p: SGD(p, lr=0.1)), reference("stage3"))


def test_stage_4_four_heads(original_names, reference):
    run = Run(original_names)
    config = gpt.Config(run.tokenizer.vocab_size)
    state = gpt.init(config, run.rng)
    check(run.train(state, lambda s: gpt.reader(s, config), lambda p: SGD(p, lr=0.1)), reference("stage4"))


def trained_on_the_command_line(path, folder, capsys, engine="readable"):
    """(losses, samples) of `python -m microgpt train` with no other option than the data and the engine."""
    log = folder / "log.csv"
    assert main(["train", "--data", str(path), "--log", str(log), "--engine", engine]) == 0
    with log.open(encoding="utf-8") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    printed = capsys.readouterr().out.splitlines()
    return losses, [line.split(": ")[1] for line in printed if line.startswith("sample ")]


def test_the_full_gpt_with_adam(original_names, reference, tmp_path, capsys):
    found = trained_on_the_command_line(original_names, tmp_path, capsys)
    check(found, reference("gist_names_seed42"), digits=1e-12)


def test_the_full_gpt_on_ten_names(reference, tmp_path, capsys):
    ten_names = Path(__file__).parent / "reference" / "ten_names.txt"
    check(trained_on_the_command_line(ten_names, tmp_path, capsys), reference("gist_ten_names_seed42"), digits=1e-12)


def test_the_full_gpt_replayed(original_names, reference, tmp_path, capsys):
    pytest.importorskip("numpy")
    found = trained_on_the_command_line(original_names, tmp_path, capsys, engine="replay")
    check(found, reference("gist_names_seed42"), digits=1e-12)


def first_draft_losses(path, buggy):
    run = Run(path)
    return list(puzzles.first_draft(run.documents, run.tokenizer.characters, run.rng, buggy=buggy))


def test_the_first_draft_with_its_bug(original_names):
    with (Path(__file__).parent / "reference" / "first_draft_losses.csv").open(encoding="utf-8") as file:
        printed = [float(row["loss"]) for row in csv.DictReader(file)]
    assert len(printed) == 100
    assert first_draft_losses(original_names, buggy=True) == pytest.approx(printed, abs=5e-5, rel=0)


def test_the_first_draft_mended(original_names):
    losses = first_draft_losses(original_names, buggy=False)
    assert losses[:5] == pytest.approx([3.3325, 3.3319, 3.3318, 3.3326, 3.3275], abs=5e-5)
    assert [losses[49], losses[99]] == pytest.approx([2.7349, 3.4149], abs=5e-5)
    assert sum(losses[50:]) / 50 == pytest.approx(2.872, abs=5e-4)

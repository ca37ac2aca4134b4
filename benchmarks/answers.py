"""How fast the explorers answer: the median and the slowest of many moves of each control, in the kernel, real models.

    .venv/bin/python benchmarks/answers.py

Rewrites the section "Explorers" of RESULTS.md; benchmarks/run.py calls `section` for it.
"""

import asyncio
import statistics
import time

import results

from microgpt import bigram, gpt
from microgpt.autograd import Value
from microgpt.lessons import ledger
from microgpt.lessons.attention import views
from microgpt.lessons.autograd.player import backward_player
from microgpt.lessons.bigram.views import Die, smoothing_explorer
from microgpt.lessons.desk import Desk
from microgpt.lessons.full_gpt import TemperatureLab
from microgpt.lessons.gpt.sizes import SizeExplorer
from microgpt.lessons.mlp import slope_explorer


def moves(explorer, **values):
    """Seconds that each move takes; values: the values that a control is set to, one after the other."""
    taken = []
    for name, found in values.items():
        for value in found:
            start = time.perf_counter()
            explorer.controls[name].value = value
            taken.append(time.perf_counter() - start)
    return taken


def line(name, taken):
    return f"| {name} | {1000 * statistics.median(taken):.1f} ms | {1000 * max(taken):.1f} ms |"


def section():
    """The section of the report, as Markdown."""
    tokenizer, training, held_out = ledger.names()
    size = tokenizer.vocab_size
    config = gpt.Config(size)
    learned = ledger.learned("GPT 16/1")
    known = {tokenizer.decode(tokens) for tokens in training}
    counts = bigram.count(training, size)
    pairs = {"training names": counts, "held-out names": bigram.count(held_out, size)}
    probs = [bigram.next_probs(row) for row in counts]
    symbols = [tokenizer.symbol(token) for token in range(size)]
    states = {"finished": {name.removeprefix("layer0."): rows for name, rows in ledger.learned("one head").items()}}
    a = Value(2.0)
    b = 3 * a
    d = b * (b + 1)
    lab = TemperatureLab(lambda: gpt.reader(learned, config), tokenizer, known)
    temperatures = [round(0.05 * k, 2) for k in range(1, 41)]
    rows = [
        line("the die", moves(Die(probs, symbols), u=[k / 100 for k in range(100)])),
        line(
            "smoothing",
            moves(smoothing_explorer(counts, pairs, tokenizer, "emma"), smoothing=[0, 0.1, 10] * 5),
        ),
        line("slope of a loss", moves(slope_explorer([0.0] * size, 12, 12), moved=[-6, -1, 0.5, 4] * 5)),
        line("backward player", moves(backward_player(d, {"a": a, "b": b, "d": d}), steps=[1, 2, 3, 0] * 5)),
        line("attention", moves(views.attention_explorer(states, tokenizer, "katharina"), position=list(range(10)))),
        line("size and cost", moves(SizeExplorer(size), n_embd=[16, 32, 64] * 5, n_layer=[1, 3, 6] * 5)),
        line("temperature lab", moves(lab, temperature=temperatures, prefix=["m", "ma", "mar"], top_k=[0, 5, 10])),
        line("training desk, to the press of a button", [pressed() for _ in range(5)]),
    ]
    return "\n".join(["| explorer | a move, median | slowest |", "|---|---|---|", *rows])


def pressed():
    """Seconds until the button `train` gives the kernel back; the training itself goes on in a task of its loop."""

    async def scenario():
        desk = Desk()
        start = time.perf_counter()
        desk.train()
        taken = time.perf_counter() - start
        desk.stop()
        await desk.task
        return taken

    return asyncio.run(scenario())


def main():
    results.write({"Explorers": section()})


if __name__ == "__main__":
    main()

"""The loss ledger, the thread of the course: what each lesson's model reaches on the same held-out names.

Every row is computed when it is asked for and remembered for the session. Models are trained by replay on NumPy, whose
losses are those of the readable engine, in a fraction of its time; tables are counted.
"""

import random
from functools import cache
from math import log

from .. import autograd, bigram, gpt, mlp, nn
from ..data import Tokenizer, bundled, split
from ..optim import SGD, Adam
from ..replay.replay import Replay
from ..train import evaluate

STEPS = 1000
SEED = 42
RUNS = 5  # a run starts from other parameters, and trains on the next thousand names


@cache
def names():
    """(tokenizer, training token lists, held-out token lists) of the bundled names."""
    training, held_out = split(bundled())
    tokenizer = Tokenizer(training + held_out)
    return tokenizer, [tokenizer.encode(name) for name in training], [tokenizer.encode(name) for name in held_out]


# ---- tables: counted, the same in every run ----


def uniform():
    return log(names()[0].vocab_size)


def letter_frequencies():
    tokenizer, training, held_out = names()
    counts = bigram.contexts(training, tokenizer.vocab_size, longest=0)
    return evaluate(lambda: bigram.context_reader(counts, tokenizer.vocab_size, 0, smoothing=1.0), held_out)


def bigram_table():
    tokenizer, training, held_out = names()
    counts = bigram.count(training, tokenizer.vocab_size)
    return evaluate(lambda: bigram.reader(counts), held_out)


def longer_contexts():
    """The best table of longer contexts: length and smoothing are chosen on training names put aside for that."""
    tokenizer, training, held_out = names()
    vocab_size, aside = tokenizer.vocab_size, training[:500]
    trial = bigram.contexts(training[500:], vocab_size, longest=5)
    choices = [(longest, smoothing) for longest in (3, 4, 5) for smoothing in (10.0, 30.0)]
    longest, smoothing = min(
        choices, key=lambda choice: evaluate(lambda: bigram.context_reader(trial, vocab_size, *choice), aside)
    )
    counts = bigram.contexts(training, vocab_size, longest)
    return evaluate(lambda: bigram.context_reader(counts, vocab_size, longest, smoothing), held_out)


TABLES = {
    "uniform": uniform,
    "letter frequencies": letter_frequencies,
    "bigram table": bigram_table,
    "longer contexts": longer_contexts,
}

# ---- models: trained on STEPS names, once per run ----


def config(**sizes):
    return gpt.Config(names()[0].vocab_size, **sizes)


def one_head_state(config, rng):
    """Lesson 4 draws the output matrix last; everything else is the GPT's."""
    shapes = gpt.shapes(config)
    order = [*(name for name in shapes if name != "lm_head"), "lm_head"]
    return {name: nn.matrix(rng, *shapes[name]) for name in order}


MODELS = {  # row: (the state for an rng, the reader of a state, the optimizer for parameters)
    "MLP": (lambda rng: mlp.init(rng, config().vocab_size), mlp.reader, lambda p: SGD(p, lr=1.0)),
    "one head": (
        lambda rng: one_head_state(config(n_head=1), rng),
        lambda state: gpt.reader(state, config(n_head=1)),
        lambda p: SGD(p, lr=0.1),
    ),
    "GPT, SGD": (
        lambda rng: gpt.init(config(), rng),
        lambda state: gpt.reader(state, config()),
        lambda p: SGD(p, lr=0.1),
    ),
    "GPT, Adam": (lambda rng: gpt.init(config(), rng), lambda state: gpt.reader(state, config()), Adam),
}
ROWS = [*TABLES, *MODELS]


def replayed(state, open_reader, optimizer, run=0, steps=STEPS, batch=1):
    """A Replay after so many steps on `batch` names each, and its Values. state: floats; open_reader(state) opens a document."""
    tokenizer, training, _ = names()
    graph = autograd.values(state)
    chosen = optimizer(autograd.parameters(graph))
    replay = Replay(lambda: open_reader(graph), chosen, config().block_size, tokenizer.vocab_size, engine="numpy")
    replay.train(training[run * STEPS :] + training[: run * STEPS], steps, batch)
    return replay, graph


def trained(state, open_reader, optimizer, run=0, steps=STEPS, batch=1):
    """The held-out loss of a model that was trained; arguments as for `replayed`."""
    return replayed(state, open_reader, optimizer, run, steps, batch)[0].evaluate(names()[2])


def one_head_long(steps, batch):
    """Lesson 4's model after a longer training with Adam, as floats, with that lesson's names of the matrices."""
    init, open_reader, _ = MODELS["one head"]
    replay, graph = replayed(init(random.Random(SEED)), open_reader, Adam, steps=steps, batch=batch)
    replay.store()
    return {name.removeprefix("layer0."): rows for name, rows in autograd.floats(graph).items()}


def gpt_by_replay(state, config, steps=STEPS):
    """Lesson 6's model as floats, trained by replay from this state with Adam."""
    replay, graph = replayed(state, lambda s: gpt.reader(s, config), Adam, steps=steps)
    replay.store()
    return autograd.floats(graph)


@cache
def loss(row, run=0):
    """The held-out loss of one row in one run, in nats per token."""
    if row in TABLES:
        return TABLES[row]()
    init, open_reader, optimizer = MODELS[row]
    return trained(init(random.Random(SEED + run)), open_reader, optimizer, run)


def losses(row):
    """The held-out losses of a model in all runs; of a table the one that it has."""
    return [loss(row, run) for run in range(RUNS if row in MODELS else 1)]


def show(upto, new=None):
    """Print the ledger up to one row; new: a dictionary of rows that this lesson adds."""
    known = ROWS[: ROWS.index(upto) + 1]
    rows = {row: loss(row) for row in known} | (new or {})
    print(f"{'held-out loss':20} nats per token")
    for row, value in rows.items():
        mark = "  <- new" if row in (new or {}) else ""
        print(f"{row:20} {value:.3f}  {'█' * round(10 * value)}{mark}")


def show_runs():
    """Print the whole ledger with the mean of all runs, and how far the lowest and the highest of them lie apart."""
    print(f"{'held-out loss':20} mean   lowest to highest of {RUNS} runs")
    for row in ROWS:
        found = losses(row)
        spread = f"{min(found):.3f} to {max(found):.3f}" if row in MODELS else "(a table: the same every time)"
        print(f"{row:20} {sum(found) / len(found):.3f}  {spread}")

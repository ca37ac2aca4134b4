"""The loss ledger, the thread of the course: what each lesson's model reaches on the same held-out names.

Every row is computed when it is asked for, with the library's own pieces, and remembered for the session.
"""

import random
from functools import cache
from math import log

from . import autograd, bigram, gpt, mlp, nn
from .data import Tokenizer, bundled, split
from .optim import SGD, Adam
from .train import autograd_step, evaluate, train

STEPS = 1000
SEED = 42


@cache
def names():
    """(tokenizer, training token lists, held-out token lists) of the bundled names."""
    training, held_out = split(bundled())
    tokenizer = Tokenizer(training + held_out)
    return tokenizer, [tokenizer.encode(name) for name in training], [tokenizer.encode(name) for name in held_out]


def uniform():
    return log(names()[0].vocab_size)


def letter_frequencies():
    tokenizer, training, held_out = names()
    counts = [0] * tokenizer.vocab_size
    for tokens in training:
        for token in tokens[1:]:
            counts[token] += 1
    logits = [log(n) for n in counts]
    return evaluate(lambda: lambda token: logits, held_out)


def bigram_table():
    tokenizer, training, held_out = names()
    counts = bigram.count(training, tokenizer.vocab_size)
    return evaluate(lambda: bigram.reader(counts), held_out)


def mlp_sgd():
    state = mlp.init(random.Random(SEED), names()[0].vocab_size)
    return trained(state, mlp.reader, lambda parameters: SGD(parameters, lr=1.0))


def one_head():
    config = gpt.Config(names()[0].vocab_size, n_head=1)
    state = one_head_state(config, random.Random(SEED))
    return trained(state, lambda s: gpt.reader(s, config), lambda parameters: SGD(parameters, lr=0.1))


def one_head_state(config, rng):
    """Lesson 4 draws the output matrix last; everything else is the GPT's."""
    shapes = gpt.shapes(config)
    order = [*(name for name in shapes if name != "lm_head"), "lm_head"]
    return {name: nn.matrix(rng, *shapes[name]) for name in order}


def gpt_sgd():
    return trained_gpt(lambda parameters: SGD(parameters, lr=0.1))


def gpt_adam():
    return trained_gpt(Adam)


def trained_gpt(optimizer):
    config = gpt.Config(names()[0].vocab_size)
    return trained(gpt.init(config, random.Random(SEED)), lambda s: gpt.reader(s, config), optimizer)


def trained(state, open_reader, optimizer):
    """The held-out loss of a model after STEPS names; open_reader(state) opens a document."""
    _, training, held_out = names()
    graph = autograd.values(state)
    step = autograd_step(lambda: open_reader(graph), optimizer(autograd.parameters(graph)))
    for _ in train(step, training, STEPS):
        pass
    learned = autograd.floats(graph)
    return evaluate(lambda: open_reader(learned), held_out)


ROWS = {
    "uniform": uniform,
    "letter frequencies": letter_frequencies,
    "bigram table": bigram_table,
    "MLP": mlp_sgd,
    "one head": one_head,
    "GPT, SGD": gpt_sgd,
    "GPT, Adam": gpt_adam,
}


@cache
def loss(row):
    """The held-out loss of one row, in nats per token."""
    return ROWS[row]()


def show(upto, new=None):
    """Print the ledger up to one row; new: a dictionary of rows that this lesson adds."""
    known = list(ROWS)[: list(ROWS).index(upto) + 1]
    rows = {row: loss(row) for row in known} | (new or {})
    print(f"{'held-out loss':20} nats per token")
    for row, value in rows.items():
        mark = "  <- new" if row in (new or {}) else ""
        print(f"{row:20} {value:.3f}  {'█' * round(10 * value)}{mark}")

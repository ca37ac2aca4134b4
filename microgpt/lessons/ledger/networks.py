"""The ledger's networks: from which numbers each starts, and how it is trained, for a thousand names or to the end.

They are trained by replay, whose losses are those of the readable engine, in a fraction of its time.
"""

import random
from dataclasses import dataclass
from functools import cache

from ... import autograd, gpt, mlp, nn
from ...data import Tokenizer, bundled, split
from ...optim import SGD, Adam
from ...replay import Replay

SEED = 42
STEPS = 1000  # of one name each, in the first column
LONG, BATCH = 3000, 32  # steps to the end, and the names in each: every training name about seven times


@cache
def names():
    """(tokenizer, training token lists, held-out token lists) of the bundled names."""
    training, held_out = split(bundled())
    tokenizer = Tokenizer(training + held_out)
    return tokenizer, [tokenizer.encode(name) for name in training], [tokenizer.encode(name) for name in held_out]


def config(**sizes):
    return gpt.Config(names()[0].vocab_size, **sizes)


@dataclass(frozen=True)
class Network:
    """start(rng): its first numbers; reader(state) opens a document; early(parameters): how it learns in the first column.

    None: it is not in that column. rate: Adam's, when it is trained to the end. digits: how many of its loss are the same
    on all machines; in a long training rounding moves the third digit of the larger ones.
    """

    start: object
    reader: object
    early: object = None
    rate: float = 0.01
    digits: int = 3


def one_head_state(config, rng):
    """Lesson 4 draws the output matrix last; everything else is the GPT's."""
    shapes = gpt.shapes(config)
    order = [*(name for name in shapes if name != "lm_head"), "lm_head"]
    return {name: nn.matrix(rng, *shapes[name]) for name in order}


def a_gpt(early=None, rate=0.01, digits=3, **sizes):
    return Network(
        lambda rng: gpt.init(config(**sizes), rng),
        lambda state: gpt.reader(state, config(**sizes)),
        early,
        rate,
        digits,
    )


NETWORKS = {
    "MLP": Network(lambda rng: mlp.init(rng, config().vocab_size), mlp.reader, lambda p: SGD(p, lr=1.0)),
    "one head": Network(
        lambda rng: one_head_state(config(n_head=1), rng),
        lambda state: gpt.reader(state, config(n_head=1)),
        lambda p: SGD(p, lr=0.1),
    ),
    "GPT 16/1": a_gpt(lambda p: SGD(p, lr=0.1)),
    "GPT 16/1, Adam": a_gpt(Adam),
    "GPT 32/2": a_gpt(digits=2, n_embd=32, n_layer=2),
    "GPT 48/2": a_gpt(rate=0.005, digits=2, n_embd=48, n_layer=2),
}


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


def early(row, run):
    """The held-out loss after STEPS names, in one run; None where the network is not trained so."""
    network = NETWORKS[row]
    if network.early is None:
        return None
    return trained(network.start(random.Random(SEED + run)), network.reader, network.early, run)


def to_the_end(row):
    """{"loss": on the held-out names, "state": what was learned, as floats} of a network after LONG steps of BATCH names."""
    network = NETWORKS[row]
    start = network.start(random.Random(SEED))
    replay, graph = replayed(start, network.reader, lambda p: Adam(p, lr=network.rate), steps=LONG, batch=BATCH)
    replay.store()
    return {"loss": replay.evaluate(names()[2]), "state": autograd.floats(graph)}

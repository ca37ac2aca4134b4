"""The lesson's training on NumPy, and tables counted on few names: what its measurements need in seconds, not minutes."""

import random
from functools import cache
from math import inf, log
from threading import Lock

from ... import autograd, bigram, mlp, nn
from ...optim import SGD
from ...replay import Replay

ONE_AT_A_TIME = Lock()  # a slider may compute in a thread of its own, while a cell runs
LONGEST = 16  # tokens that are read of a name, BOS with them


@cache
def recorded(n_embd, n_hidden, vocab_size):
    """A Replay of the lesson's network, and the Values that it holds."""
    graph = autograd.values(mlp.init(random.Random(0), vocab_size, n_embd, n_hidden))
    optimizer = SGD(autograd.parameters(graph), lr=1.0)
    return Replay(lambda: mlp.reader(graph), optimizer, LONGEST, vocab_size, engine="numpy"), graph


def fast_sgd(state, documents, num_steps, lr):
    """(what is learned, the losses): the steps of the notebook's sgd, the same numbers but for rounding."""
    with ONE_AT_A_TIME:
        replay, graph = recorded(len(state["wte"][0]), len(state["mlp_fc1"]), len(state["wte"]))
        for name, rows in state.items():
            for values, row in zip(graph[name], rows):
                for value, x in zip(values, row):
                    value.data = x
        replay.optimizer.lr = lr
        replay.load()
        losses = replay.train(documents, num_steps)
        replay.store()
        return autograd.floats(graph), losses


def duel(state, few, judged, num_steps):
    """Losses after the same few names: the network's on those and on the names held out, and there those of three others.

    The network reads the few again and again, for num_steps steps. The first of the others is a table that smooths all
    pairs alike, the second one that smooths by how often each letter comes at all, the third a single layer that walks
    alone. How much smoothing is best, and when to stop, is looked up on the names that they are judged on: that favours
    them.
    """
    vocab_size = len(state["wte"])
    rows, pairs = bigram.count(few, vocab_size), bigram.count(judged, vocab_size)
    learned, _ = fast_sgd(state, few, num_steps, lr=1.0)
    probs = [nn.softmax(mlp.mlp(token, learned)) for token in range(vocab_size)]
    counts = bigram.contexts(few, vocab_size, longest=1)
    equally = min(pair_loss([bigram.next_probs(row, s) for row in rows], pairs) for s in (0.1, 0.2, 0.3, 0.5, 1, 2))
    by_letters = min(pair_loss(blended(counts, vocab_size, s), pairs) for s in (3, 5, 10, 20, 30, 50))
    return pair_loss(probs, rows), pair_loss(probs, pairs), equally, by_letters, alone(rows, pairs)


def alone(rows, pairs, lr=4.0):
    """The least loss on `pairs` of a layer whose rows walk, each for itself, from zeros towards the shares of `rows`."""
    shares, best = [[n / (sum(row) or 1) for n in row] for row in rows], inf
    layer = [[0.0] * len(rows) for _ in rows]
    while (loss := pair_loss(probs := list(map(nn.softmax, layer)), pairs)) < best:
        best = loss
        layer = [[z - lr * (p - q) * any(qs) for z, p, q in zip(*each, qs)] for *each, qs in zip(layer, probs, shares)]
    return best


def blended(counts, vocab_size, smoothing):
    """A row of probabilities for every token, smoothed by the frequencies of the letters."""
    opened = [bigram.context_reader(counts, vocab_size, 1, smoothing) for _ in range(vocab_size)]
    return [nn.softmax(read(token)) for token, read in enumerate(opened)]


def pair_loss(probs, pairs):
    """Nats per token of a table of probabilities on names whose pairs were counted."""
    seen = [(n, p) for row, ns in zip(probs, pairs) for p, n in zip(row, ns) if n]
    return -sum(n * log(p) for n, p in seen) / sum(n for n, _ in seen)

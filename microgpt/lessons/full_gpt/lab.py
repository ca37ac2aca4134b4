"""The temperature, top-k, a beginning and a seed to move: what the model expects next, and ten names. Also: a valley.

And a training by a rule of the reader's own.
"""

import random
from functools import partial
from math import exp, inf, log

from ...data import BadInput
from ...nn import entropy
from ...optim import SGD
from ...sample import next_probs, sample
from ...teach.controls import Explorer, beside, button, slider, switch, words
from ...teach.panels import Panel, blocks, chart, columns, note
from .. import ledger
from .valley import RATES, ValleyLab, adam, circle, landscape
from .views import TEMPERATURES

__all__ = [
    "RATES",
    "TEMPERATURES",
    "TemperatureLab",
    "ValleyLab",
    "adam",
    "after",
    "by_rule",
    "circle",
    "landscape",
    "likeliest",
    "names_at",
    "temperature_view",
]


def by_rule(rule, state, open_reader, rates, steps=ledger.STEPS):
    """{rate: held-out loss} after so many steps of one name each, as in the ledger's first column, by a rule of the valley.

    open_reader(state) opens a document.
    """
    replay, _ = ledger.replayed(state, open_reader, partial(SGD, lr=0.0), steps=1)  # which has moved nothing
    (_, training, held_out), start, found = ledger.names(), replay.numbers(), {}
    follow = for_all(rule)
    for lr in rates:
        p, m, v = start, [0.0] * len(start), [0.0] * len(start)
        for i, tokens in enumerate(training[:steps]):
            replay.put(p)
            p, m, v = follow(p, replay.gradients(tokens)[1], m, v, i + 1, lr, 1 - i / steps)
        replay.put(p)
        found[lr] = replay.evaluate(held_out)
    return found


def for_all(rule):
    """A rule of one parameter for lists of them: with NumPy all at once (it can add and multiply, no more), else each in turn."""
    try:
        import numpy as np
    except ImportError:
        return lambda p, g, m, v, *how: zip(*(rule(*each, *how) for each in zip(p, g, m, v)))
    return lambda p, g, m, v, *how: rule(*map(np.asarray, (p, g, m, v)), *how)


def likeliest(logits, k):
    """Top-k: all but the k largest logits (of equal ones, the first) become impossible; k = 0 keeps them all."""
    if not 0 < k < len(logits):
        return logits
    kept = set(sorted(range(len(logits)), key=logits.__getitem__, reverse=True)[:k])
    return [logit if token in kept else -inf for token, logit in enumerate(logits)]


def after(open_reader, tokenizer, prefix):
    """The logits of what follows a prefix."""
    read = open_reader()
    logits = read(tokenizer.bos)
    for token in tokenizer.letters(prefix):
        logits = read(token)
    return logits


def names_at(open_reader, tokenizer, prefix, temperature, seed, top_k=0, count=10, longest=16):
    """Names that begin with the prefix, each drawn with a seed of its own; longest: letters at most.

    The throws of a name are the same at every temperature, however long the names before it have become.
    """

    def open_limited():
        read = open_reader()
        return lambda token: likeliest(read(token), top_k)

    letters, rngs = tokenizer.letters(prefix), [random.Random(1000 * seed + number) for number in range(count)]
    made = [sample(open_limited(), tokenizer.bos, longest, rng, temperature, letters) for rng in rngs]
    return [tokenizer.decode(tokens) for tokens in made]


def temperature_view(open_reader, tokenizer, known, prefix, temperature, seed, top_k=0, longest=16):
    """What comes after a prefix at one temperature: all probabilities, entropy, ten names, the known ones starred.

    Works with any reader; known: a set of names; longest: letters per name, at most the tokens that the model reads.
    """
    if len(tokenizer.letters(prefix)) >= longest:
        raise BadInput(f"at most {longest - 1} letters can stand before the next one")
    logits = likeliest(after(open_reader, tokenizer, prefix), top_k)
    probs = next_probs(logits, temperature)
    nats = entropy(probs)
    made = names_at(open_reader, tokenizer, prefix, temperature, seed, top_k, longest=longest)
    head = f"temperature {temperature:.2f}{f', top-k {top_k}' if top_k else ''}: entropy {nats / log(2):.2f} bits, as if 2^{nats / log(2):.2f} = {exp(nats):.1f} letters were possible"
    names = f"ten names (* = it was trained on them): {' '.join(name + '*' * (name in known) for name in made)}"
    labels = [tokenizer.symbol(token) for token in range(len(probs))]
    bits = [entropy(next_probs(logits, t)) / log(2) for t in TEMPERATURES]
    at_half = bits[TEMPERATURES.index(0.5)]
    curve = chart(
        {"entropy": (TEMPERATURES, bits), "0.5": ([0.5, 0.5], [at_half, 0.0])},
        "temperature",
        "bits",
        (0.0, 2.0),
        (0.0, 1.1 * log(len(probs)) / log(2)),
        levels={f"all {len(probs)} alike": log(len(probs)) / log(2)},
        mark=(temperature, nats / log(2)),
    )
    shown = "\n".join(f"{label} {p:.3f}  {blocks(p)}" for label, p in zip(labels, probs))
    picture = columns(probs, labels, marked={probs.index(max(probs))})
    return Panel(note(head) + picture + note(names) + curve, f"{head}\n{names}\n\n{shown}")


class TemperatureLab(Explorer):
    """Temperature, prefix, top-k and seed; the whole distribution and ten names. known: a set of names.

    While the seed is locked, the same throws are made at every temperature; else every move throws anew.
    """

    def __init__(self, open_reader, tokenizer, known, longest=16):
        self.lock = switch("same seed for every move", True)
        super().__init__(
            lambda **chosen: temperature_view(open_reader, tokenizer, known, longest=longest, **chosen),
            temperature=slider("temperature", 0.05, 2.0, 0.05, 0.5, marked=[0.5]),
            prefix=words("the name begins with", ""),
            top_k=slider("top-k (0: all)", 0, tokenizer.vocab_size, 1, 0),
            seed=slider("seed", 0, 100, 1, 42),
        )
        temperature, prefix, top_k, seed, screen = self.children
        half = button("0.5", lambda: setattr(temperature, "value", 0.5), "back to the temperature of the original")
        self.children = (beside([temperature, half, prefix, top_k, seed, self.lock], [screen]),)

    def answer(self, change=None):
        seed = self.controls["seed"]
        if change and change["owner"] is not seed and not self.lock.value:
            seed.value = (seed.value + 1) % 101  # which answers
        else:
            super().answer()

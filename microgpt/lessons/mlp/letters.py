"""The lesson's network again on NumPy, for as many letters as it may read, with the bend or without it.

What it reached is kept: where NumPy is missing, as in a browser, that can be shown all the same.
"""

import hashlib
from pathlib import Path

from ...data import BadInput
from ..ledger import names
from ..ledger.keep import kept

try:
    import numpy as np
except ImportError:
    np = None

BETAS, RATE = (0.9, 0.99), 0.01  # of Adam, which lesson 6 builds


def examples(documents, letters, bos):
    """Arrays: the `letters` tokens before every token (BOS where a name has none), and these tokens."""
    before, after = [], []
    for tokens in documents:
        padded = [bos] * (letters - 1) + list(tokens)
        before += [padded[i : i + letters] for i in range(len(tokens) - 1)]
        after += tokens[1:]
    return np.array(before), np.array(after)


def forward(state, before, bend):
    """(embeddings side by side, what goes into the bend, what comes out, logits less their largest)."""
    wte, fc1, fc2 = state
    x = wte[before].reshape(len(before), -1)
    hidden = x @ fc1.T
    bent = np.maximum(hidden, 0.0) if bend else hidden
    logits = bent @ fc2.T
    return x, hidden, bent, logits - logits.max(1, keepdims=True)


def gradients(state, before, after, bend):
    """Slopes of the mean surprise for the three matrices: the lesson's way back, for many examples at once."""
    x, hidden, bent, logits = forward(state, before, bend)
    d_out = np.exp(logits)
    d_out /= d_out.sum(1, keepdims=True)
    d_out[np.arange(len(after)), after] -= 1.0  # p - y
    d_out /= len(after)
    d_hidden = d_out @ state[2]
    if bend:
        d_hidden[hidden <= 0] = 0.0
    d_wte = np.zeros_like(state[0])
    np.add.at(d_wte, before, (d_hidden @ state[1]).reshape(*before.shape, -1))
    return [d_wte, d_hidden.T @ x, d_out.T @ bent]


def surprise(state, before, after, bend):
    """The mean surprise, nats per token."""
    logits = forward(state, before, bend)[-1]
    return float((np.log(np.exp(logits).sum(1)) - logits[np.arange(len(after)), after]).mean())


def held_out_loss(letters, bend=True, steps=3000, size=256, seed=42):
    """The loss on the held-out names of a network that reads so many letters, after steps of `size` random examples each."""
    version = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:8]  # of what is computed here
    name = f"letters {letters} {bend} {steps} {size} {seed} {version}"
    return kept(name, lambda: trained(letters, bend, steps, size, seed))


def trained(letters, bend, steps, size, seed):
    """What `held_out_loss` computes."""
    if np is None:
        raise BadInput("a network that reads several letters needs NumPy: pip install numpy")
    tokenizer, training, held_out = names()
    rng, V = np.random.default_rng(seed), tokenizer.vocab_size
    state = [rng.normal(0, 0.08, shape) for shape in ((V, 16), (64, 16 * letters), (V, 64))]
    before, after = examples(training, letters, tokenizer.bos)
    m, v = ([np.zeros_like(w) for w in state] for _ in range(2))
    for t in range(1, steps + 1):
        some = rng.integers(0, len(after), size)
        for w, mean, square, g in zip(state, m, v, gradients(state, before[some], after[some], bend)):
            for memory, beta, new in zip((mean, square), BETAS, (g, g * g)):
                memory += (1 - beta) * (new - memory)
            size_of = np.sqrt(square / (1 - BETAS[1] ** t)) + 1e-8
            w -= RATE * (1 - (t - 1) / steps) * mean / (1 - BETAS[0] ** t) / size_of
    return surprise(state, *examples(held_out, letters, tokenizer.bos), bend)

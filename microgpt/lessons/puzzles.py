"""A bug of a published program, kept alive for lesson 3: the first published version of microgpt.

It called `backward` once per position over a graph that the positions share; later versions do it otherwise. Its loss
falls, though three to seventeen of a hundred gradients are wrong, some of them thousands of times too large.
"""

import random

from .. import nn
from ..autograd import Value, parameters
from ..optim import SGD, Adam
from ..train import loss

WIDTH, HEADS, BLOCK = 16, 4, 8


class Scalars:
    """The layers spelled out in single additions and products, as the first draft had them: a finely cut graph."""

    @staticmethod
    def total(xs):
        result = Value(0.0)
        for x in xs:
            result = result + x
        return result

    @staticmethod
    def linear(x, w):
        return [Scalars.total(wi * xi for wi, xi in zip(row, x)) for row in w]

    @staticmethod
    def rmsnorm(x):
        scale = (Scalars.total(xi * xi for xi in x) / len(x) + 1e-5) ** -0.5
        return [xi * scale for xi in x]

    @staticmethod
    def softmax(logits):
        top = max(logit.data for logit in logits)
        powers = [(logit - top).exp() for logit in logits]
        whole = Scalars.total(powers)
        return [power / whole for power in powers]


def encode(name, characters):
    """BOS is 0, EOS is 1, then the letters; cropped to a block."""
    return [0, *(characters.index(letter) + 2 for letter in name), 1][:BLOCK]


def init(rng, vocab_size):
    """A state of Values; the ways back into the stream start at 0, and there is no lm_head: wte is used twice."""
    n = WIDTH
    shapes = {"wte": (vocab_size, n), "wpe": (BLOCK, n), "attn_wq": (n, n), "attn_wk": (n, n), "attn_wv": (n, n)}
    shapes |= {"attn_wo": (n, n), "mlp_fc1": (4 * n, n), "mlp_fc2": (n, 4 * n)}
    std = {"attn_wo": 0.0, "mlp_fc2": 0.0}
    return {
        name: [[Value(x) for x in row] for row in nn.matrix(rng, *shape, std.get(name, 0.02))]
        for name, shape in shapes.items()
    }


def reader(state, pieces):
    """Open a document: read(token) gives logits. pieces: Scalars, or the library's nn."""
    keys, values = [], []

    def read(token):
        x = [a + b for a, b in zip(state["wte"][token], state["wpe"][len(keys) % BLOCK])]
        h = pieces.rmsnorm(x)
        query = pieces.linear(h, state["attn_wq"])
        keys.append(pieces.linear(h, state["attn_wk"]))
        values.append(pieces.linear(h, state["attn_wv"]))
        heard, size = [], WIDTH // HEADS
        for start in range(0, WIDTH, size):
            part = slice(start, start + size)
            scores = [score / size**0.5 for score in pieces.linear(query[part], [key[part] for key in keys])]
            heard += pieces.linear(pieces.softmax(scores), list(zip(*(value[part] for value in values))))
        x = [a + b for a, b in zip(pieces.linear(heard, state["attn_wo"]), x)]
        hidden = [h.relu() ** 2 for h in pieces.linear(pieces.rmsnorm(x), state["mlp_fc1"])]
        x = [a + b for a, b in zip(pieces.linear(hidden, state["mlp_fc2"]), x)]
        return pieces.linear(x, state["wte"])

    return read


def backward_per_position(read, tokens):
    """The bug: the losses of a name share keys and values, and what they leave there is passed on again and again."""
    whole = 0.0
    for token, target in zip(tokens, tokens[1:]):
        part = -Scalars.softmax(read(token))[target].log() / (len(tokens) - 1)
        part.backward()
        whole += part.data
    return whole


def backward_once(read, tokens):
    """Mended: one loss for the whole name, and one backward."""
    result = loss(read, tokens)
    result.backward()
    return result.data


def adam(parameters):
    """As the first draft had it."""
    return Adam(parameters, lr=0.01, betas=(0.9, 0.95))


def train(state, names, characters, num_steps, buggy=True, optimizer=adam):
    """Train a state of Values on one name after the other; yield the loss of each step.

    optimizer: a function of the parameters; it has step(decay), which clears the gradients too.
    """
    chosen = optimizer(parameters(state))
    backward, pieces = (backward_per_position, Scalars) if buggy else (backward_once, nn)
    for i in range(num_steps):
        yield backward(reader(state, pieces), encode(names[i % len(names)], characters))
        chosen.step(1 - i / num_steps)


def first_draft(names, characters, rng, num_steps=100, buggy=True):
    """Train the first draft; yield the loss of each step. rng: after the names were shuffled with it."""
    return train(init(rng, len(characters) + 2), names, characters, num_steps, buggy)


# ---- for the lesson: documents are token lists of its tokenizer ----


def draft(seed, tokenizer):
    """An untrained first draft: a state of Values."""
    return init(random.Random(seed), len(tokenizer.characters) + 2)


def losses(state, tokenizer, documents, num_steps, buggy=True, sgd=None):
    """The losses of a training, up to where the loss cannot be computed any more. sgd: a rate, for SGD instead of Adam."""
    names, found = [tokenizer.decode(tokens) for tokens in documents], []
    optimizer = adam if sgd is None else lambda parameters: SGD(parameters, sgd)
    try:
        found.extend(train(state, names, tokenizer.characters, num_steps, buggy, optimizer))
    except (ValueError, OverflowError):  # a logarithm of 0, a number beyond all floats
        pass
    return found


def gradients(state, tokenizer, tokens, buggy=True):
    """The gradients of one document, {matrix: rows of numbers}; the state keeps its numbers, and no gradients."""
    backward, pieces = (backward_per_position, Scalars) if buggy else (backward_once, nn)
    backward(reader(state, pieces), encode(tokenizer.decode(tokens), tokenizer.characters))
    found = {matrix: [[x.grad for x in row] for row in rows] for matrix, rows in state.items()}
    for x in parameters(state):
        x.grad = 0.0
    return found

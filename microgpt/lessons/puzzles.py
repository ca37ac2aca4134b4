"""Two bugs of published programs, kept alive for lesson 3. In both the loss falls, and most gradients are wrong.

One passes gradients on before they are complete. The other is the first published version of microgpt, which called
`backward` once per position over a graph that the positions share; later versions do it otherwise.
"""

from .. import nn
from ..autograd import SLOPES, Value
from ..optim import Adam
from ..train import loss

# ---- the first puzzle ----


def eager_backward(root):
    """Every number passes its gradient on when it is first reached, whether or not it has received all of it."""
    root.grad = 1.0
    reached, stack = set(), [root]
    while stack:
        value = stack.pop()
        if value not in reached and value.inputs:
            reached.add(value)
            for x, slope in zip(value.inputs, SLOPES[value.op](value, value.inputs)):
                x.grad += slope * value.grad
            stack.extend(value.inputs)


def spelled_loss(read, tokens):
    """The mean of -log(softmax(logits)[target]): the same number as `train.loss`, by another graph."""
    return nn.mean([-nn.softmax(read(token))[target].log() for token, target in zip(tokens, tokens[1:])])


# ---- the second puzzle: the first draft ----

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


def first_draft(names, characters, rng, num_steps=100, buggy=True):
    """Train the first draft; yield the loss of each step. rng: after the names were shuffled with it."""
    state = init(rng, len(characters) + 2)
    parameters = [x for w in state.values() for row in w for x in row]
    optimizer = Adam(parameters, lr=0.01, betas=(0.9, 0.95))
    backward, pieces = (backward_per_position, Scalars) if buggy else (backward_once, nn)
    for i in range(num_steps):
        yield backward(reader(state, pieces), encode(names[i % len(names)], characters))
        optimizer.step(1 - i / num_steps)

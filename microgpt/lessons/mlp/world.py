"""What cases of the exercises are made of: numbers that are drawn, and the notebook's own world, its network at work."""

import random
from functools import cache

from ... import bigram, mlp, nn
from .. import ledger

E = 4  # the token e
MANY = 30, 70  # more numbers than any vector of the network has, or a few more than its shortest
DRAWS = (
    lambda rng: rng.gauss(0, 1) * rng.choice((0.01, 1.0, 1.0, 5.0)),
    lambda rng: float(rng.randint(-2, 2)),
    lambda rng: rng.uniform(5, 50) * rng.choice((-1, 1)),
)


def numbers(rng, count):
    """Numbers of either sign: mostly of different sizes with all their digits; or whole ones that come again; or large."""
    draw = rng.choices(DRAWS, (3, 1, 1))[0]
    return [draw(rng) for _ in range(count)]


def rows_of_numbers(rng, count, size):
    """Rows of such numbers; now and then the last is the same as the first."""
    rows = [numbers(rng, size) for _ in range(count)]
    return [*rows[:-1], list(rows[0])] if rng.random() < 0.25 else rows


def some_number(rng, least, most):
    """How long a list is: from least to most, now and then one of MANY."""
    return rng.choice(MANY) if rng.random() < 0.15 else rng.randint(least, most)


def shape(rng, most):
    """(rows, columns) of a matrix, not as many of the one as of the other; now and then MANY of one of them."""
    rows, columns = rng.sample(range(1, most + 1), 2)
    many, side = some_number(rng, 0, 0), rng.random()
    return (rows, columns) if not many else (many, min(rows, 2)) if side < 0.5 else (min(rows, 2), many)


@cache
def world():
    """(the network's first numbers, a probability row for every token, the tokens of olga)."""
    tokenizer, training, _ = ledger.names()
    rows = [bigram.next_probs(row) for row in bigram.count(training[:500], tokenizer.vocab_size)]
    return mlp.init(random.Random(42), tokenizer.vocab_size), rows, tokenizer.encode("olga")


@cache
def untrained_probs():
    """What the network says after an e, before it has learned anything."""
    state, _, _ = world()
    return nn.softmax(mlp.mlp(E, state))


def predictions_of_a_name():
    _, rows, tokens = world()
    return [(rows[token], target, len(tokens) - 1) for token, target in zip(tokens, tokens[1:])]


def on_the_way_back():
    """(d_logits, d_hidden, before, x) where olga's o was read."""
    state, rows, (_, token, target, *_) = world()
    x = state["wte"][token]
    before = nn.linear(x, state["mlp_fc1"])
    d_out = mlp.d_logits(rows[token], target, 5)
    d_hidden, _ = mlp.backward_linear(d_out, [nn.relu(h) for h in before], state["mlp_fc2"])
    return d_out, d_hidden, before, x


def layers_of_the_network():
    state, (d_out, d_hidden, before, x) = world()[0], on_the_way_back()
    return [(d_out, [nn.relu(h) for h in before], state["mlp_fc2"]), (d_hidden, x, state["mlp_fc1"])]


def relus_of_the_network():
    _, d_hidden, before, _ = on_the_way_back()
    return [(d_hidden, before)]


def steps_of_the_network():
    state = world()[0]
    return [(state["wte"][:5], state["mlp_fc1"][:5], 0.997), (state["mlp_fc1"][:4], state["wte"][-4:], 0.5)]

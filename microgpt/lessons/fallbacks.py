"""What a notebook goes on with while an exercise is not solved, where the core has nothing that means just this."""

from math import log, sqrt


def next_probs(row):
    """Counts to probabilities, as they are: smoothing is added before, if at all."""
    whole = sum(row)
    return [count / whole for count in row]


def name_loss(probs, tokens):
    """The mean surprise of a name in nats: probs[before][after] for all its pairs, the end included."""
    surprises = [-log(probs[before][after]) for before, after in zip(tokens, tokens[1:])]
    return sum(surprises) / len(surprises)


def contexts(tokens, size):
    """(the tuple of at most `size` tokens before, the token that followed) for every token but the first."""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]


def adam(p, g, m, v, t, lr, decay):
    """One parameter's step of Adam, the t-th, with betas 0.85 and 0.99 and eps 1e-8: (p, m, v)."""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v

"""The first neural model: an embedding, one hidden layer, and the gradients worked out by hand. It forgets each token."""

from .nn import cross_entropy, linear, matrix, pick, relu, softmax


def init(rng, vocab_size, n_embd=16, n_hidden=64):
    """A state dictionary: wte (vocab_size x n_embd), mlp_fc1 (n_hidden x n_embd), mlp_fc2 (vocab_size x n_hidden)."""
    return {
        "wte": matrix(rng, vocab_size, n_embd),
        "mlp_fc1": matrix(rng, n_hidden, n_embd),
        "mlp_fc2": matrix(rng, vocab_size, n_hidden),
    }


def mlp(token, state):
    """The logits of what follows this token."""
    x = pick(state["wte"], token)
    hidden = [relu(h) for h in linear(x, state["mlp_fc1"])]
    return linear(hidden, state["mlp_fc2"])


def reader(state):
    """Open a document: read(token) gives logits."""
    return lambda token: mlp(token, state)


def gradients(state, tokens):
    """(loss, gradients) of one document in floats, by the chain rule and nothing else; lesson 3 makes this obsolete.

    The loss is the mean over the document's predictions, in nats; the gradients have the names and shapes of state.
    """
    wte, fc1, fc2 = state["wte"], state["mlp_fc1"], state["mlp_fc2"]
    d_wte, d_fc1, d_fc2 = ([[0.0] * len(row) for row in w] for w in (wte, fc1, fc2))
    n, loss = len(tokens) - 1, 0.0
    for token, target in zip(tokens, tokens[1:]):
        x = wte[token]
        before = linear(x, fc1)
        hidden = [relu(h) for h in before]
        logits = linear(hidden, fc2)
        loss += cross_entropy(logits, target) / n
        d_logits = [p / n for p in softmax(logits)]  # d loss / d logits = (p - y) / n
        d_logits[target] -= 1 / n
        d_hidden = backward_linear(d_logits, hidden, fc2, d_fc2)
        d_before = [d if h > 0 else 0.0 for d, h in zip(d_hidden, before)]
        d_x = backward_linear(d_before, x, fc1, d_fc1)
        for j, d in enumerate(d_x):
            d_wte[token][j] += d
    return loss, {"wte": d_wte, "mlp_fc1": d_fc1, "mlp_fc2": d_fc2}


def backward_linear(d_out, x, w, d_w):
    """Given d loss / d output of linear(x, w): add d loss / d w to d_w, and return d loss / d x."""
    d_x = [0.0] * len(x)
    for d, row, d_row in zip(d_out, w, d_w):
        for j, xj in enumerate(x):
            d_row[j] += d * xj
            d_x[j] += d * row[j]
    return d_x

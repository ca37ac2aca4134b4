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


# ---- the way back, in floats, by the chain rule and nothing else; lesson 3 makes it obsolete ----


def d_logits(probs, target, n):
    """d loss / d logits = (p - y) / n, where the loss is a mean over n predictions and this is one of them."""
    return [(p - (token == target)) / n for token, p in enumerate(probs)]


def backward_linear(d_out, x, w):
    """From d loss / d output of linear(x, w): (d loss / d x, d loss / d w), in the shapes of x and w."""
    d_x = [0.0] * len(x)
    for d, row in zip(d_out, w):
        for j, wj in enumerate(row):
            d_x[j] += d * wj
    return d_x, [[d * xj for xj in x] for d in d_out]


def backward_relu(d_hidden, before):
    """From d loss / d relu(before): d loss / d before. At 0 there is no slope; 0 is the convention."""
    return [d if h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def backward(token, target, n, state):
    """(surprise / n, d_x, d_fc1, d_fc2) of one of a document's n predictions; d_x belongs to the token's row of wte."""
    x = state["wte"][token]
    before = linear(x, state["mlp_fc1"])
    hidden = [relu(h) for h in before]
    logits = linear(hidden, state["mlp_fc2"])
    d_hidden, d_fc2 = backward_linear(d_logits(softmax(logits), target, n), hidden, state["mlp_fc2"])
    d_x, d_fc1 = backward_linear(backward_relu(d_hidden, before), x, state["mlp_fc1"])
    return cross_entropy(logits, target) / n, d_x, d_fc1, d_fc2


def gradients(state, tokens):
    """(loss, gradients) of one document: the mean over its predictions, in nats; names and shapes as in state."""
    grads = {name: [[0.0] * len(row) for row in rows] for name, rows in state.items()}
    n, loss = len(tokens) - 1, 0.0
    for token, target in zip(tokens, tokens[1:]):
        surprise, d_x, d_fc1, d_fc2 = backward(token, target, n, state)
        loss += surprise
        grads["wte"][token] = added([grads["wte"][token]], [d_x])[0]
        grads["mlp_fc1"] = added(grads["mlp_fc1"], d_fc1)
        grads["mlp_fc2"] = added(grads["mlp_fc2"], d_fc2)
    return loss, grads


def added(rows, more):
    """The sums of two matrices of one shape, number by number."""
    return [[a + b for a, b in zip(row, other)] for row, other in zip(rows, more)]

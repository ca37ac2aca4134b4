"""What a notebook goes on with while an exercise is not solved, where the core has nothing that means just this."""

from math import inf, log, sqrt

from ..attention import attend
from ..gpt import add
from ..nn import dot, linear, relu, rmsnorm
from ..sample import next_probs as next_probs_at


def next_probs(row):
    """Counts to probabilities, as they are: smoothing is added before, if at all."""
    whole = sum(row)
    return [count / whole for count in row]


def letter_at(probs, u):
    """The token on which u, from 0 to 1, falls, when the probabilities are laid end to end."""
    end = 0.0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return max(token for token, p in enumerate(probs) if p > 0)  # the sum was a little below 1


def invent(probs, bos, rng):
    """The tokens of a name, at most 16: each is drawn from the row of the one before, until the dot comes."""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = letter_at(probs[token], rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def name_loss(probs, tokens):
    """The mean surprise of a name in nats: probs[before][after] for all its pairs, the end included; inf at a chance of 0."""
    chances = [probs[before][after] for before, after in zip(tokens, tokens[1:])]
    return sum(-log(p) if p > 0 else inf for p in chances) / len(chances)


def contexts(tokens, size):
    """(the tuple of at most `size` tokens before, the token that followed) for every token but the first."""
    return [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))]


def adam(p, g, m, v, t, lr, decay):
    """One parameter's step of Adam, the t-th, with betas 0.85 and 0.99 and eps 1e-8: (p, m, v)."""
    m = 0.85 * m + 0.15 * g
    v = 0.99 * v + 0.01 * g * g
    direction, size = m / (1 - 0.85**t), sqrt(v / (1 - 0.99**t))
    return p - lr * decay * direction / (size + 1e-8), m, v


def next_token(logits, T, top_k, u):
    """The token on which u, from 0 to 1, falls, among the top_k likeliest at the temperature T; top_k None: among all."""
    kept = sorted(sorted(range(len(logits)), key=logits.__getitem__, reverse=True)[:top_k])
    return kept[letter_at(next_probs_at([logits[token] for token in kept], T), u)]


def write_name(read, bos, T, top_k, rng):
    """The tokens of a name, at most 16: each is read, and the next one drawn, until BOS comes."""
    tokens, token = [], bos
    while len(tokens) < 16:
        token = next_token(read(token), T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def batch_gradient(gradients, weights):
    """The weighted mean of gradients (a list of numbers for each document), parameter by parameter."""
    return [dot(weights, column) / sum(weights) for column in zip(*gradients)]


def cache(x, cache, weights):
    """One letter read by one head: its key and value into the cache, then what its query finds there."""
    (keys, values), (w_query, w_key, w_value) = cache, weights
    keys.append(linear(x, w_key))
    values.append(linear(x, w_value))
    return attend(linear(x, w_query), keys, values)


def one_by_one(x, caches, weights):
    """One letter read by several heads, each with a band of the rows and a cache of its own; their answers joined."""
    size, answer = len(x) // len(caches), []
    for head, kept in enumerate(caches):
        rows = slice(head * size, (head + 1) * size)
        answer += cache(x, kept, [w[rows] for w in weights])
    return answer


def block(x, caches, matrices):
    """One letter goes through one layer: what the heads find is added to x, then what the network finds."""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    hidden = [relu(z) for z in linear(rmsnorm(x), fc1)]
    return add(x, linear(hidden, fc2))


# ---- lesson 3: what the notebook's own Value needs ----

slopes = {
    "+": lambda y, x: (1.0, 1.0),
    "*": lambda y, x: (x[1], x[0]),
    "exp": lambda y, x: (y,),
    "relu": lambda y, x: (1.0 if y > 0 else 0.0,),
}


def last_to_first(root):
    """Everything that root was made from, and root: each number before its inputs."""
    found, todo = {root}, [root]
    while todo:
        for x in todo.pop().inputs:
            if x not in found:
                found.add(x)
                todo.append(x)
    return sorted(found, key=lambda value: value.born, reverse=True)


def backward(root):
    """Every number passes its gradient on, from last to first; value.ways() gives each input with its slope."""
    root.grad = 1.0
    for value in last_to_first(root):
        for x, slope in value.ways():
            x.grad += slope * value.grad


def zero_grad(parameters):
    for p in parameters:
        p.grad = 0.0

"""The layers of a language model, on any kind of number; this module does not know which one it is given.

For plain floats the arithmetic stands here. A number with ways of its own, such as autograd's Value, brings its own
exp, log, relu, dot, total and logsumexp, and a token may know how to pick itself: that is the whole contract.
"""

import math


def own(x):
    """Whether this number has ways of its own."""
    return hasattr(x, "logsumexp")


def exp(x):
    return x.exp() if own(x) else math.exp(x)


def log(x):
    return x.log() if own(x) else math.log(x)


def relu(x):
    """x where it is positive, else 0; what is no number (nan) stays so, and is not hidden."""
    return x.relu() if own(x) else 0.0 if x <= 0 else x


def dot(ws, xs):
    """The sum of the products w * x of two lists of one length. One loop: `sum` rounds differently from 3.12 on."""
    if ws and own(ws[0]):
        return ws[0].dot(ws, xs)
    if xs and own(xs[0]):
        return xs[0].dot(ws, xs)
    result = 0.0
    for w, x in zip(ws, xs, strict=True):
        result += w * x
    return result


def total(xs):
    """The sum of a list."""
    if xs and own(xs[0]):
        return xs[0].total(xs)
    result = 0.0
    for x in xs:
        result += x
    return result


def logsumexp(xs):
    """log(exp(x1) + exp(x2) + ...), finite for numbers of any size.

    >>> logsumexp([800.0, -800.0])
    800.0
    """
    if own(xs[0]):
        return xs[0].logsumexp(xs)
    try:
        top = max(xs)
    except TypeError:  # a number with ways of its own stands further back
        return next(filter(own, xs)).logsumexp(xs)
    return top + math.log(total([math.exp(x - top) for x in xs]))


def pick(table, token):
    """table[token]: an embedding's row, or one logit; IndexError where the token is none of the table's."""
    if hasattr(token, "pick"):
        return token.pick(table)
    if token < 0:  # Python would count from the end
        raise IndexError(f"token {token}: tokens are counted from 0")
    return table[token]


def mean(xs):
    return total(xs) / len(xs)


def linear(x, w):
    """x: n_in numbers; w: n_out rows of n_in; n_out numbers. No bias."""
    return [dot(row, x) for row in w]


def softmax(logits):
    """Any numbers to probabilities: positive, summing to 1, larger where the logit is larger.

    >>> softmax([0.0, 0.0])
    [0.5, 0.5]
    """
    shift = -logsumexp(logits)
    return [exp(logit + shift) for logit in logits]


def cross_entropy(logits, target):
    """The surprise, in nats, of seeing token `target`: minus the log of the probability that softmax gives it."""
    return logsumexp(logits) - pick(logits, target)


def entropy(probs):
    """In nats: how undecided these probabilities are; exp of it is as how many equal choices that feels."""
    return sum(p * -log(p) for p in probs if p > 0)


def rmsnorm(x):
    """Scale a vector so that its mean square is 1 (but for 1e-5, which keeps zero vectors finite). No gain."""
    mean_square = dot(x, x) / len(x)
    scale = (mean_square + 1e-5) ** -0.5
    return [xi * scale for xi in x]


def matrix(rng, n_out, n_in, std=0.08):
    """n_out rows of n_in random weights, drawn row by row from rng.gauss(0, std)."""
    return [[rng.gauss(0, std) for _ in range(n_in)] for _ in range(n_out)]

"""From logits to names: draw a token, read it, draw the next, until the model says stop."""

from math import isfinite

from .nn import softmax


def next_probs(logits, temperature=1.0):
    """softmax(logits / temperature): below 1 the likely becomes likelier, above 1 everything becomes more equal.

    Stays finite for logits of any size, since only the distances to the largest one are divided.
    ValueError unless the temperature is above 0; ArithmeticError where a logit is no number.

    >>> next_probs([800.0, -800.0], temperature=0.05)
    [1.0, 0.0]
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, not {temperature}")
    top = max(logits)
    probs = softmax([(logit - top) / temperature for logit in logits])
    if not isfinite(sum(probs)):
        raise ArithmeticError("the logits are no finite numbers")
    return probs


def sample(read, bos, max_length, rng, temperature=1.0, prefix=()):
    """A token list without BOS, at most max_length long: the prefix, and what the reader's model makes of it.

    read: a freshly opened document of a model on floats; rng: a random.Random; one draw from it per token.
    """
    tokens = list(prefix)
    logits = read(bos)
    for token in tokens:
        logits = read(token)
    while len(tokens) < max_length:
        probs = next_probs(logits, temperature)
        token = rng.choices(range(len(probs)), weights=probs)[0]
        if token == bos:
            break
        tokens.append(token)
        if len(tokens) < max_length:
            logits = read(token)
    return tokens

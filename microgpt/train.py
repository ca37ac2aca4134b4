"""Training, for any model that reads tokens: its loss on a document, one step, many steps, and how good it has become.

It does not know which model it trains, only how to open a document: `open_reader()` gives a fresh `read`, and
`read(token)` gives the logits of what follows.
"""

from .nn import cross_entropy, mean
from .order import tape


def loss(read, tokens):
    """The mean surprise, in nats per token, of a reader that meets these tokens one after the other."""
    return mean([cross_entropy(read(token), target) for token, target in zip(tokens, tokens[1:])])


def autograd_step(open_reader, optimizer):
    """A function step(tokens, decay): forward, backward, update; returns the loss before the update, in nats.

    The optimizer holds the Values that the reader computes with.
    """

    def step(tokens, decay=1.0):
        with tape():
            result = loss(open_reader(), tokens)
            result.backward()
        optimizer.step(decay)
        return result.data

    return step


def train(step, documents, num_steps):
    """Make num_steps steps, one document (a token list) each, round and round; yield the loss of each, in nats.

    The learning rate falls on a straight line from all of it towards nothing: `decay` goes from 1 to 1 / num_steps.
    """
    for i in range(num_steps):
        yield step(documents[i % len(documents)], 1 - i / num_steps)


def evaluate(open_reader, documents):
    """Nats per token over all these documents together (long ones count more): the number in the loss ledger."""
    surprise = predictions = 0
    for tokens in documents:
        surprise += loss(open_reader(), tokens) * (len(tokens) - 1)
        predictions += len(tokens) - 1
    return surprise / predictions


def running_mean(losses, width=100):
    """For each loss, the mean of the last `width` up to it: one printed loss is one name, this is a trend.

    >>> running_mean([4.0, 2.0, 3.0], width=2)
    [4.0, 3.0, 2.5]
    """
    means = []
    for end in range(1, len(losses) + 1):
        window = losses[max(0, end - width) : end]
        means.append(mean(window))
    return means

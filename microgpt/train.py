"""Training, for any model that reads tokens: its loss on a document or a batch, one step, many steps, how good it became.

It does not know which model it trains, only how to open a document: `open_reader()` gives a fresh `read`, and
`read(token)` gives the logits of what follows.
"""

from itertools import chain, islice, repeat

from .data import BadInput
from .nn import cross_entropy, dot, mean
from .order import tape

# ---- how much each position of a document counts: a number per prediction, in any unit ----


def each_document(tokens):
    """Every document counts alike, however long it is."""
    return [1 / (len(tokens) - 1)] * (len(tokens) - 1)


def each_token(tokens):
    """Every token counts alike: a long document more than a short one."""
    return [1.0] * (len(tokens) - 1)


def last_alone(tokens):
    """Only the last prediction counts."""
    return [0.0] * (len(tokens) - 2) + [1.0]


def weights_of(weigh, tokens):
    """What weigh(tokens) gives, as a list; BadInput unless it is a number, 0 or more, for every prediction."""
    weights = list(weigh(tokens))
    if len(weights) != len(tokens) - 1 or not all(weight >= 0 for weight in weights):
        raise BadInput(f"{len(tokens)} tokens need {len(tokens) - 1} weights, each 0 or more, not {weights}")
    return weights


def shares(weights):
    """The same weights, divided so that they sum to 1; BadInput where nothing counts."""
    whole = sum(weights)
    if not whole > 0:
        raise BadInput("in a batch something must count: all weights are 0")
    return [weight / whole for weight in weights]


# ---- the loss ----


def predictions(tokens):
    """(token, the one after it) for every prediction in a document; BadInput if there is none."""
    if len(tokens) < 2:
        raise BadInput("a document needs at least two tokens, one to read and one to predict")
    return zip(tokens, tokens[1:])


def loss(read, tokens, weigh=None):
    """The mean surprise, in nats per token, of a reader that meets these tokens one after the other.

    weigh(tokens): how much each prediction counts; all alike without it.
    """
    if weigh is None:
        return mean([cross_entropy(read(token), target) for token, target in predictions(tokens)])
    return batch_loss(lambda: read, [tokens], weigh)


def batch_loss(open_reader, batch, weigh=None):
    """The mean surprise over all predictions in a batch (a list of documents), in nats.

    weigh(tokens): how much each of a document's predictions counts; without it every document counts alike.
    """
    surprises, weights = [], []
    for tokens in batch:
        read = open_reader()
        for (token, target), weight in zip(predictions(tokens), weights_of(weigh or each_document, tokens)):
            logits = read(token)
            if weight:  # what does not count is read all the same
                surprises.append(cross_entropy(logits, target))
                weights.append(weight)
    return dot(surprises, shares(weights))


def autograd_step(open_reader, optimizer, weigh=None):
    """A function step(tokens, decay): forward, backward, update; returns the loss before the update, in nats.

    tokens: a document, or a batch of them. The optimizer holds the Values that the reader computes with. weigh: as for
    `batch_loss`.
    """

    def step(tokens, decay=1.0):
        with tape():
            result = batch_loss(open_reader, tokens, weigh) if is_batch(tokens) else loss(open_reader(), tokens, weigh)
            result.backward()
        optimizer.step(decay)
        return result.data

    return step


def is_batch(tokens):
    """Whether this is a list of documents, and not one document."""
    return hasattr(tokens[0], "__len__")


# ---- many steps ----


def batches(documents, num_steps, batch=1, rng=None):
    """Yield num_steps batches: the next `batch` documents, round and round; with an rng, in a new order each round."""
    if not documents:
        raise BadInput("there are no documents to train on")
    if num_steps < 1 or batch < 1:
        raise BadInput(f"training needs a step and a document in it at least, not {num_steps} and {batch}")
    rounds = (rng.sample(documents, len(documents)) if rng else documents for _ in repeat(None))
    endless = chain.from_iterable(rounds)
    for _ in range(num_steps):
        yield list(islice(endless, batch))


def train(step, documents, num_steps, batch=1, rng=None):
    """Make num_steps steps on `batch` documents (token lists) each; yield the loss of each, in nats.

    The learning rate falls on a straight line from all of it towards nothing: `decay` goes from 1 to 1 / num_steps.
    Documents as in `batches`; where a step has one, it is handed over as it is.
    """
    for i, chosen in enumerate(batches(documents, num_steps, batch, rng)):
        yield step(chosen if batch > 1 else chosen[0], 1 - i / num_steps)


OUT_OF_BOUNDS = 1000.0  # nats; knowing nothing costs the logarithm of the vocabulary, 3.3 for letters


def bounded(loss, step, lr):
    """This loss; BadInput if it says that the training has left all bounds at this step, at the learning rate lr."""
    if not loss < OUT_OF_BOUNDS:
        raise BadInput(f"the loss has left all bounds at step {step}: the learning rate {lr:g} is too large")
    return loss


def evaluate(open_reader, documents, weigh=None):
    """Nats per token over all these documents together (long ones count more): the number in the loss ledger.

    weigh(tokens): how much each prediction counts; all alike without it.
    """
    surprise = counted = 0
    for tokens in documents:
        whole = len(tokens) - 1 if weigh is None else sum(weights_of(weigh, tokens))
        if whole:
            surprise += loss(open_reader(), tokens, weigh) * whole
            counted += whole
    if not counted:
        raise BadInput("nothing counts in these documents")
    return surprise / counted


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

"""Batches of documents as flat arrays, the form in which every engine takes them."""

from dataclasses import dataclass, replace
from itertools import chain
from operator import index

import numpy as np

from ..train import each_document, shares, weights_of
from .step import fitting, of_vocabulary


@dataclass
class Batches:
    """Documents are the stretches of `tokens` that end at `ends`; batches are the stretches of documents up to `stops`."""

    tokens: np.ndarray
    ends: np.ndarray
    weights: np.ndarray  # how much the loss at each token counts; a batch's sum to 1, and a document's last one is 0
    stops: np.ndarray

    def __iter__(self):
        """One Batches for each batch."""
        first = start = 0
        for stop in self.stops:
            ends = self.ends[first:stop]
            own = slice(start, ends[-1])
            yield Batches(self.tokens[own], ends - start, self.weights[own], np.array([stop - first]))
            first, start = stop, ends[-1]

    def lengths(self):
        """How many tokens each document reads."""
        return (np.diff(self.ends, prepend=0) - 1).tolist()

    def parts(self, most):
        """The documents of one batch, in parts that read about `most` tokens at most; each counts as before."""
        read = np.cumsum(self.lengths())
        number = -(-int(read[-1]) // most)
        if number == 1:
            return [self]
        stops = np.searchsorted(read, read[-1] * np.arange(1, number + 1) / number) + 1
        return iter(replace(self, stops=np.unique(np.minimum(stops, len(read)))))


def packed(batches, recording, weigh=None):
    """Lists of documents (token lists) as Batches; weigh as for `train.batch_loss`.

    BadInput where a batch is empty, or a document is not one that the recorded model can read.
    """
    batches = list(batches)
    documents = list(chain.from_iterable(batches))
    sizes, lengths = (np.array([len(each) for each in part], dtype=np.int64) for part in (batches, documents))
    fitting(sizes.tolist(), lengths.tolist(), recording.block_size)
    tokens = known(
        np.fromiter(map(index, chain.from_iterable(documents)), np.int64, lengths.sum()), recording.vocab_size
    )
    ends = lengths.cumsum()
    if weigh in (None, each_document):
        weights = np.repeat(1 / (lengths - 1) / np.repeat(sizes, sizes), lengths)
        weights[ends - 1] = 0.0
    else:
        weights = np.array([weight for batch in batches for weight in weighed(batch, weigh)])
    return Batches(tokens, ends, weights, sizes.cumsum())


def weighed(batch, weigh):
    """How much each token's prediction counts in a batch; that after a document's last token does not."""
    return shares([weight for document in batch for weight in (*weights_of(weigh, document), 0.0)])


def known(tokens, vocab_size):
    """Tokens as an array; BadInput unless all are of the vocabulary."""
    tokens = np.asarray(tokens, dtype=np.int64)
    if len(tokens):
        of_vocabulary(tokens.min(), tokens.max(), vocab_size)
    return tokens

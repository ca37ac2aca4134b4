"""The first language model: how often does each letter follow each other letter? It remembers one letter."""

from math import inf, log


def count(documents, vocab_size):
    """counts[a][b]: how often token b follows token a in these token lists; vocab_size rows and columns."""
    counts = [[0] * vocab_size for _ in range(vocab_size)]
    for tokens in documents:
        add(counts, tokens)
    return counts


def add(counts, tokens):
    """Count the pairs of one more document into the table."""
    for token, following in zip(tokens, tokens[1:]):
        counts[token][following] += 1


def next_probs(row, smoothing=1.0):
    """Counts to probabilities. Smoothing is added to every count, so that a pair never seen stays possible.

    Where nothing was counted and nothing is added, every token is equally likely.

    >>> next_probs([3, 1, 0], smoothing=0)
    [0.75, 0.25, 0.0]
    >>> next_probs([3, 1, 0], smoothing=1)
    [0.5714285714285714, 0.2857142857142857, 0.14285714285714285]
    """
    whole = sum(row) + smoothing * len(row)
    if whole == 0:
        return [1 / len(row)] * len(row)
    return [(n + smoothing) / whole for n in row]


def reader(counts, smoothing=1.0):
    """Open a document: read(token) gives a logit per token, here the log of its probability."""

    def read(token):
        return [log(p) if p > 0 else -inf for p in next_probs(counts[token], smoothing)]

    return read

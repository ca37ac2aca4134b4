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


# ---- longer contexts ----


def contexts(documents, vocab_size, longest):
    """counts[context][token]: how often a token follows the tuple of the 0 to `longest` tokens before it, as it occurs."""
    counts = {}
    for tokens in documents:
        for end in range(1, len(tokens)):
            for start in range(max(0, end - longest), end + 1):
                row = counts.setdefault(tuple(tokens[start:end]), [0] * vocab_size)
                row[tokens[end]] += 1
    return counts


def context_reader(counts, vocab_size, longest, smoothing):
    """Open a document: read(token) gives logits from the counts of up to `longest` tokens.

    A context is smoothed by the next shorter one, the shortest by equal chances: `smoothing` is how many counts that is
    worth. This is interpolation with a Dirichlet prior (MacKay and Peto, 1995).
    """
    seen = []

    def read(token):
        seen.append(token)
        probs = [1 / vocab_size] * vocab_size
        for length in range(min(longest, len(seen)) + 1):
            row = counts.get(tuple(seen[len(seen) - length :]))
            if row is None:  # then no longer one has occurred either
                break
            whole = sum(row) + smoothing
            probs = [(n + smoothing * p) / whole for n, p in zip(row, probs)]
        return [log(p) for p in probs]

    return read

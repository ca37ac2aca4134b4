"""What the exercises of lesson 1 share: names of the notebook's own world, and rows of shares."""

from functools import cache

from ...bigram import count
from ...data import FOLDER, Tokenizer, load

DOT = 26  # in the notebook's own tokenizer: an answer may use the notebook's `bos`, which the small cases never meet


@cache
def known_names():
    """(counts, token lists) of the first 500 names, with the notebook's own tokenizer."""
    documents = load(FOLDER / "names.txt")
    tokenizer = Tokenizer(documents)
    tokens = [tokenizer.encode(name) for name in documents[:500]]
    return count(tokens, tokenizer.vocab_size), tokens


def shares(row, whole=sum):
    return [n / whole(row) for n in row]

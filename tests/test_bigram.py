import math
import random

import pytest

from microgpt import bigram, nn, train
from microgpt.data import Tokenizer, bundled, split


def test_pairs_are_counted_from_the_start_to_the_end():
    tokenizer = Tokenizer(["ab"])
    counts = bigram.count([tokenizer.encode(name) for name in ("ab", "aa")], tokenizer.vocab_size)
    assert counts == [[1, 1, 1], [0, 0, 1], [2, 0, 0]]  # rows a, b, BOS


def test_the_reader_gives_the_table_back_as_probabilities():
    counts = [[3, 1], [0, 4]]
    read = bigram.reader(counts, smoothing=0)
    assert nn.softmax(read(0)) == pytest.approx([0.75, 0.25])
    assert nn.softmax(read(1)) == pytest.approx([0.0, 1.0])


def test_a_pair_never_seen_costs_infinitely_much_unless_smoothed():
    counts = [[3, 0], [0, 4]]
    assert train.loss(bigram.reader(counts, smoothing=0), [0, 1]) == math.inf
    assert train.loss(bigram.reader(counts, smoothing=1), [0, 1]) == pytest.approx(math.log(5))


def test_no_other_table_fits_the_training_names_better():
    """Counting is the maximum-likelihood fit: moving any logit of the table makes the loss larger."""
    tokenizer = Tokenizer(bundled("dinosaurs"))
    documents = [tokenizer.encode(name) for name in split(bundled("dinosaurs"))[0]]
    counts = bigram.count(documents, tokenizer.vocab_size)
    best = train.evaluate(lambda: bigram.reader(counts, smoothing=0), documents)
    rng = random.Random(0)
    for _ in range(5):
        a, b = rng.randrange(27), rng.randrange(27)

        def moved(token, a=a, b=b):
            logits = bigram.reader(counts, smoothing=0)(token)
            return [z + 0.1 * (token == a and i == b) for i, z in enumerate(logits)]

        assert train.evaluate(lambda: moved, documents) >= best


def test_before_anything_is_counted_every_token_is_equally_likely():
    assert train.loss(bigram.reader(bigram.count([], 27)), [26, 0, 26]) == pytest.approx(math.log(27))


def test_contexts_of_one_token_are_the_bigram_table():
    tokenizer = Tokenizer(["ab"])
    documents = [tokenizer.encode(name) for name in ("ab", "aa")]
    counts = bigram.contexts(documents, tokenizer.vocab_size, longest=1)
    table = bigram.count(documents, tokenizer.vocab_size)
    assert [counts[(token,)] for token in range(3)] == table
    assert counts[()] == [sum(column) for column in zip(*table)]


def test_longer_contexts_start_with_the_beginning_of_the_name():
    counts = bigram.contexts([[2, 0, 1, 0, 2]], 3, longest=2)
    assert counts[2, 0] == [0, 1, 0] and counts[0, 1] == [1, 0, 0] and (0, 2) not in counts
    assert max(map(len, counts)) == 2


def test_a_context_is_smoothed_by_the_next_shorter_one():
    counts = bigram.contexts([[1, 0, 0, 1]], 2, longest=1)
    read = bigram.context_reader(counts, 2, longest=1, smoothing=2.0)
    first = [(2 + 2 * 0.5) / 5, (1 + 2 * 0.5) / 5]  # without context: two of token 0, one of token 1
    assert nn.softmax(read(1)) == pytest.approx([(1 + 2 * first[0]) / 3, 2 * first[1] / 3])
    assert nn.softmax(read(0)) == pytest.approx([(1 + 2 * first[0]) / 4, (1 + 2 * first[1]) / 4])


def test_a_context_never_seen_falls_back_on_what_has_been():
    counts = bigram.contexts([[2, 0, 2]], 3, longest=3)
    read = bigram.context_reader(counts, 3, longest=3, smoothing=1.0)
    for token in (2, 1, 1):
        probs = nn.softmax(read(token))
        assert sum(probs) == pytest.approx(1) and min(probs) > 0

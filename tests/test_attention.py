import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgpt import attention, nn

numbers = st.floats(-3, 3)


def vectors(rng, count, size=4):
    return [[rng.gauss(0, 1) for _ in range(size)] for _ in range(count)]


@given(st.integers(0, 1000), st.integers(1, 6))
def test_the_answer_lies_between_the_values(seed, count):
    rng = random.Random(seed)
    (query,), keys, values = vectors(rng, 1), vectors(rng, count), vectors(rng, count)
    answer = attention.attend(query, keys, values)
    for got, column in zip(answer, zip(*values)):
        assert min(column) - 1e-9 <= got <= max(column) + 1e-9


def test_the_first_token_can_only_listen_to_itself():
    assert nn.softmax(attention.scores([9.0, 9.0], [[1.0, 2.0]])) == [1.0]


def test_scores_are_divided_by_the_root_of_the_length():
    assert attention.scores([1.0, 2.0, 2.0, 4.0], [[1.0, 1.0, 1.0, 1.0]]) == [4.5]


def test_past_tokens_may_change_places_unnoticed():
    """Hence the position embeddings."""
    rng = random.Random(0)
    (query,), keys, values = vectors(rng, 1), vectors(rng, 5), vectors(rng, 5)
    order = [3, 1, 4, 0, 2]
    moved = attention.attend(query, [keys[i] for i in order], [values[i] for i in order])
    assert moved == pytest.approx(attention.attend(query, keys, values), abs=1e-12)


def test_no_mask_is_needed_to_hide_the_future():
    """The textbook's masked matrix, all positions at once, gives the same numbers as one token after the other."""
    rng = random.Random(0)
    queries, keys, values = vectors(rng, 4), vectors(rng, 4), vectors(rng, 4)
    for position, query in enumerate(queries):
        masked = [
            score if seen <= position else float("-inf") for seen, score in enumerate(attention.scores(query, keys))
        ]
        textbook = attention.mix(nn.softmax(masked), values)
        one_by_one = attention.attend(query, keys[: position + 1], values[: position + 1])
        assert one_by_one == pytest.approx(textbook, abs=1e-12)


def test_heads_work_on_their_own_slices():
    rng = random.Random(0)
    (query,), keys, values = vectors(rng, 1, 6), vectors(rng, 3, 6), vectors(rng, 3, 6)
    joined = attention.heads(query, keys, values, n_head=3)
    for start in (0, 2, 4):
        part = slice(start, start + 2)
        assert joined[part] == attention.attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    assert attention.heads(query, keys, values, n_head=1) == attention.attend(query, keys, values)

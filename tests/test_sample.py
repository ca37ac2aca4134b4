import math
import random

import pytest

from microgpt import gpt, nn
from microgpt.sample import next_probs, sample


def test_a_low_temperature_sharpens_and_a_high_one_flattens():
    logits = [1.0, 2.0, 0.0]
    cold, plain, hot = (next_probs(logits, t)[1] for t in (0.5, 1.0, 2.0))
    assert cold > plain > hot > 1 / 3
    assert next_probs(logits) == pytest.approx(nn.softmax(logits))


def test_doubling_the_logits_is_halving_the_temperature():
    assert next_probs([2.0, 4.0, 0.0], 1.0) == pytest.approx(next_probs([1.0, 2.0, 0.0], 0.5))


def test_logits_of_any_size_stay_finite_at_any_temperature():
    for temperature in (0.05, 1e-300, 1e300):
        probs = next_probs([800.0, -800.0, 800.0], temperature)
        assert all(map(math.isfinite, probs))
        assert sum(probs) == pytest.approx(1)


@pytest.mark.parametrize("temperature", [0.0, -1.0, math.nan])
def test_a_temperature_must_be_above_zero(temperature):
    with pytest.raises(ValueError, match="above 0"):
        next_probs([0.0, 1.0], temperature)


def test_a_sample_ends_at_bos_or_at_its_longest(tiny):
    state, config, _ = tiny
    rng = random.Random(0)
    samples = [sample(gpt.reader(state, config), 3, config.block_size, rng) for _ in range(50)]
    assert all(3 not in tokens and len(tokens) <= config.block_size for tokens in samples)
    assert {len(tokens) for tokens in samples} >= {0, 1, config.block_size}


def test_a_sample_begins_with_its_prefix_and_the_model_has_read_it(tiny):
    state, config, _ = tiny
    seen = []
    read = gpt.reader(state, config)

    def listening(token):
        seen.append(token)
        return read(token)

    tokens = sample(listening, 3, config.block_size, random.Random(0), prefix=[0, 1])
    assert tokens[:2] == [0, 1]
    assert seen[:3] == [3, 0, 1]


def test_the_same_seed_gives_the_same_sample(tiny):
    state, config, _ = tiny
    twice = [sample(gpt.reader(state, config), 3, 6, random.Random(5)) for _ in range(2)]
    assert twice[0] == twice[1]

"""Probabilities laid end to end, the token on which u falls, what that is tried on, and what goes wrong on the way."""

import random
from itertools import accumulate

from ...sample import next_probs
from .. import fallbacks


def ranked(logits):
    """The tokens, likeliest first."""
    return sorted(range(len(logits)), key=lambda token: -logits[token])


def shares_of(logits, T, top_k, keep=lambda logits, k: ranked(logits)[:k], order=sorted, probs=next_probs):
    """[(token, probability)] of the tokens that are kept, in the order in which they are laid end to end."""
    kept = order(keep(logits, top_k))
    return list(zip(kept, probs([logits[token] for token in kept], T)))


def hit(shares, u, beyond=lambda u, end: u < end):
    """The token of the first stretch whose end lies beyond u; None if there is none."""
    ends = accumulate(p for _, p in shares)
    return next((token for (token, _), end in zip(shares, ends) if beyond(u, end)), None)


def wrong(hit=hit, **options):
    return lambda logits, T, top_k, u: hit(shares_of(logits, T, top_k, **options), u)


def cut(logits, T, top_k):
    """[(token, probability)] of all tokens, those that are not allowed at 0: their share is missing."""
    kept = ranked(logits)[:top_k]
    return [(token, p if token in kept else 0.0) for token, p in enumerate(next_probs(logits, T))]


def all_shares(logits, T, top_k):
    """[(token, probability)] of all tokens, those that are not allowed at 0."""
    return [(t, dict(shares_of(logits, T, top_k)).get(t, 0.0)) for t in range(len(logits))]


def at_most(logits, k):
    """The tokens that fewer than k are likelier than."""
    return [t for t, z in enumerate(logits) if sum(y > z for y in logits) < k]


def from_place(place, beyond, reverse=True, of_all=False):
    """keep(logits, k): the tokens whose logits are beyond the one at a place of the sorted ones; of_all: also where k is None."""

    def keep(logits, k):
        if k is None and not of_all:
            return ranked(logits)
        limit = sorted(logits, reverse=reverse)[place(k or len(logits))]
        return [token for token, z in enumerate(logits) if beyond(z, limit)]

    return keep


def at_least(logits, k):
    """The tokens whose logits are among the k largest numbers that differ."""
    return [t for t, z in enumerate(logits) if k is None or z in sorted(set(logits))[-k:]]


def ended(shares_of, beyond=lambda u, end: u < end):
    """Stretches that may end before u: then nothing, the last token, or the last one with a stretch is returned."""

    def ending(left):
        def draw(logits, T, top_k, u):
            shares = shares_of(logits, T, top_k)
            found = hit(shares, u, beyond)
            return left(shares) if found is None else found

        return draw

    return tuple(map(ending, (lambda s: None, lambda s: s[-1][0], lambda s: max(t for t, p in s if p))))


def late(shares, u, last):
    """The token after the right one: the end is moved after it was asked for. last: whether the last one is returned at the end."""
    end = 0.0
    for token, p in shares:
        if u < end:
            return token
        end += p
    return shares[-1][0] if last else None


def shrinking(shares):
    """Each probability divided by the sum of what stands there by then."""
    probs = [p for _, p in shares]
    for i in range(len(probs)):
        probs[i] /= sum(probs)
    return [(token, p) for (token, _), p in zip(shares, probs)]


def masked(low, before):
    """A mistake: what is not allowed gets a low logit, or low(logits), before the division by T or after it."""

    def mask(logits, T, top_k, u):
        kept, factor = ranked(logits)[:top_k], 1.0 if before else T
        least = low(logits) if callable(low) else low
        return fallbacks.letter_at(next_probs([z if t in kept else least * factor for t, z in enumerate(logits)], T), u)

    return mask


# ---- cases ----


def some_logits_and_u(rng, sizes=range(2, 8), few=(None, 1, 2, 3, 3, 4, 5)):
    """2 to 7 logits (no two alike, where not all are allowed), a temperature, how many are allowed (None: all; else few, or any
    number), a u that rounding does not decide.
    """
    logits = [round(rng.gauss(rng.choice([0, -6]), 2), 2) for _ in range(rng.choice(sizes))]
    T, top_k = round(rng.uniform(0.3, 2), 4), rng.choice([*few, rng.randint(1, len(logits))])
    top_k = top_k and min(top_k, len(logits))
    if top_k is None:
        logits[0] = rng.choice(logits)
    ends = list(accumulate(p for _, p in shares_of(logits, T, top_k)))
    u = rng.choice(
        [rng.choice([0.0, rng.random()]), *(end + rng.choice([-1e-5, 1e-5]) for end in ends for _ in range(3))]
    )
    return (logits, T, top_k, u) if is_clear(logits, T, top_k, u) else some_logits_and_u(rng, sizes, few)


def is_clear(logits, T, top_k, u):
    """Whether neither rounding nor a tie decides anything, and top_k is no larger than there are tokens."""
    ends = accumulate(p for _, p in shares_of(logits, T, top_k))
    untied = top_k is None or (top_k <= len(logits) == len(set(logits)))
    return untied and 0 <= u < 1 and min(abs(u - end) for end in ends) > 1e-6


def of_many_sizes():
    """Few tokens, as many as the notebook has, and more than that."""
    rng = random.Random(6)
    small = [some_logits_and_u(rng, sizes) for sizes in 40 * ([3, 4, 5], [27])]
    return [*small, *(some_logits_and_u(rng, sizes, few=()) for sizes in 12 * ([27], [70]))]

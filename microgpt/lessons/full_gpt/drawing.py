"""The exercises on sampling: the next token with temperature and top-k, and the loop that writes a name."""

import random
from itertools import accumulate

from ...nn import softmax
from ...sample import next_probs
from ...teach.judge import Exercise, Wrong
from .. import fallbacks

# ---- the next token ----


def some_logits_and_u(rng):
    """2 to 7 logits, no two alike, a temperature, how many are allowed (None: all), a u that rounding does not decide."""
    logits = [round(rng.gauss(rng.choice([0, -6]), 2), 2) for _ in range(rng.randint(2, 7))]
    T, top_k = round(rng.uniform(0.3, 2), 4), rng.choice([None, 1, 2, 3, 4, len(logits)])
    top_k = top_k and min(top_k, len(logits))
    ends = list(accumulate(p for _, p in shares_of(logits, T, top_k)))
    u = rng.choice([0.0, rng.random(), *(end + rng.choice([-1e-5, 1e-5]) for end in ends)])
    clear = 0 <= u < 1 and min(abs(u - end) for end in ends) > 1e-6 and len(set(logits)) == len(logits)
    return (logits, T, top_k, u) if clear else some_logits_and_u(rng)


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


def throws_itself(answer):
    """What is to be said of an answer that throws a random number of its own, or is no function."""
    if not callable(answer):
        return "pass in your function, without calling it: no round brackets behind its name."
    if {"choices", "choice", "random", "uniform"} & set(getattr(getattr(answer, "__code__", None), "co_names", ())):
        return "no new random number is needed: u is the one that was thrown."
    return None


def a_token(answer, logits, T, top_k, u):
    found = answer(logits, T, top_k, u)
    if isinstance(found, float) and found.is_integer():
        raise Wrong(f"{found} has a point; a token is a place in a list, a whole number.")
    return found


def by_temperature(logits, T, top_k, u):
    """u divided by T, and logits as they are."""
    return fallbacks.next_token(logits, 1.0, top_k, u / T)


def to_the_last(shares, u):
    """The token of the stretch, and the last one where the stretches end before u."""
    return next(
        (token for (token, _), end in zip(shares, accumulate(p for _, p in shares)) if u < end), len(shares) - 1
    )


next_token = Exercise(
    "Return the token on which u falls, when only the top_k likeliest are allowed (None: all) at the temperature T.",
    fallbacks.next_token,
    cases=[
        ([1.0, 2.0, 0.0], 1.0, None, 0.5),
        ([1.0, 2.0, 0.0], 1.0, 2, 0.1),
        ([0.0, 1.0, 2.0], 0.5, 2, 0.0),
        ([2.0, 0.5, 1.0, 1.5], 1.0, 3, 0.75),
    ],
    generate=some_logits_and_u,
    world=lambda: [
        ([rng.gauss(0, 2) for _ in range(27)], T, top_k, round(rng.random(), 6))
        for rng in [random.Random(6)]
        for T in (0.5, 1.0)
        for top_k in (None, 3, 5)
    ],
    use=a_token,
    unfit=throws_itself,
    mistakes={
        "top_k is not used: all but the top_k likeliest are to get nothing.": wrong(
            keep=lambda logits, k: ranked(logits)
        ),
        "T is not used: divide the logits by it, before the softmax.": wrong(probs=lambda logits, T: softmax(logits)),
        "that is softmax(logits * T): low temperatures must sharpen. Divide by T.": (
            wrong(probs=lambda logits, T: softmax([z * T for z in logits]))
        ),
        "what was taken from the others is missing: share it out, so that the allowed ones sum to 1 again.": (
            lambda logits, T, top_k, u: hit(cut(logits, T, top_k), u),
            lambda logits, T, top_k, u: to_the_last(cut(logits, T, top_k), u),
            lambda logits, T, top_k, u: hit([(t, p) for t, p in cut(logits, T, top_k) if p], u),
        ),
        "that is the likeliest token, whatever u is: greedy. It would write the same name every time.": (
            lambda logits, T, top_k, u: ranked(logits)[0]
        ),
        "the least likely ones are kept: sort with the largest first, or count from the end.": (
            wrong(keep=lambda logits, k: ranked(logits)[::-1][:k])
        ),
        "the first top_k of the list are kept; the likeliest ones may stand anywhere.": (
            wrong(keep=lambda logits, k: list(range(len(logits)))[:k])
        ),
        "one too few is kept: the one that is just the top_k-th is allowed as well.": (
            wrong(keep=lambda logits, k: ranked(logits)[: k and max(1, k - 1)]),
            wrong(
                keep=lambda logits, k: ranked(logits)[: k and k - 1], probs=lambda z, T: next_probs(z, T) if z else []
            ),
        ),
        "one too many is kept: top_k of them, and no more.": wrong(
            keep=lambda logits, k: ranked(logits)[: k and k + 1]
        ),
        "that is the place among those that were kept; the token is its place in the list of all logits.": (
            lambda logits, T, top_k, u: fallbacks.letter_at([p for _, p in shares_of(logits, T, top_k)], u),
            lambda logits, T, top_k, u: fallbacks.letter_at([p for _, p in shares_of(logits, T, top_k, order=list)], u),
            lambda logits, T, top_k, u: fallbacks.letter_at(sorted(next_probs(logits, T), reverse=True)[:top_k], u),
            lambda logits, T, top_k, u: fallbacks.letter_at(sorted(next_probs(logits, T), reverse=True), u),
        ),
        "the chances are right, but the stretches lie in another order: leave the tokens in that of the list.": (
            wrong(order=lambda kept: kept),
            wrong(order=lambda kept: kept[::-1]),
            wrong(order=lambda kept: sorted(kept)[::-1]),
        ),
        "where two stretches meet, the next one begins: ask u < end. Else u = 0 falls on a token that is not allowed.": (
            lambda logits, T, top_k, u: hit(
                [(t, dict(shares_of(logits, T, top_k)).get(t, 0.0)) for t in range(len(logits))],
                u,
                lambda u, end: u <= end,
            ),
        ),
        "u is compared with one probability alone; the stretches lie end to end, so add them up on the way.": (
            wrong(hit=lambda shares, u: next((token for token, p in shares if u < p), None)),
        ),
        "that is a probability; the token is wanted, its place in the list of logits.": (
            lambda logits, T, top_k, u: dict(shares_of(logits, T, top_k))[fallbacks.next_token(logits, T, top_k, u)]
        ),
        "these are the probabilities; return the token on which u falls.": (
            lambda logits, T, top_k, u: [dict(shares_of(logits, T, top_k)).get(t, 0.0) for t in range(len(logits))]
        ),
        "a logit of 0 is no chance of 0: e to the 0 is 1. What is not allowed gets -inf, or a probability of 0.": tuple(
            lambda logits, T, top_k, u, low=low: fallbacks.letter_at(
                next_probs([z if t in ranked(logits)[:top_k] else low * T for t, z in enumerate(logits)], T), u
            )
            for low in (0.0, -1.0, -10.0)
        ),
        "top_k says how many are allowed; yours is always the same number.": tuple(
            wrong(keep=lambda logits, k, n=n: ranked(logits)[:n]) for n in (2, 3, 5)
        ),
        "T is handed over; yours is always the same temperature.": tuple(
            wrong(probs=lambda logits, T, own=own: next_probs(logits, own)) for own in (0.1, 0.5, 0.8, 2.0)
        ),
        "u stays as it was thrown: T belongs to the logits.": (
            by_temperature,
            lambda logits, T, top_k, u: fallbacks.letter_at(softmax(logits), u / T),
        ),
        "the limit is the top_k-th from above; yours counts from below.": wrong(
            keep=lambda logits, k: ranked(logits) if k is None else ranked(logits)[: len(logits) - k + 1]
        ),
        "all tokens get stretches of one length; each is to be as long as its probability.": (
            lambda logits, T, top_k, u: int(u * len(logits)),
            wrong(probs=lambda logits, T: [1 / len(logits)] * len(logits)),
        ),
        "logits are no probabilities yet: softmax(logits / T) comes first.": (
            lambda logits, T, top_k, u: fallbacks.letter_at([z / sum(logits) for z in logits], u),
            lambda logits, T, top_k, u: fallbacks.letter_at(logits, u),
        ),
        "the sign: a larger logit is a likelier token.": (
            lambda logits, T, top_k, u: fallbacks.next_token([-z for z in logits], T, top_k, u),
            wrong(probs=lambda logits, T: next_probs([-z for z in logits], T)),
        ),
        "that is the least likely token, whatever u is.": lambda logits, T, top_k, u: ranked(logits)[-1],
        "that is the token beside the right one: the first end beyond u belongs to the token itself.": (
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k, u) + 1,
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k, u) - 1,
            lambda logits, T, top_k, u: max(0, fallbacks.next_token(logits, T, top_k, u) - 1),
        ),
        "that is the token's logit; its place in the list is wanted.": (
            lambda logits, T, top_k, u: logits[fallbacks.next_token(logits, T, top_k, u)]
        ),
        "the list is turned round: the first token comes first.": (
            lambda logits, T, top_k, u: fallbacks.next_token(logits[::-1], T, top_k, u)
        ),
        "top_k may be None: then all tokens are allowed.": (
            wrong(keep=lambda logits, k: ranked(logits)[: k or 1]),
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k + 0, u),
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, abs(-top_k), u),
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k - 1 + 1, u),
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k if range(top_k) else None, u),
        ),
    },
    learned="Everything that a model ever says is chosen by this function.",
    hints=[
        "`temperature` gives the probabilities of all tokens. Set those to 0 that are less likely than the top_k-th.",
        "Divide what is left by its sum; then walk along the line as in lesson 1, to the first end beyond u.",
    ],
)

# ---- the loop ----


def a_model(rng):
    """A table of logits for 3 to 6 tokens, which of them is BOS, a temperature, a top_k, and the seed of a die."""
    size = rng.randint(3, 6)
    table = [[round(rng.gauss(0, 1.5), 2) for _ in range(size)] for _ in range(size)]
    return (
        table,
        rng.choice([size - 1, size - 1, 0]),
        rng.choice([0.5, 1.0, 2.0]),
        rng.choice([None, 2, 3]),
        rng.randrange(10**6),
    )


def with_model(answer, table, bos, T, top_k, seed):
    """Call an answer with a model that remembers how much it has read, and a die of this seed."""
    seen = []

    def read(token):
        if isinstance(token, bool) or not isinstance(token, int):
            raise Wrong("`read` takes one token, a whole number.")
        if len(seen) == 16:
            raise Wrong("16 tokens are all that the model reads; your loop goes on after 16 letters.")
        seen.append(token)
        return list(table[(token + len(seen)) % len(table)])

    return answer(read, bos, T, top_k, random.Random(seed))


def reading(
    step=lambda read, token, tokens, bos: read(token),
    finished=lambda token, tokens, bos: token == bos,
    draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, T, top_k, rng.random()),
    most=16,
    also=False,
):
    """write_name with something else in one of its lines; also: what ends the name is kept as well."""

    def write(read, bos, T, top_k, rng):
        tokens, token = [], bos
        while len(tokens) < most:
            token = draw(step(read, token, tokens, bos), T, top_k, rng)
            if finished(token, tokens, bos):
                return [*tokens, token] if also else tokens
            tokens.append(token)
        return tokens

    return write


def once(read, bos, T, top_k, rng):
    """The logits are asked for once, before the loop."""
    logits, tokens = read(bos), []
    while len(tokens) < 16:
        token = fallbacks.next_token(logits, T, top_k, rng.random())
        if token == bos:
            break
        tokens.append(token)
    return tokens


def all_again(read, token, tokens, bos):
    """Everything is read once more for every letter."""
    return [read(earlier) for earlier in [bos, *tokens]][-1]


def one_throw(read, bos, T, top_k, rng):
    u, tokens, token = rng.random(), [], bos
    while len(tokens) < 16:
        token = fallbacks.next_token(read(token), T, top_k, u)
        if token == bos:
            break
        tokens.append(token)
    return tokens


write_name = Exercise(
    "Return the tokens of a name, at most 16: read, draw the next one, until BOS is drawn.",
    fallbacks.write_name,
    cases=[
        ([[0.0, 1.0, 2.0], [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]], 2, 1.0, None, 1),
        ([[0.0, 1.0, 2.0], [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]], 2, 1.0, None, 55),  # a throw that must not be rounded
        ([[0.0, 1.0, 2.0], [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]], 2, 1.2345, None, 1845),  # nor must T
        ([[0.0, 1.0, -9.0], [1.0, 0.0, -9.0], [1.0, 2.0, -9.0]], 2, 1.0, 2, 2),
        ([[-9.0, 1.0, 2.0], [0.0, 3.0, 1.0], [0.0, 1.0, 2.0]], 0, 0.5, 2, 3),
    ],
    generate=a_model,
    use=with_model,
    names=("table of logits", "bos", "T", "top_k", "seed of the die"),
    mistakes={
        "BOS is no letter: when it is drawn, the name is finished, and it is not part of it.": (
            reading(also=True),
            reading(finished=lambda token, tokens, bos: False),
        ),
        "the model reads BOS every time: after that, it must read the letter that was drawn.": (
            reading(step=lambda read, token, tokens, bos: read(bos)),
        ),
        "the model is asked once, before the loop; it must read every letter before the next one is drawn.": once,
        "the model remembers what it has read (its cache): give it the new token alone, not all of them again.": (
            reading(step=all_again)
        ),
        "one throw for all letters: every letter needs a new u, rng.random().": one_throw,
        "T is not handed on to next_token.": (
            reading(draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, 1.0, top_k, rng.random())),
        ),
        "top_k is not handed on to next_token.": (
            reading(draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, T, None, rng.random())),
        ),
        "T and top_k are exchanged: next_token(logits, T, top_k, u).": (
            reading(draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, top_k, T, rng.random())),
        ),
        "the other way round: the name is finished when the token *is* BOS.": (
            reading(finished=lambda token, tokens, bos: token != bos)
        ),
        "0 is the token of the letter a; where a name ends, `bos` is drawn.": (
            reading(finished=lambda token, tokens, bos: token == 0)
        ),
        "a name may have 16 letters, yours ends earlier.": tuple(reading(most=most) for most in range(4, 16)),
        "a name has at most 16 letters: the model reads no more.": tuple(reading(most=most) for most in (17, 20, 100)),
        "return the letters alone: BOS is where the name begins, not a part of it.": (
            lambda read, bos, T, top_k, rng: [bos, *fallbacks.write_name(read, bos, T, top_k, rng)],
            lambda read, bos, T, top_k, rng: [bos, *fallbacks.write_name(read, bos, T, top_k, rng), bos],
        ),
    },
    learned="Lesson 1's loop, word for word; only the row of chances comes from a GPT now.",
    hints=[
        "As in lesson 1: `token` begins as `bos`; in each round the model reads it, and the next one is drawn.",
        "`next_token(read(token), T, top_k, rng.random())`; the loop ends when it is `bos`, or there are 16 letters.",
    ],
)

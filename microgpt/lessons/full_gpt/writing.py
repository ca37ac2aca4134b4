"""The exercise on the loop that writes a name."""

import random

from ...teach.judge import Exercise, Wrong
from .. import fallbacks


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

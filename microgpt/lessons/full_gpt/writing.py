"""The exercise on the loop that writes a name."""

import math
import random
from collections.abc import Iterator

from ...nn import softmax
from ...sample import next_probs
from ...teach.judge import Exercise, Wrong
from ...teach.judge.words import shown_case
from .. import fallbacks
from .loops import all_again, drawn_twice, once, one_throw, reading, skipping, throwing, with_u


def a_model(rng):
    """A table of logits for 3 to 6 tokens, which of them is BOS, a temperature, a top_k, the seed of a die, not thrown yet."""
    size = rng.randint(3, 6)
    table = [[round(rng.gauss(0, 1.5), 2) for _ in range(size)] for _ in range(size)]
    bos, T, top_k = rng.choice([size - 1, size - 1, 0]), rng.choice([0.5, 1.0, 2.0]), rng.choice([None, 2, 3])
    return table, bos, T, top_k, rng.randrange(10**6), []


def uncalled(sentence):
    """A method that says what is missing where something stands in place of what its call would give."""

    def method(self, *others):
        raise Wrong(sentence)

    return method


class Model:
    """read(token) as an answer is given it: it remembers how much it has read."""

    def __init__(self, table):
        self.table, self.seen = table, 0

    def __call__(self, token):
        if isinstance(token, bool) or not isinstance(token, int):
            raise Wrong("`read` takes one token, a whole number.")
        if self.seen == 16:
            raise Wrong("the model reads 16 tokens at most: none after the 16th letter, and none after BOS was drawn.")
        self.seen += 1
        return list(self.table[(token + self.seen) % len(self.table)])

    __iter__ = __len__ = __getitem__ = uncalled("`read` is to be called: read(token) gives the logits.")


class Throw:
    """What rng.random is as long as it is not called: no number yet."""

    def __init__(self, die):
        self.die = die

    def __call__(self):
        self.die.thrown[:] = [*self.die.thrown, 1]
        return random.Random.random(self.die)

    __lt__ = __gt__ = __le__ = __ge__ = __mul__ = __rmul__ = uncalled(
        "u is the number that a throw gives: rng.random(), with its brackets."
    )


class Random(random.Random):
    """A die that notes every throw in a list."""

    random = property(Throw)
    __lt__ = __gt__ = __le__ = __ge__ = __mul__ = __rmul__ = Throw.__lt__


def with_model(answer, table, bos, T, top_k, seed, thrown):
    """Call an answer with a model, and a die of this seed; thrown: a list that gets a 1 for every throw."""
    read, rng = Model(table), Random(seed)
    rng.thrown = thrown
    found = answer(read, bos, T, top_k, rng)
    if isinstance(found, Iterator):
        return checked(found, read, rng)
    unthrown(found, read, rng)
    return found


def checked(found, read, rng):
    """Tokens that come one by one, looked at when all have come."""
    yield from found
    unthrown(..., read, rng)


def unthrown(found, read, rng):
    """Nothing, or an exception if the model was asked and the die was not."""
    if found is not None and read.seen and not rng.thrown:
        raise Wrong("`rng` is never thrown: every letter needs a new u = rng.random(), of the die that is handed over.")


class WithDie(Exercise):
    """An exercise whose last argument notes the throws of a die; where the result is wrong, they say nothing more."""

    def wrong(self, outcomes, wrong, changed, answer):
        return super().wrong(outcomes, wrong, [], answer)

    def unwanted_change(self, outcome, i):
        found, wanted = (len(o.after[-1]) if o.after else 0 for o in (outcome, self.wanted[i]))
        if found != wanted:
            return f"`rng` is thrown once for every draw, that of BOS included; here {wanted} times, and by yours {found} times."
        return super().unwanted_change(outcome, i)


write_name = WithDie(
    "Return the tokens of a name, at most 16: read, draw the next one, until BOS is drawn.",
    fallbacks.write_name,
    cases=[
        ([[0.0, 1.0, 0.0], [2.0, 0.0, 1.0], [1.0, 1.0, 0.0]], 2, 1.0, None, 32, []),
        ([[0.0, 1.0, 2.0], [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]], 2, 1.0, None, 55, []),  # a throw that must not be rounded
        ([[0.0, 1.0, 2.0], [3.0, 0.0, 0.0], [0.0, 3.0, 0.0]], 2, 1.2345, None, 1845, []),  # nor must T
        ([[0.0, 1.0, -9.0], [1.0, 0.0, -9.0], [1.0, 2.0, -9.0]], 2, 1.0, 2, 2, []),
        ([[-9.0, 1.0, 2.0], [0.0, 3.0, 1.0], [0.0, 1.0, 2.0]], 0, 0.5, 2, 3, []),
        ([[0.0, 0.2, 0.4], [0.3, 0.0, 0.1], [0.0, 0.3, 0.2]], 2, 0.2, None, 4, []),
        ([[0.0, 1.0, -1.0], [1.0, 0.0, -1.0], [1.0, 2.0, -2.0]], 2, 1.0, None, 4, []),  # 15 letters, then BOS
    ],
    generate=a_model,
    mixes=lambda table, bos, T, top_k, seed, thrown: bos < len(table) and (top_k or 1) <= len(table),
    use=with_model,
    names=("table of logits", "bos", "T", "top_k", "seed of the die", "rng"),
    may_change=("rng",),
    show=lambda *case: shown_case(write_name.names[:-1], case),
    mistakes={
        "BOS is no letter: when it is drawn, the name is finished, and it is not part of it.": (
            reading(end=lambda tokens, last, bos: [*tokens, last] if last == bos else tokens),
        ),
        "the loop goes on when BOS is drawn: ask whether the token is `bos`, whatever number that is.": (
            reading(finished=lambda token, tokens, bos: False)
        ),
        "the model reads BOS every time: after that, it must read the letter that was drawn.": (
            reading(step=lambda read, token, tokens, bos: read(bos)),
        ),
        "the model is asked once, before the loop; it must read every letter before the next one is drawn.": once,
        "the model remembers what it has read (its cache): give it the new token alone, not all of them again.": (
            reading(step=all_again)
        ),
        "every token is read once, since the model remembers it; yours reads it twice.": (
            reading(step=lambda read, token, tokens, bos: (read(token), read(token))[1]),
            reading(step=lambda read, token, tokens, bos: [read(token) for _ in range(2 if tokens else 1)][-1]),
        ),
        "the letter that is looked at must be the one that is kept: draw once in every round, and give it a name.": (
            drawn_twice(lambda read, token, logits: read(token)),
            drawn_twice(lambda read, token, logits: logits),
        ),
        "the model reads tokens, not places: after `bos`, the letter that was drawn.": (
            reading(step=lambda read, token, tokens, bos: read(len(tokens))),
            reading(step=lambda read, token, tokens, bos: read(len(tokens) if tokens else bos)),
        ),
        "the first token that is read is `bos`, not 0 and not a letter.": (
            reading(start=lambda bos: 0),
            reading(start=lambda bos: 1),
        ),
        "BOS is what is handed over as `bos`; it is 26 only where there are 26 letters.": tuple(
            reading(start=start, finished=finished)
            for start, finished in (
                (lambda bos: 26, lambda token, tokens, bos: token == bos),
                (lambda bos: 26, lambda token, tokens, bos: token == 26),
            )
        ),
        "a name ends where the token *is* `bos`: a letter may have a higher number, or a lower one.": (
            reading(finished=lambda token, tokens, bos: token >= bos),
            reading(finished=lambda token, tokens, bos: token <= bos),
        ),
        "when BOS is drawn, the loop ends: break, not continue.": (skipping("rounds"), skipping("letters")),
        "every name is empty: is `token` asked for `bos` before one is drawn, or is no letter put into your list?": (
            lambda read, bos, T, top_k, rng: []
        ),
        "a name may be empty: BOS may be drawn first.": (
            reading(finished=lambda token, tokens, bos: token == bos and tokens),
            reading(finished=lambda token, tokens, bos: token == bos and len(tokens) > 1),
        ),
        "`rng` is the die to be thrown, for every letter; yours throws one of its own.": (
            lambda read, bos, T, top_k, rng: fallbacks.write_name(read, bos, T, top_k, random.Random(rng.random())),
        ),
        "T is handed on as it is, however low or high.": (
            *(
                reading(draw=lambda z, T, top_k, rng, to=to: fallbacks.next_token(z, max(T, to), top_k, rng.random()))
                for to in (0.3, 0.5, 1.0)
            ),
            reading(draw=lambda z, T, top_k, rng: fallbacks.next_token(z, min(T, 1.0), top_k, rng.random())),
        ),
        "a letter may come again: it belongs to the name as often as it is drawn.": (
            reading(end=lambda tokens, last, bos: list(dict.fromkeys(tokens))),
            reading(end=lambda tokens, last, bos: sorted(set(tokens))),
            reading(finished=lambda token, tokens, bos: token == bos or token in tokens),
            reading(finished=lambda token, tokens, bos: token == bos or token in tokens[-1:]),
        ),
        "throw once for a letter: one throw more, and all that follows is another.": (
            *(throwing(before=n) for n in (1, 2, 16)),
            throwing(within=1),
        ),
        "u goes on as it was thrown: not rounded, not turned round, no other number.": (
            *(with_u(lambda u, n=n: round(u, n)) for n in (1, 2, 3)),
            with_u(lambda u: 1 - u),
            with_u(lambda u: u * u),
            with_u(lambda u: u / 2),
        ),
        "`bos` is read once, at the beginning of the first round.": (
            lambda read, bos, T, top_k, rng: (read(bos), reading()(read, bos, T, top_k, rng))[1]
        ),
        "the first letter is missing: what is drawn first belongs to the name.": (
            reading(end=lambda tokens, last, bos: tokens[1:]),
            reading(end=lambda tokens, last, bos: [*tokens, bos][1:] if last == bos else tokens[1:]),
        ),
        "the last letter is missing.": reading(end=lambda tokens, last, bos: tokens[:-1]),
        "that is one number; the list of all letters is wanted.": (
            reading(end=lambda tokens, last, bos: last),
            reading(end=lambda tokens, last, bos: tokens[-1] if tokens else bos),
            reading(end=lambda tokens, last, bos: tokens[-1] if tokens else None),
            reading(end=lambda tokens, last, bos: len(tokens)),
        ),
        "`next_token` takes the logits as they are: softmax and T are in it.": (
            reading(draw=lambda z, T, top_k, rng: fallbacks.next_token(softmax(z), T, top_k, rng.random())),
            reading(draw=lambda z, T, top_k, rng: fallbacks.next_token(next_probs(z, T), T, top_k, rng.random())),
            reading(draw=lambda z, T, top_k, rng: fallbacks.next_token([x / T for x in z], T, top_k, rng.random())),
            reading(draw=lambda z, T, top_k, rng: fallbacks.next_token(next_probs(z, T), 1.0, top_k, rng.random())),
        ),
        "one throw for all letters: every letter needs a new u, rng.random().": one_throw,
        "T is not handed on to next_token.": (
            *(
                reading(
                    draw=lambda logits, T, top_k, rng, own=own: fallbacks.next_token(logits, own, top_k, rng.random())
                )
                for own in (1.0, 0.5, 0.8)
            ),
        ),
        "top_k is not handed on to next_token.": (
            *(
                reading(draw=lambda logits, T, top_k, rng, own=own: fallbacks.next_token(logits, T, own, rng.random()))
                for own in (None, 1, 3)
            ),
        ),
        "T and top_k are exchanged: next_token(logits, T, top_k, u).": (
            reading(draw=lambda logits, T, top_k, rng: fallbacks.next_token(logits, top_k, T, rng.random())),
        ),
        "the other way round: the name is finished when the token *is* BOS.": (
            reading(finished=lambda token, tokens, bos: token != bos)
        ),
        "0 is the token of the letter a; where a name ends, `bos` is drawn.": (
            reading(finished=lambda token, tokens, bos: token == 0),
            reading(finished=lambda token, tokens, bos: token in (0, bos)),
        ),
        "a name may have 16 letters, yours ends earlier.": tuple(reading(most=most) for most in range(2, 16)),
        "a name has 16 letters at most, and some models never draw BOS: the loop goes on while len(tokens) < 16, and nothing is read "
        "after the 16th.": (reading(most=17), reading(most=math.inf)),
        "one letter at most: a `return` stands inside the loop, or the loop has one round alone.": reading(most=1),
        "return the letters alone: BOS is where the name begins, not a part of it.": (
            lambda read, bos, T, top_k, rng: [bos, *fallbacks.write_name(read, bos, T, top_k, rng)],
            lambda read, bos, T, top_k, rng: [bos, *fallbacks.write_name(read, bos, T, top_k, rng), bos],
        ),
    },
    learned="Lesson 1's loop; what follows comes from a GPT now, and every draw has T and top_k.",
    hints=[
        "As in lesson 1: `token` begins as `bos`; in each round the model reads it, and the next one is drawn.",
        "`next_token(read(token), T, top_k, rng.random())`; the loop ends when it is `bos`, or there are 16 letters.",
    ],
)

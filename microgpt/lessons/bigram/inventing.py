"""The exercise on the loop that makes a name of letters."""

import random
from collections.abc import Iterator
from itertools import chain

from ...teach.judge import Apart, Exercise, Wrong
from ...teach.judge.calling import plain
from ...teach.judge.same import same
from .. import fallbacks
from . import sampling
from .known import DOT, known_names, shares


def a_table_and_seed(rng):
    """A table of 3 to 6 rows of probabilities, some equal; which of them is the dot's, mostly the last; the seed of a die."""
    size, equal = rng.randint(3, 6), rng.random() < 0.2
    table = [shares([rng.choice([0, 1, 4]) + (equal or rng.random()) for _ in range(size)]) for _ in range(size)]
    if rng.random() < 0.2:
        table[0] = [*table[1]]
    return table, rng.choice([size - 1, size - 1, 0, rng.randrange(size)]), rng.randrange(10**6)


def known_tables():
    """The table of the known names, and one with more tokens than it has, with a few dice each."""
    known = [shares([n + 0.1 for n in row]) for row in known_names()[0]]
    wide = [shares([1 + (i * j) % 7 for j in range(40)]) for i in range(1, 41)]
    return [*((known, DOT, seed) for seed in range(10)), *((wide, 35, seed) for seed in range(2))]


def with_die(answer, probs, bos, seed):
    """Call an answer with a die of this seed; one with blanks left is not solved yet."""
    return with_die_left(die_after(answer, probs, bos, seed), probs, bos, seed)


def die_after(answer, probs, bos, seed):
    """What an answer hands back, and the throw that comes next; None where its own are made only when it is asked."""
    die = random.Random(seed)
    try:
        found = answer(probs, bos, die)
    except TypeError as error:
        if "ellipsis" not in str(error):
            raise
        raise NotImplementedError("There is a blank left.") from None
    except ValueError as error:
        if "max()" not in str(error):
            raise
        raise Wrong(
            "`letter_at` was given no chance above 0: the row of the token before is wanted, whole, the dot included."
        ) from None
    return found, None if isinstance(found, Iterator) else die.random()


def with_die_left(found, probs, bos, seed):
    """Where there are tokens, and they are right, the die is to be left as it is after one throw for each of them and one for the dot."""
    tokens, throw = found
    fresh = random.Random(seed)
    wanted = fallbacks.invent(probs, bos, fresh)
    if throw is None:
        return tokens  # which are made only when they are asked for
    right = same(plain(tokens), wanted)
    if throw == random.Random(seed).random() and not right:
        raise Wrong("`rng` is never thrown: every letter needs a new u = rng.random(), of the die that is handed over.")
    if wanted and throw != fresh.random() and right:
        raise Wrong(
            "the tokens are right here, but the die is not left as it should be, and the next name would differ: one "
            "throw for each letter and one for the dot, no more, and no new seed."
        )
    return tokens


def bos_likeliest(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        token = fallbacks.letter_at(probs[token], rng.random())
        if probs[token][bos] == max(probs[token]):
            break
        tokens.append(token)
    return tokens


def of_1(column):
    """Shares of 1, where there is anything to share."""
    return shares(column) if any(column) else column


def thrown(row, rng):
    return fallbacks.letter_at(row, rng.random())


def wrong_name(
    row=lambda probs, token, tokens, bos: probs[token],
    finished=lambda token, tokens, bos: token == bos,
    draw=thrown,
    start=lambda probs, bos: bos,
):
    """invent with something else in its two blanks, at its beginning, or where the die is thrown."""

    def invent(probs, bos, rng):
        tokens, token = [], start(probs, bos)
        while len(tokens) < 16:
            token = draw(row(probs, token, tokens, bos), rng)
            if finished(token, tokens, bos):
                break
            tokens.append(token)
        return tokens

    return invent


def draws_wrongly(answer):
    """What is to be said of an answer whose own letter_at is wrong: then the names are, whatever stands in the blanks."""
    if not callable(answer):
        return "pass in your function, without calling it: no round brackets behind its name."
    if "counts" in getattr(getattr(answer, "__code__", None), "co_names", ()):
        return (
            "the counts of the notebook are not needed: the table is handed over, as `probs`, and may be another one."
        )
    theirs = getattr(answer, "__globals__", {}).get("letter_at", fallbacks.letter_at)
    if theirs is fallbacks.letter_at or sampling.letter_at.examine(theirs).solved:
        return None
    return (
        "the `letter_at` that it calls is not right yet: run its check once more; this loop can be judged after that."
    )


def letters_and_dot(probs, bos, rng, most):
    """The letters of a name, and [bos] where the dot came before there were too many."""
    tokens, token = [], bos
    while len(tokens) < most:
        token = thrown(probs[token], rng)
        if token == bos:
            return tokens, [bos]
        tokens.append(token)
    return tokens, []


def past_the_dot(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        token = thrown(probs[token], rng)
        if token != bos:
            tokens.append(token)
    return tokens


def one_throw(probs, bos, rng):
    u = rng.random()
    return wrong_name(draw=lambda row, rng: fallbacks.letter_at(row, u))(probs, bos, rng)


def again_when_empty(probs, bos, rng):
    while not (tokens := fallbacks.invent(probs, bos, rng)):
        pass
    return tokens


invent = Exercise(
    "Fill in the two blanks: the chances of what comes next, and whether the name is finished.",
    fallbacks.invent,
    cases=[
        ([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], 2, 1),
        ([[0.0, 0.5, 0.5], [0.5, 0.0, 0.5], [0.5, 0.5, 0.0]], 2, 1),
        ([[0.1, 0.9, 0.0], [0.9, 0.1, 0.0], [0.5, 0.5, 0.0]], 2, 1),
    ],
    generate=a_table_and_seed,
    mixes=lambda probs, bos, seed: bos < len(probs),
    world=known_tables,
    use=with_die,
    apart=Apart(die_after, judged=with_die_left),
    unfit=draws_wrongly,
    mistakes={
        "every letter is drawn as if it were the first: the row is that of the token before.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[bos])
        ),
        "at the beginning there is no letter yet; `token` holds the dot then, and the last letter later.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[tokens[-1]])
        ),
        "that is the row of one token for all; the row is that of the token before, probs[token].": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[0]),
            wrong_name(row=lambda probs, token, tokens, bos: probs[-1]),
            wrong_name(row=lambda probs, token, tokens, bos: probs[1]),
        ),
        "the token before moves on with every step; yours stays the first letter.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[tokens[0]] if tokens else probs[bos])
        ),
        "the token before is the last one drawn; yours is the one before that.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[tokens[-2]] if len(tokens) > 1 else probs[bos])
        ),
        "that is the row beside: the token before is at `token` itself.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[token - 1]),
            wrong_name(row=lambda probs, token, tokens, bos: probs[token + 1]),
            wrong_name(row=lambda probs, token, tokens, bos: probs[(token + 1) % len(probs)]),
        ),
        "the row is taken as it is; yours is turned round or sorted, so that other letters are drawn.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[token][::-1]),
            wrong_name(row=lambda probs, token, tokens, bos: sorted(probs[token])),
            wrong_name(row=lambda probs, token, tokens, bos: sorted(probs[token], reverse=True)),
        ),
        "the row is that of the token before alone; yours is a mean of the rows of all tokens so far.": wrong_name(
            row=lambda probs, token, tokens, bos: [
                sum(column) / (len(tokens) + 1) for column in zip(*(probs[t] for t in (bos, *tokens)))
            ]
        ),
        "0 is a token like any other, and `token or bos` takes it for nothing.": wrong_name(
            row=lambda probs, token, tokens, bos: probs[token or bos]
        ),
        "all letters are equally likely with you: the chances stand in the table, probs[token].": wrong_name(
            row=lambda probs, token, tokens, bos: [1 / len(probs)] * len(probs)
        ),
        "a letter may come again: only the dot ends the name.": wrong_name(
            finished=lambda token, tokens, bos: token in tokens
        ),
        "the name ends where the dot is drawn, however long it is by then.": tuple(
            wrong_name(finished=lambda token, tokens, bos, n=n: len(tokens) > n) for n in range(10)
        )
        + (wrong_name(finished=lambda token, tokens, bos: len(tokens) == bos),),
        "ask whether `token` is the dot, with ==; larger or smaller tokens are letters.": (
            wrong_name(finished=lambda token, tokens, bos: token > bos),
            wrong_name(finished=lambda token, tokens, bos: token < bos),
            wrong_name(finished=lambda token, tokens, bos: token >= bos),
            wrong_name(finished=lambda token, tokens, bos: token <= bos),
        ),
        "that is a column of the table: what stands before. The row of `token` tells what comes after it.": (
            wrong_name(row=lambda probs, token, tokens, bos: [row[token] for row in probs]),
            wrong_name(row=lambda probs, token, tokens, bos: of_1([row[token] for row in probs])),
            wrong_name(row=lambda probs, token, tokens, bos: [x[token] / sum(y[token] for y in probs) for x in probs]),
        ),
        "the row is chosen by how many letters there are; it is that of the token before.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[len(tokens)]),
            wrong_name(row=lambda probs, token, tokens, bos: probs[len(tokens) - 1]),
        ),
        "the dot is no letter: when it is drawn, the name is finished.": (
            wrong_name(finished=lambda token, tokens, bos: False)
        ),
        "what stands there counts as true at once, so every name is empty: ask, after the throw, whether `token` is the dot.": (
            wrong_name(finished=lambda token, tokens, bos: True)
        ),
        "the other way round: the name is finished when the token *is* the dot.": (
            wrong_name(finished=lambda token, tokens, bos: token != bos)
        ),
        "a number alone counts as true, unless it is 0: ask whether `token` is the dot, token == bos.": (
            wrong_name(finished=lambda token, tokens, bos: bos),
            wrong_name(finished=lambda token, tokens, bos: token),
            wrong_name(finished=lambda token, tokens, bos: bos or token),
            wrong_name(finished=lambda token, tokens, bos: bos and token),
        ),
        "0 is the token of the letter a; the dot's is `bos`.": (
            wrong_name(finished=lambda token, tokens, bos: token == 0),
            wrong_name(finished=lambda token, tokens, bos: [*"abcdefghijklmnopqrstuvwxyz."][token] == "a"),
            wrong_name(finished=lambda token, tokens, bos: not token),
            wrong_name(finished=lambda token, tokens, bos: token in (0, bos)),
        ),
        "that is true of token 26 alone; in another alphabet the dot is another token, and `bos` holds which.": (
            wrong_name(finished=lambda token, tokens, bos: token == DOT),
            wrong_name(finished=lambda token, tokens, bos: [*"abcdefghijklmnopqrstuvwxyz·"][token] == "·"),
            wrong_name(finished=lambda token, tokens, bos: token >= DOT),
            wrong_name(finished=lambda token, tokens, bos: token > DOT - 1 and bos == DOT),
        ),
        "the dot ends the name whenever it is drawn, even as the very first: a name without letters is possible.": (
            wrong_name(finished=lambda token, tokens, bos: len(tokens) > 0 and token == bos)
        ),
        "the dot ends the name whenever it is drawn, however short the name is by then.": tuple(
            wrong_name(finished=lambda token, tokens, bos, n=n: len(tokens) >= n and token == bos) for n in range(2, 6)
        ),
        "when the dot comes, the loop ends: `break`, not `continue`.": past_the_dot,
        "only the letters are wanted: the dots at the ends are not among them.": (
            *(lambda probs, bos, rng, n=n: [bos, *letters_and_dot(probs, bos, rng, n)[0]] for n in (15, 16)),
            *(lambda probs, bos, rng, n=n: [bos, *chain(*letters_and_dot(probs, bos, rng, n))] for n in (15, 16)),
            lambda probs, bos, rng: [*fallbacks.invent(probs, bos, rng), bos],
        ),
        "a name may be empty: yours is drawn anew until it is not.": again_when_empty,
        "one throw for each token: you throw twice.": (
            wrong_name(draw=lambda row, rng: (rng.random(), thrown(row, rng))[1]),
            wrong_name(draw=lambda row, rng: (thrown(row, rng), rng.random())[0]),
        ),
        "the u that was thrown is used as it is; yours is taken from 1, or changed.": (
            wrong_name(draw=lambda row, rng: fallbacks.letter_at(row, 1 - rng.random())),
            wrong_name(draw=lambda row, rng: fallbacks.letter_at(row, rng.random() ** 2)),
            wrong_name(draw=lambda row, rng: fallbacks.letter_at(row, round(rng.random(), 2))),
        ),
        "one u serves for all letters: each needs a throw of its own, inside the loop.": one_throw,
        "that is the likeliest letter each time; `letter_at` finds the one on which the thrown u falls.": wrong_name(
            draw=lambda row, rng: (rng.random(), row.index(max(row)))[1]
        ),
        "every name begins after the dot: at first `token` is `bos`, whichever number that is.": (
            wrong_name(start=lambda probs, bos: 0),
            wrong_name(start=lambda probs, bos: len(probs) - 1),
        ),
        "two things at once: the row is that of the token before, and the name is finished when `token` is the dot.": tuple(
            wrong_name(row, finished)
            for row in (lambda probs, token, tokens, bos: probs[bos], lambda probs, token, tokens, bos: probs[0])
            for finished in (lambda token, tokens, bos: False, lambda token, tokens, bos: token == 0)
        ),
        "the dot ends the name when it is drawn, not when it is only the likeliest to come.": bos_likeliest,
        "the dot stands in your name: ask whether `token` is the dot as soon as it is drawn, before it joins the letters.": (
            wrong_name(finished=lambda token, tokens, bos: bos in tokens),
            wrong_name(finished=lambda token, tokens, bos: tokens and tokens[-1] == bos),
        ),
    },
    learned="This loop writes every text of every language model; only the row of chances comes from elsewhere.",
    hints=[
        "Which row of the table tells what follows? `token` holds the token before, at first the dot.",
        "The name is finished as soon as the token that was drawn is `bos`.",
    ],
)

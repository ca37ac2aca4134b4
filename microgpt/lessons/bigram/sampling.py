"""Exercises on sampling: from u to a letter, and the loop that makes a name of letters."""

import random
from itertools import accumulate

from ...teach.judge import Exercise, Wrong
from .. import fallbacks
from .known import DOT, known_names, shares


def a_row_and_u(rng):
    """2 to 8 probabilities, some of them 0, and a u: often close to where two of them meet, and just there in sixteenths."""
    size = rng.randint(2, 8)
    if rng.random() < 0.3:
        cuts = sorted(rng.choices(range(17), k=size - 1))
        probs = [(b - a) / 16 for a, b in zip([0, *cuts], [*cuts, 16])]
        return probs, rng.randrange(16) / 16
    probs = shares([rng.choice([0, 1, 2, 5]) * rng.random() for _ in range(size)] + [rng.random()])
    u = rng.choice([rng.random(), rng.choice(list(accumulate(probs))) + rng.choice([-2e-4, 2e-4])])
    clear = 0 <= u < 1 and min(abs(u - end) for end in accumulate(probs)) > 1e-6  # rounding decides nothing
    return (probs, u) if clear else a_row_and_u(rng)


def known_rows():
    """Rows of the known names' table, a u for each; and a row of more letters than the notebook's alphabet has."""
    rng = random.Random(2)
    return [(shares(range(30)), 0.99), *((shares(row), round(rng.random(), 6)) for row in known_names()[0])]


def first(probs, test, otherwise=None):
    """The first token for which test(its probability, the end of its stretch) holds."""
    ends = accumulate(probs)
    return next((token for token, (p, end) in enumerate(zip(probs, ends)) if test(p, end)), otherwise)


def doubled_ends(probs):
    ends = []
    for p in probs:
        ends.append(sum(ends) + p)
    return ends


def first_beyond(ends, u):
    return next((token for token, end in enumerate(ends) if u < end), None)


def draws_itself(answer):
    """What is to be said of an answer that throws a random number of its own, or is no function."""
    if not callable(answer):
        return "pass in your function, without calling it: no round brackets behind its name."
    names = getattr(getattr(answer, "__code__", None), "co_names", ())
    if {"choices", "choice", "random", "randrange", "randint", "uniform"} & set(names):
        return "no new random number is needed: u is the one that was thrown. Find the letter on which it falls."
    return None


def a_token(answer, probs, u):
    """Call an answer; a token is a place in lists, and so no 1.0."""
    found = answer(probs, u)
    if isinstance(found, float) and found.is_integer() and 0 <= found < len(probs):
        raise Wrong(f"{found} has a point; a token is a place in a list, a whole number.")
    return found


letter_at = Exercise(
    "Return the token on which u falls, when the probabilities are laid end to end along a line from 0 to 1.",
    fallbacks.letter_at,
    cases=[([0.5, 0.25, 0.25], 0.6), ([0.5, 0.25, 0.25], 0.1), ([0.5, 0.25, 0.25], 0.5), ([0.0, 0.75, 0.25], 0.0)],
    generate=a_row_and_u,
    world=known_rows,
    use=a_token,
    unfit=draws_itself,
    mistakes={
        "where two stretches meet, the next one begins: ask u < end. With <=, u = 0 falls on a letter of chance 0.": (
            lambda probs, u: first(probs, lambda p, end: u <= end)
        ),
        "that is the likeliest letter, whatever u is: then every name would be the same.": (
            lambda probs, u: max(range(len(probs)), key=probs.__getitem__)
        ),
        "u is compared with one probability alone; the stretches lie end to end, so add them up on the way.": (
            lambda probs, u: first(probs, lambda p, end: u < p),
            lambda probs, u: first(probs, lambda p, end: u < p, len(probs) - 1),
            lambda probs, u: first(probs, lambda p, end: u <= p),
            lambda probs, u: first(probs, lambda p, end: u > p),
            lambda probs, u: next(token for token, p in enumerate(probs) if u < p),
            lambda probs, u: sum(p < u for p in probs),
        ),
        "only the first letter is looked at: the loop ends with a `return` in its first round.": (
            lambda probs, u: 0 if u < probs[0] else None,
            lambda probs, u: 0,
        ),
        "the other way round: go on while u lies beyond the end, and stop when the end lies beyond u.": (
            lambda probs, u: first(probs, lambda p, end: u > end),
            lambda probs, u: first(probs, lambda p, end: u >= end),
        ),
        "one letter too early: the end of a stretch is found after its probability has been added.": (
            lambda probs, u: fallbacks.letter_at(probs, u) - 1,
            lambda probs, u: max(0, fallbacks.letter_at(probs, u) - 1),
            lambda probs, u: first(probs, lambda p, end: u <= end) - 1,
            lambda probs, u: max((i for i, end in enumerate(accumulate(probs)) if u > end), default=0),
        ),
        "the right place is found and lost again: the loop goes on to the last letter. `return` at once.": (
            lambda probs, u: len(probs) - 1
        ),
        "only the first two can ever come: a `return` under `else` ends the loop in its first round.": (
            lambda probs, u: 0 if u < probs[0] else 1
        ),
        "index(p) finds the first letter with this probability, and another may have the same: `enumerate` gives the place.": (
            lambda probs, u: probs.index(probs[fallbacks.letter_at(probs, u)])
        ),
        "the letters stay in the order of the list; you sorted them.": (
            lambda probs, u: fallbacks.letter_at(sorted(probs), u),
            lambda probs, u: fallbacks.letter_at(sorted(probs, reverse=True), u),
        ),
        "that is the letter whose end is closest to u; wanted is the first whose end lies beyond u.": (
            lambda probs, u: min(range(len(probs)), key=lambda i: abs(list(accumulate(probs))[i] - u))
        ),
        "each end is the one before and one probability more; you added up all the ends before.": (
            lambda probs, u: first_beyond(doubled_ends(probs), u)
        ),
        "one letter too late: the first end beyond u belongs to the letter itself.": (
            lambda probs, u: fallbacks.letter_at(probs, u) + 1,
            lambda probs, u: first(probs, lambda p, end: u < end - p),
            lambda probs, u: first(probs, lambda p, end: u <= end) + 1 if u > 0 else 0,
            lambda probs, u: first(probs, lambda p, end: u < end - p, len(probs) - 1),
        ),
        "all letters get stretches of one length; each is to be as long as its probability.": (
            lambda probs, u: int(u * len(probs)),
            lambda probs, u: round(u * len(probs)),
            lambda probs, u: round(u * (len(probs) - 1)),
            lambda probs, u: int(u * (len(probs) - 1)),
            lambda probs, u: int(u * 27),
            lambda probs, u: int(u * 26),
            lambda probs, u: round(u * 26),
            lambda probs, u: round(u * 27),
        ),
        "that is the letter's probability; its token, the place in the list, is wanted.": (
            lambda probs, u: probs[fallbacks.letter_at(probs, u)]
        ),
        "that is where the stretch ends; the token, its place in the list, is wanted.": (
            lambda probs, u: list(accumulate(probs))[fallbacks.letter_at(probs, u)]
        ),
        "these are the ends of all stretches; return the first token whose end lies beyond u.": (
            lambda probs, u: list(accumulate(probs))
        ),
        "that is the letter whose probability is closest to u; lay them end to end instead.": (
            lambda probs, u: min(range(len(probs)), key=lambda token: abs(probs[token] - u))
        ),
        "laid end to end from the other side: the first letter of the list comes first.": (
            lambda probs, u: len(probs) - 1 - fallbacks.letter_at(probs[::-1], u),
            lambda probs, u: next(token for token, end in enumerate(accumulate(probs)) if 1 - u < end),
            lambda probs, u: first(probs, lambda p, end: 1 - u < end),
            lambda probs, u: first(probs, lambda p, end: 1 - u < end, len(probs) - 1),
            lambda probs, u: first(probs, lambda p, end: 1 - u <= end),
        ),
    },
    learned="A letter with a long stretch is hit more often: that is all that sampling is.",
    hints=[
        "Walk along the line with a loop over the tokens: keep the end of the stretches so far, and add to it.",
        "The first token whose end lies beyond u is the one; `enumerate` gives the places with the probabilities.",
    ],
)


def a_table_and_seed(rng):
    """A table of 3 to 6 rows of probabilities, which of them is the dot's, mostly the last, and the seed of a die."""
    size = rng.randint(3, 6)
    table = [shares([rng.choice([0, 1, 4]) + rng.random() for _ in range(size)]) for _ in range(size)]
    return table, rng.choice([size - 1, size - 1, 0]), rng.randrange(10**6)


def with_die(answer, probs, bos, seed):
    """Call an answer with a die of this seed; one with blanks left is not solved yet."""
    try:
        return answer(probs, bos, random.Random(seed))
    except TypeError as error:
        if "ellipsis" not in str(error):
            raise
        raise NotImplementedError("There is a blank left.") from None


def bos_likeliest(probs, bos, rng):
    tokens, token = [], bos
    while len(tokens) < 16:
        token = fallbacks.letter_at(probs[token], rng.random())
        if probs[token][bos] == max(probs[token]):
            break
        tokens.append(token)
    return tokens


def wrong_name(row=lambda probs, token, tokens, bos: probs[token], finished=lambda token, tokens, bos: token == bos):
    """invent with something else in its two blanks."""

    def invent(probs, bos, rng):
        tokens, token = [], bos
        while len(tokens) < 16:
            token = fallbacks.letter_at(row(probs, token, tokens, bos), rng.random())
            if finished(token, tokens, bos):
                break
            tokens.append(token)
        return tokens

    return invent


invent = Exercise(
    "Fill in the two blanks: the chances of what comes next, and whether the name is finished.",
    fallbacks.invent,
    cases=[
        ([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], 2, 1),
        ([[0.0, 0.5, 0.5], [0.5, 0.0, 0.5], [0.5, 0.5, 0.0]], 2, 1),
        ([[0.1, 0.9, 0.0], [0.9, 0.1, 0.0], [0.5, 0.5, 0.0]], 2, 1),
    ],
    generate=a_table_and_seed,
    world=lambda: [([shares([n + 0.1 for n in row]) for row in known_names()[0]], DOT, seed) for seed in range(10)],
    use=with_die,
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
            wrong_name(row=lambda probs, token, tokens, bos: probs[tokens[0]] if tokens else probs[bos]),
        ),
        "that is the row beside: the token before is at `token` itself.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[token - 1]),
            wrong_name(row=lambda probs, token, tokens, bos: probs[token + 1]),
        ),
        "the row is taken as it is; yours is turned round or sorted, so that other letters are drawn.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[token][::-1]),
            wrong_name(row=lambda probs, token, tokens, bos: sorted(probs[token])),
            wrong_name(row=lambda probs, token, tokens, bos: sorted(probs[token], reverse=True)),
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
            wrong_name(row=lambda probs, token, tokens, bos: [row[token] for row in probs])
        ),
        "the row is chosen by how many letters there are; it is that of the token before.": (
            wrong_name(row=lambda probs, token, tokens, bos: probs[len(tokens)])
        ),
        "the dot is no letter: when it is drawn, the name is finished.": (
            wrong_name(finished=lambda token, tokens, bos: False)
        ),
        "what stands there counts as true at once, so every name is empty: ask whether `token` is the dot.": (
            wrong_name(finished=lambda token, tokens, bos: True)
        ),
        "the other way round: the name is finished when the token *is* the dot.": (
            wrong_name(finished=lambda token, tokens, bos: token != bos)
        ),
        "0 is the token of the letter a; the dot's is `bos`.": (
            wrong_name(finished=lambda token, tokens, bos: token == 0),
            wrong_name(finished=lambda token, tokens, bos: not token),
        ),
        "that is true of token 26 alone; in another alphabet the dot is another token, and `bos` holds which.": (
            wrong_name(finished=lambda token, tokens, bos: token == DOT)
        ),
        "the dot ends the name whenever it is drawn, even as the very first: a name without letters is possible.": (
            wrong_name(finished=lambda token, tokens, bos: len(tokens) > 0 and token == bos)
        ),
        "the dot ends the name when it is drawn, not when it is only the likeliest to come.": bos_likeliest,
        "the dot is drawn in this very round: look at `token`, not at the letters so far.": (
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

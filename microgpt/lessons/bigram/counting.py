"""Exercises on counts: from a row of them to probabilities, and what is counted when the context is longer."""

import math
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import inf, log

from ... import nn
from ...teach.judge import Exercise, Wrong
from .. import fallbacks
from .known import DOT, known_names, shares

TINY = 1e-9  # what rounding may forgive elsewhere


def a_row(rng):
    """A row of counts, whole or smoothed, small (then equal ones are among them) or huge, some of them 0; mostly of 2 to 9."""
    size = rng.randint(2, 9) if rng.random() < 0.9 else rng.randint(27, 70)
    most, added = rng.choice([4, 12, 200, 9000, 10**6]), rng.choice([0, 0, 0, 0.1, 0.001])
    row = [rng.randrange(1, most) if rng.random() < 0.85 else 0 for _ in range(size)]
    row[rng.randrange(size)] = rng.randrange(1, most)
    return ([n + added for n in row],)


def known_rows():
    """Rows of the known names' table; of more letters than the alphabet has; of what is rare, and of what is smoothed a little."""
    made = [[*range(70)], [10**7, 1, 0, 300], [300, 0, 10**7, 1], [0.001] * 26 + [0.003]]
    return [(row,) for row in (*made, *known_names()[0][::6])]


def zeros_kept(answer, row):
    """Call an answer; where nothing was counted, something tiny is not the same as 0."""
    never = [i for i, n in enumerate(row) if n == 0]
    found = answer(row)
    probs = found.tolist() if hasattr(found, "tolist") else found
    if isinstance(probs, list | tuple) and any(0 < abs(p) < TINY for p in numbers_at(probs, never)):
        raise Wrong(
            "a count of 0 is a probability of exactly 0; something tiny in its place hides what was never seen."
        )
    return found


def numbers_at(found, places):
    return [found[i] for i in places if i < len(found) and isinstance(found[i], int | float)]


def shrinking(row):
    """Divide in place, so that the sum changes on the way."""
    row = list(row)
    for i in range(len(row)):
        row[i] = row[i] / sum(row)
    return row


next_probs = Exercise(
    "Turn a row of counts into probabilities: next_probs([3, 1]) is [0.75, 0.25].",
    fallbacks.next_probs,
    cases=[([3, 1],), ([2, 0, 6],), ([5],), ([1, 2, 3, 4],)],
    generate=a_row,
    world=known_rows,
    use=zeros_kept,
    mistakes={
        "these are still counts: divide each by the sum of the row.": lambda row: list(row),
        "you divided by the number of letters, not by the sum of the counts.": lambda row: shares(row, len),
        "you divided by the largest count, not by the sum.": lambda row: shares(row, max),
        "27 is the number of tokens; divide by the number of counted letters, the sum of the row.": (
            lambda row: shares(row, lambda row: 27)
        ),
        "no exponentials are needed: divide each count by the sum of the counts.": (
            lambda row: nn.softmax([float(n) for n in row]),
            lambda row: [math.exp(n) / sum(math.exp(m) for m in row) for n in row],
        ),
        "a probability lies between 0 and 1, and yours are cut to whole numbers: divide with /, and keep what comes.": (
            lambda row: [n // sum(row) for n in row]
        ),
        "you added something to the counts; without smoothing a pair never seen has probability 0.": (
            lambda row: shares([n + 1 for n in row]),
            lambda row: [(n + 1) / sum(row) for n in row],
        ),
        "a count of 0 is a probability of 0: it keeps its place, or every letter after it gets a wrong one.": (
            lambda row: [n / sum(row) for n in row if n]
        ),
        "these are the chances added up from the left; each letter's own is wanted.": (
            lambda row: list(accumulate(shares(row)))
        ),
        "the sum changes while you divide: keep it in a name before you begin.": shrinking,
        "that is the chance of any *other* letter; the letter's own is its share of the sum.": (
            lambda row: [1 - p for p in shares(row)]
        ),
        "nothing is lifted up: a share may be as small as it is, and 0 where nothing was counted.": tuple(
            lambda row, least=least: [max(n / sum(row), least) for n in row] for least in (0.01, 1e-3, 1e-4, 1e-5, 1e-6)
        ),
        "the sum is taken as it is, even where it is below 1.": tuple(
            lambda row, least=least: shares(row, lambda row: max(least, sum(row))) for least in (1, 0.1)
        ),
        "those are percent, and whole ones: a probability is a share of 1.": (
            lambda row: [int(100 * n / sum(row)) for n in row],
            lambda row: [round(100 * n / sum(row)) for n in row],
            lambda row: [100 * n // sum(row) for n in row],
        ),
        "the count itself counts, not its square nor its root.": (
            lambda row: shares([n**2 for n in row]),
            lambda row: shares([n**0.5 for n in row]),
        ),
        "all letters are equally likely with you: each is to have its share of the counts.": (
            lambda row: [1 / len(row)] * len(row)
        ),
        "only the largest count is left: the others have their share too.": (
            lambda row: [float(n == max(row)) for n in row],
            lambda row: [n // max(row) for n in row],
        ),
        "a count need not be whole, since smoothing adds to it: Fraction(n) / Fraction(sum(row)), or Decimals on both sides.": (
            lambda row: [Fraction(n, sum(row)) for n in row],
            lambda row: [Decimal(n) / sum(row) for n in row],
        ),
        "these are logarithms of the probabilities; take the shares themselves.": (
            lambda row: [log(p) if p else 0 for p in shares(row)],
            lambda row: [log(p) if p else -inf for p in shares(row)],
            lambda row: [log(p) for p in shares(row)],
        ),
        "a set keeps equal counts once only, and in no order: go through the row itself.": lambda row: [
            n / sum(row) for n in set(row)
        ],
        "divide the count; you divided its place in the row.": (
            lambda row: [i / sum(row) for i in range(len(row))],
            lambda row: [row.index(n) / sum(row) for n in row],
        ),
        "divide by the sum of the whole row; yours is the sum of a part of it.": (
            lambda row: [row[i] / sum(row[: i + 1]) for i in range(len(row))],
            lambda row: [row[i] / sum(row[i:]) for i in range(len(row))],
            lambda row: shares(row, lambda row: sum(row[:-1])),
            lambda row: shares(row, lambda row: row[-1]),
            lambda row: shares(row, lambda row: sum(row[1:])),
            lambda row: shares(row, lambda row: row[0] + row[1]),
            lambda row: [*shares(row[:-1]), 0],
        ),
        "count / (whole - count) are odds; a probability is count / whole.": lambda row: [
            n / (sum(row) - n) for n in row
        ],
    },
    learned="Each row sums to 1: that is the whole training of a bigram model.",
    hints=[
        "How many letters were counted in the row altogether?",
        "The chance of a letter is its share of that whole.",
    ],
)


# ---- longer contexts ----


def windows(tokens, size, step=1, shift=0, start=1):
    return [(tuple(tokens[max(0, i - size - shift) : i - shift]), tokens[i]) for i in range(start, len(tokens), step)]


def padded(filler):
    """Contexts that are filled up to their whole size with filler(tokens)."""

    def wrong(tokens, size):
        fill = filler(tokens)
        return [
            (tuple([fill] * (size - len(context)) + list(context)), token) for context, token in windows(tokens, size)
        ]

    return wrong


def a_name_and_size(rng):
    """A name with letters that come again, the dot (9) at both ends, now and then in between; a few tokens or dozens before."""
    letters = [
        rng.randrange(rng.choice([2, 3, 9, 70])) for _ in range(rng.choice([rng.randrange(10), rng.randrange(40)]))
    ]
    if rng.random() < 0.2:
        letters.insert(rng.randrange(len(letters) + 1), 9)
    return [9, *letters, 9], rng.choice([1, rng.randint(2, 6), rng.randint(2, 6), rng.randint(7, 30)])


contexts = Exercise(
    "Return a list of pairs: the tuple of the (at most) `size` tokens before, and the token that followed them.",
    fallbacks.contexts,
    cases=[([9, 4, 5, 9], 2), ([9, 4, 9], 1), ([9, 1, 2, 3, 4, 9], 3), ([9, 7, 9], 5), ([9, 4, 5, 9], 1)],
    generate=a_name_and_size,
    mixes=lambda tokens, size: True,
    world=lambda: [([9, *[1, 2, 3, 4] * 8, 9], 3), *((x, 1 + i % 5) for i, x in enumerate(known_names()[1][:120:8]))],
    exact=True,
    mistakes={
        "the beginning is missing: at the first letters the context is shorter, and that is a fine context.": (
            lambda tokens, size: windows(tokens, size, start=size),
            lambda tokens, size: windows(tokens, size, start=size + 1),
        ),
        "beginning and end are missing: every token but the first is predicted once, the last one too.": (
            lambda tokens, size: [
                (tuple(tokens[i : i + size]), tokens[i + size]) for i in range(len(tokens) - size - 1)
            ],
            lambda tokens, size: windows(tokens, size, start=2)[:-1],
        ),
        "at the beginning your context is empty; there it is only shorter, and its slice begins at max(0, i - size).": (
            lambda tokens, size: [(tuple(tokens[abs(i - size) : i]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: [(tuple(tokens[-size:i]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: [(tuple(tokens[max(1, i - size) : i]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: [(tuple(tokens[min(0, i - size) : i]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: [(c if i >= size else (), t) for i, (c, t) in enumerate(windows(tokens, size), 1)],
        ),
        "one tuple with everything: the context is a tuple of its own, and the token stands beside it.": (
            lambda tokens, size: [(*context, token) for context, token in windows(tokens, size)]
        ),
        "the oldest token is to go, not the newest: [-size:] keeps the last ones.": (
            lambda tokens, size: [(tuple(tokens[: min(i, size)]), tokens[i]) for i in range(1, len(tokens))]
        ),
        "what comes before is the context; yours is what comes after.": (
            lambda tokens, size: [(tuple(tokens[i + 1 : i + 1 + size]), tokens[i]) for i in range(len(tokens) - 1)],
            lambda tokens, size: [(tuple(tokens[i : i + size]), tokens[i - 1]) for i in range(1, len(tokens))],
        ),
        "the token right after the context is wanted; you took the one after that.": (
            lambda tokens, size: [(c, tokens[i]) for i, (c, t) in enumerate(windows(tokens, size)[:-1], 2)]
        ),
        "a dictionary keeps one token for each context: return the list of all pairs.": (
            lambda tokens, size: list(dict(windows(tokens, size)).items())
        ),
        "the pairs stand in reverse order: the beginning of the name first.": (
            lambda tokens, size: windows(tokens, size)[::-1]
        ),
        "one pair for each place, with the longest context; yours has shorter ones beside it.": (
            lambda tokens, size: [
                (tuple(tokens[j:i]), tokens[i]) for i in range(1, len(tokens)) for j in range(max(0, i - size), i)
            ],
            lambda tokens, size: [pair for n in range(1, size + 1) for pair in windows(tokens, n)],
            lambda tokens, size: [
                (tuple(tokens[i - n : i]), tokens[i]) for i in range(1, len(tokens)) for n in range(1, min(size, i) + 1)
            ],
        ),
        "that is always two tokens of context; `size` says how many.": lambda tokens, size: windows(tokens, 2),
        "the second token is predicted too, from the first one alone: start at place 1.": (
            lambda tokens, size: windows(tokens, size, start=2)
        ),
        "that is the place of the token; the token itself is wanted, tokens[i].": (
            lambda tokens, size: [(context, i) for i, (context, token) in enumerate(windows(tokens, size), 1)],
            lambda tokens, size: [(tuple(range(max(0, i - size), i)), i) for i in range(1, len(tokens))],
            lambda tokens, size: [(tuple(range(max(0, i - size), i)), tokens[i]) for i in range(1, len(tokens))],
        ),
        "beside each context belongs the token that followed; you took the last of the context itself.": (
            lambda tokens, size: [(context, context[-1]) for context, token in windows(tokens, size)]
        ),
        "the context is the `size` tokens before each place; yours is the same at every place.": (
            lambda tokens, size: [(tuple(tokens[-size:]), token) for token in tokens[1:]],
            lambda tokens, size: [(tuple(tokens[:size]), token) for token in tokens[1:]],
        ),
        "a context keeps the order of the tokens, and those that come twice.": (
            lambda tokens, size: [(tuple(sorted(c)), token) for c, token in windows(tokens, size)],
            lambda tokens, size: [(tuple(set(c)), token) for c, token in windows(tokens, size)],
            lambda tokens, size: [(tuple(sorted(set(c))), token) for c, token in windows(tokens, size)],
            lambda tokens, size: [(tuple(dict.fromkeys(c)), token) for c, token in windows(tokens, size)],
        ),
        "the pairs stay in the order of the name; you sorted them.": lambda tokens, size: sorted(windows(tokens, size)),
        "that is always three tokens of context; `size` says how many.": lambda tokens, size: windows(tokens, 3),
        "at the first letters i - size is below 0, and a slice then counts from the end: max(0, i - size).": (
            lambda tokens, size: [(tuple(tokens[i - size : i]), tokens[i]) for i in range(1, len(tokens))]
        ),
        "the end is missing: the last token, which says that the name stops, is predicted too.": (
            lambda tokens, size: windows(tokens, size)[:-1],
            lambda tokens, size: [pair for pair in windows(tokens, size) if pair[1] != DOT],
            lambda tokens, size: [pair for pair in windows(tokens, size) if pair[1] != tokens[0]],
        ),
        "your context holds the token that is to be predicted.": (
            lambda tokens, size: windows(tokens, size, shift=-1),
            lambda tokens, size: [(tuple(tokens[max(0, i - size) : i + 1]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: windows(tokens, size, shift=-1, start=0),
        ),
        "one token too few: a context of `size` tokens, not of size - 1.": (
            lambda tokens, size: windows(tokens, size - 1)
        ),
        "one token too many: a context of `size` tokens, not of size + 1.": lambda tokens, size: windows(
            tokens, size + 1
        ),
        "the context ends one token too early: it ends right before the token that followed.": (
            lambda tokens, size: [(tuple(tokens[max(0, i - size) : i - 1]), tokens[i]) for i in range(1, len(tokens))],
            lambda tokens, size: [
                (tuple(tokens[max(0, i - size - 1) : max(0, i - 1)]), tokens[i]) for i in range(1, len(tokens))
            ],
        ),
        "the first token is not predicted: nothing comes before it. Start with the second.": (
            lambda tokens, size: windows(tokens, size, start=0)
        ),
        "the context is in reverse order: oldest token first.": (
            lambda tokens, size: [(context[::-1], token) for context, token in windows(tokens, size)]
        ),
        "there is a pair for every token but the first, however many they are; yours are at most `size`.": (
            lambda tokens, size: windows(tokens, size)[:size],
            lambda tokens, size: [(tuple(tokens[max(0, i - size) : i]), tokens[i]) for i in range(1, size + 1)],
        ),
        "you stepped by `size`; the window moves on by one token at a time.": (
            lambda tokens, size: windows(tokens, size, step=size),
            lambda tokens, size: windows(tokens, size, step=size, start=size),
        ),
        "the two are swapped: the context first, then the token that followed.": (
            lambda tokens, size: [(token, context) for context, token in windows(tokens, size)]
        ),
        "only `size` tokens are remembered; you keep everything that came before.": (
            lambda tokens, size: windows(tokens, len(tokens))
        ),
        "that is always one token of context; `size` says how many.": lambda tokens, size: windows(tokens, 1),
        "nothing is filled up: at the beginning the context is simply shorter.": (
            *(
                padded(with_what)
                for with_what in (lambda tokens: tokens[0], lambda tokens: 0, lambda tokens: DOT, lambda tokens: None)
            ),
            lambda tokens, size: padded(lambda tokens: tokens[0])([tokens[0], *tokens], size),
            lambda tokens, size: [
                ((*[tokens[0]] * (size - 1), tokens[0]), tokens[0]),
                *padded(lambda t: t[0])(tokens, size),
            ],
        ),
        "the dots belong to the contexts: a name's beginning tells what follows.": (
            lambda tokens, size: [(tuple(x for x in c if x != DOT), token) for c, token in windows(tokens, size)],
            lambda tokens, size: [(tuple(x for x in c if x != tokens[0]), token) for c, token in windows(tokens, size)],
            lambda tokens, size: windows(tokens[1:], size),
        ),
        "the dots are tokens like all others: none is left out.": (
            lambda tokens, size: windows([token for token in tokens if token != DOT], size),
            lambda tokens, size: windows(tokens[1:-1], size),
        ),
        "look for the place by counting, not with index(): it finds a repeated letter at its first place only.": (
            lambda tokens, size: [(tuple(tokens[max(0, (j := tokens.index(t, 1)) - size) : j]), t) for t in tokens[1:]],
            lambda tokens, size: [(tuple(tokens[max(0, (j := tokens.index(t)) - size) : j]), t) for t in tokens[1:]],
        ),
        "an example that occurs twice counts twice: keep both.": (
            lambda tokens, size: list(dict.fromkeys(windows(tokens, size)))
        ),
        "the contexts are right; beside each belongs the token that followed.": (
            lambda tokens, size: [context for context, token in windows(tokens, size)]
        ),
        "two lists came: each context stands in a pair with its token, as zip makes of the two.": (
            lambda tokens, size: tuple(map(list, zip(*windows(tokens, size))))
        ),
        "all pairs hold the same context, as it is at the end: make a new tuple in each round.": (
            lambda tokens, size: [(windows(tokens, size)[-1][0], token) for token in tokens[1:]]
        ),
        "one flat list: each context needs its brackets, (context, token).": (
            lambda tokens, size: [x for pair in windows(tokens, size) for x in pair]
        ),
    },
    learned="With size 1 this is the bigram; every further token makes the contexts more telling, and rarer.",
    hints=[
        "Every token but the first is predicted once. Let i run over their places.",
        "The context ends before place i and begins `size` places earlier, but never before place 0: `max(0, i - size)`.",
    ],
)

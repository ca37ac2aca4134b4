"""The exercise on the loss of a name."""

import math
from math import inf, log
from numbers import Real
from statistics import mean, median

from ...teach.judge import Exercise, Wrong
from .. import fallbacks
from .known import DOT, known_names, shares


def a_table_and_name(rng):
    """A table of 3 to 6 rows of probabilities, some with holes; the tokens of a name, 0 to 9 letters between two dots."""
    size, holes = rng.randint(3, 6), rng.choice([0, 0, 0, 0.1])
    probs = [
        shares([rng.randrange(1, 1000) * (rng.random() >= holes) for _ in range(size - 1)] + [1]) for _ in range(size)
    ]
    letters = [rng.randrange(size - 1) for _ in range(rng.randrange(10))]
    return probs, [size - 1, *letters, size - 1]


def known_table_and_names():
    """The table of the known names, smoothed, and a few of them."""
    counts, tokens = known_names()
    probs = [shares([n + 1 for n in row]) for row in counts]
    return [(probs, name) for name in tokens[:120:15]]


def loss_or_inf(answer, probs, tokens):
    """Call an answer; at a chance of 0 stopping with an error is as right as an infinite loss, and nothing else is."""
    if all(probs[a][b] for a, b in zip(tokens, tokens[1:])):
        return answer(probs, tokens)
    try:
        found = answer(probs, tokens)
    except (ValueError, ArithmeticError, AssertionError):
        return inf
    if isinstance(found, Real) and found != inf:
        raise Wrong(
            "a chance of 0 makes the loss infinite: a pair that was never counted must not be skipped, nor given a "
            f"chance of its own. Let -log(0) stop with its error, or return inf; {found:.4g} came."
        )
    return found


def mean_surprise(probs, tokens, log=math.log, counts=lambda a, b: True, n=lambda pairs, tokens: len(pairs)):
    """name_loss with options that are mistakes: another log, pairs that do not count, a divisor n(pairs, tokens)."""
    pairs = [(a, b) for a, b in zip(tokens, tokens[1:]) if counts(a, b)]
    return sum(-log(probs[a][b]) for a, b in pairs) / n(pairs, tokens)


def of_all(last):
    """The surprises of all pairs, put together by last(surprises)."""
    return lambda probs, tokens: last([-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])])


def wrong_loss(**options):
    return lambda probs, tokens: mean_surprise(probs, tokens, **options)


def of_all_but(left_out):
    """The mean surprise, but these pairs add nothing."""
    return lambda probs, tokens: (
        sum(-log(probs[a][b]) for a, b in zip(tokens, tokens[1:]) if not left_out(a, b)) / (len(tokens) - 1)
    )


name_loss = Exercise(
    "Return the mean surprise: -log(probs[before][after]) over all pairs of neighbours, divided by their number.",
    fallbacks.name_loss,
    cases=[
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 0, 1, 2]),
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 2]),
        ([[0.9, 0.1], [0.4, 0.6]], [1, 0, 0, 0, 0, 1]),
        ([[0.5, 0.5, 0.0], [0.0, 0.6, 0.4], [0.3, 0.7, 0.0]], [2, 0, 1, 2]),
        ([[0.5, 0.5, 0.0], [0.0, 0.6, 0.4], [0.3, 0.7, 0.0]], [2, 1, 0, 1, 2]),
    ],
    generate=a_table_and_name,
    world=known_table_and_names,
    use=loss_or_inf,
    mistakes={
        "that is the sum of the surprises; the loss is their mean.": of_all(sum),
        "the end token counts as well: divide by the number of predictions, one more than there are letters.": (
            wrong_loss(n=lambda pairs, tokens: max(1, len(tokens) - 2)),
            wrong_loss(n=lambda pairs, tokens: len(tokens) - 2),
        ),
        "divide by the number of pairs, not by the number of tokens.": wrong_loss(n=lambda pairs, tokens: len(tokens)),
        "the last prediction, the end of the name, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[:-1]),
            lambda probs, tokens: mean_surprise(probs, tokens[:-1], n=lambda pairs, tokens: len(tokens)),
            wrong_loss(counts=lambda a, b: b != DOT),
            of_all(lambda surprises: sum(surprises[:-1]) / len(surprises)),
        ),
        "the first prediction, how the name begins, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[1:]),
            wrong_loss(counts=lambda a, b: a != DOT),
            of_all(lambda surprises: sum(surprises[1:]) / len(surprises)),
        ),
        "beginning and end are predicted too: the pairs with the dot belong to the sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[1:-1]),
            wrong_loss(counts=lambda a, b: DOT not in (a, b)),
            lambda probs, tokens: mean_surprise(probs, [token for token in tokens if token != DOT]),
        ),
        "log2 counts in bits; the course counts in nats: use the natural log.": wrong_loss(log=math.log2),
        "log10 is not the natural log: use math.log.": wrong_loss(log=math.log10),
        "the sign: a probability is below 1, its log negative, its surprise minus that.": (
            wrong_loss(log=lambda p: -math.log(p)),
            of_all(lambda surprises: -sum(surprises)),
            wrong_loss(log=lambda p: -log(p) if p else inf),
        ),
        "the table is read the wrong way round: probs[before][after].": (
            lambda probs, tokens: mean_surprise(probs, tokens[::-1])
        ),
        "that averages the probabilities; take the logs first, then the mean.": (
            lambda probs, tokens: -log(mean_surprise(probs, tokens, log=lambda p: -p)),
            lambda probs, tokens: mean_surprise(probs, tokens, log=lambda p: -p),
        ),
        "that is the chance of the whole name, a product; its surprise is minus the logarithm.": (
            lambda probs, tokens: math.prod(probs[a][b] for a, b in zip(tokens, tokens[1:]))
        ),
        "1 - p is no surprise: a surprise is minus the logarithm of p.": wrong_loss(log=lambda p: p - 1),
        "1 / p is no surprise yet: its logarithm is.": wrong_loss(log=lambda p: -1 / p),
        "that is e to the loss; return the loss itself.": of_all(
            lambda surprises: math.exp(sum(surprises) / len(surprises))
        ),
        "that is e to minus the loss, a mean chance; its surprise is minus the logarithm.": (
            of_all(lambda surprises: math.exp(-sum(surprises) / len(surprises))),
            lambda probs, tokens: math.prod(probs[a][b] for a, b in zip(tokens, tokens[1:])) ** (1 / (len(tokens) - 1)),
        ),
        "each surprise counts once; you weighed it with its probability.": (
            wrong_loss(log=lambda p: p * log(p) if p else 0.0),
            lambda probs, tokens: sum(-p * log(p) for p in (probs[a][b] for a, b in zip(tokens, tokens[1:])) if p),
            wrong_loss(log=lambda p: p * log(p)),
            lambda probs, tokens: sum(-p * log(p) for p in (probs[a][b] for a, b in zip(tokens, tokens[1:]))),
        ),
        "that adds up the probabilities; take the logarithm of each, then the mean.": (
            lambda probs, tokens: -log(sum(probs[a][b] for a, b in zip(tokens, tokens[1:])))
        ),
        "that is one of the surprises, the largest or the smallest; their mean is wanted.": (of_all(max), of_all(min)),
        "that is the surprise in the middle, the median; the mean is wanted, sum divided by number.": of_all(median),
        "only the first pair is looked at: does a `return` stand inside the loop?": (
            lambda probs, tokens: -log(probs[tokens[0]][tokens[1]]) / (len(tokens) - 1),
            lambda probs, tokens: -log(probs[tokens[0]][tokens[1]]),
        ),
        "the sum begins with 1; it must begin with 0.": of_all(lambda surprises: (1 + sum(surprises)) / len(surprises)),
        "a letter that comes twice in a row is a pair like any other.": of_all_but(lambda a, b: a == b),
        "the token before moves on with every step; yours stays the first.": (
            lambda probs, tokens: mean([-log(probs[tokens[0]][b]) for b in tokens[1:]])
        ),
        "only neighbours are pairs: zip(tokens, tokens[1:]).": (
            lambda probs, tokens: sum(-log(probs[a][b]) for a, b in zip(tokens, tokens[2:])) / (len(tokens) - 1),
            lambda probs, tokens: sum(-log(probs[a][b]) for a in tokens for b in tokens) / len(tokens) ** 2,
            lambda probs, tokens: sum(-log(probs[a][b]) for a in tokens for b in tokens) / (len(tokens) - 1),
        ),
        "pairs overlap: every token but the first is predicted from the one before it.": (
            lambda probs, tokens: sum(-log(probs[a][b]) for a, b in zip(tokens[::2], tokens[1::2])) / (len(tokens) - 1),
            lambda probs, tokens: mean([-log(probs[a][b]) for a, b in zip(tokens[::2], tokens[1::2])]),
        ),
        "before and after are two tokens; you took the same one twice.": (
            lambda probs, tokens: mean([-log(probs[a][a]) for a in tokens[:-1]]),
            lambda probs, tokens: mean([-log(probs[b][b]) for b in tokens[1:]]),
        ),
        "that is the mean over the whole table; only the pairs of this name count.": (
            lambda probs, tokens: mean([-log(p) if p else inf for row in probs for p in row])
        ),
        "divide by the number of pairs, not by how many different tokens there are, nor by the size of the table.": (
            wrong_loss(n=lambda pairs, tokens: len(set(tokens))),
            lambda probs, tokens: mean_surprise(probs, tokens, n=lambda pairs, tokens: len(probs)),
            wrong_loss(n=lambda pairs, tokens: 27),
        ),
        "i is the place of a token; the table wants the tokens themselves: probs[tokens[i]][tokens[i + 1]].": (
            lambda probs, tokens: mean([-log(probs[i][i + 1]) for i in range(len(tokens) - 1)])
        ),
        "log1p is the logarithm of 1 + p: use math.log.": wrong_loss(log=math.log1p),
        "a set keeps equal surprises once only; take a list.": (
            of_all(lambda surprises: sum(set(surprises)) / len(surprises)),
            of_all(lambda surprises: sum(set(surprises)) / len(set(surprises))),
        ),
        "these are all the surprises; their mean is wanted, one number.": of_all(list),
        "that is the surprise of the last pair alone: does your sum start again in every round?": of_all(
            lambda surprises: surprises[-1]
        ),
        "the last surprise alone is divided: does your sum start again in every round?": of_all(
            lambda surprises: surprises[-1] / len(surprises)
        ),
    },
    learned="A mean over predictions, in nats: names of any length can be compared.",
    hints=[
        "`zip(tokens, tokens[1:])` gives all pairs; a list of their surprises comes first.",
        "There is one surprise per pair; the mean is their sum divided by how many there are.",
    ],
)

"""The exercise on the loss of a name."""

import math
from contextlib import suppress
from functools import reduce
from math import inf, log
from numbers import Real
from statistics import mean, median

from ...teach.judge import Exercise, Wrong
from .. import fallbacks
from .known import DOT, known_names, shares

KINDS = [  # what chances are made of, some of them equal, and some hardly possible; below how many letters a name has then
    (lambda rng: rng.randrange(1, 1000), 10),
    (lambda rng: rng.randrange(1, 1000), 40),
    (lambda rng: rng.randrange(1, 4), 40),
    (lambda rng: 10 ** rng.uniform(-15, 0), 10),
]


def a_table_and_name(rng):
    """A table of 3 to 6 rows of probabilities, some with holes, some equal; a name of 0 to 9 letters, or of dozens."""
    size, holes, (weight, most) = rng.randint(3, 6), rng.choice([0, 0, 0, 0.1]), rng.choice(KINDS)
    probs = [shares([weight(rng) * (rng.random() >= holes) for _ in range(size - 1)] + [1]) for _ in range(size)]
    if rng.random() < 0.2:
        probs[0] = [*probs[-1]]
    letters = [rng.randrange(size - 1) for _ in range(rng.randrange(most))]
    return probs, [size - 1, *letters, size - 1]


def known_table_and_names():
    """The table of the known names, smoothed: a few of them, and a name that is very long."""
    counts, tokens = known_names()
    probs = [shares([n + 1 for n in row]) for row in counts]
    return [(probs, name) for name in (*tokens[:120:15], [DOT, *[0, 13] * 250, DOT])]


def odd_tables():
    """Tables in which a pair is certain, or as good as impossible, all is rare, almost all is certain, or there are more tokens than in the notebook; a name for each."""
    rare = [shares([1, 1e-12, 1e-12]), shares([1, 1e-12, 1e-12]), shares([1e-12, 1, 1e-12])]
    certain = [[0.99987, 0.00013], [0.99987, 0.00013]]
    wide = [shares([1 + (i * j) % 5 for j in range(40)]) for i in range(1, 41)]
    return [
        ([[0.0, 1.0], [0.5, 0.5]], [1, 0, 1]),
        ([[1.0, 1e-40], [0.5, 0.5]], [1, 0, 1]),
        (rare, [2, 0, 1, 2]),
        (certain, [0, 0, 0, 0]),
        (wide, [39, *range(27, 38), 39]),
    ]


def chances(probs, tokens):
    return [probs[a][b] for a, b in zip(tokens, tokens[1:])]


def loss_or_inf(answer, probs, tokens):
    """Call an answer where a chance may be 0, and where the product of all chances may be."""
    if not all(chances(probs, tokens)):
        return infinite(answer, probs, tokens)
    return answer(probs, tokens) if math.prod(chances(probs, tokens)) else of_a_long_name(answer, probs, tokens)


def of_a_long_name(answer, probs, tokens):
    """The product of the chances is 0 here, though none of them is: whoever takes its logarithm is told."""
    with suppress(ValueError, ArithmeticError):
        found = answer(probs, tokens)
        if not (isinstance(found, Real) and found == inf):
            return found
    raise Wrong(
        "the product of so many chances is too small for a computer: it becomes 0, which has no logarithm. "
        "Take the logarithm of each chance, and add."
    )


def infinite(answer, probs, tokens):
    """At a chance of 0 stopping with an error is as right as an infinite loss, and nothing else is."""
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
    "Return the loss of a name: the mean of the surprises at all that comes after its first token, the end included.",
    fallbacks.name_loss,
    cases=[
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 0, 1, 2]),
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 2]),
        ([[0.9, 0.1], [0.4, 0.6]], [1, 0, 0, 0, 0, 1]),
        ([[0.5, 0.5, 0.0], [0.0, 0.6, 0.4], [0.3, 0.7, 0.0]], [2, 0, 1, 2]),
        ([[0.5, 0.5, 0.0], [0.0, 0.6, 0.4], [0.3, 0.7, 0.0]], [2, 1, 0, 1, 2]),
    ],
    generate=a_table_and_name,
    mixes=lambda probs, tokens: max(tokens) < len(probs),
    world=lambda: [*known_table_and_names(), *odd_tables()],
    use=loss_or_inf,
    mistakes={
        "that is the sum of the surprises; the loss is their mean.": (
            of_all(sum),
            lambda probs, tokens: -log(math.prod(chances(probs, tokens))),
        ),
        "the end token counts as well: divide by the number of predictions, one more than there are letters.": (
            wrong_loss(n=lambda pairs, tokens: max(1, len(tokens) - 2)),
            wrong_loss(n=lambda pairs, tokens: len(tokens) - 2),
            lambda probs, tokens: -log(math.prod(chances(probs, tokens))) / (len(tokens) - 2),
        ),
        "divide by the number of pairs, not by the number of tokens.": (
            wrong_loss(n=lambda pairs, tokens: len(tokens)),
            lambda probs, tokens: -log(math.prod(chances(probs, tokens))) / len(tokens),
        ),
        "the last prediction, the end of the name, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[:-1]),
            lambda probs, tokens: mean_surprise(probs, tokens[:-1], n=lambda pairs, tokens: len(tokens)),
            wrong_loss(counts=lambda a, b: b != DOT),
            of_all(lambda surprises: sum(surprises[:-1]) / len(surprises)),
        ),
        "the first prediction, how the name begins, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[1:]),
            wrong_loss(counts=lambda a, b: a != DOT),
            lambda probs, tokens: mean_surprise(probs, tokens[1:], n=lambda pairs, tokens: len(tokens)),
        ),
        "beginning and end are predicted too: the pairs with the dot belong to the sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[1:-1]),
            lambda probs, tokens: mean_surprise(probs, tokens[1:-1], n=lambda pairs, tokens: max(1, len(pairs))),
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
            lambda probs, tokens: -log(sum(chances(probs, tokens)) / len(tokens)),
        ),
        "that is the chance of the whole name, a product; its surprise is minus the logarithm.": (
            lambda probs, tokens: math.prod(chances(probs, tokens))
        ),
        "1 - p is no surprise: a surprise is minus the logarithm of p.": wrong_loss(log=lambda p: p - 1),
        "1 / p is no surprise yet: its logarithm is.": wrong_loss(log=lambda p: -1 / p),
        "that is e to the loss; return the loss itself.": (
            of_all(lambda surprises: math.exp(sum(surprises) / len(surprises))),
            lambda probs, tokens: math.prod(chances(probs, tokens)) ** (-1 / (len(tokens) - 1)),
        ),
        "that is e to minus the loss, a mean chance; its surprise is minus the logarithm.": (
            of_all(lambda surprises: math.exp(-sum(surprises) / len(surprises))),
            lambda probs, tokens: math.prod(chances(probs, tokens)) ** (1 / (len(tokens) - 1)),
        ),
        "each surprise counts once; you weighed it with its probability.": (
            wrong_loss(log=lambda p: p * log(p) if p else 0.0),
            lambda probs, tokens: sum(-p * log(p) for p in chances(probs, tokens) if p),
            wrong_loss(log=lambda p: p * log(p)),
            lambda probs, tokens: sum(-p * log(p) for p in chances(probs, tokens)),
        ),
        "that adds up the probabilities; take the logarithm of each, then the mean.": (
            lambda probs, tokens: -log(sum(probs[a][b] for a, b in zip(tokens, tokens[1:])))
        ),
        "that is one of the surprises, the largest or the smallest; their mean is wanted.": (of_all(max), of_all(min)),
        "that is the surprise in the middle, the median; the mean is wanted, sum divided by number.": (
            of_all(median),
            of_all(lambda surprises: sorted(surprises)[len(surprises) // 2]),
        ),
        "something is added to the chances: -log(p), and no + inside the logarithm.": tuple(
            wrong_loss(log=lambda p, more=more: log(p + more))
            for more in (0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12)
        ),
        "/ comes before -: the number of pairs needs brackets of its own, / (len(tokens) - 1).": (
            lambda probs, tokens: mean_surprise(probs, tokens, n=lambda pairs, tokens: len(tokens)) - 1,
            of_all(lambda surprises: sum(surprises) / len(surprises) - 1),
        ),
        "a certain pair surprises by 0, and counts like any other: leave none out of the mean.": (
            of_all(lambda surprises: sum(surprises) / max(1, sum(s != 0 for s in surprises))),
            of_all(lambda surprises: mean([s for s in surprises if s])),
        ),
        "look for the place by counting, not with index(): it finds a repeated letter at its first place only.": (
            lambda probs, tokens: mean([-log(probs[a][tokens[tokens.index(a) + 1]]) for a in tokens[:-1]]),
            lambda probs, tokens: mean([-log(probs[tokens[tokens.index(b, 1) - 1]][b]) for b in tokens[1:]]),
            lambda probs, tokens: mean([-log(probs[tokens[tokens.index(b) - 1]][b]) for b in tokens[1:]]),
        ),
        "the division belongs outside of the logarithm: -log(product) / number; better still, add up logarithms.": (
            lambda probs, tokens: -log(math.prod(chances(probs, tokens)) / (len(tokens) - 1))
        ),
        "the division takes hold of the last surprise alone: brackets around the sum.": of_all(
            lambda surprises: sum(surprises[:-1]) + surprises[-1] / len(surprises)
        ),
        "chances are multiplied, surprises are added: begin with 0, and add.": (
            of_all(lambda surprises: math.prod(surprises) / len(surprises)),
            of_all(math.prod),
        ),
        "a pair that is hardly possible costs what it costs: no chance is lifted up, and no surprise cut off.": (
            *(wrong_loss(log=lambda p, n=n: log(max(p, 10**-n)) if p else -inf) for n in (*range(2, 16), 20, 30)),
            *(wrong_loss(log=lambda p, most=most: max(log(p), -most) if p else -inf) for most in (5, 10, 20, 30, 50)),
        ),
        "the mean is the sum divided by how many there are; you multiplied.": (
            of_all(lambda surprises: sum(surprises) * len(surprises))
        ),
        "you divide in every round; divide the whole sum once, after the loop.": of_all(
            lambda surprises: reduce(lambda total, surprise: (total + surprise) / len(surprises), surprises, 0.0)
        ),
        "each surprise counts as it is; yours are squared.": of_all(
            lambda surprises: sum(s * s for s in surprises) / len(surprises)
        ),
        "-log(1 - p) is the surprise at everything else; only what came counts, -log(p).": (
            wrong_loss(log=lambda p: log(1 - p)),
            wrong_loss(log=lambda p: log(p) + log(1 - p)),
        ),
        "at place 0, tokens[i - 1] is the last token: the first pair begins at place 1.": (
            lambda probs, tokens: mean_surprise(probs, [tokens[-1], *tokens], n=lambda pairs, _: len(tokens) - 1),
            lambda probs, tokens: mean_surprise(probs, [tokens[-1], *tokens]),
        ),
        "the dots stand at both ends of `tokens` already; yours has more of them.": (
            lambda probs, tokens: mean_surprise(probs, [tokens[0], *tokens, tokens[-1]]),
        ),
        "5 is how many pairs emma has; divide by how many this name has.": wrong_loss(n=lambda pairs, tokens: 5),
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
            lambda probs, tokens: mean([-log(probs[a][b]) for a, b in zip(tokens, tokens[2:])]),
            lambda probs, tokens: mean([-log(probs[a][b]) for i, a in enumerate(tokens) for b in tokens[i + 1 :]]),
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
            lambda probs, tokens: mean([-log(probs[b][b]) for b in tokens]),
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
        "a set keeps what is equal once only; take a list.": (
            lambda probs, tokens: sum(-log(probs[a][b]) for a, b in set(zip(tokens, tokens[1:]))) / (len(tokens) - 1),
            lambda probs, tokens: mean([-log(probs[a][b]) for a, b in set(zip(tokens, tokens[1:]))]),
            of_all(lambda surprises: sum(set(surprises)) / len(surprises)),
            of_all(lambda surprises: sum(set(surprises)) / len(set(surprises))),
        ),
        "a dictionary has one place for each token: of two pairs that begin alike only the last is kept.": (
            lambda probs, tokens: mean({a: -log(probs[a][b]) for a, b in zip(tokens, tokens[1:])}.values())
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

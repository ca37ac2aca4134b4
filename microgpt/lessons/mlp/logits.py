"""The exercise on p - y: how the loss changes with every logit, with what is said of an answer that is half right."""

from math import exp, log

from ... import mlp, nn
from ...teach.judge import Exercise
from .world import predictions_of_a_name, some_number, untrained_probs

M = 12  # the m of emma: its token
DRAWS = (  # logits
    lambda rng: rng.gauss(0, 2),
    lambda rng: float(rng.randint(-1, 1)),
    lambda rng: float(rng.choice((0, 15))),
)


def any_prediction(rng):
    """Probabilities, mostly all different; or some are equal; or some are tiny."""
    size, draw = some_number(rng, 2, 9), rng.choices(DRAWS, (3, 1, 1))[0]
    probs = nn.softmax([draw(rng) for _ in range(size)])
    return probs, rng.randrange(size), rng.choice([n for n in (*range(1, 12), 16, 27, 64) if n != size])


def p_minus_y(change):
    """A mistake: change(p, y, n, i, target) for every token in place of (p - y) / n."""
    return lambda probs, target, n: [change(p, int(i == target), n, i, target) for i, p in enumerate(probs)]


d_logits = Exercise(
    "Return a list: how the loss changes with every logit, where the loss is a mean over n predictions and this is one: "
    "d_logits([0.7, 0.3], 0, 1) is [-0.3, 0.3].",
    mlp.d_logits,
    cases=[
        ([0.75, 0.25], 1, 1),
        ([0.75, 0.25], 0, 4),
        ([0.5, 0.125, 0.375], 2, 1),
        ([0.1, 0.2, 0.3, 0.4], 1, 5),
        ([0.0, 1.0], 0, 2),
        ([0.0, 1.0], 1, 3),
        ([1 / 320] * 320, 300, 2000),
    ],
    generate=any_prediction,
    mixes=lambda probs, target, n: target < len(probs),
    world=predictions_of_a_name,
    mistakes={
        "the right token needs its -1: y is 1 there.": p_minus_y(lambda p, y, n, i, target: p / n),
        "`target` is the number of the right token, not its y: y is 1 at that token and 0 at all others.": p_minus_y(
            lambda p, y, n, i, target: (p - target) / n
        ),
        "`target` is a number of a token, and n is missing too: (p - y) / n.": p_minus_y(
            lambda p, y, n, i, target: p - target
        ),
        "the sign is the other way round: p - y, since a larger logit of a wrong token raises the loss.": p_minus_y(
            lambda p, y, n, i, target: (y - p) / n
        ),
        "y is 1 at the right token only; you took 1 from every probability.": p_minus_y(
            lambda p, y, n, i, target: (p - 1) / n
        ),
        "only the right token was changed to a slope; at a wrong one it is p / n.": p_minus_y(
            lambda p, y, n, i, target: (p - 1) / n * y
        ),
        "that is the slope with respect to the probability, not to the logit.": (
            p_minus_y(lambda p, y, n, i, target: -y / p / n),
            p_minus_y(lambda p, y, n, i, target: -1 / p / n if y else 0.0),
            p_minus_y(lambda p, y, n, i, target: -y / max(p, 1e-12) / n),
        ),
        "the loss is a mean over n predictions: divide by n.": p_minus_y(lambda p, y, n, i, target: p - y),
        "divide y by n as well: (p - y) / n.": p_minus_y(lambda p, y, n, i, target: p / n - y),
        "divide p by n as well: (p - y) / n. `p - y / n` divides y alone.": p_minus_y(
            lambda p, y, n, i, target: p - y / n
        ),
        "at the wrong tokens n is forgotten: they count for an n-th as well.": p_minus_y(
            lambda p, y, n, i, target: (p - 1) / n if y else p
        ),
        "at the right token n is forgotten: it counts for an n-th as well.": p_minus_y(
            lambda p, y, n, i, target: p - 1 if y else p / n
        ),
        "two things: p - y, not y - p; and all of it is divided by n.": (
            p_minus_y(lambda p, y, n, i, target: y - p / n),
            p_minus_y(lambda p, y, n, i, target: y / n - p),
            p_minus_y(lambda p, y, n, i, target: y - p),
        ),
        "y is taken away from p, not multiplied by it.": (
            p_minus_y(lambda p, y, n, i, target: p * y / n),
            p_minus_y(lambda p, y, n, i, target: p * y),
        ),
        "p itself is wanted, not its logarithm, nor its exponential: p - y.": (
            p_minus_y(lambda p, y, n, i, target: (log(p) - y) / n),
            p_minus_y(lambda p, y, n, i, target: log(p) - y),
            p_minus_y(lambda p, y, n, i, target: (log(max(p, 1e-12)) - y) / n),
            p_minus_y(lambda p, y, n, i, target: (exp(p) - y) / n),
        ),
        "the right token is the one at `target`; you took the same one in every case.": (
            lambda probs, target, n: mlp.d_logits(probs, 0, n),
            lambda probs, target, n: mlp.d_logits(probs, 1, n),
            lambda probs, target, n: mlp.d_logits(probs, len(probs) - 1, n),
            lambda probs, target, n: mlp.d_logits(probs, M, n),
        ),
        "a wrong token's number is its probability with its own sign: p / n.": (
            p_minus_y(lambda p, y, n, i, target: (p - 1) / n if y else -p / n),
            p_minus_y(lambda p, y, n, i, target: (p - 1) / n if y else (p + 1) / n),
        ),
        "token 0 is one like all others: `if target` leaves it out.": p_minus_y(
            lambda p, y, n, i, target: (p - (y and i > 0)) / n
        ),
        "use `probs`, which your function is given; p is the notebook's own list.": lambda probs, target, n: (
            [(untrained_probs()[i] - (i == target)) / n for i in range(len(probs))]
        ),
        "a token is found by its place; two tokens may have the same probability.": (
            lambda probs, target, n: [(p - (p == probs[target])) / n for p in probs],
            lambda probs, target, n: [(p - (probs.index(p) == target)) / n for p in probs],
        ),
        "a probability of 0 or 1, or close to it, is one like all others: p - y.": (
            p_minus_y(lambda p, y, n, i, target: (p - (y and p < 1)) / n),
            p_minus_y(lambda p, y, n, i, target: (p - y) / n if p else 0.0),
            p_minus_y(lambda p, y, n, i, target: (max(p, 1e-3) - y) / n),
            p_minus_y(lambda p, y, n, i, target: (max(p, 1e-6) - y) / n),
            p_minus_y(lambda p, y, n, i, target: (p - y) / n if p >= 1e-6 else 0.0),
            p_minus_y(lambda p, y, n, i, target: (p - y) / n if p >= 1e-3 else 0.0),
        ),
        "divide by n, the number of predictions; you divided by the number of tokens.": lambda probs, target, n: [
            (p - (i == target)) / len(probs) for i, p in enumerate(probs)
        ],
        "`//` cuts down to whole numbers; divide with `/`.": p_minus_y(lambda p, y, n, i, target: (p - y) // n),
        "divide by n; you multiplied.": p_minus_y(lambda p, y, n, i, target: (p - y) * n),
        "`enumerate` gives the number first and then the probability: `for token, p in enumerate(probs)`.": (
            lambda probs, target, n: [(i - (p == target)) / n for i, p in enumerate(probs)]
        ),
        "y is 1 at the right token and 0 elsewhere; yours is the other way round, != where == is meant.": p_minus_y(
            lambda p, y, n, i, target: (p - (1 - y)) / n
        ),
        "that is the slope of a probability; in p - y the logarithm has been taken already: nothing is multiplied by p.": (
            p_minus_y(lambda p, y, n, i, target: p * (1 - p) / n),
            p_minus_y(lambda p, y, n, i, target: p * (y - p) / n),
            p_minus_y(lambda p, y, n, i, target: p * (p - y) / n),
            p_minus_y(lambda p, y, n, i, target: (p - y) * p * (1 - p) / n),
            p_minus_y(lambda p, y, n, i, target: p * (1 - p) / n * (1 - 2 * y)),
            lambda probs, target, n: [probs[target] * ((i == target) - p) / n for i, p in enumerate(probs)],
            lambda probs, target, n: [probs[target] * (p - (i == target)) / n for i, p in enumerate(probs)],
        ),
        "these are surprises, as in the loss; wanted is how it changes with every logit: p - y.": (
            p_minus_y(lambda p, y, n, i, target: -log(p) / n),
            p_minus_y(lambda p, y, n, i, target: -y * log(p) / n),
            p_minus_y(lambda p, y, n, i, target: -log(p) / n if y else 0.0),
            p_minus_y(lambda p, y, n, i, target: -log(p)),
            p_minus_y(lambda p, y, n, i, target: -y * log(p)),
        ),
        "the difference p - y itself, not its square.": (
            p_minus_y(lambda p, y, n, i, target: (p - y) ** 2 / n),
            p_minus_y(lambda p, y, n, i, target: (p - y) ** 2),
        ),
        "y is 1 at the right token and 0 elsewhere; you took away a probability.": (
            lambda probs, target, n: [(p - probs[target]) / n for p in probs],
            lambda probs, target, n: [(p - max(probs)) / n for p in probs],
            lambda probs, target, n: [(p - 1 / len(probs)) / n for p in probs],
        ),
        "that is y alone; wanted is p - y.": (
            p_minus_y(lambda p, y, n, i, target: y),
            p_minus_y(lambda p, y, n, i, target: y / n),
            p_minus_y(lambda p, y, n, i, target: -y),
            p_minus_y(lambda p, y, n, i, target: -y / n),
        ),
        "every token has its own p; yours is that of the right token everywhere.": (
            lambda probs, target, n: [(probs[target] - 1) / n for _ in probs],
            lambda probs, target, n: [probs[target] - 1 for _ in probs],
            lambda probs, target, n: [(probs[target] - (i == target)) / n for i in range(len(probs))],
        ),
        "that is the slope of the right token alone; every token has one.": (
            lambda probs, target, n: (probs[target] - 1) / n,
            lambda probs, target, n: probs[target] - 1,
        ),
        "these are probabilities already; softmax is not needed again.": lambda probs, target, n: mlp.d_logits(
            nn.softmax(probs), target, n
        ),
        "the right token is the one at `target`, not the one with the largest probability.": (
            lambda probs, target, n: mlp.d_logits(probs, max(range(len(probs)), key=probs.__getitem__), n),
            lambda probs, target, n: [(p - (p == max(probs))) / n for p in probs],
        ),
        "tokens count from 0: the right one is at `target` itself, not one beside it.": (
            p_minus_y(lambda p, y, n, i, target: (p - (i == target + 1)) / n),
            p_minus_y(lambda p, y, n, i, target: (p - (i == target - 1)) / n),
        ),
        "at the right token p is lost: it is (p - 1) / n there.": (
            p_minus_y(lambda p, y, n, i, target: -1 / n if y else p / n),
            p_minus_y(lambda p, y, n, i, target: 1 / n if y else p / n),
            p_minus_y(lambda p, y, n, i, target: -1 if y else p / n),
            p_minus_y(lambda p, y, n, i, target: -1 if y else p),
        ),
        "`p - token == target` compares p - token with the target; put brackets round `token == target`.": p_minus_y(
            lambda p, y, n, i, target: (p - i == target) / n
        ),
        "a slope has a sign: at the right token it is below 0, p - 1 and not 1 - p.": (
            p_minus_y(lambda p, y, n, i, target: abs(p - y) / n),
            p_minus_y(lambda p, y, n, i, target: abs(p - y)),
        ),
        "at the right token it is p less 1; you turned p's sign, or added 1.": (
            p_minus_y(lambda p, y, n, i, target: (-p if y else p) / n),
            p_minus_y(lambda p, y, n, i, target: (p + y) / n),
            p_minus_y(lambda p, y, n, i, target: p + y),
        ),
        "divide by n once, and by n itself.": (
            p_minus_y(lambda p, y, n, i, target: (p - y) / n / n),
            p_minus_y(lambda p, y, n, i, target: (p - y) * (1 / n) ** n),
            p_minus_y(lambda p, y, n, i, target: (p - y) / (n + 1)),
            p_minus_y(lambda p, y, n, i, target: (p - y) / max(n - 1, 1)),
        ),
        "that is the loss itself; wanted is how it changes with every logit.": lambda probs, target, n: (
            -log(probs[target]) / n
        ),
    },
    learned="At a wrong token the slope is its probability, at the right one its probability less 1, each for an n-th.",
    hints=[
        "`enumerate(probs)` gives every token together with its probability.",
        "y is 1 where the token is `target`, else 0. A comparison is such a number in Python: `token == target`.",
        "Take y from p first and divide by n at the very end; the brackets matter.",
    ],
)

"""The exercise on temperature, with its mistakes."""

import math
import random

from ... import nn
from ...sample import next_probs
from ...teach.judge import Exercise


def some_logits(rng):
    """2 to 6 logits and a temperature: a usual one; a low one where logits are close, a high one where they are far apart,
    so that no chance is all; or logits hundreds apart. The largest anywhere, all negative now and then.
    """
    n, kind = rng.randint(2, 6), rng.random()
    if kind < 0.5:
        spread, shift = rng.choice([(1, 0), (5, 0), (5, -40)])
        return [rng.gauss(shift, spread) for _ in range(n)], rng.choice([0.5, 1.0, rng.uniform(0.1, 3)])
    if kind < 0.8:
        T = rng.choice([0.001, 0.05, rng.uniform(0.002, 0.1), 8.0, 400.0])
        return [rng.gauss(0, T) for _ in range(n)], T
    shift = rng.choice([0, -900, 300])
    return [rng.gauss(shift, 300) for _ in range(n)], rng.choice([rng.uniform(0.05, 0.3), 1.0, 2.0])


def powers(logits, t, top=max):
    """The exponentials of (z - top) / T, and with `top` 0 of z / T: what can overflow does."""
    return [math.exp((z - top(logits)) / t) for z in logits]


def shared(xs):
    return [x / sum(xs) for x in xs]


def shrinking(xs):
    """Shares by a sum that is taken anew in every round."""
    for i in range(len(xs)):
        xs[i] /= sum(xs)
    return xs


def one_hot(logits):
    return [float(z == max(logits)) for z in logits]


def limited(limit):
    """A mistake: softmax at the temperature limit(T)."""
    return lambda logits, t: nn.softmax([z / limit(t) for z in logits])


def in_short(logits, t, least=0.0, instead=lambda logits, t: nn.softmax([z / t for z in logits])):
    """The likeliest token alone below a temperature, or where something overflows; else what `instead` gives."""
    try:
        return one_hot(logits) if t < least else instead(logits, t)
    except OverflowError:
        return one_hot(logits)


def logarithms(logits, t):
    return [(z - max(logits)) / t - math.log(sum(powers(logits, t))) for z in logits]


temperature = Exercise(
    "Return softmax(logits / T). temperature([1.0, 2.0], 1.0) is [0.2689, 0.7311].",
    next_probs,
    names=("logits", "T"),
    cases=[
        ([1.0, 2.0], 0.5),
        ([1.0, 2.0], 1.0),
        ([0.01, 0.02], 0.01),
        ([0.0, -800.0], 400.0),
        ([0.0, 1.0, 3.0, 3.0], 2.0),
        ([1.0, 790.0, 800.0], 0.5),
        ([-900.0, -800.0, -850.0], 0.05),
        ([800.0, -800.0, -800.0, 801.0], 1.0),
        ([900.0, -20.0, 3.0], 1.0),
        ([3.0, -20.0, 900.0], 1.0),
        ([5.0], 0.5),
        ([2.0, 2.0], 0.05),
        ([3000.0, 2999.0, -3000.0], 1.0),
    ],
    generate=some_logits,
    mixes=lambda logits, T: True,
    world=lambda: [
        ([rng.gauss(0, 2) for _ in range(27)], t) for rng in [random.Random(6)] for t in (0.2, 0.5, 1.0, 2.0)
    ],
    mistakes={
        "the temperature is missing, or cancels: divide the logits by it, before anything else.": (
            lambda logits, t: nn.softmax(logits),
            lambda logits, t: shared([math.exp(z) / t for z in logits]),
        ),
        "that is softmax(logits * T), or p**T: low temperatures must sharpen, not flatten. Divide by T.": (
            lambda logits, t: nn.softmax([z * t for z in logits]),
            lambda logits, t: shared([p**t for p in nn.softmax(logits)]),
        ),
        "brackets: (z - top) / T; yours takes top / T away from z.": (
            lambda logits, t: shared([math.exp(z - max(logits) / t) for z in logits]),
        ),
        "take the largest of what is divided away, top / T: z / T - top goes too far, or not far enough.": (
            lambda logits, t: shared([math.exp(z / t - max(logits)) for z in logits])
        ),
        "T is used as it is, however low or high; yours has a limit.": (
            *(
                limited(lambda t, least=least: max(t, least))
                for least in (0.01, 0.02, 0.05, 0.06, 0.1, 0.2, 0.3, 0.5, 1.0)
            ),
            *(limited(lambda t, most=most: min(t, most)) for most in (1.0, 2.0, 3.0, 5.0, 10.0, 100.0)),
        ),
        "no shortcut to the likeliest: where logits are close, the others keep a chance, however low T and large the logits.": (
            lambda logits, t: in_short(
                logits, t, instead=lambda logits, t: shared(powers(logits, t, lambda logits: 0))
            ),
            *(lambda logits, t, least=least: in_short(logits, t, least) for least in (0.01, 0.05, 0.06, 0.1, 0.2, 0.5)),
        ),
        "equal logits count each: all of them belong to the sum, and none has more than another.": (
            lambda logits, t: [p / sum(set(powers(logits, t))) for p in powers(logits, t)],
            lambda logits, t: [p / sum(powers(sorted(set(logits)), t)) for p in powers(logits, t)],
            lambda logits, t: (
                nn.softmax([z / t for z in logits]) if len(set(logits)) > 1 else [1.0] + [0.0] * (len(logits) - 1)
            ),
        ),
        "p**(1 / T) has nothing left where p has become 0 already: divide the logits, before the exponentials.": (
            lambda logits, t: shared([p ** (1 / t) for p in nn.softmax(logits)]),
            lambda logits, t: [
                p ** (1 / t) / sum(q ** (1 / t) for q in nn.softmax(logits)) for p in nn.softmax(logits)
            ],
            lambda logits, t: shared([p ** (1 / t) for p in powers(logits, 1.0)]),
        ),
        "the temperature comes before the softmax: what you return does not sum to 1.": (
            lambda logits, t: [p / t for p in nn.softmax(logits)],
            lambda logits, t: [p ** (1 / t) for p in nn.softmax(logits)],
        ),
        "large logits overflow: take the largest one away from all before the exponentials.": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: 0)),
            lambda logits, t: [
                p / sum(map(math.exp, (z / t for z in logits))) for p in powers(logits, t, lambda logits: 0)
            ],
            lambda logits, t: shared([math.exp(z) ** (1 / t) for z in logits]),
            lambda logits, t: shared([math.e ** (z / t) for z in logits]),
        ),
        "the largest logit need not be the first: max(logits).": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: logits[0]))
        ),
        "the largest logit need not be the last: max(logits).": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: logits[-1]))
        ),
        "the largest logit may lie below 0: look for it from the first logit on, not from 0 on.": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: max(0.0, *logits))),
            lambda logits, t: [
                p / (sum(powers(logits, t, lambda logits: max(0.0, *logits))) or 1.0)
                for p in powers(logits, t, lambda logits: max(0.0, *logits))
            ],
        ),
        "T need not be a whole number: divide by it as it is.": (
            limited(lambda t: int(t) or 1),
            limited(lambda t: round(t) or 1),
        ),
        "take the largest logit away, not the largest size: all of them may be negative.": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: max(map(abs, logits))))
        ),
        "take the largest one away, not the smallest and not the mean: exp of what is left overflows.": (
            lambda logits, t: shared(powers(logits, t, top=min)),
            lambda logits, t: shared(powers(logits, t, top=lambda logits: sum(logits) / len(logits))),
        ),
        "cutting the logits at a limit makes the large ones alike: take the largest away from all.": (
            lambda logits, t: shared([math.exp(min(700, z / t)) for z in logits]),
            lambda logits, t: shared([math.exp(max(-700, min(700, z / t))) for z in logits]),
            *(
                lambda logits, t, most=most: shared([math.exp(max(-most, min(most, z / t))) for z in logits])
                for most in (100, 500, 709)
            ),
            *(
                lambda logits, t, most=most: nn.softmax([max(-most, min(most, z)) / t for z in logits])
                for most in (100, 500, 700, 800, 1000)
            ),
        ),
        "these are the exponentials, not yet probabilities: divide them by their sum.": (
            powers,
            lambda logits, t: powers(logits, t, lambda logits: 0),
        ),
        "these are logarithms of the probabilities: take exp of them.": (
            logarithms,
            lambda logits, t: [math.log(p) if p else -math.inf for p in next_probs(logits, t)],
            lambda logits, t: [math.log(p) for p in nn.softmax([z / t for z in logits])],
        ),
        "the sum below is that of the exponentials above: T belongs there as well.": (
            lambda logits, t: [p / sum(powers(logits, 1.0)) for p in powers(logits, t)],
            lambda logits, t: [
                p / sum(powers(logits, 1.0, lambda logits: 0)) for p in powers(logits, t, lambda logits: 0)
            ],
            lambda logits, t: [p / sum(powers(logits, t)) for p in powers(logits, 1.0)],
        ),
        "that is the likeliest token, or its probability; the probabilities of all are wanted.": (
            lambda logits, t: logits.index(max(logits)),
            lambda logits, t: max(next_probs(logits, t)),
        ),
        "the sum changes while you divide by it: take it once, before.": (
            lambda logits, t: shrinking(powers(logits, t))
        ),
        "divide by the sum of all exponentials, the largest among them, not by how many there are.": (
            lambda logits, t: [p / len(logits) for p in powers(logits, t)],
            lambda logits, t: [p / sum(q for q in powers(logits, t) if q < 1) for p in powers(logits, t)],
            lambda logits, t: [p / sum(powers(logits, t)[1:]) for p in powers(logits, t)],
            lambda logits, t: shared([p if p < 1 else 0.0 for p in powers(logits, t)]),
        ),
        "these are the logits divided by T; softmax makes probabilities of them.": (
            lambda logits, t: [z / t for z in logits],
            lambda logits, t: [(z - max(logits)) / t for z in logits],
        ),
        "T divides once, and as it is: no power or root of it, nothing added to it, and with / not //.": (
            lambda logits, t: nn.softmax([z / t**2 for z in logits]),
            lambda logits, t: nn.softmax([z // t for z in logits]),
            lambda logits, t: nn.softmax([(z - max(logits)) // t for z in logits]),
            lambda logits, t: nn.softmax([z / t**0.5 for z in logits]),
            lambda logits, t: nn.softmax([z / t / t for z in logits]),
            *(lambda logits, t, e=e: nn.softmax([z / (t + e) for z in logits]) for e in (1, 0.01, 0.001, 1e-6, 1e-8)),
        ),
        "softmax comes once, at the end: you took it, or the logarithm, of what was divided, too.": (
            lambda logits, t: nn.softmax([p / t for p in nn.softmax(logits)]),
            lambda logits, t: nn.softmax(nn.softmax([z / t for z in logits])),
        ),
        "the logits are divided by T, not T by the logits.": lambda logits, t: nn.softmax(
            [t / z if z else 0.0 for z in logits]
        ),
        "the base is e: exp(z / T), not another number to that power.": (
            *(
                lambda logits, t, e=e: shared([e ** ((z - max(logits)) / t) for z in logits])
                for e in (2, 2.7, 2.71, 2.718, 2.7183, 3, 10)
            ),
            *(
                lambda logits, t, e=e: shared([e ** (z / t) for z in logits])
                for e in (2, 2.7, 2.71, 2.718, 2.7183, 3, 10)
            ),
        ),
        "the base is e: exp((z - top) / T), not T to a power.": (
            lambda logits, t: shared([t ** (z - max(logits)) for z in logits]),
            lambda logits, t: shared([t**z for z in logits]),
        ),
        "the largest is taken away, not divided by.": (
            lambda logits, t: nn.softmax([z / t / (max(logits) / t) for z in logits]),
            lambda logits, t: nn.softmax([z / max(logits) / t for z in logits]),
            lambda logits, t: shared([math.exp(z / max(logits)) for z in logits]),
        ),
        "that is a sigmoid of each logit alone; in a softmax all of them share 1.": (
            lambda logits, t: [1 / (1 + math.exp(-z / t)) for z in logits]
        ),
        "the sign: the likeliest token has the largest logit.": (
            lambda logits, t: nn.softmax([-z / t for z in logits]),
            lambda logits, t: shared([math.exp(-(z - max(logits)) / t) for z in logits]),
        ),
        "these are shares of the logits; their exponentials are shared out.": (
            lambda logits, t: shared([z / t for z in logits]),
            lambda logits, t: shared([(z - max(logits)) / t for z in logits]),
        ),
        "the likeliest token alone: that is the limit of temperature 0.": (
            lambda logits, t: one_hot(logits),
            lambda logits, t: [float(i == logits.index(max(logits))) for i in range(len(logits))],
        ),
    },
    learned="Temperature lives in the sampling: the model itself is not touched.",
    hints=[
        "Divide every logit by T before anything else; then it is softmax as ever.",
        "exp overflows above 709. Softmax stays the same if the largest logit is taken away from all of them first.",
    ],
)

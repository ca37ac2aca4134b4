"""What lesson 2 brings: its exercises with their mistakes, its predictions, the step and the rate to move."""

import math
from functools import cache
from math import inf, log

from .. import bigram, nn
from ..teach.controls import Explorer, choice, slider, stops
from ..teach.judge import Checks, Exercise, Number
from ..teach.lesson import Lesson
from ..teach.panels import Panel, chart, note
from ..teach.predict import Question
from ..train import evaluate, running_mean

# ---- the exercises ----


def moved_logits(probs, target, n):
    """d loss / d logits by central differences; the loss is the mean over n predictions, of which this is one."""
    logits, eps = [math.log(p) for p in probs], 1e-5

    def loss(i, step):
        return nn.cross_entropy([z + step * (i == j) for j, z in enumerate(logits)], target) / n

    return [(loss(i, eps) - loss(i, -eps)) / (2 * eps) for i in range(len(logits))]


def p_minus_y(probs, target, n):
    return [(p - (i == target)) / n for i, p in enumerate(probs)]


d_logits = Exercise(
    "Return d loss / d logits, the loss being the mean over n predictions: d_logits([0.7, 0.3], 0, 1) is [-0.3, 0.3].",
    moved_logits,
    [([0.75, 0.25], 0, 1), ([0.5, 0.25, 0.25], 2, 1), ([0.1, 0.2, 0.3, 0.4], 1, 5)],
    {
        "the right token needs its -1: y is 1 there.": lambda probs, target, n: [p / n for p in probs],
        "the sign is the other way round: p - y, since a larger probability of a wrong token raises the loss.": (
            lambda probs, target, n: [-d for d in p_minus_y(probs, target, n)]
        ),
        "y is 1 at the right token only; you took 1 from every probability.": lambda probs, target, n: [
            (p - 1) / n for p in probs
        ],
        "only the right token was changed to a gradient; the wrong ones are pushed down by their probability.": (
            lambda probs, target, n: [(p - 1) / n * (i == target) for i, p in enumerate(probs)]
        ),
        "that is the gradient with respect to the probability, not to the logit.": lambda probs, target, n: [
            -(i == target) / p / n for i, p in enumerate(probs)
        ],
        "the loss is a mean over n predictions: divide by n.": lambda probs, target, n: p_minus_y(probs, target, 1),
        "divide by n once, after taking y away: (p - y) / n.": lambda probs, target, n: [
            p / n - (i == target) for i, p in enumerate(probs)
        ],
    },
    "Central differences agree: wrong tokens are pushed down by their probability, the right one up by what it lacks.",
    close=1e-7,
    runs_on=p_minus_y,
)

backward_relu = Exercise(
    "d_hidden is the gradient behind the relu, before the numbers that went in: return the gradient in front of it.",
    lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, before)],
    [([0.5, -3.0, 2.0], [3.0, -4.0, -1.0]), ([-1.5, 0.25, -1.0], [0.5, -2.0, 3.0]), ([-1.0, 2.0], [0.0, 1.0])],
    {
        "the gate is on the wrong side: the gradient passes where the number was above 0.": (
            lambda d_hidden, before: [d if h <= 0 else 0.0 for d, h in zip(d_hidden, before)],
            lambda d_hidden, before: [d if h < 0 else 0.0 for d, h in zip(d_hidden, before)],
        ),
        "the gate looks at the number that went in, not at the sign of the gradient.": lambda d_hidden, before: [
            max(0.0, d) for d in d_hidden
        ],
        "that is the slope alone; multiply it by the gradient that arrives.": lambda d_hidden, before: [
            float(h > 0) for h in before
        ],
        "nothing is stopped: where the relu gave 0, no gradient passes.": lambda d_hidden, before: list(d_hidden),
        "the slope is 1 or 0; you multiplied by the number itself.": lambda d_hidden, before: [
            d * max(0.0, h) for d, h in zip(d_hidden, before)
        ],
        "at exactly 0 the relu gives 0 and passes nothing on: use >, not >=.": lambda d_hidden, before: [
            d if h >= 0 else 0.0 for d, h in zip(d_hidden, before)
        ],
    },
    "A gate: what it let through forward, it lets through backward.",
)


def step_error(eps):
    """The error of the central difference of a cross-entropy at this step."""
    logits = [0.3, -0.2, 0.1, 0.7]
    up, down = [[logits[0] + step, *logits[1:]] for step in (eps, -eps)]
    found = (nn.cross_entropy(up, 0) - nn.cross_entropy(down, 0)) / (2 * eps)
    return abs(found - (nn.softmax(logits)[0] - 1))


def best_eps():
    """The power of ten with the smallest error on average over its neighbourhood: rounding jumps about."""
    around = {k: [step_error(10 ** -(k + j / 10)) for j in range(-5, 5)] for k in range(1, 13)}
    return 10.0 ** -min(around, key=lambda k: sum(around[k]))


best_step = Number(
    "Set the step for a central difference with the smallest error; within a factor of ten is near enough.",
    lambda eps: eps > 0 and abs(math.log10(eps / best_eps())) <= 1.001,
    {
        "a step has a size above 0; you may have given its power: 10 to the minus 3 is 1e-3.": lambda eps: (
            eps <= 0 or eps >= 1
        ),
        "too large: the curve bends within the step.": lambda eps: eps > best_eps(),
        "too small: the two losses agree in almost all digits, and the subtraction loses them.": lambda eps: (
            eps < best_eps()
        ),
    },
    "Bending falls with the square of the step, rounding grows with one over it: the best lies in between.",
    runs_on=1e-5,
)

check = Checks(d_logits=d_logits, backward_relu=backward_relu, best_step=best_step)

# ---- the predictions ----

PREDICTIONS = {
    "untrained surprise": Question(
        "The untrained network's surprise at m after e is about ...",
        {
            0.0: "That is certainty; random numbers know nothing.",
            2.6: "That is what the counted table reaches on average; nothing has been counted here.",
            3.3: "All logits are near 0, so all chances are near 1/27, and the surprise near ln 27.",
            64.0: "That is the number of hidden numbers, it has nothing to do with surprise.",
        },
        truth=lambda cross_entropy, logits, m: cross_entropy(logits, m),
    ),
    "best step": Question(
        "Which step gives the most exact central difference, with Python's 16 digits?",
        {
            0.1: "Too large: the curve bends within such a step.",
            1e-05: "Small enough that the bend does not matter, large enough that the subtraction keeps its digits.",
            1e-09: "Two losses that close agree in most of their digits; the subtraction loses those.",
            1e-12: "Almost nothing is left after such a subtraction: the smaller the step, the worse.",
        },
        truth=lambda central, m, d_logits: min(
            [1e-1, 1e-5, 1e-9, 1e-12], key=lambda eps: abs(central(m, eps) - d_logits[m])
        ),
    ),
    "endless training": Question(
        "With endless training, the network's loss on the training names ends near ...",
        {
            0.0: "After an a many letters can come; nobody who sees only the a can be sure.",
            2.0: "For every letter the table has the best chances already, those that were counted; they cost more.",
            2.6: "The bigram table is the best that can be done with one letter, and the network sees no more.",
            3.3: "That is where it starts, at ln 27; it does learn.",
        },
        truth=lambda counts, training: evaluate(lambda: bigram.reader(counts, 0), training),
    ),
}

lesson = Lesson("02", PREDICTIONS, check=check)
predict = lesson.predict

# ---- things to move ----


def difference(loss_at, eps, central=True):
    """The slope at 0 of loss_at(step), from two losses that are eps apart, or 2 eps where `central`."""
    if central:
        return (loss_at(eps) - loss_at(-eps)) / (2 * eps)
    return (loss_at(eps) - loss_at(0.0)) / eps


def difference_view(loss_at, exact, power, central):
    """The error of a difference for all steps, and for 10 to the minus `power`."""
    eps = [10.0**-k for k in range(12, 0, -1)]
    errors = {
        name: [max(abs(difference(loss_at, e, way) - exact), 1e-16) for e in eps]
        for name, way in (("central", True), ("forward", False))
    }
    found = difference(loss_at, 10.0**-power, central)
    error = max(abs(found - exact), 1e-16)
    kind = "central" if central else "forward"
    text = f"{kind} difference, step 1e-{power:02}: {found:+.12f}, exact {exact:+.12f}, error {error:.1e}"
    lines = {name: (eps, values) for name, values in errors.items()}
    picture = chart(lines, "step", "error", (1e-12, 0.1), (1e-16, 1.0), mark=(10.0**-power, error), log=True)
    return Panel(note(text) + picture, text)


def difference_explorer(loss_at, exact):
    """Explorer: the V of truncation and rounding. loss_at(step): the loss with one number moved; exact: its gradient."""
    return Explorer(
        lambda power, central: difference_view(loss_at, exact, power, central),
        power=slider("step = 10 to the minus", 1, 12, 1, 3),
        central=choice("difference", [("central", True), ("forward", False)], True),
    )


def rate_view(losses_at, lr, vocab_size, bigram):
    """The loss curve at one learning rate. losses_at(lr): the losses of a short training."""
    losses = losses_at(lr)
    means = running_mean(losses)
    steps = range(1, len(losses) + 1)
    end = means[-1]
    text = f"learning rate {lr:g}: mean of the last 100 losses {end:.3f} after {len(losses)} steps"
    if not end < log(vocab_size) + 0.1:
        text = f"learning rate {lr:g}: worse than knowing nothing, the steps overshoot"
    elif end > log(vocab_size) - 0.05:
        text += "; it has hardly moved"
    curve = {"mean of 100": (steps, means)} if end < inf else {}
    levels = {f"ln {vocab_size}": log(vocab_size), "bigram table": bigram}
    dots = (steps, losses)
    return Panel(note(text) + chart(curve, "step", "loss (nats)", (0, len(losses)), (2.0, 5.0), dots, levels), text)


def rate_explorer(losses_at, vocab_size, bigram):
    """Explorer: the learning rate against the loss curve."""
    rates = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
    remembered = cache(losses_at)
    return Explorer(lambda lr: rate_view(remembered, lr, vocab_size, bigram), lr=stops("learning rate", rates, 1.0))

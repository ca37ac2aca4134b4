"""The exercises of lesson 2: from the loss to the logits, back through a layer and through a relu, and the step itself."""

from math import exp, log, tanh

from ... import mlp, nn
from ...teach.judge import Checks, Exercise
from .layer import backward_linear
from .world import numbers, predictions_of_a_name, relus_of_the_network, rows_of_numbers, steps_of_the_network

# ---- p - y ----


def any_prediction(rng):
    size = rng.randint(2, 9)
    probs = nn.softmax([rng.gauss(0, 2) for _ in range(size)])
    return probs, rng.randrange(size), rng.choice([n for n in range(1, 12) if n != size])


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
    ],
    generate=any_prediction,
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
        "only the right token was changed to a gradient; at a wrong one it is p / n.": p_minus_y(
            lambda p, y, n, i, target: (p - 1) / n * y
        ),
        "that is the gradient with respect to the probability, not to the logit.": p_minus_y(
            lambda p, y, n, i, target: -y / p / n
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
        "divide by n, the number of predictions; you divided by the number of tokens.": lambda probs, target, n: [
            (p - (i == target)) / len(probs) for i, p in enumerate(probs)
        ],
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
        ),
        "these are surprises, as in the loss; wanted is how it changes with every logit: p - y.": (
            p_minus_y(lambda p, y, n, i, target: -log(p) / n),
            p_minus_y(lambda p, y, n, i, target: -y * log(p) / n),
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
        "that is the gradient of the right token alone; every token has one.": (
            lambda probs, target, n: (probs[target] - 1) / n,
            lambda probs, target, n: probs[target] - 1,
        ),
        "these are probabilities already; softmax is not needed again.": lambda probs, target, n: mlp.d_logits(
            nn.softmax(probs), target, n
        ),
        "the right token is the one at `target`, not the one with the largest probability.": lambda probs, target, n: (
            mlp.d_logits(probs, max(range(len(probs)), key=probs.__getitem__), n)
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
        "a gradient has a sign: take no absolute value.": p_minus_y(lambda p, y, n, i, target: abs(p - y) / n),
        "that is the loss itself; wanted is how it changes with every logit.": lambda probs, target, n: (
            -log(probs[target]) / n
        ),
    },
    learned="At a wrong token the gradient is its probability, at the right one its probability less 1, each for an n-th.",
    hints=[
        "`enumerate(probs)` gives every token together with its probability.",
        "y is 1 where the token is `target`, else 0. A comparison is such a number in Python: `token == target`.",
        "Take y from p first and divide by n at the very end; the brackets matter.",
    ],
)

# ---- back through a relu ----


def any_gate(rng):
    size = rng.randint(2, 8)
    before = [rng.choice((1.0, 1e-3, 1e-6)) * rng.gauss(0, 2) for _ in range(size)]
    before[rng.randrange(size)] = rng.choice((0.0, 1e-9, -1e-9, 0.3))
    return numbers(rng, size), before


def gate(change):
    """A mistake: change(d, h) for every number."""
    return lambda d_hidden, before: [change(d, h) for d, h in zip(d_hidden, before)]


backward_relu = Exercise(
    "Return the gradient of what went into the relu: d_hidden is the gradient of what came out of it, and `before` is "
    "the list of numbers that went in. backward_relu([5.0, 7.0], [2.0, -2.0]) is [5.0, 0.0].",
    mlp.backward_relu,
    cases=[
        ([0.5, -3.0], [3.0, -4.0]),
        ([-1.5, 0.25, -1.0], [0.5, -2.0, 3.0]),
        ([-1.0, 2.0], [0.0, 1.0]),
    ],
    generate=any_gate,
    world=relus_of_the_network,
    mistakes={
        "the gate is on the wrong side: the gradient passes where the number was above 0.": (
            gate(lambda d, h: d if h <= 0 else 0.0),
            gate(lambda d, h: d if h < 0 else 0.0),
        ),
        "the gate looks at the number that went in, not at the sign of the gradient.": gate(lambda d, h: max(0.0, d)),
        "the two lists are swapped: the gradient is d_hidden, `before` decides whether it passes.": gate(
            lambda d, h: h if d > 0 else 0.0
        ),
        "that is the relu itself, forward; wanted is what comes back through it.": gate(lambda d, h: max(0.0, h)),
        "that is the slope alone; multiply it by the gradient that arrives.": gate(lambda d, h: float(h > 0)),
        "nothing is stopped: where the relu gave 0, no gradient passes.": gate(lambda d, h: d),
        "the slope is 1 or 0; you multiplied by the number itself.": gate(lambda d, h: d * max(0.0, h)),
        "multiplied by the number that went in, gate or no gate: the slope is 1 or 0.": gate(lambda d, h: d * h),
        "where the relu gave 0 the gradient is 0, not turned round.": gate(lambda d, h: d if h > 0 else -d),
        "where the relu gave 0 nothing passes, not even a little (that would be a leaky relu).": (
            gate(lambda d, h: d if h > 0 else 0.01 * d),
            gate(lambda d, h: d if h > 0 else 0.1 * d),
        ),
        "what is stopped stays in the list, as 0.": lambda d_hidden, before: [
            d for d, h in zip(d_hidden, before) if h > 0
        ],
        "a gradient below 0 passes as well, with its sign.": gate(lambda d, h: max(0.0, d) if h > 0 else 0.0),
        "the gate stands at 0: every number above 0 lets pass, however small.": (
            gate(lambda d, h: d if h > 1 else 0.0),
            gate(lambda d, h: d if h > 0.5 else 0.0),
            gate(lambda d, h: d if h > 0.1 else 0.0),
            gate(lambda d, h: d if h > 0.01 else 0.0),
            gate(lambda d, h: d if h > 1e-3 else 0.0),
            gate(lambda d, h: d if h > 1e-6 else 0.0),
        ),
        "the slope is 1 or 0: where the number is above 0, d passes as it is; you computed it with the number.": (
            gate(lambda d, h: d / h if h > 0 else 0.0),
            gate(lambda d, h: d + h if h > 0 else 0.0),
            gate(lambda d, h: d - h if h > 0 else 0.0),
            gate(lambda d, h: max(0.0, d * h)),
        ),
        "ask whether the number is above 0, not whether it is larger or smaller than the gradient.": (
            gate(lambda d, h: d if h > d else 0.0),
            gate(lambda d, h: d if d > h else 0.0),
            gate(min),
            gate(max),
        ),
        "that is the slope of another function, sigmoid or tanh; a relu's is 1 or 0.": (
            gate(lambda d, h: d / (1 + exp(-h))),
            gate(lambda d, h: d * (1 - tanh(h) ** 2)),
            gate(lambda d, h: d * exp(-h) / (1 + exp(-h)) ** 2),
        ),
        "gradient and number belong together place by place; in one of the two lists you changed the order.": (
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, sorted(before))],
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, before[::-1])],
            lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden[::-1], before)],
        ),
        "every number has a gate of its own; you asked one of them for all.": (
            lambda d_hidden, before: [d if max(before) > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d if before[0] > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d if sum(before) > 0 else 0.0 for d in d_hidden],
            lambda d_hidden, before: [d if min(before) > 0 else 0.0 for d in d_hidden],
        ),
        "at exactly 0 the convention here, as in most libraries, is that nothing passes: use > instead of >=.": gate(
            lambda d, h: d if h >= 0 else 0.0
        ),
    },
    learned="A gate: what it let through forward, it lets through backward; at exactly 0 it is shut by convention.",
    hints=[
        "Where the relu let a number pass, what comes out changes exactly as much as what goes in. Where it gave 0?",
        "`zip(d_hidden, before)` gives every gradient together with the number that went in there.",
        "Look at the number that went in, never at the gradient: is it above 0?",
    ],
)

# ---- the step ----


def any_step(rng):
    n_out, n_in = rng.sample(range(1, 6), 2)
    return (
        rows_of_numbers(rng, n_out, n_in),
        rows_of_numbers(rng, n_out, n_in),
        rng.choice((0.01, 1.0)) * rng.uniform(0.1, 3),
    )


def moved(change):
    """A mistake: change(x, d, lr) for every number."""
    return lambda w, d_w, lr: [[change(x, d, lr) for x, d in zip(row, d_row)] for row, d_row in zip(w, d_w)]


sgd_step = Exercise(
    "Return the rows of w after a step, as new lists: every number less lr times its slope. "
    "sgd_step([[1.0]], [[2.0]], 0.1) is [[0.8]].",
    moved(lambda x, d, lr: x - lr * d),
    cases=[
        ([[1.0]], [[2.0]], 0.1),
        ([[1.0, 2.0]], [[10.0, -5.0]], 0.1),
        ([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0]], [[0.5, 0.0, -0.5], [4.0, 0.25, -2.0]], 2.0),
    ],
    generate=any_step,
    world=steps_of_the_network,
    mistakes={
        "that walks uphill: the gradient points where the loss grows, so go against it.": moved(
            lambda x, d, lr: x + lr * d
        ),
        "the learning rate is missing: lr times the gradient.": moved(lambda x, d, lr: x - d),
        "that is the step alone; wanted are the numbers after it.": moved(lambda x, d, lr: lr * d),
        "that is the step alone, with its sign; wanted are the numbers after it.": moved(lambda x, d, lr: -lr * d),
        "every number has a gradient of its own; you took the same step, lr, everywhere.": moved(
            lambda x, d, lr: x - lr
        ),
        "the step is as long as the gradient is; you took its sign alone.": moved(
            lambda x, d, lr: x - lr * ((d > 0) - (d < 0))
        ),
        "the step is lr times the gradient; you divided by lr.": moved(lambda x, d, lr: x - d / lr),
        "take away lr times the gradient; you multiplied the number with that.": moved(
            lambda x, d, lr: x * (1 - lr * d)
        ),
        "lr belongs to the gradient alone: x - lr * d, not lr * (x - d).": moved(lambda x, d, lr: lr * (x - d)),
        "the other way round: the number less lr times its gradient; you took lr times the number from the gradient.": (
            moved(lambda x, d, lr: d - lr * x)
        ),
        "the number itself stays whole, and lr times its gradient is taken from it; you took away lr times the number too.": (
            moved(lambda x, d, lr: x - lr * x),
            moved(lambda x, d, lr: (1 - lr) * x - lr * d),
            moved(lambda x, d, lr: (1 - lr) * x + lr * d),
        ),
        "brackets: x - lr * d, not (x - lr) * d.": (
            moved(lambda x, d, lr: (x - lr) * d),
            moved(lambda x, d, lr: x * lr - d),
        ),
        "a gradient below 0 counts with its sign: there the number grows.": (
            moved(lambda x, d, lr: x - lr * abs(d)),
            moved(lambda x, d, lr: x - lr * max(0.0, d)),
        ),
        "a gradient counts as it is, however large; you cut it.": moved(
            lambda x, d, lr: x - lr * max(-1.0, min(1.0, d))
        ),
        "every number has a gradient of its own; you used one of its row, or their sum, for all.": (
            lambda w, d_w, lr: [[x - lr * sum(d_row) for x in row] for row, d_row in zip(w, d_w)],
            lambda w, d_w, lr: [[x - lr * d_row[0] for x in row] for row, d_row in zip(w, d_w)],
            lambda w, d_w, lr: [[x - lr * d_row[-1] for x in row] for row, d_row in zip(w, d_w)],
        ),
        "number and gradient belong together place by place; in one of the two you changed the order.": (
            lambda w, d_w, lr: sgd_step.truth(w, d_w[::-1], lr),
            lambda w, d_w, lr: sgd_step.truth(w, [d_row[::-1] for d_row in d_w], lr),
        ),
        "the step is not divided by how many numbers there are: the mean was taken before.": (
            lambda w, d_w, lr: sgd_step.truth(w, d_w, lr / len(w[0])),
            lambda w, d_w, lr: sgd_step.truth(w, d_w, lr / len(w)),
        ),
        "all rows are one and the same list: `[[0.0] * n] * m` makes one row and shows it m times.": lambda w, d_w, lr: [
            [x - lr * d for x, d in zip(w[-1], d_w[-1])] for _ in w
        ],
        "all rows in one list; keep the rows of w.": lambda w, d_w, lr: [
            x - lr * d for row, d_row in zip(w, d_w) for x, d in zip(row, d_row)
        ],
        "every row of w has its own row of d_w; you took the first of them for all.": lambda w, d_w, lr: [
            [x - lr * d for x, d in zip(row, d_w[0])] for row in w
        ],
        "only the first row has moved.": lambda w, d_w, lr: [
            [x - lr * d for x, d in zip(w[0], d_w[0])],
            *[list(row) for row in w[1:]],
        ],
    },
    learned="Every number moves against its own gradient, by lr times that; the old rows are still there.",
    hints=[
        "First one row: `zip(row, d_row)` gives every number together with its gradient.",
        "The new number is `x - lr * d`.",
        "A list of rows is a list of lists: one comprehension inside the other, the outer one over `zip(w, d_w)`.",
    ],
)

check = Checks(d_logits=d_logits, backward_linear=backward_linear, backward_relu=backward_relu, sgd_step=sgd_step)

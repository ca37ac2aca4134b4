"""Ways to miss a step of Adam: the step with its usual mistakes as options; and what is said of a wrong m or v."""

import math

TINY, LIMIT = 1e-8, (0.85, 0.99)  # eps and the betas


def adam_step(p, g, m, v, t, rate, *, betas=LIMIT, shares=None, square=lambda g: g * g, corrected=(True, True),
              power=lambda beta, t: beta**t, divided=lambda up, down, t: up / (math.sqrt(down) + TINY), back=None):  # fmt: skip
    """Adam with its usual mistakes as options; back(new p, new m, new v, old m, old v, step): what is handed back."""
    (b1, b2), (s1, s2) = betas, shares or (1 - betas[0], 1 - betas[1])
    new_m, new_v = b1 * m + s1 * g, b2 * v + s2 * square(g)
    up = new_m / (1 - power(b1, t)) if corrected[0] else new_m
    down = new_v / (1 - power(b2, t)) if corrected[1] else new_v
    step = rate * divided(up, down, t)
    return back(p - step, new_m, new_v, m, v, step) if back else (p - step, new_m, new_v)


def wrong_adam(rate=lambda lr, decay: lr * decay, **options):
    return lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t, rate(lr, decay), **options)


def pulled(share):
    """A mistake: the gradient is pulled towards p before it is used, as an older weight decay does."""
    return lambda p, g, m, v, t, lr, decay: adam_step(p, g + share * p, m, v, t, lr * decay)


def twice(p, g, m, v, t, lr, decay):
    """A mistake: for the step, m takes in the new gradient once more."""
    _, new_m, new_v = adam_step(p, g, m, v, t, 0)
    return adam_step(p, g, new_m, v, t, lr * decay)[0], new_m, new_v


def stepping(step):
    """Adam with another step: step(what it adds to p in Adam, p, g, t, lr, decay), m and v as they are."""

    def wrong(p, g, m, v, t, lr, decay):
        right, *means = adam_step(p, g, m, v, t, lr * decay)
        return (p + step(right - p, p, g, t, lr, decay), *means)

    return wrong


def sign(x):
    return (x > 0) - (x < 0)


def bare(up_too, down_too):
    """A mistake: a correction without its brackets."""

    def wrong(p, g, m, v, t, lr, decay):
        m, v = 0.85 * m + 0.15 * g, 0.99 * v + 0.01 * g * g
        direction = m / 1 - 0.85**t if up_too else m / (1 - 0.85**t)
        size = math.sqrt(v / 1 - 0.99**t if down_too else v / (1 - 0.99**t))
        return p - lr * decay * direction / (size + TINY), m, v

    return wrong


def dividing(by):
    """A mistake in the divisor: by(what v became)."""
    return wrong_adam(divided=lambda up, down, t: up / by(down))


def mean(old, new):
    """What m becomes with these weights."""
    return lambda p, g, m, v, t, lr, decay: old * m + new * g


def square(old, new):
    """What v becomes with these weights."""
    return lambda p, g, m, v, t, lr, decay: old * v + new * g * g


MISSED_M = {  # what is said of a wrong m
    "the new gradient counts with its own sign: 0.85 m + 0.15 g.": mean(0.85, -0.15),
    "0.85 of the old m stays, 0.15 of the gradient is new: yours are swapped.": mean(0.15, 0.85),
    "the weights are 0.85 and 0.15.": (
        mean(0.9, 0.1),
        mean(0.5, 0.5),
        mean(0.99, 0.01),
        mean(0.85, 0.85),
        mean(0.15, 0.15),
        mean(0.85, 0.01),
        mean(0.99, 0.15),
        mean(0.8, 0.2),
        mean(0.85, 0.1),
        mean(0.9, 0.15),
        mean(0.85, 0.25),
        mean(0.95, 0.05),
    ),
    "g itself is wanted, not its square.": lambda p, g, m, v, t, lr, decay: 0.85 * m + 0.15 * g * g,
    "0.85 belongs to the old m alone, not to the sum: 0.85 m + 0.15 g.": mean(0.85, 0.85 * 0.15),
    "the old m came back: return the new one.": mean(1.0, 0.0),
    "the new gradient counts for 0.15 alone: 0.85 m + 0.15 g.": mean(0.85, 1.0),
    "0.15 multiplies g once: 0.85 m + 0.15 g.": mean(0.85, 0.15 * 0.15),
    "the old m counts for 0.85 only: 0.85 m + 0.15 g.": (mean(1.0, 0.15), mean(1.0, 1.0)),
    "return m without the correction: it is used for this step only.": (
        lambda p, g, m, v, t, lr, decay: (0.85 * m + 0.15 * g) / (1 - 0.85**t)
    ),
    "the old m counts for 0.85; you left it out.": mean(0.0, 0.15),
    "the new gradient counts for 0.15; you left it out.": mean(0.85, 0.0),
}

MISSED_V = {  # what is said of a wrong v
    "squares are added: 0.99 v + 0.01 g * g.": square(0.99, -0.01),
    "0.99 of the old v stays, 0.01 of the square is new: yours are swapped.": square(0.01, 0.99),
    "the weights are 0.99 and 0.01.": (
        square(0.999, 0.001),
        square(0.5, 0.5),
        square(0.85, 0.15),
        square(0.99, 0.99),
        square(0.01, 0.01),
        square(0.85, 0.01),
        square(0.99, 0.15),
        square(0.95, 0.05),
        square(0.99, 0.1),
        square(0.9, 0.1),
        square(0.99, 0.001),
    ),
    "it is the square of g, not of m.": (
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * m * m,
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * (0.85 * m + 0.15 * g) ** 2,
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * ((0.85 * m + 0.15 * g) / (1 - 0.85**t)) ** 2,
    ),
    "0.99 belongs to the old v alone, not to the sum: 0.99 v + 0.01 g * g.": square(0.99, 0.99 * 0.01),
    "g is squared, g * g: neither doubled nor as it is.": (
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * 2 * g,
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * g,
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * abs(g),
    ),
    "the square is that of the gradient, not of its distance from m.": (
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * (g - m) ** 2,
        lambda p, g, m, v, t, lr, decay: 0.99 * v + 0.01 * (g - 0.85 * m - 0.15 * g) ** 2,
    ),
    "a running mean, no maximum: 0.99 v + 0.01 g * g.": (
        lambda p, g, m, v, t, lr, decay: max(0.99 * v, g * g),
        lambda p, g, m, v, t, lr, decay: max(v, 0.99 * v + 0.01 * g * g),
        lambda p, g, m, v, t, lr, decay: max(v, g * g),
    ),
    "the old v came back: return the new one.": square(1.0, 0.0),
    "the new square counts for 0.01 alone: 0.99 v + 0.01 g * g.": square(0.99, 1.0),
    "g is squared first, then taken 0.01 times.": square(0.99, 0.01 * 0.01),
    "the old v counts for 0.99 only: 0.99 v + 0.01 g * g.": (square(1.0, 0.01), square(1.0, 1.0)),
    "return v without the correction: it is used for this step only.": (
        lambda p, g, m, v, t, lr, decay: (0.99 * v + 0.01 * g * g) / (1 - 0.99**t)
    ),
    "the old v counts for 0.99; you left it out.": square(0.0, 0.01),
}

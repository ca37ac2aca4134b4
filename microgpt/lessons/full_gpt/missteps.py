"""Ways to miss a step of Adam: the step with its usual mistakes as options."""

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

"""The exercise on one step of Adam, with its mistakes."""

import math

from ...teach.judge import Exercise
from .. import fallbacks
from .missteps import (
    LIMIT,
    MISSED_M,
    MISSED_V,
    TINY,
    adam_step,
    bare,
    dividing,
    pulled,
    sign,
    stepping,
    twice,
    wrong_adam,
)


def a_parameter(rng):
    """A parameter somewhere in a training; now and then one without a gradient, or with such that eps is felt."""
    t, size = rng.choice([1, 2, 3, 10, 200]), rng.choice([1.0, 1.0, 30.0, 2e-8])
    p, g, m = rng.gauss(0, 1), size * rng.choice([0, 1, 1, 1, 1, 1]) * rng.gauss(0, 1), size * rng.gauss(0, 0.3)
    return p * min(1.0, size), g, m, abs(size * rng.gauss(0, 1)) ** 2, t, rng.uniform(1e-3, 0.1), rng.uniform(0.1, 1)


adam = Exercise(
    "Return (p, m, v) after one step of Adam, with beta1 0.85, beta2 0.99 and eps 1e-8; t counts the steps from 1.",
    fallbacks.adam,
    cases=[
        (1.5, 2.0, 0.0, 0.0, 1, 0.01, 1.0),
        (0.5, -2.0, -0.1, 0.5, 2, 0.01, 0.5),
        (0.5, 1e-6, 0.0, 0.0, 1, 0.01, 0.25),
        (-0.25, 0.0, 0.0, 0.0, 1, 0.01, 1.0),
        (1.0, 4000.0, -3.0, 9.0, 1500, 2.0, 1.0),
        (-0.25, 30000.0, 0.0, 0.0, 3, 0.1, 0.05),  # the first gradient comes in the third step
    ],
    generate=a_parameter,
    mixes=lambda *numbers: True,
    each=True,  # v is a square, and may be tiny beside p
    mistakes={
        "no bias correction: m and v start at 0, divide them by 1 - beta**t.": wrong_adam(corrected=(False, False)),
        "m is not corrected: it starts at 0 as v does, divide it by 1 - 0.85**t.": wrong_adam(corrected=(False, True)),
        "v is not corrected: it starts at 0 as m does, divide it by 1 - 0.99**t.": wrong_adam(corrected=(True, False)),
        "1 - beta**t: first the power, then the difference; not (1 - beta)**t.": (
            wrong_adam(
                corrected=(False, False), divided=lambda up, down, t: up / 0.15**t / (math.sqrt(down / 0.01**t) + TINY)
            ),
            wrong_adam(power=lambda beta, t: (1 - beta) ** t),
            wrong_adam(corrected=(False, True), divided=lambda up, down, t: up / 0.15**t / (math.sqrt(down) + TINY)),
            wrong_adam(corrected=(True, False), divided=lambda up, down, t: up / (math.sqrt(down / 0.01**t) + TINY)),
        ),
        "1 - beta**t is a power of t, not t times: `**`, not `*`.": (
            wrong_adam(power=lambda beta, t: beta * t),
            wrong_adam(power=lambda beta, t: beta * t, divided=lambda up, down, t: up / ((down + 0j) ** 0.5 + TINY)),
            wrong_adam(power=lambda beta, t: beta * t, divided=lambda up, down, t: up / (math.sqrt(abs(down)) + TINY)),
        ),
        "brackets: m / (1 - 0.85**t); without them it is m / 1, and the power is taken away from that.": (
            bare(True, True),
            bare(True, False),
            bare(False, True),
        ),
        "in the corrections the betas are exchanged: 1 - 0.85**t for m, 1 - 0.99**t for v.": wrong_adam(
            power=lambda beta, t: (0.85 if beta == 0.99 else 0.99) ** t
        ),
        "both corrections have the same beta: 0.85 for m, 0.99 for v.": (
            wrong_adam(power=lambda beta, t: 0.85**t),
            wrong_adam(power=lambda beta, t: 0.99**t),
        ),
        "the corrections have the betas of the running means, 0.85 and 0.99.": (
            wrong_adam(power=lambda beta, t: (0.9 if beta == 0.85 else 0.999) ** t),
            wrong_adam(power=lambda beta, t: (0.9 if beta == 0.85 else 0.99) ** t),
        ),
        "to correct is to divide by 1 - beta**t; you multiplied by it.": wrong_adam(
            corrected=(False, False),
            divided=lambda up, down, t: up * (1 - 0.85**t) / (math.sqrt(down * (1 - 0.99**t)) + TINY),
        ),
        "the correction divides by 1 - beta**t, not by 1 - beta.": (
            wrong_adam(power=lambda beta, t: beta),
            wrong_adam(power=lambda beta, t: beta if beta == 0.85 else beta**t),
            wrong_adam(power=lambda beta, t: beta if beta == 0.99 else beta**t),
        ),
        "beta is multiplied t times with itself: beta**t, not t**beta.": wrong_adam(power=lambda beta, t: t**beta),
        "the correction divides by 1 - beta**t, not by beta**t.": wrong_adam(
            corrected=(False, False), divided=lambda up, down, t: up / 0.85**t / (math.sqrt(down / 0.99**t) + TINY)
        ),
        "t counts from 1: the powers are beta**t, not beta**(t + 1).": wrong_adam(
            power=lambda beta, t: beta ** (t + 1)
        ),
        "t counts from 1: the powers are beta**t; beta**(t - 1) divides by 0 in the first step.": (
            wrong_adam(power=lambda beta, t: beta ** (t - 1)),
            wrong_adam(power=lambda beta, t: beta ** (t - 1) if t > 1 else 0.0),
            wrong_adam(power=lambda beta, t: beta ** max(1, t - 1)),
        ),
        "t counts the steps, as it is handed over: no limit, and no count that begins with the first gradient.": (
            lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t if v else 1, lr * decay),
            lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t if m else 1, lr * decay),
            *(
                lambda p, g, m, v, t, lr, decay, most=most: adam_step(p, g, m, v, min(t, most), lr * decay)
                for most in (10, 100)
            ),
        ),
        "m takes in the new gradient once; for the step yours takes it in again.": twice,
        "eps belongs outside the root.": (
            dividing(lambda v: math.sqrt(v + TINY)),
            dividing(lambda v: math.sqrt(v + TINY * TINY)),
            wrong_adam(divided=lambda up, down, t: up / math.sqrt(down + TINY / (1 - 0.99**t))),
        ),
        "eps is added last, to the root of the corrected v.": wrong_adam(
            corrected=(True, False), divided=lambda up, down, t: up / ((math.sqrt(down) + TINY) / (1 - 0.99**t) ** 0.5)
        ),
        "brackets: direction / (size + eps); yours divides first, and adds eps to the result.": (
            wrong_adam(divided=lambda up, down, t: up / math.sqrt(down) + TINY),
            wrong_adam(
                divided=lambda up, down, t: up / math.sqrt(down),
                back=lambda p, m, v, old_m, old_v, step: (p + TINY, m, v),
            ),
        ),
        "without eps a parameter without gradient divides by 0.": dividing(math.sqrt),
        "eps is added to the root in every step, not only where the root is 0 or small.": (
            dividing(lambda v: math.sqrt(v) or TINY),
            dividing(lambda v: max(math.sqrt(v), TINY)),
            dividing(lambda v: math.sqrt(max(v, TINY))),
            dividing(lambda v: math.sqrt(v or TINY)),
            dividing(lambda v: math.sqrt(v) if v > TINY else TINY),
            dividing(lambda v: math.sqrt(v) or 1.0),
        ),
        "eps is 1e-8, to be added to the root.": tuple(
            dividing(lambda v, eps=eps: math.sqrt(v) + eps)
            for eps in (10 - 8, 10**8, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-9, 1e-10, 10e-8, -TINY)
        ),
        "the decay is forgotten: the rate is lr * decay.": wrong_adam(lambda lr, decay: lr),
        "the rate lr is forgotten: a step is lr * decay times direction / size.": (
            wrong_adam(lambda lr, decay: decay),
            wrong_adam(lambda lr, decay: 1),
        ),
        "the decay multiplies the rate; you divided by it.": wrong_adam(lambda lr, decay: lr / decay),
        "decay is what is left of the rate: lr * decay, as it is.": (
            wrong_adam(lambda lr, decay: lr * (1 - decay)),
            wrong_adam(lambda lr, decay: lr - decay),
            wrong_adam(lambda lr, decay: lr * decay * decay),
            wrong_adam(lambda lr, decay: lr + decay),
            wrong_adam(lambda lr, decay: lr**decay),
            stepping(lambda step, p, g, t, lr, decay: step / decay + decay),
            stepping(lambda step, p, g, t, lr, decay: step / decay - decay),
        ),
        "t is needed in the corrections alone; the rate is lr * decay.": tuple(
            stepping(lambda step, p, g, t, lr, decay, rate=rate: step * rate(t, decay))
            for rate in (
                lambda t, decay: decay ** (t - 1),
                lambda t, decay: decay**t,
                lambda t, decay: decay**t / decay,
                lambda t, decay: 1 / t,
                lambda t, decay: 1 / (t * decay),
                lambda t, decay: 1 / (decay + decay * decay * t),
                lambda t, decay: 1 / (decay * (1 + decay * t)),
                lambda t, decay: 1 / t**0.5,
                lambda t, decay: 1 / (t**0.5 * decay),
                lambda t, decay: t,
            )
        ),
        "decay is no weight decay: it multiplies the rate, and p itself is not made smaller.": (
            stepping(lambda step, p, g, t, lr, decay: step / decay - lr * decay * p),
            stepping(lambda step, p, g, t, lr, decay: step / decay - decay * p),
            stepping(lambda step, p, g, t, lr, decay: step - decay * p),
            stepping(lambda step, p, g, t, lr, decay: step - lr * p),
            stepping(lambda step, p, g, t, lr, decay: step / decay - lr * p),
            stepping(lambda step, p, g, t, lr, decay: step - lr * decay * p),
            stepping(lambda step, p, g, t, lr, decay: step / decay - (1 - decay) * p),
            stepping(lambda step, p, g, t, lr, decay: step - (1 - decay) * p),
            *(pulled(share) for share in (0.01, 0.1, 0.001)),
            *(
                stepping(lambda step, p, g, t, lr, decay, share=share: step - lr * decay * share * p)
                for share in (0.01, 0.1, 0.001)
            ),
            *(
                stepping(lambda step, p, g, t, lr, decay, share=share: step - lr * share * p)
                for share in (0.01, 0.1, 0.001)
            ),
        ),
        "v is a mean of squares: g * g.": (
            wrong_adam(square=lambda g: g),
            wrong_adam(square=abs),
            wrong_adam(square=lambda g: g, divided=lambda up, down, t: up / (math.sqrt(abs(down)) + TINY)),
        ),
        "divide by the root of v, not by v.": (
            dividing(lambda v: v + TINY),
            dividing(lambda v: v * v + TINY),
            dividing(lambda v: v ** (1 / 3) + TINY),
            dividing(lambda v: v**0.25 + TINY),
        ),
        "direction / size: divide by the root of v, do not multiply by it.": wrong_adam(
            divided=lambda up, down, t: up * (math.sqrt(down) + TINY)
        ),
        "m is the direction, and the root of v the size; yours are exchanged.": (
            wrong_adam(divided=lambda up, down, t: down / (abs(up) + TINY)),
            wrong_adam(divided=lambda up, down, t: math.sqrt(down) / (up + TINY)),
            wrong_adam(divided=lambda up, down, t: math.sqrt(down) / (abs(up) + TINY)),
        ),
        "without a new gradient m goes on, and p with it: no case is left out.": (
            lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t, lr * decay if g else 0.0),
            lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t, lr * decay) if g else (p, m, v),
        ),
        "the step starts at p, not at the gradient or at m.": (
            lambda p, g, m, v, t, lr, decay: adam_step(
                p, g, m, v, t, lr * decay, back=lambda p, m, v, om, ov, s: (g - s, m, v)
            ),
            wrong_adam(back=lambda p, m, v, old_m, old_v, step: (m - step, m, v)),
            wrong_adam(back=lambda p, m, v, old_m, old_v, step: (old_m - step, m, v)),
        ),
        "the step goes against the gradient: p minus, not plus.": wrong_adam(lambda lr, decay: -lr * decay),
        "the sign is lost: the direction is m, which may be negative.": wrong_adam(
            divided=lambda up, down, t: abs(up) / (math.sqrt(down) + TINY)
        ),
        "the betas are swapped: 0.85 for m, 0.99 for v.": wrong_adam(betas=LIMIT[::-1]),
        "these are the usual betas, 0.9 and 0.999; here they are 0.85 and 0.99.": wrong_adam(betas=(0.9, 0.999)),
        "m keeps 0.85 of itself and takes 0.15 of the new gradient: the two are swapped.": (
            wrong_adam(betas=(0.15, 0.01), power=lambda beta, t: (1 - beta) ** t),
            wrong_adam(betas=(0.15, 0.99), power=lambda beta, t: 0.85**t if beta == 0.15 else beta**t),
            wrong_adam(betas=(0.15, 0.01)),
        ),
        "the new gradient counts for 1 - beta only: m = 0.85 m + 0.15 g, v = 0.99 v + 0.01 g * g.": (
            wrong_adam(shares=(1, 1)),
            wrong_adam(shares=(1, 0.01)),
            wrong_adam(shares=(0.15, 1)),
        ),
        "return the new m and v without the correction: it is used for this step only.": (
            lambda p, g, m, v, t, lr, decay: (
                (new := adam_step(p, g, m, v, t, lr * decay))[0],
                new[1] / (1 - 0.85**t),
                new[2] / (1 - 0.99**t),
            )
        ),
        "m and v were not kept: return the new ones, for the next step.": wrong_adam(
            back=lambda p, m, v, old_m, old_v, step: (p, old_m, old_v)
        ),
        "p alone is not enough: the next step needs m and v as well, (p, m, v).": wrong_adam(
            back=lambda p, m, v, old_m, old_v, step: p
        ),
        "m and v are in the wrong order: (p, m, v).": wrong_adam(back=lambda p, m, v, old_m, old_v, step: (p, v, m)),
        "that is the step; the new p is p minus the step.": wrong_adam(
            back=lambda p, m, v, old_m, old_v, step: (step, m, v)
        ),
        "that is what is added to p; return the new p.": wrong_adam(
            back=lambda p, m, v, old_m, old_v, step: (-step, m, v)
        ),
        "p has not moved: the new p is p minus the step.": lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t, 0),
        "the root of the corrected v; you take the root first and correct it then.": wrong_adam(
            corrected=(True, False), divided=lambda up, down, t: up / (math.sqrt(down) / (1 - 0.99**t) + TINY)
        ),
        "v is divided by 1 - 0.99**t, not by its root: the root comes last, of the corrected v.": wrong_adam(
            corrected=(True, False), divided=lambda up, down, t: up / ((down / (1 - 0.99**t) ** 0.5) ** 0.5 + TINY)
        ),
        "direction / size is used as it is: not cut to 1.": wrong_adam(
            divided=lambda up, down, t: max(-1.0, min(1.0, up / (math.sqrt(down) + TINY)))
        ),
        "the root of v is divided by the root of 1 - 0.99**t: correct v first.": wrong_adam(
            corrected=(True, False), divided=lambda up, down, t: up / ((math.sqrt(down) + TINY) / (1 - 0.99**t))
        ),
        "the gradient is used as it is: it is not cut to 1.": (
            lambda p, g, m, v, t, lr, decay: adam_step(p, max(-1.0, min(1.0, g)), m, v, t, lr * decay),
            stepping(lambda step, p, g, t, lr, decay: -lr * decay * max(-1.0, min(1.0, g))),
        ),
        "the rate multiplies the step; you divided by it.": (
            stepping(lambda step, p, g, t, lr, decay: step / lr / lr),
            stepping(lambda step, p, g, t, lr, decay: step / (lr * decay) ** 2),
        ),
        "that is momentum: the size of the gradients, the root of v, is left out.": (
            wrong_adam(divided=lambda up, down, t: up),
            wrong_adam(divided=lambda up, down, t: up, corrected=(False, False)),
        ),
        "that steps by the sign alone: direction / size, both as they are.": (
            wrong_adam(divided=lambda up, down, t: sign(up)),
            stepping(lambda step, p, g, t, lr, decay: -lr * decay * sign(g)),
            stepping(lambda step, p, g, t, lr, decay: -lr * decay * math.copysign(1, g)),
            stepping(lambda step, p, g, t, lr, decay: -lr * decay * g / (abs(g) + TINY)),
        ),
        "that is SGD: p follows the gradient alone, and m and v are neither used nor changed.": (
            lambda p, g, m, v, t, lr, decay: (p - lr * decay * g, m, v),
            lambda p, g, m, v, t, lr, decay: (p - lr * g, m, v),
        ),
        "the direction is the running mean m, not the gradient itself.": (
            lambda p, g, m, v, t, lr, decay: (
                p - lr * decay * g / (math.sqrt((new := adam_step(p, g, m, v, t, 0))[2] / (1 - 0.99**t)) + TINY),
                *new[1:],
            ),
            lambda p, g, m, v, t, lr, decay: (p - lr * decay * g, *adam_step(p, g, m, v, t, 0)[1:]),
        ),
        "the step uses the new m and v, not those from before.": lambda p, g, m, v, t, lr, decay: (
            p - lr * decay * (m / (1 - 0.85**t)) / (math.sqrt(v / (1 - 0.99**t)) + TINY),
            *adam_step(p, g, m, v, t, 0)[1:],
        ),
    },
    parts={"p": {}, "m": MISSED_M, "v": MISSED_V},
    learned="1 / (1 - beta) is how far a running mean remembers: about 7 gradients, and 100 squares.",
    hints=[
        "Three lines: the two running means, then both corrected, then the step.",
        "m = 0.85 m + 0.15 g, v = 0.99 v + 0.01 g squared; the corrected ones are m / (1 - 0.85**t) and v / (1 - 0.99**t).",
        "p moves by lr * decay * (corrected m) / (root of the corrected v + 1e-8), against the gradient.",
    ],
)

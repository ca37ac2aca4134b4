"""What lesson 6 brings: its exercises with their mistakes, its predictions, the temperature to move."""

import math
import random
from math import exp, inf, log

from .. import nn
from ..nn import entropy
from ..sample import next_probs, sample
from ..teach.controls import Explorer, button, row, slider, switch, words
from ..teach.judge import Checks, Exercise, Number
from ..teach.lesson import Lesson
from ..teach.panels import Panel, blocks, chart, columns, note
from ..teach.predict import Question
from . import fallbacks

# ---- the exercises ----

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


def dividing(by):
    """A mistake in the divisor: by(what v became)."""
    return wrong_adam(divided=lambda up, down, t: up / by(down))


def a_parameter(rng):
    """A parameter somewhere in a training; now and then one whose gradients are so small that eps is felt."""
    t, size = rng.choice([1, 2, 3, 10, 200]), rng.choice([1.0, 1.0, 30.0, 2e-8])
    p, g, m = rng.gauss(0, 1), size * rng.gauss(0, 1), size * rng.gauss(0, 0.3)
    return p * min(1.0, size), g, m, abs(size * rng.gauss(0, 1)) ** 2, t, rng.uniform(1e-3, 0.1), rng.uniform(0.1, 1)


adam = Exercise(
    "Return (p, m, v) after one step of Adam, with beta1 0.85, beta2 0.99 and eps 1e-8; t counts the steps from 1.",
    fallbacks.adam,
    cases=[
        (1.5, 2.0, 0.0, 0.0, 1, 0.01, 1.0),
        (0.5, -2.0, -0.1, 0.5, 2, 0.01, 0.5),
        (0.5, 1e-6, 0.0, 0.0, 1, 0.01, 0.25),
        (-0.25, 0.0, 0.0, 0.0, 1, 0.01, 1.0),
    ],
    generate=a_parameter,
    mistakes={
        "no bias correction: m and v start at 0, divide them by 1 - beta**t.": wrong_adam(corrected=(False, False)),
        "m is not corrected: it starts at 0 as v does, divide it by 1 - 0.85**t.": wrong_adam(corrected=(False, True)),
        "v is not corrected: it starts at 0 as m does, divide it by 1 - 0.99**t.": wrong_adam(corrected=(True, False)),
        "1 - beta**t: first the power, then the difference; not (1 - beta)**t.": (
            wrong_adam(
                corrected=(False, False), divided=lambda up, down, t: up / 0.15**t / (math.sqrt(down / 0.01**t) + TINY)
            ),
            wrong_adam(power=lambda beta, t: (1 - beta) ** t),
        ),
        "the correction divides by 1 - beta**t, not by 1 - beta.": wrong_adam(power=lambda beta, t: beta),
        "the correction divides by 1 - beta**t, not by beta**t.": wrong_adam(
            corrected=(False, False), divided=lambda up, down, t: up / 0.85**t / (math.sqrt(down / 0.99**t) + TINY)
        ),
        "t counts from 1: the powers are beta**t, not beta**(t + 1).": wrong_adam(
            power=lambda beta, t: beta ** (t + 1)
        ),
        "t counts from 1: the powers are beta**t; beta**(t - 1) divides by 0 in the first step.": wrong_adam(
            power=lambda beta, t: beta ** (t - 1)
        ),
        "eps belongs outside the root.": (
            dividing(lambda v: math.sqrt(v + TINY)),
            wrong_adam(divided=lambda up, down, t: up / math.sqrt(down + TINY / (1 - 0.99**t))),
        ),
        "brackets: direction / (size + eps); yours divides first, and adds eps to the result.": (
            wrong_adam(divided=lambda up, down, t: up / math.sqrt(down) + TINY),
            wrong_adam(
                divided=lambda up, down, t: up / math.sqrt(down),
                back=lambda p, m, v, old_m, old_v, step: (p + TINY, m, v),
            ),
        ),
        "without eps a parameter without gradient divides by 0.": (
            dividing(math.sqrt),
            wrong_adam(divided=lambda up, down, t: up / math.sqrt(down) if down else 0.0),
        ),
        "eps is 1e-8, to be added to the root.": tuple(
            dividing(lambda v, eps=eps: math.sqrt(v) + eps) for eps in (1e-5, 1e-6, 1e-7, 1e-9, 1e-10, 10e-8, -TINY)
        ),
        "the decay is forgotten: the rate is lr * decay.": wrong_adam(lambda lr, decay: lr),
        "the rate lr is forgotten: a step is lr * decay times direction / size.": (
            wrong_adam(lambda lr, decay: decay),
            wrong_adam(lambda lr, decay: 1),
        ),
        "the decay multiplies the rate; you divided by it.": wrong_adam(lambda lr, decay: lr / decay),
        "v is a mean of squares: g * g.": (
            wrong_adam(square=lambda g: g),
            wrong_adam(square=abs),
            wrong_adam(square=lambda g: g, divided=lambda up, down, t: up / (math.sqrt(abs(down)) + TINY)),
        ),
        "divide by the root of v, not by v.": dividing(lambda v: v + TINY),
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
        "that is momentum: the size of the gradients, the root of v, is left out.": (
            wrong_adam(divided=lambda up, down, t: up),
            wrong_adam(divided=lambda up, down, t: up, corrected=(False, False)),
        ),
        "that steps by the sign alone: direction / size, both as they are.": (
            wrong_adam(divided=lambda up, down, t: (up > 0) - (up < 0)),
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
    learned="The first step is lr whatever the gradient, as long as it is well above eps.",
    hints=[
        "Three lines: the two running means, then both corrected, then the step.",
        "m = 0.85 m + 0.15 g, v = 0.99 v + 0.01 g squared; the corrected ones are m / (1 - 0.85**t) and v / (1 - 0.99**t).",
        "p moves by lr * decay * (corrected m) / (root of the corrected v + 1e-8), against the gradient.",
    ],
)


def some_logits(rng):
    """2 to 6 logits, near together or hundreds apart, the largest anywhere, all negative now and then; a temperature."""
    if rng.random() < 0.7:
        spread, shift = rng.choice([(1, 0), (5, 0), (5, -40)])
        return [rng.gauss(shift, spread) for _ in range(rng.randint(2, 6))], rng.choice([0.5, 1.0, rng.uniform(0.1, 3)])
    shift = rng.choice([0, -900, 300])
    return [rng.gauss(shift, 300) for _ in range(rng.randint(2, 5))], rng.uniform(0.05, 0.3)


def powers(logits, t, top=max):
    """The exponentials of (z - top) / T, and with `top` 0 of z / T: what can overflow does."""
    return [math.exp((z - top(logits)) / t) for z in logits]


def shared(xs):
    return [x / sum(xs) for x in xs]


temperature = Exercise(
    "Return softmax(logits / T). temperature([1.0, 2.0], 1.0) is [0.2689, 0.7311].",
    next_probs,
    names=("logits", "T"),
    cases=[
        ([1.0, 2.0], 0.5),
        ([1.0, 2.0], 1.0),
        ([0.0, 1.0, 3.0, 3.0], 2.0),
        ([1.0, 790.0, 800.0], 0.5),
        ([-900.0, -800.0, -850.0], 0.05),
    ],
    generate=some_logits,
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
        "the temperature comes before the softmax: what you return does not sum to 1.": (
            lambda logits, t: [p / t for p in nn.softmax(logits)]
        ),
        "large logits overflow: take the largest one away from all before the exponentials.": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: 0)),
            lambda logits, t: [
                p / sum(map(math.exp, (z / t for z in logits))) for p in powers(logits, t, lambda logits: 0)
            ],
        ),
        "the largest logit need not be the first: max(logits).": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: logits[0]))
        ),
        "the largest logit need not be the last: max(logits).": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: logits[-1]))
        ),
        "take the largest logit away, not the largest size: all of them may be negative.": (
            lambda logits, t: shared(powers(logits, t, top=lambda logits: max(map(abs, logits))))
        ),
        "take the largest one away, not the smallest: exp of what is left overflows.": (
            lambda logits, t: shared(powers(logits, t, top=min))
        ),
        "cutting the logits at a limit makes the large ones alike: take the largest away from all.": (
            lambda logits, t: shared([math.exp(min(700, z / t)) for z in logits]),
            lambda logits, t: shared([math.exp(max(-700, min(700, z / t))) for z in logits]),
        ),
        "these are the exponentials, not yet probabilities: divide them by their sum.": (
            lambda logits, t: powers(logits, t)
        ),
        "these are the logits divided by T; softmax makes probabilities of them.": lambda logits, t: [
            z / t for z in logits
        ],
        "the sign: the likeliest token has the largest logit.": (
            lambda logits, t: nn.softmax([-z / t for z in logits]),
            lambda logits, t: shared([math.exp(-(z - max(logits)) / t) for z in logits]),
        ),
        "these are shares of the logits; their exponentials are shared out.": lambda logits, t: shared(
            [z / t for z in logits]
        ),
        "the likeliest token alone: that is the limit of temperature 0.": (
            lambda logits, t: [float(z == max(logits)) for z in logits]
        ),
    },
    learned="Temperature lives in the sampling: the model itself is not touched.",
    hints=[
        "Divide every logit by T before anything else; then it is softmax as ever.",
        "exp overflows above 709. Softmax stays the same if the largest logit is taken away from all of them first.",
    ],
)

same_as_doubling = Number(
    "Doubling all logits gives the same probabilities as which temperature?",
    lambda t: math.isclose(t, 0.5),
    {
        "the logits are divided by T: twice the logits is a division by less than 1.": lambda t: t == 2,
        "at temperature 1 nothing changes.": lambda t: t == 1,
        "that doubles them twice.": lambda t: t == 0.25,
        "temperature 0 is the limit in which only the likeliest token is left.": lambda t: t == 0,
        "a negative temperature would turn likely into unlikely.": lambda t: t < 0,
    },
    "softmax(2 z) = softmax(z / 0.5): confidence and temperature are one thing.",
    runs_on=0.5,
)

check = Checks(adam=adam, temperature=temperature, same_as_doubling=same_as_doubling)

# ---- the predictions ----


def spread(losses):
    """How far apart the tenth lowest and the tenth highest of the last hundred losses lie."""
    last_hundred = sorted(losses[-100:])
    return last_hundred[-10] - last_hundred[9]


PREDICTIONS = {
    "first step": Question(
        "Gradients 1000, 1 and 0.001, learning rate 0.01: how far does Adam's first step move the third parameter?",
        {
            0.00001: "That is SGD's step: the rate times the gradient.",
            0.01: "Direction divided by size is 1 for every gradient, so the step is the learning rate.",
            1.0: "The direction divided by the size is 1; the learning rate still comes on top.",
            10.0: "That is SGD's step for the first one, the gradient of 1000.",
        },
        truth=lambda adam: adam(lr=0.01)(0, 0.001, 1),
    ),
    "the last loss": Question(
        "How far do the losses of single names lie apart, between the tenth lowest and the tenth highest of a hundred?",
        {
            0.01: "That is about how far good models lie apart from each other.",
            0.1: "That is about how far the bigram table and this model lie apart.",
            1.0: "An easy name and a hard one differ more than a good model and a bad one.",
        },
        truth=spread,
    ),
    "learned by heart": Question(
        "Of 200 names at temperature 0.5, how many stand in the training list?",
        {
            0: "Short and common names are hit even by a model that has memorised nothing.",
            40: "Some are hit. The model has a few thousand numbers; it could not hold thousands of names.",
            100: "It is closer to a speller than to a memory.",
            200: "The model has fewer numbers than the list has letters; it cannot hold the names.",
        },
        truth=lambda made, known: sum(name in known for name in made),
    ),
}

lesson = Lesson("06", PREDICTIONS, check=check)
predict = lesson.predict

# ---- things to move ----


def likeliest(logits, k):
    """Top-k: all but the k largest logits become impossible; k = 0 keeps them all."""
    if not 0 < k < len(logits):
        return logits
    least = sorted(logits, reverse=True)[k - 1]
    return [logit if logit >= least else -inf for logit in logits]


def after(open_reader, tokenizer, prefix):
    """The logits of what follows a prefix."""
    read = open_reader()
    logits = read(tokenizer.bos)
    for token in tokenizer.letters(prefix):
        logits = read(token)
    return logits


def names_at(open_reader, tokenizer, prefix, temperature, seed, top_k=0, count=10, longest=16):
    """Ten names that begin with the prefix, drawn with a seed of their own; longest: letters at most."""

    def open_limited():
        read = open_reader()
        return lambda token: likeliest(read(token), top_k)

    rng, letters = random.Random(seed), tokenizer.letters(prefix)
    made = [sample(open_limited(), tokenizer.bos, longest, rng, temperature, letters) for _ in range(count)]
    return [tokenizer.decode(tokens) for tokens in made]


TEMPERATURES = [round(0.05 * k, 2) for k in range(1, 41)]


def temperature_view(open_reader, tokenizer, known, prefix, temperature, seed, top_k=0, longest=16):
    """What comes after a prefix at one temperature: all probabilities, entropy, ten names, the known ones starred.

    Works with any reader; known: a set of names; longest: letters per name, at most the tokens that the model reads.
    """
    logits = likeliest(after(open_reader, tokenizer, prefix), top_k)
    probs = next_probs(logits, temperature)
    nats = entropy(probs)
    made = names_at(open_reader, tokenizer, prefix, temperature, seed, top_k, longest=longest)
    head = (
        f"temperature {temperature:.2f}: entropy {nats / log(2):.2f} bits, as if {exp(nats):.1f} letters were possible"
    )
    names = f"ten names (* = in the training names): {' '.join(name + '*' * (name in known) for name in made)}"
    labels = [tokenizer.symbol(token) for token in range(len(probs))]
    bits = [entropy(next_probs(logits, t)) / log(2) for t in TEMPERATURES]
    at_half = bits[TEMPERATURES.index(0.5)]
    curve = chart(
        {"entropy": (TEMPERATURES, bits), "0.5": ([0.5, 0.5], [at_half, 0.0])},
        "temperature",
        "bits",
        (0.0, 2.0),
        (0.0, 1.1 * log(len(probs)) / log(2)),
        levels={f"all {len(probs)} alike": log(len(probs)) / log(2)},
        mark=(temperature, nats / log(2)),
    )
    shown = "\n".join(f"{label} {p:.3f}  {blocks(p)}" for label, p in zip(labels, probs))
    picture = columns(probs, labels, marked={probs.index(max(probs))})
    return Panel(note(head) + picture + note(names) + curve, f"{head}\n{names}\n\n{shown}")


class TemperatureLab(Explorer):
    """Temperature, prefix, top-k and seed; the whole distribution and ten names. known: a set of names.

    While the seed is locked, the same throws are made at every temperature; else every move throws anew.
    """

    def __init__(self, open_reader, tokenizer, known, longest=16):
        self.lock = switch("same seed for every move", True)
        super().__init__(
            lambda **chosen: temperature_view(open_reader, tokenizer, known, longest=longest, **chosen),
            temperature=slider("temperature", 0.05, 2.0, 0.05, 0.5, marked=[0.5]),
            prefix=words("the name begins with", ""),
            top_k=slider("top-k (0: all)", 0, tokenizer.vocab_size, 1, 0),
            seed=slider("seed", 0, 100, 1, 42),
        )
        temperature, prefix, top_k, seed, screen = self.children
        half = button("0.5", lambda: setattr(temperature, "value", 0.5), "back to the temperature of the original")
        self.children = (row(temperature, half), prefix, top_k, row(seed, self.lock), screen)

    def answer(self, change=None):
        seed = self.controls["seed"]
        if change and change["owner"] is not seed and not self.lock.value:
            seed.value = (seed.value + 1) % 101  # which answers
        else:
            super().answer()

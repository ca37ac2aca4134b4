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

# ---- the exercises ----


def adam_step(p, g, m, v, t, rate, *, correct=True, eps_inside=False, square=True, size=math.sqrt, betas=(0.85, 0.99)):
    """Adam with its usual mistakes as options."""
    beta1, beta2 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g * g if square else g)
    up, down = (m / (1 - beta1**t), v / (1 - beta2**t)) if correct else (m, v)
    return p - rate * up / (size(down + 1e-8) if eps_inside else size(down) + 1e-8), m, v


def wrong_adam(**options):
    return lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t, lr * decay, **options)


adam = Exercise(
    "Return (p, m, v) after one step of Adam, with beta1 0.85, beta2 0.99 and eps 1e-8; t counts the steps from 1.",
    wrong_adam(),
    [
        (0.0, 2.0, 0.0, 0.0, 1, 0.01, 1.0),
        (1.0, -0.5, 0.2, 0.04, 3, 0.01, 0.5),
        (0.5, 1e-6, 0.0, 0.0, 1, 0.01, 0.25),
        (0.0, 0.0, 0.0, 0.0, 1, 0.01, 1.0),
    ],
    {
        "no bias correction: m and v start at 0, divide them by 1 - beta**t.": wrong_adam(correct=False),
        "eps belongs outside the root.": wrong_adam(eps_inside=True),
        "the decay is forgotten: the rate is lr * decay.": lambda p, g, m, v, t, lr, decay: adam_step(
            p, g, m, v, t, lr
        ),
        "v is a mean of squares: g * g.": lambda p, g, m, v, t, lr, decay: adam_step(
            p, g, m, v, t, lr * decay, square=False, size=lambda x: math.sqrt(abs(x))
        ),
        "divide by the root of v, not by v.": wrong_adam(size=lambda x: x),
        "the step goes against the gradient: p minus, not plus.": lambda p, g, m, v, t, lr, decay: adam_step(
            p, g, m, v, t, -lr * decay
        ),
        "the betas are swapped: 0.85 for m, 0.99 for v.": wrong_adam(betas=(0.99, 0.85)),
        "t counts from 1: the powers are beta**t, not beta**(t + 1).": (
            lambda p, g, m, v, t, lr, decay: (
                adam_step(p, g, m, v, t + 1, lr * decay)[0],
                *adam_step(p, g, m, v, t, lr)[1:],
            )
        ),
        "return the new m and v without the correction: it is used for this step only.": (
            lambda p, g, m, v, t, lr, decay: (
                (new := adam_step(p, g, m, v, t, lr * decay))[0],
                new[1] / (1 - 0.85**t),
                new[2] / (1 - 0.99**t),
            )
        ),
    },
    "The first step is lr whatever the gradient, as long as it is well above eps.",
)

temperature = Exercise(
    "Return softmax(logits / T). temperature([1.0, 2.0], 1.0) is [0.2689, 0.7311].",
    next_probs,
    [([1.0, 2.0], 1.0), ([1.0, 2.0], 0.5), ([0.0, 1.0, 3.0], 2.0), ([800.0, -800.0], 0.05)],
    {
        "the temperature is missing: divide the logits by it.": lambda logits, t: nn.softmax(logits),
        "you multiplied by the temperature: low ones must sharpen, not flatten.": lambda logits, t: nn.softmax(
            [z * t for z in logits]
        ),
        "the temperature comes before the softmax: what you return does not sum to 1.": lambda logits, t: [
            p / t for p in nn.softmax(logits)
        ],
        "large logits overflow: take the largest one away from all before the exponentials.": lambda logits, t: [
            math.exp(z / t) / sum(math.exp(y / t) for y in logits) for z in logits
        ],
    },
    "Temperature lives in the sampling: the model itself is not touched.",
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

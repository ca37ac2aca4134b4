"""The checks are tested by answers: wrong ones must be named, right ones in any style must pass, odd ones do no harm."""

import math
import sys
import time

import pytest

from microgpt import check

NAMES = ["next_probs", "d_logits", "backward_mul", "attend", "heads", "temperature"]


def softmax(xs):
    powers = [math.exp(x - max(xs)) for x in xs]
    return [p / sum(powers) for p in powers]


def blend(weights, values):
    return [sum(w * v[j] for w, v in zip(weights, values)) for j in range(len(values[0]))]


def scored(query, keys, scale):
    return [sum(q * k for q, k in zip(query, key)) / scale for key in keys]


def attend(query, keys, values):
    return blend(softmax(scored(query, keys, math.sqrt(len(query)))), values)


def heads(query, keys, values, n_head, step=1):
    width = len(query) // n_head
    answer = ()
    for h in list(range(n_head))[::step]:
        span = range(h * width, h * width + width)
        answer += tuple(
            attend(
                [query[i] for i in span], [[k[i] for i in span] for k in keys], [[v[i] for i in span] for v in values]
            )
        )
    return answer


RIGHT = {  # written otherwise than in the library
    "next_probs": lambda row: tuple([n * (1 / sum(row)) for n in row]),
    "d_logits": lambda probs, target: [*probs[:target], probs[target] - 1, *probs[target + 1 :]],
    "backward_mul": lambda g, a, b: [b * g, a * g],
    "attend": attend,
    "heads": heads,
    "temperature": lambda logits, t: softmax([(x - max(logits)) / t for x in logits]),
}
WRONG = [  # exercise, the answer, words of the sentence that names its mistake
    ("next_probs", lambda row: row, "still counts"),
    ("next_probs", lambda row: [n / len(row) for n in row], "number of letters"),
    ("next_probs", lambda row: [n / max(row) for n in row], "largest count"),
    ("next_probs", softmax, "no logit"),
    ("next_probs", lambda row: [n // sum(row) for n in row], "whole-number division"),
    ("next_probs", lambda row: [(n + 1) / sum(m + 1 for m in row) for n in row], "added something"),
    ("d_logits", lambda probs, target: probs, "needs its -1"),
    ("d_logits", lambda probs, target: [-p + (i == target) for i, p in enumerate(probs)], "other way round"),
    ("d_logits", lambda probs, target: [p - 1 for p in probs], "from every probability"),
    ("d_logits", lambda probs, t: [probs[i] - 1 if i == t else 0 for i in range(len(probs))], "only the right token"),
    ("d_logits", lambda probs, t: [-1 / p if i == t else 0 for i, p in enumerate(probs)], "not to the logit"),
    ("backward_mul", lambda g, a, b: (a * g, b * g), "its own"),
    ("backward_mul", lambda g, a, b: (b, a), "multiplied by the gradient g"),
    ("backward_mul", lambda g, a, b: (g, g), "rule for a sum"),
    ("backward_mul", lambda g, a, b: (b + g, a + g), "you added it"),
    ("attend", lambda q, k, v: blend(softmax(scored(q, k, 1)), v), "not scaled"),
    ("attend", lambda q, k, v: blend(softmax(scored(q, k, len(q))), v), "not by the length"),
    ("attend", lambda q, k, v: blend(scored(q, k, math.sqrt(len(q))), v), "softmax is missing"),
    ("attend", lambda q, k, v: blend([1 / len(k)] * len(k), v), "plain average"),
    ("attend", lambda q, k, v: v[max(range(len(k)), key=lambda i: scored(q, k, 1)[i])], "highest score alone"),
    ("attend", lambda q, k, v: attend(q, k, k), "blended the keys"),
    ("heads", lambda q, k, v, n: attend(q, k, v), "makes no difference"),
    ("heads", lambda q, k, v, n: heads(q, k, v, n, step=-1), "wrong order"),
    (
        "heads",
        lambda q, k, v, n: [
            x for h in range(n) for x in attend(q[h::n], [key[h::n] for key in k], [y[h::n] for y in v])
        ],
        "every n-th number",
    ),
    (
        "heads",
        lambda q, k, v, n: n * attend(q[: len(q) // n], [x[: len(q) // n] for x in k], [x[: len(q) // n] for x in v]),
        "first slice",
    ),
    ("temperature", lambda logits, t: softmax(logits), "temperature is missing"),
    ("temperature", lambda logits, t: softmax([x * t for x in logits]), "multiplied by the temperature"),
    ("temperature", lambda logits, t: [p / t for p in softmax(logits)], "before the softmax"),
    (
        "temperature",
        lambda logits, t: [math.exp(x / t) / sum(math.exp(y / t) for y in logits) for x in logits],
        "overflow",
    ),
]


def test_every_exercise_is_tried_with_four_mistakes_at_least():
    assert set(RIGHT) == set(NAMES)
    for name in NAMES:
        assert sum(exercise == name for exercise, _, _ in WRONG) >= 4


@pytest.mark.parametrize("name", NAMES)
def test_a_right_answer_in_another_style_passes(name):
    assert getattr(check, name).judge(RIGHT[name]).startswith("Right, in all")


@pytest.mark.parametrize("name", NAMES)
def test_the_solution_passes_and_no_mistake_does(name):
    exercise = getattr(check, name)
    assert exercise.judge(exercise.solution).startswith("Right")
    for mistake in exercise.mistakes.values():
        assert not exercise.judge(mistake).startswith("Right")


@pytest.mark.parametrize(("name", "answer", "sentence"), WRONG, ids=[f"{n}: {s}" for n, _, s in WRONG])
def test_a_documented_mistake_is_named(name, answer, sentence):
    verdict = getattr(check, name).judge(answer)
    assert verdict.startswith("Not yet: ")
    assert sentence in verdict
    assert "\n  for " in verdict


def unsolved(*arguments):
    raise NotImplementedError


def mutating(row):
    whole = sum(row)
    row[:] = [n / whole for n in row]
    return row


ODD = [
    (unsolved, "Not solved yet"),
    (lambda row: None, "Not solved yet"),
    (lambda row: ..., "Not solved yet"),
    (None, "pass in your function, not None"),
    ([0.75, 0.25], "pass in your function, not [0.75, 0.25]"),
    (lambda: 1, "stops with TypeError"),
    (lambda row: 1 / 0, "ZeroDivisionError: division by zero"),
    (lambda row: "text", "the result differs"),
    (lambda row: [float("nan")] * len(row), "the result differs"),
    (lambda row: [0.75], "the result differs"),
    (lambda row: {0.75, 0.25}, "the result differs"),
    (lambda row: (_ for _ in row), "the result differs"),
    (lambda row: sys.exit(), "SystemExit"),
    (mutating, "changes what it was given"),
]


@pytest.mark.parametrize(("answer", "sentence"), ODD, ids=[s for _, s in ODD])
def test_nothing_a_learner_passes_in_stops_the_notebook(answer, sentence, capsys):
    check.next_probs(answer)
    assert sentence in capsys.readouterr().out


def endless(row):
    while True:
        pass


def recursing(row):
    return recursing(row)


@pytest.mark.parametrize(("answer", "sentence"), [(endless, "never end"), (recursing, "calls itself without end")])
def test_an_endless_answer_is_ended(answer, sentence):
    start = time.monotonic()
    assert sentence in check.next_probs.judge(answer)
    assert time.monotonic() - start < 10  # far above the two seconds it is given: no test asserts a time closely


def test_a_strict_check_raises(monkeypatch, capsys):
    monkeypatch.setenv("MICROGPT_STRICT", "1")
    check.next_probs(RIGHT["next_probs"])
    for answer in (unsolved, lambda row: row):
        with pytest.raises(AssertionError, match="Not"):
            check.next_probs(answer)

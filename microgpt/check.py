"""Exercises that know what went wrong: each compares an answer with the library's, and with the usual mistakes.

An exercise has cases, the smallest first, and mistakes: wrong solutions as code, each with the sentence that names it. If
an answer fails, and a mistake gives the same wrong result, its sentence is what the learner gets. Nothing a learner
passes in stops the notebook, unless the environment variable MICROGPT_STRICT is 1: then a check that fails raises.
"""

import copy
import ctypes
import math
import os
import threading
from dataclasses import dataclass
from numbers import Real

from . import attention, nn, sample

TIME = 2.0  # seconds after which an answer counts as endless


@dataclass
class Exercise:
    """solution(*case) is right for every case; mistakes: {what it is: a function that makes it}."""

    task: str
    solution: object
    cases: list
    mistakes: dict
    learned: str

    def __call__(self, answer):
        """Print what is to be said about an answer: not solved yet, wrong and why, or right and what that means."""
        verdict = self.judge(answer)
        print(verdict)
        if os.environ.get("MICROGPT_STRICT") == "1" and not verdict.startswith("Right"):
            raise AssertionError(verdict)

    def judge(self, answer):
        if not callable(answer):
            return f"Not solved yet: pass in your function, not {shown(answer)}."
        for case in self.cases:
            given = copy.deepcopy(case)
            found, problem = run(answer, given)
            if isinstance(problem, NotImplementedError) or (problem is None and found in (None, ...)):
                return f"Not solved yet. {self.task}"
            where = f"\n  for {', '.join(map(shown, case))}"
            if problem is not None:
                return f"Not yet: {self.named(case, None, problem) or told(problem)}{where}"
            if given != case:
                return f"Not yet: your function changes what it was given; work on a copy.{where}"
            wanted = self.solution(*case)
            if not same(found, wanted):
                why = self.named(case, found, None) or "the result differs."
                return f"Not yet: {why}{where}\n  yours:  {shown(found)}\n  wanted: {shown(wanted)}"
        return f"Right, in all {len(self.cases)} cases. {self.learned}"

    def named(self, case, found, problem):
        """The sentence of the mistake that gives just this result, or fails just this way."""
        for sentence, mistake in self.mistakes.items():
            result, failure = run(mistake, copy.deepcopy(case))
            if type(failure) is type(problem) and (problem is not None or same(found, result)):
                return sentence
        return None


def run(function, case):
    """(result, None) or (None, the exception), after at most TIME seconds; an endless loop in Python is interrupted."""
    outcome = [None, None]

    def work():
        try:
            outcome[0] = function(*case)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is the learner's
            outcome[1] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(TIME)
    if thread.is_alive():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
        thread.join(TIME / 4)
        return None, TimeoutError()
    return tuple(outcome)


def told(problem):
    """An exception in a sentence."""
    if isinstance(problem, TimeoutError):
        return f"your function was still running after {TIME:.0f} seconds: does a loop never end?"
    if isinstance(problem, RecursionError):
        return "your function calls itself without end."
    return f"your function stops with {type(problem).__name__}: {problem}"


def same(found, wanted):
    """Whether two results are equal but for rounding; lists and tuples count as alike."""
    if isinstance(wanted, list | tuple):
        return (
            isinstance(found, list | tuple)
            and len(found) == len(wanted)
            and all(same(f, w) for f, w in zip(found, wanted))
        )
    return isinstance(found, Real) and math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)


def shown(thing):
    """A value in one short line."""
    if isinstance(thing, float):
        return f"{thing:.4g}"
    if isinstance(thing, list | tuple):
        return f"[{', '.join(map(shown, thing))}]" if len(thing) <= 8 else f"[{', '.join(map(shown, thing[:8]))}, ...]"
    text = repr(thing)
    return text if len(text) <= 60 else f"{text[:57]}..."


def by_hand(numbers, count, size):
    """A query, `count` keys and `count` values of `size` numbers each, simple enough to follow."""
    vectors = [[float((numbers * (i + 2) * (j + 3)) % 5 - 2) for j in range(size)] for i in range(2 * count + 1)]
    return vectors[0], vectors[1 : count + 1], vectors[count + 1 :]


def attend_with(weigh):
    return lambda query, keys, values: attention.mix(weigh(query, keys), values)


def dots(query, keys):
    return [nn.dot(query, key) for key in keys]


def sliced(order, parts):
    """Heads whose slices are chosen by parts(start, size, width), joined in this order."""

    def heads(query, keys, values, n_head):
        size = len(query) // n_head
        joined = [
            attention.attend(query[part], [k[part] for k in keys], [v[part] for v in values])
            for part in (parts(head, size, n_head) for head in range(n_head))
        ]
        return [x for answer in order(joined) for x in answer]

    return heads


def in_a_row(head, size, n_head):
    return slice(head * size, (head + 1) * size)


next_probs = Exercise(
    "Turn a row of counts into probabilities: next_probs([3, 1]) is [0.75, 0.25].",
    lambda row: [n / sum(row) for n in row],
    [([3, 1],), ([2, 0, 6],), ([5],), ([1, 2, 3, 4],)],
    {
        "these are still counts: divide each by the sum of the row.": lambda row: list(row),
        "you divided by the number of letters, not by the sum of the counts.": lambda row: [n / len(row) for n in row],
        "you divided by the largest count, not by the sum.": lambda row: [n / max(row) for n in row],
        "a count is no logit: divide by the sum, no exponentials are needed.": lambda row: nn.softmax(
            [float(n) for n in row]
        ),
        "whole-number division (//) loses everything below 1: use /.": lambda row: [n // sum(row) for n in row],
        "you added something to the counts; without smoothing a pair never seen has probability 0.": lambda row: [
            (n + 1) / (sum(row) + len(row)) for n in row
        ],
    },
    "Each row sums to 1: that is the whole training of a bigram model.",
)

d_logits = Exercise(
    "Return d loss / d logits for these probabilities: d_logits([0.7, 0.3], 0) is [-0.3, 0.3].",
    lambda probs, target: [p - (i == target) for i, p in enumerate(probs)],
    [([0.75, 0.25], 0), ([0.5, 0.25, 0.25], 2), ([0.1, 0.2, 0.3, 0.4], 1)],
    {
        "the right token needs its -1: y is 1 there.": lambda probs, target: list(probs),
        "the sign is the other way round: p - y, since a larger probability of a wrong token raises the loss.": (
            lambda probs, target: [(i == target) - p for i, p in enumerate(probs)]
        ),
        "y is 1 at the right token only; you took 1 from every probability.": lambda probs, target: [
            p - 1 for p in probs
        ],
        "only the right token was changed to a gradient; the wrong ones are pushed down by their probability.": (
            lambda probs, target: [(p - 1) * (i == target) for i, p in enumerate(probs)]
        ),
        "that is the gradient with respect to the probability, not to the logit.": lambda probs, target: [
            -(i == target) / p for i, p in enumerate(probs)
        ],
    },
    "Wrong tokens are pushed down by their probability, the right one is pushed up by what it lacks.",
)

backward_mul = Exercise(
    "c = a * b, and g is the gradient of c: return the gradients of a and b. backward_mul(1, 2, 5) is (5, 2).",
    lambda g, a, b: (g * b, g * a),
    [(1.0, 2.0, 5.0), (3.0, 2.0, 5.0), (-2.0, 0.5, 0.0)],
    {
        "each factor's slope is the other factor: you gave each its own.": lambda g, a, b: (g * a, g * b),
        "the slopes are right, but they must be multiplied by the gradient g that arrives.": lambda g, a, b: (b, a),
        "that is the rule for a sum: a product passes on more where the other factor is large.": lambda g, a, b: (g, g),
        "multiply by the gradient that arrives; you added it.": lambda g, a, b: (g + b, g + a),
    },
    "That is one line of the table of slopes; every other operation is as short.",
)

attend = Exercise(
    "Return the blend of the values: scores (divided by the root of the length), softmax, weighted average.",
    attention.attend,
    [
        ([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([2.0, 1.0], [[1.0, 0.0], [0.0, 2.0]], [[1.0, 0.0], [0.0, 3.0]]),
        by_hand(3, 3, 4),
        by_hand(7, 5, 4),
    ],
    {
        "the scores are not scaled: divide them by the root of the vectors' length.": attend_with(
            lambda q, keys: nn.softmax(dots(q, keys))
        ),
        "divide by the root of the length, not by the length.": attend_with(
            lambda q, keys: nn.softmax([s / len(q) for s in dots(q, keys)])
        ),
        "the scores are no shares yet: softmax is missing.": attend_with(attention.scores),
        "the scores do not matter in your blend: it is a plain average.": attend_with(
            lambda q, keys: [1 / len(keys)] * len(keys)
        ),
        "you take the value with the highest score alone; softmax blends all of them.": attend_with(
            lambda q, keys: [float(i == max(range(len(keys)), key=dots(q, keys).__getitem__)) for i in range(len(keys))]
        ),
        "you blended the keys; the keys are for scoring, the values are what is given away.": lambda q, keys, values: (
            attention.attend(q, keys, keys)
        ),
    },
    "The weights add up to 1, so the answer always lies between the values.",
)

heads = Exercise(
    "Cut query, keys and values into n_head slices, let each attend alone, and join the answers in order.",
    attention.heads,
    [(*by_hand(3, 1, 4), 2), (*by_hand(3, 3, 4), 1), (*by_hand(3, 3, 4), 2), (*by_hand(7, 4, 6), 3)],
    {
        "n_head makes no difference in your answer: each head must attend on its own slice.": (
            lambda q, keys, values, n_head: attention.attend(q, keys, values)
        ),
        "the heads are joined in the wrong order: first head first.": sliced(lambda joined: joined[::-1], in_a_row),
        "a slice is a run of neighbours: you took every n-th number.": sliced(
            list, lambda head, size, n_head: slice(head, None, n_head)
        ),
        "every head got the first slice.": sliced(list, lambda head, size, n_head: slice(0, size)),
    },
    "Four heads cost no more parameters than one: they are slices of the same vectors.",
)

temperature = Exercise(
    "Return softmax(logits / T). temperature([1.0, 2.0], 1.0) is [0.2689, 0.7311].",
    sample.next_probs,
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

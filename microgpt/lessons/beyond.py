"""What beyond/ brings: the same weights on PyTorch, then in several processes; its exercises and questions need neither."""

import importlib.util
from math import inf, log10

from IPython import get_ipython

from ..attention import attend
from ..teach.explain import Explanation
from ..teach.judge import Checks, Exercise
from ..teach.lesson import Lesson
from ..teach.predict import Question
from . import fallbacks

__all__ = ["check", "explain", "predict", "recall", "rest_without"]

HOW_TO_GET_IT = """\
PyTorch is not installed here, so nothing below is run. In a terminal, in this project's folder:
    .venv/bin/python -m pip install torch --index-url https://download.pytorch.org/whl/cpu
(on Windows .venv\\Scripts\\python; without the last two words it comes with what GPUs need, on Linux some gigabytes.)
Then restart the kernel."""


def rest_without(package, say=print):
    """Where a package is missing: say how to get it, and let the cells below do nothing."""
    if importlib.util.find_spec(package) is None:
        say(HOW_TO_GET_IT)
        get_ipython().input_transformers_cleanup.append(lambda lines: [])


# ---- a batch, filled up to its longest document ----


def place_weights(lengths):
    """Rows as long as the longest document: every document counts alike, the whole batch 1, what was filled up 0."""
    longest = max(lengths)
    return [[1 / (n * len(lengths))] * n + [0.0] * (longest - n) for n in lengths]


def rows(weight, filler=lambda n, lengths: 0.0, in_front=False):
    """A mistake: weight(n, lengths) for each of the n places of a document, filler(n, lengths) for the others."""

    def made(lengths):
        longest = max(lengths)
        parts = [([weight(n, lengths)] * n, [filler(n, lengths)] * (longest - n)) for n in lengths]
        return [pad + own if in_front else own + pad for own, pad in parts]

    return made


def alike(n, lengths):
    return 1 / (n * len(lengths))


def by_place(weight):
    """A mistake: weight(i, n, lengths) at each place i of every row; n: how many of its places are predictions."""
    return lambda lengths: [[weight(i, n, lengths) for i in range(max(lengths))] for n in lengths]


def one_list(lengths):
    """A mistake: what every row is to hold is written into one list, which all rows are."""
    row = [0.0] * max(lengths)
    for n in lengths:
        row[:n] = [alike(n, lengths)] * n
    return [row] * len(lengths)


def transposed(lengths):
    return [list(column) for column in zip(*place_weights(lengths))]


def some_lengths(rng):
    return ([rng.randint(1, 9) for _ in range(rng.randint(1, 6))],)


weights_exercise = Exercise(
    "Return a row of weights for each name, as long as the longest name: every name counts alike, all weights together are 1, "
    "and what is only filled up counts 0.",
    place_weights,
    cases=[([2, 1],), ([2, 3, 1],), ([5],), ([4, 4],), ([1, 6, 3, 3, 2],)],
    generate=some_lengths,
    mistakes={
        "that lets every token count alike: a long name counts more than a short one.": rows(
            lambda n, lengths: 1 / sum(lengths)
        ),
        "what was filled up is to count 0; yours counts like the letters.": (
            rows(alike, alike),
            rows(
                lambda n, lengths: 1 / (max(lengths) * len(lengths)),
                lambda n, lengths: 1 / (max(lengths) * len(lengths)),
            ),
        ),
        "minus infinity hides a score before a softmax; a weight that counts nothing is 0.": (
            rows(alike, lambda n, lengths: -inf),
            rows(lambda n, lengths: 1 / n, lambda n, lengths: -inf),
            rows(lambda n, lengths: 0.0, lambda n, lengths: -inf),
        ),
        "what was filled up is to count 0; yours counts there.": tuple(
            rows(alike, lambda n, lengths, filler=filler: filler) for filler in (1.0, -1.0, None, 1e-9)
        ),
        "the wrong way round: what was filled up counts, and the letters do not.": (
            by_place(lambda i, n, lengths: alike(n, lengths) if i >= n else 0.0),
            by_place(lambda i, n, lengths: float(i >= n)),
            by_place(lambda i, n, lengths: alike(max(lengths) - n, lengths) if i >= n else 0.0),
        ),
        "all rows are one and the same list: `[row] * n` makes no new ones, and what is written into one is in all.": (
            one_list,
            lambda lengths: [place_weights(lengths)[-1]] * len(lengths),
        ),
        "a row for each name is wanted; yours has a row for each place.": transposed,
        "a share for each name is right, but all its places together have it; so a long name counts more.": rows(
            lambda n, lengths: 1 / len(lengths)
        ),
        "divide by how many predictions a name has; yours multiplies by that, and a long name counts more.": (
            rows(lambda n, lengths: n / len(lengths)),
            rows(lambda n, lengths: n / sum(lengths)),
            rows(lambda n, lengths: n / sum(lengths) / len(lengths)),
            rows(lambda n, lengths: n / max(lengths)),
            rows(lambda n, lengths: n),
        ),
        "`lengths` tells how many predictions there are, the end among them: divide by that, not by one more or less.": (
            rows(lambda n, lengths: 1 / ((n + 1) * len(lengths))),
            rows(lambda n, lengths: 1 / ((n - 1) * len(lengths))),
            rows(lambda n, lengths: 1 / (max(n - 1, 1) * len(lengths))),
            rows(lambda n, lengths: 1 / (n * (len(lengths) + 1))),
        ),
        "the last prediction of each name, its end, counts as well.": (
            by_place(lambda i, n, lengths: alike(n, lengths) if i < n - 1 else 0.0),
            by_place(lambda i, n, lengths: 1 / ((n - 1) * len(lengths)) if i < n - 1 else 0.0),
        ),
        "the first prediction of each name, made from the start alone, counts as well.": by_place(
            lambda i, n, lengths: alike(n, lengths) if 0 < i < n else 0.0
        ),
        "each place is shared out among the names; each name is to be shared out among its places.": (
            by_place(lambda i, n, lengths: 1 / sum(i < m for m in lengths) if i < n else 0.0),
            by_place(lambda i, n, lengths: 1 / sum(i < m for m in lengths) / max(lengths) if i < n else 0.0),
        ),
        "one place too many counts: the n predictions of a name stand at places 0 to n - 1.": by_place(
            lambda i, n, lengths: alike(n, lengths) if i <= n else 0.0
        ),
        "one place of each name counts; all its predictions are to count.": (
            by_place(lambda i, n, lengths: float(i == 0) / len(lengths)),
            by_place(lambda i, n, lengths: float(i == n - 1) / len(lengths)),
            by_place(lambda i, n, lengths: alike(n, lengths) if i == 0 else 0.0),
            by_place(lambda i, n, lengths: alike(n, lengths) if i == n - 1 else 0.0),
        ),
        "all predictions of a name count alike; yours weigh more towards one end.": (
            by_place(lambda i, n, lengths: i * alike(n, lengths) if i < n else 0.0),
            by_place(lambda i, n, lengths: (i + 1) * alike(n, lengths) if i < n else 0.0),
            by_place(lambda i, n, lengths: alike(i + 1, lengths) if i < n else 0.0),
            by_place(lambda i, n, lengths: alike(n - i, lengths) if i < n else 0.0),
        ),
        "`1 / n * names` multiplies by the number of names: brackets around what divides.": rows(
            lambda n, lengths: len(lengths) / n
        ),
        "each name is divided by the length of one and the same name; each has a length of its own.": (
            rows(lambda n, lengths: alike(lengths[0], lengths)),
            rows(lambda n, lengths: alike(lengths[-1], lengths)),
            rows(lambda n, lengths: alike(min(lengths), lengths)),
        ),
        "divided by the tokens of all names, and then by the names; each name is to be divided by its own length.": rows(
            lambda n, lengths: 1 / (sum(lengths) * len(lengths))
        ),
        "divided by a name's length twice; once is enough.": (
            rows(lambda n, lengths: 1 / (n * n)),
            rows(lambda n, lengths: alike(n * n, lengths)),
        ),
        "each row sums to 1; the whole batch should.": rows(lambda n, lengths: 1 / n),
        "each name is divided by the length of the longest, so that short names count less.": (
            rows(lambda n, lengths: 1 / (max(lengths) * len(lengths))),
            rows(lambda n, lengths: 1 / max(lengths)),
        ),
        "that is the mask alone, 1 or 0; the weights of all names together should sum to 1.": rows(
            lambda n, lengths: 1.0
        ),
        "the names stand at the beginning of their rows; yours are filled up in front.": rows(alike, in_front=True),
        "all rows must be as long as the longest, or they are no matrix.": (
            lambda lengths: [[alike(n, lengths)] * n for n in lengths]
        ),
        "that is one weight for each name; each of its places needs one.": (
            lambda lengths: [1 / len(lengths) for _ in lengths],
            lambda lengths: [alike(n, lengths) for n in lengths],
        ),
    },
    learned="One multiplication by these weights is the mask, the mean of each name, and the mean of the batch.",
    hints=[
        "A name with n predictions has n places; each gets 1 / n, divided by how many names there are.",
        "`[x] * n + [0.0] * (longest - n)` is a row of `longest` places.",
    ],
)


# ---- gradients from several processes ----


def share(counts, rank):
    """What a process multiplies its own mean by, so that the plain average over processes is the mean of the batch."""
    return len(counts) * counts[rank] / sum(counts)


def of_all(mine):
    """Mistakes: mine(counts, rank) instead of this process's own tokens, by itself, of all, and times the processes."""
    return (
        mine,
        lambda counts, rank: mine(counts, rank) / sum(counts),
        lambda counts, rank: len(counts) * mine(counts, rank) / sum(counts),
        lambda counts, rank: mine(counts, rank) / len(counts),
    )


def some_counts(rng):
    counts = [rng.randint(1, 40) for _ in range(rng.randint(1, 6))]
    return counts, rng.randrange(len(counts))


share_exercise = Exercise(
    "Return the number that a process multiplies the mean over its own tokens by, so that afterwards the plain average over "
    "all processes is the mean over all tokens.",
    share,
    cases=[([3, 1], 0), ([3, 1], 1), ([5, 5], 0), ([7], 0), ([2, 9, 4], 2), ([2, 9, 4], 1)],
    generate=some_counts,
    mistakes={
        "with 1 for everybody, a token of the process with few of them counts more than one of the others.": (
            lambda counts, rank: 1.0
        ),
        "divided by the number of processes, and the average divides by it once more: multiply, and the two cancel.": (
            lambda counts, rank: counts[rank] / sum(counts) / len(counts),
            lambda counts, rank: counts[rank] / len(counts),
        ),
        "that is what the average does by itself; it takes no notice of who has how many tokens.": (
            lambda counts, rank: 1 / len(counts)
        ),
        "its mean is divided by its own tokens already: yours divides once more, instead of multiplying.": (
            lambda counts, rank: 1 / counts[rank],
            lambda counts, rank: len(counts) / counts[rank],
            lambda counts, rank: 1 / counts[rank] / len(counts),
        ),
        "multiplied by the tokens of all; that is what divides.": (
            lambda counts, rank: counts[rank] * sum(counts),
            lambda counts, rank: counts[rank] * sum(counts) / len(counts),
            lambda counts, rank: len(counts) * counts[rank] * sum(counts),
        ),
        "whoever asks, the same process is looked up: its own tokens are `counts[rank]`.": (
            *of_all(lambda counts, rank: counts[0]),
            *of_all(lambda counts, rank: counts[-1]),
        ),
        "these are the tokens of its neighbour: ranks begin at 0, so its own are `counts[rank]`.": (
            *of_all(lambda counts, rank: counts[rank - 1]),
            *of_all(lambda counts, rank: counts[(rank + 1) % len(counts)]),
            *of_all(lambda counts, rank: counts[rank + 1]),
        ),
        "these are the tokens of the others; it counts by its own.": (
            *of_all(lambda counts, rank: sum(counts) - counts[rank]),
            lambda counts, rank: counts[rank] / (sum(counts) - counts[rank]),
        ),
        "these are the tokens of all processes up to it; it counts by its own.": (
            *of_all(lambda counts, rank: sum(counts[: rank + 1])),
            *of_all(lambda counts, rank: sum(counts[:rank])),
        ),
        "the rank is a number like that of a house: it says who, not how much.": (
            *of_all(lambda counts, rank: rank),
            *of_all(lambda counts, rank: rank + 1),
            *of_all(lambda counts, rank: rank * counts[rank]),
            *of_all(lambda counts, rank: (rank + 1) * counts[rank]),
        ),
        "there are `len(counts)` processes, not one more or less.": (
            lambda counts, rank: (len(counts) - 1) * counts[rank] / sum(counts),
            lambda counts, rank: (len(counts) + 1) * counts[rank] / sum(counts),
        ),
        "that is its part of the tokens. The average then divides by the number of processes, once too often.": (
            lambda counts, rank: counts[rank] / sum(counts)
        ),
        "the other way round: who has more tokens is to count more.": (
            lambda counts, rank: sum(counts) / (len(counts) * counts[rank]),
            lambda counts, rank: sum(counts) / counts[rank],
        ),
        "that makes a sum of its mean; it still has to be divided by the tokens of all.": (
            lambda counts, rank: counts[rank],
            lambda counts, rank: len(counts) * counts[rank],
        ),
        "compare with how many tokens all have, not with the largest or the smallest number of them.": (
            lambda counts, rank: counts[rank] / max(counts),
            lambda counts, rank: counts[rank] / min(counts),
            lambda counts, rank: len(counts) * counts[rank] / max(counts),
            lambda counts, rank: len(counts) * counts[rank] / min(counts),
        ),
        "the tokens of this process matter, `counts[rank]`, not only those of all.": (
            lambda counts, rank: len(counts) / sum(counts),
            lambda counts, rank: 1 / sum(counts),
            lambda counts, rank: sum(counts) / len(counts),
            lambda counts, rank: sum(counts),
        ),
        "that takes no notice of the tokens: the number of processes alone does not tell who has how many.": (
            lambda counts, rank: len(counts)
        ),
    },
    learned="So two processes, or two hundred, find the gradient that one would have found, however unequal their parts are.",
    hints=[
        "The mean over all tokens is the sum over processes of `counts[rank] / sum(counts)` times the process's mean.",
        "The plain average divides that sum by how many processes there are; multiply by it beforehand.",
    ],
)

check = Checks(place_weights=weights_exercise, share=share_exercise)

# ---- predictions ----

APART = {"0, exactly": -400, "about 1e-15": -15, "about 1e-7": -7, "about 1e-2": -2}


def how_far(*differences):
    """The choice, of those in APART, whose power of ten is the nearest to the largest difference."""
    worst = max(map(abs, differences))
    power = log10(worst) if worst else -400
    return min(APART, key=lambda choice: abs(APART[choice] - power))


def padded_logits(tokens, vocab_size):
    return tokens.shape[0] * tokens.shape[1] * vocab_size


PREDICTIONS = {
    "how far": Question(
        "Twenty names go through your GPT, number by number, and through PyTorch. How far do the logits lie apart, at most?",
        {
            "0, exactly": "The products are the same, but they are added in another order, and each sum is rounded.",
            "about 1e-15": "Some sums are rounded otherwise, in the last of sixteen digits.",
            "about 1e-7": "That would be numbers of eight digits; here both compute with sixteen.",
            "about 1e-2": "That would be two models.",
        },
        truth=how_far,
        why=Question(
            "Why?",
            {
                "PyTorch computes less exactly": "Both use the same numbers of 64 bits, and the same rules of rounding.",
                "sums are taken in another order": "(a + b) + c and a + (b + c) are rounded at other places.",
                "the weights were rounded on the way": "A checkpoint holds every digit, and both began with it.",
            },
            truth="sums are taken in another order",
        ),
    ),
    "how many": Question(
        "emma, oliver and jo as one batch, 27 logits at every place: how many numbers does the model give?",
        {
            324: "27 for each of the 12 letters; but the end of each name is guessed as well.",
            405: "27 for each of the 15 predictions that count. But a tensor has no holes.",
            567: "3 names, each filled up to 7 places, 27 logits at each.",
            1296: "That would be three names of 16 places, as many as the model can read.",
        },
        truth=padded_logits,
    ),
    "bfloat16": Question(
        "bfloat16 stores 7 bits of the digits of a number. How far is the loss of a name off then?",
        {
            "0, exactly": "The loss is a long sum of rounded numbers; something is always lost.",
            "about 1e-15": "That is the last digit of numbers of 64 bits.",
            "about 1e-7": "That is the last digit of numbers of 32 bits.",
            "about 1e-2": "With the first bit, which is always 1 and need not be stored, 8: between two and three digits.",
        },
        truth=how_far,
    ),
    "sent": Question(
        "Two processes share a batch of two names. How many numbers does each of them send in every step?",
        {
            27: "Logits stay where they were computed.",
            256: "That is one matrix of queries.",
            4192: "One gradient for each parameter, whatever the size of the batch.",
            8384: "Each has one of the two names. And what it finds for several names it adds up before it sends.",
        },
        truth=lambda *sent: max(sent),
    ),
}

RECALLED = {
    "a mean of means": Question(
        "Two names have the gradients 1 and 4 for a parameter, the second counts twice. What is the batch's gradient?",
        {
            2.5: "That is the plain mean.",
            3.0: "(1 + 2 * 4) / 3.",
            9.0: "Divide by the sum of the weights.",
            5.0: "A sum.",
        },
        truth=lambda: fallbacks.batch_gradient([[1.0], [4.0]], [1, 2])[0],
        about=("06", "batch_gradient"),
    ),
    "nobody to ask": Question(
        "The first letter of a name asks. Whom does it hear?",
        {
            "itself alone": "Nobody else has a key yet: one score, and a softmax of one number is 1.",
            "nobody": "Then its answer would be a sum of nothing.",
            "all letters of the name": "Those after it are not there yet; computed all at once, they must be hidden.",
        },
        truth=lambda: "itself alone" if attend([1.0], [[2.0]], [[5.0]]) == [5.0] else "nobody",
        about=("04", "attend_all"),
    ),
    "not the same sum": Question(
        "What does Python say of 0.1 + 0.2 == 0.3?",
        {True: "Each of the three is rounded to 64 bits.", False: "Each is rounded, and the sum as well."},
        truth=lambda: 0.1 + 0.2 == 0.3,
    ),
}

EXPLANATIONS = {
    "one and two": Explanation(
        "Two processes end with the parameters with which one ends. Why, and what must be the same in both for it?",
        "The gradient of a mean is the mean of gradients, so each process can find its part, and the average is the whole "
        "one's gradient. Both start with the same parameters and take the same step with the same average, so they stay the "
        "same, although no parameter is sent while they train. The average has to weigh each part by how much it holds; and "
        "since sums are taken in another order, the last digit may differ from that of one process, not between the two.",
        (
            "the gradient of a mean is a mean of gradients",
            "same start, same average, same step: so they stay the same",
            "parts of different size are weighed",
            "only the last digits may differ, by the order of a sum",
        ),
    ),
}

lesson = Lesson("beyond", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

"""The exercise on a batch: the gradient of the mean is the mean of the gradients."""

from statistics import median

from ...nn import dot, softmax
from ...teach.judge import Exercise
from .. import fallbacks


def some_gradients(rng):
    """The gradients of 1 to 5 documents with respect to 1 to 6 parameters, never as many, and a weight for each."""
    documents, parameters = rng.choice([(a, b) for a in range(1, 6) for b in range(1, 7) if a != b])
    weigh = rng.choice([lambda: 1.0, lambda: float(rng.randint(1, 9)), lambda: rng.random() + 0.1])
    rows = [[round(rng.gauss(0, 1), 4) for _ in range(parameters)] for _ in range(documents)]
    return rows, [weigh() for _ in range(documents)]


def columns(by):
    """A mistake: by(the gradients of one parameter, the weights)."""
    return lambda gradients, weights: [by(column, weights) for column in zip(*gradients)]


def running(step, first=None):
    """A mistake: a mean that every document moves, step(the mean so far, g, weight), from 0 on or from first(g, weight)."""

    def moved(gradients, weights):
        pairs = list(zip(gradients, weights))
        mean = [0.0] * len(gradients[0])
        if first:
            row, w = pairs.pop(0)
            mean = [first(g, w) for g in row]
        for row, w in pairs:
            mean = [step(m, g, w) for m, g in zip(mean, row)]
        return mean

    return moved


def moved(column, weights, share):
    """A mean moved by share(weight, sum of the weights so far, how many so far) of the way to every gradient."""
    mean = n = 0.0
    for k, (g, w) in enumerate(zip(column, weights), 1):
        n += w
        mean += share(w, n, k) * (g - mean)
    return mean


def once(gradients, weights):
    """Each different gradient once, with its last weight, as a dictionary keeps them."""
    kept = dict(zip(map(tuple, gradients), weights))
    return list(kept), list(kept.values())


def normed(row, power):
    """A gradient brought to the length 1."""
    length = sum(abs(g) ** power for g in row) ** (1 / power)
    return [g / (length or 1.0) for g in row]


batch_gradient = Exercise(
    "Return the weighted mean of the gradients: for each parameter the sum of weight * gradient, by the sum of weights.",
    fallbacks.batch_gradient,
    cases=[
        ([[1.0, 2.0, 3.0], [3.0, 0.0, -1.0]], [1.0, 1.0]),
        ([[1.0, 2.0, 3.0], [3.0, 0.0, -1.0]], [3.0, 1.0]),
        ([[0.5], [2.0], [-1.0]], [5.0, 8.0, 7.0]),
        ([[2.0, -1.0]], [4.0]),
        ([[1.0], [3.0]], [0.0, 1.0]),
        ([[float(i), 5000.0 * i] for i in range(12)], [1.0] * 11 + [6.0]),
        ([[1.0, 2.0, 0.0, -1.0], [1.0, 2.0, 0.0, -1.0], [4.0, 2.0, 0.0, 0.5]], [1.0, 3.0, 2.0]),  # two alike, one all 0
    ],
    generate=some_gradients,
    mixes=lambda gradients, weights: True,
    mistakes={
        "that is the sum; a batch of a thousand would step a thousand times as far. Divide by the sum of the weights.": (
            columns(lambda column, weights: dot(weights, column)),
        ),
        "the weights are not used: that is the plain mean.": columns(lambda column, weights: sum(column) / len(column)),
        "that is the plain sum: the weights are not used, and it is not a mean.": columns(
            lambda column, weights: sum(column)
        ),
        "divide by the sum of the weights, not by how many documents there are.": (
            columns(lambda column, weights: dot(weights, column) / len(weights)),
        ),
        "divide by the sum of the weights, not by how many parameters there are.": (
            lambda gradients, weights: [dot(weights, c) / len(gradients[0]) for c in zip(*gradients)]
        ),
        "that is a number for every document; the mean is over the documents, a number for every parameter.": (
            lambda gradients, weights: [sum(row) / len(row) for row in gradients],
            lambda gradients, weights: [w * sum(row) / sum(weights) for row, w in zip(gradients, weights)],
            lambda gradients, weights: [sum(row) for row in gradients],
        ),
        "that is one number for all parameters; each parameter has a gradient of its own.": (
            lambda gradients, weights: sum(fallbacks.batch_gradient(gradients, weights)),
            lambda gradients, weights: sum(map(sum, gradients)) / sum(weights),
            lambda gradients, weights: sum(w * sum(row) for w, row in zip(weights, gradients)) / sum(weights),
        ),
        "that is the first document alone: does the loop end in its first round, or is what it computes lost?": (
            lambda gradients, weights: gradients[0],
            lambda gradients, weights: [weights[0] * g / sum(weights) for g in gradients[0]],
        ),
        "the last document alone is left: add to what was there, do not replace it.": (
            lambda gradients, weights: gradients[-1],
            lambda gradients, weights: [weights[-1] * g / sum(weights) for g in gradients[-1]],
        ),
        "each weight is used twice.": (
            columns(lambda column, weights: sum(w * w * g for w, g in zip(weights, column)) / sum(weights)),
            columns(
                lambda column, weights: sum(w * w * g for w, g in zip(weights, column)) / sum(w * w for w in weights)
            ),
        ),
        "you divide by the sum of the weights twice.": (
            columns(lambda column, weights: dot(weights, column) / sum(weights) ** 2),
        ),
        "the weights are to be multiplied with the gradients one by one, before the sum; not with the sum, and not only below.": (
            columns(lambda column, weights: sum(column) / sum(weights)),
            columns(lambda column, weights: sum(column) * sum(weights)),
            columns(lambda column, weights: sum(w + g for w, g in zip(weights, column)) / sum(weights)),
            columns(lambda column, weights: sum(g**w for w, g in zip(weights, column)) / sum(weights)),
            columns(lambda column, weights: sum(column) * sum(weights) / len(column) ** 2),
        ),
        "one of the documents is missing: the sum goes over all of them.": (
            columns(lambda column, weights: dot(weights[:-1], column[:-1]) / sum(weights)),
            columns(lambda column, weights: dot(weights[1:], column[1:]) / sum(weights)),
            columns(lambda column, weights: dot(weights[:-1], column[:-1]) / (sum(weights[:-1]) or 1)),
        ),
        "the first document counts twice: begin with zeros.": (
            columns(lambda column, weights: (column[0] + dot(weights, column)) / sum(weights)),
            columns(lambda column, weights: (weights[0] * column[0] + dot(weights, column)) / sum(weights)),
        ),
        "the gradient itself is averaged, not its square.": (
            columns(lambda column, weights: sum(w * g * g for w, g in zip(weights, column)) / sum(weights))
        ),
        "the first gradient has a weight as well.": (
            columns(lambda column, weights: (column[0] + dot(weights[1:], column[1:])) / sum(weights))
        ),
        "a running mean moves by w * (g - mean) / n, where n is the sum of the weights so far, w the new one among them.": (
            columns(lambda column, weights: moved(column, weights, lambda w, n, k: 1 / n)),
            columns(lambda column, weights: moved(column, weights, lambda w, n, k: w / k)),
            columns(lambda column, weights: moved(column, weights, lambda w, n, k: w / sum(weights))),
            columns(lambda column, weights: moved(column, weights, lambda w, n, k: 1 - w / n if n else 0.0)),
            columns(lambda column, weights: moved(column, weights, lambda w, n, k: 1 - w / n)),
        ),
        "halving in every step gives the last documents the most: add all up, and divide once.": (
            running(lambda m, g, w: (m + g) / 2),
            running(lambda m, g, w: (m + g) / 2, first=lambda g, w: g),
            running(lambda m, g, w: (m + w * g) / 2),
            running(lambda m, g, w: (m + w * g) / 2, first=lambda g, w: g),
            running(lambda m, g, w: (m + w * g) / 2, first=lambda g, w: w * g),
        ),
        "divide once, at the end: inside the loop what was added before is divided again.": (
            lambda gradients, weights: running(lambda m, g, w: (m + w * g) / sum(weights))(gradients, weights),
            lambda gradients, weights: running(lambda m, g, w: (m + w * g) / len(weights))(gradients, weights),
            running(lambda m, g, w: (m + w * g) / w),
        ),
        "the weights become shares by their sum, w / sum(weights); softmax is for logits.": columns(
            lambda column, weights: dot(softmax(weights), column)
        ),
        "divide by the sum of the weights, not by the largest of them, nor by squares or gradients.": (
            columns(lambda column, weights: dot(weights, column) / (sum(column) or 1.0)),
            columns(lambda column, weights: dot(weights, column) / sum(map(abs, column))),
            columns(lambda column, weights: dot(weights, column) / max(weights)),
            columns(lambda column, weights: dot(weights, column) / sum(w * w for w in weights)),
            columns(lambda column, weights: dot(weights, column) / sum(w * w for w in weights) ** 0.5),
        ),
        "a gradient keeps its sign: take no absolute value.": columns(
            lambda column, weights: sum(w * abs(g) for w, g in zip(weights, column)) / sum(weights)
        ),
        "one of the gradients, the largest, the middle one or the one with the largest weight, is no mean of them.": (
            columns(lambda column, weights: max(column)),
            columns(lambda column, weights: median(column)),
            lambda gradients, weights: gradients[weights.index(max(weights))],
        ),
        "the weight multiplies its gradient; you divided by it.": (
            columns(lambda column, weights: sum(g / w for w, g in zip(weights, column)) / sum(weights)),
            columns(lambda column, weights: sum(g / w for w, g in zip(weights, column) if w) / sum(weights)),
        ),
        "a larger weight is to count for more, not for less.": (
            columns(lambda column, weights: sum(g / w for w, g in zip(weights, column)) / sum(1 / w for w in weights)),
            columns(
                lambda column, weights: (
                    sum(g / w for w, g in zip(weights, column) if w) / sum(1 / w for w in weights if w)
                )
            ),
        ),
        "two documents may have the same gradient: go along the places, as zip does, not by index() or a dictionary.": (
            lambda gradients, weights: fallbacks.batch_gradient(
                gradients, [weights[gradients.index(g)] for g in gradients]
            ),
            lambda gradients, weights: [
                dot([weights[gradients.index(g)] for g in gradients], c) / sum(weights) for c in zip(*gradients)
            ],
            lambda gradients, weights: fallbacks.batch_gradient(*once(gradients, weights)),
            columns(lambda column, weights: sum(g * w for g, w in dict(zip(column, weights)).items()) / sum(weights)),
            columns(lambda column, weights: dot([weights[column.index(g)] for g in column], column) / sum(weights)),
        ),
        "each document has a weight of its own, not all of them the first one's or the last one's.": (
            columns(lambda column, weights: weights[0] * sum(column) / sum(weights)),
            columns(lambda column, weights: weights[-1] * sum(column) / sum(weights)),
        ),
        "a parameter without gradient keeps its place: its mean is 0, and belongs to the list.": (
            lambda gradients, weights: [g for g in fallbacks.batch_gradient(gradients, weights) if g]
        ),
        "a gradient of 0 counts as well: the document's weight belongs to the sum.": columns(
            lambda column, weights: dot(weights, column) / (sum(w for w, g in zip(weights, column) if g) or 1.0)
        ),
        "a weight need not be a whole number: use it as it is.": tuple(
            columns(
                lambda column, weights, whole=whole: (
                    dot(list(map(whole, weights)), column) / (sum(map(whole, weights)) or 1)
                )
            )
            for whole in (int, round)
        ),
        "the gradients are used as they are: none is brought to the length 1 before.": tuple(
            lambda gradients, weights, power=power: fallbacks.batch_gradient(
                [normed(row, power) for row in gradients], weights
            )
            for power in (1, 2)
        ),
        "these are the weighted gradients of every document; add them up, parameter by parameter.": (
            lambda gradients, weights: [[w * g / sum(weights) for g in row] for row, w in zip(gradients, weights)],
            lambda gradients, weights: [[w * g for g in row] for row, w in zip(gradients, weights)],
        ),
        "the weights stand for the documents, in their order; yours are turned round, or sorted.": (
            columns(lambda column, weights: dot(weights[::-1], column) / sum(weights)),
            columns(lambda column, weights: dot(sorted(weights), column) / sum(weights)),
            columns(lambda column, weights: dot(sorted(weights)[::-1], column) / sum(weights)),
        ),
    },
    learned="So a batch can be spread over a thousand machines: each computes gradients, and only their mean is sent round.",
    hints=[
        "`zip(*gradients)` gives, for every parameter, its gradients in all documents.",
        "For each of these: the sum of weight * gradient, divided by `sum(weights)`.",
    ],
)

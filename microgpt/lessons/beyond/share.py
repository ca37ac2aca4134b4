"""Gradients from several processes: what each multiplies its own by, so that the plain mean is that of the batch."""

from ...teach.judge import Exercise


def weighed(counts, rank):
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


share = Exercise(
    "Return the number that a process multiplies the mean over its own tokens by, so that afterwards the plain average over "
    "all processes is the mean over all tokens.",
    weighed,
    cases=[
        ([3, 1], 0),
        ([3, 1], 1),
        ([5, 5], 0),
        ([7], 0),
        ([2, 9, 4], 2),
        ([2, 9, 4], 1),
        ([900, 300], 0),
        (list(range(1, 13)), 11),
    ],
    generate=some_counts,
    mixes=lambda counts, rank: rank < len(counts),
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
        ),
        "compare its own tokens with those of all, itself among them; below the line stand those of the others alone.": (
            lambda counts, rank: counts[rank] / (sum(counts) - counts[rank]),
            lambda counts, rank: len(counts) * counts[rank] / (sum(counts) - counts[rank]),
        ),
        "with two processes that is right; there are `len(counts)` of them.": (
            lambda counts, rank: 2 * counts[rank] / sum(counts)
        ),
        "nothing is to be added: all shares together are as many as there are processes.": (
            lambda counts, rank: 1 + counts[rank] / sum(counts),
            lambda counts, rank: 1 + len(counts) * counts[rank] / sum(counts),
            lambda counts, rank: 1 / len(counts) + counts[rank] / sum(counts),
        ),
        "how many more it has than the mean is a difference; to multiply by, the quotient of the two is wanted.": (
            lambda counts, rank: counts[rank] - sum(counts) / len(counts),
            lambda counts, rank: 1 + counts[rank] - sum(counts) / len(counts),
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

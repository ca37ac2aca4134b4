"""A batch, filled up to its longest document: how much each of its places counts."""

from math import inf, nan
from struct import pack, unpack

from ...teach.judge import Exercise


def weights(lengths):
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


def rounded(keep):
    """A mistake: keep(x) instead of each weight x."""
    return lambda lengths: [[keep(x) for x in row] for row in weights(lengths)]


def single(x):
    """The nearest number of 32 bits."""
    return unpack("f", pack("f", x))[0]


def wider(width, weight=alike, more=0):
    """A mistake: rows of width(lengths) places, of which n + more count, weight(n, lengths) each."""

    def made(lengths):
        counting = [n + more for n in lengths]
        return [[weight(n, lengths)] * k + [0.0] * (width(lengths) - k) for n, k in zip(lengths, counting)]

    return made


def one_list(lengths):
    """A mistake: what every row is to hold is written into one list, which all rows are."""
    row = [0.0] * max(lengths)
    for n in lengths:
        row[:n] = [alike(n, lengths)] * n
    return [row] * len(lengths)


def transposed(lengths):
    return [list(column) for column in zip(*weights(lengths))]


def some_lengths(rng):
    return ([rng.randint(1, 9) for _ in range(rng.randint(1, 6))],)


place_weights = Exercise(
    "Return a row of weights for each name, as long as the longest name: every name counts alike, all weights together are 1, "
    "and what is only filled up counts 0.",
    weights,
    cases=[([2, 1],), ([2, 3, 1],), ([2, 1, 1],), ([5],), ([4, 4],), ([1, 6, 3, 3, 2],), ([16, 3],)],
    generate=some_lengths,
    close=1e-12,  # as the notebook goes on
    mistakes={
        "that lets every token count alike: a long name counts more than a short one.": rows(
            lambda n, lengths: 1 / sum(lengths)
        ),
        "what was filled up is to count 0; yours counts like the letters.": (
            rows(alike, alike),
            rows(lambda n, lengths: 1.0, lambda n, lengths: 1.0),
            rows(alike, lambda n, lengths: 1 / max(lengths)),
            rows(alike, lambda n, lengths: 1 / sum(lengths)),
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
            rows(alike, lambda n, lengths, filler=filler: filler) for filler in (1.0, -1.0, None, nan, 1e-9)
        ),
        "these are the right weights with fewer digits, as float32 has 7; the notebook goes on with all of them.": (
            rounded(single),
            rows(lambda n, lengths: single(single(1 / n) / len(lengths))),
            *(rounded(lambda x, digits=digits: round(x, digits)) for digits in range(3, 13)),
        ),
        "as long as the longest name, and no longer: yours has a place for each name, where these are more.": wider(
            lambda lengths: max(len(lengths), max(lengths))
        ),
        "what is read first, the start, is predicted by nobody: a name has as many predictions as `lengths` says, not one more.": (
            wider(lambda lengths: max(lengths) + 1, lambda n, lengths: alike(n + 1, lengths), 1),
            wider(lambda lengths: max(lengths) + 1, alike, 1),
            by_place(lambda i, n, lengths: alike(n + 1, lengths) if i <= n else 0.0),
        ),
        "all stand one place too far to the right: the n predictions of a name stand at places 0 to n - 1.": by_place(
            lambda i, n, lengths: alike(n, lengths) if 0 < i <= n else 0.0
        ),
        "a name's length and the number of names are multiplied, not added, to get what divides.": rows(
            lambda n, lengths: 1 / (n + len(lengths))
        ),
        "the wrong way round: what was filled up counts, and the letters do not.": (
            by_place(lambda i, n, lengths: alike(n, lengths) if i >= n else 0.0),
            by_place(lambda i, n, lengths: float(i >= n)),
            by_place(lambda i, n, lengths: alike(max(lengths) - n, lengths) if i >= n else 0.0),
        ),
        "all rows are one and the same: `[row] * n` makes no new lists, and a generator is read only after the loop, with its last length.": (
            one_list,
            lambda lengths: [weights(lengths)[-1]] * len(lengths),
        ),
        "the batch of the notebook has three names; another has `len(lengths)`.": rows(lambda n, lengths: 1 / (3 * n)),
        "rows as long as the longest of these names; yours are as long whichever names there are.": (
            wider(lambda lengths: 7),
            wider(lambda lengths: 16),
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
            by_place(lambda i, n, lengths: alike(n * (n + 1) / 2, lengths) * (n - i) if i < n else 0.0),
            by_place(lambda i, n, lengths: alike(n * (n + 1) / 2, lengths) * (i + 1) if i < n else 0.0),
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

"""The exercise on the way back through a layer, with what is said of an answer that is half right."""

from ... import mlp, nn
from ...teach.judge import Exercise
from .world import layers_of_the_network, numbers, rows_of_numbers


def any_layer(rng):
    n_out, n_in = rng.sample(range(1, 7), 2)
    d_out, x = numbers(rng, n_out), numbers(rng, n_in)
    for vector in (d_out, x):
        if len(vector) > 2:
            vector[rng.randrange(len(vector))] = 0.0
    return d_out, x, rows_of_numbers(rng, n_out, n_in)


def columns_times(d_out, w):
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(w[0]))]


def outer(d_out, x):
    return [[d * xj for xj in x] for d in d_out]


def outer_w(d_out, x, w):
    return [[d * wj for wj in row] for d, row in zip(d_out, w)]


backward_linear = Exercise(
    "Return a pair (d_x, d_w): a number for every number of x, a row for every row of w. "
    "backward_linear([10.0], [1.0, 2.0], [[3.0, 4.0]]) is ([30.0, 40.0], [[10.0, 20.0]]).",
    mlp.backward_linear,
    cases=[
        ([10.0], [1.0, 2.0], [[3.0, 4.0]]),
        ([1.0, -2.0], [3.0], [[0.5], [4.0]]),
        ([1.0, 10.0], [1.0, 0.0, -2.0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    ],
    generate=any_layer,
    world=layers_of_the_network,
    mistakes={
        "the other way round: first d_x, then d_w.": lambda d_out, x, w: (outer(d_out, x), columns_times(d_out, w)),
        "the slope alone is not enough: multiply it by d_out, what the loss says to that output.": lambda d_out, x, w: (
            [sum(row[j] for row in w) for j in range(len(x))],
            [list(x) for _ in w],
        ),
    },
    parts={
        "d_x": {
            "an input is heard by every row: add up what comes from all of them; you kept the last.": lambda d_out, x, w: [
                d_out[-1] * wj for wj in w[-1]
            ],
            "an input is heard by every row: add up what comes from all of them; you kept the first.": lambda d_out, x, w: [
                d_out[0] * wj for wj in w[0]
            ],
            "an input is heard by every row: one sum per input; you gave a row of products per output.": outer_w,
            "an input's slope is the weight it was multiplied with, not the input.": lambda d_out, x, w: [
                sum(d_out) * xj for xj in x
            ],
            "w is missing: an input's slope is the weight it was multiplied with.": lambda d_out, x, w: (
                [sum(d_out)] * len(x)
            ),
            "d_out is missing: multiply each weight by the d of its row, then add up.": lambda d_out, x, w: [
                sum(column) for column in zip(*w)
            ],
            "each weight belongs to the d of its own row: multiply first, then add up; you added both up apart.": (
                lambda d_out, x, w: [sum(d_out) * sum(column) for column in zip(*w)]
            ),
            "it runs over the columns of w, one sum per input; you ran over its rows, as in the forward pass.": (
                lambda d_out, x, w: nn.linear(d_out, w),
                lambda d_out, x, w: [sum(d * wj for d, wj in zip(d_out, row)) for row in w],
            ),
            "it is a sum over the rows, not a mean.": lambda d_out, x, w: [
                dj / len(w) for dj in columns_times(d_out, w)
            ],
            "the sign is turned round.": lambda d_out, x, w: [-dj for dj in columns_times(d_out, w)],
        },
        "d_w": {
            "it has the shape of w, a row per output; yours is turned on its side.": lambda d_out, x, w: outer(
                x, d_out
            ),
            "a weight's slope is the input it was multiplied with, not the weight.": outer_w,
            "d_out is missing: every row is x times the d of that row.": lambda d_out, x, w: [x for _ in w],
            "x is missing: every row is x times the d of that row.": lambda d_out, x, w: [[d] * len(x) for d in d_out],
            "it has a row for every row of w; you gave one row for all of them.": lambda d_out, x, w: [
                sum(d_out) * xj for xj in x
            ],
            "each row of w has its own d; you took the sum of d_out in every row.": lambda d_out, x, w: [
                [sum(d_out) * xj for xj in x] for _ in w
            ],
            "all rows are one and the same list: `[[0.0] * n] * m` makes one row and shows it m times.": (
                lambda d_out, x, w: [[d_out[-1] * xj for xj in x] for _ in w]
            ),
            "the sign is turned round.": lambda d_out, x, w: [[-d * xj for xj in x] for d in d_out],
        },
    },
    learned="What came in times what comes back, for every weight; for every input, all that comes back through its weights.",
    hints=[
        "Row i made out_i as the sum of w_ij times x_j. Write down how out_i changes with one w_ij, then with one x_j.",
        "d_w has a row for every d of d_out: that d times every number of x.",
        "x_j went into every row, by its weight w_ij there. So d_x_j adds up d_i times w_ij over all rows i.",
    ],
)

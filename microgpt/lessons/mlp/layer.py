"""The exercise on the way back through a layer, with what is said of an answer that is half right."""

from itertools import accumulate
from math import prod
from operator import add, mul

from ... import mlp, nn
from ...teach.judge import Exercise
from .step import cut
from .world import layers_of_the_network, numbers, rows_of_numbers, shape


def any_layer(rng):
    n_out, n_in = shape(rng, 6)
    d_out, x = numbers(rng, n_out), numbers(rng, n_in)
    for vector in (d_out, x):
        if len(vector) > 2:
            vector[rng.randrange(len(vector))] = 0.0
    return d_out, x, rows_of_numbers(rng, n_out, n_in)


def columns_times(d_out, w):
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(w[0]))]


def columns(w, d_out, joined, summed=sum):
    """For every column of w: the sum of what each number is, joined with the d of its row."""
    return [summed(map(joined, d_out, column)) for column in zip(*w)]


def stepped(w, d_w, lr):
    return [[wj - lr * dj for wj, dj in zip(*rows)] for rows in zip(w, d_w)]


def outer(d_out, x):
    return [[d * xj for xj in x] for d in d_out]


def open_alone(d_out, x, w):
    """The slopes of the outputs above 0; 0 for the others, as if a relu stood there."""
    return [d if out > 0 else 0.0 for d, out in zip(d_out, nn.linear(x, w))]


def outer_w(d_out, x, w):
    return [[d * wj for wj in row] for d, row in zip(d_out, w)]


backward_linear = Exercise(
    "Return a pair (d_x, d_w): a number for every number of x, a row for every row of w. "
    "backward_linear([10.0], [1.0, 2.0], [[3.0, 4.0]]) is ([30.0, 40.0], [[10.0, 20.0]]).",
    mlp.backward_linear,
    cases=[
        ([10.0], [1.0, 2.0], [[3.0, 4.0]]),
        ([1.0, -2.0], [3.0], [[0.5], [4.0]]),
        ([10.0, -1.0], [1.0, 2.0], [[3.0, 4.0], [5.0, 6.0]]),
        ([1.0, 10.0], [1.0, 0.0, -2.0], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        ([3e4, -2e3], [5e3, -40.0, 7.0], [[2e3, -7.0, 0.5], [100.0, 9e3, -3.0]]),
        ([2e-7, 300.0], [4e-8, 2.0, 0.5], [[3.0, -1.0, 2.0], [5e-9, 0.0, -2e-9]]),
    ],
    generate=any_layer,
    mixes=lambda d_out, x, w: True,
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
            "an input's slope is the weight it was multiplied with, not the input.": (
                lambda d_out, x, w: [sum(d_out) * xj for xj in x],
                lambda d_out, x, w: [d_out[0] * xj for xj in x],
            ),
            "x has no part in it: an input's slope is its weight; you multiplied by x once more.": lambda d_out, x, w: [
                dj * xj for dj, xj in zip(columns_times(d_out, w), x)
            ],
            "the outputs themselves have no part in it; multiply each weight by the d of its row.": lambda d_out, x, w: (
                columns_times(nn.linear(x, w), w)
            ),
            "multiply each weight by the d of its row; you added them.": lambda d_out, x, w: columns(w, d_out, add),
            "the d of each row counts once, not squared.": lambda d_out, x, w: columns_times([d * d for d in d_out], w),
            "a number below 0 counts with its sign.": (
                lambda d_out, x, w: columns_times([abs(d) for d in d_out], w),
                lambda d_out, x, w: columns_times([max(0.0, d) for d in d_out], w),
                lambda d_out, x, w: columns_times(d_out, [[abs(wj) for wj in row] for row in w]),
            ),
            "there is no gate in a layer: an input that is not above 0 has a slope as well.": (
                lambda d_out, x, w: [dj if xj > 0 else 0.0 for dj, xj in zip(columns_times(d_out, w), x)],
                lambda d_out, x, w: [dj if xj else 0.0 for dj, xj in zip(columns_times(d_out, w), x)],
            ),
            "there is no relu in a layer: d counts as it is, whatever came out.": lambda d_out, x, w: columns_times(
                open_alone(d_out, x, w), w
            ),
            "w is what the layer has, not the new slopes: multiply each d by the weights of its row.": lambda d_out, x, w: (
                columns_times(d_out, outer(d_out, x))
            ),
            "every row has its own weights and its own d; you took one of them for all rows.": (
                lambda d_out, x, w: [sum(d_out) * wj for wj in w[0]],
                lambda d_out, x, w: [d_out[0] * sum(column) for column in zip(*w)],
            ),
            "row and d belong together place by place; you changed the order of one of the two.": lambda d_out, x, w: (
                columns_times(d_out[::-1], w)
            ),
            "a row and its d are found by their place; two rows, or two numbers, may be the same.": (
                lambda d_out, x, w: columns_times([d_out[w.index(row)] for row in w], w),
                lambda d_out, x, w: columns_times(d_out, [w[d_out.index(d)] for d in d_out]),
                lambda d_out, x, w: [columns_times(d_out, w)[x.index(xj)] for xj in x],
                lambda d_out, x, w: columns(w, d_out, mul, lambda products: sum(set(products))),
            ),
            "add up what comes from all rows; the first or the last is left out.": (
                lambda d_out, x, w: columns_times(d_out[:-1], w),
                lambda d_out, x, w: columns_times(d_out[1:], w[1:] or w),
                lambda d_out, x, w: columns_times(d_out[:-1] or d_out, w),
                lambda d_out, x, w: columns_times(d_out[1:] or d_out, w[1:] or w),
            ),
            "start every sum at 0; yours goes on where that of the input before has ended.": lambda d_out, x, w: list(
                accumulate(columns_times(d_out, w))
            ),
            "a slope may be of any size; you cut it.": (
                lambda d_out, x, w: [cut(dj, 10) for dj in columns_times(d_out, w)],
                lambda d_out, x, w: [cut(dj, 100) for dj in columns_times(d_out, w)],
                lambda d_out, x, w: [cut(dj, 1000) for dj in columns_times(d_out, w)],
            ),
            "add the products up; you took the largest or the smallest, or multiplied them.": (
                lambda d_out, x, w: columns(w, d_out, mul, max),
                lambda d_out, x, w: columns(w, d_out, mul, min),
                lambda d_out, x, w: columns(w, d_out, mul, lambda products: max(products, key=abs)),
                lambda d_out, x, w: columns(w, d_out, mul, prod),
            ),
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
            "keep the rows: a list for every row of w; yours are all in one list.": lambda d_out, x, w: [
                d * xj for d in d_out for xj in x
            ],
            "a weight's slope is the input it was multiplied with, not the weight.": outer_w,
            "d_out is missing: every row is x times the d of that row.": lambda d_out, x, w: [x for _ in w],
            "w has no part in it: a weight's slope is its input; you multiplied by w once more.": lambda d_out, x, w: [
                [d * xj * wj for xj, wj in zip(x, row)] for d, row in zip(d_out, w)
            ],
            "the outputs themselves have no part in it; multiply each input by the d of the row.": lambda d_out, x, w: [
                [d * out for _ in x] for d, out in zip(d_out, nn.linear(x, w))
            ],
            "multiply each input by the d of the row; you added them.": lambda d_out, x, w: [
                [d + xj for xj in x] for d in d_out
            ],
            "x and d count once each, not squared.": (
                lambda d_out, x, w: outer(d_out, [xj * xj for xj in x]),
                lambda d_out, x, w: outer([d * d for d in d_out], x),
            ),
            "a slope may be of any size; you cut it.": (
                lambda d_out, x, w: [[cut(d * xj, 10) for xj in x] for d in d_out],
                lambda d_out, x, w: [[cut(d * xj, 50) for xj in x] for d in d_out],
                lambda d_out, x, w: [[cut(d * xj, 100) for xj in x] for d in d_out],
                lambda d_out, x, w: [[cut(d * xj, 1000) for xj in x] for d in d_out],
            ),
            "that is w after a step; the slope alone is wanted.": (
                lambda d_out, x, w: stepped(w, outer(d_out, x), 1),
                lambda d_out, x, w: stepped(w, outer(d_out, x), -1),
                lambda d_out, x, w: stepped(w, outer(d_out, x), 0.1),
            ),
            "a number below 0 counts with its sign.": (
                lambda d_out, x, w: outer(d_out, [abs(xj) for xj in x]),
                lambda d_out, x, w: outer(d_out, [max(0.0, xj) for xj in x]),
                lambda d_out, x, w: outer([abs(d) for d in d_out], x),
            ),
            "each row of w has its own d; you took the first in every row.": lambda d_out, x, w: [
                [d_out[0] * xj for xj in x] for _ in w
            ],
            "each weight of a row has its own input; you took the first for all.": lambda d_out, x, w: [
                [d * x[0] for _ in x] for d in d_out
            ],
            "only the diagonal is there: every output hears every input.": lambda d_out, x, w: [
                [d * xj if i == j else 0.0 for j, xj in enumerate(x)] for i, d in enumerate(d_out)
            ],
            "x is missing: every row is x times the d of that row.": lambda d_out, x, w: [[d] * len(x) for d in d_out],
            "it has a row for every row of w; you gave one row for all of them.": lambda d_out, x, w: [
                sum(d_out) * xj for xj in x
            ],
            "each row of w has its own d; every row has the sum of all (`[[0.0] * n] * m` is one row, shown m times).": (
                lambda d_out, x, w: [[sum(d_out) * xj for xj in x] for _ in w]
            ),
            "there is no relu in a layer: d counts as it is, whatever came out.": lambda d_out, x, w: outer(
                open_alone(d_out, x, w), x
            ),
            "take d from d_out, not from d_x: a weight is heard by its own output alone.": (
                lambda d_out, x, w: [[dj * xj for dj, xj in zip(columns_times(d_out, w), x)] for _ in w],
                lambda d_out, x, w: [columns_times(d_out, w) for _ in w],
            ),
            "all rows are the last one: is one row made, and shown again and again, as by `[[0.0] * n] * m`?": (
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

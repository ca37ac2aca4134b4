"""Wrong ways back through a layer; each docstring: words of what is said of it."""

import numpy as np


def wrong_only_inputs(d_out, x, w):
    """a pair is wanted"""
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]


def wrong_overwritten(d_out, x, w):
    """you kept the last"""
    d_x, d_w = [0.0] * len(x), []
    for d, row in zip(d_out, w):
        d_w.append([d * xj for xj in x])
        for j in range(len(x)):
            d_x[j] = d * row[j]
    return d_x, d_w


def wrong_return_in_loop(d_out, x, w):
    """inside the loop"""
    d_x, d_w = [0.0] * len(x), []
    for d, row in zip(d_out, w):
        d_w.append([d * xj for xj in x])
        for j in range(len(x)):
            d_x[j] += d * row[j]
        return d_x, d_w


def wrong_one_list_many_times(d_out, x, w):
    """all rows are the last one"""
    d_w = [[0.0] * len(x)] * len(w)
    for i, d in enumerate(d_out):
        for j, xj in enumerate(x):
            d_w[i][j] = d * xj
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_order(d_out, x, w):
    """first d_x, then d_w"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return d_w, [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]


def wrong_turned(d_out, x, w):
    """turned on its side"""
    d_w = [[d * xj for d in d_out] for xj in x]
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_flat(d_out, x, w):
    """keep the rows"""
    d_x, d_w = [0.0] * len(x), []
    for d, row in zip(d_out, w):
        d_w += [d * xj for xj in x]
        for j in range(len(x)):
            d_x[j] += d * row[j]
    return d_x, d_w


def wrong_no_d(d_out, x, w):
    """the slope alone is not enough"""
    return [sum(column) for column in zip(*w)], [x for _ in w]


def wrong_rows(d_out, x, w):
    """you ran over its rows"""
    return [sum(d * wj for d, wj in zip(d_out, row)) for row in w], [[d * xj for xj in x] for d in d_out]


def wrong_weights(d_out, x, w):
    """not the weight"""
    d_w = [[d * wj for wj in row] for d, row in zip(d_out, w)]
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_in_place(d_out, x, w):
    """changes `w`"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    for d, row in zip(d_out, w):
        for j, xj in enumerate(x):
            row[j] = d * xj
    return d_x, w


def wrong_sign(d_out, x, w):
    """the other sign"""
    d_x = [-sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[-d * xj for xj in x] for d in d_out]


def wrong_first_row(d_out, x, w):
    """you kept the first"""
    return [d_out[0] * w[0][j] for j in range(len(x))], [[d * xj for xj in x] for d in d_out]


def wrong_products(d_out, x, w):
    """a row of products per output"""
    return [[d * wj for wj in row] for d, row in zip(d_out, w)], [[d * xj for xj in x] for d in d_out]


def wrong_inputs(d_out, x, w):
    """not the input"""
    return [sum(d * xj for d in d_out) for xj in x], [[d * xj for xj in x] for d in d_out]


def wrong_one_row_for_all(d_out, x, w):
    """one row for all of them"""
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], [sum(d_out) * xj for xj in x]


def wrong_sum_everywhere(d_out, x, w):
    """each row of w has its own d"""
    d_w = [[sum(d_out) * xj for xj in x] for _ in d_out]
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_mean(d_out, x, w):
    """not a mean"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) / len(d_out) for j in range(len(x))]
    return d_x, [[d * xj for xj in x] for d in d_out]


def wrong_no_w(d_out, x, w):
    """d_w is right. In d_x, w is missing"""
    return [sum(d_out) for _ in x], [[d * xj for xj in x] for d in d_out]


def wrong_no_d_in_d_x(d_out, x, w):
    """d_w is right. In d_x, d_out is missing"""
    return [sum(row[j] for row in w) for j in range(len(x))], [[d * xj for xj in x] for d in d_out]


def wrong_added_apart(d_out, x, w):
    """you added both up apart"""
    return [sum(d_out) * sum(row[j] for row in w) for j in range(len(x))], [[d * xj for xj in x] for d in d_out]


def wrong_d_w_is_x(d_out, x, w):
    """d_x is right. In d_w, d_out is missing"""
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], [x for _ in w]


def wrong_sign_of_d_x(d_out, x, w):
    """d_w is right. In d_x, the sign"""
    return [-sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], [[d * xj for xj in x] for d in d_out]


def wrong_sign_of_d_w(d_out, x, w):
    """d_x is right. In d_w, the sign"""
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], [[-d * xj for xj in x] for d in d_out]


def wrong_no_x(d_out, x, w):
    """d_x is right. In d_w, x is missing"""
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], [[d for _ in x] for d in d_out]


def wrong_times_x(d_out, x, w):
    """x has no part in it"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d * row[j] for d, row in zip(d_out, w)) * x[j] for j in range(len(x))], d_w


def wrong_outputs_for_d(d_out, x, w):
    """In d_x, the outputs themselves"""
    out = [sum(a * b for a, b in zip(x, row)) for row in w]
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(o * row[j] for o, row in zip(out, w)) for j in range(len(x))], d_w


def wrong_d_plus_w(d_out, x, w):
    """by the d of its row; you added them"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d + row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_d_squared(d_out, x, w):
    """counts once, not squared"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d**2 * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_without_signs(d_out, x, w):
    """In d_x, a number below 0"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(abs(d) * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_gated(d_out, x, w):
    """there is no gate in a layer"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d * row[j] for d, row in zip(d_out, w)) if x[j] > 0 else 0.0 for j in range(len(x))], d_w


def wrong_first_row_s_weights(d_out, x, w):
    """one of them for all rows"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d_out) * w[0][j] for j in range(len(x))], d_w


def wrong_d_in_reverse(d_out, x, w):
    """changed the order of one"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d * row[j] for d, row in zip(d_out[::-1], w)) for j in range(len(x))], d_w


def wrong_row_by_value(d_out, x, w):
    """two rows, or two numbers"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d_out[w.index(row)] * row[j] for row in w) for j in range(len(x))], d_w


def wrong_last_row_left_out(d_out, x, w):
    """the first or the last is left out"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d_out[i] * w[i][j] for i in range(len(w) - 1)) for j in range(len(x))], d_w


def wrong_sum_goes_on(d_out, x, w):
    """start every sum at 0"""
    d_x, total = [], 0.0
    for j in range(len(x)):
        for d, row in zip(d_out, w):
            total += d * row[j]
        d_x.append(total)
    d_w = [[d * xj for xj in x] for d in d_out]
    return d_x, d_w


def wrong_largest_product(d_out, x, w):
    """you took the largest"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [max(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_first_64_inputs(d_out, x, w):
    """64 came"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(min(64, len(x)))], d_w


def wrong_times_w(d_out, x, w):
    """w has no part in it"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * xj * wj for xj, wj in zip(x, row)] for d, row in zip(d_out, w)]


def wrong_outputs_for_x(d_out, x, w):
    """In d_w, the outputs themselves"""
    out = [sum(a * b for a, b in zip(x, row)) for row in w]
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * o for _ in x] for d, o in zip(d_out, out)]


def wrong_d_plus_x(d_out, x, w):
    """In d_w, multiply each input"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d + xj for xj in x] for d in d_out]


def wrong_x_squared(d_out, x, w):
    """x and d count once each"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * xj * xj for xj in x] for d in d_out]


def wrong_a_step(d_out, x, w):
    """w after a step"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[wj - d * xj for wj, xj in zip(row, x)] for d, row in zip(d_out, w)]


def wrong_x_without_signs(d_out, x, w):
    """In d_w, a number below 0"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * abs(xj) for xj in x] for d in d_out]


def wrong_first_d(d_out, x, w):
    """you took the first in every row"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d_out[0] * xj for xj in x] for _ in d_out]


def wrong_first_x(d_out, x, w):
    """you took the first for all"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * x[0] for _ in x] for d in d_out]


def wrong_diagonal(d_out, x, w):
    """only the diagonal is there"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * xj if i == j else 0.0 for j, xj in enumerate(x)] for i, d in enumerate(d_out)]


def wrong_at_most_100(d_out, x, w):
    """In d_w,"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[max(-100, min(100, d * xj)) for xj in x] for d in d_out]


def wrong_d_x_at_most_100(d_out, x, w):
    """In d_x, a slope may be of any size"""
    d_x = [max(-100, min(100, sum(d * row[j] for d, row in zip(d_out, w)))) for j in range(len(x))]
    return d_x, [[d * xj for xj in x] for d in d_out]


def wrong_rows_that_wait(d_out, x, w):
    """all rows are the last one"""
    d_w = [(d * xj for xj in x) for d in d_out]
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_added_to_one_row(d_out, x, w):
    """is one row, shown m times"""
    d_w = [[0.0] * len(x)] * len(w)
    for i, d in enumerate(d_out):
        for j, xj in enumerate(x):
            d_w[i][j] += d * xj
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_relu_in_it(d_out, x, w):
    """In d_x, there is no relu in a layer"""
    open_ones = [d if sum(map(float.__mul__, row, map(float, x))) > 0 else 0.0 for d, row in zip(d_out, w)]
    return [sum(d * row[j] for d, row in zip(open_ones, w)) for j in range(len(x))], [[d * v for v in x] for d in d_out]


def wrong_relu_in_d_w(d_out, x, w):
    """In d_w, there is no relu in a layer"""
    out = [sum(wj * xj for wj, xj in zip(row, x)) for row in w]
    d_w = [[d * xj if o > 0 else 0.0 for xj in x] for d, o in zip(d_out, out)]
    return [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))], d_w


def wrong_d_w_for_w(d_out, x, w):
    """w is what the layer has, not the new slopes"""
    d_w = [[d * xj for xj in x] for d in d_out]
    return [sum(d * row[j] for d, row in zip(d_out, d_w)) for j in range(len(x))], d_w


def wrong_d_of_the_inputs(d_out, x, w):
    """take d from d_out, not from d_x"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * xj for d, xj in zip(d_x, x)] for _ in w]


def wrong_largest_way(d_out, x, w):
    """you took the largest or the smallest"""
    d_x = [max((d * row[j] for d, row in zip(d_out, w)), key=abs) for j in range(len(x))]
    return d_x, [[d * xj for xj in x] for d in d_out]


def wrong_set_of_products(d_out, x, w):
    """may be the same"""
    d_x = [sum({d * row[j] for d, row in zip(d_out, w)}) for j in range(len(x))]
    return d_x, [[d * xj for xj in x] for d in d_out]


def wrong_at_most_a_thousand(d_out, x, w):
    """In d_w, a slope may be of any size"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[max(-1000, min(1000, d * xj)) for xj in x] for d in d_out]


def wrong_tiny_inputs_dropped(d_out, x, w):
    """Something small is missing"""
    d_x = [sum(d * row[j] for d, row in zip(d_out, w)) for j in range(len(x))]
    return d_x, [[d * xj if abs(xj) > 1e-6 else 0.0 for xj in x] for d in d_out]


def wrong_number_by_number(d_out, x, w):
    """Not yet"""
    return np.array(d_out) @ np.array(w), np.array(d_out) * np.array(x)

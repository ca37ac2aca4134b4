"""Wrong ways back through a layer; each docstring: words of what is said of it."""


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
    """one and the same list"""
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
    """brackets"""
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

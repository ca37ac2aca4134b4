"""Wrong steps of SGD; each docstring: words of what is said of it."""


def wrong_uphill(w, d_w, lr):
    """uphill"""
    return [[x + lr * d for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_in_place(w, d_w, lr):
    """changes `w`"""
    for row, slopes in zip(w, d_w):
        for j, slope in enumerate(slopes):
            row[j] -= lr * slope
    return w


def wrong_shallow_copy(w, d_w, lr):
    """changes `w`"""
    after = list(w)
    for row, slopes in zip(after, d_w):
        for j, slope in enumerate(slopes):
            row[j] -= lr * slope
    return after


def wrong_nothing_returned(w, d_w, lr):
    """returns nothing"""
    for row, slopes in zip(w, d_w):
        for j, slope in enumerate(slopes):
            row[j] -= lr * slope


def wrong_matrix_as_number(w, d_w, lr):
    """a whole list was used as if it were one number"""
    return w - lr * d_w


def wrong_rows_as_numbers(w, d_w, lr):
    """a whole list was used as if it were one number"""
    return [row - lr * slopes for row, slopes in zip(w, d_w)]


def wrong_one_row(w, d_w, lr):
    """inside the loop"""
    for row, slopes in zip(w, d_w):
        return [[x - lr * d for x, d in zip(row, slopes)]]


def wrong_first_slopes(w, d_w, lr):
    """its own row of d_w"""
    return [[x - lr * d for x, d in zip(row, d_w[0])] for row in w]


def wrong_flat(w, d_w, lr):
    """keep the rows"""
    return [x - lr * d for rows in zip(w, d_w) for x, d in zip(*rows)]


def wrong_no_rate(w, d_w, lr):
    """learning rate is missing"""
    return [[x - d for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_change_alone(w, d_w, lr):
    """step alone"""
    return [[lr * d for d in slopes] for slopes in d_w]


def wrong_downhill_only(w, d_w, lr):
    """holds no number below 0"""
    return [[x - lr * abs(d) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_rounded(w, d_w, lr):
    """rounded to 6 digits"""
    return [[round(x - lr * d, 6) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_change_with_sign(w, d_w, lr):
    """step alone, with its sign"""
    return [[-lr * d for d in slopes] for slopes in d_w]


def wrong_same_step(w, d_w, lr):
    """a gradient of its own"""
    return [[x - lr for x in row] for row in w]


def wrong_signs(w, d_w, lr):
    """its sign alone"""
    return [[x - lr if d > 0 else x + lr if d < 0 else x for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_divided(w, d_w, lr):
    """you divided by lr"""
    return [[x - d / lr for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_multiplied(w, d_w, lr):
    """you multiplied the number"""
    return [[x * (1 - lr * d) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_brackets(w, d_w, lr):
    """lr belongs to the gradient alone"""
    return [[lr * (x - d) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_roles(w, d_w, lr):
    """lr times the number"""
    return [[x - lr * d for x, d in zip(*rows)] for rows in zip(d_w, w)]


def wrong_first_row_alone(w, d_w, lr):
    """only the first row has moved"""
    after = [list(row) for row in w]
    after[0] = [x - lr * d for x, d in zip(w[0], d_w[0])]
    return after

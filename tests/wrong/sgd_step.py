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
    """changes `w`, which it was given; work on a copy of it and of its rows"""
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
    """counts with its sign"""
    return [[x - lr * abs(d) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_rounded(w, d_w, lr):
    """rounded to 6 digits"""
    return [[round(x - lr * d, 6) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_change_with_sign(w, d_w, lr):
    """step alone, with its sign"""
    return [[-lr * d for d in slopes] for slopes in d_w]


def wrong_same_step(w, d_w, lr):
    """a slope of its own"""
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
    """lr belongs to the slope alone"""
    return [[lr * (x - d) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_roles(w, d_w, lr):
    """lr times the number"""
    return [[x - lr * d for x, d in zip(*rows)] for rows in zip(d_w, w)]


def wrong_first_row_alone(w, d_w, lr):
    """only the first row has moved"""
    after = [list(row) for row in w]
    after[0] = [x - lr * d for x, d in zip(w[0], d_w[0])]
    return after


def wrong_brackets_x_lr_d_not(W, d, lr):
    """brackets: x - lr * d, not (x - lr) * d."""
    return [[(x - lr) * g for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_the_number_itself_stays_whole(W, d, lr):
    """the number itself stays whole, and lr times its slope"""
    return [[x - lr * x for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_the_step_is_not_divided(W, d, lr):
    """the step is not divided by how many numbers there are:"""
    return [[x - lr * g / len(a) for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_what_is_added_to_w(W, d, lr):
    """what is added to `w` is the right amount times `lr`."""
    return [[x - lr**2 * g for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_what_is_added_to_w_2(W, d, lr):
    """the same number in every case"""
    return [[x - 0.1 * g for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_every_number_has_a_slope(W, d, lr):
    """every number has a slope of its own; you used one of"""
    return [[x - lr * sum(c) for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_number_and_slope_belong_together(W, d, lr):
    """number and slope belong together place by place; in"""
    return [[x - lr * g for x, g in zip(a, c)] for a, c in zip(W, d[::-1])]


def wrong_list_of_numbers_is_wanted(W, d, lr):
    """1 list of 2 numbers is wanted, 2 lists of 1 number came."""
    return [[x - lr * g for x, g in zip(a, c)] for a, c in zip(zip(*W), zip(*d))]


def wrong_at_place_of_your_result(W, d, lr):
    """at place 0 of your result: 3 numbers are wanted, 2 came."""
    return [[x - lr * g for x, g in zip(a, c) if g] for a, c in zip(W, d)]


def wrong_a_slope_counts_as_it(W, d, lr):
    """a slope counts as it is, however large; you cut it."""
    return [[x - lr * max(-1, min(1, g)) for x, g in zip(a, c)] for a, c in zip(W, d)]


def wrong_all_is_right_but_for(W, d, lr):
    """a list of 2 lists of 3 numbers is wanted, a list of 3 numbers came."""
    return [x - lr * g for x, g in zip(W[0], d[0])]


def wrong_what_you_return_is_w(W, d, lr):
    """what you return is `w` as it was given."""
    return W


def wrong_your_function_changes_w_which(W, d, lr):
    """your function changes `w`, which it was given; work on a"""
    for i in range(len(W)):
        for j in range(len(W[0])):
            W[i][j] -= lr * d[i][j]
    return W


def wrong_your_function_changes_w_and(W, d, lr):
    """your function changes `w` and returns nothing: make"""
    for i in range(len(W)):
        for j in range(len(W[0])):
            W[i][j] -= lr * d[i][j]


def wrong_all_rows_are_one_and(W, d, lr):
    """all rows are the last one"""
    new = [[0] * len(W[0])] * len(W)
    for i in range(len(W)):
        for j in range(len(W[0])):
            new[i][j] = W[i][j] - lr * d[i][j]
    return new


def wrong_at_place_of_your_result_2(W, d, lr):
    """at place 0 of your result: 3 numbers are wanted, 2 came:"""
    new = []
    for i in range(len(W)):
        row = []
        for j in range(len(W)):
            row.append(W[i][j] - lr * d[i][j])
        new.append(row)
    return new


def wrong_at_place_of_your_result_3(W, d, lr):
    """at place 0 of your result: 3 numbers are wanted, 6 came:"""
    new = []
    row = []
    for i in range(len(W)):
        for j in range(len(W[0])):
            row.append(W[i][j] - lr * d[i][j])
        new.append(row)
    return new


def wrong_lr_or_another(w, d_w, lr):
    """then nothing moves"""
    lr = lr or 0.1
    return [[x - lr * g for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_by_the_slope(w, d_w, lr):
    """divided by the slope"""
    return [[x - lr / g if g else x for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_one_minus_lr(w, d_w, lr):
    """1 - lr for lr"""
    return [[x - (1 - lr) * g for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_squared(w, d_w, lr):
    """not its square"""
    return [[x - lr * g * g for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_length_one(w, d_w, lr):
    """length 1"""
    size = sum(g * g for b in d_w for g in b) ** 0.5 or 1.0
    return [[x - lr * g / size for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_apart(w, d_w, lr):
    """each of them apart"""
    return [[(x - lr) - g for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_one_less(w, d_w, lr):
    """x - lr * d, not 1 - lr * d"""
    return [[1 - lr * g for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_times_all(w, d_w, lr):
    """you multiplied the number"""
    return [[x * lr * g for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_short_steps(w, d_w, lr):
    """however long; you cut it"""
    return [[x - max(-1, min(1, lr * g)) for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_small_numbers(w, d_w, lr):
    """of any size; you cut it"""
    return [[max(-100, min(100, x - lr * g)) for x, g in zip(a, b)] for a, b in zip(w, d_w)]


def wrong_place_by_value(w, d_w, lr):
    """found by their place"""
    return [[x - lr * b[a.index(x)] for x in a] for a, b in zip(w, d_w)]


def wrong_row_by_value(w, d_w, lr):
    """found by their place"""
    return [[x - lr * g for x, g in zip(a, d_w[w.index(a)])] for a in w]


def wrong_last_column_stays(w, d_w, lr):
    """all columns move"""
    after = [list(a) for a in w]
    for i in range(len(w)):
        for j in range(len(w[0]) - 1):
            after[i][j] -= lr * d_w[i][j]
    return after


def wrong_first_row_stays(w, d_w, lr):
    """all rows move"""
    after = [list(a) for a in w]
    for i in range(1, len(w)):
        for j in range(len(w[0])):
            after[i][j] -= lr * d_w[i][j]
    return after


def wrong_first_27_rows(w, d_w, lr):
    """27 came"""
    return [[x - lr * g for x, g in zip(a, b)] for a, b in zip(w[:27], d_w[:27])]


def wrong_first_16_columns(w, d_w, lr):
    """16 came"""
    return [[x - lr * g for x, g in zip(a[:16], b[:16])] for a, b in zip(w, d_w)]


def wrong_the_number_times_lr(w, d_w, lr):
    """not lr * x - d"""
    return [[lr * x - d for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_weight_decay(w, d_w, lr):
    """you took a share of the number too"""
    return [[x - lr * (d + 0.01 * x) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_zeros_stay(w, d_w, lr):
    """a number that is 0 moves like all others"""
    return [[x - lr * d if x else x for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_turned(w, d_w, lr):
    """you turned d_w on its side"""
    return [[x - lr * d for x, d in zip(row, column)] for row, column in zip(w, zip(*d_w))]


def wrong_mean_of_the_row(w, d_w, lr):
    """or their sum or mean"""
    return [[x - lr * sum(slopes) / len(slopes) for x in row] for row, slopes in zip(w, d_w)]


def wrong_by_value(w, d_w, lr):
    """found by their place"""
    slope = {x: d for row, slopes in zip(w, d_w) for x, d in zip(row, slopes)}
    return [[x - lr * slope[x] for x in row] for row in w]


def wrong_old_row(w, d_w, lr):
    """a row of w itself came back"""
    return [[x - lr * d for x, d in zip(*rows)] if any(rows[1]) else rows[0] for rows in zip(w, d_w)]


def wrong_at_most_a_thousand(w, d_w, lr):
    """the new number may be of any size"""
    return [[max(-1000, min(1000, x - lr * d)) for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_rate_at_most_10(w, d_w, lr):
    """however long; you cut it"""
    return [[x - min(lr, 10) * d for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_tiny_slopes_dropped(w, d_w, lr):
    """Something small is missing"""
    return [[x - lr * d if abs(d) > 1e-7 else x for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_tiny_rates_dropped(w, d_w, lr):
    """right in"""
    return [[x - (lr if lr > 1e-3 else 0) * d for x, d in zip(*rows)] for rows in zip(w, d_w)]


def wrong_same_for_no_rate(w, d_w, lr):
    """a row of w itself came back"""
    return [[x - lr * d for x, d in zip(*rows)] for rows in zip(w, d_w)] if lr else w


def wrong_small_steps_left_out(w, d_w, lr):
    """Not yet"""
    return [[x - lr * d if abs(lr * d) > 1e-6 else x for x, d in zip(row, d_row)] for row, d_row in zip(w, d_w)]


def wrong_a_mean_over_all(w, d_w, lr):
    """the step is not divided by how many numbers there are"""
    many = len(w) * len(w[0])
    return [[x - lr * d / many for x, d in zip(row, d_row)] for row, d_row in zip(w, d_w)]

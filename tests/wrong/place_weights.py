"""Wrong weights of a padded batch; each docstring: words of what is said of it."""


def wrong_tokens(lengths):
    """a long name counts more than a short one"""
    return [[1 / sum(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_filled(lengths):
    """counts like the letters"""
    return [[1 / (n * len(lengths))] * max(lengths) for n in lengths]


def wrong_plain(lengths):
    """counts like the letters"""
    places = len(lengths) * max(lengths)
    return [[1 / places for _ in range(max(lengths))] for _ in lengths]


def wrong_rows(lengths):
    """the whole batch should"""
    return [[1 / n] * n + [0] * (max(lengths) - n) for n in lengths]


def wrong_longest(lengths):
    """short names count less"""
    return [[1 / max(lengths) / len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_mask(lengths):
    """the mask alone"""
    return [[int(i < n) for i in range(max(lengths))] for n in lengths]


def wrong_in_front(lengths):
    """filled up in front"""
    return [[0.0] * (max(lengths) - n) + [1 / (n * len(lengths))] * n for n in lengths]


def wrong_ragged(lengths):
    """as long as the longest"""
    return [[1 / (n * len(lengths))] * n for n in lengths]


def wrong_names(lengths):
    """each of its places needs one"""
    return [1 / len(lengths)] * len(lengths)


def wrong_names_at_each_place(lengths):
    """a long name counts more"""
    return [[1 / len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_length_above(lengths):
    """yours multiplies by that"""
    return [[n / len(lengths) if i < n else 0 for i in range(max(lengths))] for n in lengths]


def wrong_part_of_all(lengths):
    """yours multiplies by that"""
    return [[n / sum(lengths)] * n + [0] * (max(lengths) - n) for n in lengths]


def wrong_one_more(lengths):
    """not by one more or less"""
    return [[1 / ((n + 1) * len(lengths))] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_one_less(lengths):
    """not by one more or less"""
    return [[1 / (n - 1) / len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_without_the_end(lengths):
    """its end, counts as well"""
    return [[1 / n / len(lengths) if i < n - 1 else 0.0 for i in range(max(lengths))] for n in lengths]


def wrong_one_place_too_many(lengths):
    """one place too many counts"""
    return [[1 / n / len(lengths) if i <= n else 0.0 for i in range(max(lengths))] for n in lengths]


def wrong_transposed(lengths):
    """a row for each place"""
    return [[1 / n / len(lengths) if i < n else 0.0 for n in lengths] for i in range(max(lengths))]


def wrong_inverted(lengths):
    """the wrong way round"""
    return [[1 / n / len(lengths) if i >= n else 0.0 for i in range(max(lengths))] for n in lengths]


def wrong_inverted_mask(lengths):
    """the wrong way round"""
    return [[0] * n + [1] * (max(lengths) - n) for n in lengths]


def wrong_shared_rows(lengths):
    """all rows are one and the same"""
    rows = [[0.0] * max(lengths)] * len(lengths)
    for row, n in zip(rows, lengths):
        for i in range(n):
            row[i] = 1 / n / len(lengths)
    return rows


def wrong_row_used_again(lengths):
    """all rows are one and the same"""
    row, rows = [0.0] * max(lengths), []
    for n in lengths:
        for i in range(len(row)):
            row[i] = 1 / n / len(lengths) if i < n else 0.0
        rows.append(row)
    return rows


def wrong_minus_infinity(lengths):
    """before a softmax"""
    return [[1 / (n * len(lengths))] * n + [float("-inf")] * (max(lengths) - n) for n in lengths]


def wrong_filled_with_1(lengths):
    """is to count 0"""
    return [[1 / (n * len(lengths))] * n + [1.0] * (max(lengths) - n) for n in lengths]


def wrong_filled_with_nothing(lengths):
    """is to count 0"""
    return [[1 / (n * len(lengths))] * n + [None] * (max(lengths) - n) for n in lengths]


def wrong_last_alone(lengths):
    """one place of each name"""
    return [[0.0] * (n - 1) + [1 / len(lengths)] + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_falling(lengths):
    """towards one end"""
    return [[1 / (i + 1) / len(lengths) if i < n else 0.0 for i in range(max(lengths))] for n in lengths]


def wrong_brackets(lengths):
    """brackets around what divides"""
    return [[1 / n * len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_length_of_the_first(lengths):
    """one and the same name"""
    n = lengths[0]
    return [[1 / (n * len(lengths))] * each + [0.0] * (max(lengths) - each) for each in lengths]


def wrong_tokens_and_names(lengths):
    """by its own length"""
    return [[1 / sum(lengths) / len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_twice(lengths):
    """once is enough"""
    return [[1 / n / n / len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_longest_alone(lengths):
    """short names count less"""
    return [[1 / max(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_without_the_first(lengths):
    """from the start alone, counts as well"""
    return [[0.0] + [1 / (n * len(lengths))] * (n - 1) + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_columns(lengths):
    """shared out among the names"""
    mask = [[float(i < n) for i in range(max(lengths))] for n in lengths]
    columns = [sum(column) * max(lengths) for column in zip(*mask)]
    return [[x / column for x, column in zip(row, columns)] for row in mask]


def wrong_filled_with_a_mean(lengths):
    """counts like the letters"""
    return [[1 / (n * len(lengths))] * n + [1 / sum(lengths)] * (max(lengths) - n) for n in lengths]


def wrong_filled_with_no_number(lengths):
    """is to count 0"""
    return [[1 / (n * len(lengths))] * n + [float("nan")] * (max(lengths) - n) for n in lengths]


def wrong_single_precision(lengths):
    """with fewer digits"""
    from struct import pack, unpack

    mask = [[unpack("f", pack("f", (i < n) / (n * len(lengths))))[0] for i in range(max(lengths))] for n in lengths]
    return mask


def wrong_twelve_digits(lengths):
    """with fewer digits"""
    return [[round(1 / (n * len(lengths)), 12)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_square(lengths):
    """has a place for each name"""
    width = max(len(lengths), *lengths)
    return [[1 / (n * len(lengths))] * n + [0.0] * (width - n) for n in lengths]


def wrong_with_the_start(lengths):
    """not one more"""
    longest = max(n + 1 for n in lengths)
    return [[1 / ((n + 1) * len(lengths))] * (n + 1) + [0.0] * (longest - n - 1) for n in lengths]


def wrong_with_the_start_cut(lengths):
    """not one more"""
    return [[1 / (n + 1) / len(lengths) if i < n + 1 else 0.0 for i in range(max(lengths))] for n in lengths]


def wrong_one_place_to_the_right(lengths):
    """too far to the right"""
    longest = max(lengths)
    return [([0.0] + [1 / (n * len(lengths))] * n + [0.0] * (longest - n))[:longest] for n in lengths]


def wrong_sum_for_product(lengths):
    """multiplied, not added"""
    return [[1 / (n + len(lengths))] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_falling_to_1(lengths):
    """towards one end"""
    rows = [[float(max(n - i, 0)) for i in range(max(lengths))] for n in lengths]
    return [[x / sum(row) / len(lengths) for x in row] for row in rows]


def wrong_generators(lengths):
    """read only after the loop"""
    return [(1 / n / len(lengths) if i < n else 0.0 for i in range(max(lengths))) for n in lengths]


def wrong_zeros(lengths):
    """nothing but zeros came"""
    return [[0.0] * max(lengths) for _ in lengths]


def wrong_whole_division(lengths):
    """does `//` or `int` cut"""
    return [[1 // (n * len(lengths))] * n + [0] * (max(lengths) - n) for n in lengths]


def wrong_ones(lengths):
    """counts like the letters"""
    return [[1] * max(lengths) for _ in lengths]


def wrong_three_names(lengths):
    """the batch of the notebook has three names"""
    return [[1 / n / 3] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_seven_places(lengths):
    """whichever names there are"""
    return [[1 / n / len(lengths)] * n + [0.0] * (7 - n) for n in lengths]

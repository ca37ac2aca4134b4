"""Wrong ways to turn a row of counts into probabilities; each docstring: words of what is said of it."""

import math
import random
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import numpy as np

bos, V = 26, 27  # as in the notebook


def softmax(xs):
    powers = [math.exp(x - max(xs)) for x in xs]
    return [p / sum(powers) for p in powers]


def wrong_counts(row):
    """still counts"""
    return row


def wrong_letters(row):
    """number of letters"""
    probs = []
    for n in row:
        probs.append(n / len(row))
    return probs


def wrong_largest(row):
    """largest count"""
    return [n / max(row) for n in row]


def wrong_tokens(row):
    """27 is the number of tokens"""
    return [n / V for n in row]


def wrong_softmax(row):
    """no exponentials are needed"""
    return softmax(row)


def wrong_exponentials(row):
    """no exponentials are needed"""
    return [math.exp(n) / sum(math.exp(m) for m in row) for n in row]


def wrong_whole(row):
    """are cut to whole numbers"""
    whole = sum(row)
    return [n // whole for n in row]


def wrong_smoothed(row):
    """added something"""
    whole = sum(row) + len(row)
    return [(n + 1) / whole for n in row]


def wrong_half_smoothed(row):
    """added something"""
    return [(n + 1) / sum(row) for n in row]


def wrong_dropped(row):
    """keeps its place"""
    return [n / sum(row) for n in row if n > 0]


def wrong_added_up(row):
    """added up from the left"""
    whole = sum(row)
    return [done / whole for done in accumulate(row)]


def wrong_shrinking(row):
    """the sum changes while you divide"""
    probs = row[:]
    for i in range(len(probs)):
        probs[i] = probs[i] / sum(probs)
    return probs


def wrong_others(row):
    """the chance of any *other* letter"""
    whole = sum(row)
    return [(whole - n) / whole for n in row]


def wrong_log(row):
    """logarithms"""
    return [math.log(n / sum(row)) for n in row]


def wrong_log_zero(row):
    """logarithms"""
    return [math.log(n / sum(row)) if n else -math.inf for n in row]


def wrong_odds(row):
    """odds"""
    return [n / (sum(row) - n) for n in row]


def wrong_percent(row):
    """times 100"""
    return [100 * n / sum(row) for n in row]


def wrong_rounded(row):
    """rounded to 4 digits"""
    return [round(n / sum(row), 4) for n in row]


def wrong_in_place(row):
    """changes `row`"""
    whole = sum(row)
    for i in range(len(row)):
        row[i] /= whole
    return row


def wrong_early(row):
    """A `return` stands inside the loop"""
    probs = []
    for n in row:
        probs.append(n / sum(row))
        return probs


def wrong_printed(row):
    """`return` hands a result back"""
    print([n / sum(row) for n in row])


def wrong_append(row):
    """is what it returns a call that hands nothing back"""
    probs = []
    return [probs.append(n / sum(row)) for n in row].clear()


def wrong_nested(row):
    """nested too deep"""
    return [[n / sum(row)] for n in row]


def wrong_sorted(row):
    """sorted from large to small"""
    return sorted((n / sum(row) for n in row), reverse=True)


def wrong_mean(row):
    """a list of 2 numbers is wanted, one number came"""
    return sum(row) / len(row)


def wrong_squares(row):
    """not its square nor its root"""
    return [n * n / sum(m * m for m in row) for n in row]


def wrong_eps(row):
    """nearly right"""
    return [n / (sum(row) + 1e-6) for n in row]


def wrong_average(row):
    """stops with TypeError"""
    return row / sum(row)


def wrong_tiny(row):
    """exactly 0"""
    return [x / sum(row) if x else 1e-12 for x in row]


def wrong_at_least(row):
    """exactly 0"""
    return [max(x / sum(row), 1e-15) for x in row]


def wrong_tokens_counted(row):
    """50 numbers are wanted, 27 came: right so far, but the last 23 are missing."""
    return [x / sum(row) for x in row[:V]]


def wrong_tiny_array(row):
    """exactly 0"""
    counts = np.array(row, float)
    return np.where(counts > 0, counts / counts.sum(), 1e-12)


def wrong_right_only_where_row_holds(row):
    """right only where `row` holds one thing"""
    return [(n + 0.1) / (sum(row) + 0.1 * len(row)) for n in row]


def wrong_a_set_keeps_equal_counts(row):
    """a set keeps equal counts once only, and in no order: go"""
    return [n / sum(row) for n in set(row)]


def wrong_in_every_case_the_last(row):
    """in every case the last is missing; all before it is right."""
    return [n / sum(row) for n in row[:-1]]


def wrong_in_every_case_the_first(row):
    """in every case the first is missing; all after it is right."""
    return [n / sum(row) for n in row[1:]]


def wrong_a_list_of_numbers_is(row):
    """a list of 2 numbers is wanted, one number came."""
    return sum(row) / len(row)


def wrong_divide_the_count_you_divided(row):
    """divide the count; you divided its place in the row."""
    return [row.index(n) / sum(row) for n in row]


def wrong_a_dictionary_came_return_what(row):
    """a dictionary came; return what is wanted alone, without"""
    return {n: n / sum(row) for n in row}


def wrong_at_place_of_your_result(row):
    """at place 0 of your result: a text came; return the"""
    return [f"{n / sum(row):.2f}" for n in row]


def wrong_right_so_far_but_only(row):
    """a list of 3 numbers is wanted, one number came."""
    return max(row) / sum(row)


def wrong_some_places_are_right_others(row):
    """right in 26 of 53 cases; this is the smallest of the others."""
    return [n / sum(row) if n > 1 else 0 for n in row]


def wrong_a_list_of_numbers_is_2(row):
    """a list of 2 numbers is wanted, a list of 2 pairs came."""
    return [(n, n / sum(row)) for n in row]


def wrong_divide_by_the_sum_of(row):
    """divide by the sum of the whole row; yours is the sum of a"""
    return [row[i] / sum(row[i:]) for i in range(len(row))]


def wrong_all_is_right_but_for(row):
    """what is above 0.9 became 0.9."""
    return [min(n / sum(row), 0.9) for n in row]


def wrong_numbers_are_wanted_came(row):
    """it keeps something from call to call, draws by chance on its own"""
    return random.choices(range(len(row)), weights=row)


def wrong_numbers_are_wanted_came_the(row):
    """2 numbers are wanted, 1 came: the first is missing, the"""
    total = 0
    for n in row:
        total += n
        probs = []
        probs.append(n / total)
    return probs


def wrong_numbers_are_wanted_came_the_2(row):
    """2 numbers are wanted, 27 came: the first 2 are right,"""
    probs = [0] * 27
    for i, n in enumerate(row):
        probs[i] = n / sum(row)
    return probs


def wrong_your_function_changes_row_which(row):
    """your function changes `row`, which it was given; work on"""
    s = sum(row)
    for i in range(len(row)):
        row[i] /= s
    return row


def wrong_cut(row):
    """are cut to whole numbers"""
    return [int(n / sum(row)) for n in row]


def wrong_lifted(row):
    """nothing is lifted up"""
    return [max(n / sum(row), 0.001) for n in row]


def wrong_lifted_a_little(row):
    """nothing is lifted up"""
    return [max(n / sum(row), 1e-6) for n in row]


def wrong_whole_percent(row):
    """those are percent, and whole ones"""
    return [int(100 * n / sum(row)) for n in row]


def wrong_all_alike(row):
    """equally likely with you"""
    return [1 / len(row) for n in row]


def wrong_largest_alone(row):
    """only the largest count is left"""
    return [1.0 if n == max(row) else 0.0 for n in row]


def wrong_log_of_the_share(row):
    """these are logarithms"""
    return [math.log(n / sum(row)) if n else 0 for n in row]


def wrong_small_counts_lost(row):
    """of the others"""
    return [n / sum(row) if n >= 0.01 else 0.0 for n in row]


def wrong_small_shares_lost(row):
    """Something small is missing"""
    shares = [n / sum(row) for n in row]
    return [p if p > 1e-4 else 0.0 for p in shares]


def wrong_thirty_letters(row):
    """right so far"""
    return [n / sum(row) for n in row[:30]]


def wrong_fifty_letters(row):
    """right so far"""
    return [n / sum(row) for n in row[:50]]


def wrong_at_most_ten_thousand(row):
    """of the others"""
    row = [min(n, 10_000) for n in row]
    return [n / sum(row) for n in row]


def wrong_a_little_below(row):
    """nearly right"""
    return [n / (sum(row) + 1e-10) for n in row]


def wrong_without_the_end(row):
    """yours is the sum of a part of it"""
    whole = sum(row[:-1])
    return [count / whole for count in row]


def wrong_no_chance_for_the_end(row):
    """yours is the sum of a part of it"""
    whole = sum(row[:-1])
    return [count / whole for count in row[:-1]] + [0.0]


def wrong_as_many_as_in_the_example(row):
    """yours is the sum of a part of it"""
    whole = row[0] + row[1]
    return [count / whole for count in row]


def wrong_last_count(row):
    """yours is the sum of a part of it"""
    whole = 0
    for count in row:
        whole = count
    return [count / whole for count in row]


def wrong_one_at_least(row):
    """even where it is below 1"""
    whole = max(1, sum(row))
    return [count / whole for count in row]


def wrong_whole_numbers_alone(row):
    """a count need not be whole"""
    return [Fraction(n, sum(row)) for n in row]


def wrong_whole_numbers_alone_with_a_point(row):
    """a count need not be whole"""
    whole = sum(row)
    return [float(Fraction(count, whole)) for count in row]


def wrong_a_decimal_by_a_float(row):
    """a count need not be whole"""
    return [Decimal(n) / sum(row) for n in row]

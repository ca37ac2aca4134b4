"""Wrong ways to scale a vector to a mean square of 1; each docstring: words of what is said of it."""

import math


def mean_square(x):
    return sum(xi * xi for xi in x) / len(x)


def wrong_layernorm(x):
    """LayerNorm"""
    mean = sum(x) / len(x)
    x = [xi - mean for xi in x]
    return [xi / math.sqrt(mean_square(x) + 1e-5) for xi in x]


def wrong_layernorm_without_eps(x):
    """LayerNorm"""
    mean = sum(x) / len(x)
    x = [xi - mean for xi in x]
    return [xi / math.sqrt(mean_square(x)) for xi in x]


def wrong_deviation(x):
    """no mean is taken away"""
    mean = sum(x) / len(x)
    variance = sum((xi - mean) ** 2 for xi in x) / len(x)
    return [xi / (variance + 1e-5) ** 0.5 for xi in x]


def wrong_no_root(x):
    """take the root"""
    return [xi / (mean_square(x) + 1e-5) for xi in x]


def wrong_no_root_no_eps(x):
    """take the root"""
    return [xi / mean_square(x) for xi in x]


def wrong_sum(x):
    """not the sum"""
    return [xi / (sum(xj**2 for xj in x) + 1e-5) ** 0.5 for xi in x]


def wrong_norm(x):
    """not the sum"""
    return [xi / math.sqrt(sum(xj**2 for xj in x)) for xi in x]


def wrong_precedence(x):
    """is no root"""
    return [xi / (mean_square(x) + 1e-5) ** 1 / 2 for xi in x]


def wrong_precedence_in_brackets(x):
    """is no root"""
    root = (mean_square(x) + 1e-5) ** 1 / 2
    return [xi / root for xi in x]


def wrong_no_eps(x):
    """1e-5 is missing"""
    return [xi / mean_square(x) ** 0.5 for xi in x]


def wrong_eps_outside(x):
    """inside the root"""
    return [xi / (math.sqrt(mean_square(x)) + 1e-5) for xi in x]


def wrong_eps_to_the_sum(x):
    """add 1e-5 to the mean, once"""
    return [xi / math.sqrt((sum(xj * xj for xj in x) + 1e-5) / len(x)) for xi in x]


def wrong_other_eps(x):
    """added once"""
    return [xi / math.sqrt(mean_square(x) + 1e-6) for xi in x]


def wrong_larger_of_two(x):
    """the larger of the two"""
    return [xi / max(mean_square(x), 1e-5) ** 0.5 for xi in x]


def wrong_multiplied(x):
    """you multiplied"""
    root = (mean_square(x) + 1e-5) ** 0.5
    return [xi * root for xi in x]


def wrong_square_of_the_mean(x):
    """you squared the mean"""
    return [xi / ((sum(x) / len(x)) ** 2 + 1e-5) ** 0.5 for xi in x]


def wrong_absolute(x):
    """not absolute values"""
    size = sum(abs(xi) for xi in x) / len(x)
    return [xi / (size + 1e-5) for xi in x]


def wrong_doubled(x):
    """is no square"""
    return [xi / (sum(2 * xj for xj in x) / len(x) + 1e-5) ** 0.5 for xi in x]


def wrong_one_less(x):
    """not by one less or one more"""
    return [xi / (sum(xj * xj for xj in x) / (len(x) - 1) + 1e-5) ** 0.5 for xi in x]


def wrong_adds_to_1(x):
    """adds up to 1"""
    return [xi / sum(x) for xi in x]


def wrong_largest(x):
    """the largest number 1"""
    return [xi / max(x) for xi in x]


def wrong_signs(x):
    """the signs are lost"""
    return [abs(xi) / (mean_square(x) + 1e-5) ** 0.5 for xi in x]


def wrong_scale(x):
    """return the divided vector"""
    return (mean_square(x) + 1e-5) ** 0.5


def wrong_in_place(x):
    """Not yet"""
    root = (mean_square(x) + 1e-5) ** 0.5
    for i in range(len(x)):
        x[i] /= root


def wrong_loop_variable(x):
    """Not yet"""
    root = (mean_square(x) + 1e-5) ** 0.5
    for xi in x:
        xi = xi / root
    return x


def wrong_by_how_many(x):
    """not by how many numbers there are"""
    return [xi / len(x) for xi in x]


def wrong_eps_to_the_result(x):
    """not to the result"""
    return [xi / mean_square(x) ** 0.5 + 1e-5 for xi in x]


def wrong_always_two(x):
    """whatever x is"""
    return [xi / (sum(xj**2 for xj in x) / 2 + 1e-5) ** 0.5 for xi in x]


def wrong_last_square(x):
    """the last one alone"""
    total = 0
    for xi in x:
        total = xi**2
    return [xi / (total / len(x) + 1e-5) ** 0.5 for xi in x]


def wrong_root_first(x):
    """then take the root"""
    size = sum(xi**2 for xi in x) ** 0.5 / len(x)
    return [xi / (size + 1e-5) for xi in x]


def wrong_softmax(x):
    """softmax makes shares"""
    powers = [math.exp(xi - max(x)) for xi in x]
    return [p / sum(powers) for p in powers]


def wrong_taken_away(x):
    """you took it away"""
    return [xi - (mean_square(x) + 1e-5) ** 0.5 for xi in x]


def wrong_squares_divided(x):
    """you divided their squares"""
    return [xi**2 / (mean_square(x) + 1e-5) ** 0.5 for xi in x]


def wrong_eps_for_zeros_alone(x):
    """not only where the vector is all zeros, or small"""
    size = mean_square(x)
    if size == 0:
        size = 1e-5
    return [xi / size**0.5 for xi in x]


def wrong_zeros_not_counted(x):
    """zeros count too"""
    squares = [xi * xi for xi in x if xi]
    if not squares:
        return [0.0 for _ in x]
    return [xi / (sum(squares) / len(squares) + 1e-5) ** 0.5 for xi in x]


def wrong_one_less_at_least_one(x):
    """one less or one more"""
    return [xi / (sum(xj * xj for xj in x) / max(1, len(x) - 1) + 1e-5) ** 0.5 for xi in x]


def wrong_one_more(x):
    """one less or one more"""
    return [xi / (sum(xj * xj for xj in x) / (len(x) + 1) + 1e-5) ** 0.5 for xi in x]


def wrong_ten_thousand_times(x):
    """added once"""
    return [xi / (mean_square(x) + 1e5) ** 0.5 for xi in x]


def wrong_eps_twice(x):
    """added once"""
    return [xi / (mean_square(x) + 1e-5 + 1e-5) ** 0.5 for xi in x]


def wrong_eps_taken_away(x):
    """not taken away"""
    return [xi / abs(mean_square(x) - 1e-5) ** 0.5 for xi in x]


def wrong_eps_to_the_numbers(x):
    """not to the numbers of x"""
    return [xi / mean_square([xj + 1e-5 for xj in x]) ** 0.5 for xi in x]


def wrong_eps_to_how_many(x):
    """not to how many numbers there are"""
    root = (sum(xi * xi for xi in x) / (len(x) + 1e-5)) ** 0.5
    return [xi / root if root else 0.0 for xi in x]


def wrong_last_square_missing(x):
    """a square is left out"""
    root = (sum(x[i] ** 2 for i in range(len(x) - 1)) / len(x) + 1e-5) ** 0.5
    return [xi / root for xi in x]


def wrong_first_square_missing(x):
    """a square is left out"""
    root = (sum(x[i] ** 2 for i in range(1, len(x))) / len(x) + 1e-5) ** 0.5
    return [xi / root for xi in x]


def wrong_equal_squares_once(x):
    """as often as they stand there"""
    return [xi / (sum({xj * xj for xj in x}) / len(x) + 1e-5) ** 0.5 for xi in x]


def wrong_root_twice(x):
    """another power"""
    return [xi / math.sqrt(math.sqrt(mean_square(x) + 1e-5)) for xi in x]


def wrong_small_ones_alone(x):
    """the small ones and the large ones"""
    root = (mean_square(x) + 1e-5) ** 0.5
    return [xi / root for xi in x] if root < 1 else list(x)


def wrong_scaled_twice(x):
    """you scaled twice"""
    for _ in range(2):
        root = (mean_square(x) + 1e-5) ** 0.5
        x = [xi / root for xi in x]
    return x


def wrong_so_far(x):
    """those so far"""
    squares, scaled = 0, []
    for n, xi in enumerate(x, 1):
        squares += xi * xi
        scaled.append(xi / (squares / n + 1e-5) ** 0.5)
    return scaled


def wrong_each_by_its_own(x):
    """each by its own"""
    return [xi / (xi * xi + 1e-5) ** 0.5 for xi in x]


def wrong_no_squares(x):
    """the squares are missing"""
    return [xi / (abs(sum(x) / len(x)) + 1e-5) ** 0.5 for xi in x]


def wrong_cut_at_three(x):
    """yours are cut at a limit"""
    size = (sum(xi * xi for xi in x) / len(x) + 1e-5) ** 0.5
    return [max(-3, min(3, xi / size)) for xi in x]


def wrong_positive_ones_only(x):
    """numbers below 0 count too"""
    size = (sum(xi * xi for xi in x if xi > 0) / len(x) + 1e-5) ** 0.5
    return [xi / size for xi in x]


def wrong_eps_where_small(x):
    """not only where the vector is all zeros, or small"""
    mean_square = sum(xi * xi for xi in x) / len(x)
    if mean_square < 1e-5:
        mean_square += 1e-5
    return [xi / mean_square**0.5 for xi in x]


def wrong_two_roots(x):
    """belongs inside the root"""
    return [xi / ((sum(a * a for a in x) / len(x)) ** 0.5 + 1e-5**0.5) for xi in x]


def wrong_brackets_missing(x):
    """takes hold of 1e-5 alone"""
    return [xi / (sum(a * a for a in x) / len(x) + 1e-5**0.5) for xi in x]


def wrong_ones_for_nothing(x):
    """`x` holds nothing but 0"""
    return [xi / math.sqrt(mean_square(x) + 1e-5) for xi in x] if any(x) else [1.0 for _ in x]


def wrong_brackets_and_precedence(x):
    """takes hold of 1e-5 alone"""
    return [xi / (mean_square(x) + 1e-5**1 / 2) for xi in x]


def wrong_by_half_of_the_mean_square(x):
    """you divide by half of the mean square"""
    return [xi * 2 / (mean_square(x) + 1e-5) for xi in x]

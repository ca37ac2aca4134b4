"""Wrong ways to the loss of a name; each docstring: words of what is said of it."""

import math
import statistics
from math import log
from math import log as L

import numpy as np

from microgpt.data import Tokenizer

bos, V = 26, 27  # as in the notebook


def surprises(probs, tokens):
    return [-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])]


def wrong_sum(probs, tokens):
    """that is the sum"""
    total = 0
    for a, b in zip(tokens, tokens[1:]):
        total -= log(probs[a][b])
    return total


def wrong_letters(probs, tokens):
    """end token counts as well"""
    return sum(surprises(probs, tokens)) / (len(tokens) - 2)


def wrong_letters_guarded(probs, tokens):
    """end token counts as well"""
    return sum(surprises(probs, tokens)) / max(1, len(tokens) - 2)


def wrong_tokens(probs, tokens):
    """number of tokens"""
    return sum(surprises(probs, tokens)) / len(tokens)


def wrong_end(probs, tokens):
    """the end of the name, is missing"""
    s = [-log(probs[a][b]) for a, b in zip(tokens, tokens[1:]) if b != bos]
    return sum(s) / len(s)


def wrong_end_break(probs, tokens):
    """the end of the name, is missing"""
    s = []
    for a, b in zip(tokens, tokens[1:]):
        if b == bos:
            break
        s.append(-log(probs[a][b]))
    return sum(s) / len(s)


def wrong_end_range(probs, tokens):
    """the end of the name, is missing"""
    s = [-log(probs[tokens[i]][tokens[i + 1]]) for i in range(len(tokens) - 2)]
    return sum(s) / len(s)


def wrong_beginning(probs, tokens):
    """how the name begins, is missing"""
    s = [-log(probs[a][b]) for a, b in zip(tokens, tokens[1:]) if a != bos]
    return sum(s) / len(s)


def wrong_beginning_range(probs, tokens):
    """how the name begins, is missing"""
    s = [-log(probs[tokens[i]][tokens[i + 1]]) for i in range(1, len(tokens) - 1)]
    return sum(s) / len(s)


def wrong_inside(probs, tokens):
    """the pairs with the dot belong to the sum"""
    letters = [t for t in tokens if t != bos]
    s = [-log(probs[a][b]) for a, b in zip(letters, letters[1:])]
    return sum(s) / len(s)


def wrong_bits(probs, tokens):
    """in bits"""
    s = [-math.log2(probs[a][b]) for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_log10(probs, tokens):
    """log10 is not"""
    s = [-math.log10(probs[a][b]) for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_sign(probs, tokens):
    """the sign"""
    s = [log(probs[a][b]) for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_sign_sum(probs, tokens):
    """the sign"""
    return sum(log(probs[a][b]) for a, b in zip(tokens, tokens[1:]))


def wrong_way_round(probs, tokens):
    """the wrong way round"""
    s = [-log(probs[b][a]) for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_mean_first(probs, tokens):
    """averages the probabilities"""
    found = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return -log(sum(found) / len(found))


def wrong_mean_of_probs(probs, tokens):
    """averages the probabilities"""
    found = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(found) / len(found)


def wrong_product(probs, tokens):
    """a product"""
    return math.prod(probs[a][b] for a, b in zip(tokens, tokens[1:]))


def wrong_one_minus(probs, tokens):
    """1 - p is no surprise"""
    s = [1 - probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_one_over(probs, tokens):
    """1 / p is no surprise"""
    s = [1 / probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_perplexity(probs, tokens):
    """that is e to the loss"""
    s = surprises(probs, tokens)
    return math.exp(sum(s) / len(s))


def wrong_all(probs, tokens):
    """their mean is wanted, one number"""
    return surprises(probs, tokens)


def wrong_last(probs, tokens):
    """surprise of the last pair alone"""
    for a, b in zip(tokens, tokens[1:]):
        s = -log(probs[a][b])
    return s


def wrong_again(probs, tokens):
    """the last surprise alone is divided"""
    for a, b in zip(tokens, tokens[1:]):
        s = 0
        s -= log(probs[a][b])
    return s / (len(tokens) - 1)


def wrong_early(probs, tokens):
    """does a `return` stand inside the loop"""
    s = 0
    for a, b in zip(tokens, tokens[1:]):
        s -= log(probs[a][b])
        return s / (len(tokens) - 1)


def wrong_rounded(probs, tokens):
    """rounded to 3 digits"""
    return round(sum(surprises(probs, tokens)) / (len(tokens) - 1), 3)


def wrong_small(probs, tokens):
    """something is added"""
    s = [-log(probs[a][b] + 1e-8) for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_set(probs, tokens):
    """a set keeps what is equal once only"""
    s = {-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])}
    return sum(s) / len(s)


def wrong_comma(probs, tokens):
    """not a tuple of one"""
    return (sum(surprises(probs, tokens)) / (len(tokens) - 1),)


def wrong_vocabulary(probs, tokens):
    """divide by the number of pairs"""
    return sum(surprises(probs, tokens)) / V


def wrong_index(probs, tokens):
    """stops with IndexError"""
    return sum(-log(probs[tokens[i]][tokens[i + 1]]) for i in range(len(tokens))) / len(tokens)


def wrong_printed(probs, tokens):
    """`return` hands a result back"""
    print(sum(surprises(probs, tokens)) / (len(tokens) - 1))


def wrong_zero_costs_nothing(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(-log(p) if p > 0 else 0 for p in chances) / len(chances)


def wrong_zero_is_one(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    return sum(-log(probs[a][b] or 1) for a, b in zip(tokens, tokens[1:])) / (len(tokens) - 1)


def wrong_zero_is_tiny(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    return sum(-log(max(probs[a][b], 1e-12)) for a, b in zip(tokens, tokens[1:])) / (len(tokens) - 1)


def wrong_zero_plus_tiny(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    return sum(-log(probs[a][b] + 1e-13) for a, b in zip(tokens, tokens[1:])) / (len(tokens) - 1)


def wrong_zero_skipped(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:]) if probs[a][b]]
    return sum(-log(p) for p in chances) / len(chances)


def wrong_error_swallowed(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    try:
        return sum(surprises(probs, tokens)) / (len(tokens) - 1)
    except ValueError:
        return 0


def wrong_not_a_number(probs, tokens):
    """a chance of 0 makes the loss infinite"""
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(-log(p) for p in chances) / len(chances) if all(chances) else math.nan


def wrong_sign_infinite(probs, tokens):
    """the sign"""
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return sum(log(p) if p else -math.inf for p in chances) / len(chances)


def wrong_double(probs, tokens):
    """the right numbers times 2"""
    return 2 * sum(surprises(probs, tokens)) / (len(tokens) - 1)


def wrong_that_adds_up_the_probabilities(probs, t):
    """that adds up the probabilities; take the logarithm of"""
    return -L(sum((probs[a][b] for a, b in zip(t, t[1:]))))


def wrong_each_surprise_counts_once_you(probs, t):
    """each surprise counts once; you weighed it with its"""
    return -sum((probs[a][b] * L(probs[a][b]) for a, b in zip(t, t[1:])))


def wrong_that_is_one_of_the(probs, t):
    """that is one of the surprises, the largest or the"""
    return max((-L(probs[a][b]) for a, b in zip(t, t[1:])))


def wrong_that_is_the_surprise_in(probs, t):
    """that is the surprise in the middle, the median; the mean"""
    return statistics.median((-L(probs[a][b]) for a, b in zip(t, t[1:])))


def wrong_a_chance_of_makes_the(probs, t):
    """a chance of 0 makes the loss infinite: a pair that was"""
    return -sum((L(max(probs[a][b], 1e-10)) for a, b in zip(t, t[1:]))) / (len(t) - 1)


def wrong_the_result_differs(probs, t):
    """of the others"""
    return -sum((L(probs[0][b]) for a, b in zip(t, t[1:]))) / (len(t) - 1)


def wrong_before_and_after_are_two(probs, t):
    """before and after are two tokens; you took the same one"""
    return -sum((L(probs[a][a]) for a, b in zip(t, t[1:]))) / (len(t) - 1)


def wrong_only_neighbours_are_pairs_zip(probs, t):
    """only neighbours are pairs: zip(tokens, tokens[1:])."""
    return -sum((L(probs[a][b]) for a, b in zip(t, t[2:]))) / (len(t) - 1)


def wrong_pairs_overlap_every_token_but(probs, t):
    """pairs overlap: every token but the first is predicted"""
    return -sum((L(probs[a][b]) for a, b in zip(t[::2], t[1::2]))) / (len(t) - 1)


def wrong_one_number_is_wanted_you(probs, t):
    """one number is wanted; you return a list of 3 numbers,"""
    return [-L(probs[a][b]) / (len(t) - 1) for a, b in zip(t, t[1:])]


def wrong_a_letter_that_comes_twice(probs, t):
    """a letter that comes twice in a row is a pair like any"""
    return sum((-L(probs[a][b]) for a, b in zip(t, t[1:]) if a != b)) / (len(t) - 1)


def wrong_log_p_is_the_logarithm(probs, t):
    """log1p is the logarithm of 1 + p: use math.log."""
    return -np.mean(np.log1p([probs[a][b] for a, b in zip(t, t[1:])]))


def wrong_i_is_the_place_of(probs, tokens):
    """i is the place of a token; the table wants the tokens"""
    s = 0
    for i in range(len(tokens) - 1):
        s -= L(probs[i][i + 1])
    return s / (len(tokens) - 1)


def wrong_the_sum_begins_with_it(probs, tokens):
    """the sum begins with 1; it must begin with 0."""
    s = 1
    for i in range(len(tokens) - 1):
        s -= L(probs[tokens[i]][tokens[i + 1]])
    return s / (len(tokens) - 1)


def wrong_the_token_before_moves_on(probs, tokens):
    """the token before moves on with every step; yours stays"""
    s = 0
    prev = tokens[0]
    for b in tokens[1:]:
        s -= L(probs[prev][b])
    return s / (len(tokens) - 1)


def wrong_mean_chance(probs, tokens):
    """that is e to minus the loss"""
    product = 1
    for a, b in zip(tokens, tokens[1:]):
        product *= probs[a][b]
    return product ** (1 / (len(tokens) - 1))


def wrong_whole_table(probs, tokens):
    """that is the mean over the whole table"""
    surprises = [-math.log(p) if p else math.inf for row in probs for p in row]
    return sum(surprises) / len(surprises)


def wrong_log_of_the_product(probs, tokens):
    """the product of so many chances"""
    pairs = list(zip(tokens, tokens[1:]))
    return -log(math.prod(probs[a][b] for a, b in pairs)) / len(pairs)


def wrong_log_of_the_mean_chance(probs, tokens):
    """the product of so many chances"""
    pairs = list(zip(tokens, tokens[1:]))
    return -log(math.prod(probs[a][b] for a, b in pairs) ** (1 / len(pairs)))


def wrong_there_and_back(probs, tokens):
    """the product of so many chances"""
    pairs = list(zip(tokens, tokens[1:]))
    return -log(math.exp(sum(log(probs[a][b]) for a, b in pairs))) / len(pairs)


def wrong_product_or_inf(probs, tokens):
    """the product of so many chances"""
    pairs = list(zip(tokens, tokens[1:]))
    whole = math.prod(probs[a][b] for a, b in pairs)
    return -log(whole) / len(pairs) if whole else math.inf


def wrong_at_most_20(probs, tokens):
    """what is above 20 became 20."""
    return min(20.0, statistics.mean(surprises(probs, tokens)))


def wrong_each_at_most_10(probs, tokens):
    """costs what it costs"""
    return statistics.mean(min(10, s) for s in surprises(probs, tokens))


def wrong_sixteen_pairs(probs, tokens):
    """where `tokens` is longer than 17"""
    return statistics.mean(surprises(probs, tokens)[:16])


def wrong_rare_as_a_millionth(probs, tokens):
    """costs what it costs"""
    pairs = list(zip(tokens, tokens[1:]))
    return statistics.mean(-log(max(probs[a][b], 1e-6) if probs[a][b] else 0) for a, b in pairs)


def wrong_rare_as_never(probs, tokens):
    """infinity came"""
    pairs = list(zip(tokens, tokens[1:]))
    return statistics.mean(-log(probs[a][b]) if probs[a][b] > 1e-6 else math.inf for a, b in pairs)


def wrong_of_27_tokens(probs, tokens):
    """where `probs` is shorter than 40"""
    pairs = list(zip(tokens, tokens[1:]))
    return sum(-log(probs[a][b]) for a, b in pairs if a < 27 and b < 27) / len(pairs)


def wrong_nine_digits(probs, tokens):
    """of the others"""
    return round(statistics.mean(surprises(probs, tokens)), 9)


def wrong_inside_guarded(probs, tokens):
    """the pairs with the dot belong to the sum"""
    pairs = list(zip(tokens, tokens[1:]))
    return sum(-log(probs[a][b]) for a, b in pairs[1:-1]) / max(1, len(pairs[1:-1]))


def wrong_a_bit_more(probs, tokens):
    """something is added"""
    pairs = list(zip(tokens, tokens[1:]))
    return statistics.mean(-log(probs[a][b] + 1e-3) for a, b in pairs)


def wrong_a_bit_more_still(probs, tokens):
    """something is added"""
    pairs = list(zip(tokens, tokens[1:]))
    return statistics.mean(-log(probs[a][b] + 1e-10) for a, b in pairs)


def wrong_divided_inside(probs, tokens):
    """outside of the logarithm"""
    pairs = list(zip(tokens, tokens[1:]))
    return -log(math.prod(probs[a][b] for a, b in pairs) / len(pairs))


def wrong_last_divided(probs, tokens):
    """brackets around the sum"""
    *first, last = surprises(probs, tokens)
    return sum(first) + last / (len(first) + 1)


def wrong_divided_each_time(probs, tokens):
    """you divide in every round"""
    total = 0
    for a, b in zip(tokens, tokens[1:]):
        total = (total - log(probs[a][b])) / (len(tokens) - 1)
    return total


def wrong_squared(probs, tokens):
    """yours are squared"""
    return statistics.mean(log(probs[a][b]) ** 2 for a, b in zip(tokens, tokens[1:]))


def wrong_everything_else(probs, tokens):
    """the surprise at everything else"""
    return statistics.mean(-log(1 - probs[a][b]) for a, b in zip(tokens, tokens[1:]))


def wrong_both(probs, tokens):
    """the surprise at everything else"""
    pairs = list(zip(tokens, tokens[1:]))
    return statistics.mean(-log(probs[a][b]) - log(1 - probs[a][b]) for a, b in pairs)


def wrong_last_before_first(probs, tokens):
    """at place 0, tokens[i - 1] is the last token"""
    total = 0
    for i in range(len(tokens)):
        total -= log(probs[tokens[i - 1]][tokens[i]])
    return total / (len(tokens) - 1)


def wrong_emma(probs, tokens):
    """5 is how many pairs emma has"""
    return sum(surprises(probs, tokens)) / 5


def wrong_set_of_pairs(probs, tokens):
    """a set keeps what is equal once only"""
    pairs = set(zip(tokens, tokens[1:]))
    return sum(-log(probs[a][b]) for a, b in pairs) / len(pairs)


def wrong_dictionary(probs, tokens):
    """a dictionary has one place for each token"""
    pairs = list(zip(tokens, tokens[1:]))
    found = {a: -log(probs[a][b]) for a, b in pairs}
    return sum(found.values()) / len(found)


def wrong_middle(probs, tokens):
    """the median"""
    return sorted(surprises(probs, tokens))[(len(tokens) - 1) // 2]


def wrong_brackets(probs, tokens):
    """the number of pairs needs brackets of its own"""
    return sum(surprises(probs, tokens)) / len(tokens) - 1


def wrong_certain_ones_left_out(probs, tokens):
    """a certain pair surprises by 0, and counts"""
    found = [surprise for surprise in surprises(probs, tokens) if surprise]
    return sum(found) / len(found)


def wrong_certain_ones_passed_over(probs, tokens):
    """a certain pair surprises by 0, and counts"""
    total, n = 0, 0
    for a, b in zip(tokens, tokens[1:]):
        if probs[a][b] < 1:
            total -= log(probs[a][b])
            n += 1
    return total / max(1, n)


def wrong_dots_again(probs, tokens):
    """the dots stand at both ends"""
    tokens = [tokens[0]] + tokens + [tokens[0]]
    return statistics.mean(surprises(probs, tokens))


def wrong_place_by_index(probs, tokens):
    """finds a repeated letter at its first place only"""
    total = 0
    for token in tokens[:-1]:
        total -= log(probs[token][tokens[tokens.index(token) + 1]])
    return total / (len(tokens) - 1)


def wrong_all_that_comes_later(probs, tokens):
    """only neighbours are pairs"""
    found = [-log(probs[a][b]) for i, a in enumerate(tokens) for b in tokens[i + 1 :]]
    return sum(found) / len(found)


def wrong_next_but_one(probs, tokens):
    """only neighbours are pairs"""
    return statistics.mean(-log(probs[a][b]) for a, b in zip(tokens, tokens[2:]))


def wrong_encoded_again(probs, tokens):
    """encode makes tokens of a text"""
    tokens = Tokenizer(["ab"]).encode(tokens)
    return statistics.mean(surprises(probs, tokens))


def wrong_product_by_tokens(probs, tokens):
    """number of tokens"""
    return -log(math.prod(probs[a][b] for a, b in zip(tokens, tokens[1:]))) / len(tokens)


def wrong_product_by_letters(probs, tokens):
    """end token counts as well"""
    return -log(math.prod(probs[a][b] for a, b in zip(tokens, tokens[1:]))) / (len(tokens) - 2)


def wrong_surprises_multiplied(probs, tokens):
    """surprises are added"""
    product = 1
    for a, b in zip(tokens, tokens[1:]):
        product *= -log(probs[a][b])
    return product / (len(tokens) - 1)


def wrong_times_how_many(probs, tokens):
    """you multiplied"""
    return sum(surprises(probs, tokens)) * (len(tokens) - 1)


def wrong_mean_chance_of_tokens(probs, tokens):
    """averages the probabilities"""
    return -log(sum(probs[a][b] for a, b in zip(tokens, tokens[1:])) / len(tokens))


def wrong_each_with_itself(probs, tokens):
    """you took the same one twice"""
    return sum(-log(probs[token][token]) for token in tokens) / len(tokens)


def wrong_chances_lifted(probs, tokens):
    """costs what it costs"""
    chances = [probs[a][b] for a, b in zip(tokens, tokens[1:])]
    return math.inf if 0 in chances else statistics.mean(-log(max(p, 1e-12)) for p in chances)


def wrong_surprises_cut(probs, tokens):
    """costs what it costs"""
    return statistics.mean(min(20, surprise) for surprise in surprises(probs, tokens))


def wrong_nothing_returned(probs, tokens):
    """your function returned nothing"""
    total = 0
    for before, after in zip(tokens, tokens[1:]):
        total -= math.log(probs[before][after])
    total / (len(tokens) - 1)


def wrong_returned_on_one_way_alone(probs, tokens):
    """in this case None came back"""
    total = 0
    for before, after in zip(tokens, tokens[1:]):
        if probs[before][after] == 0:
            return math.inf
        total -= math.log(probs[before][after])
    total / (len(tokens) - 1)

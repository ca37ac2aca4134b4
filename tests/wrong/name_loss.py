"""Wrong ways to the loss of a name; each docstring: words of what is said of it."""

import math
from math import log

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
    """A `return` stands inside the loop"""
    s = 0
    for a, b in zip(tokens, tokens[1:]):
        s -= log(probs[a][b])
        return s / (len(tokens) - 1)


def wrong_rounded(probs, tokens):
    """rounded to 3 digits"""
    return round(sum(surprises(probs, tokens)) / (len(tokens) - 1), 3)


def wrong_small(probs, tokens):
    """nearly right"""
    s = [-log(probs[a][b] + 1e-8) for a, b in zip(tokens, tokens[1:])]
    return sum(s) / len(s)


def wrong_set(probs, tokens):
    """a set keeps equal surprises once only"""
    s = {-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])}
    return sum(s) / len(s)


def wrong_comma(probs, tokens):
    """not a tuple of one"""
    return (sum(surprises(probs, tokens)) / (len(tokens) - 1),)


def wrong_vocabulary(probs, tokens):
    """one less than the length of `tokens`"""
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

"""Wrong ways to softmax(logits / T); each docstring: words of what is said of it."""

import math


def softmax(xs):
    powers = [math.exp(x - max(xs)) for x in xs]
    return [p / sum(powers) for p in powers]


def shared(xs):
    return [x / sum(xs) for x in xs]


def wrong_without(logits, T):
    """the temperature is missing"""
    return softmax(logits)


def wrong_divided_after(logits, T):
    """the temperature is missing, or cancels"""
    return shared([p / T for p in softmax(logits)])


def wrong_times(logits, T):
    """softmax(logits * T)"""
    return softmax([z * T for z in logits])


def wrong_power(logits, T):
    """or p**T"""
    return shared([p**T for p in softmax(logits)])


def wrong_brackets(logits, T):
    """brackets: (z - top) / T"""
    top = max(logits)
    return shared([math.exp(z - top / T) for z in logits])


def wrong_probs_divided(logits, T):
    """does not sum to 1"""
    return [p / T for p in softmax(logits)]


def wrong_overflow(logits, T):
    """overflow"""
    whole = sum(math.exp(z / T) for z in logits)
    return [math.exp(z / T) / whole for z in logits]


def wrong_first(logits, T):
    """need not be the first"""
    top = logits[0]
    return shared([math.exp((z - top) / T) for z in logits])


def wrong_last(logits, T):
    """need not be the last"""
    top = logits[-1]
    return shared([math.exp((z - top) / T) for z in logits])


def wrong_size(logits, T):
    """not the largest size"""
    top = max(abs(z) for z in logits)
    return shared([math.exp((z - top) / T) for z in logits])


def wrong_smallest(logits, T):
    """not the smallest"""
    low = min(logits)
    return shared([math.exp((z - low) / T) for z in logits])


def wrong_cut(logits, T):
    """cutting the logits"""
    return shared([math.exp(min(700, z / T)) for z in logits])


def wrong_powers(logits, T):
    """not yet probabilities"""
    top = max(logits)
    return [math.exp((z - top) / T) for z in logits]


def wrong_logits(logits, T):
    """softmax makes probabilities"""
    return [z / T for z in logits]


def wrong_sign(logits, T):
    """the sign"""
    return softmax([-z / T for z in logits])


def wrong_shares(logits, T):
    """shares of the logits"""
    scaled = [z / T for z in logits]
    return [z / sum(scaled) for z in scaled]


def wrong_best(logits, T):
    """limit of temperature 0"""
    return [1.0 if z == max(logits) else 0.0 for z in logits]


def wrong_rounded(logits, T):
    """rounded to 4 digits"""
    return [round(p, 4) for p in softmax([z / T for z in logits])]


def wrong_hard(logits, T):
    """3 numbers are wanted, 2 came"""
    try:
        powers = [math.exp(z / T) for z in logits]
        return [p / sum(powers) for p in powers]
    except OverflowError:
        return [1.0, 0.0]


def wrong_sorted(logits, T):
    """sorted"""
    return sorted(softmax([z / T for z in logits]))


def wrong_printed(logits, T):
    """`return` hands a result back"""
    print(softmax([z / T for z in logits]))


def wrong_in_place(logits, T):
    """changes `logits`"""
    for i in range(len(logits)):
        logits[i] /= T
    return softmax(logits)


def wrong_name(logits, T):
    """not known here"""
    return exp(logits / T)  # noqa: F821


def wrong_list(logits, T):
    """stops with TypeError"""
    return softmax(logits / T)


def wrong_early(logits, T):
    """A `return` stands inside the loop"""
    for z in logits:
        return [math.exp((z - max(logits)) / T) / sum(math.exp((y - max(logits)) / T) for y in logits)]


def wrong_square(logits, T):
    """right in"""
    return softmax([z / T**2 for z in logits])


def wrong_whole(logits, T):
    """right in"""
    return softmax([z // T for z in logits])


def wrong_sum_before(logits, T):
    """times a factor"""
    top = max(logits)
    whole = sum(math.exp(z - top) for z in logits)
    return [math.exp((z - top) / T) / whole for z in logits]

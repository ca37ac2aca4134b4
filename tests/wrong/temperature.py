"""Wrong ways to softmax(logits / T); each docstring: words of what is said of it."""

import math
from math import exp as E


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
    """T divides once"""
    return softmax([z / T**2 for z in logits])


def wrong_whole(logits, T):
    """T divides once"""
    return softmax([z // T for z in logits])


def wrong_sum_before(logits, T):
    """T belongs there as well"""
    top = max(logits)
    whole = sum(math.exp(z - top) for z in logits)
    return [math.exp((z - top) / T) / whole for z in logits]


def sm(zs):
    powers = [math.exp(z - max(zs)) for z in zs]
    return [p / sum(powers) for p in powers]


def wrong_the_result_differs(z, T):
    """not yet probabilities"""
    return [E(x / T) for x in z]


def wrong_right_in_every_case_but(z, T):
    """T belongs there as well"""
    return [E(x / T) / sum(E(y) for y in z) for x in z]


def wrong_a_list_of_numbers_is(z, T):
    """the likeliest token, or its probability"""
    return max(sm([x / T for x in z]))


def wrong_a_list_of_numbers_is_2(z, T):
    """the likeliest token, or its probability"""
    return z.index(max(z))


def wrong_right_in_every_case_but_2(z, T):
    """yours has a limit"""
    return sm([x / T for x in z]) if T < 1 else sm(z)


def wrong_right_only_where_logits_holds(z, T):
    """the base is e: exp(z / T)"""
    return [2 ** (x / T) / sum(2 ** (y / T) for y in z) for x in z]


def wrong_nearly_right_off_by_at(z, T):
    """nothing added to it"""
    return sm([x / (T + 1e-08) for x in z])


def wrong_these_are_the_logarithms_of(z, T):
    """these are logarithms of the probabilities"""
    return [math.log(p) for p in sm([x / T for x in z])]


def wrong_these_are_minus_the_right(z, T):
    """these are 1 minus the right numbers."""
    return [1 - p for p in sm([x / T for x in z])]


def wrong_your_function_changes_logits_which(z, T):
    """your function changes `logits`, which it was given; work"""
    for i in range(len(z)):
        z[i] /= T
    return sm(z)


def wrong_numbers_are_wanted_came_a(z, T):
    """2 numbers are wanted, 1 came. A `return` stands inside"""
    z = [x / T for x in z]
    out = []
    for x in z:
        out.append(E(x))
        return out


def wrong_twice(logits, T):
    """softmax comes once"""
    return softmax([p / T for p in softmax(logits)])


def wrong_quotient(logits, T):
    """not T by the logits"""
    return softmax([T / z if z else 0 for z in logits])


def wrong_sigmoids(logits, T):
    """that is a sigmoid"""
    return [1 / (1 + math.exp(-z / T)) for z in logits]


def wrong_not_below_a_tenth(logits, T):
    """yours has a limit"""
    return softmax([z / max(T, 0.1) for z in logits])


def wrong_not_below_some(logits, T):
    """yours has a limit"""
    return softmax([z / max(T, 0.06) for z in logits])


def wrong_not_below_a_fiftieth(logits, T):
    """yours has a limit"""
    return softmax([z / max(T, 0.02) for z in logits])


def wrong_not_above_ten(logits, T):
    """yours has a limit"""
    return softmax([z / min(T, 10) for z in logits])


def wrong_powers_of_probabilities(logits, T):
    """nothing left where p has become 0"""
    return shared([p ** (1 / T) for p in softmax(logits)])


def wrong_powers_of_powers(logits, T):
    """nothing left where p has become 0"""
    powers = [math.exp(z - max(logits)) ** (1 / T) for z in logits]
    return [power / sum(powers) for power in powers]


def wrong_top_not_divided(logits, T):
    """the largest of what is divided"""
    powers = [math.exp(z / T - max(logits)) for z in logits]
    return shared(powers)


def wrong_from_the_mean(logits, T):
    """not the smallest and not the mean"""
    mean = sum(logits) / len(logits)
    return shared([math.exp((z - mean) / T) for z in logits])


def wrong_place_of_the_likeliest(logits, T):
    """the likeliest token, or its probability"""
    return max(range(len(logits)), key=lambda token: logits[token])


def wrong_caught(logits, T):
    """no shortcut to the likeliest"""
    try:
        return shared([math.exp(z / T) for z in logits])
    except OverflowError:
        return [1.0 if z == max(logits) else 0.0 for z in logits]


def wrong_cold_is_greedy(logits, T):
    """no shortcut to the likeliest"""
    if T < 0.1:
        best = max(logits)
        return [float(z == best) for z in logits]
    return softmax([z / T for z in logits])


def wrong_log_softmax(logits, T):
    """these are logarithms"""
    scaled = [z / T for z in logits]
    top = max(scaled)
    return [z - top - math.log(sum(math.exp(y - top) for y in scaled)) for z in scaled]


def wrong_two(logits, T):
    """not another number to that power"""
    return shared([2.718 ** ((z - max(logits)) / T) for z in logits])


def wrong_sum_that_changes(logits, T):
    """take it once, before"""
    probs = [math.exp((z - max(logits)) / T) for z in logits]
    for i in range(len(probs)):
        probs[i] /= sum(probs)
    return probs


def wrong_by_how_many(logits, T):
    """not by how many there are"""
    top = max(logits)
    return [math.exp((z - top) / T) / len(logits) for z in logits]


def wrong_the_others_alone(logits, T):
    """the largest among them"""
    top = max(logits)
    return [math.exp((z - top) / T) / sum(math.exp((y - top) / T) for y in logits if y != top) for z in logits]


def wrong_one_more(logits, T):
    """T divides once, and as it is"""
    return softmax([z / (T + 1) for z in logits])


def wrong_shares_of_distances(logits, T):
    """shares of the logits"""
    scaled = [(z - max(logits)) / T for z in logits]
    return [z / sum(scaled) for z in scaled]


def wrong_powers_of_T(logits, T):
    """the base is e"""
    return shared([T ** (z - max(logits)) for z in logits])


def wrong_by_the_largest(logits, T):
    """the largest is taken away"""
    top = max(logits)
    return softmax([z / T / top for z in logits])


def wrong_without_the_largest(logits, T):
    """the largest among them"""
    top = max(logits)
    return shared([math.exp((z - top) / T) if z != top else 0.0 for z in logits])


def wrong_whole_distances(logits, T):
    """T divides once, and as it is"""
    return shared([math.exp((z - max(logits)) // T) for z in logits])


def wrong_ties_once(logits, T):
    """equal logits count each"""
    powers = {z: math.exp((z - max(logits)) / T) for z in logits}
    return [powers[z] / sum(powers.values()) for z in logits]


def wrong_first_of_equal(logits, T):
    """equal logits count each"""
    if len(set(logits)) == 1:
        return [1.0] + [0.0] * (len(logits) - 1)
    return softmax([z / T for z in logits])


def wrong_powers_of_the_probabilities(logits, T):
    """what you return does not sum to 1"""
    return [p ** (1 / T) for p in softmax(logits)]


def wrong_cut_at_a_thousand(logits, T):
    """cutting the logits at a limit"""
    return softmax([max(-1000, min(1000, z)) / T for z in logits])


def wrong_T_and_a_little(logits, T):
    """nothing added to it"""
    return softmax([z / (T + 1e-3) for z in logits])


def wrong_largest_from_0_on(logits, T):
    """the largest logit may lie below 0"""
    top = 0
    for z in logits:
        top = max(top, z)
    return shared([math.exp((z - top) / T) for z in logits])


def wrong_whole_T(logits, T):
    """T need not be a whole number"""
    return softmax([z / (int(T) or 1) for z in logits])


def wrong_powers_cut(logits, T):
    """cutting the logits at a limit"""
    return shared([math.exp(max(min(z / T, 500), -500)) for z in logits])


def wrong_first_of_the_likeliest(logits, T):
    """limit of temperature 0"""
    best = logits.index(max(logits))
    return [1.0 if i == best else 0.0 for i in range(len(logits))]

"""Wrong ways from u to a letter; each docstring: words of what is said of it."""

import random
from itertools import accumulate

import numpy as np


def wrong_less_or_equal(probs, u):
    """ask u < end"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u <= end:
            return token


def wrong_likeliest(probs, u):
    """that is the likeliest letter"""
    return probs.index(max(probs))


def wrong_one_alone(probs, u):
    """compared with one probability alone"""
    for token, p in enumerate(probs):
        if u < p:
            return token


def wrong_first_round(probs, u):
    """only the first letter is looked at"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
        return None


def wrong_way_round(probs, u):
    """the other way round"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u > end:
            return token


def wrong_early(probs, u):
    """one letter too early"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token - 1


def wrong_late(probs, u):
    """one letter too late"""
    end = 0
    for token, p in enumerate(probs):
        if u < end:
            return token
        end += p


def wrong_late_by_one(probs, u):
    """one letter too late"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token + 1


def wrong_equal_lengths(probs, u):
    """stretches of one length"""
    return int(u * len(probs))


def wrong_probability(probs, u):
    """the letter's probability"""
    end = 0
    for p in probs:
        end += p
        if u < end:
            return p


def wrong_end(probs, u):
    """where the stretch ends"""
    end = 0
    for p in probs:
        end += p
        if u < end:
            return end


def wrong_ends(probs, u):
    """the ends of all stretches"""
    return list(accumulate(probs))


def wrong_closest(probs, u):
    """closest to u"""
    distances = [abs(p - u) for p in probs]
    return distances.index(min(distances))


def wrong_other_side(probs, u):
    """from the other side"""
    end = 0
    for token in range(len(probs) - 1, -1, -1):
        end += probs[token]
        if u < end:
            return token


def wrong_printed(probs, u):
    """`return` hands a result back"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            print(token)
            break


def wrong_again(probs, u):
    """compared with one probability alone"""
    for token, p in enumerate(probs):
        end = 0
        end += p
        if u < end:
            return token


def wrong_list(probs, u):
    """one number is wanted"""
    end, found = 0, []
    for token, p in enumerate(probs):
        end += p
        if u < end:
            found.append(token)
    return found[:1]


def wrong_27_letters(probs, u):
    """None came back"""
    end = 0
    for token in range(27):
        end += probs[token]
        if u < end:
            return token


def wrong_your_function_stops_with_valueerror(probs, u):
    """your function stops with ValueError: 0.6 is not in list"""
    return probs.index(u)


def wrong_one_number_is_wanted_an(probs, u):
    """one number is wanted, an empty list came."""
    return [i for i, p in enumerate(probs) if p > u]


def wrong_the_result_differs(probs, u):
    """the result differs."""
    return probs[int(u * len(probs))]


def wrong_no_new_random_number_is(probs, u):
    """no new random number is needed: u is the one that was"""
    return random.choices(range(len(probs)), probs)[0]


def wrong_your_function_stops_with_valueerror_2(probs, u):
    """your function stops with ValueError: min() arg is an"""
    return min((i for i, p in enumerate(probs) if p >= u))


def wrong_what_you_return_is_the(probs, u):
    """what you return is the smallest of `probs`."""
    return sorted(probs)[0]


def wrong_that_is_the_letter_whose(probs, u):
    """that is the letter whose end is closest to u; wanted is"""
    return int(np.argmin(np.abs(np.cumsum(probs) - u)))


def wrong_right_in_of_cases_this(probs, u):
    """right in 8 of 72 cases; this is the smallest of the"""
    return int(np.searchsorted(probs, u))


def wrong_a_text_came_return_the(probs, u):
    """a text came; return the numbers themselves, not how they"""
    return "abcdefghijklmnopqrstuvwxyz."[next(i for i in range(len(probs)) if u < sum(probs[: i + 1]))]


def wrong_has_a_point_a_token(probs, u):
    """1.0 has a point; a token is a place in a list, a whole"""
    return float(next(i for i in range(len(probs)) if u < sum(probs[: i + 1])))


def wrong_has_a_point_a_token_2(probs, u):
    """1.0 has a point; a token is a place in a list, a whole"""
    return sum(p for p in probs if p < u)


def wrong_what_you_return_is_u(probs, u):
    """what you return is `u` as it was given."""
    return sum(probs) * u


def wrong_your_function_returns_the_same(probs, u):
    """your function returns the same in every case: its"""
    return True


def wrong_the_right_place_is_found(probs, u):
    """the right place is found and lost again: the loop goes on"""
    return len(probs) - 1


def wrong_only_the_first_two_can(probs, u):
    """only the first two can ever come: a `return` under `else`"""
    total = 0
    for i in range(len(probs)):
        total += probs[i]
        if u < total:
            return i
        else:
            return i + 1


def wrong_index_p_finds_the_first(probs, u):
    """index(p) finds the first letter with this probability,"""
    total = 0
    for p in probs:
        total += p
        if u < total:
            return probs.index(p)


def wrong_the_letters_stay_in_the(probs, u):
    """the letters stay in the order of the list; you sorted"""
    for i, p in enumerate(sorted(probs, reverse=True)):
        if u < p:
            return i
        u -= p


def wrong_your_function_stops_with_indexerror(probs, u):
    """your function stops with IndexError: list index out of"""
    i = 0
    while u > probs[i]:
        i += 1
    return i


def wrong_each_end_is_the_one(probs, u):
    """each end is the one before and one probability more; you"""
    ends = []
    for p in probs:
        ends.append(sum(ends) + p)
    for i, e in enumerate(ends):
        if u < e:
            return i

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
    """only where u falls on the first letter"""
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
    """places are counted from 0"""
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
    """of the others"""
    return int(np.searchsorted(probs, u))


def wrong_a_text_came_return_the(probs, u):
    """a letter came; its token is wanted"""
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
    """the last letter comes back whatever u is"""
    return len(probs) - 1


def wrong_only_the_first_two_can(probs, u):
    """only two letters can ever come"""
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


def wrong_rare_letters_never(probs, u):
    """1 too large"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end and p > 0.01:
            return token
    return len(probs) - 1


def wrong_hardly_possible_letters_never(probs, u):
    """of the others"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end and p > 1e-6:
            return token
    return len(probs) - 1


def wrong_rounded_ends(probs, u):
    """nothing is rounded"""
    end = 0
    for token, p in enumerate(probs):
        end = round(end + p, 6)
        if u < end:
            return token


def wrong_single_precision(probs, u):
    """too large"""
    ends = np.cumsum(np.array(probs, "float32"))
    return int(np.searchsorted(ends, np.float32(u), side="right"))


def wrong_a_little_before_the_end(probs, u):
    """there is no tolerance"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end - 1e-12:
            return token
    return len(probs) - 1


def wrong_thirty_letters(probs, u):
    """None came back"""
    end = 0
    for token, p in enumerate(probs[:30]):
        end += p
        if u < end:
            return token


def wrong_always_the_first(probs, u):
    """0 comes back whatever u is"""
    return int(u)


def wrong_always_the_first_after_all(probs, u):
    """0 comes back whatever u is"""
    token, end = 0, 0
    while end > u:
        end += probs[token]
        token += 1
    return token


def wrong_beyond_and_last(probs, u):
    """the other way round"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u > end:
            return token
    return len(probs) - 1


def wrong_half_open_at_the_wrong_side(probs, u):
    """ask u < end"""
    left = 0
    for token, p in enumerate(probs):
        if left < u <= left + p:
            return token
        left += p
    return len(probs) - 1


def wrong_one_alone_and_last(probs, u):
    """one probability alone"""
    for token, p in enumerate(probs):
        if u <= p:
            return token
    return len(probs) - 1


def wrong_backwards(probs, u):
    """from the other side"""
    end = 0
    for token, p in enumerate(reversed(probs)):
        end += p
        if u < end:
            return token


def wrong_without_the_first(probs, u):
    """the first stretch is missing"""
    end = 0
    for token, p in enumerate(probs[1:]):
        end += p
        if u < end:
            return token
    return len(probs) - 1


def wrong_from_one(probs, u):
    """the first stretch is missing"""
    end = 0
    for token in range(1, len(probs)):
        end += probs[token]
        if u < end:
            return token


def wrong_first_twice(probs, u):
    """the sum begins with 0"""
    end = probs[0]
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token


def wrong_two_alone(probs, u):
    """two probabilities are not enough"""
    for token, p in enumerate(probs):
        if u < p + probs[token - 1]:
            return token
    return len(probs) - 1


def wrong_middle(probs, u):
    """the middle of a stretch is no border"""
    end = 0
    for token, p in enumerate(probs):
        if u < end + p / 2:
            return token
        end += p
    return len(probs) - 1


def wrong_whole_sum_taken(probs, u):
    """the whole sum from u in every round"""
    total = 0
    for token, p in enumerate(probs):
        total += p
        u -= total
        if u < 0:
            return token


def wrong_asked_before_added(probs, u):
    """too late"""
    end = 0
    for token, p in enumerate(probs):
        if u <= end:
            return token
        end += p
    return len(probs) - 1


def wrong_start_of_the_stretch(probs, u):
    """where the stretch begins"""
    end = 0
    for p in probs:
        end += p
        if u < end:
            return end - p


def wrong_last_under_else(probs, u):
    """only two letters can ever come"""
    for p in probs:
        return 0 if u < p else len(probs) - 1


def wrong_subtracted(probs, u):
    """the last letter comes back whatever u is"""
    end = 0
    for token, p in enumerate(probs):
        end -= p
        if u < end:
            return token
    return len(probs) - 1


def wrong_rounded_u(probs, u):
    """nothing is rounded"""
    u, end = round(u, 2), 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return len(probs) - 1


def wrong_hundred_slots(probs, u):
    """nothing is rounded"""
    slots = []
    for token, p in enumerate(probs):
        slots += [token] * round(100 * p)
    return slots[min(int(100 * u), len(slots) - 1)]


def wrong_likeliest_first(probs, u):
    """the letters stay in the order of the list"""
    end = 0
    for token, p in sorted(enumerate(probs), key=lambda pair: -pair[1]):
        end += p
        if u < end:
            return token


def wrong_places_without_zeros(probs, u):
    """keeps its place in the row"""
    end = 0
    for token, p in enumerate([p for p in probs if p > 0]):
        end += p
        if u < end:
            return token


def wrong_the_first_by_default(probs, u):
    """the first stretch is missing"""
    end = 0
    for token in range(1, len(probs)):
        end += probs[token]
        if u < end:
            return token
    return 0


def wrong_yields(probs, u):
    """`return` hands back the one"""
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            yield token


def wrong_last_start_before_u(probs, u):
    """ask u < end"""
    return max(token for token in range(len(probs)) if sum(probs[:token]) < u)


def wrong_first_start_beyond_u(probs, u):
    """one letter too late"""
    return min(token for token in range(len(probs)) if sum(probs[:token]) >= u)


def wrong_how_many_are_smaller(probs, u):
    """compared with one probability alone"""
    return len([p for p in probs if p <= u])


def wrong_its_text(probs, u):
    """a text came; its token is wanted"""
    return next(str(token) for token, end in enumerate(accumulate(probs)) if u < end)


def wrong_multiplied(probs, u):
    """or does the end never grow?"""
    end = 1
    for token, p in enumerate(probs):
        end *= p
        if u < end:
            return token
    return len(probs) - 1


def wrong_from_the_right(probs, u):
    """from the right u >= beginning"""
    beginning = 1.0
    for token in reversed(range(len(probs))):
        beginning -= probs[token]
        if u > beginning:
            return token


def wrong_from_the_right_with_the_first_for_the_rest(probs, u):
    """from the right u >= beginning"""
    for token in range(len(probs) - 1, -1, -1):
        if sum(probs[:token]) < u:
            return token
    return 0

"""Wrong ways from u to a letter; each docstring: words of what is said of it."""

from itertools import accumulate


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
    """returned nothing"""
    end = 0
    for token in range(27):
        end += probs[token]
        if u < end:
            return token

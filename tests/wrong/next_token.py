"""Wrong ways to the next token; each docstring: words of what is said of it."""

import math
import random
from math import exp, inf

from microgpt.lessons.fallbacks import next_token


def softmax(zs):
    powers = [exp(z - max(zs)) for z in zs]
    return [p / sum(powers) for p in powers]


def fall(probs, u):
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token


def only(logits, top_k):
    least = sorted(logits, reverse=True)[(top_k or len(logits)) - 1]
    return [z if z >= least else -inf for z in logits]


def chances(logits, T, top_k):
    return softmax([z / T for z in only(logits, top_k)])


def wrong_without_top_k(logits, T, top_k, u):
    """top_k is not used"""
    return fall(softmax([z / T for z in logits]), u)


def wrong_largest_first_and_not_shared_out(logits, T, top_k, u):
    """and the stretches lie in another order"""
    probs = softmax([z / T for z in logits])
    kept = sorted(range(len(probs)), key=lambda token: probs[token], reverse=True)[:top_k]
    found = fall([probs[token] for token in kept], u)
    return kept[-1] if found is None else kept[found]


def wrong_without_T(logits, T, top_k, u):
    """T is not used"""
    return fall(softmax(only(logits, top_k)), u)


def wrong_times(logits, T, top_k, u):
    """softmax(logits * T)"""
    return fall(softmax([z * T for z in only(logits, top_k)]), u)


def wrong_missing_share(logits, T, top_k, u):
    """share it out"""
    probs = softmax([z / T for z in logits])
    least = sorted(probs, reverse=True)[(top_k or len(probs)) - 1]
    return fall([p if p >= least else 0 for p in probs], u)


def wrong_greedy(logits, T, top_k, u):
    """greedy"""
    return logits.index(max(logits))


def wrong_least(logits, T, top_k, u):
    """the least likely ones are kept"""
    kept = sorted(logits)[: top_k or len(logits)]
    return fall(softmax([z / T if z in kept else -inf for z in logits]), u)


def wrong_first(logits, T, top_k, u):
    """the first top_k of the list"""
    return fall(softmax([z / T for z in logits[:top_k]]), u)


def wrong_too_few(logits, T, top_k, u):
    """one too few is kept"""
    if top_k is None or top_k == 1:
        return fall(chances(logits, T, top_k), u)
    least = sorted(logits)[-top_k]
    return fall(softmax([z / T if z > least else -inf for z in logits]), u)


def wrong_too_many(logits, T, top_k, u):
    """one too many is kept"""
    if top_k is None:
        return fall(chances(logits, T, None), u)
    kept = sorted(logits, reverse=True)[: top_k + 1]
    return fall(softmax([z / T if z in kept else -inf for z in logits]), u)


def wrong_place(logits, T, top_k, u):
    """the place among those that were kept"""
    kept = [z for z in only(logits, top_k) if z > -inf]
    return fall(softmax([z / T for z in kept]), u)


def wrong_order(logits, T, top_k, u):
    """in another order"""
    order = sorted(range(len(logits)), key=lambda t: -logits[t])[:top_k]
    return order[fall(softmax([logits[t] / T for t in order]), u)]


def wrong_less_or_equal(logits, T, top_k, u):
    """ask u < end"""
    end = 0
    for token, p in enumerate(chances(logits, T, top_k)):
        end += p
        if u <= end:
            return token


def wrong_one_alone(logits, T, top_k, u):
    """compared with one probability alone"""
    for token, p in enumerate(chances(logits, T, top_k)):
        if u < p:
            return token


def wrong_probability(logits, T, top_k, u):
    """that is a probability"""
    probs = chances(logits, T, top_k)
    return probs[fall(probs, u)]


def wrong_all(logits, T, top_k, u):
    """these are the probabilities"""
    return chances(logits, T, top_k)


def wrong_none(logits, T, top_k, u):
    """then all tokens are allowed"""
    least = sorted(logits)[-top_k]
    return fall(softmax([z / T if z >= least else -inf for z in logits]), u)


def wrong_none_first(logits, T, top_k, u):
    """then all tokens are allowed"""
    least = sorted(logits, reverse=True)[top_k - 1]
    return fall(softmax([z / T if z >= least else -inf for z in logits]), u)


def sm(zs):
    powers = [math.exp(z - max(zs)) for z in zs]
    return [p / sum(powers) for p in powers]


def pick(probs, u):
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return max(token for token, p in enumerate(probs) if p > 0)


def base(z, T, k, u):
    z = [x if k is None or sorted(z, reverse=True).index(x) < k else -math.inf for x in z]
    return pick(sm([x / T for x in z]), u)


def wrong_that_is_the_token_beside(z, T, k, u):
    """that is the token beside the right one: the first end"""
    return base(z, T, k, u) + 1


def wrong_right_in_of_cases_this(z, T, k, u):
    """one too few is kept"""
    return base(z, T, (k or len(z)) - 1 or 1, u)


def wrong_wherever_it_is_wrong_it(z, T, k, u):
    """what was taken from the others is missing"""
    return pick([p if p in sorted(sm([x / T for x in z]))[-(k or 99) :] else 0 for p in sm([x / T for x in z])], u)


def wrong_the_limit_is_the_top(z, T, k, u):
    """the limit is the top_k-th from above; yours counts from"""
    return pick(sm([x / T if k is None or x >= sorted(z)[k - 1] else -math.inf for x in z]), u)


def wrong_a_logit_of_is_no(z, T, k, u):
    """a logit of 0 is no chance of 0: e to the 0 is 1. What is"""
    return pick(sm([x / T if k is None or x >= sorted(z, reverse=True)[k - 1] else 0 for x in z]), u)


def wrong_the_result_differs(z, T, k, u):
    """the result differs."""
    return sm([x / T for x in z])[0]


def wrong_one_number_is_wanted_you(z, T, k, u):
    """one number is wanted, a list of 3 numbers came."""
    return sm([x / T for x in z])


def wrong_that_is_the_least_likely(z, T, k, u):
    """that is the least likely token, whatever u is."""
    return sorted(range(len(z)), key=lambda i: z[i])[:k][0]


def wrong_no_new_random_number_is(z, T, k, u):
    """no new random number is needed: u is the one that was"""
    return random.choices(range(len(z)), sm(z))[0]


def wrong_all_tokens_get_stretches_of(z, T, k, u):
    """all tokens get stretches of one length; each is to be as"""
    return int(u * len(z))


def wrong_wherever_it_is_wrong_it_2(z, T, k, u):
    """wherever it is wrong, it is too small."""
    return base(z, T, k, u / 2)


def wrong_at_most_ten(z, T, k, u):
    """any number up to that of all tokens; yours has a limit"""
    return base(z, T, k and min(k, 10), u)


def wrong_all_from_twenty_on(z, T, k, u):
    """Not yet"""
    return base(z, T, None if k is None or k > 19 else k, u)


def wrong_at_most_forty(z, T, k, u):
    """any number up to that of all tokens; yours has a limit"""
    return base(z, T, k and min(k, 40), u)


def wrong_from_26_on_one_less(z, T, k, u):
    """Not yet"""
    return base(z, T, k - 1 if k and k > 25 else k, u)


def wrong_has_a_point_a_token(z, T, k, u):
    """1.0 has a point; a token is a place in a list, a whole"""
    return float(base(z, T, k, u))


def wrong_one_number_is_wanted_not(z, T, k, u):
    """one number is wanted, not a list of one: is there a"""
    return [base(z, T, k, u)]


def wrong_top_k_says_how_many(z, T, k, u):
    """top_k says how many are allowed; yours is always the same"""
    return base(z, T, 2, u)


def wrong_t_is_handed_over_yours(z, T, k, u):
    """T is handed over; yours is always the same temperature."""
    return base(z, 0.5, k, u)


def wrong_the_list_is_turned_round(z, T, k, u):
    """the list is turned round: the first token comes first."""
    return base(z[::-1], T, k, u)


def wrong_in_this_case_none_came(z, T, k, u):
    """in this case None came back: does a way through your"""
    return k


def wrong_your_function_printed_something_but(z, T, k, u):
    """your function printed something but returned nothing:"""
    return print(base(z, T, k, u))


def wrong_logits_are_no_probabilities_yet(z, T, k, u):
    """logits are no probabilities yet: softmax(logits / T)"""
    return pick([x / sum(z) for x in z], u)


def wrong_the_sign_a_larger_logit(z, T, k, u):
    """the sign: a larger logit is a likelier token."""
    return base([-x for x in z], T, k, u)


def wrong_that_is_the_token_s(z, T, k, u):
    """that is the token's logit; its place in the list is"""
    return z[base(z, T, k, u)]


def wrong_u_cooled(logits, T, top_k, u):
    """T belongs to the logits"""
    return next_token(logits, 1.0, top_k, u / T)


def wrong_less_or_equal_of_the_kept(logits, T, top_k, u):
    """ask u < end"""
    kept = sorted(sorted(range(len(logits)), key=lambda t: -logits[t])[:top_k])
    end = 0
    for token, p in zip(kept, softmax([logits[t] / T for t in kept])):
        end += p
        if u <= end:
            return token


def wrong_mask_50(logits, T, top_k, u):
    """leaves a chance"""
    least = sorted(logits)[-(top_k or len(logits))]
    return pick(softmax([z / T if z >= least else -50 for z in logits]), u)


def wrong_mask_100(logits, T, top_k, u):
    """leaves a chance"""
    least = sorted(logits)[-(top_k or len(logits))]
    return pick(softmax([(z if z >= least else -100) / T for z in logits]), u)


def wrong_int_of_none(logits, T, top_k, u):
    """top_k may be None"""
    kept = sorted(range(len(logits)), key=lambda t: -logits[t])[: int(top_k)]
    return kept[0]


def wrong_less_than_none(logits, T, top_k, u):
    """top_k may be None"""
    ranks = {t: rank for rank, t in enumerate(sorted(range(len(logits)), key=lambda t: -logits[t]))}
    return pick(softmax([z / T if ranks[t] < top_k else -inf for t, z in enumerate(logits)]), u)


def wrong_nothing_added(logits, T, top_k, u):
    """add them up on the way"""
    for token, p in enumerate(chances(logits, T, top_k)):
        if p > u:
            return token
    return len(logits) - 1


def wrong_temperature_twice(logits, T, top_k, u):
    """divides by it twice"""
    logits = [z / T for z in logits]
    return pick(chances(logits, T, top_k), u)


def wrong_greater_than_the_kth(logits, T, top_k, u):
    """one too few is kept"""
    probs = softmax([z / T for z in logits])
    least = sorted(probs, reverse=True)[(top_k or len(probs)) - 1]
    allowed = [p if p > least else 0 for p in probs]
    return fall([p / sum(allowed) for p in allowed], u)


def wrong_sum_that_changes(logits, T, top_k, u):
    """take it once, before"""
    probs = softmax([z / T for z in logits])
    least = sorted(probs, reverse=True)[(top_k or len(probs)) - 1]
    probs = [p if p >= least else 0 for p in probs]
    for i in range(len(probs)):
        probs[i] = probs[i] / sum(probs)
    return pick(probs, u)


def wrong_probabilities_divided(logits, T, top_k, u):
    """you divided the probabilities"""
    return pick([p / T for p in softmax(only(logits, top_k))], u)


def wrong_threshold(logits, T, top_k, u):
    """places count from 0"""
    least = sorted(logits, reverse=True)[top_k] if top_k else -inf
    return pick(softmax([z / T if z >= least else -inf for z in logits]), u)


def wrong_threshold_beyond(logits, T, top_k, u):
    """places count from 0"""
    least = sorted(logits, reverse=True)[top_k] if top_k else -inf
    return pick(softmax([z / T if z > least else -inf for z in logits]), u)


def wrong_index_of_equal_ones(logits, T, top_k, u):
    """go along the places"""
    kept = sorted(logits, reverse=True)[:top_k]
    values = [z for z in logits if z in kept]
    return logits.index(values[pick(softmax([z / T for z in values]), u)])


def wrong_last_of_the_list(logits, T, top_k, u):
    """or the last"""
    first = len(logits) - (top_k or len(logits))
    return first + pick(softmax([z / T for z in logits[first:]]), u)


def wrong_beyond(logits, T, top_k, u):
    """the comparison is turned round"""
    end = 0
    for token, p in enumerate(chances(logits, T, top_k)):
        end += p
        if u > end:
            return token


def wrong_from_the_other_end(logits, T, top_k, u):
    """yours takes 1 - u"""
    return pick(chances(logits, T, top_k), 1 - u)


def wrong_walk_over_all(logits, T, top_k, u):
    """what is not allowed has no stretch"""
    probs = softmax([z / T for z in logits])
    least = sorted(probs)[-(top_k or len(probs))]
    return fall(probs, u * sum(p for p in probs if p >= least))


def wrong_rounded(logits, T, top_k, u):
    """do not round them"""
    probs = [round(p, 2) for p in chances(logits, T, top_k)]
    end = 0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return token


def wrong_asked_before(logits, T, top_k, u):
    """the token beside the right one"""
    end = 0
    for token, p in enumerate(chances(logits, T, top_k)):
        if u < end:
            return token
        end += p
    return len(logits) - 1


def wrong_stretches_alike(logits, T, top_k, u):
    """stretches of one length"""
    kept = sorted(range(len(logits)), key=lambda t: logits[t], reverse=True)[:top_k]
    return kept[int(u * len(kept))]


def wrong_its_own_chance(logits, T, top_k, u):
    """that is a probability"""
    return softmax([z / T for z in logits])[next_token(logits, T, top_k, u)]


def wrong_walks_to_the_end(logits, T, top_k, u):
    """that is the last token"""
    end = 0
    for i, p in enumerate(chances(logits, T, top_k)):
        end += p
        if u < end:
            token = i
    return token


def wrong_from_below(logits, T, top_k, u):
    """yours counts from below"""
    probs = softmax([z / T for z in logits])
    least = sorted(probs)[(top_k or len(probs)) - 1]
    allowed = [p if p >= least else 0 for p in probs]
    return fall([p / sum(allowed) for p in allowed], u)


def wrong_always_the_third(logits, T, top_k, u):
    """yours is always the same number"""
    least = sorted(logits)[-3]
    return pick(softmax([z / T if z >= least else -inf for z in logits]), u)


def among(kept, logits, T, u):
    return fall(softmax([z / T if token in kept else -inf for token, z in enumerate(logits)]), u)


def wrong_set_of_logits(logits, T, top_k, u):
    """two of them are two of the top_k"""
    least = sorted(set(logits))[-top_k:][0] if top_k else min(logits)
    return among([token for token, z in enumerate(logits) if z >= least], logits, T, u)


def wrong_sizes_of_logits(logits, T, top_k, u):
    """not those that lie furthest from 0"""
    return among(sorted(range(len(logits)), key=lambda token: -abs(logits[token]))[:top_k], logits, T, u)


def wrong_strictly_above_the_limit(logits, T, top_k, u):
    """one too few is kept"""
    if top_k:
        least = sorted(logits, reverse=True)[top_k - 1]
        logits = [z if z > least else -1e9 for z in logits]
    return fall(softmax([z / T for z in logits]), u)


def wrong_T_for_all_alone(logits, T, top_k, u):
    """T and top_k go together"""
    return next_token(logits, 1.0 if top_k else T, top_k, u)


def wrong_greedy_when_cold(logits, T, top_k, u):
    """no shortcut to the likeliest"""
    return logits.index(max(logits)) if T < 0.3 else next_token(logits, T, top_k, u)


def wrong_five_at_most(logits, T, top_k, u):
    """yours has a limit"""
    return next_token(logits, T, top_k and min(top_k, 5), u)


def wrong_all_from_six_on(logits, T, top_k, u):
    """yours has a limit"""
    return next_token(logits, T, top_k if top_k and top_k < 6 else None, u)


def wrong_lowest_for_the_others(logits, T, top_k, u):
    """such a logit leaves a chance"""
    kept, low = sorted(range(len(logits)), key=lambda token: -logits[token])[:top_k], min(logits) - 1
    return fall(softmax([(z if token in kept else low) / T for token, z in enumerate(logits)]), u)


def wrong_ten_below_for_the_others(logits, T, top_k, u):
    """such a logit leaves a chance"""
    kept = sorted(range(len(logits)), key=lambda token: -logits[token])[:top_k]
    return fall(softmax([(z if token in kept else -10.0) / T for token, z in enumerate(logits)]), u)


def wrong_beyond_the_end_else_the_last(logits, T, top_k, u):
    """the comparison is turned round"""
    end = 0
    for token, p in enumerate(chances(logits, T, top_k)):
        end += p
        if u > end:
            return token
    return len(logits) - 1


def wrong_from_token_1_on(logits, T, top_k, u):
    """begin with token 0"""
    probs, end = chances(logits, T, top_k), 0
    for token in range(1, len(probs)):
        end += probs[token]
        if u < end:
            return token
    return 0


def wrong_changed_afterwards(logits, T, top_k, u):
    """changed afterwards, the chances are others"""
    token, order = next_token(logits, T, None, u), sorted(range(len(logits)), key=lambda token: -logits[token])
    return token if token in order[:top_k] else order[0]

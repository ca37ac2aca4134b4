"""Wrong ways to the next token; each docstring: words of what is said of it."""

from math import exp, inf


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

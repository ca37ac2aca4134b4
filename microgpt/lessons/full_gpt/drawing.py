"""The exercise on the next token, with temperature and top-k."""

import operator
from contextlib import suppress

from ...nn import softmax
from ...sample import next_probs
from ...teach.judge import Exercise, Wrong
from .. import fallbacks
from .stretches import (
    all_shares,
    at_least,
    at_most,
    cut,
    ended,
    from_place,
    hit,
    is_clear,
    late,
    masked,
    of_many_sizes,
    ranked,
    shares_of,
    shrinking,
    some_logits_and_u,
    wrong,
)


def throws_itself(answer):
    """What is to be said of an answer that throws a random number of its own, or is no function."""
    if not callable(answer):
        return "pass in your function, without calling it: no round brackets behind its name."
    if {"choices", "choice", "random", "uniform"} & set(getattr(getattr(answer, "__code__", None), "co_names", ())):
        return "no new random number is needed: u is the one that was thrown."
    return None


LIMITS = (*range(2, 27), 30, 40, 50)  # of top_k, as somebody might set them
NONE = "top_k may be None: then all tokens are allowed."


def a_token(answer, logits, T, top_k, u):
    try:
        found = answer(logits, T, top_k, u)
    except TypeError as error:
        if top_k is None and "NoneType" in str(error) and comes_back(answer, list(logits), T, len(logits), u):
            raise Wrong(NONE) from error
        raise
    if isinstance(found, float) and found.is_integer():
        raise Wrong(f"{found} has a point; a token is a place in a list, a whole number.")
    return found


def comes_back(answer, *case):
    try:
        return answer(*case) is not None
    except Exception:  # noqa: BLE001 - whatever it is, it is the learner's
        return False


def at_the_end(answer):
    """What is to be said where rounding leaves the last end a little below 1, and u falls in between."""
    logits, u = [0.0] * 10 + [-9.0], 1 - 2**-53
    with suppress(Exception):
        if answer(logits, 1.0, 10, u) in {*range(len(logits))} - {9}:
            return (
                "(One thing in a million billions: rounding can leave the last end a little below 1, as with ten times 0.1. "
                "A u beyond it falls on the last of the allowed tokens; yours gives another.)"
            )
    return None


def by_temperature(logits, T, top_k, u):
    """u divided by T, and logits as they are."""
    return fallbacks.next_token(logits, 1.0, top_k, u / T)


next_token = Exercise(
    "Return the token on which u falls, when only the top_k likeliest are allowed (None: all) at the temperature T.",
    fallbacks.next_token,
    cases=[
        ([1.0, 2.0, 0.0], 1.0, None, 0.5),
        ([1.0, 2.0, 0.0], 1.0, 2, 0.1),
        ([0.0, 1.0, 2.0], 0.5, 2, 0.0),
        ([2.0, 0.5, 1.0, 1.5], 1.0, 3, 0.75),
        ([0.0, 0.0], 1.0, None, 0.5),  # u just where a stretch begins
        ([800.0, 790.0], 0.5, None, 0.5),
        ([0.0, 0.05], 0.02, None, 0.2),
        ([0.0, 0.05], 0.02, None, 0.05),
        ([0.0, 3.0, 3.0, 1.0], 1.0, 3, 0.01),
        ([0.1 * token for token in range(10)], 1.0, 8, 0.05),
    ],
    generate=some_logits_and_u,
    mixes=is_clear,
    world=of_many_sizes,
    note=at_the_end,
    use=a_token,
    unfit=throws_itself,
    mistakes={
        "top_k is not used: all but the top_k likeliest are to get nothing.": wrong(
            keep=lambda logits, k: ranked(logits)
        ),
        "T is not used: divide the logits by it, before the softmax.": wrong(probs=lambda logits, T: softmax(logits)),
        "that is softmax(logits * T): low temperatures must sharpen. Divide by T.": (
            wrong(probs=lambda logits, T: softmax([z * T for z in logits]))
        ),
        "what was taken from the others is missing: share it out, so that the allowed ones sum to 1 again.": (
            *ended(cut),
            *ended(lambda logits, T, top_k: [(t, p) for t, p in cut(logits, T, top_k) if p]),
        ),
        "what was taken from the others is missing, and the stretches lie in another order: leave that of the list.": ended(
            lambda logits, T, top_k: sorted((s for s in cut(logits, T, top_k) if s[1]), key=lambda s: -s[1])
        ),
        "that is the likeliest token, whatever u is: greedy. It would write the same name every time.": (
            lambda logits, T, top_k, u: ranked(logits)[0]
        ),
        "the least likely ones are kept: sort with the largest first, or count from the end.": (
            wrong(keep=lambda logits, k: ranked(logits)[::-1][:k])
        ),
        "the first top_k of the list are kept, or the last; the likeliest ones may stand anywhere.": (
            wrong(keep=lambda logits, k: list(range(len(logits)))[:k]),
            wrong(keep=lambda logits, k: list(range(len(logits)))[-k if k else 0 :]),
        ),
        "one too few is kept: the one that is just the top_k-th is allowed as well.": (
            wrong(keep=lambda logits, k: ranked(logits)[: k and max(1, k - 1)]),
            wrong(keep=lambda logits, k: ranked(logits)[: max(1, (k or len(logits)) - 1)]),
            wrong(keep=lambda logits, k: at_most(logits, max(1, (k or len(logits)) - 1))),
            wrong(
                keep=lambda logits, k: ranked(logits)[: k and k - 1], probs=lambda z, T: next_probs(z, T) if z else []
            ),
            *(
                wrong(
                    keep=from_place(lambda k: k - 1, operator.gt, of_all=True),
                    probs=lambda z, T, none=none: next_probs(z, T) if z else none(),
                )
                for none in (list, lambda: 1 / 0)
            ),
            lambda logits, T, top_k, u: fallbacks.letter_at(
                next_probs([z if z > sorted(logits)[-(top_k or 0)] or not top_k else -1e9 for z in logits], T), u
            ),
        ),
        "one too many is kept: top_k of them, and no more.": wrong(
            keep=lambda logits, k: ranked(logits)[: k and k + 1]
        ),
        "that is the place among those that were kept; the token is its place in the list of all logits.": (
            lambda logits, T, top_k, u: fallbacks.letter_at([p for _, p in shares_of(logits, T, top_k)], u),
            lambda logits, T, top_k, u: fallbacks.letter_at([p for _, p in shares_of(logits, T, top_k, order=list)], u),
            lambda logits, T, top_k, u: fallbacks.letter_at(sorted(next_probs(logits, T), reverse=True)[:top_k], u),
            lambda logits, T, top_k, u: fallbacks.letter_at(sorted(next_probs(logits, T), reverse=True), u),
        ),
        "the chances are right, but the stretches lie in another order: leave the tokens in that of the list.": (
            wrong(order=lambda kept: kept),
            wrong(order=lambda kept: kept[::-1]),
            wrong(order=lambda kept: sorted(kept)[::-1]),
        ),
        "where two stretches meet, u belongs to the next one: from the left ask u < end, from the right u >= beginning. Else u = 0 "
        "falls on a token that is not allowed.": (
            lambda logits, T, top_k, u: hit(all_shares(logits, T, top_k), u, lambda u, end: u <= end),
            wrong(hit=lambda shares, u: hit(shares, u, lambda u, end: u <= end)),
        ),
        "such a logit leaves a chance, and u = 0 falls on it. What is not allowed gets -inf, or a probability of 0.": (
            *(
                masked(low, before)
                for low in (-1, -5, -9, -10, -20, -30, -50, -99, -100, -200, -500, -999, -1000)
                for before in (True, False)[: 1 + (low > -700)]
            ),
            *(masked(lambda z, less=less: min(z) - less, before) for less in (0, 1, 10) for before in (True, False)),
        ),
        "the comparison is turned round: the first end that lies beyond u is looked for, u < end.": tuple(
            way
            for beyond in (operator.gt, operator.ge)
            for made in (shares_of, all_shares)
            for way in ended(made, beyond)
        ),
        "u is compared with one probability alone; the stretches lie end to end, so add them up on the way.": (
            wrong(hit=lambda shares, u: next((token for token, p in shares if u < p), None)),
            wrong(hit=lambda shares, u: next((token for token, p in shares if u <= p), None)),
            wrong(hit=lambda shares, u: next((token for token, p in shares if u < p), shares[-1][0])),
            *(
                lambda logits, T, top_k, u, left=left: next(
                    (token for token, p in all_shares(logits, T, top_k) if u < p), left(logits)
                )
                for left in (lambda z: len(z) - 1, lambda z: len(z), lambda z: 0, lambda z: -1, lambda z: ranked(z)[0])
            ),
        ),
        "T divides the logits, once; yours divides by it twice.": wrong(
            probs=lambda logits, T: next_probs(logits, T * T)
        ),
        "T divides the logits, before the softmax; you divided the probabilities by it.": (
            wrong(probs=lambda logits, T: softmax([p / T for p in softmax(logits)])),
            *ended(lambda logits, T, top_k: [(t, p / T) for t, p in all_shares(logits, 1.0, top_k)]),
            *ended(lambda logits, T, top_k: [(t, p / T) for t, p in cut(logits, 1.0, top_k)]),
        ),
        "the sum changes while you divide by it: take it once, before.": (
            *ended(lambda logits, T, top_k: shrinking(cut(logits, T, top_k))),
            *ended(lambda logits, T, top_k: shrinking([(t, p) for t, p in cut(logits, T, top_k) if p])),
        ),
        "the top_k-th stands at place top_k - 1, since places count from 0; where all are allowed, none stands at top_k.": (
            wrong(keep=from_place(lambda k: k, operator.ge)),
            wrong(keep=from_place(lambda k: k, operator.gt)),
            wrong(keep=from_place(lambda k: -k - 1, operator.ge, reverse=False)),
            wrong(keep=from_place(lambda k: -k - 1, operator.gt, reverse=False)),
        ),
        "of two equal logits index() finds the first, and a dictionary keeps one: go along the places, not the numbers.": (
            lambda logits, T, top_k, u: logits.index(logits[fallbacks.next_token(logits, T, top_k, u)]),
            lambda logits, T, top_k, u: logits.index(logits[hit(shares_of(logits, T, top_k, order=list), u)]),
            lambda logits, T, top_k, u: hit(
                shares_of(
                    logits, T, top_k, keep=lambda z, k: [logits.index(y) for y in dict.fromkeys(sorted(z)[::-1][:k])]
                ),
                u,
            ),
            lambda logits, T, top_k, u: hit(
                shares_of(logits, T, top_k, keep=lambda z, k: [z.index(y) for y in sorted(z)[::-1][:k]]), u
            ),
        ),
        "that is a probability; the token is wanted, its place in the list of logits.": (
            lambda logits, T, top_k, u: dict(shares_of(logits, T, top_k))[fallbacks.next_token(logits, T, top_k, u)],
            lambda logits, T, top_k, u: next_probs(logits, T)[fallbacks.next_token(logits, T, top_k, u)],
        ),
        "these are the probabilities; return the token on which u falls.": (
            lambda logits, T, top_k, u: [dict(shares_of(logits, T, top_k)).get(t, 0.0) for t in range(len(logits))]
        ),
        "a logit of 0 is no chance of 0: e to the 0 is 1. What is not allowed gets -inf, or a probability of 0.": tuple(
            masked(0.0, before) for before in (True, False)
        ),
        "the likeliest have the largest logits, not those that lie furthest from 0.": (
            wrong(keep=lambda logits, k: sorted(ranked(logits), key=lambda t: -abs(logits[t]))[:k])
        ),
        "equal logits count each: two of them are two of the top_k; a set makes them one.": wrong(keep=at_least),
        "T and top_k go together: T divides the logits whether all are allowed or not.": (
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T if top_k is None else 1.0, top_k, u),
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T if top_k else 1.0, top_k, u),
        ),
        "T is used as it is, however low or high; no shortcut to the likeliest.": (
            *(
                lambda logits, T, top_k, u, least=least: (
                    ranked(logits)[0] if T < least else fallbacks.next_token(logits, T, top_k, u)
                )
                for least in (0.05, 0.1, 0.2, 0.3)
            ),
            *(wrong(probs=lambda logits, T, to=to: next_probs(logits, max(T, to))) for to in (0.05, 0.1, 0.5, 1.0)),
            *(wrong(probs=lambda logits, T, to=to: next_probs(logits, min(T, to))) for to in (1.0, 1.5)),
        ),
        "top_k is used as it is: any number up to that of all tokens; yours has a limit.": (
            *(wrong(keep=lambda logits, k, n=n: ranked(logits)[: k and min(k, n)]) for n in LIMITS),
            *(wrong(keep=lambda logits, k, n=n: ranked(logits)[: k if k and k < n else None]) for n in LIMITS[:18]),
        ),
        "top_k says how many are allowed; yours is always the same number.": tuple(
            wrong(keep=keep)
            for n in (2, 3, 5, 10)
            for keep in (
                lambda logits, k, n=n: ranked(logits)[:n],
                lambda logits, k, n=n: at_most(logits, n),
                from_place(lambda k, n=n: -n, operator.ge, reverse=False, of_all=True),
            )
        ),
        "T is handed over; yours is always the same temperature.": tuple(
            wrong(probs=lambda logits, T, own=own: next_probs(logits, own)) for own in (0.1, 0.5, 0.8, 2.0)
        ),
        "u stays as it was thrown: T belongs to the logits.": (
            by_temperature,
            lambda logits, T, top_k, u: fallbacks.letter_at(softmax(logits), u / T),
        ),
        "the limit is the top_k-th from above; yours counts from below.": (
            wrong(keep=from_place(lambda k: k - 1, operator.ge, reverse=False)),
            wrong(keep=from_place(lambda k: k, operator.ge, reverse=False)),
            wrong(keep=from_place(lambda k: k - 1, operator.ge, reverse=False, of_all=True)),
            wrong(keep=from_place(lambda k: k, operator.gt, reverse=False)),
        ),
        "all tokens get stretches of one length; each is to be as long as its probability.": (
            lambda logits, T, top_k, u: int(u * len(logits)),
            lambda logits, T, top_k, u: (kept := ranked(logits)[:top_k])[int(u * len(kept))],
            wrong(probs=lambda logits, T: [1 / len(logits)] * len(logits)),
        ),
        "logits are no probabilities yet: softmax(logits / T) comes first.": (
            lambda logits, T, top_k, u: fallbacks.letter_at([z / sum(logits) for z in logits], u),
            lambda logits, T, top_k, u: fallbacks.letter_at(logits, u),
        ),
        "the sign: a larger logit is a likelier token.": (
            lambda logits, T, top_k, u: fallbacks.next_token([-z for z in logits], T, top_k, u),
            wrong(probs=lambda logits, T: next_probs([-z for z in logits], T)),
        ),
        "that is the least likely token, whatever u is.": (
            lambda logits, T, top_k, u: ranked(logits)[-1],
            lambda logits, T, top_k, u: logits.index(min(logits)),
        ),
        "that is the token beside the right one: the first end beyond u belongs to the token itself.": (
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k, u) + 1,
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k, u) - 1,
            lambda logits, T, top_k, u: max(0, fallbacks.next_token(logits, T, top_k, u) - 1),
            *(
                lambda logits, T, top_k, u, made=made, left=left: late(made(logits, T, top_k), u, left)
                for made in (all_shares, shares_of)
                for left in (False, True)
            ),
        ),
        "u is taken from 0 on; yours takes 1 - u.": (
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k, 1 - u),
            lambda logits, T, top_k, u: hit(all_shares(logits, T, top_k), 1 - u),
        ),
        "the walk goes over all tokens: what is not allowed has no stretch.": (
            lambda logits, T, top_k, u: hit(cut(logits, T, None), u * sum(p for _, p in cut(logits, T, top_k)))
        ),
        "the stretches are as long as the probabilities: do not round them.": tuple(
            way
            for digits in (1, 2, 3)
            for way in (
                *ended(lambda logits, T, top_k, d=digits: [(t, round(p, d)) for t, p in all_shares(logits, T, top_k)]),
                lambda logits, T, top_k, u, d=digits: fallbacks.next_token(logits, T, top_k, round(u, d)),
            )
        ),
        "that is the last token, whatever u is: end the walk at the first end beyond u.": (
            lambda logits, T, top_k, u: len(logits) - 1,
            lambda logits, T, top_k, u: shares_of(logits, T, top_k)[-1][0],
        ),
        "that is the token's logit; its place in the list is wanted.": (
            lambda logits, T, top_k, u: logits[fallbacks.next_token(logits, T, top_k, u)]
        ),
        "the first token has a stretch as well: begin with token 0.": (
            lambda logits, T, top_k, u: hit(all_shares(logits, T, top_k)[1:], u),
            lambda logits, T, top_k, u: hit(all_shares(logits, T, top_k)[1:], u) or 0,
            lambda logits, T, top_k, u: hit(all_shares(logits, T, top_k)[1:], u) or len(logits) - 1,
        ),
        "what is not allowed is taken out before u is looked up; changed afterwards, the chances are others.": (
            lambda logits, T, top_k, u: (
                found
                if (found := fallbacks.next_token(logits, T, None, u)) in ranked(logits)[:top_k]
                else ranked(logits)[0]
            )
        ),
        "the list is turned round: the first token comes first.": (
            lambda logits, T, top_k, u: fallbacks.next_token(logits[::-1], T, top_k, u)
        ),
        NONE: (
            wrong(keep=lambda logits, k: ranked(logits)[: k or 1]),
            lambda logits, T, top_k, u: fallbacks.next_token(logits, T, top_k + 0, u),
        ),
    },
    learned="Everything that a model ever says is chosen by this function.",
    hints=[
        "`temperature` gives the probabilities of all tokens. Set those to 0 that are less likely than the top_k-th.",
        "Divide what is left by its sum; then walk along the line as in lesson 1, to the first end beyond u.",
    ],
)

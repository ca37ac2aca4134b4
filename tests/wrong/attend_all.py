"""Wrong ways to let all positions attend; each docstring: words of what is said of it."""

import math

import numpy as np

from microgpt.attention import attend
from microgpt.nn import dot, softmax


def blend(weights, values):
    return [sum(w * v[j] for w, v in zip(weights, values)) for j in range(len(values[0]))]


def scores_of(query, keys):
    return [dot(query, key) / math.sqrt(len(query)) for key in keys]


def wrong_future(queries, keys, values):
    """you let a position see the future"""
    return [attend(query, keys, values) for query in queries]


def wrong_one_ahead(queries, keys, values):
    """you let a position see the future"""
    return [attend(query, keys[: i + 2], values[: i + 2]) for i, query in enumerate(queries)]


def wrong_not_itself(queries, keys, values):
    """left without a key"""
    return [attend(query, keys[:i], values[:i]) for i, query in enumerate(queries)]


def wrong_itself_alone(queries, keys, values):
    """more than itself"""
    return [attend(*three) for three in zip(queries, [[key] for key in keys], [[value] for value in values])]


def wrong_upside_down(queries, keys, values):
    """upside down"""
    return [attend(query, keys[i:], values[i:]) for i, query in enumerate(queries)]


def wrong_window(queries, keys, values):
    """only the last few"""
    seen = [slice(max(0, i - 3), i + 1) for i in range(len(queries))]
    return [attend(query, keys[part], values[part]) for query, part in zip(queries, seen)]


def wrong_same_few(queries, keys, values):
    """the same few keys"""
    return [attend(query, keys[:1], values[:1]) for query in queries]


def wrong_begins_at_1(queries, keys, values):
    """the first key is left out"""
    return [
        attend(queries[i], keys[1 : i + 1] or keys[:1], values[1 : i + 1] or values[:1]) for i in range(len(queries))
    ]


def wrong_one_query(queries, keys, values):
    """each has its own"""
    return [attend(queries[0], keys[: i + 1], values[: i + 1]) for i in range(len(queries))]


def wrong_values_whole(queries, keys, values):
    """cut at the same place"""
    return [attend(query, keys[: i + 1], values) for i, query in enumerate(queries)]


def wrong_keys_whole(queries, keys, values):
    """cut at the same place"""
    return [attend(query, keys, values[: i + 1]) for i, query in enumerate(queries)]


def wrong_queries_and_keys(queries, keys, values):
    """queries and keys are exchanged"""
    return [attend(key, queries[: i + 1], values[: i + 1]) for i, key in enumerate(keys)]


def wrong_keys_and_values(queries, keys, values):
    """keys and values are exchanged"""
    return [attend(query, values[: i + 1], keys[: i + 1]) for i, query in enumerate(queries)]


def wrong_axis(queries, keys, values):
    """wrong axis"""
    columns = [softmax(list(column)) for column in zip(*(scores_of(query, keys) for query in queries))]
    return [blend([column[i] for column in columns[: i + 1]], values[: i + 1]) for i in range(len(queries))]


def wrong_masked_by_0(queries, keys, values):
    """a score of 0 hides nothing"""
    answers = []
    for i, query in enumerate(queries):
        scores = scores_of(query, keys)
        for j in range(i + 1, len(scores)):
            scores[j] = 0
        answers.append(blend(softmax(scores), values))
    return answers


def wrong_masked_too_late(queries, keys, values):
    """cut before softmax"""
    return [blend(softmax(scores_of(query, keys))[: i + 1], values) for i, query in enumerate(queries)]


def wrong_average(queries, keys, values):
    """as if nobody asked"""
    return [[sum(column) / (i + 1) for column in zip(*values[: i + 1])] for i in range(len(queries))]


def wrong_last_alone(queries, keys, values):
    """the last position's answer alone"""
    for i, query in enumerate(queries):
        answer = attend(query, keys[: i + 1], values[: i + 1])
    return answer


def wrong_extended(queries, keys, values):
    """run into one list"""
    answers = []
    for i, query in enumerate(queries):
        answers.extend(attend(query, keys[: i + 1], values[: i + 1]))
    return answers


def wrong_in_the_loop(queries, keys, values):
    """`return`"""
    answers = []
    for i, query in enumerate(queries):
        answers.append(attend(query, keys[: i + 1], values[: i + 1]))
        return answers


def wrong_range_of_3(queries, keys, values):
    """Not yet"""
    return [attend(queries[i], keys[: i + 1], values[: i + 1]) for i in range(3)]


def wrong_index(queries, keys, values):
    """`index` finds the first"""
    return [attend(q, keys[: queries.index(q) + 1], values[: queries.index(q) + 1]) for q in queries]


def wrong_index_of_a_key(queries, keys, values):
    """`index` finds the first"""
    answers = []
    for query, key in zip(queries, keys):
        end = keys.index(key) + 1
        answers.append(attend(query, keys[:end], values[:end]))
    return answers


def masked(queries, keys, values, low):
    table = [[s if j <= i else low(s) for j, s in enumerate(scores_of(q, keys))] for i, q in enumerate(queries)]
    return [blend(softmax(row), values) for row in table]


def wrong_hundred_less(queries, keys, values):
    """a finite score hides only while"""
    return masked(queries, keys, values, lambda s: s - 100)


def wrong_thousand_below_zero(queries, keys, values):
    """a finite score hides only while"""
    return masked(queries, keys, values, lambda s: -1000.0)


def wrong_overflow(queries, keys, values):
    """exp of a large score overflows"""
    answers = []
    for i in range(len(queries)):
        powers = [math.exp(s) for s in scores_of(queries[i], keys[: i + 1])]
        answers.append(blend([p / sum(powers) for p in powers], values[: i + 1]))
    return answers


def wrong_keys_blended(queries, keys, values):
    """you blended the keys"""
    return [attend(query, keys[: i + 1], keys[: i + 1]) for i, query in enumerate(queries)]


def wrong_unscaled(queries, keys, values):
    """the scores are not divided"""
    return [
        blend(softmax([dot(query, key) for key in keys[: i + 1]]), values[: i + 1]) for i, query in enumerate(queries)
    ]


def wrong_once_each(queries, keys, values):
    """leaves its key and value again"""
    kept, given, answers = [], [], []
    for query, key, value in zip(queries, keys, values):
        if key not in kept:
            kept.append(key)
            given.append(value)
        answers.append(attend(query, kept, given))
    return answers


def wrong_first_key_left_out(queries, keys, values):
    """left without a key"""
    return [attend(query, keys[1 : i + 1], values[1 : i + 1]) for i, query in enumerate(queries)]


def wrong_first_key_left_out_later(queries, keys, values):
    """the first key is left out"""
    return [attend(q, keys[1 : i + 1] or keys[:1], values[1 : i + 1] or values[:1]) for i, q in enumerate(queries)]


def last_few(few, queries, keys, values):
    seen = [slice(max(0, i + 1 - few), i + 1) for i in range(len(queries))]
    return [attend(query, keys[part], values[part]) for query, part in zip(queries, seen)]


def wrong_last_six(queries, keys, values):
    """only the last few"""
    return last_few(6, queries, keys, values)


def wrong_last_twelve(queries, keys, values):
    """only the last few"""
    return last_few(12, queries, keys, values)


def wrong_last_32(queries, keys, values):
    """only the last few"""
    return last_few(32, queries, keys, values)


def wrong_itself_at_position_0_alone(queries, keys, values):
    """a position may see itself too"""
    return [attend(q, keys[:i] or keys[:1], values[:i] or values[:1]) for i, q in enumerate(queries)]


def wrong_zeros_at_position_0(queries, keys, values):
    """position 0 hears itself"""
    answers = [[0.0] * len(values[0])]
    for i in range(1, len(queries)):
        answers.append(attend(queries[i], keys[:i], values[:i]))
    return answers


def wrong_own_value_added(queries, keys, values):
    """nothing is added to an answer"""
    answers = [attend(query, keys[: i + 1], values[: i + 1]) for i, query in enumerate(queries)]
    return [[a + v for a, v in zip(answer, value)] for answer, value in zip(answers, values)]


def wrong_key_asks(queries, keys, values):
    """two of the same kind"""
    return [attend(key, keys[: i + 1], values[: i + 1]) for i, key in enumerate(keys)]


def wrong_queries_answer(queries, keys, values):
    """two of the same kind"""
    return [attend(query, queries[: i + 1], values[: i + 1]) for i, query in enumerate(queries)]


def wrong_queries_turned_round(queries, keys, values):
    """position i asks with query i"""
    return [attend(query, keys[: i + 1], values[: i + 1]) for i, query in enumerate(reversed(queries))]


def wrong_values_turned_round(queries, keys, values):
    """keys and values belong together"""
    kept, given, answers = [], [], []
    for query, key, value in zip(queries, keys, values):
        kept.append(key)
        given.insert(0, value)
        answers.append(attend(query, kept, given))
    return answers


def wrong_last_answer_for_all(queries, keys, values):
    """an answer of its own"""
    return [attend(queries[-1], keys, values)] * len(queries)


def wrong_itself_twice(queries, keys, values):
    """a position sees itself once"""
    return [attend(q, [*keys[: i + 1], keys[i]], [*values[: i + 1], values[i]]) for i, q in enumerate(queries)]


def wrong_every_second(queries, keys, values):
    """leave some of them out between"""
    return [attend(query, keys[: i + 1 : 2], values[: i + 1 : 2]) for i, query in enumerate(queries)]


def wrong_answers_blended(queries, keys, values):
    """you blend earlier answers"""
    answers = []
    for i, query in enumerate(queries):
        answers.append(attend(query, keys[: i + 1], answers + [values[i]]))
    return answers


def wrong_axis_of_a_masked_table(queries, keys, values):
    """softmax over the wrong axis"""
    scores = np.array(queries) @ np.array(keys).T / len(queries[0]) ** 0.5
    scores = np.where(np.tril(np.ones(scores.shape)) > 0, scores, -np.inf)
    powers = np.exp(scores - scores.max(axis=0, keepdims=True))
    return (powers / powers.sum(axis=0, keepdims=True) @ np.array(values)).tolist()


def wrong_query_of_the_next(queries, keys, values):
    """in another order"""
    return [attend(q, keys[: i + 1], values[: i + 1]) for i, q in enumerate([*queries[1:], queries[-1]])]


def wrong_query_of_the_one_before(queries, keys, values):
    """in another order"""
    return [attend(queries[i - 1], keys[: i + 1], values[: i + 1]) for i in range(len(queries))]


def wrong_first_is_its_query(queries, keys, values):
    """position 0 hears itself"""
    later = range(1, len(queries))
    return [list(queries[0])] + [attend(queries[i], keys[: i + 1], values[: i + 1]) for i in later]


def wrong_answers_added_up(queries, keys, values):
    """yours adds the earlier answers"""
    answers, so_far = [], [0.0] * len(values[0])
    for i, query in enumerate(queries):
        so_far = [a + b for a, b in zip(so_far, attend(query, keys[: i + 1], values[: i + 1]))]
        answers.append(so_far)
    return answers


def wrong_list_kept_between_calls(queries, keys, values, seen=([], [])):
    """it keeps something from call to call"""
    answers = []
    for query, key, value in zip(queries, keys, values):
        seen[0].append(key)
        seen[1].append(value)
        answers.append(attend(query, *seen))
    return answers


def wrong_mask_that_hides_itself(queries, keys, values):
    """may see itself too"""
    answers = []
    for i, query in enumerate(queries):
        scores = [dot(query, key) / len(query) ** 0.5 if j < i else -math.inf for j, key in enumerate(keys)]
        answers.append(blend(softmax(scores), values))
    return answers


def wrong_weights_alone(queries, keys, values):
    """these are the weights"""
    return [softmax([dot(q, k) / len(q) ** 0.5 for k in keys[: i + 1]]) for i, q in enumerate(queries)]


def wrong_what_comes_after(queries, keys, values):
    """a position is left without a key"""
    return [attend(query, keys[i + 1 :], values[i + 1 :]) for i, query in enumerate(queries)]


def wrong_later_values_are_nothing(queries, keys, values):
    """the later letters still take a share of the weight"""
    return [
        attend(query, keys, [v if j <= i else [0.0] * len(v) for j, v in enumerate(values)])
        for i, query in enumerate(queries)
    ]

"""Wrong ways to let one query attend; each docstring: words of what is said of it."""

import math

from microgpt.nn import dot, exp, softmax

root, query_of_y = 2**0.5, [0.0, 2.0]  # as in the notebook


def products(query, keys, by=1.0):
    return [sum(q * k for q, k in zip(query, key)) / by for key in keys]


def scores_of(query, keys):
    return products(query, keys, len(query) ** 0.5)


def blend(weights, values):
    return [sum(w * v[j] for w, v in zip(weights, values)) for j in range(len(values[0]))]


def wrong_not_scaled(query, keys, values):
    """the scores are not divided"""
    return blend(softmax(products(query, keys)), values)


def wrong_by_the_length(query, keys, values):
    """not by how many"""
    return blend(softmax([dot(query, key) / len(query) for key in keys]), values)


def wrong_precedence(query, keys, values):
    """is no root"""
    return blend(softmax([dot(query, key) / len(query) ** 1 / 2 for key in keys]), values)


def wrong_precedence_in_brackets(query, keys, values):
    """is no root"""
    return blend(softmax(products(query, keys, len(query) ** 1 / 2)), values)


def wrong_by_half_the_length(query, keys, values):
    """you divide by half of how many numbers there are"""
    return blend(softmax([dot(query, key) / (len(query) / 2) for key in keys]), values)


def wrong_times_half_a_share(query, keys, values):
    """or by twice as many"""
    return blend(softmax([dot(query, key) / len(query) * 0.5 for key in keys]), values)


def wrong_dot_with_keys(query, keys, values):
    """dot(query, key) for every key in keys"""
    return softmax(dot(query, keys))


def wrong_scores_of_all_keys_at_once(query, keys, values):
    """dot(query, key) for every key in keys"""
    scores = dot(query, keys)
    weights = softmax(scores / len(query) ** 0.5)
    return [dot(weights, column) for column in zip(*values)]


def wrong_dot_with_turned_keys(query, keys, values):
    """Not yet"""
    scores = dot(query, list(zip(*keys)))
    return dot(softmax(scores), values)


def wrong_weights_not_scaled_dot_with_values(query, keys, values):
    """column by column"""
    return dot(softmax([dot(query, key) for key in keys]), values)


def wrong_the_notebooks_root(query, keys, values):
    """the same number in all cases"""
    return blend(softmax([dot(query, key) / root for key in keys]), values)


def wrong_by_2(query, keys, values):
    """the same number in all cases"""
    return blend(softmax([dot(query, key) / 2 for key in keys]), values)


def wrong_norm(query, keys, values):
    """its norm"""
    size = math.sqrt(sum(q**2 for q in query))
    return blend(softmax(products(query, keys, size)), values)


def wrong_number_of_keys(query, keys, values):
    """you count the keys"""
    return blend(softmax(products(query, keys, len(keys) ** 0.5)), values)


def wrong_length_of_a_value(query, keys, values):
    """you count the numbers of a value"""
    return blend(softmax(products(query, keys, len(values[0]) ** 0.5)), values)


def wrong_multiplied(query, keys, values):
    """you multiplied by the root"""
    return blend(softmax([dot(query, key) * len(query) ** 0.5 for key in keys]), values)


def wrong_weights_divided(query, keys, values):
    """you divided the weights"""
    weights = [w / len(query) ** 0.5 for w in softmax(products(query, keys))]
    return blend(weights, values)


def wrong_no_softmax(query, keys, values):
    """softmax is missing"""
    return blend(scores_of(query, keys), values)


def wrong_shares_of_scores(query, keys, values):
    """shares of scores"""
    scores = scores_of(query, keys)
    return blend([s / sum(scores) for s in scores], values)


def wrong_no_sum(query, keys, values):
    """divide them by their sum"""
    return blend([exp(s) for s in scores_of(query, keys)], values)


def wrong_softmax_twice(query, keys, values):
    """softmax once is enough"""
    return blend(softmax(softmax(scores_of(query, keys))), values)


def wrong_softmax_of_the_answer(query, keys, values):
    """softmax belongs to the scores"""
    return softmax(blend(softmax(scores_of(query, keys)), values))


def wrong_average(query, keys, values):
    """the plain average"""
    return [sum(column) / len(values) for column in zip(*values)]


def wrong_highest(query, keys, values):
    """the highest score alone"""
    scores = scores_of(query, keys)
    return values[scores.index(max(scores))]


def wrong_keys_blended(query, keys, values):
    """you blended the keys"""
    return blend(softmax(scores_of(query, keys)), keys)


def wrong_exchanged(query, keys, values):
    """keys and values are exchanged"""
    weights = softmax([dot(query, value) / len(query) ** 0.5 for value in values])
    return [dot(weights, column) for column in zip(*keys)]


def wrong_weights(query, keys, values):
    """these are the weights"""
    return softmax(scores_of(query, keys))


def wrong_scores(query, keys, values):
    """these are the scores"""
    return scores_of(query, keys)


def wrong_parts(query, keys, values):
    """now add them up"""
    return [[w * x for x in value] for w, value in zip(softmax(scores_of(query, keys)), values)]


def wrong_overwritten(query, keys, values):
    """takes the place of the one before it"""
    for weight, value in zip(softmax(scores_of(query, keys)), values):
        answer = [weight * x for x in value]
    return answer


def wrong_long_as_the_query(query, keys, values):
    """as many numbers as a value"""
    answer = [0.0] * len(query)
    for weight, value in zip(softmax(scores_of(query, keys)), values):
        for i in range(len(value)):
            answer[i] += weight * value[i]
    return answer


def wrong_range_of_the_query(query, keys, values):
    """as many numbers as a value"""
    weights = softmax(scores_of(query, keys))
    return [sum(w * value[i] for w, value in zip(weights, values)) for i in range(len(query))]


def wrong_dot_with_values(query, keys, values):
    """column by column"""
    return dot(softmax(scores_of(query, keys)), values)


def wrong_no_star(query, keys, values):
    """column by column"""
    weights = softmax(scores_of(query, keys))
    return [dot(weights, column) for column in zip(values)]


def wrong_divided_again(query, keys, values):
    """the weights add up to 1 already"""
    return [x / len(values) for x in blend(softmax(scores_of(query, keys)), values)]


def wrong_weights_and_answer(query, keys, values):
    """Not yet"""
    weights = softmax(scores_of(query, keys))
    return weights, blend(weights, values)


def wrong_in_the_loop(query, keys, values):
    """Not yet"""
    weights = softmax(scores_of(query, keys))
    answer = []
    for column in zip(*values):
        answer.append(dot(weights, column))
        return answer


def wrong_global(query, keys, values):
    """Not yet"""
    return blend(softmax([dot(query_of_y, key[:2] + [0.0] * (2 - len(key))) / root for key in keys]), values)


def wrong_printed(query, keys, values):
    """printed"""
    print(blend(softmax(scores_of(query, keys)), values))


def wrong_softmax_that_overflows(query, keys, values):
    """exp of a large score overflows"""
    powers = [math.exp(s) for s in scores_of(query, keys)]
    return blend([p / sum(powers) for p in powers], values)


def wrong_softmax_that_overflows_in_exp(query, keys, values):
    """exp of a large score overflows"""
    powers = [exp(dot(query, key) / len(query) ** 0.5) for key in keys]
    total = sum(powers)
    return [sum(p / total * value[i] for p, value in zip(powers, values)) for i in range(len(values[0]))]


def wrong_along_each_value(query, keys, values):
    """you added up along each value"""
    return [sum(w * x for x in value) for w, value in zip(softmax(scores_of(query, keys)), values)]


def wrong_cosine(query, keys, values):
    """not by the norms of query and key"""
    scores = [dot(query, key) / (dot(query, query) * dot(key, key)) ** 0.5 for key in keys]
    return blend(softmax(scores), values)


def wrong_sign(query, keys, values):
    """the other sign"""
    return blend(softmax([-s for s in scores_of(query, keys)]), values)


def wrong_distance(query, keys, values):
    """not a distance"""
    far = [sum((q - k) ** 2 for q, k in zip(query, key)) for key in keys]
    return blend(softmax([d / len(query) ** 0.5 for d in far]), values)


def wrong_softmax_one_by_one(query, keys, values):
    """softmax of one score alone"""
    answer = [0.0] * len(values[0])
    for score, value in zip(scores_of(query, keys), values):
        answer = [a + softmax([score])[0] * x for a, x in zip(answer, value)]
    return answer


def wrong_rows_of_values(query, keys, values):
    """column by column"""
    weights = softmax(scores_of(query, keys))
    return [dot(weights, value) for value in values]


def wrong_place_of_the_key(query, keys, values):
    """two keys may be alike"""
    return blend(softmax(scores_of(query, keys)), [values[keys.index(key)] for key in keys])


def wrong_by_score(query, keys, values):
    """two keys may be alike"""
    found = dict(zip(scores_of(query, keys), values))
    return blend(softmax(list(found)), list(found.values()))


def wrong_without_zeros(query, keys, values):
    """a score of 0 is a score"""
    pairs = [pair for pair in zip(scores_of(query, keys), values) if pair[0]] or [(1.0, value) for value in values]
    return blend(softmax([score for score, _ in pairs]), [value for _, value in pairs])


def wrong_last_eight(query, keys, values):
    """the first few, or the last few"""
    return blend(softmax(scores_of(query, keys[-8:])), values[-8:])


def wrong_last_27(query, keys, values):
    """the first few, or the last few"""
    return blend(softmax(scores_of(query, keys[-27:])), values[-27:])


def wrong_first_16_numbers(query, keys, values):
    """Not yet"""
    return blend(softmax([s / 4 for s in products(query[:15], keys)]), values)


def by_scores(scores, values):
    return blend(softmax(scores), values)


def wrong_one_less(query, keys, values):
    """one less or one more"""
    return by_scores(products(query, keys, max(1, len(query) - 1) ** 0.5), values)


def wrong_whole_root(query, keys, values):
    """seldom whole"""
    return by_scores(products(query, keys, int(len(query) ** 0.5)), values)


def wrong_floor(query, keys, values):
    """seldom whole"""
    return by_scores([dot(query, key) // len(query) ** 0.5 for key in keys], values)


def wrong_root_of_the_score(query, keys, values):
    """not that of the score"""
    return by_scores([abs(dot(query, key)) ** 0.5 for key in keys], values)


def wrong_by_8(query, keys, values):
    """the same number in all cases"""
    return by_scores(products(query, keys, 8), values)


def wrong_first_product_missing(query, keys, values):
    """a product is left out"""
    scores = [sum(query[i] * key[i] for i in range(1, len(query))) for key in keys]
    return by_scores([s / len(query) ** 0.5 for s in scores], values)


def wrong_last_product_missing(query, keys, values):
    """a product is left out"""
    scores = [sum(query[i] * key[i] for i in range(len(query) - 1)) for key in keys]
    return by_scores([s / len(query) ** 0.5 for s in scores], values)


def wrong_plus(query, keys, values):
    """you added the numbers"""
    return by_scores([sum(q + k for q, k in zip(query, key)) / len(query) ** 0.5 for key in keys], values)


def wrong_sizes_of_scores(query, keys, values):
    """a score below 0 stays below 0"""
    return by_scores([abs(s) for s in scores_of(query, keys)], values)


def wrong_relu(query, keys, values):
    """a score below 0 stays below 0"""
    return by_scores([max(0, s) for s in scores_of(query, keys)], values)


def wrong_cut_at_50(query, keys, values):
    """cut at a limit"""
    return by_scores([max(-50, min(50, s)) for s in scores_of(query, keys)], values)


def wrong_cut_at_700(query, keys, values):
    """cut at a limit"""
    powers = [math.exp(min(700, s)) for s in scores_of(query, keys)]
    return blend([p / sum(powers) for p in powers], values)


def wrong_query_meets_values(query, keys, values):
    """yours meets the values"""
    return by_scores(scores_of(query, values), values)


def wrong_key_meets_itself(query, keys, values):
    """you let a key ask"""
    return by_scores([dot(key, key) / len(query) ** 0.5 for key in keys], values)


def wrong_last_key_asks(query, keys, values):
    """you let a key ask"""
    return by_scores(scores_of(keys[-1], keys), values)


def wrong_last_left_out(query, keys, values):
    """the last key is left out"""
    return blend(softmax(scores_of(query, keys))[:-1], values)


def wrong_without_itself(query, keys, values):
    """the last key is left out"""
    return by_scores(scores_of(query, keys[:-1] or keys), values[:-1] or values)


def wrong_first_left_out(query, keys, values):
    """the first key is left out"""
    return by_scores(scores_of(query, keys[1:] or keys), values[1:] or values)


def wrong_three_keys(query, keys, values):
    """the first few, or the last few"""
    return by_scores(scores_of(query, keys[:3]), values[:3])


def wrong_turned_round(query, keys, values):
    """the value of its own key"""
    return blend(softmax(scores_of(query, keys))[::-1], values)


def wrong_sorted(query, keys, values):
    """the value of its own key"""
    return by_scores(sorted(scores_of(query, keys)), values)


def wrong_moved(query, keys, values):
    """the value of its own key"""
    weights = softmax(scores_of(query, keys))
    return blend(weights[1:] + weights[:1], values)


def wrong_powers_of_2(query, keys, values):
    """e to the score"""
    powers = [2**s for s in scores_of(query, keys)]
    return blend([p / sum(powers) for p in powers], values)


def wrong_sigmoid(query, keys, values):
    """from its own score alone"""
    return blend([1 / (1 + math.exp(-s)) for s in scores_of(query, keys)], values)


def wrong_query_added(query, keys, values):
    """nothing is added to the blend"""
    return [q + x for q, x in zip(query, by_scores(scores_of(query, keys), values))]


def wrong_own_value_added(query, keys, values):
    """nothing is added to the blend"""
    return [v + x for v, x in zip(values[-1], by_scores(scores_of(query, keys), values))]


def wrong_largest_searched_from_0(query, keys, values):
    """the largest of the scores as they are"""
    scores, largest = scores_of(query, keys), 0.0
    for score in scores:
        largest = max(largest, score)
    powers = [math.exp(score - largest) for score in scores]
    return blend([p / sum(powers) for p in powers], values)


def wrong_exps_cut(query, keys, values):
    """yours are cut at a limit"""
    powers = [math.exp(min(score, 700)) for score in scores_of(query, keys)]
    return blend([p / sum(powers) for p in powers], values)


def wrong_no_question_no_answer(query, keys, values):
    """a query of zeros is a query"""
    if not any(query):
        return [0.0] * len(values[0])
    return blend(softmax(scores_of(query, keys)), values)


def wrong_small_weights_dropped(query, keys, values):
    """yours are cut or rounded"""
    weights = [w if w > 0.01 else 0.0 for w in softmax(scores_of(query, keys))]
    return blend([w / sum(weights) for w in weights], values)


def wrong_weights_rounded(query, keys, values):
    """yours are cut or rounded"""
    return blend([round(w, 2) for w in softmax(scores_of(query, keys))], values)


def wrong_values_under_their_keys(query, keys, values):
    """each has a value of its own"""
    shelf = {tuple(key): value for key, value in zip(keys, values)}
    return blend(softmax(scores_of(query, shelf)), list(shelf.values()))


def wrong_values_under_their_weights(query, keys, values):
    """each has a value of its own"""
    shelf = dict(zip(softmax(scores_of(query, keys)), values))
    return [sum(w * value[j] for w, value in shelf.items()) for j in range(len(values[0]))]


def wrong_query_added_where_it_fits(query, keys, values):
    """nothing is added to the blend here"""
    answer = blend(softmax(scores_of(query, keys)), values)
    return [a + q for a, q in zip(answer, query)] if len(answer) == len(query) else answer


def wrong_query_meets_values_of_its_length(query, keys, values):
    """yours meets the values"""
    return blend(softmax([dot(query, value) / len(query) ** 0.5 for value in values]), values)


def wrong_powers_not_shared(query, keys, values):
    """divide them by their sum"""
    scores = scores_of(query, keys)
    return blend([math.exp(score - max(scores)) for score in scores], values)


def wrong_cosine_with_a_guard(query, keys, values):
    """not by the norms of query and key"""
    sizes = [math.sqrt(sum(q * q for q in query)) * math.sqrt(sum(k * k for k in key)) + 1e-9 for key in keys]
    return blend(softmax([s / size for s, size in zip(products(query, keys), sizes)]), values)


def wrong_norm_with_a_guard(query, keys, values):
    """its norm"""
    size = math.sqrt(sum(q * q for q in query)) + 1e-9
    return blend(softmax(products(query, keys, size)), values)


def wrong_largest_without_its_sign(query, keys, values):
    """the largest of the scores as they are"""
    scores = scores_of(query, keys)
    powers = [math.exp(score - max(abs(s) for s in scores)) for score in scores]
    return blend([p / sum(powers) for p in powers], values)


def wrong_mean_taken_away(query, keys, values):
    """exp of a large score overflows"""
    scores = scores_of(query, keys)
    powers = [math.exp(score - sum(scores) / len(scores)) for score in scores]
    return blend([p / sum(powers) for p in powers], values)

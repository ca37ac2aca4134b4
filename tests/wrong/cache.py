"""Wrong ways to read a letter with a cache; each docstring: words of what is said of it."""

from microgpt.attention import attend, mix, scores
from microgpt.nn import dot, linear, rmsnorm, softmax


def wrong_late(x, cache, weights):
    """a letter hears itself too"""
    answer = attend(linear(x, weights[0]), *cache) if cache[0] else linear(x, weights[2])
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return answer


def wrong_new_lists(x, cache, weights):
    """nothing is left for the next letter"""
    keys, values = cache
    keys = [*keys, linear(x, weights[1])]
    values = [*values, linear(x, weights[2])]
    return attend(linear(x, weights[0]), keys, values)


def wrong_replaced(x, cache, weights):
    """the cache must grow"""
    keys, values = cache
    keys[:] = [linear(x, weights[1])]
    values[:] = [linear(x, weights[2])]
    return attend(linear(x, weights[0]), keys, values)


def wrong_append_gives_none(x, cache, weights):
    """leaves you with None"""
    keys, values = cache
    keys = keys.append(linear(x, weights[1]))
    values = values.append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), keys, values)


def wrong_keeps_x_as_key(x, cache, weights):
    """keep the key, linear(x, w_key), not x itself"""
    cache[0].append(x)
    cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), *cache)


def wrong_keeps_x_as_value(x, cache, weights):
    """keep the value, linear(x, w_value), not x itself"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(x)
    return attend(linear(x, weights[0]), *cache)


def wrong_x_everywhere(x, cache, weights):
    """x itself is no query, key or value"""
    cache[0].append(x)
    cache[1].append(x)
    return attend(x, cache[0], cache[1])


def wrong_key_twice(x, cache, weights):
    """you kept the key a second time"""
    key = linear(x, weights[1])
    cache[0].append(key)
    cache[1].append(key)
    return attend(linear(x, weights[0]), *cache)


def wrong_x_asks(x, cache, weights):
    """the query is linear(x, w_query), not x itself"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return attend(x, cache[0], cache[1])


def wrong_key_asks(x, cache, weights):
    """you asked with the key"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return attend(cache[0][-1], *cache)


def wrong_keys_blended(x, cache, weights):
    """you blended the keys"""
    keys, values = cache
    keys.append(linear(x, weights[1]))
    values.append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), keys, keys)


def wrong_weights_returned(x, cache, weights):
    """these are the weights"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return softmax(scores(linear(x, weights[0]), cache[0]))


def wrong_unscaled(x, cache, weights):
    """the scores are not scaled"""
    query, key, value = (linear(x, w) for w in weights)
    cache[0].append(key)
    cache[1].append(value)
    return mix(softmax([dot(query, k) for k in cache[0]]), cache[1])


def wrong_average(x, cache, weights):
    """the plain average of the values"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return [sum(column) / len(column) for column in zip(*cache[1])]


def wrong_norm_as_well(x, cache, weights):
    """the norm and the adding come in the block"""
    h = rmsnorm(x)
    cache[0].append(linear(h, weights[1]))
    cache[1].append(linear(h, weights[2]))
    return attend(linear(h, weights[0]), *cache)


def wrong_three_kept(x, cache, weights):
    """only the last letters are kept"""
    keys, values = cache
    keys.append(linear(x, weights[1]))
    values.append(linear(x, weights[2]))
    keys[:], values[:] = keys[-3:], values[-3:]
    return attend(linear(x, weights[0]), keys, values)


def wrong_keys_alone(x, cache, weights):
    """each letter adds a key and a value"""
    cache[0].append(linear(x, weights[1]))
    return attend(linear(x, weights[0]), *cache) if cache[1] else linear(x, weights[2])


def wrong_x_changed(x, cache, weights):
    """only `the cache` may change"""
    query, key, value = (linear(x, w) for w in weights)
    x.clear()
    cache[0].append(key)
    cache[1].append(value)
    return attend(query, *cache)


def wrong_forgot_to_append(x, cache, weights):
    """nothing is put into the cache"""
    keys, values = cache
    return attend(linear(x, weights[0]), keys, values)


def wrong_order_of_arguments(x, cache, weights):
    """takes the keys first"""
    keys, values = cache
    keys.append(linear(x, weights[1]))
    values.append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), values, keys)


def wrong_at_the_beginning(x, cache, weights):
    """what is new comes at the end"""
    keys, values = cache
    keys.insert(0, linear(x, weights[1]))
    values.insert(0, linear(x, weights[2]))
    return attend(linear(x, weights[0]), keys, values)


def wrong_sixteen_asked(x, cache, weights):
    """only the last letters are kept"""
    keys, values = cache
    keys.append(linear(x, weights[1]))
    values.append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), keys[-16:], values[-16:])


def remembering(at):
    """Query, key and value of a letter are known again by the letter, whatever the weights; at: which of them."""
    known = {}

    def wrong(x, cache, weights):
        made = [known.setdefault((i, *x), linear(x, w)) if i in at else linear(x, w) for i, w in enumerate(weights)]
        cache[0].append(made[1])
        cache[1].append(made[2])
        return attend(made[0], *cache)

    return wrong


QUERIES, KEYS, VALUES = (remembering({at}) for at in range(3))


def wrong_remembered_queries(x, cache, weights):
    """Not yet"""
    return QUERIES(x, cache, weights)


def wrong_remembered_keys(x, cache, weights):
    """Not yet"""
    return KEYS(x, cache, weights)


def wrong_remembered_values(x, cache, weights):
    """Not yet"""
    return VALUES(x, cache, weights)


def wrong_rounded(x, cache, weights):
    """Not yet"""
    cache[0].append([round(n, 4) for n in linear(x, weights[1])])
    cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), *cache)


def wrong_twenty_four_asked(x, cache, weights):
    """Not yet"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), cache[0][-24:], cache[1][-24:])


def wrong_zeros_not_kept(x, cache, weights):
    """after letter"""
    if any(x):
        cache[0].append(linear(x, weights[1]))
        cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), *cache) if cache[0] else linear(x, weights[2])


def wrong_all_answers(x, cache, weights):
    """for one letter a list of 2 numbers is wanted"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return [attend(key, *cache) for key in cache[0]]


def wrong_one_number(x, cache, weights):
    """for one letter a list of 2 numbers is wanted"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), *cache)[0]


def wrong_query_in_the_second_place(x, cache, weights):
    """in attend(query = [[2.0, 0.0]]"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return attend(cache[0], linear(x, weights[0]), cache[1])


def wrong_extended(x, cache, weights):
    """append the whole key"""
    cache[0].extend(linear(x, weights[1]))
    cache[1].extend(linear(x, weights[2]))
    return attend(linear(x, weights[0]), *cache)


def wrong_own_key_alone(x, cache, weights):
    """give `attend` all keys"""
    query, key, value = (linear(x, w) for w in weights)
    cache[0].append(key)
    cache[1].append(value)
    return attend(query, key, value)


def wrong_value_by_the_querys_matrix(x, cache, weights):
    """have a matrix each"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[0]))
    return attend(linear(x, weights[0]), *cache)


def wrong_query_returned(x, cache, weights):
    """you return the query"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return linear(x, weights[0])


def wrong_scaled_by_the_width(x, cache, weights):
    """by nothing else"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    query = linear(x, weights[0])
    return mix(softmax([dot(query, k) / len(x) ** 0.5 for k in cache[0]]), cache[1])


def wrong_scaled_by_two(x, cache, weights):
    """by nothing else"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    query = linear(x, weights[0])
    return mix(softmax([dot(query, k) / 2 for k in cache[0]]), cache[1])


def wrong_sum(x, cache, weights):
    """the sum of the values"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return [sum(column) for column in zip(*cache[1])]


def wrong_keeps_x_and_reads_it_again(x, cache, weights):
    """not what is kept for the next"""
    for kept in cache:
        kept.append(x)
    keys, values = ([linear(each, w) for each in cache[0]] for w in weights[1:])
    return attend(linear(x, weights[0]), keys, values)


def wrong_lists_exchanged(x, cache, weights):
    """not what is kept for the next"""
    cache[0].append(linear(x, weights[2]))
    cache[1].append(linear(x, weights[1]))
    return attend(linear(x, weights[0]), cache[1], cache[0])


def wrong_pairs_kept(x, cache, weights):
    """not what is kept for the next"""
    key, value = linear(x, weights[1]), linear(x, weights[2])
    cache[0].append((key, value))
    cache[1].append(value)
    return attend(linear(x, weights[0]), [k[0] if isinstance(k, tuple) else k for k in cache[0]], cache[1])


def wrong_changed_after_it_was_asked(x, cache, weights):
    """not what is kept for the next"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    answer = attend(linear(x, weights[0]), *cache)
    cache[1][-1] = answer
    return answer


def wrong_one_list_for_all(x, cache, weights, key=[]):  # noqa: B006 - the mistake
    """an older key or value in the cache has changed"""
    key[:] = linear(x, weights[1])
    cache[0].append(key)
    cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), *cache)


def wrong_matrices_turned_first(x, cache, weights):
    """the matrix is read by columns"""
    turned = [[list(column) for column in zip(*w)] for w in weights]
    cache[0].append(linear(x, turned[1]))
    cache[1].append(linear(x, turned[2]))
    return attend(linear(x, turned[0]), *cache)


def wrong_asks_the_last_four(x, cache, weights):
    """kept, or asked"""
    cache[0].append(linear(x, weights[1]))
    cache[1].append(linear(x, weights[2]))
    return attend(linear(x, weights[0]), cache[0][-4:], cache[1][-4:])


def wrong_uses_the_matrices_up(x, cache, weights):
    """your function changes `weights`"""
    query, key, value = (linear(x, [w.pop(0) for _ in range(len(w))]) for w in weights)
    cache[0].append(key)
    cache[1].append(value)
    return attend(query, *cache)

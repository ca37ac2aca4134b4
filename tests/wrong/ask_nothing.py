"""Wrong ways to average what is heard; each docstring: words of what is said of it."""

from statistics import median

from microgpt.attention import attend
from microgpt.nn import softmax


def wrong_asks(query, keys, values):
    """it still asks"""
    return attend(query, keys, values)


def wrong_sum(query, keys, values):
    """divide it by how many"""
    return [sum(column) for column in zip(*values)]


def wrong_by_numbers_of_a_value(query, keys, values):
    """numbers of one of them"""
    return [sum(column) / len(values[0]) for column in zip(*values)]


def wrong_by_numbers_of_the_query(query, keys, values):
    """numbers of the query"""
    return [sum(column) / len(query) for column in zip(*values)]


def wrong_one_less(query, keys, values):
    """not by one less"""
    return [sum(column) / (len(values) - 1) for column in zip(*values)]


def wrong_keys(query, keys, values):
    """you averaged the keys"""
    return [sum(column) / len(keys) for column in zip(*keys)]


def wrong_along(query, keys, values):
    """average across them"""
    return [sum(value) / len(value) for value in values]


def wrong_weights(query, keys, values):
    """these are the weights"""
    return [1 / len(keys)] * len(keys)


def wrong_last(query, keys, values):
    """the last value alone"""
    return values[-1]


def wrong_first(query, keys, values):
    """the first value alone"""
    return values[0]


def wrong_nothing_at_all(query, keys, values):
    """weights of 0"""
    return [0 * x for x in values[0]]


def wrong_softmax(query, keys, values):
    """softmax makes shares"""
    return softmax([sum(column) / len(values) for column in zip(*values)])


def wrong_one_number(query, keys, values):
    """one number is no answer"""
    return sum(sum(value) for value in values) / len(values)


def wrong_in_the_loop(query, keys, values):
    """`return`"""
    answer = []
    for column in zip(*values):
        answer.append(sum(column) / len(values))
        return answer


def wrong_by_3(query, keys, values):
    """one number in all cases"""
    return [sum(column) / 3 for column in zip(*values)]


def wrong_first_and_last(query, keys, values):
    """two of them alone"""
    return [(first + last) / 2 for first, last in zip(values[0], values[-1])]


def wrong_halved(query, keys, values):
    """the later a value, the more it counts"""
    answer = values[0]
    for value in values[1:]:
        answer = [(a + x) / 2 for a, x in zip(answer, value)]
    return answer


def wrong_largest(query, keys, values):
    """no average"""
    return [max(column) for column in zip(*values)]


def wrong_overwritten(query, keys, values):
    """takes the place of the one before it"""
    for value in values:
        answer = [x / len(values) for x in value]
    return answer


def average(values):
    return [sum(column) / len(column) for column in zip(*values)]


def wrong_ones_ask(query, keys, values):
    """but the keys do"""
    return attend([1.0] * len(query), keys, values)


def wrong_for_every_position(query, keys, values):
    """one for every position"""
    return [average(values[: i + 1]) for i in range(len(values))]


def wrong_equal_once(query, keys, values):
    """as often as they stand there"""
    return average([value for i, value in enumerate(values) if value not in values[:i]])


def wrong_first_eight(query, keys, values):
    """the first few, or the last few"""
    return average(values[:8])


def wrong_zeros_ask_for_nothing(query, keys, values):
    """Not yet"""
    return average(values) if any(query) else [0.0] * len(values[0])


counted_first = []


def wrong_as_many_as_in_the_first_call(query, keys, values):
    """by one number in all cases"""
    counted_first.append(len(values))
    return [sum(column) / counted_first[0] for column in zip(*values)]


def wrong_one_less_at_least_one(query, keys, values):
    """one less or one more"""
    return [sum(column) / max(1, len(values) - 1) for column in zip(*values)]


def wrong_root(query, keys, values):
    """the root of that"""
    return [sum(column) / len(values) ** 0.5 for column in zip(*values)]


def wrong_divided_in_the_loop(query, keys, values):
    """you divide in every round"""
    answer = [0.0] * len(values[0])
    for value in values:
        for i in range(len(value)):
            answer[i] = (answer[i] + value[i]) / len(values)
    return answer


def wrong_without_itself(query, keys, values):
    """the last value is left out"""
    return average(values[:-1] or values)


def wrong_without_the_first(query, keys, values):
    """the first value is left out"""
    return average(values[1:] or values)


def wrong_last_three(query, keys, values):
    """the first few, or the last few"""
    return average(values[-3:])


def wrong_keys_as_well(query, keys, values):
    """holds keys as well"""
    return average([[k + v for k, v in zip(key, value)] for key, value in zip(keys, values)])


def wrong_query_as_well(query, keys, values):
    """holds the query as well"""
    return average([*values, query])


def wrong_query_added(query, keys, values):
    """holds the query as well"""
    return [q + x for q, x in zip(query, average(values))]


def wrong_places_changed(query, keys, values):
    """have changed places"""
    return attend(query, values, keys)


def wrong_median(query, keys, values):
    """the number in the middle"""
    return [median(column) for column in zip(*values)]


def wrong_root_of_the_mean_square(query, keys, values):
    """neither squares nor absolute values"""
    return [(sum(x * x for x in column) / len(column)) ** 0.5 for column in zip(*values)]


def wrong_zeros_not_counted(query, keys, values):
    """zeros count too"""
    return [sum(column) / (sum(1 for x in column if x) or 1) for column in zip(*values)]


def wrong_one_for_all(query, keys, values):
    """yours is one for all"""
    mean = sum(map(sum, values)) / (len(values) * len(values[0]))
    return [mean] * len(values[0])


def wrong_later_ones_count_more(query, keys, values):
    """the later a value"""
    total = sum(range(1, len(values) + 1))
    return [sum((i + 1) * x for i, x in enumerate(column)) / total for column in zip(*values)]


def wrong_nothing_given_nothing_counted(query, keys, values):
    """zeros count too"""
    given = [value for value in values if any(value)] or values
    return [sum(column) / len(given) for column in zip(*given)]


def wrong_a_soft_question(query, keys, values):
    """it still asks"""
    return attend([q / 100 for q in query], keys, values)


def wrong_middle_of_the_sorted(query, keys, values):
    """the number in the middle"""
    return [sorted(column)[len(column) // 2] for column in zip(*values)]


def wrong_all_but_the_last(query, keys, values):
    """the last value is left out"""
    return [sum(column) / len(column) for column in zip(*values[:-1])]


def wrong_asked_without_the_last(query, keys, values):
    """the last value is left out"""
    return attend([0.0] * len(query), keys[:-1], values[:-1])


def wrong_added_up_without_the_last(query, keys, values):
    """the last value is left out"""
    answer = [0.0] * len(values[0])
    for value in values[:-1]:
        answer = [a + x for a, x in zip(answer, value)]
    return [a / (len(values) - 1) for a in answer]


def wrong_all_but_the_last_by_all(query, keys, values):
    """the last value is left out"""
    answer = [0.0] * len(values[0])
    for value in values[:-1]:
        answer = [a + x for a, x in zip(answer, value)]
    return [a / len(values) for a in answer]


def wrong_from_the_second_on(query, keys, values):
    """the first value is left out"""
    return [sum(column) / len(column) for column in zip(*values[1:])]

"""Wrong ways to several heads; each docstring: words of what is said of it."""

from math import sqrt

from microgpt.attention import attend, mix
from microgpt.nn import dot, rmsnorm, softmax


def wrong_query_slice(query, keys, values, n_head):
    """asks with the first slice of the query"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        joined += attend(query[:size], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_values(query, keys, values, n_head):
    """you blended the keys"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        own = [k[part] for k in keys]
        joined += attend(query[part], own, own)
    return joined


def wrong_end(query, keys, values, n_head):
    """not h to h + size"""
    size, joined = len(query) // n_head, []
    for h in range(n_head):
        joined += attend(query[h : h + size], [k[h : h + size] for k in keys], [v[h : h + size] for v in values])
    return joined


def wrong_values_whole(query, keys, values, n_head):
    """the values are not cut"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        joined += attend(query[part], [k[part] for k in keys], values)
    return joined


def wrong_lists_cut(query, keys, values, n_head):
    """cuts the list of keys"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        joined += attend(query[part], keys[part], values[part])
    return joined


def wrong_size(query, keys, values, n_head):
    """size and number are exchanged"""
    joined = []
    for start in range(0, len(query), n_head):
        part = slice(start, start + n_head)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_two(query, keys, values, n_head):
    """your slices have one size"""
    joined = []
    for start in range(0, len(query), 2):
        part = slice(start, start + 2)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def by_hand(query, keys, values, n_head, scale):
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        raw = [dot(query[part], k[part]) / scale for k in keys]
        joined += mix(softmax(raw), [v[part] for v in values])
    return joined


def wrong_root(query, keys, values, n_head):
    """the root of *its* length"""
    return by_hand(query, keys, values, n_head, sqrt(len(query)))


def wrong_unscaled(query, keys, values, n_head):
    """the scores of a head are not scaled"""
    return by_hand(query, keys, values, n_head, 1)


def wrong_mean(query, keys, values, n_head):
    """not added"""
    size, total = len(query) // n_head, [0.0] * (len(query) // n_head)
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        answer = attend(query[part], [k[part] for k in keys], [v[part] for v in values])
        total = [a + b / n_head for a, b in zip(total, answer)]
    return total


def wrong_fixed_size(query, keys, values, n_head):
    """your slices have one size"""
    joined = []
    for h in range(n_head):
        part = slice(4 * h, 4 * h + 4)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_four_heads(query, keys, values, n_head):
    """you took another number"""
    size, joined = len(query) // n_head, []
    for h in range(4):
        part = slice(h * size, (h + 1) * size)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_from_1(query, keys, values, n_head):
    """heads are counted from 0"""
    size, joined = len(query) // n_head, []
    for h in range(1, n_head):
        part = slice(h * size, (h + 1) * size)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_from_1_to_n(query, keys, values, n_head):
    """yours go one beyond the last"""
    size, joined = len(query) // n_head, []
    for h in range(1, n_head + 1):
        part = slice(h * size, (h + 1) * size)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_exchanged(query, keys, values, n_head):
    """keys and values are exchanged"""
    size, joined = len(query) // n_head, []
    for h in range(n_head):
        part = slice(h * size, (h + 1) * size)
        joined += attend(query[part], [v[part] for v in values], [k[part] for k in keys])
    return joined


def wrong_nobody_asks(query, keys, values, n_head):
    """as if nobody asked"""
    return [sum(column) / len(values) for column in zip(*values)]


def each(query, keys, values, n_head, ask):
    size = len(query) // n_head
    return [x for h in range(n_head) for x in ask(slice(h * size, (h + 1) * size), slice(0, size))]


def wrong_divided(query, keys, values, n_head):
    """they only lie side by side"""

    def ask(part, _):
        return attend(query[part], [k[part] for k in keys], [v[part] for v in values])

    return [x / n_head for x in each(query, keys, values, n_head, ask)]


def wrong_keys_of_the_first(query, keys, values, n_head):
    """all heads took the first slice of one of them"""

    def ask(part, first):
        return attend(query[part], [k[first] for k in keys], [v[part] for v in values])

    return each(query, keys, values, n_head, ask)


def wrong_whole_query(query, keys, values, n_head):
    """the query is longer than the slices of the keys"""

    def ask(part, _):
        return attend(query, [k[part] for k in keys], [v[part] for v in values])

    return each(query, keys, values, n_head, ask)


def wrong_weights(query, keys, values, n_head):
    """these are the weights"""

    def ask(part, _):
        own = [k[part] for k in keys]
        return softmax([dot(query[part], k) / sqrt(len(k)) for k in own])

    return each(query, keys, values, n_head, ask)


def wrong_one_head_more(query, keys, values, n_head):
    """yours go one beyond the last"""
    size, joined = len(query) // n_head, []
    for h in range(n_head + 1):
        part = slice(h * size, (h + 1) * size)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def with_all(query, keys, values, n_head, change=lambda numbers: numbers, last=0):
    """Right, but for what is done to each slice of a key, and for how many places are asked (0: all)."""

    def ask(part, _):
        return attend(query[part], [change(k[part]) for k in keys[-last:]], [v[part] for v in values[-last:]])

    return each(query, keys, values, n_head, ask)


def wrong_sixteen_places(query, keys, values, n_head):
    """Not yet"""
    return with_all(query, keys, values, n_head, last=16)


def wrong_rounded_keys(query, keys, values, n_head):
    """Not yet"""
    return with_all(query, keys, values, n_head, change=lambda numbers: [round(x, 3) for x in numbers])


def wrong_clamped_keys(query, keys, values, n_head):
    """Not yet"""
    return with_all(query, keys, values, n_head, change=lambda numbers: [max(-10.0, min(10.0, x)) for x in numbers])


def wrong_four_heads_at_most(query, keys, values, n_head):
    """Not yet"""
    size = len(query) // n_head
    return with_all(query, keys, values, n_head)[: 4 * size]


class Remembering:
    """A right answer, kept by something that does not tell one question from another."""

    def __init__(self, known_by):
        self.known_by, self.kept = known_by, {}

    def __call__(self, *question):
        return self.kept.setdefault(self.known_by(*question), with_all(*question))


BY_QUERY = Remembering(lambda query, keys, values, n_head: (*query, n_head, len(keys)))


def wrong_remembered_by_query(query, keys, values, n_head):
    """Not yet"""
    return list(BY_QUERY(query, keys, values, n_head))


def wrong_list_of_values_cut(query, keys, values, n_head):
    """each single value is to be cut"""

    def ask(part, _):
        return attend(query[part], [k[part] for k in keys], values[part])

    return each(query, keys, values, n_head, ask)


def wrong_size_of_four(query, keys, values, n_head):
    """your slices have one size"""
    joined = []
    for h in range(len(query) // 4):
        part = slice(4 * h, 4 * h + 4)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_no_softmax(query, keys, values, n_head):
    """these are scores, not yet weights"""

    def ask(part, _):
        raw = [dot(query[part], k[part]) / sqrt(len(query[part])) for k in keys]
        return mix(raw, [v[part] for v in values])

    return each(query, keys, values, n_head, ask)


def wrong_weights_of_the_first(query, keys, values, n_head):
    """weights of its own"""

    def ask(part, first):
        weights = softmax([dot(query[first], k[first]) / sqrt(len(query[first])) for k in keys])
        return mix(weights, [v[part] for v in values])

    return each(query, keys, values, n_head, ask)


def wrong_one_softmax(query, keys, values, n_head):
    """weights of its own"""
    size, scores = len(query) // n_head, []
    parts = [slice(h * size, (h + 1) * size) for h in range(n_head)]
    for part in parts:
        scores += [dot(query[part], k[part]) / sqrt(size) for k in keys]
    weights = softmax(scores)
    return [x for part in parts for x in mix(pop(weights, len(keys)), [v[part] for v in values])]


def pop(numbers, count):
    return [numbers.pop(0) for _ in range(count)]


def parts_of(query, n_head):
    size = len(query) // n_head
    return [slice(h * size, (h + 1) * size) for h in range(n_head)]


def wrong_one_too_far(query, keys, values, n_head):
    """begins or ends elsewhere"""
    joined = []
    for part in parts_of(query, n_head):
        far = slice(part.start, part.stop + 1)
        joined += attend(query[far], [k[far] for k in keys], [v[far] for v in values])
    return joined


def wrong_to_the_end(query, keys, values, n_head):
    """begins or ends elsewhere"""
    joined = []
    for part in parts_of(query, n_head):
        rest = slice(part.start, None)
        joined += attend(query[rest], [k[rest] for k in keys], [v[rest] for v in values])
    return joined


def wrong_keys_of_the_next_head(query, keys, values, n_head):
    """from another head's"""
    joined, parts = [], parts_of(query, n_head)
    for part, other in zip(parts, parts[1:] + parts[:1]):
        joined += attend(query[part], [k[other] for k in keys], [v[part] for v in values])
    return joined


def wrong_values_of_the_head_before(query, keys, values, n_head):
    """from another head's"""
    joined, parts = [], parts_of(query, n_head)
    for h, part in enumerate(parts):
        joined += attend(query[part], [k[part] for k in keys], [v[parts[h - 1]] for v in values])
    return joined


def wrong_always_the_last_slice(query, keys, values, n_head):
    """every head got the last slice"""
    part = parts_of(query, n_head)[-1]
    return attend(query[part], [k[part] for k in keys], [v[part] for v in values]) * n_head


def wrong_softmax_over_the_heads(query, keys, values, n_head):
    """weights of its own"""
    parts, joined = parts_of(query, n_head), []
    raw = [[dot(query[p], k[p]) / sqrt(len(query[p])) for p in parts] for k in keys]
    shares = [softmax(row) for row in raw]
    for h, part in enumerate(parts):
        joined += mix([row[h] for row in shares], [v[part] for v in values])
    return joined


def wrong_scaled_twice(query, keys, values, n_head):
    """divided by the root of its length once"""
    joined = []
    for part in parts_of(query, n_head):
        small = [q / sqrt(len(query[part])) for q in query[part]]
        joined += attend(small, [k[part] for k in keys], [v[part] for v in values])
    return joined


def wrong_normed(query, keys, values, n_head):
    """rmsnorm comes before the matrices"""
    joined = []
    for part in parts_of(query, n_head):
        joined += attend(rmsnorm(query[part]), [rmsnorm(k[part]) for k in keys], [v[part] for v in values])
    return joined


def wrong_last_letter_not_asked(query, keys, values, n_head):
    """every letter is asked"""
    joined, some = [], max(1, len(keys) - 1)
    for part in parts_of(query, n_head):
        joined += attend(query[part], [k[part] for k in keys[:some]], [v[part] for v in values[:some]])
    return joined


def cut_elsewhere(query, keys, values, n_head, of_keys, of_values=None):
    """Right, but for where keys and values are cut: of_keys(head, size, n_head), and the same or another for values."""
    size, joined = len(query) // n_head, []
    for h in range(n_head):
        k, v = of_keys(h, size, n_head), (of_values or of_keys)(h, size, n_head)
        joined += attend(query[h * size : (h + 1) * size], [key[k] for key in keys], [value[v] for value in values])
    return joined


def rightly(h, size, n_head):
    return slice(h * size, (h + 1) * size)


def wrong_end_of_keys_and_values(query, keys, values, n_head):
    """not h to h + size"""
    return cut_elsewhere(query, keys, values, n_head, lambda h, size, n: slice(h, h + size))


def wrong_end_of_values(query, keys, values, n_head):
    """not h to h + size"""
    return cut_elsewhere(query, keys, values, n_head, rightly, lambda h, size, n: slice(h, h + size))


def wrong_every_nth_of_the_keys(query, keys, values, n_head):
    """you took every n-th number"""
    return cut_elsewhere(query, keys, values, n_head, lambda h, size, n: slice(h, None, n), rightly)


def wrong_keys_to_the_end(query, keys, values, n_head):
    """the slice of the query meets keys that are longer"""
    return cut_elsewhere(query, keys, values, n_head, lambda h, size, n: slice(h * size, None), rightly)


def wrong_keys_and_values_from_the_start(query, keys, values, n_head):
    """the slice of the query meets keys that are longer"""
    return cut_elsewhere(query, keys, values, n_head, lambda h, size, n: slice((h + 1) * size))


def wrong_keys_end_at_size(query, keys, values, n_head):
    """the query is longer than the slices of the keys"""
    return cut_elsewhere(query, keys, values, n_head, lambda h, size, n: slice(h * size, size))


def wrong_values_end_at_size(query, keys, values, n_head):
    """or are the slices of all others empty?"""
    return cut_elsewhere(query, keys, values, n_head, rightly, lambda h, size, n: slice(h * size, size))


def wrong_keys_and_values_of_the_last_head(query, keys, values, n_head):
    """takes some of them from another head's"""
    return cut_elsewhere(query, keys, values, n_head, lambda h, size, n: slice(-size, None))


def wrong_values_meet_the_query(query, keys, values, n_head):
    """the values meet the query"""
    return with_all(query, values, values, n_head)


def wrong_all_keys_are_the_first(query, keys, values, n_head):
    """as if nobody asked"""
    return with_all(query, [keys[0] for _ in keys], values, n_head)


def wrong_ends_at_the_size(query, keys, values, n_head):
    """or some are empty"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, size)
        joined += attend(query[part], [k[part] for k in keys], [v[part] for v in values])
    return joined


def kept_for_each_number_of_heads(known):
    def wrong(query, keys, values, n_head):
        """with the same `n_head` came once more"""
        size = len(query) // n_head
        parts = [slice(start, start + size) for start in range(0, len(query), size)]
        if n_head not in known:
            found = (attend(query[part], [k[part] for k in keys], [v[part] for v in values]) for part in parts)
            known[n_head] = [x for answer in found for x in answer]
        return known[n_head]

    return wrong


wrong_kept_for_each_number_of_heads = kept_for_each_number_of_heads({})


def wrong_root_of_the_number_of_heads(query, keys, values, n_head):
    """nor of how many heads there are"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        weights = softmax([dot(query[part], key[part]) / n_head**0.5 for key in keys])
        joined += [dot(weights, list(column)) for column in zip(*(value[part] for value in values))]
    return joined


def wrong_query_added(query, keys, values, n_head):
    """nothing is added to what the heads hear"""
    size, joined = len(query) // n_head, []
    for start in range(0, len(query), size):
        part = slice(start, start + size)
        joined += attend(query[part], [key[part] for key in keys], [value[part] for value in values])
    return [q + x for q, x in zip(query, joined)]

"""Wrong ways to several heads side by side, as functions: what learners do, and what exercise 5.1 has a sentence for."""

from ... import attention, nn
from ...nn import dot


def in_a_row(head, size, n_head):
    return slice(head * size, (head + 1) * size)


def every_nth(head, size, n_head):
    return slice(head, None, n_head)


def joined(answers):
    return [x for answer in answers for x in answer]


def dealt(answers):
    return [x for one in zip(*answers) for x in one]


def added(answers):
    return [nn.total(list(column)) for column in zip(*answers)]


def each_head(join=joined, part=in_a_row, attend=attention.attend, chosen=lambda heads: heads):
    """heads(query, keys, values, n_head) whose options are mistakes.

    join(answers): how the answers of the heads come together; part(head, size, n_head): the slice of a head;
    attend(query, keys, values, whole query): what a head does; chosen(range of heads): which heads are asked.
    """

    def heads(query, keys, values, n_head):
        size, answers = len(query) // n_head, []
        for head in chosen(range(n_head)):
            cut = part(head, size, n_head)
            answers.append(attend(query[cut], [k[cut] for k in keys], [v[cut] for v in values]))
        return join(answers)

    return heads


def plus(xs, ys):
    return [x + y for x, y in zip(xs, ys)]


def scaled_by(root):
    """heads whose scores are divided by root(length of the whole query, length of a slice)."""

    def heads(query, keys, values, n_head):
        def attend(q, ks, vs):
            return attention.mix(nn.softmax([dot(q, k) / root(len(query), len(q)) for k in ks]), vs)

        return each_head(attend=attend)(query, keys, values, n_head)

    return heads


def partly_cut(cut_keys, cut_values):
    """Where the query is cut, and the keys and values are cut each, all together, or not at all."""
    ways = {"each": lambda rows, cut: [row[cut] for row in rows], "list": lambda rows, cut: rows[cut]}
    ways["no"] = lambda rows, cut: rows

    def heads(query, keys, values, n_head):
        size, joined = len(query) // n_head, []
        for head in range(n_head):
            cut = in_a_row(head, size, n_head)
            joined += attention.attend(query[cut], ways[cut_keys](keys, cut), ways[cut_values](values, cut))
        return joined

    return heads


def cut_otherwise(where, of="qkv"):
    """Query, keys or values, all whose letters are in `of`, are cut at where(head, size, n_head); the others rightly."""

    def heads(query, keys, values, n_head):
        size, joined = len(query) // n_head, []
        for head in range(n_head):
            q, k, v = ((where if name in of else in_a_row)(head, size, n_head) for name in "qkv")
            joined += attention.attend(query[q], [key[k] for key in keys], [value[v] for value in values])
        return joined

    return heads


def in_slices_of(size_of):
    """Slices of size_of(length, n_head) numbers, from the first to the last number."""

    def heads(query, keys, values, n_head):
        size, joined = max(1, size_of(len(query), n_head)), []
        for start in range(0, len(query), size):
            cut = slice(start, start + size)
            joined += attention.attend(query[cut], [k[cut] for k in keys], [v[cut] for v in values])
        return joined

    return heads


def fixed(size, n_head=None, of_query=False):
    """Slices of one size, whatever the query; n_head of them, as many as are asked for, or as many as are whole."""

    def heads(query, keys, values, asked):
        many = len(query) // size if of_query else n_head or asked
        return each_head(
            part=lambda head, _, __: slice(head * size, (head + 1) * size), chosen=lambda heads: range(many)
        )(query, keys, values, asked)

    return heads


def so_many(count):
    """One number of heads, whatever is asked for."""

    def heads(query, keys, values, n_head):
        return each_head(chosen=lambda heads: range(count))(query, keys, values, n_head)

    return heads


def shared_among(count):
    """One number of heads shares the query, whatever is asked for."""
    return lambda query, keys, values, n_head: each_head()(query, keys, values, count)


def first_slice_of(keys=False, values=False):
    """The query is cut, of keys or values the first slice is taken for all heads."""

    def heads(query, ks, vs, n_head):
        size, found = len(query) // n_head, []
        for head in range(n_head):
            cut, first = in_a_row(head, size, n_head), slice(0, size)
            own = [[row[first if always else cut] for row in rows] for rows, always in ((ks, keys), (vs, values))]
            found += attention.attend(query[cut], *own)
        return found

    return heads


def whole_query(query, keys, values, n_head):
    size, found = len(query) // n_head, []
    for head in range(n_head):
        cut = in_a_row(head, size, n_head)
        found += attention.attend(query, [key[cut] for key in keys], [value[cut] for value in values])
    return found


def first_slice_of_query(query, keys, values, n_head):
    size = len(query) // n_head
    return each_head()(query[:size] * n_head, keys, values, n_head)


def with_weights(made):
    """Each head blends its own values, but with made(the weights of all heads, its number)."""

    def heads(query, keys, values, n_head):
        cuts = [in_a_row(head, len(query) // n_head, n_head) for head in range(n_head)]
        weights = [nn.softmax(attention.scores(query[cut], [k[cut] for k in keys])) for cut in cuts]
        blends = (attention.mix(made(weights, head), [v[cut] for v in values]) for head, cut in enumerate(cuts))
        return joined(blends)

    return heads


def one_softmax(query, keys, values, n_head):
    """The scores of all heads go through one softmax."""
    cuts = [in_a_row(head, len(query) // n_head, n_head) for head in range(n_head)]
    weights = nn.softmax([x for cut in cuts for x in attention.scores(query[cut], [k[cut] for k in keys])])
    parts = [weights[head * len(keys) : (head + 1) * len(keys)] for head in range(n_head)]
    return joined(attention.mix(part, [v[cut] for v in values]) for part, cut in zip(parts, cuts))


def softmax_over_heads(query, keys, values, n_head):
    """At every place, the weights of all heads sum to 1."""
    cuts = [in_a_row(head, len(query) // n_head, n_head) for head in range(n_head)]
    columns = zip(*(attention.scores(query[cut], [k[cut] for k in keys]) for cut in cuts))
    weights = zip(*(nn.softmax(list(column)) for column in columns))
    return joined(attention.mix(list(part), [v[cut] for v in values]) for part, cut in zip(weights, cuts))


TOO_LONG = (  # the slice of head h of that size among n
    lambda h, size, n: slice(h * size, (h + 1) * size + 1),
    lambda h, size, n: slice(max(0, h * size - 1), (h + 1) * size),
    lambda h, size, n: slice(h * size, None),
    lambda h, size, n: slice(0, (h + 1) * size),
)
OTHER_ENDS = (
    lambda h, size, n: slice(h * size, (h + 1) * size - 1),
    lambda h, size, n: slice(h * size + 1, (h + 1) * size + 1),
    lambda h, size, n: slice(h * size + 1, (h + 1) * size),
    lambda h, size, n: slice(max(0, h * size - 1), (h + 1) * size - 1),
    lambda h, size, n: slice(h * size, h + 1 * size),
    lambda h, size, n: slice(h * size, h * size + n),
    lambda h, size, n: slice(h * n, h * n + size),
    lambda h, size, n: slice(h * n, (h + 1) * n),
    lambda h, size, n: slice(h, h + n),
    lambda h, size, n: slice(h, None, size),
)
OTHER_HEADS = (  # the slice of one of these in place of one's own
    lambda h, size, n: in_a_row((h + 1) % n, size, n),
    lambda h, size, n: in_a_row((h - 1) % n, size, n),
    lambda h, size, n: in_a_row(n - 1 - h, size, n),
    lambda h, size, n: in_a_row(n - 1, size, n),
)

SOME = ("q", "k", "v", "qk", "qv", "kv")  # of query, keys and values

HEADS = {
    "n_head makes no difference in your answer: each head must attend on its own slice.": (
        lambda q, keys, values, n_head: attention.attend(q, keys, values)
    ),
    "the heads are joined in the wrong order: first head first.": each_head(lambda answers: joined(answers[::-1])),
    "a slice is a run of neighbours: you took every n-th number.": (
        each_head(joined, every_nth),
        each_head(dealt, every_nth),
        *(cut_otherwise(every_nth, of) for of in SOME),
    ),
    "the answers are dealt out in turn; the whole answer of the first head comes first.": each_head(dealt),
    "every head asks with the first slice of the query.": first_slice_of_query,
    "what is found are the values; you blended the keys.": each_head(
        attend=lambda q, ks, vs: attention.attend(q, ks, ks)
    ),
    "every head got the first slice.": each_head(joined, lambda head, size, n_head: slice(0, size)),
    "a slice ends `size` after its start: h * size to (h + 1) * size, not h to h + size.": tuple(
        cut_otherwise(lambda head, size, n_head: slice(head, head + size), of) for of in ("qkv", *SOME)
    ),
    "every head got the last slice.": cut_otherwise(OTHER_HEADS[-1]),
    "a head takes query, keys and values from the same places; yours takes some of them from another head's.": tuple(
        cut_otherwise(where, of) for where in OTHER_HEADS for of in ("q", "k", "v", "kv", "qv")
    ),
    "the slice of the query meets keys that are longer: each key and each value is to be cut to the same places.": (
        partly_cut("no", "no"),
        partly_cut("no", "each"),
    ),
    "the values are not cut: every head gives away its own slice of them.": partly_cut("each", "no"),
    "`keys[part]` cuts the list of keys: each single key is to be cut, [k[part] for k in keys].": (
        partly_cut("list", "list"),
        partly_cut("list", "each"),
    ),
    "`values[part]` cuts the list of values: each single value is to be cut, [v[part] for v in values].": (
        partly_cut("each", "list")
    ),
    "the answers are side by side in lists of their own; join them into one list.": each_head(list),
    "the answers are joined, not added: the result is as long as the query.": (
        each_head(added),
        each_head(lambda answers: [x / len(answers) for x in added(answers)]),
    ),
    "size and number are exchanged: a slice has len(query) // n_head numbers.": in_slices_of(lambda n, n_head: n_head),
    "your slices have one size, whatever the query, or some are empty: a slice has len(query) // n_head numbers, from start "
    "to start + size.": (
        *(in_slices_of(lambda n, n_head, size=size: size) for size in (2, 3, 4, 8, 16)),
        *(fixed(size) for size in (1, 2, 3, 4, 5, 8, 16)),
        *(fixed(size, of_query=True) for size in (2, 3, 4, 8, 16)),
        *(fixed(size, 16 // size) for size in (2, 4, 8)),
        *(in_slices_of(lambda n, n_head, size=size: size if n_head > 1 else n) for size in (2, 4)),
        each_head(part=lambda head, size, _: slice(head * size, size)),
    ),
    "the first head is missing: heads are counted from 0.": each_head(joined, chosen=lambda heads: heads[1:]),
    "the heads are those from 0 to n_head - 1; yours go one beyond the last, where nothing is left to cut.": (
        each_head(joined, chosen=lambda heads: [head + 1 for head in heads]),
    ),
    "n_head says how many heads there are; you took another number of them.": (
        *(so_many(count) for count in (2, 3, 4)),
        *(shared_among(count) for count in (2, 3, 4)),
    ),
    "the scores of a head are divided by the root of *its* length, not of the whole query's, nor of how many heads there are.": (
        scaled_by(lambda whole, own: whole**0.5),
        scaled_by(lambda whole, own: (whole // own) ** 0.5),
    ),
    "nothing is added to what the heads hear; the block will add it to its letter, after `wo`.": (
        lambda query, keys, values, n_head: plus(query, attention.heads(query, keys, values, n_head)),
        lambda query, keys, values, n_head: plus(values[-1], attention.heads(query, keys, values, n_head)),
    ),
    "the scores of a head are not scaled: `attend` divides them by the root of its length.": scaled_by(
        lambda whole, own: 1.0
    ),
    "the scores of a head are divided by the root of its length once; `attend` does that.": scaled_by(
        lambda whole, own: float(own)
    ),
    "the slices are taken as they are: rmsnorm comes before the matrices.": tuple(
        each_head(attend=lambda q, ks, vs, normed=normed: attention.attend(*normed(q, ks, vs)))
        for normed in (
            lambda q, ks, vs: (nn.rmsnorm(q), ks, vs),
            lambda q, ks, vs: (nn.rmsnorm(q), [nn.rmsnorm(k) for k in ks], vs),
            lambda q, ks, vs: (nn.rmsnorm(q), [nn.rmsnorm(k) for k in ks], [nn.rmsnorm(v) for v in vs]),
        )
    ),
    "these are scores, not yet weights: softmax comes before the values are blended, as `attend` does it.": each_head(
        attend=lambda q, ks, vs: attention.mix(attention.scores(q, ks), vs)
    ),
    "every head blends by weights of its own: a softmax over its own scores alone.": (
        with_weights(lambda weights, head: weights[0]),
        with_weights(lambda weights, head: weights[-1]),
        with_weights(lambda weights, head: [nn.mean(list(column)) for column in zip(*weights)]),
        one_softmax,
        softmax_over_heads,
    ),
    "only the first head is there: does `return` stand inside the loop, or are the slices of all others empty?": each_head(
        joined, chosen=lambda heads: heads[:1]
    ),
    "the last head is missing.": each_head(joined, chosen=lambda heads: heads[:-1]),
    "keys and values are exchanged: the keys meet the query, the values are blended.": each_head(
        attend=lambda q, ks, vs: attention.attend(q, vs, ks)
    ),
    "the values meet the query in your answer: the keys are to meet it.": each_head(
        attend=lambda q, ks, vs: attention.attend(q, vs, vs)
    ),
    "the answers are divided, as if they were averaged; they only lie side by side.": each_head(
        lambda answers: [x / len(answers) for x in joined(answers)]
    ),
    "keys and values are cut with the query: all heads took the first slice of one of them, or of both.": (
        first_slice_of(keys=True),
        first_slice_of(values=True),
        first_slice_of(keys=True, values=True),
    ),
    "the query is longer than the slices of the keys: a head asks with its own slice, and cuts keys and values like it.": (
        whole_query
    ),
    "these are the weights of the heads; what they blend, the values, is what the heads find.": each_head(
        attend=lambda q, ks, vs: nn.softmax(attention.scores(q, ks))
    ),
    "every letter is asked: all keys meet the query, all values are blended.": tuple(
        each_head(attend=lambda q, ks, vs, some=some: attention.attend(q, some(ks), some(vs)))
        for some in (
            lambda rows: rows[:-1] or rows,
            lambda rows: rows[1:] or rows,
            *(lambda rows, count=count: rows[:count] for count in (1, 2, 3, 4, 6, 8, 16)),
            *(lambda rows, count=count: rows[-count:] for count in (1, 2, 3, 4, 8, 16)),
        )
    ),
    "that is the plain average of the values, as if nobody asked: each key is to be compared with the query.": each_head(
        attend=lambda q, ks, vs: [nn.mean(list(column)) for column in zip(*vs)]
    ),
    "a slice begins at h * size and ends before (h + 1) * size; one of yours begins or ends elsewhere.": (
        *(cut_otherwise(where, of) for where in TOO_LONG for of in ("qkv", "qk", "v")),
        *(cut_otherwise(where, of) for where in OTHER_ENDS for of in ("qkv", "qk", "q", "k", "v", "kv")),
    ),
}

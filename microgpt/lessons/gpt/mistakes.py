"""Wrong heads and wrong caches, as functions: what learners do, and what the exercises have a sentence for."""

from ... import attention, gpt, nn
from ...nn import dot, linear
from .. import fallbacks

# ---- heads(query, keys, values, n_head) ----


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


def in_slices_of(size_of):
    """Slices of size_of(length, n_head) numbers, from the first to the last number."""

    def heads(query, keys, values, n_head):
        size, joined = max(1, size_of(len(query), n_head)), []
        for start in range(0, len(query), size):
            cut = slice(start, start + size)
            joined += attention.attend(query[cut], [k[cut] for k in keys], [v[cut] for v in values])
        return joined

    return heads


def first_slice_of_query(query, keys, values, n_head):
    size = len(query) // n_head
    return each_head()(query[:size] * n_head, keys, values, n_head)


HEADS = {
    "n_head makes no difference in your answer: each head must attend on its own slice.": (
        lambda q, keys, values, n_head: attention.attend(q, keys, values)
    ),
    "the heads are joined in the wrong order: first head first.": each_head(lambda answers: joined(answers[::-1])),
    "a slice is a run of neighbours: you took every n-th number.": (
        each_head(joined, every_nth),
        each_head(dealt, every_nth),
    ),
    "the answers are dealt out in turn; the whole answer of the first head comes first.": each_head(dealt),
    "every head asks with the first slice of the query.": first_slice_of_query,
    "what is found are the values; you blended the keys.": each_head(
        attend=lambda q, ks, vs: attention.attend(q, ks, ks)
    ),
    "every head got the first slice.": each_head(joined, lambda head, size, n_head: slice(0, size)),
    "a slice ends `size` after its start: h * size to (h + 1) * size, not h to h + size.": each_head(
        joined, lambda head, size, n_head: slice(head, head + size)
    ),
    "only the query is cut: each key and each value must be cut at the same places.": (
        partly_cut("no", "no"),
        partly_cut("no", "each"),
    ),
    "the values are not cut: every head gives away its own slice of them.": partly_cut("each", "no"),
    "`keys[part]` cuts the list of keys: each single key is to be cut, [k[part] for k in keys].": (
        partly_cut("list", "list"),
        partly_cut("list", "each"),
    ),
    "the answers are side by side in lists of their own; join them into one list.": each_head(list),
    "the answers are joined, not added: the result is as long as the query.": (
        each_head(added),
        each_head(lambda answers: [x / len(answers) for x in added(answers)]),
    ),
    "size and number are exchanged: a slice has len(query) // n_head numbers.": in_slices_of(lambda n, n_head: n_head),
    "slices of two numbers are right for two cases only: a slice has len(query) // n_head numbers.": in_slices_of(
        lambda n, n_head: 2
    ),
    "the scores of a head are divided by the root of *its* length, not of the whole query's.": scaled_by(
        lambda whole, own: whole**0.5
    ),
    "the scores of a head are not scaled: `attend` divides them by the root of its length.": scaled_by(
        lambda whole, own: 1.0
    ),
    "only the first head is there: does `return` stand inside the loop?": each_head(
        joined, chosen=lambda heads: heads[:1]
    ),
    "the last head is missing.": each_head(joined, chosen=lambda heads: heads[:-1]),
}

# ---- cache(x, cache, weights) ----


def step(
    q="q",
    k="k",
    v="v",
    before=lambda cache: None,
    between=lambda cache: None,
    after=lambda cache, length: None,
    answer=None,
    by=linear,
):
    """fallbacks.cache whose options are mistakes.

    q, k, v: which matrix makes them ("x": none, x itself); before(cache), between(cache), when it has grown and was not
    asked yet, after(cache, its length before): what else is done to it; answer(query, keys, values): in place of attend;
    by(x, w): in place of linear.
    """

    def mistaken(x, cache, weights):
        named = dict(zip("qkv", weights))

        def made(name):
            return x if name == "x" else by(x, named[name])

        length = len(cache[0])
        before(cache)
        cache[0].append(made(k))
        cache[1].append(made(v))
        between(cache)
        result = (answer or attention.attend)(made(q), *cache)
        after(cache, length)
        return result

    return mistaken


def late(alone):
    """The answer is found before this letter's key and value are in the cache; alone(x, weights): what the first hears."""

    def mistaken(x, cache, weights):
        query = linear(x, weights[0])
        found = attention.attend(query, *cache) if cache[0] or not alone else alone(x, weights)
        cache[0].append(linear(x, weights[1]))
        cache[1].append(linear(x, weights[2]))
        return found

    return mistaken


def cut_to(last):
    """Only the last so many positions are kept."""

    def cut(cache, length=None):
        for kept in cache:
            del kept[:-last]

    return cut


def cleared(cache, length=None):
    cache[0].clear()
    cache[1].clear()


def undone(cache, length):
    del cache[0][length:], cache[1][length:]


def first_undone(cache, length):
    if not length:
        cleared(cache)


def flat(x, cache, weights):
    """extend, or +=, without brackets."""
    cache[0].extend(linear(x, weights[1]))
    cache[1].extend(linear(x, weights[2]))
    return attention.attend(linear(x, weights[0]), *cache)


def named_none(x, cache, weights):
    keys = cache[0].append(linear(x, weights[1]))
    values = cache[1].append(linear(x, weights[2]))
    return attention.attend(linear(x, weights[0]), keys, values)


def once_each(x, cache, weights):
    """A key that is in the cache already is not put there again."""
    key = linear(x, weights[1])
    if key not in cache[0]:
        cache[0].append(key)
        cache[1].append(linear(x, weights[2]))
    return attention.attend(linear(x, weights[0]), *cache)


def turned(x, w):
    """x @ W: the matrix is read by columns."""
    return [dot(x, list(column)) for column in zip(*w, strict=True)]


def turned_by_index(x, w):
    return [sum(x[i] * w[i][j] for i in range(len(x))) for j in range(len(w[0]))]


def turned_as_far_as_it_goes(x, w):
    return [sum(a * b for a, b in zip(x, column)) for column in zip(*w)]


CACHE = {
    "position 0 is lost: what is read into an empty cache must be kept as well.": step(after=first_undone),
    "the cache must grow: append, do not replace what is there.": step(before=cleared),
    "nothing is kept for the next letter: `append` changes the list that the caller holds, a new list is forgotten.": (
        step(after=undone),
    ),
    "a letter hears itself too: put its key and value into the cache before attending.": (
        late(None),
        late(lambda x, weights: linear(x, weights[2])),
        late(lambda x, weights: [0.0] * len(weights[2])),
    ),
    "keep the key, linear(x, w_key), not x itself.": step(k="x"),
    "x itself is no query, key or value: each has a matrix of its own, linear(x, w).": step(q="x", k="x", v="x"),
    "keep the value, linear(x, w_value), not x itself.": (step(v="x"), step(k="x", v="x")),
    "the value is made by w_value; you kept the key a second time.": step(v="k"),
    "the matrices of keys and values are exchanged.": step(k="v", v="k"),
    "the matrices of queries and keys are exchanged.": step(q="k", k="q"),
    "the query is linear(x, w_query), not x itself.": step(q="x"),
    "the query is made by w_query; you asked with the key.": step(q="k"),
    "what is found are the values; you blended the keys.": step(
        answer=lambda query, keys, values: attention.attend(query, keys, keys)
    ),
    "you return this letter's own value; the query is to blend all that are kept.": step(
        answer=lambda query, keys, values: values[-1]
    ),
    "these are the weights; what they blend, the values, is what the letter hears.": step(
        answer=lambda query, keys, values: nn.softmax(attention.scores(query, keys))
    ),
    "the scores are not scaled: `attend` divides them by the root of the length.": step(
        answer=lambda query, keys, values: attention.mix(nn.softmax([dot(query, key) for key in keys]), values)
    ),
    "you return the plain average of the values; the query decides how much each counts.": step(
        answer=lambda query, keys, values: [nn.mean(list(column)) for column in zip(*values)]
    ),
    "the matrix is read by columns: linear(x, w) takes the rows, one for each number that comes out.": (
        step(by=turned),
        step(by=turned_by_index),
        step(by=turned_as_far_as_it_goes),
    ),
    "`extend` and `+=` put in single numbers; the whole key is one entry: append it.": flat,
    "`append` returns nothing: keys = keys.append(...) leaves you with None.": named_none,
    "a letter that comes again is kept again: it stands in another place.": once_each,
    "only the last letters are kept; a letter may ask all that came before.": (
        *(step(after=cut_to(last)) for last in (2, 3, 4, 5)),
        *(step(before=cut_to(last)) for last in (1, 2, 3, 4, 5)),
        *(step(between=cut_to(last)) for last in (2, 3, 4, 5)),
    ),
    "return the answer alone: the cache has changed, the caller sees that.": (
        lambda x, cache, weights: (fallbacks.cache(x, cache, weights), cache)
    ),
    "the norm and the adding come in the block; here x is taken as it is.": (
        lambda x, cache, weights: fallbacks.cache(nn.rmsnorm(x), cache, weights),
        lambda x, cache, weights: gpt.add(x, fallbacks.cache(x, cache, weights)),
        lambda x, cache, weights: gpt.add(x, fallbacks.cache(nn.rmsnorm(x), cache, weights)),
        lambda x, cache, weights: [a + b for a, b in zip(x, fallbacks.cache(x, cache, weights))],
        lambda x, cache, weights: [a + b for a, b in zip(x, fallbacks.cache(nn.rmsnorm(x), cache, weights))],
    ),
}

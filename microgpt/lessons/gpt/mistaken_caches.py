"""Wrong ways to read a letter with a cache: what learners do, and what exercise 5.2 has a sentence for."""

from itertools import product

from ... import attention, gpt, nn
from ...nn import dot, linear
from .. import fallbacks


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


def turned_first(x, w):
    return linear(x, [list(column) for column in zip(*w)])


def divided(by):
    """The scores are divided by by(length of x, length of a key)."""

    def mistaken(x, cache, weights):
        def answer(query, keys, values):
            scores = [dot(query, key) / by(len(x), len(query)) for key in keys]
            return attention.mix(nn.softmax(scores), values)

        return step(answer=answer)(x, cache, weights)

    return mistaken


def of_the_last(count):
    """All are kept, but the query asks the last so many."""
    return step(answer=lambda query, keys, values: attention.attend(query, keys[-count:], values[-count:]))


def plain_sum(query, keys, values):
    return [nn.total(list(column)) for column in zip(*values)]


SAID_APART = {("q", "k", "v"), ("q", "k", "k"), ("q", "v", "k"), ("k", "q", "v"), ("k", "k", "v")}  # the first is right
CACHE = {
    "position 0 is lost: what is read into an empty cache must be kept as well.": step(after=first_undone),
    "the cache must grow: append, do not replace what is there.": step(before=cleared),
    "nothing is left for the next letter: this letter's key and value are to stay in the lists that came, at their end.": (
        step(after=undone),
    ),
    "a letter hears itself too: put its key and value into the cache before attending.": (
        late(None),
        late(lambda x, weights: linear(x, weights[2])),
        late(lambda x, weights: [0.0] * len(weights[2])),
    ),
    "nothing is put into the cache: append this letter's key and value first, then let the query ask.": (
        lambda x, cache, weights: attention.attend(linear(x, weights[0]), *cache),
        lambda x, cache, weights: attention.attend(x, *cache),
    ),
    "keep the key, linear(x, w_key), not x itself.": step(k="x"),
    "x itself is no query, key or value: each has a matrix of its own, linear(x, w).": step(q="x", k="x", v="x"),
    "keep the value, linear(x, w_value), not x itself.": (step(v="x"), step(k="x", v="x")),
    "the value is made by w_value; you kept the key a second time.": step(v="k"),
    "the matrices of keys and values are exchanged.": step(k="v", v="k"),
    "the matrices of queries and keys are exchanged.": step(q="k", k="q"),
    "query, key and value have a matrix each: w_query, w_key, w_value, in this order.": tuple(
        step(q, k, v) for q, k, v in product("qkv", repeat=3) if (q, k, v) not in SAID_APART
    ),
    "the query is linear(x, w_query), not x itself.": step(q="x"),
    "the query is made by w_query; you asked with the key.": step(q="k"),
    "what is found are the values; you blended the keys.": step(
        answer=lambda query, keys, values: attention.attend(query, keys, keys)
    ),
    "you return this letter's own value; the query is to blend all that are kept.": step(
        answer=lambda query, keys, values: values[-1]
    ),
    "you return the query, or the key, itself; what the query finds is wanted, `attend(query, keys, values)`.": (
        step(answer=lambda query, keys, values: query),
        step(answer=lambda query, keys, values: keys[-1]),
    ),
    "`attend` takes the keys first, then the values; yours are exchanged.": step(
        answer=lambda query, keys, values: attention.attend(query, values, keys)
    ),
    "these are the weights; what they blend, the values, is what the letter hears.": step(
        answer=lambda query, keys, values: nn.softmax(attention.scores(query, keys))
    ),
    "the scores are not scaled: `attend` divides them by the root of the length.": step(
        answer=lambda query, keys, values: attention.mix(nn.softmax([dot(query, key) for key in keys]), values)
    ),
    "the scores are divided by the root of the length of a key, by nothing else; `attend` does that.": (
        divided(lambda x, key: x**0.5),
        divided(lambda x, key: key),
        divided(lambda x, key: 2),
        divided(lambda x, key: 4),
        step(answer=lambda query, keys, values: attention.attend([q / len(query) ** 0.5 for q in query], keys, values)),
    ),
    "you return the sum of the values; the query decides how much each counts.": step(answer=plain_sum),
    "you return the plain average of the values; the query decides how much each counts.": step(
        answer=lambda query, keys, values: [nn.mean(list(column)) for column in zip(*values)]
    ),
    "the matrix is read by columns: linear(x, w) takes the rows, one for each number that comes out.": (
        step(by=turned),
        step(by=turned_by_index),
        step(by=turned_first),
        step(by=turned_as_far_as_it_goes),
    ),
    "single numbers came where vectors are wanted: append the whole key, and give `attend` all keys and all values.": flat,
    "`append` returns nothing: keys = keys.append(...) leaves you with None.": named_none,
    "a letter that comes again is kept again: it stands in another place.": once_each,
    "only the last letters are kept, or asked; a letter may ask all that came before.": (
        *(step(after=cut_to(last)) for last in (2, 3, 4, 5, 8, 16, 32)),
        *(step(before=cut_to(last)) for last in (1, 2, 3, 4, 5, 15, 16, 31)),
        *(step(between=cut_to(last)) for last in (2, 3, 4, 5, 8, 16, 32)),
        *(of_the_last(last) for last in (2, 3, 4, 5, 8, 10, 15, 16, 20, 32)),
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

"""The exercises of lesson 5, with their cases and their mistakes."""

from ... import attention
from ...autograd import Value
from ...nn import linear
from ...teach.judge import Apart, Checks, Exercise, Wrong
from ...teach.judge.calling import plain
from ...teach.judge.same import same
from ...teach.judge.words import shown
from .. import fallbacks
from . import cases
from .counting import param_count
from .mistaken_blocks import BLOCK
from .mistaken_caches import CACHE
from .mistaken_heads import HEADS

# ---- heads: cut, attend, join ----

heads = Exercise(
    "Cut query, keys and values into n_head slices, let each attend alone, and join the answers in order.",
    attention.heads,
    cases=[
        (
            [2.0, 0.0, 0.0, 1.0],
            [[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 3.0, 0.0]],
            [[8.0, 0.0, 1.0, 0.0], [0.0, 4.0, 0.0, 2.0]],
            2,
        ),
        ([1.0, -1.0], [[0.5, 2.0], [1.0, 1.0], [0.0, -1.0]], [[1.0, 0.0], [0.0, 2.0], [3.0, 4.0]], 1),
    ],
    generate=cases.a_question,
    mixes=lambda query, keys, values, n_head: len(query) % n_head == 0,
    world=cases.questions,
    mistakes=HEADS,
    learned="Every head has weights of its own, and the answers lie side by side.",
    hints=(
        "Head number h has the numbers from h * size up to (h + 1) * size, where size is len(query) // n_head.",
        "Cut every key and every value in the same way, and put the answers one after the other.",
    ),
    on=Value,
)

# ---- one head, one letter, with a cache ----


def at_once(answer):
    """What comes number by number, as yield and map give it, all together: a cache is looked at when all has come."""
    return tuple(answer) if hasattr(answer, "__next__") else answer


def of_one_letter(answer, size):
    """The answer for one letter, if it is one list: here all letters stand in a list, of which a learner knows nothing."""
    if (
        isinstance(answer, list | tuple)
        and len(answer) == size
        and not any(isinstance(x, list | tuple) for x in answer)
    ):
        return answer
    if isinstance(answer, list | tuple | int | float):
        raise Wrong(f"for one letter a list of {size} numbers is wanted, {shown(answer)} came.")
    return answer


def through_cache(answer, xs, weights, known):
    """The answers for the letters after the first `known`, whose keys and values are in the cache already."""
    as_they_came = plain((xs, weights))
    return with_what_is_kept(through_filled(answer, *with_cache(xs, weights, known)), *as_they_came, known)


def with_cache(xs, weights, known):
    """The letters that are still to be read, the weights, and the cache of the letters before."""
    cache = ([], [])
    for x in xs[:known]:
        fallbacks.cache(x, cache, weights)
    return xs[known:], weights, cache


def through_filled(answer, xs, weights, cache):
    """The answers for letters that come after those of a cache, and the cache. It judges nothing but what became of that."""
    answers, known = [], len(cache[0])
    for number, x in enumerate(xs, known + 1):
        before, copied = [list(kept) for kept in cache], [rows(kept) for kept in cache]
        answers.append(of_one_letter(at_once(answer(x, cache, weights)), len(weights[2])))
        if answers[-1] is None or answers[-1] is ...:
            return answers[-1]
        if [len(kept) for kept in cache] != [number, number]:
            kept = f"keys: {len(cache[0])}, values: {len(cache[1])}"
            raise Wrong(f"each letter adds a key and a value to the cache; after letter {number} it holds {kept}.")
        if [list(kept[:-1]) for kept in cache] != before:
            raise Wrong("what is in the cache stays there, in its places; what is new comes at the end.")
        if [rows(kept[:-1]) for kept in cache] != copied:
            raise Wrong("an older key or value in the cache has changed: make new lists for each letter.")
    return answers, cache


def rows(kept):
    """The numbers of all lists that are kept, in lists of their own."""
    return [list(row) if isinstance(row, list) else row for row in kept]


def with_what_is_kept(found, xs, weights, known):
    """The answers; where they are right, the cache is to hold nothing but the key and the value of each letter."""
    if not isinstance(found, tuple):
        return found
    answers, kept = found
    if not same(plain(kept), [[linear(x, w) for x in xs] for w in weights[1:]]):
        rest, weights, filled = with_cache(xs, weights, known)
        if same(plain(answers), [fallbacks.cache(x, filled, weights) for x in rest]):
            raise Wrong(
                "the answer is right, but not what is kept for the next: the first list holds the keys, linear(x, w_key), "
                "the second the values, linear(x, w_value), as they are."
            )
    return answers


def left(after, xs, weights, known):
    """The arguments of through_cache as through_filled left them."""
    return [*xs[:known], *after[0]], after[1], known


FIRST = ([[1.0, 1.0], [0.0, 1.0]], [[0.0, 1.0], [2.0, -1.0]], [[3.0, -1.0], [1.0, 2.0]])

cache = Exercise(
    "Put this letter's key and value into the cache, then return what its query finds there.",
    fallbacks.cache,
    cases=[
        ([[1.0, 2.0]], FIRST, 0),
        ([[1.0, 2.0], [0.5, -1.0]], FIRST, 0),
        ([[1.0, 2.0], [0.5, -1.0], [2.0, 1.0], [-1.0, 0.5], [1.0, 2.0], [0.0, 3.0]], FIRST, 0),
        ([[1.0, 2.0], [0.5, -1.0], [2.0, 1.0], [-1.0, 0.5], [1.0, 2.0], [0.0, 3.0]], FIRST, 4),
    ],
    generate=cases.a_text,
    world=cases.texts,
    use=through_cache,
    apart=Apart(through_filled, send=with_cache, judged=with_what_is_kept, left=left),
    names=("x of each letter", "weights", "letters in the cache before"),
    may_change=("the cache",),
    mistakes=CACHE,
    learned="With an empty cache, a long one, or one filled by somebody else: the answer is the same as without.",
    hints=(
        "Key and value of this letter go into the cache first: it can hear itself.",
        "`append` changes the list that the caller holds; a new list would be forgotten.",
    ),
    on=Value,
)

# ---- a block, composed of its parts ----


def through_block(answer, xs, n_head, matrices, known):
    """The answers for the letters after the first `known`, whose keys and values are in the heads' caches already."""
    return through_filled_block(answer, *with_caches(xs, n_head, matrices, known))


def with_caches(xs, n_head, matrices, known):
    """The letters that are still to be read, the matrices, and the heads' caches of the letters before."""
    caches = [([], []) for _ in range(n_head)]
    for x in xs[:known]:
        fallbacks.block(x, caches, matrices)
    return xs[known:], matrices, caches


def through_filled_block(answer, xs, matrices, caches):
    """The answers for letters that come after those of the caches. It judges nothing but the caches' lengths."""
    answers, known = [], len(caches[0][0])
    for number, x in enumerate(xs, known + 1):
        answers.append(of_one_letter(at_once(answer(x, caches, matrices)), len(x)))
        if answers[-1] is None or answers[-1] is ...:
            return answers[-1]
        kept = {len(rows) for cache in caches for rows in cache}
        if kept != {number} and not (kept == {known} and len(xs) == 1):  # one answer tells whether attention is missing
            raise Wrong(
                f"`one_by_one` is called once for each letter, with `caches` as they came: after letter {number} they hold "
                f"{' or '.join(map(str, sorted(kept)))} keys and values."
            )
    return answers


def left_by_block(after, xs, n_head, matrices, known):
    """The arguments of through_block as through_filled_block left them."""
    return [*xs[:known], *after[0]], n_head, after[1], known


ONE = ([[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [2.0, -1.0]], [[3.0, -1.0], [1.0, 2.0]], [[0.5, 1.0], [-1.0, 0.0]],
       [[1.0, 0.0], [-1.0, 1.0], [0.0, -2.0]], [[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]])  # fmt: skip

block = Exercise(
    "Add to x what attention finds in rmsnorm(x), led back by wo; then add what the network finds in rmsnorm of that.",
    fallbacks.block,
    cases=[([[1.0, 2.0]], 1, ONE, 0), ([[1.0, 2.0], [0.5, -3.0]], 2, ONE, 0)],
    generate=cases.a_layer,
    world=cases.layers,
    use=through_block,
    apart=Apart(through_filled_block, send=with_caches, left=left_by_block),
    names=("x of each letter", "number of heads", "matrices", "letters in the caches before"),
    mistakes=BLOCK,
    learned="Attention and network only ever add to the stream; so a block can stand on any other.",
    hints=(
        "Two lines of the kind x = add(x, ...): one for attention, one for the network.",
        "Attention: `linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)` is what is added.",
        "The network: `linear(rmsnorm(x), fc1)`, `relu` of each number, and `linear(..., fc2)` is what is added.",
    ),
    on=Value,
)

check = Checks(heads=heads, param_count=param_count, cache=cache, block=block)

"""The exercises of lesson 5, with their cases and their mistakes."""

from ... import attention
from ...autograd import Value
from ...teach.judge import Apart, Checks, Exercise, Wrong
from .. import fallbacks
from .counting import param_count
from .mistaken_blocks import BLOCK
from .mistaken_caches import CACHE
from .mistaken_heads import HEADS

# ---- heads: cut, attend, join ----


def numbers(rng, count):
    return [round(rng.gauss(0, 1.5), 1) for _ in range(count)]


def a_question(rng):
    """A query, 1 to 6 keys and values (one of them may come again), and how many heads share their numbers."""
    n_head, size, count = rng.randint(1, 4), rng.choice([1, 2, 3, 5]), rng.randint(1, 6)
    rows = [numbers(rng, n_head * size) for _ in range(2 * count)]
    if count > 2 and rng.random() < 0.5:
        rows[count - 1] = list(rows[0])
    return numbers(rng, n_head * size), rows[:count], rows[count:], n_head


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
    generate=a_question,
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
    """What comes number by number, as yield and map give it, as a list: a cache is looked at when all has come."""
    return list(answer) if hasattr(answer, "__next__") else answer


def through_cache(answer, xs, weights, known):
    """The answers for the letters after the first `known`, whose keys and values are in the cache already."""
    return through_filled(answer, *with_cache(xs, weights, known))


def with_cache(xs, weights, known):
    """The letters that are still to be read, the weights, and the cache of the letters before."""
    cache = ([], [])
    for x in xs[:known]:
        fallbacks.cache(x, cache, weights)
    return xs[known:], weights, cache


def through_filled(answer, xs, weights, cache):
    """The answers for letters that come after those of a cache. It judges nothing but the cache's length."""
    answers, known = [], len(cache[0])
    for number, x in enumerate(xs, known + 1):
        before = [list(kept) for kept in cache]
        answers.append(at_once(answer(x, cache, weights)))
        if answers[-1] is None or answers[-1] is ...:
            return answers[-1]
        if [len(kept) for kept in cache] != [number, number]:
            kept = f"keys: {len(cache[0])}, values: {len(cache[1])}"
            raise Wrong(f"each letter adds a key and a value to the cache; after letter {number} it holds {kept}.")
        if [list(kept[:-1]) for kept in cache] != before:
            raise Wrong("what is in the cache stays there, in its places; what is new comes at the end.")
    return answers


def left(after, xs, weights, known):
    """The arguments of through_cache as through_filled left them."""
    return [*xs[:known], *after[0]], after[1], known


def a_text(rng):
    """1 to 18 vectors, one of them often twice; the three matrices of a head, mostly not square; how many are read."""
    width, length = rng.randint(2, 4), rng.choice([1, 2, 6, 7, 18])
    size = width if rng.random() < 0.4 else rng.randint(2, 4)
    xs = [numbers(rng, width) for _ in range(length)]
    if length > 2:
        i, j = sorted(rng.sample(range(length), 2))
        xs[j] = list(xs[i])
    return xs, tuple([numbers(rng, width) for _ in range(size)] for _ in range(3)), rng.randrange(length)


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
    generate=a_text,
    use=through_cache,
    apart=Apart(through_filled, send=with_cache, left=left),
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
        answers.append(at_once(answer(x, caches, matrices)))
        if answers[-1] is None or answers[-1] is ...:
            return answers[-1]
        kept = {len(rows) for cache in caches for rows in cache}
        if kept != {number}:
            raise Wrong(
                f"`one_by_one` is called once for each letter: after letter {number} the caches hold "
                f"{' or '.join(map(str, sorted(kept)))} keys and values."
            )
    return answers


def left_by_block(after, xs, n_head, matrices, known):
    """The arguments of through_block as through_filled_block left them."""
    return [*xs[:known], *after[0]], n_head, after[1], known


def a_layer(rng):
    """1 to 4 vectors, how many heads share their numbers, the six matrices of a layer, and how many vectors are read."""
    n_head, size = rng.choice([(1, 2), (1, 3), (2, 1), (2, 2), (3, 1)])
    width, hidden = n_head * size, rng.choice([2, 3, 5])
    square = [[numbers(rng, width) for _ in range(width)] for _ in range(4)]
    network = [numbers(rng, width) for _ in range(hidden)], [numbers(rng, hidden) for _ in range(width)]
    xs = [numbers(rng, width) for _ in range(rng.randint(1, 4))]
    return xs, n_head, (*square, *network), rng.randrange(len(xs))


ONE = ([[1.0, 0.0], [0.0, 1.0]], [[0.0, 1.0], [2.0, -1.0]], [[3.0, -1.0], [1.0, 2.0]], [[0.5, 1.0], [-1.0, 0.0]],
       [[1.0, 0.0], [-1.0, 1.0], [0.0, -2.0]], [[1.0, 2.0, 0.0], [0.0, 1.0, -1.0]])  # fmt: skip

block = Exercise(
    "Add to x what attention finds in rmsnorm(x), led back by wo; then add what the network finds in rmsnorm of that.",
    fallbacks.block,
    cases=[([[1.0, 2.0]], 1, ONE, 0), ([[1.0, 2.0], [0.5, -3.0]], 2, ONE, 0)],
    generate=a_layer,
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

"""The exercises of lesson 5, with their cases and their mistakes."""

from ... import attention, gpt
from ...autograd import Value
from ...teach.judge import Apart, Checks, Exercise, Number, Wrong
from .. import fallbacks
from . import mistakes

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
    mistakes=mistakes.HEADS,
    learned="Every head has weights of its own, and the answers lie side by side.",
    hints=(
        "Head number h has the numbers from h * size up to (h + 1) * size, where size is len(query) // n_head.",
        "Cut every key and every value in the same way, and put the answers one after the other.",
    ),
    on=Value,
)

# ---- how many parameters ----

SMALL = gpt.Config(27, n_embd=8, n_head=2, n_layer=4)


def count(layers=SMALL.n_layer, **other):
    """How many parameters it would be with so many layers, or if some matrices held other numbers: name -> numbers."""
    sizes = {name.split(".")[-1]: a * b for name, (a, b) in gpt.shapes(SMALL).items()} | other
    return sum(n * (layers if "attn" in name or "mlp" in name else 1) for name, n in sizes.items())


def times_heads(*names):
    return {f"attn_w{name}": 64 * SMALL.n_head for name in names}


RIGHT = gpt.num_params(SMALL)
OUTSIDE = count(layers=0)

COUNTS = {  # what it is about: (the sentence, the wrong numbers)
    "one layer": ("that is one layer; there are four, each with six matrices of its own.", [count(layers=1)]),
    "wpe": ("the positions have embeddings too: wpe.", [count(wpe=0), count(wpe=0, lm_head=0)]),
    "lm_head": ("wte and lm_head are two matrices, 27 x 8 each.", [count(lm_head=0)]),
    "letters": ("BOS is a token as well: 27 rows, not 26.", [count(wte=208, lm_head=208), count(wte=208)]),
    "sixteen": (
        "that is with vectors of 16 numbers; here they have 8.",
        [4192, gpt.num_params(gpt.Config(27, n_layer=4))],
    ),
    "heads": (
        "more heads are no more numbers: each has fewer rows. Their number does not multiply the matrices.",
        [count(**times_heads(*names)) for names in ("q", "qk", "qkv", "qkvo")] + [RIGHT * SMALL.n_head],
    ),
    "way out": ("query, key, value and the way out: four matrices of attention per layer.", [count(attn_wo=0)]),
    "narrow": (
        "the network inside a block is four times as wide: mlp_fc1 is 32 x 8, mlp_fc2 8 x 32.",
        [count(mlp_fc1=64, mlp_fc2=64), count(mlp_fc1=64 * 64, mlp_fc2=64 * 64), count(mlp_fc1=512, mlp_fc2=512)],
    ),
    "256": (
        "256 are missing in each layer: attention has four matrices of 8 x 8, the network two, 32 x 8 and 8 x 32.",
        [count(mlp_fc1=0)],
    ),
    "no network": ("the network inside each block is missing: mlp_fc1 and mlp_fc2.", [count(mlp_fc1=0, mlp_fc2=0)]),
    "layers alone": ("these are the layers alone; wte, wpe and lm_head stand outside.", [RIGHT - OUTSIDE]),
    "outside alone": ("that is what stands outside the layers; there are four of these too.", [OUTSIDE]),
    "outside four times": (
        "wte, wpe and lm_head are there once, not once per layer.",
        [SMALL.n_layer * count(layers=1)],
    ),
    "biases": (
        "no biases in this model: only the matrices count.",
        [RIGHT + sum(a for name, (a, _) in gpt.shapes(SMALL).items() if "layer" in name),
         RIGHT + sum(a for name, (a, _) in gpt.shapes(SMALL).items() if "layer" in name or name == "lm_head"),
         RIGHT + sum(a for a, _ in gpt.shapes(SMALL).values())],
    ),
    "gains": (
        "the norms of this model hold no numbers of their own.",
        [RIGHT + 8 * norms for norms in (2 * SMALL.n_layer, 2 * SMALL.n_layer + 1)],
    ),
}  # fmt: skip

param_count = Number(
    "How many parameters has a GPT that is 8 wide, with 4 layers and 2 heads, 27 tokens and 16 positions?",
    lambda n: n == RIGHT,
    {sentence: wrong.__contains__ for sentence, wrong in COUNTS.values()},
    "Twice the layers would double what is in them; twice the width would make it four times as much.",
    hints=(
        "Outside the layers: `wte` 27 x 8, `wpe` 16 x 8, `lm_head` 27 x 8.",
        "In each layer: four matrices of 8 x 8, then `mlp_fc1` 32 x 8 and `mlp_fc2` 8 x 32.",
    ),
    runs_on=RIGHT,
)

# ---- one head, one letter, with a cache ----


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
        answers.append(answer(x, cache, weights))
        if answers[-1] is None or answers[-1] is ...:
            return answers[-1]
        if [len(kept) for kept in cache] != [number, number]:
            kept = f"keys: {len(cache[0])}, values: {len(cache[1])}"
            raise Wrong(f"each letter adds a key and a value to the cache; after letter {number} it holds {kept}.")
    return answers


def left(after, xs, weights, known):
    """The arguments of through_cache as through_filled left them."""
    return [*xs[:known], *after[0]], after[1], known


def a_text(rng):
    """1 to 8 vectors, one of them often twice; the three matrices of a head, mostly not square; how many are read."""
    width, length = rng.randint(2, 4), rng.choice([1, 2, 6, 7, 8])
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
    mistakes=mistakes.CACHE,
    learned="With an empty cache, a long one, or one filled by somebody else: the answer is the same as without.",
    hints=(
        "Key and value of this letter go into the cache first: it can hear itself.",
        "`append` changes the list that the caller holds; a new list would be forgotten.",
    ),
    on=Value,
)

check = Checks(heads=heads, param_count=param_count, cache=cache)

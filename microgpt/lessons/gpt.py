"""What lesson 5 brings: its exercises with their mistakes, its predictions, the heads' maps and the sizes to move."""

import random
import time
from dataclasses import replace

from .. import attention, gpt, nn
from ..autograd import values
from ..data import BadInput
from ..nn import linear, rmsnorm, softmax
from ..order import tape
from ..teach.cases import by_hand
from ..teach.controls import Explorer, button, row, slider, switch
from ..teach.judge import Checks, Exercise, Number
from ..teach.lesson import Lesson
from ..teach.panels import note
from ..teach.predict import Question
from ..train import loss

# ---- the exercises ----


def sliced(order, parts):
    """Heads whose slices are chosen by parts(start, size, width), joined in this order."""

    def heads(query, keys, values, n_head):
        size = len(query) // n_head
        joined = [
            attention.attend(query[part], [k[part] for k in keys], [v[part] for v in values])
            for part in (parts(head, size, n_head) for head in range(n_head))
        ]
        return [x for answer in order(joined) for x in answer]

    return heads


def in_a_row(head, size, n_head):
    return slice(head * size, (head + 1) * size)


heads = Exercise(
    "Cut query, keys and values into n_head slices, let each attend alone, and join the answers in order.",
    attention.heads,
    [(*by_hand(3, 1, 4), 2), (*by_hand(3, 3, 4), 1), (*by_hand(3, 3, 4), 2), (*by_hand(7, 4, 6), 3)],
    {
        "n_head makes no difference in your answer: each head must attend on its own slice.": (
            lambda q, keys, values, n_head: attention.attend(q, keys, values)
        ),
        "the heads are joined in the wrong order: first head first.": sliced(lambda joined: joined[::-1], in_a_row),
        "a slice is a run of neighbours: you took every n-th number.": sliced(
            list, lambda head, size, n_head: slice(head, None, n_head)
        ),
        "every head got the first slice.": sliced(list, lambda head, size, n_head: slice(0, size)),
    },
    "Four heads cost no more parameters than one: they are slices of the same vectors.",
)

SMALL = gpt.Config(27, n_embd=8, n_head=4, n_layer=2)


def counts(**other):
    """How many parameters it would be if some matrices had other shapes: name -> numbers per layer or in all."""
    sizes = {name.split(".")[-1]: a * b for name, (a, b) in gpt.shapes(SMALL).items()} | other
    layers = [name.split(".")[-1] for name in gpt.shapes(SMALL)]
    return sum(sizes[name] for name in layers)


param_count = Number(
    "How many parameters has a GPT that is 8 wide, with 2 layers and 4 heads, 27 tokens and 16 positions?",
    lambda n: n == gpt.num_params(SMALL),
    {
        "that is one layer; there are two, each with six matrices of its own.": lambda n: (
            n == gpt.num_params(gpt.Config(27, n_embd=8))
        ),
        "the positions have embeddings too: wpe.": lambda n: n == counts(wpe=0),
        "lm_head is a matrix of its own.": lambda n: n == counts(lm_head=0),
        "that is the model at its usual width of 16.": lambda n: n in (4192, gpt.num_params(gpt.Config(27, n_layer=2))),
        "heads are slices: their number does not multiply the matrices.": lambda n: (
            n
            in [
                counts(**{name: 4 * 64 for name in ("attn_wq", "attn_wk", "attn_wv")}),
                counts(**{name: 4 * 64 for name in ("attn_wq", "attn_wk", "attn_wv", "attn_wo")}),
            ]
        ),
        "the network inside a block is four times as wide: mlp_fc1 is 32 x 8, mlp_fc2 8 x 32.": lambda n: (
            n == counts(mlp_fc1=64, mlp_fc2=64)
        ),
        "query, key, value and the way out: four matrices of attention per layer.": lambda n: n == counts(attn_wo=0),
        "no biases in this model: only the matrices count.": lambda n: (
            n == gpt.num_params(SMALL) + sum(a for a, b in gpt.shapes(SMALL).values())
        ),
    },
    "Doubling the width would multiply the layers by four, doubling the layers only by two.",
    runs_on=gpt.num_params(SMALL),
)


def cached_step(x, cache, weights, *, keep=lambda key, x: key, late=False):
    """One position with a cache; the options are mistakes."""
    (keys, values), (wq, wk, wv) = cache, weights
    query = nn.linear(x, wq)
    before = attention.attend(query, keys, values) if late else None
    keys.append(keep(nn.linear(x, wk), x))
    values.append(nn.linear(x, wv))
    return before or attention.attend(query, keys, values)


def overwriting(x, cache, weights):
    cache[0][:], cache[1][:] = [], []
    return cached_step(x, cache, weights)


def forgetting_first(x, cache, weights):
    """What is read into an empty cache is not kept."""
    first = not cache[0]
    answer = cached_step(x, cache, weights)
    if first:
        cache[0].clear()
        cache[1].clear()
    return answer


def through_cache(answer, xs, weights, prefill):
    """All the answers of a sequence; the first `prefill` positions are in the cache already."""
    cache = ([], [])
    for x in xs[:prefill]:
        cached_step(x, cache, weights)
    answers = [answer(x, cache, weights) for x in xs[prefill:]]
    if any(found is None or found is ... for found in answers):
        raise NotImplementedError
    return answers


def three_matrices(numbers, size):
    return tuple(by_hand(numbers + k, size, size)[1] for k in range(3))


cache = Exercise(
    "Append this position's key and value to the cache, then return what the query finds: step(x, cache, weights).",
    cached_step,
    [
        ([[1.0, 2.0]], three_matrices(3, 2), 0),
        ([[1.0, 2.0], [0.5, -1.0], [2.0, 1.0], [-1.0, 0.5]], three_matrices(3, 2), 2),
        ([[1.0, 2.0], [0.5, -1.0], [2.0, 1.0]], three_matrices(3, 2), 0),
    ],
    {
        "position 0 is lost: what is read into an empty cache must be kept as well.": forgetting_first,
        "the cache must grow: append, do not replace what is there.": overwriting,
        "a position sees itself too: append its key and value before attending.": (
            lambda x, cache, weights: cached_step(x, cache, weights, late=True)
        ),
        "keep the key, linear(x, wk), not x itself.": (
            lambda x, cache, weights: cached_step(x, cache, weights, keep=lambda key, x: x)
        ),
        "keys and values are swapped.": lambda x, cache, weights: cached_step(
            x, cache, (weights[0], weights[2], weights[1])
        ),
        "nothing is kept for the next position.": lambda x, cache, weights: cached_step(
            x, (list(cache[0]), list(cache[1])), weights
        ),
    },
    "With an empty cache, a long one, or one filled by somebody else: the answer is the same as without.",
    use=through_cache,
    show=lambda xs, weights, prefill: f"{len(xs)} positions, {prefill} of them in the cache already",
)

check = Checks(heads=heads, param_count=param_count, cache=cache)

# ---- the predictions ----


def grown(found):
    """The first change whose worst run is better than the best one of the model as it is. found: name -> losses."""
    proven = [name for name, losses in found.items() if max(losses) < min(found["as it is"])]
    return proven[0] if proven else "none of them"


PREDICTIONS = {
    "twice the heads": Question(
        "Twice as many heads: how many parameters more?",
        {
            0: "Heads are slices of the same vectors; the matrices stay as they are.",
            768: "That is one more query, key and value matrix; heads share the ones that are there.",
            4192: "Everything twice? A head has no matrix of its own at all.",
        },
        truth=lambda config: gpt.num_params(replace(config, n_head=8)) - gpt.num_params(config),
    ),
    "without a cache": Question(
        "Without the cache, a name of ten letters takes how many times the multiplications?",
        {
            1: "Without it, the whole beginning is read again for every letter.",
            2: "The first letters alone are read more often than that.",
            6: "Eleven tokens are read 1, 2, ... 11 times: on average six times each.",
            11: "Only the first token is read that often; the last one is read once.",
        },
        truth=lambda products: products(11, cache=False) / products(11, cache=True),
    ),
    "what size brings": Question(
        "After a thousand names, which of these has the lowest held-out loss, beyond what is chance?",
        {
            "more heads": "Compare the lowest and the highest run of each line: the ranges overlap.",
            "more layers": "A deeper model takes longer to learn; a thousand names show no gain.",
            "more width": "More numbers to learn from the same thousand names.",
            "none of them": "The runs of one size differ as much as the sizes do: nothing is proven.",
        },
        truth=grown,
    ),
}

lesson = Lesson("05", PREDICTIONS, check=check)
predict = lesson.predict

# ---- things to move ----


def head_maps(state, config, tokens):
    """maps[layer][head][position]: the attention weights of a GPT on floats over these tokens."""
    maps = [[[] for _ in range(config.n_head)] for _ in range(config.n_layer)]
    caches, size = [([], []) for _ in range(config.n_layer)], config.n_embd // config.n_head
    for position, token in enumerate(tokens):
        x = gpt.embed(token, position, state)
        for layer, (cache_of_layer, heads) in enumerate(zip(caches, maps)):
            query = linear(rmsnorm(x), state[f"layer{layer}.attn_wq"])
            x = gpt.block(x, f"layer{layer}", cache_of_layer, state, config.n_head)
            for head, rows in enumerate(heads):
                part = slice(head * size, (head + 1) * size)
                rows.append(softmax(attention.scores(query[part], [key[part] for key in cache_of_layer[0]])))
    return maps


def multiplications(config, position, cache=True):
    """How many products it takes to read the letter at a position: with the KV cache, or with everything read again."""
    n = config.n_embd
    if not cache:
        return sum(multiplications(config, earlier) for earlier in range(position + 1))
    block = 4 * n * n + 8 * n * n + 2 * n * (position + 1)  # four matrices, the two of the MLP, scores and blend
    return config.n_layer * block + config.vocab_size * n


def graph_size(config, length):
    """How many numbers the graph of the loss of `length` predictions holds, parameters and constants not counted."""
    n, total = config.n_embd, 0
    for position in range(length):
        norm = n + 4  # the mean square (its dot, its division), the sum, the root, then one product each
        heads = config.n_head * (2 * (position + 1) + 2 + 2 * (position + 1)) + n
        total += n + norm + config.vocab_size + 3
        total += config.n_layer * (2 * norm + 3 * n + heads + n + n + 4 * n + 4 * n + n + n)
    return total + 2


def size_view(vocab_size, n_embd, n_head, n_layer, length=5, cache=True):
    """What a GPT of these sizes holds and costs: matrices, numbers in its graph, products per letter."""
    config = gpt.Config(vocab_size, n_embd=n_embd, n_head=n_head, n_layer=n_layer)
    lines = [f"{name:18} {a:4} x {b:3} = {a * b:7,}" for name, (a, b) in gpt.shapes(config).items()]
    if n_layer > 1:
        lines = [*lines[:9], f"... and {n_layer - 1} more of these layers"]
    products = [multiplications(config, position, cache) for position in range(length)]
    kept = "the KV cache" if cache else "everything read again"
    lines += [
        "",
        f"{gpt.num_params(config):,} parameters; each head sees {n_embd // n_head} numbers",
        f"{graph_size(config, length):,} numbers in the graph of a name of {length - 1} letters",
        f"{sum(products):,} products to read it with {kept},",
        f"{products[-1]:,} of them for the last letter",
    ]
    return "\n".join(lines)


def measured(vocab_size, n_embd, n_head, n_layer, length=5):
    """(seconds estimated from the smallest model, seconds measured) for one forward and backward pass."""

    def seconds(config):
        graph = values(gpt.init(config, random.Random(0)))
        start = time.perf_counter()
        with tape():
            loss(gpt.reader(graph, config), [i % vocab_size for i in range(length + 1)]).backward()
        return time.perf_counter() - start

    def work(config):
        return sum(multiplications(config, position) for position in range(length)) + 3 * graph_size(config, length)

    wanted, small = gpt.Config(vocab_size, n_embd, n_head, n_layer), gpt.Config(vocab_size, 16, 4, 1)
    seconds(small)  # warm
    known, found = (min(seconds(config) for _ in range(3)) for config in (small, wanted))
    return known * work(wanted) / work(small), found


class SizeExplorer(Explorer):
    """Heads, layers and width: what they hold and cost, and, on request, how long a step takes here."""

    def __init__(self, vocab_size):
        self.vocab_size = vocab_size
        super().__init__(
            lambda **chosen: size_view(vocab_size, **chosen),
            n_embd=slider("n_embd", 4, 64, 4, 16),
            n_head=slider("n_head", 1, 8, 1, 4),
            n_layer=slider("n_layer", 1, 6, 1, 1),
            length=slider("tokens read", 1, 16, 1, 5),
            cache=switch("KV cache", True),
        )
        self.children = (*self.children[:-1], row(button("measure a step", self.measure)), self.screen)

    def measure(self):
        self.answer()
        chosen = {name: control.value for name, control in self.controls.items() if name != "cache"}
        try:
            estimated, found = measured(self.vocab_size, **chosen)
        except BadInput:
            return  # what is wrong with these sizes is shown already
        self.screen.value += note(
            f"a step by autograd: estimated {1000 * estimated:.1f} ms, measured {1000 * found:.1f} ms"
        )

"""The exercise of lesson 5 about parameters: how many there are, and what is wrong with a number that is another."""

from itertools import combinations

from ... import gpt
from ...teach.judge import Number

SMALL = gpt.Config(27, n_embd=8, n_head=2, n_layer=4)
SIZES = {name.split(".")[-1]: a * b for name, (a, b) in gpt.shapes(SMALL).items()} | {"lm_head": 0}  # wte does its work
LAYER = [name for name in SIZES if "attn" in name or "mlp" in name]


def count(layers=SMALL.n_layer, outside=1, more=0, **other):
    """How many parameters it would be with so many layers, or if some matrices held other numbers: name -> numbers."""
    sizes = SIZES | other
    inside = sum(sizes[name] for name in LAYER)
    return layers * inside + outside * sum(n for name, n in sizes.items() if name not in LAYER) + more


def alike(size, *names):
    return {f"attn_w{name}": size for name in names}


RIGHT, V = count(), SMALL.vocab_size
CACHE = 2 * SMALL.n_layer * SMALL.block_size * SMALL.n_embd  # a key and a value for every place in every layer
HEADS = SMALL.n_head * 64
BIASES = sum(a for name, (a, _) in gpt.shapes(SMALL).items() if "layer" in name)
NORMS = [
    8 * norms * kinds for norms in (8, 9) for kinds in (1, 2)
]  # two in each layer, or one more; gains, or biases too

ROW = "one row of 8 more or less: there are 27 tokens, BOS among them, and 16 positions."
LAYERS = "there are four layers, each with six matrices of its own: four of 8 x 8, one of 32 x 8, one of 8 x 32."

SLIPS = {  # sentence: ways to count otherwise, the commonest first, each what `count` is given
    "wte serves as lm_head too, and counts once.": [{"lm_head": SIZES["wte"]}, {"lm_head": SIZES["wte"] - SMALL.n_embd}],
    "wte is missing: a row of 8 for every token.": [{"wte": 0}],
    "the positions have embeddings too: wpe, 16 x 8.": [{"wpe": 0}],
    ROW: [{"wte": SIZES["wte"] + more} for more in (-SMALL.n_embd, SMALL.n_embd)],
    "wte and wpe hold a row of 8 numbers for each token and place, not one number.": [{"wte": 27}, {"wpe": 16}],
    "a row of wte or wpe has 8 numbers, as many as the model is wide, not one for each token or position.": [
        {"wte": 27 * 27}, {"wpe": 16 * 16}, {"wpe": 16 * 27},
    ],
    "wpe has a row of 8 for each of the 16 positions; 8 rows are too few.": [{"wpe": 8 * 8}],
    LAYERS: [{"layers": n} for n in (1, 2, 3, 5)],
    "the heads do not multiply the layers: four layers, whatever the heads.": [{"layers": 8}],
    "more heads are no more numbers: each has fewer rows. Their number does not multiply the matrices.": [
        *(alike(HEADS, *names) for names in ("q", "qk", "qkv", "qkvo")), {"layers": 8, "outside": 2},
    ],
    "a matrix of 8 x 8 holds 64 numbers: rows times columns, not rows alone.": [
        alike(8, "q", "k", "v", "o") | {"mlp_fc1": first, "mlp_fc2": second} for first, second in ((32, 32), (32, 8))
    ],
    "query, key, value and the way out: four matrices of attention per layer.": [
        alike(0, "o"), alike(0, "q", "o"), alike(0, "q", "k", "v"), {"more": 4 * 64},
    ],
    "a head has fewer rows, but there are two: together a matrix is 8 x 8, not 4 x 8 or 4 x 4.": [
        alike(size, *names) for size in (32, 16) for names in ("qkv", "qkvo", "kv")
    ],
    "wpe is added: it serves nothing else.": [{"wpe": -SIZES["wpe"]}],
    "the network inside a block is four times as wide: mlp_fc1 is 32 x 8, mlp_fc2 8 x 32.": [
        {"mlp_fc1": 64, "mlp_fc2": 64}, {"mlp_fc1": 32 * 32, "mlp_fc2": 32 * 32}, {"mlp_fc1": 512, "mlp_fc2": 512},
        {"mlp_fc1": 64 * 8, "mlp_fc2": 64 * 16},
    ],
    "256 are missing in each layer: attention has four matrices of 8 x 8, the network two, 32 x 8 and 8 x 32.": [
        {"mlp_fc1": 0}
    ],
    "the network inside each block is missing: mlp_fc1 and mlp_fc2.": [{"mlp_fc1": 0, "mlp_fc2": 0}],
    "these are the layers alone; wte and wpe stand outside.": [{"outside": 0}],
    "that is what stands outside the layers; there are four of these too.": [{"layers": 0}],
    "wte and wpe are there once, not once per layer or head.": [
        {"outside": SMALL.n_layer}, {"outside": SMALL.n_head}, *({name: SMALL.n_layer * SIZES[name]} for name in ("wte", "wpe")),
    ],
    "no biases in this model: only the matrices count.": [{"more": BIASES}, {"more": BIASES + V}, {"more": V}],
    "what a cache holds is computed anew for every text: it is no parameter.": [{"more": CACHE}],
    "the norms of this model hold no numbers of their own.": [{"more": numbers} for numbers in NORMS],
    "no biases, and no numbers in norms: only the matrices count.": [{"more": BIASES + numbers} for numbers in NORMS],
}  # fmt: skip


def counted(*slips):
    """The count with several slips at once."""
    return count(**{name: size for slip in slips for name, size in slip.items()})


def by_number(ways):
    """{wrong number: the sentences that lead to it}; ways: pairs of a number and what is said of it."""
    found = {}
    for number, said in ways:
        if number != RIGHT and said not in found.setdefault(number, []):
            found[number].append(said)
    return found


def two_slips():
    """The number and the pair of sentences for every two slips that can be made together, each in its commonest way."""
    for (a, (one, *_)), (b, (other, *_)) in combinations(SLIPS.items(), 2):
        if not set(one) & set(other) and not {"layers", "outside"} <= {*one, *other}:
            yield counted(one, other), (a, b)


def named():
    """{wrong number: what is said of it}: one slip, or all that make this number; else two, where no other two make it."""
    wide = "perhaps you counted with vectors of 16 numbers; here they have 8."
    models = [gpt.num_params(gpt.Config(27, n_layer=n)) - tied for n in (1, 4) for tied in (0, 27 * 16)]
    alone = by_number([(counted(way), said) for said, ways in SLIPS.items() for way in ways])
    for number in models:
        alone.setdefault(number, []).append(wide)
    pairs = {number: said[0] for number, said in by_number(two_slips()).items() if len(said) == 1}
    found = {number: said[0] if len(said) == 1 else one_of(said) for number, said in alone.items()}
    both = {number: f"perhaps two things: {a} And {b}" for number, (a, b) in pairs.items()}
    return found | both | found


def one_of(sentences):
    return f"one of these, perhaps: {' Or: '.join(said.removeprefix('perhaps ') for said in sentences)}"


NAMED = named()


def said_of(sentence):
    return lambda number: NAMED.get(number) == sentence


param_count = Number(
    "How many parameters has a GPT that is 8 wide, with 4 layers and 2 heads, 27 tokens and 16 positions, in which wte "
    "serves as lm_head too?",
    lambda n: n == RIGHT,
    {sentence: said_of(sentence) for sentence in dict.fromkeys(NAMED.values())}
    | {"each matrix has a side of 8, so the count can be divided by 8; yours cannot.": lambda n: n % 8},
    "Twice the layers would double what is in them; twice the width would make it four times as much.",
    hints=(
        "Outside the layers: `wte` 27 x 8 and `wpe` 16 x 8.",
        "In each layer: four matrices of 8 x 8, then `mlp_fc1` 32 x 8 and `mlp_fc2` 8 x 32.",
    ),
    runs_on=RIGHT,
)

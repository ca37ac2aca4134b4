"""The GPT: tokens in, logits out. It does not know whether its numbers are floats or Values."""

import json
from dataclasses import asdict, dataclass, fields

from .attention import heads
from .data import BadInput, Tokenizer, content
from .nn import linear, matrix, pick, relu, rmsnorm
from .outside import printable, writing

LARGEST = 1_000_000_000  # bytes of a checkpoint
HUGE = 1e100  # no trained number is anywhere near, and larger ones overflow in the first product


@dataclass(frozen=True)
class Config:
    """The five sizes of a GPT. BadInput where they are not whole numbers above 0, or the heads do not divide n_embd."""

    vocab_size: int
    n_embd: int = 16  # numbers per token
    n_head: int = 4  # questions asked side by side
    n_layer: int = 1  # blocks, one after the other
    block_size: int = 16  # tokens read at most

    def __post_init__(self):
        for name, size in asdict(self).items():
            if type(size) is not int or size < 1:
                raise BadInput(f"{name} must be a whole number above 0, not {printable(repr(size), 40)}")
        if self.n_embd % self.n_head:
            raise BadInput(f"n_embd ({self.n_embd}) must be divisible by n_head ({self.n_head})")


def shapes(config):
    """name -> (n_out, n_in) of every matrix, in the order in which they are drawn."""
    n = config.n_embd
    sizes = {"wte": (config.vocab_size, n), "wpe": (config.block_size, n), "lm_head": (config.vocab_size, n)}
    for layer in range(config.n_layer):
        for name in ("attn_wq", "attn_wk", "attn_wv", "attn_wo"):
            sizes[f"layer{layer}.{name}"] = (n, n)
        sizes[f"layer{layer}.mlp_fc1"] = (4 * n, n)
        sizes[f"layer{layer}.mlp_fc2"] = (n, 4 * n)
    return sizes


def init(config, rng):
    """A state dictionary of random floats: name -> matrix."""
    return {name: matrix(rng, *shape) for name, shape in shapes(config).items()}


def embed(token, position, state):
    """What the token is plus where it stands, normalised: the start of the residual stream."""
    return rmsnorm(add(pick(state["wte"], token), state["wpe"][position]))


def add(x, y):
    return [a + b for a, b in zip(x, y, strict=True)]


def attn(x, layer, cache, state, n_head):
    """Communication: remember this token's key and value, ask every token so far, and mix the answers."""
    x = rmsnorm(x)
    keys, values = cache
    query = linear(x, state[f"{layer}.attn_wq"])
    keys.append(linear(x, state[f"{layer}.attn_wk"]))
    values.append(linear(x, state[f"{layer}.attn_wv"]))
    return linear(heads(query, keys, values, n_head), state[f"{layer}.attn_wo"])


def mlp(x, layer, state):
    """Thinking: one hidden layer, four times as wide, for each token alone."""
    hidden = linear(rmsnorm(x), state[f"{layer}.mlp_fc1"])
    return linear([relu(h) for h in hidden], state[f"{layer}.mlp_fc2"])


def block(x, layer, cache, state, n_head):
    """One layer: what attention and MLP find is added to the residual stream, never put in its place."""
    x = add(x, attn(x, layer, cache, state, n_head))
    return add(x, mlp(x, layer, state))


def gpt(token, position, caches, state, config):
    """Logits (vocab_size numbers) of what follows this token; caches: (keys, values) per layer, which grow by one."""
    x = embed(token, position, state)
    for number, cache in enumerate(caches):
        x = block(x, f"layer{number}", cache, state, config.n_head)
    return linear(x, state["lm_head"])


def reader(state, config):
    """Open a document: read(token) gives the logits of the next one, and remembers keys and values (the KV cache)."""
    caches = [([], []) for _ in range(config.n_layer)]

    def read(token):
        position = len(caches[0][0])
        if position == config.block_size:
            raise BadInput(f"this model reads at most {config.block_size} tokens")
        return gpt(token, position, caches, state, config)

    return read


def num_params(config):
    """How many numbers are learned: the sum over all `shapes`, without listing them.

    >>> num_params(Config(vocab_size=27))
    4192
    """
    n = config.n_embd
    return (2 * config.vocab_size + config.block_size) * n + config.n_layer * 12 * n * n


def save(path, state, config, tokenizer):
    """Write a checkpoint of floats as JSON, whole or not at all."""
    with writing(path) as file:
        dump(file, state, config, tokenizer)


def dump(file, state, config, tokenizer):
    """Write a checkpoint into an open file; ValueError where a number is not finite."""
    content = {"version": 1, "config": asdict(config), "characters": tokenizer.characters, "state": state}
    file.write(json.dumps(content, allow_nan=False))


def load(path):
    """(state, config, tokenizer) of a checkpoint, every part of it checked; BadInput says what is wrong."""
    text = content(path, LARGEST)
    try:
        found = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadInput(f"{path} is not a whole JSON file") from None
    try:
        return checked(found)
    except BadInput as error:
        raise BadInput(f"{path} is not a checkpoint of this model: {error}") from None


def checked(content):
    """(state, config, tokenizer) of what a checkpoint holds, or BadInput."""
    version = content.pop("version", 1) if isinstance(content, dict) else 1
    if version != 1:
        raise BadInput(f"it is of version {printable(repr(version), 40)}; this program reads version 1")
    same_keys("the checkpoint", content, ["config", "characters", "state"])
    same_keys("config", content["config"], [field.name for field in fields(Config)])
    config, characters = Config(**content["config"]), content["characters"]
    if not isinstance(characters, str) or len(characters) != len(set(characters)):
        raise BadInput("characters must be a text in which no character stands twice")
    if any("\ud800" <= character <= "\udfff" for character in characters):
        raise BadInput("characters holds half of a character")
    tokenizer = Tokenizer([characters])
    if tokenizer.characters != characters or tokenizer.vocab_size != config.vocab_size:
        raise BadInput(f"{len(characters)} sorted characters and vocab_size {config.vocab_size} do not belong together")
    if not isinstance(content["state"], dict) or len(content["state"]) < 6 * config.n_layer:
        raise BadInput(f"state does not hold the six matrices of each of {config.n_layer:,} layers")
    same_keys("state", content["state"], shapes(config))
    for name, shape in shapes(config).items():
        check_matrix(name, content["state"][name], *shape)
    return content["state"], config, tokenizer


def same_keys(what, found, wanted):
    if not isinstance(found, dict):
        raise BadInput(f"{what} must be a JSON object")
    for problem, names in (("lacks", set(wanted) - set(found)), ("has the unknown", set(found) - set(wanted))):
        if names:
            raise BadInput(f"{what} {problem} {printable(', '.join(sorted(names)), 100)}")


def check_matrix(name, rows, n_out, n_in):
    """BadInput unless rows is n_out lists of n_in finite numbers."""
    if not isinstance(rows, list) or len(rows) != n_out or any(not isinstance(r, list) or len(r) != n_in for r in rows):
        raise BadInput(f"{name} must have {n_out} rows of {n_in} numbers")
    for x in (x for row in rows for x in row):
        if type(x) not in (int, float) or not abs(x) <= HUGE:
            raise BadInput(f"{name} holds {printable(repr(x), 40)}: numbers of at most {HUGE:.0e} are read")

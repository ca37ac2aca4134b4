"""What a GPT of any size holds and costs: matrices, numbers in its graph, multiplications, seconds on this machine."""

import random
import time

from ... import gpt
from ...autograd import values
from ...data import BadInput
from ...order import tape
from ...teach.controls import Explorer, button, row, slider, switch
from ...teach.panels import note
from ...train import loss


def multiplications(config, position, cache=True):
    """How many products it takes to read the letter at a position: with the KV cache, or with everything read again."""
    n = config.n_embd
    if not cache:
        return sum(multiplications(config, earlier) for earlier in range(position + 1))
    block = 4 * n * n + 8 * n * n + 2 * n * (position + 1)  # four matrices, the two of the MLP, scores and blend
    return config.n_layer * block + config.vocab_size * n


def products(config, length, cache=True):
    """The multiplications that it takes to read so many tokens, with the KV cache or without."""
    return sum(multiplications(config, position, cache) for position in range(length))


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
    """What a GPT of these sizes holds and costs: matrices, numbers in its graph, multiplications per letter."""
    config = gpt.Config(vocab_size, n_embd=n_embd, n_head=n_head, n_layer=n_layer)
    lines = [f"{name:18} {a:4} x {b:3} = {a * b:7,}" for name, (a, b) in gpt.shapes(config).items()]
    if n_layer > 1:
        lines = [*lines[:9], f"... and {n_layer - 1} more of these layers"]
    products = [multiplications(config, position, cache) for position in range(length)]
    whole = gpt.num_params(config)
    attention, network = (n_layer * times * n_embd * n_embd / whole for times in (4, 8))
    kept = "with the KV cache" if cache else "without a cache"
    read = "1 token" if length == 1 else f"{length} tokens"
    lines += [
        "",
        f"{whole:,} parameters; each head owns {n_embd // n_head} rows of attn_wq, attn_wk and attn_wv",
        f"attention {attention:.1%}, network {network:.1%}, embeddings {1 - attention - network:.1%}",
        f"{graph_size(config, length):,} numbers in the graph of the loss over {read}",
        f"{sum(products):,} multiplications to read {read} {kept},",
        f"{products[-1]:,} of them for the last one",
    ]
    return "\n".join(lines)


def step_seconds(config, length):
    """Seconds for one forward and backward pass over so many tokens, with autograd."""
    graph = values(gpt.init(config, random.Random(0)))
    start = time.perf_counter()
    with tape():
        loss(gpt.reader(graph, config), [i % config.vocab_size for i in range(length + 1)]).backward()
    return time.perf_counter() - start


def reading_seconds(config, length, cache):
    """Seconds to read so many tokens on plain numbers; without the cache, all over again for every one."""
    state = gpt.init(config, random.Random(0))
    start = time.perf_counter()
    for length_now in [length] if cache else range(1, length + 1):
        read = gpt.reader(state, config)
        for i in range(length_now):
            read(i % config.vocab_size)
    return time.perf_counter() - start


def estimated(config, length):
    """Seconds that a training step will take, from those of a small one and the size of both graphs."""
    small = gpt.Config(config.vocab_size)
    known = min(step_seconds(small, length) for _ in range(2))

    def work(config):
        return sum(multiplications(config, position) for position in range(length)) + 3 * graph_size(config, length)

    return known * work(config) / work(small)


class SizeExplorer(Explorer):
    """Heads, layers and width: what they hold and cost, and, on request, how long it takes here."""

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
        self.children = (*self.children[:-1], row(button("measure it here", self.measure)), self.screen)

    def measure(self):
        """Say how long it will take, then measure: reading with or without the cache, and a step of training."""
        self.answer()
        chosen = {name: control.value for name, control in self.controls.items()}
        length, cache = chosen.pop("length"), chosen.pop("cache")
        try:
            config = gpt.Config(self.vocab_size, **chosen)
        except BadInput:
            return  # what is wrong with these sizes is shown already
        shown = self.screen.value
        self.screen.value = shown + note(f"measuring, for about {estimated(config, length):.1f} s ...")
        reading, step = reading_seconds(config, length, cache), step_seconds(config, length)
        kept = "with the KV cache" if cache else "without a cache"
        self.screen.value = shown + note(
            f"reading {kept}: {1000 * reading:.1f} ms. One step of training, forward and backward, in which every "
            f"letter is read once: {1000 * step:.1f} ms"
        )

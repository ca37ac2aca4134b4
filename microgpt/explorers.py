"""The small explorers of the six lessons: for each a function from its state to a Panel, and a thin shell of controls."""

import random
import time
from dataclasses import dataclass
from functools import cache
from math import exp, inf, log

from . import attention, gpt
from .autograd import values
from .bigram import next_probs as row_probs
from .data import BadInput
from .draw import draw
from .nn import dot, linear, relu, rmsnorm, softmax
from .order import tape, topological_order
from .panels import Panel, aligned, blocks, chart, columns, note, strip
from .sample import next_probs, sample
from .steps import ORDERS, step_backward
from .train import loss, running_mean
from .widgets import Explorer, button, choice, row, slider, stops, switch, words

# ---- 1: the die, and smoothing ----

LONGEST = 100  # letters of a name that is typed


def fallen(probs, u):
    """The number of the token on which u, from 0 to 1, falls, when the probabilities are laid end to end."""
    end = 0.0
    for token, p in enumerate(probs):
        end += p
        if u < end:
            return token
    return max(token for token, p in enumerate(probs) if p > 0)


def roll(probs, symbols, u, name=""):
    """Where u falls on the probabilities laid end to end; name: the letters drawn before."""
    drawn, end, lines = fallen(probs, u), 0.0, []
    for token, (symbol, p) in enumerate(zip(symbols, probs)):
        start, end = end, end + p
        if p >= 0.01 or token == drawn:
            lines.append(f"{'>' if token == drawn else ' '} {symbol}  {start:.3f} to {end:.3f}  {blocks(p)}")
    said = f"u = {u:.3f} falls on {symbols[drawn]}"
    picture = strip(probs, symbols, u, drawn)
    return Panel(note(f"{said}.   Name so far: {name or '(nothing yet)'}") + picture, f"{said}\n\n" + "\n".join(lines))


class Die(Explorer):
    """Choose the letter before, move u, and take the letter that falls out as the next one before, until the end."""

    def __init__(self, probs, symbols):
        self.name, self.probs, self.symbols = "", probs, symbols
        before = choice("letter before", [(s, i) for i, s in enumerate(symbols)], len(symbols) - 1)
        u = slider("u", 0.0, 0.999, 0.001, 0.5)
        super().__init__(lambda before, u: roll(probs[before], symbols, u, self.name), before=before, u=u)
        buttons = row(button("take this letter", self.take), button("start again", self.restart))
        self.children = (before, u, buttons, self.screen)

    def take(self):
        drawn = fallen(self.probs[self.controls["before"].value], self.controls["u"].value)
        ended = drawn == len(self.symbols) - 1
        self.name += "" if ended else self.symbols[drawn]
        self.controls["before"].value = drawn
        self.answer()
        if ended:
            self.screen.value += note(f"The dot: {self.name or 'the empty name'} is finished.")
            self.name = ""

    def restart(self):
        self.name, self.controls["before"].value = "", len(self.symbols) - 1
        self.answer()


def table_loss(counts, pairs, smoothing):
    """Nats per token of a smoothed table of counts on names whose pairs were counted into `pairs`."""
    surprise = 0.0
    for row_counts, row_pairs in zip(counts, pairs):
        for p, n in zip(row_probs(row_counts, smoothing), row_pairs):
            if n:
                surprise += n * (-log(p) if p > 0 else inf)
    return surprise / sum(map(sum, pairs))


def smoothed(counts, pairs, tokenizer, smoothing, name):
    """What an amount of smoothing costs; pairs: {"training names": the table of their pairs, ...}."""
    if len(name) > LONGEST:
        raise BadInput(f"a name of {len(name):,} letters is too long; {LONGEST} at most")
    tokens = tokenizer.encode(name)
    steps = list(zip(tokens, tokens[1:]))
    losses = {what: table_loss(counts, table, smoothing) for what, table in pairs.items()}
    surprises = [row_probs(counts[before], smoothing)[following] for before, following in steps]
    losses[name or "(empty name)"] = sum(-log(p) if p > 0 else inf for p in surprises) / len(steps)
    unseen = [tokenizer.symbol(a) + tokenizer.symbol(b) for a, b in steps if counts[a][b] == 0]
    lines = [f"{what:16} {x:8.4f}  {blocks(x / 9) if x < inf else '(infinite)'}" for what, x in losses.items()]
    seen = f"never seen in the training names: {', '.join(unseen)}" if unseen else "every pair of this name was seen"
    return "\n".join([f"smoothing {smoothing:g}; loss in nats per token", *lines, seen])


def smoothing_explorer(counts, pairs, tokenizer, name):
    """Explorer: how much to add to every count; the losses, and that of a name of one's own."""
    return Explorer(
        lambda smoothing, name: smoothed(counts, pairs, tokenizer, smoothing, name.lower()),
        smoothing=stops("smoothing", [0, 0.01, 0.1, 1, 10, 100, 1000], 1),
        name=words("name", name),
    )


# ---- 2: the step of a difference, and the rate of learning ----


def difference(loss_at, eps, central=True):
    """The slope at 0 of loss_at(step), from two losses that are eps apart, or 2 eps where `central`."""
    if central:
        return (loss_at(eps) - loss_at(-eps)) / (2 * eps)
    return (loss_at(eps) - loss_at(0.0)) / eps


def difference_view(loss_at, exact, power, central):
    """The error of a difference for all steps, and for 10 to the minus `power`."""
    eps = [10.0**-k for k in range(12, 0, -1)]
    errors = {
        name: [max(abs(difference(loss_at, e, way) - exact), 1e-16) for e in eps]
        for name, way in (("central", True), ("forward", False))
    }
    found = difference(loss_at, 10.0**-power, central)
    error = max(abs(found - exact), 1e-16)
    kind = "central" if central else "forward"
    text = f"{kind} difference, step 1e-{power:02}: {found:+.12f}, exact {exact:+.12f}, error {error:.1e}"
    lines = {name: (eps, values) for name, values in errors.items()}
    picture = chart(lines, "step", "error", (1e-12, 0.1), (1e-16, 1.0), mark=(10.0**-power, error), log=True)
    return Panel(note(text) + picture, text)


def difference_explorer(loss_at, exact):
    """Explorer: the V of truncation and rounding. loss_at(step): the loss with one number moved; exact: its gradient."""
    return Explorer(
        lambda power, central: difference_view(loss_at, exact, power, central),
        power=slider("step = 10 to the minus", 1, 12, 1, 3),
        central=choice("difference", [("central", True), ("forward", False)], True),
    )


def rate_view(losses_at, lr, vocab_size, bigram):
    """The loss curve at one learning rate. losses_at(lr): the losses of a short training."""
    losses = losses_at(lr)
    means = running_mean(losses)
    steps = range(1, len(losses) + 1)
    end = means[-1]
    text = f"learning rate {lr:g}: mean of the last 100 losses {end:.3f} after {len(losses)} steps"
    if not end < log(vocab_size) + 0.1:
        text = f"learning rate {lr:g}: worse than knowing nothing, the steps overshoot"
    elif end > log(vocab_size) - 0.05:
        text += "; it has hardly moved"
    curve = {"mean of 100": (steps, means)} if end < inf else {}
    levels = {f"ln {vocab_size}": log(vocab_size), "bigram table": bigram}
    dots = (steps, losses)
    return Panel(note(text) + chart(curve, "step", "loss (nats)", (0, len(losses)), (2.0, 5.0), dots, levels), text)


def rate_explorer(losses_at, vocab_size, bigram):
    """Explorer: the learning rate against the loss curve."""
    rates = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]
    remembered = cache(losses_at)
    return Explorer(lambda lr: rate_view(remembered, lr, vocab_size, bigram), lr=stops("learning rate", rates, 1.0))


# ---- 3: the backward pass, step by step ----


def after_steps(root, names, steps, order="topological"):
    """The drawing of a graph after so many steps of a backward pass in one of the orders of `steps.ORDERS`."""
    return draw(root, names, slopes=True, state=state_after(root, steps, order))


def state_after(root, steps, order):
    states = step_backward(root, order)
    return states[min(steps, len(states) - 1)]


def backward_view(root, names, steps, order="topological"):
    """The same with a line that says who has passed on, and who is still to come."""
    state = state_after(root, steps, order)
    values = topological_order(root)
    called = {id(value): name for name, value in names.items()}

    def name(number):
        return called.get(id(values[number]), f"{values[number].op} #{number}")

    done = "nobody has passed on yet" if state.passed is None else f"{name(state.passed)} has passed on"
    come = ", ".join(map(name, state.queue))
    said = f"{done}; still to come: {come}" if come else f"{done}; that was the last"
    drawing = draw(root, names, slopes=True, state=state)
    return Panel(note(said) + drawing.html, f"{said}\n{drawing.outline()}")


def backward_player(root, names):
    """Explorer: play the backward pass of a small graph, step by step, forwards and backwards, in three orders."""
    longest = max(len(step_backward(root, order)) for order in ORDERS) - 1
    return Explorer(
        lambda steps, order: backward_view(root, names, steps, order),
        steps=slider("steps", 0, longest, 1, 0, interval=1200),
        order=choice("order", list(ORDERS), "topological"),
    )


# ---- 4: who listens to whom ----


@dataclass(frozen=True)
class Heard:
    """What the last of some tokens hears in a one-head model; the lists have one number per token so far."""

    raw: list  # query times key
    scores: list  # divided by the root of the length
    weights: list
    shares: list  # the size of what each token contributes to the blend
    stream: list  # the root mean square of the residual stream after embed, listen, think
    probs: list  # of the next token


def listen(state, tokens, positions=True, scaled=True, residual=True, norm=rmsnorm):
    """A Heard for the last of these tokens, in floats; state: lesson 4's model.

    The switches leave out position embeddings, the division by the root of the length, the addition of what came in to
    what was found, and the normalisation (norm=list).
    """
    places = [state["wpe"][place] if positions else [0.0] * len(state["wpe"][0]) for place in range(len(tokens))]
    vectors = [norm([a + b for a, b in zip(state["wte"][token], place)]) for token, place in zip(tokens, places)]
    hidden = [norm(x) for x in vectors]
    query = linear(hidden[-1], state["attn_wq"])
    keys, values = ([linear(h, state[name]) for h in hidden] for name in ("attn_wk", "attn_wv"))
    raw = [dot(query, key) for key in keys]
    scores = [score / len(query) ** 0.5 for score in raw] if scaled else raw
    weights = softmax(scores)
    stream = [vectors[-1]]
    found = linear(attention.mix(weights, values), state["attn_wo"])
    stream.append([a + b for a, b in zip(stream[-1], found)] if residual else found)
    thought = linear([relu(h) for h in linear(norm(stream[-1]), state["mlp_fc1"])], state["mlp_fc2"])
    stream.append([a + b for a, b in zip(stream[-1], thought)] if residual else thought)
    shares = [weight * dot(value, value) ** 0.5 for weight, value in zip(weights, values)]
    sizes = [(dot(x, x) / len(x)) ** 0.5 for x in stream]
    return Heard(raw, scores, weights, shares, sizes, softmax(linear(stream[-1], state["lm_head"])))


def listening(states, tokenizer, name, position, trained="trained", **switches):
    """One row of attention as four aligned bars; states: {"trained": a state, "untrained": ...} of lesson 4's model."""
    tokens = tokenizer.encode(name)[:-1]
    longest = len(states[trained]["wpe"])
    if len(tokens) > longest:
        raise BadInput(f"this model reads at most {longest - 1} letters; this name has {len(name):,}")
    position = min(position, len(tokens) - 1)
    heard = listen(states[trained], tokens[: position + 1], **switches)
    labels = [tokenizer.symbol(token) for token in tokens[: position + 1]]
    likely = sorted(range(len(heard.probs)), key=lambda token: -heard.probs[token])[:5]
    said = f"position {position}, {labels[-1]}, listens as if to {exp(entropy(heard.weights)):.1f} of {len(labels)}"
    then = "next: " + ", ".join(f"{tokenizer.symbol(token)} {heard.probs[token]:.2f}" for token in likely)
    series = {"q·k": heard.raw, "scaled": heard.scores, "softmax": heard.weights, "share of the blend": heard.shares}
    lines = [f"{'':3}" + "".join(f"{name:>20}" for name in series)]
    for i, label in enumerate(labels):
        lines.append(f"{label:3}" + "".join(f"{values[i]:20.3f}" for values in series.values()))
    return Panel(note(said) + aligned(labels, series, position) + note(then), "\n".join([said, *lines, then]))


def attention_explorer(states, tokenizer, name):
    """Explorer: type a name, move along it, and leave out one part of the model at a time."""
    return Explorer(
        lambda **chosen: listening(states, tokenizer, **{**chosen, "name": chosen["name"].lower()}),
        name=words("name", name),
        position=slider("position", 0, 15, 1, len(name)),
        trained=choice("numbers", list(states), "trained"),
        positions=switch("position embeddings", True),
        scaled=switch("divide by the root of the length", True),
        residual=switch("residual: add, do not replace", True),
    )


# ---- 5: heads, and what size costs ----


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


def sizes(vocab_size, n_embd, n_head, n_layer, length=5, cache=True):
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
            lambda **chosen: sizes(vocab_size, **chosen),
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


# ---- 6: temperature ----


def entropy(probs):
    """In nats: how undecided these probabilities are; exp of it is as how many equal choices that feels."""
    return -sum(p * log(p) for p in probs if p > 0)


def likeliest(logits, k):
    """Top-k: all but the k largest logits become impossible; k = 0 keeps them all."""
    if not 0 < k < len(logits):
        return logits
    least = sorted(logits, reverse=True)[k - 1]
    return [logit if logit >= least else -inf for logit in logits]


def after(open_reader, tokenizer, prefix):
    """The logits of what follows a prefix."""
    read = open_reader()
    logits = read(tokenizer.bos)
    for token in tokenizer.letters(prefix):
        logits = read(token)
    return logits


def names_at(open_reader, tokenizer, prefix, temperature, seed, top_k=0, count=10, longest=16):
    """Ten names that begin with the prefix, drawn with a seed of their own; longest: letters at most."""

    def open_limited():
        read = open_reader()
        return lambda token: likeliest(read(token), top_k)

    rng, letters = random.Random(seed), tokenizer.letters(prefix)
    made = [sample(open_limited(), tokenizer.bos, longest, rng, temperature, letters) for _ in range(count)]
    return [tokenizer.decode(tokens) for tokens in made]


TEMPERATURES = [round(0.05 * k, 2) for k in range(1, 41)]


def temperature_view(open_reader, tokenizer, known, prefix, temperature, seed, top_k=0, longest=16):
    """What comes after a prefix at one temperature: all probabilities, entropy, ten names, the known ones starred.

    Works with any reader; known: a set of names; longest: letters per name, at most the tokens that the model reads.
    """
    logits = likeliest(after(open_reader, tokenizer, prefix), top_k)
    probs = next_probs(logits, temperature)
    nats = entropy(probs)
    made = names_at(open_reader, tokenizer, prefix, temperature, seed, top_k, longest=longest)
    head = (
        f"temperature {temperature:.2f}: entropy {nats / log(2):.2f} bits, as if {exp(nats):.1f} letters were possible"
    )
    names = f"ten names (* = in the training names): {' '.join(name + '*' * (name in known) for name in made)}"
    labels = [tokenizer.symbol(token) for token in range(len(probs))]
    bits = [entropy(next_probs(logits, t)) / log(2) for t in TEMPERATURES]
    at_half = bits[TEMPERATURES.index(0.5)]
    curve = chart(
        {"entropy": (TEMPERATURES, bits), "0.5": ([0.5, 0.5], [at_half, 0.0])},
        "temperature",
        "bits",
        (0.0, 2.0),
        (0.0, 1.1 * log(len(probs)) / log(2)),
        levels={f"all {len(probs)} alike": log(len(probs)) / log(2)},
        mark=(temperature, nats / log(2)),
    )
    shown = "\n".join(f"{label} {p:.3f}  {blocks(p)}" for label, p in zip(labels, probs))
    picture = columns(probs, labels, marked={probs.index(max(probs))})
    return Panel(note(head) + picture + note(names) + curve, f"{head}\n{names}\n\n{shown}")


class TemperatureLab(Explorer):
    """Temperature, prefix, top-k and seed; the whole distribution and ten names. known: a set of names.

    While the seed is locked, the same throws are made at every temperature; else every move throws anew.
    """

    def __init__(self, open_reader, tokenizer, known, longest=16):
        self.lock = switch("same seed for every move", True)
        super().__init__(
            lambda **chosen: temperature_view(open_reader, tokenizer, known, longest=longest, **chosen),
            temperature=slider("temperature", 0.05, 2.0, 0.05, 0.5, marked=[0.5]),
            prefix=words("the name begins with", ""),
            top_k=slider("top-k (0: all)", 0, tokenizer.vocab_size, 1, 0),
            seed=slider("seed", 0, 100, 1, 42),
        )
        temperature, prefix, top_k, seed, screen = self.children
        half = button("0.5", lambda: setattr(temperature, "value", 0.5), "back to the temperature of the original")
        self.children = (row(temperature, half), prefix, top_k, row(seed, self.lock), screen)

    def answer(self, change=None):
        seed = self.controls["seed"]
        if change and change["owner"] is not seed and not self.lock.value:
            seed.value = (seed.value + 1) % 101  # which answers
        else:
            super().answer()

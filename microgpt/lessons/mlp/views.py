"""What lesson 2 shows and lets its reader move: the network with its way back, the slope of a loss, the learning rate."""

import random
from functools import cache
from itertools import combinations
from math import dist, inf, isfinite, log
from statistics import correlation

from ... import mlp, nn
from ...data import BadInput
from ...teach import plot
from ...teach.controls import Explorer, slider, stops
from ...teach.panels import Panel, chart, note
from ...train import running_mean
from .. import ledger

# ---- the network, forward and back ----


def pushes(before, after):
    """How the outputs of an untrained network should move after one letter, where another was right: y - p."""
    tokenizer = ledger.names()[0]
    if not len(before) == len(after) == 1:
        raise BadInput(f"one letter, and the one that came: not {before!r} and {after!r}")
    token, target = tokenizer.letters(before + after)
    probs = nn.softmax(mlp.mlp(token, mlp.init(random.Random(42), tokenizer.vocab_size)))
    heights = [-d for d in mlp.d_logits(probs, target, 1)]
    symbols = [tokenizer.symbol(i) for i in range(tokenizer.vocab_size)]
    title = f"How the outputs should move after {before}, when {after} was right"
    return plot.bars(heights, symbols, title, ylabel="y - p", color=plot.LOSS)


COLUMNS = {  # the vectors on the way: name -> where it stands
    "x": 1.5,
    "before": 3.4,
    "hidden": 5.1,
    "logits": 7.0,
    "p": 8.6,
}
FORWARD = [  # from, to, what happens between, and whether learned numbers take part
    ("x", "before", "mlp_fc1", True),
    ("before", "hidden", "relu", False),
    ("hidden", "logits", "mlp_fc2", True),
    ("logits", "p", "softmax", False),
]
BACKWARD = [
    ("p", "logits", "d_logits"),
    ("logits", "hidden", "d_hidden"),
    ("hidden", "before", "d_before"),
    ("before", "x", "d_x"),
]


def on_the_way(token, state):
    """The vectors that the network makes of a token, by name."""
    x = state["wte"][token]
    before = nn.linear(x, state["mlp_fc1"])
    hidden = [nn.relu(h) for h in before]
    logits = nn.linear(hidden, state["mlp_fc2"])
    return {"x": x, "before": before, "hidden": hidden, "logits": logits, "p": nn.softmax(logits)}


def vector(ax, at, numbers, name):
    """A column of squares, dark where a number is far from 0, white where it is 0."""
    top, height = max(map(abs, numbers)) or 1.0, 0.055
    bottom = -height * len(numbers) / 2
    for i, number in enumerate(numbers):
        shade = abs(number) / top
        ax.add_patch(
            plot.Rectangle((at - 0.13, bottom + i * height), 0.26, height, fc=(*INK, shade), ec="#bbbbbb", lw=0.3)
        )
    ax.text(at, -bottom + 0.12, f"{name}\n{len(numbers)}", ha="center", va="bottom", fontsize=9)


INK = (0.25, 0.25, 0.25)


def box(ax, at, text, color):
    ax.text(
        at,
        0,
        text,
        ha="center",
        va="center",
        fontsize=8.5,
        color="white",
        bbox={"boxstyle": "round,pad=0.35", "fc": color, "ec": "none"},
    )


def arrow(ax, start, end, y, color):
    ax.annotate("", (end, y), (start, y), arrowprops={"arrowstyle": "->", "color": color, "lw": 1.2})


def network(token, state, symbol, back=False):
    """The network at work on one token: its vectors and matrices from left to right and, where `back`, the gradients' way."""
    ax = plot.axes(None, figsize=(9.2, 3.9 if back else 3.4))
    ax.text(0.1, 0, symbol, ha="center", va="center", fontsize=15, weight="bold", color=plot.INPUT)
    steps = [(0.25, COLUMNS["x"], "wte", True)] + [(COLUMNS[a], COLUMNS[b], op, own) for a, b, op, own in FORWARD]
    for start, end, operation, learned in steps:
        arrow(ax, start + 0.15, end - 0.17, 0, plot.OPERATION)
        box(ax, (start + end) / 2, operation, plot.PARAMETER if learned else plot.OPERATION)
    for name, numbers in on_the_way(token, state).items():
        vector(ax, COLUMNS[name], numbers, name)
    arrow(ax, COLUMNS["p"] + 0.15, 9.55, 0, plot.OPERATION)
    ax.text(9.6, 0, "loss", va="center", color=plot.LOSS, weight="bold")
    for start, end, name in BACKWARD if back else ():
        arrow(ax, COLUMNS[start], COLUMNS[end] + 0.05, -2.15, plot.LOSS)
        ax.text(COLUMNS[end], -2.3, name, ha="center", va="top", fontsize=9, color=plot.LOSS)
    for at, name in ((0.87, "row of d_wte"), (2.45, "d_fc1"), (6.05, "d_fc2")) if back else ():
        arrow_up(ax, at, name)
    ax.set(xlim=(-0.2, 10.2), ylim=(-2.7 if back else -1.9, 2.5))
    ax.set_axis_off()
    return plot.told(ax, network_in_words(token, state, symbol, back))


def network_in_words(token, state, symbol, back):
    """(caption, numbers) of the picture."""
    found = on_the_way(token, state)
    shut = sum(h == 0 for h in found["hidden"])
    sizes = {name: len(numbers) for name, numbers in found.items()}
    caption = (
        f"The network reads {symbol}: wte gives x ({sizes['x']} numbers), mlp_fc1 makes {sizes['before']} of them, the relu "
        f"sets {shut} of these to 0, mlp_fc2 makes {sizes['logits']} logits, softmax makes {sizes['p']} probabilities."
    )
    if back:
        caption += " Back go d_logits, d_hidden, d_before and d_x, from right to left; on the way, d_fc2 and d_fc1 for the matrices."
    numbers = [f"{name}: {' '.join(f'{x:+.3f}' for x in vector)}" for name, vector in found.items()]
    return caption, "\n".join(numbers)


def arrow_up(ax, at, name):
    ax.annotate("", (at, -0.25), (at, -2.1), arrowprops={"arrowstyle": "->", "color": plot.LOSS, "lw": 1.0, "ls": "--"})
    ax.text(at + 0.06, -1.3, name, color=plot.LOSS, fontsize=8.5)


# ---- the slope of a loss ----


def losses_of(logits, target, token):
    """A function from how far the logit of `token` is moved to the loss where `target` comes."""

    def loss_at(moved):
        return nn.cross_entropy([z + moved * (i == token) for i, z in enumerate(logits)], target)

    return loss_at


def slope_view(logits, target, token, moved, step, symbol="it"):
    """The loss against the logit of a token, with the line through the two points a step to either side of `moved`.

    Raises BadInput where the step is not above 0, or there is no such token.
    """
    if not 0 < step < inf:
        raise BadInput(f"a slope needs a step above 0, not {step:g}")
    if not (0 <= token < len(logits) and 0 <= target < len(logits)):
        raise BadInput(f"{len(logits)} logits have no token {token if not 0 <= token < len(logits) else target}")
    loss_at = losses_of(logits, target, token)
    found = (loss_at(moved + step) - loss_at(moved - step)) / (2 * step)
    p = nn.softmax([z + moved * (i == token) for i, z in enumerate(logits)])[token]
    exact, y = p - (token == target), int(token == target)
    xs = [-6 + k / 8 for k in range(97)]
    line = [loss_at(moved - step) + found * (x - moved + step) for x in xs]
    seen = [(x, z) for x, z in zip(xs, line) if 0 <= z <= 9]
    text = (
        f"logit of {symbol} moved by {moved:+g}: p = {p:.3f}, loss {loss_at(moved):.3f}; "
        f"slope over a step of {step:g}: {found:+.6f}, p - y = {p:.3f} - {y} = {exact:+.6f}"
    )
    lines = {"loss": (xs, [loss_at(x) for x in xs]), "slope": tuple(map(list, zip(*seen))) if seen else ([], [])}
    picture = chart(lines, f"logit of {symbol} moved by", "loss (nats)", (-6, 6), (0, 9), mark=(moved, loss_at(moved)))
    return Panel(note(text) + picture, text)


def slope_explorer(logits, target, token, symbol="it"):
    """Explorer: a logit and a step to move, and the loss with its slope."""
    return Explorer(
        lambda moved, step: slope_view(logits, target, token, moved, step, symbol),
        moved=slider(f"move the logit of {symbol} by", -6, 6, 0.5, 0),
        step=stops("step to either side", [0.001, 0.01, 0.1, 0.5, 1.0, 2.0], 2.0),
    )


# ---- the learning rate ----


def rate_view(losses_at, lr, vocab_size, table):
    """The loss curve at one learning rate. losses_at(lr): the losses of a training, table: the level of the table."""
    losses = losses_at(lr)
    kept = next((i for i, loss in enumerate(losses) if not isfinite(loss)), len(losses))
    means = running_mean(losses[:kept])
    steps = range(1, kept + 1)
    said = f"learning rate {lr:g}: "
    if kept < len(losses):
        said += f"the steps overshoot; from step {kept + 1} on the loss is no number any more (nan)"
    else:
        said += f"mean of the last 100 of {len(losses):,} losses {means[-1]:.3f}"
        if means[-1] > log(vocab_size) + 0.1:
            said += "; worse than knowing nothing, the steps overshoot"
        elif means[-1] > log(vocab_size) - 0.05:
            said += "; it has hardly moved"
    levels = {f"ln {vocab_size}": log(vocab_size), "bigram table": table}
    picture = chart(
        {"mean of 100": (steps, means)},
        "step",
        "loss (nats)",
        (0, len(losses)),
        (2.0, 5.0),
        (steps, losses[:kept]),
        levels,
    )
    return Panel(note(said) + picture, said)


def rate_explorer(losses_at, vocab_size, table):
    """Explorer: the learning rate against the loss curve."""
    rates = [0.01, 0.03, 0.1, 0.3, 1.0, 2.0, 3.0, 10.0]
    remembered = cache(losses_at)
    return Explorer(lambda lr: rate_view(remembered, lr, vocab_size, table), lr=stops("learning rate", rates, 1.0))


# ---- who is near whom ----


def divergence(p, q):
    """How different two distributions are, in nats: 0 for equal ones, at most ln 2 (Jensen and Shannon)."""
    middle = [(a + b) / 2 for a, b in zip(p, q)]
    return (relative_entropy(p, middle) + relative_entropy(q, middle)) / 2


def relative_entropy(p, q):
    return sum(a * log(a / b) for a, b in zip(p, q) if a > 0)


def ranks(xs):
    """The place of each number among all of them."""
    found = [0] * len(xs)
    for place, i in enumerate(sorted(range(len(xs)), key=xs.__getitem__)):
        found[i] = place
    return found


def alike(vectors, probs):
    """The rank correlation, over all pairs, of the distance of two vectors and the difference of their distributions.

    1: the order of the distances is that of the differences; 0: one says nothing about the other.
    """
    pairs = list(combinations(range(len(vectors)), 2))
    near = ranks([dist(vectors[i], vectors[j]) for i, j in pairs])
    same = ranks([divergence(probs[i], probs[j]) for i, j in pairs])
    return correlation(near, same)

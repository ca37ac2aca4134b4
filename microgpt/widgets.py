"""Things to move: ipywidgets around pure functions. The functions give text or SVG; an Explorer shows it and answers.

A function's result can be printed as well, so nothing is lost where no kernel runs.
"""

import random
import time
from html import escape
from math import exp, log

import ipywidgets
from IPython.display import display

from . import gpt
from .data import BadInput
from .draw import draw
from .sample import next_probs, sample
from .steps import ORDERS, step_backward
from .train import running_mean


class Explorer(ipywidgets.VBox):
    """Controls, and below them what `view` makes of their values: a text, or anything that renders itself as SVG."""

    def __init__(self, view, **controls):
        self.view, self.controls = view, controls
        self.screen = ipywidgets.HTML()
        for control in controls.values():
            control.observe(self.answer, "value")
        super().__init__([*controls.values(), self.screen])
        self.answer()

    def answer(self, change=None):
        try:
            seen = self.view(**{name: control.value for name, control in self.controls.items()})
            self.screen.value = seen.render().decode() if hasattr(seen, "render") else f"<pre>{escape(seen)}</pre>"
        except BadInput as error:
            self.screen.value = f"<p role='alert'>{escape(str(error))}</p>"

    def __repr__(self):
        return f"[{' and '.join(c.description for c in self.controls.values())}: move it in JupyterLab]"


WIDE = {"description_width": "initial"}
LONG = ipywidgets.Layout(width="480px")


def slider(description, low, high, step, value):
    """A slider whose label is never cut; whole numbers where the step is one."""
    bounds = {"min": low, "max": high, "step": step}
    labels = {"description": description, "style": WIDE, "layout": LONG}
    if type(step) is int:
        return ipywidgets.IntSlider(value, **bounds, **labels)
    return ipywidgets.FloatSlider(value, **bounds, **labels, readout_format=f".{len(str(step)) - 2}f")


def choice(description, options, value):
    return ipywidgets.Dropdown(options=options, value=value, description=description, style=WIDE)


def words(description, value):
    return ipywidgets.Text(value, description=description, style=WIDE, layout=LONG)


def bar(share, width=40):
    """A bar of blocks for a share between 0 and 1."""
    eighths = round(share * width * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


# ---- 1: the die ----


def roll(probs, symbols, u):
    """Where u, from 0 to 1, falls on the probabilities laid end to end: a text with the drawn token marked."""
    lines, end, drawn = [], 0.0, None
    for symbol, p in zip(symbols, probs):
        start, end = end, end + p
        if drawn is None and u < end:
            drawn = symbol
        if p >= 0.01 or drawn == symbol:
            lines.append(
                f"{'>' if drawn == symbol and start <= u else ' '} {symbol}  {start:.3f} to {end:.3f}  {bar(p)}"
            )
    return f"u = {u:.3f} falls on {drawn or symbols[-1]}\n\n" + "\n".join(lines)


def die(probs, symbols):
    """Explorer: choose the letter before, move u, and see which letter falls out. probs: a row per token."""
    before = choice("letter before", [(s, i) for i, s in enumerate(symbols)], len(symbols) - 1)
    return Explorer(
        lambda before, u: roll(probs[before], symbols, u), before=before, u=slider("u", 0.0, 0.999, 0.001, 0.5)
    )


# ---- 3: the backward pass, step by step ----


def after_steps(root, names, steps, order="topological"):
    """The drawing of a graph after so many steps of a backward pass in one of the orders of `steps.ORDERS`."""
    states = step_backward(root, order)
    return draw(root, names, state=states[min(steps, len(states) - 1)])


def backward_player(root, names):
    """Explorer: play the backward pass of a small graph, step by step, forwards and backwards, in three orders."""
    longest = max(len(step_backward(root, order)) for order in ORDERS) - 1
    steps = slider("steps", 0, longest, 1, 0)
    play = ipywidgets.Play(value=0, min=0, max=longest, interval=1200, description="play")
    ipywidgets.link((play, "value"), (steps, "value"))
    order = choice("order", list(ORDERS), "topological")
    explorer = Explorer(lambda steps, order: after_steps(root, names, steps, order), steps=steps, order=order)
    explorer.children = (play, *explorer.children)
    return explorer


# ---- 4: who listens to whom ----


def listening(weights, letters, position):
    """One row of attention weights as text: what the letter at `position` listens to."""
    position = min(position, len(letters) - 1)
    lines = [f"{letter}  {weight:.3f}  {bar(weight)}" for letter, weight in zip(letters, weights[position])]
    return f"position {position}, {letters[position]}, listens to\n\n" + "\n".join(lines)


def attention_explorer(look, name):
    """Explorer: type a name, move along it. look(name) gives (weights, letters); BadInput is shown as a line."""

    def view(name, position):
        return listening(*look(name), position)

    return Explorer(view, name=words("name", name), position=slider("position", 0, 15, 1, len(name)))


# ---- 5: what size costs ----


def sizes(vocab_size, n_embd, n_head, n_layer):
    """A table of a GPT's matrices and how many numbers they hold."""
    config = gpt.Config(vocab_size, n_embd=n_embd, n_head=n_head, n_layer=n_layer)
    lines = [f"{name:18} {a:4} x {b:3} = {a * b:7,}" for name, (a, b) in gpt.shapes(config).items()]
    if n_layer > 1:
        lines = [*lines[:9], f"... and {n_layer - 1} more of these layers"]
    return "\n".join([*lines, "", f"{gpt.num_params(config):,} parameters; each head sees {n_embd // n_head} numbers"])


def size_explorer(vocab_size):
    return Explorer(
        lambda **chosen: sizes(vocab_size, **chosen),
        n_embd=slider("n_embd", 4, 64, 4, 16),
        n_head=slider("n_head", 1, 8, 1, 4),
        n_layer=slider("n_layer", 1, 6, 1, 1),
    )


# ---- 6: temperature ----


def temperature_view(open_reader, tokenizer, known, prefix, temperature, seed, longest=16):
    """What comes after a prefix at one temperature: all probabilities, entropy, ten names, the known ones starred.

    longest: letters per name, at most the tokens that the model reads.
    """
    letters = tokenizer.letters(prefix)
    read = open_reader()
    logits = read(tokenizer.bos)
    for token in letters:
        logits = read(token)
    probs = next_probs(logits, temperature)
    nats = -sum(p * log(p) for p in probs if p > 0)
    rng = random.Random(seed)
    made = [
        tokenizer.decode(sample(open_reader(), tokenizer.bos, longest, rng, temperature, letters)) for _ in range(10)
    ]
    stars = " ".join(name + "*" * (name in known) for name in made)
    shown = [f"{tokenizer.symbol(token)} {p:.3f}  {bar(p)}" for token, p in enumerate(probs)]
    return (
        f"temperature {temperature:.2f}: entropy {nats / log(2):.2f} bits, as if {exp(nats):.1f} letters were possible\n"
        f"ten names (* = in the training names): {stars}\n\n" + "\n".join(shown)
    )


def temperature_lab(open_reader, tokenizer, known, longest=16):
    """Explorer: temperature, prefix and seed; the whole distribution and ten names. known: a set of names."""
    return Explorer(
        lambda **chosen: temperature_view(open_reader, tokenizer, known, longest=longest, **chosen),
        temperature=slider("temperature", 0.05, 2.0, 0.05, 0.5),
        prefix=words("the name begins with", ""),
        seed=slider("seed", 0, 100, 1, 42),
    )


# ---- training ----


class Progress(ipywidgets.HBox):
    """A progress bar with the loss, its running mean, and the time left."""

    def __init__(self, num_steps):
        self.bar = ipywidgets.IntProgress(0, max=num_steps, layout=ipywidgets.Layout(width="300px"))
        self.text = ipywidgets.HTML("starting")
        super().__init__([self.bar, self.text])

    def __repr__(self):
        return f"[progress of {self.bar.max} steps]"


def watch(losses, num_steps):
    """Pass losses on from a training generator while a progress bar shows how far it has come."""
    progress, seen, start, shown = Progress(num_steps), [], time.monotonic(), 0.0
    display(progress)
    for loss in losses:
        seen.append(loss)
        elapsed = time.monotonic() - start
        if elapsed - shown > 0.1 or len(seen) in (1, num_steps):
            shown = elapsed
            left = elapsed / len(seen) * (num_steps - len(seen))
            progress.bar.value = len(seen)
            mean = running_mean(seen[-100:])[-1]
            progress.text.value = f"loss {loss:.3f}, mean of last 100 {mean:.3f}, {left:.0f} s left"
        yield loss

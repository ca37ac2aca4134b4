"""The course's figures, in matplotlib: functions from data to a figure. Colours mean the same as in the graphs.

Every function takes an optional `ax` and returns the figure, which says in words what it shows: at the end of a cell it
is displayed with them. Where several are drawn side by side: `figure, axes = panels(3)`, and `figure` at the end. Where
matplotlib is missing, the numbers of a figure stand in its place.
"""

import io
import warnings
from itertools import cycle, product
from math import dist, log
from pathlib import Path

from IPython.display import display

from ..train import running_mean
from . import captions, progress
from .blank import Blank
from .panels import loss_range

try:
    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle
except ImportError:  # then a figure is shown in words
    from .blank import Figure, plt

    Rectangle = plt.Rectangle

plt.style.use(Path(__file__).with_name("course.mplstyle"))

INPUT, PARAMETER, OPERATION, LOSS = "#2166ac", "#2a7d2e", "#666666", "#b2182b"
SERIES = (INPUT, LOSS, PARAMETER, OPERATION, "#762a83", "#b35806")  # one after the other, however many there are
CURVES = (INPUT, PARAMETER, LOSS, *SERIES[4:])  # where grey is taken


class Told(Figure):
    """A figure that knows captions and numbers of what was drawn into it; see captions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.captions, self.numbers = [], []

    def _ipython_display_(self):
        show(self)


MISSING = "[matplotlib is missing here: no picture, but its words]"


def show(fig, alt=None):
    """Display a figure with its alternative text, and print that: it is the caption. alt: another one than its own."""
    captions, numbers = (fig.captions, fig.numbers) if isinstance(fig, Told) else ([], [])
    caption = alt or "\n".join(captions)
    if isinstance(fig, Blank):
        display({"text/plain": "\n".join([MISSING, *numbers])}, raw=True)
    else:
        twin = alt or "\n".join([caption, *numbers])
        display({"image/png": png(fig), "text/plain": twin}, raw=True, metadata={"image/png": {"alt": caption}})
    print(caption)


def png(fig):
    """A figure as bytes; it is closed."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "Glyph .* missing"
        )  # a letter that the font lacks is a box, and stands in the words
        fig.savefig(buffer, format="png", metadata={"Software": None})
    plt.close(fig)
    return buffer.getvalue()


def axes(ax, **size):
    """These axes, or those of a new figure, which pyplot does not keep: it would count and warn where none is shown."""
    if ax:
        return ax
    figure, ax = plt.subplots(FigureClass=Told, **size)
    plt.close(figure)
    return ax


def panels(count, below=False, **size):
    """(figure, list of so many axes side by side, or one below the other), to be handed on as `ax`."""
    rows, columns = (count, 1) if below else (1, count)
    figure, axes = plt.subplots(rows, columns, FigureClass=Told, squeeze=False, layout="constrained", **size)
    plt.close(figure)
    return figure, [ax for row in axes for ax in row]


def told(ax, words):
    """The figure that was drawn into, with this (caption, numbers) added to what it tells."""
    if isinstance(ax.figure, Told):
        ax.figure.captions.append(words[0])
        ax.figure.numbers.append(words[1])
    return ax.figure


LESSONS = ["bigram", "MLP", "autograd", "attention", "GPT", "full GPT"]
FILLED = {"solved": "full", "solved with help": "left", "tried": "none"}  # of the marks on the ladder


def ladder(current):
    """Show the six lessons as steps, the current one lit, with a mark for every exercise that the reader has tried."""
    ax = axes(None, figsize=(7.2, 1.6))
    notes, marks = progress.kept.read(), progress.kept.marks()
    for i, lesson in enumerate(LESSONS):
        lit = i + 1 == current
        colour = "white" if lit else "black"
        ax.bar(i, i + 4, width=0.94, color=INPUT if lit else "#d6e6f7" if i + 1 < current else "#eeeeee")
        ax.text(i, 0.3, f"{i + 1}\n{lesson}", ha="center", weight="bold" if lit else None, color=colour)
        filled = [FILLED[state] for state, names in sorted(marks.get(f"{i + 1:02}", {}).items()) for _ in names]
        for k, style in enumerate(filled):
            place = i + 0.13 * (k - (len(filled) - 1) / 2)
            ax.plot(place, i + 4.7, "o", ms=6, color=INPUT, fillstyle=style, markerfacecoloralt="white", clip_on=False)
    ax.set_axis_off()
    show(ax.figure, captions.ladder(current, LESSONS, marks, notes["last"]))
    if trouble := progress.kept.told():
        print(trouble)


def bars(heights, symbols, title, ax=None, ylabel="probability", color=INPUT):
    """One bar per token."""
    ax = axes(ax, figsize=(7.2, 2.4))
    ax.bar(range(len(heights)), heights, color=color)
    ax.set_xticks(range(len(symbols)), symbols)
    ax.set(title=title, ylabel=ylabel)
    return told(ax, captions.bars(heights, symbols, title, ylabel))


def table(rows, symbols, title, ax=None, counts=None):
    """A heat map of a square table of probabilities: row = the letter before, column = the letter after.

    The colour grows with the root, so that small chances can be told apart; counts: numbers to be written into the squares.
    """
    ax = axes(ax, figsize=(9.6, 8.4) if counts else (6.4, 5.6))
    image = ax.imshow(rows, norm=plt.matplotlib.colors.PowerNorm(0.5, vmin=0))
    for i, j in product(range(len(rows)), repeat=2) if counts else ():
        if counts[i][j]:
            dark = rows[i][j] > 0.3 * max(map(max, rows))
            ax.text(j, i, counts[i][j], ha="center", va="center", fontsize=5, color="white" if dark else "black")
    ax.set_xticks(range(len(symbols)), symbols, fontsize=8)
    ax.set_yticks(range(len(symbols)), symbols, fontsize=8)
    ax.set(title=title, xlabel="letter after", ylabel="letter before")
    ax.figure.colorbar(image, ax=ax, label="probability", shrink=0.8)
    return told(ax, captions.table(rows, symbols, title))


def attention(weights, letters, title, ax=None):
    """The triangle of attention weights: row = the letter that asks, column = the letter it listens to."""
    n = len(letters)
    ax = axes(ax, figsize=(0.62 * n + 1.6, 0.56 * n + 1.2))
    square = [[*row, *[float("nan")] * (n - len(row))] for row in weights]
    ax.imshow(square, vmin=0, vmax=1)
    for i, row in enumerate(weights):
        for j, weight in enumerate(row):
            ax.text(
                j, i, f"{weight:.2f}", ha="center", va="center", fontsize=8, color="white" if weight > 0.5 else "black"
            )
    ax.set_xticks(range(n), letters)
    ax.set_yticks(range(n), letters)
    ax.set(title=title, xlabel="listens to", ylabel="letter")
    return told(ax, captions.attention(weights, letters, title))


def losses(curves, vocab_size, bigram, title, ax=None, batch=1):
    """Training curves: every loss a dot, the mean of the last 100 a line, and what uniform and bigram reach.

    curves: name -> losses in nats per token; bigram: the bigram table's loss on the same kind of names; batch: names in a step.
    """
    ax = axes(ax)
    means = {name: running_mean(values) for name, values in curves.items()}
    places = spread({name: mean[-1] for name, mean in means.items()}, LABEL)
    for (name, values), color in zip(curves.items(), cycle(CURVES)):
        steps = range(1, len(values) + 1)
        ax.plot(steps, values, ".", ms=2, alpha=0.25, color=color)
        ax.plot(steps, means[name], color=color, lw=1.8)
        ax.annotate(f" {name}", (len(values), means[name][-1]), (len(values), places[name]), color=color, va="center")
    end = max(map(len, curves.values()))
    ignorance = (end, log(vocab_size), f"ln {vocab_size}: knows nothing", {"xytext": (0, 2), "ha": "right"})
    over = all(mean[-1] < bigram for mean in means.values())  # then what lies above the line at its end is free
    place = {"xytext": (0, 2), "ha": "right"} if over else {"xytext": (0, -3), "va": "top"}
    table = (end if over else 0, bigram, "bigram table", place)
    for x, level, name, place in (ignorance, table):
        ax.plot([0, end], [level] * 2, color=OPERATION, lw=0.9, ls="--")  # the names of the curves stand beyond the end
        label = f"{name} {level:.3f}"
        paper = {"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
        ax.annotate(label, (x, level), color=OPERATION, fontsize=8, textcoords="offset points", bbox=paper, **place)
    each = "one name each" if batch == 1 else f"{batch} names each"
    ax.set(title=title, xlabel=f"step ({each})", ylabel="loss (nats per token)", ylim=loss_range(vocab_size))
    levels = {f"ln {vocab_size}": log(vocab_size), "bigram table": bigram}
    return told(ax, captions.losses(curves, means, levels, title))


LABEL = 0.11  # nats per token: how high the name of a curve is in a picture of losses


def spread(ends, gap):
    """Where names stand that would stand at these ends: none less than the gap above the one below it. name -> y."""
    places, below = {}, float("-inf")
    for name in sorted(ends, key=ends.get):
        places[name] = below = max(ends[name], below + gap)
    return places


def lines(xs, ys, title, xlabel, ylabel, ax=None, **scales):
    """One or more labelled lines; ys: name -> values. Scales as in matplotlib: xscale="log", yscale="log"."""
    ax = axes(ax)
    for (name, values), color in zip(ys.items(), cycle(SERIES)):
        ax.plot(xs, values, "o-", ms=3, color=color, label=name)
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel, **scales)
    if len(xs) <= 8 and all(type(x) is int for x in xs):
        ax.set_xticks(xs, xs, minor=False)
        ax.set_xticks([], minor=True)
    ax.legend()
    return told(ax, captions.lines(xs, ys, title, xlabel, ylabel))


def diagonal(pairs, title, xlabel, ylabel, ax=None):
    """Two ways to compute the same numbers, as points that should lie on the diagonal; pairs: name -> [(x, y), ...]."""
    ax = axes(ax, figsize=(5.2, 4.6))
    for (name, points), color, marker in zip(pairs.items(), cycle(SERIES), cycle("os^xDv")):
        ax.scatter(*zip(*points), s=18, color=color, marker=marker, label=name, alpha=0.7)
    low, high = min(ax.get_xlim()[0], ax.get_ylim()[0]), max(ax.get_xlim()[1], ax.get_ylim()[1])
    ax.plot([low, high], [low, high], color=OPERATION, lw=0.8, zorder=0)
    ax.locator_params(nbins=5)  # their numbers are long
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    ax.legend()
    return told(ax, captions.diagonal(pairs, title, xlabel, ylabel))


def embeddings(vectors, symbols, marked="aeiou"):
    """Vectors of any length as points in the plane in which they differ most (their two principal components).

    vectors: title of a panel -> a vector per symbol.
    """
    _, parts = panels(len(vectors), figsize=(4.5 * len(vectors), 4.2))
    for ax, (title, rows) in zip(parts, vectors.items()):
        places = [] if isinstance(ax, Blank) else plane(rows)
        ax.scatter(*zip(*places), s=0)
        for symbol, place in zip(symbols, places):
            color = LOSS if symbol in marked else INPUT
            size = 18 if symbol == "·" else None  # a dot of a letter's size is not seen
            ax.text(*place, symbol, color=color, weight="bold", size=size, ha="center", va="center")
        ax.set(title=title, xlabel="first component", ylabel="second component")
    return told(ax, captions.embeddings(vectors, symbols, lambda rows, symbol: nearest(rows, symbols, symbol)))


def plane(vectors):
    """Where these vectors lie in the plane in which they differ most."""
    import numpy as np  # comes with matplotlib

    centred = np.array(vectors) - np.mean(vectors, axis=0)
    return (centred @ np.linalg.svd(centred)[2][:2].T).tolist()


def nearest(vectors, symbols, symbol):
    """The symbol whose vector is closest to that of `symbol`."""
    here = vectors[symbols.index(symbol)]
    return min(set(symbols) - {symbol}, key=lambda other: (dist(here, vectors[symbols.index(other)]), other))


def treemap(groups, title, ax=None):
    """Areas as large as their numbers; groups: name of a group -> {name of a part: number}, a column each."""
    ax = axes(ax, figsize=(7.2, 4))
    whole, left = sum(sum(parts.values()) for parts in groups.values()), 0.0
    for (group, parts), color in zip(groups.items(), cycle(SERIES)):
        width, bottom = sum(parts.values()) / whole, 0.0
        for name, number in parts.items():
            height = number / whole / width
            ax.bar(left + width / 2, height, width, bottom, color=color, alpha=0.75, edgecolor="white", lw=2)
            label = f"{name}\n{number:,}"
            ax.text(left + width / 2, bottom + height / 2, label, ha="center", va="center", color="white", fontsize=8)
            bottom += height
        ax.text(left + width / 2, 1.01, group, ha="center", color=color, weight="bold")
        left += width
    ax.set(xlim=(0, 1), ylim=(0, 1.06), title=title)
    ax.set_axis_off()
    return told(ax, captions.treemap(groups, title))

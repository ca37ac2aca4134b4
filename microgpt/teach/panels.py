"""Pictures that answer at once: small pieces of HTML and SVG, which take the text colour of the page they stand in.

A Panel is such a picture with its twin in words. The colours are told apart by colour-blind readers, and on dark ground.
"""

from dataclasses import dataclass
from html import escape
from itertools import cycle
from math import ceil, floor, isnan, log, log10

BLUE, ORANGE, GREEN, PURPLE, GREY = "#4393c3", "#e08214", "#4dac26", "#a87fc0", "#8c8c8c"
PALE = "#92c5de"


@dataclass(frozen=True)
class Panel:
    """A picture as HTML, and the same in words."""

    html: str
    text: str

    def __str__(self):
        return self.text

    __repr__ = __str__


def note(text):
    return f"<div style='line-height:1.5; margin:4px 0'>{escape(text)}</div>"


def blocks(share, width=40):
    """A bar of text for a share between 0 and 1."""
    eighths = round(min(max(share, 0.0), 1.0) * width * 8)
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()


def columns(shares, labels, marked=(), height=140):
    """Upright bars side by side, as wide as the page: one per token, its label below, the number when pointed at."""
    top = max([*shares, 1e-9])
    bars = [
        f"<div style='flex:1 1 0; min-width:0; text-align:center' title='{escape(label)}: {share:.4f}'>"
        f"<div style='height:{height}px; display:flex; flex-direction:column; justify-content:flex-end'>"
        f"<div style='font-size:9px; opacity:{1 if share >= 0.1 * top else 0}'>{f'{share:.2f}'[1:] if share < 1 else 1}</div>"
        f"<div style='height:{share / top * (height - 16):.1f}px; background:{ORANGE if i in marked else BLUE}'></div></div>"
        f"<div style='font-weight:{'bold' if i in marked else 'normal'}'>{escape(label)}</div></div>"
        for i, (share, label) in enumerate(zip(shares, labels))
    ]
    return f"<div style='display:flex; gap:2px; max-width:900px'>{''.join(bars)}</div>"


def strip(shares, labels, at, drawn):
    """Shares laid end to end along a line from 0 to 1, with a pointer at `at`; the share it falls on is marked.

    Neighbours that can be seen have different colours, and an edge between them.
    """
    seen = [i for i, share in enumerate(shares) if share >= 0.005]
    colours = {i: PALE if place % 2 else BLUE for place, i in enumerate(seen)} | {drawn: ORANGE}
    pieces = [
        f"<div title='{escape(label)}: {share:.4f}' style='width:{100 * share:.3f}%; overflow:hidden; text-align:center; "
        f"box-shadow:inset 1px 0 rgba(0,0,0,0.45); background:{colours.get(i, GREY)}; color:#000'>"
        f"{escape(label) if share >= 0.02 or i == drawn else ''}</div>"
        for i, (share, label) in enumerate(zip(shares, labels))
    ]
    pointer = f"<div style='margin-left:calc({100 * at:.2f}% - 0.5em); width:1em; text-align:center'>▼</div>"
    return (
        f"<div style='max-width:900px; padding:0 0.5em'>{pointer}<div style='display:flex'>{''.join(pieces)}</div>"
        "<div style='display:flex; justify-content:space-between'><span>0</span><span>1</span></div></div>"
    )


def aligned(labels, series, marked=None, full=None):
    """A table: a row per label, for every series a number with a bar that starts from the same zero in all rows.

    full: {name of a series: the number whose bar is as long as there is room}; without it, that is its largest one.
    """
    head = "".join(f"<th style='text-align:left; padding-right:1em'>{escape(name)}</th>" for name in series)
    tops = {name: max([abs(x) for x in values] + [1e-9]) for name, values in series.items()} | (full or {})
    lows = {name: min(0.0, *values) / tops[name] for name, values in series.items()}
    lines = []
    for i, label in enumerate(labels):
        cells = []
        for name, values in series.items():
            left = -lows[name] + min(values[i] / tops[name], 0.0)
            whole = 1 - lows[name]
            bar = (
                f"<div style='position:relative; height:0.9em; flex:1; min-width:30px'><div style='position:absolute; height:100%; "
                f"left:{100 * left / whole:.1f}%; width:{100 * abs(values[i]) / tops[name] / whole:.1f}%; "
                f"background:{BLUE if values[i] >= 0 else ORANGE}'></div></div>"
            )
            cells.append(
                f"<td style='padding-right:1em'><div style='display:flex; gap:6px; align-items:center'>"
                f"<span style='width:3.5em; text-align:right'>{values[i]:.3f}</span>{bar}</div></td>"
            )
        weight = "bold" if i == marked else "normal"
        lines.append(
            f"<tr><td style='padding-right:1em; font-weight:{weight}'>{escape(label)}</td>{''.join(cells)}</tr>"
        )
    return f"<div style='overflow-x:auto'><table style='width:100%; max-width:760px'><tr><td></td>{head}</tr>{''.join(lines)}</table></div>"


LOSS_RANGE = (1.5, 3.6)  # nats per token: the same in all lessons, and more where ignorance costs more


def loss_range(vocab_size, lowest=LOSS_RANGE[0]):
    """(bottom, top) of a picture of losses, in which that of knowing nothing has its place too."""
    return min(LOSS_RANGE[0], lowest), max(LOSS_RANGE[1], log(vocab_size) + 0.3)


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 600, 270, 52, 118, 12, 40  # of a chart, in its own units


@dataclass
class Axis:
    """A range of numbers along a stretch of the chart; logarithmic where `log` is true."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, x):
        if isnan(x):  # beyond all bounds
            return self.end
        x, low, high = (log10(max(v, 1e-300)) if self.log else v for v in (x, self.low, self.high))
        share = min(max((x - low) / (high - low), 0.0), 1.0)
        return self.start + share * (self.end - self.start)

    def ticks(self):
        if self.log:
            powers = range(round(log10(self.low)), round(log10(self.high)) + 1)
            return [10.0**k for k in powers if k % (1 + len(powers) // 8) == 0]
        return even_ticks(self.low, self.high)


def even_ticks(low, high, most=7):
    """Multiples of 1, 2, 2.5 or 5 times a power of ten from low to high: as many as there can be, but no more than `most`."""
    power = 10.0 ** floor(log10((high - low) / most))
    for step in (power * nice for nice in (1, 2, 2.5, 5, 10, 20)):
        first, last = ceil(low / step - 1e-9), floor(high / step + 1e-9)
        if last - first < most:
            return [round(k * step, 12) for k in range(first, last + 1)]


def chart(lines, x_label, y_label, x_range, y_range, dots=None, levels=None, mark=None, log=False):
    """A line chart as SVG, as wide as the page up to 760 pixels; its letters stay readable on half of that.

    lines: name -> (xs, ys), labelled at their ends; dots: (xs, ys), small and pale; levels: name -> height of a
    dashed line; mark: (x, y) of a point to be shown; log: both axes are logarithmic. Of very many points, as
    many are drawn as can be told apart.
    """
    x = Axis(*x_range, LEFT, WIDTH - RIGHT, log)
    y = Axis(*y_range, HEIGHT - BOTTOM, TOP, log)
    parts = frame(x, y, x_label, y_label)
    if dots:
        points = "".join(f"M{x(a):.1f} {y(b):.1f}h0" for a, b in thinned(*dots))
        parts.append(f"<path d='{points}' stroke='{BLUE}' stroke-width='2.5' stroke-linecap='round' opacity='0.35'/>")
    ends = []
    for (name, (xs, ys)), colour in zip(lines.items(), cycle((BLUE, ORANGE, GREEN, PURPLE))):
        if not xs:
            continue
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in thinned(xs, ys))
        parts.append(f"<polyline points='{points}' fill='none' stroke='{colour}' stroke-width='2'/>")
        height = y(ys[-1]) + 4
        while any(abs(height - other) < 13 for other in ends):  # labels do not lie on each other
            height -= 13
        ends.append(height)
        parts.append(letters(x(xs[-1]) + 6, height, name, "start", colour))
    for name, level in (levels or {}).items():
        parts.append(f"<path d='M{LEFT} {y(level):.1f}H{WIDTH - RIGHT}' stroke='{GREY}' stroke-dasharray='5 4'/>")
        parts.append(letters(LEFT + 4, y(level) - 4, name, "start"))
    if mark:
        a, b = mark
        parts.append(f"<circle cx='{x(a):.1f}' cy='{y(b):.1f}' r='6' fill='none' stroke='{ORANGE}' stroke-width='3'/>")
    return (
        f"<svg viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='{escape(y_label)} against {escape(x_label)}' "
        f"style='width:100%; max-width:760px; height:auto; display:block'>{''.join(parts)}</svg>"
    )


def thinned(xs, ys, most=WIDTH):
    """Pairs (x, y), evenly thinned out to at most that many; the last one stays."""
    every = max(1, -(-len(xs) // most))
    first = (len(xs) - 1) % every
    return zip(xs[first::every], ys[first::every])


def frame(x, y, x_label, y_label):
    """The lines, numbers and titles that a chart is drawn into."""
    parts = []
    for tick in y.ticks():
        parts.append(f"<path d='M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}' stroke='currentColor' opacity='0.15'/>")
        parts.append(letters(LEFT - 6, y(tick) + 4, f"{tick:.4g}", "end"))
    for tick in x.ticks():
        parts.append(letters(x(tick), HEIGHT - BOTTOM + 16, f"{tick:.4g}", "middle"))
    parts.append(letters((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x_label, "middle"))
    middle = (TOP + HEIGHT - BOTTOM) / 2
    parts.append(f"<g transform='translate(12 {middle}) rotate(-90)'>{letters(0, 0, y_label, 'middle')}</g>")
    return parts


def letters(x, y, words, anchor, colour="currentColor"):
    """Words in a chart, with a rim of the page's colour, so that they can be read across a curve."""
    rim = "paint-order:stroke; stroke:var(--jp-layout-color0, #fff); stroke-width:4px"
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-size='12' fill='{colour}' style='{rim}'>"
        f"{escape(words)}</text>"
    )

"""What all pictures of graphs share: colours, boxes, curves, and the Drawing that Graphviz renders."""

import os
import re
import shutil
import subprocess
from base64 import b64encode
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path

import graphviz

from ..data import BadInput
from ..outside import writing
from . import wasm

# kind of box -> (fill, border, outline): the colours have the same meaning in every plot.
KINDS = {
    "input": ("#d6e6f7", "#2166ac", "rounded,filled"),
    "parameter": ("#dcefd9", "#2a7d2e", "filled"),
    "operation": ("#eeeeee", "#666666", "rounded,filled"),
    "loss": ("#fbdcd6", "#b2182b", "filled,bold"),
    "outside": ("#ffffff", "#999999", "rounded,dashed"),
}
GREY, ARC = "#777777", "#2166ac"
SIGNS = {"*": "×"}
LEGIBLE = 0.9  # pixels per point at least: the smallest letters, of 10 points, then have 9
FONT = "Helvetica,Arial,sans-serif"
ENGINES = {  # whether Graphviz lays out, or keeps the places we give -> its command, and the same inside pygraphviz
    "dot": (["dot"], "dot"),
    "placed": (["neato", "-n2"], "nop2"),
}
PATIENCE = 20  # seconds for a picture: a command that takes longer is taken for broken
BEGINNINGS = {
    "svg": b"<svg",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
}  # what each kind of picture shows within its first lines
broken = set()  # (command, format) of those that have drawn nothing: they are not waited for again


@dataclass(frozen=True)
class Spot:
    """What a box of a picture is called, says of itself, and opens; weight: its name, if it is one that can be moved.

    closes: what is open, and opens what it lies in, if only the whole. small: one of so many that nobody should have to pass them all by keyboard; the outline leads to them too.
    """

    name: str
    words: str
    opens: str = ""
    weight: str = ""
    closes: bool = False
    small: bool = False


class Drawing:
    """A picture as DOT text; shown as SVG where Graphviz is there, else as its outline.

    spots: the name of a node in the DOT text -> its Spot.
    """

    def __init__(self, dot, engine, alt, text, spots=None):
        self.dot, self.engine, self.alt, self.text, self.spots = dot, engine, alt, text, spots or {}

    def outline(self):
        """What the picture shows, as text."""
        return f"{self.alt}\n{self.text}"

    def __repr__(self):
        return self.outline()

    def _repr_mimebundle_(self, include=None, exclude=None):
        try:
            svg = self.svg()
        except BadInput as error:
            return {"text/plain": f"{self!r}\n({error})"}
        shown = {"text/html": self.figure(svg), "image/svg+xml": svg, "text/plain": repr(self)}
        return shown, {"image/svg+xml": {"alt": self.alt}}

    def figure(self, svg):
        """The picture as part of a page: with its words, and scrolled where the page is narrow, in an exported one too."""
        source = b64encode(svg.encode()).decode()
        image = f'<img alt="{escape(self.alt)}" style="{style(svg)}" src="data:image/svg+xml;base64,{source}">'
        return f'<figure class="microgpt-picture" style="margin: 0; overflow-x: auto">{image}</figure>'

    @property
    def html(self):
        """The picture to be put into a page, or its outline where there is no Graphviz."""
        try:
            return f'<div style="overflow-x: auto">{self.svg()}</div>'
        except BadInput as error:
            return f"<pre>{escape(repr(self))}\n({error})</pre>"

    def svg(self):
        """The picture as SVG with its words: as wide as its page, unless its letters would be smaller than 9 pixels."""
        found = self.render().decode()
        words = f'role="img" aria-label="{escape(self.alt)}" style="{style(found)}"'
        return found.replace("<svg ", f"<svg {words} ", 1)

    def render(self, format="svg"):
        """The picture as bytes; BadInput says how to get Graphviz where there is none, or one that draws nothing."""
        command, plugin = ENGINES[self.engine]
        if picture := commanded(command, self.dot, format):
            return picture
        if wasm.there():
            return wasm.render(self.dot, plugin, format)
        try:
            import pygraphviz
        except ImportError:
            found = shutil.which(command[0])
            why = f"{found} draws nothing" if found else "no Graphviz here"
            raise BadInput(f"{why}: pip install pygraphviz") from None
        with silent_stderr():
            return pygraphviz.AGraph(string=self.dot).draw(format=format, prog=plugin)

    def save(self, path, format=None):
        """Write the picture as svg, png, pdf or dot; without a format, as what the path ends in."""
        format = format or Path(path).suffix[1:].lower()
        if format not in ("svg", "png", "pdf", "dot"):
            raise BadInput(f"{path}: the file must end in .svg, .png, .pdf or .dot")
        content = self.dot.encode() if format == "dot" else self.render(format)
        with writing(path, "wb") as file:
            file.write(content)


def commanded(command, dot, format):
    """The picture as a command of the system draws it; None where there is none, or what is there draws nothing."""
    if not shutil.which(command[0]) or (command[0], format) in broken:
        return None
    run = [*command, f"-T{format}"]
    try:
        done = subprocess.run(run, input=dot.encode(), capture_output=True, check=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError):
        done = None
    if done and BEGINNINGS[format] in done.stdout[:2000]:
        return done.stdout
    broken.add((command[0], format))
    return None


def style(svg):
    width = float(re.search(r' width="([\d.]+)pt"', svg)[1])
    return f"max-width: 100%; min-width: {width * LEGIBLE:.0f}px; height: auto"


@contextmanager
def silent_stderr():
    """Keep what C libraries print (Fontconfig, on its first use) out of the notebook's cell."""
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def digraph(**attributes):
    graph = graphviz.Digraph(graph_attr={"bgcolor": "white", "fontname": FONT, "fontsize": "11", **attributes})
    graph.attr("node", fontname=FONT, fontsize="12", shape="box", margin="0.08,0.04")
    graph.attr("edge", color=GREY, arrowsize="0.6", fontname=FONT)
    return graph


def look(kind, fill=None):
    """Colours and outline of a kind of box, as node attributes."""
    usual, border, style = KINDS[kind]
    return {"fillcolor": fill or usual, "color": border, "style": style}


# ---- words in boxes ----


def scalar_label(value):
    return f"{operation(value)}\n{value.data:+.4g}"


def operation(value):
    """How a number was made, with the constant that matters: "* 0.5"."""
    constant = next((f" {x.data:.4g}" for x in value.inputs if x.op == "constant"), "")
    return f"{SIGNS.get(value.op, value.op) or 'input'}{constant}"


def formula(value):
    """A number's formula, with the numbers in it.

    >>> from microgpt.autograd import Value
    >>> formula(Value(2.0) * Value(-3.0))
    '2 × -3 = -6'
    """
    x = [f"{each.data:.4g}" for each in value.inputs]
    if value.op == "dot":
        half = len(x) // 2
        made = several([f"{a} × {b}" for a, b in zip(x[:half], x[half:])], "products")
    elif value.op == "logsumexp":
        made = f"log({several([f'exp({a})' for a in x], 'numbers')})"
    elif value.op in ("+", "*", "**", "total"):
        made = several(x, "numbers", f" {'+' if value.op == 'total' else SIGNS.get(value.op, value.op)} ")
    else:
        made = f"{value.op}({', '.join(x)})"
    return f"{made} = {value.data:.4g}" if x else f"{value.data:.4g}"


def several(terms, what, sign=" + "):
    return sign.join(terms) if len(terms) <= 4 else f"{sign.join(terms[:3])} + ... ({len(terms)} {what})"


def counted(box):
    return "1 number" if box.size == 1 else f"{box.size:,} numbers"


# ---- places and curves, in Graphviz's own notation ----


def at(x, y):
    return f"{x:.1f},{y:.1f}"


def straight(x1, y1, x2, y2):
    """A line from the lower side of one box to the upper side of another."""
    y1, y2 = y1 - 18, y2 + 18
    third, rest = (x2 - x1) / 3, (y2 + 7 - y1) / 3
    return f"e,{at(x2, y2)} {at(x1, y1)} {at(x1 + third, y1 + rest)} {at(x2 - third, y2 + 7 - rest)} {at(x2, y2 + 7)}"


def arc(x1, x2, y):
    """A curve from one box's top to another's, the higher the further it goes."""
    top = y + 20 + 0.18 * (x2 - x1)
    return f"e,{at(x2, y)} {at(x1, y)} {at(x1 + 16, top)} {at(x2 - 16, top)} {at(x2, y + 7)}"


def downward(x1, y1, x2, y2):
    """A curve that leaves a box downwards and enters another from above."""
    middle = (y1 + y2) / 2
    return f"e,{at(x2, y2)} {at(x1, y1)} {at(x1, middle)} {at(x2, middle)} {at(x2, y2 + 7)}"

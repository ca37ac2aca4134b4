"""A forward pass folded: a column for every letter, a row for every role, the residual stream as a straight line.

The places are ours; Graphviz only draws.
"""

from collections import Counter
from dataclasses import dataclass
from math import sqrt

import graphviz

from ..data import BadInput
from .drawing import ARC, GREY, Drawing, arc, at, counted, digraph, downward, look
from .trace import Call, depths, edges_between, fold

COMFORTABLE = 120  # boxes in one picture


@dataclass
class Forward:
    """A traced forward pass, and what a picture of it has to know.

    letters: what was read, and last what was wanted; shapes: the name of every matrix -> "rows x columns"; tint: "data" or
    "grad", by whose size the boxes are shaded, or None.
    """

    births: list
    root: Call
    letters: list
    shapes: dict
    tint: str = None

    def tooltip(self, box):
        """Shown where the mouse rests: the path, the shape of the matrix if it is one, how many numbers."""
        shape = self.shapes.get(box.path.split("/")[-1])
        return graphviz.escape(f"{box.path}: {f'{shape} matrix, ' if shape else ''}{counted(box)}")

    def size_of(self, box):
        """The root mean square of a box's numbers, or of their gradients."""
        attribute = "grad" if self.tint == "grad" else "data"
        squares = [getattr(value, attribute) ** 2 for value in self.births[box.start : box.end]]
        return sqrt(sum(squares) / len(squares))


def overview(forward, opened, alt, plain):
    """The Drawing; opened(call): whether to show what is inside a call; plain: nothing was asked to be opened."""
    boxes = fold(forward.births, forward.root, opened)
    if len(boxes) > COMFORTABLE and plain:  # many layers are alike: one box each
        boxes = fold(forward.births, forward.root, lambda call: call.path.split("/")[-1].startswith("pos"))
        alt = f"{alt}; layers closed, since there are many"
    if len(boxes) > COMFORTABLE:
        first = next(call for call in forward.root.walk() if call.path.count("/") == 1)
        raise BadInput(
            f"{len(boxes)} boxes are too many to read (comfortable: {COMFORTABLE}); see one letter or one module, "
            f"for example open={first.path!r}, or a shorter text"
        )
    labels = [label(forward, box) for box in boxes]
    dot = dot_text(forward, boxes, edges_between(boxes, forward.births), labels)
    return Drawing(dot, "placed", f"{alt}; folded into {len(boxes)} boxes.", outline(forward, boxes, labels))


def label(forward, box):
    """(what it is, what is in it)."""
    last = forward.births[box.end - 1]
    if box.path.endswith("/loss"):
        return "loss", f"{last.data:.2f} for {forward.letters[box.call.position + 1]}"
    if box.call.position is None:
        return box.name, f"loss {last.data:.4f}" if box.end == len(forward.births) else counted(box)
    detail = f"{forward.tint} {forward.size_of(box):.2g}" if forward.tint else counted(box)
    return ("+" if box.name.rstrip("0123456789") == "add" else box.name), detail


def outline(forward, boxes, labels):
    """The overview as text: a line per letter, and the paths that can be opened."""

    def line(position):
        own = [label for box, label in zip(boxes, labels) if box.call.position == position]
        return " > ".join(f"{name} ({detail})" for name, detail in own)

    letters = [f"{position}: {letter}  {line(position)}" for position, letter in enumerate(forward.letters[:-1])]
    calls = [call.path.split("/", 1)[1] for call in forward.root.walk() if call.position == 0 and "/" in call.path]
    return "\n".join([*letters, line(None), f"can be opened: {', '.join(calls)}"])


def kind(box):
    if box.path.endswith("/loss") or box.call.position is None:
        return "loss"
    return "input" if "embed" in box.path.split("/") else "operation"


def fills(forward, boxes):
    """Shades from white to blue by the size of what is in the boxes, or None where there is no tint."""
    if not forward.tint:
        return [None] * len(boxes)
    sizes = [None if kind(box) == "loss" else forward.size_of(box) for box in boxes]
    largest = max((size for size in sizes if size), default=1.0)
    shares = [None if size is None else sqrt(size / largest) for size in sizes]
    return [None if s is None else f"#{round(255 - 150 * s):02x}{round(255 - 90 * s):02x}ff" for s in shares]


def dot_text(forward, boxes, edges, labels):
    """DOT text with a place for every box and a curve for every edge."""
    place, step, narrow = places(boxes, edges, columns=len(forward.letters) - 1)
    graph = digraph(outputorder="edgesfirst")
    graph.attr("node", fixedsize="true")
    for column, letter in enumerate(forward.letters[:-1]):
        heading = graphviz.escape(f"{column}: {letter}")
        size = {"shape": "none", "width": "1", "height": "0.5", "fontsize": "20"}
        graph.node(f"c{column}", heading, pos=at(column * step, -16), **size)
    for number, (box, words, fill) in enumerate(zip(boxes, labels, fills(forward, boxes))):
        size = {"width": "1.0", "fontsize": "10"} if number in narrow else {"width": "1.28", "fontsize": "12"}
        graph.node(
            f"n{number}",
            graphviz.escape("\n".join(words)),
            pos=at(*place[number]),
            height="0.53",
            tooltip=forward.tooltip(box),
            **size,
            **look(kind(box), fill),
        )
    for (source, target), count in sorted(edges.items()):
        (x1, y1), (x2, y2) = place[source], place[target]
        style = {"tooltip": f"{count:,} inputs", "color": GREY}
        if boxes[source].call.position != boxes[target].call.position and boxes[target].call.position is not None:
            style["color"] = f"{ARC}80"  # keys and values, from letter to letter
        curve = arc(x1 + 20, x2 - 20, y1 + 19) if y1 == y2 else downward(x1, y1 - 19, x2, y2 + 19)
        graph.edge(f"n{source}", f"n{target}", pos=curve, **style)
    return graph.source


def places(boxes, edges, columns):
    """([(x, y) of every box], the width of a column, the numbers of the boxes that share their place in it)."""
    own = [(a, b) for a, b in edges if boxes[a].call.position == boxes[b].call.position]
    depth = depths(boxes, own)  # how many boxes of its own letter lie above a box
    after = max((depth[n] for n, box in enumerate(boxes) if box.call.position is not None), default=-1) + 1
    depth |= {n: depth[n] + after for n, box in enumerate(boxes) if box.call.position is None}
    crossing = {depth[b] for a, b in edges if boxes[a].call.position != boxes[b].call.position}
    height = heights(max(depth.values()) + 1, crossing, room=26 * max(1, columns - 1))

    beside = Counter((box.call.position, depth[number]) for number, box in enumerate(boxes))
    widest = max(beside.values())
    step = 148 if widest == 1 else 76 * widest + 40
    place, narrow, seen = [], set(), Counter()
    for number, box in enumerate(boxes):
        row = box.call.position, depth[number]
        aside = 56 if {"attn", "mlp"} & set(box.path.split("/")) else 0
        shift = 0
        if beside[row] > 1:
            shift = (seen[row] - (beside[row] - 1) / 2) * 76
            narrow.add(number)
        seen[row] += 1
        column = (columns - 1) / 2 if box.call.position is None else box.call.position
        place.append((column * step + aside + shift, height[depth[number]]))
    return place, step, narrow


def heights(rows, crossing, room):
    """The height of every row; there is room above those to which other letters send, but for the last."""
    y, found = 0, []
    for row in range(rows):
        y -= 74 + (room if row in crossing and row < rows - 1 else 0)
        found.append(y)
    return found

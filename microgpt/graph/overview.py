"""A forward pass folded: a column for every letter, a row for every role, the residual stream as a straight line.

What is opened stands in its place, in a frame. The places are ours; Graphviz only draws.
"""

from collections import Counter

import graphviz

from ..data import BadInput
from .drawing import ARC, GREY, Drawing, Spot, arc, at, counted, digraph, downward, look
from .trace import depths, edges_between, fold, whole

COMFORTABLE = 120  # boxes in one picture
WIDE, NARROW = 92, 78  # points from box to box


def overview(forward, opened, alt, framed=()):
    """The Drawing; opened(call): whether to show what is inside a call.

    framed: calls that are opened, to be shown as frames around what is in them.
    """
    boxes = fold(forward.births, forward.root, opened)
    if len(boxes) > COMFORTABLE:
        first = next(call for call in forward.root.walk() if call.path.count("/") == 1)
        raise BadInput(
            f"{len(boxes)} boxes are too many to read (comfortable: {COMFORTABLE}); see one letter or one module, "
            f"for example open={first.path!r}, or a shorter text"
        )
    labels = [label(forward, box) for box in boxes]
    spots = {f"n{number}": spot(forward, box) for number, box in enumerate(boxes)}
    dot = dot_text(forward, boxes, edges_between(boxes, forward.births), labels, framed, spots)
    return Drawing(dot, "placed", f"{alt}; folded into {len(boxes)} boxes.", outline(forward, boxes, labels), spots)


def spot(forward, box):
    words = forward.words(box)
    if box.path.endswith("/loss"):
        words = f"{words}. The surprise at {forward.letters[box.call.position + 1]}, in nats"
    return Spot(box.path, words, box.path)


def label(forward, box):
    """(what it is, what is in it)."""
    last = forward.births[box.end - 1]
    if box.path.endswith("/loss"):
        return "loss", f"{last.data:.2f} for {forward.letters[box.call.position + 1]}"
    if box.call.position is None:
        return box.name, f"loss {last.data:.4f}" if box.end == len(forward.births) else counted(box)
    return ("+" if box.name.rstrip("0123456789") == "add" else box.name), forward.detail(box)


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
    """Shades by the size of what is in the boxes, or None where there is no tint."""
    if not forward.tint:
        return [None] * len(boxes)
    told = forward.tint == "change"  # whether a loss has moved is worth seeing
    sizes = [forward.size_of(box) if told or kind(box) != "loss" else None for box in boxes]
    largest = max((size for size in sizes if size), default=1.0)
    return [forward.shade(size, largest) for size in sizes]


def dot_text(forward, boxes, edges, labels, framed, spots):
    """DOT text with a place for every box and a curve for every edge."""
    place, columns, narrow = places(boxes, edges, len(forward.letters) - 1)
    graph = digraph(outputorder="edgesfirst")
    graph.attr("node", fixedsize="true")
    for column, letter in enumerate(forward.letters[:-1]):
        heading = graphviz.escape(f"{column}: {letter}")
        size = {"shape": "none", "width": "1", "height": "0.5", "fontsize": "20"}
        graph.node(f"c{column}", heading, pos=at(columns[column], -16), **size)
        spots[f"c{column}"] = Spot(f"pos{column}", f"letter {column}, {letter}", f"pos{column}")
    for number, call in enumerate(framed):
        inside = [place[n] for n, box in enumerate(boxes) if f"{box.path}/".startswith(f"{call.path}/")]
        add_frame(graph, number, call, inside)
        words = f"{forward.words(whole(forward.births, call))}. Press to close it"
        spots[f"f{number}"] = Spot(call.path, words, call.path.rpartition("/")[0], closes=True)
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


def add_frame(graph, number, call, inside):
    """A line around the boxes inside an opened call, with its name: pressed, it closes."""
    left, right = min(x for x, _ in inside) - 44 - 6, max(x for x, _ in inside) + 44 + 6
    low, high = min(y for _, y in inside) - 28, max(y for _, y in inside) + 28
    size = {"width": f"{(right - left) / 72:.2f}", "height": f"{(high - low) / 72:.2f}"}
    style = {"style": "rounded,dashed", "color": ARC, "fillcolor": "none"}
    graph.node(f"g{number}", "", pos=at((left + right) / 2, (low + high) / 2), **size, **style)
    name = graphviz.escape(f"{call.path.split('/')[-1]}  ✕")
    wide = {"width": f"{0.1 * len(call.path.split('/')[-1]) + 0.45:.2f}", "height": "0.24", "fontsize": "11"}
    title = {"shape": "box", "style": "rounded,filled", "fillcolor": "white", "color": ARC, "fontcolor": ARC}
    graph.node(f"f{number}", name, pos=at(left + 36 * float(wide["width"]) + 6, high), **wide, **title)


def places(boxes, edges, columns):
    """([(x, y) of every box], x of every column, the numbers of the boxes that share their place in one)."""
    own = [(a, b) for a, b in edges if boxes[a].call.position == boxes[b].call.position]
    depth = aligned(boxes, own, {role(boxes[b]) for a, b in edges if boxes[a].call.position != boxes[b].call.position})
    after = max((depth[n] for n, box in enumerate(boxes) if box.call.position is not None), default=-1) + 1
    depth |= {n: depth[n] + after for n, box in enumerate(boxes) if box.call.position is None}
    crossing = {depth[b] for a, b in edges if boxes[a].call.position != boxes[b].call.position}
    height = heights(max(depth.values()) + 1, crossing, room=26 * max(1, columns - 1))

    aside = {n for a, b in own for n in range(a + 1, b) if boxes[n].call.position == boxes[a].call.position}
    beside = Counter((box.call.position, depth[number]) for number, box in enumerate(boxes))
    widest = [max((k for (at, _), k in beside.items() if at == column), default=1) for column in range(columns)]
    middle = [56 + NARROW / 2 * (most - 1) for most in widest]  # of what hangs beside the stream
    x = [0.0]
    for most, inner in zip(widest, middle):
        x.append(x[-1] + inner + (92 if most == 1 else NARROW / 2 * most + 56))
    place, narrow, seen = [], set(), Counter()
    for number, box in enumerate(boxes):
        column, row = box.call.position, (box.call.position, depth[number])
        shift = (seen[row] - (beside[row] - 1) / 2) * NARROW
        if beside[row] > 1:
            narrow.add(number)
        seen[row] += 1
        if column is None:
            place.append((x[columns - 1] / 2 + shift, height[depth[number]]))
        else:
            place.append((x[column] + shift + (middle[column] if number in aside else 0), height[depth[number]]))
    return place, x[:-1], narrow


def aligned(boxes, own, crossed):
    """The row of every box: below all that feed it in its own column, and beside its namesakes of the other columns.

    What is opened elsewhere stands beside the part of it that hears of other letters (crossed: the roles that do).
    """
    depth = depths(boxes, own)
    above = {number: [a for a, b in own if b == number] for number in depth}
    for _ in range(20):  # enough for any fold; and if not, some boxes stand a row higher than their namesakes
        row = {}
        for number, box in enumerate(boxes):
            row[role(box)] = max(row.get(role(box), 0), depth[number])
        for name in list(row):
            inside = [other for other in row if other.startswith(f"{name}/")]
            if inside:
                heard = [row[other] for other in inside if other in crossed]
                row[name] = max(row[name], max(heard, default=min(row[other] for other in inside)))
        before, depth = depth, {}
        for number, box in enumerate(boxes):
            depth[number] = max([row[role(box)], *(depth[a] + 1 for a in above[number])])
        if depth == before:
            break
    return depth


def role(box):
    return box.path.split("/", 1)[-1] if box.call.position is not None else box.path


def heights(rows, crossing, room):
    """The height of every row; there is room above those to which other letters send, but for the last."""
    y, found = 0, []
    for row in range(rows):
        y -= 74 + (room if row in crossing and row < rows - 1 else 0)
        found.append(y)
    return found

"""A matrix as a heat map beside what it computed: a row of small squares for every number, a square for every weight."""

from .drawing import Spot, at
from .number import source

SIDE = 15  # points
MOST = 1100  # squares in one picture


def weights_of(forward, boxes):
    """The weights behind each of these numbers, row by row; nothing if they are no outputs of a matrix, or too many."""
    rows = []
    for box in boxes:
        value = forward.births[box.start]
        rows.append([x for x in value.inputs[: len(value.inputs) // 2] if x in forward.weights])
        if value.op != "dot" or 2 * len(rows[-1]) != len(value.inputs):
            return []
    return rows if sum(map(len, rows)) <= MOST else []


def warmth(share):
    """White for 0, red for a positive share of the largest weight, blue for a negative one: told apart by all eyes."""
    towards = (178, 24, 43) if share > 0 else (33, 102, 172)
    return "#" + "".join(f"{round(255 + (colour - 255) * min(1.0, abs(share))):02x}" for colour in towards)


def add_heat(graph, forward, boxes, left, top, spots):
    """Draw the weights behind these numbers to the right of `left`, downwards from `top`; a line of text for them."""
    rows = weights_of(forward, boxes)
    if not rows:
        return []
    numbers = [x.data for row in rows for x in row]
    largest = max(map(abs, numbers)) or 1.0
    wide = {
        "shape": "none",
        "fontcolor": "#555555",
        "fontsize": "11",
        "fixedsize": "true",
        "width": "3.4",
        "height": "0.2",
    }
    title = f"{len(rows)} x {len(rows[0])} weights, blue {min(numbers):.2g} to red {max(numbers):+.2g}"
    graph.node("heat", title, pos=at(left + 122, top + 16), **wide)
    size = {"shape": "box", "style": "filled", "width": f"{SIDE / 72:.3f}", "height": f"{SIDE / 72:.3f}"}
    for r, row in enumerate(rows):
        for c, x in enumerate(row):
            name, place = f"h{r}x{c}", at(left + SIDE * (c + 0.5), top - SIDE * (r + 0.5))
            colours = {"fillcolor": warmth(x.data / largest), "color": "#bbbbbb", "penwidth": "0.5"}
            spot = spots[name] = Spot(**vars(source(forward, x)) | {"small": True})
            graph.node(name, "", pos=place, fixedsize="true", tooltip=spot.name, **size, **colours)
    return [title]

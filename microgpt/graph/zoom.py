"""One box of a forward pass opened: to its last number where there are few, with its neighbours dashed around it."""

import re
from collections import Counter

import graphviz

from .drawing import Drawing, Spot, at, digraph, look, operation, straight
from .heat import add_heat
from .names import numbers_of
from .trace import Run, depths, edges_between, fold, parts

SINGLE = 60  # numbers that are still shown one by one, in rows of at most
ABREAST = 10
MOST = 256  # numbers in a table; of more, the first and the last are shown


def singly(forward, call):
    """Whether a box is small enough to be shown to its last number."""
    boxes = fold(forward.births, call, lambda inner: True, runs=False)
    if not 0 < len(boxes) <= SINGLE:
        return False
    depth = depths(boxes, edges_between(boxes, forward.births))
    return max(Counter(depth.values()).values()) <= ABREAST


def flat(forward, call):
    """Whether a box consists of numbers of one kind that know nothing of each other: the outputs of a matrix, a run."""
    inside = parts(forward.births, call)
    if len(inside) != 1 or not isinstance(inside[0], Run):
        return False
    own = {id(forward.births[i]) for i in inside[0].numbers}
    return len(own) > 1 and not any(id(x) in own for i in inside[0].numbers for x in forward.births[i].inputs)


def zoom(forward, call):
    """One call alone, as a Drawing.

    A row per step of the computation, a panel per function; the numbers of a row stand in the order of their births,
    which for scores and weights is the order of the letters. Outputs of a matrix: a row for those that go to one place.
    """
    few = singly(forward, call)
    if flat(forward, call):
        boxes, place, edge_of, titles = table(forward, call)
        edges = {}
    else:
        boxes = fold(forward.births, call, lambda inner: few, runs=not few)
        edges = edges_between(boxes, forward.births)
        place, edge_of = places(boxes, edges)
        titles = [box.call.path.split("/")[-1] if few else call.path.split("/")[-1] for box in boxes]
    graph, lines, spots = digraph(outputorder="nodesfirst"), [], {}
    add_panels(graph, titles, place, edge_of)
    for number, (box, fill) in enumerate(zip(boxes, fills(forward, boxes))):
        label = inside_label(forward, box)
        graph.node(
            f"n{number}",
            graphviz.escape(label),
            pos=at(*place[number]),
            tooltip=forward.tooltip(box),
            width="1.32",
            height="0.5",
            fixedsize="true",
            fontsize="11",
            **look("operation", fill),
        )
        lines.append(f"{box.path}: {' '.join(label.splitlines())}")
        spots[f"n{number}"] = Spot(box.path, forward.words(box), box.path)
    for (source, target), count in sorted(edges.items()):
        curve = straight(*place[source], *place[target])
        graph.edge(f"n{source}", f"n{target}", pos=curve, tooltip=f"{count:,} inputs")
    found = list(neighbours(forward, call, boxes))
    if flat(forward, call):  # no line through the table, but one to it and one away
        found = [(name, word, [0 if word == "from" else len(boxes) - 1], opens) for name, word, _, opens in found]
        place[0], place[-1] = (0, place[0][1]), (0, place[-1][1])
        lines += add_heat(graph, forward, boxes, edge_of + 40, max(y for _, y in place) + 10, spots)
    lines += add_neighbours(graph, found, place, edge_of, spots)
    alt = f"{forward.about}. Opened: {call.path}, {sum(box.size for box in boxes):,} numbers."
    return Drawing(graph.source, "placed", alt, "\n".join(lines), spots)


def fills(forward, boxes):
    sizes = [forward.size_of(box) if forward.tint else None for box in boxes]
    return [forward.shade(size, max(filter(None, sizes), default=1.0)) for size in sizes]


def inside_label(forward, box):
    if box.size > 1:
        return f"{box.name}\n{forward.detail(box)}"
    value = forward.births[box.start]
    number = box.path.rpartition("[")[2] if box.path.endswith("]") else ""
    head = f"{operation(value)} [{number}" if number else operation(value)
    shown = f"grad {value.grad:+.4g}" if forward.tint == "grad" else f"{value.data:+.4g}"
    return f"{head}\n{shown}"


def places(boxes, edges):
    """([(x, y) of every box], how far from the middle the panels reach)."""
    depth = depths(boxes, edges)
    rows = [[n for n in range(len(boxes)) if depth[n] == row] for row in range(max(depth.values()) + 1)]
    widest = max(map(len, rows))
    place = {}
    for row, numbers in enumerate(rows):
        aside = 0.5 if len(numbers) == 1 and widest % 2 and widest > 1 else 0  # beside the lines that pass it
        for column, number in enumerate(numbers):
            place[number] = ((column - (len(numbers) - 1) / 2 + aside) * 112, -row * 72)
    return [place[number] for number in range(len(boxes))], 56 * widest + 30


def table(forward, call):
    """(boxes, places, how far the panels reach, title of each box's panel) of numbers that stand side by side.

    They are put together by whom they go to, in rows of at most eight.
    """
    numbers = numbers_of(forward, call)
    boxes = fold(forward.births, call, lambda inner: True, runs=False)
    if len(boxes) > MOST:
        boxes, numbers = boxes[: MOST // 2] + boxes[-MOST // 2 :], numbers[: MOST // 2] + numbers[-MOST // 2 :]
    titles = [goes_to(forward, call, i) for i in numbers]
    groups = list(dict.fromkeys(titles))
    sizes = [titles.count(title) for title in groups]
    abreast = min(8, max(sizes))
    row, place = 0, {}
    for title in groups:
        own = [n for n, other in enumerate(titles) if other == title]
        for k, n in enumerate(own):
            place[n] = ((k % abreast - (abreast - 1) / 2) * 112, -(row + k // abreast) * 44)
        row += -(-len(own) // abreast) + 0.5
    return boxes, [place[n] for n in range(len(boxes))], 56 * abreast + 30, titles


def goes_to(forward, call, i):
    """Where a number goes: the head that hears it, the operation beside it, or the part that uses it."""
    beside, words = call.path.rpartition("/")[0], {}
    for user in forward.users[i]:
        heads = [part for part in forward.role(user).split("/") if re.fullmatch(r"head\d+", part)]
        made_here = forward.owners[user].path == beside
        words[(heads or [forward.births[user].op if made_here else forward.role(user)])[0]] = True
    return f"to {next(iter(words))}" if len(words) == 1 else "to several" if words else "used by none"


def add_panels(graph, titles, place, edge_of):
    """A pale panel with its title behind the boxes of each function; titles: of each box's panel."""
    panels = {}
    for title, (_, y) in zip(titles, place):
        panels.setdefault(title, []).append(y)
    wide = max(len(title) for title in panels) * 6.6 + 20
    for number, (title, heights) in enumerate(panels.items()):
        size = {"width": f"{edge_of / 36:.2f}", "height": f"{(max(heights) - min(heights) + 58) / 72:.2f}"}
        colours = {"color": "#cccccc", "fillcolor": "#f4f7fb", "style": "rounded,filled"}
        middle = (max(heights) + min(heights)) / 2
        graph.node(f"p{number}", "", pos=at(0, middle), fixedsize="true", **size, **colours)
        beside = {"shape": "none", "fontcolor": "#555555", "fixedsize": "true", "width": f"{wide / 72:.2f}"}
        graph.node(f"t{number}", graphviz.escape(title), pos=at(-edge_of - wide / 2 - 6, middle), **beside)


def neighbours(forward, call, boxes):
    """Yield (name, "from" or "to", the boxes it touches, a path to open): what lies outside, one per role.

    A role is told no more closely than the box itself: of attn_wq's neighbours, heads, and not the four heads in it.
    """
    found, deep = {}, max(3, call.path.count("/") + 1)

    def note(index, word, box):
        owner = forward.owners[index]
        path = "/".join(owner.path.split("/")[:deep])
        role = path.split("/", 1)[-1] if owner.position is not None else path
        letters, touched = found.setdefault((word, role), ({}, set()))
        letters[owner.position] = path
        touched.add(box)

    box_of = {i: number for number, box in enumerate(boxes) for i in range(box.start, box.end)}
    for i, number in box_of.items():
        for x in forward.births[i].inputs:
            j = forward.places.get(id(x))
            if j is not None and x.inputs and not call.start <= j < call.end:
                note(j, "from", number)
        for user in forward.users[i] if forward.births[i].inputs else ():
            if not call.start <= user < call.end:
                note(user, "to", number)
    for (word, role), (letters, touched) in found.items():
        known = [forward.letters[p] for p in sorted(p for p in letters if p is not None)]
        opens = letters.get(call.position) or list(letters.values())[-1]
        yield f"{role}{' of ' if known else ''}{' '.join(known)}", word, sorted(touched), opens


def add_neighbours(graph, found, place, edge_of, spots):
    """Dashed boxes above what they feed (at the right, if that is not the first row), and below what feeds them.

    found: what `neighbours` yields. Returns a line of text for each.
    """
    top, bottom = max(y for _, y in place), min(y for _, y in place)
    heights = [max(place[n][1] for n in touched) if word == "from" else bottom for _, word, touched, _ in found]
    above = [n for n, (_, word, *_) in enumerate(found) if word == "from" and heights[n] == top]
    below = [n for n, (_, word, *_) in enumerate(found) if word == "to"]
    widths = [0.095 * len(name) + 0.35 for name, *_ in found]
    across = abreast(above, widths) | abreast(below, widths)
    for number, (name, word, touched, opens) in enumerate(found):
        width = widths[number]
        if number in across:
            x, y = across[number], top + 86 if word == "from" else bottom - 86
        else:
            x, y = edge_of + 36 * width + 20, heights[number] + 36
        size = {"width": f"{width:.2f}", "height": "0.42", "fixedsize": "true", "fontsize": "11"}
        graph.node(f"o{number}", graphviz.escape(name), pos=at(x, y), fontcolor="#555555", **size, **look("outside"))
        spots[f"o{number}"] = Spot(opens, f"{word} {name}, outside", opens)
        for box in touched:
            if word == "from":
                start = (x, y) if number in above else (x - 36 * width, y + 18)
                passes = number in above and place[box][1] < top
                curve = around(*start, *place[box], edge_of) if passes else straight(*start, *place[box])
                graph.edge(f"o{number}", f"n{box}", pos=curve, style="dashed")
            else:
                graph.edge(f"n{box}", f"o{number}", pos=straight(*place[box], x, y), style="dashed")
    return [f"{word} {name}" for name, word, *_ in found]


def around(x1, y1, x2, y2, edge_of):
    """A curve from a box's lower side to the right side of another, past all that lies between."""
    out = max(x2 + 62, edge_of - 8)
    return f"e,{at(x2 + 48, y2)} {at(x1, y1 - 15)} {at(out, y1 - 60)} {at(out, y2)} {at(x2 + 55, y2)}"


def abreast(numbers, widths):
    """The middle of each of these boxes, side by side around 0; widths in inches."""
    whole, x, found = sum(72 * widths[n] + 20 for n in numbers) - 20, 0.0, {}
    for n in numbers:
        found[n] = x + 36 * widths[n] - whole / 2
        x += 72 * widths[n] + 20
    return found

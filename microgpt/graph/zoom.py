"""One box of a forward pass opened: to its last number where there are few, with its neighbours dashed around it."""

import graphviz

from ..data import BadInput
from .drawing import KINDS, Drawing, at, counted, digraph, look, scalar_label, straight
from .trace import depths, edges_between, fold

SINGLE = 60  # numbers that are still shown one by one


def zoom(forward, call, about):
    """One call alone, as a Drawing; about: what to say of the forward pass.

    A row per step of the computation, a panel per function; the numbers of a row stand in the order of their births,
    which for scores and weights is the order of the letters.
    """
    few = sum(bool(value.inputs) for value in forward.births[call.start : call.end]) <= SINGLE
    boxes = fold(forward.births, call, lambda inner: few, runs=not few)
    edges = edges_between(boxes, forward.births)
    place, edge_of = places(boxes, edges)
    graph, lines = digraph(outputorder="nodesfirst"), []
    add_panels(graph, [box.call.path if few else call.path for box in boxes], place, edge_of)
    for number, box in enumerate(boxes):
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
            **look("operation"),
        )
        lines.append(f"{box.path}: {' '.join(label.splitlines())}")
    for (source, target), count in sorted(edges.items()):
        curve = straight(*place[source], *place[target])
        graph.edge(f"n{source}", f"n{target}", pos=curve, tooltip=f"{count:,} inputs")
    lines += add_neighbours(graph, list(neighbours(forward, call, boxes)), place, edge_of)
    alt = f"{about}. Opened: {call.path}, {sum(box.size for box in boxes):,} numbers."
    return Drawing(graph.source, "placed", alt, "\n".join(lines))


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


def inside_label(forward, box):
    return scalar_label(forward.births[box.start]) if box.size == 1 else f"{box.name}\n{counted(box)}"


def add_panels(graph, paths, place, edge_of):
    """A pale panel with its name behind the boxes of each function; paths: whose each box is."""
    panels = {}
    for path, (_, y) in zip(paths, place):
        panels.setdefault(path, []).append(y)
    for number, (path, heights) in enumerate(panels.items()):
        size = {"width": f"{edge_of / 36:.2f}", "height": f"{(max(heights) - min(heights) + 58) / 72:.2f}"}
        colours = {"color": "#cccccc", "fillcolor": "#f4f7fb", "style": "rounded,filled"}
        middle = (max(heights) + min(heights)) / 2
        graph.node(f"p{number}", "", pos=at(0, middle), fixedsize="true", **size, **colours)
        title = graphviz.escape(path.split("/")[-1])
        graph.node(f"t{number}", title, pos=at(-edge_of - 50, middle), shape="none", fontcolor="#666666")


def neighbours(forward, call, boxes):
    """Yield (name, "from" or "to", the boxes it touches): what lies outside, one per role, with the letters it is from."""
    owner, whose = {id(value): i for i, value in enumerate(forward.births)}, {}
    for inner in forward.root.walk():  # the innermost call comes last
        for i in range(inner.start, inner.end):
            whose[i] = inner
    found = {}

    def note(index, word, box):
        other = whose[index]
        role = other.path.split("/", 1)[-1]
        letters, touched = found.setdefault((word, role), (set(), set()))
        letters.add(other.position)
        touched.add(box)

    box_of = {i: number for number, box in enumerate(boxes) for i in range(box.start, box.end)}
    for i, value in enumerate(forward.births):
        for x in value.inputs:
            j = owner.get(id(x))
            if j is None or not x.inputs:
                continue
            if i in box_of and not call.start <= j < call.end:
                note(j, "from", box_of[i])
            elif j in box_of and not call.start <= i < call.end:
                note(i, "to", box_of[j])
    for (word, role), (letters, touched) in found.items():
        known = [forward.letters[p] for p in sorted(p for p in letters if p is not None)]
        yield f"{role}{' of ' if known else ''}{' '.join(known)}", word, sorted(touched)


def add_neighbours(graph, found, place, edge_of):
    """Dashed boxes above what they feed (at the right, if that is not the first row), and below what feeds them.

    found: what `neighbours` yields. Returns a line of text for each.
    """
    top, bottom = max(y for _, y in place), min(y for _, y in place)
    heights = [max(place[n][1] for n in touched) if word == "from" else bottom for _, word, touched in found]
    above = [n for n, (_, word, _) in enumerate(found) if word == "from" and heights[n] == top]
    below = [n for n, (_, word, _) in enumerate(found) if word == "to"]
    for number, (name, word, touched) in enumerate(found):
        width = 0.095 * len(name) + 0.35
        if number in above:
            x, y = (above.index(number) - (len(above) - 1) / 2) * 250, top + 86
        elif number in below:
            x, y = (below.index(number) - (len(below) - 1) / 2) * 250, bottom - 86
        else:
            x, y = edge_of + 36 * width + 20, heights[number] + 36
        size = {"width": f"{width:.2f}", "height": "0.42", "fixedsize": "true", "fontsize": "11"}
        graph.node(f"o{number}", graphviz.escape(name), pos=at(x, y), fontcolor="#555555", **size, **look("outside"))
        for box in touched:
            if word == "from":
                start = (x, y) if number in above else (x - 36 * width, y + 18)
                graph.edge(f"o{number}", f"n{box}", pos=straight(*start, *place[box]), style="dashed")
            else:
                graph.edge(f"n{box}", f"o{number}", pos=straight(*place[box], x, y), style="dashed")
    return [f"{word} {name}" for name, word, _ in found]


def neuron(forward, call, row, about):
    """One output of a linear layer as the table of its products, as a Drawing; row: its number, as text."""
    values = [value for value in forward.births[call.start : call.end] if value.op == "dot"]
    if not row.isdigit() or int(row) >= len(values):
        raise BadInput(f"{call.path} has the neurons 0 to {len(values) - 1}, not {row!r}")
    value = values[int(row)]
    half = len(value.inputs) // 2
    products = [(w.data, x.data, w.data * x.data) for w, x in zip(value.inputs[:half], value.inputs[half:])]
    largest = max(abs(product) for _, _, product in products) or 1.0
    name = f"{call.path}[{row}]"
    cells = "".join(
        f'<tr><td bgcolor="{KINDS["parameter"][0]}">{w:+.3f}</td><td bgcolor="{KINDS["input"][0]}">{x:+.2f}</td>'
        f'<td bgcolor="{signed(product / largest)}">{product:+.4f}</td></tr>'
        for w, x, product in products
    )
    table = (
        f'<<table border="0" cellborder="1" cellspacing="0" cellpadding="5" color="#bbbbbb"><tr><td><b>weight</b></td>'
        f"<td><b>input</b></td><td><b>product</b></td></tr>{cells}"
        f'<tr><td colspan="2">sum</td><td><b>{value.data:+.4f}</b></td></tr></table>>'
    )
    graph = digraph()
    graph.node("neuron", table, shape="plain", tooltip=name)
    lines = [f"{w:+.3f} x {x:+.2f} = {product:+.4f}" for w, x, product in products]
    alt = f"{about}. The neuron {name}: {len(products)} products that sum to {value.data:+.4f}."
    return Drawing(graph.source, "dot", alt, "\n".join([*lines, f"sum {value.data:+.4f}"]))


def signed(share):
    """Green for a positive share of the largest product, red for a negative one, the paler the smaller."""
    pale = round(255 - 130 * abs(share))
    return f"#{pale:02x}ff{pale:02x}" if share > 0 else f"#ff{pale:02x}{pale:02x}"

"""The graph behind a Value, as a picture: a small expression whole, a forward pass folded, and any box of it opened.

The overview gives every letter a column and every role a row, with the residual stream as a straight line; the places
are ours, Graphviz only draws. What is opened alone is laid out by Graphviz, its neighbours dashed.
"""

import os
import shutil
import subprocess
from collections import Counter
from contextlib import contextmanager
from math import sqrt
from pathlib import Path

import graphviz

from . import autograd, train
from .autograd import SLOPES
from .data import BadInput, writing
from .order import topological_order
from .trace import edges_between, find, fold, traced

# kind of box -> (fill, border, outline): the colours have the same meaning in every plot.
KINDS = {
    "input": ("#d6e6f7", "#2166ac", "rounded,filled"),
    "parameter": ("#dcefd9", "#2a7d2e", "filled"),
    "operation": ("#eeeeee", "#666666", "rounded,filled"),
    "loss": ("#fbdcd6", "#b2182b", "filled,bold"),
    "outside": ("#ffffff", "#999999", "rounded,dashed"),
}
GREY, ARC = "#777777", "#2166ac"
FONT = "Helvetica,Arial,sans-serif"
ENGINES = {  # whether Graphviz lays out, or keeps the places we give -> its command, and the same inside pygraphviz
    "dot": (["dot"], "dot"),
    "placed": (["neato", "-n2"], "nop2"),
}
COMFORTABLE = 120  # boxes in one picture
SINGLE = 60  # numbers that are still shown one by one


def draw_forward(open_reader, state, tokenizer, text, open=None, depth=0, tint=None, functions=()):
    """The forward pass of a model over one text, as a Drawing.

    open_reader(state) opens a document on a state dictionary of Values; state: matrices of floats. open: what to show the
    inside of: a role at all letters ("attn", "layer0.attn"), one box alone ("pos2/layer0/attn/heads/head1"), or a neuron
    ("pos2/layer0/mlp/mlp_fc1[10]"); the outline prints the names. depth: open everything that many levels further.
    tint: "data" or "grad", to shade the boxes by the size of their numbers or gradients. functions: a learner's own, to
    be boxes too. BadInput where the text cannot be read, nothing has that name, or the picture would be too full.
    """
    tokens, parameters = tokenizer.encode(text), autograd.values(state)
    with traced(parameters, functions) as (births, root):
        loss = train.loss(open_reader(parameters), tokens)
    if tint == "grad":
        loss.backward()
    numbers = sum(bool(value.inputs) for value in births)
    shapes = {name.split(".")[-1]: f"{len(rows)} x {len(rows[0])}" for name, rows in state.items()}
    picture = Picture(births, root, [visible(tokenizer.symbol(token)) for token in tokens], shapes, tint)
    about = (
        f"Forward pass over {text[:40]!r}: {numbers:,} numbers from {len(autograd.parameters(parameters)):,} parameters"
    )
    if open and open.startswith("pos"):
        path, _, row = open.partition("[")
        (call,) = find(root, path)
        if row:
            return picture.neuron(call, row.rstrip("]"), about)
        return picture.zoom(call, about)
    wanted = {call.path for call in find(root, open)} if open else set()

    def opened(call):
        roles = [name for name in call.path.split("/") if not name.startswith(("pos", "layer"))]
        above = any(path.startswith(f"{call.path}/") for path in wanted)
        return call.path in wanted or above or (len(roles) <= depth and bool(call.calls))

    return picture.overview(opened, f"{about}; loss {loss.data:.4f}", plain=not open and not depth)


def draw_around(value, births):
    """One number with what it was made from and what uses it, as a Drawing; births: as `traced` yields them."""
    users = [user for user in births if any(x is value for x in user.inputs)]
    inputs = list(dict.fromkeys(value.inputs))
    graph = digraph(rankdir="LR", ranksep="0.4")
    lines = [f"{value.op or 'input'}: {value!r}"]

    def side(values, word, edge):
        shown = values if len(values) <= 9 else [*values[:4], None, *values[-4:]]
        for number, other in enumerate(shown):
            label = f"... {len(values) - 8} more" if other is None else scalar_label(other)
            graph.node(
                f"{word}{number}", graphviz.escape(label), **look("outside" if other is None else kind_of(other))
            )
            edge(f"{word}{number}")
            lines.append(f"{word} {label.splitlines()[0] if other is None else ' '.join(label.splitlines())}")

    graph.node("it", graphviz.escape(f"{scalar_label(value)}\ngrad {value.grad:.4g}"), **look("loss"))
    side(inputs, "from", lambda name: graph.edge(name, "it"))
    side(users, "to", lambda name: graph.edge("it", name))
    alt = f"The number {value.data:.4g}, made from {len(inputs)} others and used by {len(users)}."
    return Drawing(graph.source, "dot", alt, "\n".join(lines))


class Picture:
    """Ways to draw one traced forward pass."""

    def __init__(self, births, root, letters, shapes, tint=None):
        """shapes: the name of every matrix -> "rows x columns"."""
        self.births, self.root, self.letters, self.shapes, self.tint = births, root, letters, shapes, tint

    def tooltip(self, box):
        """Shown where the mouse rests: the path, the shape of the matrix if it is one, how many numbers."""
        shape = self.shapes.get(box.path.split("/")[-1])
        return graphviz.escape(f"{box.path}: {f'{shape} matrix, ' if shape else ''}{counted(box)}")

    def overview(self, opened, alt, plain):
        """Columns are letters, rows are roles; plain: nothing was asked to be opened."""
        boxes = fold(self.births, self.root, opened)
        if len(boxes) > COMFORTABLE and plain:  # many layers are alike: one box each
            boxes = fold(self.births, self.root, lambda call: call.path.split("/")[-1].startswith("pos"))
            alt = f"{alt}; layers closed, since there are many"
        if len(boxes) > COMFORTABLE:
            first = next(call for call in self.root.walk() if call.path.count("/") == 1)
            raise BadInput(
                f"{len(boxes)} boxes are too many to read (comfortable: {COMFORTABLE}); see one letter or one module, "
                f"for example open={first.path!r}, or a shorter text"
            )
        edges = edges_between(boxes, self.births)
        labels = [self.label(box) for box in boxes]
        alt = f"{alt}; folded into {len(boxes)} boxes."
        return Drawing(self.placed(boxes, edges, labels), "placed", alt, self.outline(boxes, labels))

    def label(self, box):
        """(what it is, what is in it)."""
        name, last = box.name.rstrip("0123456789"), self.births[box.end - 1]
        if box.path.endswith("/loss"):
            return "loss", f"{last.data:.2f} for {self.letters[box.call.position + 1]}"
        if box.call.position is None:
            return box.name, f"loss {last.data:.4f}" if box.end == len(self.births) else counted(box)
        detail = counted(box) if not self.tint else f"{self.tint} {self.size_of(box):.2g}"
        return ("+" if name == "add" else box.name), detail

    def size_of(self, box):
        """The root mean square of a box's numbers, or of their gradients."""
        attribute = "grad" if self.tint == "grad" else "data"
        squares = [getattr(value, attribute) ** 2 for value in self.births[box.start : box.end]]
        return sqrt(sum(squares) / len(squares))

    def fills(self, boxes):
        """Shades from white to blue by the size of what is in the boxes, or None where there is no tint."""
        if not self.tint:
            return [None] * len(boxes)
        sizes = [None if self.kind(box) == "loss" else self.size_of(box) for box in boxes]
        largest = max((size for size in sizes if size), default=1.0)
        shares = [None if size is None else sqrt(size / largest) for size in sizes]
        return [None if s is None else f"#{round(255 - 150 * s):02x}{round(255 - 90 * s):02x}ff" for s in shares]

    def placed(self, boxes, edges, labels):
        """DOT text with a place for every box and a curve for every edge."""
        own = [(a, b) for a, b in edges if boxes[a].call.position == boxes[b].call.position]
        depth = depths(boxes, own)  # how many boxes of its own letter lie above a box
        after = max((depth[n] for n, box in enumerate(boxes) if box.call.position is not None), default=-1) + 1
        depth |= {n: depth[n] + after for n, box in enumerate(boxes) if box.call.position is None}
        beside = Counter((box.call.position, depth[number]) for number, box in enumerate(boxes))
        widest = max(beside.values())
        step = 148 if widest == 1 else 76 * widest + 40
        crossing = {depth[b] for a, b in edges if boxes[a].call.position != boxes[b].call.position}
        room, y, height = 26 * max(1, len(self.letters) - 2), 0, {}  # room above rows to which other letters send
        for row in range(max(depth.values()) + 1):
            y -= 74 + (room if row in crossing and row < max(depth.values()) else 0)
            height[row] = y
        place, seen = [], Counter()
        for number, box in enumerate(boxes):
            row = box.call.position, depth[number]
            aside = 56 if {"attn", "mlp"} & set(box.path.split("/")) else 0
            shift = (seen[row] - (beside[row] - 1) / 2) * 76 if beside[row] > 1 else 0
            seen[row] += 1
            column = (len(self.letters) - 2) / 2 if box.call.position is None else box.call.position
            place.append((column * step + aside + shift, height[depth[number]]))

        graph = digraph(outputorder="edgesfirst")
        graph.attr("node", fixedsize="true")
        for column, letter in enumerate(self.letters[:-1]):
            heading = graphviz.escape(f"{column}: {letter}")
            size = {"shape": "none", "width": "1", "height": "0.5", "fontsize": "20"}
            graph.node(f"c{column}", heading, pos=at(column * step, -16), **size)
        for number, (box, label, fill) in enumerate(zip(boxes, labels, self.fills(boxes))):
            narrow = beside[box.call.position, depth[number]] > 1
            graph.node(
                f"n{number}",
                graphviz.escape("\n".join(label)),
                pos=at(*place[number]),
                width="1.0" if narrow else "1.28",
                height="0.53",
                fontsize="10" if narrow else "12",
                tooltip=self.tooltip(box),
                **look(self.kind(box), fill),
            )
        for (source, target), count in sorted(edges.items()):
            (x1, y1), (x2, y2) = place[source], place[target]
            style = {"tooltip": f"{count:,} inputs", "color": GREY}
            if boxes[source].call.position != boxes[target].call.position and boxes[target].call.position is not None:
                style["color"] = f"{ARC}80"  # keys and values, from letter to letter
            curve = arc(x1 + 20, x2 - 20, y1 + 19) if y1 == y2 else downward(x1, y1 - 19, x2, y2 + 19)
            graph.edge(f"n{source}", f"n{target}", pos=curve, **style)
        return graph.source

    def kind(self, box):
        if box.path.endswith("/loss") or box.call.position is None:
            return "loss"
        return "input" if "embed" in box.path.split("/") else "operation"

    def outline(self, boxes, labels):
        """The overview as text: a line per letter, and the paths that can be opened."""
        lines = []
        for column, letter in enumerate(self.letters[:-1]):
            inside = [f"{name} ({detail})" for box, (name, detail) in zip(boxes, labels) if box.call.position == column]
            lines.append(f"{column}: {letter}  " + " > ".join(inside))
        last = [f"{name} ({detail})" for box, (name, detail) in zip(boxes, labels) if box.call.position is None]
        calls = [call.path.split("/", 1)[1] for call in self.root.walk() if call.position == 0 and "/" in call.path]
        return "\n".join([*lines, " > ".join(last), f"can be opened: {', '.join(calls)}"])

    def zoom(self, call, about):
        """One call alone: what is in it, to the last number where there are few, and its neighbours dashed.

        A row per step of the computation, a panel per function; the numbers of a row stand in the order of their births,
        which for scores and weights is the order of the letters.
        """
        few = sum(bool(value.inputs) for value in self.births[call.start : call.end]) <= SINGLE
        boxes = fold(self.births, call, lambda inner: few, runs=not few)
        edges = edges_between(boxes, self.births)
        depth = depths(boxes, edges)
        rows = [[n for n in range(len(boxes)) if depth[n] == row] for row in range(max(depth.values()) + 1)]
        widest = max(map(len, rows))
        place = {}
        for row, numbers in enumerate(rows):
            aside = 0.5 if len(numbers) == 1 and widest % 2 and widest > 1 else 0  # beside the lines that pass it
            for column, number in enumerate(numbers):
                place[number] = ((column - (len(numbers) - 1) / 2 + aside) * 112, -row * 72)

        graph, lines, edge_of = digraph(outputorder="nodesfirst"), [], 56 * widest + 30
        panels = {}
        for number, box in enumerate(boxes):
            panels.setdefault(box.call.path if few else call.path, []).append(place[number][1])
        for number, (path, heights) in enumerate(panels.items()):
            size = {"width": f"{edge_of / 36:.2f}", "height": f"{(max(heights) - min(heights) + 58) / 72:.2f}"}
            colours = {"color": "#cccccc", "fillcolor": "#f4f7fb", "style": "rounded,filled"}
            middle = (max(heights) + min(heights)) / 2
            graph.node(f"p{number}", "", pos=at(0, middle), fixedsize="true", **size, **colours)
            title = graphviz.escape(path.split("/")[-1])
            graph.node(f"t{number}", title, pos=at(-edge_of - 50, middle), shape="none", fontcolor="#666666")
        for number, box in enumerate(boxes):
            label = self.inside_label(box)
            size = {"width": "1.32", "height": "0.5", "fixedsize": "true", "fontsize": "11"}
            tooltip = self.tooltip(box)
            graph.node(
                f"n{number}",
                graphviz.escape(label),
                pos=at(*place[number]),
                tooltip=tooltip,
                **size,
                **look("operation"),
            )
            lines.append(f"{box.path}: {' '.join(label.splitlines())}")
        for (source, target), count in sorted(edges.items()):
            curve = straight(*place[source], *place[target])
            graph.edge(f"n{source}", f"n{target}", pos=curve, tooltip=f"{count:,} inputs")
        self.add_neighbours(graph, call, boxes, place, edge_of, lines)
        alt = f"{about}. Opened: {call.path}, {sum(box.size for box in boxes):,} numbers."
        return Drawing(graph.source, "placed", alt, "\n".join(lines))

    def add_neighbours(self, graph, call, boxes, place, edge_of, lines):
        """Dashed boxes above what they feed (at the right, if that is not the first row), and below what feeds them."""
        top, bottom = max(y for _, y in place.values()), min(y for _, y in place.values())
        found = list(self.neighbours(call, boxes))
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
            graph.node(
                f"o{number}", graphviz.escape(name), pos=at(x, y), fontcolor="#555555", **size, **look("outside")
            )
            for box in touched:
                if word == "from":
                    start = (x, y) if number in above else (x - 36 * width, y + 18)
                    graph.edge(f"o{number}", f"n{box}", pos=straight(*start, *place[box]), style="dashed")
                else:
                    graph.edge(f"n{box}", f"o{number}", pos=straight(*place[box], x, y), style="dashed")
            lines.append(f"{word} {name}")

    def inside_label(self, box):
        value = self.births[box.start]
        return scalar_label(value) if box.size == 1 else f"{box.name}\n{counted(box)}"

    def neighbours(self, call, boxes):
        """[(name, "from" or "to", the boxes it touches)]: what lies outside, one per role, with the letters it is from."""
        owner, whose = {id(value): i for i, value in enumerate(self.births)}, {}
        for inner in self.root.walk():  # the innermost call comes last
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
        for i, value in enumerate(self.births):
            for x in value.inputs:
                j = owner.get(id(x))
                if j is None or not x.inputs:
                    continue
                if i in box_of and not call.start <= j < call.end:
                    note(j, "from", box_of[i])
                elif j in box_of and not call.start <= i < call.end:
                    note(i, "to", box_of[j])
        for (word, role), (letters, touched) in found.items():
            known = [self.letters[p] for p in sorted(p for p in letters if p is not None)]
            yield f"{role}{' of ' if known else ''}{' '.join(known)}", word, sorted(touched)

    def neuron(self, call, row, about):
        """One output of a linear layer as the table of its products."""
        values = [value for value in self.births[call.start : call.end] if value.op == "dot"]
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


def digraph(**attributes):
    graph = graphviz.Digraph(graph_attr={"bgcolor": "white", "fontname": FONT, "fontsize": "11", **attributes})
    graph.attr("node", fontname=FONT, fontsize="12", shape="box", margin="0.08,0.04")
    graph.attr("edge", color=GREY, arrowsize="0.6", fontname=FONT)
    return graph


def look(kind, fill=None):
    """Colours and outline of a kind of box, as node attributes."""
    usual, border, style = KINDS[kind]
    return {"fillcolor": fill or usual, "color": border, "style": style}


def kind_of(value):
    return "operation" if value.inputs else "input"


def scalar_label(value):
    return f"{value.op or 'input'}\n{value.data:+.4g}"


def signed(share):
    """Green for a positive share of the largest product, red for a negative one, the paler the smaller."""
    pale = round(255 - 130 * abs(share))
    return f"#{pale:02x}ff{pale:02x}" if share > 0 else f"#ff{pale:02x}{pale:02x}"


def counted(box):
    return "1 number" if box.size == 1 else f"{box.size:,} numbers"


def visible(letter):
    """A letter as it can stand in a picture: what cannot be printed, by its number."""
    return letter if letter.isprintable() else f"U+{ord(letter):04X}"


def at(x, y):
    return f"{x:.1f},{y:.1f}"


def depths(boxes, edges):
    """How many edges the longest way to each box has: its row."""
    depth = {}
    for number in range(len(boxes)):  # every edge points forward
        depth[number] = 1 + max([depth[a] for a, b in edges if b == number], default=-1)
    return depth


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


def draw(root, names=None, slopes=False, state=None):
    """The whole graph behind a Value, as a Drawing: value and gradient in every box. For small expressions.

    names: a dictionary from names to Values, to be shown in their boxes. slopes: write the local derivative on every
    edge. state: a state of `steps.step_backward`, whose gradients are shown; who passes on has a thick outline.
    """
    order = topological_order(root)
    if len(order) > 300:
        raise BadInput(f"{len(order):,} numbers are too many for one picture; draw_forward folds a forward pass")
    called = {id(value): name for name, value in (names or {}).items()}
    number = {id(value): i for i, value in enumerate(order)}
    graph = graphviz.Digraph(graph_attr={"bgcolor": "white", "rankdir": "LR", "nodesep": "0.2", "ranksep": "0.35"})
    graph.attr("node", fontname="Helvetica,Arial,sans-serif", fontsize="12", shape="box", margin="0.08,0.04")
    graph.attr("edge", color=GREY, arrowsize="0.6")
    lines = []
    for i, value in enumerate(order):
        kind = "loss" if value is root else "operation" if value.inputs else "input"
        fill, border, style = KINDS[kind]
        head = " = ".join(part for part in (called.get(id(value), ""), value.op if value.inputs else "") if part)
        grad = state.grads[i] if state else value.grad
        body = f"{value.data:.4g}" if value.op == "constant" else f"{value.data:.4g}\ngrad {grad:.4g}"
        label = graphviz.escape(head) + ("\n" if head else "") + body
        active = {"penwidth": "3"} if state and state.passed == i else {}
        fill = "white" if value.op == "constant" else fill
        graph.node(f"n{i}", label, fillcolor=fill, color=border, style=style, **active)
        local = SLOPES[value.op](value, value.inputs) if slopes and value.inputs else ()
        for j, x in enumerate(value.inputs):
            on_edge = {"label": f" {local[j]:.4g} ", "fontsize": "10"} if j < len(local) else {}
            if active:
                on_edge |= {
                    "color": KINDS["loss"][1],
                    "penwidth": "2",
                    "label": f" {state.sent[j][1]:.4g} ",
                    "fontsize": "10",
                }
            graph.edge(f"n{number[id(x)]}", f"n{i}", **on_edge)
        name = called.get(id(value)) or (f"{value.op} #{i}" if value.inputs else f"{value.op or 'input'} #{i}")
        made = f" from {', '.join(f'#{number[id(x)]}' for x in value.inputs)}" if value.inputs else ""
        lines.append(f"#{i} {name}: Value({value.data:.4g}, grad={grad:.4g}){made}")
    return Drawing(graph.source, "dot", f"Graph of {len(order)} numbers that ends in {root!r}.", "\n".join(lines))


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


class Drawing:
    """A picture as DOT text; shown as SVG where Graphviz is there, else as its outline."""

    def __init__(self, dot, engine, alt, text):
        self.dot, self.engine, self.alt, self.text = dot, engine, alt, text

    def outline(self):
        """What the picture shows, as text."""
        return f"{self.alt}\n{self.text}"

    def __repr__(self):
        return self.outline()

    def _repr_mimebundle_(self, include=None, exclude=None):
        try:
            svg = self.render().decode().replace("<svg ", '<svg style="max-width: 100%; height: auto" ', 1)
        except BadInput as error:
            return {"text/plain": f"{self!r}\n({error})"}
        return {"image/svg+xml": svg, "text/plain": repr(self)}, {"image/svg+xml": {"alt": self.alt}}

    def render(self, format="svg"):
        """The picture as bytes; BadInput says how to get Graphviz where there is none."""
        command, plugin = ENGINES[self.engine]
        if shutil.which(command[0]):
            run = [*command, f"-T{format}"]
            return subprocess.run(run, input=self.dot.encode(), capture_output=True, check=True).stdout
        try:
            import pygraphviz
        except ImportError:
            raise BadInput("no Graphviz here: pip install pygraphviz") from None
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

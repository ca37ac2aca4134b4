"""The graph behind a Value, as a picture: a small expression whole, a forward pass folded into the functions it ran.

Folding rests on one fact: the numbers that a function call makes are neighbours in the order of their births. So a
module is a stretch of that order, calls nest into a tree, and every edge points forward. Nothing in the model knows
about it: while a picture is made, the functions of FOLDS are wrapped so that entering and leaving them is noted.
"""

import functools
import os
import shutil
import subprocess
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import graphviz

from . import attention, autograd, gpt, mlp, nn, train
from .data import BadInput, writing
from .order import tape, topological_order

# kind of box -> (fill, border, outline): the colours have the same meaning in every plot.
KINDS = {
    "input": ("#d6e6f7", "#2166ac", "rounded,filled"),
    "parameter": ("#dcefd9", "#2a7d2e", "filled"),
    "operation": ("#eeeeee", "#666666", "rounded,filled"),
    "loss": ("#fbdcd6", "#b2182b", "filled,bold"),
}
GREY, ARC = "#777777", "#2166ac"
ENGINES = {  # whether Graphviz lays out, or keeps the places we give -> its command, and the same inside pygraphviz
    "dot": (["dot"], "dot"),
    "placed": (["neato", "-n2"], "nop2"),
}
FOLDS = {  # function -> the name of its box
    train.loss: "loss",
    nn.cross_entropy: "cross_entropy",
    nn.linear: "linear",
    nn.softmax: "softmax",
    nn.rmsnorm: "rmsnorm",
    nn.mean: "mean",
    attention.scores: "scores",
    attention.mix: "mix",
    attention.attend: "head",
    attention.heads: "heads",
    gpt.embed: "embed",
    gpt.add: "+",
    gpt.attn: "attn",
    gpt.mlp: "mlp",
    gpt.block: "block",
    gpt.gpt: "gpt",
    mlp.mlp: "mlp",
}


@dataclass
class Call:
    """One call of a function: the numbers births[start:end] were made in it, some of them in the calls inside it."""

    name: str
    start: int
    end: int = 0
    calls: list = field(default_factory=list)


@contextmanager
def traced(state=None):
    """Note every Value made in the `with` block, and in which call: yields (births, the outermost Call).

    state: a state dictionary, whose matrices give their names to the calls of `linear`.
    """
    names = {id(matrix): name.split(".")[-1] for name, matrix in (state or {}).items()}
    replaced = []
    with tape() as births:
        outermost = Call("", 0)
        stack = [outermost]

        def wrapped(function, name):
            @functools.wraps(function)
            def noting(*arguments):
                matrices = [names[id(a)] for a in arguments if id(a) in names]
                call = Call(matrices[0] if len(matrices) == 1 else name, len(births))
                stack[-1].calls.append(call)
                stack.append(call)
                try:
                    return function(*arguments)
                finally:
                    stack.pop().end = len(births)

            return noting

        wrappers = {function: wrapped(function, name) for function, name in FOLDS.items()}
        try:
            for module in (nn, attention, gpt, mlp, train):
                for name, thing in list(vars(module).items()):
                    if callable(thing) and thing in wrappers:
                        replaced.append((module, name, thing))
                        setattr(module, name, wrappers[thing])
            yield births, outermost
        finally:
            outermost.end = len(births)
            for module, name, thing in replaced:
                setattr(module, name, thing)


@dataclass
class Box:
    """A stretch births[start:end] shown as one box, in the column of a position (or None) and the row of a role."""

    name: str
    start: int
    end: int
    column: int | None
    kind: str = "operation"
    detail: str = ""

    @property
    def size(self):
        return self.end - self.start


def fold(births, outermost, opened=("", "loss", "gpt", "block")):
    """The boxes of a forward pass: calls named in `opened` show what is inside them, all others are one box."""
    boxes, column = [], None

    def visit(call):
        nonlocal column
        if call.name == "gpt" or (call.name == "mlp" and "gpt" not in seen):
            column = 0 if column is None else column + 1
        seen.add(call.name)
        if call.name in opened and call.calls:
            for inner in call.calls:
                visit(inner)
        elif call.end > call.start:
            kind = {"embed": "input", "cross_entropy": "loss", "mean": "loss"}.get(call.name, "operation")
            boxes.append(Box(call.name, call.start, call.end, None if call.name == "mean" else column, kind))

    seen = set()
    visit(outermost)
    return boxes


def edges_between(boxes, births):
    """(from, to) -> how many scalar edges run from one box into another; boxes by their number."""
    box_of = {id(births[i]): number for number, box in enumerate(boxes) for i in range(box.start, box.end)}
    edges = Counter()
    for number, box in enumerate(boxes):
        for value in births[box.start : box.end]:
            for x in value.inputs:
                source = box_of.get(id(x), number)
                if source != number:
                    edges[source, number] += 1
    return edges


def draw_forward(state, config, tokenizer, text):
    """The forward pass of a GPT on one text, columns letters and rows modules, as a Drawing.

    state: matrices of floats. BadInput where the text holds unknown letters, or is longer than the model reads.
    """
    tokens = tokenizer.encode(text)
    if len(tokens) - 1 > config.block_size:
        raise BadInput(f"the model reads at most {config.block_size} tokens: {text[:20]!r} is too long")
    parameters = autograd.values(state)
    with traced(parameters) as (births, outermost):
        loss = train.loss(gpt.reader(parameters, config), tokens)
    boxes = fold(births, outermost)
    letters = [tokenizer.symbol(token) for token in tokens]
    for box in boxes:
        if box.name == "cross_entropy":
            box.name = "loss"
            box.detail = f"{births[box.end - 1].data:.2f} for {letters[box.column + 1]}"
        elif box.name == "mean":
            box.detail = f"loss {loss.data:.4f}"
    alt = (
        f"Forward pass of a GPT on {text!r}: {len(births):,} numbers computed from "
        f"{gpt.num_params(config):,} parameters, folded into {len(boxes)} boxes; loss {loss.data:.4f}."
    )
    return Drawing(layout(boxes, edges_between(boxes, births), letters), "placed", alt, outline(boxes, letters))


def layout(boxes, edges, letters):
    """DOT text in which columns are letters and rows are roles; the residual stream is a straight line downwards."""
    step, row_height, room = 148, 74, 26 * max(1, len(letters) - 2)
    seen, roles = Counter(), []
    for box in boxes:  # the second "+" of a letter is another role than its first
        roles.append((box.name, seen[box.column, box.name]))
        seen[box.column, box.name] += 1
    height, y = {}, 0
    for role in dict.fromkeys(roles):
        y -= row_height + (room if role[0] == "attn" else 0)  # above attention there is a lane for the arcs
        height[role] = y
    place = []
    for box, role in zip(boxes, roles):
        column = (len(letters) - 2) / 2 if box.column is None else box.column
        place.append((column * step + (56 if box.name in ("attn", "mlp") else 0), height[role]))

    graph = graphviz.Digraph(graph_attr={"bgcolor": "white", "outputorder": "edgesfirst"})
    graph.attr("node", fontname="Helvetica,Arial,sans-serif", fontsize="12", fixedsize="true")
    graph.attr("edge", color=GREY, arrowsize="0.6")
    for column, letter in enumerate(letters[:-1]):
        heading = graphviz.escape(f"{column}: {letter}")
        graph.node(
            f"c{column}", heading, pos=at(column * step, -16), shape="none", width="1", height="0.5", fontsize="20"
        )
    for number, box in enumerate(boxes):
        fill, border, style = KINDS[box.kind]
        graph.node(
            f"n{number}",
            graphviz.escape(f"{box.name}\n{box.detail or f'{box.size:,} numbers'}"),
            pos=at(*place[number]),
            shape="box",
            style=style,
            fillcolor=fill,
            color=border,
            width="1.28",
            height="0.53",
            tooltip=graphviz.escape(f"{box.name}: {box.size:,} numbers"),
        )
    for (source, target), count in sorted(edges.items()):
        (x1, y1), (x2, y2) = place[source], place[target]
        tip = {"tooltip": f"{count:,} inputs"}
        if y1 == y2:  # between columns: keys and values, an arc above the row
            graph.edge(f"n{source}", f"n{target}", pos=arc(x1 + 20, x2 - 20, y1 + 19), color=f"{ARC}90", **tip)
        else:
            graph.edge(f"n{source}", f"n{target}", pos=downward(x1, y1 - 19, x2, y2 + 19), **tip)
    return graph.source


def at(x, y):
    return f"{x:.1f},{y:.1f}"


def arc(x1, x2, y):
    """A curve from one box's top to another's, the higher the further it goes."""
    rise = 20 + 0.18 * (x2 - x1)
    return f"e,{x2:.1f},{y:.1f} {x1:.1f},{y:.1f} {x1 + 16:.1f},{y + rise:.1f} {x2 - 16:.1f},{y + rise:.1f} {x2:.1f},{y + 7:.1f}"


def downward(x1, y1, x2, y2):
    middle = (y1 + y2) / 2
    return f"e,{x2:.1f},{y2:.1f} {x1:.1f},{y1:.1f} {x1:.1f},{middle:.1f} {x2:.1f},{middle:.1f} {x2:.1f},{y2 + 7:.1f}"


def outline(boxes, letters):
    """The folded pass as text, a line per position."""
    lines = []
    for column in sorted({box.column for box in boxes if box.column is not None}):
        inside = [f"{b.name} ({b.detail or format(b.size, ',')})" for b in boxes if b.column == column]
        lines.append(f"{column}: {letters[column]}  " + " > ".join(inside))
    return "\n".join([*lines, *(f"{b.name} ({b.detail})" for b in boxes if b.column is None)])


def draw(root, names=None):
    """The whole graph behind a Value, as a Drawing: value and gradient in every box. For small expressions.

    names: a dictionary from names to Values, to be shown in their boxes.
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
        body = f"{value.data:.4g}" if value.op == "constant" else f"{value.data:.4g}\ngrad {value.grad:.4g}"
        label = graphviz.escape(head) + ("\n" if head else "") + body
        graph.node(f"n{i}", label, fillcolor="white" if value.op == "constant" else fill, color=border, style=style)
        for x in value.inputs:
            graph.edge(f"n{number[id(x)]}", f"n{i}")
        name = called.get(id(value)) or (f"{value.op} #{i}" if value.inputs else f"{value.op or 'input'} #{i}")
        made = f" from {', '.join(f'#{number[id(x)]}' for x in value.inputs)}" if value.inputs else ""
        lines.append(f"#{i} {name}: {value!r}{made}")
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

    def save(self, path):
        """Write the picture; its format is the ending of the path: svg, png, pdf or dot."""
        format = Path(path).suffix[1:].lower()
        if format not in ("svg", "png", "pdf", "dot"):
            raise BadInput(f"{path}: the file must end in .svg, .png, .pdf or .dot")
        content = self.dot.encode() if format == "dot" else self.render(format)
        with writing(path, "wb") as file:
            file.write(content)

"""One number of a forward pass with all that it was made from: a dot product as the table of its products."""

import graphviz

from .drawing import Drawing, Spot, at, digraph, formula, look, operation, straight
from .names import numbers_of

ROWS = 32  # of a table, before it goes on in another column
MANY = 16  # boxes of one kind beside a number; of more, the first and the last are shown


def number(forward, call, row):
    """The Drawing of one number: `row` counts the numbers of a box."""
    numbers = numbers_of(forward, call)
    value = forward.births[numbers[row]]
    name = (
        f"{call.path}[{row}]" if len(numbers) > 1 or call.path in (c.path for c in forward.root.walk()) else call.path
    )
    if value.op == "dot":
        return products(forward, value, name)
    return made(forward, numbers[row], name)


def source(forward, x):
    """The Spot of one input: a weight, a constant, or a number that can be opened."""
    if x in forward.weights:
        weight = forward.weights[x]
        return Spot(weight, f"the weight {weight}: {x.data:.4g}{gradient(x)}", weight=weight)
    if not x.inputs:
        return Spot("", f"the constant {x.data:.4g}")
    name = forward.name_of(forward.places[id(x)])
    return Spot(name, f"{name}: {formula(x)}{gradient(x)}", name)


def gradient(x):
    return f", gradient {x.grad:.3g}" if x.grad else ""


def products(forward, value, name):
    """The table of a dot product: pair by pair, what is multiplied, and what it gives; below, the sum."""
    half = len(value.inputs) // 2
    pairs = [(w, x, w.data * x.data + 0.0) for w, x in zip(value.inputs[:half], value.inputs[half:])]
    largest = max(abs(product) for _, _, product in pairs) or 1.0
    weighed = all(w in forward.weights for w, _, _ in pairs)
    heads = ("weight", "input", "product") if weighed else ("one vector", "the other", "product")
    graph, spots = digraph(), {}
    graph.attr("node", fixedsize="true", width="1.0", height="0.34", fontsize="12")
    columns = -(-half // ROWS)
    rows = -(-half // columns)
    for k in range(columns):
        for j, head in enumerate(heads):
            graph.node(f"h{k}{j}", head, pos=at(k * 290 + j * 78, 26), shape="none", fontname="Helvetica-Bold")
    for n, (w, x, product) in enumerate(pairs):
        left, y = n // rows * 290, -(n % rows) * 25
        fill = signed(product / largest)
        graph.node(f"w{n}", written(forward, w), pos=at(left, y), **cell(forward, w))
        graph.node(f"x{n}", written(forward, x), pos=at(left + 78, y), **cell(forward, x))
        graph.node(f"y{n}", f"{product:+.4f}", pos=at(left + 156, y), **look("operation", fill) | {"style": "filled"})
        spots[f"w{n}"], spots[f"x{n}"] = source(forward, w), source(forward, x)
        spots[f"y{n}"] = Spot("", f"{w.data:.4g} × {x.data:.4g} = {product:.4g}")
    low, right = -rows * 25 - 12, (columns - 1) * 290
    graph.node("s", "sum", pos=at(right + 78, low), shape="none")
    graph.node("total", f"{value.data:+.4f}", pos=at(right + 156, low), **look("operation"))
    spots["total"] = Spot(name, f"{name}: {formula(value)}{gradient(value)}")
    add_users(graph, forward, forward.places[id(value)], (right + 156, low), spots)
    lines = [f"{w.data:+.3f} x {x.data:+.2f} = {product:+.4f}" for w, x, product in pairs]
    called = "neuron" if weighed else "number"
    alt = f"{forward.about}. The {called} {name}: {half} products that sum to {value.data:+.4f}."
    return Drawing(graph.source, "placed", alt, "\n".join([*lines, f"sum {value.data:+.4f}"]), spots)


def written(forward, x):
    return f"{x.grad:+.2e}" if forward.tint == "grad" else f"{x.data:+.3f}"


def cell(forward, x):
    """Green for a weight, blue for a number that came in; a square corner is what a table has."""
    return look("parameter" if x in forward.weights else "input") | {
        "style": "filled",
        "tooltip": source_name(forward, x),
    }


def source_name(forward, x):
    return graphviz.escape(source(forward, x).name or "a constant")


def signed(share):
    """Green for a positive share of the largest product, red for a negative one, the paler the smaller."""
    pale = round(255 - 130 * abs(share))
    return f"#{pale:02x}ff{pale:02x}" if share > 0 else f"#ff{pale:02x}{pale:02x}"


def made(forward, i, name):
    """A number between those that it was made from, above, and those that were made from it, below."""
    value = forward.births[i]
    graph, spots = digraph(outputorder="edgesfirst"), {}
    graph.attr("node", fixedsize="true", width="1.5", height="0.5", fontsize="11")
    inputs = some(list(dict.fromkeys(value.inputs)))
    lines = [f"{name}: {formula(value)}"]
    for n, (x, place) in enumerate(zip(inputs, row_of(len(inputs), 100))):
        if x is None:
            graph.node(f"x{n}", "...", pos=at(*place), shape="none")
            continue
        spot = spots[f"x{n}"] = source(forward, x)
        kind = "parameter" if spot.weight else "input" if x.inputs else "outside"
        graph.node(
            f"x{n}", graphviz.escape(f"{short(spot.name) or 'constant'}\n{x.data:+.4g}"), pos=at(*place), **look(kind)
        )
        graph.edge(f"x{n}", "it", pos=straight(*place, 0, 0))
        lines.append(f"from {spot.words}")
    graph.node("it", graphviz.escape(f"{operation(value)}\n{value.data:+.4g}"), pos=at(0, 0), **look("loss"))
    spots["it"] = Spot(name, f"{name}: {formula(value)}{gradient(value)}")
    lines += add_users(graph, forward, i, (0, 0), spots)
    alt = f"{forward.about}. The number {name}: {formula(value)}."
    return Drawing(graph.source, "placed", alt, "\n".join(lines), spots)


def add_users(graph, forward, i, at_place, spots):
    """Dashed boxes below a number for those that were made from it; a line of text for each."""
    users, lines = some(forward.users[i]), []
    for n, (user, (x, y)) in enumerate(zip(users, row_of(len(users), -90))):
        x, y = x + at_place[0], y + at_place[1]
        if user is None:
            graph.node(f"u{n}", "...", pos=at(x, y), shape="none")
            continue
        name, other = forward.name_of(user), forward.births[user]
        label = graphviz.escape(f"{short(name)}\n{operation(other)} {other.data:+.4g}")
        size = {"fixedsize": "true", "width": "1.5", "height": "0.5", "fontsize": "11"}
        graph.node(f"u{n}", label, pos=at(x, y), **size, **look("outside"))
        graph.edge("it" if at_place == (0, 0) else "total", f"u{n}", pos=straight(*at_place, x, y), style="dashed")
        spots[f"u{n}"] = Spot(name, f"used by {name}: {formula(other)}", name)
        lines.append(f"used by {name}: {formula(other)}")
    return lines


def some(things):
    return things if len(things) <= MANY else [*things[: MANY // 2], None, *things[-MANY // 2 :]]


def row_of(count, y):
    """Places side by side around 0, in rows of at most eight; several rows begin, or end, at this height."""
    rows = [min(8, count - start) for start in range(0, count, 8)]
    top = y + 50 * (len(rows) - 1) if y > 0 else y
    return [((k - (n - 1) / 2) * 116, top - 50 * r) for r, n in enumerate(rows) for k in range(n)]


def short(name):
    """The end of a long name that tells it from others."""
    end = "/".join(name.split("/")[-2:])
    return end if len(end) <= 17 else f"…{end[-16:]}"

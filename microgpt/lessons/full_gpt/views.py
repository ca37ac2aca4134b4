"""Pictures of lesson 6: paths down a valley, how far matrices moved, probabilities over temperature, who wrote what."""

from math import log, radians, tan
from statistics import median

from ...nn import dot, entropy
from ...teach import plot, progress


def moved(before, **after):
    """How far trainings have moved every matrix, as a share of its size: a line for each, a column for each training."""
    lines = [" " * 10 + "".join(f"{name:>10}" for name in after)]
    for name, rows in before.items():
        lines.append(f"{name.split('.')[-1]:10}" + "".join(f"{share(rows, s[name]):10.1%}" for s in after.values()))
    return "\n".join(lines)


def share(before, after):
    change = [a - b for old, new in zip(before, after) for a, b in zip(old, new)]
    return (dot(change, change) / sum(dot(row, row) for row in before)) ** 0.5


def slopes(graphs):
    """How large the gradients are in every matrix (root of the mean square), and which share is 0: a column for each graph."""
    lines = [" " * 10 + "".join(f"{when:>24}" for when in graphs)]
    for name in next(iter(graphs.values())):
        cells = ([x.grad for row in graph[name] for x in row] for graph in graphs.values())
        told = (f"{(dot(g, g) / len(g)) ** 0.5:.5f}, {g.count(0) / len(g):3.0%} are 0" for g in cells)
        lines.append(f"{name.split('.')[-1]:10}" + "".join(f"{cell:>24}" for cell in told))
    return "\n".join(lines)


def paths(found, title):
    """Ways down a valley, from above, a panel for each turn of it; found: degrees -> name -> [(place across, place along), ...]."""
    size = {"figsize": (7.2, 2.8 * len(found)), "sharex": True, "sharey": True}
    figure, panels = plot.panels(len(found), below=True, **size)
    for (degrees, ways), ax in zip(found.items(), panels):
        head = f"{title}, turned by {degrees} degrees" if degrees else title
        ax.axline((0, 0), slope=tan(radians(degrees)), lw=1, ls=":", color=plot.OPERATION, label="the bottom line")
        for above, ((name, places), color) in enumerate(zip(ways.items(), (plot.INPUT, plot.LOSS, plot.PARAMETER))):
            across, along = zip(*places)
            ax.plot(along, across, "o-", ms=3, lw=1, color=color, label=name, zorder=9 - above)  # the first on top
        ax.plot(0, 0, "*", ms=14, color=plot.OPERATION)
        ax.set(title=head, xlabel="b", ylabel="a")
        ends = "; ".join(f"{name} ends at a = {p[-1][0]:.3f}, b = {p[-1][1]:.3f}" for name, p in ways.items())
        steps = "\n".join(
            f"{name}: " + " ".join(f"({a:.2f}, {b:.2f})" for a, b in places[:6]) for name, places in ways.items()
        )
        plot.told(ax, (f"{head}: paths seen from above; {ends}.", f"(a, b) of the first steps\n{steps}"))
    panels[0].legend(loc="lower left")
    return figure


def ahead(turns):
    """The middle loss of every rule from several starts, at which rate, and from how many it ends below the first rule.

    turns: degrees -> rule -> (its rate, its losses, one for each start); a line for each turn of the valley and each rule.
    """
    lines = []
    for degrees, found in turns.items():
        first = next(iter(found.values()))[1]
        for name, (lr, losses) in found.items():
            better = sum(a < b for a, b in zip(losses, first))
            told = f"{median(losses):.4f} at {lr:g}" + (f", ahead from {better}" if better else "")
            lines.append(f"turned by {degrees:2}  {name:8}  {told}")
    head = f"middle loss from {len(losses)} starts, at which rate; from how many ahead of {next(iter(found))}"
    return "\n".join([head, *lines])


TEMPERATURES = [round(0.05 * k, 2) for k in range(1, 41)]


def over_temperature(probs_at, symbols, title, temperatures=TEMPERATURES):
    """Probabilities as a heat map, a column for each temperature, and their entropy below. The colours grow with the root.

    probs_at(T): the probability of every symbol at the temperature T.
    """
    rows = [probs_at(T) for T in temperatures]
    bits = [entropy(row) / log(2) for row in rows]
    figure, (above, below) = plot.panels(2, below=True, figsize=(7.2, 7), height_ratios=(3, 1), sharex=True)
    half = (temperatures[1] - temperatures[0]) / 2
    extent = (temperatures[0] - half, temperatures[-1] + half, len(symbols) - 0.5, -0.5)
    above.imshow([[p**0.5 for p in column] for column in zip(*rows)], aspect="auto", extent=extent, vmin=0, vmax=1)
    above.set_yticks(range(len(symbols)), symbols, fontsize=8)
    above.set(title=title, ylabel="next letter (darker: likelier)")
    plot.lines(temperatures, {"entropy": bits}, "How undecided it is", "temperature", "bits", ax=below)
    shown = [i for i, t in enumerate(temperatures) if t in (0.2, 0.5, 1.0, 2.0)]
    told = ", ".join(f"{bits[i]:.1f} bits at {temperatures[i]}" for i in shown)
    likeliest = "\n".join(
        f"at {temperatures[i]}: " + ", ".join(f"{symbols[k]} {rows[i][k]:.2f}" for k in ranked(rows[i])[:4])
        for i in shown
    )
    figure.captions, figure.numbers = (
        [f"{title}: probability of each letter over temperature; entropy {told}."],
        [likeliest],
    )
    return figure


def ranked(probs):
    return sorted(range(len(probs)), key=lambda k: -probs[k])


def axes_of(found, tables, title):
    """Two axes in one picture: held-out loss over how many names were seen, a line for each size and each table.

    found: (size, names) -> loss; tables: name -> {names: loss}, dashed.
    """
    counts = sorted({names for _, names in found})
    ax = plot.axes(None, figsize=(7.2, 4.2))
    lines = {size: [found[size, n] for n in counts] for size in dict.fromkeys(size for size, _ in found)}
    for (name, ys), color in zip(lines.items(), (plot.INPUT, plot.PARAMETER)):
        ax.plot(counts, ys, "o-", color=color, label=f"GPT {name}")
    for (name, ys), style in zip(tables.items(), ("--", ":")):
        ax.plot(counts, [ys[n] for n in counts], style, color=plot.OPERATION, label=name)
    top = min(found.values()) + 0.5  # what is far above is told by its number
    for (size, n), y in found.items():
        if y > top:
            ax.annotate(f"{size}: {y:.2f} ↑", (n, top), ha="left", va="top", fontsize=8)
    ax.set(title=title, xlabel="names in the list", ylabel="held-out loss (nats per token)", xscale="log")
    ax.set(ylim=(min(map(min, (found.values(), *(t.values() for t in tables.values())))) - 0.05, top))
    ax.set_xticks(counts, [f"{n:,}" for n in counts], minor=False)
    ax.set_xticks([], minor=True)
    ax.legend()
    everything = {f"GPT {name}": ys for name, ys in lines.items()} | {
        n: [ys[c] for c in counts] for n, ys in tables.items()
    }
    told = "; ".join(f"{name} " + ", ".join(f"{y:.3f}" for y in ys) for name, ys in everything.items())
    return plot.told(ax, (f"{title}: held-out loss with {', '.join(f'{n:,}' for n in counts)} names: {told}.", ""))


PARTS = {  # where it stands in the picture: (column, row) -> (what it is, the exercises in it)
    (0, 0): ("letters as tokens,\nembeddings", ()),
    (0, 1): ("rmsnorm", ("rmsnorm",)),
    (0, 2): ("query, key, value", ("query_key_value",)),
    (0, 3): ("cache", ("cache",)),
    (0, 4): ("attention, causal", ("attend", "attend_all")),
    (0, 5): ("heads", ("heads",)),
    (0, 6): ("block: network,\nresiduals", ("block",)),
    (0, 7): ("logits", ()),
    (1, 6): ("temperature", ("temperature",)),
    (1, 5): ("die with top-k", ("letter_at", "next_token")),
    (1, 4): ("loop that writes", ("invent", "write_name")),
    (2, 7): ("loss", ("name_loss",)),
    (2, 6): ("d loss / d logits", ("d_logits",)),
    (2, 5): ("slopes, by layers", ("backward_linear", "backward_relu", "slopes")),
    (2, 4): ("order, backward,\nclearing", ("last_to_first", "backward", "zero_grad")),
    (2, 3): ("mean of a batch", ("batch_gradient",)),
    (2, 2): ("step: SGD, Adam", ("sgd_step", "adam")),
}
WRITTEN = {"solved": plot.PARAMETER, "solved with help": plot.INPUT}


def solved(marks, exercises):
    """The colour of a part: that of the least that the reader has done in it; white if anything is left."""
    states = {name: state for found in marks.values() for state, names in found.items() for name in names}
    colours = [WRITTEN.get(states.get(name)) for name in exercises]
    if not colours or None in colours:
        return "white" if exercises else "#eeeeee"
    return plot.INPUT if plot.INPUT in colours else plot.PARAMETER


def written():
    """The whole GPT once more, the parts that the reader wrote coloured: alone green, with help blue; grey is the library's."""
    marks = progress.kept.marks()
    ax = plot.axes(None, figsize=(8.4, 6))
    mine, boxes = [], {}
    for (column, row), (name, exercises) in PARTS.items():
        colour = solved(marks, exercises)
        text = ax.text(3 * column, -row, name, ha="center", va="center", fontsize=9,
                color="white" if colour in WRITTEN.values() else "black",
                bbox={"boxstyle": "round,pad=0.4", "facecolor": colour, "edgecolor": plot.OPERATION})  # fmt: skip
        boxes[column, row] = text.get_bbox_patch()
        mine += [name.replace("\n", " ")] if colour in WRITTEN.values() else []
    ways = [((0, r), (0, r + 1)) for r in range(7)] + [((0, 7), (1, 6)), ((1, 6), (1, 5)), ((1, 5), (1, 4))]
    ways += [((0, 7), (2, 7))] + [((2, r), (2, r - 1)) for r in range(7, 2, -1)]
    for (a, b), (c, d) in ways:  # from box to box; drawn after the texts, which know the size of their boxes by then
        ends = {"patchA": boxes[a, b], "patchB": boxes[c, d], "shrinkA": 0, "shrinkB": 1}
        ax.annotate("", (3 * c, -d), (3 * a, -b), zorder=5, arrowprops={"arrowstyle": "->", **ends})
    for column, head in enumerate(("the model", "speaking", "learning")):
        ax.text(3 * column, 0.8, head, ha="center", weight="bold")
    ax.set(xlim=(-1.4, 7.4), ylim=(-7.6, 1.1), title="The GPT, and who wrote what")
    ax.set_axis_off()
    of = sum(bool(exercises) for _, exercises in PARTS.values())
    told = f"You wrote {len(mine)} of its {of} parts" + (f": {', '.join(mine)}" if mine else " so far")
    return plot.told(ax, (f"The GPT, and who wrote what: {told}.", ""))

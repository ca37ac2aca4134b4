"""Pictures of lesson 6: paths down a valley, how far matrices moved, probabilities over temperature, who wrote what."""

from math import log

from ...nn import dot, entropy
from ...teach import plot


def moved(before, **after):
    """How far trainings have moved every matrix, as a share of its size: a line for each, a column for each training."""
    lines = [" " * 10 + "".join(f"{name:>10}" for name in after)]
    for name, rows in before.items():
        lines.append(f"{name.split('.')[-1]:10}" + "".join(f"{share(rows, s[name]):10.1%}" for s in after.values()))
    return "\n".join(lines)


def share(before, after):
    change = [a - b for old, new in zip(before, after) for a, b in zip(old, new)]
    return (dot(change, change) / sum(dot(row, row) for row in before)) ** 0.5


def paths(found, title, ax=None):
    """Ways down a valley, from above; found: name -> [(place along, place across), ...]."""
    ax = plot.axes(ax, figsize=(7.2, 3.6))
    for (name, places), color in zip(found.items(), (plot.INPUT, plot.LOSS, plot.PARAMETER)):
        ax.plot(*zip(*places), "o-", ms=3, lw=1, color=color, label=name)
    ax.plot(0, 0, "*", ms=14, color=plot.OPERATION)
    ax.annotate(" the bottom", (0, 0), va="bottom", ha="right")
    ax.set(title=title, xlabel="b: along the valley, nearly flat", ylabel="a: across it, steep")
    ax.legend()
    ends = "; ".join(f"{name} ends at a = {p[-1][1]:.3f}, b = {p[-1][0]:.3f}" for name, p in found.items())
    numbers = "\n".join(
        f"{name}: " + " ".join(f"({b:.2f}, {a:.2f})" for b, a in places[:6]) for name, places in found.items()
    )
    return plot.told(
        ax, (f"{title}: paths from (1, 1), seen from above; {ends}.", f"(b, a) of the first steps\n{numbers}")
    )


def over_temperature(rows, temperatures, symbols, title):
    """Probabilities as a heat map, a column for each temperature, and their entropy below. The colours grow with the root."""
    bits = [max(0.0, entropy(row)) / log(2) for row in rows]
    figure, (above, below) = plot.plt.subplots(
        2, 1, FigureClass=plot.Told, figsize=(7.2, 7), height_ratios=(3, 1), sharex=True, layout="constrained"
    )
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
    ax.set(title=title, xlabel="names in the list", ylabel="held-out loss (nats per token)", xscale="log")
    ax.set_xticks(counts, [f"{n:,}" for n in counts], minor=False)
    ax.set_xticks([], minor=True)
    ax.legend()
    everything = {f"GPT {name}": ys for name, ys in lines.items()} | {
        n: [ys[c] for c in counts] for n, ys in tables.items()
    }
    told = "; ".join(f"{name} " + ", ".join(f"{y:.3f}" for y in ys) for name, ys in everything.items())
    return plot.told(ax, (f"{title}: held-out loss with {', '.join(f'{n:,}' for n in counts)} names: {told}.", ""))

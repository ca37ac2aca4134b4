"""The drawing of lesson 4: what flows where when one letter listens, with its numbers."""

from ...nn import dot, linear, softmax
from ...teach import plot

PALE = {plot.INPUT: "#dbe9f6", plot.PARAMETER: "#dff0dc", plot.OPERATION: "#eeeeee", plot.LOSS: "#f8dfdf"}
WIDE, SIDE = 2.7, 0.6  # from letter to letter; from a letter's middle to its key on one side, its value on the other
ROWS = {"x": 6, "made": 4.9, "bus": 4.25, "score": 3.5, "weight": 2.5, "part": 1.5, "blend": 0.5, "new": -0.7}


def weights(rows, askers, heard, title):
    """Attention weights as a heat map: a row for each that asks, a column for each that may be heard."""
    ax = plot.axes(None, figsize=(0.7 * len(heard) + 1.6, 0.5 * len(askers) + 1.2))
    ax.imshow(rows, vmin=0, vmax=1)
    for i, row in enumerate(rows):
        for j, weight in enumerate(row):
            colour = "white" if weight > 0.5 else "black"
            ax.text(j, i, f"{weight:.2f}", ha="center", va="center", fontsize=8, color=colour)
    ax.set_xticks(range(len(heard)), heard)
    ax.set_yticks(range(len(askers)), askers)
    ax.set(title=title, xlabel="is heard", ylabel="asks")
    most = ", ".join(f"{asks} hears {heard[row.index(max(row))]} ({max(row):.2f})" for asks, row in zip(askers, rows))
    told = "\n".join(f"{asks}: {' '.join(f'{w:.2f}' for w in row)}" for asks, row in zip(askers, rows))
    return plot.told(ax, (f"{title}: {most}.", told))


def costs(losses, title):
    """Losses as bars side by side; losses: {name: nats per token}."""
    ax = plot.axes(None, figsize=(7.2, 0.4 * len(losses) + 1))
    ax.barh(range(len(losses)), losses.values(), color=plot.LOSS)
    for i, loss in enumerate(losses.values()):
        ax.text(loss, i, f" {loss:.2f}", va="center")
    ax.set_yticks(range(len(losses)), losses)
    ax.invert_yaxis()
    ax.set(title=title, xlabel="loss (nats per token)", xlim=(0, 1.12 * max(losses.values())))
    told = ", ".join(f"{name} {loss:.3f}" for name, loss in losses.items())
    return plot.told(ax, (f"{title}, in nats per token: {told}.", told))


def worth(worse, title):
    """How much worse a model is without a part, in every run; worse: {part: differences of the loss, in nats}."""
    ax = plot.axes(None, figsize=(7.2, 0.34 * len(worse) + 1.1))
    for i, found in enumerate(worse.values()):
        ax.plot(found, [i] * len(found), "o", color=plot.INPUT, alpha=0.6)
    ax.axvline(0, color=plot.OPERATION, lw=0.8)
    ax.set_yticks(range(len(worse)), worse)
    ax.invert_yaxis()
    ax.set(title=title, xlabel="worse than the whole model, by so many nats per token (a dot per run)")
    rows = {part: ", ".join(f"{x:+.3f}" for x in found) for part, found in worse.items()}
    most = max(worse, key=lambda part: sum(worse[part]))
    caption = f"{title}: a row per part, a dot per run; most is lost in the row “{most}” ({rows[most]})."
    return plot.told(ax, (caption, "\n".join(f"{part}: {row}" for part, row in rows.items())))


def listening(letters, xs, wq, wk, wv, wo):
    """The last of these letters listens: from the vectors xs to what is added to its own, as a figure with all numbers."""
    query = linear(xs[-1], wq)
    keys, values = [linear(x, wk) for x in xs], [linear(x, wv) for x in xs]
    scores = [dot(query, key) / len(query) ** 0.5 for key in keys]
    shares = softmax(scores)
    blend = [dot(shares, column) for column in zip(*values)]
    heard = linear(blend, wo)
    new = [a + b for a, b in zip(xs[-1], heard)]
    ax = plot.axes(None, figsize=(8.6, 5.6))
    for i, letter in enumerate(letters):
        column(ax, i * WIDE, letter, xs[i], keys[i], values[i], scores[i], shares[i])
    last = (len(letters) - 1) * WIDE
    asks(ax, last, query)
    comes_home(ax, last, blend, heard, new)
    ax.set(xlim=(-1.3, last + 2.6), ylim=(-1.2, 6.4), title=f"{letters[-1]} asks, the letters so far answer")
    ax.set_axis_off()
    return plot.told(ax, in_words(letters, xs, query, keys, values, scores, shares, blend, heard, new))


def column(ax, x, letter, vector_x, key, value, score, weight):
    """What one letter offers and gives: its key is scored, its value counted with the weight."""
    left, right = x - SIDE, x + SIDE
    box(ax, x, "x", f"{letter}   x = {vector(vector_x)}", plot.INPUT)
    box(ax, left, "made", f"key\n{vector(key)}", plot.PARAMETER)
    box(ax, right, "made", f"value\n{vector(value)}", plot.PARAMETER)
    box(ax, left, "score", f"score\n{score:.2f}", plot.OPERATION)
    box(ax, left, "weight", f"weight\n{weight:.2f}", plot.OPERATION, weight)
    box(ax, x, "part", f"{weight:.2f} · {vector(value)}", plot.OPERATION, weight)
    arrow(ax, (x, "x"), (left, "made"), "wk")
    arrow(ax, (x, "x"), (right, "made"), "wv")
    arrow(ax, (left, "made"), (left, "score"))
    arrow(ax, (left, "score"), (left, "weight"))
    arrow(ax, (left, "weight"), (x, "part"))
    arrow(ax, (right, "made"), (x + 0.2, "part"))


def asks(ax, last, query):
    """The query of the last letter, and its way to every score."""
    at = last + WIDE * 0.6
    box(ax, at, "made", f"query\n{vector(query)}", plot.LOSS)
    arrow(ax, (last, "x"), (at, "made"), "wq", plot.LOSS)
    ax.plot([at, at, 0.15 - SIDE], [4.6, ROWS["bus"], ROWS["bus"]], color=plot.LOSS, lw=1, zorder=0)
    for x in range(round(last / WIDE) + 1):
        left = x * WIDE - SIDE + 0.15
        ax.annotate("", (left, 3.82), (left, ROWS["bus"]), arrowprops={"arrowstyle": "->", "color": plot.LOSS})


def comes_home(ax, last, blend, heard, new):
    """The parts are added up; wo leads back to the letter's own vector, to which it is added."""
    middle, at = last / 2, last + WIDE * 0.6
    box(ax, middle, "blend", f"blend: their sum {vector(blend)}", plot.OPERATION)
    for x in range(round(last / WIDE) + 1):
        arrow(ax, (x * WIDE, "part"), (middle + (x * WIDE - middle) * 0.25, "blend"))
    box(ax, middle, "new", f"heard: {vector(heard)}", plot.PARAMETER)
    arrow(ax, (middle, "blend"), (middle, "new"), "wo")
    box(ax, at + 0.2, "new", f"x + heard\n{vector(new)}", plot.INPUT)
    ax.annotate("", (at - 0.4, ROWS["new"]), (middle + 0.75, ROWS["new"]), arrowprops={"arrowstyle": "->"})
    way = [last + 0.75, at + 0.62, at + 0.62], [ROWS["x"], ROWS["x"], ROWS["new"] + 0.4]
    ax.plot(*way, color=plot.INPUT, lw=1.6)
    ax.annotate("", (at + 0.62, ROWS["new"] + 0.28), (at + 0.62, ROWS["new"] + 0.6),
                arrowprops={"arrowstyle": "->", "color": plot.INPUT, "lw": 1.6})  # fmt: skip


def vector(x):
    return f"[{', '.join(f'{xi:.2f}'.rstrip('0').rstrip('.') for xi in x)}]"


def box(ax, x, row, text, colour, share=None):
    """A box with text; the larger the share, the darker."""
    face = PALE[colour] if share is None else (0.13, 0.4, 0.67, 0.08 + 0.5 * share)
    style = {"boxstyle": "round,pad=0.35", "facecolor": face, "edgecolor": colour}
    ax.text(x, ROWS[row], text, ha="center", va="center", fontsize=8.5, bbox=style, zorder=3)


def arrow(ax, start, end, name="", colour=plot.OPERATION):
    """From one (place, row) to another, with the name of the matrix that is met on the way."""
    start, end = (start[0], ROWS[start[1]]), (end[0], ROWS[end[1]])
    style = {"arrowstyle": "->", "color": colour, "shrinkA": 12, "shrinkB": 14}
    ax.annotate("", end, start, arrowprops=style, zorder=1)
    if name:
        middle = [0.5 * (a + b) for a, b in zip(start, end)]
        ax.text(*middle, name, ha="center", va="center", fontsize=8.5, color=plot.PARAMETER, weight="bold", zorder=2,
                bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none"})  # fmt: skip


def in_words(letters, xs, query, keys, values, scores, shares, blend, heard, new):
    """(caption, numbers) of the drawing."""
    most = letters[max(range(len(letters)), key=shares.__getitem__)]
    caption = (
        f"{letters[-1]} asks, the letters so far answer: every letter's vector makes a key and a value; the query of "
        f"{letters[-1]} meets all keys, {most} gets the largest weight ({max(shares):.2f}); the blend of the values "
        f"goes through wo and is added to the vector of {letters[-1]}."
    )
    rows = [
        f"{letter}: x {vector(x)}, key {vector(k)}, value {vector(v)}, score {s:.2f}, weight {w:.2f}"
        for letter, x, k, v, s, w in zip(letters, xs, keys, values, scores, shares)
    ]
    rows.append(f"query {vector(query)}, blend {vector(blend)}, times wo {vector(heard)}, added to x {vector(new)}")
    return caption, "\n".join(rows)

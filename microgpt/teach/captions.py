"""The course's figures in words, from the data they are drawn from: a caption for each, and the numbers as text.

The caption is read by who sees the figure and said by a screen reader; the numbers stand in where no picture can be shown.
"""

from decimal import ROUND_UP, Context
from math import isfinite

FEW = 12  # numbers of a curve that are written out
ROUNDED_UP = Context(prec=1, rounding=ROUND_UP)


def bars(heights, symbols, title, ylabel):
    order = sorted(range(len(heights)), key=lambda i: -heights[i])
    caption = f"{title}: {ylabel} of {len(heights)} tokens as bars; highest {some(order[:3], heights, symbols)}"
    if heights[order[-1]] < 0:
        caption += f"; lowest {some(order[:-2:-1], heights, symbols)}"
    return f"{caption}.", in_rows(f"{symbol} {height:.3f}" for symbol, height in zip(symbols, heights))


def some(chosen, heights, symbols):
    return ", ".join(f"{symbols[i]} {heights[i]:.3f}" for i in chosen)


def table(rows, symbols, title):
    likely = [max(range(len(row)), key=row.__getitem__) for row in rows]
    order = sorted(range(len(rows)), key=lambda i: -rows[i][likely[i]])[:3]
    told = ", ".join(f"{symbols[likely[i]]} after {symbols[i]} {rows[i][likely[i]]:.2f}" for i in order)
    caption = f"{title}: heat map of the probability of each letter after each other letter; highest {told}."
    return caption, "\n".join(f"after {symbol}: {likeliest(row, symbols)}" for symbol, row in zip(symbols, rows))


def likeliest(row, symbols):
    return some(sorted(range(len(row)), key=lambda i: -row[i])[:4], row, symbols)


def attention(weights, letters, title):
    most = [max(range(len(row)), key=row.__getitem__) for row in weights]
    told = ", ".join(
        f"{at(letters, i)} listens most to {at(letters, j)} {weights[i][j]:.2f}" for i, j in enumerate(most)
    )
    caption = f"{title}: triangle of attention weights; {told}."
    return caption, "\n".join([f"{letter} {numbers(row)}" for letter, row in zip(letters, weights)])


def at(letters, i):
    """A letter; with its place, from 0, where it occurs more than once."""
    return letters[i] if list(letters).count(letters[i]) == 1 else f"{letters[i]} at {i}"


def numbers(row):
    return " ".join(f"{x:.2f}" for x in row)


def losses(curves, means, levels, title):
    """means: name -> running means of a curve; levels: name of a dashed line -> its height."""
    told = ", ".join(
        f"{name} from {values[0]:.3f} to a mean of {means[name][-1]:.3f} over the last {min(100, len(values))}"
        for name, values in curves.items()
    )
    lines = ", ".join(f"{name} {level:.3f}" for name, level in levels.items())
    caption = f"{title}: loss at every step, {told}; dashed lines: {lines}."
    rows = [f"{name}, running mean: {sampled(range(1, len(m) + 1), m)}" for name, m in means.items()]
    return caption, "\n".join(rows)


def lines(xs, ys, title, xlabel, ylabel):
    told = "; ".join(f"{name} {course(list(xs), list(values))}" for name, values in ys.items())
    caption = f"{title or ylabel}: {ylabel} against {xlabel}; {told}."
    return caption, "\n".join(f"{name}: {sampled(list(xs), list(values))}" for name, values in ys.items())


def course(xs, values):
    """How a curve runs: its ends, and its lowest or highest point where that is not an end."""
    told = f"from {values[0]:.4g} at {short(xs[0])} to {values[-1]:.4g} at {short(xs[-1])}"
    finite = [i for i, value in enumerate(values) if isfinite(value)]
    for word, extreme in (("lowest", min), ("highest", max)):
        i = extreme(finite, key=values.__getitem__, default=0)
        if values[i] not in (values[0], values[-1]):
            told += f", {word} {values[i]:.4g} at {short(xs[i])}"
    return told


def sampled(xs, values):
    """At most a dozen points of a curve, its ends among them."""
    count = min(FEW, len(values))
    chosen = [round(k * (len(values) - 1) / max(1, count - 1)) for k in range(count)]
    return ", ".join(f"{short(xs[i])}: {values[i]:.4g}" for i in chosen)


def short(x):
    return x if isinstance(x, str) else f"{x:g}"


def diagonal(pairs, title, xlabel, ylabel):
    told = ", ".join(
        f"{name} {len(points)} points, off the diagonal by {at_most(max(abs(x - y) for x, y in points))}"
        for name, points in pairs.items()
    )
    rows = [f"{name}: {' '.join(f'({x:.3g}, {y:.3g})' for x, y in points[:FEW])}" for name, points in pairs.items()]
    return f"{title}: {ylabel} against {xlabel}; {told}.", "\n".join(rows)


def at_most(distance):
    """In words; what is below the digits that two ways of computing agree in differs from machine to machine."""
    return (
        "less than 1e-09" if distance < 1e-9 else f"{float(ROUNDED_UP.create_decimal_from_float(distance)):.0e} at most"
    )


def embeddings(vectors, symbols, nearest):
    """nearest(rows, symbol): the symbol whose vector is closest."""
    told = [f"{title}: {', '.join(f'{s} {nearest(rows, s)}' for s in symbols)}" for title, rows in vectors.items()]
    caption = f"Letters as points in the plane in which their vectors differ most, {' and '.join(vectors)}."
    return caption, "\n".join(["The closest to each letter, by all numbers of its vector:", *told])


def treemap(groups, title):
    whole = sum(sum(parts.values()) for parts in groups.values())
    told = ", ".join(f"{group} {sum(parts.values()) / whole:.0%}" for group, parts in groups.items())
    rows = [f"{group}: " + ", ".join(f"{name} {n:,}" for name, n in parts.items()) for group, parts in groups.items()]
    return f"{title}: areas as large as their numbers; {told}.", "\n".join(rows)


SIGNS = {"solved": "●", "solved with help": "◐", "tried": "○"}


def ladder(current, lessons, marks, last):
    """marks: lesson ("01") -> state -> names of exercises; last: (lesson, kind, name) of what the reader did last."""
    lines = [f"Lesson {current} of {len(lessons)}: {lessons[current - 1]}."]
    for number, lesson in enumerate(lessons, 1):
        states = marks.get(f"{number:02}", {})
        told = [f"{sign} {name}" for state, sign in SIGNS.items() for name in states.get(state, [])]
        lines += [f"{number}. {lesson}: {'  '.join(told)}"] if told else []
    if len(lines) > 1:
        lines.append("  ".join(f"{sign} {state}" for state, sign in SIGNS.items()))
    if last:
        lesson, kind, name = last
        what = f'{kind.removesuffix("s")} "{name.removeprefix("recall: ")}"'
        lines.append(f"Last time you were in lesson {lesson.lstrip('0')}, at the {what}.")
    return "\n".join(lines)


def in_rows(items, width=9):
    items = list(items)
    return "\n".join("  ".join(items[i : i + width]) for i in range(0, len(items), width))

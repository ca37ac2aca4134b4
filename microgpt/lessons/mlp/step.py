"""The exercise on the step against the gradient, with what is said of an answer that is half right."""

from copy import deepcopy

from ...teach.judge import Exercise, Wrong
from .world import rows_of_numbers, shape, steps_of_the_network


def any_step(rng):
    size = shape(rng, 5)
    lr = rng.choice((0.01, 1.0)) * rng.uniform(0.1, 3)
    return rows_of_numbers(rng, *size), rows_of_numbers(rng, *size), lr


def moved(change):
    """A mistake: change(x, d, lr) for every number."""
    return lambda w, d_w, lr: [[change(x, d, lr) for x, d in zip(row, d_row)] for row, d_row in zip(w, d_w)]


def cut(x, most):
    return max(-most, min(most, x))


def by_value(w, d_w):
    """{number: the slope that its last place has}."""
    return {x: d for row, d_row in zip(w, d_w) for x, d in zip(row, d_row)}


def length(xs):
    return sum(x * x for x in xs) ** 0.5


def new_rows(answer, w, d_w, lr):
    """Call an answer; a row that stays where it is is to be a new list as well, not the old one handed back."""
    kept, still = [list(row) for row in w], [not any(lr * d for d in row) for row in d_w]
    after = answer(w, d_w, lr)
    looked_at = zip(still, after, w) if isinstance(after, list | tuple) and w == kept else ()
    if any(stays and row is old for stays, row, old in looked_at):
        raise Wrong("a row of w itself came back: make new lists, even of a row that does not move.")
    return after


sgd_step = Exercise(
    "Return the rows of w after a step, as new lists: every number less lr times its slope. "
    "sgd_step([[1.0]], [[2.0]], 0.1) is [[0.8]].",
    moved(lambda x, d, lr: x - lr * d),
    cases=[
        ([[1.0]], [[2.0]], 0.1),
        ([[1.0, 2.0]], [[10.0, -5.0]], 0.1),
        ([[1.0, 2.0, 3.0], [-1.0, -2.0, -3.0]], [[0.5, 0.0, -0.5], [4.0, 0.25, -2.0]], 2.0),
        ([[1.0, -2.0], [3.0, 0.5]], [[4.0, 0.5], [-1.0, 2.0]], 0.0),
        ([[1.0, -2.0]], [[80.0, 1e-5]], 5.0),
        ([[1.0, 2.0], [3.0, 4.0]], [[0.0, 0.0], [0.5, -1.0]], 0.5),
        ([[2e5, -0.25]], [[4e4, -5e3]], 20.0),
        ([[0.5, -0.25]], [[3e-8, -7e-8]], 40.0),
        ([[0.5, -0.25]], [[3e-7, -7e-7]], 0.1),
        ([[0.5, 1.5]], [[300.0, -80.0]], 2e-5),
    ],
    generate=any_step,
    mixes=lambda w, d_w, lr: True,
    use=new_rows,
    world=steps_of_the_network,
    mistakes={
        "that walks uphill: the gradient points where the loss grows, so go against it.": moved(
            lambda x, d, lr: x + lr * d
        ),
        "the learning rate is missing: lr times the slope.": moved(lambda x, d, lr: x - d),
        "that is the step alone; wanted are the numbers after it.": moved(lambda x, d, lr: lr * d),
        "that is the step alone, with its sign; wanted are the numbers after it.": moved(lambda x, d, lr: -lr * d),
        "every number has a slope of its own; you took the same step, lr, everywhere.": moved(lambda x, d, lr: x - lr),
        "the step is as long as the slope is; you took its sign alone.": moved(
            lambda x, d, lr: x - lr * ((d > 0) - (d < 0))
        ),
        "use lr, which your function is given; you took the same number in every case.": (
            moved(lambda x, d, lr: x - 0.1 * d),
            moved(lambda x, d, lr: x - 0.01 * d),
            moved(lambda x, d, lr: x - 0.5 * d),
            moved(lambda x, d, lr: x - 5.0 * d),
        ),
        "lr may be 0, and then nothing moves; `lr or` takes another number instead.": moved(
            lambda x, d, lr: x - (lr or 0.1) * d
        ),
        "the step is lr times the slope; you divided by the slope.": (
            moved(lambda x, d, lr: x - lr / d if d else x),
            moved(lambda x, d, lr: x - lr / d),
        ),
        "the step is lr times the slope; you took 1 - lr for lr.": moved(lambda x, d, lr: x - (1 - lr) * d),
        "the step is lr times the slope, and that once: not its square.": (
            moved(lambda x, d, lr: x - lr * d * d),
            moved(lambda x, d, lr: x - lr * d * abs(d)),
        ),
        "the step is as long as the slope is; you brought the whole gradient, or a row of it, to length 1.": (
            lambda w, d_w, lr: sgd_step.truth(w, d_w, lr / (length([d for row in d_w for d in row]) or 1)),
            lambda w, d_w, lr: sgd_step.truth(w, [[d / (length(row) or 1) for d in row] for row in d_w], lr),
        ),
        "multiply lr by the slope; you took away or added each of them apart.": (
            moved(lambda x, d, lr: x - lr - d),
            moved(lambda x, d, lr: x - lr + d),
            moved(lambda x, d, lr: x + lr - d),
        ),
        "the number itself is lost: x - lr * d, not 1 - lr * d.": moved(lambda x, d, lr: 1 - lr * d),
        "the step is lr times the slope; you divided by lr.": (
            moved(lambda x, d, lr: x - d / lr),
            moved(lambda x, d, lr: x - d / lr if lr else x),
        ),
        "take away lr times the slope; you multiplied the number with that.": (
            moved(lambda x, d, lr: x * (1 - lr * d)),
            moved(lambda x, d, lr: x * lr * d),
        ),
        "lr belongs to the slope alone: x - lr * d, not lr * (x - d).": moved(lambda x, d, lr: lr * (x - d)),
        "lr belongs to the slope, not to the number: x - lr * d, not lr * x - d.": moved(lambda x, d, lr: lr * x - d),
        "nothing but lr times its slope is taken from a number; you took a share of the number too (weight decay).": (
            moved(lambda x, d, lr: x - lr * (d + 0.01 * x)),
            moved(lambda x, d, lr: x - lr * (d + 0.1 * x)),
            moved(lambda x, d, lr: 0.99 * x - lr * d),
            moved(lambda x, d, lr: 0.999 * x - lr * d),
            moved(lambda x, d, lr: 0.9 * x - lr * d),
        ),
        "a number that is 0 moves like all others.": moved(lambda x, d, lr: x - lr * d if x else x),
        "the other way round: the number less lr times its slope; you took lr times the number from the slope.": (
            moved(lambda x, d, lr: d - lr * x)
        ),
        "the number itself stays whole, and lr times its slope is taken from it; you took away lr times the number too.": (
            moved(lambda x, d, lr: x - lr * x),
            moved(lambda x, d, lr: (1 - lr) * x - lr * d),
            moved(lambda x, d, lr: (1 - lr) * x + lr * d),
        ),
        "brackets: x - lr * d, not (x - lr) * d.": moved(lambda x, d, lr: (x - lr) * d),
        "a slope below 0 counts with its sign: there the number grows.": (
            moved(lambda x, d, lr: x - lr * abs(d)),
            moved(lambda x, d, lr: x - lr * max(0.0, d)),
        ),
        "a slope counts as it is, however large; you cut it.": (
            moved(lambda x, d, lr: x - lr * cut(d, 1)),
            moved(lambda x, d, lr: x - lr * cut(d, 5)),
            moved(lambda x, d, lr: x - lr * cut(d, 10)),
            moved(lambda x, d, lr: x - lr * cut(d, 100)),
        ),
        "the step is lr times the slope, however long; you cut it.": (
            moved(lambda x, d, lr: x - cut(lr * d, 1)),
            moved(lambda x, d, lr: x - cut(lr * d, 10)),
            moved(lambda x, d, lr: x - cut(lr * d, 100)),
            moved(lambda x, d, lr: x - min(lr, 10.0) * d),
            moved(lambda x, d, lr: x - min(lr, 1.0) * d),
        ),
        "the new number may be of any size; you cut it.": (
            moved(lambda x, d, lr: cut(x - lr * d, 1)),
            moved(lambda x, d, lr: cut(x - lr * d, 10)),
            moved(lambda x, d, lr: cut(x - lr * d, 100)),
            moved(lambda x, d, lr: cut(x - lr * d, 1000)),
        ),
        "a number and its slope are found by their place; the same number may stand in two places.": (
            lambda w, d_w, lr: [[x - lr * b[a.index(x)] for x in a] for a, b in zip(w, d_w)],
            lambda w, d_w, lr: sgd_step.truth(w, [d_w[w.index(a)] for a in w], lr),
            lambda w, d_w, lr: sgd_step.truth(w, [[by_value(w, d_w)[x] for x in a] for a in w], lr),
        ),
        "every number has a slope of its own; you used one of its row, or their sum or mean, for all.": (
            lambda w, d_w, lr: [[x - lr * sum(d_row) / len(d_row) for x in row] for row, d_row in zip(w, d_w)],
            lambda w, d_w, lr: [[x - lr * sum(d_row) for x in row] for row, d_row in zip(w, d_w)],
            lambda w, d_w, lr: [[x - lr * d_row[0] for x in row] for row, d_row in zip(w, d_w)],
            lambda w, d_w, lr: [[x - lr * d_row[-1] for x in row] for row, d_row in zip(w, d_w)],
        ),
        "number and slope belong together place by place; in one of the two you changed the order.": (
            lambda w, d_w, lr: sgd_step.truth(w, d_w[::-1], lr),
            lambda w, d_w, lr: sgd_step.truth(w, [d_row[::-1] for d_row in d_w], lr),
        ),
        "the step is not divided by how many numbers there are: the mean was taken before.": (
            lambda w, d_w, lr: sgd_step.truth(w, d_w, lr / len(w[0])),
            lambda w, d_w, lr: sgd_step.truth(w, d_w, lr / len(w)),
            lambda w, d_w, lr: sgd_step.truth(w, d_w, lr / len(w) / len(w[0])),
        ),
        "all rows are the last one: is one row made, and shown again and again, as by `[[0.0] * n] * m`?": lambda w, d_w, lr: [
            [x - lr * d for x, d in zip(w[-1], d_w[-1])] for _ in w
        ],
        "all rows in one list; keep the rows of w.": lambda w, d_w, lr: [
            x - lr * d for row, d_row in zip(w, d_w) for x, d in zip(row, d_row)
        ],
        "every row of w has its own row of d_w; you took the first of them for all.": lambda w, d_w, lr: [
            [x - lr * d for x, d in zip(row, d_w[0])] for row in w
        ],
        "a row of w belongs to the row of d_w; you turned d_w on its side.": lambda w, d_w, lr: [
            [x - lr * d for x, d in zip(*pair)] for pair in zip(w, zip(*d_w))
        ],
        "only the first row has moved.": (
            lambda w, d_w, lr: sgd_step.truth(w[:1], d_w, lr) + w[1:],
            lambda w, d_w, lr: sgd_step.truth(w[:1], d_w, lr) + deepcopy(w[1:]),
        ),
        "all rows move; you left out the first or the last.": (
            lambda w, d_w, lr: w[:1] + sgd_step.truth(w[1:], d_w[1:], lr),
            lambda w, d_w, lr: deepcopy(w[:1]) + sgd_step.truth(w[1:], d_w[1:], lr),
            lambda w, d_w, lr: sgd_step.truth(w[:-1], d_w, lr) + w[-1:],
            lambda w, d_w, lr: sgd_step.truth(w[:-1], d_w, lr) + deepcopy(w[-1:]),
        ),
        "all columns move; you left out the first or the last.": (
            lambda w, d_w, lr: [a[:1] + b[1:] for a, b in zip(w, sgd_step.truth(w, d_w, lr))],
            lambda w, d_w, lr: [b[:-1] + a[-1:] for a, b in zip(w, sgd_step.truth(w, d_w, lr))],
        ),
    },
    learned="Every number moves against its own slope, by lr times that; the old rows are still there.",
    hints=[
        "First one row: `zip(row, d_row)` gives every number together with its slope.",
        "The new number is `x - lr * d`.",
        "A list of rows is a list of lists: one comprehension inside the other, the outer one over `zip(w, d_w)`.",
    ],
)

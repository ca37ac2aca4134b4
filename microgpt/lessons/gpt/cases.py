"""What the exercises of lesson 5 are tried on: vectors of every kind, few places and many, and cases that share a part."""

from random import Random

# ---- vectors ----


def numbers(rng, count):
    """A vector of tenths, whole numbers, uneven, large or very small ones, or of zeros."""
    draw = rng.choice([tenths] * 4 + [whole] * 3 + [uneven] * 3 + [large, small, zero])
    return [draw(rng) for _ in range(count)]


def tenths(rng):
    return round(rng.gauss(0, 1.5), 1)


def whole(rng):
    """From so few that many are equal."""
    return float(rng.randint(-2, 3))


def uneven(rng):
    return round(rng.gauss(0, 1.5), 5)


def large(rng):
    return float(rng.choice([-1, 1]) * rng.randint(5, 50))


def small(rng):
    return round(rng.gauss(0, 0.001), 6)


def zero(rng):
    return 0.0


def several(rng, count, width):
    """So many vectors; one of them often comes again, and now and then the first is 0."""
    rows = [numbers(rng, width) for _ in range(count)]
    if count > 2 and rng.random() < 0.7:
        i, j = sorted(rng.sample(range(count), 2))
        rows[j] = list(rows[i])
    if rng.random() < 0.2:
        rows[0] = [0.0] * width
    return rows


def matrix(rng, rows, columns):
    return [numbers(rng, columns) for _ in range(rows)]


def plain(rng, rows, columns):
    """A matrix of uneven numbers alone."""
    return [[uneven(rng) for _ in range(columns)] for _ in range(rows)]


# ---- for heads ----


def a_question(rng):
    """A query, 1 to 40 keys and values, and how many heads share their numbers."""
    n_head, size = rng.choice([1, 1, 2, 2, 2, 3, 4, 5, 8]), rng.choice([1, 2, 3, 5])
    count = rng.choice([1, 2, 3, 4, 5, 6, 9, 17, 40])
    width = n_head * size
    return numbers(rng, width), several(rng, count, width), several(rng, count, width), n_head


def questions():
    """One query to other keys, other values and other numbers of heads; then vectors of 16 numbers over 16 places."""
    rng = Random("heads that share a query")
    (query,), (keys, others, values, more) = plain(rng, 1, 4), (plain(rng, 3, 4) for _ in range(4))
    shared = [(query, keys, values, 2), (query, others, values, 2), (query, others, more, 2), (query, others, more, 4)]
    long = (*plain(rng, 1, 16), plain(rng, 16, 16), plain(rng, 16, 16))
    return [*shared, (*long, 4), (*long, 16)]


# ---- for a cache ----


def a_text(rng):
    """1 to 40 vectors; the three matrices of a head, mostly not square; how many are read already."""
    width, length = rng.randint(2, 4), rng.choice([1, 2, 6, 7, 18, 18, 40])
    size = width if rng.random() < 0.4 else rng.randint(2, 4)
    xs, weights = several(rng, length, width), tuple(matrix(rng, size, width) for _ in range(3))
    return xs, weights, rng.randrange(length)


def texts():
    """Letters read by one head, then the same letters by another; then the same letters after another one."""
    rng = Random("texts that share letters")
    xs, (other,) = plain(rng, 3, 2), plain(rng, 1, 2)
    first, second = (tuple(plain(rng, 2, 2) for _ in range(3)) for _ in range(2))
    return [(xs, first, 0), (xs, second, 0), ([other, *xs[1:]], second, 0)]


# ---- for a block ----


def layers_matrices(draw, rng, width, hidden):
    square = [draw(rng, width, width) for _ in range(4)]
    return (*square, draw(rng, hidden, width), draw(rng, width, hidden))


def a_layer(rng):
    """1 to 18 vectors, how many heads share their numbers, the six matrices of a layer, and how many vectors are read."""
    n_head, size = rng.choice([(1, 2), (1, 3), (2, 1), (2, 2), (3, 1), (4, 1), (8, 1)])
    width, length = n_head * size, rng.choice([1, 1, 2, 3, 4, 18])
    matrices = layers_matrices(matrix, rng, width, rng.choice([2, 3, 5]))
    return several(rng, length, width), n_head, matrices, rng.randrange(length)


def layers():
    """Letters in one layer, with another network, with one of small numbers, with other heads; then 8 numbers in 4 heads."""
    rng = Random("layers that share letters")
    xs, matrices = plain(rng, 2, 2), layers_matrices(plain, rng, 2, 3)
    *heads, fc1, fc2 = layers_matrices(plain, rng, 2, 3)
    little = [[x / 10_000 for x in row] for row in fc1]
    shared = [matrices, (*matrices[:4], fc1, fc2), (*matrices[:4], little, fc2), (*heads, *matrices[4:])]
    return [*((xs, 1, them, 0) for them in shared), (plain(rng, 3, 8), 4, layers_matrices(plain, rng, 8, 40), 0)]

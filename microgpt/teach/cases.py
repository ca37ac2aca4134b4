"""Numbers for the cases of the exercises."""


def by_hand(numbers, count, size):
    """A query, `count` keys and `count` values of `size` numbers each, simple enough to follow."""
    vectors = [[float((numbers * (i + 2) * (j + 3)) % 5 - 2) for j in range(size)] for i in range(2 * count + 1)]
    return vectors[0], vectors[1 : count + 1], vectors[count + 1 :]

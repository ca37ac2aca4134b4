"""Wrong weights of a padded batch; each docstring: words of what is said of it."""


def wrong_tokens(lengths):
    """a long name counts more than a short one"""
    return [[1 / sum(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_filled(lengths):
    """counts like the letters"""
    return [[1 / (n * len(lengths))] * max(lengths) for n in lengths]


def wrong_plain(lengths):
    """counts like the letters"""
    places = len(lengths) * max(lengths)
    return [[1 / places for _ in range(max(lengths))] for _ in lengths]


def wrong_rows(lengths):
    """the whole batch should"""
    return [[1 / n] * n + [0] * (max(lengths) - n) for n in lengths]


def wrong_longest(lengths):
    """short names count less"""
    return [[1 / max(lengths) / len(lengths)] * n + [0.0] * (max(lengths) - n) for n in lengths]


def wrong_mask(lengths):
    """the mask alone"""
    return [[int(i < n) for i in range(max(lengths))] for n in lengths]


def wrong_in_front(lengths):
    """filled up in front"""
    return [[0.0] * (max(lengths) - n) + [1 / (n * len(lengths))] * n for n in lengths]


def wrong_ragged(lengths):
    """as long as the longest"""
    return [[1 / (n * len(lengths))] * n for n in lengths]


def wrong_names(lengths):
    """each of its places needs one"""
    return [1 / len(lengths)] * len(lengths)

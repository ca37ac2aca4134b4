"""Wrong ways back through a relu; each docstring: words of what is said of it."""


def relu(x):
    return max(0.0, x)


def wrong_swapped(d_hidden, before):
    """the two lists are swapped"""
    return [d if h > 0 else 0.0 for h, d in zip(d_hidden, before)]


def wrong_forward(d_hidden, before):
    """the relu itself, forward"""
    return [relu(h) for h in before]


def wrong_gradient_gated(d_hidden, before):
    """not at the sign of the gradient"""
    return [relu(d) for d in d_hidden]


def wrong_nothing_happens(d_hidden, before):
    """nothing is stopped"""
    for d, h in zip(d_hidden, before):
        if h <= 0:
            d = 0.0
    return d_hidden


def wrong_in_place(d_hidden, before):
    """changes `d_hidden`"""
    for i, h in enumerate(before):
        if h <= 0:
            d_hidden[i] = 0.0
    return d_hidden


def wrong_times_number(d_hidden, before):
    """multiplied by the number itself"""
    return [d * relu(h) for d, h in zip(d_hidden, before)]


def wrong_dropped(d_hidden, before):
    """stays in the list"""
    return [d for d, h in zip(d_hidden, before) if h > 0]


def wrong_at_zero(d_hidden, before):
    """convention"""
    return [d if h >= 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_leaky(d_hidden, before):
    """leaky"""
    return [d if h > 0 else 0.01 * d for d, h in zip(d_hidden, before)]


def wrong_only_not_zero(d_hidden, before):
    """the places where `before` is below 0"""
    return [d if h else 0.0 for d, h in zip(d_hidden, before)]


def wrong_without_signs(d_hidden, before):
    """without their signs"""
    return [abs(d) if h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_threshold(d_hidden, before):
    """this is the smallest of the others"""
    return [d if h > 0.1 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_list_compared(d_hidden, before):
    """'>' not supported"""
    return d_hidden if before > 0 else 0.0


def wrong_gate(d_hidden, before):
    """on the wrong side"""
    return [0.0 if h > 0 else d for d, h in zip(d_hidden, before)]


def wrong_slope_alone(d_hidden, before):
    """slope alone"""
    return [1.0 if h > 0 else 0.0 for h in before]


def wrong_times_before(d_hidden, before):
    """gate or no gate"""
    return [d * h for d, h in zip(d_hidden, before)]


def wrong_turned_round(d_hidden, before):
    """not turned round"""
    return [d if h > 0 else -d for d, h in zip(d_hidden, before)]


def wrong_twice(d_hidden, before):
    """passes as well, with its sign"""
    return [relu(d) if h > 0 else 0.0 for d, h in zip(d_hidden, before)]

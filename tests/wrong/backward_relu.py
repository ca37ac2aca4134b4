"""Wrong ways back through a relu; each docstring: words of what is said of it."""

import math


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
    """another than 0"""
    return [d if h else 0.0 for d, h in zip(d_hidden, before)]


def wrong_without_signs(d_hidden, before):
    """without their signs"""
    return [abs(d) if h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_threshold(d_hidden, before):
    """the gate stands at 0"""
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


def wrong_at_place_of_your_result(d, h):
    """at place 1 of your result: None came, which is nothing:"""
    return [x if y > 0 else None for x, y in zip(d, h)]


def wrong_the_slope_is_or_where(d, h):
    """the slope is 1 or 0: where the number is above 0, d"""
    return [x + y if y > 0 else 0 for x, y in zip(d, h)]


def wrong_every_number_has_a_gate(d, h):
    """every number has a gate of its own; yours is one gate"""
    return [x if max(h) > 0 else 0 for x in d]


def wrong_ask_whether_the_number_is(d, h):
    """ask whether the number is above 0, not whether it is"""
    return [x if y > x else 0 for x, y in zip(d, h)]


def wrong_that_is_the_slope_of(d, h):
    """that is the slope of another function, sigmoid or tanh; a"""
    return [x * (1 / (1 + math.exp(-y))) for x, y in zip(d, h)]


def wrong_right_so_far_but_only(d, h):
    """a list of 3 numbers is wanted; what came is their sum."""
    return sum((x for x, y in zip(d, h) if y > 0))


def wrong_gradient_and_number_belong_together(d, h):
    """gradient and number belong together place by place; in"""
    return [x * (y > 0) for x, y in zip(d, sorted(h))]


def wrong_a_list_of_numbers_is(d, h):
    """a list of 2 numbers is wanted, a list of 2 pairs came."""
    return [(x if y > 0 else 0, y) for x, y in zip(d, h)]


def wrong_numbers_are_wanted_came_the(d, h):
    """3 numbers are wanted, 9 came."""
    return [x if y > 0 else 0 for x in d for y in h]


def wrong_your_function_changes_d_hidden(d, h):
    """your function changes `d_hidden`, which it was given;"""
    for i in range(len(h)):
        if h[i] <= 0:
            d[i] = 0
    return d


def wrong_numbers_are_wanted_came_right(d, h):
    """right so far, but too short: 2 numbers are wanted, 1 came."""
    out = []
    for i in range(len(h)):
        if h[i] > 0:
            out.append(d[i])
        else:
            out.append(0)
            return out
    return out


def wrong_numbers_are_wanted_came_the_2(d, h):
    """7 numbers are wanted, 5 came."""
    out = []
    for x, y in zip(d, h):
        if y > 0:
            out.append(x)
        elif y < 0:
            out.append(0)
    return out


def wrong_a_little_below(d_hidden, before):
    """however near it is"""
    return [d if h > -1e-9 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_a_little_above(d_hidden, before):
    """the gate stands at 0"""
    return [d if h > 1e-12 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_up_to_6(d_hidden, before):
    """there is no upper end"""
    return [d if 0 < h < 6 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_cut_at_10(d_hidden, before):
    """however large; you cut it"""
    return [max(-10.0, min(10.0, d)) if h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_product(d_hidden, before):
    """looked at the gradient as well"""
    return [d if d * h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_smaller(d_hidden, before):
    """the smaller of two"""
    return [min(d, relu(h)) for d, h in zip(d_hidden, before)]


def wrong_half_at_zero(d_hidden, before):
    """not half of it"""
    return [d if h > 0 else d / 2 if h == 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_measured(d_hidden, before):
    """measured with a step"""
    return [d * (relu(h + 0.01) - relu(h - 0.01)) / 0.02 for d, h in zip(d_hidden, before)]


def wrong_gate_by_value(d_hidden, before):
    """a gradient belongs to its place"""
    return [d if before[d_hidden.index(d)] > 0 else 0.0 for d in d_hidden]


def wrong_gradient_by_value(d_hidden, before):
    """a gradient belongs to its place"""
    return [d_hidden[before.index(h)] if h > 0 else 0.0 for h in before]


def wrong_dictionary(d_hidden, before):
    """a gradient belongs to its place"""
    gates = dict(zip(d_hidden, before))
    return [d if gates[d] > 0 else 0.0 for d in d_hidden]


def wrong_removed_by_value(d_hidden, before):
    """in another order"""
    back = list(d_hidden)
    for d, h in zip(d_hidden, before):
        if h <= 0:
            back[back.index(d)] = 0.0
    return back


def wrong_stops_at_the_first(d_hidden, before):
    """you stopped there"""
    back = [0.0] * len(before)
    for i, h in enumerate(before):
        if h <= 0:
            break
        back[i] = d_hidden[i]
    return back


def wrong_beside_it(d_hidden, before):
    """you took the number beside it"""
    return [d_hidden[i] if before[i - 1] > 0 else 0.0 for i in range(len(before))]


def wrong_tiny_for_nothing(d_hidden, before):
    """something tiny there"""
    return [d if h > 0 else 1e-12 for d, h in zip(d_hidden, before)]


def wrong_first_64(d_hidden, before):
    """64 came"""
    return [d_hidden[i] if before[i] > 0 else 0.0 for i in range(min(64, len(before)))]


def wrong_sign_of_the_number(d_hidden, before):
    """not turned round"""
    return [d * ((h > 0) - (h < 0)) for d, h in zip(d_hidden, before)]


def wrong_measured_with_a_thousandth(d_hidden, before):
    """measured with a step"""
    return [d * (max(0, h + 1e-3) - max(0, h - 1e-3)) / 2e-3 for d, h in zip(d_hidden, before)]


def wrong_measured_upwards(d_hidden, before):
    """measured with a step"""
    return [d * (max(0, h + 1e-4) - max(0, h)) / 1e-4 for d, h in zip(d_hidden, before)]


def wrong_at_most_the_number(d_hidden, before):
    """you took the smaller of two"""
    return [min(d, h) if h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_dictionary_of_numbers(d_hidden, before):
    """belongs to its place"""
    slope = dict(zip(before, d_hidden))
    return [slope[h] if h > 0 else 0.0 for h in before]


def wrong_shut_above_1000(d_hidden, before):
    """there is no upper end"""
    return [d if 0 < h < 1000 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_tiny_ones_dropped(d_hidden, before):
    """right but for the last place"""
    return [d if h > 0 and abs(d) > 1e-7 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_at_most_100(d_hidden, before):
    """you cut it"""
    return [max(-100, min(100, d)) if h > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_one_gate(d_hidden, before):
    """yours is one gate for all of them"""
    return [d if sum(before) > 0 else 0.0 for d in d_hidden]


def wrong_step_up(d_hidden, before):
    """a number that is 0 or below"""
    return [d if relu(h + 1e-9) > 0 else 0.0 for d, h in zip(d_hidden, before)]


def wrong_looked_up(d_hidden, before):
    """the same number and another gradient"""
    return [d_hidden[before.index(h)] if h > 0 else 0.0 for h in before]


def wrong_slope_added(d_hidden, before):
    """the slope, 1 or 0, multiplies the gradient"""
    return [d + (h > 0) for d, h in zip(d_hidden, before)]

"""Wrong ways to the gradient of a batch; each docstring: words of what is said of it."""

import numpy as np


def weighted(gradients, weights):
    return [[w * g for g in row] for row, w in zip(gradients, weights)]


def wrong_sum(gradients, weights):
    """a thousand times as far"""
    return [sum(column) for column in zip(*weighted(gradients, weights))]


def wrong_plain_mean(gradients, weights):
    """that is the plain mean"""
    return [sum(column) / len(gradients) for column in zip(*gradients)]


def wrong_plain_sum(gradients, weights):
    """that is the plain sum"""
    total = [0] * len(gradients[0])
    for row in gradients:
        total = [t + g for t, g in zip(total, row)]
    return total


def wrong_by_documents(gradients, weights):
    """not by how many documents there are"""
    return [sum(column) / len(gradients) for column in zip(*weighted(gradients, weights))]


def wrong_by_parameters(gradients, weights):
    """not by how many parameters there are"""
    return [sum(column) / len(gradients[0]) for column in zip(*weighted(gradients, weights))]


def wrong_rows(gradients, weights):
    """a number for every document"""
    return [sum(row) / len(row) for row in gradients]


def wrong_rows_weighted(gradients, weights):
    """a number for every document"""
    return [sum(row) / sum(weights) for row in weighted(gradients, weights)]


def wrong_one_number(gradients, weights):
    """one number for all parameters"""
    return sum(map(sum, weighted(gradients, weights))) / sum(weights)


def wrong_first(gradients, weights):
    """the first document alone"""
    for row, w in zip(gradients, weights):
        return [w * g / sum(weights) for g in row]


def wrong_last(gradients, weights):
    """the last document alone is left"""
    for row, w in zip(gradients, weights):
        mean = [w * g / sum(weights) for g in row]
    return mean


def wrong_twice(gradients, weights):
    """each weight is used twice"""
    return [sum(c) / sum(weights) for c in zip(*weighted(weighted(gradients, weights), weights))]


def wrong_divided(gradients, weights):
    """you divided by it"""
    return [sum(g / w for g, w in zip(column, weights)) / sum(weights) for column in zip(*gradients)]


def wrong_not_added(gradients, weights):
    """add them up, parameter by parameter"""
    return weighted(gradients, weights)


def wrong_other_end(gradients, weights):
    """yours are turned round"""
    return [sum(c) / sum(weights) for c in zip(*weighted(gradients, weights[::-1]))]


def wrong_these_are_the_right_numbers(g, W):
    """these are the right numbers divided by the length of"""
    return [sum((a * x for a, x in zip(W, c))) / len(c) / sum(W) for c in zip(*g)]


def wrong_numbers_are_wanted_came(g, W):
    """3 numbers are wanted, 2 came."""
    return [sum((a * x for a, x in zip(W, row))) / sum(W) for row in g]


def wrong_one_of_the_gradients_the(g, W):
    """one of the gradients, the largest, the middle one or the one with the"""
    return [max(c) for c in zip(*g)]


def wrong_in_each_case_these_are(g, W):
    """not by the largest of them"""
    return [sum((a * x for a, x in zip(W, c))) / max(W) for c in zip(*g)]


def wrong_a_gradient_keeps_its_sign(g, W):
    """a gradient keeps its sign: take no absolute value."""
    return [sum((a * abs(x) for a, x in zip(W, c))) / sum(W) for c in zip(*g)]


def wrong_these_are_the_right_numbers_2(g, W):
    """these are the right numbers rounded down to whole ones."""
    return [sum((a * x for a, x in zip(W, c))) // sum(W) for c in zip(*g)]


def wrong_these_are_the_right_numbers_3(g, W):
    """these are the right numbers rounded to 2 digits; leave"""
    return [round(sum((a * x for a, x in zip(W, c))) / sum(W), 2) for c in zip(*g)]


def wrong_the_weights_are_to_be(g, W):
    """the weights are to be multiplied with the gradients one"""
    return [sum((a + x for a, x in zip(W, c))) / sum(W) for c in zip(*g)]


def wrong_these_are_the_right_numbers_4(g, W):
    """these are the right numbers with the other sign."""
    return [-sum((a * x for a, x in zip(W, c))) / sum(W) for c in zip(*g)]


def wrong_one_of_the_documents_is(g, W):
    """one of the documents is missing: the sum goes over all of"""
    return [sum((a * x for a, x in zip(W, c[:-1]))) / sum(W) for c in zip(*g)]


def wrong_your_function_stops_with_valueerror(g, W):
    """your function stops with ValueError: Shape of weights"""
    return np.average(g, axis=1, weights=W)


def wrong_numbers_are_wanted_came_the(g, W):
    """3 numbers are wanted, 2 came."""
    return W


def wrong_your_function_stops_with_typeerror(g, W):
    """your function stops with TypeError: can't multiply"""
    return g * W / sum(W)


def wrong_numbers_are_wanted_came_right(g, W):
    """3 numbers are wanted, 2 came: right so far, but the last"""
    out = [0] * len(g)
    for i in range(len(g)):
        for j in range(len(g)):
            out[j] += W[i] * g[i][j]
    return [x / sum(W) for x in out]


def wrong_your_function_changes_gradients_which(g, W):
    """the first gradient has a weight as well"""
    out = g[0]
    for a, row in zip(W[1:], g[1:]):
        for j, x in enumerate(row):
            out[j] += a * x
    return [x / sum(W) for x in out]


def wrong_running_half(gradients, weights):
    """halving in every step"""
    mean = [0.0] * len(gradients[0])
    for row in gradients:
        mean = [(m + g) / 2 for m, g in zip(mean, row)]
    return mean


def wrong_half_from_the_first(gradients, weights):
    """halving in every step"""
    mean = gradients[0]
    for row in gradients[1:]:
        mean = [(m + g) / 2 for m, g in zip(mean, row)]
    return mean


def wrong_divided_in_the_loop(gradients, weights):
    """divide once, at the end"""
    mean = [0.0] * len(gradients[0])
    for row, w in zip(gradients, weights):
        mean = [(m + w * g) / sum(weights) for m, g in zip(mean, row)]
    return mean


def wrong_softmax(gradients, weights):
    """softmax is for logits"""
    powers = np.exp(weights)
    return powers @ np.array(gradients) / powers.sum()


def wrong_running_mean(gradients, weights):
    """a running mean moves by"""
    mean, n = [0.0] * len(gradients[0]), 0
    for row, w in zip(gradients, weights):
        n += w
        mean = [m + (g - m) / n for m, g in zip(mean, row)]
    return mean


def wrong_sorted(gradients, weights):
    """or sorted"""
    return [sum(w * g for w, g in zip(sorted(weights), c)) / sum(weights) for c in zip(*gradients)]


def wrong_first_unweighted(gradients, weights):
    """the first gradient has a weight"""
    mean = gradients[0]
    for row, w in zip(gradients[1:], weights[1:]):
        mean = [m + w * g for m, g in zip(mean, row)]
    return [m / sum(weights) for m in mean]


def wrong_by_the_gradients(gradients, weights):
    """nor by squares or gradients"""
    return [sum(w * g for w, g in zip(weights, c)) / sum(map(abs, c)) for c in zip(*gradients)]


def wrong_in_place(gradients, weights):
    """changes `gradients`"""
    for row, w in zip(gradients, weights):
        for i in range(len(row)):
            row[i] *= w / sum(weights)
    return [sum(column) for column in zip(*gradients)]


def wrong_first_twice(gradients, weights):
    """the first document counts twice"""
    mean = gradients[0]
    for row, w in zip(gradients, weights):
        mean = [m + w * g for m, g in zip(mean, row)]
    return [m / sum(weights) for m in mean]


def wrong_squares(gradients, weights):
    """not its square"""
    return [sum(w * g**2 for w, g in zip(weights, c)) / sum(weights) for c in zip(*gradients)]


def wrong_less_for_more(gradients, weights):
    """to count for more"""
    return [sum(g / w for w, g in zip(weights, c)) / sum(1 / w for w in weights) for c in zip(*gradients)]


def wrong_dictionary(gradients, weights):
    """two documents may have the same gradient"""
    kept = {tuple(row): w for row, w in zip(gradients, weights)}
    whole = sum(kept.values())
    return [sum(w * row[i] for row, w in kept.items()) / whole for i in range(len(gradients[0]))]


def wrong_index(gradients, weights):
    """two documents may have the same gradient"""
    whole = sum(weights)
    return [sum(weights[gradients.index(row)] * row[i] for row in gradients) / whole for i in range(len(gradients[0]))]


def wrong_without_zeros(gradients, weights):
    """a parameter without gradient keeps its place"""
    sums = [sum(w * g for w, g in zip(weights, column)) for column in zip(*gradients)]
    return [s / sum(weights) for s in sums if s]


def wrong_mean_of_what_is_not_0(gradients, weights):
    """a gradient of 0 counts as well"""
    mean = []
    for column in zip(*gradients):
        pairs = [(w, g) for w, g in zip(weights, column) if g != 0]
        whole = sum(w for w, g in pairs)
        mean.append(sum(w * g for w, g in pairs) / whole if whole else 0.0)
    return mean


def wrong_whole_weights(gradients, weights):
    """a weight need not be a whole number"""
    weights = [int(w) for w in weights]
    whole = sum(weights) or 1
    return [sum(w * g for w, g in zip(weights, column)) / whole for column in zip(*gradients)]


def wrong_normed(gradients, weights):
    """none is brought to the length 1"""
    rows = [[g / (sum(map(abs, row)) or 1) for g in row] for row in gradients]
    return [sum(w * g for w, g in zip(weights, column)) / sum(weights) for column in zip(*rows)]


def wrong_larger_for_less(gradients, weights):
    """count for more, not for less"""
    shares = [1 / w if w else 0 for w in weights]
    return [sum(s * g for s, g in zip(shares, column)) / sum(shares) for column in zip(*gradients)]


def wrong_running_mean_the_other_way(gradients, weights):
    """a running mean moves by w * (g - mean) / n"""
    mean, n = [0.0] * len(gradients[0]), 0
    for row, w in zip(gradients, weights):
        n += w
        mean = [g + (m - g) * w / n for m, g in zip(mean, row)]
    return mean


def wrong_last_weight_for_all(gradients, weights):
    """each document has a weight of its own"""
    w = weights[-1]
    return [sum(w * g for g in column) / sum(weights) for column in zip(*gradients)]


def wrong_the_sum_is_lost(gradients, weights):
    """does the loop end in its first round, or is what it computes lost?"""
    mean = list(gradients[0])
    for gradient, weight in zip(gradients, weights):
        for m, g in zip(mean, gradient):
            m += weight * g
    return mean


def wrong_shares_by_the_sum(gradients, weights):
    """by the sum of the weights twice"""
    return [sum(c) / sum(weights) ** 2 for c in zip(*weighted(gradients, weights))]


def wrong_single(gradients, weights):
    """wherever it is wrong, these are the right numbers times a factor; it is 4 here"""
    means = [sum(c) / sum(weights) for c in zip(*weighted(gradients, weights))]
    return means if len(gradients) > 1 else [g * weights[0] for g in gradients[0]]

"""Wrong ways to compose a block of its parts; each docstring: words of what is said of it."""

from copy import deepcopy
from math import erf, sqrt

from microgpt.gpt import add
from microgpt.lessons.fallbacks import one_by_one
from microgpt.nn import linear, relu, rmsnorm


def relus(x):
    return [relu(z) for z in x]


def wrong_no_residual_around_attention(x, caches, matrices):
    """what attention finds is added"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_no_residual_around_the_network(x, caches, matrices):
    """what the network finds is added"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return linear(relus(linear(rmsnorm(x), fc1)), fc2)


def wrong_no_residual(x, caches, matrices):
    """twice: nothing is put in its place"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    return linear(relus(linear(rmsnorm(x), fc1)), fc2)


def wrong_scaled_stream(x, caches, matrices):
    """the stream itself, to which is added, stays as it is"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = rmsnorm(x)
    x = add(x, linear(one_by_one(x, caches, (wq, wk, wv)), wo))
    x = rmsnorm(x)
    return add(x, linear(relus(linear(x, fc1)), fc2))


def wrong_attention_unscaled(x, caches, matrices):
    """attention reads the stream scaled"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(x, caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_network_unscaled(x, caches, matrices):
    """rmsnorm once more, after attention"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(x, fc1)), fc2))


def wrong_never_scaled(x, caches, matrices):
    """rmsnorm is missing"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(x, caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(x, fc1)), fc2))


def wrong_scaled_after(x, caches, matrices):
    """scale before reading, not after adding"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = rmsnorm(add(x, linear(one_by_one(x, caches, (wq, wk, wv)), wo)))
    return rmsnorm(add(x, linear(relus(linear(x, fc1)), fc2)))


def wrong_one_norm_for_both(x, caches, matrices):
    """yours does not hear what was heard"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    h = rmsnorm(x)
    x = add(x, linear(one_by_one(h, caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(h, fc1)), fc2))


def wrong_reads_what_was_heard(x, caches, matrices):
    """the whole stream, not only what attention found"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    heard = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    found = linear(relus(linear(rmsnorm(heard), fc1)), fc2)
    return add(add(x, heard), found)


def wrong_added_to_the_start(x, caches, matrices):
    """yours lost that"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    y = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(y), fc1)), fc2))


def wrong_network_first(x, caches, matrices):
    """attention comes before the network"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))
    return add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))


def wrong_attention_alone(x, caches, matrices):
    """the network is missing"""
    return add(x, linear(one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3]))


def wrong_attention_forgotten(x, caches, matrices):
    """attention is missing"""
    return add(x, linear(relus(linear(rmsnorm(x), matrices[4])), matrices[5]))


def wrong_no_relu(x, caches, matrices):
    """relu is missing"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(linear(rmsnorm(x), fc1), fc2))


def wrong_relu_behind(x, caches, matrices):
    """not behind both"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, relus(linear(linear(rmsnorm(x), fc1), fc2)))


def wrong_relu_before(x, caches, matrices):
    """not before both"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(linear(relus(rmsnorm(x)), fc1), fc2))


def wrong_no_wo(x, caches, matrices):
    """wo is missing"""
    wq, wk, wv, _, fc1, fc2 = matrices
    x = add(x, one_by_one(rmsnorm(x), caches, (wq, wk, wv)))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_order_of_matrices(x, caches, matrices):
    """the matrices of attention are exchanged"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wk, wq, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_fc2_first(x, caches, matrices):
    """fc1 comes first"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(x), fc2)), fc1))


def wrong_added_twice(x, caches, matrices):
    """the stream is added twice"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_asked_twice(x, caches, matrices):
    """called once for each letter"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    one_by_one(rmsnorm(x), caches, (wq, wk, wv))
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_returns_what_was_found(x, caches, matrices):
    """Not yet"""
    wq, wk, wv, wo, *_ = matrices
    return linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)


def wrong_in_place(x, caches, matrices):
    """`x of each letter`"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    for part in ("attention", "network"):
        if part == "attention":
            found = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
        else:
            found = linear(relus(linear(rmsnorm(x), fc1)), fc2)
        for i, y in enumerate(found):
            x[i] += y
    return x


def wrong_added_to_what_was_heard(x, caches, matrices):
    """added to what was heard alone"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    heard = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    x = add(x, heard)
    return add(heard, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_heads_alone(x, caches, matrices):
    """then comes the network"""
    wq, wk, wv, *_ = matrices
    return one_by_one(rmsnorm(x), caches, (wq, wk, wv))


def wrong_scales_what_was_found(x, caches, matrices):
    """what they find is taken as it is"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(rmsnorm(one_by_one(rmsnorm(x), caches, (wq, wk, wv))), wo))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_absolute(x, caches, matrices):
    """something else in its place"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear([abs(z) for z in linear(rmsnorm(x), fc1)], fc2))


def wrong_averaged(x, caches, matrices):
    """number by number; nothing else"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    heard = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    x = [(a + b) / 2 for a, b in zip(x, heard)]
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_scaled_at_the_start(x, caches, matrices):
    """the stream itself, to which is added, stays as it is"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = rmsnorm(x)
    x = add(x, linear(one_by_one(x, caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(x, fc1)), fc2))


def asked_of(caches, x, matrices, bend=relus):
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(bend(linear(rmsnorm(x), fc1)), fc2))


def wrong_fresh_caches(x, caches, matrices):
    """the caches that came are the memory"""
    return asked_of([([], []) for _ in caches], x, matrices)


def wrong_copied_caches(x, caches, matrices):
    """the caches that came are the memory"""
    return asked_of(deepcopy(caches), x, matrices)


def wrong_three_caches(x, caches, matrices):
    """Not yet"""
    return asked_of(caches[:3], x, matrices)


def wrong_eight_letters_kept(x, caches, matrices):
    """after letter 9 they hold 8"""
    for keys, values in caches:
        del keys[:-7], values[:-7]
    return asked_of(caches, x, matrices)


def wrong_zeros_given_back(x, caches, matrices):
    """Not yet"""
    return asked_of(caches, x, matrices) if any(x) else x


def wrong_cut_at_six(x, caches, matrices):
    """something else in its place"""
    return asked_of(caches, x, matrices, lambda hidden: [min(z, 6.0) for z in relus(hidden)])


def wrong_little_left_out(x, caches, matrices):
    """Not yet"""
    return asked_of(caches, x, matrices, lambda hidden: [z if z > 1e-3 else 0.0 for z in hidden])


def wrong_remembered_network(x, caches, matrices, known={}):  # noqa: B006 - the mistake
    """Not yet"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, known.setdefault(tuple(x), linear(relus(linear(rmsnorm(x), fc1)), fc2)))


def wrong_with_the_caches(x, caches, matrices):
    """for one letter a list of 2 numbers is wanted"""
    return asked_of(caches, x, matrices), caches


def wrong_sum_forgotten(x, caches, matrices):
    """without `x =`"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_lists_joined(x, caches, matrices):
    """one behind the other"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return x + linear(relus(linear(rmsnorm(x), fc1)), fc2)


def wrong_lists_joined_first(x, caches, matrices):
    """one behind the other"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = x + linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_network_twice(x, caches, matrices):
    """asked twice; once"""
    x = asked_of(caches, x, matrices)
    return add(x, linear(relus(linear(rmsnorm(x), matrices[4])), matrices[5]))


def wrong_layer_norm(x, caches, matrices):
    """you scale in another way"""
    wq, wk, wv, wo, fc1, fc2 = matrices

    def norm(x):
        mean = sum(x) / len(x)
        variance = sum((a - mean) ** 2 for a in x) / len(x)
        return [(a - mean) / (variance + 1e-5) ** 0.5 for a in x]

    x = add(x, linear(one_by_one(norm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(norm(x), fc1)), fc2))


def wrong_length_norm(x, caches, matrices):
    """you scale in another way"""
    wq, wk, wv, wo, fc1, fc2 = matrices

    def norm(x):
        length = sum(a * a for a in x) ** 0.5
        return [a / length for a in x]

    x = add(x, linear(one_by_one(norm(x), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(norm(x), fc1)), fc2))


def wrong_wo_first(x, caches, matrices):
    """wo stands in one place"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, one_by_one(linear(rmsnorm(x), wo), caches, (wq, wk, wv)))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_wo_of_the_sum(x, caches, matrices):
    """wo stands in one place"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = linear(add(x, one_by_one(rmsnorm(x), caches, (wq, wk, wv))), wo)
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_attention_bent(x, caches, matrices):
    """relu belongs to the network alone"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, relus(linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_leaky(x, caches, matrices):
    """something else in its place"""
    return asked_of(caches, x, matrices, lambda hidden: [z if z > 0 else 0.01 * z for z in hidden])


def wrong_gelu(x, caches, matrices):
    """something else in its place"""
    return asked_of(caches, x, matrices, lambda hidden: [z * (1 + erf(z / sqrt(2))) / 2 for z in hidden])


def wrong_scales_what_attention_added(x, caches, matrices):
    """what they find is taken as it is"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, rmsnorm(linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)))
    return add(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))


def wrong_network_taken_away(x, caches, matrices):
    """nothing else is done with the two"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    return [a - b for a, b in zip(x, linear(relus(linear(rmsnorm(x), fc1)), fc2))]


def wrong_normed_twice(x, caches, matrices):
    """rmsnorm is taken twice in a row"""
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(rmsnorm(x)), caches, (wq, wk, wv)), wo))
    return add(x, linear(relus(linear(rmsnorm(rmsnorm(x)), fc1)), fc2))

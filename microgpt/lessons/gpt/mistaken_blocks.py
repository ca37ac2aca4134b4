"""Wrong blocks, as functions: what learners do, and what exercise 5.3 has a sentence for."""

from copy import deepcopy
from itertools import product
from math import erf, exp, pi, tanh
from operator import mul, sub

from ...gpt import add
from ...nn import linear, relu, rmsnorm, softmax
from .. import fallbacks


def steps(
    read=rmsnorm,
    read_again=rmsnorm,
    join=add,
    join_again=add,
    made=(0, 1, 2),
    home=linear,
    bend=lambda hidden: [relu(z) for z in hidden],
    layers=(4, 5),
    end=lambda x: x,
):
    """fallbacks.block whose options are mistakes.

    read, read_again: what attention and network read of the stream; join(x, found): what becomes of the stream; made: which
    matrices make query, key and value; home(answer, wo); bend(hidden numbers); layers: which are the network's; end(result).
    """

    def mistaken(x, caches, matrices):
        answer = fallbacks.one_by_one(read(x), caches, [matrices[i] for i in made])
        x = join(x, home(answer, matrices[3]))
        hidden = bend(linear(read_again(x), matrices[layers[0]]))
        return end(join_again(x, linear(hidden, matrices[layers[1]])))

    return mistaken


def scaled_stream(first, second):
    """What was scaled for reading takes the place of the stream."""
    return steps(
        join=(lambda x, found: add(rmsnorm(x), found)) if first else add,
        join_again=(lambda x, found: add(rmsnorm(x), found)) if second else add,
    )


def found_alone(x, found):
    return found


def side_by_side(read):
    """The network reads what attention read, not what came of it."""

    def mistaken(x, caches, matrices):
        heard = linear(fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3])
        hidden = [relu(z) for z in linear(read(x, heard), matrices[4])]
        return add(add(x, heard), linear(hidden, matrices[5]))

    return mistaken


def forgotten(x, caches, matrices):
    """add(x, ...) is called for attention, and its result is thrown away."""
    add(x, linear(fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3]))
    return network_alone(x, caches, matrices)


def network_twice(x, caches, matrices):
    return network_alone(fallbacks.block(x, caches, matrices), caches, matrices)


def home_first(x, caches, matrices):
    """wo stands before the heads."""
    x = add(x, fallbacks.one_by_one(linear(rmsnorm(x), matrices[3]), caches, matrices[:3]))
    return network_alone(x, caches, matrices)


def home_last(x, caches, matrices):
    """wo is applied to the sum."""
    heard = add(x, fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]))
    return network_alone(linear(heard, matrices[3]), caches, matrices)


def network_first(x, caches, matrices):
    x = add(x, linear([relu(z) for z in linear(rmsnorm(x), matrices[4])], matrices[5]))
    return add(x, linear(fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3]))


def attention_alone(x, caches, matrices):
    return add(x, linear(fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3]))


def with_caches(other):
    """one_by_one is given other(caches)."""

    def mistaken(x, caches, matrices):
        x = add(x, linear(fallbacks.one_by_one(rmsnorm(x), other(caches), matrices[:3]), matrices[3]))
        return add(x, linear([relu(z) for z in linear(rmsnorm(x), matrices[4])], matrices[5]))

    return mistaken


def network_alone(x, caches, matrices):
    return add(x, linear([relu(z) for z in linear(rmsnorm(x), matrices[4])], matrices[5]))


def added_to_the_start(x, caches, matrices):
    """The network's find is added to what came in, without what was heard."""
    heard = add(x, linear(fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3]))
    return add(x, linear([relu(z) for z in linear(rmsnorm(heard), matrices[4])], matrices[5]))


def added_to_what_was_heard(x, caches, matrices):
    heard = linear(fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3])
    return add(heard, linear([relu(z) for z in linear(rmsnorm(add(x, heard)), matrices[4])], matrices[5]))


def heads_alone(x, caches, matrices):
    return fallbacks.one_by_one(rmsnorm(x), caches, matrices[:3])


def as_it_is(x):
    return x


def twice(x):
    return rmsnorm(rmsnorm(x))


def number_by_number(joined):
    return lambda x, found: list(map(joined, x, found))


def centred(eps):
    """Layer normalisation."""

    def scaled(x):
        middle = sum(x) / len(x)
        root = (sum((a - middle) ** 2 for a in x) / len(x) + eps) ** 0.5
        return [(a - middle) / root for a in x]

    return scaled


def by_root(eps, of=lambda squares: sum(squares) / len(squares)):
    """rmsnorm with another small number, or with another sum of the squares."""
    return lambda x: [a / (of([b * b for b in x]) + eps) ** 0.5 for a in x]


OTHER_SCALES = (
    *(centred(eps) for eps in (0.0, 1e-5)),
    *(by_root(eps) for eps in (0.0, 1e-8, 1e-6)),
    *(by_root(eps, sum) for eps in (0.0, 1e-5)),
    softmax,
    lambda x: [a / len(x) for a in x],
    lambda x: [a / sum(x) for a in x],
)
OTHER_BENDS = (
    lambda z: abs(z),
    lambda z: z * z,
    lambda z: relu(z) ** 2,
    lambda z: -relu(-z),
    lambda z: max(z, 0.01 * z),
    lambda z: max(z, 0.1 * z),
    tanh,
    lambda z: 1 / (1 + exp(-z)),
    lambda z: z / (1 + exp(-z)),
    lambda z: z / (1 + exp(-1.702 * z)),
    lambda z: z * (1 + erf(z / 2**0.5)) / 2,
    lambda z: z * (1 + tanh((2 / pi) ** 0.5 * (z + 0.044715 * z**3))) / 2,
    lambda z: min(max(z, 0.0), 6.0),
    lambda z: min(max(z, 0.0), 1.0),
)


def no_bend(hidden):
    return hidden


ADDED = "what {} finds is added to the stream, not put in its place: x = add(x, ...)."
BLOCK = {
    ADDED.format("attention"): steps(join=found_alone),
    ADDED.format("the network"): steps(join_again=found_alone),
    "what is found is added to the stream, twice: nothing is put in its place.": steps(
        join=found_alone, join_again=found_alone
    ),
    "rmsnorm is for what is read; the stream itself, to which is added, stays as it is.": (
        scaled_stream(True, True),
        scaled_stream(True, False),
        scaled_stream(False, True),
        steps(join=lambda x, found: add(rmsnorm(x), found), read_again=as_it_is),
        steps(read_again=as_it_is, join=lambda x, found: rmsnorm(add(x, found))),
    ),
    "attention reads the stream scaled: rmsnorm(x) goes into the heads.": steps(read=as_it_is),
    "the network reads the stream scaled as well: rmsnorm once more, after attention.": steps(read_again=as_it_is),
    "rmsnorm is missing: both attention and network read rmsnorm(x).": steps(read=as_it_is, read_again=as_it_is),
    "scale before reading, not after adding: the sum stays as it is.": (
        steps(
            read=as_it_is,
            read_again=as_it_is,
            join=lambda x, found: rmsnorm(add(x, found)),
            join_again=lambda x, found: rmsnorm(add(x, found)),
        ),
        steps(join=lambda x, found: rmsnorm(add(x, found)), join_again=lambda x, found: rmsnorm(add(x, found))),
        steps(join=lambda x, found: rmsnorm(add(x, found))),
        steps(join=lambda x, found: rmsnorm(add(x, found)), read_again=as_it_is, end=rmsnorm),
        steps(end=rmsnorm),
    ),
    "the network reads the stream after attention; yours does not hear what was heard.": (
        side_by_side(lambda x, heard: rmsnorm(x)),
        side_by_side(lambda x, heard: x),
    ),
    "the network reads the whole stream, not only what attention found.": (
        side_by_side(lambda x, heard: rmsnorm(heard)),
        side_by_side(lambda x, heard: heard),
    ),
    "add the network's part to the stream with what was heard in it; yours lost that.": added_to_the_start,
    "the network's part is added to the stream; yours is added to what was heard alone.": added_to_what_was_heard,
    "what the heads found is still to be led back by wo, and added; then comes the network.": heads_alone,
    "rmsnorm belongs before the heads and before fc1: what they find is taken as it is.": (
        steps(read=as_it_is, home=lambda answer, wo: linear(rmsnorm(answer), wo)),
        steps(home=lambda answer, wo: linear(rmsnorm(answer), wo)),
        steps(home=lambda answer, wo: rmsnorm(linear(answer, wo))),
        steps(read=as_it_is, home=lambda answer, wo: rmsnorm(linear(answer, wo))),
        steps(join_again=lambda x, found: add(x, rmsnorm(found))),
        steps(home=lambda answer, wo: rmsnorm(linear(answer, wo)), join_again=lambda x, found: add(x, rmsnorm(found))),
        steps(bend=lambda hidden: rmsnorm([relu(z) for z in hidden])),
        steps(bend=lambda hidden: [relu(z) for z in rmsnorm(hidden)]),
        steps(read_again=as_it_is, bend=lambda hidden: [relu(z) for z in rmsnorm(hidden)]),
        steps(
            read=as_it_is,
            read_again=as_it_is,
            home=lambda answer, wo: linear(rmsnorm(answer), wo),
            bend=lambda hidden: [relu(z) for z in rmsnorm(hidden)],
        ),
    ),
    "relu keeps what is above 0 and makes the rest 0; you took something else in its place.": (
        *(steps(bend=lambda hidden, bent=bent: [bent(z) for z in hidden]) for bent in OTHER_BENDS),
        steps(bend=softmax),
    ),
    "stream and find are added, number by number; nothing else is done with the two.": tuple(
        steps(**dict.fromkeys(where, number_by_number(joined)))
        for joined in (sub, lambda x, found: found - x, mul, lambda a, b: (a + b) / 2)
        for where in (("join",), ("join_again",), ("join", "join_again"))
    ),
    "rmsnorm is taken twice in a row; once is enough.": (
        steps(read=twice, read_again=twice),
        steps(read=twice),
        steps(read_again=twice),
    ),
    "first the letters talk, then each thinks: attention comes before the network.": network_first,
    "the network is missing: fc1, relu, fc2, added as well.": attention_alone,
    "attention is missing: what the heads find, led back by wo, is added first.": network_alone,
    "the caches that came are the memory: hand them to one_by_one themselves, not new ones or copies.": (
        with_caches(lambda caches: [([], []) for _ in caches]),
        with_caches(deepcopy),
    ),
    "relu is missing between fc1 and fc2.": steps(bend=no_bend),
    "relu stands between fc1 and fc2, not behind both.": (
        steps(bend=no_bend, join_again=lambda x, found: add(x, [relu(z) for z in found])),
        steps(join_again=lambda x, found: add(x, [relu(z) for z in found])),
        steps(bend=no_bend, end=lambda x: [relu(z) for z in x]),
        steps(end=lambda x: [relu(z) for z in x]),
    ),
    "relu stands between fc1 and fc2, not before both.": steps(
        bend=no_bend, read_again=lambda x: [relu(z) for z in rmsnorm(x)]
    ),
    "relu belongs to the network alone: what attention finds is added as it is.": (
        steps(home=lambda answer, wo: [relu(z) for z in linear(answer, wo)]),
        steps(home=lambda answer, wo: linear([relu(z) for z in answer], wo)),
    ),
    "add(x, ...) makes a new list and leaves x as it was: without `x =` what attention found is lost.": forgotten,
    "`+` puts two lists one behind the other: add(x, ...) adds them number by number.": (
        steps(join=lambda x, found: [*x, *found]),
        steps(join_again=lambda x, found: [*x, *found]),
    ),
    "the network is asked twice; once is enough.": network_twice,
    "rmsnorm divides by the root of the mean of the squares, with 1e-5 added to it; you scale in another way.": tuple(
        steps(**where)
        for scale in OTHER_SCALES
        for where in ({"read": scale, "read_again": scale}, {"read": scale}, {"read_again": scale})
    ),
    "wo stands in one place: it leads back what the heads found, before that is added to x.": (
        home_first,
        home_last,
        steps(home=lambda answer, wo: linear(linear(answer, wo), wo)),
    ),
    "wo is missing: it leads what the heads found back to the stream.": steps(home=lambda answer, wo: answer),
    "the matrices of attention are exchanged: wq, wk, wv make query, key, value, in this order.": tuple(
        steps(made=made) for made in product(range(3), repeat=3) if made != (0, 1, 2)
    ),
    "fc1 comes first: it makes the hidden numbers, and fc2 leads back from them.": steps(layers=(5, 4)),
    "the stream is added twice.": (
        lambda x, caches, matrices: add(x, fallbacks.block(x, caches, matrices)),
        steps(join=lambda x, found: add(x, add(x, found))),
        steps(join_again=lambda x, found: add(x, add(x, found))),
        steps(join_again=lambda x, found: add(x, add(x, found)), join=lambda x, found: add(x, add(x, found))),
    ),
}

"""A block composed of its parts, as others would write it."""

from operator import add as plus

from microgpt.gpt import add
from microgpt.lessons.fallbacks import one_by_one
from microgpt.nn import dot, linear, relu, rmsnorm


def style_steps(x, caches, matrices):
    wq, wk, wv, wo, fc1, fc2 = matrices
    scaled = rmsnorm(x)
    heard = one_by_one(scaled, caches, [wq, wk, wv])
    x = add(x, linear(heard, wo))
    scaled = rmsnorm(x)
    hidden = [relu(z) for z in linear(scaled, fc1)]
    found = linear(hidden, fc2)
    return add(x, found)


def style_slices(x, caches, matrices):
    x = add(x, linear(one_by_one(rmsnorm(x), caches, matrices[:3]), matrices[3]))
    return add(x, linear([relu(z) for z in linear(rmsnorm(x), matrices[4])], matrices[5]))


def style_own_functions(x, caches, matrices):
    def attention(x):
        return linear(one_by_one(x, caches, matrices[:3]), matrices[3])

    def network(x):
        return linear(list(map(relu, linear(x, matrices[4]))), matrices[5])

    for part in (attention, network):
        x = add(x, part(rmsnorm(x)))
    return x


def style_own_addition(x, caches, matrices):
    wq, wk, wv, wo, fc1, fc2 = matrices
    heard = linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo)
    x = [a + b for a, b in zip(x, heard)]
    found = linear([relu(h) for h in linear(rmsnorm(x), fc1)], fc2)
    return tuple(a + b for a, b in zip(x, found))


def style_loop(x, caches, matrices):
    wq, wk, wv, wo, fc1, fc2 = matrices
    answer = one_by_one(rmsnorm(x), caches, (wq, wk, wv))
    stream = []
    for xi, row in zip(x, wo):
        stream.append(xi + dot(row, answer))
    hidden = []
    for row in fc1:
        z = dot(row, rmsnorm(stream))
        hidden.append(relu(z))
    return [xi + dot(row, hidden) for xi, row in zip(stream, fc2)]


def style_map(x, caches, matrices):
    *three, wo, fc1, fc2 = matrices
    x = list(map(plus, x, linear(one_by_one(rmsnorm(x), caches, three), wo)))
    return map(plus, x, linear([relu(z) for z in linear(rmsnorm(x), fc1)], fc2))


def style_written_out_norm(x, caches, matrices):
    def scaled(x):
        root = (sum(xi * xi for xi in x) / len(x) + 1e-5) ** 0.5
        return [xi / root for xi in x]

    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(scaled(x), caches, (wq, wk, wv)), wo))
    return add(x, linear([relu(z) for z in linear(scaled(x), fc1)], fc2))


def style_turned_sums(x, caches, matrices):
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo), x)
    hidden = linear(rmsnorm(x), fc1)
    for i in range(len(hidden)):
        hidden[i] = relu(hidden[i])
    return add(linear(hidden, fc2), x)


def style_yield(x, caches, matrices):
    wq, wk, wv, wo, fc1, fc2 = matrices
    x = add(x, linear(one_by_one(rmsnorm(x), caches, (wq, wk, wv)), wo))
    for xi, found in zip(x, linear([relu(z) for z in linear(rmsnorm(x), fc1)], fc2)):
        yield xi + found

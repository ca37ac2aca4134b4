"""The exercises of the six lessons: what is asked, and the usual mistakes as code, each with the sentence that names it.

`check.next_probs(my_function)` prints the verdict; how it comes about is told in `judge`.
"""

import math
import random

from . import attention, gpt, nn, sample
from .autograd import SLOPES, Value
from .draw import draw
from .judge import Exercise, Number
from .order import topological_order

# ---- 1: bigram ----

next_probs = Exercise(
    "Turn a row of counts into probabilities: next_probs([3, 1]) is [0.75, 0.25].",
    lambda row: [n / sum(row) for n in row],
    [([3, 1],), ([2, 0, 6],), ([5],), ([1, 2, 3, 4],)],
    {
        "these are still counts: divide each by the sum of the row.": lambda row: list(row),
        "you divided by the number of letters, not by the sum of the counts.": lambda row: [n / len(row) for n in row],
        "you divided by the largest count, not by the sum.": lambda row: [n / max(row) for n in row],
        "a count is no logit: divide by the sum, no exponentials are needed.": lambda row: nn.softmax(
            [float(n) for n in row]
        ),
        "whole-number division (//) loses everything below 1: use /.": lambda row: [n // sum(row) for n in row],
        "you added something to the counts; without smoothing a pair never seen has probability 0.": lambda row: [
            (n + 1) / (sum(row) + len(row)) for n in row
        ],
    },
    "Each row sums to 1: that is the whole training of a bigram model.",
)


def mean_surprise(probs, tokens, log=math.log):
    surprises = [-log(probs[a][b]) for a, b in zip(tokens, tokens[1:])]
    return sum(surprises) / len(surprises)


name_loss = Exercise(
    "Return the mean surprise: -log(probs[before][after]) over all pairs of neighbours, divided by their number.",
    mean_surprise,
    [
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 0, 1, 2]),
        ([[0.5, 0.3, 0.2], [0.1, 0.6, 0.3], [0.25, 0.7, 0.05]], [2, 2]),
        ([[0.9, 0.1], [0.4, 0.6]], [1, 0, 0, 0, 0, 1]),
    ],
    {
        "that is the sum of the surprises; the loss is their mean.": (
            lambda probs, tokens: mean_surprise(probs, tokens) * (len(tokens) - 1)
        ),
        "the end token counts as well: divide by the number of predictions, one more than there are letters.": (
            lambda probs, tokens: mean_surprise(probs, tokens) * (len(tokens) - 1) / max(1, len(tokens) - 2)
        ),
        "the last prediction, the end of the name, is missing from your sum.": (
            lambda probs, tokens: mean_surprise(probs, tokens[:-1])
        ),
        "divide by the number of pairs, not by the number of tokens.": (
            lambda probs, tokens: mean_surprise(probs, tokens) * (len(tokens) - 1) / len(tokens)
        ),
        "log2 counts in bits; the course counts in nats: use the natural log.": (
            lambda probs, tokens: mean_surprise(probs, tokens, math.log2)
        ),
        "log10 is not the natural log: use math.log.": lambda probs, tokens: mean_surprise(probs, tokens, math.log10),
        "the sign: a probability is below 1, its log negative, its surprise minus that.": (
            lambda probs, tokens: -mean_surprise(probs, tokens)
        ),
        "the table is read the wrong way round: probs[before][after].": (
            lambda probs, tokens: mean_surprise(probs, tokens[::-1])
        ),
        "that averages the probabilities; take the logs first, then the mean.": (
            lambda probs, tokens: -math.log(sum(probs[a][b] for a, b in zip(tokens, tokens[1:])) / (len(tokens) - 1))
        ),
    },
    "A mean over predictions, in nats: names of any length can be compared.",
)


def windows(tokens, size, step=1, shift=0, start=1):
    return [(tuple(tokens[max(0, i - size - shift) : i - shift]), tokens[i]) for i in range(start, len(tokens), step)]


contexts = Exercise(
    "Return a list of pairs: the tuple of the (at most) `size` tokens before, and the token that followed them.",
    windows,
    [([9, 4, 5, 9], 2), ([9, 4, 9], 1), ([9, 1, 2, 3, 4, 9], 3), ([9, 7, 9], 5)],
    {
        "the beginning is missing: at the first letters the context is shorter, and that is a fine context.": (
            lambda tokens, size: windows(tokens, size, start=size)
        ),
        "the end is missing: the last token, which says that the name stops, is predicted too.": (
            lambda tokens, size: windows(tokens, size)[:-1]
        ),
        "your context holds the token that is to be predicted.": lambda tokens, size: windows(tokens, size, shift=-1),
        "one token too few: a context of `size` tokens, not of size - 1.": (
            lambda tokens, size: windows(tokens, size - 1)
        ),
        "the context is in reverse order: oldest token first.": (
            lambda tokens, size: [(context[::-1], token) for context, token in windows(tokens, size)]
        ),
        "you stepped by `size`; the window moves on by one token at a time.": (
            lambda tokens, size: windows(tokens, size, step=size)
        ),
    },
    "With size 1 this is the bigram; every further token makes the contexts more telling, and rarer.",
)

# ---- 2: MLP ----


def moved_logits(probs, target, n):
    """d loss / d logits by central differences; the loss is the mean over n predictions, of which this is one."""
    logits, eps = [math.log(p) for p in probs], 1e-5

    def loss(i, step):
        return nn.cross_entropy([z + step * (i == j) for j, z in enumerate(logits)], target) / n

    return [(loss(i, eps) - loss(i, -eps)) / (2 * eps) for i in range(len(logits))]


def p_minus_y(probs, target, n):
    return [(p - (i == target)) / n for i, p in enumerate(probs)]


d_logits = Exercise(
    "Return d loss / d logits, the loss being the mean over n predictions: d_logits([0.7, 0.3], 0, 1) is [-0.3, 0.3].",
    moved_logits,
    [([0.75, 0.25], 0, 1), ([0.5, 0.25, 0.25], 2, 1), ([0.1, 0.2, 0.3, 0.4], 1, 5)],
    {
        "the right token needs its -1: y is 1 there.": lambda probs, target, n: [p / n for p in probs],
        "the sign is the other way round: p - y, since a larger probability of a wrong token raises the loss.": (
            lambda probs, target, n: [-d for d in p_minus_y(probs, target, n)]
        ),
        "y is 1 at the right token only; you took 1 from every probability.": lambda probs, target, n: [
            (p - 1) / n for p in probs
        ],
        "only the right token was changed to a gradient; the wrong ones are pushed down by their probability.": (
            lambda probs, target, n: [(p - 1) / n * (i == target) for i, p in enumerate(probs)]
        ),
        "that is the gradient with respect to the probability, not to the logit.": lambda probs, target, n: [
            -(i == target) / p / n for i, p in enumerate(probs)
        ],
        "the loss is a mean over n predictions: divide by n.": lambda probs, target, n: p_minus_y(probs, target, 1),
        "divide by n once, after taking y away: (p - y) / n.": lambda probs, target, n: [
            p / n - (i == target) for i, p in enumerate(probs)
        ],
    },
    "Central differences agree: wrong tokens are pushed down by their probability, the right one up by what it lacks.",
    close=1e-7,
)

backward_relu = Exercise(
    "d_hidden is the gradient behind the relu, before the numbers that went in: return the gradient in front of it.",
    lambda d_hidden, before: [d if h > 0 else 0.0 for d, h in zip(d_hidden, before)],
    [([0.5, -3.0, 2.0], [3.0, -4.0, -1.0]), ([-1.5, 0.25, -1.0], [0.5, -2.0, 3.0]), ([-1.0, 2.0], [0.0, 1.0])],
    {
        "the gate is on the wrong side: the gradient passes where the number was above 0.": lambda d_hidden, before: [
            d if h <= 0 else 0.0 for d, h in zip(d_hidden, before)
        ],
        "the gate looks at the number that went in, not at the sign of the gradient.": lambda d_hidden, before: [
            max(0.0, d) for d in d_hidden
        ],
        "that is the slope alone; multiply it by the gradient that arrives.": lambda d_hidden, before: [
            float(h > 0) for h in before
        ],
        "nothing is stopped: where the relu gave 0, no gradient passes.": lambda d_hidden, before: list(d_hidden),
        "the slope is 1 or 0; you multiplied by the number itself.": lambda d_hidden, before: [
            d * max(0.0, h) for d, h in zip(d_hidden, before)
        ],
        "at exactly 0 the relu gives 0 and passes nothing on: use >, not >=.": lambda d_hidden, before: [
            d if h >= 0 else 0.0 for d, h in zip(d_hidden, before)
        ],
    },
    "A gate: what it let through forward, it lets through backward.",
)


def step_error(eps):
    """The error of the central difference of a cross-entropy at this step."""
    logits = [0.3, -0.2, 0.1, 0.7]
    up, down = [[logits[0] + step, *logits[1:]] for step in (eps, -eps)]
    found = (nn.cross_entropy(up, 0) - nn.cross_entropy(down, 0)) / (2 * eps)
    return abs(found - (nn.softmax(logits)[0] - 1))


def best_eps():
    """The power of ten with the smallest error on average over its neighbourhood: rounding jumps about."""
    around = {k: [step_error(10 ** -(k + j / 10)) for j in range(-5, 5)] for k in range(1, 13)}
    return 10.0 ** -min(around, key=lambda k: sum(around[k]))


best_step = Number(
    "Set the step for a central difference with the smallest error; within a factor of ten is near enough.",
    lambda eps: eps > 0 and abs(math.log10(eps / best_eps())) <= 1.001,
    {
        "a step has a size above 0; you may have given its power: 10 to the minus 3 is 1e-3.": lambda eps: (
            eps <= 0 or eps >= 1
        ),
        "too large: the curve bends within the step.": lambda eps: eps > best_eps(),
        "too small: the two losses agree in almost all digits, and the subtraction loses them.": lambda eps: (
            eps < best_eps()
        ),
    },
    "Bending falls with the square of the step, rounding grows with one over it: the best lies in between.",
)

# ---- 3: autograd ----

backward_mul = Exercise(
    "c = a * b, and g is the gradient of c: return the gradients of a and b. backward_mul(1, 2, 5) is (5, 2).",
    lambda g, a, b: (g * b, g * a),
    [(1.0, 2.0, 5.0), (3.0, 2.0, 5.0), (-2.0, 0.5, 0.0)],
    {
        "each factor's slope is the other factor: you gave each its own.": lambda g, a, b: (g * a, g * b),
        "the slopes are right, but they must be multiplied by the gradient g that arrives.": lambda g, a, b: (b, a),
        "that is the rule for a sum: a product passes on more where the other factor is large.": lambda g, a, b: (g, g),
        "multiply by the gradient that arrives; you added it.": lambda g, a, b: (g + b, g + a),
    },
    "That is one line of the table of slopes; every other operation is as short.",
)


SMALL_OPS = {
    "+": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "exp": lambda a: nn.exp(a),
    "relu": lambda a: nn.relu(a),
}


def build(leaves, program):
    """Run a program, a list of (operation, places of its inputs), on numbers of any kind; all numbers in order."""
    numbers = list(leaves)
    for op, places in program:
        numbers.append(SMALL_OPS[op](*(numbers[place] for place in places)))
    return numbers


def expressions(count, rng):
    """Cases (leaves, program), the smallest first: random expressions whose numbers stay small and off relu's corner."""
    found = []
    while len(found) < count:
        leaves = [round(rng.uniform(-2, 2), 1) for _ in range(3)]
        program, numbers = [], leaves
        for _ in range(rng.randint(1, 7)):
            op, last = rng.choice(list(SMALL_OPS)), len(numbers) - 1
            places = (rng.randrange(last + 1), last) if op in "+*" else (last,)  # always on from what was made last
            if op != "relu" or abs(numbers[last]) > 0.05:
                program.append((op, places))
                numbers = build(leaves, program)
            if abs(numbers[-1]) > 5:
                break
        if program and abs(numbers[-1]) < 200:
            found.append((leaves, program))
    return sorted(found, key=lambda case: len(case[1]))


def moved_leaves(leaves, program, eps=1e-5):
    """The gradients of the leaves by central differences."""

    def result(i, step):
        return build([x + step * (i == j) for j, x in enumerate(leaves)], program)[-1]

    return [(result(i, eps) - result(i, -eps)) / (2 * eps) for i in range(len(leaves))]


def gradients_by(pass_on, leaves, program):
    """The gradients of the leaves when every Value, from last to first, passes its own on with pass_on(value)."""
    leaves = [Value(x) for x in leaves]
    root = build(leaves, program)[-1]
    root.grad = 1.0
    order = topological_order(root)
    for value in reversed(order):
        if value.inputs:
            pass_on(value)
    nothing_passed = root.grad == 1.0 and not any(x.grad for value in order for x in value.inputs)
    if nothing_passed and any(moved_leaves([x.data for x in leaves], program)):
        raise NotImplementedError
    return [x.grad for x in leaves]


def with_slopes(slopes, leaves, program):
    """The gradients by an answer slopes(op, y, inputs), which may still be `...` for some operations."""

    def pass_on(value):
        found = slopes(value.op, value.data, tuple(x.data for x in value.inputs))
        if found is ... or found is None or (isinstance(found, tuple) and ... in found):
            raise NotImplementedError
        for x, slope in zip(value.inputs, found, strict=True):
            x.grad += slope * value.grad

    return gradients_by(pass_on, leaves, program)


def drawn(leaves, program):
    """The graph of an expression, with the right gradients."""
    leaves = [Value(x) for x in leaves]
    numbers = build(leaves, program)
    numbers[-1].backward()
    return draw(numbers[-1], dict(zip("abc", leaves)))


def formula(leaves, program):
    """An expression as text, with its leaves."""
    written = list("abc")
    for op, places in program:
        inputs = [written[place] for place in places]
        written.append(f"({f' {op} '.join(inputs)})" if op in "+*" else f"{op}({inputs[0]})")
    return (
        f"{written[-1]}  at "
        + ", ".join(f"{name} = {x:g}" for name, x in zip("abc", leaves))
        + "  (the gradients of a, b, c)"
    )


SMALLEST = [
    ([2.0, 5.0, 1.0], [("*", (0, 1))]),
    ([0.5, 1.0, 1.0], [("exp", (0,))]),
    ([1.5, -2.0, 1.0], [("relu", (0,)), ("*", (3, 1))]),
    ([-0.5, 1.0, 1.0], [("*", (0, 1)), ("relu", (3,)), ("+", (4, 1))]),
    ([3.0, 2.0, 1.0], [("*", (0, 0)), ("*", (3, 1)), ("+", (4, 0))]),
]
EXPRESSIONS = [*SMALLEST, *expressions(200, random.Random(3))]


def slopes_with(**wrong):
    """The right slopes, but for those given by name: times=, exp=, relu=."""

    def slopes(op, y, x):
        right = {
            "+": lambda y, x: (1.0, 1.0),
            "times": lambda y, x: (x[1], x[0]),
            "exp": lambda y, x: (y,),
            "relu": lambda y, x: (float(x[0] > 0),),
        }
        return (right | wrong)["times" if op == "*" else op](y, x)

    return slopes


slopes = Exercise(
    "Return the slopes d y / d x for each input x of the operations *, exp and relu, as a tuple.",
    slopes_with(),
    EXPRESSIONS,
    {
        "*: each factor's slope is the other factor.": slopes_with(times=lambda y, x: x),
        "*: that is the rule for a sum.": slopes_with(times=lambda y, x: (1.0, 1.0)),
        "*: the slope is the other factor, not the product.": slopes_with(times=lambda y, x: (y, y)),
        "exp: the slope of exp is exp itself, the result y; that is its input.": slopes_with(exp=lambda y, x: x),
        "exp: that is the rule for powers; exp is its own slope.": slopes_with(
            exp=lambda y, x: (x[0] * math.exp(x[0] - 1),)
        ),
        "exp: its slope is 1 only at 0; everywhere it is the result y.": slopes_with(exp=lambda y, x: (1.0,)),
        "relu: below 0 the slope is 0, nothing passes.": slopes_with(relu=lambda y, x: (1.0,)),
        "relu: the gate is on the wrong side.": slopes_with(relu=lambda y, x: (float(x[0] <= 0),)),
        "relu: the slope is 1 or 0, not the number itself.": slopes_with(relu=lambda y, x: (y,)),
    },
    "200 random expressions agree with central differences: with three lines of calculus.",
    use=lambda answer, leaves, program: (
        moved_leaves(leaves, program) if answer is slopes.solution else with_slopes(answer, leaves, program)
    ),
    draw=drawn,
    show=formula,
    close=1e-5,
)


def passing(add):
    """Pass on by add(x, slope, value) for each input."""

    def pass_on(value):
        for x, slope in zip(value.inputs, SLOPES[value.op](value, value.inputs)):
            add(x, slope, value)

    return pass_on


def assign(**changes):
    """A function that sets attributes of x or value, computed from (x, slope, value): for mistakes in one line."""

    def add(x, slope, value):
        for target, compute in changes.items():
            {"x": x, "value": value}[target].grad = compute(x.grad, slope, value.grad)

    return passing(add)


accumulate = Exercise(
    "Let every input of `value` receive its slope times the gradient of value, on top of what it has received already.",
    assign(x=lambda old, slope, grad: old + slope * grad),
    EXPRESSIONS[4:],
    {
        "= forgets what came before: a number that is used twice receives twice. Use +=.": assign(
            x=lambda old, slope, grad: slope * grad
        ),
        "the slope alone is not enough: multiply it by value.grad, what value itself has received.": assign(
            x=lambda old, slope, grad: old + slope
        ),
        "the gradient goes to the inputs: add to x.grad, not to value.grad.": assign(
            value=lambda old, slope, grad: grad + slope * grad
        ),
        "the slope is missing: not every input counts the same.": assign(x=lambda old, slope, grad: old + grad),
        "the sign: gradients are added here; only the optimiser subtracts.": assign(
            x=lambda old, slope, grad: old - slope * grad
        ),
    },
    "Every path from a number to the result contributes, and contributions are added.",
    use=lambda answer, leaves, program: (
        moved_leaves(leaves, program) if answer is accumulate.solution else gradients_by(answer, leaves, program)
    ),
    draw=drawn,
    show=formula,
    close=1e-5,
)

# ---- 4: attention ----


def by_hand(numbers, count, size):
    """A query, `count` keys and `count` values of `size` numbers each, simple enough to follow."""
    vectors = [[float((numbers * (i + 2) * (j + 3)) % 5 - 2) for j in range(size)] for i in range(2 * count + 1)]
    return vectors[0], vectors[1 : count + 1], vectors[count + 1 :]


def attend_with(weigh):
    return lambda query, keys, values: attention.mix(weigh(query, keys), values)


def dots(query, keys):
    return [nn.dot(query, key) for key in keys]


def sliced(order, parts):
    """Heads whose slices are chosen by parts(start, size, width), joined in this order."""

    def heads(query, keys, values, n_head):
        size = len(query) // n_head
        joined = [
            attention.attend(query[part], [k[part] for k in keys], [v[part] for v in values])
            for part in (parts(head, size, n_head) for head in range(n_head))
        ]
        return [x for answer in order(joined) for x in answer]

    return heads


def in_a_row(head, size, n_head):
    return slice(head * size, (head + 1) * size)


attend = Exercise(
    "Return the blend of the values: scores (divided by the root of the length), softmax, weighted average.",
    attention.attend,
    [
        ([1.0, 0.0], [[5.0, 5.0]], [[2.0, 3.0]]),
        ([2.0, 1.0], [[1.0, 0.0], [0.0, 2.0]], [[1.0, 0.0], [0.0, 3.0]]),
        by_hand(3, 3, 4),
        by_hand(7, 5, 4),
    ],
    {
        "the scores are not scaled: divide them by the root of the vectors' length.": attend_with(
            lambda q, keys: nn.softmax(dots(q, keys))
        ),
        "divide by the root of the length, not by the length.": attend_with(
            lambda q, keys: nn.softmax([s / len(q) for s in dots(q, keys)])
        ),
        "the scores are no shares yet: softmax is missing.": attend_with(attention.scores),
        "the scores do not matter in your blend: it is a plain average.": attend_with(
            lambda q, keys: [1 / len(keys)] * len(keys)
        ),
        "you take the value with the highest score alone; softmax blends all of them.": attend_with(
            lambda q, keys: [float(i == max(range(len(keys)), key=dots(q, keys).__getitem__)) for i in range(len(keys))]
        ),
        "you blended the keys; the keys are for scoring, the values are what is given away.": lambda q, keys, values: (
            attention.attend(q, keys, keys)
        ),
    },
    "The weights add up to 1, so the answer always lies between the values.",
)


def triangle(queries, keys, values, first=lambda i: 0, last=lambda i: i + 1):
    """Each query attends to the positions from first(i) up to last(i)."""
    seen = [slice(first(i), last(i)) for i in range(len(queries))]
    return [attention.attend(query, keys[part], values[part]) for query, part in zip(queries, seen)]


def wrong_axis(queries, keys, values):
    """Softmax down the columns of the score table instead of along its rows."""
    table = [attention.scores(query, keys) for query in queries]
    columns = [nn.softmax(list(column)) for column in zip(*table)]
    return [attention.mix([column[i] for column in columns[: i + 1]], values[: i + 1]) for i in range(len(queries))]


def a_sequence(numbers, count, size):
    """Queries, keys and values for `count` positions."""
    query, keys, values = by_hand(numbers, count + 1, size)
    return [query, *keys[:-1]][:count], keys[1:], values[:count]


attend_all = Exercise(
    "Let every position attend to itself and to all before it; return a list with one answer per position.",
    triangle,
    [a_sequence(3, 1, 2), a_sequence(3, 2, 2), a_sequence(7, 4, 4)],
    {
        "you let a position see the future: its keys end at itself.": lambda q, k, v: triangle(
            q, k, v, last=lambda i: None
        ),
        "a position may see itself too: keys[: i + 1], not keys[:i].": lambda q, k, v: triangle(
            q, k, v, last=lambda i: i
        ),
        "a position sees more than itself: start from the first one.": lambda q, k, v: triangle(q, k, v, lambda i: i),
        "softmax over the wrong axis: each query's own weights must add up to 1.": wrong_axis,
        "your triangle is upside down: position 0 sees one key, the last one all.": (
            lambda q, k, v: triangle(q, k, v, lambda i: i, lambda i: None)
        ),
    },
    "A later letter never changes an earlier answer: that is causality, without any mask.",
)


def norm(x, mean=lambda x: 0.0, eps=1e-5, scale=lambda ms: ms**-0.5):
    x = [xi - mean(x) for xi in x]
    ms = sum(xi * xi for xi in x) / len(x)
    return [xi * scale(ms + eps) for xi in x]


rmsnorm = Exercise(
    "Divide x by the root of its mean square; add 1e-5 to the mean square first. rmsnorm([3.0, 4.0]) has mean square 1.",
    nn.rmsnorm,
    [([3.0, 4.0],), ([1.0, -2.0, 4.0, 0.5],), ([0.001, 0.002],), ([0.0, 0.0],)],
    {
        "that is LayerNorm: it takes the mean away first, rmsnorm does not.": lambda x: norm(
            x, lambda x: sum(x) / len(x)
        ),
        "take the root of the mean square.": lambda x: norm(x, scale=lambda ms: 1 / ms),
        "the mean, not the sum: divide the squares by the length.": lambda x: norm(
            x, scale=lambda ms: (ms * len(x)) ** -0.5
        ),
        "without the 1e-5 small vectors blow up, and a zero vector divides by zero.": lambda x: norm(x, eps=0.0),
        "the 1e-5 belongs inside the root, added to the mean square.": lambda x: norm(
            x, eps=0.0, scale=lambda ms: 1 / (ms**0.5 + 1e-5)
        ),
        "divide by the root; you multiplied.": lambda x: norm(x, scale=lambda ms: ms**0.5),
        "that sums to 1; rmsnorm makes the mean of the squares 1.": lambda x: [xi / sum(x) for xi in x],
    },
    "Every vector has the same size afterwards, and its direction is untouched.",
)

# ---- 5: GPT ----

heads = Exercise(
    "Cut query, keys and values into n_head slices, let each attend alone, and join the answers in order.",
    attention.heads,
    [(*by_hand(3, 1, 4), 2), (*by_hand(3, 3, 4), 1), (*by_hand(3, 3, 4), 2), (*by_hand(7, 4, 6), 3)],
    {
        "n_head makes no difference in your answer: each head must attend on its own slice.": (
            lambda q, keys, values, n_head: attention.attend(q, keys, values)
        ),
        "the heads are joined in the wrong order: first head first.": sliced(lambda joined: joined[::-1], in_a_row),
        "a slice is a run of neighbours: you took every n-th number.": sliced(
            list, lambda head, size, n_head: slice(head, None, n_head)
        ),
        "every head got the first slice.": sliced(list, lambda head, size, n_head: slice(0, size)),
    },
    "Four heads cost no more parameters than one: they are slices of the same vectors.",
)

SMALL = gpt.Config(27, n_embd=8, n_head=4, n_layer=2)


def counts(**other):
    """How many parameters it would be if some matrices had other shapes: name -> numbers per layer or in all."""
    sizes = {name.split(".")[-1]: a * b for name, (a, b) in gpt.shapes(SMALL).items()} | other
    layers = [name.split(".")[-1] for name in gpt.shapes(SMALL)]
    return sum(sizes[name] for name in layers)


param_count = Number(
    "How many parameters has a GPT that is 8 wide, with 2 layers and 4 heads, 27 tokens and 16 positions?",
    lambda n: n == gpt.num_params(SMALL),
    {
        "that is one layer; there are two, each with six matrices of its own.": lambda n: (
            n == gpt.num_params(gpt.Config(27, n_embd=8))
        ),
        "the positions have embeddings too: wpe.": lambda n: n == counts(wpe=0),
        "lm_head is a matrix of its own.": lambda n: n == counts(lm_head=0),
        "that is the model at its usual width of 16.": lambda n: n in (4192, gpt.num_params(gpt.Config(27, n_layer=2))),
        "heads are slices: their number does not multiply the matrices.": lambda n: (
            n
            in [
                counts(**{name: 4 * 64 for name in ("attn_wq", "attn_wk", "attn_wv")}),
                counts(**{name: 4 * 64 for name in ("attn_wq", "attn_wk", "attn_wv", "attn_wo")}),
            ]
        ),
        "the network inside a block is four times as wide: mlp_fc1 is 32 x 8, mlp_fc2 8 x 32.": lambda n: (
            n == counts(mlp_fc1=64, mlp_fc2=64)
        ),
        "query, key, value and the way out: four matrices of attention per layer.": lambda n: n == counts(attn_wo=0),
        "no biases in this model: only the matrices count.": lambda n: (
            n == gpt.num_params(SMALL) + sum(a for a, b in gpt.shapes(SMALL).values())
        ),
    },
    "Doubling the width would multiply the layers by four, doubling the layers only by two.",
)


def cached_step(x, cache, weights, *, keep=lambda key, x: key, late=False):
    """One position with a cache; the options are mistakes."""
    (keys, values), (wq, wk, wv) = cache, weights
    query = nn.linear(x, wq)
    before = attention.attend(query, keys, values) if late else None
    keys.append(keep(nn.linear(x, wk), x))
    values.append(nn.linear(x, wv))
    return before or attention.attend(query, keys, values)


def overwriting(x, cache, weights):
    cache[0][:], cache[1][:] = [], []
    return cached_step(x, cache, weights)


def forgetting_first(x, cache, weights):
    """What is read into an empty cache is not kept."""
    first = not cache[0]
    answer = cached_step(x, cache, weights)
    if first:
        cache[0].clear()
        cache[1].clear()
    return answer


def through_cache(answer, xs, weights, prefill):
    """All the answers of a sequence; the first `prefill` positions are in the cache already."""
    cache = ([], [])
    for x in xs[:prefill]:
        cached_step(x, cache, weights)
    answers = [answer(x, cache, weights) for x in xs[prefill:]]
    if any(found is None or found is ... for found in answers):
        raise NotImplementedError
    return answers


def three_matrices(numbers, size):
    return tuple(by_hand(numbers + k, size, size)[1] for k in range(3))


cache = Exercise(
    "Append this position's key and value to the cache, then return what the query finds: step(x, cache, weights).",
    cached_step,
    [
        ([[1.0, 2.0]], three_matrices(3, 2), 0),
        ([[1.0, 2.0], [0.5, -1.0], [2.0, 1.0], [-1.0, 0.5]], three_matrices(3, 2), 2),
        ([[1.0, 2.0], [0.5, -1.0], [2.0, 1.0]], three_matrices(3, 2), 0),
    ],
    {
        "position 0 is lost: what is read into an empty cache must be kept as well.": forgetting_first,
        "the cache must grow: append, do not replace what is there.": overwriting,
        "a position sees itself too: append its key and value before attending.": (
            lambda x, cache, weights: cached_step(x, cache, weights, late=True)
        ),
        "keep the key, linear(x, wk), not x itself.": (
            lambda x, cache, weights: cached_step(x, cache, weights, keep=lambda key, x: x)
        ),
        "keys and values are swapped.": lambda x, cache, weights: cached_step(
            x, cache, (weights[0], weights[2], weights[1])
        ),
        "nothing is kept for the next position.": lambda x, cache, weights: cached_step(
            x, (list(cache[0]), list(cache[1])), weights
        ),
    },
    "With an empty cache, a long one, or one filled by somebody else: the answer is the same as without.",
    use=through_cache,
    show=lambda xs, weights, prefill: f"{len(xs)} positions, {prefill} of them in the cache already",
)

# ---- 6: the full GPT ----


def adam_step(p, g, m, v, t, rate, *, correct=True, eps_inside=False, square=True, size=math.sqrt, betas=(0.85, 0.99)):
    """Adam with its usual mistakes as options."""
    beta1, beta2 = betas
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g * g if square else g)
    up, down = (m / (1 - beta1**t), v / (1 - beta2**t)) if correct else (m, v)
    return p - rate * up / (size(down + 1e-8) if eps_inside else size(down) + 1e-8), m, v


def wrong_adam(**options):
    return lambda p, g, m, v, t, lr, decay: adam_step(p, g, m, v, t, lr * decay, **options)


adam = Exercise(
    "Return (p, m, v) after one step of Adam, with beta1 0.85, beta2 0.99 and eps 1e-8; t counts the steps from 1.",
    wrong_adam(),
    [
        (0.0, 2.0, 0.0, 0.0, 1, 0.01, 1.0),
        (1.0, -0.5, 0.2, 0.04, 3, 0.01, 0.5),
        (0.5, 1e-6, 0.0, 0.0, 1, 0.01, 0.25),
        (0.0, 0.0, 0.0, 0.0, 1, 0.01, 1.0),
    ],
    {
        "no bias correction: m and v start at 0, divide them by 1 - beta**t.": wrong_adam(correct=False),
        "eps belongs outside the root.": wrong_adam(eps_inside=True),
        "the decay is forgotten: the rate is lr * decay.": lambda p, g, m, v, t, lr, decay: adam_step(
            p, g, m, v, t, lr
        ),
        "v is a mean of squares: g * g.": lambda p, g, m, v, t, lr, decay: adam_step(
            p, g, m, v, t, lr * decay, square=False, size=lambda x: math.sqrt(abs(x))
        ),
        "divide by the root of v, not by v.": wrong_adam(size=lambda x: x),
        "the step goes against the gradient: p minus, not plus.": lambda p, g, m, v, t, lr, decay: adam_step(
            p, g, m, v, t, -lr * decay
        ),
        "the betas are swapped: 0.85 for m, 0.99 for v.": wrong_adam(betas=(0.99, 0.85)),
        "t counts from 1: the powers are beta**t, not beta**(t + 1).": (
            lambda p, g, m, v, t, lr, decay: (
                adam_step(p, g, m, v, t + 1, lr * decay)[0],
                *adam_step(p, g, m, v, t, lr)[1:],
            )
        ),
        "return the new m and v without the correction: it is used for this step only.": (
            lambda p, g, m, v, t, lr, decay: (
                (new := adam_step(p, g, m, v, t, lr * decay))[0],
                new[1] / (1 - 0.85**t),
                new[2] / (1 - 0.99**t),
            )
        ),
    },
    "The first step is lr whatever the gradient, as long as it is well above eps.",
)

temperature = Exercise(
    "Return softmax(logits / T). temperature([1.0, 2.0], 1.0) is [0.2689, 0.7311].",
    sample.next_probs,
    [([1.0, 2.0], 1.0), ([1.0, 2.0], 0.5), ([0.0, 1.0, 3.0], 2.0), ([800.0, -800.0], 0.05)],
    {
        "the temperature is missing: divide the logits by it.": lambda logits, t: nn.softmax(logits),
        "you multiplied by the temperature: low ones must sharpen, not flatten.": lambda logits, t: nn.softmax(
            [z * t for z in logits]
        ),
        "the temperature comes before the softmax: what you return does not sum to 1.": lambda logits, t: [
            p / t for p in nn.softmax(logits)
        ],
        "large logits overflow: take the largest one away from all before the exponentials.": lambda logits, t: [
            math.exp(z / t) / sum(math.exp(y / t) for y in logits) for z in logits
        ],
    },
    "Temperature lives in the sampling: the model itself is not touched.",
)

same_as_doubling = Number(
    "Doubling all logits gives the same probabilities as which temperature?",
    lambda t: math.isclose(t, 0.5),
    {
        "the logits are divided by T: twice the logits is a division by less than 1.": lambda t: t == 2,
        "at temperature 1 nothing changes.": lambda t: t == 1,
        "that doubles them twice.": lambda t: t == 0.25,
        "temperature 0 is the limit in which only the likeliest token is left.": lambda t: t == 0,
        "a negative temperature would turn likely into unlikely.": lambda t: t < 0,
    },
    "softmax(2 z) = softmax(z / 0.5): confidence and temperature are one thing.",
)

"""What lesson 3 measures with: seconds, gradients beside gradients, a training by hand, an expression for every operation."""

from time import perf_counter

from ... import mlp, nn
from .. import walks

CLOSE = 1e-12

explore = walks.explore  # the graph of a network, to be walked through

OPERATIONS = {  # every operation that a network needs -> an expression with it, for Values x and y
    "plain numbers": lambda x, y: 3 * x + 1 + y * 2,
    "+ and *": lambda x, y: x * y + x * x + y,
    "- and /": lambda x, y: (x - y) / 4 + -x,
    "exp": lambda x, y: (x * y).exp() * y,
    "log": lambda x, y: x.log() * y.log(),
    "relu": lambda x, y: x.relu() * y + (y - x).relu() + (y * -1).relu(),
    "dot": lambda x, y: nn.dot([x, y, x], [y, y, x]),
    "total": lambda x, y: nn.total([x, x * y, x]) * y,
    "logsumexp": lambda x, y: nn.logsumexp([x, y, x * y]),
}


def outcomes(number, backward):
    """{operation: (result, gradients of x and y)} of an engine: number(3.0) makes its Value, backward(root) is its pass."""
    found = {}
    for operation, compute in OPERATIONS.items():
        x, y = number(3.0), number(0.5)
        root = compute(x, y)
        backward(root)
        found[operation] = (root.data, x.grad, y.grad)
    return found


def seconds(run, times=20):
    """How long run() takes, in the mean of so many times."""
    start = perf_counter()
    for _ in range(times):
        run()
    return (perf_counter() - start) / times


def tried(number, backward, compute, *numbers, step=1e-6):
    """Print, for each of these numbers, the gradient of compute(...) by backward, and by moving it to both sides.

    number(3.0) makes a Value, backward(root) is its pass.
    """
    own = list(map(number, numbers))
    backward(compute(*own))
    for i, x in enumerate(own):
        up, down = ([n + way * (k == i) for k, n in enumerate(numbers)] for way in (step, -step))
        moved = (compute(*map(number, up)).data - compute(*map(number, down)).data) / (2 * step)
        verdict = "" if abs(moved - x.grad) <= 1e-6 * max(1, abs(moved)) else "   they differ"
        print(f"at {numbers[i]:g}: backward {x.grad:.6f}, by moving {moved:.6f}{verdict}")


def pile_text(pile, names):
    """A pile of (Value, whether its inputs are done) in a line; names: {name: Value}."""
    called = {value: name for name, value in names.items()}
    return "   ".join(called.get(value, f"{value.data:g}") + "*" * done for value, done in pile)


def compare(found, right):
    """Print, matrix by matrix, how many gradients are wrong, and how far; give the pairs (found, right) of each matrix.

    found: {matrix: rows of Values, or of gradients}; right: {matrix: rows of gradients}.
    """
    pairs = {
        name: [(getattr(x, "grad", x), y) for row, wanted in zip(found[name], rows) for x, y in zip(row, wanted)]
        for name, rows in right.items()
    }
    wrong = {name: [abs(x - y) for x, y in both if not abs(x - y) <= CLOSE] for name, both in pairs.items()}
    for name, both in pairs.items():
        largest = max(abs(y) for _, y in both) or 1.0
        told = f"{len(wrong[name]):5,} wrong, by up to {in_words(max(wrong[name], default=0.0) / largest)} the largest"
        print(f"{name:9}{len(both):6,} gradients, {told if wrong[name] else '  all right'}")
    bad, whole = sum(map(len, wrong.values())), sum(map(len, pairs.values()))
    print(f"together {whole:6,} gradients, {bad:5,} wrong: {bad / whole:.0%}")
    return pairs


def in_words(times):
    """A factor in few digits, without ever being rounded to nothing."""
    return f"{times:,.0f} times" if times >= 100 else f"{times:.2f} times" if times >= 0.01 else f"{times:.2g} times"


def learned_by_hand(state, documents, num_steps):
    """The losses of lesson 2's training: its gradients, one document a step, the rate falling from 1 towards 0."""
    weights = {name: [row[:] for row in rows] for name, rows in state.items()}
    for i, tokens in enumerate(documents[:num_steps]):
        loss, gradients = mlp.gradients(weights, tokens)
        for name, rows in weights.items():
            for row, d_row in zip(rows, gradients[name]):
                row[:] = [x - (1 - i / num_steps) * d for x, d in zip(row, d_row)]
        yield loss

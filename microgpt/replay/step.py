"""What a replay is, whichever engine runs it: a training step that was recorded once, and agrees with the readable one.

Nothing here knows the model, nor how its numbers are kept: that is the business of the engines (`replay`, `javascript`).
"""

import random
from math import isnan

from ..data import BadInput
from ..nn import cross_entropy, dot
from ..optim import SGD, Adam
from ..order import tape
from ..train import batches, is_batch, shares
from .slots import finished

MAY_DIFFER = {"float64": 1e-9, "float32": 1e-3}  # what replay and autograd may differ by
ENGINES = ("numpy", "numba")
LOOK = 4  # positions that are looked at first


class Step:
    """A training step for `train.train`: replay(tokens, decay) makes one step on a document or a batch; its loss, in nats.

    open_reader() opens a document on Values; the optimizer (SGD or Adam) holds all those that are learned. The numbers
    live in flat arrays from now on: `store()` brings them back into the Values. engine: "numba", "numpy", or None for
    the fastest that is installed; in a browser there is one, in JavaScript, and it stands in for all. dtype: "float64", or
    "float32" for half the digits. weigh: how much each prediction counts in training, as for `train.batch_loss`. BadInput
    where the model's graph depends on the data, or the optimizer is another; ArithmeticError where the replay does not
    agree with autograd, which is checked at once.

    An engine's own class brings `record`, `load`, `numbers`, `remembered`, `put`, `steps`, `gradients`, `evaluate`, `logits`.
    """

    looks = (None,)  # how many positions to record; the next where what they show cannot be continued, None for all

    def __init__(self, open_reader, optimizer, block_size, vocab_size, engine=None, dtype="float64", weigh=None):
        finished(self.begin(open_reader, optimizer, block_size, vocab_size, engine, dtype, weigh))

    @classmethod
    def in_pieces(cls, *arguments, **more):
        """A generator that pauses wherever others may want to do something; what it returns is Replay(...).

        Until it has ended, the Values are its own.
        """
        made = cls.__new__(cls)
        yield from made.begin(*arguments, **more)
        return made

    def begin(self, open_reader, optimizer, block_size, vocab_size, engine=None, dtype="float64", weigh=None):
        """A generator that records, makes the engine and checks it, with pauses."""
        if type(optimizer) not in (SGD, Adam):  # one of a subclass would be passed over in silence
            raise BadInput(f"replay knows the library's SGD and Adam; {type(optimizer).__name__} is another optimizer")
        if block_size < 1 or vocab_size < 1:
            raise BadInput(f"replay needs a position and a token at least, not {block_size} and {vocab_size}")
        self.open_reader, self.optimizer, self.dtype, self.weigh = open_reader, optimizer, dtype, weigh
        self.block_size, self.vocab_size, self.count = block_size, vocab_size, len(optimizer.parameters)
        rng = random.Random(0)
        tokens = [rng.randrange(vocab_size) for _ in range(block_size + 1)]
        for look in self.looks:
            if not (yield from self.record(engine, look)):
                continue
            self.load()
            yield
            difference = yield from self.comparing(tokens, rng)
            if sum(difference) < MAY_DIFFER[dtype]:  # not so, either, if it is no number
                return
        raise ArithmeticError(f"replay and autograd differ by {sum(difference):.1e}: the graph depends on the data")

    def store(self):
        """Bring what was learned back into the Values, and the optimizer's memory with it."""
        for p, x in zip(self.optimizer.parameters, self.numbers()):
            p.data = x
        if isinstance(self.optimizer, Adam):
            self.optimizer.mean, self.optimizer.square = self.remembered()

    def __call__(self, tokens, decay=1.0):
        return self.steps([tokens if is_batch(tokens) else [tokens]], [decay])[0]

    def train(self, documents, num_steps, batch=1, weigh=None, rng=None):
        """num_steps steps at once, each on the next `batch` documents, as train.train makes them; a list of losses."""
        chosen = batches(documents, num_steps, batch, rng)
        return self.steps(chosen, [1 - i / num_steps for i in range(num_steps)], weigh)

    def reader(self):
        """Open a document: read(token) gives logits as floats. One document can be open at a time."""
        tokens = []

        def read(token):
            if len(tokens) == self.block_size:
                raise BadInput(f"this model reads at most {self.block_size} tokens")
            of_vocabulary(token, token, self.vocab_size)
            tokens.append(token)
            return self.logits(tokens)

        return read

    def check(self, tokens, rng, look=LOOK):
        """Compare with autograd, on parameters moved at random, positions weighed at random.

        (how far the losses of this document lie apart, and the gradients of its first `look` positions, at most)
        """
        return finished(self.comparing(tokens, rng, look))

    def comparing(self, tokens, rng, look=LOOK):
        """`check` as a generator that pauses between positions."""
        kept, parameters = self.numbers(), self.optimizer.parameters
        self.put([x + rng.gauss(0, 0.05) for x in kept])
        weights = [rng.random() + 0.1 for _ in tokens[1:]]
        try:
            for p, x in zip(parameters, self.numbers()):
                p.data, p.grad = x, 0.0
            wanted = yield from self.readable(tokens, weights, look)
            gradients = self.gradients(tokens[: look + 1], lambda _: weights[:look])[1]
            found = self.evaluate([tokens], lambda _: weights)
            return abs(found - wanted), largest(abs(g - p.grad) for g, p in zip(gradients, parameters))
        finally:
            self.put(kept)
            for p, x in zip(parameters, kept):
                p.data, p.grad = x, 0.0

    def readable(self, tokens, weights, look):
        """A generator: the weighted loss by the readable engine; the gradients of the first positions are in the Values."""
        read, surprises = self.open_reader(), []
        with tape():
            for token, target in zip(tokens[:look], tokens[1:]):
                surprises.append(cross_entropy(read(token), target))
            dot(surprises, shares(weights[:look])).backward()
        for token, target in zip(tokens[look:], tokens[look + 1 :]):
            yield
            surprises.append(cross_entropy(read(token), target))
        return dot([x.data for x in surprises], shares(weights))


def largest(numbers):
    """The largest of them; not a number, if one of them is none."""
    return max(numbers, key=lambda x: (isnan(x), x))


# ---- what every engine refuses ----


def named(engine):
    """The name of an engine, or None; BadInput where there is none of that name."""
    if engine not in (None, *ENGINES):
        raise BadInput(f"the engines are {' and '.join(ENGINES)}, or None for the fastest; {engine!r} is none of them")
    return engine


def fitting(sizes, lengths, block_size):
    """BadInput unless batches of so many documents, and documents of so many tokens, are what a model can read."""
    if not all(sizes):
        raise BadInput("a batch needs a document at least")
    if min(lengths, default=2) < 2:
        raise BadInput("a document needs at least two tokens, one to read and one to predict")
    if (longest := max(lengths, default=0)) > block_size + 1:
        raise BadInput(f"this model reads at most {block_size} tokens, and this document has {longest - 1} to read")


def of_vocabulary(lowest, highest, vocab_size):
    """BadInput unless these, and all between them, are tokens of the model."""
    if lowest < 0 or highest >= vocab_size:
        raise BadInput(f"the tokens of this model are 0 to {vocab_size - 1}")

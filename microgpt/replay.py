"""The same graph, recorded once and run again fast: a drop-in for the readable training step.

Nothing here knows the model. What is replayed is the list of scalar operations that its ordinary code makes on ordinary
Values, rolled up into strided instructions (`record`), which NumPy runs (`strided`) or numba compiles (`fast`).
"""

import itertools
import random

import numpy as np

from .data import BadInput
from .optim import Adam
from .order import tape
from .record import record
from .strided import Strided
from .train import loss


class Replay:
    """A training step for `train.train`: replay(tokens, decay) makes one step and returns the loss, in nats.

    open_reader() opens a document on Values; the optimizer (SGD or Adam) holds all those that are learned. The numbers
    live in flat arrays from now on: `store()` brings them back into the Values. engine: "numba", "numpy", or None for
    the fastest that is installed. BadInput where the model's graph depends on the data; ArithmeticError where the replay
    does not agree with autograd, which is checked at once.
    """

    def __init__(self, open_reader, optimizer, block_size, vocab_size, engine=None):
        self.open_reader, self.optimizer = open_reader, optimizer
        self.recording = record(open_reader, optimizer.parameters, block_size, vocab_size)
        self.engine = (Strided if engine == "numpy" else fastest(engine))(self.recording)
        self.count = len(optimizer.parameters)
        self.load()
        rng = random.Random(0)
        self.check([rng.randrange(vocab_size) for _ in range(block_size + 1)], rng)

    @property
    def learned(self):
        return self.engine.data[: self.count]

    def load(self):
        """Take the numbers of the Values, and the optimizer's memory, into the arrays."""
        self.learned[:] = [p.data for p in self.optimizer.parameters]
        adam = isinstance(self.optimizer, Adam)
        self.memory = np.array([self.optimizer.mean, self.optimizer.square] if adam else []).reshape(-1, self.count)

    def store(self):
        """Bring what was learned back into the Values, and the optimizer's memory with it."""
        for p, x in zip(self.optimizer.parameters, self.learned.tolist()):
            p.data = x
        if len(self.memory):
            self.optimizer.mean, self.optimizer.square = self.memory.tolist()

    def __call__(self, tokens, decay=1.0):
        return self.steps([[tokens]], [decay])[0]

    def train(self, documents, num_steps, batch=1):
        """num_steps steps at once, each on the next `batch` documents, as train.train makes them; a list of losses."""
        rounds = itertools.cycle(documents)
        batches = [list(itertools.islice(rounds, batch)) for _ in range(num_steps)]
        return self.steps(batches, [1 - i / num_steps for i in range(num_steps)])

    def steps(self, batches, decays):
        """One step per batch (a list of token lists; their gradients are averaged), at the rate lr * decay."""
        documents = [tokens for batch in batches for tokens in batch]
        lengths = np.array([len(tokens) for tokens in documents])
        tokens = np.fromiter(itertools.chain.from_iterable(documents), dtype=np.int64, count=lengths.sum())
        self.known(tokens, lengths.min())
        weights = [sign / len(batch) for batch in batches for sign in [1.0] * (len(batch) - 1) + [-1.0]]
        rates = self.optimizer.lr * np.array(decays)
        return self.engine.steps(tokens, lengths.cumsum(), np.array(weights), rates, self.optimizer, self.memory)

    def known(self, tokens, shortest=2):
        """BadInput unless these are tokens of the vocabulary, and no document is too short to predict anything."""
        if shortest < 2:
            raise BadInput("a document needs at least two tokens, one to read and one to predict")
        if np.min(tokens) < 0 or np.max(tokens) >= self.recording.vocab_size:
            raise BadInput(f"the tokens of this model are 0 to {self.recording.vocab_size - 1}")

    def gradients(self, tokens):
        """(loss, gradients of all parameters) of one document, without a step."""
        self.known(tokens, len(tokens))
        self.engine.grad[:] = 0.0
        result = self.engine.gradients(tokens, 1.0)
        return result, self.engine.grad[: self.count].tolist()

    def reader(self):
        """Open a document: read(token) gives logits as floats. One document can be open at a time."""
        tokens = []

        def read(token):
            if len(tokens) == self.recording.block_size:
                raise BadInput(f"this model reads at most {self.recording.block_size} tokens")
            self.known([token])
            tokens.append(token)
            self.engine.forward([*tokens, 0], len(tokens) - 1, len(tokens))  # what follows is not known: any will do
            return self.engine.data[self.recording.logits[len(tokens) - 1]].tolist()

        return read

    def check(self, tokens, rng):
        """Compare with autograd, on weights moved at random; (difference of the loss, largest of any gradient)."""
        kept, parameters = self.learned.copy(), self.optimizer.parameters
        for i, p in enumerate(parameters):
            p.data = self.learned[i] = kept[i] + rng.gauss(0, 0.05)
            p.grad = 0.0
        try:
            with tape():
                wanted = loss(self.open_reader(), tokens)
                wanted.backward()
            found, gradients = self.gradients(tokens)
            largest = max(abs(g - p.grad) for g, p in zip(gradients, parameters))
            if not abs(found - wanted.data) + largest < 1e-9:
                raise ArithmeticError(f"replay and autograd differ by {largest:.1e}: the graph depends on the data")
            return abs(found - wanted.data), largest
        finally:
            self.learned[:] = kept
            for p, x in zip(parameters, kept.tolist()):
                p.data, p.grad = x, 0.0


def fastest(engine=None):
    """The compiled engine if numba is installed, else NumPy's; engine "numba" insists."""
    try:
        from .fast import Compiled
    except ImportError:
        if engine == "numba":
            raise
        return Strided
    return Compiled

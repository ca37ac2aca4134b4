"""The replay in a browser, whose compiler for JavaScript is as good as any: the recorded graph as flat arrays of addresses.

Needs neither NumPy nor a roll-up: `engine.js` runs the operations one by one.
"""

from array import array
from itertools import accumulate, chain
from pathlib import Path

from ..optim import Adam
from ..train import each_document, each_token, is_batch, shares, weights_of
from .slots import OPS, unrolled
from .step import Step, fitting, of_vocabulary

SOURCE = Path(__file__).with_name("engine.js")
PIECE = 20_000  # numbers that are placed at once


class InBrowser:
    """The engine, where Python and JavaScript live side by side; it is called by a function's name."""

    def __init__(self, arrays):
        from pyodide.code import run_js

        self.engine = run_js(SOURCE.read_text(encoding="utf-8"))(self.theirs(arrays))

    def __call__(self, name, *arguments):
        return ours(getattr(self.engine, name)(*map(self.theirs, arguments)))

    def theirs(self, thing):
        from js import Object
        from pyodide.ffi import to_js

        return to_js(thing, dict_converter=Object.fromEntries) if isinstance(thing, array | dict) else thing


def ours(thing):
    """What JavaScript answered, as numbers and lists."""
    thing = thing.to_py() if hasattr(thing, "to_py") else thing
    return [ours(part) for part in thing] if isinstance(thing, list | memoryview) else thing


host = InBrowser  # what makes an engine from arrays and calls it by name


class Replay(Step):
    """A replay in JavaScript; see `Step`."""

    def record(self, engine, look):
        """A generator that makes the engine; True."""
        parameters = self.optimizer.parameters
        graph = yield from unrolled(self.open_reader, parameters, self.block_size, self.vocab_size)
        arrays = yield from flat(graph, parameters)
        self.engine = host(arrays | {"single": self.dtype == "float32"})
        return True

    def load(self):
        """Take the numbers of the Values, and the optimizer's memory, into the engine."""
        self.put([p.data for p in self.optimizer.parameters])
        if isinstance(self.optimizer, Adam):
            self.engine("remember", array("d", self.optimizer.mean), array("d", self.optimizer.square))

    def numbers(self):
        """What is learned, as a list."""
        return self.engine("numbers")

    def put(self, numbers):
        """Go on from these numbers."""
        self.engine("put", array("d", numbers))

    def remembered(self):
        """Adam's memory as lists: (mean, square)."""
        return self.engine("memory")

    def steps(self, batches, decays, weigh=None):
        """One step per batch (a list of token lists), at the rate lr * decay; the losses, as `train.batch_loss` counts."""
        batches, optimizer = list(batches), self.optimizer
        adam = isinstance(optimizer, Adam)
        rule, done = (array("d", [*optimizer.betas, optimizer.eps]), optimizer.steps) if adam else (array("d"), 0)
        up_to = array("i", accumulate(map(len, batches)))
        rates = array("d", [optimizer.lr * decay for decay in decays])
        found = self.engine("steps", *self.packed(batches, weigh or self.weigh), up_to, rates, rule, done)
        if adam:
            optimizer.steps += len(batches)
        return found

    def gradients(self, tokens, weigh=None):
        """(loss, gradients of all parameters) of a document or a batch, without a step."""
        batch = tokens if is_batch(tokens) else [tokens]
        return tuple(self.engine("gradients", *self.packed([batch], weigh or self.weigh)))

    def evaluate(self, documents, weigh=None):
        """Nats per token over all these documents together, as `train.evaluate` counts."""
        return self.engine("loss", *self.packed([documents], weigh or each_token))

    def logits(self, tokens):
        """The logits after the last of these tokens, the ones before having been read already."""
        return self.engine("logits", array("i", [*tokens, 0]))

    def packed(self, batches, weigh):
        """(tokens, weights, where documents stop) of lists of documents; a batch's weights sum to 1."""
        documents = list(chain.from_iterable(batches))
        fitting(map(len, batches), [len(tokens) for tokens in documents], self.block_size)
        tokens = array("i", chain.from_iterable(documents))
        if tokens:
            of_vocabulary(min(tokens), max(tokens), self.vocab_size)
        weights = array("d", chain.from_iterable(weighed(batch, weigh or each_document) for batch in batches))
        return tokens, weights, array("i", accumulate(map(len, documents)))


def weighed(batch, weigh):
    """How much each token's prediction counts in a batch; that after a document's last token does not."""
    return shares([weight for document in batch for weight in (*weights_of(weigh, document), 0.0)])


def fastest(engine=None):
    """The one engine that there is."""
    return host


def flat(graph, parameters):
    """A generator that makes the arrays that the engine runs on, with pauses."""
    births, ends, losses, logits = graph
    made = [value for value in births if value.inputs]
    own = {id(value) for value in made}
    address, data = {id(p): i for i, p in enumerate(parameters)}, array("d", [p.data for p in parameters])
    for number, value in enumerate(births):
        for x in value.inputs:
            if id(x) not in own and id(x) not in address:  # a constant
                address[id(x)] = len(data)
                data.append(x.data)
        if number % PIECE == 0:
            yield
    first = len(data)
    address |= {id(value): first + number for number, value in enumerate(made)}
    data.extend([0.0] * len(made))
    starts, inputs = array("i", [0]), array("i")
    for number, value in enumerate(made):
        inputs.extend([address[id(x)] for x in value.inputs])
        starts.append(len(inputs))
        if number % PIECE == 0:
            yield
    counted = [0, *accumulate(bool(value.inputs) for value in births)]
    return {
        "count": len(parameters), "first": first, "data": data, "starts": starts, "inputs": inputs,
        "ops": array("i", [OPS.index(value.op) for value in made]),
        "slots": array("i", [value.slot.number if value.op == "pick" else 0 for value in made]),
        "ends": array("i", [0, *(counted[end] for end in ends)]),
        "losses": array("i", [address[id(x)] for x in losses]),
        "logits": array("i", [address[id(x)] for row in logits for x in row]),
    }  # fmt: skip

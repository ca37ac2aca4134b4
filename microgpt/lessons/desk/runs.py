"""One run of the desk: what can be chosen, the data made ready, and a generator of what is to be seen as it grows."""

import random
from dataclasses import dataclass, field
from functools import cache

from ... import gpt
from ...autograd import floats, parameters, values
from ...data import BadInput, Tokenizer, split
from ...nn import mean
from ...optim import SGD, Adam
from ...replay import Replay
from ...sample import sample
from ...train import autograd_step, bounded, evaluate, train
from ..ledger import tables

MOST_CHARACTERS = 200
LOOKS = {"replay": 10, "readable": 2}  # times that a run is judged by all held-out documents, and shows names
PIECE = 100  # documents that are judged before the kernel may do other things
MOST_COUNTED = 500_000  # tokens of a list for which the strongest table is counted, about a second for each 100,000
STRONGEST = (5, 0.9)  # its longest context and its discount: those that the ledger finds best for the names


@dataclass(frozen=True)
class Settings:
    """What can be chosen at the desk; documents: a tuple of texts."""

    documents: tuple
    n_embd: int = 16
    n_head: int = 4
    n_layer: int = 1
    block_size: int = 16
    lr: float = 0.01
    optimizer: str = "Adam"
    num_steps: int = 1000
    batch: int = 1  # documents of one step
    seed: int = 42
    engine: str = "replay"

    def label(self):
        sizes = f"width {self.n_embd}, heads {self.n_head}, layers {self.n_layer}, block size {self.block_size}"
        return f"{sizes}, {self.optimizer} {self.lr:g}, {self.num_steps} steps of {self.batch}, seed {self.seed}"

    def cut(self):
        """How many documents do not fit into a block, and lose their end."""
        return sum(len(document) >= self.block_size for document in self.documents)


@dataclass
class Run:
    """What has been seen of a training so far."""

    settings: Settings
    vocab_size: int
    tables: dict  # what the counted tables reach on the same held-out documents: name -> loss
    judges: int = 0  # how many these are
    losses: list = field(default_factory=list)
    means: list = field(default_factory=list)  # of the last hundred losses, at every step
    held_out: list = field(default_factory=list)  # (step, nats per token)
    samples: list = field(default_factory=list)  # (step, names)
    state: dict = None  # floats, when it is finished
    config: gpt.Config = None
    tokenizer: Tokenizer = None


def check_documents(documents):
    """BadInput unless a model of the desk's can be trained on these."""
    characters = len(set("".join(documents)))
    if characters > MOST_CHARACTERS:
        raise BadInput(f"{characters} different characters; the desk takes {MOST_CHARACTERS} at most")
    if len(set(documents)) < 2:
        raise BadInput("two different lines at least are needed: one to train on, one to hold out")


@cache
def prepared(documents, block_size):
    """(tokenizer, training token lists, held-out ones, {table: its loss on those}), documents cut to a block."""
    check_documents(documents)
    training, held_out = split(documents)
    if not held_out:
        held_out, training = training[:1], training[1:]
    tokenizer = Tokenizer(documents)
    training, held_out = ([tokenizer.encode(d)[: block_size + 1] for d in part] for part in (training, held_out))
    return tokenizer, training, held_out, counted(training, held_out, tokenizer)


def counted(training, held_out, tokenizer):
    """{table: its loss}: the ledger's tables, counted on this training list."""
    found = {"bigram table": tables.bigram_table(training, held_out, tokenizer.vocab_size)}
    if sum(map(len, training)) <= MOST_COUNTED:
        parts = [[as_text(tokens, tokenizer.bos) for tokens in part] for part in (training, held_out)]
        found["Kneser-Ney table"] = tables.judged(tables.kneser_ney, *parts, tokenizer.vocab_size, *STRONGEST)
    return found


def as_text(tokens, bos):
    """Tokens as a text, whatever characters they stand for, with the tables' dot where a document begins or ends."""
    return "".join(tables.DOT if token == bos else chr(0xE000 + token) for token in tokens)


def training(settings):
    """Yield the Run as it grows; BadInput, before anything is trained, where the settings do not fit together."""
    tokenizer, documents, judges, levels = prepared(settings.documents, settings.block_size)
    config = gpt.Config(tokenizer.vocab_size, settings.n_embd, settings.n_head, settings.n_layer, settings.block_size)
    run = Run(settings, tokenizer.vocab_size, levels, len(judges), config=config, tokenizer=tokenizer)
    yield run
    rng = random.Random(settings.seed)
    graph = values(gpt.init(config, rng))
    optimizer = {"Adam": Adam, "SGD": SGD}[settings.optimizer](parameters(graph), lr=settings.lr)
    learner = {"replay": Replayed, "readable": Readable}[settings.engine](graph, config, optimizer)
    for _ in learner.prepare():
        yield run
    every = max(1, settings.num_steps // LOOKS[settings.engine])
    for done, loss in enumerate(train(learner.step, documents, settings.num_steps, settings.batch), 1):
        run.losses.append(loss)
        run.means.append(mean(run.losses[-100:]))
        bounded(loss, done, settings.lr)
        if done % every == 0 or done == settings.num_steps:
            open_reader, evaluated = learner.look()
            judged = yield from in_pieces(evaluated, judges, run)
            run.held_out.append((done, judged))
            if len(run.held_out) % 2 == 0 or done == settings.num_steps:
                run.samples.append((done, written(open_reader, run)))
        if done == settings.num_steps:
            run.state = learner.state()
        yield run


def in_pieces(evaluated, documents, run):
    """The loss on all these documents, every token counting alike; the run is yielded after every piece of them."""
    total = 0.0
    for start in range(0, len(documents), PIECE):
        piece = documents[start : start + PIECE]
        total += evaluated(piece) * sum(len(tokens) - 1 for tokens in piece)
        yield run
    return total / sum(len(tokens) - 1 for tokens in documents)


def written(open_reader, run):
    """Eight documents at temperature 0.5, drawn with the run's seed."""
    rng, most = random.Random(run.settings.seed), run.config.block_size
    drawn = [sample(open_reader(), run.tokenizer.bos, most, rng, 0.5) for _ in range(8)]
    return [run.tokenizer.decode(tokens) for tokens in drawn]


class Readable:
    """Training by the readable engine."""

    def __init__(self, graph, config, optimizer):
        self.graph, self.config, self.optimizer = graph, config, optimizer
        self.step = autograd_step(lambda: gpt.reader(graph, config), optimizer)

    def prepare(self):
        """What has to be done before training, with pauses."""
        return ()

    def look(self):
        """The model as it is now: (a function that opens a document, one that gives the loss on documents)."""
        state = self.state()

        def open_reader():
            return gpt.reader(state, self.config)

        return open_reader, lambda documents: evaluate(open_reader, documents)

    def state(self):
        return floats(self.graph)


class Replayed(Readable):
    """Training by replay: the same numbers, faster."""

    def prepare(self):
        sizes = self.config.block_size, self.config.vocab_size
        self.step = yield from Replay.in_pieces(lambda: gpt.reader(self.graph, self.config), self.optimizer, *sizes)

    def look(self):
        return self.step.reader, self.step.evaluate

    def state(self):
        self.step.store()
        return floats(self.graph)

"""Engines measured in turn: a process each, and in every round each of them trains for a moment on the same documents.

Time is the processor's, so that waiting for a core that somebody else has does not count; ratios are taken inside a round.
"""

import importlib
import multiprocessing
import os
import random
import statistics
import sys
import time
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before NumPy is imported
os.environ["MPLBACKEND"] = "Agg"

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from microgpt import autograd, gpt
from microgpt.data import Tokenizer, bundled
from microgpt.optim import Adam
from microgpt.replay import Replay
from microgpt.train import autograd_step

HORIZON = 2000  # steps until the learning rate has fallen to nothing; then it begins anew
MOMENT = 0.3  # seconds per engine and round


def readable(config, state, documents, adam):
    graph = autograd.values(state)
    step = autograd_step(lambda: gpt.reader(graph, config), adam(autograd.parameters(graph)))
    return lambda chosen, decays: [step(documents[i], decay) for i, decay in zip(chosen, decays)]


def replayed(engine, dtype="float64"):
    """Steps on one document each, or on batches of them: `chosen` holds numbers, or lists of numbers."""

    def prepare(config, state, documents, adam):
        graph = autograd.values(state)
        sizes = (config.block_size, config.vocab_size, engine, dtype)
        replay = Replay(lambda: gpt.reader(graph, config), adam(autograd.parameters(graph)), *sizes)

        def run(chosen, decays):
            batches = [[documents[i] for i in (step if isinstance(step, list) else [step])] for step in chosen]
            return replay.steps(batches, decays)

        return run

    return prepare


def peer(module, *more):
    """The prepare function of a file in this folder; ImportError where what it needs is missing."""

    def prepare(*arguments):
        return importlib.import_module(module).prepare(*arguments, *more)

    return prepare


FAST_C = "plain C, -O3 -ffast-math"
ENGINES = {
    "unfused Value with a tape": peer("unfused"),
    "readable engine": readable,
    "lists, gradients by hand": peer("lists"),
    "PyTorch eager, fused Adam": peer("pytorch_eager"),
    "JAX jit": peer("jax_jit"),
    "NumPy by hand": peer("numpy_by_hand"),
    "replay, numpy": replayed("numpy"),
    "plain C, -O3": peer("plain_c"),
    FAST_C: peer("plain_c", "-ffast-math"),
    "replay, numba": replayed("numba"),
}
BATCHED = {
    "replay, numpy": replayed("numpy"),
    "PyTorch eager": peer("pytorch_batched"),
    "NumPy by hand": peer("numpy_batched"),
    "JAX jit": peer("jax_batched"),
    "plain C, -O3": peer("plain_c"),
    FAST_C: peer("plain_c", "-ffast-math"),
    "replay, numpy, float32": replayed("numpy", "float32"),
    "replay, numba": replayed("numba"),
}


class Engine:
    """One engine under measurement, in a process of its own, so that no other's memory or threads slow it down.

    batch: None for one document a step, else how many.
    """

    def __init__(self, name, config, state, documents, batch=None):
        self.name, context = name, multiprocessing.get_context("spawn")
        self.pipe, other = context.Pipe()
        arguments = (other, name, config, state, documents, batch)
        self.process = context.Process(target=work, args=arguments, daemon=True)
        self.process.start()
        other.close()
        if problem := self.pipe.recv():
            raise ImportError(problem)

    def steps(self, number):
        """(losses, seconds per step) of the next `number` steps."""
        self.pipe.send(number)
        return self.pipe.recv()

    def calibrate(self, whole=1):
        """Warm up, and choose how many steps, a multiple of `whole`, fill a moment."""
        rounds = max(1, round(MOMENT / whole / self.steps(whole)[1]))
        self.number = whole * min(rounds, HORIZON // whole)

    def close(self):
        self.pipe.close()
        self.process.join()


def work(pipe, name, config, state, documents, batch):
    """In the engine's process: prepare it, then make as many steps as each message asks for, going round."""
    try:
        run = (BATCHED if batch else ENGINES)[name](config, state, documents, Adam)
    except ImportError as error:
        pipe.send(str(error))
        return
    pipe.send(None)
    made, count = 0, len(documents)
    while True:
        try:
            numbers = range(made, made + pipe.recv())
        except EOFError:
            return
        made = numbers.stop
        chosen = (
            [[(i * batch + j) % count for j in range(batch)] for i in numbers]
            if batch
            else [i % count for i in numbers]
        )
        start = time.process_time()
        losses = run(chosen, [1 - i % HORIZON / HORIZON for i in numbers])
        seconds = getattr(run, "seconds", None) or time.process_time() - start
        pipe.send((losses, seconds / len(numbers)))


def started(table, wanted, config, state, documents, batch=None, steps=10):
    """({name: Engine}, {name that is missing: why}, {name: largest difference of its first losses from those wanted}).

    wanted: the first losses by the readable engine; the others are those of the table's first engine.
    """
    engines, missing, apart = {}, {}, {}
    for name in table:
        say(f"preparing {name}")
        try:
            engines[name] = Engine(name, config, state, documents, batch)
        except ImportError as error:
            missing[name] = str(error)
            continue
        found = engines[name].steps(steps)[0]
        wanted = [*wanted, *found[len(wanted) :]]
        apart[name] = max(abs(a - b) for a, b in zip(found, wanted))
        if not apart[name] < (1e-3 if "float32" in name else 1e-9):
            raise SystemExit(f"{name} does not train the same model: losses differ by {apart[name]:.1e}")
    return engines, missing, apart


def rounds_of(engines, rounds, also=None):
    """{name: [seconds per step in each round]}; also: {name: function that gives the seconds per step}."""
    seconds = {name: [] for name in [*(also or {}), *engines]}
    for number in range(rounds):
        say(f"round {number + 1} of {rounds}")
        for name, engine in engines.items():
            seconds[name].append(engine.steps(engine.number)[1])
        for name, function in (also or {}).items():
            seconds[name].append(function())
    for engine in engines.values():
        engine.close()
    return seconds


def world(config_of, count):
    """(config, state, the first `count` names of a shuffled list as tokens)."""
    names, rng = bundled(), random.Random(42)
    shuffled = list(names)
    rng.shuffle(shuffled)
    tokenizer = Tokenizer(names)
    config = config_of(tokenizer.vocab_size)
    state = gpt.init(config, rng)
    return config, state, [tokenizer.encode(name)[: config.block_size + 1] for name in shuffled[:count]]


def ratios(seconds, name, to):
    """How many times faster `name` is than `to`: a ratio per round."""
    return [b / a for a, b in zip(seconds[name], seconds[to])]


def spread(values, digits=0):
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.{digits}f} [{low:,.{digits}f} to {high:,.{digits}f}]"


def say(text):
    print(text, flush=True)

"""The training desk: choose data, sizes and an optimiser, press train, and watch the curve and the samples grow.

`training` is a generator of what is to be seen; the Desk runs it in a thread of its own, so that the kernel stays free.
"""

import random
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from math import log

import ipywidgets

from .. import bigram, gpt
from ..autograd import floats, parameters, values
from ..data import BadInput, Tokenizer, bundled, parse, split
from ..nn import mean
from ..optim import SGD, Adam
from ..replay.replay import Replay
from ..sample import sample
from ..teach.controls import LONG, WIDE, InWords, alert, button, choice, html, pairs, row, slider, stops, switch
from ..teach.panels import Panel, chart, note
from ..train import autograd_step, bounded, evaluate, train

LARGEST = 5_000_000  # bytes of a file of one's own
MOST_CHARACTERS = 200
JUDGES = 150  # held-out documents on which the held-out loss is measured while training goes on
LOOKS = 20  # times that a run shows itself


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
        batch = f", batches of {self.batch}" if self.batch > 1 else ""
        return f"width {self.n_embd}, heads {self.n_head}, layers {self.n_layer}, {self.optimizer} {self.lr:g}{batch}"


@dataclass
class Run:
    """What has been seen of a training so far."""

    settings: Settings
    vocab_size: int
    bigram: float  # what the bigram table reaches on the same held-out documents
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
    """(tokenizer, training token lists, held-out ones, the bigram table's loss on those), documents cut to a block."""
    check_documents(documents)
    training, held_out = split(documents)
    if not held_out:
        held_out, training = training[:1], training[1:]
    tokenizer = Tokenizer(documents)
    training, held_out = ([tokenizer.encode(d)[: block_size + 1] for d in part] for part in (training, held_out))
    counts = bigram.count(training, tokenizer.vocab_size)
    return tokenizer, training, held_out[:JUDGES], evaluate(lambda: bigram.reader(counts), held_out[:JUDGES])


def training(settings):
    """Yield the Run as it grows; BadInput, before anything is trained, where the settings do not fit together."""
    tokenizer, documents, judges, level = prepared(settings.documents, settings.block_size)
    config = gpt.Config(tokenizer.vocab_size, settings.n_embd, settings.n_head, settings.n_layer, settings.block_size)
    run = Run(settings, tokenizer.vocab_size, level, config=config, tokenizer=tokenizer)
    yield run
    rng = random.Random(settings.seed)
    graph = values(gpt.init(config, rng))
    optimizer = {"Adam": Adam, "SGD": SGD}[settings.optimizer](parameters(graph), lr=settings.lr)
    learner = {"replay": Replayed, "readable": Readable}[settings.engine](graph, config, optimizer)
    every = max(1, settings.num_steps // LOOKS)
    for done, loss in enumerate(train(learner.step, documents, settings.num_steps, settings.batch), 1):
        run.losses.append(loss)
        run.means.append(mean(run.losses[-100:]))
        bounded(loss, done, settings.lr)
        if done % every == 0 or done == settings.num_steps:
            open_reader, judged = learner.look(judges)
            run.held_out.append((done, judged))
            if done % (4 * every) == 0 or done == settings.num_steps:
                rng_of_samples = random.Random(settings.seed)
                names = [sample(open_reader(), tokenizer.bos, config.block_size, rng_of_samples, 0.5) for _ in range(8)]
                run.samples.append((done, [tokenizer.decode(tokens) for tokens in names]))
        if done == settings.num_steps:
            run.state = learner.state()
        yield run


class Readable:
    """Training by the readable engine."""

    def __init__(self, graph, config, optimizer):
        self.graph, self.config = graph, config
        self.step = autograd_step(lambda: gpt.reader(graph, config), optimizer)

    def look(self, documents):
        """(a function that opens a document, the loss on these documents)."""
        state = self.state()

        def open_reader():
            return gpt.reader(state, self.config)

        return open_reader, evaluate(open_reader, documents)

    def state(self):
        return floats(self.graph)


class Replayed(Readable):
    """Training by replay: the same numbers, faster."""

    def __init__(self, graph, config, optimizer):
        self.graph, self.config = graph, config
        self.step = Replay(lambda: gpt.reader(graph, config), optimizer, config.block_size, config.vocab_size)

    def look(self, documents):
        return self.step.reader, self.step.evaluate(documents)

    def state(self):
        self.step.store()
        return floats(self.graph)


def view(run, before=None):
    """The curve of a run so far and its samples; before: an earlier run to compare it with."""
    done, steps = len(run.losses), run.settings.num_steps
    if not done:
        return Panel(note("recording the graph ..."), "recording the graph ...")
    xs = range(1, done + 1)
    lines = {"mean of 100": (xs, run.means), "held-out": tuple(zip(*run.held_out)) or ((), ())}
    if before and before.held_out:
        lines["held-out before"] = tuple(zip(*before.held_out))
        lines["mean before"] = (range(1, len(before.losses) + 1), before.means)
        steps = max(steps, before.settings.num_steps)
    lowest = min([1.5, *(loss for _, loss in run.held_out + (before.held_out if before else []))])
    levels = {f"ln {run.vocab_size}: knows nothing": log(run.vocab_size), "bigram table": run.bigram}
    picture = chart(
        lines,
        f"step ({run.settings.batch} document{'s' if run.settings.batch > 1 else ''} each)",
        "loss (nats per token)",
        (0, steps),
        (lowest, 3.6),
        (xs, run.losses),
        levels,
    )
    said = f"{run.settings.label()}: step {done} of {run.settings.num_steps}, mean of the last 100 {run.means[-1]:.3f}"
    if run.held_out:
        said += f", held-out {run.held_out[-1][1]:.3f} (bigram table {run.bigram:.3f})"
    if before and before.held_out:
        other = " on other data" if before.settings.documents != run.settings.documents else ""
        said += f"; before, with {before.settings.label()}{other}: {before.held_out[-1][1]:.3f}"
    grown = [f"step {step:5}: {' '.join(names)}" for step, names in run.samples]
    return Panel(note(said) + picture + "".join(map(note, grown)), "\n".join([said, *grown]))


class Desk(InWords, ipywidgets.VBox):
    """The controls, the buttons, and a thread that trains; `run` is the latest Run, and its model stays usable."""

    def __init__(self, data="names"):
        self.lists = {name: tuple(bundled(name)) for name in ("names", "dinosaurs", "places")}
        self.run = self.before = self.thread = None
        self.ticket, self.turn = 0, threading.Lock()  # a run whose ticket is not the latest ends; one at a time
        self.showing = threading.Lock()  # what a run shows, it shows while its ticket is the latest
        self.going = threading.Event()
        self.controls = {
            "data": choice("data", list(self.lists), data),
            "n_embd": slider("width", 4, 64, 4, 16),
            "n_head": slider("heads", 1, 8, 1, 4),
            "n_layer": slider("layers", 1, 4, 1, 1),
            "block_size": slider("block size", 4, 32, 4, 16),
            "lr": stops("learning rate", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0], 0.01),
            "optimizer": choice("optimiser", ["Adam", "SGD"], "Adam"),
            "num_steps": stops("steps", [100, 300, 1000, 3000, 10000], 1000),
            "batch": stops("batch", [1, 2, 4, 8, 16, 32, 64], 1),
            "seed": slider("seed", 0, 100, 1, 42),
            "engine": choice("engine", ["replay", "readable"], "replay"),
        }
        self.upload = ipywidgets.FileUpload(
            accept=".txt", description="a list of your own (5 MB at most)", layout={"width": "auto"}
        )
        self.live = switch("retrain on every change", False)
        self.compare = switch("keep the last run to compare", True)
        self.bar = ipywidgets.IntProgress(0, max=1, description="progress", style=WIDE, layout=LONG)
        self.message, self.screen = ipywidgets.HTML(), ipywidgets.HTML()
        self.buttons = [button("train", self.train), button("pause", self.pause), button("stop", self.stop)]
        self.upload.observe(self.take, "value")
        for control in self.controls.values():
            control.observe(lambda change: self.live.value and self.train(), "value")
        data, *rest = self.controls.values()
        super().__init__(
            [row(data, self.upload), row(*rest), row(self.live, self.compare), row(*self.buttons), self.bar,
             self.message, self.screen]
        )  # fmt: skip

    def __repr__(self):
        return f"[training desk: {', '.join(c.description for c in self.controls.values())}; use it in JupyterLab]"

    def take(self, change):
        """Read an uploaded list; one that cannot be used changes nothing."""
        if not self.upload.value:
            return
        file = self.upload.value[0]
        try:
            if file["size"] > LARGEST:
                raise BadInput(f"{file['name']} has {file['size']:,} bytes; {LARGEST:,} at most")
            documents = tuple(parse(bytes(file["content"]), file["name"]))
            check_documents(documents)
        except BadInput as error:
            self.message.value = alert(error)
            return
        self.lists[file["name"]] = documents
        self.controls["data"].options = pairs(self.lists)
        self.controls["data"].value = file["name"]
        self.message.value = note(f"{file['name']}: {len(documents):,} lines")

    def train(self):
        """Start a run with what is chosen now; a run that goes on is ended."""
        chosen = {name: control.value for name, control in self.controls.items()}
        settings = Settings(self.lists[chosen.pop("data")], **chosen)
        if self.run and self.run.held_out:
            self.before = self.run
        self.end("starting ...")
        self.thread = threading.Thread(target=self.work, args=(settings, self.ticket), daemon=True)
        self.thread.start()

    def pause(self):
        """Pause, or go on."""
        if self.going.is_set():
            self.going.clear()
        else:
            self.going.set()
        self.say_pause()

    def say_pause(self):
        self.buttons[1].description = "pause" if self.going.is_set() else "go on"

    def stop(self):
        """End the run at once; what it has shown stays."""
        self.end("stopped")

    def end(self, message):
        with self.showing:
            self.ticket += 1
            self.message.value = note(message)
        self.going.set()
        self.say_pause()

    def work(self, settings, ticket):
        """Train and show, until it is finished or its ticket is no longer the latest."""
        with self.turn:
            try:
                self.follow(training(settings), settings, ticket)
            except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the thread in silence
                kind = "" if isinstance(error, BadInput) else f"{type(error).__name__}: "
                self.show(ticket, alert(f"{kind}{error}"))

    def follow(self, runs, settings, ticket):
        start, shown = time.monotonic(), 0.0
        before = self.before if self.compare.value else None
        self.bar.max, self.bar.value = settings.num_steps, 0
        for run in runs:
            self.going.wait()
            if ticket != self.ticket:
                return
            self.run, now = run, time.monotonic()
            done = len(run.losses)
            if now - shown > 0.25 or done == settings.num_steps:
                shown = now
                left = (now - start) / max(done, 1) * (settings.num_steps - done)
                finished = f"finished in {now - start:.1f} s"
                message = note(finished if done == settings.num_steps else f"{left:.0f} s left")
                self.show(ticket, message, done, html(view(run, before)))

    def show(self, ticket, message, done=None, picture=None):
        """Show how far a run has come, unless it has been ended meanwhile."""
        with self.showing:
            if ticket != self.ticket:
                return
            if picture:
                self.bar.value, self.screen.value = done, picture
            self.message.value = message

    def reader(self):
        """Open a document with the model of the latest finished run; BadInput where there is none."""
        if not self.run or self.run.state is None:
            raise BadInput("train to the end first")
        return gpt.reader(self.run.state, self.run.config)

"""The training desk: choose data, sizes and an optimiser, press train, and watch the curve and the samples grow.

`training` is a generator of what is to be seen; the Desk follows it in a task of the kernel's own loop, and steps aside
again and again, so that the kernel stays free: no thread is needed.
"""

import asyncio
import random
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
from ..replay import Replay
from ..sample import sample
from ..teach.controls import LONG, WIDE, InWords, alert, button, choice, html, pairs, row, slider, stops, switch
from ..teach.panels import Panel, chart, loss_range, note
from ..train import autograd_step, bounded, evaluate, train

LARGEST = 5_000_000  # bytes of a file of one's own
MOST_CHARACTERS = 200
JUDGES = 150  # held-out documents on which the held-out loss is measured while training goes on
LOOKS = 20  # times that a run shows itself
COURSE_LISTS = ("names", "dinosaurs", "places")
SLICE = 0.02  # seconds after which a run lets the kernel do other things


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
    bigram: float  # what the bigram table reaches on the same held-out documents
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
    run = Run(settings, tokenizer.vocab_size, level, len(judges), config=config, tokenizer=tokenizer)
    yield run
    rng = random.Random(settings.seed)
    graph = values(gpt.init(config, rng))
    optimizer = {"Adam": Adam, "SGD": SGD}[settings.optimizer](parameters(graph), lr=settings.lr)
    learner = {"replay": Replayed, "readable": Readable}[settings.engine](graph, config, optimizer)
    for _ in learner.prepare():
        yield run
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
        self.graph, self.config, self.optimizer = graph, config, optimizer
        self.step = autograd_step(lambda: gpt.reader(graph, config), optimizer)

    def prepare(self):
        """What has to be done before training, with pauses."""
        return ()

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

    def prepare(self):
        sizes = self.config.block_size, self.config.vocab_size
        self.step = yield from Replay.in_pieces(lambda: gpt.reader(self.graph, self.config), self.optimizer, *sizes)

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
    lowest = min((loss for _, loss in run.held_out + (before.held_out if before else [])), default=run.bigram)
    levels = {f"ln {run.vocab_size}: knows nothing": log(run.vocab_size), "bigram table": run.bigram}
    picture = chart(
        lines,
        f"step ({run.settings.batch} document{'s' if run.settings.batch > 1 else ''} each)",
        "loss (nats per token)",
        (0, steps),
        loss_range(run.vocab_size, lowest),
        (xs, run.losses),
        levels,
    )
    said = f"{run.settings.label()}: step {done} of {run.settings.num_steps}, mean of the last 100 {run.means[-1]:.3f}"
    if run.held_out:
        said += f", held-out {run.held_out[-1][1]:.3f} on {run.judges} of them (bigram table {run.bigram:.3f})"
    if before and before.held_out:
        other = " on other data" if before.settings.documents != run.settings.documents else ""
        said += f"; before, with {before.settings.label()}{other}: {before.held_out[-1][1]:.3f}"
    if cut := run.settings.cut():
        said += f"; {cut:,} documents of {run.settings.block_size} or more letters are cut"
    grown = [f"step {step:5}: {' '.join(names)}" for step, names in run.samples]
    return Panel(note(said) + picture + "".join(map(note, grown)), "\n".join([said, *grown]))


class Desk(InWords, ipywidgets.VBox):
    """The controls, the buttons, and a task that trains; `run` is the latest Run, and its model stays usable."""

    def __init__(self, data="names"):
        self.lists = {name: tuple(bundled(name)) for name in COURSE_LISTS}
        self.run = self.before = self.task = None
        self.ticket = 0  # a run whose ticket is not the latest ends
        self.running, self.paused = False, False
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
        content, name = bytes(self.upload.value[0]["content"]), self.upload.value[0]["name"]
        try:
            if len(content) > LARGEST:
                raise BadInput(f"{name} has {len(content):,} bytes; {LARGEST:,} at most")
            documents = tuple(parse(content, name))
            check_documents(documents)
        except BadInput as error:
            self.message.value = alert(error)
            return
        name = f"{name} (yours)" if name in COURSE_LISTS else name
        self.lists[name] = documents
        self.controls["data"].options = pairs(self.lists)
        self.controls["data"].value = name
        self.message.value = note(f"{name}: {len(documents):,} lines")

    def train(self):
        """Start a run with what is chosen now; a run that goes on is ended."""
        chosen = {name: control.value for name, control in self.controls.items()}
        settings = Settings(self.lists[chosen.pop("data")], **chosen)
        if self.run and self.run.held_out:
            self.before = self.run
        self.end("starting ...")
        self.running = True
        work = self.work(settings, self.ticket)
        try:
            self.task = asyncio.get_running_loop().create_task(work)
        except RuntimeError:  # no loop, no kernel: then nobody waits for it to step aside
            asyncio.run(work)

    def pause(self):
        """Pause, or go on."""
        self.paused = not self.paused
        self.say_pause()

    def say_pause(self):
        self.buttons[1].description = "go on" if self.paused else "pause"

    def stop(self):
        """End the run at once; what it has shown stays."""
        if self.running:
            self.end("stopped")

    def end(self, message):
        self.ticket += 1
        self.running = self.paused = False
        self.message.value = note(message)
        self.say_pause()

    async def work(self, settings, ticket):
        """Train and show, until it is finished or its ticket is no longer the latest."""
        try:
            await self.follow(training(settings), settings, ticket)
        except KeyboardInterrupt:  # the kernel was interrupted: it must not end with the task
            self.show(ticket, note("stopped"))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not end the task in silence
            kind = "" if isinstance(error, BadInput) else f"{type(error).__name__}: "
            self.show(ticket, alert(f"{kind}{error}"))
        if ticket == self.ticket:
            self.running = False

    async def follow(self, runs, settings, ticket):
        start = looked = time.monotonic()
        shown = 0.0
        before = self.before if self.compare.value else None
        self.bar.max, self.bar.value = settings.num_steps, 0
        for run in runs:
            if time.monotonic() - looked > SLICE or not run.losses:
                await self.step_aside()
                looked = time.monotonic()
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

    async def step_aside(self):
        """Let the kernel do what has come meanwhile; while the run is paused, for as long as that lasts."""
        await asyncio.sleep(0)
        ticket = self.ticket
        while self.paused and ticket == self.ticket:
            await asyncio.sleep(SLICE)

    def show(self, ticket, message, done=None, picture=None):
        """Show how far a run has come, unless it has been ended, be it while this is shown."""
        if picture and ticket == self.ticket:
            self.bar.value, self.screen.value = done, picture
        if ticket == self.ticket:
            self.message.value = message

    def reader(self):
        """Open a document with the model of the latest finished run; BadInput where there is none."""
        if not self.run or self.run.state is None:
            raise BadInput("train to the end first")
        return gpt.reader(self.run.state, self.run.config)

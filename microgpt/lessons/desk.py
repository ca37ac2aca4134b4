"""The training desk: choose data, sizes and an optimiser, press train, and watch the curve and the samples grow.

`training` is a generator of what is to be seen; the Desk follows it in a task of the kernel's own loop, and steps aside
again and again, so that the kernel stays free: no thread is needed.
"""

import asyncio
import random
import re
import time
from dataclasses import dataclass, field
from functools import cache
from math import log

import ipywidgets

from .. import gpt
from ..autograd import floats, parameters, values
from ..data import BadInput, Tokenizer, bundled, parse, split
from ..nn import mean
from ..optim import SGD, Adam
from ..replay import Replay
from ..sample import sample
from ..teach.controls import LONG, WIDE, InWords, alert, beside, button, choice, html, pairs, row, slider, stops, switch
from ..teach.panels import Panel, chart, loss_range, note
from ..train import autograd_step, bounded, evaluate, train
from .ledger import tables

LARGEST = 5_000_000  # bytes of a file of one's own
MOST_CHARACTERS = 200
LOOKS = {"replay": 10, "readable": 2}  # times that a run is judged by all held-out documents, and shows names
PIECE = 100  # documents that are judged before the kernel may do other things
MOST_COUNTED = 500_000  # tokens of a list for which the strongest table is counted, about a second for each 100,000
STRONGEST = (5, 0.9)  # its longest context and its discount: those that the ledger finds best for the names
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
    judged = run.held_out + (before.held_out if before else [])
    lowest = min([*run.tables.values(), *(loss for _, loss in judged)])
    levels = {f"ln {run.vocab_size}: knows nothing": log(run.vocab_size), **run.tables}
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
        held = ", ".join(f"{name} {loss:.3f}" for name, loss in run.tables.items())
        said += f", held-out {run.held_out[-1][1]:.3f} on all {run.judges:,} lines held out ({held})"
    if before and before.held_out:
        other = "" if before.settings.cut() == run.settings.cut() else ", judged on lines that are cut elsewhere"
        other = other if before.settings.documents == run.settings.documents else " on other data"
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
        chosen = [data, self.upload, *rest, self.live, self.compare, row(*self.buttons)]
        super().__init__([beside(chosen, [self.bar, self.message, self.screen])])

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
            said = self.in_labels(str(error)) if isinstance(error, BadInput) else f"{type(error).__name__}: {error}"
            if not self.run or self.run.settings is not settings:
                self.screen.value = ""  # what stands there is an earlier run's
            self.show(ticket, alert(said))
        if ticket == self.ticket:
            self.running = False

    def in_labels(self, said):
        """What the library says of its settings, by the names that stand beside the sliders."""
        for name, control in self.controls.items():
            said = re.sub(rf"\b{name}\b", control.description, said)
        return said

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

"""The training desk: choose data, sizes and an optimiser, press train, and watch the curve and the samples grow.

A run (`runs`) is a generator of what is to be seen; the Desk follows it in a task of the kernel's own loop, and steps
aside again and again, so that the kernel stays free: no thread is needed.
"""

import asyncio
import re
import time
from math import log

import ipywidgets

from ... import gpt
from ...data import BadInput, bundled, parse
from ...teach.controls import (
    LONG,
    WIDE,
    InWords,
    alert,
    beside,
    button,
    choice,
    html,
    pairs,
    row,
    slider,
    stops,
    switch,
)
from ...teach.panels import Panel, chart, loss_range, note
from .runs import Run, Settings, check_documents, training

__all__ = ["Desk", "Run", "Settings", "training", "view"]

LARGEST = 5_000_000  # bytes of a file of one's own
COURSE_LISTS = ("names", "dinosaurs", "places")
SLICE = 0.02  # seconds after which a run lets the kernel do other things


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

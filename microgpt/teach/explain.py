"""Explain it: a box for the reader's own words, and then a model answer with points to tick."""

import time
from dataclasses import dataclass

import ipywidgets

from . import progress
from .controls import WIDE, InWords, Live, button, paragraph, prose

STYLE = """<style>
.microgpt-explain .widget-textarea > label { text-align: left; }
.microgpt-explain .widget-checkbox, .microgpt-explain .widget-checkbox label { height: auto; white-space: normal; }
.microgpt-explain .widget-checkbox label { line-height: 1.5; display: flex; align-items: baseline; gap: 6px; }
.microgpt-explain .widget-checkbox span { white-space: normal; overflow: visible; }
</style>"""
SIDE = {"flex": "1 1 340px", "width": "auto", "min_width": "260px", "max_width": "640px"}
LONGEST = 4000  # characters that are kept
FEWEST = 5  # words before there is something to compare
OVERTAKEN = 2.0  # seconds: a kernel may hear of a press before it hears of the words that were written before it


@dataclass(frozen=True)
class Explanation:
    """What is to be explained in two or three sentences, a model answer, and the points that a good one makes."""

    question: str
    model: str
    points: tuple


class Box(InWords, ipywidgets.VBox):
    """The box, and after "compare" the model answer beside it with its points. place: where all that is kept."""

    def __init__(self, place, explanation):
        self.place, self.explanation, self.refused = place, explanation, -OVERTAKEN
        entry = place.entry
        self.text = ipywidgets.Textarea(
            entry.get("text", ""),
            description="In your own words",
            placeholder="two or three sentences",
            continuous_update=False,
            rows=6,
            style=WIDE,
            layout=SIDE | {"flex_flow": "column", "align_items": "stretch"},
        )
        self.message, self.compared = Live(), ipywidgets.VBox()
        ticked = entry.get("ticked", [])
        self.ticks = [
            ipywidgets.Checkbox(i in ticked, description=point, indent=False, layout=ipywidgets.Layout(width="auto"))
            for i, point in enumerate(explanation.points)
        ]
        self.compared.children = [
            ipywidgets.HTML(paragraph(f"<b>A model answer.</b> {prose(explanation.model)}")),
            ipywidgets.HTML("Which of these does yours say?"),
            *self.ticks,
        ]
        self.compared.layout = SIDE
        self.text.observe(lambda change: self.written(), "value")
        for tick in self.ticks:
            tick.observe(lambda change: self.keep_ticks(), "value")
        sides = ipywidgets.HBox([self.text, self.compared], layout=ipywidgets.Layout(flex_flow="row wrap"))
        title = ipywidgets.HTML(STYLE + paragraph(f"<b>Explain:</b> {prose(explanation.question)}"))
        super().__init__([title, sides, button("compare with a model answer", self.compare), self.message])
        self.add_class("microgpt-explain")
        self.unfold(entry.get("compared", False))
        self.say("")

    def unfold(self, compared):
        self.compared.layout.display = None if compared else "none"

    @property
    def unfolded(self):
        return self.compared.layout.display != "none"

    def keep(self):
        """Keep what stands in the box; True if that was possible."""
        text = self.text.value
        if len(text) > LONGEST:
            self.say(
                f"That has {len(text):,} characters; {LONGEST:,} at most are kept. It stays in the box, so shorten it."
            )
            return False
        if text != self.place.entry.get("text", ""):
            self.place.note(text=text)
        self.say("")
        return True

    def written(self):
        """Keep what was written; a press on "compare" that has overtaken it is answered now."""
        if self.keep() and time.monotonic() - self.refused < OVERTAKEN:
            self.compare()

    def compare(self):
        """Show the model answer, once something has been written."""
        if not self.keep():
            return
        if len(self.text.value.split()) < FEWEST:
            self.refused = time.monotonic()
            return self.say(f"First write your own, of at least {FEWEST} words; then compare.")
        self.unfold(True)
        self.place.note(compared=True)
        self.say("")

    def keep_ticks(self):
        self.place.note(ticked=[i for i, tick in enumerate(self.ticks) if tick.value])
        self.say("")

    def say(self, text):
        self.said = "\n".join(filter(None, [text, progress.kept.told()]))
        self.message.say(self.said)

    def write(self, text):
        """Without a mouse: write this, and print the model answer with its points."""
        self.text.value = str(text)
        self.compare()
        print(self.said or repr(self))

    def tick(self, *numbers):
        """Without a mouse: tick these points, counted from 1."""
        for number, tick in enumerate(self.ticks, 1):
            tick.value = number in numbers

    def __repr__(self):
        told = [f"Explain: {self.explanation.question}", *([self.text.value] if self.text.value else [])]
        if not self.unfolded:
            return "\n".join([*told, 'Write in JupyterLab, or add .write("two or three sentences") to the call.'])
        points = [f"  [{'x' if tick.value else ' '}] {tick.description}" for tick in self.ticks]
        return "\n".join([*told, f"A model answer. {self.explanation.model}", *points])

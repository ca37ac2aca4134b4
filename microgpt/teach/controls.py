"""Things to move: ipywidgets around pure functions, which give a text or a picture; an Explorer shows it and answers.

What a view gives can be printed as well, so nothing is lost where no kernel runs.
"""

import re
import time
from html import escape
from pathlib import Path

import anywidget
import ipywidgets
import traitlets
from IPython.display import display

from ..data import BadInput
from ..train import running_mean
from . import again

HERE = Path(__file__).parent


class InWords:
    """A widget whose text is shown whole where no widget can be: ipywidgets would cut it after 110 characters.

    Those that a cell made are closed when it is run again.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        again.noted(self)

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}


class Explorer(InWords, ipywidgets.VBox):
    """Controls, and below them what `view` makes of their values: a text, a Panel, or a Drawing.

    Whatever goes wrong is said in a line below the controls; the next move starts afresh.
    """

    def __init__(self, view, **controls):
        self.view, self.controls = view, controls
        self.screen = ipywidgets.HTML()
        for control in controls.values():
            control.observe(self.answer, "value")
        super().__init__([*controls.values(), self.screen])
        self.answer()

    def answer(self, change=None):
        self.wrong = ""
        try:
            self.screen.value = html(self.view(**{name: control.value for name, control in self.controls.items()}))
        except KeyboardInterrupt:
            self.wrong = "Interrupted; move something to go on."
        except BadInput as error:
            self.wrong = str(error)
        except Exception as error:  # noqa: BLE001 - a view that fails must not leave a dead widget behind
            self.wrong = f"{type(error).__name__}: {error}"
        if self.wrong:
            self.screen.value = alert(self.wrong)

    def __repr__(self):
        told = f"[to be moved in JupyterLab: {', '.join(c.description for c in self.controls.values())}]"
        return f"{told} ⚠ {self.wrong}" if self.wrong else told


def html(seen):
    """What a view gave, as HTML."""
    if not isinstance(seen, str):
        return seen.html
    return f"<pre style='white-space:pre; overflow-x:auto'>{escape(seen)}</pre>"


def prose(text):
    """A sentence as HTML: what stands between `backticks` is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(str(text)))


def paragraph(markup):
    """Markup as a paragraph whose lines stand close."""
    return f"<div style='line-height:1.5; margin:3px 0'>{markup}</div>"


def alert(message):
    return f"<p role='alert'>⚠ {escape(str(message))}</p>"


class Live(anywidget.AnyWidget):
    """HTML that a screen reader says as soon as it changes; ipywidgets' own has no such role."""

    _esm = HERE / "live.js"
    value = traitlets.Unicode().tag(sync=True)

    def say(self, text):
        """Say a sentence; "": nothing."""
        self.value = paragraph(prose(text)) if text else ""


WIDE = {"description_width": "initial"}
LONG = {"width": "480px", "max_width": "98%"}  # a layout of its own for each


class Slider(anywidget.AnyWidget):
    """A slider over a list of numbers, which stops at these alone; `value` is the one chosen.

    ipywidgets' own sliders give their handle no name that a screen reader could say, and have no ticks.
    """

    _esm, _css = HERE / "slider.js", HERE / "controls.css"
    description = traitlets.Unicode().tag(sync=True)
    stops = traitlets.List().tag(sync=True)
    marked = traitlets.List().tag(sync=True)  # stops that have a tick
    interval = traitlets.Int(0).tag(sync=True)  # milliseconds from stop to stop when it plays by itself; 0: it does not
    value = traitlets.Any().tag(sync=True)

    @traitlets.validate("value")
    def nearest(self, proposal):
        inside = min(max(proposal["value"], self.stops[0]), self.stops[-1])
        return min(self.stops, key=lambda stop: abs(stop - inside))


def slider(description, low, high, step, value, **more):
    """A slider from low to high, in steps; whole numbers where the step is one."""
    stops_between = [round(low + k * step, 9) for k in range(round((high - low) / step) + 1)]
    return stops(description, stops_between, value, **more)


def stops(description, numbers, value, **more):
    """A slider that stops at these numbers alone; marked: those with a tick, interval: see Slider."""
    return Slider(description=description, stops=numbers, value=value, layout=LONG, **more)


class Choice(anywidget.AnyWidget):
    """A menu of (label, value) pairs; `value` is the one chosen.

    With ipywidgets' own, JupyterLab takes the arrow keys and letters for itself: it moves to other cells or adds some.
    """

    _esm, _css = HERE / "choice.js", HERE / "controls.css"
    description = traitlets.Unicode().tag(sync=True)
    options = traitlets.List().tag(sync=True)
    value = traitlets.Any().tag(sync=True)


def choice(description, options, value):
    """A menu of names, or of (label, value) pairs."""
    return Choice(description=description, options=pairs(options), value=value)


def pairs(options):
    return [(option, option) if isinstance(option, str) else option for option in options]


def switch(description, value):
    return ipywidgets.Checkbox(value, description=description, indent=False)


def words(description, value):
    return ipywidgets.Text(value, description=description, style=WIDE, layout=LONG)


def button(description, act, tooltip=""):
    layout = ipywidgets.Layout(width="auto", align_self="flex-start")
    made = ipywidgets.Button(description=description, tooltip=tooltip, layout=layout)
    made.on_click(lambda _: act())
    return made


def row(*children):
    """Side by side, and below each other where the page is narrow."""
    return ipywidgets.HBox(children, layout=ipywidgets.Layout(flex_flow="row wrap"))


def beside(controls, shown):
    """Controls in one column, and beside it what they show; below it, where the page is narrow."""
    left = ipywidgets.VBox(controls, layout=ipywidgets.Layout(width="400px", max_width="98%"))
    right = ipywidgets.VBox(shown, layout=ipywidgets.Layout(flex="1 1 440px", min_width="0"))
    return ipywidgets.HBox([left, right], layout=ipywidgets.Layout(flex_flow="row wrap", align_items="flex-start"))


class Progress(ipywidgets.HBox):
    """A progress bar with the loss, its running mean, and the time left."""

    def __init__(self, num_steps):
        self.bar = ipywidgets.IntProgress(0, max=num_steps, layout=ipywidgets.Layout(width="300px"))
        self.text = ipywidgets.HTML("starting")
        super().__init__([self.bar, self.text])

    def __repr__(self):
        return f"[progress of {self.bar.max} steps]"


def watch(losses, num_steps):
    """Pass losses on from a training generator while a progress bar shows how far it has come.

    Interrupting the kernel ends it early, and no more than that: what was learned until then stays.
    """
    progress, seen, start, shown = Progress(num_steps), [], time.monotonic(), 0.0
    display(progress)
    try:
        for loss in losses:
            seen.append(loss)
            elapsed = time.monotonic() - start
            if elapsed - shown > 0.1 or len(seen) in (1, num_steps):
                shown = elapsed
                left = elapsed / len(seen) * (num_steps - len(seen))
                progress.bar.value = len(seen)
                mean = running_mean(seen[-100:])[-1]
                progress.text.value = f"loss {loss:.3f}, mean of last 100 {mean:.3f}, {left:.0f} s left"
            yield loss
    except KeyboardInterrupt:
        print(f"stopped after step {len(seen)} of {num_steps}; what was learned until then stays")

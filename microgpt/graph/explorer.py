"""The graph that one walks into: a forward pass whose boxes open when they are pressed, in a notebook.

All that is shown is `walk.Walk.seen`; the page shows it, and sends wishes back. Without a kernel it is a static picture.
"""

from pathlib import Path

import anywidget
import traitlets

from ..data import BadInput
from ..outside import printable
from .walk import ASKED, View, Walk, after

HERE = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """A Walk and where it has come to. `view` says where; `wish` is what the page asks for; `seen` is what it shows."""

    _esm, _css = HERE / "explorer.js", HERE / "explorer.css"
    wish = traitlets.Dict().tag(sync=True)  # {"number": counted up, "word": of walk.WISHES, "value": what it needs}
    seen = traitlets.Dict().tag(sync=True)
    asked = traitlets.List(list(ASKED)).tag(sync=True)
    states = traitlets.List().tag(sync=True)

    def __init__(self, walk, view):
        self.walk, self.view, self.drawing = walk, view, None
        super().__init__(states=[name for name, _ in walk.states])
        self.show(view)
        if self.drawing is None:  # what was asked for at first cannot be shown: that is the caller's to know
            raise BadInput(self.seen["error"])
        self.observe(self.answer, "wish")

    def answer(self, change):
        """Do what is wished for; what cannot be done is said in a line, and changes nothing."""
        wish = change["new"]
        try:
            self.show(after(self.view, wish.get("word"), wish.get("value")), wish.get("number", 0))
        except BadInput as error:
            self.complain(error, wish.get("number", 0))

    def show(self, view, number=0):
        try:
            seen = self.walk.seen(view)
        except BadInput as error:
            return self.complain(error, number)
        except KeyboardInterrupt:
            return self.complain("interrupted", number)
        except Exception as error:  # noqa: BLE001 - a model that fails must not leave a dead widget behind
            return self.complain(f"{type(error).__name__}: {error}", number)
        self.view, self.drawing = view, seen.pop("drawing")
        self.seen = seen | {"picture": picture(self.drawing), "view": vars(view), "number": number, "error": ""}

    def complain(self, error, number):
        self.seen = self.seen | {"error": printable(error), "number": number}

    def __repr__(self):
        return f"[to be walked through in JupyterLab] {self.drawing.outline()}"

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = self.drawing._repr_mimebundle_(), {}
        if isinstance(data, tuple):
            data, metadata = data
        widget, _ = super()._repr_mimebundle_(**kwargs)
        return widget | data | {"text/plain": repr(self)}, metadata


def picture(drawing):
    """The drawing's SVG, or "" where there is no Graphviz: then the outline stands for it."""
    try:
        return drawing.svg()
    except BadInput:
        return ""


def explore(open_reader, states, tokenizer, text, functions=(), open="", step=None):
    """A forward pass to be walked through, as an Explorer.

    open_reader(state) opens a document on a state dictionary of Values, as for `draw_forward`; states: one such
    dictionary of floats, or a list of (name, dictionary), such as kept from a training; step: which is shown at first, the
    last if not said.
    """
    states = [("", states)] if isinstance(states, dict) else list(states)
    walk = Walk(open_reader, states, tokenizer, functions)
    return Explorer(walk, View(text, open, step=len(states) - 1 if step is None else step))

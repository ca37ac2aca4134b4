"""Controls: what an explorer shows, whatever goes wrong in its view; sliders and their stops."""

import random

import pytest

from microgpt.data import BadInput
from microgpt.lessons.bigram import Die
from microgpt.teach import again
from microgpt.teach.controls import Explorer, slider, watch

SYMBOLS = ["a", "b", "·"]
PROBS = [[0.5, 0.25, 0.25], [0.0, 0.0, 1.0], [0.2, 0.8, 0.0]]


def test_an_explorer_shows_itself_the_same_every_time():
    assert repr(Die(PROBS, SYMBOLS)) == "[to be moved in JupyterLab: letter before, u]"


@pytest.mark.parametrize(
    ("failure", "said"),
    [(BadInput("no <such> letter"), "no &lt;such&gt; letter"), (ZeroDivisionError("x"), "ZeroDivisionError: x"),
     (KeyboardInterrupt(), "Interrupted; move something")],
)  # fmt: skip
def test_whatever_goes_wrong_is_a_line_and_the_widget_lives_on(failure, said):
    def view(x):
        if x == 1:
            raise failure
        return f"x is {x}"

    explorer = Explorer(view, x=slider("x", 0, 2, 1, 0))
    explorer.controls["x"].value = 1
    assert "role='alert'" in explorer.screen.value and said in explorer.screen.value
    assert "⚠" in repr(explorer)  # so that a notebook whose widget cannot even begin prints something else than before
    explorer.controls["x"].value = 2
    assert explorer.screen.value.endswith(">x is 2</pre>") and "⚠" not in repr(explorer)


class Shell:
    """A notebook's shell, of which alone is asked which cell runs, and by which request."""

    def __init__(self):
        self.parent = {}

    def run(self, cell, request):
        self.parent = {"metadata": {"cellId": cell} if cell else {}, "header": {"msg_id": request}}

    def get_parent(self):
        return self.parent


def test_the_widgets_of_a_cell_that_is_run_again_are_closed_and_no_others(monkeypatch):
    shell = Shell()
    monkeypatch.setattr(again, "get_ipython", lambda: shell)
    monkeypatch.setattr(again, "made", {})

    def explorer(cell, request):
        shell.run(cell, request)
        return Explorer(lambda x: f"x is {x}", x=slider("x", 0, 2, 1, 0))

    first, beside, other, from_a_button = (explorer(*run) for run in (("a", 1), ("a", 1), ("b", 2), (None, 3)))
    assert all(each.comm for each in (first, beside, other, from_a_button))
    second = explorer("a", 4)
    closed = [first, *first.children, beside, *beside.children, first.layout, first.screen.style]
    assert not any(each.comm for each in closed)
    assert all(each.comm for each in (second, *second.children, other, *other.children, from_a_button))


def test_dragging_wildly_ends_where_it_ends():
    explorer = Explorer(lambda x: f"x is {x}", x=slider("x", 0, 1000, 1, 0))
    rng = random.Random(1)
    for _ in range(500):
        explorer.controls["x"].value = rng.randrange(1001)
    explorer.controls["x"].value = 7
    assert explorer.screen.value.endswith(">x is 7</pre>")


@pytest.mark.parametrize(("wanted", "got"), [(0.15, 0.15), (0.52, 0.5), (0.53, 0.55), (-7, 0.05), (1e99, 2.0)])
def test_a_slider_stops_at_the_nearest_of_its_numbers(wanted, got):
    made = slider("x", 0.05, 2.0, 0.05, 0.4)
    made.value = wanted
    assert made.value == got


def test_a_slider_of_whole_numbers_gives_whole_numbers():
    made = slider("x", 4, 64, 4, 16)
    made.value = 8.0  # as a browser may send it
    assert repr(made.value) == "8" and made.stops == list(range(4, 65, 4))


def test_a_watched_training_that_is_interrupted_ends_and_says_so(capsys):
    def losses():
        yield from (3.0, 2.0)
        raise KeyboardInterrupt

    assert list(watch(losses(), 9)) == [3.0, 2.0]
    assert "stopped after step 2 of 9; what was learned until then stays" in capsys.readouterr().out

import matplotlib
import pytest

matplotlib.use("Agg")

from microgpt.teach import plot

SYMBOLS = list("abc") + ["·"]
ROWS = [[0.1, 0.2, 0.3, 0.4]] * 4
FIGURES = {
    "bars": lambda ax=None: plot.bars(ROWS[0], SYMBOLS, "title", ax=ax),
    "table": lambda ax=None: plot.table(ROWS, SYMBOLS, "title", ax=ax),
    "attention": lambda ax=None: plot.attention([[1.0], [0.4, 0.6]], ["·", "a"], "title", ax=ax),
    "losses": lambda ax=None: plot.losses({"GPT": [3.3, 2.8, 2.5]}, 27, 2.58, "title", ax=ax),
    "lines": lambda ax=None: plot.lines([1, 10], {"a": [1, 2]}, "title", "x", "y", ax=ax, xscale="log"),
}


def texts_of(figure):
    """Every text of a figure that shows something, with its place in pixels."""
    figure.canvas.draw()
    texts = figure.findobj(matplotlib.text.Text)
    return [(t.get_text(), t.get_window_extent()) for t in texts if t.get_text() and t.get_visible()]


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_every_figure_has_a_title_and_axes_that_say_what_they_show(make):
    figure = make()
    ax = figure.axes[0]
    assert ax.get_title(loc="left") == "title"
    assert ax.get_ylabel()
    plot.plt.close(figure)


@pytest.mark.parametrize("make", FIGURES.values(), ids=FIGURES)
def test_every_figure_can_be_drawn_into_a_panel_of_another(make):
    figure, panel = plot.plt.subplots()
    assert make(ax=panel) is figure
    plot.plt.close(figure)


def test_a_loss_curve_shows_what_ignorance_and_the_table_reach():
    figure = FIGURES["losses"]()
    shown = [text for text, _ in texts_of(figure)]
    assert "ln 27: knows nothing 3.30" in shown and "bigram table 2.58" in shown
    plot.plt.close(figure)


def test_the_reference_labels_of_a_loss_curve_do_not_overlap():
    figure = FIGURES["losses"]()
    boxes = [box for text, box in texts_of(figure) if "knows nothing" in text or "table" in text]
    assert not boxes[0].overlaps(boxes[1])
    plot.plt.close(figure)


def test_show_displays_the_figure_with_its_words(monkeypatch, capsys):
    seen = []
    monkeypatch.setattr(plot, "display", lambda data, raw, metadata: seen.append((data, metadata)))
    plot.show(FIGURES["bars"](), "Four bars, the last one highest.")
    ((data, metadata),) = seen
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata == {"image/png": {"alt": "Four bars, the last one highest."}}
    assert capsys.readouterr().out == "Four bars, the last one highest.\n"


def test_the_ladder_names_the_lesson(monkeypatch, capsys):
    monkeypatch.setattr(plot, "display", lambda *_, **__: None)
    plot.ladder(4)
    assert capsys.readouterr().out == "Lesson 4 of 6: attention.\n"

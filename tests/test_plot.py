import math
import warnings

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
    assert "ln 27: knows nothing 3.296" in shown and "bigram table 2.580" in shown
    plot.plt.close(figure)


def test_what_is_reached_is_drawn_no_further_than_the_curves_whose_names_stand_there():
    figure = FIGURES["losses"]()
    dashed = [line for line in figure.axes[0].lines if line.get_linestyle() == "--"]
    assert [max(line.get_xdata()) for line in dashed] == [3, 3]
    plot.plt.close(figure)


def test_the_reference_labels_of_a_loss_curve_do_not_overlap():
    figure = FIGURES["losses"]()
    boxes = [box for text, box in texts_of(figure) if "knows nothing" in text or "table" in text]
    assert not boxes[0].overlaps(boxes[1])
    plot.plt.close(figure)


def test_the_names_of_curves_that_end_together_do_not_overlap():
    curves = {"adam": [3.0, 2.6], "spoiled": [3.0, 2.61], "higher": [3.0, 2.8]}
    figure = plot.losses(curves, 27, 2.58, "Down")
    boxes = [box for text, box in texts_of(figure) if text.strip() in curves]
    assert len(boxes) == 3 and not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])
    assert plot.spread({"a": 2.6, "b": 2.61, "c": 2.9}, 0.1) == {"a": 2.6, "b": pytest.approx(2.7), "c": 2.9}


@pytest.mark.parametrize("count", [1, 4, 5, 7, 12])
def test_every_series_is_drawn_and_named_however_many_there_are(count):
    names = [f"series {i}" for i in range(count)]
    curves = plot.losses({name: [3.0, 2.5, 2.0 + i / 20] for i, name in enumerate(names)}, 27, 2.58, "title").axes[0]
    assert {f" {name}" for name in names} <= {text.get_text() for text in curves.texts}
    assert len(curves.lines) == 2 * count + 2
    drawn = plot.lines([1, 10], {name: [i, 2 * i] for i, name in enumerate(names)}, "title", "x", "y").axes[0]
    assert [line.get_label() for line in drawn.lines] == names
    dots = plot.diagonal({name: [(i, i), (2, 2)] for i, name in enumerate(names)}, "title", "x", "y").axes[0]
    assert [group.get_label() for group in dots.collections] == names
    areas = plot.treemap({name: {"part": i + 1} for i, name in enumerate(names)}, "title").axes[0]
    assert set(names) <= {text.get_text() for text in areas.texts}
    plot.plt.close("all")


@pytest.mark.parametrize("vocab_size", [2, 27, 36, 200, 5000])
def test_knowing_nothing_has_its_place_in_a_picture_of_losses(vocab_size):
    ax = plot.losses({"GPT": [3.3, 2.8, 2.5]}, vocab_size, 2.58, "title").axes[0]
    assert ax.get_ylim()[0] < math.log(vocab_size) < ax.get_ylim()[1] or vocab_size < 5
    assert ax.get_ylim() == (1.5, 3.6) or vocab_size > 27
    plot.plt.close("all")


def test_letters_that_the_font_lacks_warn_nobody(displayed, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plot.show(plot.bars([0.5, 0.5], ["\u4e2d", "\U0001f600"], "how \u6587 begins"))
    assert all(letter in displayed[0][0]["text/plain"] for letter in "\u4e2d\U0001f600\u6587")


def test_show_displays_the_figure_with_its_words(monkeypatch, capsys):
    seen = []
    monkeypatch.setattr(plot, "display", lambda data, raw, metadata: seen.append((data, metadata)))
    plot.show(FIGURES["bars"](), "Four bars, the last one highest.")
    ((data, metadata),) = seen
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata == {"image/png": {"alt": "Four bars, the last one highest."}}
    assert capsys.readouterr().out == "Four bars, the last one highest.\n"


WORDS = {  # a figure, its caption, and a line of its numbers
    "bars": (
        lambda: plot.bars([0.1, 0.5, -0.4], "abc", "What changes", ylabel="p - y"),
        "What changes: p - y of 3 tokens as bars; highest b 0.500, a 0.100, c -0.400; lowest c -0.400.",
        "a 0.100  b 0.500  c -0.400",
    ),
    "table": (
        lambda: plot.table([[0.1, 0.9], [0.6, 0.4]], "ab", "Pairs"),
        "Pairs: heat map of the probability of each letter after each other letter; highest b after a 0.90, a after b 0.60.",
        "after a: b 0.900, a 0.100",
    ),
    "attention": (
        lambda: plot.attention([[1.0], [0.4, 0.6], [0.1, 0.2, 0.7]], "·aa", "Who listens"),
        (
            "Who listens: triangle of attention weights; · listens most to · 1.00, a at 1 listens most to a at 1 0.60, "
            "a at 2 listens most to a at 2 0.70."
        ),
        "a 0.10 0.20 0.70",
    ),
    "losses": (
        lambda: plot.losses({"GPT": [3.0, 2.0]}, 27, 2.58, "Down"),
        (
            "Down: loss at every step, GPT from 3.000 to a mean of 2.500 over the last 2; dashed lines: ln 27 3.296, "
            "bigram table 2.580."
        ),
        "GPT, running mean: 1: 3, 2: 2.5",
    ),
    "lines": (
        lambda: plot.lines([0, 1, 10], {"held out": [float("inf"), 2.5, 2.75]}, "Smoothing", "added", "loss"),
        "Smoothing: loss against added; held out from inf at 0 to 2.75 at 10, lowest 2.5 at 1.",
        "held out: 0: inf, 1: 2.5, 10: 2.75",
    ),
    "diagonal": (
        lambda: plot.diagonal({"wte": [(1.0, 1.0), (2.0, 2.25)]}, "Alike", "by hand", "moved"),
        "Alike: moved against by hand; wte 2 points, off the diagonal by 3e-01 at most.",
        "wte: (1, 1) (2, 2.25)",
    ),
    "embeddings": (
        lambda: plot.embeddings({"before": [[0, 0, 0], [0, 0, 1], [5, 5, 5]]}, "abc"),
        "Letters as points in the plane in which their vectors differ most, before.",
        "before: a b, b a, c b",
    ),
    "treemap": (
        lambda: plot.treemap({"attention": {"wq": 3000}, "mlp": {"fc1": 1000}}, "Parameters"),
        "Parameters: areas as large as their numbers; attention 75%, mlp 25%.",
        "attention: wq 3,000",
    ),
}


@pytest.fixture
def displayed(monkeypatch):
    seen = []
    monkeypatch.setattr(plot, "display", lambda data, raw, metadata: seen.append((data, metadata)))
    return seen


@pytest.mark.parametrize(("make", "caption", "numbers"), WORDS.values(), ids=WORDS)
def test_a_figure_at_the_end_of_a_cell_says_what_it_shows(make, caption, numbers, displayed, capsys):
    make()._ipython_display_()
    ((data, metadata),) = displayed
    assert metadata == {"image/png": {"alt": caption}} and capsys.readouterr().out == f"{caption}\n"
    assert data["text/plain"].startswith(caption) and numbers in data["text/plain"]
    assert not plot.plt.get_fignums()  # else it would be shown a second time


def test_panels_side_by_side_tell_what_each_shows(displayed, capsys):
    figure, parts = plot.panels(2, figsize=(6, 2.5))
    for head, ax in enumerate(parts):
        plot.attention([[1.0]], "a", f"head {head}", ax=ax)
    figure._ipython_display_()
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == ["head 0", "head 1"]


def test_a_long_curve_is_told_in_a_dozen_numbers(displayed):
    plot.losses({"GPT": [3.0] * 1000}, 27, 2.58, "Down")._ipython_display_()
    assert displayed[0][0]["text/plain"].count(": 3,") == 11


def test_a_figure_of_ones_own_can_be_drawn_into(displayed, capsys):
    figure, ax = plot.plt.subplots()
    plot.show(plot.bars([1.0], "a", "title", ax=ax), "Words of one's own.")
    assert capsys.readouterr().out == "Words of one's own.\n"
    plot.plt.close(figure)


def test_the_ladder_names_the_lesson_and_nothing_else_to_a_new_reader(reader, displayed, capsys):
    plot.ladder(4)
    assert capsys.readouterr().out == "Lesson 4 of 6: attention.\n"


def test_the_ladder_shows_what_was_solved_in_picture_and_words(reader, displayed, capsys):
    plot.ladder(2)
    before = displayed[0][0]["image/png"]
    for name, state in {"next_probs": "solved", "name_loss": "solved with help", "contexts": "odd"}.items():
        reader.note("01", "exercises", name, state=state)
    reader.note("02", "predictions", "recall: pairs in emma", first=["5"])
    capsys.readouterr()
    plot.ladder(2)
    assert displayed[1][0]["image/png"] != before
    assert capsys.readouterr().out.splitlines() == [
        "Lesson 2 of 6: MLP.",
        "1. bigram: ● next_probs  ◐ name_loss  ○ contexts",
        "● solved  ◐ solved with help  ○ tried",
        'Last time you were in lesson 2, at the prediction "pairs in emma".',
    ]


def test_the_ladder_says_what_became_of_a_damaged_progress(reader, displayed, capsys):
    reader.path.write_text("{", encoding="utf-8")
    plot.ladder(1)
    assert "was damaged. It is kept as" in capsys.readouterr().out


def test_a_table_may_hold_its_counts_and_leaves_zeros_empty():
    figure = plot.table([[0.25, 0.75], [1.0, 0.0]], "ab", "Pairs", counts=[[1, 3], [5, 0]])
    assert [text.get_text() for text in figure.axes[0].texts] == ["1", "3", "5"]
    plot.plt.close(figure)


def test_figures_that_nobody_shows_are_not_kept_by_pyplot():
    figures = [plot.bars([1.0], "a", "title") for _ in range(3)] + [plot.panels(2)[0]]
    assert len(figures) == 4 and not plot.plt.get_fignums()

"""Where matplotlib is missing, every figure's words stand in its place, and nothing fails."""

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

BLOCKED = "import sys; sys.modules['matplotlib'] = None; "
FIGURES = """
import random
from microgpt import gpt, mlp
from microgpt.data import Tokenizer
from microgpt.lessons.attention import drawing
from microgpt.lessons.full_gpt import views
from microgpt.lessons.gpt import inside
from microgpt.lessons.mlp import views as layers
from microgpt.teach import plot
square = [[0.5, 0.5], [0.25, 0.75]]
figures = {
    "bars": lambda: plot.bars([0.1, 0.9], "ab", "T"),
    "table": lambda: plot.table(square, "ab", "T"),
    "attention": lambda: plot.attention([[1.0], [0.4, 0.6]], "ab", "T"),
    "losses": lambda: plot.losses({"GPT": [3.0, 2.0]}, 27, 2.58, "T"),
    "lines": lambda: plot.lines([1, 2], {"a": [1, 2]}, "T", "x", "y", xscale="log"),
    "diagonal": lambda: plot.diagonal({"wte": [(1.0, 1.0), (2.0, 2.25)]}, "T", "x", "y"),
    "embeddings": lambda: plot.embeddings({"before": square}, "ab"),
    "treemap": lambda: plot.treemap({"attention": {"wq": 3000}}, "T"),
    "weights": lambda: drawing.weights(square, "ab", "ab", "T"),
    "costs": lambda: drawing.costs({"a": 1.5}, "T"),
    "worth": lambda: drawing.worth({"a": [0.5]}, "T"),
    "listening": lambda: drawing.listening("ab", square, *[square] * 4),
    "bands": lambda: inside.bands(square, 2, "T"),
    "paths": lambda: views.paths({0: {"SGD": [(1.0, 1.0), (0.5, 0.5)]}}, "T"),
    "over_temperature": lambda: views.over_temperature(lambda T: [T / 4, 1 - T / 4], "ab", "T", [0.5, 1.0]),
    "axes_of": lambda: views.axes_of({("16/1", 1000): 2.5}, {"table": {1000: 2.4}}, "T"),
    "written": views.written,
    "network": lambda: layers.network(0, mlp.init(random.Random(1), 3, n_embd=2, n_hidden=3), "a", back=True),
}
"""
SHOWN = """
import contextlib, io, json, sys
shown, seen = {}, []
plot.display = lambda data, **more: seen.append(data)
for name, figure in figures.items():
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        figure()._ipython_display_()
    shown[name] = (list(seen[-1]), seen[-1]["text/plain"], printed.getvalue())
print(json.dumps(shown))
"""


def shown(before):
    done = subprocess.run([sys.executable, "-c", before + FIGURES + SHOWN], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_figure_is_shown_in_the_words_that_stand_below_its_picture():
    with_it, without = shown("import matplotlib; matplotlib.use('Agg'); "), shown(BLOCKED)
    assert with_it.keys() == without.keys()
    for name, (kinds, twin, caption) in without.items():
        assert with_it[name][0] == ["image/png", "text/plain"] and kinds == ["text/plain"], name
        missing, *numbers = twin.splitlines()
        assert "matplotlib is missing" in missing
        assert caption == with_it[name][2], name
        assert with_it[name][1].strip() == "\n".join([caption.strip(), *numbers]).strip(), name


def test_no_function_that_draws_is_left_out():
    """All that end in `plot.told`, and those of `plot` itself."""
    from microgpt.lessons.attention import drawing
    from microgpt.lessons.full_gpt import views
    from microgpt.lessons.gpt import inside
    from microgpt.lessons.mlp import views as layers
    from microgpt.teach import plot

    drawing_functions = [
        name
        for module in (plot, drawing, views, inside, layers)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and re.search(r"return (plot\.)?told\(", inspect.getsource(function))
    ]
    assert len(drawing_functions) > 15 and all(f'"{name}": ' in FIGURES for name in drawing_functions)


@pytest.mark.parametrize("room", ["bigram", "mlp", "autograd", "attention", "gpt", "full_gpt", "desk", "ledger"])
def test_a_lesson_can_be_opened(room):
    code = f"{BLOCKED}import microgpt.lessons.{room}"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent.parent)

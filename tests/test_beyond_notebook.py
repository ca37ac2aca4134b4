"""The notebook of beyond/: its stored form, its exercises filled in, and what it does where PyTorch is missing."""

import itertools
import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import filling
import nbformat
import pytest
from filling import judged, run, solution_of, statements
from nbclient import NotebookClient
from test_lessons import asked  # noqa: F401 - a fixture
from test_notebooks import (  # noqa: F401 - they ask the same of this one
    lines_of_code,
    outputs,
    test_every_cell_was_run_in_order_and_stored,
    test_every_number_in_the_prose_is_one_that_a_cell_holds,
    test_ids_are_unique_and_numbered,
    test_no_output_is_an_error_or_a_complaint,
    test_nothing_of_a_machine_or_a_moment_is_stored,
)
from test_text import LINK, prose

BOOK = Path(__file__).parent.parent / "beyond" / "beyond.ipynb"


@pytest.fixture
def notebook():
    return json.loads(BOOK.read_text(encoding="utf-8"))


def test_it_has_the_rhythm_of_the_course(notebook):
    cells = notebook["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    words = sum(len("".join(cell["source"]).split()) for cell in cells if cell["cell_type"] == "markdown")
    assert 45 <= len(cells) <= 80 and words <= 2200 and 7 <= words / sum(map(lines_of_code, code)) <= 20
    assert max(map(lines_of_code, code)) <= 25
    assert max(len(line.rstrip("\n")) for cell in code for line in cell["source"]) <= 88
    revealing = [cell for cell in code if "reveal" in cell["metadata"].get("tags", [])]
    assert len(revealing) >= 3 and not any("predict(" in "".join(cell["source"]) for cell in revealing)
    assert text.count('predict("') >= 3 and text.count("### Exercise") == 2 and text.count("explain(") == 1
    assert text.count("recall()") == 1 and text.count("## Break it") == text.count("## Handover") == 1
    first = next(i for i, cell in enumerate(cells) if "image/" in json.dumps(cell.get("outputs", [])))
    assert first < 5 and text.count("assert ") >= 12 and "**In short.**" in text


def test_its_links_lead_somewhere():
    for target in LINK.findall(prose(BOOK)):
        assert re.match(r"https://\w", target) or (BOOK.parent / target).exists(), target


def test_every_picture_has_words(notebook):
    pictures = [o for o in outputs(notebook) if "image/png" in o.get("data", {})]
    assert len(pictures) >= 2 and all(len(o["metadata"]["image/png"]["alt"]) > 10 for o in pictures)


def test_without_pytorch_it_says_how_to_get_it_and_nothing_fails():
    book = nbformat.read(BOOK, as_version=4)
    book.cells.insert(0, nbformat.v4.new_code_cell(HIDE))  # as if it were not installed
    NotebookClient(book, timeout=60, kernel_name="python3", resources={"metadata": {"path": BOOK.parent}}).execute()
    first, *others = [cell for cell in book.cells[1:] if cell.cell_type == "code"]
    assert "PyTorch is not installed here" in first.outputs[0].text and "download.pytorch.org" in first.outputs[0].text
    assert not any(cell.outputs for cell in others)


def off(pairs):
    return [(pairs[0][0] + 1e-9, pairs[0][1]), *pairs[1:]]


def all_twice(together):
    """What is as if each process had sent every gradient twice."""

    def spoiled(*arguments):
        states, sent = together(*arguments)
        return states, [2 * count for count in sent]

    return spoiled


def one_weight_off(namespace):
    state = {name: [list(row) for row in rows] for name, rows in namespace["state"].items()}
    state["wte"][26][3] += 1e-6
    return namespace["GPT"](state, namespace["config"])


def rounded(name):
    """A file of the notebook's folder with its last digits gone."""

    def spoil(namespace):
        path = Path(namespace["folder"]) / name
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(\.\d{9})\d+(?=[,\]])", r"\1", text), encoding="utf-8")
        return lambda: path.write_text(text, encoding="utf-8")

    return spoil


def instead(name, thing):
    """Another thing under a name of the notebook, or of a module that it holds."""

    def spoil(namespace):
        *module, attribute = name.split(".")
        owner = vars(namespace[module[0]]) if module else namespace
        before, owner[attribute] = owner[attribute], thing(owner[attribute], namespace)
        return lambda: owner.update({attribute: before})

    return spoil


SPOILED = [  # (words of the cell that must notice it, what is spoiled)
    ("worst < 1e-12", instead("twenty", lambda twenty, _: off(twenty))),
    ("worst < 1e-12", instead("twenty", lambda twenty, _: [(a, a) for a, _ in twenty])),  # alike to the last bit
    ("named_parameters", instead("config", lambda config, namespace: namespace["gpt"].Config(27, n_layer=2))),
    ("logits.numel()", instead("model", lambda model, _: lambda tokens: model(tokens)[..., 1:])),
    ("theirs = F.linear", instead("state", lambda state, _: {**state, "layer0.attn_wq": state["layer0.attn_wk"]})),
    ("model.get_parameter(matrix).grad", instead("model", lambda _, namespace: one_weight_off(namespace))),
    ("the mean of three", instead("place_weights", lambda right, _: lambda ns: [[1 / sum(ns)] * max(ns) for _ in ns])),
    ("every token alike", instead("each_token", lambda _, namespace: lambda tokens: [1.0] * (len(tokens) - 2) + [2.0])),
    ("numbers sent by each", instead("two_processes.averaged", lambda *_: lambda gradients: list(gradients[0]))),
    ("numbers sent by each", instead("two_processes.together", lambda right, _: all_twice(right))),
    ("average of shares", instead("share", lambda *_: lambda counts, rank: 1.0)),
    ("two processes end where one ends", rounded("two.json")),
    ("there and back", rounded("two.json")),
    ("the gradient's length", instead("share", lambda *_: lambda counts, rank: 1.0)),
    ("give what place_weights", instead("share", lambda *_: lambda counts, rank: 1.0)),
    ("give what place_weights", instead("train_torch.share", lambda *_: lambda counts, rank: 1.0)),
    ("give what place_weights", instead("place_weights", lambda *_: lambda lengths: [[1 / 15] * 7] * 3)),
]
MUTATED = [  # (words of a cell, part of it, what stands in its place: the cell must notice it)
    ("def learn(", "enabled=mixed", "enabled=False"),
    ("def learn(", "torch.bfloat16, enabled", "torch.float16, enabled"),
    ("leaves {still", "numbers.to(torch.bfloat16)", "numbers.to(torch.float32)"),
    ("the gradient's length", " / len(parts)", " / 3"),
    ("the gradient's length", "return 1.0", "return share(counts, rank)"),
    ("the gradient's length", "rank) / 2", "rank) / 3"),
]
RUN_SHORT = {
    "def learn(": "\nlearn(torch.float32, 0.01, mixed=True, steps=1)"
}  # a cell that only defines what a later one runs
SLOW = ["by_tensors(batches)\n", "def loss_in", "= learn(kind, lr, mixed)", "learn_in_parts", "check, explain"]


def quick_cells(folder):
    """The notebook's code without what only takes long; its two trainings are one, in this process."""
    training = f"""
import shutil, train_torch
folder = {str(folder)!r}
words = "--num_steps 20 --batch 7 --dtype float64 --device cpu --save".split()
assert train_torch.main([*words, folder + "/one.json"]) == 0
for ending in ("json", "pt"):
    shutil.copy(f"{{folder}}/one.{{ending}}", f"{{folder}}/two.{{ending}}")
"""
    code = [source for kind, source in filling.cells("beyond") if kind == "code"]
    return [
        training if "def run(title" in source else source
        for source in code
        if not re.match(r"(predict|explain|recall)\(", source) and not any(words in source for words in SLOW)
    ]


@pytest.mark.skipif(not find_spec("torch") and "MICROGPT_TORCH" not in os.environ, reason="needs PyTorch")
def test_every_equality_can_fail(tmp_path, monkeypatch):
    monkeypatch.setattr(filling, "FOLDER", BOOK.parent)
    monkeypatch.chdir(BOOK.parent)
    monkeypatch.syspath_prepend(str(BOOK.parent))
    import torch

    namespace, noticed = {"__name__": "__main__"}, []
    exec("from microgpt.lessons.beyond import check", namespace)  # noqa: S102
    try:
        for source in quick_cells(tmp_path):
            for words, spoil in SPOILED:
                if words in source:
                    mend = spoil(namespace)
                    with pytest.raises(AssertionError):
                        exec(source, namespace)  # noqa: S102
                    mend()
                    noticed.append(words)
            for words, part, other in MUTATED:
                if words in source:
                    assert source.count(part) == 1
                    exec(source + RUN_SHORT.get(words, ""), namespace)  # noqa: S102
                    with pytest.raises(AssertionError):
                        exec(source.replace(part, other) + RUN_SHORT.get(words, ""), namespace)  # noqa: S102
                    noticed.append(words)
            exec(source, namespace)  # noqa: S102
    finally:
        torch.set_default_dtype(torch.float32)
    assert sorted(noticed) == sorted([words for words, _ in SPOILED] + [words for words, *_ in MUTATED])


HIDE = """
import importlib.util

known = importlib.util.find_spec
importlib.util.find_spec = lambda name, *package: None if name == "torch" else known(name, *package)
"""


@pytest.mark.parametrize(
    ("missing", "said"),
    [("torch", "needs PyTorch: pip install torch"), ("numpy", "needs NumPy beside PyTorch: pip install numpy")],
)
def test_what_is_missing_the_script_says_how_to_get(missing, said):
    """Each as if the other were there, whether it is or not."""
    script, hide = BOOK.parent / "train_torch.py", HIDE.replace("known(name, *package)", "True")
    code = f"{hide.replace('torch', missing)}\nimport runpy\nrunpy.run_path({str(script)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    (line,) = done.stderr.splitlines()
    assert done.returncode == 1 and said in line


@pytest.mark.skipif(not find_spec("torch") and "MICROGPT_TORCH" not in os.environ, reason="needs PyTorch")
def test_the_solutions_pass_and_go_on_and_the_questions_can_be_answered(asked, monkeypatch):  # noqa: F811
    monkeypatch.setattr(filling, "FOLDER", BOOK.parent)
    monkeypatch.chdir(BOOK.parent)
    monkeypatch.syspath_prepend(str(BOOK.parent))
    import torch

    lines = [line for line, _ in statements("beyond")]
    try:
        _, passed = run("beyond", lines, solution_of)
    finally:
        torch.set_default_dtype(torch.float32)
    assert passed == [judged(line)[0] for line in lines if judged(line)] == ["place_weights", "share"]
    assert len(asked) == 7
    for prediction in asked:
        right, _ = prediction.steps[0].right
        for letters in itertools.product(*(step.letters for step in prediction.steps)):
            assert prediction.answer(*letters).startswith("Right") == (letters[0] == right)

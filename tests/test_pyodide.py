"""The library where Python runs in a browser: in Pyodide, by node, without NumPy, matplotlib or threads."""

import inspect
import json
import os
import shutil
import subprocess
from pathlib import Path

import node
import pytest
import test_judge

from microgpt.data import BadInput
from microgpt.publish import packages, wheel

HERE = Path(__file__).parent
ANSWERS = ("endless", "stubborn", "deaf", "to_the_last", "unreadable")
PROGRAM = """
import importlib, json, sys
import microgpt.graph, microgpt.replay
for room in "bigram mlp autograd attention gpt full_gpt desk ledger puzzles".split():
    importlib.import_module(f"microgpt.lessons.{room}")
found = {"there": [name for name in ("numpy", "matplotlib", "pygraphviz") if name in sys.modules]}

import random
from microgpt import autograd, gpt, optim, train
from microgpt.lessons import ledger
from microgpt.replay import Replay
tokenizer, training, held_out = ledger.names()
config = gpt.Config(tokenizer.vocab_size, n_embd=8, n_head=2)
start = gpt.init(config, random.Random(42))
one, other = autograd.values(start), autograd.values(start)
step = train.autograd_step(lambda: gpt.reader(one, config), optim.Adam(autograd.parameters(one)))
replay = Replay(lambda: gpt.reader(other, config), optim.Adam(autograd.parameters(other)), 16, 27, "numpy")
wanted = list(train.train(step, training, 20, 2))
found["losses"] = max(abs(a - b) for a, b in zip(replay.train(training, 20, 2), wanted))
replay.store()
found["module"] = Replay.__module__
found["held out"] = abs(replay.evaluate(held_out[:50]) - train.evaluate(lambda: gpt.reader(autograd.floats(one), config), held_out[:50]))

from microgpt.graph import draw, wasm
await wasm.loading
found["pictures"] = [draw(autograd.Value(2.0) * 3.0).svg()[:9]]
forward = microgpt.graph.draw_forward(lambda state: gpt.reader(state, config), start, tokenizer, "emma")
found["pictures"].append(forward.svg()[:9])

from microgpt.teach.judge import limits
from microgpt.teach.judge.behaviour import behaviour
limits.TIME = 0.2
names = {}
exec(files.popitem()[1], names)
found["ended"] = {name: behaviour(names[name], [([1.0],)])[-1].error.type for name in ANSWERS}
found["right"] = [outcome.result for outcome in behaviour(sorted, [([2.0, 1.0],), ([3.0],)])]
limits.WHOLE = 0.1
import time
found["together"] = behaviour(lambda x: [time.sleep(0.02) or x for _ in range(3)], [(i,) for i in range(9)])[-1].error.type
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What the program found out."""
    folder = tmp_path_factory.mktemp("pyodide")
    try:
        runtime, wheels = packages.from_npm("pyodide"), packages.wheels()
        ours = wheel.write(folder, wheel.contents())
    except BadInput as error:
        if os.environ.get("MICROGPT_NODE"):
            raise
        pytest.skip(str(error))
    program = folder / "program.py"
    program.write_text(f"ANSWERS = {ANSWERS}\n{PROGRAM}", encoding="utf-8")
    answers = folder / "answers.py"
    answers.write_text("\n".join(source(name) for name in ANSWERS), encoding="utf-8")
    command = [node.program(), str(HERE / "pyodide.mjs"), str(runtime), str(program), *map(str, [*wheels, ours])]
    done = subprocess.run(
        command, env=os.environ | {"FILES": str(answers)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def source(name):
    return inspect.getsource(getattr(test_judge, name))


def test_the_core_and_all_rooms_are_imported_without_what_a_browser_lacks(found):
    assert found["there"] == []


def test_replay_runs_in_javascript_and_loses_what_the_readable_engine_loses(found):
    assert found["module"] == "microgpt.replay.javascript"
    assert found["losses"] < 1e-12 and found["held out"] < 1e-12


def test_graphviz_draws(found):
    assert all(picture.startswith(("<svg ", "<?xml")) for picture in found["pictures"])


def test_endless_answers_are_ended_without_a_thread_bare_excepts_included(found):
    assert found["ended"] == dict.fromkeys(ANSWERS, "endless")
    assert found["right"] == [[1.0, 2.0], [3.0]] and found["together"] == "endless"


def test_a_package_that_is_not_what_it_was_is_refused(monkeypatch, tmp_path):
    if not shutil.which("npm"):
        pytest.skip("needs npm")
    monkeypatch.setenv("MICROGPT_CACHE", str(tmp_path))
    monkeypatch.setitem(packages.NPM, "@viz-js/viz", ("3.31.0", "another"))
    with pytest.raises(BadInput, match="is not what it was|could not fetch"):
        packages.from_npm("@viz-js/viz")
    assert not (tmp_path / "viz-js-viz-3.31.0").exists()

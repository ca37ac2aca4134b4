"""The compiled engine in itself: its kernel, its exp, its rows, and what happens where it cannot be compiled."""

import math
import os
import random
import subprocess
import sys

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("numba")

from microgpt import autograd, gpt, train
from microgpt.data import BadInput
from microgpt.optim import SGD, Adam
from microgpt.replay import Replay, compiled, replay, tiles

V, BLOCK = 7, 6


def trained(engine, documents, steps, batch, optimizer=Adam, **sizes):
    config = gpt.Config(V, **{"n_embd": 8, "n_head": 2, "n_layer": 2, "block_size": BLOCK} | sizes)
    graph = autograd.values(gpt.init(config, random.Random(1)))
    open_reader, made = lambda: gpt.reader(graph, config), optimizer(autograd.parameters(graph))
    if engine == "readable":
        return list(train.train(train.autograd_step(open_reader, made), documents, steps, batch))
    return Replay(open_reader, made, config.block_size, V, engine).train(documents, steps, batch)


def documents(count, longest=BLOCK + 1):
    rng = random.Random(3)
    return [[rng.randrange(V) for _ in range(rng.randrange(2, longest + 1))] for _ in range(count)]


@pytest.mark.parametrize("dtype, within", [("float64", 1e-14), ("float32", 1e-5)])
@pytest.mark.parametrize("rows, columns, count", [(1, 1, 1), (3, 5, 0), (4, 16, 3), (5, 29, 8), (9, 33, 7), (8, 4, 1)])
def test_a_product_of_any_size_touches_nothing_but_its_result(rows, columns, count, dtype, within):
    rng = np.random.default_rng(0)
    a, b = rng.random((rows, count + 2)).astype(dtype), rng.random((count, columns + 3)).astype(dtype)
    c = rng.random((rows + 1, columns + 5)).astype(dtype)
    for add in (True, False):
        found, wanted = c.copy(), c.copy()
        wanted[:rows, 1 : columns + 1] = a[:, :count] @ b[:, :columns] + (c[:rows, 1 : columns + 1] if add else 0)
        places = [(found, 1, columns + 5), (a, 0, count + 2, 1), (b, 0, columns + 3)]
        given = [n for array, *numbers in places for n in (array.ravel(), *map(np.uint64, numbers))]
        tiles.product(np.uint64(rows), np.uint64(columns), *given, np.uint64(count), add)
        assert np.abs(found - wanted).max() <= within


def test_the_kernels_exp_is_right_to_the_last_digits_and_at_its_ends():
    @tiles.compiled
    def exps(numbers):
        return np.array([tiles.exp(x) for x in numbers])

    numbers = np.linspace(-700, 700, 20011)
    assert exps(numbers) == pytest.approx([math.exp(x) for x in numbers], rel=1e-15)
    assert exps(np.array([0.0, 1e4, math.inf])).tolist() == [1.0, math.inf, math.inf]
    assert max(exps(np.array([-1e4, -math.inf]))) < 1e-300
    assert math.isnan(exps(np.array([math.nan]))[0])


@pytest.mark.parametrize("optimizer", [lambda p: SGD(p, lr=0.1), Adam], ids=["SGD", "Adam"])
def test_a_batch_of_more_rows_than_there_is_room_for_is_taken_in_parts(optimizer):
    many = documents(90)
    assert sum(len(tokens) - 1 for tokens in many[:60]) > compiled.ROWS
    wanted = trained("readable", many, 4, 60, optimizer)
    assert trained("numba", many, 4, 60, optimizer) == pytest.approx(wanted, abs=1e-12)


def test_a_document_may_be_longer_than_the_rows_that_are_taken_at_once(monkeypatch):
    monkeypatch.setattr(compiled, "ROWS", 2)
    wanted = trained("readable", documents(12), 6, 3)
    assert trained("numba", documents(12), 6, 3) == pytest.approx(wanted, abs=1e-12)


def test_a_thousand_steps_stay_within_the_last_digits():
    wanted = trained("numpy", documents(5000), 1000, 5)
    assert trained("numba", documents(5000), 1000, 5) == pytest.approx(wanted, abs=1e-12)


def test_numbers_that_are_none_are_told_and_forgotten():
    config = gpt.Config(V, 8, 2, 1, BLOCK)
    graph = autograd.values(gpt.init(config, random.Random(1)))
    made = Replay(lambda: gpt.reader(graph, config), SGD(autograd.parameters(graph), lr=1e200), BLOCK, V, "numba")
    first, *_, last = made.train(documents(8), 6)
    assert math.isfinite(first) and math.isnan(last)
    for p in made.optimizer.parameters:
        p.data = 0.0
    made.load()
    assert made.evaluate(documents(8)) == pytest.approx(math.log(V))


def test_what_numba_refuses_is_said_and_numpy_computes(monkeypatch, capsys):
    def refused():
        raise RuntimeError("no such\nprocessor")

    monkeypatch.setattr(compiled, "prepare", refused)
    assert replay.fastest() is replay.Strided
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and "cannot be compiled here" in said and "NumPy computes instead" in said
    with pytest.raises(BadInput, match="the compiled engine cannot be compiled here"):
        replay.fastest("numba")


def test_a_processor_with_shorter_vectors_gives_the_same_losses_and_says_that_it_compiles(tmp_path):
    text = f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); from test_replay_compiled import *\n"
    text += "print(*trained('numba', documents(40), 100, 5))"
    older = {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx,+avx2,+fma", "NUMBA_CACHE_DIR": str(tmp_path)}
    found = subprocess.run(
        [sys.executable, "-c", text], env={**os.environ, **older}, capture_output=True, text=True, check=True
    )
    told, losses = found.stdout.splitlines()
    assert told.startswith("Compiling the fast engine")
    wanted = trained("numpy", documents(40), 100, 5)
    assert list(map(float, losses.split())) == pytest.approx(wanted, abs=1e-12)

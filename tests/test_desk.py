"""The training desk: its generator on data, and its buttons by pressing them."""

import asyncio
import time
from datetime import datetime

import pytest

from microgpt import gpt
from microgpt.data import BadInput, bundled
from microgpt.lessons import desk, ledger
from microgpt.lessons.desk import Desk, Settings, runs, training, view
from microgpt.lessons.ledger import tables
from microgpt.train import evaluate

DOCUMENTS = tuple(a + b + c for a in "abcd" for b in "aeio" for c in "nmrst")
SMALL = Settings(DOCUMENTS, n_embd=8, n_head=2, block_size=6, num_steps=60)


def test_what_is_cut_is_said():
    *_, run = training(
        Settings(("abcdef", "abc", "abd", "cab", "bad", "dabbed"), n_embd=4, n_head=1, block_size=4, num_steps=1)
    )
    assert run.settings.cut() == 2 and "2 documents of 4 or more letters are cut" in view(run).text
    *_, whole = training(SMALL)
    assert "are cut" not in view(whole).text


@pytest.mark.parametrize("engine", ["replay", "readable"])
def test_a_run_grows_to_its_end(engine):
    settings = Settings(DOCUMENTS, n_embd=8, n_head=2, block_size=6, num_steps=60, engine=engine)
    sizes = [len(run.losses) for run in training(settings)]
    *_, run = training(settings)
    assert sizes == sorted(sizes) and set(sizes) == set(range(61))  # more than once while it records, and is judged
    assert run.held_out[-1][0] == run.samples[-1][0] == 60
    assert run.held_out[-1][1] < run.held_out[0][1] < 3.5
    _, _, judges, _ = runs.prepared(DOCUMENTS, 6)
    assert run.judges == len(judges)
    wanted = evaluate(lambda: gpt.reader(run.state, run.config), judges)
    assert run.held_out[-1][1] == pytest.approx(wanted, abs=1e-9)


def test_the_desk_s_numbers_are_the_ledger_s():
    *_, run = training(Settings(tuple(bundled("names"))))
    assert run.judges == len(ledger.names()[2])
    assert run.held_out[-1][1] == pytest.approx(ledger.early("GPT 16/1, Adam"), abs=1e-9)
    assert run.tables["bigram table"] == pytest.approx(ledger.final("bigram table"), abs=1e-12)
    training_names, held_out = map(ledger.texts, ledger.names()[1:])
    wanted = tables.judged(tables.kneser_ney, training_names, held_out, 27, *runs.STRONGEST)
    assert run.tables["Kneser-Ney table"] == pytest.approx(wanted, abs=1e-12)


def test_a_dot_in_a_list_is_a_letter_and_a_long_list_goes_without_the_strongest_table(monkeypatch):
    dotted = tuple(document.replace("a", tables.DOT) for document in DOCUMENTS)
    assert runs.prepared(dotted, 6)[3] == pytest.approx(runs.prepared(DOCUMENTS, 6)[3])
    monkeypatch.setattr(runs, "MOST_COUNTED", 10)
    assert set(runs.prepared.__wrapped__(DOCUMENTS, 6)[3]) == {"bigram table"}


def test_documents_judged_in_pieces_give_the_loss_on_all_of_them(monkeypatch):
    *_, whole = training(SMALL)
    monkeypatch.setattr(runs, "PIECE", 3)
    *_, pieces = training(SMALL)
    assert pieces.judges > 3 and pieces.held_out == [(step, pytest.approx(loss)) for step, loss in whole.held_out]


@pytest.mark.parametrize("engine", ["replay", "readable"])
def test_a_step_may_have_many_documents(engine):
    few = {"n_embd": 8, "n_head": 2, "block_size": 6, "engine": engine}
    *_, run = training(Settings(DOCUMENTS, num_steps=2, batch=8, lr=1e-12, **few))
    *_, single = training(Settings(DOCUMENTS, num_steps=16, lr=1e-12, **few))
    assert run.losses == pytest.approx([sum(single.losses[:8]) / 8, sum(single.losses[8:]) / 8], abs=1e-9)
    assert "2 steps of 8, seed 42" in view(run).text and "8 documents each" in view(run).html


def test_both_engines_give_the_same_run():
    *_, fast = training(SMALL)
    *_, slow = training(Settings(DOCUMENTS, n_embd=8, n_head=2, block_size=6, num_steps=60, engine="readable"))
    assert fast.losses == pytest.approx(slow.losses, abs=1e-10) and fast.samples[-1] == slow.samples[-1]


def test_the_view_tells_what_was_reached_and_compares():
    *_, run = training(SMALL)
    *_, other = training(Settings(DOCUMENTS, n_embd=4, n_head=1, block_size=6, num_steps=30, optimizer="SGD"))
    text = view(run, other).text
    assert (
        f"held-out {run.held_out[-1][1]:.3f}" in text
        and f"layers 1, block size 6, SGD 0.01, 30 steps of 1, seed 42: {other.held_out[-1][1]:.3f}" in text
    )
    assert (
        f"on all {run.judges} lines held out" in text
        and f"Kneser-Ney table {run.tables['Kneser-Ney table']:.3f}" in text
    )
    html = view(run, other).html
    assert "held-out before" in html and "bigram table" in html and "Kneser-Ney table" in html and "ln 13" in html
    for step, names in run.samples:
        assert f"step {step:5}: {' '.join(names)}" in text


@pytest.mark.parametrize(
    ("documents", "settings", "said"),
    [
        (DOCUMENTS, {"n_head": 3}, "must be divisible by n_head"),
        (("a",), {}, "two different lines"),
        (("same", "same"), {}, "two different lines"),
        (tuple(chr(0x4E00 + i) for i in range(300)), {}, "300 different characters"),
        (DOCUMENTS, {"lr": 1000.0, "optimizer": "SGD"}, "learning rate 1000 is too large"),
    ],
)
def test_what_cannot_be_trained_is_said(documents, settings, said):
    with pytest.raises(BadInput, match=said):
        list(training(Settings(documents, num_steps=40, **settings)))


def test_two_lines_are_enough():
    *_, run = training(Settings(("ab", "ba"), n_embd=4, n_head=1, block_size=4, num_steps=5))
    assert len(run.losses) == 5


def test_two_runs_that_cut_other_lines_are_said_to_be_judged_otherwise():
    small = {"n_embd": 4, "n_head": 1, "num_steps": 5}
    (*_, long), (*_, short) = (training(Settings(("abcdef", "fedcba"), block_size=n, **small)) for n in (8, 4))
    assert "; before, with" in view(long, long).text and "cut elsewhere" not in view(long, long).text
    assert "judged on lines that are cut elsewhere" in view(long, short).text


@pytest.fixture
def small_desk():
    made = Desk("dinosaurs")
    for name, value in (("n_embd", 8), ("n_head", 2), ("num_steps", 100)):
        made.controls[name].value = value
    return made


def press(made, description):
    """Click a button. Outside of a kernel's loop, `train` comes back when the run is finished."""
    next(b for b in made.buttons if b.description == description).click()


def in_a_kernel(scenario):
    """Run a coroutine function as a kernel runs its callbacks: other tasks go on where it waits."""
    asyncio.run(scenario())


async def until(condition):
    end = time.monotonic() + 60  # generous: no test asserts a time closely
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def test_train_runs_to_the_end_and_the_model_can_be_used(small_desk):
    with pytest.raises(BadInput, match="train to the end first"):
        small_desk.reader()
    press(small_desk, "train")
    assert small_desk.bar.value == small_desk.bar.max == 100
    assert "finished in" in small_desk.message.value and "step 100 of 100" in small_desk.screen.value
    assert len(small_desk.reader()(0)) == small_desk.run.vocab_size


def test_what_is_finished_stays_so_when_stop_is_pressed(small_desk):
    press(small_desk, "train")
    press(small_desk, "stop")
    assert "finished in" in small_desk.message.value


def test_a_second_run_is_compared_with_the_first(small_desk):
    for seed in (1, 2):
        small_desk.controls["seed"].value = seed
        press(small_desk, "train")
    assert "held-out before" in small_desk.screen.value
    assert small_desk.before.settings.seed == 1 and small_desk.run.settings.seed == 2


@pytest.mark.parametrize("engine", ["readable", "replay"])
def test_pause_go_on_and_stop(small_desk, engine):
    async def scenario():
        small_desk.controls["num_steps"].value = 10000
        small_desk.controls["engine"].value = engine
        press(small_desk, "train")
        await until(lambda: small_desk.run and len(small_desk.run.losses) > 3)
        press(small_desk, "pause")
        await asyncio.sleep(0.05)
        paused = len(small_desk.run.losses)
        await asyncio.sleep(0.2)
        assert len(small_desk.run.losses) == paused
        press(small_desk, "go on")
        await until(lambda: len(small_desk.run.losses) > paused + 3)
        press(small_desk, "stop")
        await small_desk.task
        assert "stopped" in small_desk.message.value and paused < len(small_desk.run.losses) < 10000

    in_a_kernel(scenario)


def test_a_run_can_be_stopped_before_it_has_begun(small_desk):
    async def scenario():
        press(small_desk, "train")
        press(small_desk, "stop")
        await small_desk.task
        assert "stopped" in small_desk.message.value and small_desk.run is None

    in_a_kernel(scenario)


def test_a_paused_run_can_be_stopped(small_desk):
    async def scenario():
        press(small_desk, "train")
        await asyncio.sleep(0)
        press(small_desk, "pause")
        press(small_desk, "stop")
        await small_desk.task
        assert "stopped" in small_desk.message.value and small_desk.buttons[1].description == "pause"

    in_a_kernel(scenario)


def test_a_run_that_is_stopped_while_it_shows_itself_has_not_the_last_word(small_desk):
    small_desk.bar.observe(lambda change: change["new"] and small_desk.stop(), "value")
    press(small_desk, "train")
    assert "stopped" in small_desk.message.value


def test_training_again_ends_the_run_that_goes_on(small_desk):
    async def scenario():
        small_desk.controls["num_steps"].value = 10000
        press(small_desk, "train")
        first = small_desk.task
        await asyncio.sleep(0.05)
        small_desk.controls["num_steps"].value = 100
        press(small_desk, "train")
        await asyncio.gather(first, small_desk.task)
        assert small_desk.run.settings.num_steps == 100 and "finished" in small_desk.message.value

    in_a_kernel(scenario)


def test_the_kernel_is_free_while_a_run_goes_on(small_desk):
    async def scenario():
        press(small_desk, "train")
        turns = 0
        while not small_desk.task.done():
            await asyncio.sleep(0)
            turns += 1
        assert turns >= 3 and "finished" in small_desk.message.value

    in_a_kernel(scenario)


def test_an_interrupted_kernel_stops_the_run_and_lives_on(small_desk, monkeypatch):
    def interrupted(settings):
        yield next(training(settings))
        raise KeyboardInterrupt

    monkeypatch.setattr(desk, "training", interrupted)
    press(small_desk, "train")
    assert "stopped" in small_desk.message.value and not small_desk.running


def test_a_change_retrains_at_once_where_that_is_wanted(small_desk):
    small_desk.live.value = True
    small_desk.controls["lr"].value = 0.03
    assert small_desk.run.settings.lr == 0.03 and "finished" in small_desk.message.value


def test_sizes_that_do_not_fit_are_a_line_and_the_desk_lives_on(small_desk):
    small_desk.controls["n_head"].value = 3
    press(small_desk, "train")
    assert "role='alert'" in small_desk.message.value
    assert "width (8) must be divisible by heads (3)" in small_desk.message.value  # as the sliders are called
    small_desk.controls["n_head"].value = 4
    press(small_desk, "train")
    assert "finished" in small_desk.message.value and "step 100 of 100" in small_desk.screen.value
    small_desk.controls["n_head"].value = 3
    press(small_desk, "train")
    assert small_desk.screen.value == ""  # an earlier run's picture does not stand below what is said of this one


def test_whatever_else_goes_wrong_is_a_line_too(small_desk, monkeypatch):
    monkeypatch.setattr(desk, "training", lambda settings: 1 / 0)
    press(small_desk, "train")
    assert "ZeroDivisionError: division by zero" in small_desk.message.value


def test_a_list_of_ones_own_never_replaces_the_courses(small_desk):
    small_desk.upload.value = [uploaded("names", b"anna\nbert\ncarla\n")]
    assert small_desk.controls["data"].value == "names (yours)" and len(small_desk.lists["names"]) > 3


def uploaded(name, content, size=None):
    return {"name": name, "type": "text/plain", "size": size or len(content), "content": memoryview(content),
            "last_modified": datetime(2026, 1, 1)}  # fmt: skip


def test_a_list_of_ones_own_can_be_trained_on(small_desk):
    small_desk.upload.value = [uploaded("mine.txt", b"anna\nbert\ncarla\n" * 9)]
    assert small_desk.controls["data"].value == "mine.txt" and "27 lines" in small_desk.message.value
    press(small_desk, "train")
    assert small_desk.run.settings.documents[:2] == ("anna", "bert") and "finished" in small_desk.message.value


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [
        (b"\xff\xfe\x00binary", None, "is not UTF-8 text"),
        (b"a\0b", None, "binary file"),
        (b"  \n", None, "holds no documents"),
        (b"anna\n" * 1_200_000, 10, "5,000,000 at most"),
        (b"anna", None, "two different lines"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(small_desk, content, size, said):
    small_desk.upload.value = [uploaded("odd.txt", content, size)]
    assert "role='alert'" in small_desk.message.value and said in small_desk.message.value
    assert small_desk.controls["data"].value == "dinosaurs" and "odd.txt" not in small_desk.lists


def test_recording_shows_that_something_is_being_done():
    run = next(training(SMALL))
    assert "recording the graph" in view(run).text

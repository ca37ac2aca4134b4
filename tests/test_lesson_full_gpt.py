"""What lesson 6 lets its reader move: the functions on data, and the shells by setting values."""

import importlib
import random
import re
import sys
from functools import partial
from math import isinf, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microgpt import bigram, gpt, nn
from microgpt.autograd import Value
from microgpt.data import Tokenizer
from microgpt.lessons import attention, autograd, beyond, fallbacks, ledger, mlp
from microgpt.lessons import bigram as one
from microgpt.lessons import full_gpt as room
from microgpt.lessons import gpt as five
from microgpt.lessons.full_gpt import lab as labs
from microgpt.lessons.full_gpt import questions
from microgpt.lessons.full_gpt import valley as labs_valley
from microgpt.optim import SGD
from microgpt.sample import next_probs, sample
from microgpt.teach import progress
from microgpt.teach.controls import watch
from microgpt.teach.judge.check import SOLUTIONS

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def lab(tiny):
    state, config, tokenizer = tiny
    return room.TemperatureLab(lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, longest=6)


def test_the_temperature_lab_answers_every_control_with_what_the_function_says(lab, tiny):
    state, config, tokenizer = tiny
    seen = {lab.screen.value}
    for control, value in (("temperature", 2.0), ("prefix", "ab"), ("seed", 7), ("top_k", 2)):
        lab.controls[control].value = value
        assert lab.screen.value not in seen
        seen.add(lab.screen.value)
    wanted = room.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, "ab", 2.0, 7, top_k=2, longest=6
    )
    assert lab.screen.value == wanted.html and "temperature 2.00, top-k 2: entropy" in wanted.text


def test_a_half_is_one_press_away(lab):
    lab.controls["temperature"].value = 1.7
    next(child for child in lab.children[0].children[0].children if child.description == "0.5").click()
    assert lab.controls["temperature"].value == 0.5


def test_the_seed_stays_while_it_is_locked(lab):
    lab.controls["temperature"].value = 1.0
    assert lab.controls["seed"].value == 42
    lab.lock.value = False
    lab.controls["temperature"].value = 1.5
    assert lab.controls["seed"].value == 43 and "temperature 1.50" in lab.screen.value


def test_top_k_keeps_the_k_likeliest_and_their_ratios():
    logits = [1.0, 3.0, 2.0, 0.0]
    all_probs, two = nn.softmax(logits), next_probs(labs.likeliest(logits, 2))
    assert two[0] == two[3] == 0 and two[1] / two[2] == pytest.approx(all_probs[1] / all_probs[2])
    assert labs.likeliest(logits, 0) == labs.likeliest(logits, 9) == logits
    assert isinf(labs.likeliest(logits, 1)[0])


@pytest.mark.parametrize("k", range(1, 6))
def test_top_k_keeps_k_where_there_are_ties(k):
    for logits in ([1.0] * 5, [0.0, 2.0, 2.0, 1.0, 2.0], [2.0, 1.0, 1.0, 1.0, 0.0], [-1e9] * 5):
        kept = [token for token, logit in enumerate(labs.likeliest(logits, k)) if not isinf(logit)]
        assert len(kept) == k and sum(logits[token] for token in kept) == sum(sorted(logits)[-k:])


def test_entropy_of_equal_chances_is_the_log_of_their_number():
    assert nn.entropy([0.25] * 4) == pytest.approx(log(4)) and nn.entropy([1.0, 0.0]) == 0


def test_names_of_the_lab_are_those_of_the_sampler(tiny):
    state, config, tokenizer = tiny
    letters = tokenizer.letters("b")
    wanted = [
        tokenizer.decode(
            sample(gpt.reader(state, config), tokenizer.bos, 6, random.Random(5000 + number), 0.7, letters)
        )
        for number in range(10)
    ]
    found = room.names_at(lambda: gpt.reader(state, config), tokenizer, "b", 0.7, 5, longest=6)
    assert found == wanted and all(name.startswith("b") for name in found)


def test_a_letter_never_seen_gets_a_line_beside_the_widget(lab):
    lab.controls["prefix"].value = "<q>"
    assert "role='alert'" in lab.screen.value and "&lt;" in lab.screen.value and "<q>" not in lab.screen.value
    lab.controls["prefix"].value = "a"
    assert "entropy" in lab.screen.value


def test_a_prefix_longer_than_the_model_reads_gets_a_line(lab):
    lab.controls["prefix"].value = "abcabcabc"
    assert "at most 5 letters" in lab.screen.value


def test_names_that_were_in_the_training_list_are_starred(tiny):
    state, config, tokenizer = tiny
    text = room.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b", "c"}, "", 1.0, seed=1, longest=6
    ).text
    names = text.splitlines()[1].split(": ")[1].split(" ")
    assert any(name.endswith("*") for name in names)
    assert all(name.endswith("*") == (name.rstrip("*") in {"a", "b", "c"}) for name in names)


def test_the_lab_works_with_any_reader():
    counts = [[3, 1, 0], [1, 1, 2], [5, 1, 0]]
    tokenizer = Tokenizer(["ab"])
    text = room.temperature_view(lambda: bigram.reader(counts), tokenizer, set(), "a", 1.0, 1).text
    assert f"a {bigram.next_probs(counts[0])[0]:.3f}" in text


@pytest.fixture
def valley():
    def sgd(p, g, m, v, t, lr, decay):
        return p - lr * decay * g, m, v

    def momentum(p, g, m, v, t, lr, decay, beta=0.85):
        m = beta * m + (1 - beta) * g
        return p - lr * decay * m, m, v

    return labs.ValleyLab({"SGD": (sgd, 0.00018), "momentum": (momentum, 0.0024), "Adam": (labs.adam, 0.1)})


def test_a_rule_begins_at_a_rate_of_its_own(valley):
    assert "SGD at a rate of 0.00018, no beta1: loss 5000" in valley.screen.value
    valley.controls["rule"].value = "momentum"
    assert "momentum at a rate of 0.0024, beta1 0.85: loss" in valley.screen.value


@pytest.mark.parametrize("rule", ["momentum", "Adam"])
def test_beta1_moves_every_rule_that_has_one(valley, rule):
    valley.controls["rule"].value, seen = rule, set()
    for beta in labs_valley.BETAS:
        valley.controls["beta"].value = beta
        assert f"beta1 {beta:g}: loss 5000" in valley.screen.value
        seen.add(valley.screen.value)
    assert len(seen) == len(labs_valley.BETAS)


def test_a_rule_without_beta1_stays_where_it_is(valley):
    before = valley.screen.value
    valley.controls["beta"].value = 0.5
    assert valley.screen.value == before


def test_momentum_that_keeps_nothing_is_sgd_and_adam_is_that_of_the_exercise(valley):
    (sgd, _), (momentum, _) = (valley.rules[name] for name in ("SGD", "momentum"))
    ways = [labs_valley.descend(rule, 0.00018, 10_000, 0, 20) for rule in (sgd, partial(momentum, beta=0.0))]
    assert ways[0] == ways[1]
    ways = [labs_valley.descend(rule, 0.1, 100, 10, 20) for rule in (labs.adam, fallbacks.adam)]
    assert all(a == pytest.approx(b) for a, b in zip(*ways))


def test_the_valley_answers_every_control(valley):
    seen = {valley.screen.value}
    for control, value in (
        ("rule", "momentum"),
        ("lr", 0.0001),
        ("beta", 0.95),
        ("steep", 100),
        ("degrees", 10),
        ("steps", 50),
    ):
        valley.controls[control].value = value
        assert valley.screen.value not in seen
        seen.add(valley.screen.value)


def test_what_runs_out_of_the_valley_is_said_and_what_reaches_the_bottom_too(valley):
    valley.controls["lr"].value = 0.001
    assert "after 7 steps: the way runs out of the valley" in valley.screen.value
    valley.controls["steep"].value, valley.controls["lr"].value = 1, 1.0
    assert "loss 1 at the start, 0 after 100 steps" in valley.screen.value


@given(st.sampled_from([1, 10, 10_000]), st.integers(0, 45), st.floats(-2, 2), st.floats(-2, 2))
def test_the_slopes_of_the_valley_are_those_of_its_loss(steep, degrees, a, b):
    _, (da, db) = labs_valley.landscape(steep, degrees, a, b)
    h = 1e-4
    for slope, (x, y) in ((da, (h, 0)), (db, (0, h))):
        up, down = (labs_valley.landscape(steep, degrees, a + s * x, b + s * y)[0] for s in (1, -1))
        assert slope == pytest.approx((up - down) / (2 * h), abs=1e-3)


def test_the_valley_of_the_notebook_is_this_one_unturned():
    assert labs_valley.landscape(10_000, 0, 0.5, -2.0) == (pytest.approx((10_000 * 0.25 + 4) / 2), (5000.0, -2.0))


def test_watching_passes_every_loss_on(capsys):
    rng = random.Random(0)
    losses = [rng.random() for _ in range(5)]
    assert list(watch(iter(losses), 5)) == losses


# ---- pictures ----


def test_how_far_matrices_moved_is_told_as_a_share_of_their_size_for_every_training():
    before = {"wte": [[3.0, 4.0]], "layer0.attn_wq": [[1.0], [0.0]]}
    told = room.views.moved(
        before, SGD=before | {"wte": [[3.0, 3.0]]}, Adam=before | {"layer0.attn_wq": [[1.0], [2.0]]}
    )
    assert told.split() == ["SGD", "Adam", "wte", "20.0%", "0.0%", "attn_wq", "0.0%", "200.0%"]


def test_a_path_tells_where_it_ends_and_in_which_valley():
    ways = {"SGD": [(1.0, 1.0), (-0.25, 0.5)]}
    figure = room.views.paths({0: ways, 10: {"SGD": [(1.0, 1.0), (0.125, 0.5)]}}, "Down")
    assert figure.captions == [
        "Down: paths seen from above; SGD ends at a = -0.250, b = 0.500.",
        "Down, turned by 10 degrees: paths seen from above; SGD ends at a = 0.125, b = 0.500.",
    ]
    assert list(figure.axes[0].lines[1].get_xdata()) == [1.0, 0.5]  # along the valley, from left to right


def test_the_bottom_line_is_where_the_valley_is_flat():
    line = room.views.paths({10: {"SGD": [(1.0, 1.0)]}}, "Down").axes[0].lines[0]
    a = line.get_slope()  # where b is 1
    assert labs_valley.landscape(10_000, 10, a, 1.0)[0] == pytest.approx((a * a + 1) / 2)


def test_of_losses_from_several_starts_the_middle_is_told_and_how_often_a_rule_is_ahead():
    turns = {
        0: {"SGD": (0.5, [1.0, 2.0, 4.0]), "Adam": (0.25, [1.5, 0.5, 0.25])},
        10: {"SGD": (0.5, [1.0, 3.0, 4.0]), "Adam": (2.0, [5.0, 6.0, 0.5])},
    }
    head, *lines = room.views.ahead(turns).splitlines()
    assert "from 3 starts" in head and head.endswith("ahead of SGD")
    assert lines == [
        "turned by  0  SGD       2.0000 at 0.5",
        "turned by  0  Adam      0.5000 at 0.25, ahead from 2",
        "turned by 10  SGD       3.0000 at 0.5",
        "turned by 10  Adam      5.0000 at 2, ahead from 1",
    ]


def test_gradients_are_told_by_their_size_and_how_many_are_none():
    start = {"wte": [[Value(3.0), Value(1.0)]], "layer0.attn_wq": [[Value(2.0)]]}
    for x, grad in zip((*start["wte"][0], start["layer0.attn_wq"][0][0]), (0.4, 0, -2.0)):
        x.grad = grad
    head, first, second = room.views.slopes({"start": start}).splitlines()
    assert head.split() == ["start"] and first.split() == ["wte", "0.28284,", "50%", "are", "0"]
    assert second.split() == ["attn_wq", "2.00000,", "0%", "are", "0"]


def without_numpy(function, monkeypatch):
    """A function that is called as where there is no NumPy, while all else has it."""

    def called(*given):
        with monkeypatch.context() as here:
            here.setitem(sys.modules, "numpy", None)
            return function(*given)

    return called


@pytest.mark.parametrize("numpy", ["with", "without"])
def test_a_rule_of_the_readers_trains_as_the_library_does(numpy, monkeypatch):
    """SGD by hand and by the library, a few steps of each; momentum too, that remembers."""
    config = ledger.config(n_embd=4, n_head=2)
    state = gpt.init(config, random.Random(0))

    def sgd(p, g, m, v, t, lr, decay):
        return p - lr * decay * g, m, v

    def open_reader(numbers):
        return gpt.reader(numbers, config)

    def momentum(p, g, m, v, t, lr, decay):
        m = 0.85 * m + 0.15 * g
        return p - lr * decay * m, m, v

    remembering = labs.by_rule(momentum, state, open_reader, (0.5,), steps=5)
    if numpy == "without":
        monkeypatch.setattr(labs, "for_all", without_numpy(labs.for_all, monkeypatch))
    assert labs.by_rule(momentum, state, open_reader, (0.5,), steps=5) == remembering
    found = labs.by_rule(sgd, state, open_reader, (0.5, 0.1), steps=5)
    for lr, loss in found.items():
        assert loss == pytest.approx(
            ledger.trained(state, open_reader, lambda p, lr=lr: SGD(p, lr=lr), steps=5), abs=1e-9
        )
    assert list(found) == [0.5, 0.1]


def test_the_starts_lie_all_around_and_begin_where_the_lesson_does():
    starts = room.lab.circle(21)
    assert starts[0] == (pytest.approx(1.0), pytest.approx(1.0))
    for degrees in (0, 1, 10, 30):  # as many different tries as there are starts
        assert len({f"{labs_valley.landscape(10_000, degrees, *start)[0]:.6g}" for start in starts}) == 21
    assert all(a * a + b * b == pytest.approx(2.0) for a, b in starts)
    assert sum(a for a, _ in starts) == pytest.approx(0.0) == sum(b for _, b in starts)


def test_the_axes_tell_every_number():
    found = {("16/1", 10): 2.5, ("16/1", 20): 2.25, ("32/2", 10): 3.0, ("32/2", 20): 2.125}
    figure = room.views.axes_of(found, {"a table": {10: 2.75, 20: 2.375}}, "Both")
    assert "GPT 16/1 2.500, 2.250; GPT 32/2 3.000, 2.125; a table 2.750, 2.375" in figure.captions[0]


def test_a_map_over_temperature_tells_entropy_and_the_likeliest():
    figure = room.views.over_temperature({0.5: [0.5, 0.5], 1.0: [1.0, 0.0]}.get, "ab", "Two", [0.5, 1.0])
    assert "entropy 1.0 bits at 0.5, 0.0 bits at 1.0" in figure.captions[0] and "at 1.0: a 1.00" in figure.numbers[0]


def test_what_the_reader_wrote_is_coloured(monkeypatch, tmp_path):
    kept = progress.Progress(tmp_path)
    monkeypatch.setattr(progress, "kept", kept)
    assert "wrote 0 of its 15 parts" in room.views.written().captions[0]
    marks = {"06": {"solved": ["adam"], "tried": ["temperature"]}, "02": {"solved with help": ["sgd_step"]}}
    monkeypatch.setattr(type(kept), "marks", lambda self: marks)
    assert "wrote 1 of its 15 parts: step: SGD, Adam" in room.views.written().captions[0]
    assert room.views.solved(marks, ("adam",)) == room.views.WRITTEN["solved"]
    assert room.views.solved(marks, ("adam", "sgd_step")) == room.views.WRITTEN["solved with help"]


def test_every_exercise_has_its_place_in_the_last_picture_or_is_about_counting():
    placed = {name for _, exercises in room.views.PARTS.values() for name in exercises}
    everything = {name for book in (autograd, attention, one, five, mlp, room) for name in vars(book.check)}
    assert everything - placed == {"next_probs", "contexts", "param_count", "ask_nothing"} and placed <= everything


# ---- exercises ----


def test_the_next_token_is_asked_for_as_its_stub_says():
    """Equal logits occur, but none is tied with the last one that is allowed; top_k is never larger than their number."""
    equal = 0
    for logits, _, top_k, _ in room.drawing.next_token.trials:
        likeliest = sorted(logits, reverse=True)
        assert top_k is None or top_k <= len(logits)
        assert top_k in (None, len(logits)) or likeliest[top_k - 1] > likeliest[top_k]
        equal += len(set(logits)) < len(logits)
    assert equal


def test_a_walk_that_ends_before_u_is_told_where_that_gives_another_token():
    """Rounding leaves the last end below 1: the last token may not be allowed; None at least stops what comes next."""
    ends = lambda last: (
        lambda logits, T, top_k, u: (
            room.stretches.hit(room.stretches.shares_of(logits, T, top_k), u) or (last(logits) if u > 1 - 1e-15 else 0)
        )
    )
    for last, told in (
        (lambda logits: len(logits) - 1, True),
        (lambda logits: 0, True),
        (lambda logits: 9, False),
        (lambda logits: None, False),
    ):
        text, _ = room.check.next_token.judge(ends(last))
        assert text.startswith("Right") and ("(One thing in a million billions" in text) == told


SMALL = [
    (1, lambda m: round(m, 12)),
    (1, lambda m: m + 1e-13),
    (2, lambda v: round(v, 14)),
    (2, lambda v: v if v > 1e-14 else 0.0),
    (2, lambda v: v + 1e-16),
]


@pytest.mark.parametrize(("place", "change"), SMALL)
def test_the_means_of_adam_are_wanted_however_small_they_are(place, change):
    def answer(*case):
        found = list(one_step(*case))
        found[place] = change(found[place])
        return found

    one_step = room.check.adam.truth
    assert room.check.adam.judge(answer)[0].startswith("Not yet")
    assert room.check.adam.judge(lambda *case: [x * (1 + 1e-14) for x in one_step(*case)])[0].startswith("Right")


# ---- predictions ----


def test_the_truth_of_a_prediction_follows_what_it_is_given():
    ask = room.predict
    assert ask("doubled logits", [0.5, 2.0, -1.0]).prediction.steps[0].right[0] == "c"
    rates = {"seen": 0.3, "never seen": 0.1, "held out": 0.1}
    letters = [ask("learned by heart", rates | {"seen": x}).prediction.steps[0].right[0] for x in (0.3, 0.11, 0.01)]
    assert letters == ["a", "b", "c"]
    found = {("16/1", 1000): 2.7, ("16/1", 4000): 2.4, ("32/2", 1000): 4.5}
    truths = [questions.what_helps(found | {("32/2", 1000): x}) for x in (4.5, 2.6, 2.3)]
    assert truths == ["more names", "more names", "more numbers"]
    assert questions.what_helps(found | {("16/1", 4000): 2.8}) == "neither"
    found = {"SGD": {0.1: 2.6, 0.2: 2.5}, "Adam": {0.01: 2.4}}
    truths = [questions.which_half(found | {"momentum": {1: a, 2: 3.0}, "size alone": {1: b}}) for a, b in
              ((2.42, 2.5), (2.5, 2.42), (2.41, 2.41), (2.48, 2.49))]  # fmt: skip
    assert truths == ["the mean", "the size", "each alone", "only both"]


# ---- the page about the original ----


def test_the_page_about_the_original_names_what_there_is_and_covers_its_lines():
    page = (PROJECT / "ORIGINAL.md").read_text(encoding="utf-8")
    table = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| ")][
        1:
    ]
    written = {name for row in table for name in re.findall(r"`(\w+)`", row[3])}
    assert written == {path.stem for path in SOLUTIONS.glob("*.py")} - {
        "next_probs",
        "contexts",
        "ask_nothing",
        "batch_gradient",
        *vars(beyond.check),
    }
    for module, name in re.findall(r"`(\w+)\.(\w+)`", page):
        assert hasattr(importlib.import_module(f"microgpt.{module}"), name), (module, name)
    ends = [[int(n) for n in row[0].split("-")] for row in table]
    assert ends == sorted(ends) and ends[-1][-1] == 200

"""What lesson 2 brings: its exercises' truths, what it measures, what it draws, and what it lets its reader move."""

import random
from concurrent.futures import ThreadPoolExecutor
from math import inf, log

import numpy as np
import pytest

from microgpt import bigram, mlp, nn
from microgpt.data import BadInput
from microgpt.lessons import ledger
from microgpt.lessons import mlp as room
from microgpt.lessons.mlp import faster, letters, views
from microgpt.lessons.mlp.gate import any_gate
from microgpt.lessons.mlp.layer import any_layer
from microgpt.lessons.mlp.logits import any_prediction
from microgpt.lessons.mlp.questions import as_good
from microgpt.lessons.mlp.step import any_step
from microgpt.teach import plot

LOGITS = [0.3, -0.2, 0.1, 0.7]


# ---- the exercises: their truths against central differences ----


def moved(function, numbers, i, step=1e-5):
    up, down = ([x + by * (i == j) for j, x in enumerate(numbers)] for by in (step, -step))
    return (function(up) - function(down)) / (2 * step)


def test_d_logits_is_the_slope_of_the_loss():
    probs, target, n = any_prediction(random.Random(1))
    logits = [log(p) for p in probs]
    found = [moved(lambda z: nn.cross_entropy(z, target) / n, logits, i) for i in range(len(logits))]
    assert mlp.d_logits(probs, target, n) == pytest.approx(found, abs=1e-8)


def test_backward_linear_gives_the_slopes_of_inputs_and_weights():
    d_out, x, w = any_layer(random.Random(2))
    d_x, d_w = mlp.backward_linear(d_out, x, w)
    assert d_x == pytest.approx(
        [moved(lambda x: nn.dot(d_out, nn.linear(x, w)), x, j) for j in range(len(x))], abs=1e-6
    )
    for i, row in enumerate(w):
        found = [
            moved(lambda row: nn.dot(d_out, nn.linear(x, [*w[:i], row, *w[i + 1 :]])), row, j)  # noqa: B023
            for j in range(len(row))
        ]
        assert d_w[i] == pytest.approx(found, abs=1e-6)


def test_backward_relu_is_the_slope_where_there_is_one():
    d_hidden, before = any_gate(random.Random(3))
    back = mlp.backward_relu(d_hidden, before)
    for d, h, found in zip(d_hidden, before, back):
        if abs(h) > 1e-5:
            assert found == pytest.approx(d * moved(lambda x: nn.relu(x[0]), [h], 0), abs=1e-6)
    assert mlp.backward_relu([7.0], [0.0]) == [0.0]


def test_a_step_goes_downhill_and_leaves_the_old_numbers():
    w, d_w, lr = any_step(random.Random(4))
    kept = [list(row) for row in w]
    after = room.check.sgd_step.truth(w, d_w, lr)
    assert w == kept and all(
        (new < old) == (d > 0) for rows in zip(after, w, d_w) for new, old, d in zip(*rows) if d != 0
    )


@pytest.mark.parametrize("name", vars(room.check))
def test_every_exercise_has_cases_to_tell_by_and_many_mistakes(name):
    exercise = vars(room.check)[name]
    assert len(exercise.cases) >= 3 and exercise.generate and exercise.world and len(exercise.mistakes) >= 6
    assert len(exercise.hints) >= 2 and exercise.solution
    for sentence, mistakes in exercise.mistakes.items():
        for mistake in mistakes if isinstance(mistakes, tuple) else (mistakes,):
            verdict, _ = exercise.judge(mistake)
            assert verdict.startswith("Not yet: ") and sentence.lower() in verdict.lower(), verdict


def test_what_is_half_right_is_told_which_half():
    check = room.check.backward_linear
    for answer, words in (
        (
            lambda d_out, x, w: ([sum(d_out)] * len(x), [[d * v for v in x] for d in d_out]),
            "d_w is right. In d_x, w is missing",
        ),
        (
            lambda d_out, x, w: (mlp.backward_linear(d_out, x, w)[0], [x for _ in w]),
            "d_x is right. In d_w, d_out is missing",
        ),
    ):
        assert words in check.judge(answer)[0]


# ---- what it measures ----


def test_the_fast_training_is_the_readable_one():
    tokenizer, training, _ = ledger.names()
    state = mlp.init(random.Random(1), tokenizer.vocab_size)
    learned, losses = room.fast_sgd(state, training, 3, lr=1.0)
    for i, loss in enumerate(losses):
        wanted, grads = mlp.gradients(state, training[i])
        assert loss == pytest.approx(wanted, abs=1e-12)
        state = {name: room.check.sgd_step.truth(w, grads[name], 1.0 * (1 - i / 3)) for name, w in state.items()}
    for name, rows in state.items():
        assert [x for row in learned[name] for x in row] == pytest.approx([x for row in rows for x in row], abs=1e-12)


def test_a_slider_that_trains_while_a_cell_trains_changes_nothing():
    tokenizer, training, _ = ledger.names()
    state = mlp.init(random.Random(1), tokenizer.vocab_size)
    alone = {lr: room.fast_sgd(state, training, 100, lr)[1] for lr in (0.1, 1.0)}
    with ThreadPoolExecutor() as pool:
        both = [(lr, pool.submit(room.fast_sgd, state, training, 100, lr)) for lr in (0.1, 1.0) * 3]
    assert all(found.result()[1] == alone[lr] for lr, found in both)


def test_a_table_that_is_blended_with_the_letters_is_one():
    few = ledger.names()[1][:50]
    rows = faster.blended(bigram.contexts(few, 27, longest=1), 27, 10)
    assert all(sum(row) == pytest.approx(1) and min(row) > 0 for row in rows)


def test_the_duel_judges_all_on_the_same_names():
    tokenizer, training, held_out = ledger.names()
    state = mlp.init(random.Random(42), tokenizer.vocab_size)
    own, network, equally, by_letters, alone = room.duel(state, training[:100], held_out, 300)
    assert own < network < by_letters < equally < log(27)
    assert network < alone < log(27)


def test_a_layer_that_walks_alone_stops_before_it_knows_its_few_names_by_heart():
    rows, pairs = [[3, 1], [0, 0]], [[2, 2], [1, 1]]
    assert log(2) > faster.alone([[2, 2], [1, 1]], pairs) - 1e-12  # nothing to learn: it stays where all is equal
    assert faster.alone(rows, rows) == pytest.approx(faster.pair_loss([[0.75, 0.25], [0.5, 0.5]], rows), abs=1e-6)
    assert faster.alone(rows, pairs) == pytest.approx(log(2))


def test_the_spoilt_way_back_that_learns_is_the_one_with_the_least_loss():
    lost = float("nan")
    assert as_good({"backward": 3.1, "no_gate": 3.0, "turned": 3.2, "one_for_n": lost}) == "no_gate"
    assert as_good({"backward": 3.1, "one_for_n": lost, "no_gate": 3.2, "turned": 3.0}) == "turned"


def test_a_long_training_on_few_names_learns_them_by_heart():
    tokenizer, training, held_out = ledger.names()
    state = mlp.init(random.Random(42), tokenizer.vocab_size)
    short, long = (room.duel(state, training[:50], held_out, steps) for steps in (400, 1000))
    assert long[0] < short[0] and long[1] > short[1] and long[2:] == short[2:]


def test_alike_is_one_where_the_distances_are_in_the_order_of_the_differences():
    rows = [[0.1, 0.9], [0.3, 0.7], [0.8, 0.2]]
    assert room.alike([[0.0], [1.0], [3.0]], rows) == pytest.approx(1)
    assert room.alike([[0.0], [3.0], [1.0]], rows) == pytest.approx(-1)


# ---- what it draws and lets its reader move ----


def test_the_first_picture_shows_which_way_the_outputs_should_move():
    heights = [bar.get_height() for bar in room.pushes("e", "m").axes[0].patches]
    assert heights[12] > 0.9 and all(height < 0 for i, height in enumerate(heights) if i != 12)


def test_the_network_is_drawn_with_its_numbers_and_its_way_back():
    state = mlp.init(random.Random(42), 27)
    caption = room.network(4, state, "e", back=True).captions[0]
    shut = sum(h == 0 for h in views.on_the_way(4, state)["hidden"])
    assert f"sets {shut} of these to 0" in caption and "d_hidden" in caption
    assert "d_hidden" not in room.network(4, state, "e").captions[0]
    plot.plt.close("all")


def test_the_slope_explorer_tells_the_slope_beside_p_minus_y():
    explorer = room.slope_explorer(LOGITS, 3, 3, "m")
    explorer.controls["step"].value = 0.001
    explorer.controls["moved"].value = 2.0
    p = nn.softmax([*LOGITS[:3], 2.7])[3]
    assert f"p = {p:.3f}" in explorer.screen.value and f"{p - 1:+.6f}" in explorer.screen.value
    assert "p - y = 0.2" in room.slope_view(LOGITS, 3, 0, 0, 0.001, "a").text


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (lambda: room.slope_view(LOGITS, 3, 0, 0, 0), "a step above 0, not 0"),
        (lambda: room.slope_view(LOGITS, 3, 0, 0, -0.1), "a step above 0, not -0.1"),
        (lambda: room.slope_view(LOGITS, 3, 4, 0, 0.1), "4 logits have no token 4"),
        (lambda: room.slope_view(LOGITS, -1, 0, 0, 0.1), "4 logits have no token -1"),
        (lambda: room.pushes("em", "m"), "one letter, and the one that came: not 'em'"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_line(shown, words):
    with pytest.raises(BadInput, match=words):
        shown()


def test_the_rate_explorer_tells_when_steps_overshoot():
    explorer = room.rate_explorer(lambda lr: [3.0 / lr] * 120, 27, 2.5)
    explorer.controls["lr"].value = 3.0
    assert "mean of the last 100 of 120 losses 1.000" in explorer.screen.value
    explorer.controls["lr"].value = 0.1
    assert "worse than knowing nothing" in explorer.screen.value
    assert "hardly moved" in room.rate_view(lambda lr: [3.29] * 120, 0.01, 27, 2.5).text
    for odd in (inf, float("nan")):
        view = room.rate_view(lambda lr: [3.0, 4.0] + [odd] * 120, 30.0, 27, 2.5)  # noqa: B023
        assert "from step 3 on the loss is no number" in view.text and "nan" not in view.html.replace("(nan)", "")
    assert "from step 1 on" in room.rate_view(lambda lr: [inf] * 120, 30.0, 27, 2.5).text


# ---- more letters ----


def test_the_slopes_of_a_network_that_reads_more_letters_are_those_of_its_loss():
    rng = np.random.default_rng(1)
    state = [rng.normal(0, 0.3, shape) for shape in ((5, 2), (6, 4), (5, 6))]
    before, after = letters.examples([[4, 0, 1, 4], [4, 2, 2, 0, 4]], 2, bos=4)
    assert before.tolist()[:3] == [[4, 4], [4, 0], [0, 1]] and after.tolist()[:3] == [0, 1, 4]
    for bend in (True, False):
        for w, slopes in zip(state, letters.gradients(state, before, after, bend)):
            for place in [(0, 1), (2, 0), (4, 1)]:
                found = []
                for step in (1e-6, -1e-6):
                    w[place] += step
                    found.append(letters.surprise(state, before, after, bend))
                    w[place] -= step
                assert slopes[place] == pytest.approx((found[0] - found[1]) / 2e-6, abs=1e-7)


def test_a_network_that_reads_one_letter_is_the_lesson_s():
    state = mlp.init(random.Random(1), 27)
    documents = [[26, 4, 12, 12, 0, 26]]
    wanted = sum(nn.cross_entropy(mlp.mlp(a, state), b) for a, b in zip(documents[0], documents[0][1:])) / 5
    arrays = [np.array(rows) for rows in state.values()]
    assert letters.surprise(arrays, *letters.examples(documents, 1, 26), bend=True) == pytest.approx(wanted, abs=1e-12)


def test_a_second_letter_helps_soon():
    one, two = (letters.held_out_loss(n, steps=300) for n in (1, 2))
    assert two < one - 0.02

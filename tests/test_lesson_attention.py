"""What lesson 4 lets its reader move and see: the functions on data, and the shells by setting values."""

import ast
import random

import pytest
from filling import statements

from microgpt import attention, gpt, nn
from microgpt.autograd import floats, parameters, values
from microgpt.data import Tokenizer
from microgpt.lessons import attention as room
from microgpt.lessons.attention import check, drawing, questions, views
from microgpt.lessons.ledger import one_head_state
from microgpt.optim import SGD
from microgpt.train import autograd_step, train

HUGE = "a" * 1_000_000


@pytest.fixture
def one_head():
    tokenizer = Tokenizer(["abcde"])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=1, block_size=6)
    state = one_head_state(config, random.Random(1))
    states = {
        name: {key.removeprefix("layer0."): [[x * k for x in row] for row in w] for key, w in state.items()}
        for name, k in (("trained", 8.0), ("untrained", 1.0))
    }
    return tokenizer, config, states, {name: [[x * 8 for x in row] for row in w] for name, w in state.items()}


# ---- what a letter hears ----


def test_what_is_heard_is_what_the_model_computes(one_head):
    tokenizer, config, states, state = one_head
    tokens = tokenizer.encode("abd")[:-1]
    heard = views.hear(states["trained"], tokens)
    read = gpt.reader(state, config)
    assert heard.probs == pytest.approx(nn.softmax([read(token) for token in tokens][-1]))
    assert sum(heard.weights) == pytest.approx(1) and heard.scores == pytest.approx([x / 2 for x in heard.raw])
    assert heard.stream[0] == pytest.approx(1, abs=0.01) and len(heard.loudness) == 4
    bare = views.hear(states["trained"], tokens, norm=False)
    assert bare.stream[0] != pytest.approx(1, abs=0.01)


def test_the_triangle_has_the_weights_of_every_place(one_head):
    tokenizer, _, states, _ = one_head
    tokens = tokenizer.encode("abcde")[:-1]
    rows = views.triangle(states["trained"], tokens)
    assert [len(row) for row in rows] == [1, 2, 3, 4, 5, 6] and rows[0] == [1.0]
    for place, row in enumerate(rows):
        assert row == pytest.approx(views.hear(states["trained"], tokens[: place + 1]).weights)


def test_without_positions_the_order_of_what_came_before_is_unknown(one_head):
    tokenizer, _, states, _ = one_head
    there, back = (
        views.hear(states["trained"], tokenizer.encode(name)[:4], positions=False).probs for name in ("abd", "bad")
    )
    assert there == pytest.approx(back)
    with_them = [views.hear(states["trained"], tokenizer.encode(name)[:4]).probs for name in ("abd", "bad")]
    assert with_them[0] != pytest.approx(with_them[1], abs=1e-6)


def test_without_attention_only_the_last_letter_and_its_place_count(one_head):
    tokenizer, _, states, _ = one_head
    one, other = (
        views.hear(states["trained"], tokenizer.encode(name)[:4], heard=False).probs for name in ("abd", "ced")
    )
    assert one == other


def test_values_that_say_the_same_for_all_letters_have_no_spread(one_head):
    _, _, states, _ = one_head
    state = states["trained"]
    assert views.spread(state, 1, letters=5) > 0.1
    assert views.spread(state | {"wte": [state["wte"][0]] * 6}, 1, letters=5) == pytest.approx(0)


def test_what_comes_next_moves_from_0_to_1(one_head):
    tokenizer, _, states, _ = one_head
    tokens = tokenizer.encode("abd")[:-1]
    whole, off = views.hear(states["trained"], tokens), views.without_each(states["trained"], tokens)
    assert views.moved(whole, whole) == 0 and list(off) == list(views.SWITCHES)
    assert all(0 < views.moved(whole, heard) <= 1 for heard in off.values())


def test_the_answers_are_what_the_explorer_shows(one_head):
    tokenizer, _, states, _ = one_head
    tokens = tokenizer.encode("abad")[:-1]
    said = views.answers(states["trained"], states["untrained"], tokens, tokens[1]).splitlines()
    first, second = said[0].split(": ")[1].split(", ")
    assert first == second  # without positions a letter is the same wherever it stands
    assert f"of {len(tokens)}" in said[1] and len(said) == 4 + len(views.SWITCHES)


def test_practising_makes_the_losses_of_the_readable_engine(one_head):
    tokenizer, config, _, state = one_head
    documents = [tokenizer.encode(name) for name in ("abc", "bad", "cab", "dd")]
    graph = values(state)
    step = autograd_step(lambda: gpt.reader(graph, config), SGD(parameters(graph), lr=0.1))
    wanted = list(train(step, documents, 6))
    start = {name.removeprefix("layer0."): rows for name, rows in state.items()}

    def opens(numbers):
        return gpt.reader({name: numbers[name.removeprefix("layer0.")] for name in state}, config)

    replay, losses, learned = views.practise(start, opens, lambda p: SGD(p, lr=0.1), documents, 6)
    assert losses == pytest.approx(wanted, rel=1e-9)
    assert (
        all(x == pytest.approx(y) for x, y in zip(learned["wte"], floats(graph)["wte"]))
        and replay.evaluate(documents) > 0
    )


# ---- the explorer ----


def test_every_switch_of_the_attention_explorer_changes_what_it_shows(one_head):
    tokenizer, _, states, _ = one_head
    explorer = views.attention_explorer(states, tokenizer, "abcd")
    seen = {explorer.screen.value}
    for control, value in (("scaled", False), ("positions", False), ("residual", False), ("heard", False),
                           ("norm", False), ("trained", "untrained"), ("position", 2), ("name", "EDCB")):  # fmt: skip
        explorer.controls[control].value = value
        assert explorer.screen.value not in seen
        seen.add(explorer.screen.value)
    chosen = {name: control.value for name, control in explorer.controls.items() if name != "name"}
    assert explorer.screen.value == views.listening(states, tokenizer, name="edcb", **chosen).html


@pytest.mark.parametrize("switch", ["scaled", "positions", "residual", "heard", "norm"])
def test_each_switch_alone_changes_a_bar(one_head, switch):
    tokenizer, _, states, _ = one_head
    whole = views.listening(states, tokenizer, "abcd", 4)
    assert views.listening(states, tokenizer, "abcd", 4, **{switch: False}).html != whole.html


def test_the_slider_is_as_long_as_the_name_and_stands_at_its_end(one_head):
    tokenizer, _, states, _ = one_head
    explorer = views.attention_explorer(states, tokenizer, "abcd")
    slider = explorer.controls["position"]
    for name, stops in (("ab", 3), ("abcde", 6), ("", 1), ("abcdeabcdeabcde", 6)):
        explorer.controls["name"].value = name
        assert slider.stops == list(range(stops)) and slider.value == stops - 1


def test_a_weight_is_drawn_on_a_scale_from_0_to_1(one_head):
    tokenizer, _, states, _ = one_head
    weights = views.hear(states["untrained"], tokenizer.encode("abcd")[:-1]).weights
    html = views.listening(states, tokenizer, "abcd", 4, trained="untrained").html
    assert all(f"width:{100 * weight:.1f}%" in html for weight in weights)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ß", "never seen"),
        ("abcdeabc", "reads at most 5 letters"),
        (HUGE, "5 letters; this name has 1,000,000<"),
        ("", "listens"),
    ],
)
def test_attention_on_an_odd_name_is_a_line(one_head, name, said):
    tokenizer, _, states, _ = one_head
    explorer = views.attention_explorer(states, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert said in explorer.screen.value
    explorer.controls["name"].value = "ba"
    assert "position" in explorer.screen.value


# ---- the drawings ----

XS = [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]
WQ, WK, WV, WO = (
    [[1.0, -1.0], [0.0, 2.0]],
    [[1.0, 0.0], [-1.0, 2.0]],
    [[10.0, 0.0], [0.0, 10.0]],
    [[0.1, 0.0], [0.0, 0.1]],
)


def test_the_drawing_shows_what_attention_computes():
    figure = drawing.listening("amy", XS, WQ, WK, WV, WO)
    query, keys, values = ([nn.linear(x, w) for x in XS] for w in (WQ, WK, WV))
    blend = attention.attend(query[-1], keys, values)
    shown = " ".join(text.get_text() for text in figure.axes[0].texts)
    for vector in (query[-1], *keys, *values, blend, nn.linear(blend, WO)):
        assert drawing.vector(vector) in shown and drawing.vector(vector) in figure.numbers[0]
    assert "m gets the largest weight (0.80)" in figure.captions[0]


def test_a_heat_map_of_weights_says_who_hears_whom():
    figure = drawing.weights([[0.9, 0.1], [0.25, 0.75]], "ab", "xy", "Who")
    assert figure.captions == ["Who: a hears x (0.90), b hears y (0.75)."]
    assert figure.numbers == ["a: 0.90 0.10\nb: 0.25 0.75"]


def test_what_is_lost_without_a_part_is_told_for_every_run():
    figure = drawing.worth({"root": [0.0, 0.001], "rmsnorm": [0.08, 0.11]}, "Lost")
    assert "most is lost in the row “rmsnorm” (+0.080, +0.110)" in figure.captions[0]
    assert figure.numbers == ["root: +0.000, +0.001\nrmsnorm: +0.080, +0.110"]


# ---- the questions ----


def test_predictions_can_be_computed_from_what_the_notebook_hands_over():
    queries, keys, values = ([nn.linear(x, w) for x in XS] for w in (WQ, WK, WV))
    assert questions.moved(attention.attend, queries[-1], keys, values) == pytest.approx(0)
    for left, choice in ((1.0, "1: it finds the right one"), (12.5, "5 or more"), (26.1, "all 26")):
        assert questions.letters_left(lambda task, part, left=left: left, None) == choice
        assert choice in room.PREDICTIONS["a letter says which"].choices


def test_one_prediction_at_least_asks_for_the_reason():
    assert any(question.why for question in room.PREDICTIONS.values())


# ---- the exercises; how they judge is tested with all others ----


@pytest.mark.parametrize("name", vars(check))
def test_a_verdict_on_each_exercise_comes_with_hints_and_a_solution(name):
    exercise = vars(check)[name]
    assert len(exercise.hints) >= 2 and len(exercise.mistakes) >= 6
    assert f"def my_{name}(" in exercise.solution and exercise.learned


def own_reader(state):
    """As lesson 4's reader builds it, without the small network."""
    keys, values = [], []

    def read(token):
        x = nn.rmsnorm([a + b for a, b in zip(state["wte"][token], state["wpe"][len(keys)])])
        keys.append(nn.linear(x, state["attn_wk"]))
        values.append(nn.linear(x, state["attn_wv"]))
        return nn.linear(hearing(nn.linear(x, state["attn_wq"]), keys, values), state["lm_head"])

    return read


def hearing(query, keys, values):
    return attention.attend(query, keys, values)


def test_the_graph_of_a_readers_own_model_shows_its_functions_and_begins_with_the_finished_state(one_head):
    tokenizer, _, states, _ = one_head
    walk = views.walk(own_reader, states, tokenizer, "abd")
    assert walk.states == ["untrained", "trained"] and walk.view.step == 1
    assert "attn_wq (" in repr(walk) and "head0 (" in repr(walk) and "loss" in repr(walk)


def test_no_cell_gives_the_name_of_a_function_to_something_else():
    lines = [line for line, _ in statements("04")]
    functions = {line.name for line in lines if isinstance(line, ast.FunctionDef)}
    taken = {name.id for line in lines if isinstance(line, ast.Assign | ast.For) for name in stored(line)}
    assert len(functions) > 20 and not functions & taken, "a cell that is run again would take it away"


def stored(line):
    targets = line.targets if isinstance(line, ast.Assign) else [line.target]
    return [name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]

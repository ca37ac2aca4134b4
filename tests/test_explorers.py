"""The explorers: their functions on data, and the shells by setting values, which must give what the functions say."""

import random
from math import exp, inf, isinf, log

import pytest

from microgpt import bigram, explorers, gpt, nn
from microgpt.autograd import Value, values
from microgpt.data import BadInput, Tokenizer
from microgpt.explorers import SizeExplorer, TemperatureLab
from microgpt.ledger import one_head_state
from microgpt.order import topological_order
from microgpt.sample import next_probs, sample
from microgpt.train import evaluate, loss
from microgpt.widgets import Explorer, slider, watch

SYMBOLS = ["a", "b", "·"]
PROBS = [[0.5, 0.25, 0.25], [0.0, 0.0, 1.0], [0.2, 0.8, 0.0]]


def test_an_explorer_shows_itself_the_same_every_time():
    assert repr(explorers.Die(PROBS, SYMBOLS)) == "[to be moved in JupyterLab: letter before, u]"


@pytest.mark.parametrize(
    ("failure", "said"),
    [(BadInput("no <such> letter"), "no &lt;such&gt; letter"), (ZeroDivisionError("x"), "ZeroDivisionError: x"),
     (KeyboardInterrupt(), "Interrupted; move something")],
)  # fmt: skip
def test_whatever_goes_wrong_is_a_line_and_the_widget_lives_on(failure, said):
    def view(x):
        if x == 1:
            raise failure
        return f"x is {x}"

    explorer = Explorer(view, x=slider("x", 0, 2, 1, 0))
    explorer.controls["x"].value = 1
    assert "role='alert'" in explorer.screen.value and said in explorer.screen.value
    explorer.controls["x"].value = 2
    assert explorer.screen.value.endswith(">x is 2</pre>")


def test_dragging_wildly_ends_where_it_ends():
    explorer = Explorer(lambda x: f"x is {x}", x=slider("x", 0, 1000, 1, 0))
    rng = random.Random(1)
    for _ in range(500):
        explorer.controls["x"].value = rng.randrange(1001)
    explorer.controls["x"].value = 7
    assert explorer.screen.value.endswith(">x is 7</pre>")


@pytest.mark.parametrize(("wanted", "got"), [(0.15, 0.15), (0.52, 0.5), (0.53, 0.55), (-7, 0.05), (1e99, 2.0)])
def test_a_slider_stops_at_the_nearest_of_its_numbers(wanted, got):
    made = slider("x", 0.05, 2.0, 0.05, 0.4)
    made.value = wanted
    assert made.value == got


def test_a_slider_of_whole_numbers_gives_whole_numbers():
    made = slider("x", 4, 64, 4, 16)
    made.value = 8.0  # as a browser may send it
    assert repr(made.value) == "8" and made.stops == list(range(4, 65, 4))


# ---- 1 ----


@pytest.mark.parametrize(("u", "token"), [(0.0, 0), (0.1999, 0), (0.2, 1), (0.99, 1)])
def test_the_die_falls_on_the_letter_whose_stretch_holds_u(u, token):
    text = str(explorers.roll(PROBS[2], SYMBOLS, u))
    assert explorers.fallen(PROBS[2], u) == token and f"falls on {SYMBOLS[token]}" in text
    assert [line[2] for line in text.splitlines() if line.startswith(">")] == [SYMBOLS[token]]


def test_rounding_at_the_end_of_the_line_falls_on_a_possible_letter():
    assert explorers.fallen([0.3, 0.3, 0.3999999, 0.0], 0.99999999) == 2


def test_moving_the_die_answers_with_what_the_function_says():
    die = explorers.Die(PROBS, SYMBOLS)
    die.controls["before"].value = 0
    die.controls["u"].value = 0.6
    assert die.screen.value == explorers.roll(PROBS[0], SYMBOLS, 0.6).html


def test_taking_letters_makes_a_name_until_the_dot():
    die = explorers.Die(PROBS, SYMBOLS)
    for u in (0.1, 0.6, 0.5):  # a, then b, after which only the dot can come
        die.controls["u"].value = u
        die.children[2].children[0].click()
    assert "ab is finished" in die.screen.value and die.controls["before"].value == 2
    die.children[2].children[1].click()
    assert "(nothing yet)" in die.screen.value


@pytest.fixture
def table():
    tokenizer = Tokenizer(["ab", "ba", "c"])
    documents = [tokenizer.encode(name) for name in ("ab", "ab", "ba", "c")]
    return tokenizer, documents, bigram.count(documents, tokenizer.vocab_size)


def test_the_loss_of_a_table_is_what_evaluating_it_gives(table):
    _, documents, counts = table
    wanted = evaluate(lambda: bigram.reader(counts, 0.5), documents)
    assert explorers.table_loss(counts, counts, 0.5) == pytest.approx(wanted)


def test_an_unseen_pair_goes_from_infinite_to_finite(table):
    tokenizer, _, counts = table
    explorer = explorers.smoothing_explorer(counts, {"names": counts}, tokenizer, "ac")
    explorer.controls["smoothing"].value = 0
    assert "(infinite)" in explorer.screen.value and "never seen in the training names: ac" in explorer.screen.value
    explorer.controls["smoothing"].value = 1
    assert "(infinite)" not in explorer.screen.value
    wanted = loss(bigram.reader(counts, 1), tokenizer.encode("ac"))
    assert f"{wanted:.4f}" in explorer.screen.value


HUGE = "a" * 1_000_000
FOREIGN = "".join(chr(0x4E00 + i) for i in range(20_000))


@pytest.mark.parametrize(("name", "said"), [("äx", "never seen in the documents"), ("", "(empty name)"), ("AB", "ab ")])
def test_odd_names_get_a_line(table, name, said):
    tokenizer, _, counts = table
    explorer = explorers.smoothing_explorer(counts, {"names": counts}, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert said in explorer.screen.value


@pytest.mark.parametrize("name", [HUGE, FOREIGN])
def test_a_huge_name_gets_a_short_line(table, name):
    tokenizer, _, counts = table
    explorer = explorers.smoothing_explorer(counts, {"names": counts}, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert "role='alert'" in explorer.screen.value and len(explorer.screen.value) < 300


# ---- 2 ----


def test_a_difference_finds_the_slope_and_the_central_one_is_better():
    central, forward = (abs(explorers.difference(exp, 1e-3, way) - 1) for way in (True, False))
    assert central < 1e-6 < forward < 1e-3


def test_the_step_explorer_tells_the_error_at_the_step():
    explorer = explorers.difference_explorer(exp, 1.0)
    explorer.controls["power"].value = 4
    explorer.controls["central"].value = False
    error = abs(explorers.difference(exp, 1e-4, False) - 1)
    assert "forward difference, step 1e-04: " in explorer.screen.value and f"error {error:.1e}" in explorer.screen.value


def test_the_rate_explorer_tells_when_steps_overshoot():
    explorer = explorers.rate_explorer(lambda lr: [3.0 / lr] * 120, 27, 2.5)
    explorer.controls["lr"].value = 3.0
    assert "mean of the last 100 losses 1.000 after 120 steps" in explorer.screen.value
    explorer.controls["lr"].value = 0.1
    assert "worse than knowing nothing" in explorer.screen.value
    assert "hardly moved" in explorers.rate_view(lambda lr: [3.29] * 120, 0.01, 27, 2.5).text
    assert "overshoot" in explorers.rate_view(lambda lr: [inf] * 120, 30.0, 27, 2.5).text


# ---- 3 ----


def expression():
    a = Value(2.0)
    b = 3 * a
    return b * (b + 1), {"a": a, "b": b}


@pytest.mark.parametrize(("steps", "grad"), [(0, 0), (1, 0), (2, 0), (3, 39), (9, 39)])
def test_the_backward_player_shows_the_gradients_so_far(steps, grad):
    root, names = expression()
    outline = explorers.after_steps(root, names, steps).outline()
    assert f"a: Value(2, grad={grad})" in outline


@pytest.mark.parametrize(("order", "grad"), [("topological", 39), ("recursive", 60), ("once", 21)])
def test_the_backward_player_shows_all_orders(order, grad):
    player = explorers.backward_player(*expression())
    player.controls["order"].value = order
    player.controls["steps"].value = player.controls["steps"].stops[-1]
    assert f"grad {grad}" in player.screen.value


def test_the_backward_player_says_who_is_still_to_come():
    root, names = expression()
    names["d"] = root
    said = [str(explorers.backward_view(root, names, steps, "recursive")).splitlines()[0] for steps in (0, 2, 9)]
    assert said[0] == "nobody has passed on yet; still to come: d, b, + #4, b"
    assert said[1:] == ["b has passed on; still to come: + #4, b", "b has passed on; that was the last"]


def test_who_passes_on_says_slope_times_gradient():
    root, names = expression()
    dot = explorers.after_steps(root, names, 3).dot
    assert " 3·13 = 39 " in dot and " 2·13 = 26 " in dot and " 7 " in dot


def test_moving_the_backward_player_draws_another_state():
    player = explorers.backward_player(*expression())
    before = player.screen.value
    player.controls["steps"].value = player.controls["steps"].stops[-1]
    assert "<svg" in before and "grad 39" in player.screen.value and "grad 39" not in before


# ---- 4 ----


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


def test_what_is_heard_is_what_the_model_computes(one_head):
    tokenizer, config, states, state = one_head
    tokens = tokenizer.encode("abd")[:-1]
    heard = explorers.listen(states["trained"], tokens)
    read = gpt.reader(state, config)
    assert heard.probs == pytest.approx(nn.softmax([read(token) for token in tokens][-1]))
    assert sum(heard.weights) == pytest.approx(1) and heard.scores == pytest.approx([x / 2 for x in heard.raw])
    assert heard.stream[0] == pytest.approx(1, abs=0.01) and len(heard.shares) == 4
    bare = explorers.listen(states["trained"], tokens, norm=list)
    assert bare.stream[0] != pytest.approx(1, abs=0.01)


def test_every_switch_of_the_attention_explorer_changes_what_it_shows(one_head):
    tokenizer, _, states, _ = one_head
    explorer = explorers.attention_explorer(states, tokenizer, "abcd")
    seen = {explorer.screen.value}
    for control, value in (("scaled", False), ("positions", False), ("residual", False), ("trained", "untrained"),
                           ("position", 2), ("name", "EDCB")):  # fmt: skip
        explorer.controls[control].value = value
        assert explorer.screen.value not in seen
        seen.add(explorer.screen.value)
    chosen = {
        name: explorer.controls[name].value for name in ("position", "trained", "positions", "scaled", "residual")
    }
    assert explorer.screen.value == explorers.listening(states, tokenizer, name="edcb", **chosen).html


def test_without_positions_the_order_of_what_came_before_is_unknown(one_head):
    tokenizer, _, states, _ = one_head
    there, back = (
        explorers.listen(states["trained"], tokenizer.encode(name)[:4], positions=False).probs
        for name in ("abd", "bad")
    )
    assert there == pytest.approx(back)
    with_them = [explorers.listen(states["trained"], tokenizer.encode(name)[:4]).probs for name in ("abd", "bad")]
    assert with_them[0] != pytest.approx(with_them[1], abs=1e-6)


def test_at_position_0_a_letter_listens_to_itself_alone(one_head):
    tokenizer, _, states, _ = one_head
    assert explorers.listen(states["trained"], tokenizer.encode("abc")[:1]).weights == [1.0]


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
    explorer = explorers.attention_explorer(states, tokenizer, "ab")
    explorer.controls["name"].value = name
    assert said in explorer.screen.value
    explorer.controls["name"].value = "ba"
    assert "position" in explorer.screen.value


# ---- 5 ----


def test_head_maps_are_what_the_heads_weigh(tiny, monkeypatch):
    state, config, _ = tiny
    tokens, seen = [3, 0, 1, 2], []
    real = nn.softmax
    monkeypatch.setattr("microgpt.attention.softmax", lambda scores: seen.append(real(scores)) or seen[-1])
    read = gpt.reader(state, config)
    for token in tokens:
        read(token)
    monkeypatch.undo()
    maps = explorers.head_maps(state, config, tokens)
    flat = [
        maps[layer][head][position]
        for position in range(len(tokens))
        for layer in range(config.n_layer)
        for head in range(config.n_head)
    ]
    assert flat == seen


@pytest.mark.parametrize("sizes", [{}, {"n_embd": 8, "n_head": 2, "n_layer": 3}, {"n_embd": 12, "n_head": 1}])
@pytest.mark.parametrize("length", [1, 4])
def test_the_size_of_a_graph_is_what_a_graph_has(sizes, length):
    config = gpt.Config(5, **sizes)
    graph = values(gpt.init(config, random.Random(1)))
    root = loss(gpt.reader(graph, config), [0] * (length + 1))
    assert explorers.graph_size(config, length) == sum(bool(value.inputs) for value in topological_order(root))


def test_products_are_counted_as_the_model_multiplies(monkeypatch):
    made = []
    monkeypatch.setattr("microgpt.nn.dot", lambda ws, xs: made.append(len(ws)) or sum(w * x for w, x in zip(ws, xs)))
    monkeypatch.setattr("microgpt.attention.dot", nn.dot)
    config = gpt.Config(5, n_embd=8, n_head=2, n_layer=2)
    read = gpt.reader(gpt.init(config, random.Random(1)), config)
    for position in range(3):
        made.clear()
        read(0)
        norms = 8 * (1 + 2 * config.n_layer)  # the mean squares of rmsnorm, not counted as matrix work
        assert sum(made) - norms == explorers.multiplications(config, position)
    assert explorers.multiplications(config, 2, cache=False) == sum(
        explorers.multiplications(config, p) for p in range(3)
    )


def test_sizes_count_what_the_model_has():
    text = explorers.sizes(27, n_embd=16, n_head=4, n_layer=3)
    assert f"{gpt.num_params(gpt.Config(27, n_layer=3)):,} parameters" in text
    assert "2 more of these layers" in text


def test_a_size_that_cannot_be_is_answered_with_a_line_and_the_widget_lives_on():
    explorer = SizeExplorer(27)
    explorer.controls["n_head"].value = 3
    explorer.measure()
    assert "must be divisible by n_head (3)" in explorer.screen.value
    explorer.controls["n_head"].value = 2
    assert "each head sees 8 numbers" in explorer.screen.value


def test_a_step_is_measured_on_request():
    explorer = SizeExplorer(27)
    explorer.controls["n_embd"].value = 8
    explorer.children[-2].children[0].click()
    assert "estimated" in explorer.screen.value and "measured" in explorer.screen.value


# ---- 6 ----


@pytest.fixture
def lab(tiny):
    state, config, tokenizer = tiny
    return TemperatureLab(lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, longest=6)


def test_the_temperature_lab_answers_every_control_with_what_the_function_says(lab, tiny):
    state, config, tokenizer = tiny
    seen = {lab.screen.value}
    for control, value in (("temperature", 2.0), ("prefix", "ab"), ("seed", 7), ("top_k", 2)):
        lab.controls[control].value = value
        assert lab.screen.value not in seen
        seen.add(lab.screen.value)
    wanted = explorers.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b"}, "ab", 2.0, 7, top_k=2, longest=6
    )
    assert lab.screen.value == wanted.html and "temperature 2.00: entropy" in wanted.text


def test_a_half_is_one_press_away(lab):
    lab.controls["temperature"].value = 1.7
    lab.children[0].children[1].click()
    assert lab.controls["temperature"].value == 0.5


def test_the_seed_stays_while_it_is_locked(lab):
    lab.controls["temperature"].value = 1.0
    assert lab.controls["seed"].value == 42
    lab.lock.value = False
    lab.controls["temperature"].value = 1.5
    assert lab.controls["seed"].value == 43 and "temperature 1.50" in lab.screen.value


def test_top_k_keeps_the_k_likeliest_and_their_ratios():
    logits = [1.0, 3.0, 2.0, 0.0]
    all_probs, two = nn.softmax(logits), next_probs(explorers.likeliest(logits, 2))
    assert two[0] == two[3] == 0 and two[1] / two[2] == pytest.approx(all_probs[1] / all_probs[2])
    assert explorers.likeliest(logits, 0) == explorers.likeliest(logits, 9) == logits
    assert isinf(explorers.likeliest(logits, 1)[0])


def test_entropy_of_equal_chances_is_the_log_of_their_number():
    assert explorers.entropy([0.25] * 4) == pytest.approx(log(4)) and explorers.entropy([1.0, 0.0]) == 0


def test_names_of_the_lab_are_those_of_the_sampler(tiny):
    state, config, tokenizer = tiny
    rng = random.Random(5)
    wanted = [
        tokenizer.decode(sample(gpt.reader(state, config), tokenizer.bos, 6, rng, 0.7, tokenizer.letters("b")))
        for _ in range(10)
    ]
    found = explorers.names_at(lambda: gpt.reader(state, config), tokenizer, "b", 0.7, 5, longest=6)
    assert found == wanted and all(name.startswith("b") for name in found)


def test_a_letter_never_seen_gets_a_line_beside_the_widget(lab):
    lab.controls["prefix"].value = "<q>"
    assert "role='alert'" in lab.screen.value and "&lt;" in lab.screen.value and "<q>" not in lab.screen.value
    lab.controls["prefix"].value = "a"
    assert "entropy" in lab.screen.value


def test_a_prefix_longer_than_the_model_reads_gets_a_line(lab):
    lab.controls["prefix"].value = "abcabcabc"
    assert "at most 6 tokens" in lab.screen.value


def test_names_that_were_in_the_training_list_are_starred(tiny):
    state, config, tokenizer = tiny
    text = explorers.temperature_view(
        lambda: gpt.reader(state, config), tokenizer, {"a", "b", "c"}, "", 1.0, seed=1, longest=6
    ).text
    names = text.splitlines()[1].split(": ")[1].split(" ")
    assert any(name.endswith("*") for name in names)
    assert all(name.endswith("*") == (name.rstrip("*") in {"a", "b", "c"}) for name in names)


def test_the_lab_works_with_any_reader():
    counts = [[3, 1, 0], [1, 1, 2], [5, 1, 0]]
    tokenizer = Tokenizer(["ab"])
    text = explorers.temperature_view(lambda: bigram.reader(counts), tokenizer, set(), "a", 1.0, 1).text
    assert f"a {bigram.next_probs(counts[0])[0]:.3f}" in text


def test_watching_passes_every_loss_on(capsys):
    rng = random.Random(0)
    losses = [rng.random() for _ in range(5)]
    assert list(watch(iter(losses), 5)) == losses

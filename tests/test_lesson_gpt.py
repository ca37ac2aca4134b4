"""What lesson 5 brings: its exercises' truths, its looks inside a model, its sizes, and the shells by setting values."""

import random

import pytest

from microgpt import attention, gpt, nn
from microgpt.autograd import floats, parameters, values
from microgpt.lessons import ledger
from microgpt.lessons.gpt import check, explore, inside, predict, questions, sizes, tasks
from microgpt.lessons.gpt.counting import NAMED, RIGHT, SLIPS, counted
from microgpt.optim import Adam
from microgpt.order import topological_order
from microgpt.replay import Replay
from microgpt.train import evaluate, loss

# ---- the exercises ----


def all_at_once(xs, weights):
    """Every position's answer under a mask, without a cache: scores of what comes later are minus infinity."""
    queries, keys, answers = *([nn.linear(x, w) for x in xs] for w in weights[:2]), []
    vectors = [nn.linear(x, weights[2]) for x in xs]
    for place, query in enumerate(queries):
        raw = [s if i <= place else -float("inf") for i, s in enumerate(attention.scores(query, keys))]
        answers.append(attention.mix(nn.softmax(raw), vectors))
    return answers


def test_the_truth_of_the_cache_is_all_positions_at_once_under_a_mask():
    for (xs, weights, known), wanted in zip(check.cache.trials, check.cache.wanted):
        for found, answer in zip(wanted.result, all_at_once(xs, weights)[known:], strict=True):
            assert found == pytest.approx(answer, rel=1e-12)


def test_the_caches_cases_hold_long_texts_repeated_letters_and_no_symmetry():
    trials = check.cache.trials
    assert any(len(xs) >= 6 and known == 0 for xs, _, known in trials) and any(known for *_, known in trials)
    assert sum(len({tuple(x) for x in xs}) < len(xs) for xs, _, _ in trials) > 10
    square = [w for _, weights, _ in trials for w in weights if len(w) == len(w[0])]
    symmetric = [w for w in square if [list(column) for column in zip(*w)] == w]
    assert len(square) > 10 and len(symmetric) < len(square) / 5


@pytest.mark.parametrize("name", ["heads", "cache", "block"])
def test_the_cases_hold_many_places_and_numbers_of_every_kind(name):
    trials = getattr(check, name).trials
    vectors = [
        row for case in trials for rows in case if isinstance(rows, list) for row in rows if isinstance(row, list)
    ]
    flat = [abs(x) for row in vectors for x in row]
    assert max(len(case[0] if name != "heads" else case[1]) for case in trials) > 16
    assert any(x > 40 for x in flat) and any(0 < x < 0.001 for x in flat) and any(round(x, 4) != x for x in flat)
    assert any(not any(row) for row in vectors) and any(len(set(row)) < len(row) for row in vectors if any(row))


def test_as_many_heads_are_asked_as_the_model_has_and_more():
    assert {4, 8, 16} <= {n_head for *_, n_head in check.heads.trials}
    assert {4, 8} <= {n_head for _, n_head, *_ in check.block.trials}


def test_what_comes_number_by_number_goes_on_as_lists():
    def steps(x, cache, weights):
        yield from attention.attend(nn.linear(x, weights[0]), cache[0], cache[1])

    def kept(x, cache, weights):
        cache[0].append(nn.linear(x, weights[1]))
        cache[1].append(nn.linear(x, weights[2]))
        yield from steps(x, cache, weights)

    cache, goes_on = ([], []), check.cache.examine(kept).goes_on
    xs, weights, _ = check.cache.trials[1]
    assert goes_on(xs[0], cache, weights) == check.cache.wanted[0].result[0] and len(cache[0]) == 1


def test_the_truth_of_the_block_is_the_librarys_block():
    names = ("attn_wq", "attn_wk", "attn_wv", "attn_wo", "mlp_fc1", "mlp_fc2")
    for (xs, n_head, matrices, known), wanted in zip(check.block.trials, check.block.wanted):
        state, cache = {f"layer0.{name}": rows for name, rows in zip(names, matrices)}, ([], [])
        answers = [gpt.block(x, "layer0", cache, state, n_head) for x in xs]
        for found, answer in zip(wanted.result, answers[known:], strict=True):
            assert found == pytest.approx(answer, rel=1e-12)


def test_the_count_is_that_of_the_library_with_one_matrix_for_two_ends():
    assert gpt.num_params(gpt.Config(27, n_embd=8, n_head=2, n_layer=4)) - 27 * 8 == RIGHT


@pytest.mark.parametrize("sentence", SLIPS)
def test_every_wrong_count_is_told_by_its_sentence_or_by_one_that_counts_the_same(sentence):
    wrong = [counted(way) for way in SLIPS[sentence]]
    assert RIGHT not in wrong and all(sentence in NAMED[n] for n in wrong)
    assert all(f"Not yet: {NAMED[n]}" in check.param_count.judge(n)[0] for n in wrong)


def test_a_wrong_count_that_several_slips_make_is_not_told_as_one_of_them():
    three_layers = RIGHT - 768
    assert NAMED[three_layers].startswith("one of these, perhaps: ") and "four layers" in NAMED[three_layers]
    assert 0 not in NAMED and "can be divided by 8" in check.param_count.judge(RIGHT + 1)[0]


# ---- predictions ----


def test_the_truth_of_a_prediction_follows_what_it_is_given():
    assert predict("one layer", {"one": 0.6}).prediction.steps[0].right[0] == "c"
    assert questions.best({"one head": [0.0], "two layers": [-0.1, -0.1], "four heads": [-0.9, 0.1]}) == "two layers"
    rises = {(0,): 0.1, (1,): 0.2, (0, 1): 0.25}
    assert questions.compared(rises).startswith("by less") and questions.compared(rises | {(0, 1): 0.4}).startswith(
        "by more"
    )
    assert questions.best({"one head": [0.0], "two layers": [0.1]}) == "none of them"


# ---- walks and their tasks ----


@pytest.fixture
def walk():
    tokenizer, _, _ = ledger.names()
    config = gpt.Config(tokenizer.vocab_size, n_embd=8)
    return explore(lambda s: gpt.reader(s, config), gpt.init(config, random.Random(3)), tokenizer, "emma")


def test_what_is_right_in_a_task_is_what_independent_computing_finds(walk):
    state, tokenizer = walk.walk.states[0][1], walk.walk.tokenizer
    config = gpt.Config(tokenizer.vocab_size, n_embd=8)
    tokens = tokenizer.encode("emma")

    def logits(read):
        return [read(token) for token in tokens[:-1]]

    read = gpt.reader(state, config)
    wanted, place = logits(read), tokens[1 : tasks.SECOND_M]
    assert place == tokenizer.letters("em")
    spoilt = [row if token != 3 else [x + 1 for x in row] for token, row in enumerate(state["wpe"])]
    found = logits(gpt.reader(state | {"wpe": spoilt}, config))
    free = [str(n) for n, (a, b) in enumerate(zip(found, wanted)) if a == b]
    assert tasks.not_reached(walk) == f"those of the places {', '.join(free)}"
    rows = [head[-1] for head in inside.head_maps(state, config, tokens[:-1])[0]]
    assert tasks.looks_back(walk) == f"head {max(range(4), key=lambda head: rows[head][-2])}"
    assert tasks.stays_grey(walk) == "all above lm_head"


def test_a_task_is_judged_by_the_walk_that_it_is_given(walk, reader):
    task = predict("one weight of lm_head", walk).prediction
    assert task.answer("a", "a").startswith("Right")
    assert task.answer("b", "a").startswith("The reason is true")
    other = predict("what the second m reaches", walk).prediction
    walk.wish = {"number": 1, "word": "read", "value": "anna"}  # wherever the reader has walked to
    assert other.answer("b").startswith("Right")


def test_a_training_with_looks_on_the_way_is_the_same_training():
    tokenizer, training, _ = ledger.names()
    config, ends = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2), []
    for keeping in (False, True):
        graph = values(gpt.init(config, random.Random(0)))
        replay = Replay(lambda graph=graph: gpt.reader(graph, config), Adam(parameters(graph)), 16, 27, "numpy")
        if keeping:
            losses, states = inside.kept(replay, graph, training, 60, batch=4)
        else:
            losses = replay.train(training, 60, batch=4)
            replay.store()
        ends.append((losses, floats(graph)))
    assert ends[0] == ends[1] and states[-1] == ("step 60", ends[1][1])
    assert states[0] == ("step 0", gpt.init(config, random.Random(0))) and 15 <= len(states) <= 20


# ---- inside a model ----


def test_head_maps_are_what_the_heads_weigh(tiny, monkeypatch):
    state, config, _ = tiny
    tokens, seen = [3, 0, 1, 2], []
    real = nn.softmax
    monkeypatch.setattr("microgpt.attention.softmax", lambda scores: seen.append(real(scores)) or seen[-1])
    read = gpt.reader(state, config)
    for token in tokens:
        read(token)
    monkeypatch.undo()
    maps = inside.head_maps(state, config, tokens)
    flat = [
        maps[layer][head][position]
        for position in range(len(tokens))
        for layer in range(config.n_layer)
        for head in range(config.n_head)
    ]
    assert flat == seen


def test_habits_are_means_of_the_maps(tiny):
    state, config, _ = tiny
    found = inside.habits(state, config, [[3, 0, 1, 2, 0, 3], [3, 0, 3]], layer=1)
    assert list(found) == [0, 1, "evenly"]
    assert found["evenly"]["itself"] == pytest.approx((1 / 4 + 1 / 5) / 2)
    rows = inside.head_maps(state, config, [3, 0, 1, 2, 0])[1][1]
    assert found[1]["the letter before"] == pytest.approx((rows[3][2] + rows[4][3]) / 2)
    assert found[1]["the first letter"] == pytest.approx((rows[3][1] + rows[4][1]) / 2)


def test_the_loss_on_the_held_out_names_is_that_of_the_ledger(monkeypatch):
    tokenizer, training, held_out = ledger.names()
    monkeypatch.setattr(ledger, "names", lambda: (tokenizer, training, held_out[:5]))
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2, block_size=12)
    state = gpt.init(config, random.Random(1))
    wanted = evaluate(lambda: gpt.reader(state, config), held_out[:5])
    assert inside.held_out_loss(state, lambda s: gpt.reader(s, config)) == pytest.approx(wanted, rel=1e-12)


def test_how_far_matrices_moved_is_told_as_a_share_of_their_size():
    told = inside.moved({"wte": [[3.0, 4.0]], "layer0.attn_wq": [[1.0], [0.0]]},
                        {"wte": [[3.0, 3.0]], "layer0.attn_wq": [[1.0], [0.0]]})  # fmt: skip
    assert told.split() == ["wte", "20.0%", "attn_wq", "0.0%"]


def test_bands_tell_which_rows_belong_to_which_head():
    figure = inside.bands([[0.1, -0.2]] * 4, 2, "two heads")
    assert "head 0 rows 0 to 1; head 1 rows 2 to 3" in figure.captions[0]


def test_a_puzzle_asks_for_what_followed_a_letter_that_comes_again():
    rng = random.Random(0)
    for _ in range(50):
        bos, *letters, again, answer = inside.what_followed(rng)
        assert bos == 26 and len(set(letters)) == len(letters) == 6 and again in letters[:-1]
        assert letters[letters.index(again) + 1] == answer


def test_right_is_the_share_of_puzzles_whose_likeliest_letter_followed(tiny):
    state, config, _ = tiny
    read = gpt.reader(state, config)
    logits = [read(token) for token in (3, 0, 1)][-1]
    best = logits.index(max(logits))
    assert inside.right(state, config, [[3, 0, 1, best], [3, 0, 1, (best + 1) % 4]]) == 0.5


# ---- sizes ----


@pytest.mark.parametrize("chosen", [{}, {"n_embd": 8, "n_head": 2, "n_layer": 3}, {"n_embd": 12, "n_head": 1}])
@pytest.mark.parametrize("length", [1, 4])
def test_the_size_of_a_graph_is_what_a_graph_has(chosen, length):
    config = gpt.Config(5, **chosen)
    graph = values(gpt.init(config, random.Random(1)))
    root = loss(gpt.reader(graph, config), [0] * (length + 1))
    assert sizes.graph_size(config, length) == sum(bool(value.inputs) for value in topological_order(root))


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
        assert sum(made) - norms == sizes.multiplications(config, position)
    assert sizes.products(config, 3) == sum(sizes.multiplications(config, p) for p in range(3))
    assert sizes.multiplications(config, 2, cache=False) == sizes.products(config, 3)


def test_sizes_count_what_the_model_has():
    text = sizes.size_view(27, n_embd=16, n_head=4, n_layer=3)
    assert f"{gpt.num_params(gpt.Config(27, n_layer=3)):,} parameters" in text
    assert "2 more of these layers" in text and "attention 29.7%, network 59.4%, embeddings 10.8%" in text
    assert "over 1 token" in sizes.size_view(27, 16, 4, 1, length=1)


def test_a_size_that_cannot_be_is_answered_with_a_line_and_the_widget_lives_on():
    explorer = sizes.SizeExplorer(27)
    explorer.controls["n_head"].value = 3
    explorer.measure()
    assert "must be divisible by n_head (3)" in explorer.screen.value
    explorer.controls["n_head"].value = 2
    assert "each head owns 8 rows" in explorer.screen.value


def test_what_is_measured_is_announced_and_depends_on_the_cache():
    explorer, said = sizes.SizeExplorer(27), []
    explorer.controls["n_embd"].value = 8
    explorer.screen.observe(lambda change: said.append(change["new"]), "value")
    explorer.children[-2].children[0].click()
    assert "measuring, for about" in said[-2] and "reading with the KV cache" in said[-1]
    explorer.controls["cache"].value = False
    explorer.measure()
    assert "reading without a cache" in said[-1] and "One step of training" in said[-1]

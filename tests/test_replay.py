"""Whatever is replayed agrees with the readable engine: losses, gradients, samples, for any model."""

import random

import pytest

np = pytest.importorskip("numpy")

from microgpt import autograd, gpt, mlp, nn, train
from microgpt.attention import attend
from microgpt.autograd import Value, parameters, values
from microgpt.data import BadInput
from microgpt.optim import SGD, Adam
from microgpt.replay import Replay
from microgpt.replay.record import record
from microgpt.replay.rollup import GROWS
from microgpt.sample import sample

V, BLOCK = 7, 6


@pytest.fixture(params=["numpy", "numba"])
def engine(request):
    if request.param == "numba":
        pytest.importorskip("numba")
    return request.param


def documents(count=12):
    rng = random.Random(3)
    return [[6, *(rng.randrange(6) for _ in range(rng.randrange(8))), 6][: BLOCK + 1] for _ in range(count)]


def gpt_model(**sizes):
    config = gpt.Config(V, **{"n_embd": 8, "n_head": 2, "n_layer": 2, "block_size": BLOCK} | sizes)
    return gpt.init(config, random.Random(1)), lambda state: gpt.reader(state, config)


def mlp_model():
    return mlp.init(random.Random(1), V, n_embd=3, n_hidden=5), mlp.reader


def one_head_model():
    """Lesson 4's idea in its smallest form, written by hand."""
    rng = random.Random(1)
    state = {name: nn.matrix(rng, 4, 4, 0.5) for name in ("q", "k", "v")} | {"wte": nn.matrix(rng, V, 4, 0.5)}

    def open_reader(state):
        keys, contents = [], []

        def read(token):
            x = nn.pick(state["wte"], token)
            keys.append(nn.linear(x, state["k"]))
            contents.append(nn.linear(x, state["v"]))
            return nn.linear(attend(nn.linear(x, state["q"]), keys, contents), state["wte"])

        return read

    return state, open_reader


def odd_model():
    """What no library model does: sums over the past without softmax, log, crossed inputs, numbers used twice."""
    rng = random.Random(1)
    state = {"wte": nn.matrix(rng, V, 4, 0.5), "out": nn.matrix(rng, V, 4, 0.5)}

    def open_reader(state):
        past = []

        def read(token):
            x = nn.pick(state["wte"], token)
            crossed = [x[0] * x[3], nn.dot([x[1], x[3], x[0]], [x[2], x[2], x[0]]), x[2] + x[2], nn.exp(x[1])]
            past.append(crossed)
            summed = [nn.total([earlier[j] for earlier in past]) for j in range(4)]
            scaled = [nn.log(nn.exp(s) + 1.0) for s in summed[:2]] + [nn.logsumexp([summed[3], x[0], 0.5 * x[3]]), x[2]]
            mixed = nn.dot([earlier[0] for earlier in past], [earlier[2] for earlier in past])
            return [z + mixed / 10 for z in nn.linear(scaled, state["out"])]

        return read

    return state, open_reader


def looped_model():
    """Attention as beginners write it: loops that add one product after the other, from 0, from 0.0, from either side."""
    rng = random.Random(4)
    state = {name: nn.matrix(rng, V, 4, 0.5) for name in ("wte", "key", "out")}

    def open_reader(state):
        keys, so_far = [], []

        def read(token):
            x, key = nn.pick(state["wte"], token), nn.pick(state["key"], token)
            keys.append(key)
            so_far.append(so_far[-1] + key[0] if so_far else key[0])  # used again: not only a link of a chain
            length, answer, crossed = 0.0, [0] * 4, 0.0
            for z in x:
                length = z * z + length
            for other in keys:
                score = 0
                for a, b in zip(x, other):
                    score += a * b
                for i, z in enumerate(other):
                    answer[i] = answer[i] + nn.exp(score / 2) * z
            for z in x:
                crossed = crossed + z + z * 0.5
            heard = [z + length / 10 for z in answer[:2]] + [so_far[-1] * crossed, -x[0] + x[1] - x[2] + 0.0]
            return [sum(w * z for w, z in zip(row, heard)) for row in state["out"]]

        return read

    return state, open_reader


MODELS = {
    "gpt": gpt_model(),
    "gpt with one layer and one head": gpt_model(n_layer=1, n_head=1),
    "gpt as wide as its block": gpt_model(n_embd=6, n_head=3),
    "gpt that reads two tokens": gpt_model(block_size=2),
    "gpt that reads one token": gpt_model(block_size=1),
    "mlp": mlp_model(),
    "one head": one_head_model(),
    "odd": odd_model(),
    "written in loops": looped_model(),
}


def block_of(name):
    return {"gpt that reads two tokens": 2, "gpt that reads one token": 1}.get(name, BLOCK)


def both(name, engine, optimizer):
    """(readable step, replay, its Values) of the same model with the same numbers."""
    state, open_reader = MODELS[name]
    mine, theirs = values(state), values(state)
    readable = train.autograd_step(lambda: open_reader(mine), optimizer(parameters(mine)))
    replay = Replay(lambda: open_reader(theirs), optimizer(parameters(theirs)), block_of(name), V, engine)
    return readable, replay, mine, theirs


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("optimizer", [lambda p: SGD(p, lr=0.1), Adam], ids=["SGD", "Adam"])
def test_training_gives_the_same_losses_and_the_same_model(name, engine, optimizer):
    readable, replay, mine, theirs = both(name, engine, optimizer)
    docs = [tokens[: block_of(name) + 1] for tokens in documents()]
    wanted = list(train.train(readable, docs, 60))
    found = list(train.train(replay, docs, 60))
    assert found == pytest.approx(wanted, abs=1e-12)
    assert {type(loss) for loss in found} == {float}  # and not NumPy's, which prints otherwise
    replay.store()
    for one, other in zip(parameters(mine), parameters(theirs)):
        assert other.data == pytest.approx(one.data, abs=1e-11)


@pytest.mark.parametrize("name", MODELS)
def test_gradients_agree_on_weights_moved_at_random(name, engine):
    _, replay, _, theirs = both(name, engine, Adam)
    for seed, tokens in enumerate(documents(5)):
        before = [p.data for p in parameters(theirs)]
        worst = replay.check(tokens[: block_of(name) + 1], random.Random(seed), look=BLOCK)
        assert max(worst) < 1e-12
        assert [p.data for p in parameters(theirs)] == before


@pytest.mark.parametrize("name", ["gpt", "mlp", "odd"])
def test_all_steps_at_once_are_the_steps_one_by_one(name, engine):
    _, one_by_one, _, _ = both(name, engine, Adam)
    _, at_once, _, _ = both(name, engine, Adam)
    assert at_once.train(documents(), 30) == pytest.approx(list(train.train(one_by_one, documents(), 30)), abs=1e-13)


def test_a_batch_averages_the_gradients_of_its_documents(engine):
    state, open_reader = MODELS["gpt"]
    _, replay, _, theirs = both("gpt", engine, lambda p: SGD(p, lr=1.0))
    batch = documents(3)
    graph = values(state)
    wanted = Value.total([train.loss(open_reader(graph), tokens) for tokens in batch]) / 3
    wanted.backward()
    assert replay.steps([batch], [1.0]) == pytest.approx([wanted.data], abs=1e-13)
    replay.store()
    for before, after in zip(parameters(graph), parameters(theirs)):
        assert after.data == pytest.approx(before.data - before.grad, abs=1e-13)


@pytest.mark.parametrize(
    "told, words",
    [
        ({"engine": "torch"}, "the engines are numpy and numba"),
        ({"vocab_size": V - 1}, f"this model knows {V} tokens, and replay was told of {V - 1}"),
        ({"vocab_size": V + 3}, f"this model knows {V} tokens"),
        ({"vocab_size": 0}, "a position and a token at least"),
        ({"block_size": 0}, "a position and a token at least"),
        ({"block_size": BLOCK + 1}, "reads at most"),
    ],
)
def test_what_replay_is_told_of_the_model_has_to_be_so(told, words):
    state, open_reader = gpt_model()
    graph = values(state)
    with pytest.raises(BadInput, match=words):
        Replay(lambda: open_reader(graph), SGD(parameters(graph), 0.1), **{"block_size": BLOCK, "vocab_size": V} | told)


@pytest.mark.parametrize(
    "tokens, steps, batch",
    [([[6, 1, 6]], 0, 1), ([[6, 1, 6]], -1, 1), ([[6, 1, 6]], 3, 0), ([], 3, 1), ([[6]], 3, 1), ([[]], 3, 2)],
)
def test_training_on_nothing_is_said_by_both_engines_alike(tokens, steps, batch):
    state, open_reader = gpt_model()
    graph = values(state)
    optimizer = SGD(parameters(graph), 0.1)
    readable = train.autograd_step(lambda: open_reader(graph), optimizer)
    with pytest.raises(BadInput, match="at least|no documents"):
        list(train.train(readable, tokens, steps, batch))
    with pytest.raises(BadInput, match="at least|no documents"):
        Replay(lambda: open_reader(graph), optimizer, BLOCK, V, "numpy").train(tokens, steps, batch)


def test_a_token_that_is_no_whole_number_is_refused_as_by_the_readable_engine():
    state, open_reader = gpt_model()
    graph = values(state)
    optimizer = SGD(parameters(graph), 0.1)
    with pytest.raises(TypeError):
        train.autograd_step(lambda: open_reader(graph), optimizer)([6, 1.5, 6])
    with pytest.raises(TypeError):
        Replay(lambda: open_reader(graph), optimizer, BLOCK, V, "numpy")([6, 1.5, 6])


def test_training_in_batches_goes_through_the_documents_in_order(engine):
    _, replay, _, _ = both("mlp", engine, lambda p: SGD(p, lr=0.0))
    docs = documents(3)
    single = replay.train(docs, 4)
    assert replay.train(docs, 2, batch=2) == pytest.approx([(single[0] + single[1]) / 2, (single[2] + single[0]) / 2])


WEIGHINGS = [
    train.each_document,
    train.each_token,
    train.last_alone,
    lambda tokens: [k % 3 for k in range(2, len(tokens) + 1)],
]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("weigh", WEIGHINGS, ids=["document", "token", "last", "other"])
def test_batches_of_any_lengths_and_weights_give_the_readable_losses_and_model(name, engine, weigh):
    """Batches of 5 of 12 documents in a new order each round; one letter, the full block, and what lies between."""
    state, open_reader = MODELS[name]
    docs = [tokens[: block_of(name) + 1] for tokens in documents()]
    mine, theirs = values(state), values(state)
    step = train.autograd_step(lambda: open_reader(mine), Adam(parameters(mine)), weigh)
    wanted = list(train.train(step, docs, 8, batch=5, rng=random.Random(4)))
    replay = Replay(lambda: open_reader(theirs), Adam(parameters(theirs)), block_of(name), V, engine)
    assert replay.train(docs, 8, batch=5, weigh=weigh, rng=random.Random(4)) == pytest.approx(wanted, abs=1e-12)
    replay.store()
    for one, other in zip(parameters(mine), parameters(theirs)):
        assert other.data == pytest.approx(one.data, abs=1e-11)


@pytest.mark.parametrize("weigh", WEIGHINGS[:3], ids=["document", "token", "last"])
def test_gradients_of_a_batch_agree_with_autograd(engine, weigh):
    state, open_reader = MODELS["gpt"]
    _, replay, _, _ = both("gpt", engine, Adam)
    graph = values(state)
    wanted = train.batch_loss(lambda: open_reader(graph), documents(7), weigh)
    wanted.backward()
    found, gradients = replay.gradients(documents(7), weigh)
    assert found == pytest.approx(wanted.data, abs=1e-13)
    assert gradients == pytest.approx([p.grad for p in parameters(graph)], abs=1e-13)


def test_a_replay_is_a_step_of_train_for_batches_too(engine):
    state, open_reader = MODELS["one head"]
    graph = values(state)
    sizes = (BLOCK, V, engine)
    step = Replay(lambda: open_reader(graph), Adam(parameters(graph)), *sizes, weigh=train.last_alone)
    _, replay, _, _ = both("one head", engine, Adam)
    wanted = replay.train(documents(), 6, batch=20, weigh=train.last_alone)
    assert list(train.train(step, documents(), 6, batch=20)) == pytest.approx(wanted, abs=1e-13)


def test_a_training_that_is_interrupted_keeps_what_it_learned_and_can_go_on(engine):
    _, whole, _, _ = both("gpt", engine, Adam)
    _, part, _, theirs = both("gpt", engine, Adam)
    wanted = list(train.train(whole, documents(), 10, batch=4))
    losses = train.train(part, documents(), 10, batch=4)
    found = [next(losses) for _ in range(6)]  # and then no more
    part.store()
    assert [p.data for p in parameters(theirs)] == part.learned.tolist()
    rest = list(train.batches(documents(), 10, batch=4))[6:]
    found += part.steps(rest, [1 - i / 10 for i in range(6, 10)])
    assert found == pytest.approx(wanted, abs=1e-13)


def test_the_same_names_are_sampled(engine):
    _, replay, mine, _ = both("gpt", engine, Adam)
    floats = autograd.floats(mine)
    _, open_reader = MODELS["gpt"]
    for seed in range(20):
        fast = sample(replay.reader(), V - 1, BLOCK, random.Random(seed))
        assert fast == sample(open_reader(floats), V - 1, BLOCK, random.Random(seed))


def test_tokens_that_do_not_exist_are_refused(engine):
    _, replay, _, _ = both("gpt", engine, Adam)
    for tokens in ([6, V, 6], [6, -1, 6]):
        with pytest.raises(BadInput, match="tokens of this model are 0 to 6"):
            replay(tokens)
    with pytest.raises(BadInput, match="at least two tokens"):
        replay([6])
    with pytest.raises(BadInput, match="a document at least"):
        replay.steps([[]], [1.0])
    assert replay.steps([], []) == []
    read = replay.reader()
    with pytest.raises(BadInput, match="0 to 6"):
        read(V)
    for _ in range(BLOCK):
        read(0)
    with pytest.raises(BadInput, match="at most 6"):
        read(0)


def test_weights_of_any_size_stay_finite(engine):
    state, open_reader = MODELS["gpt"]
    huge = {name: [[x * 1000 for x in row] for row in rows] for name, rows in state.items()}
    graph = values(state)
    replay = Replay(lambda: open_reader(graph), SGD(parameters(graph), 0.1), BLOCK, V, engine)
    replay.learned[:] = [x for rows in huge.values() for row in rows for x in row]
    tokens = documents()[0]
    found, gradients = replay.gradients(tokens)
    assert found == pytest.approx(train.loss(open_reader(huge), tokens))
    assert found > 100 and np.isfinite(gradients).all()


@pytest.mark.parametrize("met", ["evaluate", "gradients", "steps", "logits"])
def test_numbers_that_are_not_finite_leave_nothing_behind(met, engine):
    _, replay, _, _ = both("gpt", engine, Adam)
    batch, numbers = documents(200), list(replay.numbers())
    before = replay.evaluate(batch), replay.gradients(batch[:3])[0]
    replay.put([float("nan")] * len(numbers))
    given = {"evaluate": (batch,), "gradients": (batch,), "steps": ([batch], [0.0]), "logits": ([6, 1],)}
    getattr(replay, met)(*given[met])
    replay.put(numbers)
    assert (replay.evaluate(batch), replay.gradients(batch[:3])[0]) == pytest.approx(before, abs=1e-12)


def test_training_can_go_on_where_it_was_stored(engine):
    _, whole, _, _ = both("gpt", engine, Adam)
    _, first, _, _ = both("gpt", engine, Adam)
    docs = documents()
    wanted = whole.steps([[t] for t in docs], [1.0] * 12)
    found = first.steps([[t] for t in docs[:5]], [1.0] * 5)
    first.store()
    second = Replay(first.open_reader, first.optimizer, BLOCK, V, engine)
    assert found + second.steps([[t] for t in docs[5:]], [1.0] * 7) == pytest.approx(wanted, abs=1e-12)


def test_recording_can_pause_between_positions(engine):
    state, open_reader = MODELS["gpt"]
    graph = values(state)
    pieces = Replay.in_pieces(lambda: open_reader(graph), Adam(parameters(graph)), BLOCK, V, engine)
    pauses = 0
    while True:
        try:
            next(pieces)
        except StopIteration as end:
            replay = end.value
            break
        pauses += 1
        one = Value(1.0)  # whoever computes meanwhile is not recorded
        (one + one).backward()
    assert pauses > 20
    assert [p.data for p in parameters(graph)] == parameters_of(state)
    _, whole, _, _ = both("gpt", engine, Adam)
    assert replay.recording.instructions == whole.recording.instructions
    assert replay.train(documents(), 5) == whole.train(documents(), 5)


def test_recording_that_is_given_up_leaves_the_numbers_as_they_were():
    state, open_reader = MODELS["gpt"]
    graph = values(state)
    for count in (6, 80):
        pieces = Replay.in_pieces(lambda: open_reader(graph), Adam(parameters(graph)), BLOCK, V, "numpy")
        for _ in range(count):
            next(pieces, None)
        pieces.close()
        assert [p.data for p in parameters(graph)] == parameters_of(state)


def parameters_of(state):
    return [x for rows in state.values() for row in rows for x in row]


def test_matrix_products_reappear():
    """The model never wrote one down: each level of the graph is a single instruction over all positions."""
    state, open_reader = MODELS["gpt"]
    graph = values(state)
    recording = record(lambda: open_reader(graph), parameters(graph), BLOCK, V)
    assert len(recording.instructions) == 60
    assert all((one.start, one.stop) == (0, BLOCK) for one in recording.instructions)
    assert (2, GROWS, 4) in [one.sides for one in recording.instructions]  # heads, tokens so far, numbers per head


def test_a_loop_of_additions_is_the_product_that_it_means(monkeypatch):
    """Head by head, letter by letter, number by number: still some instructions, not thousands."""

    def in_loops(query, keys, values):
        scores = []
        for key in keys:
            score = 0
            for q, k in zip(query, key):
                score += q * k
            scores.append(score / len(query) ** 0.5)
        answer = [0] * len(query)
        for weight, value in zip(nn.softmax(scores), values):
            for i, x in enumerate(value):
                answer[i] += weight * x
        return answer

    monkeypatch.setattr("microgpt.attention.attend", in_loops)
    state, open_reader = MODELS["gpt"]
    graph = values(state)
    recording = record(lambda: open_reader(graph), parameters(graph), BLOCK, V)
    assert {"dot"} <= {one.op for one in recording.instructions}
    assert len(recording.instructions) < 200


def refused(read):
    """What is said about a model whose reader is `read(state, token)`."""
    state = values({"wte": nn.matrix(random.Random(1), V, V)})
    with pytest.raises(BadInput) as caught:
        Replay(lambda: lambda token: read(state, token), SGD(parameters(state), 0.1), BLOCK, V)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_branch_on_a_number_is_refused():
    def read(state, token):
        x = nn.pick(state["wte"], token)
        return [z * 2.0 if z.data > 0 else z.exp() for z in x]

    assert "the graph depends on the data: number" in refused(read)


def test_a_constant_taken_from_the_data_is_refused_and_named():
    def read(state, token):
        x = nn.pick(state["wte"], token)
        top = max(z.data for z in x)
        return [z - top for z in x]

    message = refused(read)
    assert "at position 0, is the constant" in message


def test_a_token_used_as_an_index_is_refused_with_the_way_out():
    assert "looks tokens up with nn.pick" in refused(lambda state, token: state["wte"][token])


def test_the_optimizer_must_hold_what_is_learned(engine):
    """What it does not hold counts as constant, and is not trained."""
    state = values({"wte": nn.matrix(random.Random(1), V, V), "fixed": [[0.5] * V]})
    held = parameters({"wte": state["wte"]})

    def open_reader():
        return lambda token: [x * f for x, f in zip(nn.pick(state["wte"], token), state["fixed"][0])]

    replay = Replay(open_reader, SGD(held, 0.1), BLOCK, V, engine)
    replay.train(documents(), 5)
    replay.store()
    assert {f.data for f in state["fixed"][0]} == {0.5}


def test_evaluating_by_replay_gives_what_evaluating_on_floats_gives(engine):
    state, open_reader = gpt_model()
    graph = values(state)
    replay = Replay(lambda: open_reader(graph), SGD(parameters(graph), lr=0.1), BLOCK, V, engine)
    wanted = train.evaluate(lambda: open_reader(state), documents())
    assert replay.evaluate(documents()) == pytest.approx(wanted, abs=1e-12)
    for weigh in WEIGHINGS:
        wanted = train.evaluate(lambda: open_reader(state), documents(), weigh)
        assert replay.evaluate(documents(), weigh) == pytest.approx(wanted, abs=1e-12)
    for wrong in ([[6, 0, 99]], [[6]], [[6, *[0] * BLOCK, 6]]):
        with pytest.raises(BadInput):
            replay.evaluate(wrong)


class Spoiled(Adam):
    def step(self, decay=1.0):
        """Another rule than Adam's."""


@pytest.mark.parametrize("optimizer", [Spoiled, lambda parameters: object()])
def test_an_optimizer_that_replay_does_not_know_is_refused(optimizer):
    state, open_reader = MODELS["gpt"]
    graph = values(state)
    with pytest.raises(BadInput, match="another optimizer"):
        Replay(lambda: open_reader(graph), optimizer(parameters(graph)), BLOCK, V)

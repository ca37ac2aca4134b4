"""What is laid out as rows and planned ahead gives the readable gradients, whatever a model does with its past."""

import random

import pytest

np = pytest.importorskip("numpy")

from microgpt import nn, train
from microgpt.autograd import parameters, values
from microgpt.optim import SGD, Adam
from microgpt.replay import Replay
from microgpt.replay.plan import share
from microgpt.replay.record import record
from microgpt.replay.rows import Layout, cut
from microgpt.replay.step import LOOK

V, BLOCK = 7, 10


def by_hand(lengths, cuts):
    return sum((b - a) * lengths[b - 1] for a, b in zip(cuts, cuts[1:]))


def test_groups_pad_little_and_are_few():
    assert cut((5, 5, 5), 4) == [0, 3]
    assert cut((1, 1, 16, 16), 4) == [0, 2, 4]
    assert cut((8, 9), 4) == [0, 2]  # a row of padding is cheaper than a group
    lengths = tuple(sorted(random.Random(1).choices(range(1, 17), k=32)))
    cuts = cut(lengths, 4)
    assert cuts[0] == 0 and cuts[-1] == 32 and cuts == sorted(set(cuts))
    assert by_hand(lengths, cuts) + 4 * (len(cuts) - 1) <= min(by_hand(lengths, [0, 32]) + 4, sum(lengths) + 4 * 16)


@pytest.mark.parametrize("lengths", [[5], [3, 1, 10, 3, 3, 2], [10] * 4, [1, 1]])
def test_every_token_that_is_read_has_its_row(lengths):
    layout = Layout(lengths, BLOCK, [1], 4)
    ends = np.cumsum(np.array(lengths) + 1)
    inside = set(range(ends[-1])) - set((ends - 1).tolist())  # all but the last token of each
    rows = layout.index[0].tolist()
    assert inside <= set(rows)
    assert sorted(row for row in rows if row in inside) == sorted(inside)  # once each
    assert [layout.index[1][rows.index(k)] for k in sorted(inside)] == [k + 1 for k in sorted(inside)]
    assert sum(box.count * box.height for box in layout.boxes) == layout.rows


def test_gradients_that_live_at_the_same_time_do_not_share_a_place():
    rng = random.Random(2)
    lives = {}
    for block in range(30):
        begin = rng.randrange(-1, 20)
        lives[block] = begin, begin + rng.randrange(6), rng.randrange(1, 9)
    places, needed = share(lives)
    for one, (begin, end, width) in lives.items():
        assert places[one] + width <= needed
        for other, (first, last, wide) in lives.items():
            apart = places[one] + width <= places[other] or places[other] + wide <= places[one]
            assert one == other or apart or last < begin or end < first
    assert needed < sum(width for _, _, width in lives.values()) / 2


# ---- models that look at their past in all kinds of ways ----


def table(rng, rows=V, columns=4):
    return nn.matrix(rng, rows, columns, 0.5)


def state_of(**shapes):
    rng = random.Random(1)
    return {"wte": table(rng), "out": table(rng)} | {name: table(rng, *shape) for name, shape in shapes.items()}


def looking_back(mix, **shapes):
    """A model that makes its logits of mix(vectors read so far, state)."""

    def open_reader(state):
        past = []

        def read(token):
            past.append(nn.pick(state["wte"], token))
            return nn.linear(mix(past, state), state["out"])

        return read

    return state_of(**shapes), open_reader


def before(past, state):
    return [a + 2 * b for a, b in zip(past[-1], past[-2])] if len(past) > 1 else past[-1]


def last_three(past, state):
    return [nn.total([x[j] for x in past[-3:]]) for j in range(4)]


def window(past, state):
    """Attention to the last six only: what four positions show is not what comes later."""
    scores = [nn.dot(past[-1], x) for x in past[-6:]]
    return [nn.dot(nn.softmax(scores), column) for column in zip(*past[-6:])]


def averaged(past, state):
    return [nn.mean([x[j] for x in past]) for j in range(4)]


def logarithms(past, state):
    """Sums over the past of what no softmax has cleaned."""
    scores = [nn.log(nn.dot(past[-1], x) ** 2 + 1.0) for x in past]
    return [nn.dot(scores, column) + nn.total(scores) for column in zip(*past)]


def turned(past, state):
    """The clean factor second, weights doubled and gated after the softmax."""
    weights = nn.softmax([nn.dot(past[-1], x) for x in past])
    other = nn.softmax([nn.dot(x, past[-1]) * 3.0 for x in past])
    gated = [2.0 * a + b * nn.relu(nn.dot(x, x)) for a, b, x in zip(weights, other, past)]
    return [nn.dot(column, gated) for column in zip(*past)]


def unlike(past, state):
    """Each position has weights of its own, and a constant of its own."""
    p = len(past) - 1
    return [x * w + 1.0 / (p + 1) for x, w in zip(past[-1], state["place"][p])]


def first(past, state):
    return [a + b for a, b in zip(past[0], past[-1])]


def from_the_end(past, state):
    """Weights by distance: the newest counts with the first weight."""
    weights = [row[0] for row in state["place"][: len(past)]][::-1]
    return [nn.dot(weights, column) for column in zip(*past)]


def sliding(past, state):
    """The same numbers again and again: a sum over neighbours, one number for all, products of parameters alone."""
    x = past[-1]
    pairs = [nn.dot(state["near"][0], x[j : j + 2]) for j in range(3)]
    size = nn.dot(state["near"][0], state["near"][0])
    return [*pairs, nn.total([x[1]] * 3) + nn.dot([x[0]] * 2, [x[2]] * 2) + size]


def squared_weights(past, state):
    return [nn.exp(x) * w * w for x, w in zip(past[-1], state["near4"][0])]


PLACE = {"place": (BLOCK, 4)}
MODELS = {
    "the one before": looking_back(before),
    "the last three": looking_back(last_three),
    "a window of six": looking_back(window),
    "the average": looking_back(averaged),
    "logarithms": looking_back(logarithms),
    "turned": looking_back(turned),
    "unlike positions": looking_back(unlike, **PLACE),
    "the first": looking_back(first),
    "from the end": looking_back(from_the_end, **PLACE),
    "sliding": looking_back(sliding, near=(1, 2)),
    "squared weights": looking_back(squared_weights, near4=(1, 4)),
}


def recurrent():
    def open_reader(state):
        hidden = [0.1] * 4

        def read(token):
            mixed = nn.linear(hidden, state["turn"])
            hidden[:] = [nn.exp(a + b) * 0.1 for a, b in zip(nn.pick(state["wte"], token), mixed)]
            return nn.linear(hidden, state["out"])

        return read

    return state_of(turn=(4, 4)), open_reader


def own_candidates():
    """Picks from numbers that each row made itself, from a table of each position, and from one row twice."""

    def open_reader(state):
        places = []

        def read(token):
            p = len(places)
            places.append(p)
            x = nn.pick(state["wte"], token)
            scores = nn.linear(x, state["out"])
            chosen = nn.pick(scores, token)
            by_place = nn.pick(state[f"at{p}"], token)
            return nn.linear([chosen, nn.pick(state["wte"], token)[0], *by_place[:2]], state["out"])

        return read

    return state_of(**{f"at{p}": (V, 4) for p in range(BLOCK)}), open_reader


MODELS |= {"recurrent": recurrent(), "candidates of its own": own_candidates()}


def documents(lengths=(3, 1, 10, 3, 7, 2, 1, 5)):
    rng = random.Random(3)
    return [[rng.randrange(V) for _ in range(length + 1)] for length in lengths]


def replayed(name, engine="numpy", **more):
    state, open_reader = MODELS[name]
    graph = values(state)
    return Replay(lambda: open_reader(graph), SGD(parameters(graph), 1.0), BLOCK, V, engine, **more)


def differences(replay, name, batch, weigh):
    """How far the loss and the gradients of a batch lie from autograd's, at most."""
    state, open_reader = MODELS[name]
    graph = values(state)
    wanted = train.batch_loss(lambda: open_reader(graph), batch, weigh)
    wanted.backward()
    found, gradients = replay.gradients(batch, weigh)
    scale = max(1.0, *(abs(p.grad) for p in parameters(graph)))
    return max(abs(found - wanted.data), *(abs(g - p.grad) / scale for g, p in zip(gradients, parameters(graph))))


@pytest.mark.parametrize("name", MODELS)
def test_gradients_of_mixed_batches_agree(name):
    replay = replayed(name)
    docs = documents()
    for batch in (docs[:1], docs[1:2], docs[2:3], docs, docs[3:6], docs * 3, docs[:1]):
        assert differences(replay, name, batch, train.each_token) < 1e-12


@pytest.mark.parametrize("name", MODELS)
def test_the_compiled_engine_agrees_too(name):
    pytest.importorskip("numba")
    assert differences(replayed(name, "numba"), name, documents(), train.each_document) < 1e-12


@pytest.mark.parametrize("name", ["the first", "squared weights", "logarithms"])
def test_a_few_positions_show_the_same_instructions_as_all(name):
    state, open_reader = MODELS[name]
    graph = values(state)
    short, whole = (record(lambda: open_reader(graph), parameters(graph), BLOCK, V, look) for look in (LOOK, None))
    assert short.instructions == whole.instructions
    assert short.results == whole.results and short.size == whole.size


@pytest.mark.parametrize("name", ["unlike positions", "recurrent", "the one before", "the average", "sliding"])
def test_what_four_positions_cannot_show_is_recorded_to_the_end(name):
    state, open_reader = MODELS[name]
    graph = values(state)
    assert record(lambda: open_reader(graph), parameters(graph), BLOCK, V, LOOK) is None
    assert replayed(name).recording.block_size == BLOCK


def test_a_model_that_changes_later_on_is_found_out():
    """Four positions of the window look like attention to all; the check of the later ones does not let that pass."""
    state, open_reader = MODELS["a window of six"]
    graph = values(state)
    assert record(lambda: open_reader(graph), parameters(graph), BLOCK, V, LOOK) is not None
    assert len(replayed("a window of six").recording.instructions) > 30


def test_large_batches_are_computed_in_parts():
    replay = replayed("turned")
    batch = documents([10] * 60 + [1] * 40)
    assert differences(replay, "turned", batch, train.each_document) < 1e-12
    state, open_reader = MODELS["turned"]
    assert replay.evaluate(batch) == pytest.approx(train.evaluate(lambda: open_reader(state), batch), abs=1e-12)


def test_numbers_that_are_none_do_not_outlive_their_model():
    replay = replayed("turned")
    replay.learned[:] = np.nan
    assert np.isnan(replay.gradients(documents())[0])
    replay.load()
    assert differences(replay, "turned", documents(), train.each_token) < 1e-12


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_half_the_digits_follow_all_of_them(engine):
    if engine == "numba":
        pytest.importorskip("numba")

    def losses(dtype):
        state, open_reader = MODELS["turned"]
        graph = values(state)
        replay = Replay(lambda: open_reader(graph), Adam(parameters(graph)), BLOCK, V, engine, dtype=dtype)
        assert replay.learned.dtype == replay.memory.dtype == dtype
        return replay.train(documents(), 200, batch=3)

    exact, rough = losses("float64"), losses("float32")
    assert exact != rough
    assert rough == pytest.approx(exact, abs=1e-4)


def test_reading_on_after_a_batch_starts_anew():
    replay = replayed("turned")
    tokens = documents()[2]
    read = replay.reader()
    wanted = [read(token) for token in tokens[:-1]]
    replay.gradients(documents() * 4)
    read = replay.reader()
    assert [read(token) for token in tokens[:-1]] == wanted

import random

import pytest

from microgpt import autograd, gpt, mlp, nn, train
from microgpt.autograd import values
from microgpt.graph.names import find
from microgpt.graph.trace import edges_between, fold, traced


def pass_over(model, text):
    """(births, root, state of Values) of a traced pass."""
    state, config, tokenizer = model
    graph = values(state)
    with traced(graph) as (births, root):
        train.loss(gpt.reader(graph, config), tokenizer.encode(text))
    return births, root, graph


def everything(call):
    return True


def overview(call):
    return call.path.split("/")[-1].startswith(("pos", "layer"))


DEPTHS = {"closed": lambda call: False, "overview": overview, "whole": everything}


@pytest.mark.parametrize("opened", DEPTHS.values(), ids=DEPTHS)
@pytest.mark.parametrize("runs", [True, False])
def test_every_number_lies_in_exactly_one_box(tiny, opened, runs):
    births, root, _ = pass_over(tiny, "cab")
    inside = [i for box in fold(births, root, opened, runs) for i in range(box.start, box.end) if births[i].inputs]
    assert inside == [i for i, value in enumerate(births) if value.inputs]


@pytest.mark.parametrize("opened", DEPTHS.values(), ids=DEPTHS)
def test_folded_edges_are_the_scalar_edges_counted(tiny, opened):
    births, root, _ = pass_over(tiny, "cab")
    boxes = fold(births, root, opened)
    owner = {value: number for number, box in enumerate(boxes) for value in births[box.start : box.end]}
    brute = {}
    for value in births:
        for x in value.inputs:
            if x in owner and value in owner and owner[x] != owner[value]:
                pair = owner[x], owner[value]
                brute[pair] = brute.get(pair, 0) + 1
    edges = edges_between(boxes, births)
    assert edges == brute
    assert all(boxes[a].end <= boxes[b].start for a, b in edges)  # forward: so there is no cycle


def test_opened_and_closed_views_agree(tiny):
    """The edges of the opened view, counted between the boxes of the closed one, are the closed one's edges."""
    births, root, _ = pass_over(tiny, "cab")
    closed, opened = (fold(births, root, how) for how in (overview, everything))
    around = [next(n for n, box in enumerate(closed) if box.start <= inner.start < box.end) for inner in opened]
    counted = {}
    for (a, b), count in edges_between(opened, births).items():
        if around[a] != around[b]:
            pair = around[a], around[b]
            counted[pair] = counted.get(pair, 0) + count
    assert counted == edges_between(closed, births)


def test_calls_are_named_by_letter_layer_and_function(tiny):
    _, root, _ = pass_over(tiny, "cab")
    paths = {call.path for call in root.walk()}
    assert {"pos0/embed", "pos3/layer1/attn/heads/head1/scores", "pos2/layer0/mlp/mlp_fc1", "pos1/lm_head"} <= paths
    assert {"pos0/layer0/add0", "pos0/layer0/add1", "pos3/loss", "mean"} <= paths
    assert len(paths) == sum(1 for _ in root.walk())


def test_only_attention_connects_letters(tiny):
    births, root, _ = pass_over(tiny, "cab")
    boxes = fold(births, root, overview)
    between = [(boxes[a], boxes[b]) for a, b in edges_between(boxes, births)]
    between = [(a, b) for a, b in between if b.call.position not in (a.call.position, None)]
    assert between and {(a.name, b.name) for a, b in between} == {("attn", "attn")}


def test_modules_found_from_the_parameters_upstream_agree(tiny):
    """An independent way: a number that multiplies rows of exactly one matrix was made in the call of that name."""
    births, root, graph = pass_over(tiny, "cab")
    matrix_of = {id(x): name for name, rows in graph.items() for row in rows for x in row}
    inside = {}
    for call in root.walk():
        for value in births[call.start : call.end]:
            inside[value] = call  # the innermost call comes last
    checked = 0
    for value in births:
        names = {matrix_of[id(x)] for x in value.inputs if id(x) in matrix_of}
        if value.op == "dot" and names:
            assert inside[value].path.endswith(
                names.pop().replace(".", "/").replace("mlp_", "mlp/mlp_").replace("attn_", "attn/attn_")
            )
            checked += 1
    assert checked == 4 * (2 * (4 * 4 + 16 + 4) + 4)


def test_tracing_changes_no_number_and_leaves_no_wrapper_behind(tiny):
    state, config, tokenizer = tiny
    tokens = tokenizer.encode("cab")
    plain = train.loss(gpt.reader(values(state), config), tokens)
    before = (gpt.linear, nn.linear, train.cross_entropy, gpt.block)
    with traced():
        result = train.loss(gpt.reader(values(state), config), tokens)
        assert gpt.linear is not before[0]
    with pytest.raises(RuntimeError), traced():
        raise RuntimeError
    assert result.data == plain.data
    assert (gpt.linear, nn.linear, train.cross_entropy, gpt.block) == before


def doubled(x):
    return [xi * 2 for xi in x]


def test_a_learners_own_function_becomes_a_box():
    state = values(mlp.init(random.Random(1), 4))
    with traced(state, functions=[doubled]) as (births, root):
        train.loss(lambda token: doubled(mlp.mlp(token, state)), [3, 0, 3])
    assert [call.path for call in root.walk() if call.position == 1] == [
        "pos1",
        "pos1/mlp_fc1",
        "pos1/mlp_fc2",
        "pos1/doubled",
        "pos1/loss",
    ]
    assert doubled.__name__ == "doubled" and not hasattr(doubled, "__wrapped__")
    assert [box.name for box in fold(births, find(root, "pos1")[0], lambda call: False)] == [
        "mlp_fc1",
        "relu ×64",
        "mlp_fc2",
        "doubled",
        "loss",
    ]


def test_a_name_finds_all_calls_that_end_in_it(tiny):
    _, root, _ = pass_over(tiny, "ab")
    assert len(find(root, "attn")) == 3 * 2
    assert len(find(root, "layer1.attn")) == 3
    assert [call.path for call in find(root, "pos1.layer1.attn")] == ["pos1/layer1/attn"]


def test_a_chain_of_fifty_thousand_additions_folds_into_a_run():
    x = autograd.Value(1.0)
    with traced() as (births, root):
        y = x
        for _ in range(50_000):
            y = y + x
    assert [(box.name, box.size) for box in fold(births, root, everything)] == [("+ ×50000", 50_000)]

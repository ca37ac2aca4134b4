import random
import shutil
import sys
from xml.etree import ElementTree

import pytest

from microgpt import draw, gpt, nn, train
from microgpt.autograd import Value, values
from microgpt.data import BadInput, Tokenizer


@pytest.fixture
def folded(tiny):
    """(births, boxes, edges) of a tiny model's pass, nothing opened but what the overview opens."""
    state, config, tokenizer = tiny
    graph = values(state)
    with draw.traced(graph) as (births, outermost):
        train.loss(gpt.reader(graph, config), tokenizer.encode("cab"))
    boxes = draw.fold(births, outermost)
    return births, boxes, draw.edges_between(boxes, births)


def test_every_number_lies_in_exactly_one_box(folded):
    births, boxes, _ = folded
    assert sorted(i for box in boxes for i in range(box.start, box.end)) == list(range(len(births)))


def test_folded_edges_are_the_scalar_edges_counted(folded):
    births, boxes, edges = folded
    owner = {value: number for number, box in enumerate(boxes) for value in births[box.start : box.end]}
    brute = [(owner[x], owner[v]) for v in births for x in v.inputs if x in owner and owner[x] != owner[v]]
    assert edges == {pair: brute.count(pair) for pair in set(brute)}


def test_every_edge_points_forward_so_there_is_no_cycle(folded):
    _, boxes, edges = folded
    assert all(boxes[a].end <= boxes[b].start for a, b in edges)


def test_the_boxes_of_a_letter_are_the_modules_of_the_model(folded):
    _, boxes, _ = folded
    letter = [box.name for box in boxes if box.column == 1]
    assert letter == ["embed", *["attn", "+", "mlp", "+"] * 2, "lm_head", "cross_entropy"]
    assert max(box.column for box in boxes if box.column is not None) == 3


def test_only_attention_connects_letters(folded):
    _, boxes, edges = folded
    between = [(boxes[a], boxes[b]) for a, b in edges if boxes[b].column not in (boxes[a].column, None)]
    assert between
    assert {(a.name, b.name) for a, b in between} == {("attn", "attn")}
    assert all(a.column < b.column for a, b in between)


def test_tracing_changes_no_number_and_leaves_no_wrapper_behind(tiny):
    state, config, tokenizer = tiny
    tokens = tokenizer.encode("cab")
    plain = train.loss(gpt.reader(values(state), config), tokens)
    before = (gpt.linear, nn.linear, train.cross_entropy, gpt.block)
    with draw.traced():
        traced = train.loss(gpt.reader(values(state), config), tokens)
        assert gpt.linear is not before[0]
    with pytest.raises(RuntimeError), draw.traced():
        raise RuntimeError
    assert traced.data == plain.data
    assert (gpt.linear, nn.linear, train.cross_entropy, gpt.block) == before


def test_the_overview_says_the_loss_and_the_wanted_letters(tiny):
    state, config, tokenizer = tiny
    drawing = draw.draw_forward(state, config, tokenizer, "ab")
    loss = train.loss(gpt.reader(state, config), tokenizer.encode("ab"))
    assert f"{loss:.4f}" in drawing.alt
    assert f"loss {loss:.4f}" in drawing.dot
    for wanted in ("for a", "for b", "for ·"):
        assert wanted in drawing.dot and wanted in drawing.outline()


def test_the_dot_text_is_the_same_every_time(tiny):
    state, config, tokenizer = tiny
    assert len({draw.draw_forward(state, config, tokenizer, "abc").dot for _ in range(2)}) == 1


def test_a_small_expression_is_drawn_whole():
    a = Value(2.0)
    b = 3 * a
    c = b + 1
    d = b * c
    d.backward()
    drawing = draw.draw(d, {"a": a, "d": d})
    assert drawing.dot.count("->") == 6
    assert "grad 39" in drawing.dot and "grad 13" in drawing.dot
    assert "a: Value(2, grad=39)" in drawing.outline()


def test_a_large_graph_is_declined_kindly():
    x = Value(1.0)
    for _ in range(400):
        x = x + 1
    with pytest.raises(BadInput, match="801 numbers are too many"):
        draw.draw(x)


@pytest.mark.parametrize("format", ["svg", "png", "pdf", "dot"])
def test_pictures_can_be_saved(tiny, tmp_path, format):
    path = tmp_path / f"picture.{format}"
    draw.draw_forward(*tiny, "ab").save(path)
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("which", ["dot", "placed"])
def test_each_engine_renders_wellformed_svg(tiny, which, monkeypatch):
    picture = draw.draw_forward(*tiny, "ab") if which == "placed" else draw.draw(Value(1.0) + 2)
    svg = picture.render()
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    if shutil.which("neato"):  # then the other way too
        monkeypatch.setattr(draw.shutil, "which", lambda name: None)
        assert ElementTree.fromstring(picture.render()).tag.endswith("svg")


def test_without_graphviz_the_outline_is_shown_and_the_cell_does_not_fail(monkeypatch):
    monkeypatch.setattr(draw.shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    shown = draw.draw(Value(1.0) + 2)._repr_mimebundle_()
    assert set(shown) == {"text/plain"}
    assert "Graph of 3 numbers" in shown["text/plain"] and "pip install pygraphviz" in shown["text/plain"]


@pytest.mark.parametrize("letters", ['"<>', "&|{", "}\\n", "אב🦕"])
def test_letters_of_any_kind_can_be_drawn(letters):
    tokenizer = Tokenizer([letters])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2)
    svg = draw.draw_forward(gpt.init(config, random.Random(0)), config, tokenizer, letters).render()
    text = "".join(ElementTree.fromstring(svg).itertext())
    assert all(letter in text for letter in letters)

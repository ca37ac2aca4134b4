import os
import random
import re
import shutil
import sys
from base64 import b64decode
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microgpt import gpt, order, train
from microgpt.autograd import Value
from microgpt.data import BadInput, Tokenizer
from microgpt.graph import draw, draw_around, draw_forward, drawing


def forward(model, text, **chosen):
    state, config, tokenizer = model
    return draw_forward(lambda values: gpt.reader(values, config), state, tokenizer, text, **chosen)


def test_the_overview_says_the_loss_and_the_wanted_letters(tiny):
    state, config, tokenizer = tiny
    drawing = forward(tiny, "ab")
    loss = train.loss(gpt.reader(state, config), tokenizer.encode("ab"))
    assert f"{loss:.4f}" in drawing.alt
    assert f"loss {loss:.4f}" in drawing.dot
    for wanted in ("for a", "for b", "for ·"):
        assert wanted in drawing.dot and wanted in drawing.outline()


def test_the_dot_text_is_the_same_every_time(tiny):
    for open in (None, "attn", "pos1/layer0/attn/heads/head1"):
        assert len({forward(tiny, "abc", open=open).dot for _ in range(2)}) == 1


def test_a_small_expression_is_drawn_whole():
    a = Value(2.0)
    b = 3 * a
    c = b + 1
    d = b * c
    d.backward()
    drawing = draw(d, {"a": a, "d": d})
    assert drawing.dot.count("->") == 6
    assert "grad 39" in drawing.dot and "grad 13" in drawing.dot
    assert "a: Value(2, grad=39)" in drawing.outline()


def test_a_large_graph_is_declined_kindly():
    x = Value(1.0)
    for _ in range(400):
        x = x + 1
    with pytest.raises(BadInput, match="801 numbers are too many"):
        draw(x)


@pytest.mark.parametrize("format", ["svg", "png", "pdf", "dot"])
def test_pictures_can_be_saved(tiny, tmp_path, format):
    path = tmp_path / f"picture.{format}"
    forward(tiny, "ab").save(path)
    assert path.stat().st_size > 1000


@pytest.mark.parametrize("which", ["dot", "placed"])
def test_each_engine_renders_wellformed_svg(tiny, which, monkeypatch):
    picture = forward(tiny, "ab") if which == "placed" else draw(Value(1.0) + 2)
    svg = picture.render()
    assert ElementTree.fromstring(svg).tag.endswith("svg")
    if shutil.which("neato"):  # then the other way too
        monkeypatch.setattr(drawing.shutil, "which", lambda name: None)
        assert ElementTree.fromstring(picture.render()).tag.endswith("svg")


def test_without_graphviz_the_outline_is_shown_and_the_cell_does_not_fail(monkeypatch):
    monkeypatch.setattr(drawing.shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    shown = draw(Value(1.0) + 2)._repr_mimebundle_()
    assert set(shown) == {"text/plain"}
    assert "Graph of 3 numbers" in shown["text/plain"] and "pip install pygraphviz" in shown["text/plain"]


BROKEN = {
    "stops": "#!/bin/sh\necho broken >&2\nexit 1\n",
    "prints rubbish": "#!/bin/sh\necho rubbish\n",
    "prints nothing": "#!/bin/sh\n",
    "hangs": "#!/bin/sh\nwhile :; do :; done\n",
    "is no program": "no program",
    "is empty": "",
}


DRAWS = """#!/bin/sh
case "$*" in *-n2*) placed=no;; *) placed=yes;; esac
while read -r line || [ "$line" ]; do case "$line" in *pos=*) placed=yes;; esac; done
test $placed = yes && echo '<svg here/>'
"""


def install(script, folder, monkeypatch):
    """Let the system have these commands of Graphviz, and no others; the path of its dot."""
    for name in ("dot", "neato"):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(drawing, "broken", set())
    return str(folder / "dot")


@pytest.fixture(params=BROKEN)
def broken_graphviz(request, tmp_path, monkeypatch):
    """A system whose Graphviz is there and draws nothing."""
    monkeypatch.setattr(drawing, "PATIENCE", 0.3)
    return install(BROKEN[request.param], tmp_path, monkeypatch)


@pytest.mark.skipif(os.name == "nt", reason="writes scripts for a Unix shell")
def test_a_graphviz_of_the_system_that_draws_is_taken(tmp_path, monkeypatch):
    """As Graphviz does, this one wants a place for every node where it is told to keep the places."""
    from microgpt import doctor

    dot = install(DRAWS, tmp_path, monkeypatch)
    assert doctor.pictures() == (f"dot at {dot}", None)
    assert draw(Value(1.0) + 2).render() == b"<svg here/>\n"


def test_the_graphviz_that_is_here_is_the_one_that_doctor_names():
    from microgpt import doctor

    assert doctor.pictures() == (
        f"dot at {shutil.which('dot')}" if shutil.which("neato") else "pygraphviz, in process",
        None,
    )


@pytest.mark.skipif(os.name == "nt", reason="writes scripts for a Unix shell")
def test_a_broken_graphviz_of_the_system_is_passed_over(broken_graphviz, monkeypatch):
    from microgpt import doctor

    picture = draw(Value(1.0) + 2)
    assert ElementTree.fromstring(picture.render()).tag.endswith("svg")
    found, mend = doctor.pictures()
    assert found.startswith(f"pygraphviz, in process ({broken_graphviz} draws nothing") and mend is None
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    shown = picture._repr_mimebundle_()["text/plain"]
    assert "Graph of 3 numbers" in shown and f"({broken_graphviz} draws nothing: pip install pygraphviz)" in shown
    found, mend = doctor.pictures()
    assert found.startswith("no engine: graphs are shown as text") and mend


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5))
def test_any_text_gives_wellformed_svg_without_live_markup(text):
    tokenizer = Tokenizer([text])
    config = gpt.Config(tokenizer.vocab_size, n_embd=2, n_head=1, block_size=8)
    svg = forward((gpt.init(config, random.Random(0)), config, tokenizer), text).render()
    tree = ElementTree.fromstring(svg)
    assert not [element for element in tree.iter() if element.tag.split("}")[1] in ("script", "foreignObject", "image")]
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]


def test_a_deep_model_closes_its_layers_of_its_own_accord():
    tokenizer = Tokenizer(["abc"])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2, n_layer=6, block_size=8)
    drawing = forward((gpt.init(config, random.Random(0)), config, tokenizer), "abcabc")
    assert "layers closed" in drawing.alt and drawing.outline().count("layer5 (") == 7


def test_local_derivatives_stand_on_the_edges_when_asked():
    a = Value(2.0)
    root = (a * 3).exp()
    assert "label" in draw(root, slopes=True).dot.split("->")[1]
    assert " 3 " in draw(root, slopes=True).dot and " 3 " not in draw(root).dot


@pytest.mark.parametrize("letters", ['"<>', "&|{", "}\\n", "אב🦕"])
def test_letters_of_any_kind_can_be_drawn(letters):
    tokenizer = Tokenizer([letters])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2)
    svg = forward((gpt.init(config, random.Random(0)), config, tokenizer), letters).render()
    text = "".join(ElementTree.fromstring(svg).itertext())
    assert all(letter in text for letter in letters)


def test_a_role_is_opened_at_all_letters(tiny):
    closed, opened = forward(tiny, "ab"), forward(tiny, "ab", open="layer1.attn")
    assert opened.dot.count("attn_wq") == 2 * 3  # label and tooltip, at three letters
    assert "attn_wq" not in closed.dot
    assert opened.dot.count("layer0/attn: ") == 3  # the other layer stays closed


def test_one_box_is_opened_to_its_numbers_with_its_neighbours_dashed(tiny):
    drawing = forward(tiny, "ab", open="pos2/layer0/attn/heads/head1")
    for word in ("from layer0/attn/attn_wq of b", "from layer0/attn/attn_wk of · a b", "to layer0/attn/attn_wo of b"):
        assert word in drawing.outline()
    assert drawing.dot.count("dashed") >= 4
    assert drawing.outline().count("/scores/dot") == 3  # one score per letter so far


def test_a_neuron_is_the_table_of_its_products(tiny):
    drawing = forward(tiny, "ab", open="pos0/layer0/mlp/mlp_fc1[3]")
    weights = [f"{w:+.3f}" for w in tiny[0]["layer0.mlp_fc1"][3]]
    lines = drawing.outline().splitlines()[1:]
    assert [line.split(" x ")[0] for line in lines[:-1]] == weights
    total = sum(float(line.split("= ")[1]) for line in lines[:-1])
    assert float(lines[-1].split()[1]) == pytest.approx(total, abs=1e-3)
    assert ElementTree.fromstring(drawing.render()) is not None


@pytest.mark.parametrize(
    ("open", "complaint"),
    [
        ("attention", "there are embed"),
        ("pos9/layer0", "nothing is called"),
        ("pos0/layer0/mlp/mlp_fc1[99]", "0 to 15"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(tiny, open, complaint):
    with pytest.raises(BadInput, match=complaint):
        forward(tiny, "ab", open=open)


def test_depth_opens_everything_one_level_further(tiny):
    flat, deeper = forward(tiny, "a"), forward(tiny, "a", depth=1)
    for inner in ("pos0/embed/rmsnorm", "pos0/layer1/mlp/mlp_fc1", "pos0/layer0/attn/heads"):
        assert f'"{inner}: ' in deeper.dot and f'"{inner}: ' not in flat.dot
    assert "pos0/layer0/attn/heads/head0" not in deeper.dot


def test_too_full_a_picture_is_declined_with_a_way_out(tiny):
    with pytest.raises(BadInput, match="too many to read.*for example open='pos0/"):
        forward(tiny, "abcab", depth=3)


def test_a_tint_by_gradient_shows_what_backward_gives(tiny):
    assert "grad " in forward(tiny, "ab", tint="grad").dot
    assert forward(tiny, "ab", tint="data").dot != forward(tiny, "ab", tint="grad").dot


def test_hovering_tells_path_shape_and_size(tiny):
    assert 'tooltip="pos0/lm_head: 4 x 4 matrix, 4 numbers"' in forward(tiny, "ab").dot


def test_the_gradients_in_the_boxes_are_those_of_the_values():
    a, b = Value(2.0), Value(-3.0)
    root = (a * b + a).exp() * b
    root.backward()
    text = draw(root, {"a": a, "b": b}).dot
    for value in order.topological_order(root):
        assert value.op == "constant" or f"grad {value.grad:.4g}" in text


def test_an_item_of_ten_thousand_letters_gets_one_line(tiny):
    with pytest.raises(BadInput, match="at most 6 tokens") as caught:
        forward(tiny, "abc" * 3333)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_around_shows_inputs_and_users():
    a, b = Value(2.0), Value(3.0)
    c = a * b
    d, e = c + a, c.exp()
    drawing = draw_around(c, [c, d, e])
    assert drawing.dot.count("->") == 4
    assert "made from 2 others and used by 2" in drawing.alt
    wide = Value.total([Value(float(i)) for i in range(50)])
    assert "... 42 more" in draw_around(wide, [wide]).dot


def test_an_exponent_has_no_slope():
    x = Value(3.0)
    root = x**2
    drawing = draw(root, slopes=True)
    assert drawing.dot.count('label=" 6 "') == 1 and drawing.dot.count("->") == 2


@pytest.mark.parametrize(
    ("open", "complaint"),
    [
        ("pos0/embed[0]", "pos0/embed has boxes inside.*add, rmsnorm"),
        ("pos0/loss[0]", "pos0/loss has boxes inside.*logsumexp"),
        ("pos1/layer0/attn[2]", "has boxes inside.*rmsnorm, attn_wq"),
        ("pos0/lm_head[4]", "the numbers 0 to 3; not '4'"),
        ("pos0/lm_head[-1]", "the numbers 0 to 3"),
        ("pos0/lm_head[]", "the numbers 0 to 3"),
        ("pos0/lm_head[²]", "the numbers 0 to 3"),
        ("pos0/lm_head[" + "9" * 5000 + "]", "the numbers 0 to 3"),
        ("pos0/lm_head[1", "nothing is called"),
        ("pos0/lm_head[1][2]", "nothing is called"),
        ("lm_head[1]", "pos0 to pos2"),
        ("pos3", "nothing is called 'pos3'.*pos0 to pos2"),
        ("pos9/layer0/attn", "pos0 to pos2"),
        ("pos0/layer9", "in pos0 there are embed, layer0, layer1"),
        ("pos0/layer0/attn/atn_wq", "in pos0/layer0/attn there are rmsnorm, attn_wq"),
        ("pos0/lm_head/x", "in pos0/lm_head there are"),
        ("atn", r"did you mean .*attn"),
        ("nonsense" * 5000, "pos0 to pos2"),
        ("two\nlines", "pos0 to pos2"),
        ("/", "nothing is called"),
        ("pos", "pos0 to pos2"),
    ],
)
def test_whatever_name_there_is_not_gets_one_short_line_that_says_what_there_is(tiny, open, complaint):
    with pytest.raises(BadInput, match=complaint) as caught:
        forward(tiny, "ab", open=open)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 400


def test_a_box_is_opened_in_its_place_where_there_is_room(tiny):
    tokenizer = Tokenizer(["abcdefgh"])
    config = gpt.Config(tokenizer.vocab_size)
    model = gpt.init(config, random.Random(0)), config, tokenizer
    closed, opened = forward(model, "abc"), forward(model, "abc", open="pos2/layer0/attn")
    assert opened.dot.count("attn_wq: ") == 1 and opened.outline().count("attn (") == 3
    assert "attn  ✕" in opened.dot  # its frame
    assert closed.outline().splitlines()[1:3] == opened.outline().splitlines()[1:3]
    places = dict(re.findall(r'\[label="?(embed|loss)[^\]]*?tooltip="(pos\d/[a-z]+): [^\]]*', opened.dot))
    assert places
    rows = [re.search(rf'tooltip="pos{n}/lm_head:', opened.dot) for n in range(4)]
    assert all(rows)
    heights = {
        re.search(r'pos="[\d.-]+,([\d.-]+)"', line)[1] for line in opened.dot.splitlines() if "/lm_head:" in line
    }
    assert len(heights) == 1  # a role stays one row, whatever is open in one column


def test_boxes_title_and_parameters_count_the_same_numbers(tiny):
    """What is computed is counted once, in closed boxes as in opened ones; constants are told apart."""
    whole = forward(tiny, "ab")
    titled = int(re.search(r"([\d,]+) numbers", whole.alt)[1].replace(",", ""))
    for seen in (whole, forward(tiny, "ab", depth=1), forward(tiny, "ab", open="attn")):
        told = [
            re.search(r"(?:, |: )([\d,]+) numbers?", spot)
            for spot in re.findall(r'tooltip="(pos\d[^"]*|mean[^"]*)"', seen.dot)
        ]
        assert sum(int(found[1].replace(",", "")) for found in told) == titled
    assert f"from {gpt.num_params(tiny[1]):,} parameters" in whole.alt
    inner = forward(tiny, "ab", open="pos1/layer0/attn/heads/head1")
    assert "× 0.7071" in inner.dot and "× -1" in inner.dot  # constants stand where they matter


def test_no_letter_is_smaller_than_nine_pixels_and_words_travel_with_the_picture(tiny):
    svg = forward(tiny, "abca", open="layer0.attn").svg()
    width = float(re.search(r'viewBox="[\d.-]+ [\d.-]+ ([\d.]+)', svg)[1])
    least = min(float(size) for size in re.findall(r'font-size="([\d.]+)"', svg))
    assert float(re.search(r"min-width: (\d+)px", svg)[1]) / width * least >= 8.99
    assert 'role="img"' in svg and 'aria-label="Forward pass over &#x27;abca&#x27;' in svg


def test_a_page_without_a_kernel_gets_the_words_of_a_picture_and_scrolls_a_wide_one(tiny):
    shown, _ = forward(tiny, "ab")._repr_mimebundle_()
    alt = re.search(r'<img alt="([^"]*)"', shown["text/html"])[1]
    assert unescape(alt) == forward(tiny, "ab").alt and "overflow-x: auto" in shown["text/html"]
    assert re.search(r"min-width: \d+px", shown["text/html"])
    source = re.search(r"base64,([^\"]*)", shown["text/html"])[1]
    assert b64decode(source).decode() == shown["image/svg+xml"]
    assert 'style="overflow-x: auto"' in forward(tiny, "ab").html


def test_quotes_and_markup_in_a_text_stay_words_in_the_page():
    tokenizer = Tokenizer(['"<b>&'])
    config = gpt.Config(tokenizer.vocab_size, n_embd=2, n_head=1)
    shown, _ = forward((gpt.init(config, random.Random(0)), config, tokenizer), '"<b>')._repr_mimebundle_()
    assert shown["text/html"].count("<") == 3 and shown["text/html"].count('"') == 10


def test_a_long_text_closes_its_letters_of_its_own_accord_and_any_of_them_opens():
    tokenizer = Tokenizer(["abc"])
    config = gpt.Config(tokenizer.vocab_size, n_embd=4, n_head=2, n_layer=6, block_size=32)
    model = gpt.init(config, random.Random(0)), config, tokenizer
    whole = forward(model, "abc" * 8)
    assert "letters closed" in whole.alt and whole.outline().count("pos") >= 25
    opened = forward(model, "abc" * 8, open="pos7/layer3/attn")
    assert "Opened: pos7/layer3/attn" in opened.alt and opened.dot.count("attn_wq: ") == 1

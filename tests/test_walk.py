"""A walk through a graph as data: every wish and what it shows, the ripple against a forward pass of its own."""

import functools
import json
import random
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from microgpt import gpt, mlp, train
from microgpt.data import BadInput, Tokenizer
from microgpt.graph import draw_forward, drawing, explorer
from microgpt.graph.explorer import Explorer, explore
from microgpt.graph.walk import ASKED, WISHES, View, Walk, after, trail, tree, with_weight
from microgpt.nn import linear, pick, relu, rmsnorm


@pytest.fixture
def walk(tiny):
    state, config, tokenizer = tiny
    other = gpt.init(config, random.Random(7))
    return Walk(lambda values: gpt.reader(values, config), [("start", state), ("end", other)], tokenizer)


def loss_of(model, state, text):
    _, config, tokenizer = model
    return train.loss(gpt.reader(state, config), tokenizer.encode(text))


def wished(view, *wishes):
    for word, value in wishes:
        view = after(view, word, value)
    return view


def outline(walk, text="ab"):
    """Every name that the outline leads to, walked through like a visitor who opens everything."""
    names, found = [""], set()
    while names:
        new = {row["opens"] for row in tree(walk.forward(View(text)), names.pop())} - found - {""}
        found |= new
        names += new
    return found


def test_wishes_change_what_they_say_and_nothing_else():
    view = View("ab")
    assert after(view, "open", "pos1/lm_head") == replace(view, open="pos1/lm_head")
    assert after(view, "ask", "gradients").asked == "gradients"
    assert wished(view, ("open", "pos1/lm_head[2]"), ("close", None)).open == "pos1/lm_head"
    assert wished(view, ("choose", "wte[0][1]"), ("move", 0.5)) == View(
        "ab", asked="what changed", weight="wte[0][1]", to=0.5
    )
    assert wished(view, ("choose", "wte[0][1]"), ("move", 0.5), ("put back", None)) == View("ab", weight="wte[0][1]")
    assert wished(view, ("choose", "wte[0][1]"), ("move", 0.5), ("step", 1)).to is None
    assert wished(view, ("open", "pos1"), ("read", "c")) == View("c")
    assert set(WISHES) == {"open", "close", "ask", "step", "read", "choose", "move", "put back"}


@pytest.mark.parametrize("to", [float("nan"), float("inf"), 1e9, "0.5", None])
def test_a_weight_goes_to_no_place_that_is_no_number(to):
    with pytest.raises(BadInput, match="a weight can be moved to a number"):
        after(View("ab", weight="wte[0][0]"), "move", to)


def test_all_that_the_outline_leads_to_is_drawn_and_accepted_by_open(walk, tiny):
    state, config, tokenizer = tiny
    names = outline(walk)
    assert len(names) > 500
    assert {"pos1", "pos1/layer0", "pos1/layer1/attn/attn_wq[3]", "pos0/loss/logsumexp", "mean"} <= names
    draw = functools.partial(draw_forward, lambda values: gpt.reader(values, config), state, tokenizer, "ab")
    for name in random.Random(0).sample(sorted(names), 30):
        seen = walk.seen(View("ab", name))
        assert seen.pop("drawing").dot == draw(open=name).dot
        assert json.loads(json.dumps(seen))["trail"][-1][1] == name
        assert {opens for _, opens in seen["trail"]} <= names
        assert {spot["opens"] for spot in seen["spots"].values()} <= names | {""}
        selected = [row for row in seen["tree"] if row["opens"] == name]
        assert len(selected) == 1 and selected[0]["open"] is not False


def test_a_trail_leads_from_the_whole_to_what_is_open():
    assert trail("pos2/layer0/attn/attn_wq[8]") == [
        ("pos2", "pos2"),
        ("layer0", "pos2/layer0"),
        ("attn", "pos2/layer0/attn"),
        ("attn_wq", "pos2/layer0/attn/attn_wq"),
        ("[8]", "pos2/layer0/attn/attn_wq[8]"),
    ]
    assert trail("") == []


def test_the_sixteen_weights_of_a_query_are_four_presses_away():
    tokenizer = Tokenizer(["abcdefghijklmnopqrstuvwxyz"])
    config = gpt.Config(tokenizer.vocab_size)
    state = gpt.init(config, random.Random(0))
    walk = Walk(lambda values: gpt.reader(values, config), [("", state)], tokenizer)
    view = View("emma")
    for name in ("pos2/layer0/attn", "pos2/layer0/attn/attn_wq", "pos2/layer0/attn/attn_wq[8]"):
        spots = walk.seen(view)["spots"].values()
        assert name in [spot["opens"] for spot in spots]  # it can be pressed where one has come to
        view = after(view, "open", name)
        if name.endswith("attn_wq"):
            assert walk.drawing(view).dot.count('"to head') == 4  # whose query each number is part of
    weights = [spot["weight"] for spot in walk.seen(view)["spots"].values() if spot["weight"]]
    assert weights == [f"layer0.attn_wq[8][{column}]" for column in range(16)]
    numbers = re.findall(r"w\d+ \[label=\"?([+-][\d.]+)", walk.drawing(view).dot)
    assert numbers == [f"{w:+.3f}" for w in state["layer0.attn_wq"][8]]


@pytest.mark.parametrize(
    ("name", "to"),
    [("layer0.attn_wq[3][1]", 0.7), ("layer1.mlp_fc2[0][5]", -2.0), ("wte[0][2]", 1.5), ("lm_head[3][0]", 9)],
)
def test_the_ripple_is_that_of_a_forward_pass_of_its_own(walk, tiny, name, to):
    state = tiny[0]
    view = wished(View("cab"), ("choose", name), ("move", to))
    matrix, row, column = re.fullmatch(r"(.+)\[(\d+)\]\[(\d+)\]", name).groups()
    changed = {key: [list(r) for r in rows] for key, rows in state.items()}
    changed[matrix][int(row)][int(column)] = to
    at, before, now, promised = walk.ripple(view)
    assert at == state[matrix][int(row)][int(column)]
    assert before == pytest.approx(loss_of(tiny, state, "cab"), abs=1e-12)
    assert now == pytest.approx(loss_of(tiny, changed, "cab"), abs=1e-12)
    near = [loss_of(tiny, with_weight(state, name, at + step), "cab") for step in (1e-5, -1e-5)]
    assert promised == pytest.approx((near[0] - near[1]) / 2e-5 * (to - at), abs=1e-6)
    assert f"{now:.6f}" in walk.seen(view)["said"] and name in walk.seen(view)["said"]
    assert state is tiny[0] and loss_of(tiny, state, "cab") == before  # what was moved is a copy


def test_what_a_move_reaches_is_lit_and_the_rest_says_that_it_is_unchanged(walk, tiny):
    view = wished(View("cab"), ("choose", "lm_head[2][1]"), ("move", 3.0))
    lines = walk.drawing(view).outline()
    assert lines.count("lm_head (moved") == 4 and lines.count("embed (unchanged)") == 4
    assert lines.count("attn (unchanged)") == lines.count("mlp (unchanged)") == 8
    forward = walk.forward(wished(View("cab"), ("choose", "layer0.attn_wq[0][0]"), ("move", 2.0)))
    fresh = walk.passing("cab", 0)
    for number, box in enumerate(_boxes(forward)):
        same = all(
            a.data == b.data for a, b in zip(forward.births[box.start : box.end], fresh.births[box.start : box.end])
        )
        assert (forward.change(box) == 0.0) == same, (number, box.path)


def _boxes(forward):
    from microgpt.graph.trace import fold

    return fold(forward.births, forward.root, lambda call: True, runs=False)


def test_a_matrix_is_a_heat_map_of_which_every_weight_can_be_chosen(walk, tiny):
    state = tiny[0]
    seen = walk.seen(View("ab", "pos1/layer0/mlp/mlp_fc1"))
    cells = [spot["weight"] for spot in seen["spots"].values() if spot["small"]]
    assert cells == [f"layer0.mlp_fc1[{row}][{column}]" for row in range(16) for column in range(4)]
    fills = re.findall(r'h\d+x\d+ \[.*?fillcolor="#(..)..(..)"', seen["drawing"].dot)
    numbers = [x for row in state["layer0.mlp_fc1"] for x in row]
    assert len(fills) == 64
    for (red, blue), x in zip(fills, numbers):
        assert (int(red, 16) >= int(blue, 16)) == (x >= 0) or abs(x) < 0.01
    assert not any(spot["small"] for spot in walk.seen(View("ab", "pos1/layer0/mlp/relu"))["spots"].values())


def test_a_weight_that_the_text_does_not_use_promises_and_changes_nothing(walk):
    view = wished(View("ab"), ("choose", "wpe[5][0]"), ("move", 5.0))
    _, before, now, promised = walk.ripple(view)
    assert before == now and promised == 0.0
    assert "moved" not in walk.drawing(view).outline()
    assert "no change; the gradient had promised no change" in walk.seen(view)["said"]


@pytest.mark.parametrize(
    "name",
    ["", "wte", "wte[9][0]", "wte[0][99]", "wte[-1][0]", "nothing[0][0]", "a" * 10_000, "wte[0][0]]", "\n[0][0]"],
)
def test_a_weight_that_there_is_not_gets_one_line(walk, name):
    with pytest.raises(BadInput) as caught:
        walk.seen(View("ab", weight=name, to=1.0))
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_states_of_a_training_keep_all_places(walk):
    first, last = (walk.seen(View("ab", "pos1/layer0/attn", step=step)) for step in (0, 1))
    places = [re.findall(r'pos="([^"]+)"', each["drawing"].dot) for each in (first, last)]
    assert (
        places[0] == places[1] and first["said"] != last["said"] and (first["state"], last["state"]) == ("start", "end")
    )
    with pytest.raises(BadInput, match="states 0 to 1"):
        walk.seen(View("ab", step=2))


def test_the_same_view_is_the_same_picture_whatever_was_seen_before(walk):
    view = View("ab", "pos1/layer0/mlp", asked="gradients")
    first = walk.drawing(view).dot
    for other in ("counts", "values", "what changed"):
        walk.drawing(wished(view, ("choose", "wte[0][0]"), ("move", 0.3), ("ask", other)))
    assert walk.drawing(view).dot == first


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(
    "open", ["", "attn", "pos1/layer0/attn/heads/head0", "pos0/lm_head[1]", "pos0/embed", "pos1/loss/+"]
)
def test_whatever_is_asked_can_be_shown_of_whatever_is_open(walk, asked, open):
    seen = walk.seen(View("ab", open, asked))
    assert ElementTree.fromstring(seen["drawing"].render()) is not None


def network(x, state):
    return linear([relu(h) for h in linear(rmsnorm(x), state["mlp_fc1"])], state["mlp_fc2"])


def position(x):
    return [xi * 2 for xi in x]


def my_reader(state):
    return lambda token: network(position(pick(state["wte"], token)), state)


def test_a_learners_own_reader_folds_as_the_librarys_does():
    tokenizer = Tokenizer(["ab"])
    state = mlp.init(random.Random(0), tokenizer.vocab_size)
    drawing = draw_forward(my_reader, state, tokenizer, "ab")
    assert "network (" in drawing.outline() and "position (" in drawing.outline()
    assert "folded into 10 boxes" in drawing.alt
    opened = draw_forward(my_reader, state, tokenizer, "ab", open="pos1/network")
    assert all(f"pos1/network/{inner}: " in opened.dot for inner in ("mlp_fc1", "mlp_fc2", "rmsnorm", "relu"))
    assert network.__name__ == "network" and not hasattr(network, "__wrapped__")


def test_an_explorer_answers_wishes_and_says_in_a_line_what_it_cannot_do(tiny):
    state, config, tokenizer = tiny
    widget = explore(lambda values: gpt.reader(values, config), state, tokenizer, "ab")

    def wish(number, word, value=None):
        widget.wish = {"number": number, "word": word, "value": value}
        assert widget.seen["number"] == number
        return widget.seen

    assert wish(1, "open", "pos1/layer0/attn")["view"]["open"] == "pos1/layer0/attn"
    for number, (word, value) in enumerate(
        [
            ("open", "nonsense"),
            ("move", 1.0),
            ("read", "xyz"),
            ("read", "abc" * 9),
            ("fly", 1),
            ("step", 5),
            ("step", "x"),
        ],
        2,
    ):
        seen = wish(number, word, value)
        assert seen["error"] and "\n" not in seen["error"] and seen["view"]["open"] == "pos1/layer0/attn"
    assert wish(20, "close")["error"] == "" and widget.view.open == "pos1/layer0"


def test_without_a_kernel_an_explorer_is_its_picture_with_the_outline(tiny):
    state, config, tokenizer = tiny
    widget = explore(lambda values: gpt.reader(values, config), state, tokenizer, "ab", open="pos1/layer0/attn")
    data, metadata = widget._repr_mimebundle_()
    assert {"text/html", "image/svg+xml", "text/plain", "application/vnd.jupyter.widget-view+json"} == set(data)
    assert metadata["image/svg+xml"]["alt"] == widget.drawing.alt
    assert "attn_wq" in data["text/plain"] and "Forward pass over 'ab'" in data["text/plain"]
    svg = ElementTree.fromstring(data["image/svg+xml"].encode())
    assert svg.get("aria-label") == widget.drawing.alt and svg.get("role") == "img"


def test_without_graphviz_the_outline_leads_on_alone(tiny, monkeypatch):
    state, config, tokenizer = tiny

    def missing(self, format="svg"):
        raise BadInput("no Graphviz here")

    monkeypatch.setattr(drawing.Drawing, "render", missing)
    widget = explore(lambda values: gpt.reader(values, config), state, tokenizer, "ab")
    widget.wish = {"number": 1, "word": "open", "value": "pos1/lm_head[0]"}
    assert widget.seen["picture"] == "" and widget.seen["error"] == ""
    assert [row["weight"] for row in widget.seen["tree"] if row["weight"]] == [f"lm_head[0][{n}]" for n in range(4)]
    assert set(widget._repr_mimebundle_()[0]) == {"text/plain", "application/vnd.jupyter.widget-view+json"}


def test_what_cannot_be_shown_at_first_is_told_to_who_asked(tiny):
    state, config, tokenizer = tiny
    for text, states in (("xyz", state), ("ab", [])):
        with pytest.raises(BadInput):
            Explorer(Walk(lambda values: gpt.reader(values, config), states and [("", states)], tokenizer), View(text))


HOSTILE = [
    '"<img src=x onerror=alert(1)>',
    "</svg><script>alert(1)</script>",
    "&lt;&quot;",
    "\u202eab\u2066",
    "🦕👩‍🚀",
    "\\N\\G\\l",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_text_contains_is_ever_markup(text):
    tokenizer = Tokenizer([text])
    config = gpt.Config(tokenizer.vocab_size, n_embd=2, n_head=1, block_size=64)
    widget = explore(lambda values: gpt.reader(values, config), gpt.init(config, random.Random(0)), tokenizer, text[:7])
    tree = ElementTree.fromstring(widget.seen["picture"].encode())
    assert {element.tag.split("}")[1] for element in tree.iter()} <= {
        "svg",
        "g",
        "title",
        "text",
        "path",
        "polygon",
        "a",
    } | {
        "ellipse",
        "polyline",
    }
    assert not [
        name for element in tree.iter() for name in element.attrib if name.startswith("on") or name.endswith("href")
    ]
    assert "innerHTML" not in (Path(explorer.__file__).parent / "explorer.js").read_text(encoding="utf-8")

import re

import pytest

from microgpt.teach import panels


def test_a_bar_of_text_is_as_long_as_its_share():
    assert [len(panels.blocks(share, width=8)) for share in (0, 0.125, 0.5, 1, 2)] == [0, 1, 4, 8, 8]
    assert panels.blocks(1 / 64, width=8) == "▏"


def test_columns_are_as_high_as_their_shares_and_name_every_label():
    html = panels.columns([0.5, 0.25], ["<", "b"], height=116)
    assert "height:100.0px" in html and "height:50.0px" in html
    assert "title='&lt;: 0.5000'" in html and "<<" not in html


def test_a_strip_is_laid_end_to_end():
    html = panels.strip([0.25, 0.75], ["a", "b"], at=0.5, drawn=1)
    assert re.findall(r"width:([\d.]+)%", html) == ["25.000", "75.000"] and "50.00%" in html


def test_aligned_bars_start_from_one_zero():
    html = panels.aligned(["a", "b"], {"score": [-1.0, 2.0]})
    assert re.findall(r"left:([\d.]+)%; width:([\d.]+)%", html) == [("0.0", "33.3"), ("33.3", "66.7")]


@pytest.mark.parametrize(("low", "high"), [(0, 1000), (1.5, 3.6), (0, 4.75), (0.0, 2.0)])
def test_ticks_are_few_and_inside(low, high):
    ticks = panels.Axis(low, high, 0, 100).ticks()
    assert 4 <= len(ticks) <= 7 and all(low <= tick <= high for tick in ticks)


def test_a_chart_puts_its_points_where_they_belong():
    html = panels.chart({"line": ([0, 10], [0.0, 1.0])}, "step", "loss", (0, 10), (0.0, 1.0))
    left, right = panels.LEFT, panels.WIDTH - panels.RIGHT
    bottom, top = panels.HEIGHT - panels.BOTTOM, panels.TOP
    assert f"points='{left:.1f},{bottom:.1f} {right:.1f},{top:.1f}'" in html
    assert ">line</text>" in html and ">step</text>" in html and ">loss</text>" in html


def test_what_lies_outside_a_chart_is_drawn_at_its_edge():
    html = panels.chart({"x": ([0, 1], [float("inf"), -5.0])}, "a", "b", (0, 1), (0.0, 1.0))
    assert f",{panels.TOP:.1f} " in html and "inf" not in html and "nan" not in html


@pytest.mark.parametrize(("points", "drawn"), [(1, 1), (600, 600), (601, 301), (10_000, 589)])
def test_many_points_are_thinned_out_and_the_last_one_stays(points, drawn):
    pairs = list(panels.thinned(range(points), list(range(points)), most=600))
    assert len(pairs) == drawn and pairs[-1] == (points - 1, points - 1)
    assert not list(panels.thinned((), ()))


def test_labels_at_the_ends_do_not_lie_on_each_other():
    ys = {name: ([0, 1], [0.5, 0.5]) for name in ("first", "second", "third", "fourth")}
    html = panels.chart(ys, "a", "b", (0, 1), (0.0, 1.0))
    heights = sorted(float(y) for y in re.findall(r"y='([\d.]+)' text-anchor='start' font-size='12' fill='#", html))
    assert len(heights) == 4 and all(b - a >= 12.9 for a, b in zip(heights, heights[1:]))


def test_a_logarithmic_axis_spreads_powers_evenly():
    axis = panels.Axis(1e-4, 1.0, 0, 100, log=True)
    assert [axis(10.0**-k) for k in (4, 2, 0)] == pytest.approx([0, 50, 100]) and axis(0.0) == 0

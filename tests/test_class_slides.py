"""Slides: the parts for the wall with their pictures, and pages that need nothing but what lies beside them."""

import re

import pytest

from microgpt.data import BadInput
from microgpt.publish import books, packages, slides


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The folder of slides, with stand-ins for the files of reveal.js."""
    reveal, folder = tmp_path_factory.mktemp("reveal"), tmp_path_factory.mktemp("slides")
    for name in slides.PARTS:
        (reveal / name).parent.mkdir(parents=True, exist_ok=True)
        (reveal / name).mkdir() if name.startswith("dist/theme/fonts") else (reveal / name).write_text(name)
    slides.make(folder, reveal)
    return folder


def test_every_lesson_has_its_slides_with_all_pictures_of_the_way_a_class_must_go(pages):
    for path in books.notebooks():
        text = (pages / f"{path.stem}.html").read_text(encoding="utf-8")
        cells = books.opened(path)["cells"]
        chosen = slides.chosen(cells)
        wanted = sum(bool(set(slides.PICTURES) & set(o["data"])) for c in chosen for o in c.get("outputs", []))
        begun = sum(c["metadata"].get("slideshow", {}).get("slide_type") in ("slide", "subslide") for c in chosen)
        assert wanted >= 3 and text.count("<img ") == wanted
        assert "No description" not in text and text.count('<img alt=""') == 0
        assert text.count("<section") >= begun >= 8
        assert books.source(cells[0]).splitlines()[0].lstrip("# ").split(":")[0] in text


def test_slides_show_pictures_and_questions_and_neither_code_nor_answers(pages):
    for path in books.notebooks():
        for cell in slides.chosen(books.opened(path)["cells"]):
            for output in cell.get("outputs", []):
                assert len(output["data"]) == 1
                assert set(output["data"]) <= {*slides.PICTURES, "text/plain"}
                assert "text/plain" not in output["data"] or "predict(" in books.source(cell)
        assert "jp-InputArea-editor" not in (pages / f"{path.stem}.html").read_text(encoding="utf-8").split("<body")[1]


WORDS = {"cell_type": "markdown", "source": "What it shows.", "metadata": {}}
PICTURE, QUESTION = {"data": {"image/png": "x"}}, {"data": {"text/plain": "Predict: 1 or 2?"}}


@pytest.mark.parametrize(
    ("outputs", "slides_of"),
    [
        ([PICTURE], [["What it shows.", "image/png"]]),
        ([QUESTION], [["text/plain"]]),
        ([PICTURE, QUESTION], [["What it shows.", "image/png"], ["text/plain"]]),
        ([PICTURE, PICTURE, QUESTION], [["What it shows.", "image/png"], ["image/png"], ["text/plain"]]),
    ],
)
def test_a_slide_holds_one_picture_with_its_words_or_one_question(outputs, slides_of):
    cell = {"cell_type": "code", "source": "predict(1)", "metadata": {}, "outputs": outputs}
    found = []
    for part in slides.chosen([WORDS, cell]):
        if part["metadata"]:
            found.append([])
        found[-1] += [part["source"]] if part["cell_type"] == "markdown" else part["outputs"][0]["data"]
        assert len(part.get("outputs", [1])) == 1
    assert found == slides_of


def test_pictures_and_words_fit_a_slide_on_every_screen(pages):
    """reveal.js makes the whole slide larger or smaller: nothing on it may go by the window, nor be too tall for it."""
    style = slides.TEMPLATE.split("<style>")[1].split("</style>")[0]
    assert not re.search(r"\d(vh|vw)\b", style)
    with_words, alone = (int(found) for found in re.findall(r" img {[^}]*?\bheight: (\d+)px", style))
    letter, line = re.search(r"HTMLCommon { font-size: (\d+)px; line-height: ([\d.]+)", style).groups()
    wide, tall = map(int, re.search(r"width: (\d+), height: (\d+)", slides.TEMPLATE).groups())
    assert alone < tall
    for path in books.notebooks():
        cells = slides.chosen(books.opened(path)["cells"])
        for words, picture in zip(cells, cells[1:]):
            if words["cell_type"] == "markdown" and not picture["metadata"]:
                lines = len(words["source"]) * int(letter) * 0.55 / wide + 2  # a letter is about half as wide as tall
                assert lines * int(letter) * float(line) + with_words < tall, words["source"]


@pytest.mark.parametrize("seen", [True, False])
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Count. Is that all? Now divide:", "Count. Is that all?"),
        ("Two sentences, then compare:", "Two sentences, then compare."),
        ("Count: all. Divide.", "Count: all. Divide."),
        ("", ""),
    ],
)
def test_no_slide_announces_what_only_the_notebook_shows(text, left, seen):
    head = {"cell_type": "markdown", "source": f"# A\n\n{text}", "metadata": {}}
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [PICTURE] if seen else []}
    assert slides.chosen([head, cell])[0]["source"] == f"# A\n\n{text if seen else left}".strip()


def test_a_heading_with_nothing_below_it_is_no_slide():
    heads = [{"cell_type": "markdown", "source": text, "metadata": {}} for text in ("# A", "## B", "## C", "## D\n\nWords.", "## E")]  # fmt: skip
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [PICTURE]}
    found = slides.chosen([*heads[:2], cell, *heads[2:]])
    assert [part["source"] for part in found] == ["# A", "## B", "1", "## D\n\nWords."]


def test_what_may_be_left_out_is_not_on_a_slide():
    cells = [
        {"cell_type": "markdown", "source": "# A lesson", "metadata": {}},
        {"cell_type": "markdown", "source": "## One\n\nSee [this](that.py).\n\nMore.", "metadata": {"tags": ["must"]}},
        {
            "cell_type": "code",
            "source": "1",
            "metadata": {},
            "outputs": [{"data": {"image/png": "x", "text/plain": "y"}}],
        },
        {"cell_type": "markdown", "source": "## Two", "metadata": {"tags": ["may"]}},
        {"cell_type": "code", "source": "2", "metadata": {}, "outputs": [{"data": {"image/png": "z"}}]},
    ]
    found = slides.chosen(cells)
    assert [cell["source"] for cell in found] == ["# A lesson", "## One\n\nSee this.", "1"]
    assert found[-1]["outputs"][0]["data"] == {"image/png": "x"}


def test_a_page_fetches_nothing_but_what_lies_beside_it(pages):
    for path in pages.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        fetched = re.findall(r"<(?:script|img|link|iframe)[^>]*?(?:src|href)=\"([^\"]*)\"", text)
        for target in fetched:
            assert target.startswith("data:") or (pages / target).is_file(), target
        assert "@import" not in text and "MathJax" not in text.split("<body")[1]


def test_reveal_is_pinned():
    version, checked = packages.NPM["reveal.js"]
    assert re.fullmatch(r"5\.\d+\.\d+", version) and len(checked) == 88


@pytest.mark.parametrize("words", [[], ["a", "b"], ["-x"]])
def test_slides_ask_for_one_folder(words):
    with pytest.raises(BadInput, match="python3 course.py slides FOLDER"):
        slides.make_slides(words)

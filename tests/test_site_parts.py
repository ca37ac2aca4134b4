"""What a site is made of, without a browser: the command, what is fetched, what the pages lead to, what the wheel carries."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from microgpt.data import BadInput
from microgpt.lessons.ledger import keep
from microgpt.publish import packages, site, site_lite, site_pages, wheel

PROJECT = Path(__file__).parent.parent
LOCK = {
    "packages": {
        "matplotlib": {"depends": ["numpy", "six"], "file_name": "matplotlib.whl"},
        "numpy": {"depends": [], "file_name": "numpy.whl"},
        "six": {"depends": [], "file_name": "six.whl"},
        "scipy": {"depends": ["numpy"], "file_name": "scipy.whl"},
    }
}
for entry in LOCK["packages"].values():
    entry["sha256"] = hashlib.sha256(entry["file_name"].encode()).hexdigest()


@pytest.mark.parametrize("words", [[], ["a", "b"], ["--folder"]])
def test_the_command_needs_the_name_of_one_folder(words):
    with pytest.raises(BadInput, match="needs the name of a folder"):
        site.make_site(words)


def test_a_folder_that_is_taken_is_said_before_anything_is_fetched_or_trained(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "from_npm", lambda name: pytest.fail("nothing must be fetched"))
    (tmp_path / "mine.txt").write_text("my own")
    for taken in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(BadInput, match="is there already"):
            site.make_site([str(taken)])
    assert (tmp_path / "mine.txt").read_text() == "my own"


def test_a_site_is_made_anew_when_all_went_well_and_nothing_else_is(tmp_path):
    folder = tmp_path / "site"
    for content in ("first", "second"):
        with site.renewed(folder) as part:
            (part / site.MADE).write_text(content)
        assert [path.read_text() for path in folder.iterdir()] == [content]
    with pytest.raises(ValueError), site.renewed(folder) as part:
        raise ValueError
    assert (folder / site.MADE).read_text() == "second" and list(tmp_path.iterdir()) == [folder]
    (folder / site.MADE).rename(folder / "mine.txt")
    with pytest.raises(BadInput, match="is there already"), site.renewed(folder):
        pass


@pytest.mark.parametrize("lock", [packages.WHEELS, packages.BUILDER], ids=lambda path: path.name)
def test_a_lock_has_a_hash_for_every_package_and_no_address(lock):
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w-]+==\S+ \\\n    --hash=sha256:[0-9a-f]{64}$", text, re.MULTILINE)
    assert len(pinned) == text.count("==") > 3 and "://" not in text


def served(content):
    def urlopen(address, timeout):
        return io.BytesIO(content(address.rpartition("/")[2]))

    return urlopen


def test_pyodides_own_builds_are_fetched_once_with_all_that_they_need(monkeypatch, tmp_path):
    monkeypatch.setenv("MICROGPT_CACHE", str(tmp_path))
    monkeypatch.setattr(packages, "urlopen", served(str.encode))
    found = packages.compiled(LOCK)
    assert set(found) == {"matplotlib", "numpy", "six"}
    assert all(path.read_text() == entry["file_name"] for entry, path in found.values())
    monkeypatch.setattr(packages, "urlopen", served(lambda name: b""))
    assert packages.compiled(LOCK) == found


def test_what_is_not_what_it_was_is_refused_and_what_cannot_be_reached_is_left_out(monkeypatch, tmp_path):
    monkeypatch.setenv("MICROGPT_CACHE", str(tmp_path))
    monkeypatch.setattr(packages, "urlopen", served(lambda name: b"something else"))
    with pytest.raises(BadInput, match="is not what Pyodide's list says"):
        packages.compiled(LOCK)

    def unreachable(address, timeout):
        raise OSError("no route")

    monkeypatch.setattr(packages, "urlopen", unreachable)
    assert packages.compiled(LOCK) == {}


def test_an_edition_without_the_locks_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "WHEELS", tmp_path / "requirements-browser.lock")
    with pytest.raises(BadInput, match="made from the whole course"):
        packages.wheels()


def test_the_wheel_carries_what_was_computed_sealed_for_where_it_is_found(monkeypatch, tmp_path):
    monkeypatch.setattr(packages, "from_npm", lambda name: tmp_path)
    monkeypatch.setattr(wheel, "from_npm", lambda name: tmp_path)
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/viz.js").write_text("viz")
    monkeypatch.setattr(keep, "FOLDER", tmp_path / "kept")
    keep.kept("a row", lambda: 1.5)
    (tmp_path / "kept/old.json").write_text('{"seal": "of before", "result": 1}')
    path = wheel.write(tmp_path, wheel.contents() | wheel.kept(arrays="9.9"))
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
        told = json.loads(packed.read("microgpt/work/kept/a-row.json"))
    assert told == {"seal": keep.seal(1.5, "9.9"), "result": 1.5} and told["seal"] != keep.seal(1.5)
    assert {"microgpt/lists/names.txt", "microgpt/replay/engine.js", "microgpt/graph/viz.js"} <= set(names)
    assert "microgpt/work/kept/old.json" not in names and not any("__pycache__" in name for name in names)
    again = wheel.write(tmp_path, wheel.contents() | wheel.kept(arrays="9.9"))
    assert again == path  # the same content has the same name


def test_the_learners_notebooks_hold_back_and_are_shown_whole(tmp_path):
    editions = site_lite.lay_out(tmp_path)
    for path in sorted((tmp_path / "notebooks").glob("*.ipynb")):
        assert json.loads(path.read_text())["metadata"]["edition"] == editions[f"notebooks/{path.name}"]
        code = [cell for cell in json.loads(path.read_text())["cells"] if cell["cell_type"] == "code"]
        assert all(cell["metadata"]["trusted"] and cell["execution_count"] is None for cell in code)
        revealing = [cell for cell in code if "reveal" in cell["metadata"].get("tags", [])]
        assert len(revealing) >= 3 and not any(cell["outputs"] for cell in revealing)
        texts = [output.get("text", "") for cell in code for output in cell["outputs"]]
        assert texts and all(isinstance(text, str) for text in texts)
    assert (tmp_path / "microgpt/bigram.py").exists()


def test_a_lesson_has_another_edition_when_its_words_or_its_code_change_and_only_then():
    def edition(cells):
        return site_lite.shown({"metadata": {}, "cells": cells})["metadata"]["edition"]

    cell = {"cell_type": "code", "metadata": {}, "source": ["x = 1\n", "x"], "outputs": []}
    other = {"outputs": [{"output_type": "stream", "text": ["1"]}], "source": "x = 1\nx"}
    assert edition([cell.copy()]) == edition([cell | other]) != edition([cell | {"source": "x = 2\nx"}])


def test_the_working_page_is_given_what_its_script_must_know(tmp_path):
    page = tmp_path / "index.html"
    page.write_text('<html>\n<head>\n<title>JupyterLite</title></head>\n<body class="lab">\n</body></html>')
    site_lite.complete(page, {"notebooks/01_bigram.ipynb": "1234"})
    html = page.read_text()
    assert html.count('<link rel="icon"') == 1
    told = re.search(r"<body data-storage='(.*?)' data-editions='(.*?)' class=\"lab\">", html)
    assert told[1] == site_lite.STORAGE and json.loads(told[2]) == {"notebooks/01_bigram.ipynb": "1234"}


def test_jupyterlab_does_not_cut_what_the_working_page_says():
    said = re.findall(r'"([A-Z][^"]+)"', (site_lite.EXTENSION / "work.js").read_text(encoding="utf-8"))
    said = [words.replace("NAME", "06_full_gpt_mine10") for words in said if " " in words]
    assert len(said) == 7 and all(len(words) <= 140 for words in said)


def test_every_lesson_is_opened_alone():
    leads = re.findall(r"path=notebooks/([\w]+).ipynb&amp;workspace=(\w+)'", site_pages.front("work-1", True, "long"))
    assert len(leads) == 6 and all(name == workspace for name, workspace in leads)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[2. MLP](02_mlp.ipynb)", '<a href="../read/02_mlp.html">2. MLP</a>'),
        ("[lines](../microgpt/bigram.py)", '<a href="../microgpt/bigram.py.html">lines</a>'),
        ("[words](GLOSSARY.md#loss)", '<a href="../glossary.html#loss">words</a>'),
        ("[out](https://example.org/a)", '<a href="https://example.org/a">out</a>'),
        ("[data](data/README.md)", "<p>data</p>"),
    ],
)
def test_links_lead_to_pages_of_the_site(text, html):
    assert html in site_pages.markdown(text, "../")


def test_a_question_is_wrapped_on_a_phone_and_a_table_is_not():
    question, table = "Predict: How many?\n  a) 3", "a  0.5\nb  0.25"
    assert "class='out prose'" in site_pages.output({"data": {"text/plain": [question]}})
    assert "class='out'" in site_pages.output({"text": [table]})
    assert "class='out prose'" in site_pages.output({"text": [f"{table}\n{'words ' * 20}"]})


def test_the_front_page_says_what_each_lesson_asks_and_what_is_missing():
    page = site_pages.front("work-1", False, "long")
    assert page.count("work-1/lab/index.html?path=notebooks/") == 6 and page.count("?</p>") == 6
    assert page.count("role='status'") == page.count("<button hidden>fresh copy") == 6  # what is said is read aloud
    assert "without matplotlib" in page and "without matplotlib" not in site_pages.front("work-1", True, "long")

"""What is stored in the notebooks, and that their definitions are the library's."""

import ast
import json
import re
from pathlib import Path
from statistics import median
from symtable import symtable

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def test_there_are_six():
    assert [path.stem for path in NOTEBOOKS] == [
        "01_bigram",
        "02_mlp",
        "03_autograd",
        "04_attention",
        "05_gpt",
        "06_full_gpt",
    ]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def outputs(notebook):
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def test_every_cell_was_run_in_order_and_stored(notebook):
    counts = [cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))


def test_ids_are_unique_and_numbered(notebook):
    ids = [cell["id"] for cell in notebook["cells"]]
    assert [int(name.split("-")[1]) for name in ids] == list(range(1, len(ids) + 1))


def test_nothing_of_a_machine_or_a_moment_is_stored(notebook):
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert all(set(cell["metadata"]) <= {"tags"} for cell in notebook["cells"])
    assert not any("widget-view" in mime for output in outputs(notebook) for mime in output.get("data", {}))
    text = json.dumps([{**output, "data": {**output.get("data", {}), "image/png": ""}} for output in outputs(notebook)])
    assert not re.search(r"at 0x[0-9a-f]{6}|/home/|/Users/|/root/|/tmp/|\d ms\b|site-packages", text)


def test_no_output_is_an_error_or_a_complaint(notebook):
    assert all(output["output_type"] != "error" and output.get("name") != "stderr" for output in outputs(notebook))
    assert "⚠" not in json.dumps(
        [output.get("data", {}).get("text/plain", "") for output in outputs(notebook)], ensure_ascii=False
    )


def test_every_picture_has_words(notebook):
    pictures = [o for o in outputs(notebook) if {"image/png", "image/svg+xml"} & set(o.get("data", {}))]
    assert len(pictures) >= 3
    for picture in pictures:
        kind = next(mime for mime in picture["data"] if mime.startswith("image/"))
        assert len(picture["metadata"][kind]["alt"]) > 10


def test_it_hands_over_closes_the_ledger_and_leads_on(notebook):
    text = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
    printed = "".join("".join(output.get("text", "")) for output in outputs(notebook))
    assert "## Handover" in text
    assert re.search(
        r"microgpt/\w+\.py .*does what this notebook does|microgpt/\w+\.py do what this notebook does", printed
    )
    assert "**In short.**" in text and "<- new" in printed
    for target in re.findall(r"\]\((\w+\.ipynb)\)", text):
        assert target in [path.name for path in NOTEBOOKS]
    assert "**Next:**" in text or "**Where to go next.**" in text


def test_it_has_the_shape_of_a_lesson(notebook):
    cells = notebook["cells"]
    code = [lines_of_code(cell) for cell in cells if cell["cell_type"] == "code"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    words = len(re.findall(r"\w[\w'’-]*", re.sub(r"<details.*?</details>", " ", prose, flags=re.DOTALL)))
    assert 45 <= len(cells) <= 80 and words <= 2200 and 8 <= words / sum(code) <= 20
    assert max(code) <= 25 and median(code) <= 5
    source = "\n".join("".join(cell["source"]) for cell in cells)
    exercises = source.count("### Exercise")
    assert source.count('predict("') >= 3 and 3 <= exercises <= 6 and source.count("## Break it") == 1
    assert source.count("<summary>Hint 1</summary>") == source.count("<summary>Solution</summary>") in (0, exercises)
    first_picture = next(i for i, cell in enumerate(cells) if "image/" in json.dumps(cell.get("outputs", [])))
    assert first_picture < 5


TAUGHT_AGAIN = {
    "01",
    "02",
    "03",
    "04",
    "05",
    "06",
}  # the numbers of the lessons that have the whole shape of the course


def test_it_has_the_whole_shape(notebook):
    """Help is fetched, not folded; answers are held back; the reader is asked what came before, and for an explanation."""
    if notebook["cells"][0]["id"][:2] not in TAUGHT_AGAIN:
        pytest.skip("still in its first form")
    source = [line for cell in notebook["cells"] for line in "".join(cell["source"]).splitlines()]
    code = [line for cell in notebook["cells"] if cell["cell_type"] == "code" for line in cell["source"]]
    revealing = [cell for cell in notebook["cells"] if "reveal" in cell["metadata"].get("tags", [])]
    assert len(revealing) >= 3 and all(cell["outputs"] for cell in revealing)  # a tag on the question hides nothing
    assert not any("predict(" in line for cell in revealing for line in cell["source"])
    assert any('.answer("a", "b")' in json.dumps(output).replace("\\", "") for output in outputs(notebook))  # two steps
    assert not any("<details" in line for line in source)
    assert any("explain(" in line for line in code) and max(len(line.rstrip("\n")) for line in code) <= 88
    if notebook["cells"][0]["id"][:2] != "01":
        assert any("recall(" in line for line in code)


def test_what_a_prediction_waits_for_comes_only_after_it(notebook):
    """Its answer is computed from a name that a later cell gives; an earlier one of that name would be taken for it."""
    sources = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    given = [{s.get_name() for s in symtable(text, "cell", "exec").get_symbols() if s.is_assigned() or s.is_imported()}
             for text in sources]  # fmt: skip
    for place, text in enumerate(sources):
        waiting = [
            call.value for call in ast.walk(ast.parse(text)) if isinstance(call, ast.keyword) and call.arg == "later"
        ]
        for name in {node.id for part in waiting for node in ast.walk(part) if isinstance(node, ast.Name)}:
            assert not any(name in names for names in given[: place + 1]), name
            assert any(name in names for names in given[place + 1 :]), name


def test_what_a_reader_wrote_is_called_by_place(notebook):
    """Its arguments may have other names than ours, which no check minds."""
    trees = [ast.parse("".join(cell["source"])) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    judged = [node for node in nodes if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("check.")]
    written = {target.id for node in judged for target in node.targets}
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) in written]
    assert len(written) >= 4 and not [ast.unparse(call) for call in calls if call.keywords]


def lines_of_code(cell):
    lines = "".join(cell["source"]).splitlines()
    return sum(bool(line.strip()) and not line.strip().startswith("#") for line in lines)


NUMBER = re.compile(r"(?<![\w.])\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?(?!\w)")


def test_every_number_in_the_prose_is_one_that_a_cell_holds(notebook):
    """Printed or written in code; small whole numbers are ordinary speech, and a table cites its sources."""
    prose = "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    for told_elsewhere in (r"<details.*?</details>", r"```.*?```", r"`[^`]*`", r"\]\([^)]*\)", r"^\|.*$", r"^\[\d\] .*?\n\n",
                           r"^#.*$", r"Difficulty .*? minutes", r"About \d+ minutes", r"\$.*?\$", r"^    .*$"):  # fmt: skip
        prose = re.sub(told_elsewhere, " ", prose, flags=re.MULTILINE | (re.DOTALL if ".*?" in told_elsewhere else 0))
    held = "\n".join(
        "".join(cell["source"])
        + json.dumps([o.get("text", "") or o["data"].get("text/plain", "") for o in cell["outputs"]])
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    )
    shown = {plain(number) for number in NUMBER.findall(held)} | {plain(n) for n in re.findall(r"\d+(?:\.\d+)?", held)}
    missing = [number for number in NUMBER.findall(prose) if plain(number) not in shown and float(plain(number)) > 12]
    assert not missing


def plain(number):
    return number.replace(",", "").rstrip(".")

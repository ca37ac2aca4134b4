"""What people read: the spelling of every page and every comment, and that every link leads somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PAGES = [
    PROJECT / name
    for name in (
        "README.md",
        "TEACHING.md",
        "CONTRIBUTING.md",
        "GLOSSARY.md",
        "LICENSE-prose.md",
        "ORIGINAL.md",
        "data/README.md",
        "benchmarks/RESULTS.md",
    )
]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose(path):
    """The text of a page, or of the markdown and code cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def test_everything_is_spelled_as_dictionaries_have_it(tmp_path):
    for path in [*PAGES, *NOTEBOOKS]:
        (tmp_path / f"{path.parent.name}-{path.stem}.md").write_text(prose(path), encoding="utf-8")
    sources = [*(PROJECT / "microgpt").rglob("*.py"), *(PROJECT / "tests").glob("*.py"), PROJECT / "course.py"]
    command = [sys.executable, "-m", "codespell_lib", tmp_path, *sources]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and not done.stdout, done.stdout + done.stderr


def test_a_misspelling_would_be_found(tmp_path):
    (tmp_path / "page.md").write_text("We rec" + "ieve a gradient.\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "codespell_lib", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0 and "receive" in done.stdout


@pytest.mark.parametrize("path", [*PAGES, *NOTEBOOKS], ids=lambda path: path.name)
def test_every_link_leads_to_a_file_or_is_a_whole_address(path):
    for target in LINK.findall(prose(path)):
        if target.startswith("http"):
            assert re.fullmatch(r"https://[\w.-]+\.\w+(/[\w./#-]*)?", target)
        else:
            assert (path.parent / target.split("#")[0]).exists(), target


def test_lessons_lead_to_each_other_and_to_the_modules_they_hand_over_to():
    for number, (path, following) in enumerate(zip(NOTEBOOKS, NOTEBOOKS[1:]), 1):
        assert following.name in LINK.findall(prose(path)), number
    for path in NOTEBOOKS:
        handed_over = re.findall(r"microgpt/\w+\.py", prose(path))
        assert handed_over and f"../{handed_over[0]}" in LINK.findall(prose(path))


def test_every_word_of_the_glossary_is_used_in_the_lesson_where_it_is_born():
    glossary = (PROJECT / "GLOSSARY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| \[(\d)\]\(notebooks/(\w+\.ipynb)\) \|$", glossary, re.MULTILINE)
    assert len(rows) >= 40
    for words, number, name in rows:
        text = prose(PROJECT / "notebooks" / name).lower()
        assert name.startswith(f"0{number}") and all(word.lower() in text for word in words.split(", ")), words

import os
import re

import pytest

from microgpt import data
from microgpt.data import BadInput, Tokenizer, bundled, load, split, writing


def test_load_strips_lines_drops_empty_ones_and_keeps_the_order(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("  zoë \r\n\r\nאבא\n \nzoë\n東京".encode())
    assert load(path) == ["zoë", "אבא", "zoë", "東京"]


def test_a_byte_order_mark_is_not_a_letter(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes(b"\xef\xbb\xbfanna\n")
    assert load(path) == ["anna"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"", "no documents"), (b" \n\t\n", "no documents"), (b"\xff\xfe\x00a", "not UTF-8"), (b"ELF\0\0", "binary")],
)
def test_a_file_that_cannot_be_used_gets_one_clear_line(tmp_path, content, complaint):
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=complaint) as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadInput, match=r"cannot read .*nowhere\.txt"):
        load(tmp_path / "nowhere.txt")


def test_the_bundled_names_are_what_the_course_promises():
    names = bundled()
    assert len(names) >= 4000
    assert len(names) == len(set(names))
    assert all(re.fullmatch("[a-z]{1,15}", name) for name in names)


def test_a_quarter_of_the_bundled_names_are_not_in_the_originals_list(original_names):
    names = set(bundled())
    assert len(names - set(load(original_names))) >= len(names) / 4


@pytest.mark.parametrize("which", ["dinosaurs", "places"])
def test_the_small_sets_can_stand_in_for_the_names(which):
    items = bundled(which)
    assert len(items) == len(set(items)) >= 100
    assert Tokenizer(items).vocab_size == 27


def test_the_readme_of_the_data_counts_what_is_there():
    readme = (data.FOLDER / "README.md").read_text(encoding="utf-8")
    for which in ("names", "dinosaurs", "places"):
        row = next(line for line in readme.splitlines() if line.startswith(f"| `{which}.txt`"))
        assert row.split("|")[3].strip() == f"{len(bundled(which)):,}"


def test_the_split_is_fixed_and_holds_no_name_twice():
    documents = [f"name{i}" for i in range(100)] * 2
    train, held_out = split(documents)
    assert (len(train), len(held_out)) == (90, 10)
    assert set(train) | set(held_out) == set(documents)
    assert split(documents) == (train, held_out)


def test_a_tokenizer_takes_any_alphabet_and_gives_it_back():
    tokenizer = Tokenizer(["naïve", "東京", "🦕"])
    for text in ("naïve", "京東", "🦕"):
        assert tokenizer.decode(tokenizer.encode(text)) == text


def test_a_letter_never_seen_is_named():
    with pytest.raises(BadInput, match="'q'"):
        Tokenizer(["abc"]).encode("aqb")


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("old")
    with pytest.raises(RuntimeError), writing(path) as file:
        file.write("half of the n")
        raise RuntimeError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file.txt"]
    with writing(path) as file:
        file.write("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_path_that_cannot_be_written_is_said_before_any_work(tmp_path):
    for path in (tmp_path / "no folder" / "file.txt", tmp_path):
        with pytest.raises(BadInput, match="cannot write"), writing(path):
            pytest.fail("the block must not run")

import os
import re

import pytest

from microgpt import data
from microgpt.data import BadInput, Tokenizer, bundled, load, split


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


@pytest.mark.skipif(os.name == "nt", reason="needs the files of a Unix system")
def test_what_may_never_end_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero", tmp_path):
        with pytest.raises(BadInput, match="cannot read"):
            load(path)


def test_a_list_that_is_too_large_is_declined_before_it_is_read_whole(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("anna\n" * 1000)
    assert len(load(path, largest=5000)) == 1000
    with pytest.raises(BadInput, match="larger than"):
        load(path, largest=4999)


def test_an_accent_is_the_same_letter_however_it_was_typed(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("José\nJose\u0301\n".encode())
    documents = load(path)
    assert documents[0] == documents[1] and len(set(documents)) == 1
    tokenizer = Tokenizer(documents)
    assert tokenizer.encode("Jose\u0301") == tokenizer.encode("José")


def test_a_text_is_taken_as_it_is_if_its_letters_are_known_else_in_lower_case():
    small, both = Tokenizer(["emma"]), Tokenizer(["Emma", "emma"])
    assert small.encode("EMMA") == small.encode("emma") and both.encode("Emma") != both.encode("emma")
    assert Tokenizer(["e\u0301"]).letters("\u00c9") == Tokenizer(["e\u0301"]).letters("e\u0301")

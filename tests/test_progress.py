"""What is remembered of the reader: nothing is lost, and whatever goes wrong is one clear line."""

import errno
import json
import multiprocessing
import os
import threading
import time
from contextlib import contextmanager

import pytest

from microgpt.outside import writing
from microgpt.teach import progress
from microgpt.teach.progress import COPIES, Place, Progress

SOLVED = ("01", "exercises", "next_probs")


def solve(kept, name="next_probs"):
    kept.note("01", "exercises", name, state="solved")


def on_disk(kept):
    return json.loads(kept.path.read_text(encoding="utf-8"))


def names(notes):
    return set(notes["lessons"].get("01", {}).get("exercises", {}))


def test_the_next_kernel_finds_what_was_noted(reader):
    reader.note("02", "explanations", "why", text="Weil die Buchstaben fehlen: ß, ж, 語.")
    solve(reader)
    again = Progress(reader.path.parent)
    assert again.entry(*SOLVED) == {"state": "solved"}
    assert again.entry("02", "explanations", "why")["text"].endswith("語.")
    assert again.read()["last"] == list(SOLVED) and again.told() == ""


def test_where_no_copies_were_made_nothing_is_written(tmp_path):
    kept = Progress(tmp_path)
    solve(kept)
    assert kept.entry(*SOLVED) == {"state": "solved"} and not list(tmp_path.iterdir())
    assert Progress(tmp_path).entry(*SOLVED) == {}


def test_where_a_browser_keeps_no_files_it_is_said_once(tmp_path, monkeypatch):
    monkeypatch.setattr(progress.sys, "platform", "emscripten")
    monkeypatch.setattr(progress, "DRIVE", tmp_path / "drive")
    assert Progress(tmp_path / "drive").told() == ""
    kept = Progress(tmp_path)
    assert kept.told().startswith("Your progress cannot be kept now (this browser keeps no files")
    solve(kept)
    assert kept.told() == "" and names(kept.read()) == {"next_probs"}


def test_a_lesson_can_be_forgotten_and_the_others_stay(reader):
    solve(reader)
    reader.note("03", "exercises", "slopes", state="tried")
    reader.forget("03")
    assert set(on_disk(reader)["lessons"]) == {"01"}
    reader.forget("04")  # nothing is known of it
    assert Progress(reader.path.parent).entry(*SOLVED)


def test_what_is_forgotten_by_another_program_is_not_brought_back(reader):
    solve(reader)
    reader.note("03", "exercises", "slopes", state="tried")
    Progress(reader.path.parent).forget("01")
    reader.note("03", "exercises", "backward", state="tried")
    assert set(on_disk(reader)["lessons"]) == {"03"}


DAMAGED = ["", "{", "[]", "null", '{"version": 1}', '{"version": "1", "last": [], "lessons": {}}', "[" * 100_000,
           '{"version": 1, "last": ["01"], "lessons": {}}', '{"version": 1, "last": [], "lessons": {"01": 5}}',
           '{"version": 1, "last": [], "lessons": {"01": {"exercises": {"next_probs": {"state": 5}}}}}',
           '{"version": 1, "last": [], "lessons": {"01": {"exercises": []}}}',
           '{"version": 1, "last": [], "lessons": {"01": {"predictions": {"x": {"answers": "a"}}}}}',
           '{"version": 1, "last": [], "lessons": {"01": {"predictions": {"x": {"answers": ["a"]}}}}}',
           '{"version": 1, "last": [], "lessons": {"01": {"explanations": {"x": {"ticked": {}}}}}}']  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED, ids=lambda text: text[:40] or "empty")
def test_a_damaged_file_is_put_aside_and_said(reader, text):
    reader.path.write_text(text, encoding="utf-8")
    solve(reader)
    assert "was damaged. It is kept as progress_damaged.json" in reader.told() and reader.told() == ""
    assert (reader.path.parent / "progress_damaged.json").read_text(encoding="utf-8") == text
    assert names(on_disk(reader)) == {"next_probs"}


def test_what_is_no_text_is_damaged_and_the_damaged_ones_are_numbered(reader):
    for number in range(2):
        reader.path.write_bytes(b"\xff\xfe\x00" * (number + 1))
        assert reader.entry(*SOLVED) == {}
    assert (reader.path.parent / "progress_damaged.json").read_bytes() == b"\xff\xfe\x00"
    assert (reader.path.parent / "progress_damaged2.json").exists()


def test_a_file_damaged_under_a_running_kernel_loses_nothing(reader):
    solve(reader)
    reader.path.write_text("{", encoding="utf-8")
    solve(reader, "contexts")
    assert names(on_disk(reader)) == {"next_probs", "contexts"}


def test_what_is_not_known_is_left_as_it_is(reader):
    solve(reader)
    later = on_disk(reader) | {"colour": "green"}
    later["lessons"]["01"] |= {"songs": {"la": 3}}
    reader.path.write_text(json.dumps(later), encoding="utf-8")
    solve(reader, "contexts")
    assert on_disk(reader)["colour"] == "green" and on_disk(reader)["lessons"]["01"]["songs"] == {"la": 3}


def test_a_newer_file_is_neither_read_nor_written(reader):
    text = json.dumps({"version": 2, "readers": []})
    reader.path.write_text(text, encoding="utf-8")
    solve(reader)
    assert "was written by a newer course, version 2" in reader.told()
    assert reader.path.read_text(encoding="utf-8") == text
    assert reader.entry(*SOLVED) == {"state": "solved"}  # as long as this kernel runs


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT], ids=errno.errorcode.get)
def test_what_cannot_be_written_is_said_remembered_and_written_later(reader, monkeypatch, error):
    solve(reader, "contexts")

    @contextmanager
    def refuse(path):
        raise OSError(error, os.strerror(error))
        yield

    with monkeypatch.context() as full:
        full.setattr(progress, "writing", refuse)
        solve(reader)
        assert reader.told().startswith(f"Your progress cannot be kept now ({os.strerror(error)}).")
        assert reader.entry(*SOLVED) and names(on_disk(reader)) == {"contexts"}
    solve(reader, "name_loss")
    assert reader.told() == "" and names(on_disk(reader)) == {"contexts", "next_probs", "name_loss"}


def test_a_disk_that_fills_up_in_the_middle_leaves_the_file_whole(reader, monkeypatch):
    solve(reader)
    before = reader.path.read_text(encoding="utf-8")

    @contextmanager
    def half(path):
        with writing(path) as file:
            file.write('{"version"')
            raise OSError(errno.ENOSPC, "No space left on device")
        yield file

    monkeypatch.setattr(progress, "writing", half)
    solve(reader, "contexts")
    assert reader.path.read_text(encoding="utf-8") == before
    assert {path.name for path in reader.path.parent.iterdir()} == {COPIES, "progress.json"}
    assert "No space left" in reader.told()


def test_a_file_that_may_only_be_read_is_left_alone_and_read(reader):
    solve(reader)
    reader.path.chmod(0o444)
    solve(reader, "contexts")
    assert "it is write-protected" in reader.told() and names(on_disk(reader)) == {"next_probs"}
    assert names(reader.read()) == {"next_probs", "contexts"}
    assert names(Progress(reader.path.parent).read()) == {"next_probs"}


def test_a_link_is_followed(reader, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("synchronised") / "mine.json"
    reader.path.symlink_to(elsewhere)
    solve(reader)
    assert reader.path.is_symlink() and "next_probs" in elsewhere.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", ["progress.json", "progress.json.lock"])
def test_a_folder_in_its_place_is_a_line(reader, monkeypatch, folder):
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    (reader.path.parent / folder).mkdir()
    solve(reader)
    assert "Your progress cannot be kept now" in reader.told() and reader.entry(*SOLVED)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_folder_that_may_only_be_read_is_a_line(reader):
    solve(reader)
    reader.path.parent.chmod(0o555)
    try:
        solve(reader, "contexts")
        assert "Your progress cannot be kept now" in reader.told() and names(reader.read()) == {
            "next_probs",
            "contexts",
        }
    finally:
        reader.path.parent.chmod(0o755)


def test_a_cleared_folder_gets_it_back(reader):
    solve(reader)
    for path in list(reader.path.parent.iterdir()):
        path.unlink()
    solve(reader, "contexts")
    assert names(on_disk(reader)) == {"next_probs", "contexts"}


def test_a_folder_that_is_gone_is_a_line(reader):
    solve(reader)
    for path in list(reader.path.parent.iterdir()):
        path.unlink()
    reader.path.parent.rmdir()
    solve(reader, "contexts")
    assert "Your progress cannot be kept now (No such file" in reader.told()
    assert names(reader.read()) == {"next_probs", "contexts"}


def many(folder, kernel):
    kept = Progress(folder)
    for number in range(20):
        solve(kept, f"{kernel}-{number}")
    assert kept.told() == ""


def test_kernels_that_write_at_once_lose_nothing(reader):
    kernels = [multiprocessing.get_context("spawn").Process(target=many, args=(reader.path.parent, k)) for k in "ab"]
    for kernel in kernels:
        kernel.start()
    for kernel in kernels:
        kernel.join(60)
        assert kernel.exitcode == 0
    assert len(names(on_disk(reader))) == 40


def test_a_kernel_that_answers_two_touches_at_once_loses_neither(reader, monkeypatch):
    """While the first is being written, the second one comes, in another thread of the same kernel."""
    second = threading.Thread(target=solve, args=(reader, "second"))

    @contextmanager
    def slowly(path):
        with writing(path) as file:
            yield file
            if not second.ident:
                second.start()
                second.join(0.2)

    monkeypatch.setattr(progress, "writing", slowly)
    solve(reader, "first")
    second.join(10)
    assert names(on_disk(reader)) == names(reader.read()) == {"first", "second"} and not reader.unwritten


def test_a_lock_left_by_a_kernel_that_died_is_taken_over(reader):
    lock = reader.path.with_name("progress.json.lock")
    lock.touch()
    os.utime(lock, (time.time() - 3600,) * 2)
    solve(reader)
    assert reader.told() == "" and names(on_disk(reader)) == {"next_probs"} and not lock.exists()


def test_a_lock_that_is_held_is_a_line_and_nothing_is_lost(reader, monkeypatch):
    monkeypatch.setattr(progress, "PATIENCE", 0.05)
    lock = reader.path.with_name("progress.json.lock")
    lock.touch()
    solve(reader)
    assert "another kernel is writing it" in reader.told()
    lock.unlink()
    solve(reader, "contexts")
    assert names(on_disk(reader)) == {"next_probs", "contexts"}


def test_a_place_reads_and_notes(reader):
    place = Place("01", "exercises", "contexts")
    assert place.entry == {}
    place.note(help=2)
    place.note(state="tried")
    assert place.entry == {"help": 2, "state": "tried"}
    assert reader.marks() == {"01": {"tried": ["contexts"]}}

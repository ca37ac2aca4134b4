"""Files are written whole or not at all, whatever stands in the way."""

import errno
import os
import signal
from types import SimpleNamespace

import pytest

from microgpt import outside
from microgpt.data import BadInput
from microgpt.outside import printable, writing


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


def test_a_disk_that_may_only_be_read_is_a_line(tmp_path, monkeypatch):
    """There even taking away what is not there fails."""

    def refused(*_, **__):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(outside, "opened", refused)
    monkeypatch.setattr(outside.Path, "unlink", refused)
    with pytest.raises(BadInput, match="cannot write .*: Read-only file system"), writing(tmp_path / "file.txt"):
        pytest.fail("the block must not run")


def test_two_may_write_the_same_file_at_once_and_the_last_one_stays(tmp_path):
    path = tmp_path / "file.txt"
    with writing(path) as first, writing(path) as second:
        first.write("first")
        second.write("second")
    assert path.read_text() == "first" and os.listdir(tmp_path) == ["file.txt"]


def test_a_part_of_somebody_else_is_not_touched(tmp_path):
    other = tmp_path / "file.txt.part"
    other.write_text("mine")
    with writing(tmp_path / "file.txt") as file:
        file.write("new")
    assert other.read_text() == "mine"


posix = pytest.mark.skipif(os.name == "nt", reason="needs the files of a Unix system")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_of_a_file_that_is_there_is_kept(tmp_path, mode):
    path = tmp_path / "file.txt"
    path.write_text("old")
    path.chmod(mode)
    with writing(path) as file:
        file.write("new")
    assert path.read_text() == "new" and path.stat().st_mode & 0o777 == mode


@posix
def test_a_new_file_is_as_public_as_any_other(tmp_path):
    (tmp_path / "usual").write_text("")
    with writing(tmp_path / "file.txt") as file:
        file.write("new")
    assert (tmp_path / "file.txt").stat().st_mode == (tmp_path / "usual").stat().st_mode


@posix
def test_a_link_is_followed_and_stays_a_link(tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    link.symlink_to(real)
    with writing(link) as file:
        file.write("new")
    assert link.is_symlink() and real.read_text() == "new"


@posix
def test_a_write_protected_file_is_not_overwritten_by_root_neither(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(BadInput, match="write-protected"), writing(path):
        pytest.fail("the block must not run")
    assert path.read_text() == "old"


@posix
def test_a_device_is_written_and_not_replaced(tmp_path):
    with writing("/dev/null") as file:
        file.write("gone")
    assert not os.path.isfile("/dev/null")


@posix
def test_a_pipe_is_written_while_somebody_reads_it_and_declined_otherwise(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(BadInput, match="cannot write"), writing(pipe):
        pytest.fail("the block must not run")
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with writing(pipe) as file:
        file.write("through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


@posix
def test_a_full_disk_is_a_line_that_names_the_file():
    with pytest.raises(BadInput, match="cannot write /dev/full"), writing("/dev/full") as file:
        file.write("x" * 100_000)


def test_what_goes_wrong_elsewhere_in_the_block_is_not_blamed_on_the_file(tmp_path):
    with pytest.raises(BrokenPipeError), writing(tmp_path / "file.txt"):
        raise BrokenPipeError
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, ""])
def test_a_name_that_no_file_can_have_is_a_line(tmp_path, name):
    path = f"{tmp_path}/{name}"
    with pytest.raises(BadInput, match="cannot write"), writing(path):
        pytest.fail("the block must not run")


@pytest.mark.parametrize(
    ("text", "line"),
    [("emma", "emma"), ("Łu 東", "Łu 東"), ("a\x1b[2Jb\nc", r"a\x1b[2Jb\nc"), ("x" * 400, "x" * 297 + "...")],
)
def test_a_printable_line_moves_no_cursor(text, line):
    assert printable(text) == line


def test_a_line_is_said_in_one_write_so_that_those_of_other_processes_do_not_part_it(monkeypatch):
    written = []
    monkeypatch.setattr("sys.stdout", SimpleNamespace(write=written.append, flush=lambda: None))
    outside.Say()("step 1")
    assert [text for text in written if text] == ["step 1\n"]


def test_one_press_that_is_heard_twice_lets_the_step_be_finished_and_a_second_one_does_not(monkeypatch):
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), outside.interrupts() as pressed:
        for number in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):  # as from a terminal, and handed on
            signal.raise_signal(number)
        assert pressed == [signal.SIGINT]
        monkeypatch.setattr(outside, "ONE_PRESS", -1.0)
        signal.raise_signal(signal.SIGINT)
        pytest.fail("a second press must stop at once")
    assert signal.getsignal(signal.SIGINT) is before

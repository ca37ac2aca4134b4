"""The two commands, without installing anything: what they do before and after."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
import course


@pytest.fixture
def project(monkeypatch, tmp_path):
    """A project of two notebooks in which nothing is installed or opened: the commands that would run are listed."""
    (tmp_path / "notebooks").mkdir()
    for name in ("01_bigram", "03_autograd"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(f"fresh {name}")
    ran = []
    monkeypatch.setattr(course, "HERE", tmp_path)
    monkeypatch.setattr(course, "WORK", tmp_path / "work")
    monkeypatch.setattr(course, "prepare", lambda: None)
    monkeypatch.setattr(course, "run", lambda command: ran.append([str(word) for word in command]) or 0)
    return tmp_path, ran


def test_lab_copies_what_is_missing_and_never_overwrites(project):
    folder, ran = project
    (folder / "work").mkdir()
    mine = folder / "work" / "03_autograd.ipynb"
    mine.write_text("my own work")
    course.lab(["--no-browser"])
    assert mine.read_text() == "my own work"
    assert (folder / "work" / "01_bigram.ipynb").read_text() == "fresh 01_bigram"
    trust, lab = ran
    assert trust[2:4] == ["jupyter", "trust"] and trust[4].endswith("01_bigram.ipynb") and len(trust) == 5
    assert "--no-browser" in lab and "--ServerApp.ip=127.0.0.1" in lab
    assert f"--ServerApp.root_dir={folder}" in lab  # so that ../microgpt/bigram.py can be opened from a notebook


def test_reset_fetches_a_fresh_notebook_and_keeps_the_old_ones(project):
    folder, _ = project
    (folder / "work").mkdir()
    mine = folder / "work" / "03_autograd.ipynb"
    for attempt in ("first", "second"):
        mine.write_text(attempt)
        course.lab(["--reset", "03"])
        assert mine.read_text() == "fresh 03_autograd"
    assert (folder / "work" / "03_autograd_mine1.ipynb").read_text() == "first"
    assert (folder / "work" / "03_autograd_mine2.ipynb").read_text() == "second"


def test_a_newer_notebook_replaces_an_untouched_copy_and_is_announced_to_who_has_worked_in_it(project, capsys):
    folder, ran = project
    course.lab([])
    touched, untouched = folder / "work" / "01_bigram.ipynb", folder / "work" / "03_autograd.ipynb"
    touched.write_text("my own work")
    capsys.readouterr()
    course.lab([])
    assert "improved" not in capsys.readouterr().out
    for name in ("01_bigram", "03_autograd"):
        (folder / "notebooks" / f"{name}.ipynb").write_text(f"newer {name}")
    ran.clear()
    course.lab([])
    said = capsys.readouterr().out
    assert "01_bigram.ipynb has been improved" in said and "lab --reset 01" in said and "03_autograd" not in said
    assert touched.read_text() == "my own work" and untouched.read_text() == "newer 03_autograd"
    assert [word for word in ran[0] if word.endswith(".ipynb")] == [str(untouched)]  # trusted anew
    course.lab(["--reset", "01"])
    capsys.readouterr()
    course.lab([])
    assert touched.read_text() == "newer 01_bigram" and "improved" not in capsys.readouterr().out
    (folder / "work" / ".fetched.json").write_text("{")
    course.lab([])  # what is damaged is forgotten


@pytest.mark.parametrize("words", [["--reset"], ["--reset", "0"], ["--reset", "99"]])
def test_reset_needs_the_number_of_one_notebook(project, words):
    with pytest.raises(SystemExit, match="number of one notebook"):
        course.lab(words)


def test_root_may_open_the_lab(project, monkeypatch):
    _, ran = project
    monkeypatch.setattr(course.os, "geteuid", lambda: 0, raising=False)
    course.lab([])
    monkeypatch.setattr(course.os, "geteuid", lambda: 1000, raising=False)
    course.lab([])
    assert ["--allow-root" in command for command in ran if "lab" in command] == [True, False]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_who_ends_the_command_ends_what_it_runs():
    slow = "import os, time; print(os.getpid(), flush=True); time.sleep(100)"
    code = f"import sys, course; sys.exit(course.run([sys.executable, '-c', {slow!r}]))"
    with subprocess.Popen([sys.executable, "-c", code], cwd=course.HERE, stdout=subprocess.PIPE, text=True) as command:
        inner = int(command.stdout.readline())
        command.terminate()
        command.wait(20)
    with pytest.raises(ProcessLookupError):
        os.kill(inner, 0)


def test_an_unknown_word_gets_the_usage():
    done = subprocess.run([sys.executable, course.__file__, "paint"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "python3 course.py lab" in done.stderr and "Traceback" not in done.stderr

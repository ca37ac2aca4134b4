"""The learner's copies, and the JupyterLab that opens them: what is done and said before it starts."""

import json
from types import SimpleNamespace

import pytest

from microgpt.publish import lab as room
from microgpt.publish.copies import Copies, digest, held_back
from microgpt.teach import progress


def notebook(text):
    """A notebook of three cells, of which the last gives an answer away."""
    cell = {"cell_type": "code", "metadata": {}, "source": [text], "outputs": [text], "execution_count": 1}
    reveal = cell | {"metadata": {"tags": ["reveal"]}, "outputs": ["the answer"], "execution_count": 3}
    return json.dumps({"cells": [cell, cell | {"execution_count": 2}, reveal]}, indent=1) + "\n"


@pytest.fixture
def project(monkeypatch, tmp_path):
    """A project of two notebooks in which nothing is installed or opened: the commands that would run are listed."""
    (tmp_path / "notebooks").mkdir()
    for name in ("01_bigram", "03_autograd"):
        (tmp_path / "notebooks" / f"{name}.ipynb").write_text(notebook(f"fresh {name}"))
    ran = []

    def run(command, **how):
        ran.append([str(word) for word in command])
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(room, "HERE", tmp_path)
    monkeypatch.setattr(room, "COPIES", Copies(tmp_path / "notebooks", tmp_path / "work"))
    monkeypatch.setattr(room.subprocess, "run", run)
    monkeypatch.setattr(room, "become", lambda command: ran.append([str(word) for word in command]))
    return tmp_path, ran


@pytest.fixture
def learner(project):
    """A project whose learner has worked in lesson 1 and 3, and has a progress."""
    folder, _ = project
    room.lab([])
    kept = progress.Progress(folder / "work")
    for lesson in ("01", "03"):
        kept.note(lesson, "exercises", f"of {lesson}", state="solved")
        (folder / "work" / {"01": "01_bigram.ipynb", "03": "03_autograd.ipynb"}[lesson]).write_text("my own work")
    return folder


def test_lab_copies_what_is_missing_and_never_overwrites(project, capsys):
    folder, ran = project
    (folder / "work").mkdir()
    mine = folder / "work" / "03_autograd.ipynb"
    mine.write_text("my own work")
    room.lab(["--no-browser"])
    assert mine.read_text() == "my own work"
    assert "fresh 01_bigram" in (folder / "work" / "01_bigram.ipynb").read_text()
    trust, lab = ran
    assert trust[2:4] == ["jupyter", "trust"] and trust[4].endswith("01_bigram.ipynb") and len(trust) == 5
    assert "--no-browser" in lab and "--ServerApp.ip=127.0.0.1" in lab
    assert f"--ServerApp.root_dir={folder}" in lab  # so that ../microgpt/bigram.py can be opened from a notebook
    assert "work/03_autograd.ipynb may be older than the library" in capsys.readouterr().out  # nothing is known of it


def test_a_copy_gives_no_answer_away_and_is_the_source_otherwise(project):
    folder, _ = project
    room.lab([])
    copy = json.loads((folder / "work" / "01_bigram.ipynb").read_text())
    source = json.loads((folder / "notebooks" / "01_bigram.ipynb").read_text())
    assert copy["cells"][2]["outputs"] == [] and copy["cells"][2]["execution_count"] is None
    source["cells"][2] |= {"outputs": [], "execution_count": None}
    assert copy == source
    noted = json.loads((folder / "work" / ".fetched.json").read_text())["01_bigram.ipynb"]
    assert len({noted["copy"], noted["source"]}) == 2


def test_the_copies_of_the_true_notebooks_are_as_jupyter_would_write_them():
    for path in sorted((room.HERE / "notebooks").glob("*.ipynb")):
        copy, source = held_back(path).decode(), path.read_text(encoding="utf-8")
        assert set(copy.splitlines()) <= {*source.splitlines(), '   "execution_count": null,', '   "outputs": [],'}


def test_fresh_fetches_a_new_notebook_and_keeps_the_old_ones(project):
    folder, _ = project
    (folder / "work").mkdir()
    mine = folder / "work" / "03_autograd.ipynb"
    for attempt in ("first", "second"):
        mine.write_text(attempt)
        room.lab(["--fresh", "03"])
        assert "fresh 03_autograd" in mine.read_text()
    assert (folder / "work" / "03_autograd_mine1.ipynb").read_text() == "first"
    assert (folder / "work" / "03_autograd_mine2.ipynb").read_text() == "second"


def test_fresh_keeps_the_progress_and_reset_forgets_that_of_its_lesson_alone(learner):
    room.lab(["--fresh", "01"])
    assert set(progress.Progress(learner / "work").marks()) == {"01", "03"}
    (learner / "work" / "01_bigram.ipynb").write_text("my own work again")
    room.lab(["--reset", "01"])
    assert set(progress.Progress(learner / "work").marks()) == {"03"}
    assert (learner / "work" / "01_bigram_mine2.ipynb").read_text() == "my own work again"
    assert "fresh 01_bigram" in (learner / "work" / "01_bigram.ipynb").read_text()


def test_lab_opens_where_the_learner_was_last(project, learner):
    _, ran = project
    room.lab([])
    room.lab(["--fresh", "01"])
    (learner / "work" / "progress.json").write_text("{")
    room.lab([])
    opened = [word.rsplit("/")[-1] for command in ran for word in command if "default_url" in word]
    assert opened == ["01_bigram.ipynb", "03_autograd.ipynb", "01_bigram.ipynb", "01_bigram.ipynb"]


def test_a_damaged_progress_is_a_line_when_the_lab_opens(learner, capsys):
    (learner / "work" / "progress.json").write_text("{")
    room.lab(["--reset", "03"])
    assert "progress.json was damaged. It is kept as progress_damaged.json" in capsys.readouterr().out


def test_a_newer_notebook_replaces_an_untouched_copy_and_is_announced_to_who_has_worked_in_it(project, capsys):
    folder, ran = project
    room.lab([])
    touched, untouched = folder / "work" / "01_bigram.ipynb", folder / "work" / "03_autograd.ipynb"
    touched.write_text("my own work")
    capsys.readouterr()
    room.lab([])
    assert "older" not in capsys.readouterr().out
    for name in ("01_bigram", "03_autograd"):
        (folder / "notebooks" / f"{name}.ipynb").write_text(notebook(f"newer {name}"))
    ran.clear()
    room.lab([])
    said = capsys.readouterr().out
    assert "work/01_bigram.ipynb is older than the library now" in said
    assert "python3 course.py lab --fresh 01" in said and "03_autograd" not in said
    assert touched.read_text() == "my own work" and "newer 03_autograd" in untouched.read_text()
    assert [word for word in ran[0] if word.endswith(".ipynb")] == [str(untouched)]  # trusted anew
    room.lab(["--fresh", "01"])
    capsys.readouterr()
    room.lab([])
    assert "newer 01_bigram" in touched.read_text() and "older" not in capsys.readouterr().out


@pytest.mark.parametrize("text", ["{", "[]", '{"01_bigram.ipynb": 5}', '"x"', "\x00"])
def test_what_is_damaged_in_the_notes_about_copies_is_forgotten(project, capsys, text):
    folder, _ = project
    room.lab([])
    (folder / "work" / "03_autograd.ipynb").write_text("my own work")
    (folder / "work" / ".fetched.json").write_text(text)
    room.lab([])
    assert (folder / "work" / "03_autograd.ipynb").read_text() == "my own work"
    assert "01_bigram.ipynb" in json.loads((folder / "work" / ".fetched.json").read_text())  # it is the copy still


def test_a_copy_of_the_earlier_course_is_renewed_if_it_is_untouched_and_named_if_not(project, capsys):
    """The first course copied whole notebooks, and noted one digest for both."""
    folder, _ = project
    (folder / "work").mkdir()
    for name in ("01_bigram", "03_autograd"):
        (folder / "work" / f"{name}.ipynb").write_text(f"earlier {name}")
    noted = {f"{n}.ipynb": digest(f"earlier {n}".encode()) for n in ("01_bigram", "03_autograd")}
    (folder / "work" / ".fetched.json").write_text(json.dumps(noted))
    (folder / "work" / "03_autograd.ipynb").write_text("my own work")
    room.lab([])
    assert "fresh 01_bigram" in (folder / "work" / "01_bigram.ipynb").read_text()
    assert "work/03_autograd.ipynb is older than the library now" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_a_line(project):
    folder, _ = project
    (folder / "work").write_text("a file")
    with pytest.raises(SystemExit, match="cannot write the notebooks into work/"):
        room.lab([])


@pytest.mark.parametrize("wish", ["--fresh", "--reset"])
@pytest.mark.parametrize("words", [[], ["0"], ["99"], ["--no-browser"], ["/"]])
def test_a_wish_needs_the_number_of_one_notebook(project, wish, words):
    with pytest.raises(SystemExit, match=f"{wish} needs the number of one notebook"):
        room.lab([wish, *words])


@pytest.mark.parametrize("words", [["--fresh=03"], ["--reset=3"], ["--fresh", "3"]])
def test_a_wish_may_be_spelled_as_other_programs_have_it(project, words):
    folder, ran = project
    room.lab([])
    (folder / "work" / "03_autograd.ipynb").write_text("my own work")
    room.lab(words)
    assert (folder / "work" / "03_autograd_mine1.ipynb").exists() and not any("03" in word for word in ran[-1][-1:])


@pytest.mark.parametrize("wrong", ["--frehs", "--refresh", "--rest", "-fresh", "--reset3", "--Fresh=03"])
def test_a_wish_that_is_misspelled_does_not_vanish_in_jupyterlab(project, wrong):
    _, ran = project
    with pytest.raises(SystemExit, match=f"{wrong} is not known here: do you mean --"):
        room.lab([wrong, "03"])
    assert not ran
    room.lab(["--no-browser", "--port=9999", "--ServerApp.token=fresh", "--debug"])  # these are JupyterLab's own


def test_two_wishes_at_once_are_a_line(project):
    with pytest.raises(SystemExit, match="needs the number of one notebook"):
        room.lab(["--fresh", "01", "--reset", "03"])


def test_what_nobody_has_touched_is_not_put_aside(project):
    folder, _ = project
    room.lab([])
    room.lab(["--fresh", "03"])
    room.lab(["--reset", "03"])
    assert not list((folder / "work").glob("*_mine*"))


def test_a_notebook_that_jupyter_does_not_trust_is_a_line_and_no_traceback(project, monkeypatch, capsys):
    failed = SimpleNamespace(returncode=1, stderr=b"Traceback ...\nOSError: no space left\n")
    monkeypatch.setattr(room.subprocess, "run", lambda command, **_: failed)
    room.lab([])
    said = capsys.readouterr()
    assert "run their cells. OSError: no space left" in said.out and "Traceback" not in said.out + said.err


def test_root_may_open_the_lab(project, monkeypatch):
    _, ran = project
    monkeypatch.setattr(room.os, "geteuid", lambda: 0, raising=False)
    room.lab([])
    monkeypatch.setattr(room.os, "geteuid", lambda: 1000, raising=False)
    room.lab([])
    assert ["--allow-root" in command for command in ran if "lab" in command] == [True, False]


def test_a_wish_may_stand_anywhere_among_the_words(project):
    folder, ran = project
    room.lab([])
    (folder / "work" / "03_autograd.ipynb").write_text("my own work")
    room.lab(["--no-browser", "--fresh", "03", "--port=9999"])
    assert (folder / "work" / "03_autograd_mine1.ipynb").exists()
    assert "--no-browser" in ran[-1] and "--port=9999" in ran[-1] and "--fresh" not in ran[-1] and "03" not in ran[-1]


def test_what_newcomers_read_as_an_error_is_not_said():
    told = room.settings("01_bigram.ipynb")
    assert "--LanguageServerManager.autodetect=False" in told and not any("ServerApp.preferred_dir" in w for w in told)

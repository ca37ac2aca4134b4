"""The two commands: what is prepared, what is mended, and what is left behind when somebody stops them."""

import ast
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))
import course


@pytest.fixture
def project(monkeypatch, tmp_path):
    """An empty project: (its folder, what was made and installed, as words)."""
    done = []
    for name in ("requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text(f"{name}==1")
    monkeypatch.setattr(course, "HERE", tmp_path)
    monkeypatch.setattr(course, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(course, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(course, "TEST_LOCK", tmp_path / "requirements-test.lock")
    monkeypatch.setattr(course, "make", lambda: (tmp_path / ".venv").mkdir(exist_ok=True) or done.append("make"))
    monkeypatch.setattr(course, "install", lambda lock: done.append(lock.name))
    monkeypatch.setattr(course, "broken", lambda: None)
    return tmp_path, done


def test_what_is_missing_is_installed_once(project):
    _, done = project
    for _ in range(2):
        course.prepare([course.LOCK])
    assert done == ["make", "requirements.lock"]
    course.prepare([course.LOCK, course.TEST_LOCK])
    assert done[2:] == ["requirements-test.lock"]


def test_a_changed_lock_or_a_broken_environment_is_made_anew(project, monkeypatch, capsys):
    folder, done = project
    course.prepare([course.LOCK])
    (folder / "requirements.lock").write_text("newer==2")
    assert ".venv" not in capsys.readouterr().out
    course.prepare([course.LOCK])
    assert done == ["make", "requirements.lock"] * 2 and "unfinished, or was made in" in capsys.readouterr().out
    monkeypatch.setattr(course, "broken", lambda: "No module named 'numpy'")
    monkeypatch.setattr(course, "make", lambda: done.append("make") or course.stamp(course.LOCK).unlink())
    course.prepare([course.LOCK])
    assert done == ["make", "requirements.lock"] * 3
    assert "not whole (No module named 'numpy'): making it anew" in capsys.readouterr().out


def test_what_is_broken_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "HERE", tmp_path)
    monkeypatch.setattr(course, "PYTHON", tmp_path / "no" / "python")
    assert "No such file" in course.broken()
    monkeypatch.setattr(course, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(course, "PARTS", "json, no_such_part")
    assert course.broken() == "ModuleNotFoundError: No module named 'no_such_part'"
    monkeypatch.setattr(course, "PARTS", "json")
    assert course.broken() is None


def test_an_older_python_can_read_the_file_to_its_end():
    """Nothing in it is spelled in a way that Python 2.7 or 3.4 would not understand."""
    tree = ast.parse(Path(course.__file__).read_text(encoding="utf-8"))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Starred, ast.AsyncFunctionDef, ast.Match, ast.Nonlocal)
    assert not any(isinstance(node, newer) for node in ast.walk(tree))
    assert not any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print" for node in ast.walk(tree))
    assert not any(isinstance(node, ast.Raise) and node.cause for node in ast.walk(tree))
    first = next(node for node in tree.body if isinstance(node, ast.If))
    before = [node for node in tree.body[: tree.body.index(first)] if isinstance(node, (ast.Import, ast.ImportFrom))]
    assert "version_info" in ast.unparse(first.test) and ast.unparse(before) == "import sys"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", [0, 1], ids=["while it runs", "while it starts"])
def test_who_stops_the_installing_leaves_nothing_running(tmp_path, ending, moment):
    slow = tmp_path / "python"
    slow.write_text("#!/bin/sh\necho $$ > pid\necho Collecting numpy\nexec sleep 100\n")
    slow.chmod(0o755)
    code = (
        f"import sys; sys.path.insert(0, {str(course.HERE)!r}); import course, pathlib; sys.argv = ['course.py', 'lab']\n"
        f"course.PYTHON = pathlib.Path({str(slow)!r}); course.make = lambda: None; course.installed = lambda lock: False\n"
        f"import subprocess, time; start = subprocess.Popen\n"
        f"course.subprocess.Popen = lambda *a, **k: (start(*a, **k), time.sleep({moment}))[0]\n"
        "course.main()"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stderr=subprocess.PIPE, text=True) as command:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().strip():
            time.sleep(0.05)
        command.send_signal(ending)
        _, said = command.communicate(timeout=30)
    assert said.strip() == "Stopped. The same command goes on from here."
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.parametrize(
    ("word", "line"),
    [
        ("lba", "There is no command 'lba': do you mean lab?"),
        ("tests", "There is no command 'tests': do you mean test?"),
        ("paint", "There is no command 'paint': it is one of lab, test, class, grade, slides, pack, site."),
        ("doctor", "doctor is a word of the library: .venv/bin/python -m microgpt doctor"),
    ],
)
def test_what_was_not_understood_is_said_last(monkeypatch, word, line):
    monkeypatch.setattr(sys, "argv", ["course.py", word])
    monkeypatch.setattr(course, "PYTHON", course.HERE / ".venv" / "bin/python")
    with pytest.raises(SystemExit) as end:
        course.main()
    assert str(end.value).splitlines()[-1] == line


@pytest.mark.parametrize("word", ["lab", "test", "class", "grade", "slides", "pack", "site"])
@pytest.mark.parametrize("wish", ["--help", "-h"])
def test_who_asks_what_a_word_does_installs_nothing(project, monkeypatch, capsys, word, wish):
    monkeypatch.setattr(sys, "argv", ["course.py", word, wish])
    course.main()
    assert project[1] == [] and "python3 course.py lab" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_what_the_tests_start_hears_ctrl_c_where_they_run_in_the_background():
    heard = "import signal as s; print(s.getsignal(s.SIGINT) is s.SIG_IGN, s.getsignal(s.SIGHUP) is s.SIG_IGN)"
    deaf = "import signal as s, subprocess, sys; s.signal(s.SIGINT, s.SIG_IGN); s.signal(s.SIGHUP, s.SIG_IGN)"
    for first, said in (("", "True True\n"), ("import conftest; ", "False False\n")):
        code = f"{deaf}; {first}subprocess.run([sys.executable, '-c', {heard!r}])"
        command = [sys.executable, "-c", code]
        assert subprocess.check_output(command, cwd=Path(__file__).parent, text=True) == said


def test_help_is_given_and_an_unknown_word_gets_the_usage():
    for words, code in ((["--help"], 0), (["-h"], 0), (["paint"], 1), ([], 1)):
        command = [sys.executable, course.__file__, *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code and "python3 course.py lab" in (done.stderr or done.stdout)
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("word", ["class", "grade", "slides", "pack", "site"])
def test_who_names_no_folder_is_told_so_before_anything_is_installed(project, monkeypatch, word):
    monkeypatch.setattr(sys, "argv", ["course.py", word])
    with pytest.raises(SystemExit, match=f"^python3 course.py {word} FOLDER"):
        course.main()
    assert project[1] == []

"""The command line, as a person meets it."""

import csv
import os
import signal
import subprocess
import sys
import time

import pytest

from microgpt import gpt
from microgpt.__main__ import main

SMALL = ["--n_embd", "4", "--n_head", "2", "--block_size", "6"]


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "list.txt"
    path.write_text("anna\nbob\nbarbar\nbartholomew\nabbaa\n")
    return str(path)


def run(capsys, *words):
    """(exit code, what was printed, what was complained)."""
    try:
        code = main([str(word) for word in words])
    except SystemExit as stop:
        code = stop.code
    out, err = capsys.readouterr()
    return code, out, err


def test_train_prints_sizes_progress_and_samples(capsys, names):
    code, out, _ = run(capsys, "train", "--data", names, *SMALL, "--num-steps", 20, "--samples", 3)
    assert code == 0
    assert "num docs: 5\nvocab size: 12\nnum params: 312\n" in out
    assert "cropped: 2 documents" in out
    assert "step  1 of 20 | loss 2." in out and "step 20 of 20" in out and "| 0:00 left" in out
    assert out.count("\nsample ") == 3


def test_underscores_and_hyphens_are_the_same(capsys, names):
    words = ["--data", names, *SMALL, "--samples", 2, "--seed", 7]
    one = run(capsys, "train", *words, "--num_steps", 3, "--learning_rate", 0.1)
    other = run(capsys, "train", *words, "--num-steps", 3, "--learning-rate", 0.1)
    assert one == other


def test_the_log_has_every_digit_and_the_model_can_be_sampled(capsys, names, tmp_path):
    log, model = tmp_path / "log.csv", tmp_path / "model.json"
    run(capsys, "train", "--data", names, *SMALL, "--num-steps", 5, "--log", log, "--save", model)
    with log.open() as file:
        rows = list(csv.DictReader(file))
    assert [row["step"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert all(repr(float(row["loss"])) == row["loss"] and len(row["loss"]) > 12 for row in rows)
    code, out, _ = run(capsys, "sample", model, "--samples", 4, "--prefix", "ab", "--temperature", 1.5)
    assert code == 0
    assert [line[11:13] for line in out.splitlines()] == ["ab"] * 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.txt", "log.csv", "model.json"]


def test_the_replay_engine_gives_the_same_names_and_model(capsys, names, tmp_path):
    pytest.importorskip("numpy")
    words = ["train", "--data", names, *SMALL, "--num-steps", 30, "--samples", 5]
    _, readable, _ = run(capsys, *words, "--save", tmp_path / "readable.json")
    code, replayed, _ = run(capsys, *words, "--save", tmp_path / "replayed.json", "--engine", "replay")
    assert code == 0
    assert [line for line in replayed.splitlines() if "left" not in line] == [
        line for line in readable.splitlines() if "left" not in line
    ]
    one, other = (gpt.load(tmp_path / f"{engine}.json")[0] for engine in ("readable", "replayed"))
    for name, rows in one.items():
        for row, same in zip(rows, other[name]):
            assert same == pytest.approx(row, abs=1e-12)


def test_replay_without_numpy_gets_one_clear_line(capsys, names, monkeypatch):
    monkeypatch.setitem(sys.modules, "microgpt.replay", None)
    code, _, err = run(capsys, "train", "--data", names, "--engine", "replay")
    assert code == 2
    assert err == "microgpt: --engine replay needs NumPy: pip install numpy\n"


WRONG = {
    "an unknown engine": ["train", "--engine", "steam"],
    "a missing file": ["train", "--data", "nowhere.txt"],
    "no size": ["train", "--n_embd", "0"],
    "a negative size": ["train", "--n_layer", "-1"],
    "a size that is no number": ["train", "--block-size", "x"],
    "half a size": ["train", "--num_steps", "2.5"],
    "heads that do not fit": ["train", "--n_embd", "10", "--n_head", "4"],
    "temperature 0": ["train", "--temperature", "0"],
    "temperature nan": ["train", "--temperature", "nan"],
    "learning rate inf": ["train", "--learning_rate", "inf"],
    "samples -1": ["train", "--samples", "-1"],
    "an unknown option": ["train", "--dropout", "0.1"],
    "half an option": ["train", "--num", "3"],
    "no command": [],
    "an unknown command": ["paint"],
    "a log that cannot be written": ["train", "--num_steps", "1", "--log", "no/such/folder/log.csv"],
    "a model that cannot be written": ["train", "--num_steps", "1", "--save", "no/such/folder/model.json"],
    "a missing checkpoint": ["sample", "nowhere.json"],
    "a text the model cannot read": ["draw", "--text", "Ω"],
    "a text that is too long": ["draw", "--text", "a" * 17],
    "a picture of an unknown kind": ["draw", "-o", "picture.xyz"],
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_bad_input_gets_one_clear_line_and_exit_code_2(capsys, monkeypatch, tmp_path, words):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *words)
    assert code == 2
    assert err.startswith("microgpt") and err.count("\n") == 1
    assert "sample" not in out
    assert list(tmp_path.iterdir()) == []


def test_a_prefix_the_model_cannot_follow_is_refused(capsys, names, tmp_path):
    model = tmp_path / "model.json"
    run(capsys, "train", "--data", names, *SMALL, "--num-steps", 1, "--save", model)
    for prefix, complaint in (("Q", "never seen"), ("aaaaaa", "shorter than the 6")):
        code, out, err = run(capsys, "sample", model, "--prefix", prefix)
        assert (code, out) == (2, "")
        assert complaint in err


def test_a_loss_that_is_no_number_stops_training_and_leaves_the_old_model(capsys, names, tmp_path):
    model, log = tmp_path / "model.json", tmp_path / "log.csv"
    model.write_text("old")
    code, _, err = run(
        capsys, "train", "--data", names, *SMALL, "--learning_rate", "1e300", "--save", model, "--log", log
    )
    assert code == 2
    assert "smaller learning rate" in err and err.count("\n") == 1
    assert model.read_text() == "old"
    assert log.read_text().endswith("nan\n")


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_ctrl_c_keeps_the_log_and_the_model_so_far(names, tmp_path):
    log, model = tmp_path / "log.csv", tmp_path / "model.json"
    words = ["train", "--data", names, "--num_steps", "1000000", "--log", log, "--save", model]
    with subprocess.Popen(
        [sys.executable, "-m", "microgpt", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while "step " not in process.stdout.readline():  # training has begun
            pass
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "stopped after step" in err and "Traceback" not in err
    steps = len(log.read_text().splitlines()) - 1
    assert steps >= 1 and f"step {steps} of" in err
    assert main(["sample", str(model), "--samples", "1"]) == 0
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.skipif(os.name == "nt", reason="sends a POSIX signal")
def test_a_kill_leaves_the_old_files_untouched(names, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("old")
    words = ["train", "--data", names, "--num_steps", "1000000", "--log", str(log)]
    with subprocess.Popen([sys.executable, "-m", "microgpt", *words], stdout=subprocess.PIPE, text=True) as process:
        while "step " not in process.stdout.readline():
            pass
        process.kill()
    assert log.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir() if path.suffix != ".part"} <= {"list.txt", "log.csv"}


def test_doctor_names_what_is_missing_and_how_to_mend_it(capsys, monkeypatch):
    from microgpt import doctor

    assert run(capsys, "doctor")[0] == 0
    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None)
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "MISSING  Kernel" in out and "-m pip install ipykernel" in out
    assert len(out.splitlines()) == len(doctor.NEEDED) + len(doctor.OPTIONAL)


def test_doctor_notices_a_changed_list(capsys, monkeypatch, tmp_path):
    from microgpt import doctor

    (tmp_path / "names.txt").write_text("anna\n")
    monkeypatch.setattr(doctor, "FOLDER", tmp_path)
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "was changed" in out

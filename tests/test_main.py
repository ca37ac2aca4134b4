"""The command line, as a person meets it."""

import csv
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import microgpt
from microgpt import gpt, outside
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


def test_batches_and_held_out_items_are_the_same_in_both_engines(capsys, names, tmp_path):
    pytest.importorskip("numpy")
    words = ["train", "--data", names, *SMALL, "--num-steps", 20, "--batch", 3, "--held-out", 0.2, "--samples", 2]
    found = []
    for engine in ("readable", "replay"):
        code, out, _ = run(capsys, *words, "--engine", engine)
        assert code == 0
        found.append([line.rsplit("|", 1)[0] for line in out.splitlines()])
    assert found[0] == found[1]
    distinct = len(set(Path(names).read_text(encoding="utf-8").split()))
    assert found[0][0] == f"num docs: {distinct - distinct // 5}, and {distinct // 5} held out"
    judged = [line for line in found[0] if "held out " in line and line.startswith("step")]
    assert len(judged) == 10
    assert len({line.split("held out ")[1] for line in judged}) > 1


def test_the_loss_of_a_batch_is_the_mean_over_its_items(capsys, names, tmp_path):
    log = tmp_path / "log.csv"
    rate = ["--learning_rate", 1e-12, "--samples", 0, "--log", log]

    def losses(*more):
        run(capsys, "train", "--data", names, *SMALL, *rate, *more)
        with log.open() as file:
            return [float(row["loss"]) for row in csv.DictReader(file)]

    single, pairs = losses("--num_steps", 4), losses("--num_steps", 2, "--batch", 2)
    assert pairs == pytest.approx([(single[0] + single[1]) / 2, (single[2] + single[3]) / 2], abs=1e-9)


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
    "batch 0": ["train", "--batch", "0"],
    "all held out": ["train", "--held_out", "1"],
    "nothing to hold out": ["train", "--held_out", "0.00001"],
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
    "a box that there is not": ["draw", "--open", "pos0/layer9"],
    "a neuron where there is none": ["draw", "--open", "pos0/embed[0]"],
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
    assert "learning rate 1e+300 is too large" in err and err.count("\n") == 1
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


def test_sampling_ends_when_nobody_reads_on(capsys, names, tmp_path, monkeypatch):
    run(capsys, "train", "--data", names, "--num_steps", "1", "--samples", "0", "--save", tmp_path / "model.json")
    drawn = []

    def sample(*_):
        drawn.append(0)
        if len(drawn) == 3:
            monkeypatch.setattr(outside.say, "failure", "Broken pipe")
        return [0]

    monkeypatch.setattr("microgpt.__main__.sample", sample)
    code, _, err = run(capsys, "sample", tmp_path / "model.json", "--samples", "1000")
    assert code == 2 and "Broken pipe" in err and len(drawn) == 3


def test_doctor_names_what_is_missing_and_how_to_mend_it(capsys, monkeypatch):
    from microgpt import doctor

    assert run(capsys, "doctor")[0] == 0
    monkeypatch.setitem(sys.modules, "ipykernel", None)
    monkeypatch.setattr(doctor.sys, "prefix", "somewhere")
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "MISSING  Kernel" in out and "-m pip install ipykernel" in out
    assert len(out.splitlines()) == len(doctor.NEEDED) + len(doctor.OPTIONAL)


def test_doctor_imports_what_it_looks_for(monkeypatch, tmp_path):
    from microgpt import doctor

    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "half_there").mkdir()
    (tmp_path / "half_there" / "__init__.py").write_text("import not_there_at_all")
    (tmp_path / "broken_one.py").write_text("1 / 0")
    assert doctor.package("half_there", "")[0] == "half_there lacks not_there_at_all"
    assert doctor.package("broken_one", "")[0] == "broken_one is broken: division by zero"
    assert doctor.package("json", "reads")[1] is None


def test_the_remedy_is_one_that_works_in_this_python(monkeypatch):
    from microgpt import doctor

    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    monkeypatch.setattr(doctor.sys, "prefix", doctor.sys.base_prefix)
    assert doctor.remedy("numpy").startswith("python3 course.py lab")
    monkeypatch.setattr(doctor.sys, "prefix", "an environment")
    assert doctor.remedy("numpy").endswith("-m pip install numpy")
    monkeypatch.setattr(doctor.sys, "executable", "/a folder/bin/python")
    quoted = '"/a folder/bin/python"' if os.name == "nt" else "'/a folder/bin/python'"
    assert doctor.remedy("numpy") == f"{quoted} -m pip install numpy"  # as a shell takes it


def test_doctor_examines_a_python_that_has_nothing_but_itself():
    """As a newcomer's: no package of the course can be imported."""
    code = (
        "import sys\n"
        "own = {*sys.stdlib_module_names, 'microgpt'}\n"
        "class Nothing:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] not in own:\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, Nothing())\n"
        "from microgpt.__main__ import main\n"
        "sys.exit(main(['doctor']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr == ""
    assert "MISSING  NumPy" in done.stdout and "optional Marks       course.py grade lacks" in done.stdout


def test_doctor_notices_a_changed_list(capsys, monkeypatch, tmp_path):
    from microgpt import doctor

    (tmp_path / "names.txt").write_text("anna\n")
    monkeypatch.setattr(doctor, "FOLDER", tmp_path)
    code, out, _ = run(capsys, "doctor")
    assert code == 1
    assert "was changed" in out


# ---- bad input of every kind is a line and exit code 2, and costs nothing ----

TINY = ["--num_steps", "3", "--samples", "1", "--n_embd", "4", "--n_head", "2"]


def shell(line, cwd, **environment):
    """Run a command line in a shell; (exit code, standard output, standard error)."""
    line = line.replace("microgpt", f"{shlex.quote(sys.executable)} -m microgpt")
    root = str(Path(__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": root, **environment}
    done = subprocess.run(["bash", "-c", line], cwd=cwd, env=env, capture_output=True, check=False, timeout=60)
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


posix = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="needs a Unix shell")


@pytest.mark.parametrize(
    "words",
    [
        ["train", "--data", "{names}", "--save", "{names}"],
        ["train", "--data", "{names}", "--log", "{folder}/../{last}/list.txt"],
        ["train", "--data", "{names}", "--save", "{folder}/new", "--log", "{folder}/./new"],
        ["draw", "--data", "{names}", "-o", "{names}"],
    ],
)
def test_one_file_cannot_serve_twice_however_it_is_spelled(capsys, names, words):
    folder, before = Path(names).parent, Path(names).read_bytes()
    words = [word.format(names=names, folder=folder, last=folder.name) for word in words]
    code, out, err = run(capsys, *words)
    assert code == 2 and "are the same file" in err and err.count("\n") == 1 and not out
    assert Path(names).read_bytes() == before and len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(
    "words",
    [["train", "--n_embd", "2000"], ["train", "--block_size", "1000000000"], ["draw", "--n_layer", "1000000000"]],
)
def test_a_huge_model_is_declined_before_anything_is_built(capsys, names, words):
    code, _, err = run(capsys, *words, "--data", names)
    assert code == 2 and "more than ten million (--large goes on)" in err


def test_what_is_large_is_read_and_built_when_it_is_asked_for(capsys, names, monkeypatch):
    monkeypatch.setattr("microgpt.__main__.LARGE", 100)
    monkeypatch.setattr("microgpt.__main__.LARGEST", 10)
    code, _, err = run(capsys, "train", "--data", names, *TINY)
    assert code == 2 and "(--large reads it all the same)" in err
    code, _, err = run(capsys, "train", "--data", names, *TINY, "--large")
    assert code == 0, err


@pytest.mark.parametrize(("rate", "steps"), [("1e150", "1"), ("1000", "50"), ("1e300", "3")])
def test_a_training_that_leaves_all_bounds_is_said_and_not_saved(capsys, names, tmp_path, rate, steps):
    model = tmp_path / "model.json"
    words = ["--data", names, *TINY, "--learning-rate", rate, "--num-steps", steps, "--save", str(model)]
    code, _, err = run(capsys, "train", *words)
    assert code == 2 and "the loss has left all bounds at step" in err and not model.exists()


@posix
def test_a_log_on_a_full_disk_costs_neither_the_training_nor_the_model(capsys, names, tmp_path):
    model = tmp_path / "model.json"
    code, _, err = run(capsys, "train", "--data", names, *TINY, "--log", "/dev/full", "--save", model)
    assert (code, err) == (2, "microgpt: cannot write /dev/full: No space left on device\n")
    assert gpt.load(model)


@posix
@pytest.mark.parametrize("where", ["| head -1", "> /dev/full", ">&-"])
def test_an_output_that_ends_costs_no_model(names, tmp_path, where):
    line = f"microgpt train --data {names} {' '.join(TINY)} --save m.json --log l.csv {where}"
    _, _, err = shell(line, tmp_path)
    assert "Traceback" not in err and err.count("\n") <= 1
    assert gpt.load(tmp_path / "m.json") and (tmp_path / "l.csv").read_text().count("\n") == 4
    assert {path.name for path in tmp_path.iterdir()} == {"list.txt", "l.csv", "m.json"}


@posix
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_whatever_ends_a_training_finishes_its_step_and_saves(names, tmp_path, ending):
    words = ["train", "--data", names, "--num_steps", "1000000", "--save", "m.json", "--log", "l.csv"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    command = [sys.executable, "-m", "microgpt", *words]
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while b"step " not in process.stdout.readline():
            pass
        process.send_signal(ending)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + ending and err.startswith(b"stopped after step")
    assert gpt.load(tmp_path / "m.json") and not list(tmp_path.glob("*.part"))


@posix
@pytest.mark.parametrize("console", [{"PYTHONIOENCODING": "cp1252"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_a_console_that_lacks_letters_shows_them_escaped(tmp_path, console):
    (tmp_path / "list.txt").write_text("Łukasz\n", encoding="utf-8")
    code, out, err = shell(f"microgpt train --data list.txt {' '.join(TINY)}", tmp_path, **console)
    assert code == 0 and "sample  1" in out and not err


@posix
def test_a_log_may_go_where_everything_goes(names, tmp_path):
    code, _, err = shell(f"microgpt train --data {names} {' '.join(TINY)} --log /dev/stdout > out.txt", tmp_path)
    text = (tmp_path / "out.txt").read_text()
    assert code == 0 and not err and "\n3," in text and "num docs" in text and "sample  1" in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["train", "--temperature", "-inf"], "must be a number above 0, not '-inf'"),
        (["train", "--data", "--seed", "3"], "--data needs a value, and --seed is an option"),
        (["train", "--data", ""], "cannot read '': "),
        (["train", "--data", "a\x1b[2Jb"], r"cannot read a\x1b[2Jb"),
        (["train", "--seed", "9" * 5000], "must be a whole number"),
    ],
)
def test_what_begins_with_a_hyphen_or_is_empty_or_endless_is_read_as_a_value(capsys, words, said):
    try:
        code, _, err = run(capsys, *words)
    except SystemExit as ended:
        code, err = ended.code, capsys.readouterr().err
    assert code == 2 and said in err and err.count("\n") == 1 and len(err) < 600


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0 and capsys.readouterr().out.strip() == microgpt.__version__


def test_drawing_without_graphviz_says_what_is_needed(capsys, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("microgpt.graph")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("microgpt.graph", raising=False)
    monkeypatch.setitem(sys.modules, "graphviz", None)
    code, _, err = run(capsys, "draw")
    assert code == 2 and "drawing needs the package graphviz" in err

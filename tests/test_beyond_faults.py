"""train_torch.py goes on exactly where it stopped, whatever stopped it, and says in one line what cannot be used."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest
from torching import ALONE, BEYOND, complaints, started, together, torch, trained

import train_torch  # isort: skip
from microgpt import data, gpt


@pytest.fixture(autouse=True)
def own_settings():
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture
def words(tmp_path):
    """What trains in a moment, on a list of 90 names."""
    (tmp_path / "names.txt").write_text("\n".join(data.bundled()[:90]), encoding="utf-8")
    sizes = {"n_embd": 8, "n_head": 2, "num_steps": 20, "every": 5, "batch": 7, "dropout": 0.3, "weight_decay": 0.1}
    return [
        "--data",
        str(tmp_path / "names.txt"),
        *(str(x) for name, size in sizes.items() for x in (f"--{name}", size)),
    ]


def files(folder):
    """Words that let a training write all it can, and a function that gives what it wrote."""
    folder.mkdir()
    kept = {"save": folder / "m.json", "losses": folder / "losses.csv"}
    found = [str(x) for name, path in kept.items() for x in (f"--{name}", path)]
    return found, lambda: [path.read_bytes() for path in kept.values()]


@pytest.fixture
def unbroken(words, tmp_path):
    """What a training without a break writes."""
    more, written = files(tmp_path / "unbroken")
    assert train_torch.main(words + more) == 0
    return written()


def at_step(monkeypatch, number, happens):
    """Let something happen before one step, once."""
    step, left = train_torch.Training.step, [happens]

    def patched(self, *arguments):
        if len(self.losses) == number and left:
            left.pop()()
        return step(self, *arguments)

    monkeypatch.setattr(train_torch.Training, "step", patched)


def crash():
    raise KeyboardInterrupt


@pytest.mark.parametrize("number", [5, 13, 19])
def test_a_training_that_crashed_goes_on_with_the_same_losses(number, words, unbroken, tmp_path, monkeypatch, capsys):
    more, written = files(tmp_path / "broken")
    at_step(monkeypatch, number, crash)
    assert train_torch.main(words + more) == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"train_torch.py: stopped at once. What was kept in {more[1]} is whole: go on with --resume"
    gpt.load(tmp_path / "broken" / "m.json")  # is whole
    assert train_torch.main([*words, *more, "--resume"]) == 0
    assert written() == unbroken


def test_who_interrupts_loses_no_step(words, unbroken, tmp_path, monkeypatch, capsys):
    more, written = files(tmp_path / "broken")
    at_step(monkeypatch, 7, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert train_torch.main(words + more) == 128 + signal.SIGTERM
    assert f"stopped after step 9; kept in {more[1]}: go on with --resume\n" in capsys.readouterr().out
    assert train_torch.main([*words, *more, "--resume"]) == 0
    assert written() == unbroken


def test_resuming_what_is_finished_changes_nothing_and_where_nothing_is_it_begins(words, unbroken, tmp_path):
    more, written = files(tmp_path / "again")
    for _ in range(2):
        assert train_torch.main([*words, *more, "--resume"]) == 0
        assert written() == unbroken


@pytest.mark.parametrize("dropout", ["0", "0.3"])
def test_whoever_else_goes_on_is_told_that_the_losses_are_others(dropout, words, tmp_path, monkeypatch, capsys):
    """In one process and in two, with one thread and with two; the losses are nearly those without the break, but for dropout."""
    words, more = [*words, "--dropout", dropout, "--dtype", "float64"], files(tmp_path / "m")[0]
    train_torch.main(words + files(tmp_path / "unbroken")[0])
    at_step(monkeypatch, 7, crash)
    assert train_torch.main(words + more) == 130
    capsys.readouterr()
    code, said, complained = trained(together(2), *words, *more, "--resume")
    assert code == 0, complained
    (line,) = [line for line in said.splitlines() if "was written by" in line]
    how = ", as dropout takes out other numbers" if dropout != "0" else " in their last digits, if at all"
    assert line.endswith(f"m.pt was written by 1 process, cpu, 1 thread: from here on the losses differ{how}")
    found = [torch.load(tmp_path / folder / "m.pt", weights_only=True)["losses"] for folder in ("m", "unbroken")]
    far = max(abs(a - b) for a, b in zip(*found, strict=True))
    assert far < 1e-9 if dropout == "0" else far > 1e-6
    assert train_torch.main([*words, *more, "--resume", "--threads", "2"]) == 0
    assert "m.pt was written by 2 processes, cpu, 1 thread:" in capsys.readouterr().out


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def other(path):
    torch.save({"settings": "?"}, path)


def text(path):
    path.write_text("nothing", encoding="utf-8")


def changed(**parts):
    """What a checkpoint would be with other things in these of its places."""

    def damage(path):
        torch.save(torch.load(path, weights_only=True) | parts, path)

    return damage


def remembering(change):
    """What a checkpoint would be if its optimiser remembered other things."""

    def damage(path):
        found = torch.load(path, weights_only=True)
        change(found["optimizer"]["state"])
        torch.save(found, path)

    return damage


NOT_OURS = [
    changed(state={}),
    changed(optimizer={}),
    changed(settings={}),
    changed(losses="xx"),
    changed(losses=[2.0] * 99),
    changed(losses=[2.0] * 3),  # of another step than the moments
    changed(losses=[float("nan")] * 20),
    remembering(lambda moments: moments.clear()),
    remembering(lambda moments: moments[0].update(exp_avg=torch.zeros(3, 3))),
    remembering(lambda moments: moments[1].pop("exp_avg_sq")),
]


@pytest.mark.parametrize("damage", [cut, other, text, *NOT_OURS])
def test_a_damaged_checkpoint_is_said_in_a_line_and_left_as_it_is(damage, words, tmp_path, capsys):
    more, _ = files(tmp_path / "m")
    assert train_torch.main(words + more) == 0
    damage(tmp_path / "m" / "m.pt")
    before = (tmp_path / "m" / "m.pt").read_bytes()
    assert train_torch.main([*words, *more, "--resume"]) == 2
    assert "m.pt is not a whole checkpoint" in capsys.readouterr().err
    assert (tmp_path / "m" / "m.pt").read_bytes() == before


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--batch", "3"], "was trained with --batch 7, not 3"),
        (["--n_layer", "2"], "was trained with --n_layer 1, not 2"),
        (["--held_out", "0.2"], "was trained with --held_out 0.1, not 0.2"),
        (["--num_steps", "30"], "with --num_steps 20, not 30; the learning rate falls to 0 over all of them"),
    ],
)
def test_other_options_do_not_go_on_with_a_training(more, said, words, tmp_path, capsys):
    written, _ = files(tmp_path / "m")
    assert train_torch.main(words + written) == 0
    assert train_torch.main([*words, *written, "--resume", *more]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--data", "none.txt"], "cannot read none.txt"),
        (["--save", "nowhere/m.json"], "cannot write nowhere/m.json"),
        (["--save", ""], "--save needs the name of a file"),
        (["--save", "."], "--save needs the name of a file"),
        (["--n_embd", "4000"], "more than ten million"),
        (["--losses", "nowhere/l.csv"], "cannot write nowhere/l.csv"),
        (["--resume"], "--resume needs --save"),
        (
            ["--learning_rate", "999", "--weight_decay", "0"],
            "left all bounds at step 2: the learning rate 999 is too large",
        ),
        (["--learning_rate", "9", "--weight_decay", "0.2"], "--weight_decay 0.2 is too large for --learning_rate 9"),
        (["--weight_decay", "1e9"], "--weight_decay 1e+09 is too large for --learning_rate 0.005"),
        (["--batch", "82"], "--batch 82 is more than the list has to train on: 81 items"),
        (["--batch", "9" * 300], "is more than the list has to train on"),
        (["--save", "/dev/null"], "/dev/null is a device or a pipe"),
        (["--save", "/dev/stdout"], "/dev/stdout is a device or a pipe"),
        (["--save", "/dev/full", "--overwrite"], "/dev/full is a device or a pipe"),
        (["--save", "x" * 300], "File name too long"),
        (["--save", "names.txt/m.json"], "Not a directory"),
        (["--n_head", "3"], "divisible"),
        (["--save", "m.pt"], "--save needs a name that does not end in .pt"),
        (["--save", "m.PT"], "--save needs a name that does not end in .pt"),
        (["--save", "m.json", "--losses", "m.pt"], "--losses and what --resume reads are the same file"),
        (["--save", "same.csv", "--losses", "same.csv"], "are the same file"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line(more, said, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert train_torch.main([*words, *more]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("train_torch.py: ") and said in line


@pytest.mark.parametrize("rate", ["1e3", "1e38", "1e308", "nan", "-1", "0"])
def test_a_rate_whose_step_no_float_holds_is_declined(rate, words, capsys):
    assert train_torch.main([*words, "--learning_rate", rate]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "must be a number above 0 and below 1000" in line


@pytest.mark.parametrize("threads", ["0", "-1", "1025", "100000", "9" * 20, "0.5"])
def test_threads_with_which_pytorch_would_fall_are_declined(threads, words, capsys):
    assert train_torch.main([*words, "--threads", threads]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "argument --threads: must be a whole number from 1 to 1024" in line


def test_a_training_on_another_list_does_not_go_on_and_no_number_is_told_that_nobody_typed(words, tmp_path, capsys):
    more, _ = files(tmp_path / "m")
    assert train_torch.main(words + more) == 0
    (tmp_path / "names.txt").write_text("\n".join(data.bundled()[1:91]), encoding="utf-8")
    assert train_torch.main([*words, *more, "--resume"]) == 2
    assert capsys.readouterr().err.endswith("m.pt was trained on another list than this --data\n")


def test_after_a_rate_that_failed_before_the_first_checkpoint_a_better_one_can_be_tried(words, tmp_path, capsys):
    more, _ = files(tmp_path / "m")
    assert train_torch.main([*words, *more, "--learning_rate", "999", "--weight_decay", "0"]) == 2
    assert "left all bounds" in capsys.readouterr().err and os.listdir(tmp_path / "m") == []
    assert train_torch.main(words + more) == 0


def test_who_stops_at_once_before_anything_is_kept_is_promised_nothing(words, tmp_path, monkeypatch, capsys):
    for more in [], files(tmp_path / "m")[0]:
        at_step(monkeypatch, 3, crash)
        assert train_torch.main(words + more) == 130
        assert capsys.readouterr().err == "train_torch.py: stopped at once\n"


def test_who_interrupts_what_is_not_kept_is_told_so(words, monkeypatch, capsys):
    at_step(monkeypatch, 3, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert train_torch.main(words) == 128 + signal.SIGINT
    assert "stopped after step 5; nothing is kept without --save" in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_under_torchrun_stops_all_with_one_line_and_the_training_goes_on(words, tmp_path, capsys):
    more, written = files(tmp_path / "m")
    words = [*words, *more, "--num_steps", "100000"]
    with started(together(2), *words, session=True) as process:
        for line in process.stdout:
            if line.startswith("2 processes"):
                break
        time.sleep(1)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        said, complained = process.communicate(timeout=60)
    (line,) = [line for line in said.splitlines() if line.startswith("stopped")]
    done = written()[1].count(b"\n") - 1
    assert line == f"stopped after step {done}; kept in {more[1]}: go on with --resume" and not complaints(complained)
    assert f"{len(train_torch.checkpoint(tmp_path / 'm' / 'm.pt', {})['losses'])}" == str(done)


def test_the_mean_that_is_told_says_of_how_many_losses_it_is(words, capsys):
    assert train_torch.main(words) == 0
    assert "step 5 of 20 | mean loss of last 5 " in capsys.readouterr().out


def test_a_batch_may_be_the_whole_list(words):
    assert train_torch.main([*words, "--batch", "81", "--num_steps", "1"]) == 0


@pytest.mark.parametrize("ending", ["json", "pt"])
def test_a_file_that_is_protected_is_said_before_anything_is_computed(ending, words, tmp_path, capsys):
    path = tmp_path / f"m.{ending}"
    path.write_text("mine", encoding="utf-8")
    path.chmod(0o444)
    for more in [], ["--overwrite"]:
        assert train_torch.main([*words, "--save", str(tmp_path / "m.json"), *more]) == 2
        said = capsys.readouterr()
        assert f"m.{ending}: it is write-protected" in said.err and not said.out
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("word", ["--seed", "--num_steps", "--batch", "--every", "--n_embd"])
@pytest.mark.parametrize("value", ["x", "0.5", "nan", "9" * 400])
def test_what_is_no_whole_number_is_said_alike(word, value, words, capsys):
    assert train_torch.main([*words, word, value]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"argument {word}" in line and ": must be a whole number" in line


@pytest.mark.parametrize("spelt", ["list.json", "list.csv", "./list", "link.json"])
def test_the_list_is_never_replaced_by_what_is_written_beside_the_model(spelt, words, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("names.txt").rename("list.pt")
    os.symlink("list.pt", "link.pt")
    before = Path("list.pt").read_bytes()
    assert train_torch.main([*words, "--data", "list.pt", "--save", spelt, "--overwrite"]) == 2
    assert "--data and what --resume reads are the same file" in capsys.readouterr().err
    assert Path("list.pt").read_bytes() == before and sorted(os.listdir()) == ["link.pt", "list.pt"]


@pytest.mark.parametrize("there", ["m.json", "m.pt", "losses.csv"])
@pytest.mark.parametrize("more", [[], ["--resume"]])
def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(there, more, words, tmp_path, capsys):
    written, _ = files(tmp_path / "m")
    path = tmp_path / "m" / there
    path.write_text("mine", encoding="utf-8")
    assert train_torch.main([*words, *written, *more]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert there in line and ("--overwrite" in line or more)
    assert os.listdir(tmp_path / "m") == [there] and path.read_text(encoding="utf-8") == "mine"
    assert train_torch.main([*words, *written, "--overwrite"]) == 0
    assert "mine" not in path.read_text(encoding="utf-8", errors="replace")


def test_who_forgets_resume_loses_nothing(words, tmp_path, capsys):
    more, written = files(tmp_path / "m")
    assert train_torch.main(words + more) == 0
    before = [*written(), (tmp_path / "m" / "m.pt").read_bytes()]
    assert train_torch.main(words + more) == 2
    assert "m.json is there already: --resume goes on with it, --overwrite begins anew" in capsys.readouterr().err
    assert [*written(), (tmp_path / "m" / "m.pt").read_bytes()] == before


def test_where_the_model_cannot_be_written_neither_is_its_checkpoint(words, tmp_path, capsys):
    for folder in ("m.json", "m.pt"):
        (tmp_path / folder).mkdir()
        assert train_torch.main([*words, "--save", str(tmp_path / "m.json")]) == 2
        assert f"{folder}: it is a folder" in capsys.readouterr().err
        (tmp_path / folder).rmdir()
        assert sorted(os.listdir(tmp_path)) == ["names.txt"]


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_while_pytorch_is_loaded_ends_without_a_page(tmp_path):
    (tmp_path / "torch.py").write_text("import time\nprint('loading', flush=True)\ntime.sleep(60)", encoding="utf-8")
    with started(ALONE, PYTHONPATH=str(tmp_path)) as process:
        assert process.stdout.readline() == "loading\n"
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT and complained == ""


def test_a_batch_that_is_too_small_for_the_processes_is_declined(words, monkeypatch, capsys):
    for name, value in {"RANK": "0", "WORLD_SIZE": "8", "LOCAL_RANK": "0", "LOCAL_WORLD_SIZE": "8"}.items():
        monkeypatch.setenv(name, value)
    assert train_torch.main(words) == 2
    assert "a batch of 7 is too small for 8 processes" in capsys.readouterr().err


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_said(words, capsys):
    assert train_torch.main([*words, "--device", "cuda"]) == 2
    assert "no GPU" in capsys.readouterr().err


def by_hand(rank, **more):
    """What torchrun tells a process, as if it were on a machine of its own."""
    told = {"RANK": rank, "WORLD_SIZE": 2, "LOCAL_RANK": 0, "LOCAL_WORLD_SIZE": 1, "MASTER_PORT": free_port()}
    return {name: str(value) for name, value in told.items()} | {"MASTER_ADDR": "127.0.0.1", **more}


PORTS = []


def free_port():
    """The same for both processes of a test."""
    if not PORTS:
        import socket

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            PORTS.append(probe.getsockname()[1])
    return PORTS[0]


def test_machines_with_different_lists_do_not_train_together(words, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("\n".join(data.bundled()[1:91]), encoding="utf-8")
    first = started(ALONE, *words, **by_hand(0, GLOO_SOCKET_IFNAME=train_torch.loopback()))
    code, _, complained = trained(
        ALONE, *words, "--data", other, **by_hand(1, GLOO_SOCKET_IFNAME=train_torch.loopback())
    )
    said = [*complaints(complained), *complaints(first.communicate(timeout=60)[1])]
    assert code == first.returncode == 2 and len(said) == 2
    assert all("not given the same options, or not the same list" in line for line in said)


@pytest.fixture
def late(tmp_path):
    """Settings with which one process of a machine comes seconds after the others."""

    def of(rank):
        folder = tmp_path / f"late{rank}"
        folder.mkdir()
        line = f"import os, time\ntime.sleep(3 * (os.environ.get('RANK') == '{rank}'))\n"
        (folder / "sitecustomize.py").write_text(line, encoding="utf-8")
        return {"PYTHONPATH": str(folder)}

    return of


@pytest.mark.parametrize(
    ("more", "said", "rank"),
    [
        (["--batch", "1"], "a batch of 1 is too small for 2 processes", 0),
        (["--n_head", "3"], "divisible", 1),
        (["--seed", "x"], "argument --seed: must be a whole number", 0),
        (["--seed", "x"], "argument --seed: must be a whole number", 2),  # nobody is late
    ],
)
def test_whichever_process_comes_first_what_cannot_be_used_is_said_once(more, said, rank, words, late):
    code, _, complained = trained(together(2), *words, *more, **late(rank))
    (line,) = complaints(complained)
    assert code == 1 and said in line


def test_what_only_the_second_process_meets_is_said_by_it(words, monkeypatch, capsys):
    for name, value in {"RANK": "1", "WORLD_SIZE": "8", "LOCAL_RANK": "1", "LOCAL_WORLD_SIZE": "8"}.items():
        monkeypatch.setenv(name, value)
    waited = []
    monkeypatch.setattr(train_torch.time, "sleep", waited.append)
    assert train_torch.main(words) == 2
    assert "a batch of 7 is too small for 8 processes" in capsys.readouterr().err and waited == [train_torch.COURTESY]


@pytest.mark.parametrize("killed", [0, 1])
def test_where_a_process_is_killed_the_others_end_with_a_line_and_the_last_checkpoint_goes_on(killed, words, tmp_path):
    words += ["--num_steps", "400", "--every", "20", "--dropout", "0", "--dtype", "float64"]
    more, written = files(tmp_path / "broken")
    with started(together(2), *words, *more) as process:
        for line in process.stdout:
            if line.startswith("step 20 "):
                break
        workers = sorted(psutil.Process(process.pid).children(), key=lambda child: int(child.environ()["RANK"]))
        workers[killed].kill()
        _, complained = process.communicate(timeout=60)
    assert process.returncode == 1
    (said,) = complaints(complained)
    assert f"rank {1 - killed} of 2: another process has ended" in said and "go on with --resume" in said
    kept = train_torch.checkpoint(tmp_path / "broken" / "m.pt", {})
    assert 20 <= len(kept["losses"]) < 400 and len(kept["losses"]) % 20 == 0
    assert train_torch.main([*words, *more, "--resume"]) == 0
    whole, unbroken = files(tmp_path / "unbroken")
    assert train_torch.main(words + whole) == 0
    ours, theirs = ([float(line.split(b",")[1]) for line in each()[1].split()[1:]] for each in (written, unbroken))
    assert max(abs(a - b) for a, b in zip(ours, theirs, strict=True)) < 1e-9


def test_two_processes_meet_where_the_machines_name_has_no_address(words, tmp_path):
    if not shutil.which("unshare") or subprocess.run(["unshare", "--uts", "true"], check=False, stderr=-3).returncode:
        pytest.skip("needs the right to give this machine another name")
    command = ["unshare", "--uts", "sh", "-c", 'hostname nowhere.invalid && exec "$@"', "sh", *together(2)]
    code, said, complained = trained(command, *words)
    assert code == 0 and said.count("checksum") == 2, complained


@pytest.mark.parametrize("run, code", [("lambda: 3", 3), ("lambda: sys.exit(4)", 4), ("sys.exit", 0)])
def test_a_process_ends_with_its_code_whatever_its_threads_still_do(run, code):
    lines = ["import sys, threading, time", f"sys.path.append({str(BEYOND)!r})", "import train_torch"]
    lines += ["threading.Thread(target=time.sleep, args=[600]).start()", "print('said', end='')"]
    lines += [f"train_torch.leave({run})"]
    found = subprocess.run([*ALONE, "-c", "\n".join(lines)], check=False, capture_output=True, text=True, timeout=60)
    assert (found.returncode, found.stdout, found.stderr) == (code, "said", "")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_model_that_has_left_all_bounds_is_said_and_replaces_no_file(dtype, words, tmp_path, capsys):
    more, written = files(tmp_path / "kept")
    assert train_torch.main(words + more) == 0
    before, wild = written(), ["--every", "1", "--dtype", dtype, "--learning_rate", "999", "--weight_decay", "0"]
    assert train_torch.main([*words, *more, *wild, "--overwrite"]) == 2
    assert "left all bounds" in capsys.readouterr().err and written() == before


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -1e200])
def test_a_parameter_that_no_held_out_item_meets_is_looked_at_too(number, words, tmp_path, monkeypatch, capsys):
    def spoil():
        whole.model.wpe.data[15] = number  # no name of the list is so long

    made = train_torch.Training.__init__

    def noted(self, *arguments):
        nonlocal whole
        made(self, *arguments)
        whole = self

    whole = None
    monkeypatch.setattr(train_torch.Training, "__init__", noted)
    at_step(monkeypatch, 7, spoil)
    more, _ = files(tmp_path / "kept")
    assert train_torch.main([*words, *more, "--dtype", "float64"]) == 2
    assert "a parameter has left all bounds at step 10: nothing is written" in capsys.readouterr().err
    gpt.load(tmp_path / "kept" / "m.json")
    assert len(train_torch.checkpoint(tmp_path / "kept" / "m.pt", {})["losses"]) == 5

"""Some thousand command lines, lists and checkpoints nobody would write, in one process; run by tests/test_attack.py.

Each must end with exit code 0 or 2, in the second case with one short line, and leave no half-written file behind.
"""

import contextlib
import io
import json
import os
import random
import sys
from pathlib import Path

from microgpt import gpt
from microgpt.__main__ import main
from microgpt.data import Tokenizer

NUMBERS = [
    "0",
    "1",
    "-1",
    "2",
    "3",
    "1e3",
    "1e150",
    "-inf",
    "nan",
    "inf",
    "0.5",
    "1_0",
    "9" * 400,
    "0x10",
    " 7 ",
    "",
    "½",
    "٣",
]
WORDS = [
    "",
    "-",
    "--",
    "-a",
    "--seed",
    "emma",
    "EMMA",
    "é",
    "e\u0301",
    "\x1b[2J",
    "a\nb",
    "🦕",
    "\ud800",
    "a" * 5000,
    "<b>",
    "\0",
    "'",
    "%s",
]
LETTERS = "abcxyzABC éß東🦕\u0301\u200b\u202e\x1b\t%{}<>&\"'\\"
OPTIONS = {
    "train": ["data", "n_embd", "n-layer", "n_head", "block-size", "num_steps", "learning_rate", "seed", "temperature",
              "samples", "engine", "log", "save", "batch", "held_out", "large", "nonsense"],
    "sample": ["temperature", "samples", "seed", "prefix", "nonsense"],
    "draw": ["text", "open", "depth", "load", "data", "seed", "n_embd", "n_head", "output", "format", "grad", "tint"],
}  # fmt: skip
NAMES = [
    "layer0.attn",
    "attn",
    "pos0/loss[0]",
    "pos0/embed[0]",
    "pos9",
    "mlp_fc1[99]",
    "attn_wq",
    "/",
    "[",
    "pos0/layer0/attn_wq[1]",
]


def value(option, rng, files):
    """What somebody might write behind this option: mostly of the right kind."""
    kind = rng.random()
    if option in ("data", "load", "log", "save", "output"):
        return rng.choice(files if kind < 0.8 else [*WORDS, "/dev/full", "/dev/zero", "no/folder", "."])
    if option in ("text", "prefix"):
        return rng.choice(WORDS)
    if option == "open":
        return rng.choice(NAMES if kind < 0.8 else WORDS)
    if option in ("engine", "format"):
        return rng.choice(["readable", "replay", "svg", "dot", "steam"])
    return rng.choice(["1", "2", "4", "8"] if kind < 0.6 else NUMBERS)


def line(rng, files):
    """A command line; sizes stay small where nothing else is said."""
    command = rng.choice(list(OPTIONS))
    small = {"n_embd": "4", "n_head": "2", "num_steps": "2", "samples": "1", "data": files[0]}
    words = [command]
    if command == "sample":
        words.append(rng.choice(files))
    for option, usual in small.items():
        if option in OPTIONS[command] and rng.random() < 0.97:
            words += [f"--{option}", usual]
    for option in rng.sample(OPTIONS[command], rng.randint(0, 3)):
        words.append("-o" if option == "output" and rng.random() < 0.5 else f"--{option}")
        if rng.random() < 0.9:
            words.append(value(option, rng, files))
    return words


def a_list(rng):
    """The bytes of a list: of odd letters, or of anything."""
    if rng.random() < 0.2:
        return rng.randbytes(rng.randint(0, 60))
    items = ["".join(rng.choices(LETTERS, k=rng.randint(0, 12))) for _ in range(rng.randint(0, 8))]
    return rng.choice(["\n", "\r\n", "\r"]).join(items).encode()


def a_checkpoint(rng, whole):
    """A checkpoint in which one place holds something else."""
    broken = json.loads(whole)
    place = broken
    while isinstance(place, (dict, list)) and place:
        where = rng.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if rng.random() < 0.3 or not isinstance(place[where], (dict, list)):
            odd = [None, True, -1, 0, 10**400, 1e308, "x", "\ud800", [], {}, [0] * 1000, 10**9, {"\x1b": 1}]
            place[where] = rng.choice(odd)
            break
        place = place[where]
    text = json.dumps(broken)
    return rng.choice([text, text, text, "\ufeff" + text, text[: rng.randrange(len(text))]]).encode()


def attempt(words, folder):
    """Run one command line; what is wrong with how it ended, or None."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code
    said = err.getvalue().replace("numba is not installed: replaying with NumPy\n", "")
    if code not in (0, 2):
        return f"exit code {code}"
    if code == 2 and (said.count("\n") != 1 or len(said) > 700 or not said.strip().isprintable()):
        return f"said {said!r}"
    WORKED.append(code == 0)
    if left := [path.name for path in folder.glob(".*.part")]:
        return f"left {left}"
    return None


WORKED = []


def attack(count, folder, seed=1):
    rng = random.Random(seed)
    tokenizer = Tokenizer(["abc"])
    config = gpt.Config(4, n_embd=4, n_head=2, block_size=4)
    gpt.save(folder / "whole.json", gpt.init(config, rng), config, tokenizer)
    whole = (folder / "whole.json").read_text()
    files = ["names.txt", "list.txt", "broken.json", "whole.json", "new.json", "new.svg"]
    for _ in range(count):
        Path("names.txt").write_text("emma\nava\nmia\n")
        Path("list.txt").write_bytes(a_list(rng))
        Path("broken.json").write_bytes(a_checkpoint(rng, whole))
        Path("whole.json").write_text(whole)
        words = line(rng, files)
        try:
            wrong = attempt(words, folder)
        except BaseException as error:
            raise AssertionError(f"{words} ends in {type(error).__name__}: {error}") from error
        assert wrong is None, f"{words}: {wrong}"


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
    attack(int(sys.argv[2]), Path(), seed=int(sys.argv[3]))
    print(f"{len(WORKED)} command lines, of which {sum(WORKED)} worked")

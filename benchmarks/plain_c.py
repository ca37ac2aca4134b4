"""plain.c, compiled for these sizes with the system's compiler; it times its own steps."""

import array
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

COMPILER = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
if COMPILER is None:
    raise ImportError("no C compiler")
STEPS = 2000


def prepare(config, state, documents, adam):
    """A function that runs STEPS steps from the start in a process of its own: (losses of the chosen, seconds a step)."""
    folder = tempfile.TemporaryDirectory()
    program, data = Path(folder.name, "plain"), Path(folder.name, "input")
    sizes = {
        "V": config.vocab_size,
        "E": config.n_embd,
        "H": config.n_head,
        "L": config.n_layer,
        "B": config.block_size,
    }
    defines = [f"-D{name}={size}" for name, size in sizes.items()]
    source = Path(__file__).with_name("plain.c")
    subprocess.run([COMPILER, "-O3", "-march=native", *defines, source, "-lm", "-o", program], check=True)
    chosen = [documents[i % len(documents)] for i in range(STEPS)]
    with data.open("wb") as file:
        array.array("d", [x for rows in state.values() for row in rows for x in row]).tofile(file)
        array.array("i", [STEPS, *(number for tokens in chosen for number in (len(tokens), *tokens))]).tofile(file)

    def run(chosen, decays):
        *losses, seconds = map(float, subprocess.check_output([program, data], text=True).split())
        run.seconds = seconds / STEPS * len(chosen)
        return losses[: len(chosen)]

    run.folder = folder  # lives as long as the function
    return run

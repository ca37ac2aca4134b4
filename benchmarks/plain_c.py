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
STEPS = 2000  # until the learning rate has fallen to nothing


def prepare(config, state, documents, adam, *flags):
    """flags: more of the compiler's. A function that makes steps from the start in a process of its own; `chosen` holds numbers, or lists of numbers."""
    folder = tempfile.TemporaryDirectory()
    data = Path(folder.name, "input")
    sizes = {
        "V": config.vocab_size,
        "E": config.n_embd,
        "H": config.n_head,
        "L": config.n_layer,
        "B": config.block_size,
    }
    source = Path(__file__).with_name("plain.c")

    def compiled(batch):
        program = Path(folder.name, f"plain{batch}")
        if not program.exists():
            defines = [f"-D{name}={size}" for name, size in {**sizes, "K": batch}.items()]
            subprocess.run(
                [COMPILER, "-O3", "-march=native", *flags, *defines, source, "-lm", "-o", program], check=True
            )
        return program

    def run(chosen, decays):
        batches = [numbers if isinstance(numbers, list) else [numbers] for numbers in chosen]
        program, steps = compiled(len(batches[0])), min(STEPS, max(len(chosen), STEPS // len(batches[0])))
        read = [documents[i] for k in range(steps) for i in batches[k % len(batches)]]
        with data.open("wb") as file:
            array.array("d", [x for rows in state.values() for row in rows for x in row]).tofile(file)
            array.array("i", [steps, STEPS, *(n for tokens in read for n in (len(tokens), *tokens))]).tofile(file)
        *losses, seconds = map(float, subprocess.check_output([program, data], text=True).split())
        run.seconds = seconds / steps * len(chosen)
        return losses[: len(chosen)]

    run.folder = folder  # lives as long as the function
    return run

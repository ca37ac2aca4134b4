"""From which width on is PyTorch the better engine? Batched replay against batched PyTorch, in one process and in two.

    .venv/bin/python benchmarks/beyond.py [STEPS]

The same model, names and steps (two layers, 32 names a step, Adam, one thread in each process); the recording of the graph
counts. What is measured is processor time, of one of the two processes where there are two, so that what else the
machine does hardly matters; what a process waits for the other is not in it. Prints a table, and writes it to benchmarks/BEYOND.md. Needs PyTorch, and numba for the compiled engine.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "beyond")]

WIDTHS = (16, 64, 128, 192)
BATCH = 32
TRAINING = 3000  # steps for which the recording is counted
ROUNDS = 3


def documents():
    from microgpt import data

    training, held_out = data.split(data.bundled())
    tokenizer = data.Tokenizer(training + held_out)
    return tokenizer, [tokenizer.encode(name) for name in training]


def chosen(steps):
    from microgpt.train import batches

    tokenizer, training = documents()
    return tokenizer, list(batches(training, steps * ROUNDS, BATCH))


def rounds(step, batches, steps):
    """Seconds a step, in each round; the first step is not counted."""
    step(batches[0])
    found = []
    for number in range(ROUNDS):
        start = time.process_time()
        for batch in batches[number * steps : (number + 1) * steps]:
            step(batch)
        found.append((time.process_time() - start) / steps)
    return found


def by_replay(width, engine, steps, dtype):
    """(seconds to record, seconds a step in each round, the last loss)"""
    from microgpt import autograd, gpt, optim
    from microgpt.replay import Replay

    tokenizer, batches = chosen(steps)
    config, losses = gpt.Config(tokenizer.vocab_size, n_embd=width, n_layer=2), []
    start = time.process_time()
    graph = autograd.values(gpt.init(config, random.Random(42)))
    optimizer = optim.Adam(autograd.parameters(graph), lr=0.001)
    replay = Replay(lambda: gpt.reader(graph, config), optimizer, config.block_size, config.vocab_size, engine, dtype)
    recorded = time.process_time() - start
    found = rounds(lambda batch: losses.append(replay.steps([batch], [1.0])[0]), batches, steps)
    return recorded, found, losses[-1]


def by_torch(width, engine, steps, dtype):
    """The same as train_torch.py trains: alone, or one of several under torchrun."""
    import torch
    import train_torch

    torch.set_num_threads(1)
    tokenizer, batches = chosen(steps)
    words = ["--n_embd", width, "--n_layer", 2, "--learning_rate", 0.001, "--weigh", "names", "--dtype", dtype]
    options = train_torch.parser().parse_args([*map(str, words), "--num_steps", str(10**12)])  # a rate that stays
    torch.set_default_dtype(train_torch.DTYPES[dtype])
    config = train_torch.gpt.Config(tokenizer.vocab_size, n_embd=width, n_layer=2)
    with train_torch.World("cpu").joined() as world:
        start, losses = time.process_time(), []
        whole = train_torch.Training(world, options, {}, config, tokenizer)
        made = time.process_time() - start
        found = rounds(lambda batch: losses.append(whole.step(batch)[0]), batches, steps)
        return (made, found, losses[-1]) if world.rank == 0 else None


ENGINES = {  # name -> (function, engine, processes, dtype)
    "replay, numpy": (by_replay, "numpy", 1, "float64"),
    "replay, numba": (by_replay, "numba", 1, "float64"),
    "PyTorch": (by_torch, None, 1, "float64"),
    "PyTorch, two processes": (by_torch, None, 2, "float64"),
    "replay, numpy, float32": (by_replay, "numpy", 1, "float32"),
    "PyTorch, float32": (by_torch, None, 1, "float32"),
}
CLOSE = {"float64": 1e-6, "float32": 1e-2}


def measured(name, width, steps):
    """What one engine says of itself, in a process of its own."""
    command = [sys.executable]
    if ENGINES[name][2] > 1:
        pair = ["--standalone", "--local_addr", "127.0.0.1", "--nproc_per_node", str(ENGINES[name][2])]
        command += ["-m", "torch.distributed.run", *pair]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    words = [*command, __file__, name, str(width), str(steps)]
    done = subprocess.run(words, capture_output=True, text=True, env=environment, check=True)
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith("[")))


def main(steps):
    lines = ["| width | engine | recording, s | ms a step | 3,000 steps, s |", "|---|---|---|---|---|"]
    for width in WIDTHS:
        first = None
        for name in ENGINES:
            made, found, loss = measured(name, width, steps)
            step = statistics.median(found)
            spread = f"{step * 1e3:.1f} [{min(found) * 1e3:.1f} to {max(found) * 1e3:.1f}]"
            lines.append(f"| {width} | {name} | {made:.1f} | {spread} | {made + TRAINING * step:.0f} |")
            print(lines[-1], flush=True)
            first = loss if first is None else first
            assert abs(loss - first) < CLOSE[ENGINES[name][3]], (name, loss, first)  # they do the same
    text = "\n".join(lines)
    told = (
        "Processor time (of one process, where there are two; what it waits for the other does not count). "
        f"Two layers, {BATCH} names a step, one thread in each process, float64 where nothing else is said; {steps} steps in each of {ROUNDS} rounds: median [lowest to highest]. The last column counts "
        "the recording, or what PyTorch needs before its first step. Written by `benchmarks/beyond.py`."
    )
    (HERE / "BEYOND.md").write_text(f"# Replay and PyTorch, batched\n\n{told}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        by, engine, _, dtype = ENGINES[sys.argv[1]]
        made = by(int(sys.argv[2]), engine, int(sys.argv[3]), dtype)
        if made:
            print(json.dumps(made))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)

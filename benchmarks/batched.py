"""Batches: the recorded graph beside its peers, a long training, and how it grows.

    .venv/bin/python benchmarks/batched.py [--rounds 7]

Rewrites the section "Batches" of RESULTS.md and growth.png; benchmarks/run.py calls `section` for it.
"""

import argparse
import math
import random
import statistics
import time
import tracemalloc

import results
from interleaved import BATCHED, FAST_C, HERE, Engine, ratios, rounds_of, say, spread, started, world

from microgpt import autograd, gpt
from microgpt.data import Tokenizer, bundled, split
from microgpt.optim import Adam
from microgpt.replay import Replay
from microgpt.replay.step import MAY_DIFFER
from microgpt.teach import plot
from microgpt.train import batch_loss

SIZES = [(16, 4, 1), (32, 4, 2), (48, 4, 2), (64, 4, 2)]  # width, heads, layers
BATCHES = [8, 32]
OURS, ROUGH = "replay, numpy", "replay, numpy, float32"
MACHINE, C = "replay, numba", ["plain C, -O3", FAST_C]
COMPILED = [((16, 4, 1), 1), ((16, 4, 1), 16), ((32, 4, 2), 16), ((48, 4, 2), 16)]


def config_of(width, heads, layers, block_size=16):
    return lambda vocab_size: gpt.Config(vocab_size, width, heads, layers, block_size)


def measured(sizes, batch, rounds, names=BATCHED):
    """({engine: [seconds per step in each round]}, {engine that is missing: why}) of one size and one batch."""
    say(f"batches: {sizes}, {batch} names a step")
    config, state, documents = world(config_of(*sizes), 2000)
    first = batch_loss(lambda: gpt.reader(state, config), documents[:batch])
    engines, missing, _ = started(names, [first], config, state, documents, batch, steps=5)
    for engine in engines.values():
        engine.calibrate(5)
    return rounds_of(engines, rounds), missing


def compiled(rounds):
    """Rows: size and batch; how many times as fast as C the replay on numba is."""
    lines = [
        f"| width / heads / layers | names a step | µs a name | {' | '.join(f'times {name}' for name in C)} |",
        "|---" * 5 + "|",
    ]
    for sizes, batch in COMPILED:
        seconds, gone = measured(sizes, batch, rounds, [MACHINE, *C])
        cells = [spread(ratios(seconds, MACHINE, name), 2) if name in seconds else "-" for name in C]
        each = 1e6 * statistics.median(seconds[MACHINE]) / batch if MACHINE in seconds else math.nan
        lines.append(f"| {' / '.join(map(str, sizes))} | {batch} | {each:.1f} | {' | '.join(cells)} |")
    return "\n".join([*lines, *(f"- not measured: {name} ({why})" for name, why in gone.items())])


def table(found):
    """Rows: size and batch; how many times as fast as each peer the replay on NumPy is."""
    peers = [name for name in BATCHED if name != OURS]
    lines = [f"| width / heads / layers | names a step | ms a step | times {' | times '.join(peers)} |"]
    lines.append("|---" * (3 + len(peers)) + "|")
    for (sizes, batch), seconds in found.items():
        cells = [spread(ratios(seconds, OURS, name), 2) if name in seconds else "-" for name in peers]
        milliseconds = 1000 * statistics.median(seconds[OURS])
        lines.append(f"| {' / '.join(map(str, sizes))} | {batch} | {milliseconds:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def prepared(sizes, dtype="float64", block_size=16):
    """(a Replay on NumPy, training token lists, held-out ones, seconds of the processor that recording took)."""
    training, held_out = split(bundled())
    tokenizer = Tokenizer(training + held_out)
    training, held_out = ([tokenizer.encode(name) for name in part] for part in (training, held_out))
    config = gpt.Config(tokenizer.vocab_size, *sizes, block_size)
    graph = autograd.values(gpt.init(config, random.Random(42)))
    optimizer = Adam(autograd.parameters(graph), lr=0.005)
    start = time.process_time()
    shape = (config.block_size, config.vocab_size, "numpy", dtype)
    replay = Replay(lambda: gpt.reader(graph, config), optimizer, *shape)
    return replay, training, held_out, time.process_time() - start


def long_training(dtype):
    """(a line on 3,000 steps of 32 names at 48 / 4 / 2, its numbers)."""
    say(f"3,000 steps of 32 names, {dtype}")
    replay, training, held_out, recording = prepared((48, 4, 2), dtype)
    start = time.process_time()
    replay.train(training, 3000, batch=32)
    seconds = time.process_time() - start
    start = time.process_time()
    judged = replay.evaluate(held_out)
    taken = time.process_time() - start
    numbers = {"seconds": recording + seconds, "held_out": judged, "judging": taken}
    return (
        f"- {dtype}: {recording + seconds:.1f} s of the processor, {recording:.2f} of them to record; held-out loss "
        f"{judged:.3f} on {len(held_out):,} names, in {taken:.3f} s"
    ), numbers


def recordings():
    lines = []
    for sizes in [(16, 4, 1), (48, 4, 2), (64, 4, 2), (64, 4, 4), (128, 4, 4)]:
        seconds = statistics.median(prepared(sizes)[3] for _ in range(3))
        lines.append(f"| {' / '.join(map(str, sizes))} | {seconds:.2f} s | {peak(sizes):.0f} MB |")
    head = ["| width / heads / layers | to record and check | memory at its peak, above that before |", "|---|---|---|"]
    return "\n".join([*head, *lines])


def peak(sizes):
    """How much memory, in MB, Python and NumPy take at most while a model is recorded, above what they took before."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        prepared(sizes)
        return (tracemalloc.get_traced_memory()[1] - before) / 1e6
    finally:
        tracemalloc.stop()


def single(found, numbers):
    """What float32 brings and costs, in one sentence."""
    faster = {
        batch: sorted(
            statistics.median(ratios(seconds, ROUGH, OURS)) for (_, b), seconds in found.items() if b == batch
        )
        for batch in BATCHES
    }
    brings = " and ".join(
        f"{low:.1f} to {high:.1f} times as fast with {batch} names a step" for batch, (low, *_, high) in faster.items()
    )
    exact, rough = (each["held_out"] for each in numbers)
    return (
        f"float32 is {brings}. After 3,000 steps its held-out loss is {abs(rough - exact):.4f} away from that of float64; "
        f"replay and autograd may differ by {MAY_DIFFER['float32']:.0e} in its self-check, instead of {MAY_DIFFER['float64']:.0e}."
    )


GROWTH = {
    "width": [((width, 4, 1), 16, 32) for width in (16, 32, 64, 128)],
    "layers": [((32, 4, layers), 16, 32) for layers in (1, 2, 3, 4)],
    "length": [((32, 4, 1), length, 32) for length in (8, 16, 32, 64)],
    "batch": [((32, 4, 1), 16, batch) for batch in (1, 4, 16, 64)],
}


def growth(rounds=3):
    """{what grows: [(how large, seconds per step)]} of the replay on NumPy, on documents of full length."""
    found = {}
    for what, cases in GROWTH.items():
        found[what] = []
        for sizes, length, batch in cases:
            say(f"growth: {sizes}, {length} letters, {batch} names a step")
            rng = random.Random(1)
            config = config_of(*sizes, block_size=length)(27)
            documents = [[26, *(rng.randrange(26) for _ in range(length - 1)), 26] for _ in range(64)]
            engine = Engine(OURS, config, gpt.init(config, rng), documents, batch)
            engine.calibrate(3)
            seconds = statistics.median(engine.steps(engine.number)[1] for _ in range(rounds))
            engine.close()
            large = {"width": sizes[0], "layers": sizes[2], "length": length, "batch": batch}[what]
            found[what].append((large, seconds))
    return found


def growth_table(found):
    lines = ["| what grows | from smallest to largest |", "|---|---|"]
    for what, points in found.items():
        lines.append(f"| {what} | {', '.join(f'{large}: {1000 * seconds:.2f} ms' for large, seconds in points)} |")
    return "\n".join(lines)


def growth_picture(found):
    figure, ax = plot.plt.subplots(figsize=(7.2, 3.4))
    for what, points in found.items():
        xs, ys = zip(*((large / points[0][0], 1000 * seconds) for large, seconds in points))
        ax.plot(xs, ys, marker="o", label=f"{what}, from {points[0][0]}")
    ax.set(
        xscale="log",
        yscale="log",
        xlabel="how many times the smallest",
        ylabel="ms a step, one thread",
    )
    ax.legend()
    ax.set_title("What one step costs when the model grows")
    figure.savefig(HERE / "growth.png", metadata={"Software": None})


def section(rounds):
    """(the section of the report; what was found: the seconds of every size and batch, the numbers of the long training)."""
    found, missing = {}, {}
    for sizes in SIZES:
        for batch in BATCHES:
            found[sizes, batch], gone = measured(sizes, batch, rounds)
            missing |= gone
    gone = "".join(f"\n- not measured: {name} ({why})" for name, why in missing.items())
    machine = compiled(rounds)
    lines, numbers = zip(*map(long_training, ("float64", "float32")))
    grown = growth()
    growth_picture(grown)
    text = f"""Names of their own lengths, float64, one thread, processor time, {rounds} rounds; how many times as fast as each peer the
recorded graph on NumPy is. PyTorch, NumPy by hand and JAX pad the names of a batch; C goes through them one by one.

{table(found)}{gone}

Compiled, against C that goes through the names of a batch one by one:

{machine}

3,000 steps of 32 names at 48 / 4 / 2, learning rate 0.005, recording included:

{chr(10).join(lines)}

{single(found, numbers)}

Recording, in seconds of the processor:

{recordings()}

How a step grows (32 wide, 1 layer, 16 letters, 32 names where nothing else is said; 16 wide where width grows):

{growth_table(grown)}

![What one step costs when the model grows](growth.png)"""
    return text, found, numbers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    results.write({"Batches": section(parser.parse_args().rounds)[0]})


if __name__ == "__main__":
    main()

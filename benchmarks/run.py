"""Every engine side by side, in one interleaved run, with the peers that are installed.

    .venv/bin/python benchmarks/run.py [--rounds 7] [--original FILE]

In each round every engine trains the same model on the same documents for a moment; ratios are taken inside a round, and
the table shows their median and range. Writes RESULTS.md and speed.png beside this file, and the table of the README.
--original: a copy of Karpathy's single-file microgpt.py, which then joins the table.
"""

import argparse
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from interleaved import ENGINES, FAST_C, HERE, HORIZON, Engine, ratios, readable, rounds_of, say, spread, started, world

# isort: split

import answers
import batched
import graph
import results
import verdicts

from microgpt import autograd, gpt
from microgpt.data import Tokenizer, bundled
from microgpt.graph import draw_forward
from microgpt.graph.trace import fold, traced
from microgpt.optim import Adam
from microgpt.replay import Replay
from microgpt.sample import sample
from microgpt.teach import plot

ANCHOR = "unfused Value with a tape"
ORIGINAL = "original single file"
OURS = ("readable engine", "replay, numpy", "replay, numba")


def original_seconds(path, names, documents):
    """Seconds per step of the original file over the same documents, read off the lines it prints."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "input.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
        command = [sys.executable, "-u", str(Path(path).resolve())]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as process:
            seen, times = b"", []
            while len(times) <= documents:
                byte = process.stdout.read1(4096)
                if not byte:
                    raise SystemExit(f"{path} ended after {len(times)} steps")
                seen += byte
                new = len(re.findall(rb"step +\d+ */ *\d+", seen)) - len(times)
                times += [time.perf_counter()] * new
            process.kill()
    return (times[documents] - times[0]) / documents


def measure(rounds, original):
    """({engine: [seconds per step in each round]}, {engine that is missing: why}, {engine: largest loss difference})."""
    config, state, documents = world(gpt.Config, 10)
    wanted = readable(config, state, documents, Adam)(range(10), [1 - i / HORIZON for i in range(10)])
    engines, missing, apart = started(ENGINES, wanted, config, state, documents)
    for engine in engines.values():
        engine.calibrate(len(documents))
    also = {ORIGINAL: lambda: original_seconds(original, bundled(), len(documents))} if original else None
    return rounds_of(engines, rounds, also), missing, apart


def table(seconds, apart):
    base = ORIGINAL if ORIGINAL in seconds else ANCHOR
    torch = "PyTorch eager, fused Adam"
    lines = [f"| engine | µs a step | times the {base} | times PyTorch | losses within |", "|---|---|---|---|---|"]
    for name in sorted(seconds, key=lambda name: -statistics.median(seconds[name])):
        to_base = ratios(seconds, name, base)
        to_torch = spread(ratios(seconds, name, torch), 2) if torch in seconds else "-"
        bold = f"**{name}**" if name in OURS else name
        micro = statistics.median(seconds[name]) * 1e6
        digits = 1 if statistics.median(to_base) < 100 else 0
        lines.append(f"| {bold} | {micro:,.0f} | {spread(to_base, digits)} | {to_torch} | {apart.get(name, 0):.0e} |")
    return "\n".join(lines)


def comparisons(seconds):
    """The ratios that the course promises, one line each."""
    pairs = [
        ("readable engine", ANCHOR),
        ("readable engine", "lists, gradients by hand"),
        ("replay, numpy", ANCHOR),
        ("replay, numpy", "PyTorch eager, fused Adam"),
        ("replay, numba", ANCHOR),
        ("replay, numba", "PyTorch eager, fused Adam"),
        ("replay, numba", "JAX jit"),
        ("replay, numba", "NumPy by hand"),
        ("replay, numba", "plain C, -O3"),
        ("replay, numba", FAST_C),
    ]
    known = [(a, b) for a, b in pairs if a in seconds and b in seconds]
    return "\n".join(f"- {a} is {spread(ratios(seconds, a, b), 2)} times as fast as {b}" for a, b in known)


def best(function, times=5):
    """The median seconds of the processor of a few calls."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        function()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def fresh(engine, **sizes):
    """(a new replay, its Values, its sizes)."""
    config = gpt.Config(Tokenizer(bundled()).vocab_size, **sizes)
    graph = autograd.values(gpt.init(config, random.Random(1)))
    optimizer = Adam(autograd.parameters(graph))
    return Replay(lambda: gpt.reader(graph, config), optimizer, 16, config.vocab_size, engine), graph, config


def moments(engine):
    """What a person waits for with one engine: retraining, a change of shape, a batch, a hundred names."""
    names = bundled()
    tokenizer = Tokenizer(names)
    documents = [tokenizer.encode(name)[:17] for name in names[::15]]
    replay, graph, config = fresh(engine)
    floats = autograd.floats(graph)
    again = best(lambda: replay.train(documents, 1000))
    shape = best(lambda: fresh(engine, n_embd=32, n_layer=2)[0].train(documents, 1000), 3)
    one = best(lambda: replay.train(documents, 800)) / 800
    eight = best(lambda: replay.train(documents, 100, batch=8)) / 800
    replay.load()

    def names_from(open_reader):
        rng = random.Random(1)
        return [sample(open_reader(), tokenizer.bos, 16, rng, 0.5) for _ in range(100)]

    plain = best(lambda: names_from(lambda: gpt.reader(floats, config)))
    fast = best(lambda: names_from(replay.reader))
    return f"""- {engine}: 1,000 steps again after a change of seed, data or rate: {again:.3f} s
- {engine}: 1,000 steps of a new shape, width 32 and 2 layers, recording included: {shape:.2f} s
- {engine}: a document in a batch of 8 takes {eight / one:.2f} of the time of one alone
- {engine}: 100 names sampled in {fast:.3f} s, {plain / fast:.1f} times as fast as on floats"""


def drawings():
    """How long a picture takes, from the forward pass to the SVG."""
    tokenizer = Tokenizer(bundled())

    def model(**sizes):
        config = gpt.Config(tokenizer.vocab_size, **sizes)
        return (lambda values: gpt.reader(values, config)), gpt.init(config, random.Random(1)), tokenizer

    def seconds_of(name, model, **chosen):
        taken = best(lambda: draw_forward(*model, "isabel", **chosen).render())
        return f"- {name}: {taken:.3f} s"

    small, large = model(), model(n_embd=32, n_layer=6)
    x = autograd.Value(1.0)

    def chain(length):
        with traced() as (births, root):
            y = x
            for _ in range(length):
                y = y + x
        assert len(fold(births, root, lambda call: True)) == 1

    return "\n".join(
        [
            seconds_of("overview of the default model, six letters", small),
            seconds_of("the same with attention opened", small, open="attn"),
            seconds_of("one head opened", small, open="pos4/layer0/attn/heads/head2"),
            seconds_of("overview, 32 wide and 6 layers", large),
            f"- 200,000 additions traced and folded: {best(lambda: chain(200_000), 3):.2f} s",
        ]
    )


def memory():
    """Peak memory of the readable engine above what was there before, and whether a thousand steps let it grow."""
    tokenizer = Tokenizer(bundled())
    config = gpt.Config(tokenizer.vocab_size)
    documents = [tokenizer.encode(name)[:17] for name in bundled()[::50]]
    tracemalloc.start()
    run = readable(config, gpt.init(config, random.Random(1)), documents, Adam)
    run(range(20), [1.0] * 20)
    early = tracemalloc.get_traced_memory()
    run([i % len(documents) for i in range(20, 1020)], [1.0] * 1000)
    late = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    grown = (late[0] - early[0]) / 1e6
    return f"- readable engine: {late[1] / 1e6:.1f} MB at its peak; after 1,000 more steps {grown:+.2f} MB"


def installed():
    return ["numpy", "numba"] if find_spec("numba") else ["numpy"]


def growth():
    """Seconds per step against length, width and layers, as table rows, for our engines."""
    tokenizer = Tokenizer(bundled())
    rng = random.Random(1)
    shapes = [(16, 1, 4), (16, 1, 8), (16, 1, 16), (32, 1, 8), (64, 1, 8), (16, 2, 8), (16, 4, 8)]
    lines = ["| width | layers | letters | readable | " + " | ".join(f"replay, {e}" for e in installed()) + " |"]
    lines.append("|---" * (4 + len(installed())) + "|")
    for width, layers, length in shapes:
        say(f"growth: width {width}, {layers} layers, {length} letters")
        config = gpt.Config(tokenizer.vocab_size, n_embd=width, n_layer=layers)
        document = [tokenizer.bos, *(rng.randrange(26) for _ in range(length - 1)), tokenizer.bos]
        state, cells = gpt.init(config, random.Random(1)), []
        for name in ("readable engine", *(f"replay, {engine}" for engine in installed())):
            engine = Engine(name, config, state, [document] * 10)
            engine.calibrate(10)
            cells.append(f"{statistics.median(engine.steps(engine.number)[1] for _ in range(3)) * 1e6:,.0f} µs")
            engine.close()
        lines.append(f"| {width} | {layers} | {length} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def picture(seconds):
    """Bars of steps per second, on a logarithmic scale."""
    order = sorted(seconds, key=lambda name: statistics.median(seconds[name]), reverse=True)
    rates = [1 / statistics.median(seconds[name]) for name in order]
    figure, ax = plot.plt.subplots(figsize=(7.2, 3.4))
    ax.barh(range(len(order)), rates, color=[plot.INPUT if name in OURS else "#bbbbbb" for name in order])
    ax.set_yticks(range(len(order)), order)
    for i, rate in enumerate(rates):
        ax.annotate(f" {rate:,.0f}", (rate, i), va="center")
    ax.set(xscale="log", xlim=(min(rates) / 2, max(rates) * 4), xlabel="training steps per second, one thread")
    ax.set_title("The same model, the same losses")
    figure.savefig(HERE / "speed.png", metadata={"Software": None})


def headline(seconds, found, numbers):
    """The README's table: what a learner gains, in six rows."""
    (exact, rough), large = numbers, ((48, 4, 2), 32)

    def times(name, to, where=seconds):
        known = name in where and to in where
        return f"{statistics.median(ratios(where, name, to)):.1f} times as fast" if known else "not measured"

    def thousand(name):
        return f"{1000 * statistics.median(seconds[name]):.2f} s" if name in seconds else "not measured"

    many, one = partial(times, "replay, numpy", where=found[large]), partial(times, "replay, numpy")
    compiled = "replay, numba", FAST_C
    trained = [
        f"{what} {thousand(name)}" for what, name in (("readable", "readable engine"), ("recorded", "replay, numpy"))
    ]
    rows = [
        (
            f"train a GPT of 58,656 numbers, 3,000 steps of 32 names, to a held-out loss of {exact['held_out']:.3f}",
            f"{exact['seconds']:.0f} s on NumPy alone; {rough['seconds']:.0f} s in float32, to {rough['held_out']:.3f}",
        ),
        ("judge it on 1,532 held-out names", f"{exact['judging']:.2f} s"),
        (
            "train the course's GPT of 4,192 numbers on 1,000 names",
            f"{', '.join(trained)}, with numba {thousand('replay, numba')}",
        ),
        (
            "the recorded graph on NumPy against PyTorch, eager",
            f"{many('PyTorch eager')} with 32 names a step, {one('PyTorch eager, fused Adam')} with one",
        ),
        (
            "against NumPy with every gradient by hand",
            f"{many('NumPy by hand')} with 32 names a step, {one('NumPy by hand')} with one",
        ),
        (
            "with numba, against plain C, -O3 -ffast-math",
            f"{times(*compiled, where=found[large])} with 32 names a step, {times(*compiled)} with one",
        ),
    ]
    lines = [
        "| what | measured |",
        "|---|---|",
        *(f"| {what} | {told} |" for what, told in rows),
    ]
    return "\n".join([*lines, "", f"One thread, processor time, float64, {results.machine()}."])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--original", metavar="FILE")
    options = parser.parse_args()
    seconds, missing, apart = measure(options.rounds, options.original)
    rows, (batches, *gains) = table(seconds, apart), batched.section(options.rounds)
    gone = "".join(f"\n- not measured: {name} ({why})" for name, why in missing.items())
    waits = "\n".join([*map(moments, installed()), memory()])
    pictures = drawings()
    report = results.write(
        {
            "": f"""# Speed

Written by `benchmarks/run.py`, Python {platform.python_version()}, {results.machine()}, {options.rounds} rounds, one thread,
processor time, float64: the GPT of the course (16 wide, 4 heads, 1 layer, 4,192 parameters), one name per step. Medians,
with the range over the rounds.

{rows}

{comparisons(seconds)}{gone}""",
            "Batches": batches,
            "What a person waits for": waits,
            "Drawing": pictures,
            "How it grows": growth(),
            "Explorers": answers.section(),
            "Verdicts": verdicts.section(),
            "Walking through the graph": graph.section(),
        }
    )
    picture(seconds)
    readme = HERE.parent / "README.md"
    text = readme.read_text(encoding="utf-8")
    text = re.sub(
        r"(<!-- speed -->\n).*?(\n<!-- /speed -->)",
        lambda m: m[1] + headline(seconds, *gains) + m[2],
        text,
        flags=re.DOTALL,
    )
    readme.write_text(text, encoding="utf-8", newline="\n")
    say(report)


if __name__ == "__main__":
    main()

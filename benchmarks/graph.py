"""How long the graph that one walks into takes to answer: medians in milliseconds, everything up to the SVG included.

python benchmarks/graph.py
"""

import random
import sys
import time
from pathlib import Path
from statistics import median

import results

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from microgpt import autograd, gpt
from microgpt.data import Tokenizer, bundled
from microgpt.graph.explorer import picture
from microgpt.graph.walk import View, Walk, after
from microgpt.lessons.walks import kept
from microgpt.optim import Adam
from microgpt.replay import Replay

RUNS = 7
SIZES = {"16 wide, 1 layer": {}, "32 wide, 6 layers": {"n_embd": 32, "n_layer": 6}}
PLACES = ["", "pos2/layer0/attn", "pos2/layer0/attn/heads", "pos2/layer0/attn/heads/head2", "pos2/layer0/attn/attn_wq",
          "pos2/layer0/attn/attn_wq[8]", "pos2/layer0/mlp", "pos2/layer0/mlp/mlp_fc1", "pos2/lm_head"]  # fmt: skip
WEIGHT = "layer0.attn_wq[8][3]"


def clocked(act, arguments):
    """The median over calls with these arguments, in milliseconds of processor time: Graphviz runs in this process."""
    times = []
    for argument in arguments:
        begin = time.process_time()
        act(argument)
        times.append(1000 * (time.process_time() - begin))
    return median(times)


def answers(tokenizer, size, shape):
    """Lines of the report for one size of model."""
    config = gpt.Config(tokenizer.vocab_size, **shape)
    states = [(f"{seed}", gpt.init(config, random.Random(seed))) for seed in range(20)]
    walk = Walk(lambda values: gpt.reader(values, config), states, tokenizer)

    def show(view):
        return picture(walk.seen(view)["drawing"])

    view = View("emma")
    show(view)
    clicks = {place: clocked(show, [after(view, "open", place)] * RUNS) for place in PLACES}
    slowest = max(clicks, key=clicks.get)
    chosen = after(view, "choose", WEIGHT)
    moved = clocked(show, [after(chosen, "move", 0.1 * k) for k in range(1, RUNS + 1)])
    scrubbed = clocked(show, [after(view, "step", k) for k in range(1, 20)])
    return [
        f"- {size}: a click {median(clicks.values()):.0f} ms, the slowest ({slowest or 'all'}) {clicks[slowest]:.0f} ms",
        f"- {size}: a moved weight {moved:.0f} ms, another state of the training {scrubbed:.0f} ms",
    ]


def keeping(tokenizer):
    """What it costs to keep 20 states of a training."""
    documents = [tokenizer.encode(name) for name in bundled()[:1000]]
    graph = autograd.values(gpt.init(config := gpt.Config(tokenizer.vocab_size), random.Random(42)))
    replay = Replay(lambda: gpt.reader(graph, config), Adam(autograd.parameters(graph)), 16, config.vocab_size)
    plain, kept_too = [], []
    for _ in range(RUNS):
        plain.append(clocked(lambda _: replay.train(documents, 200), [None]))
        kept_too.append(clocked(lambda _: kept(replay, graph, documents, 200), [None]))
    return f"- 200 steps of training {median(plain):.0f} ms; with 20 states kept {median(kept_too):.0f} ms"


def section():
    """The section of the report, as Markdown."""
    tokenizer = Tokenizer(["abcdefghijklmnopqrstuvwxyz"])
    lines = [line for size, shape in SIZES.items() for line in answers(tokenizer, size, shape)]
    return "\n".join([f"Over `emma`, processor time; {results.machine()}.", "", *lines, keeping(tokenizer)])


if __name__ == "__main__":
    results.write({"Walking through the graph": section()})
    print(results.sections(results.RESULTS.read_text(encoding="utf-8"))["Walking through the graph"])

"""JavaScript for the tests, by node: skipped with a reason where it is missing, unless MICROGPT_NODE says that it is there."""

import json
import os
import shutil
import subprocess
from array import array

import pytest

ANSWER = """
const lines = require("readline").createInterface({ input: process.stdin });
const received = (x) => x && x.ints ? Int32Array.from(x.ints) : x && x.floats ? Float64Array.from(x.floats, Number) : x;
const sent = (x) => ArrayBuffer.isView(x) ? Array.from(x, sent) : Array.isArray(x) ? x.map(sent)
  : typeof x === "number" && !Number.isFinite(x) ? { odd: String(x) } : x;
let engine;
lines.on("line", (line) => {
  const { make, arrays, name, words } = JSON.parse(line);
  if (make) engine = eval(make)(Object.fromEntries(Object.entries(arrays).map(([k, x]) => [k, received(x)])));
  console.log(JSON.stringify({ answer: make ? null : sent(engine[name](...words.map(received))) ?? null }));
});
"""


def program():
    found = shutil.which("node")
    if not found:
        if os.environ.get("MICROGPT_NODE"):
            pytest.fail("node is missing")
        pytest.skip("needs node")
    return found


RUNNING = []


class InNode:
    """The engine of `replay.javascript` in a node of its own, called as in a browser."""

    def __init__(self, arrays):
        from microgpt.replay.javascript import SOURCE

        pipe = subprocess.PIPE
        self.node = subprocess.Popen([program(), "-e", ANSWER], stdin=pipe, stdout=pipe, text=True)
        RUNNING.append(self.node)
        source = SOURCE.read_text(encoding="utf-8")
        self.ask({"make": source, "arrays": {name: sendable(x) for name, x in arrays.items()}})

    def __call__(self, name, *words):
        return self.ask({"name": name, "words": list(map(sendable, words))})

    def ask(self, question):
        self.node.stdin.write(json.dumps(question) + "\n")
        self.node.stdin.flush()
        return received(json.loads(self.node.stdout.readline())["answer"])


def end():
    """End all that run."""
    for node in RUNNING:
        node.stdin.close()
        node.stdout.close()
        node.wait()
    RUNNING.clear()


def sendable(thing):
    if isinstance(thing, array):
        return {"ints": thing.tolist()} if thing.typecode == "i" else {"floats": list(map(str, thing))}
    return thing


def received(thing):
    if isinstance(thing, dict):
        return float(thing["odd"].replace("Infinity", "inf"))
    return [received(part) for part in thing] if isinstance(thing, list) else thing

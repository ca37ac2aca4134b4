"""All cells of the notebooks in node's Pyodide, without NumPy, matplotlib or threads: what they print against what is stored.

    python tests/in_pyodide.py [01 05 ...]

By hand: it takes as long as the lessons do in a browser. What is tagged `nbval-ignore-output` is run and not compared; a
picture that cannot be drawn there counts as the same when its words are.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from microgpt.publish import packages, site, wheel

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent / "notebooks"

PROGRAM = r'''
import asyncio, json, os, re, sys, time
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.displaypub import DisplayPublisher
from IPython.utils.capture import capture_output

os.makedirs("/drive/notebooks")  # as on the site
os.chdir("/drive/notebooks")


def stored(cell):
    """(what was printed, the words of all that was displayed)."""
    printed = "".join("".join(o["text"]) for o in cell["outputs"] if o["output_type"] == "stream")
    return printed, ["".join(o["data"].get("text/plain", "")) for o in cell["outputs"] if "data" in o]


class Publisher(DisplayPublisher):
    shown = []

    def publish(self, data, metadata=None, **more):
        self.shown.append(data.get("text/plain", ""))


def same(shown, words):
    missing = "[matplotlib is missing here"
    if not shown.startswith(missing):
        return shown == words
    return "\n" not in words or words.endswith(shown.partition("\n")[2])  # stored: words of its own, or numbers too


async def run(name, book):
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(display_pub_class=Publisher)
    shell.displayhook.write_output_prompt = lambda: None
    alike, other, failed, start = 0, [], [], time.time()
    for number, cell in enumerate(book["cells"]):
        if cell["cell_type"] != "code":
            continue
        begun, source = time.time(), "".join(cell["source"])
        for again in range(2):
            Publisher.shown = shell.display_pub.shown = []
            shell.displayhook.write_format_data = lambda data, metadata=None: shell.display_pub.shown.append(data.get("text/plain", ""))
            with capture_output(stderr=False, display=False) as seen:
                done = await shell.run_cell_async(source, store_history=True, transformed_cell=shell.transform_cell(source))
            await asyncio.sleep(0.05)
            graphviz = getattr(sys.modules.get("microgpt.graph.wasm"), "loading", None)
            if graphviz:  # it loads while a reader reads
                await asyncio.wait([graphviz])
            if "run this cell once more" not in str(Publisher.shown):  # a reader does what is said, where no Python can wait
                break
        took = time.time() - begun
        if took > 20:
            print(f"    cell {number} took {took:.0f} s", flush=True)
        if not done.success:
            failed.append((number, repr(done.error_in_exec or done.error_before_exec)))
            continue
        if "nbval-ignore-output" in cell["metadata"].get("tags", []):
            continue
        printed, words = stored(cell)
        found = shell.display_pub.shown
        if seen.stdout == printed and len(found) == len(words) and all(map(same, found, words)):
            alike += 1
        else:
            other.append((number, seen.stdout[:1500], printed[:1500], found, words))
    print(f"{name}: {alike} cells alike, {len(other)} not, {len(failed)} failed, {time.time() - start:.0f} s", flush=True)
    for number, why in failed:
        print("   failed", number, why[:300], flush=True)
    for number, *sides in other:
        print("   not alike", number, flush=True)
        for have, want in (sides[:2], sides[2:]):
            if have != want:
                print("      have", repr(have)[:900], "\n      want", repr(want)[:900], flush=True)


for path, source in files.items():
    await run(path.rpartition("/")[2], json.loads(source))
'''


def main(numbers):
    books = [str(path) for path in sorted(NOTEBOOKS.glob("*.ipynb")) if not numbers or path.name[:2] in numbers]
    site.fill_ledger()  # as whoever builds a site does: what needs NumPy there is kept
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "program.py"
        program.write_text(PROGRAM, encoding="utf-8")
        ours = wheel.write(Path(folder), wheel.contents() | wheel.kept())
        runtime = packages.from_npm("pyodide")
        for book in books:
            command = ["node", str(HERE / "pyodide.mjs"), str(runtime), str(program)]
            subprocess.run(
                [*command, *map(str, packages.wheels()), str(ours)], env=os.environ | {"FILES": book}, check=False
            )


if __name__ == "__main__":
    main(sys.argv[1:])

"""How long each notebook takes from top to bottom, and which of its cells take longest: processor time, and by the clock.

    .venv/bin/python benchmarks/notebooks.py [NUMBER ...] [--slowest 5]

    .venv/bin/python benchmarks/notebooks.py 04 05

Runs them as they are, with every exercise unsolved, and changes nothing.
"""

import argparse
import time
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


class Timed(NotebookClient):
    """Notes in `seconds`, for each cell of code, (processor, clock)."""

    def kernel_seconds(self):
        """Seconds of the processor that the kernel has taken so far."""
        times = psutil.Process(self.km.provisioner.pid).cpu_times()
        return times.user + times.system

    async def async_execute_cell(self, cell, index, **more):
        before, start = self.kernel_seconds(), time.perf_counter()
        result = await super().async_execute_cell(cell, index, **more)
        if cell.cell_type == "code":
            self.seconds[index] = self.kernel_seconds() - before, time.perf_counter() - start
        return result


def timed(path):
    """({number of a cell: (processor seconds, seconds by the clock)}, the cells)."""
    notebook = nbformat.read(path, as_version=4)
    client = Timed(notebook, timeout=600, resources={"metadata": {"path": str(FOLDER)}})
    client.seconds = {}
    client.execute()
    return client.seconds, notebook.cells


def report(path, slowest):
    seconds, cells = timed(path)
    whole = [sum(column) for column in zip(*seconds.values())]
    print(
        f"{path.stem}: {whole[0]:.1f} s of the processor, {whole[1]:.1f} s by the clock, {len(seconds)} cells of code"
    )
    for index in sorted(seconds, key=lambda index: -seconds[index][0])[:slowest]:
        first = next(line for line in cells[index].source.splitlines() if line.strip())
        print(f"  {seconds[index][0]:6.1f} s  cell {index:3}  {first[:80]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="01 to 06; all of them where none is named")
    parser.add_argument("--slowest", type=int, default=5, metavar="N")
    options = parser.parse_args()
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not options.numbers or path.stem[:2] in options.numbers:
            report(path, options.slowest)


if __name__ == "__main__":
    main()

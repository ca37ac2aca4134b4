"""How long each notebook takes from top to bottom, and which of its cells take longest: processor time, and by the clock.

    .venv/bin/python benchmarks/notebooks.py [NUMBER ...] [--slowest 5]

    .venv/bin/python benchmarks/notebooks.py 04 05

Runs them as they are, with every exercise unsolved; after all six it rewrites the section "Notebooks" of RESULTS.md.
"""

import argparse
import time
from pathlib import Path

import nbformat
import psutil
import results
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
    """(processor seconds, seconds by the clock) of one notebook; says which cells took longest."""
    seconds, cells = timed(path)
    whole = [sum(column) for column in zip(*seconds.values())]
    print(
        f"{path.stem}: {whole[0]:.1f} s of the processor, {whole[1]:.1f} s by the clock, {len(seconds)} cells of code"
    )
    longest = sorted(seconds, key=lambda index: -seconds[index][0])[:slowest]
    for index in longest:
        print(f"  {seconds[index][0]:6.1f} s  cell {index:3}  {first_line(cells[index])[:80]}")
    return whole, seconds[longest[0]][0], first_line(cells[longest[0]])


def first_line(cell):
    return next(line for line in cell.source.splitlines() if line.strip())


def section(found):
    """The section of the report, as Markdown; found: {notebook: what `report` gave}."""
    lines = ["| notebook | processor | by the clock | its slowest cell | |", "|---|---|---|---|---|"]
    for name, (whole, longest, line) in found.items():
        lines.append(f"| {name} | {whole[0]:.1f} s | {whole[1]:.1f} s | {longest:.1f} s | `{line}` |")
    total = [sum(column) for column in zip(*(whole for whole, *_ in found.values()))]
    lines.append(f"| all | {total[0]:.1f} s | {total[1]:.1f} s | | |")
    return "\n".join([f"From top to bottom, every exercise unsolved; {results.machine()}.", "", *lines])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", metavar="NUMBER", help="01 to 06; all of them where none is named")
    parser.add_argument("--slowest", type=int, default=5, metavar="N")
    options = parser.parse_args()
    paths = [path for path in sorted(FOLDER.glob("*.ipynb")) if not options.numbers or path.stem[:2] in options.numbers]
    found = {path.stem: report(path, options.slowest) for path in paths}
    if not options.numbers:
        results.write({"Notebooks": section(found)})


if __name__ == "__main__":
    main()

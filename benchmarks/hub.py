"""What a student costs a hub: the memory and the processor time of a notebook's kernel, run from top to bottom.

    .venv/bin/python benchmarks/hub.py [NUMBER ...]

Runs them as they are, one after the other; on Linux and macOS. A row for the table in TEACHING.md each.
"""

import multiprocessing
import resource
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
UNIT = 1 if sys.platform == "darwin" else 1024  # bytes in which the system tells memory


def measured(path):
    """(peak memory of the kernel in MB, seconds of the processor), measured from a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as alone:
        return alone.apply(run, (path,))


def run(path):
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=900, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}).execute()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_maxrss * UNIT / 1e6, used.ru_utime + used.ru_stime


if __name__ == "__main__":
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not sys.argv[1:] or path.stem[:2] in sys.argv[1:]:
            memory, seconds = measured(path)
            print(f"| {int(path.stem[:2])} | {memory:.0f} | {seconds:.0f} |", flush=True)

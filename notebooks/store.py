"""Run every notebook from top to bottom and store its outputs, so that a second run changes nothing.

    .venv/bin/python notebooks/store.py [01 05 ...]
    .venv/bin/python notebooks/store.py beyond      # this one needs PyTorch, and is not among all

What would differ from run to run is not stored: widget state and execution metadata. A cell that shows a time is tagged
`nbval-ignore-output`, and keeps the output it has.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent
BEYOND = FOLDER.parent / "beyond" / "beyond.ipynb"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
IGNORED = "nbval-ignore-output"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def store(path):
    """Run one notebook; write it back with fresh outputs if they changed. True if so."""
    before = path.read_text(encoding="utf-8")
    book = nbformat.reads(before, as_version=4)
    kept = [cell.get("outputs", []) if IGNORED in cell.metadata.get("tags", []) else [] for cell in book.cells]
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}).execute()
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, (cell, before_run) in enumerate(zip(book.cells, kept), 1):
        cell.id = f"{path.stem[:2]}-{number:02}"
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k == "tags"})
        if cell.cell_type == "code":
            cell.outputs = before_run or joined([settled(output) for output in cell.outputs])
    after = nbformat.writes(book, indent=1) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def settled(output):
    """An output without what only a running kernel can show: a stored widget has no model behind it."""
    if "data" in output:
        output.data.pop(WIDGET_VIEW, None)
    return output


def joined(outputs):
    """Printed text in one piece, however the kernel happened to send it."""
    whole = []
    for output in outputs:
        if whole and output.output_type == whole[-1].output_type == "stream" and output.name == whole[-1].name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def main(numbers):
    for path in [*sorted(FOLDER.glob("*.ipynb")), BEYOND]:
        if path.stem[:2] in numbers or path.stem in numbers or (not numbers and path != BEYOND):
            print(f"{path.stem} ...", end=" ", flush=True)
            print("stored" if store(path) else "unchanged")


if __name__ == "__main__":
    main(sys.argv[1:])

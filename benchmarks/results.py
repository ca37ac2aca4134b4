"""RESULTS.md, section by section: each program of this folder writes its own and leaves the others as they are."""

import os
import platform
import re
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def sections(text):
    """{title: what stands under it}, in order; "" is the title of what stands before the first.

    >>> sections("begin\\n\\n## One\\n\\nfirst\\n")
    {'': 'begin', 'One': 'first'}
    """
    before, *found = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {"": before.strip()} | {title: part.strip() for title, part in zip(found[::2], found[1::2])}


def write(new):
    """Put these sections, {title: text}, in the place of those that have their titles, or at the end; the whole text."""
    known = sections(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    parts = [f"## {title}\n\n{text}" if title else text for title, text in (known | new).items()]
    text = "\n\n".join(parts) + "\n"
    RESULTS.write_text(text, encoding="utf-8", newline="\n")
    return text


def machine():
    """The processor's name, where the system tells it, and how many of its cores there are."""
    info = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.+)$", info.read_text(), re.MULTILINE) if info.exists() else None
    return f"{found[1] if found else platform.processor() or platform.machine()}, {os.cpu_count()} cores"

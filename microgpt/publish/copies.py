"""The learner's own copies of the notebooks: made once, renewed while nobody has touched them, never overwritten after."""

import hashlib
import json

from ..outside import writing


class Copies:
    """What lies in `work`, made from the notebooks in `source`."""

    def __init__(self, source, work):
        self.source, self.work = source, work
        self.stamps = work / ".fetched.json"  # of every copy: what it was like when it was made, and its source

    def notebooks(self):
        return sorted(self.source.glob("*.ipynb"))

    def numbered(self, number):
        """The one notebook with this number, or None."""
        found = [notebook for notebook in self.notebooks() if number and notebook.name.startswith(number.zfill(2))]
        return found[0] if len(found) == 1 else None

    def put_aside(self, name):
        """Keep the learner's notebook under another name; that name, or None where nobody has touched it."""
        mine = self.work / name
        if not mine.exists() or self.untouched(self.source / name):
            return None
        number = 1
        while (kept := mine.with_name(f"{mine.stem}_mine{number}.ipynb")).exists():
            number += 1
        mine.rename(kept)
        return kept.name

    def untouched(self, notebook):
        """Whether the copy of this notebook is there, and is as it was made."""
        mine, made = self.work / notebook.name, self.known().get(notebook.name, {}).get("copy")
        as_made = (digest(notebook.read_bytes()), digest(held_back(notebook)), made)
        return mine.exists() and digest(mine.read_bytes()) in as_made

    def fetch(self):
        """Copy what is missing, and what is newer and was never touched; (paths of the copies made, {name: what is older})."""
        self.work.mkdir(exist_ok=True)
        known, made, older = self.known(), [], {}
        for notebook in self.notebooks():
            mine, name = self.work / notebook.name, notebook.name
            source, copy = digest(notebook.read_bytes()), held_back(notebook)
            before = known.get(name, {})
            untouched = self.untouched(notebook)
            if not mine.exists() or (untouched and mine.read_bytes() != copy):
                write(mine, copy)
                made.append(mine)
            if mine in made or untouched:
                known[name] = {"copy": digest(copy), "source": source}
            elif before.get("source") != source:
                older[name] = "is older than the library now" if before else "may be older than the library"
        write(self.stamps, json.dumps(known).encode())
        return made, older

    def known(self):
        """name -> {"copy": digest, "source": digest} of every copy that was made; {} where nothing is known."""
        try:
            known = json.loads(self.stamps.read_text())
            earlier = {name: {"copy": both, "source": both} for name, both in known.items() if isinstance(both, str)}
            return earlier | {name: both for name, both in known.items() if isinstance(both, dict)}
        except (OSError, ValueError, AttributeError):  # not there yet, or damaged
            return {}


def held_back(notebook):
    """A notebook for a learner, as bytes: what gives a prediction's answer away is not shown before it is run."""
    book = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if "reveal" in cell["metadata"].get("tags", []):
            cell.update(outputs=[], execution_count=None)
    return (json.dumps(book, indent=1, ensure_ascii=False) + "\n").encode()


def digest(content):
    return hashlib.sha256(content).hexdigest()


def write(path, content):
    """Write a file whole or not at all."""
    with writing(path, "wb") as file:
        file.write(content)

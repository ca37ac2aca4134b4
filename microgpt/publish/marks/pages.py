"""The pages that go with the marks: one for each student, and one for the class with its mistakes by frequency."""

import re
from collections import Counter
from html import escape
from unicodedata import normalize

from ...outside import printable, writing
from ..guide import inline, page

CLASS = "class.html"


def write(path, title, body):
    with writing(path, "wb") as file:
        file.write(page(printable(title), body).encode("utf-8", "backslashreplace"))


def feedback(student, marks, remarks, columns):
    """A student's page: what was handed in, and what its checks say; nothing in it is anybody's markup."""
    solved = sum(mark.state == "solved" for mark in marks.values())
    there = ", ".join(sorted({str(int(lesson)) for lesson, _ in marks})) or "none"
    parts = [f"<h1>{escape(printable(student))}</h1>"]
    parts.append(f"<p>Lessons handed in: {there}. {solved} of {len(marks)} exercises are solved.</p>")
    parts += [f"<p>{escape(printable(remark))}</p>" for remark in remarks]
    for column, title in columns.items():
        if mark := marks.get(column):
            parts.append(f"<h2>{escape(title)}: {mark.state}</h2>")
            parts += [f"<pre>{escape(text)}</pre>"] if (text := mark.text or mark.why) else []
    return "\n".join(parts)


def overview(results, columns):
    """The class on one page: how many have solved what, and the mistakes, the most frequent first."""
    handed_in = sum(bool(marks) for _, marks, _ in results)
    parts = ["<h1>The class</h1>", f"<p>{handed_in} of {len(results)} students handed in a notebook of the course.</p>"]
    parts.append("<table><tr><th>exercise</th><th>solved</th><th>not yet</th><th>not tried</th></tr>")
    for column, title in columns.items():
        states = Counter(marks[column].state for _, marks, _ in results if column in marks)
        numbers = "".join(f"<td>{states[state]}</td>" for state in ("solved", "not yet", "not tried"))
        parts.append(f"<tr><td>{escape(title)}</td>{numbers}</tr>")
    parts.append("</table>\n<h2>Mistakes, by how many made them</h2>\n<table><tr><th>students</th><th>exercise</th><th>what the check said</th></tr>")  # fmt: skip
    found = Counter(
        (title, marks[column].why)
        for column, title in columns.items()
        for _, marks, _ in results
        if column in marks and marks[column].why
    )
    rows = [
        f"<tr><td>{many}</td><td>{escape(title)}</td><td>{inline(why)}</td></tr>"
        for (title, why), many in found.most_common()
    ]
    return "\n".join([*parts, *rows, "</table>"])


def clear(folder, kept):
    """Take away the pages of an earlier run, whose students may have other numbers now."""
    for path in folder.glob("*.html"):
        if path.name not in kept and re.fullmatch(r"\d{3,}-[\w-]+\.html", path.name):
            path.unlink()


def file_name(number, student):
    """A file name from whatever a student is called: letters of any language, and figures."""
    plain = re.sub(r"[\W_]+", "-", normalize("NFC", student))
    return f"{number:03}-{plain[:40].strip('-') or 'student'}.html"

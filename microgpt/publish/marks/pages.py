"""The pages that go with the marks: one for each student, and one for the class with its mistakes by frequency."""

import re
from collections import Counter
from html import escape

from ...outside import printable, writing
from ..guide import page
from .table import NOT_HANDED_IN

CLASS = "class.html"


def write(path, title, body):
    with writing(path, "wb") as file:
        file.write(page(printable(title), body).encode("utf-8", "backslashreplace"))


def feedback(student, marks, remarks, columns):
    """A student's page: every exercise with what its check says; nothing in it is anybody's markup."""
    solved = sum(mark.state == "solved" for mark in marks.values())
    parts = [f"<h1>{escape(printable(student))}</h1>", f"<p>{solved} of {len(columns)} exercises are solved.</p>"]
    parts += [f"<p>{escape(printable(remark))}</p>" for remark in remarks]
    for column, title in columns.items():
        mark = marks.get(column)
        text = (mark.text or mark.why) if mark else ""
        parts.append(f"<h2>{escape(title)}: {mark.state if mark else NOT_HANDED_IN}</h2>")
        parts += [f"<pre>{escape(text)}</pre>"] if text else []
    return "\n".join(parts)


def overview(results, columns):
    """The class on one page: how many have solved what, and the mistakes, the most frequent first."""
    parts = ["<h1>The class</h1>", f"<p>{len(results)} students handed something in.</p>"]
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
        f"<tr><td>{many}</td><td>{escape(title)}</td><td>{escape(why)}</td></tr>"
        for (title, why), many in found.most_common()
    ]
    return "\n".join([*parts, *rows, "</table>"])


def file_name(number, student):
    """A file name from whatever a student is called."""
    return f"{number:03}-{re.sub(r'[^A-Za-z0-9]+', '-', student)[:40].strip('-') or 'student'}.html"

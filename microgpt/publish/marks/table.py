"""The marks as a table that a spreadsheet shows and never executes: a row for each student, a column for each exercise."""

import csv

from ...outside import printable, writing

EXECUTED = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NOT_HANDED_IN = "not handed in"


def cell(text):
    """A text as one line that a spreadsheet takes for text, also one that divides lines at each semicolon."""
    line = printable(text, 400).replace(";", ",")
    return f"'{line}" if line.lstrip(" '\"").startswith(EXECUTED) else line


def write(path, results, columns):
    """columns: {(number of the lesson, exercise): title}; results: (student, {column: Mark}, remarks) each."""
    with writing(path, "wb") as file:
        file.write("\ufeff".encode())  # so that Excel takes it for UTF-8
        table = csv.writer(Lines(file), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        table.writerow(["student", "solved", *columns.values(), "remarks"])
        for student, marks, remarks in results:
            solved = sum(mark.state == "solved" for mark in marks.values())
            table.writerow(
                [cell(student), solved, *(cell(told(marks.get(c))) for c in columns), cell(". ".join(remarks))]
            )


def told(mark):
    if mark is None:
        return NOT_HANDED_IN
    return f"{mark.state}: {mark.why}" if mark.why else mark.state


class Lines:
    """A text file on top of one of bytes."""

    def __init__(self, file):
        self.file = file

    def write(self, text):
        self.file.write(text.encode("utf-8", "backslashreplace"))

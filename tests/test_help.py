"""Help that fades: told step by step on request, noted, found again, and never more than there is."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from microgpt.teach import help, progress
from microgpt.teach.help import Help

SOLUTION = "def my_share(row):\n    whole = sum(row)\n\n    return [n / whole for n in row]\n"


@pytest.fixture
def exercise(reader):
    place = progress.Place("01", "exercises", "share")
    return SimpleNamespace(hints=["Add <them> up.", "Divide."], solution=SOLUTION, place=place)


def entry():
    return progress.kept.entry("01", "exercises", "share")


def judged(exercise, kind):
    return help.offered(exercise, SimpleNamespace(kind=kind, solved=kind == "right"))


def test_hints_come_one_by_one_and_then_the_solution_line_by_line(exercise):
    found = Help(exercise)
    offers = []
    for _ in range(5):
        offers.append(found.more.description)
        found.more.click()
    assert offers == [
        "show hint 1 of 2",
        "show hint 2 of 2",
        "show line 1 of 2 of a solution",
        "show line 2 of 2 of a solution",
        "that is all",
    ]
    assert "Add &lt;them&gt; up." in found.told.value and "return [n / whole" in found.code.value
    assert entry() == {"help": 4}
    assert help.steps(SOLUTION) == ["def my_share(row):\n    whole = sum(row)", "\n    return [n / whole for n in row]"]


def test_nothing_is_given_away_before_it_is_asked_for(exercise):
    found = Help(exercise)
    assert not found.told.value and "Divide" not in repr(found)
    found.more.click()
    assert "Divide" not in found.told.value + repr(found) and "my_share" not in repr(found)


def test_what_was_taken_lies_folded_below_the_next_check_and_opens_with_the_next_step(exercise):
    for _ in range(3):
        Help(exercise).more.click()
    again = judged(exercise, "mistake")
    assert again.told.value.startswith("<details><summary>taken so far: 2 hints, 1 line of a solution</summary>")
    assert "Add &lt;them&gt; up." in again.told.value and "whole = sum" in again.told.value and not again.code.value
    assert repr(again).splitlines() == [
        "Help taken so far: 2 hints, 1 line of a solution; check.share.help() prints it again.",
        "For help, step by step: press the button in JupyterLab, or run check.share.help()",
    ]
    again.more.click()
    assert "details" not in again.told.value and "return [n / whole" in again.code.value and "Hint 1" in repr(again)


def test_an_untouched_stub_gets_help_and_leaves_no_mark(exercise):
    assert judged(exercise, "untouched") and entry() == {}


def test_what_is_tried_and_solved_is_marked(exercise):
    judged(exercise, "mistake")
    assert entry()["state"] == "tried"
    assert judged(exercise, "right") is None and entry()["state"] == "solved"
    judged(exercise, "differs")  # a solved exercise stays solved
    Help(exercise).more.click()  # and help that is taken afterwards is no help
    judged(exercise, "right")
    assert entry()["state"] == "solved"


def test_what_is_solved_after_help_is_marked_so_for_ever(exercise):
    Help(exercise).more.click()
    judged(exercise, "right")
    judged(exercise, "right")
    assert entry() == {"help": 1, "state": "solved with help"}


def test_where_there_are_no_solutions_help_ends_at_the_hints(exercise):
    exercise.solution = ""
    found = Help(exercise)
    for _ in range(3):
        found.more.click()
    assert found.more.description == "no more hints" and not found.code.value


def test_an_edition_with_fewer_hints_shows_what_it_has(exercise):
    exercise.place.note(help=99)
    found = Help(exercise)
    assert found.more.description == "that is all" and "return [n / whole" in found.code.value


def test_without_a_mouse_it_is_printed(exercise, capsys):
    assert "run check.share.help()" in repr(Help(exercise))
    for _ in range(3):
        help.told(exercise)
    assert capsys.readouterr().out.splitlines()[-5:-1] == [
        "Hint 1. Add <them> up.",
        "Hint 2. Divide.",
        "    def my_share(row):",
        "        whole = sum(row)",
    ]


def test_an_exercise_without_hints_offers_no_help(exercise):
    exercise.hints = ()
    assert judged(exercise, "mistake") is None and entry()["state"] == "tried"


def test_what_cannot_be_noted_is_said_and_the_help_is_given(exercise, monkeypatch):
    @contextmanager
    def refuse(path):
        raise OSError(28, "No space left on device")
        yield

    monkeypatch.setattr(progress, "writing", refuse)
    found = Help(exercise)
    found.more.click()
    assert "No space left on device" in found.message.value and "Add &lt;them&gt; up." in found.told.value

"""Questions that come again: three of them, first those that were hard, and those answered stay."""

import pytest

from microgpt.lessons import attention, autograd, bigram, full_gpt, gpt, mlp
from microgpt.teach.lesson import Lesson
from microgpt.teach.predict import Question

ROOMS = [room for room in (bigram, mlp, autograd, attention, gpt, full_gpt) if room.lesson.recalled]
QUESTIONS = {
    name: Question(f"{name}?", {1: "one it is not", 2: "two it is", 3: "three it is not"}, lambda: 2, about=about)
    for name, about in {"a": (), "b": (), "c": (), "d": ("01", "pairs"), "e": ("01", "contexts")}.items()
}


@pytest.fixture
def lesson(reader):
    return Lesson("02", {}, QUESTIONS)


def names(recall):
    return [buttons.prediction.question[0] for buttons in recall.asked]


def test_three_questions_are_asked_and_can_be_answered_without_a_mouse(lesson, capsys):
    recall = lesson.recall()
    assert names(recall) == ["a", "b", "c"]
    recall.answer(2, "b")
    assert capsys.readouterr().out == "Right (computed: 2). two it is\n"
    assert repr(recall).splitlines()[:2] == ["From memory, before you read on:", "1. a?"]
    assert repr(recall).splitlines()[-1] == 'Choose in JupyterLab, or add .answer(1, "a") to the call.'
    for number in (1, 3):
        recall.answer(number, "b")
    assert "Choose" not in repr(recall)


@pytest.mark.parametrize("call", [(4, "a"), (0, "a"), ("b",), ("b", 1), (), (None, "a"), (1.5, "a"), ([], "a")])
def test_a_number_that_is_none_is_said_in_a_line(lesson, call, capsys):
    lesson.recall().answer(*call)
    assert capsys.readouterr().out == 'First the number of a question, 1 to 3, then a letter: .answer(1, "a").\n'


def test_a_number_alone_is_told_the_choices(lesson, capsys):
    lesson.recall().answer(1)
    lesson.recall().answer(1, "B")
    assert capsys.readouterr().out.splitlines() == ["The choices are a, b, c.", "Right (computed: 2). two it is"]


def test_what_was_hard_comes_first(lesson, reader):
    reader.note("01", "predictions", "pairs", answers=[{"chosen": ["3"], "right": [False]}])
    reader.note("01", "exercises", "contexts", state="solved with help")
    assert names(lesson.recall()) == ["d", "e", "a"]


def test_what_was_answered_stays_when_something_else_becomes_hard(lesson, reader):
    lesson.recall().answer(1, "c")
    lesson.recall().answer(2, "b")
    reader.note("01", "predictions", "pairs", answers=[{"chosen": ["3"], "right": [False]}])
    again = lesson.recall()
    assert names(again) == ["a", "b", "d"]
    assert "Not that. three it is not" in repr(again)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.lesson.number)
def test_the_truths_of_a_lesson_are_among_the_choices(room, reader):
    recalled = room.lesson.recalled
    assert len(recalled) >= 3
    for name, question in recalled.items():
        recall = Lesson("99", {}, {name: question}).recall()
        assert recall.asked[0].prediction.steps[0].right

"""Predictions: nothing is told before an answer, a wrong one is struck out with its reason, and all answers are kept."""

import pytest

from microgpt.lessons import attention, autograd, bigram, full_gpt, gpt, mlp
from microgpt.teach.predict import Buttons, Prediction, ask, kept

QUESTIONS = {k: v for room in (bigram, mlp, autograd, attention, gpt, full_gpt) for k, v in room.QUESTIONS.items()}

CHOICES = {0.0: "That would be certainty.", 3.3: "Ignorance costs ln 27.", 27.0: "That is their number."}


@pytest.fixture(autouse=True)
def forget():
    kept.clear()


@pytest.fixture
def buttons():
    return Buttons(Prediction("What is ln 27?", CHOICES, lambda: 3.2958))


def test_nothing_is_told_before_an_answer():
    def truth():
        raise AssertionError("asked too early")

    text = repr(Buttons(Prediction("What is ln 27?", CHOICES, truth)))
    assert text.splitlines()[:4] == ["Predict: What is ln 27?", "  a) 0.0", "  b) 3.3", "  c) 27.0"]
    assert not any(why in text for why in CHOICES.values())


def test_all_choices_are_shown_where_there_are_no_buttons(buttons):
    shown = buttons._repr_mimebundle_()["text/plain"]
    assert shown == repr(buttons) and "c) 27.0" in shown and '.answer("a")' in shown


def test_a_wrong_answer_is_struck_out_with_its_reason_and_tells_nothing_else(buttons):
    buttons.buttons["a"].click()
    assert buttons.buttons["a"].style.text_decoration == "line-through" and buttons.buttons["a"].disabled
    assert buttons.notes["a"].value == "Not that. That would be certainty."
    assert not buttons.notes["b"].value and not buttons.buttons["b"].disabled
    assert "Ignorance" not in repr(buttons)


def test_the_nearest_number_is_right_and_what_was_computed_is_told(buttons):
    buttons.buttons["b"].click()
    assert buttons.notes["b"].value == "Right (computed: 3.296). Ignorance costs ln 27."
    assert buttons.buttons["b"].button_style == "success"
    assert [letter for letter, button in buttons.buttons.items() if not button.disabled] == ["b"]  # the others are pale


def test_a_cell_that_is_run_again_keeps_the_answers(buttons):
    buttons.buttons["c"].click()
    again = Buttons(Prediction("What is ln 27?", CHOICES, lambda: 3.2958))
    assert again.notes["c"].value.startswith("Not that") and not again.notes["a"].value


def test_it_works_as_plain_text(buttons, capsys):
    buttons.answer("a")
    buttons.answer("z")
    buttons.answer("b")
    assert capsys.readouterr().out.splitlines() == [
        "Not that. That would be certainty.",
        "The choices are a, b, c.",
        "Right (computed: 3.296). Ignorance costs ln 27.",
    ]
    assert "b) 3.3   Right" in repr(buttons) and "Choose" not in repr(buttons)


def test_the_answer_is_computed_once():
    asked = []
    buttons = Buttons(Prediction("x?", {1: "a", 2: "b"}, lambda: asked.append(1) or 2))
    for letter in "ab":
        buttons.buttons[letter].click()
    assert len(asked) == 1 and buttons.prediction.solved


def test_words_may_be_choices():
    prediction = Prediction(
        "Rows or columns?", {"rows": "One per letter before.", "columns": "Those come after."}, lambda: "rows"
    )
    assert prediction.answer("b") == "Not that. Those come after."
    assert prediction.answer("a") == "Right. One per letter before."


def test_a_question_about_something_not_yet_run_can_be_asked_again():
    prediction = Prediction("x?", {1: "one", 2: "two"}, lambda: not_yet_defined)  # noqa: F821
    assert prediction.answer("a") == "Keep it in mind: cells that follow compute this. Run them, then choose again."
    assert not prediction.chosen


def test_a_truth_that_fails_is_a_line():
    prediction = Prediction("x?", {1: "one", 2: "two"}, lambda: 1 / 0)
    assert prediction.answer("a") == "This cannot be computed now: ZeroDivisionError: division by zero"
    assert not prediction.chosen


def test_markup_in_a_question_is_shown_not_obeyed():
    buttons = Buttons(Prediction("<b>x</b>?", {"<i>": "<u>"}, lambda: "<i>"))
    buttons.buttons["a"].click()
    assert "&lt;b&gt;" in buttons.children[0].value and "&lt;u&gt;" in buttons.notes["a"].value


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_choice_of_every_question_has_its_own_reason(name):
    question, choices = QUESTIONS[name]
    assert question.endswith(("?", "...")) and 3 <= len(choices) <= 5
    assert all(len(why) > 20 for why in choices.values()) and len(set(choices.values())) == len(choices)
    assert repr(ask(QUESTIONS, name, None)).startswith(f"Predict: {question}")

"""Predictions: nothing is told before an answer, a wrong one is struck out with its reason, and all answers are kept."""

import re

import pytest

from microgpt.data import BadInput
from microgpt.lessons import attention, autograd, bigram, full_gpt, gpt, mlp
from microgpt.teach import progress
from microgpt.teach.lesson import Lesson
from microgpt.teach.predict import LATER, Buttons, Prediction, Question

ROOMS = (bigram, mlp, autograd, attention, gpt, full_gpt)
ALL = {(room.lesson.number, name): q for room in ROOMS for name, q in room.lesson.predictions.items()}
ALL |= {(room.lesson.number, f"recall: {name}"): q for room in ROOMS for name, q in room.lesson.recalled.items()}

PLACE = progress.Place("01", "predictions", "ignorance")
LOGS = Question(
    "What is ln 27?",
    {0.0: "That would be certainty.", 3.3: "Ignorance costs ln 27.", 27.0: "That is their number."},
    truth=lambda: 3.2958,
)
EXAMPLES = Question(
    "How many examples does emma give?",
    {4: "The end is predicted too.", 5: "Four letters and the end."},
    truth=lambda word: len(word) + 1,
    why=Question(
        "Because ...",
        {
            "letters are pairs": "Letters alone are four.",
            "the end counts": "Somebody must say stop.",
            "vowels": "They are letters.",
        },
        truth="the end counts",
    ),
)

pytestmark = pytest.mark.usefixtures("reader")


@pytest.fixture
def buttons():
    return Buttons(Prediction(PLACE, LOGS))


@pytest.fixture
def two_steps():
    return Lesson("01", {"examples": EXAMPLES}).predict("examples", "emma")


def said(buttons, letter):
    """The note beside a button, as a reader sees it."""
    return re.sub(r"<[^>]*>", "", buttons.notes[letter].value)


def test_nothing_is_told_before_an_answer():
    def truth():
        raise AssertionError("asked too early")

    text = repr(Buttons(Prediction(PLACE, Question(LOGS.question, LOGS.choices, truth))))
    assert text.splitlines()[:4] == ["Predict: What is ln 27?", "  a) 0.0", "  b) 3.3", "  c) 27.0"]
    assert not any(why in text for why in LOGS.choices.values())


def test_all_choices_are_shown_where_there_are_no_buttons(buttons):
    shown = buttons._repr_mimebundle_()["text/plain"]
    assert shown == repr(buttons) and "c) 27.0" in shown and '.answer("a")' in shown


def test_a_wrong_answer_is_struck_out_with_its_reason_and_tells_nothing_else(buttons):
    buttons.buttons["a"].click()
    assert buttons.buttons["a"].style.text_decoration == "line-through"
    assert not buttons.buttons["a"].disabled  # who pressed it by keyboard still stands on it
    assert said(buttons, "a") == "Not that. That would be certainty."
    assert not buttons.notes["b"].value and not buttons.buttons["b"].disabled
    assert "Ignorance" not in repr(buttons)


def test_the_nearest_number_is_right_and_what_was_computed_is_told(buttons):
    buttons.buttons["b"].click()
    assert said(buttons, "b") == "Right (computed: 3.296). Ignorance costs ln 27."
    assert buttons.buttons["b"].button_style == "success"
    assert [letter for letter, button in buttons.buttons.items() if not button.disabled] == ["b"]  # the others are pale


def test_the_next_kernel_shows_the_answers_without_computing_anything(buttons, monkeypatch):
    buttons.buttons["c"].click()
    buttons.buttons["b"].click()
    monkeypatch.setattr(progress, "kept", progress.Progress(progress.kept.path.parent))
    again = Buttons(Prediction(PLACE, Question(LOGS.question, LOGS.choices, lambda: 1 / 0)))
    assert said(again, "c").startswith("Not that") and not again.notes["a"].value
    assert said(again, "b") == "Right (computed: 3.296). Ignorance costs ln 27."
    assert PLACE.entry["first"] == ["27.0"]


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
    question = Question("x?", {1: "a", 2: "b"}, lambda: asked.append(1) or 2)
    buttons = Buttons(Prediction(PLACE, question))
    for letter in "ab":
        buttons.buttons[letter].click()
    assert len(asked) == 1 and buttons.prediction.solved


def test_words_may_be_choices():
    choices = {"rows": "One per letter before.", "columns": "Those come after."}
    prediction = Prediction(PLACE, Question("Rows or columns?", choices, lambda: "rows"))
    assert prediction.answer("b") == "Not that. Those come after."
    assert prediction.answer("a") == "Right. One per letter before."


def test_what_later_cells_define_is_asked_for_when_a_choice_is_made():
    lesson = Lesson("01", {"x": Question("x?", {1: "one", 2: "two"}, lambda start, found: start + found)})
    defined = {}

    def found():
        return defined["found"] if defined else not_yet_defined  # noqa: F821

    buttons = lesson.predict("x", 1, later=lambda: (found(),))
    buttons.buttons["a"].click()
    assert LATER in buttons.message.value and not buttons.prediction.answers
    assert buttons.prediction.place.entry["first"] == ["1"]
    defined["found"] = 1
    buttons.buttons["b"].click()
    assert said(buttons, "b") == "Right (computed: 2). two"
    assert buttons.prediction.place.entry["first"] == ["1"]


def test_a_truth_that_fails_is_a_line():
    prediction = Prediction(PLACE, Question("x?", {1: "one", 2: "two"}, lambda: 1 / 0))
    assert prediction.answer("a") == "This cannot be computed now: ZeroDivisionError: division by zero"
    assert not prediction.answers


@pytest.mark.parametrize("found", [float("nan"), float("inf"), None, "three", 10**400])
def test_what_is_none_of_the_choices_is_said(found):
    prediction = Prediction(PLACE, Question("x?", {1: "one", 2: "two"}, lambda: found))
    assert prediction.answer("a").startswith("This cannot be computed now:") and not prediction.answers


def test_markup_in_a_question_is_shown_not_obeyed():
    buttons = Buttons(Prediction(PLACE, Question("<b>x</b>?", {"<i>": "<u>"}, lambda: "<i>")))
    buttons.buttons["a"].click()
    assert "&lt;b&gt;" in buttons.children[0].value and "&lt;u&gt;" in buttons.notes["a"].value


@pytest.mark.parametrize(
    ("letters", "said", "told"),
    [
        ("bb", "Right (computed: 5), and for the right reason.", ["Four letters and the end.", "Somebody must"]),
        ("ba", "Right (computed: 5), but for a wrong reason.", ["Letters alone are four."]),
        ("ab", "The reason is true, but the result is another.", ["The end is predicted too."]),
        ("ac", "Neither the result nor the reason.", ["The end is predicted too.", "They are letters."]),
    ],
)
def test_what_and_why_are_judged_together(two_steps, letters, said, told):
    verdict = two_steps.prediction.answer(*letters)
    assert verdict.startswith(said) and all(why in verdict for why in told)
    everything = [*EXAMPLES.choices.values(), *EXAMPLES.why.choices.values()]
    assert sum(why in verdict for why in everything) == len(told)


def test_nothing_is_told_before_both_steps_are_answered(two_steps):
    assert two_steps.rows[1].layout.display == "none"
    two_steps.rows[0].buttons["a"].click()
    assert two_steps.rows[1].layout.display is None
    assert not two_steps.message.value and not two_steps.notes["a"].value
    two_steps.rows[0].buttons["b"].click()  # another mind
    two_steps.rows[1].buttons["a"].click()
    assert "but for a wrong reason" in two_steps.message.value
    assert said(two_steps, "b") == "Right (computed: 5)." and not two_steps.prediction.solved
    two_steps.rows[1].buttons["b"].click()  # the result stands, another reason
    assert "for the right reason" in two_steps.message.value
    assert two_steps.prediction.solved and "Four letters and the end." in two_steps.notes["b"].value
    assert two_steps.prediction.place.entry["first"] == ["5", "letters are pairs"]


def test_two_steps_work_as_plain_text(two_steps, capsys):
    assert '.answer("a", "b")' in repr(two_steps) and "  Because ..." in repr(two_steps)
    two_steps.answer("b")
    two_steps.answer("b", "b")
    assert capsys.readouterr().out.splitlines()[0] == (
        'The reason is missing: .answer("b", "a"), where the reasons are a, b, c.'
    )
    assert "Choose" not in repr(two_steps)


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ((), "The choices are a, b. Of the reasons: a, b, c."),
        (("z",), "The choices are a, b. Of the reasons: a, b, c."),
        (("a", "z"), "The choices are a, b. Of the reasons: a, b, c."),
        ((1, 2), "The choices are a, b. Of the reasons: a, b, c."),
        (("a", "b", "c"), "Two letters are asked for: what, and why."),
    ],
)
def test_what_is_no_answer_is_said_in_a_line(two_steps, letters, said):
    assert two_steps.prediction.answer(*letters) == said and not two_steps.prediction.place.entry


def test_capitals_are_letters_too(two_steps, capsys):
    two_steps.answer("B", "B")
    assert "for the right reason" in capsys.readouterr().out and two_steps.prediction.solved


def test_a_name_that_nothing_has_is_told_in_a_line_with_those_there_are(reader):
    lesson = Lesson("01", {"examples": EXAMPLES})
    for ask in (lesson.predict, lesson.explain):
        with pytest.raises(BadInput) as told:
            ask("example")
        [line] = told.value._render_traceback_()  # what a notebook prints in place of a traceback
        assert line.startswith("BadInput: nothing is asked here under the name 'example'; there are: ")


@pytest.mark.parametrize(("lesson", "name"), ALL)
def test_every_choice_of_every_question_has_its_own_reason(lesson, name):
    question = ALL[lesson, name]
    for step in filter(None, [question, question.why]):
        assert step.question.endswith(("?", "...")) and 2 <= len(step.choices) <= 5
        assert all(len(why) > 20 for why in step.choices.values()) and len(set(step.choices.values())) == len(
            step.choices
        )
    assert repr(Buttons(Prediction(PLACE, question))).startswith(f"Predict: {question.question}")

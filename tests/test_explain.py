"""Explain it: nothing is shown before something is written, and the words are kept."""

import pytest

from microgpt.lessons import attention, autograd, bigram, full_gpt, gpt, mlp
from microgpt.teach import progress
from microgpt.teach.explain import LONGEST, Explanation
from microgpt.teach.lesson import Lesson

MASK = Explanation("Why is there no mask?", "We read from left to right.", ("left to right", "the future", "speed"))
WORDS = "Because the letters that come later are not there yet."
ROOMS = (bigram, mlp, autograd, attention, gpt, full_gpt)
ALL = {(room.lesson.number, name): e for room in ROOMS for name, e in room.lesson.explanations.items()}


@pytest.fixture
def lesson(reader):
    return Lesson("04", {}, explanations={"mask": MASK})


def entry():
    return progress.kept.entry("04", "explanations", "mask")


def test_the_model_answer_comes_after_the_readers_own(lesson):
    box = lesson.explain("mask")
    assert "left to right" not in repr(box) and not box.unfolded
    box.compare()
    assert "First write your own" in box.message.value and not box.unfolded
    box.refused -= 60  # seconds: it takes a while to write
    box.text.value = WORDS
    assert entry() == {"text": WORDS}
    box.compare()
    assert box.unfolded and not box.message.value


def test_a_press_that_overtakes_the_words_is_answered_when_they_come(lesson):
    """A kernel answers two touches in threads of its own, and may take the second first."""
    box = lesson.explain("mask")
    box.compare()
    box.text.value = "too few"
    assert not box.unfolded
    box.text.value = WORDS
    assert box.unfolded and not box.message.value and entry() == {"text": WORDS, "compared": True}


def test_the_words_and_the_ticks_are_found_again(lesson):
    box = lesson.explain("mask")
    box.text.value = WORDS
    box.compare()
    box.ticks[1].value = True
    again = lesson.explain("mask")
    assert again.text.value == WORDS and again.unfolded
    assert [tick.value for tick in again.ticks] == [False, True, False]


def test_it_works_as_plain_text(lesson, capsys):
    box = lesson.explain("mask")
    assert repr(box).splitlines()[0] == "Explain: Why is there no mask?" and ".write(" in repr(box)
    box.write("No idea.")
    box.write(WORDS)
    box.tick(1, 3)
    said = capsys.readouterr().out
    assert said.startswith("First write your own") and "A model answer. We read from left to right." in said
    assert repr(box).splitlines()[-3:] == ["  [x] left to right", "  [ ] the future", "  [x] speed"]


def test_a_million_letters_are_not_kept_and_what_was_kept_is_not_lost(lesson):
    box = lesson.explain("mask")
    box.text.value = WORDS
    box.text.value = "a " * 500_000
    assert f"That has 1,000,000 characters; {LONGEST:,} at most" in box.message.value
    box.compare()
    assert not box.unfolded and len(box.text.value) == 1_000_000
    assert entry() == {"text": WORDS}


def test_markup_is_shown_not_obeyed(reader):
    box = Lesson("01", {}, explanations={"x": Explanation("<b>?", "<i>", ("<u>", "b", "c"))}).explain("x")
    assert "&lt;b&gt;" in box.children[0].value and "&lt;i&gt;" in box.compared.children[0].value


@pytest.mark.parametrize(("number", "name"), ALL)
def test_an_explanation_has_a_question_and_three_points(number, name):
    explanation = ALL[number, name]
    assert explanation.question.endswith("?") and len(explanation.points) == 3
    assert len(explanation.model) > 80

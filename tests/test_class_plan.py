"""The plan of a class is what the notebooks' tags say, and TEACHING.md is held to it."""

import re

import pytest

from microgpt.publish import books, guide, plan

BOOKS = books.notebooks()


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_section_has_minutes_and_is_must_or_may(path):
    parts = plan.sections(path)  # raises where a tag is missing or double
    cells = [books.source(cell) for cell in books.opened(path)["cells"] if cell["cell_type"] == "markdown"]
    assert [part.title for part in parts] == re.findall(r"^##? (.*)$", "\n".join(cells), re.MULTILINE)
    assert all(part.minutes >= 1 for part in parts) and len(parts) >= 8
    about = int(re.search(r"About (\d+) minutes", "\n".join(cells))[1])
    assert about - 5 < plan.total(parts) <= about
    assert 45 <= plan.total(parts, must=True) <= 90  # a session of ninety minutes
    assert any(not part.must for part in parts) and parts[0].must


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_a_section_is_given_the_minutes_that_its_exercises_say(path):
    asked, title = {}, ""
    for cell in books.opened(path)["cells"]:
        if cell["cell_type"] == "markdown":
            title = plan.title_of(books.source(cell)) or title
            asked[title] = asked.get(title, 0) + sum(
                map(int, re.findall(r"^Difficulty.*?(\d+) minutes", books.source(cell), re.MULTILINE))
            )
    for part in plan.sections(path):
        assert part.minutes >= asked[part.title], part


def test_teaching_md_is_held_to_the_plan():
    """To write it anew: python -m microgpt.publish.plan"""
    text = plan.PAGE.read_text(encoding="utf-8")
    assert plan.with_plan(text) == text


def test_the_plan_names_what_a_teacher_asks_for():
    text = plan.plan()
    for path in BOOKS:
        told = text[text.index(f"### {plan.title(path)}") :].split("\n### ")[0]
        assert "**Ask before the cell runs.**" in told and told.count("*") >= 6 and "**Five minutes to show**" in told
        for place in books.places(books.opened(path)):
            assert f"- `{place.exercise}`: “" in told
    assert all(f"### {name}" in text for name in ("One day", "Six evenings", "Four weeks of a semester"))


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_what_is_left_of_a_lesson_fits_ninety_minutes_and_nothing_more_does(path):
    parts = plan.sections(path)
    told = plan.in_a_session(parts)
    out = told.removeprefix("In 90, skip: ").rstrip(".").split("; ") if "skip" in told else []
    taken = [part for part in parts if part.title not in out]
    assert len(taken) == len(parts) - len(out) and all(part in taken for part in parts if part.must)
    assert plan.total(taken) <= 90 and all(plan.total(taken) + p.minutes > 90 for p in parts if p.title in out)


@pytest.mark.parametrize("told", ["by 1 - beta**t.” “and 0.85**t", "x * x + x", "*: a factor", "u < end, <b>", "`a*b*` d_out _x_", "in each\nrow"])  # fmt: skip
def test_a_sentence_of_the_course_stands_on_a_page_as_it_is(told):
    from html import unescape

    html = guide.as_html(plan.as_told(told)).strip()
    text = re.sub("</?code>", "`", html.removeprefix("<p>").removesuffix("</p>"))
    assert unescape(text) == " ".join(told.split())


def test_a_syllabus_leaves_no_section_out_and_its_sessions_are_alike():
    parts = [part for path in BOOKS for part in plan.sections(path)]
    found = plan.sessions(parts, plan.WEEKS * plan.A_WEEK)
    assert [part for session in found for part in session] == parts
    lengths = [plan.total(session) for session in found]
    assert max(lengths) <= 95 and min(lengths) >= 45


def test_a_missing_or_double_tag_is_named():
    for tags in ([], ["must"], ["must", "may", "minutes-3"], ["must", "minutes-3", "minutes-4"], ["minutes-x", "may"]):
        with pytest.raises(ValueError, match="01_bigram.ipynb: the section 'The data'"):
            plan.tagged(BOOKS[0], "The data", tags)
    assert plan.tagged(BOOKS[0], "The data", ["may", "minutes-3"]) == (3, False)

"""What a notebook goes on with: lists, whatever kind of sequence a right answer hands back."""

import functools

import pytest
from filling import needed, run, solution_of
from test_mutants import exercises

from microgpt.teach.judge.calling import attempt


def is_list(thing):
    return isinstance(thing, list | tuple)


def as_iterators(thing):
    return iter(map(as_iterators, thing)) if is_list(thing) else thing


def as_tuples(thing):
    return tuple(map(as_tuples, thing)) if is_list(thing) else thing


FORMS = {
    "a generator": lambda thing: (x for x in thing) if is_list(thing) else thing,
    "a map": lambda thing: map(lambda x: x, thing) if is_list(thing) else thing,  # noqa: C417
    "iterators of iterators": as_iterators,
    "tuples of tuples": as_tuples,
}
INSIDE = {"contexts": "iterators of iterators"}  # what is a key is to be a tuple


def handing_back(answer, form):
    """The same answer in another form."""

    @functools.wraps(answer)
    def changed(*case, **named):
        return form(answer(*case, **named))

    return changed


def kinds(thing):
    """The kinds of a thing and of all that is in it, by name: every graph has a class of its own."""
    return (type(thing).__name__, *map(kinds, thing)) if is_list(thing) else type(thing).__name__


def returned(exercise, answer):
    """The kinds of whatever an answer hands back in its first cases."""
    found = []

    def noting(*case):
        found.append(kinds(thing := answer(*case)))
        return thing

    for trial in exercise.trials[:6]:
        attempt(noting, trial, exercise.use)
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", [name for name in exercises() if name != "slopes"])  # which is a table
def test_what_comes_as_another_kind_of_sequence_goes_on_as_lists(name, form):
    exercise = exercises()[name]
    verdict = exercise.examine(handing_back(exercise.truth, FORMS[form]))
    if INSIDE.get(name) == form:
        assert "a tuple is wanted inside" in verdict.text
        return
    assert verdict.solved, verdict.text
    assert returned(exercise, verdict.goes_on) == returned(exercise, exercise.truth)


@pytest.mark.parametrize("name", ["01", "02", "03", "06"])
def test_a_notebook_runs_on_answers_that_hand_back_iterators(name, monkeypatch, capsys):
    """Its checks and its handover."""

    def fill(exercise, mine, namespace):
        found = solution_of(exercise, mine, namespace)
        return handing_back(found, FORMS["a map"]) if callable(found) else found

    monkeypatch.setenv("MICROGPT_STRICT", "1")
    _, passed = run(name, needed(name), fill)
    assert len(passed) >= 3

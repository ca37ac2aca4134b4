"""Cases that differ in one argument alone: whoever keeps results under some of the arguments is found out."""

import copy

import pytest
from test_mutants import exercises

TAKE_MORE = {"invent", "write_name", "zero_grad"}  # than what their cases hold: a die, a model, numbers with gradients
MIXED = [name for name, made in exercises().items() if made.mixes and name not in TAKE_MORE]


@pytest.mark.parametrize("name", MIXED)
def test_results_that_are_kept_for_some_of_the_arguments_are_not_right(name):
    exercise = exercises()[name]
    for place in {mixed.place for mixed in exercise.mixed}:
        for key in (lambda case, at=place: case[at], lambda case, at=place: (*case[:at], *case[at + 1 :])):
            known = {}

            def keeping(*case):
                kept = known.setdefault(repr(key(case)), exercise.truth(*case))  # noqa: B023
                return copy.deepcopy(kept)

            anyhow = {repr(key(case)) for case in exercise.trials}  # as many results as cases: nothing comes twice
            needed = {repr((key(case), o.result)) for case, o in zip(exercise.trials, exercise.wanted)}
            assert exercise.examine(keeping).solved == (len(needed) == len(anyhow)), place

"""The judge at work on small exercises: form, names, relations, changes, limits, what it hands on; and that it never falls."""

import functools
import itertools
import json
import math
import os
import random
import re
import subprocess
import sys
import time
from collections import deque
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from microgpt.attention import attend
from microgpt.autograd import Value
from microgpt.lessons import mlp
from microgpt.lessons.bigram import check
from microgpt.teach.judge import Checks, Exercise, Number, Wrong, calling, limits, scout
from microgpt.teach.judge import check as check_module
from microgpt.teach.judge.behaviour import behaviour


def doubled(xs):
    return [2 * x for x in xs]


def some_numbers(rng):
    return ([rng.uniform(-3, 3) for _ in range(rng.randint(2, 6))],)


def an_exercise(truth=doubled, cases=(([1.0, 2.5, -4.0],), ([3.0],)), generate=some_numbers, mistakes=None, **options):
    made = Exercise("Double.", truth, list(cases), mistakes or {}, "So it is.", generate=generate, **options)
    return Checks(made=made).made


@pytest.fixture
def double():
    return an_exercise()


def said(exercise, answer):
    return exercise.examine(answer).text


# ---- right answers in any form ----

FORMS = [
    lambda xs: [2 * x for x in xs],
    lambda xs: tuple(2 * x for x in xs),
    lambda xs: (2 * x for x in xs),
    lambda xs: map((2.0).__mul__, xs),
    lambda xs: np.array(xs) * 2,
    lambda xs: [np.float64(2 * x) for x in xs],
    lambda xs: [Fraction(x) * 2 for x in xs],
    lambda xs: [Decimal(x) * 2 for x in xs],
    lambda xs: [Value(2 * x) for x in xs],
    lambda xs: dict(enumerate(2 * x for x in xs)).values(),
    lambda xs: [np.array(2 * x) for x in xs],
    lambda xs: itertools.chain([2 * xs[0]], (2 * x for x in xs[1:])),
]


@pytest.mark.parametrize("answer", FORMS)
def test_whatever_holds_the_right_numbers_is_right_and_is_handed_on_as_a_list(double, answer):
    verdict = double.examine(answer)
    assert verdict.solved, verdict.text
    assert [float(x.data if isinstance(x, Value) else x) for x in verdict.goes_on([0.5, 1.5])] == [1.0, 3.0]
    assert type(verdict.goes_on([0.5])) is list


def test_what_is_a_list_already_is_handed_on_as_it_is(double):
    answer = FORMS[0]
    assert double.examine(answer).goes_on is answer
    assert double.examine(FORMS[2]).goes_on.__wrapped__ is FORMS[2]


def test_single_precision_is_right_but_not_what_the_notebook_runs_on(double):
    verdict = double.examine(lambda xs: [np.float32(2 * x) for x in xs])
    assert verdict.solved and "double precision" in verdict.text and verdict.goes_on is double.runs_on
    assert double.examine(lambda xs: np.array(xs, dtype=np.float16) * 2).solved


NESTED = {  # each right only where a row is read whole before the next one is asked for
    "generators": lambda d_out, x, w: ((d * v for v in x) for d in d_out),
    "maps": lambda d_out, x, w: (map(lambda v: d * v, x) for d in d_out),  # noqa: C417
    "map of map": lambda d_out, x, w: map(lambda d: map(lambda v: d * v, x), d_out),  # noqa: C417
    "zip": lambda d_out, x, w: zip(*[[d * v for d in d_out] for v in x]),
    "one row, filled anew": lambda d_out, x, w: one_row_filled_anew(d_out, x),
}


def one_row_filled_anew(d_out, x):
    row = []
    for d in d_out:
        row[:] = [d * v for v in x]
        yield iter(row)


@pytest.mark.parametrize("d_w", NESTED.values(), ids=NESTED)
def test_what_goes_on_is_read_as_it_was_when_it_was_judged(d_w):
    made = mlp.check.backward_linear
    verdict = made.examine(
        lambda d_out, x, w: ((sum(d * a for d, a in zip(d_out, c)) for c in zip(*w)), d_w(d_out, x, w))
    )
    d_out, x, w = [1.0, 10.0], [1.0, -2.0], [[1.0, 2.0], [4.0, 5.0]]
    assert verdict.solved and verdict.goes_on(d_out, x, w) == made.truth(d_out, x, w)
    on_values = verdict.goes_on(d_out, [Value(v) for v in x], w)[1]
    assert [[v.data for v in row] for row in on_values] == made.truth(d_out, x, w)[1]


def test_the_answer_goes_on_and_an_unsolved_one_does_not(double, capsys):
    def answer(xs):
        return [x + x for x in xs]

    assert double(answer) is answer
    assert double(lambda xs: xs) is double.runs_on and double(lambda xs: ...) is double.runs_on
    assert capsys.readouterr().out.startswith("Right, in all 42 cases. So it is.\nNot yet: ")


def test_a_check_is_shown_in_a_line(double):
    assert repr(double) == "check.made(...)" and repr(Checks(made=double)) == "check.made(...)"


def test_an_exercise_that_is_not_there_is_said_to_be_none(double):
    with pytest.raises(AttributeError, match=r"called 'maid'; there are: check.made\(...\)"):
        _ = Checks(made=double).maid


@pytest.mark.parametrize("answers", [(), (1, 2)])
def test_a_check_without_an_answer_says_what_it_takes(double, answers, capsys):
    assert double(*answers) is double.truth
    assert capsys.readouterr().out == "Hand over one thing, your answer: check.made(...).\n"


def test_what_the_notebook_runs_on_may_be_another_function():
    made = an_exercise(runs_on=sorted)
    assert made.examine(lambda xs: ...).goes_on is sorted


# ---- form before value ----


def in_place(xs):
    for i in range(len(xs)):
        xs[i] *= 2


def too_early(xs):
    for x in xs:
        return [2 * x]


def too_early_alone(xs):
    for x in xs:
        return 2 * x


def only_the_first(xs):
    return [2 * x for x in xs[:1]]


def left_on_condition(xs):
    for x in xs:
        if x > 0:
            return [2 * x]


def passed_over(xs):
    for x in xs:
        if x < 0:
            continue
        return [x / 7] * len(xs)


def remembering(xs, kept=[]):  # noqa: B006
    kept += [2 * x for x in xs]
    return kept


class Broken:
    def __repr__(self):
        raise RuntimeError

    __str__ = __eq__ = __repr__
    __hash__ = None


class Liar(list):
    def __iter__(self):
        raise ValueError("no")

    __len__ = __iter__


def holding_itself(xs):
    xs = [1.0]
    xs.append(xs)
    return xs


def growing(xs):
    for x in xs:
        xs.append(x)
        if len(xs) > 30_000:
            return doubled(xs)


def raises(error):
    def answer(xs):
        raise error

    return answer


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


def drawing_itself(xs):
    return [x * random.random() for x in xs]


def kept_by_length():
    known = {}
    return lambda xs: known.setdefault(len(xs), doubled(xs))


def returns_a_call(xs):
    return [].append(2)


def returns_none(xs):
    if xs[0] > 100:
        return None  # noqa: RET501 - as learners write it
    return


WRONG = [  # an answer, and words that are said of it
    (lambda xs: print([2 * x for x in xs]), "`return` hands a result back"),
    (returns_a_call, "None came back: does a way through your function end without `return`, or is what it"),
    (returns_none, "your function returned nothing: let it end with `return`"),
    (lambda xs: [].append(2), "None came back: does a way through your function end without `return`, or is what it"),
    (lambda xs: lambda: doubled(xs), "a function came back"),
    (in_place, "changes `xs` and returns nothing"),
    (growing, "never ends"),
    (lambda xs: [xs.pop(0) * 2 for _ in range(len(xs))], "changes `xs`, which it was given"),
    (too_early, "A `return` stands inside the loop"),
    (too_early_alone, "only the first of 3 came. A `return` stands inside the loop"),
    (lambda xs: [2 * x for x in xs][:-1], "in every case the last is missing; all before it is right"),
    (lambda xs: [2 * x for x in xs][1:], "in every case the first is missing"),
    (lambda xs: [2 * x for x in xs] + [0.0], "3 numbers are wanted, 4 came: the first 3 are right"),
    (lambda xs: [0.0] + [2 * x for x in xs], "what comes before the last 3 is too much"),
    (lambda xs: [], "what came is empty"),
    (lambda xs: [[2 * x] for x in xs], "nested too deep"),
    (lambda xs: [[2 * x for x in xs]], "brackets too many"),
    (lambda xs: sum(2 * x for x in xs), "what came is their sum"),
    (lambda xs: 0.3 * xs[0], "a list of 3 numbers is wanted, one number came"),
    (lambda xs: {2 * x for x in xs}, "a set came: it has no order, and keeps equal things once. A list of 3 numbers is"),
    (lambda xs: {x: 2 * x for x in xs}, "a dictionary came"),
    (lambda xs: str([2 * x for x in xs]), "a text came"),
    (lambda xs: [f"{2 * x}" for x in xs], "at place 0 of your result: a text came"),
    (lambda xs: [None for x in xs], "None came"),
    (lambda xs: doubled, "a function came back"),
    (lambda xs: [(-1) ** 0.5 * x for x in xs], "a complex number came"),
    (lambda xs: [math.nan for x in xs], "nan came"),
    (lambda xs: [math.inf for x in xs], "infinity came"),
    (lambda xs: [10**400 for x in xs], "larger than any float"),
    (lambda xs: 10**5000, "larger than any float"),
    (lambda xs: itertools.count(), "never ends"),
    (holding_itself, "never ends, or holds itself"),
    (lambda xs: Broken(), "Broken"),
    (lambda xs: [Broken()], "Broken"),
    (lambda xs: Liar([1]), "stops with ValueError: no"),
    (lambda: 1, "takes 0 positional arguments"),
    (lambda xs: xs.nothing, "no attribute 'nothing'"),
    (lambda xs: unknown, "not known here"),  # noqa: F821
    (lambda xs: xs[99], "a place was asked for that the list does not have"),
    (lambda xs: 1 / 0, "something that is divided by is 0"),
    (lambda xs: sys.exit(), "stops with SystemExit"),
    (raises(KeyboardInterrupt()), "stops with KeyboardInterrupt"),
    (raises(Mute()), "stops with Mute"),
    (drawing_itself, "draws by chance on its own"),
    (remembering, "it keeps something from call to call"),
    (only_the_first, "too short: 3 numbers are wanted, 1 came.\n"),
    (left_on_condition, "Does a `return` stand inside the loop?"),
    (None, "pass in your function, not None"),
    ([2.0, 5.0], "pass in your function, not [2, 5]"),
    # relations
    (lambda xs: [20 * x for x in xs], "the right numbers times 10."),
    (lambda xs: [2 * x * len(xs) for x in xs], "times the length of `xs`"),
    (lambda xs: [2 * x / len(xs) for x in xs], "divided by the length of `xs`"),
    (lambda xs: [6 * x / len(xs) for x in xs], "divided by the length of `xs`, times 3"),
    (lambda xs: [2 * x / 7 for x in xs], "the right numbers divided by 7."),
    (lambda xs: [2 * x * 3 / 7 for x in xs], "the right numbers times 3/7."),
    (lambda xs: [-2 * x for x in xs], "with the other sign"),
    (lambda xs: [2 * x + 5 for x in xs], "the right numbers plus 5"),
    (lambda xs: [2 * x - len(xs) for x in xs], "minus the length of `xs`"),
    (lambda xs: [2 * x for x in xs][::-1], "in reverse order"),
    (lambda xs: [2 * x for x in xs[1:] + xs[:1]], "too far to the left"),
    (lambda xs: sorted(2 * x for x in xs), "sorted"),
    (lambda xs: [round(2 * x, 2) for x in xs], "rounded to 2 digits"),
    (lambda xs: [round(2 * x, 6) for x in xs], "rounded to 6 digits"),
    (lambda xs: [int(2 * x) for x in xs], "cut to whole ones"),
    (lambda xs: [abs(2 * x) for x in xs], "without their signs"),
    (lambda xs: [max(0, 2 * x) for x in xs], "those below 0 became 0"),
    (lambda xs: [max(-1.0, 2 * x) for x in xs], "but what is below -1 became -1."),
    (lambda xs: [max(-1.0, min(1.5, 2 * x)) for x in xs], "below -1 became -1, and what is above 1.5 became 1.5."),
    (kept_by_length(), "the answer to an earlier case with a `xs` of the same length came once more"),
    (lambda xs: [2 * x * (sum(xs) if len(xs) > 4 else 1) for x in xs], "wherever it is wrong, these are the right numbers times a"),
    (lambda xs: [2 * x * (sum(xs) if len(xs) > 4 else 1) for x in xs], "It is right in every case but those where `xs` is longer"),
    (lambda xs: [1 - 2 * x for x in xs], "1 minus the right numbers"),
    (lambda xs: [4 * x * x for x in xs], "the squares"),
    (lambda xs: [2 * x for x in xs[:-1]] + [9.0], "right but for the last place"),
    (lambda xs: [9.0] + [2 * x for x in xs[1:]], "right but for the first place"),
    (lambda xs: list(xs), "`xs` as it was given"),
    (lambda xs: [4.0, 5.0], "returns the same in every case"),
    (lambda xs: doubled(xs) if min(xs) > 0 else [0.0] * len(xs), "right only where `xs` holds no number below 0"),
    (lambda xs: doubled(xs) if len(xs) < 5 else [0.0] * len(xs), "those where `xs` is longer than 4"),
    (lambda xs: doubled(xs) if len(xs) < 2 else [0.1] * len(xs), "right only where `xs` holds one thing"),
    (lambda xs: [2.0000001 * x for x in xs], "nearly right"),
    (lambda xs: [2 * x + 1e-5 * x * x for x in xs], "nearly right"),
    (lambda xs: [2 * x * sum(xs) for x in xs], "the right numbers times the sum of `xs`"),
    (lambda xs: [2 * x * xs[0] for x in xs], "times a factor"),
    (lambda xs: [2 * x if x > 0 else x for x in xs], "the places where `xs` is below 0; there `xs` itself came"),
    (lambda xs: [2 * x if x > 0 else x / 4 for x in xs], "is below 0; there it is 0.125 times the right number"),
    (lambda xs: [2 * x if x < max(xs) else 0 for x in xs], "the places where `xs` is largest; there 0 came"),
    (lambda xs: [2 * sum(xs) / len(xs) for x in xs], "together they give the right sum"),
    (lambda xs: [0.0 for x in xs], "nothing but zeros came"),
    (lambda xs: [x - x / 7 for x in xs[:1]] * len(xs[:1]) or xs, "3 numbers are wanted"),
    (lambda xs: [2 * x**3 for x in xs], "the signs are right everywhere"),
    (lambda xs: [2 * x**2 - 3 for x in xs], "the result differs"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "words"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said(double, answer, words):
    verdict = double.examine(answer)
    assert words in verdict.text and verdict.text.startswith("Not yet: ") and verdict.goes_on is double.runs_on


def test_a_return_inside_the_loop_is_claimed_only_where_it_ends_the_first_round(double):
    assert "return" not in said(double, only_the_first) and "return" not in said(double, passed_over)
    one = an_exercise(cases=[([3.0],)])
    assert "1 number is wanted, 2 came: the first is right, what follows" in said(
        one, lambda xs: [2 * x for x in xs] + [0]
    )


# ---- exceptions ----


def at(things, place):
    return things[place]


def of_numpy(xs):
    return np.array([[1.0, 2.0]]) @ np.array([1.0, 2.0, 3.0])


STOPPED = [  # an answer, and the reason that is told
    (lambda xs: attend(xs, [], []), r"in attend\(query = \[1.0, 2.5, -4.0\], keys = \[\], values = \[\]\) \(`keys` and `values` are empty here"),
    (lambda xs: [xs.append(2 * xs[0] / 3)][0] + 1, "hands nothing back, as append and sort do"),
    (lambda xs: np.dot(np.ones((2, 3)), np.ones(2)), "different sizes: is the matrix"),
    (of_numpy, "different sizes: is the matrix"),
    (lambda xs: np.array(xs) + np.ones(2), "different sizes"),
    (lambda xs: np.array([xs, xs[:1]]), "lists in it have different lengths"),
    (lambda xs: 2.0 * xs, "a whole list was used as if it were one number"),
    (lambda xs: math.exp(xs), "a whole list was used as if it were one number"),
    (lambda xs: attend([xs], [xs], [xs]), "a list stands there where a single number is wanted: or is one part of it meant"),
    (lambda xs: attend(None, [xs], [xs]), r"query = None.*\(`query` is None there\)"),
    (lambda xs: xs[0] < xs.sort, "call it, with brackets after its name"),
    (lambda xs: xs[0.0], "is a whole number"),
    (lambda xs: at([xs], (0, 0)), "the way of NumPy"),
    (lambda xs: range(len(xs) / 1), "is a whole number"),
    (lambda xs: xs.shape, "belongs to NumPy's arrays"),
    (lambda xs: xs(0), "square brackets"),
    (lambda xs: xs[0].append(1), "a single number is no list"),
    (lambda xs: at((x for x in xs), 0), r"list\(...\) makes a list of it"),
    (lambda xs: len(map(abs, xs)), r"list\(...\) makes a list of it"),
    (lambda xs: {xs: 1}, "a list cannot be a key"),
    (lambda xs: {set(xs): 1}, "what can be changed cannot be a key"),
    (lambda xs: xs[xs], "a whole list stands in square brackets"),
    (lambda xs: xs["0"], "a text stands in square brackets"),
    (lambda xs: xs + (1.0,), "a tuple to a tuple: here is something else"),
    (lambda xs: next(x for x in xs if x > 99), "found nothing that fits"),
    (lambda xs: max([]), "is empty"),
    (lambda xs: [].pop(), "nothing can be taken"),
    (lambda xs: xs.index(99.0), "does not hold it"),
    (lambda xs: math.log(-1), "a logarithm or a root"),
    (lambda xs: doubled(xs, 1), "more or fewer arguments than it takes"),
    (lambda xs: {}["a"], "no such key"),
    (lambda xs: tuple(xs).append(1), r"list\(...\) makes a list of it"),
    (lambda xs: "a" + 1, "texts are joined"),
    (lambda xs: xs + 1, r"\+ joins two lists"),
    (lambda xs: __import__("nowhere_at_all"), "not installed here"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "reason"), STOPPED, ids=range(len(STOPPED)))
def test_what_usually_is_the_reason_of_an_exception_is_said(double, answer, reason):
    assert re.search(reason, said(double, answer)), said(double, answer)


def untouched(xs):
    """Nothing is here yet."""


STUBS = [..., lambda xs: ..., lambda xs: None, untouched, raises(NotImplementedError()), lambda xs: [..., ...]]


@pytest.mark.parametrize("stub", STUBS, ids=range(len(STUBS)))
def test_not_solved_yet_is_said_of_a_stub(double, stub):
    assert said(double, stub) == "Not solved yet. Double."


def test_a_half_filled_stub_whose_rest_is_right_is_not_solved_yet(double):
    assert said(double, lambda xs: doubled(xs) if len(xs) > 1 else ...) == "Not solved yet. Double."
    assert said(double, lambda xs: [0.0] if len(xs) > 1 else ...).startswith("Not yet: ")


NUMBERS = [
    (lambda xs: (sum(xs),), "not a tuple of one: is there a bracket or a comma too many?"),
    (lambda xs: list(xs), "a list of 3 numbers, whose sum is right"),
    (lambda xs: (sum(xs), 1.0), "a pair came"),
    (lambda xs: str(sum(xs)), "a text came"),
    (lambda xs: sum(xs) / len(xs), "divided by the length of `xs`"),
    (lambda xs: min(xs), "the smallest of `xs`"),
    (lambda xs: sum(xs) if len(xs) < 4 else 0.0, "where `xs` is longer than 3"),
    (lambda xs: max(xs) > 0, "True or False came"),
]


@pytest.mark.parametrize(("answer", "words"), NUMBERS, ids=range(len(NUMBERS)))
def test_one_number_is_wanted(answer, words):
    made = an_exercise(lambda xs: sum(xs))
    assert said(made, answer).startswith("Not yet: ") and words in said(made, answer)
    assert made.examine(lambda xs: np.float64(sum(xs))).solved and made.examine(lambda xs: np.array(sum(xs))).solved


def rows(rng):
    return ([[rng.uniform(-2, 2) for _ in range(3)] for _ in range(rng.choice([2, 4, 5]))],)


def pairs(xs):
    return [(x, (x, x)) for x in xs]


def test_lists_of_lists():
    made = an_exercise(lambda m: [[2 * x for x in row] for row in m], [([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],)], rows)
    assert "nested too flat: a list of 2 lists of 3 numbers" in said(made, lambda m: [2 * x for row in m for x in row])
    assert "at place 0 of your result: 3 numbers are wanted, 2 came" in said(
        made, lambda m: [[2 * x for x in r][:2] for r in m]
    )
    assert "2 lists of 3 numbers are wanted, 3 lists of 2 numbers came" in said(made, lambda m: [*map(list, zip(*m))])
    assert "at place 1 of your result a list" not in said(made, lambda m: m)
    assert (
        made.examine(lambda m: np.array(m) * 2).solved and made.examine(lambda m: [np.array(r) * 2 for r in m]).solved
    )
    square = an_exercise(
        lambda m: [[2 * x for x in r] for r in m], [([[1.0, 2.0], [5.0, 7.0]],), ([[0.0, 2.0], [5.0, 7.5]],)], None
    )
    assert "transposed" in said(square, lambda m: [[2 * x for x in column] for column in zip(*m)])


def test_a_tuple_of_any_length_can_be_asked_for():
    made = an_exercise(lambda xs: [(tuple(xs[:i]), x) for i, x in enumerate(xs)], exact=True)
    assert "a tuple is wanted inside, a list came" in said(made, lambda xs: [(xs[:i], x) for i, x in enumerate(xs)])
    queues = lambda xs: [(deque(xs[:i]), x) for i, x in enumerate(xs)]
    assert "a tuple is wanted inside, something else came" in said(made, queues)
    verdict = made.examine(lambda xs: ([tuple(xs[:i]), x] for i, x in enumerate(xs)))
    assert verdict.solved and verdict.goes_on([1.0, 2.0]) == [((), 1.0), ((1.0,), 2.0)]


def test_what_is_all_there_in_another_order_is_told_so_whatever_its_form():
    made = an_exercise(lambda xs: [xs[:i] for i in range(len(xs))])
    text = said(made, lambda xs: [xs[:i] for i in sorted(range(len(xs)), key=lambda i: abs(i - 1))])
    assert "Not yet: all is there, but in another order." in text


def test_a_tuple_of_one_is_told_from_its_number():
    made = an_exercise(lambda xs: (sum(xs),))
    assert "a tuple of one a comma too" in said(made, lambda xs: sum(xs))
    assert made.examine(lambda xs: [sum(xs)]).goes_on([1.0, 2.0]) == (3.0,)


def test_a_record_says_which_part_is_right():
    made = an_exercise(lambda xs: (sum(xs), max(xs), min(xs)))
    assert "right but for the first place" in said(made, lambda xs: (0.0, max(xs), min(xs)))
    assert "always right: the second; the rest" in said(made, lambda xs: (0.0, max(xs), xs[0] / 7))
    assert "a tuple of 3 numbers is wanted, one number came" in said(made, lambda xs: xs[0] / 7)
    assert "in every case the last is missing" in said(made, lambda xs: (sum(xs), max(xs)))


def test_the_case_shown_has_the_fault_that_most_have():
    made = an_exercise(cases=[([0.0, 4.0],), ([3.0],)])
    text = said(made, lambda xs: sum(2 * x for x in xs) if len(xs) > 1 else 6.0)
    assert "what came is their sum" in text and "only the first" not in text
    short = an_exercise(cases=[([1.0, 1.0],)])
    assert "right so far" not in said(short, lambda xs: [2 * x + (i > 1) for i, x in enumerate(xs)] + [2 * xs[-1]])


def test_a_length_that_differs_by_chance_is_not_what_is_told():
    def positive(xs):
        return [x for x in xs if x > 0]

    made = an_exercise(positive, cases=[([1.0, -1.0],)])
    other = lambda xs: [x + 0.25 * (i % 2) for i, x in enumerate(xs) if x > -0.1]
    assert " came" in said(made, lambda xs: xs) and " came" not in said(made, other)


def test_one_number_everywhere_is_told_as_that():
    made = an_exercise(lambda xs: [0.0 for _ in xs])
    assert "everywhere 1 came, where 0 is wanted." in said(made, lambda xs: [1.0 for _ in xs])


def test_tokens_are_not_added_up():
    made = an_exercise(sorted, generate=lambda rng: ([rng.randrange(9) for _ in range(5)],))
    assert "sum" not in said(made, lambda xs: sorted(xs)[2:] + sorted(xs)[1::-1])


def test_zeros_alone_are_called_so():
    made = an_exercise(cases=[([0.0, 0.0],), ([0.0, 1.0],)])
    assert "those where `xs` holds nothing but 0 (1 of 42)" in said(
        made, lambda xs: doubled(xs) if any(xs) else [1.0, 1.0]
    )


def test_places_are_told_of_the_cases_that_have_several():
    made = an_exercise(cases=[([3.0],)], generate=lambda rng: ([rng.uniform(1, 2) for _ in range(rng.randint(4, 7))],))
    some = lambda xs: [2 * x if i % 3 and i < len(xs) - 1 else x**3 for i, x in enumerate(xs)]
    assert "wherever it is wrong and has several places, some of them are right" in said(made, some)


def test_a_place_that_is_wrong_is_named():
    def at_place_5(xs):
        return [2 * x + (i == 5) * xs[0] for i, x in enumerate(xs)]

    def at_place_2(xs):
        return [2 * x + (i == 2) * xs[0] for i, x in enumerate(xs)]

    many = [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    six = an_exercise(cases=[(many,)], generate=lambda rng: ([rng.random() for _ in many],))
    assert "all is right but for the last place" in said(six, at_place_5)
    assert "one place is wrong, all others are right: here it is the third." in said(six, at_place_2)
    in_two = lambda xs: [2 * x + (i in (1, 2)) * xs[0] ** 2 for i, x in enumerate(xs)]
    assert "always wrong: the second and the third; the rest is right" in said(six, in_two)
    once = an_exercise(cases=[(many,), ([0.0] * 6,), ([0.0] * 3,)], generate=None)
    assert "always" not in said(once, in_two)


def test_one_place_that_fails_in_some_cases_only_is_not_called_wrong_for_good():
    made = an_exercise(
        lambda xs, target: [x - (i == target) for i, x in enumerate(xs)],
        cases=[([0.5, 0.5], 0), ([0.25, 0.75], 1)],
        generate=lambda rng: ([rng.random() for _ in range(4)], rng.randrange(4)),
    )
    text = said(made, lambda xs, target: [x - bool(target and i == target) for i, x in enumerate(xs)])
    assert "places where `target` points" not in text


def test_an_argument_that_is_overwritten_is_told_beside_the_part_that_is_wrong():
    def over(xs):
        found = sum(xs)
        xs[0] = 7.0
        return found, [2 * x for x in xs]

    made = an_exercise(lambda xs: (sum(xs), [2 * x for x in xs]), parts={"the sum": {}, "the list": {}})
    text = said(made, over)
    assert "the sum is right. In the list, " in text and "Besides, your function changes `xs`" in text


def test_parts_are_told_where_other_cases_stop_with_an_error():
    made = an_exercise(
        lambda xs: (sum(xs), [2 * x for x in xs]),
        parts={"the sum": {}, "the list": {"add.": lambda xs: [3 * x for x in xs]}},
    )
    stops = [0.0, 0.0, 0.0]
    text = said(made, lambda xs: (sum(xs), [3 * x for x in xs if stops[len(xs) - 1] == 0]))
    assert "the sum is right. In the list, add." in text


def test_parts_are_told_one_by_one_each_with_its_mistake():
    made = an_exercise(lambda xs: (sum(xs), [2 * x for x in xs]), parts={"the sum": {"add all.": max}, "the list": {}})
    assert "the list is right. In the sum, add all." in said(made, lambda xs: (max(xs), doubled(xs)))
    assert "the sum is right. In the list, what you return is" in said(made, lambda xs: (sum(xs), xs))
    assert "Not yet: in the sum, add all. In the list, 3 numbers are" in said(made, lambda xs: (max(xs), []))
    assert "times 3." in said(made, lambda xs: (3 * sum(xs), [6 * x for x in xs]))
    assert "the list is right. In the sum, None came" in said(made, lambda xs: (None, doubled(xs)))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (lambda xs: doubled(xs)[:4], r"in the list, (\d) numbers are wanted, 4 came"),
        (lambda xs: [2 * x if i < 2 else 7 * x * x for i, x in enumerate(xs)], r"others not: here 2 of (\d) are"),
    ],
)
def test_what_is_said_of_one_case_is_said_of_the_one_that_is_shown(changed, words):
    parts = {"the first cubed": {}, "the list": {}}
    made = an_exercise(lambda xs: (xs[0] ** 3, doubled(xs)), parts=parts)
    text = said(made, lambda xs: (xs[0] ** 3 + len(xs) * xs[-1], changed(xs)))
    assert re.search(words, text)[1] == str(text.split("xs = [")[1].split("]")[0].count(",") + 1)
    assert text.startswith("Not yet: in the ")


def test_a_case_is_called_the_smallest_only_where_it_is():
    def odd(xs):
        return sum(xs) + (0.1 + xs[0] ** 5 if len(xs) % 2 else 0)

    for cases, this in (
        ([[3.0, 1.0, 2.0], [1.5], [2.0, 0.0]], "one"),
        ([[1.5], [3.0, 1.0, 2.0], [2.0, 0.0]], "the smallest"),
    ):
        made = an_exercise(sum, cases=[(xs,) for xs in cases])
        assert f"cases; this is {this} of the others." in said(made, odd)


def test_digits_are_shown_until_the_two_differ(double):
    text = said(double, lambda xs: [2 * x + 1e-7 * x * x for x in xs])
    yours, wanted = text.splitlines()[-2:]
    assert yours.split(":")[1].strip() != wanted.split(":")[1].strip() and "2.0000001" in yours


def test_the_case_shown_names_its_arguments_and_written_ones_come_first(double):
    assert "\n  for xs = [1, 2.5, -4]\n" in said(double, lambda xs: [0.0] * len(xs))


def test_what_was_printed_is_shown_but_does_not_flood(double):
    text = said(double, lambda xs: [print("here", i) for i in range(9999)] and [0.0] * len(xs))
    assert "here 0" in text and len(text) < 500


# ---- mistakes by behaviour ----


def test_a_mistake_is_named_only_if_it_does_the_same_in_all_cases():
    made = an_exercise(mistakes={"halved.": lambda xs: [x / 2 for x in xs], "cubed.": lambda xs: [x**3 for x in xs]})
    assert said(made, lambda xs: [0.5 * x for x in xs]).startswith("Not yet: halved.")
    assert "halved" not in said(made, lambda xs: [x / 2 if len(xs) != 4 else x for x in xs])


def test_a_mistake_has_variants():
    made = an_exercise(mistakes={"halved.": (lambda xs: [x / 2 for x in xs], lambda xs: [x // 2 for x in xs])})
    assert said(made, lambda xs: [x // 2 for x in xs]).startswith("Not yet: halved.")


def one_too_far(xs):
    return [xs[i + 1] for i in range(len(xs))]


def test_exceptions_match_by_message_and_by_where_they_rose():
    made = an_exercise(mistakes={"one too far.": one_too_far})
    for other in (lambda xs: [xs[k + 1] for k, _ in enumerate(xs)], lambda xs: [xs[len(xs)]]):
        assert said(made, other).startswith("Not yet: one too far.")
    for other in (lambda xs: {}[7], lambda xs: [Fraction("x")], lambda xs: "".join(xs)):
        assert said(made, other).startswith("Not yet: your function stops with ")


def test_an_exercise_may_say_what_is_wrong_with_what_came_back():
    def use(answer, xs):
        found = answer(xs)
        if not isinstance(found, dict):
            raise Wrong("a dictionary is wanted.")
        return list(found.values())

    made = an_exercise(lambda xs: dict(enumerate(xs)), use=use)
    assert said(made, lambda xs: xs).startswith("Not yet: a dictionary is wanted.")


def test_what_stops_after_an_answer_has_come_back_is_not_said_to_stop_in_it():
    made = an_exercise(sum, use=eval(compile("lambda answer, xs: answer(xs) * 1.0", "elsewhere", "eval")))
    assert said(made, lambda xs: {}).startswith(
        "Not yet: what your function hands back or leaves is of no use: TypeError"
    )
    assert said(made, lambda xs: {} * 1.0).startswith("Not yet: your function stops with TypeError")
    assert said(made, lambda: 1).startswith("Not yet: your function stops with TypeError")


# ---- arguments, and parts of an answer ----


def test_an_error_is_told_with_the_kind_of_cases_in_which_it_comes(double):
    text = said(double, lambda xs: doubled(xs) if len(xs) > 2 else xs[99])
    assert "stops with IndexError" in text and "in every case but those where `xs` is shorter than 3" in text


def test_an_error_that_most_cases_have_is_told_not_the_form_of_one_that_has_none():
    made = an_exercise(cases=[([3.0],)])
    assert "stops with IndexError" in said(made, lambda xs: [2 * x for x in xs] * 2 if len(xs) == 1 else xs[99])


def sums(xs, ys):
    return [x + 2 * y for x, y in zip(xs, ys)]


def two_lists(rng):
    size = rng.randint(1, 3)
    return [rng.random() for _ in range(size)], [rng.random() for _ in range(size)]


def test_an_argument_that_makes_no_difference_is_named():
    kept = [0.5, 0.25, 0.125]
    made = an_exercise(sums, [([1.0], [2.0])], two_lists, mixes=lambda xs, ys: True)
    text = said(made, lambda xs, ys: [x + 2 * k for x, k in zip(xs, kept)])
    assert "where cases differ in `ys` alone, your results do not differ, and should" in text
    assert "differ in" not in said(made, lambda xs, ys: [x * y + 1 for x, y in zip(xs, ys)])
    assert "differ in" not in said(an_exercise(sums, [([1.0], [2.0])], two_lists), lambda xs, ys: [x + 1 for x in xs])


def test_results_kept_for_some_of_the_arguments_are_found_out():
    made, known = an_exercise(sums, [([1.0], [2.0])], two_lists, mixes=lambda xs, ys: True), {}
    text = said(made, lambda xs, ys: known.setdefault(str(xs), sums(xs, ys)))
    assert "the answer to an earlier case with the same `xs` or that differs in `ys` alone came once more" in text


def test_of_a_table_the_lines_that_are_right_already_are_told():
    made = an_exercise(
        lambda op, x: {"a": x + 1, "b": 2 * x, "c": -x}[op],
        [("a", 1.0), ("b", 3.0), ("c", 2.0), ("a", 4.0), ("b", 5.0), ("c", 7.0)],
        None,
        part=lambda op, x: op,
    )
    text = said(made, lambda op, x: {"a": x + 1, "b": 2 * x, "c": 0.5}[op])
    assert "returns the same in every case" in text and text.endswith("\n  right already: a and b")
    assert "right already" not in said(made, lambda op, x: 0.5)


def alone_in_a_line(xs):
    found = []
    map(found.append, xs)
    return found


def test_a_generator_that_nobody_goes_through_is_told(double):
    assert "stands alone in a line: it does nothing until somebody goes through it" in said(double, alone_in_a_line)


def without_return(xs):
    if len(xs) > 40:
        raise ValueError
    sum(xs)


def test_what_never_returns_is_not_asked_whether_it_sometimes_does():
    def use(answer, xs):
        try:
            return answer(xs)
        except ValueError:
            return math.inf

    made = an_exercise(
        lambda xs: math.inf if len(xs) > 40 else sum(xs), [([1.0],), ([1.0] * 50,)], use=use, names=("xs",)
    )
    assert "your function returned nothing: let it end with `return`" in said(made, without_return)


# ---- what may change ----


def keep(x, kept):
    kept.append(2 * x)
    return sum(kept)


def a_store(rng):
    return rng.uniform(-1, 1), [rng.uniform(-1, 1) for _ in range(rng.randint(0, 4))]


def test_what_may_change_must_change_as_it_should():
    made = an_exercise(keep, [(1.0, [2.0])], a_store, may_change=("kept",))
    assert made.examine(lambda x, kept: (kept.append(x + x), sum(kept))[1]).solved
    assert "`kept` is not left as it should be: [2], not [2, 2]" in said(made, lambda x, kept: sum(kept) + 2 * x)
    both = an_exercise(lambda x, y: y.append(1.0) or sum(x), [([1.0], [2.0])], None, may_change=("y",))
    assert "changes `x`; only `y` may change" in said(both, lambda x, y: (y.append(1.0), sum(x), x.clear())[1])


def test_a_change_is_told_before_what_was_concluded_from_what_is_left():
    def used(answer, xs):
        found = answer(xs)
        if len(found) != len(xs):
            raise Wrong(f"{len(xs)} are wanted.")
        return found

    made = an_exercise(use=used)
    assert "your function changes `xs`" in said(made, lambda xs: [2 * xs.pop(0) for _ in range(len(xs))])
    assert "are wanted." in said(made, lambda xs: doubled(xs) * 2)


def test_what_is_said_of_two_different_results_counts_as_a_difference_other_exceptions_do_not():
    class Unlike(Exception):
        pass

    def used(answer, xs):
        found = answer(xs)
        raise Wrong(f"{found} came first.")

    def failing(xs):
        raise Unlike(random.random())

    made = an_exercise(use=used)
    assert "goes by an order that is another each time" in said(made, lambda xs: random.random())
    assert "stops with Unlike" in said(made, failing)


def test_an_answer_that_keeps_something_is_found():
    seen = []
    made = an_exercise(generate=None)

    def answer(xs):
        seen.append(xs)
        return doubled(xs) if len(seen) <= 2 else [0.0] * len(xs)

    assert "called once more with the same arguments" in said(made, answer)


def test_an_answer_that_returns_the_same_list_each_time_is_found(double):
    shared = []

    def answer(xs):
        shared[:] = doubled(xs)
        return shared

    assert "the next call changes what the first one returned" in said(double, answer)


class Doubler:
    def __call__(self, xs):
        return doubled(xs)


async def later(xs):
    return doubled(xs)


def test_whatever_can_be_called_is_judged(double):
    assert double.examine(Doubler()).solved and double.examine(functools.partial(doubled)).solved
    assert "coroutine" in said(double, later)


# ---- Values, and time ----


def test_what_works_on_plain_numbers_only_is_said_and_does_not_go_on():
    made = an_exercise(on=Value)
    assert made.examine(doubled).goes_on is doubled
    for right in (lambda xs: np.array(xs) * 2, lambda xs: (2 * x for x in xs), lambda xs: map((2.0).__rmul__, xs)):
        verdict = made.examine(right)
        assert verdict.solved and "gradients" not in verdict.text
    for answer, words in [
        (lambda xs: [math.fsum([x, x]) for x in xs], "with Values, numbers that remember, it stops with"),
        (lambda xs: [2 * float(getattr(x, "data", x)) for x in xs], "the gradients are lost"),
        (
            lambda xs: [2 * x if type(x) is float else x for x in xs],
            "with Values, numbers that remember, the result differs",
        ),
        (lambda xs: [x + float(getattr(x, "data", x)) for x in xs], "some gradients are lost"),
        (lambda xs: [2 * x for x in xs[:1]] + [2 * float(getattr(x, "data", x)) for x in xs[1:]], "some gradients"),
    ]:
        verdict = made.examine(answer)
        assert verdict.solved and words in verdict.text and verdict.goes_on is made.runs_on


def test_what_is_much_slower_does_not_go_on(double):
    def slow(xs):
        time.sleep(0.06 * (len(xs) == 1))
        return doubled(xs)

    verdict = double.examine(slow)
    assert verdict.solved and "times as long" in verdict.text and verdict.goes_on is double.runs_on


def test_what_is_much_slower_on_values_alone_does_not_go_on():
    made = an_exercise(on=Value)

    def slow(xs):
        time.sleep(0.06 * (len(xs) == 6 and isinstance(xs[0], Value)))
        return doubled(xs)

    verdict = made.examine(slow)
    assert verdict.solved and "with Values, numbers that remember, it takes" in verdict.text
    assert verdict.goes_on is made.runs_on


def endless(xs):
    while True:
        pass


def stubborn(xs):
    while True:
        try:
            while True:
                pass
        except:  # noqa: E722
            xs = list(xs)


def deaf(xs):
    while True:
        try:
            while True:
                pass
        except BaseException as error:  # noqa: BLE001
            kept = error, len(xs)
            assert kept


def to_the_last(xs):
    try:
        while True:
            pass
    finally:
        while True:
            pass


def unreadable(xs):
    class Deep:
        def __getattr__(self, name):
            while True:
                pass

    return Deep()


def asleep(xs):
    time.sleep(1.0)
    return xs


@pytest.mark.parametrize("answer", [endless, stubborn, deaf, to_the_last, unreadable])
def test_an_endless_answer_is_ended(double, answer, monkeypatch):
    monkeypatch.setattr(limits, "TIME", 0.1)
    assert "does a loop never end, or is it slow?" in said(double, answer)


def test_a_call_that_cannot_be_ended_is_left_behind_and_said(double, monkeypatch):
    monkeypatch.setattr(limits, "TIME", 0.1)
    monkeypatch.setattr(limits, "ENDING", 0.1)
    assert "cannot be ended from here" in said(double, asleep)


# ---- a copy tries first ----

NEVER = [  # an answer that would hold up the whole kernel, and what is said of it
    (lambda xs: sum(range(10**12)), "was ended: does a loop never end?"),
    (lambda xs: 10**10**9, "was ended"),
    (lambda xs: time.sleep(60), "or is one call that long"),
    (stubborn, "was ended"),
    (deaf, "was ended"),
    (lambda xs: doubled(xs) if len(xs) < 6 else sum(range(10**12)), "cases that ended, and was ended"),
    (lambda xs: os._exit(1), "ends Python itself"),
    (lambda xs: os.kill(os.getpid(), 9), "ends Python itself"),
]


@pytest.fixture
def scouts(monkeypatch):
    monkeypatch.setattr(scout, "goes_ahead", lambda: True)
    monkeypatch.setattr(limits, "TIME", 0.3)


@pytest.mark.skipif(sys.platform != "linux", reason="a copy of the process is made on Linux alone")
@pytest.mark.parametrize(("answer", "words"), NEVER, ids=range(len(NEVER)))
def test_what_would_hold_up_the_kernel_is_ended_in_a_copy_of_it(double, answer, words, scouts):
    assert words.lower() in said(double, answer).lower()


@pytest.mark.skipif(sys.platform != "linux", reason="a copy of the process is made on Linux alone")
def test_what_comes_back_in_the_copy_is_tried_as_ever(double, scouts, capsys):
    called = []

    def answer(xs):
        print("shown to nobody", file=sys.stderr)
        return called.append(1) or doubled(xs)

    assert double.examine(answer).solved and len(called) > 40
    assert all(words in said(double, answer) for answer, words in WRONG[:9])


def test_many_slow_cases_have_one_limit_together(double, monkeypatch):
    monkeypatch.setattr(limits, "WHOLE", 0.2)
    assert "still running" in said(double, lambda xs: time.sleep(0.05) or doubled(xs))


def test_time_is_that_of_the_processor_or_a_share_of_what_passes():
    computed, done = [0.0], [0]
    clock = limits.Clock(lambda: done[0], lambda: computed[0])
    assert not clock.is_over() and 0 < clock.left() <= limits.TIME
    computed[0] = 0.9 * limits.TIME
    assert not clock.is_over()
    done[0] = 1  # a case has ended: the next one has all of its time
    assert not clock.is_over()
    computed[0] += 0.9 * limits.TIME
    assert not clock.is_over()
    computed[0] += 0.2 * limits.TIME
    assert clock.is_over() and clock.waited() == f"{limits.TIME:g} seconds, after a case that ended"
    other = limits.Clock(lambda: done[0], lambda: 0.0)
    other.last = other.start = (0.0, time.monotonic() - 1.1 * limits.PATIENCE * limits.TIME)
    other.seen = 1
    assert other.is_over() and other.waited().startswith(f"{limits.PATIENCE * limits.TIME:g} seconds")


def test_endless_recursion_is_said(double):
    def answer(xs):
        return answer(xs)

    assert "calls itself without end" in said(double, answer)


def test_another_host_can_put_its_own_limit_in_place(double, monkeypatch):
    called = []
    monkeypatch.setattr(limits, "within", lambda work, done: called.append(work()) or True)
    assert double.examine(doubled).solved and called


def test_nobody_is_asked_for_input(double):
    assert "input() does not work here" in said(double, lambda xs: [float(input("x? "))])


def test_screen_and_depth_of_recursion_are_as_before(double, capsys):
    def answer(xs):
        sys.setrecursionlimit(5000)
        sys.stdout = None
        return doubled(xs)

    depth = sys.getrecursionlimit()
    assert double.examine(answer).solved and sys.getrecursionlimit() == depth
    print("still here")
    assert capsys.readouterr().out == "still here\n"


# ---- numbers ----


def test_a_number_of_any_kind_is_a_number():
    made = Checks(
        n=Number("How many?", lambda n: n == 12, {"a dozen is more.": lambda n: n == 10}, "A dozen.", runs_on=12)
    ).n
    for answer in (12, 12.0, np.int64(12), np.array(12), np.float32(12), Fraction(12), Decimal(12), Value(12)):
        assert made.examine(answer).solved and made.examine(answer).goes_on == 12
    for answer in ("12", [12], math.nan, True, 10**5000, 1j, Broken(), lambda: 12, math.inf):
        assert said(made, answer).startswith("Not yet: ") and made.examine(answer).goes_on == 12
    assert "a dozen is more" in said(made, 10) and said(made, ...) == "Not solved yet. How many?"


class Slippery:
    """Not even looking at it comes to an end."""

    def __getattr__(self, name):
        while True:
            pass


class Failing(float):
    def __float__(self):
        raise RuntimeError


def test_what_cannot_be_looked_at_is_no_number_and_no_function(double, monkeypatch):
    monkeypatch.setattr(limits, "TIME", 0.1)
    made = Checks(n=Number("How many?", lambda n: n == 12, {}, "A dozen.")).n
    for thing, told in ((Slippery(), "a Slippery"), (Failing(3), "a Failing"), (itertools.count(), "... without end")):
        assert said(made, thing) == f"Not yet: a number is wanted, not {told}."
        assert said(double, thing) == f"Not yet: pass in your function, not {told}."


# ---- listeners, strictness ----


def test_others_are_told_of_a_verdict(double, monkeypatch):
    told = []
    monkeypatch.setattr(check_module, "after", [lambda *what: told.append(what)])
    double(doubled)
    assert told[0][0] is double and told[0][1] is doubled and told[0][2].kind == "right"


def test_a_fault_of_the_judge_does_not_stop_the_notebook(double, monkeypatch, capsys):
    monkeypatch.setattr(type(double), "examine", lambda exercise, answer: 1 / 0)
    assert double(doubled) is double.runs_on
    assert capsys.readouterr().out == "Not yet: this cannot be judged (ZeroDivisionError).\n"
    monkeypatch.setenv("MICROGPT_STRICT", "1")
    with pytest.raises(ZeroDivisionError):
        double(doubled)


def test_a_strict_check_raises(double, monkeypatch):
    monkeypatch.setenv("MICROGPT_STRICT", "1")
    double(doubled)
    with pytest.raises(AssertionError, match="Not solved yet"):
        double(lambda xs: ...)


# ---- as JSON, and in another process ----

ODD_THINGS = [1, 2.5, math.inf, -math.inf, 10**30, "text", None, ..., True, [1, (2.0, [3])], calling.Odd("set", "{1}"),
              calling.Coarse(0.1), calling.Half(0.5)]  # fmt: skip


@pytest.mark.parametrize("thing", ODD_THINGS, ids=map(str, ODD_THINGS))
def test_plain_data_goes_through_json(thing):
    back = calling.from_json(json.loads(json.dumps(calling.to_json(thing), allow_nan=False)))
    assert type(back) is type(thing) and back == thing


def in_another_process(job):
    """The Outcomes of an answer that is called in a process of its own, which has the file calling.py and no judge."""
    done = subprocess.run(
        [sys.executable, calling.__file__], input=json.dumps(job), capture_output=True, text=True, check=False, timeout=60,
        cwd=Path(calling.__file__).parents[3],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [calling.outcome_from_json(json.loads(line)) for line in done.stdout.splitlines()]


ANSWERS = {
    "right": "def f(row):\n    return [n / sum(row) for n in row]",
    "mistaken": "def f(row):\n    print('Right')\n    return [n / len(row) for n in row]",
    "stops": "def f(row):\n    return row[99]",
    "prints": "def f(row):\n    print([n / sum(row) for n in row])",
    "odd": "def f(row):\n    return {n / sum(row) for n in row}",
    "changes": "def f(row):\n    row[:] = [n / sum(row) for n in row]\n    return row",
    "stub": "def f(row):\n    return ...",
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_can_be_called_in_another_process_and_judged_here(kind):
    made, namespace = check.next_probs, {}
    exec(ANSWERS[kind], namespace)  # noqa: S102
    there = made.verdict(in_another_process(made.job(ANSWERS[kind], "f")))
    here = made.verdict(behaviour(namespace["f"], made.trials))
    assert there.kind == here.kind and there.text.splitlines()[0] == here.text.splitlines()[0]
    assert there.solved == (kind == "right")


def test_values_are_called_in_another_process_too():
    source = "def f(xs):\n    return [2 * x for x in xs]"
    cases = [calling.to_json(([1.0, 2.0],))]
    (there,) = in_another_process({"source": source, "name": "f", "cases": cases, "lift": "microgpt.autograd:Value"})
    (here,) = behaviour(doubled, [([1.0, 2.0],)], lift=Value)
    assert there.slopes == here.slopes == [2.0, 4.0] and there.result == here.result

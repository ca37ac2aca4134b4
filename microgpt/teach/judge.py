"""What is to be said about an answer: not solved yet, wrong and why, or right and what that means.

An exercise has cases, the smallest first, and mistakes: wrong solutions as code, each with the sentence that names it. If
an answer fails, and a mistake gives the same wrong result, its sentence is what the learner gets. Nothing a learner
passes in stops the notebook, unless the environment variable MICROGPT_STRICT is 1: then a check that fails raises.
"""

import copy
import ctypes
import math
import os
import threading
from dataclasses import dataclass
from numbers import Real

TIME = 1.5  # seconds after which an answer counts as endless


class Check:
    """Called with an answer it prints a verdict; `judge(answer)` gives the verdict, and what to draw with it or None."""

    def __call__(self, answer):
        verdict, drawing = self.judge(answer)
        print(verdict)
        if drawing is not None:
            from IPython.display import display

            display(drawing)
        if os.environ.get("MICROGPT_STRICT") == "1" and not verdict.startswith("Right"):
            raise AssertionError(verdict)


@dataclass
class Exercise(Check):
    """A function is wanted that does what `solution` does on every case.

    mistakes: {the sentence that names it: a function that makes it}; use(answer, *case): how an answer is called, where a
    plain call is not enough; draw(*case): a picture of a case that failed; close: the relative error that is forgiven.
    """

    task: str
    solution: object
    cases: list
    mistakes: dict
    learned: str
    use: object = lambda answer, *case: answer(*case)
    draw: object = lambda *case: None
    show: object = lambda *case: ", ".join(map(shown, case))
    close: float = 1e-9

    def judge(self, answer):
        if not callable(answer):
            return f"Not solved yet: pass in your function, not {shown(answer)}.", None
        for number, case in enumerate(self.cases):
            given = copy.deepcopy(case)
            found, problem = run(self.use, (answer, *given))
            if isinstance(problem, NotImplementedError) or (problem is None and (found is None or found is ...)):
                return f"Not solved yet. {self.task}", None
            where = f"\n  for {self.show(*case)}"
            if problem is not None:
                return f"Not yet: {self.named(number, None, problem) or told(problem)}{where}", self.draw(*case)
            if given != case:
                return f"Not yet: your function changes what it was given; work on a copy.{where}", None
            wanted = self.wanted(case)
            if not same(found, wanted, self.close):
                why = self.named(number, found, None) or "the result differs."
                found, wanted = shown(found), shown(wanted)
                return f"Not yet: {why}{where}\n  yours:  {found}\n  wanted: {wanted}", self.draw(*case)
        return f"Right, in all {len(self.cases)} cases. {self.learned}", None

    def wanted(self, case):
        return self.use(self.solution, *copy.deepcopy(case))

    def named(self, number, found, problem):
        """The sentence of the mistake that gives just this result, or fails just this way, and no earlier."""
        for sentence, mistake in self.mistakes.items():
            result, failure = run(self.use, (mistake, *copy.deepcopy(self.cases[number])))
            if type(failure) is not type(problem) or (problem is None and not same(found, result, self.close)):
                continue
            if all(
                same(run(self.use, (mistake, *copy.deepcopy(case)))[0], self.wanted(case), self.close)
                for case in self.cases[:number]
            ):
                return sentence
        return None


@dataclass
class Number(Check):
    """A number is wanted that `fits`; mistakes: {the sentence that names it: a test that a wrong number passes}."""

    task: str
    fits: object
    mistakes: dict
    learned: str

    def judge(self, answer):
        if answer is ... or answer is None:
            return f"Not solved yet. {self.task}", None
        if not isinstance(answer, Real) or isinstance(answer, bool) or not math.isfinite(answer):
            return f"Not yet: a number is wanted, not {shown(answer)}.", None
        if self.fits(answer):
            return f"Right. {self.learned}", None
        for sentence, mistaken in self.mistakes.items():
            if mistaken(answer):
                return f"Not yet: {sentence}\n  yours: {shown(answer)}", None
        return f"Not yet: {shown(answer)} is not it.", None


def run(function, arguments):
    """(result, None) or (None, the exception), after at most TIME seconds; an endless loop in Python is interrupted."""
    outcome = [None, None]

    def work():
        try:
            outcome[0] = function(*arguments)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is the learner's
            outcome[1] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(TIME)
    if thread.is_alive():
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
        thread.join(TIME / 4)
        return None, TimeoutError()
    return tuple(outcome)


def told(problem):
    """An exception in a sentence."""
    if isinstance(problem, TimeoutError):
        return f"your function was still running after {TIME} seconds: does a loop never end?"
    if isinstance(problem, RecursionError):
        return "your function calls itself without end."
    return f"your function stops with {type(problem).__name__}: {problem}"


def same(found, wanted, close=1e-9):
    """Whether two results are equal but for rounding; lists and tuples count as alike."""
    if isinstance(wanted, list | tuple):
        return (
            isinstance(found, list | tuple)
            and len(found) == len(wanted)
            and all(same(f, w, close) for f, w in zip(found, wanted))
        )
    if not isinstance(wanted, Real):
        return type(found) is type(wanted) and found == wanted
    return isinstance(found, Real) and math.isclose(found, wanted, rel_tol=close, abs_tol=close / 1000)


def shown(thing):
    """A value in one short line."""
    if isinstance(thing, float):
        return f"{thing:.4g}"
    if isinstance(thing, list | tuple):
        return f"[{', '.join(map(shown, thing))}]" if len(thing) <= 8 else f"[{', '.join(map(shown, thing[:8]))}, ...]"
    text = repr(thing)
    return text if len(text) <= 60 else f"{text[:57]}..."

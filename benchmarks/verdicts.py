"""How fast an exercise judges an answer: the first verdict, which makes the cases, and all others, right and wrong.

    .venv/bin/python benchmarks/verdicts.py

Rewrites the section "Verdicts" of RESULTS.md; benchmarks/run.py calls `section` for it.
"""

import importlib
import pkgutil
import statistics
import time

import results

from microgpt import lessons
from microgpt.teach.judge import Checks, Exercise


def exercises():
    """All exercises that want a function, in the order of the lessons' rooms."""
    rooms = [
        importlib.import_module(f"microgpt.lessons.{room.name}") for room in pkgutil.iter_modules(lessons.__path__)
    ]
    checks = [room.check for room in rooms if isinstance(getattr(room, "check", None), Checks)]
    return [exercise for check in checks for exercise in vars(check).values() if isinstance(exercise, Exercise)]


def answers(exercise):
    """Answers of every kind: what the notebook runs on, each mistake, and some that no mistake fits."""
    yield exercise.runs_on
    for variants in exercise.mistakes.values():
        yield from variants if isinstance(variants, tuple) else (variants,)
    yield from (lambda *arguments: None, lambda *arguments: arguments[0], lambda *arguments: 0.5)


def seconds(exercise, answer):
    start = time.perf_counter()
    exercise.examine(answer)
    return time.perf_counter() - start


def row(exercise):
    first = seconds(exercise, exercise.runs_on)
    taken = [seconds(exercise, answer) for answer in answers(exercise)]
    told = (f"{1000 * x:.0f} ms" for x in (first, statistics.median(taken), max(taken)))
    return f"| {exercise.name} | {len(exercise.trials)} | {' | '.join(told)} |"


def section():
    """The section of the report, as Markdown."""
    head = ["| exercise | cases | the first verdict | median | slowest |", "|---|---|---|---|---|"]
    return "\n".join([*head, *map(row, exercises())])


def main():
    results.write({"Verdicts": section()})


if __name__ == "__main__":
    main()

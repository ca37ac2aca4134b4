"""What lesson 3 brings: its exercises with their mistakes, its questions, the backward pass to play step by step."""

from ...teach.judge import Checks
from ...teach.lesson import Lesson
from . import instruments, player
from .clearing import zero_grad
from .instruments import compare
from .order import last_to_first
from .passing import backward
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .slopes import slopes

__all__ = [
    "check",
    "compare",
    "explain",
    "instruments",
    "player",
    "predict",
    "recall",
]

check = Checks(slopes=slopes, last_to_first=last_to_first, backward=backward, zero_grad=zero_grad)
lesson = Lesson("03", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

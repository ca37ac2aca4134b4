"""What lesson 5 brings: its exercises and questions, ways to look inside a GPT, and the sizes to move."""

from ...teach.lesson import Lesson
from . import inside, sizes
from .exercises import check
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED

lesson = Lesson("05", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

__all__ = ["check", "explain", "inside", "predict", "recall", "sizes"]

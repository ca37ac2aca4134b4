"""What lesson 5 brings: its exercises and questions, walks and other ways to look inside a GPT, and the sizes to move."""

from ...teach.lesson import Lesson
from ..walks import explore
from . import inside, sizes
from .exercises import check
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .tasks import TASKS

lesson = Lesson("05", PREDICTIONS | TASKS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

__all__ = ["check", "explain", "explore", "inside", "predict", "recall", "sizes"]

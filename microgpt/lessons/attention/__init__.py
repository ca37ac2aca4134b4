"""What lesson 4 brings: its exercises with their mistakes, its questions, drawings, and views of one head to move."""

from ...teach.judge import Checks
from ...teach.lesson import Lesson
from . import drawing, views
from .all_letters import attend_all
from .averaging import ask_nothing
from .one_letter import attend
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .size import rmsnorm
from .three_vectors import query_key_value

__all__ = ["check", "drawing", "explain", "lesson", "predict", "recall", "views"]

check = Checks(
    query_key_value=query_key_value, attend=attend, attend_all=attend_all, rmsnorm=rmsnorm, ask_nothing=ask_nothing
)
lesson = Lesson("04", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

"""What lesson 1 brings: its exercises with their mistakes, its questions, and what can be moved."""

from ...teach.judge import Checks
from ...teach.lesson import Lesson
from . import views
from .counting import contexts, next_probs
from .inventing import invent
from .questions import EXPLANATIONS, PREDICTIONS
from .sampling import letter_at
from .surprising import name_loss
from .views import Die, preview, roll

__all__ = ["Die", "check", "explain", "predict", "preview", "roll", "views"]

check = Checks(next_probs=next_probs, letter_at=letter_at, invent=invent, name_loss=name_loss, contexts=contexts)
lesson = Lesson("01", PREDICTIONS, explanations=EXPLANATIONS, check=check)
predict, explain = lesson.predict, lesson.explain

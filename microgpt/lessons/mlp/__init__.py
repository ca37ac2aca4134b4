"""What lesson 2 brings: its exercises, its questions, what it draws and lets the reader move, and a faster training."""

from ...teach.lesson import Lesson
from .exercises import check
from .faster import duel, fast_sgd
from .letters import held_out_loss
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .views import alike, network, pushes, rate_explorer, rate_view, slope_explorer, slope_view

lesson = Lesson("02", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

__all__ = [
    "alike",
    "check",
    "duel",
    "explain",
    "fast_sgd",
    "held_out_loss",
    "lesson",
    "network",
    "predict",
    "pushes",
    "rate_explorer",
    "rate_view",
    "recall",
    "slope_explorer",
    "slope_view",
]

"""What lesson 2 brings: its exercises, its questions, what it draws and lets the reader move, and a faster training."""

from ...teach.judge import Checks
from ...teach.lesson import Lesson
from .faster import duel, fast_sgd
from .gate import backward_relu
from .layer import backward_linear
from .letters import held_out_loss
from .logits import d_logits
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .step import sgd_step
from .views import alike, network, pushes, rate_explorer, rate_view, slope_explorer, slope_view

check = Checks(d_logits=d_logits, backward_linear=backward_linear, backward_relu=backward_relu, sgd_step=sgd_step)
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

"""What beyond/ brings: the same weights on PyTorch, then in several processes; its exercises and questions need neither."""

from ...teach.judge import Checks
from ...teach.lesson import Lesson
from .place_weights import place_weights
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .share import share
from .without import rest_without

__all__ = ["check", "explain", "predict", "recall", "rest_without"]

check = Checks(place_weights=place_weights, share=share)
lesson = Lesson("beyond", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

"""What lesson 6 brings: its exercises and questions, a valley and trainings to look at, and the temperature to move."""

from ...teach.judge import Checks
from ...teach.lesson import Lesson
from . import views
from .batch import batch_gradient
from .cooling import temperature
from .drawing import next_token
from .lab import TemperatureLab, after, names_at, temperature_view
from .questions import EXPLANATIONS, PREDICTIONS, RECALLED
from .stepping import adam
from .writing import write_name

__all__ = ["TemperatureLab", "after", "check", "explain", "names_at", "predict", "recall", "temperature_view", "views"]

check = Checks(
    adam=adam,
    batch_gradient=batch_gradient,
    temperature=temperature,
    next_token=next_token,
    write_name=write_name,
)
lesson = Lesson("06", PREDICTIONS, RECALLED, EXPLANATIONS, check)
predict, recall, explain = lesson.predict, lesson.recall, lesson.explain

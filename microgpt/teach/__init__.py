"""How a lesson talks with its reader, whatever it is about: figures, controls, predictions, the judge of exercises."""

from . import plot
from .controls import watch

__all__ = ["plot", "watch"]

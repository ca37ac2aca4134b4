"""A scalar graph made visible: drawn whole or opened box by box, and a backward pass stepped through."""

from .draw import draw, draw_around, draw_forward
from .steps import table

__all__ = ["draw", "draw_around", "draw_forward", "table"]

"""What is to be said about an answer: not solved yet, wrong and why, or right; and what the notebook goes on with.

calling: an answer is called on cases, and what it did is kept as plain data; limits, scout: endless ones are ended; same, form,
relations, arguments, kinds, places, parts: how that differs from what is wanted; words, errors: how it is told; exercise,
number: the verdict; check: what a notebook makes of it.
"""

from .calling import Wrong
from .check import Check, Checks, Verdict, after
from .exercise import Apart, Exercise
from .number import Number

__all__ = ["Apart", "Check", "Checks", "Exercise", "Number", "Verdict", "Wrong", "after"]

"""A GPT that can be taken apart: every number in it is a Python object that knows how it was made."""

__version__ = "0.1.0"

"""A GPT that can be taken apart: every number in it is a Python object that knows how it was made."""

import os

# The matrices of this course are small: several threads would wait for each other longer than they compute.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read by NumPy when it is imported

__version__ = "0.1.0"

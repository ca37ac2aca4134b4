"""A GPT that can be taken apart: every number in it is a Python object that knows how it was made."""

import os

__version__ = "0.1.0"

for _library in ("OPENBLAS", "MKL"):  # NumPy's products are small here: several threads only wait for each other
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")

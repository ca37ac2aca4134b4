"""What a notebook says and does where a package is missing."""

import importlib.util

from IPython import get_ipython

HOW_TO_GET_IT = """\
PyTorch is not installed here, so nothing below is run. In a terminal, in this project's folder:
    .venv/bin/python -m pip install torch --index-url https://download.pytorch.org/whl/cpu
(on Windows .venv\\Scripts\\python; without the last two words it comes with what GPUs need, on Linux some gigabytes.)
Then restart the kernel."""


def rest_without(package, say=print):
    """Where a package is missing: say how to get it, and let the cells below do nothing."""
    if importlib.util.find_spec(package) is None:
        say(HOW_TO_GET_IT)
        get_ipython().input_transformers_cleanup.append(lambda lines: [])

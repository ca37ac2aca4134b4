"""What answers may do to the process meanwhile, and is as before afterwards."""

import builtins
import sys
import warnings
from contextlib import contextmanager


@contextmanager
def kept():
    """Whatever answers do to them meanwhile: the screen, the depth of recursion and the warnings are as before.

    Nobody is asked for input.
    """
    screen, depth, asked = sys.stdout, sys.getrecursionlimit(), builtins.input
    builtins.input = nobody
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        sys.stdout, builtins.input = screen, asked
        sys.setrecursionlimit(depth)


def nobody(prompt=""):
    raise EOFError("nobody is asked")

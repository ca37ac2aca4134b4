"""A copy of the process tries an answer first: what never ends there, be it one call in C, is ended with the copy.

Such a call (`10**10**9`, `sum(range(10**12))`) lets no other thread of Python run, so that nothing could be said, nor done, about
it from within. The copy is a fork; where there is none to be trusted, answers are tried without a scout.
"""

import os
import select
import signal
import sys
import time
import warnings
from contextlib import suppress

from . import limits
from .calling import Error, Said, attempt
from .kept import kept


def shell():
    """The notebook's own side of the kernel, or None."""
    ipython = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()


def goes_ahead():
    """Whether a scout is sent: on Linux, from a notebook."""
    return sys.platform == "linux" and hasattr(shell(), "kernel")


def sent(answer, trials, use):
    """(how many trials came to an end, the Error of the next one or None), as it went in a copy of this process."""
    ears, mouth = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that other threads are not copied is what is wanted
        copy = os.fork()
    if copy == 0:
        try:
            silent()
            with kept():
                for trial in trials:
                    attempt(answer, trial, use)
                    os.write(mouth, b".")
        finally:
            os._exit(0)
    os.close(mouth)
    try:
        return heard(ears, copy, len(trials))
    finally:
        os.close(ears)
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(copy, signal.SIGKILL)
            os.waitpid(copy, 0)


def silent():
    """In the copy: nothing is shown."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Said()
    if shell():
        shell().display_pub.publish = lambda *what, **more: None


def heard(ears, copy, many):
    """What came of it: a sign for each trial in time, or none."""
    seen = 0
    clock = limits.Clock(lambda: seen, lambda: computed_by(copy))
    while seen < many:
        if select.select([ears], [], [], clock.left())[0]:
            signs = os.read(ears, 1000)
            if not signs:
                return seen, Error("died", "")
            seen += len(signs)
        elif clock.is_over():
            return seen, Error("ended", clock.waited())
    return seen, None


def computed_by(process):
    """Seconds of the processor that another process has used, by Linux' clock of it."""
    return time.clock_gettime(~process << 3 | 2)

"""How an answer that never ends is ended, in one function that another host can put its own in place of.

`limits.within(work, done)` is that function: it runs work(), and says whether it came to its end. Natively a thread of its
own does the work; where there are no threads, another way is put in its place (`limits.within = ...`).
"""

import ctypes
import threading
import time

from .calling import Ended

TIME = 1.5  # seconds for one case
WHOLE = 5.0  # seconds for all cases together
ENDING = 0.4  # seconds in which it is told to end


def within(work, done):
    """Whether work() ends in time: done() counts its cases, each of which has TIME, all together have WHOLE."""
    thread = threading.Thread(target=ending_quietly, args=(work,), daemon=True)
    thread.start()
    try:
        if waited(thread, done):
            return True
    except KeyboardInterrupt:
        end(thread)
        raise
    end(thread)
    return False


def ending_quietly(work):
    try:
        work()
    except Ended:
        pass


def waited(thread, done):
    start = last = time.monotonic()
    seen = 0
    while True:
        thread.join(min(last + TIME, start + WHOLE) - time.monotonic())
        if not thread.is_alive():
            return True
        if done() == seen or time.monotonic() >= start + WHOLE:
            return False
        seen, last = done(), time.monotonic()


def end(thread):
    """Raise Ended in a thread again and again: a bare `except` may swallow it, but not in its own last line."""
    until = time.monotonic() + ENDING
    while thread.is_alive() and time.monotonic() < until:
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(Ended))
        thread.join(0.003)

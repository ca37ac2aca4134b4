"""How an answer that never ends is ended, in one function that another host can put its own in place of.

`limits.within(work, done)` is that function. Natively a thread of its own does the work; in a browser, which has none, every
line of an answer looks at the clock. Another way can be put in its place (`limits.within = ...`).
"""

import ctypes
import sys
import threading
import time
from functools import partial
from pathlib import Path

from .calling import Ended

TIME = 1.5  # seconds of the processor for one case
WHOLE = 10.0  # seconds of the processor for all cases together
PATIENCE = 3  # seconds that may pass for each of them, as on a machine with much else to do, or asleep
ENDING = 0.4  # seconds in which it is told to end


def after(seconds, cases):
    """In words: how long was waited, and for what."""
    ended = {0: "", 1: ", after a case that ended"}.get(cases, f", after {cases} cases that ended")
    return f"{seconds:g} seconds{ended}"


class Clock:
    """Whether the time of a case, or of all together, is over; from then on it is. done() counts the cases.

    It goes by the processor, so that the same answer gets the same verdict however much else there is to do. computed(): its
    seconds so far.
    """

    def __init__(self, done, computed=time.process_time):
        self.done, self.computed, self.seen, self.over = done, computed, 0, False
        self.start = self.last = self.now()

    def now(self):
        return self.computed(), time.monotonic()

    def spent(self, since):
        (computed, passed), (then, before) = self.now(), since
        return max(computed - then, (passed - before) / PATIENCE)

    def left(self):
        """Seconds in which it is not over, unless they pass."""
        return max(0.01, min(TIME - self.spent(self.last), WHOLE - self.spent(self.start)))

    def is_over(self):
        if self.done() != self.seen:
            self.seen, self.last = self.done(), self.now()
        self.over = self.over or self.spent(self.last) > TIME or self.spent(self.start) > WHOLE
        return self.over

    def waited(self):
        """In words: how long was waited, and for what."""
        since, limit = (self.start, WHOLE) if self.spent(self.start) > WHOLE else (self.last, TIME)
        asleep = self.now()[0] - since[0] < limit
        return after(PATIENCE * limit if asleep else limit, self.done())


def by_thread(work, done):
    """Run work(); True if it ends in time, None if it had to be ended, False if it could not be, and goes on.

    done() counts its cases, each of which has TIME, all together have WHOLE.
    """
    worker = Worker(work)
    worker.start()
    try:
        if waited(worker, done):
            return True
    except KeyboardInterrupt:
        worker.end()
        raise
    worker.end()
    return False if worker.is_alive() else None


def waited(worker, done):
    clock = Clock(done)
    while True:
        worker.join(clock.left())
        if not worker.is_alive():
            return True
        if clock.is_over():
            return False


raise_in = ctypes.PYFUNCTYPE(None, ctypes.c_ulong, ctypes.py_object)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)  # (thread, exception): let a thread raise this as soon as it comes to its next line of Python
raise_nothing_in = ctypes.PYFUNCTYPE(None, ctypes.c_ulong, ctypes.c_void_p)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)


def insistent(thread):
    """A kind of Ended that is raised again in the thread as soon as a handler has caught it.

    So a bare `except` in an endless loop does not help. That is why making one calls into C at once: a line of Python
    would be interrupted by what it has just asked for.
    """
    kind = type("Insistent", (Ended,), {})
    kind.__init__ = staticmethod(partial(raise_in, thread, kind))
    return kind


class Worker(threading.Thread):
    """A thread that can be ended from outside; nothing is raised in it once its work is over."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self.work, self.begun, self.over, self.ending, self.ended = work, False, False, threading.Lock(), Ended

    def run(self):
        try:
            self.to_its_end()
        except Ended:  # in between
            self.to_its_end()

    def to_its_end(self):
        while not self.over:
            try:
                if not self.begun:
                    self.begun = True
                    self.work()
                with self.ending:
                    self.over = True
                    raise_nothing_in(self.ident, None)
            except Ended:
                self.ended.__init__ = BaseException.__init__

    def end(self):
        """Raise Ended; more than once where the first comes at a moment that cannot be interrupted."""
        until, self.ended = time.monotonic() + ENDING, insistent(self.ident)
        while self.is_alive() and time.monotonic() < until:
            with self.ending:
                if not self.over:
                    raise_in(self.ident, self.ended)
            self.join(0.1)


# ---- without threads ----

OWN = str(Path(__file__).parent)
TOOL = 4  # one of the numbers that Python leaves to whoever comes


def by_watching(work, done):
    """The same without a thread, from Python 3.12 on; what goes on in C without a line of Python cannot be ended.

    Once its time is over, every further line of an answer raises: a handler that catches everything ends with the second.
    """
    watched, clock = sys.monitoring, Clock(done)
    events = watched.events.LINE | watched.events.JUMP

    def look(code, *where):
        if code.co_filename.startswith(OWN):
            return watched.DISABLE  # the judge's own lines
        if clock.is_over():
            raise Ended

    watched.use_tool_id(TOOL, "microgpt")
    try:
        for event in (watched.events.LINE, watched.events.JUMP):
            watched.register_callback(TOOL, event, look)
        watched.set_events(TOOL, events)
        work()
        return None if clock.over else True
    except Ended:
        return None
    finally:
        watched.set_events(TOOL, 0)
        watched.free_tool_id(TOOL)


within = by_watching if sys.platform == "emscripten" else by_thread

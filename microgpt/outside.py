"""Where a program meets the outside: files written whole or not at all, a console that may lack letters or end, signals."""

import os
import secrets
import signal
import stat
import sys
import time
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path

from .data import BadInput


def printable(text, longest=300):
    """Text as one line that can be printed anywhere: what would move a cursor is escaped, what is long is cut."""
    line = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(text)[: longest + 1])
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


@contextmanager
def writing(path, mode="w"):
    """Open a file that is put in place whole when the block ends, or not at all.

    A link is followed, the mode of a file that is there is kept, and a device or a pipe is written directly. Raises
    BadInput where the path cannot be written, already on entering; other errors in the block are not touched.
    """
    with complaining(path):
        kind = allowed(path)
    stream = str(path).startswith(("/dev/", "/proc/")) or (kind is not None and not stat.S_ISREG(kind))
    with straight(path, mode) if stream else in_place(path, mode, kind) as file:
        yield file


STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2, **{f"/dev/fd/{number}": number for number in range(1, 10)}}


@contextmanager
def straight(path, mode):
    """Write to a device, a pipe, or whatever /dev/stdout is; a pipe that nobody reads is declined, not waited for."""
    with complaining(path):
        if (number := STREAMS.get(str(path))) is not None:  # goes on where the others who write there are
            file = opened(path, mode, 0, lambda name, flags: os.dup(number))
        else:
            file = opened(path, mode, getattr(os, "O_NONBLOCK", 0))
    with closing(Complaining(file, path)) as whole:
        yield whole


@contextmanager
def in_place(path, mode, kind):
    """Write beside the file, under a name that is nobody else's, and put that in its place when all went well."""
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name[:80]}.{secrets.token_hex(8)}.part")
    try:
        with complaining(path):
            file = opened(part, mode, os.O_CREAT | os.O_EXCL)
            if kind is not None:
                os.chmod(part, stat.S_IMODE(kind))
        with closing(Complaining(file, path)) as whole:
            yield whole
        with complaining(path):
            part.replace(target)
    finally:
        with suppress(OSError):  # where nothing may be written, there is nothing to take away
            part.unlink()


def allowed(path):
    """The mode of what a path leads to, or None where there is nothing yet; OSError where it must not be written."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(None, "it is a folder")
    if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
        raise OSError(None, "it is neither a file nor a pipe")
    if stat.S_ISREG(mode) and not mode & 0o222:  # whoever may do everything asks for it all the same
        raise PermissionError(None, "it is write-protected")
    return mode


def opened(path, mode, flags, by=None):
    """An open file; flags: those of `os.open` that the mode does not name; by: what opens it instead of that."""
    opener = by or (lambda name, usual: os.open(name, usual | flags, 0o666))
    return open(path, mode, encoding=None if "b" in mode else "utf-8", opener=opener)


@contextmanager
def complaining(path):
    """Turn what the system says of a path into one line."""
    try:
        yield
    except OSError as error:
        raise BadInput(f"cannot write {path}: {error.strerror or error}") from None
    except ValueError as error:  # a zero byte in a name
        raise BadInput(f"cannot write {path!r}: {error}") from None


class Complaining:
    """An open file whose errors say which path could not be written."""

    def __init__(self, file, path):
        self.file, self.path = file, path

    def write(self, text):
        with complaining(self.path):
            return self.file.write(text)

    def close(self):
        with complaining(self.path):
            self.file.close()


def unfailing(write):
    """The same function, which after its first failure does nothing: closing the file will tell."""
    failed = []

    def attempt(line):
        if not failed:
            try:
                write(line)
            except BadInput as error:
                failed.append(error)

    return attempt


def optional(path):
    """The file to write, or None where no path was given."""
    return writing(path) if path else nullcontext()


def distinct(options, *names):
    """BadInput where two of these options name the same file, by whatever spelling."""
    apart({f"--{name}": getattr(options, name) for name in names if getattr(options, name)})


def apart(paths):
    """The same of paths: {what a line calls it: path}."""
    found = {}
    for name, path in paths.items():
        try:
            place = os.path.realpath(path)
            exists = os.stat(place)
            kept = not stat.S_ISREG(exists.st_mode)  # a device may serve twice
            key = (exists.st_dev, exists.st_ino)
        except (OSError, ValueError):
            key, kept = os.path.normcase(os.path.abspath(str(path))), False
        if not kept and key in found:
            raise BadInput(f"{found[key]} and {name} are the same file: {printable(path)}")
        found[key] = name


# ---- the console ----


class Say:
    """Print a line. Where standard output fails, that is kept as `failure`, and what is said from then on is lost."""

    failure = None

    def __call__(self, text, end="\n"):
        if self.failure is None:
            try:
                print(f"{text}{end}", end="", flush=True)  # one write, which lines of other processes do not part
            except (OSError, ValueError) as error:
                self.failure = getattr(error, "strerror", None) or error
                with suppress(OSError, ValueError):  # or Python complains once more when it ends
                    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


say = Say()


def ready(stream):
    """Let a console show what it can, and escape the letters that it lacks."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def with_streams():
    """Streams that were closed before we began swallow what is said."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115


# ---- signals ----

ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


ONE_PRESS = 0.5  # seconds in which two signals are one


@contextmanager
def interrupts():
    """A list that Ctrl-C fills (or SIGTERM, SIGHUP): a step is finished before anything stops; a second one stops at once.

    What comes with the first is no second one: who starts several processes hands on what the terminal has sent to all.
    """
    pressed, before, first = [], {}, 0.0

    def note(number, frame):
        nonlocal first
        if not pressed:
            pressed.append(number)
            first = time.monotonic()
        elif time.monotonic() - first > ONE_PRESS:
            restore()
            signal.raise_signal(number)

    def restore():
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in ENDINGS:
        if signal.getsignal(each) is not signal.SIG_IGN:  # as under nohup
            before[each] = signal.signal(each, note)
    try:
        yield pressed
    finally:
        restore()


def ended(number, frame):
    """SIGTERM and SIGHUP, outside of training: end at once, and leave no half-written file behind."""
    sys.exit(128 + number)

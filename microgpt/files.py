"""Files that are written whole or not at all, and lines that can be printed anywhere."""

import os
import secrets
import stat
from contextlib import closing, contextmanager
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
        target = Path(os.path.realpath(path))
        kind = allowed(target)
    if kind is None or stat.S_ISREG(kind):
        part = target.with_name(
            f".{target.name[:80]}.{secrets.token_hex(8)}.part"
        )  # of nobody else: two may write at once
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
            part.unlink(missing_ok=True)
    else:
        with complaining(path):
            file = opened(target, mode, getattr(os, "O_NONBLOCK", 0))  # a pipe that nobody reads is declined
        with closing(Complaining(file, path)) as straight:
            yield straight


def allowed(target):
    """The mode of what a path leads to, or None where there is nothing yet; OSError where it must not be written."""
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(None, "it is a folder")
    if not (stat.S_ISREG(mode) or stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
        raise OSError(None, "it is neither a file nor a pipe")
    if stat.S_ISREG(mode) and not mode & 0o222:  # whoever may do everything asks for it all the same
        raise PermissionError(None, "it is write-protected")
    return mode


def opened(path, mode, flags):
    text = {} if "b" in mode else {"encoding": "utf-8"}
    return open(path, mode, opener=lambda name, usual: os.open(name, usual | flags, 0o666), **text)


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

"""A folder that is written whole or not at all."""

import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path

from ..data import BadInput
from ..outside import printable


def free(folder):
    """Where this folder will be; BadInput where something is there already."""
    target = Path(folder).absolute()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise BadInput(f"{printable(folder)} is there already: name a folder that is new, or empty")
    return target


@contextmanager
def whole(folder):
    """A new folder to write into, which becomes `folder` when the block ends well; nothing that is there is overwritten."""
    target = free(folder)
    part = target.with_name(f".{target.name[:80]}.{secrets.token_hex(8)}.part")
    try:
        try:
            part.mkdir(parents=True)
            yield part
            if target.exists():
                target.rmdir()
            part.rename(target)
        except OSError as error:
            raise BadInput(f"cannot write {printable(folder)}: {error.strerror or error}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)

"""What course.py hands over to, in the environment that it has prepared: python -m microgpt.publish lab."""

import importlib
import signal
import sys

from ..data import BadInput
from ..outside import ended, with_streams

WORDS = {  # word -> (module, function): imported when it is called for
    "lab": ("lab", "lab"),
    "class": ("editions", "make_class"),
    "grade": ("marks.grade", "grade"),
    "slides": ("slides", "make_slides"),
    "pack": ("pack", "make_pack"),
    "site": ("site", "make_site"),
}


def main(word, words):
    with_streams()
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, ended)
    signal.signal(signal.SIGTERM, ended)
    module, function = WORDS[word]
    try:
        return getattr(importlib.import_module(f".{module}", __package__), function)(words)
    except BadInput as error:
        return str(error)
    except KeyboardInterrupt:
        return "\nStopped; nothing half-written is left behind."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))

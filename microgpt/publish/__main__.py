"""What course.py hands over to, in the environment that it has prepared: python -m microgpt.publish lab."""

import sys

from .lab import lab

COMMANDS = {"lab": lab}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]](sys.argv[2:]))

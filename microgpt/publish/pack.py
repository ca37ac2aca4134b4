"""The students' edition with everything that it installs beside it, for a room without network."""

import platform
import sys

from ..data import BadInput
from ..outside import printable, say
from .books import HERE
from .editions import student
from .packages import called
from .whole import whole

NOTE = """\
Without network, on {machine} with Python {version}: in this folder, `python3 course.py lab`.
It installs from wheels/ alone; on another system, or with another Python, make the pack there.
"""


def make_pack(words):
    """pack FOLDER: the students' edition, the wheels of its lock for this system, and a note."""
    if len(words) != 1 or words[0].startswith("-"):
        raise BadInput("pack needs the name of a new folder: python3 course.py pack FOLDER")
    say("Fetching the packages of the lock ...")
    with whole(words[0]) as part:
        student(part)
        fetch(HERE / "requirements.lock", part / "wheels")
        machine, version = f"{platform.system()} ({platform.machine()})", "{}.{}".format(*sys.version_info)
        (part / "PACK.md").write_text(NOTE.format(machine=machine, version=version), encoding="utf-8")
    say(f"{printable(words[0])} can be copied to machines like this one; PACK.md says how it begins.")


def fetch(lock, folder):
    """The wheels of a lock file, for this system and this Python, their hashes checked."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    called([*command, "--only-binary=:all:", "--require-hashes", "-r", str(lock), "-d", str(folder)], "pip")

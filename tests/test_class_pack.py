"""The pack for a room without network: what it holds, and that `course.py` installs from it with the network off."""

import re
import shutil
import subprocess
import sys

import pytest

from microgpt.data import BadInput
from microgpt.publish import books, pack
from microgpt.publish.marks import cage

LOCK = (books.HERE / "requirements.lock").read_text(encoding="utf-8")


def part_of_lock(*names):
    """The lines of the lock for some packages."""
    return "".join(re.findall(rf"^{name}==.*?(?=^\S|\Z)", LOCK, re.DOTALL | re.MULTILINE)[0] for name in names)


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A pack of a lock of two small packages."""
    folder = tmp_path_factory.mktemp("pack") / "room"
    lock = folder.with_name("small.lock")
    lock.write_text(part_of_lock("traitlets", "six"), encoding="utf-8")
    true = pack.fetch
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(pack, "fetch", lambda _, there: true(lock, there))
        try:
            pack.make_pack([str(folder)])
        except BadInput as error:
            pytest.skip(f"needs a network: {error}")
    shutil.copyfile(lock, folder / "requirements.lock")
    return folder


def test_a_pack_is_the_students_edition_with_wheels_and_a_note_of_two_lines(packed):
    assert {"course.py", "microgpt", "notebooks", "wheels", "PACK.md"} <= {path.name for path in packed.iterdir()}
    assert sorted(path.name.split("-")[0] for path in (packed / "wheels").iterdir()) == ["six", "traitlets"]
    assert (packed / "PACK.md").read_text(encoding="utf-8").count("\n") == 2
    assert not (packed / "microgpt" / "lessons" / "solutions").exists()


INSTALL = """
import sys; sys.path.insert(0, "."); import course
course.find_course = lambda: None
course.prepare([course.LOCK])
"""


@pytest.mark.skipif(bool(cage.why_open()), reason=cage.why_open() or "the network can be switched off")
def test_course_py_installs_from_the_pack_with_the_network_off(packed):
    command = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--chdir", str(packed), sys.executable, "-c", INSTALL]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    code = "import traitlets, six; print(traitlets.__version__)"
    found = subprocess.run([packed / ".venv/bin/python", "-c", code], capture_output=True, text=True, check=False)
    assert f"traitlets=={found.stdout.strip()}" in LOCK


@pytest.mark.parametrize("words", [[], ["a", "b"], ["-x"]])
def test_pack_asks_for_one_folder(words):
    with pytest.raises(BadInput, match="python3 course.py pack FOLDER"):
        pack.make_pack(words)

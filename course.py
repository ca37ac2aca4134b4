"""The course in two commands, with nothing but Python 3.11 or later:

    python3 course.py lab     opens the six notebooks in JupyterLab
    python3 course.py test    passes the tests

For who teaches with it:

    python3 course.py class FOLDER     writes the students' edition, the key, an assignment for nbgrader, the guide
    python3 course.py grade FOLDER -o marks.csv     marks for a folder of hand-ins, and a page for each student
    python3 course.py slides FOLDER    writes slides of the six notebooks
    python3 course.py pack FOLDER      writes the students' edition with all that it installs, for rooms without network
    python3 course.py site FOLDER      makes a site of the course, which runs in any browser

Each prepares what it needs in .venv, once. Further words are handed on to jupyter lab, or to pytest.
`lab --fresh 03` gives you a new copy of notebook 03, and keeps your old one beside it and the marks of your progress;
`lab --reset 03` forgets your progress in lesson 3 as well.
"""
# An older Python reads this file too, to say that it is too old: hence no newer spelling than it knows.

import sys

if sys.version_info < (3, 11):
    sys.exit("The course needs Python 3.11 or later; this is %d.%d." % sys.version_info[:2])

import ast
import difflib
import hashlib
import os
import signal
import subprocess
import venv
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WHEELS = HERE / "wheels"  # what `pack` puts beside this file: with it, no network is needed
LOCK = HERE / "requirements.lock"  # what the course needs
TEST_LOCK = HERE / "requirements-test.lock"  # what its tests need besides
BRINGS = {
    LOCK.name: "JupyterLab and the other packages (once; about 550 MB, a minute or two)",
    TEST_LOCK.name: "what the tests need besides (once)",
}
LIBRARY = ("train", "sample", "draw", "download", "doctor")  # what `python -m microgpt` knows
PARTS = "anywidget, graphviz, ipykernel, ipywidgets, jupyterlab, matplotlib.pyplot, numpy, pygraphviz"


def prepare(locks):
    """Make .venv and install what these lock files list, unless that has been done; a broken one is made anew."""
    fault = broken() if installed(LOCK) else None
    if fault:
        say("The environment in .venv is not whole ({}): making it anew.".format(fault))
    elif VENV.exists() and not installed(LOCK):
        say("What is in .venv is unfinished, or was made in another folder, by another Python or for an older course.")
    if fault or not installed(LOCK):
        make()
    for lock in locks:
        if not installed(lock):
            install(lock)
            stamp(lock).write_text(wanted(lock))


def stamp(lock):
    """The file in .venv that says what was installed."""
    return VENV / (lock.stem + ".txt")


def wanted(lock):
    """What that file holds as long as the lock, this Python and this folder are the same."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + bytes(HERE)).hexdigest()


def installed(lock):
    return stamp(lock).exists() and stamp(lock).read_text() == wanted(lock)


def broken():
    """What is wrong with the environment that was installed, in a few words, or None."""
    command = [str(PYTHON), "-c", "import " + PARTS]
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    except OSError as error:
        return "{}: {}".format(PYTHON.relative_to(HERE), error.strerror)
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return (lines or ["it cannot be run"])[-1] if done.returncode else None


def make():
    say("Making a Python environment in .venv ...")
    try:
        venv.create(str(VENV), clear=True, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit("Python's venv module is not complete here. On Debian or Ubuntu: sudo apt install python3-venv")
    except OSError as error:
        sys.exit("cannot make .venv: {}".format(error))


@contextmanager
def held_back():
    """Who stops us meanwhile is heard at the end: what has been started must be known before it can be ended."""
    asked, usual = [], {}
    for each in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(each) != signal.SIG_IGN:
            usual[each] = signal.signal(each, lambda number, _: asked.append(number))
    try:
        yield
    finally:
        for each, handler in usual.items():
            signal.signal(each, handler)
    if asked:
        raise KeyboardInterrupt


def install(lock):
    """Every package of a lock file, its hash checked, with a count of how far it has come; then the course itself."""
    packages = lock.read_text(encoding="utf-8").count("==")
    say("Installing {} ...".format(BRINGS[lock.name]))
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "-r", str(lock)]
    if WHEELS.is_dir():
        command += ["--no-index", "--find-links", str(WHEELS)]
    seen, lines, pip = 0, [], None
    try:
        with held_back():
            pip = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for line in pip.stdout:
            lines.append(line.decode(errors="replace"))
            if line.startswith(b"Collecting "):
                seen += 1
                progress("  {} of up to {}: {}".format(seen, packages, lines[-1].split()[1].split("=")[0]))
            elif line.startswith(b"Installing collected"):
                progress("  unpacking ...")
        pip.wait()
    finally:  # whoever stops the installing leaves nothing running
        if pip and pip.poll() is None:
            pip.terminate()
            pip.wait()
    progress("")
    if pip.returncode:
        sys.exit("".join(lines[-15:]) + "pip could not install the packages; see the lines above, then try again.")
    if lock == LOCK:
        find_course()


def find_course():
    """Let the environment's Python find this folder, by a way that holds in any locale; and matplotlib its fonts."""
    code = "import sysconfig; print(ascii(sysconfig.get_path('purelib')))"
    site = Path(ast.literal_eval(subprocess.check_output([str(PYTHON), "-c", code]).decode("ascii").strip()))
    (site / "microgpt.pth").write_text(os.path.relpath(str(HERE), str(site)) + "\n", encoding="utf-8")
    say("Letting matplotlib find its fonts ...")
    subprocess.call([str(PYTHON), "-c", "import matplotlib.pyplot"], stderr=subprocess.DEVNULL)


def say(text, end="\n"):
    sys.stdout.write(text + end)
    sys.stdout.flush()


def progress(text):
    """Rewrite one line on a terminal; elsewhere be silent."""
    if sys.stdout.isatty():
        say("\r{:70}".format(text), end="" if text else "\r")


def lab(words):
    """Hand over to the program that opens the learner's own copies of the notebooks."""
    prepare([LOCK])
    hand_over(["-m", "microgpt.publish", "lab"] + words)


def test(words):
    """The linter, the unit tests and doctests, and every cell of the notebooks against its stored output."""
    if not (HERE / "tests").is_dir():
        sys.exit("The tests are not part of this edition. To begin: python3 course.py lab")
    prepare([LOCK, TEST_LOCK])
    say("Linter ...")
    for check in (["check"], ["format", "--check"]):
        code = subprocess.call([str(PYTHON), "-m", "ruff"] + check + [str(HERE)], cwd=str(HERE))
        if code:
            sys.exit(code)
    if words:
        hand_over(["-m", "pytest"] + words)
    say("Unit tests, doctests and the six notebooks ...")
    notebooks = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=600", "--nbval-sanitize-with=tests/nbval.cfg"]
    notebooks += ["-p", "tests.twice"]  # every cell is run twice
    parallel = [
        "-n2",
        "--dist=loadfile",
        "--ignore=tests/test_browser.py",
        "--ignore=tests/test_site.py",
    ]  # by themselves
    hand_over(["-m", "pytest"] + parallel + notebooks + ["tests", "microgpt", "notebooks"])


def publish(word):
    """A command that hands over to what makes something of the course, in the caller's own folder."""

    def command(words):
        if not words:  # told before anything is installed for it
            sys.exit(usage(word))
        prepare([LOCK])
        hand_over(["-m", "microgpt.publish", word] + words, os.getcwd())

    return command


def usage(word):
    """The line of the help that tells how a command is called."""
    return next(line.strip() for line in __doc__.splitlines() if "course.py {} ".format(word) in line)


def hand_over(words, folder=HERE):
    """Go on as the environment's Python, in this folder; on Windows, wait for it."""
    command = [str(PYTHON)] + words
    os.chdir(str(folder))
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)


def stopped(number, frame):
    raise KeyboardInterrupt


def unknown(word, commands):
    """What was not understood, and what may have been meant."""
    if word in LIBRARY:
        return "{} is a word of the library: {} -m microgpt {}".format(word, PYTHON.relative_to(HERE), word)
    near = difflib.get_close_matches(word, list(commands), 1)
    meant = "do you mean {}?".format(near[0]) if near else "it is one of {}.".format(", ".join(commands))
    return "There is no command {!r}: {}".format(word, meant)


def main():
    commands = {
        "lab": lab,
        "test": test,
        "class": publish("class"),
        "grade": publish("grade"),
        "slides": publish("slides"),
        "pack": publish("pack"),
        "site": publish("site"),
    }
    if sys.argv[1:2] in (["--help"], ["-h"]):
        say(__doc__.strip())
    elif len(sys.argv) < 2:
        sys.exit(__doc__)
    elif sys.argv[1] not in commands:
        sys.exit(__doc__ + "\n" + unknown(sys.argv[1], commands))
    elif {"--help", "-h"}.intersection(sys.argv[2:]) and not installed(LOCK):
        say(__doc__.strip())  # who asks what a word does need not install anything; then the word itself tells more
    else:
        signal.signal(signal.SIGTERM, stopped)
        try:
            commands[sys.argv[1]](sys.argv[2:])
        except KeyboardInterrupt:
            sys.exit("\nStopped. The same command goes on from here.")


if __name__ == "__main__":
    main()

"""The course in two commands, with nothing but Python 3.11 or later:

    python3 course.py lab     opens the six notebooks in JupyterLab
    python3 course.py test    passes the tests

Each prepares what it needs in .venv, once. Further words are handed on to jupyter lab, or to pytest.
`lab --fresh 03` gives you a new copy of notebook 03, and keeps your old one beside it and the marks of your progress;
`lab --reset 03` forgets your progress in lesson 3 as well.
"""

import ast
import hashlib
import json
import os
import runpy
import signal
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = HERE / "requirements.lock"  # what the course needs
TEST_LOCK = HERE / "requirements-test.lock"  # what its tests need besides
BRINGS = {
    LOCK.name: "JupyterLab and the other packages (once; about 500 MB, a minute or two)",
    TEST_LOCK.name: "what the tests need besides (once)",
}
PARTS = ["anywidget", "graphviz", "ipykernel", "ipywidgets", "jupyterlab", "matplotlib", "numpy", "pygraphviz"]
WORK = HERE / "work"
UPLOAD = 100_000_000  # bytes: a file larger than the server's usual limit would vanish without a word


def prepare(locks=(LOCK,)):
    """Make .venv and install what these lock files list, unless that has been done; a broken one is made anew."""
    if installed(LOCK) and (fault := broken()):
        say(f"The environment in .venv is not whole ({fault}): making it anew.")
        stamp(LOCK).unlink()
    if not installed(LOCK):
        say("Making a Python environment in .venv ...")
        try:
            venv.create(VENV, clear=True, with_pip=True)
        except (subprocess.CalledProcessError, ImportError):
            sys.exit("Python's venv module is not complete here. On Debian or Ubuntu: sudo apt install python3-venv")
        except OSError as error:
            sys.exit(f"cannot make .venv: {error}")
    for lock in locks:
        if not installed(lock):
            install(lock)
            stamp(lock).write_text(wanted(lock))


def stamp(lock):
    """The file in .venv that says what was installed."""
    return VENV / f"{lock.stem}.txt"


def wanted(lock):
    """What that file holds as long as the lock, this Python and this folder are the same."""
    return hashlib.sha256(lock.read_bytes() + sys.version.encode() + bytes(HERE)).hexdigest()


def installed(lock):
    return stamp(lock).exists() and stamp(lock).read_text() == wanted(lock)


def broken():
    """What is wrong with the environment that was installed, in a few words, or None."""
    try:
        done = subprocess.run(
            [PYTHON, "-c", f"import {', '.join(PARTS)}"], capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        return f"{PYTHON.relative_to(HERE)}: {error.strerror}"
    return done.stderr.strip().splitlines()[-1] if done.returncode else None


def install(lock):
    """Every package of a lock file, its hash checked, with a count of how far it has come; then the course itself."""
    packages = lock.read_text(encoding="utf-8").count("==")
    say(f"Installing {BRINGS[lock.name]} ...")
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "-r", lock]
    seen, lines = 0, []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as pip:
        try:
            for line in pip.stdout:
                lines.append(line)
                if line.startswith("Collecting "):
                    seen += 1
                    progress(f"  {seen} of up to {packages}: {line.split()[1].split('=')[0]}")
                elif line.startswith("Installing collected"):
                    progress("  unpacking ...")
        except KeyboardInterrupt:
            pip.terminate()  # a Ctrl-C in a terminal has reached it already; one from elsewhere has not
            raise
    progress("")
    if pip.returncode:
        sys.exit("".join(lines[-15:]) + "pip could not install the packages; see the lines above, then try again.")
    if lock == LOCK:
        find_course()


def find_course():
    """Let the environment's Python find this folder, by a way that holds in any locale; and matplotlib its fonts."""
    folder = subprocess.check_output(
        [PYTHON, "-c", "import os, sysconfig; print(ascii(sysconfig.get_path('purelib')))"], text=True
    )
    site = Path(ast.literal_eval(folder.strip()))
    (site / "microgpt.pth").write_text(os.path.relpath(HERE, site) + "\n", encoding="utf-8")
    say("Letting matplotlib find its fonts ...")
    subprocess.run([PYTHON, "-c", "import matplotlib.pyplot"], check=False, stderr=subprocess.DEVNULL)


def say(text):
    print(text, flush=True)


def progress(text):
    """Rewrite one line on a terminal; elsewhere be silent."""
    if sys.stdout.isatty():
        print(f"\r{text:70}", end="" if text else "\r", flush=True)


def lab(words):
    """Open the learner's own copies of the notebooks in JupyterLab, where the learner was last."""
    wish, wished = "", None
    if words[:1] in (["--fresh"], ["--reset"]):
        wish, wished, words = words[0], one_notebook(*words[:2]), words[2:]
    prepare()
    try:
        if wished:
            put_aside(WORK / wished.name)
        fresh = fetch()
    except OSError as error:
        sys.exit(f"cannot write the notebooks into work/: {error}")
    if fresh:  # JupyterLab shows the stored graphs of a notebook only if it is trusted
        run([PYTHON, "-m", "jupyter", "trust", *fresh])
    remembered = runpy.run_path(str(HERE / "microgpt" / "teach" / "progress.py"))["Progress"](WORK)
    if wish == "--reset":
        remembered.forget(wished.name[:2])
    opened = wished.name if wished else last_notebook(remembered)
    if trouble := remembered.told():
        say(trouble)
    say("Opening the notebooks in work/ (they are yours: edit them). Stop JupyterLab with Ctrl-C.")
    command = [PYTHON, "-m", "jupyter", "lab", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.root_dir={HERE}", f"--ServerApp.preferred_dir={WORK}"]  # links lead on to the library
    command.append(f"--LabApp.default_url=/lab/tree/work/{opened}")
    command.append(f"--ServerApp.tornado_settings={{'websocket_max_message_size': {UPLOAD}}}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return run(command + words)


def notebooks():
    return sorted((HERE / "notebooks").glob("*.ipynb"))


def one_notebook(wish, *number):
    found = [notebook for notebook in notebooks() if number and notebook.name.startswith(number)]
    if len(found) != 1:
        sys.exit(f"{wish} needs the number of one notebook, for example: python3 course.py lab {wish} 03")
    return found[0]


def last_notebook(remembered):
    """The name of the notebook in which the learner did something last; of the first where nothing is known."""
    last = remembered.read()["last"][:1]
    return next((n.name for n in notebooks() if last and n.name.startswith(last[0])), notebooks()[0].name)


def put_aside(mine):
    """Keep the learner's notebook beside the new copy under another name."""
    if mine.exists():
        number = 1
        while (kept := mine.with_name(f"{mine.stem}_mine{number}.ipynb")).exists():
            number += 1
        mine.rename(kept)
        say(f"Your old notebook is now work/{kept.name}")


def fetch():
    """Copy into work/ what is missing there, and what is newer here and was never touched there; the copies made."""
    WORK.mkdir(exist_ok=True)
    stamps = WORK / ".fetched.json"  # of every copy: what it was like when it was made, and its source
    fetched, fresh = known_copies(stamps), []
    for notebook in notebooks():
        mine, name = WORK / notebook.name, notebook.name
        source, copy = digest(notebook.read_bytes()), held_back(notebook)
        known = fetched.get(name, {})
        untouched = mine.exists() and digest(mine.read_bytes()) in (source, digest(copy), known.get("copy"))
        if not mine.exists() or (untouched and mine.read_bytes() != copy):
            write(mine, copy)
            fresh.append(str(mine))
        if str(mine) in fresh or untouched:
            fetched[name] = {"copy": digest(copy), "source": source}
        elif known.get("source") != source:
            older = "is older than the library now" if known else "may be older than the library"
            say(f"work/{name} {older}. A new copy, with yours kept: python3 course.py lab --fresh {name[:2]}")
    write(stamps, json.dumps(fetched).encode())
    return fresh


def known_copies(stamps):
    """name -> {"copy": digest, "source": digest} of every copy that was made; {} where nothing is known."""
    try:
        known = json.loads(stamps.read_text())
        earlier = {name: {"copy": both, "source": both} for name, both in known.items() if isinstance(both, str)}
        return earlier | {name: both for name, both in known.items() if isinstance(both, dict)}
    except (OSError, ValueError, AttributeError):  # not there yet, or damaged
        return {}


def held_back(notebook):
    """A notebook for a learner, as bytes: what gives a prediction's answer away is not shown before it is run."""
    book = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in book["cells"]:
        if "reveal" in cell["metadata"].get("tags", []):
            cell.update(outputs=[], execution_count=None)
    return (json.dumps(book, indent=1, ensure_ascii=False) + "\n").encode()


def digest(content):
    return hashlib.sha256(content).hexdigest()


def write(path, content):
    """Write a file whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def test(words):
    """The linter, the unit tests and doctests, and every cell of the notebooks against its stored output."""
    prepare([LOCK, TEST_LOCK])
    say("Linter ...")
    failed = run([PYTHON, "-m", "ruff", "check", HERE]) or run([PYTHON, "-m", "ruff", "format", "--check", HERE])
    if failed:
        return failed
    if words:
        return run([PYTHON, "-m", "pytest", *words])
    say("Unit tests, doctests and the six notebooks ...")
    notebooks = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "--nbval-sanitize-with=tests/nbval.cfg"]
    notebooks += ["-p", "tests.twice"]  # every cell is run twice
    parallel = ["-n2", "--dist=loadfile", "--ignore=tests/test_browser.py"]  # which has a command of its own
    return run([PYTHON, "-m", "pytest", *parallel, *notebooks, "tests", "microgpt", "notebooks"])


def run(command):
    """Run a command to its end. Ctrl-C reaches it too, and it decides: JupyterLab asks whether to stop."""
    with subprocess.Popen(command, cwd=HERE) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())  # who is ended leaves nothing running
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                pass


def main():
    if sys.version_info < (3, 11):
        sys.exit(f"The course needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    commands = {"lab": lab, "test": test}
    if sys.argv[1:2] in (["--help"], ["-h"]):
        say(__doc__.strip())
    elif len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    else:
        try:
            sys.exit(commands[sys.argv[1]](sys.argv[2:]))
        except KeyboardInterrupt:
            sys.exit("Stopped. The same command goes on from here.")


if __name__ == "__main__":
    main()

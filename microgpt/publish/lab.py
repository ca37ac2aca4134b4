"""Open the learner's own copies of the notebooks in JupyterLab, where the learner was last."""

import os
import subprocess
import sys
from pathlib import Path

from ..data import BadInput
from ..teach.progress import Progress
from .copies import Copies

HERE = Path(__file__).resolve().parents[2]
COPIES = Copies(HERE / "notebooks", HERE / "work")
UPLOAD = 100_000_000  # bytes: a file larger than the server's usual limit would vanish without a word


def lab(words):
    """words: --fresh NN or --reset NN, wherever they stand; all others are for jupyter lab. Does not return."""
    try:
        wish, wished, words = asked(words)
        fresh, first = prepared(wish, wished)
    except BadInput as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"cannot write the notebooks into work/: {error}")
    if fresh:  # JupyterLab shows the stored graphs of a notebook only if it is trusted
        subprocess.run([sys.executable, "-m", "jupyter", "trust", *fresh], check=False, stdout=subprocess.DEVNULL)
    print("Opening the notebooks in work/ (they are yours: edit them). Stop JupyterLab with Ctrl-C.", flush=True)
    become([sys.executable, "-m", "jupyter", "lab", *settings(first), *words])


def asked(words):
    """(--fresh, --reset or "", the notebook it is about or None, the other words)."""
    for wish in ("--fresh", "--reset"):
        if wish in words:
            place = words.index(wish)
            found = COPIES.numbered(words[place + 1] if place + 1 < len(words) else "")
            if found is None:
                raise BadInput(f"{wish} needs the number of one notebook, for example: python3 course.py lab {wish} 03")
            return wish, found, words[:place] + words[place + 2 :]
    return "", None, words


def prepared(wish, wished):
    """Do what was asked for, and say it; (the copies that are new, the name of the notebook to open)."""
    if wished and (kept := COPIES.put_aside(wished.name)):
        print(f"Your old notebook is now work/{kept}")
    fresh, older = COPIES.fetch()
    for name, how in older.items():
        print(f"work/{name} {how}. A new copy, with yours kept: python3 course.py lab --fresh {name[:2]}")
    remembered = Progress(COPIES.work)
    if wish == "--reset":
        remembered.forget(wished.name[:2])
    first = wished.name if wished else last_notebook(remembered)
    if trouble := remembered.told():
        print(trouble)
    return fresh, first


def last_notebook(remembered):
    """The name of the notebook in which the learner did something last; of the first where nothing is known."""
    names, last = [notebook.name for notebook in COPIES.notebooks()], remembered.read()["last"][:1]
    return next((name for name in names if last and name.startswith(last[0])), names[0])


def settings(first):
    """What JupyterLab is told; its own lines about what a newcomer need not know are left out."""
    told = [
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.root_dir={HERE}",  # links lead on to the library
        f"--FileContentsManager.preferred_dir={COPIES.work}",
        f"--LabApp.default_url=/lab/tree/work/{first}",
        f"--ServerApp.tornado_settings={{'websocket_max_message_size': {UPLOAD}}}",
        "--LanguageServerManager.autodetect=False",
    ]
    return [*told, "--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else told


def become(command):
    """Go on as this command; on Windows, wait for it."""
    os.chdir(HERE)
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], command)

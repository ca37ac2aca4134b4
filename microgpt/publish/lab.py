"""Open the learner's own copies of the notebooks in JupyterLab, where the learner was last."""

import os
import subprocess
import sys
from difflib import get_close_matches
from pathlib import Path

from ..data import BadInput
from ..outside import printable
from ..teach.progress import Progress
from .copies import Copies

HERE = Path(__file__).resolve().parents[2]
COPIES = Copies(HERE / "notebooks", HERE / "work")
WISHES = ("--fresh", "--reset")
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
        trust(fresh)
    print("Opening the notebooks in work/ (they are yours: edit them). Stop JupyterLab with Ctrl-C.", flush=True)
    become([sys.executable, "-m", "jupyter", "lab", *settings(first), *words])


def asked(words):
    """(--fresh, --reset or "", the notebook it is about or None, the other words)."""
    words = [part for word in words for part in (word.split("=", 1) if word[:7] in WISHES else [word])]
    for word in words:  # JupyterLab takes whatever it does not know in silence
        spelled = word.partition("=")[0].lower()
        if word not in WISHES and (meant := get_close_matches(spelled, WISHES, 1, 0.75)):
            raise BadInput(f"{printable(word)} is not known here: do you mean {meant[0]}?")
    places = [place for place, word in enumerate(words) if word in WISHES]
    if not places:
        return "", None, words
    place, wish = places[0], words[places[0]]
    found = COPIES.numbered(words[place + 1] if place + 1 < len(words) else "")
    if found is None or len(places) > 1:
        raise BadInput(f"{wish} needs the number of one notebook, for example: python3 course.py lab {wish} 03")
    return wish, found, words[:place] + words[place + 2 :]


def trust(copies):
    """Let JupyterLab show what is stored in these; a line where that fails, and none where it is stopped."""
    command = [sys.executable, "-m", "jupyter", "trust", *map(str, copies)]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        why = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        print(f"JupyterLab does not trust the new notebooks yet; run their cells. {printable(*why or [''])}")


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

"""Marks for hand-ins: what is right is found right, whatever a hand-in tries gets it nothing, and nothing stops the others."""

import csv
import io
import json
import os
import platform
import re
import shutil
import socket
import sys
import time
from pathlib import Path

import pytest

from microgpt.data import BadInput
from microgpt.publish import books
from microgpt.publish.marks import cage, grade, hand_ins, pages, table, verdicts
from microgpt.publish.marks.bundle import bundle, reads
from microgpt.publish.marks.verdicts import Mark
from microgpt.teach.judge import Number
from microgpt.teach.judge.calling import directly, plain

BOOKS = books.notebooks()
LOCKED = not cage.why_open()
needs_cage = pytest.mark.skipif(not LOCKED, reason=cage.why_open() or "locked in")


@pytest.fixture(scope="session")
def there():
    with cage.program() as folder:
        yield folder


SEED = "a seed"


def code(book):
    return [books.source(cell) for cell in book["cells"] if cell["cell_type"] == "code"]


def with_answer(text, exercise="next_probs", path=BOOKS[0]):
    """The code cells of a notebook in which one stub is replaced by a text."""
    book = books.opened(path)
    place = next(place for place in books.places(book) if place.exercise == exercise)
    before, _, after = books.parted(books.source(book["cells"][place.cell]), place.mine)
    books.put(book["cells"][place.cell], "\n".join([*before, *text.splitlines(), *after]))
    return code(book)


def asked(exercise, path):
    exercises, places, given = grade.lesson(path, SEED)
    return exercises[exercise], next(place for place in places if place.exercise == exercise), given


def sent_for(there, cells, exercise="next_probs", path=BOOKS[0], locked=LOCKED, hidden=()):
    found, place, given = asked(exercise, path)
    return cage.call(verdicts.job(found, place, cells, given), there, locked, hidden).lines


def mark_of(there, cells, exercise="next_probs", path=BOOKS[0], locked=LOCKED):
    found, place, given = asked(exercise, path)
    return grade.mark_of(found, place, cells, given, there, locked, ())


# ---- right is right, untouched is untouched, wrong is named ----


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_the_key_is_solved_and_the_students_edition_is_not_in_every_exercise(there, path):
    for book, state in ((books.solved(path), "solved"), (books.opened(path), "not tried")):
        notebook = hand_ins.Notebook(path, path, code(book))
        marks = grade.marks_of(notebook, there, LOCKED, (), SEED)
        assert {name: mark.state for name, mark in marks.items()} == dict.fromkeys(books.checks(path), state)


WRONG = {
    "counts": ("def my_next_probs(row):\n    return row", "these are still counts"),
    "prints": ("def my_next_probs(row):\n    print([n / sum(row) for n in row])", "printed something"),
    "stops": ("def my_next_probs(row):\n    return [n / total for n in row]", "NameError"),
    "no function": ("my_next_probs = [0.5, 0.5]", "pass in your function"),
    "keeps": ("def my_next_probs(row, seen=[]):\n    seen[:] = [n / sum(row) for n in row]\n    return seen", "the next call changes"),
    "changes": ("def my_next_probs(row):\n    row[:] = [n / sum(row) for n in row]\n    return row", "changes `row`"),
    "no python": ("def my_next_probs(row)\n    return row", "SyntaxError"),
    "needs what fails": ("total = 1 / 0\ndef my_next_probs(row):\n    return [n / total for n in row]", "NameError"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_is_not_yet_right_and_its_mistake_is_named(there, name):
    text, said = WRONG[name]
    mark = mark_of(there, with_answer(text))
    assert mark.state == "not yet" and said in mark.why, mark


KEEPS_X = """
def my_cache(x, cache, weights):
    for kept in cache:
        kept.append(x)
    keys, values = ([linear(each, w) for each in cache[0]] for w in weights[1:])
    return attend(linear(x, weights[0]), keys, values)
"""


def test_what_a_cache_keeps_is_looked_at(there):
    mark = mark_of(there, with_answer(KEEPS_X, "cache", BOOKS[4]), "cache", BOOKS[4])
    assert mark.state == "not yet" and "not what is kept for the next" in mark.why


RIGHT = {
    "helper": "total = sum\ndef my_next_probs(row):\n    return [n / total(row) for n in row]",
    "numpy": "import numpy as np\ndef my_next_probs(row):\n    return np.array(row) / np.sum(row)",
    "half": "import numpy as np\ndef my_next_probs(row):\n    return np.float16([n / sum(row) for n in row])",
    "generator": "def my_next_probs(row):\n    for n in row:\n        yield n / sum(row)",
    "class": "class Row:\n    def __call__(self, row):\n        return [n / sum(row) for n in row]\nmy_next_probs = Row()",
    "filled": "rows = []\nrows.append(1.0)\nrows[0] += 0.0\ndef my_next_probs(row):\n    return [rows[0] * n / sum(row) for n in row]",
}  # fmt: skip
SHARES = "def my_next_probs(row):\n    return [total(n, row) for n in row]"
SETUPS = {  # what defines `total`, which only those see who execute it
    "star": "from math import *\ndef total(n, row):\n    return n / fsum(row)",
    "if": "if True:\n    def total(n, row):\n        return n / sum(row)",
    "try": "try:\n    import not_there\nexcept ImportError:\n    def total(n, row):\n        return n / sum(row)",
    "fills": "ways = []\ndef init():\n    ways.append(sum)\ninit()\ndef total(n, row):\n    return n / ways[0](row)",
    "sets": "def init():\n    global total\n    total = lambda n, row: n / sum(row)\ninit()",
    "default": "ways = {}\n_ = ways.setdefault(1, sum)\ndef total(n, row):\n    return n / ways[1](row)",
    "attribute": "class A: pass\nsetattr(A, 'way', sum)\ndef total(n, row):\n    return n / A.way(row)",
    "exec": "exec('def total(n, row): return n / sum(row)')",
}
IPYTHON = {  # lines that IPython alone understands, and lines of Python that look like them
    "magic": "%pip list\ndef my_next_probs(row):\n    !ls\n    return [n / sum(row) for n in row]",
    "cell magic": "%%time\ndef my_next_probs(row):\n    return [n / sum(row) for n in row]",
    "taken": "t = %timeit -o sum([1])\nfiles = !ls\ndef my_next_probs(row):\n    return [n / sum(row) for n in row]",
    "alone": "def my_next_probs(row):\n    if not row:\n        !echo it's empty\n    return [n / sum(row) for n in row]",
    "help": "sum?\n?max\ndef my_next_probs(row):\n    return [n / sum(row) for n in row]  # sum??",
    "comment": "def my_next_probs(row):\n    return [n / sum(row) for n in row]  # or by len(row)?",
    "text": 'def my_next_probs(row):\n    """what is the share of each?\n    % of all\n    ! of all"""\n    return [n / sum(row) for n in row]',
    "continued": "def my_next_probs(row):\n    one = (7\n        % 3\n        % 2)\n    return [one * n / sum(row) for n in row]",
    "both": 'def my_next_probs(row):\n    """what\n    ! of all?"""\n    !ls "\n    return [n / sum(row) for n in row]',
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_is_solved_however_it_is_written(there, name):
    if "numpy" in RIGHT[name]:
        pytest.importorskip("numpy")
    assert mark_of(there, with_answer(RIGHT[name])).state == "solved"


@pytest.mark.parametrize("name", SETUPS)
def test_what_an_answer_needs_is_there_however_it_came_to_be(there, name):
    assert mark_of(there, [SETUPS[name], SHARES]).state == "solved"


WORLDS = {  # exercise -> (its lesson, an answer that uses what an earlier cell of the notebook has made of the names)
    "d_logits": (1, "def my_d_logits(probs, target, n):\n    assert V == 27 and tokenizer.symbol(0) == 'a'\n    return [(p - (i == target)) / n for i, p in enumerate(probs)]"),
    "zero_grad": (2, "def my_zero_grad(parameters):\n    for p in parameters * (tokenizer.vocab_size == 27):\n        p.grad = 0.0"),
    "ask_nothing": (3, "def my_ask_nothing(query, keys, values):\n    assert bos == V - 1\n    return average(values)"),
    "param_count": (4, "my_count = tokenizer.vocab_size * 8 + config.block_size * 8 + 4 * (4 * 8 * 8 + 2 * 8 * 32)"),
    "batch_gradient": (5, "def my_batch_gradient(gradients, weights):\n    whole = sum(weights) * (len(training) > len(held_out) > 1000)\n    return [sum(w * x for w, x in zip(weights, xs)) / whole for xs in zip(*gradients)]"),
}  # fmt: skip


@pytest.mark.parametrize("name", WORLDS)
def test_an_answer_may_use_the_names_that_its_notebook_has(there, name):
    number, text = WORLDS[name]
    mark = mark_of(there, with_answer(text, name, BOOKS[number]), name, BOOKS[number])
    assert mark.state == "solved", mark.text


@pytest.mark.parametrize("name", IPYTHON)
def test_only_lines_that_ipython_alone_understands_are_passed_over(there, name):
    assert mark_of(there, [IPYTHON[name]]).state == "solved"


def test_where_a_cell_is_no_python_its_line_is_named(there):
    mark = mark_of(there, ["%pip list", "!ls\n\ndef my_next_probs(row)\n    return row"])
    assert mark.why.startswith("there is nothing to call. code cell 2, line 3 is no Python: SyntaxError: expected ':'")


def test_an_exercise_is_judged_on_its_own_while_the_others_are_not_solved(there):
    """write_name draws with next_token, which this student has not written."""
    text = (books.HERE / "microgpt/lessons/solutions/write_name.py").read_text(encoding="utf-8")
    cells = with_answer(text, "write_name", BOOKS[5])
    assert mark_of(there, cells, "write_name", BOOKS[5]).state == "solved"
    assert mark_of(there, cells, "next_token", BOOKS[5]).state == "not tried"


OTHERS = {  # exercise -> (lesson, cells of a student who has not solved the others)
    "name_loss": (0, ["def my_next_probs(row):\n    return ...", "next_probs = check.next_probs(my_next_probs)",
        ("from math import log, inf\ndef my_loss(probs, tokens):\n    ps = [next_probs(probs[a])[b] for a, b in zip(tokens, tokens[1:])]\n"
        "    return sum(-log(p) if p else inf for p in ps) / len(ps)"), "loss = check.name_loss(my_loss)"]),
    "invent": (0, ["by_chance = check.letter_at(None)", ("def my_invent(probs, bos, rng):\n    token, found = bos, []\n    while len(found) < 16:\n"
        "        token = by_chance(probs[token], rng.random())\n        if token == bos:\n            break\n        found.append(token)\n    return found")]),
    "attend_all": (3, ["softmax = None\ndot = linear = lambda names: 0", "def my_attend(query, keys, values):\n    return ...",
        "attend = check.attend(my_attend)", ("def my_attend_all(queries, keys, values):\n"
        "    return [attend(q, keys[:i + 1], values[:i + 1]) for i, q in enumerate(queries)]")]),
}  # fmt: skip


@pytest.mark.parametrize("exercise", OTHERS)
def test_the_others_are_given_whichever_an_answer_calls_and_whatever_its_names_are(there, exercise):
    lesson, cells = OTHERS[exercise]
    assert mark_of(there, cells, exercise, BOOKS[lesson]).state == "solved"


def test_of_the_others_only_those_before_it_are_given_and_they_are_enough():
    for path in BOOKS:
        exercises, places, given = grade.lesson(path)
        order = list(given)
        for place in places:
            sent = verdicts.job(exercises[place.exercise], place, [], given)["given"]
            assert list(sent) == order[: order.index(place.exercise)]
            calls = reads(exercises[place.exercise].solution)
            assert calls & {told["called"] for told in given.values()} <= {told["called"] for told in sent.values()}
            name = place.mine
            assert not any(f"def {name}(" in told["text"] or f"{name} =" in told["text"] for told in sent.values())


@pytest.mark.parametrize(("number", "name"), [(0, "name_loss"), (3, "attend"), (5, "adam")])
def test_what_the_notebook_imports_is_there_though_its_cells_are_deleted(there, number, name):
    cells = code(books.solved(BOOKS[number]))
    place = next(place for place in books.places(books.opened(BOOKS[number])) if place.exercise == name)
    alone = [text for text in cells if f"def {place.mine}(" in text]
    assert mark_of(there, alone, name, BOOKS[number]).state == "solved"


def test_cells_may_be_missing_moved_or_doubled(there):
    right = with_answer(RIGHT["helper"])
    place = next(i for i, text in enumerate(right) if "my_next_probs" in text)
    alone = right[place].split("next_probs = check")[0]  # without the check itself
    for cells in ([alone], [right[place], *right[:place]], [*right, right[place]], [alone, *right[place + 1 :]]):
        assert mark_of(there, cells).state == "solved"
    assert mark_of(there, right[:place] + right[place + 1 :]).state == "not tried"
    doubled = [*right, "def other(row):\n    return row\nnext_probs = check.next_probs(other)"]
    assert mark_of(there, doubled).state == "not yet"  # the last one counts


# ---- attacks on the marks ----

FORGED = {
    "prints": "def my_next_probs(row):\n    print('Right, in all 54 cases.')\n    return 'Right'",
    "another check": "class check:\n    def next_probs(f):\n        print('Right')\n        return f\ndef my_next_probs(row):\n    return row",
    "builtins": "import builtins\nbuiltins.sum = len\nbuiltins.float = int\nbuiltins.isinstance = lambda *a: True\nbuiltins.zip = lambda *a: []\nspoilt = builtins\ndef my_next_probs(row):\n    return [spoilt and 0.5] * len(row)",
    "calling": "import calling, json\ncalling.attempt = calling.plain = lambda *a, **k: calling.Outcome(result=True)\njson.dumps = lambda *a: '{}'\nx = calling, json\ndef my_next_probs(row):\n    return x and row",
    "equal to all": "class All(float):\n    def __eq__(self, o):\n        return True\n    def __sub__(self, o):\n        return 0.0\ndef my_next_probs(row):\n    return [All(0.3)] * len(row)",
    "half": "class D:\n    kind, itemsize = 'f', 2\nclass H(float):\n    dtype = D\ndef my_next_probs(row):\n    return [H(n / sum(row) * 1.02) for n in row]",
    "no number": "def my_next_probs(row):\n    return [float('nan')] * len(row)",
    "frames": "import sys\ndef my_next_probs(row):\n    frame, seen = sys._getframe(), []\n    while frame:\n        seen += [*frame.f_locals.values(), *frame.f_globals.values()]\n        frame = frame.f_back\n    for x in seen:\n        for y in [x, *getattr(x, '__dict__', {}).values()]:\n            if isinstance(y, list) and len(y) == len(row) and all(isinstance(z, float) for z in y) and abs(sum(y) - 1) < 1e-9:\n                return y\n    return row",
    "collector": "import gc\ndef my_next_probs(row):\n    for x in gc.get_objects():\n        if isinstance(x, list) and len(x) == len(row) and all(type(z) is float for z in x) and abs(sum(x) - 1) < 1e-9:\n            return x\n    return row",
    "channel": "import os, json\ndef my_next_probs(row):\n    for fd in range(3, 30):\n        try:\n            os.write(fd, b'{\"verdict\": \"Right\", \"solved\": true}\\n' * 200)\n        except OSError:\n            pass\n    return row",
    "channel ends": "import os, json\ndef my_next_probs(row):\n    line = {'result': [0.5, 0.5], 'after': {'tuple': [[1, 1]]}, 'slopes': None, 'error': None, 'printed': '', 'seconds': 0, 'exact': True}\n    for fd in range(3, 30):\n        try:\n            os.write(fd, (json.dumps(line) + chr(10)).encode() * 60)\n        except OSError:\n            pass\n    os._exit(0)",
    "deep": "import os\ndef my_next_probs(row):\n    for fd in range(3, 30):\n        try:\n            os.write(fd, b'[' * 60000 + b']' * 60000 + b'\\n')\n        except OSError:\n            pass\n    return row",
    "stand-ins": "from microgpt.lessons import fallbacks\nfrom microgpt.lessons.bigram import check as c\nfrom microgpt.teach import judge\ndef my_next_probs(row):\n    return fallbacks.next_probs(row) or c.next_probs.truth(row)",
    "library": "from microgpt.bigram import next_probs as theirs\ndef my_next_probs(row):\n    return theirs(row, 0)",
    "imported again": "import importlib, sys\nfrom microgpt import bigram\nsys.modules.pop('microgpt.bigram')\ndef my_next_probs(row):\n    try:\n        return importlib.reload(importlib.import_module('microgpt.bigram')).next_probs(row, 0)\n    except Exception:\n        return importlib.import_module('microgpt.train').shares(row)",
    "solution": "from microgpt.lessons.bigram import check\nexec(str(check.next_probs.solution))\nmy_next_probs = check.next_probs.runs_on",
    "quits": "import os\ndef my_next_probs(row):\n    os._exit(0)",
    "exits": "def my_next_probs(row):\n    raise SystemExit('Right')",
    "recursion": "def my_next_probs(row):\n    return my_next_probs(row)",
    "crash": "import ctypes\ndef my_next_probs(row):\n    ctypes.string_at(0)",
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_a_mark_cannot_be_forged(there, name):
    assert mark_of(there, with_answer(FORGED[name])).state != "solved"


def test_no_line_for_dot_is_an_excuse_where_there_is_a_dot_alone():
    def my_backward(root):
        raise KeyError("dot")

    verdict = books.checks(BOOKS[2])["backward"].examine(my_backward)
    assert not verdict.solved and "KeyError" in verdict.text


@pytest.mark.parametrize(("module", "name", "exercise"), [(*pair, e) for e, pairs in verdicts.LIBRARY.items() for pair in pairs])  # fmt: skip
def test_the_librarys_own_answers_are_those_of_the_library(module, name, exercise):
    assert verdicts.exists(module, name) or name == "Adam"


IMPORTED = {  # exercise -> (its lesson, the library's own answer put in its place)
    "invent": (0, "def my_invent(probs, bos, rng):\n    return sample(lambda t: [log(p) if p else -float('inf') for p in probs[t]], bos, 16, rng)"),
    "backward": (2, "def my_backward(root):\n    autograd.Value.backward(root)"),
    "block": (4, "def my_block(x, caches, matrices):\n    wq, wk, wv, wo, fc1, fc2 = matrices\n    x = add(x, linear(one_by_one(rmsnorm(x), caches, [wq, wk, wv]), wo))\n    return add(x, gpt.mlp(x, 'l', {'l.mlp_fc1': fc1, 'l.mlp_fc2': fc2}))"),
    "cache": (4, "gpt.rmsnorm = list\ndef my_cache(x, cache, weights):\n    same = [[float(i == j) for j in range(len(weights[2]))] for i in range(len(weights[2]))]\n    names = 'l.attn_wq', 'l.attn_wk', 'l.attn_wv', 'l.attn_wo'\n    return gpt.attn(x, 'l', cache, dict(zip(names, [*weights, same])), 1)"),
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTED)
def test_the_librarys_own_answer_is_refused_by_its_name(there, name):
    number, text = IMPORTED[name]
    mark = mark_of(there, with_answer(text, name, BOOKS[number]), name, BOOKS[number])
    assert mark.state == "not yet" and re.match(r"that is `[\w.]+` of the library", mark.why), mark.text


def test_what_a_child_is_sent_holds_nothing_that_is_wanted():
    """No wanted value, no right function, no mistake: only cases, and the code by which an answer is called."""
    for path in BOOKS:
        exercises, places, given = grade.lesson(path)
        for place in places:
            exercise = exercises[place.exercise]
            job = verdicts.job(exercise, place, [], given)
            text = json.dumps(job)
            assert place.exercise not in job["given"] and exercise.solution.strip() not in job["tools"]
            assert exercise.task not in text and exercise.learned not in text
            assert not {"fallbacks", "Exercise", "truth"} & set(job["tools"].replace(".", " ").split())
            if not isinstance(exercise, Number) and exercise.use is not directly:
                namespace = {}
                text = bundle((exercise.apart or exercise).use)
                exec(text.replace("from calling", "from microgpt.teach.judge.calling"), namespace)  # noqa: S102
                assert callable(namespace[job["use"]])


# ---- attacks on the machine ----

END = {"result": "nothing came"}


def probe(there, body, hidden=()):
    """What a function of a hand-in returned, when it was called in the cage."""
    text = "import os, sys, glob, socket, subprocess, threading, time\ndef my_next_probs(row):\n"
    text += "\n".join(f"    {line}" for line in body.splitlines())
    sent = sent_for(there, with_answer(text), locked=True, hidden=hidden)
    outcome = (sent[1:] or [END])[0]
    return outcome["error"]["type"] if outcome.get("error") else outcome["result"]


TRY = "try:\n    {}\n    return 'done'\nexcept BaseException as error:\n    return type(error).__name__"


@needs_cage
def test_nothing_outside_can_be_read_written_or_deleted(there, tmp_path):
    other = tmp_path / "bob" / "01_bigram.ipynb"
    other.parent.mkdir()
    other.write_text("bob's own")
    for line in (
        f"open({str(other)!r}).read()",
        f"open({str(tmp_path / 'evil')!r}, 'w').write('x')",
        f"os.remove({str(other)!r})",
        f"os.symlink('/etc/passwd', {str(tmp_path / 'link')!r})",
        f"open({str(Path(verdicts.__file__))!r}).read()",
        f"open({str(books.HERE / 'microgpt/lessons/fallbacks.py')!r}).read()",
        f"os.listdir({str(books.HERE / 'microgpt/lessons')!r})",
        f"open({cage.THERE + '/child.py'!r}, 'a').write('x')",
        "open('/etc/passwd').read()",
        "os.listdir('/proc')",
        "open('/x', 'w').write('x')",
        "open('/dev/x', 'w').write('x')",
        "os.chmod('/usr', 0o777)",
        "os.kill(1, 9) or os.kill(-1, 9)",
    ):
        assert probe(there, TRY.format(line)) not in ("done", "nothing came"), line
    assert other.read_text() == "bob's own" and sorted(p.name for p in tmp_path.iterdir()) == ["bob"]
    assert probe(there, TRY.format("open('own', 'w').write('x')")) == "done"  # its own folder, which is gone afterwards
    assert probe(there, TRY.format("open('own').read()")) == "FileNotFoundError"


LOOKING = """
import os
found = []
def my_next_probs(row):
    if not found:
        folders, seen = 0, []
        for place, inside, names in os.walk('/'):
            inside[:] = [name for name in inside if os.path.join(place, name) != '/usr/share']
            folders += 1
            seen += [os.path.join(place, name) for name in [*inside, *names]]
        named = ('fallbacks.py', 'exercise.py', 'solutions', 'next_probs.py', 'lessons')
        found.append([folders, [p for p in seen if p.endswith(named) and ('microgpt' in p or 'course' in p)]])
    return found[0]
"""


@needs_cage
def test_what_knows_the_answers_is_nowhere(there):
    sent = sent_for(there, with_answer(LOOKING), locked=True)
    folders, found = sent[1]["result"]
    assert folders > 100 and found == []


@needs_cage
def test_folders_below_what_python_is_read_from_are_covered(there, tmp_path, monkeypatch):
    monkeypatch.setattr(cage.sys, "exec_prefix", str(tmp_path))
    (tmp_path / "class").mkdir()
    for name in ("library.py", "class/ann.ipynb"):
        (tmp_path / name).write_text("x")
    listing = f"return [os.listdir({str(tmp_path)!r}), os.listdir({str(tmp_path / 'class')!r})]"
    assert probe(there, listing, hidden=(tmp_path / "class",))[1] == []
    assert "library.py" in probe(there, listing, hidden=(tmp_path / "class",))[0]


@needs_cage
def test_another_copy_of_the_course_below_python_is_covered(there, tmp_path, monkeypatch):
    monkeypatch.setattr(cage.sys, "exec_prefix", str(tmp_path))
    other = tmp_path / "lib" / "python3.11" / "site-packages" / "microgpt"
    other.mkdir(parents=True)
    (other / "next_probs.py").write_text("x")
    assert probe(there, f"return os.listdir({str(other)!r})") == []


@needs_cage
def test_no_socket_leads_anywhere_and_no_secret_is_in_the_environment(there, monkeypatch):
    monkeypatch.setenv("MICROGPT_SECRET", "x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert probe(there, TRY.format(f"socket.create_connection(('127.0.0.1', {port}), 2)")) not in (
            "done",
            "nothing came",
        )
        server.settimeout(0.1)
        with pytest.raises(TimeoutError):
            server.accept()
    assert probe(there, TRY.format("os.environ['MICROGPT_SECRET']")) == "KeyError"


CALLS = {"x86_64": (248, 249, 250, 272, 165, 319, 425), "aarch64": (217, 218, 219, 97, 40, 279, 425)}


@needs_cage
@pytest.mark.skipif(platform.machine() not in CALLS, reason="numbers of another machine")
def test_nothing_is_left_in_the_kernel_and_nothing_mounted(there):
    """add_key, request_key, keyctl, unshare, mount, memfd_create, io_uring_setup: what one hand-in could leave to another."""
    body = f"import ctypes\nlib = ctypes.CDLL(None, use_errno=True)\nreturn [(lib.syscall(n, 0, 0, 0, 0, 0), ctypes.get_errno()) for n in {CALLS[platform.machine()]}]"
    assert probe(there, body) == [{"tuple": [-1, 1]}] * len(CALLS[platform.machine()])


@needs_cage
def test_nothing_can_be_started(there):
    for line in ("os.fork()", "subprocess.run(['/bin/true'])", "threading.Thread(target=print).start()", "os.posix_spawn('/bin/true', [], {})"):  # fmt: skip
        assert probe(there, TRY.format(line)) not in ("done", "nothing came"), line


@needs_cage
@pytest.mark.parametrize(
    "body",
    [
        "keep = []\nwhile True:\n    keep.append(bytearray(1 << 26))",
        "return 'x' * (1 << 40)",
        "for k in range(10**6):\n    open(f'file{k}', 'wb').write(bytes(1 << 20))",
        "open('large', 'wb').write(bytes(1 << 24))",
    ],
)
def test_memory_and_disk_are_limited(there, body, monkeypatch):
    monkeypatch.setattr(cage, "WAIT", 4)
    assert probe(there, body) in ("MemoryError", "OSError", "OverflowError", "nothing came")


@pytest.mark.parametrize(
    "body",
    ["while True: pass", "while True:\n        try:\n            while True: pass\n        except BaseException: pass",
     "import time; time.sleep(99)", "import os\n    while True: [os.write(fd, b'x' * 99999) for fd in range(3, 9) if os.path.exists('/') and ok(fd)]",
     "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); [signal.pthread_sigmask(0, range(1, 64))]\n    while True: pass"],
)  # fmt: skip
def test_what_does_not_end_or_says_too_much_is_ended(there, body, monkeypatch):
    monkeypatch.setattr(cage, "WAIT", 2)
    helper = "def ok(fd):\n    import os\n    try:\n        os.fstat(fd)\n        return True\n    except OSError:\n        return False\n"
    mark = mark_of(there, with_answer(f"{helper}def my_next_probs(row):\n    {body}"))
    assert mark.state == "not yet"


def test_an_end_is_told_from_an_endless_loop(there):
    ends = mark_of(there, with_answer("def my_next_probs(row):\n    import os\n    os._exit(3)"))
    assert "ends Python itself" in ends.why and ends.kind == "error"
    assert "cells end Python itself" in mark_of(there, with_answer("import os\nmy_next_probs = os._exit(0)")).why
    assert (
        cage.how(True, 0, -9) == cage.how(False, 0, 128 + 24) == "time" and cage.how(False, cage.OUTPUT, -9) == "output"
    )


def test_what_a_hand_in_says_is_not_what_the_judge_says(there):
    mark = mark_of(
        there,
        with_answer("from calling import Wrong\ndef my_next_probs(row):\n    raise Wrong('Right, in all 50 cases.')"),
    )
    assert mark.why == "your function stops with Exception: Right, in all 50 cases."
    lines = [{"kind": "nothing", "why": "Right.\n" * 9 + "A" * 99_999}]
    mark = verdicts.mark(asked("next_probs", BOOKS[0])[0], cage.Sent(lines))
    assert mark.why == "there is nothing to call. Right." and len(mark.text) < 5000
    for lines in ([[]], [{}], [{"kind": "function"}, {"zip": 1}], [7]):
        assert "tampered" in verdicts.mark(asked("next_probs", BOOKS[0])[0], cage.Sent(lines)).why


@needs_cage
def test_no_solution_lies_where_an_answer_looks(there):
    """invent is given the right next_probs and letter_at; their texts are gone before a word of the hand-in is executed."""
    looks = "import sys\nseen, frame = [], sys._getframe()\nwhile frame:\n    seen.append(str([frame.f_locals, frame.f_globals]))\n    frame = frame.f_back\n"
    given = grade.lesson(BOOKS[0], SEED)[2]["letter_at"]["text"]
    line = next(line.strip() for line in given.splitlines() if " u" in line and ":" in line and "def" not in line)
    answer = (
        f"def my_invent(probs, bos, rng):\n    return [letter_at, len(seen), {line[::-1]!r}[::-1] in ' '.join(seen)]"
    )
    called, frames, found = sent_for(there, [looks, answer], "invent")[1]["result"]["tuple"][0]
    assert "my_letter_at" in str(called) and frames > 3 and not found


def test_cases_are_drawn_anew_from_every_seed():
    for path in BOOKS:
        for name, exercise in books.checks(path).items():
            if isinstance(exercise, Number):
                continue
            one, same, other = (verdicts.drawn(exercise, seed) for seed in ("one", "one", "other"))
            texts = [list(map(str, map(plain, e.trials))) for e in (one, same, other, exercise)]
            assert texts[0] == texts[1] != texts[2] and len(one.unmixed) == len(exercise.unmixed)
            assert len(set(texts[0]) - set(texts[3])) >= 20, (
                f"{name}: who has recorded the notebook's cases has most of these"
            )
            first = [one.trials[i] for i in one.by_size[: len(exercise.cases)]]
            assert str(list(map(plain, first))) == str([plain(tuple(case)) for case in exercise.cases])  # shown first
            assert texts[0][0] == str(plain(tuple(exercise.cases[0])))


def test_where_nothing_locks_hand_ins_in_it_is_said_and_asked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(cage, "why_open", lambda: "no bubblewrap here")
    (tmp_path / "in").mkdir()
    with pytest.raises(BadInput, match="(?s)not isolated.*no bubblewrap here.*--trust") as told:
        grade.grade([str(tmp_path / "in"), "-o", str(tmp_path / "marks.csv")])
    assert "network" in str(told.value) and not (tmp_path / "marks.csv").exists()


# ---- what is handed in ----


def notebook(cells, **more):
    cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text} for text in cells]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more)


IMPORT = "from microgpt.lessons.bigram import check"
OLD = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": [IMPORT]}]}], "nbformat": 3})
READ = {  # name -> what is in it, and a word of what is wrong with it ("": nothing)
    "01_bigram.ipynb": (b"", "is empty"),
    "a.ipynb": (b"{", "is no notebook"),
    "b.ipynb": (b"[1, 2]", "no cells"),
    "c.ipynb": (b"\x00\x01\x02\xff", "is no notebook"),
    "d.ipynb": (b"[" * 100_000, "is no notebook"),
    "e.ipynb": (b'{"cells": 3}', "no cells"),
    "f.ipynb": (b'{"cells": [3, null, {"cell_type": "code", "source": [1, null]}]}', "no lesson"),
    "g.txt": (b"my answers", "no notebook"),
    "01_bigram.ipynb.txt": (notebook([IMPORT]).encode(), ""),
    "01_bigram.ipynb.json": (notebook([IMPORT]).encode(), ""),
    "01_bigram.ipynb.zip": (b"PK\x03\x04", "no notebook"),
    "renamed.ipynb": (notebook([IMPORT]).encode(), ""),
    "h.ipynb": (notebook(["x = check.next_probs(mine)"]).encode(), ""),
    "01_bigram (2).ipynb": (notebook(["x = 1"]).encode(), ""),
    "utf16.ipynb": (notebook([IMPORT]).encode("utf-16"), ""),
    "bom.ipynb": (b"\xef\xbb\xbf" + notebook([IMPORT]).encode(), ""),
    "02_mlp.ipynb": (
        notebook(["# see microgpt.lessons.mlp later\n" + IMPORT, "x = check.next_probs(mine)"]).encode(),
        "",
    ),
    "latin.ipynb": (notebook([IMPORT + " # \xe9"]).replace("\\u00e9", "\xe9").encode("latin-1"), ""),
    "old.ipynb": (OLD.encode(), ""),
}


@pytest.mark.parametrize("name", READ)
def test_whatever_is_handed_in_costs_one_line(tmp_path, name):
    content, fault = READ[name]
    (tmp_path / name).write_bytes(content)
    found = hand_ins.read(tmp_path / name)
    assert (fault in found.fault) if fault else (found.fault == "" and found.lesson == BOOKS[0])
    assert "\n" not in found.fault


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
def test_links_and_pipes_are_not_followed(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(notebook([IMPORT]))
    there = tmp_path / "in"
    (there / "ann").mkdir(parents=True)
    (there / "ann" / "01.ipynb").symlink_to(secret)
    (there / "ann" / "all").symlink_to(tmp_path)
    (there / "bob").symlink_to(tmp_path)
    os.mkfifo(there / "ann" / "pipe.ipynb")
    found = {student.name: [(n.path.name, n.fault) for n in student.notebooks] for student in hand_ins.students(there)}
    assert found["ann"] == [("01.ipynb", "is a link: not followed"), ("all", "is a link: not followed"), ("pipe.ipynb", "is no plain file")]  # fmt: skip
    assert found["bob"] == [("bob", "is a link: not followed")]


def test_students_are_folders_or_files(tmp_path):
    for name in ("ann/01_bigram.ipynb", "ann/.ipynb_checkpoints/01.ipynb", "bob/deep/01_bigram.ipynb", "smith_01_bigram.ipynb", "01_BIGRAM_Jo.ipynb"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(notebook([IMPORT]))
    (tmp_path / "zoe").mkdir()
    found = {student.name: len(student.notebooks) for student in hand_ins.students(tmp_path)}
    assert found == {"Jo": 1, "ann": 1, "bob": 1, "smith": 1, "zoe": 0}
    with pytest.raises(BadInput, match="cannot read"):
        hand_ins.students(tmp_path / "nowhere")


# ---- the table ----

NAMES = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "a,b", 'a"b', "a\nb", "a\r=1", "＝1", ' "=1', "Zoë", "x;=1+1;y", "x; '+1", "\udc80", "<script>alert(1)</script>"]  # fmt: skip


def test_no_spreadsheet_executes_a_name_or_a_mistake(tmp_path):
    column = ("01", "next_probs")
    results = [(name, {column: Mark("not yet", name)}, [name]) for name in NAMES]
    table.write(tmp_path / "marks.csv", results, {column: "1.1 next_probs"})
    rows = list(csv.reader((tmp_path / "marks.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == len(NAMES) + 1 and all(len(row) == 4 for row in rows)
    for row in rows[1:]:
        assert not any(text.lstrip(" \"'\t").startswith(table.EXECUTED) and not text.startswith("'") for text in row)
        assert not any(c in text for text in row for c in "\n\r\t;")  # nothing that could divide a cell elsewhere
    assert rows[6][0] == "a,b" and rows[7][0] == 'a"b' and rows[12][0] == "Zoë"


# ---- an evening ----


@pytest.fixture
def evening(tmp_path):
    """A folder of six hand-ins for lesson 1: solved, wrong, untouched, malicious, broken, and nothing at all."""
    folder = tmp_path / "in"
    wrong, forged = with_answer(WRONG["counts"][0]), with_answer(FORGED["channel"])
    for name, text in {
        "=ann": books.written(books.solved(BOOKS[0])),
        "bob": notebook(wrong),
        "cay": BOOKS[0].read_text(encoding="utf-8"),
        "<b>dan": notebook(forged),
        "eve": "no notebook",
    }.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "01_bigram.ipynb").write_text(text, encoding="utf-8")
    (folder / "fay").mkdir()
    return folder


def test_an_evening_from_hand_ins_to_pages(evening, tmp_path, capsys, monkeypatch):
    output = tmp_path / "marks.csv"
    words = [str(evening), "-o", str(output), "--jobs", "2", "--trust"]
    monkeypatch.setattr(grade.books, "notebooks", lambda: BOOKS[:1])
    grade.grade(words)
    header, *rows = csv.reader(output.read_text(encoding="utf-8-sig").splitlines())
    rows = {row[0]: dict(zip(header, row)) for row in rows}
    assert header[:3] == ["student", "solved", "1.1 next_probs"] and header[-1] == "remarks"
    assert list(rows) == ["<b>dan", "'=ann", "bob", "cay", "eve", "fay"]
    assert (
        rows["'=ann"]["solved"] == "5"
        and rows["cay"]["solved"] == rows["bob"]["solved"] == rows["<b>dan"]["solved"] == "0"
    )
    assert rows["bob"]["1.1 next_probs"].startswith("not yet: these are still counts")
    assert rows["cay"]["1.1 next_probs"] == "not tried" and rows["eve"]["1.1 next_probs"] == "not handed in"
    assert "is no notebook" in rows["eve"]["remarks"] and rows["fay"]["remarks"] == "nothing was handed in"
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "marks.pages").glob("*.html")}
    assert len(pages) == 7 and not any("<b>dan" in text for text in pages.values())
    assert "4 of 6 students handed in a notebook of the course" in pages["class.html"]
    assert "these are still counts" in pages["class.html"] and "5 of 5 exercises are solved" in pages["002-ann.html"]
    assert "4 of 4" in capsys.readouterr().out
    assert sorted(path.name for path in evening.rglob("*.ipynb")) == ["01_bigram.ipynb"] * 5

    def never(*given):
        raise AssertionError("what was marked is kept")

    monkeypatch.setattr(cage, "call", never)
    before = output.read_bytes()
    grade.grade(words)
    assert output.read_bytes() == before


def test_a_run_that_was_stopped_goes_on(evening, tmp_path, monkeypatch):
    monkeypatch.setattr(grade.books, "notebooks", lambda: BOOKS[:1])
    words = [str(evening), "-o", str(tmp_path / "marks.csv"), "--jobs", "1", "--trust"]
    true, called = cage.call, []

    def stopping(*given):
        called.append(1)
        if len(called) == 7:
            raise KeyboardInterrupt
        return true(*given)

    monkeypatch.setattr(cage, "call", stopping)
    with pytest.raises(BadInput, match="goes on from here"):
        grade.grade(words)
    assert not (tmp_path / "marks.csv").exists()
    before = len(called)
    grade.grade(words)
    assert len(called) == before + 5 + 6 + 5 and (tmp_path / "marks.csv").exists()  # what is wrong is tried twice


def test_every_line_is_said_while_others_are_judged(tmp_path, capsys, monkeypatch):
    """The judge takes sys.stdout for a moment, as `attempt` does: two at once would keep it, or swallow what is said."""
    screen, at_once = sys.stdout, []

    def judged(exercise, sent):
        at_once.append(exercise)
        sys.stdout, before = io.StringIO(), sys.stdout
        time.sleep(0.002)
        sys.stdout = before
        assert len(at_once) == 1
        at_once.clear()
        return Mark("solved")

    monkeypatch.setattr(cage, "call", lambda *given: None)
    monkeypatch.setattr(verdicts, "mark", judged)
    found = [hand_ins.Student(str(i), [hand_ins.Notebook(tmp_path / f"{i}.ipynb", BOOKS[0], [f"x = {i}"])]) for i in range(12)]  # fmt: skip
    grade.marked(found, grade.Kept(tmp_path / "kept"), 4, False, ())
    assert sys.stdout is screen and capsys.readouterr().out.count("5 solved") == 12


def test_the_table_does_not_go_among_the_hand_ins(tmp_path):
    with pytest.raises(BadInput, match="outside"):
        grade.grade([str(tmp_path), "-o", str(tmp_path / "marks.csv"), "--trust"])


def test_of_several_notebooks_of_a_lesson_the_newest_counts(tmp_path):
    for age, name in enumerate(("new", "old", "older"), 1):
        (tmp_path / "ann").mkdir(exist_ok=True)
        (tmp_path / "ann" / f"{name}.ipynb").write_text(notebook([f"{IMPORT}\n{name} = 1"]))
        os.utime(tmp_path / "ann" / f"{name}.ipynb", (1e9 - age, 1e9 - age))
    (tmp_path / "ann" / "02_mlp.ipynb").write_text(notebook(["x = 1"]))
    (student,) = hand_ins.students(tmp_path)
    left_out = [line for line in grade.remarks(student, {}) if "is left out: new.ipynb is newer" in line]
    counted = [n.path.name for n in student.notebooks if n.lesson]
    assert counted == ["02_mlp.ipynb", "new.ipynb"] and len(left_out) == 2


def test_a_student_hands_in_so_many_files_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(hand_ins, "MOST", 3)
    (tmp_path / "ann").mkdir()
    for number in range(9):
        (tmp_path / "ann" / f"{number}.txt").write_text("x")
    (student,) = hand_ins.students(tmp_path)
    assert len(student.notebooks) == 4 and "3 files are enough" in student.notebooks[-1].fault


@pytest.mark.parametrize(("file", "name"), [("smith_01_bigram.ipynb", "smith"), ("01_BIGRAM_Jo.ipynb", "Jo"), ("01_bigram (1).ipynb", "01_bigram (1).ipynb"), ("Smith, J_01_BIGRAM-final.ipynb", "Smith, J"), ("jo2_01_bigram-Copy1.ipynb", "jo2"), ("01_bigram.ipynb", "01_bigram.ipynb")])  # fmt: skip
def test_a_notebook_beside_others_is_whose_name_stands_there(file, name):
    assert hand_ins.named(file) == name


def test_what_time_was_lacking_for_is_tried_once_more_and_a_seed_is_kept(evening, tmp_path, monkeypatch):
    monkeypatch.setattr(grade.books, "notebooks", lambda: BOOKS[:1])
    for name in ("bob", "cay", "eve", "fay", "<b>dan"):
        shutil.rmtree(evening / name)
    (tmp_path / "marks.pages").mkdir()
    for name in ("001-bob.html", "own.html"):
        (tmp_path / "marks.pages" / name).write_text("an earlier run")
    words, called = [str(evening), "-o", str(tmp_path / "marks.csv"), "--jobs", "1", "--trust"], []

    def late(job, *where):
        called.append(job["cases"])
        return cage.Sent([], "time" if job["exercise"] == "invent" else "death")

    monkeypatch.setattr(cage, "call", late)
    grade.grade(words)
    assert len(called) == 9 and "invent. The same command" in (tmp_path / "marks.csv").read_text(encoding="utf-8")
    grade.grade(words)
    assert len(called) == 10
    grade.grade([*words, "--seed", "another"])
    assert len(called) == 19 and called[0] != called[10]
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "marks.pages").glob("*.html")}
    assert set(pages) == {"001-ann.html", "own.html", "class.html"} and "Lessons handed in: 1." in pages["001-ann.html"]
    assert "2.1" not in pages["001-ann.html"]


@pytest.mark.parametrize(
    ("student", "file"),
    [
        ("Björn Müller", "007-Björn-Müller.html"),
        ("Bjo\u0308rn", "007-Björn.html"),
        ("../../x", "007-x.html"),
        ("=1\udc80_\n", "007-1.html"),
        ("...", "007-student.html"),
        ("王 芳", "007-王-芳.html"),
    ],
)
def test_a_page_is_called_as_its_student_is(tmp_path, student, file):
    assert pages.file_name(7, student) == file
    (tmp_path / file).write_text("")
    pages.clear(tmp_path, [])
    assert list(tmp_path.iterdir()) == []

"""The course as a site, served by a plain web server: lessons 1, 5 and 6 in a browser, whose network ends at that server.

Trainings are shortened by SHORTER; what such a cell prints, and what follows from it, is not compared. All else is, with
what the notebooks store. Needs node with npm, playwright and a Chromium; skipped without, unless MICROGPT_BROWSER=1. A
folder in MICROGPT_SITE is taken instead of a new site, whole trainings and all (by hand).
"""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import test_browser
from test_browser import (
    PROJECT,
    SHOTS,
    Lesson,
    browser,  # noqa: F401
    number,
    press,
)

from microgpt.publish import books, site

SHORTER = {r"\b3000\b": "20", r"\b1500\b": "20", r"\b150\b": "10"}  # steps
PATIENCE = test_browser.PATIENCE = 300_000  # milliseconds: a kernel starts slowly on a machine that does much else
RUNNING = 900_000
WHOLE = os.environ.get("MICROGPT_SITE")


@pytest.fixture(scope="module")
def made():
    """The folder of a site whose trainings are short."""
    if WHOLE:
        yield Path(WHOLE)
        return
    if not shutil.which("npm"):
        if os.environ.get("MICROGPT_BROWSER") == "1":
            pytest.fail("npm is missing")
        pytest.skip("needs npm")
    with tempfile.TemporaryDirectory() as folder:
        site.fill_ledger()
        (there := Path(folder, "site")).mkdir()
        (work := Path(folder, "work")).mkdir()
        site.write(there, work, {})
        for path in there.glob("work-*/files/notebooks/*.ipynb"):
            book = json.loads(path.read_text(encoding="utf-8"))
            for cell in book["cells"]:
                if cell["cell_type"] == "code":
                    cell["source"] = shorter(books.source(cell))
            path.write_text(json.dumps(book), encoding="utf-8")
        yield there


def shorter(code):
    for steps, fewer in SHORTER.items():
        code = re.sub(steps, fewer, code)
    return code


@pytest.fixture(scope="module")
def address(made):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(made)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


class Page(Lesson):
    """A working page of the site; nothing but the site's own server may be asked for anything."""

    def __init__(self, context, address, work, name):
        self.page, self.name, self.complaints = context.new_page(), name, []
        listen(self.page, address, self.complaints)
        start = time.monotonic()
        self.open(f"{address}/{work}/lab/index.html?path=notebooks/{name}.ipynb&workspace={name}")
        self.page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.content?.widgets?.length > 3", timeout=PATIENCE
        )
        self.readable = time.monotonic() - start
        self.page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)
        self.answering = time.monotonic() - start

    def run_all(self):
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        finished = """() => {
            const cells = window.jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code');
            return cells.every(c => c.model.executionCount > 0 && c.model.executionState !== 'running')
                || cells.some(c => c.model.outputs.toJSON().some(o => o.output_type === 'error'));
        }"""
        self.page.wait_for_function(finished, timeout=RUNNING)
        self.page.wait_for_timeout(300)

    def ask(self, expression):
        """What an expression gives in the notebook's kernel, as text."""
        question = """async (expression) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const future = kernel.requestExecute({code: `print(${expression}, end="")`, store_history: false});
            let text = "";
            future.onIOPub = message => { if (message.header.msg_type === "stream") text += message.content.text; };
            await future.done;
            return text;
        }"""
        return self.page.evaluate(question, expression)

    def shown(self):
        """(what was printed, the words of what was displayed) of every cell of code; an error is its name."""
        outputs = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code')
            .map(c => c.model.outputs.toJSON().map(o => o.output_type === 'stream' ? ['' + o.text, null]
                : o.output_type === 'error' ? [o.ename + ': ' + o.evalue, null] : ['', o.data['text/plain'] ?? null]))"""
        return [
            ("".join(printed for printed, _ in cell), [words for _, words in cell if words is not None])
            for cell in self.page.evaluate(outputs)
        ]


def listen(page, address, complaints):
    """Note whatever goes wrong on a page."""
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else complaints.append(r.url))


@pytest.fixture
def context(browser):  # noqa: F811
    """Somebody's browser, with a storage of its own."""
    made = browser.new_context(viewport={"width": 1400, "height": 1000})
    yield made
    made.close()


@contextmanager
def working(context, address, made, name):
    book = Page(context, address, json.loads((made / "site.json").read_text())["work"], name)
    yield book
    SHOTS.mkdir(exist_ok=True)
    book.page.screenshot(path=SHOTS / f"site-{name}.png")
    assert not book.complaints, book.complaints
    book.page.close()


# ---- what is compared ----


def names_in(tree):
    """(names that a cell defines, names that it uses)."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    defined = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    defined |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return defined, {node.id for node in names if isinstance(node.ctx, ast.Load)}


def comparable(name):
    """(number among the cells of code, what it printed, the words that it displayed) of all cells that must show what is stored.

    Left out are cells that are shortened, those that need what such a cell defines, and those that show a time.
    """
    found, other = [], set()
    code = [
        cell for cell in books.opened(PROJECT / "notebooks" / f"{name}.ipynb")["cells"] if cell["cell_type"] == "code"
    ]
    for i, cell in enumerate(code):
        defined, used = names_in(ast.parse(books.source(cell)))
        if (not WHOLE and shorter(books.source(cell)) != books.source(cell)) or used & other:
            other |= defined
        elif "nbval-ignore-output" not in cell["metadata"].get("tags", []):
            other -= defined
            printed = "".join("".join(o["text"]) for o in cell["outputs"] if o["output_type"] == "stream")
            found.append(
                (i, printed, ["".join(o["data"].get("text/plain", "")) for o in cell["outputs"] if "data" in o])
            )
    return found


def differences(name, shown):
    """What a browser shows other than what is stored; a figure's words may stand without their caption."""
    return [
        (i, printed, words, shown[i])
        for i, printed, words in comparable(name)
        if shown[i][0] != printed or len(shown[i][1]) != len(words) or not all(map(same, shown[i][1], words))
    ]


def same(words, stored):
    missing, _, numbers = words.partition("\n")
    own = "\n" not in stored  # words of its own, without numbers
    return words == stored or (missing.startswith("[matplotlib is missing") and (own or stored.endswith(numbers)))


# ---- the pages ----


def test_the_pages_can_be_read_without_javascript_and_lead_to_each_other(browser, made, address):  # noqa: F811
    complaints = []
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = plain.new_page()
    listen(page, address, complaints)
    page.goto(f"{address}/index.html")
    leads = {link.get_attribute("href") for link in page.get_by_role("link").all()}
    assert sum(lead.startswith("read/") for lead in leads) == sum("lab/index.html" in lead for lead in leads) == 6
    assert "without matplotlib" in page.content() or WHOLE
    for path in sorted(made.rglob("*.html")):
        if path.relative_to(made).parts[0].startswith("work-"):
            continue
        html = path.read_text(encoding="utf-8")
        for target in re.findall(r"(?:href|src)=[\"']([^\"'#?]+)", html):
            assert target.startswith(("http", "data:")) or (path.parent / target).exists(), (path.name, target)
    for name in ("01_bigram", "02_mlp", "06_full_gpt"):
        page.goto(f"{address}/read/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert page.locator("img, svg").count() > 3 and "$" not in page.locator("main > p, main li").all_inner_texts()
    assert page.locator("math").count() > 3
    assert not complaints
    plain.close()


def test_lesson_1_is_worked_through_and_what_was_done_is_found_again(context, made, address):
    with working(context, address, made, "01_bigram") as book:
        hidden = [words for _, words in book.shown()]
        assert sum(not words for words in hidden) >= 3  # what gives an answer away
        book.run_all()
        assert not differences("01_bigram", book.shown())
        die = book.widget("u")
        press(die, "u", "ArrowRight")
        book.shows(die, book.ask("roll(probs[bos], symbols, 0.501)").splitlines()[0])
        number(die, "u").fill("0.75")
        number(die, "u").press("Enter")
        book.shows(die, book.ask("roll(probs[bos], symbols, 0.75)").splitlines()[0])
        book.choose_next(book.page.locator(".microgpt-prediction .microgpt-step").first, by_keyboard=True)
        solution = (PROJECT / "microgpt/lessons/solutions/next_probs.py").read_text(encoding="utf-8")
        cell = book.run_cell("check.next_probs(", "next_probs = check", f"{solution}\n\nnext_probs = check")
        book.shows(cell, "Right, in all")
        endless = "def my_letter_at(probs, u):\n    while True:\n        try:\n            pass\n        except:\n            pass"
        cell = book.run_cell("check.letter_at(", "def my_letter_at(probs, u):\n    return ...", endless)
        book.shows(cell, "does a loop never end")
        book.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
        book.page.wait_for_timeout(1000)
    with working(context, address, made, "01_bigram") as book:
        said(book.page, "01_bigram is your saved copy. Python is empty")
        assert not book.page.get_by_text("Loading widget").count()
        book.shows(book.cell('predict("pairs in emma"'), "a) 3")
        book.run_cell("plot.ladder(1)")
        book.shows(book.cell("plot.ladder(1)"), "1. bigram: ● next_probs ○ letter_at")
        assert "except:" in book.page.evaluate(SOURCES)
        for _ in range(2):
            book.page.evaluate("window.jupyterapp.commands.execute('notebook:interrupt-kernel')")
            book.page.wait_for_timeout(1000)
        said(book.page, "cannot be interrupted here")
        assert book.page.locator(".Toastify__toast").get_by_text("cannot be interrupted").count() == 1
        book.restart()
        said(book.page, "01_bigram: Python is empty again")
        assert not book.page.get_by_text("published anew").count()
    (page,) = made.glob("work-*/lab/index.html")
    as_it_was = page.read_text(encoding="utf-8")
    page.write_text(as_it_was.replace('01_bigram.ipynb": "', '01_bigram.ipynb": "not '), encoding="utf-8")
    with working(context, address, made, "01_bigram") as book:
        said(book.page, "01_bigram was published anew since you began it")
        assert "except:" in book.page.evaluate(SOURCES)
    page.write_text(as_it_was, encoding="utf-8")
    begin_anew(context, address, made)
    with working(context, address, made, "01_bigram") as book:
        assert "except:" not in book.page.evaluate(SOURCES)
        book.run_cell("plot.ladder(1)")
        book.shows(book.cell("plot.ladder(1)"), "● next_probs")
        assert not book.page.get_by_text("is your saved copy").count()
    with working(context, address, made, "01_bigram_mine1") as book:
        assert "except:" in book.page.evaluate(SOURCES)


def begin_anew(context, address, made):
    """A fresh copy of lesson 1, from the front page: not while the lesson is open, taken back, and for good."""
    front = context.new_page()
    front.on("dialog", lambda question: question.accept())
    front.goto(f"{address}/index.html")
    lesson = front.locator("[data-lesson='01']")
    lesson.locator(".marks").get_by_text("solved: next_probs; tried: letter_at").wait_for(timeout=PATIENCE)
    fresh = lesson.get_by_role("button", name="fresh copy")
    assert fresh.is_visible() and not front.locator("[data-lesson='02']").get_by_role("button").is_visible()
    with working(context, address, made, "01_bigram"):
        fresh.click()
        lesson.get_by_role("status").get_by_text("is open in another tab").wait_for(timeout=PATIENCE)
    fresh.click()
    aside = lesson.get_by_role("link", name="01_bigram_mine1")
    aside.wait_for(timeout=PATIENCE)
    assert "path=notebooks/01_bigram_mine1.ipynb" in aside.get_attribute("href") and not fresh.is_visible()
    lesson.get_by_role("button", name="undo").click()
    lesson.get_by_role("status").get_by_text("Your copy is back").wait_for(timeout=PATIENCE)
    assert fresh.is_visible() and not aside.is_visible()
    fresh.click()
    lesson.get_by_role("status").get_by_text("Your copy is 01_bigram_mine1 now").wait_for(timeout=PATIENCE)
    front.close()


def test_on_a_narrow_screen_a_lesson_has_the_width_and_leads_back_and_the_front_page_warns(browser, made, address):  # noqa: F811
    narrow = browser.new_context(viewport={"width": 640, "height": 400}, color_scheme="dark")
    page = narrow.new_page()
    page.goto(f"{address}/index.html")
    assert page.get_by_text("On a screen as narrow as this one").is_visible()
    page.get_by_role("link", name="Work").first.click()
    page.wait_for_function("() => document.querySelector('.jp-Notebook')?.clientWidth > 500", timeout=PATIENCE)
    assert page.evaluate("document.body.dataset.jpThemeLight") == "false"  # as the reader's system asks
    page.get_by_text("All lessons").click()
    page.get_by_role("heading", name="how a GPT works").wait_for(timeout=PATIENCE)
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not page.get_by_text("On a screen as narrow as this one").is_visible()
    narrow.close()


def test_a_lesson_that_was_looked_at_is_not_copied_and_what_is_run_too_early_waits_for_python(context, made, address):
    with working(context, address, made, "02_mlp") as book:
        book.page.wait_for_timeout(22_000)  # longer than what is changed stays unsaved
        assert "notebooks/02_mlp.ipynb" not in book.page.evaluate(FILES)
    page = context.new_page()
    page.goto(
        f"{address}/{json.loads((made / 'site.json').read_text())['work']}/lab/index.html?path=notebooks/02_mlp.ipynb"
    )
    page.wait_for_function(RUN_BEFORE_PYTHON, timeout=PATIENCE)
    assert page.evaluate(COUNTS)[0] is None
    page.wait_for_function(f"() => ({COUNTS})()[1] === 2", timeout=PATIENCE)
    assert page.evaluate(COUNTS)[:3] == [1, 2, None]
    page.close()


FILES = """async () => {
    const answered = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    const base = await answered(indexedDB.open("microgpt"));
    return answered(base.transaction("files").objectStore("files").getAllKeys());
}"""
RUN_BEFORE_PYTHON = """() => {
    const panel = window.jupyterapp?.shell.currentWidget;
    const cells = panel?.content?.widgets ?? [];
    const third = cells.filter((cell) => cell.model.type === "code")[2];
    if (!third || !window.jupyterapp.commands.hasCommand("notebook:run-all-above")) return false;
    if (panel.sessionContext.session?.kernel) throw Error("Python was there too early");
    panel.content.activeCellIndex = cells.indexOf(third);
    window.jupyterapp.commands.execute("notebook:run-all-above");
    return true;
}"""
COUNTS = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter((cell) => cell.model.type === "code")
    .map((cell) => cell.model.executionCount)"""


def said(page, words):
    """Wait for one of JupyterLab's notifications."""
    page.locator(".Toastify__toast").get_by_text(words).wait_for(timeout=PATIENCE)


SOURCES = "() => window.jupyterapp.shell.currentWidget.content.widgets.map(c => c.model.sharedModel.source).join()"


@pytest.mark.parametrize("name", ["05_gpt", "06_full_gpt"] if not WHOLE else [path.stem for path in books.notebooks()])
def test_a_lesson_shows_what_is_stored(context, made, address, name):
    with working(context, address, made, name) as book:
        start = time.monotonic()
        book.run_all()
        print(
            f"{name}: readable {book.readable:.1f} s, answers {book.answering:.1f} s, run {time.monotonic() - start:.0f} s"
        )
        shown = book.shown()
        errors = [printed for printed, _ in shown if re.match(r"\w+Error: ", printed)]
        assert not errors and not differences(name, shown)
        if name == "06_full_gpt":
            train_at_the_desk(book)


def train_at_the_desk(book):
    desk = book.widget("width")
    press(desk, "steps", "Home")
    desk.get_by_role("button", name="train", exact=True).click()
    book.shows(desk, "step 100 of 100")
    book.shows(desk, "finished in")

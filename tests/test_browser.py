"""A real browser drives JupyterLab through all six notebooks: every cell is run, every kind of control is moved by
keyboard and mouse, and each answer is the very text that the package computes for that value in the same kernel.

Needs playwright and a Chromium (`pip install playwright`, and the system's chromium or chrome). Without them the tests are
skipped, unless MICROGPT_BROWSER=1 says that they must run. Every widget is photographed into screenshots/, in both themes.
"""

import ast
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
sys.path.insert(0, str(PROJECT))
from microgpt.publish import lab as opening
from microgpt.publish.copies import Copies
from microgpt.teach import progress

SHOTS = PROJECT / "screenshots"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CONTROLS = {"button", "checkbox", "combobox", "progressbar", "slider", "spinbutton", "textbox"}
PATIENCE = 60_000  # milliseconds
RUNNING = 180_000

if os.environ.get("MICROGPT_BROWSER") == "1":
    import playwright.sync_api as api
else:
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab with settings of its own, serving a learner's copies of the notebooks."""
    home = tmp_path_factory.mktemp("lab")
    opening.COPIES = Copies(PROJECT / "notebooks", home / "work")
    books, (copies, _) = opening.COPIES.work, opening.COPIES.fetch()
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR",
               "JUPYTERLAB_WORKSPACES_DIR")  # fmt: skip
    env = os.environ | {name: str(home / name.lower()) for name in folders}
    for plugin, settings in {
        "notebook-extension/tracker": {"windowingMode": "none"},
        "docmanager-extension/plugin": {"autosave": False},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    }.items():
        path = home / "jupyterlab_settings_dir" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(settings))
    quiet = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, "-m", "jupyter", "trust", *copies], check=True, **quiet)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--ServerApp.root_dir={books}",
               f"--ServerApp.tornado_settings={{'websocket_max_message_size': {opening.UPLOAD}}}",
               "--IdentityProvider.token=lesson", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    with subprocess.Popen([sys.executable, "-m", "jupyter", "lab", *options], cwd=home, **quiet) as server:
        try:
            yield f"http://127.0.0.1:{port}/lab"
        finally:
            server.terminate()
            server.wait(30)


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None and os.environ.get("MICROGPT_BROWSER") != "1":
        pytest.skip(f"needs a browser: one of {', '.join(BROWSERS)}")
    with api.sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=FLAGS)
        yield made
        made.close()


class Lesson:
    """An open notebook, all of whose cells have been run, unless they are not to be."""

    def __init__(self, page, address, name, run=True):
        self.page, self.name, self.complaints = page, name, []
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.open(f"{address}/tree/{name}.ipynb?token=lesson&reset")
        self.idle()
        if run:
            self.run_all()

    def idle(self):
        self.page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=PATIENCE)

    def open(self, address):
        end = time.monotonic() + PATIENCE / 1000
        while True:
            try:
                return self.page.goto(address)
            except api.Error:  # the server is not up yet
                if time.monotonic() > end:
                    raise
                time.sleep(0.3)

    def run_all(self):
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        finished = """() => {
            const cells = window.jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code');
            return cells.every(c => c.model.executionCount > 0 && c.model.executionState !== 'running')
                && document.querySelector('#jp-main-statusbar').innerText.includes('| Idle');
        }"""
        self.page.wait_for_timeout(300)
        self.page.wait_for_function(finished, timeout=RUNNING)
        self.page.wait_for_timeout(300)
        assert self.page.locator(".jp-RenderedText[data-mime-type*='error']").count() == 0

    def ask(self, expression):
        """What an expression gives in the notebook's kernel, as text."""
        question = """async (expression) => {
            const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const future = kernel.requestExecute(
                {code: '', user_expressions: {x: `str(${expression})`}, store_history: false});
            const found = (await future.done).content.user_expressions.x;
            return found.status === 'ok' ? found.data['text/plain'] : found.evalue;
        }"""
        return ast.literal_eval(self.page.evaluate(question, expression))

    def widget(self, label):
        """The explorer, or the desk, that has a control with this label."""
        named = self.page.locator("label").filter(has_text=re.compile(f"^{re.escape(label)}$"))
        found = self.page.locator(".jp-OutputArea-output .widget-vbox").filter(has=named)
        found.first.scroll_into_view_if_needed(timeout=PATIENCE)
        return found.first

    def shows(self, widget, text):
        """Wait until every line of a text stands in the widget, spaces aside."""
        for line in filter(None, map(squeezed, text.splitlines())):
            end = time.monotonic() + PATIENCE / 1000
            while line not in squeezed(widget.inner_text()):
                assert time.monotonic() < end, f"{line!r} is not in {squeezed(widget.inner_text())!r}"
                time.sleep(0.05)

    def cell(self, text):
        """The first cell of code whose source holds this text."""
        code = self.page.locator(".jp-Notebook .jp-CodeCell")
        found = """text => window.jupyterapp.shell.currentWidget.content.widgets.filter(c => c.model.type === 'code')
            .findIndex(c => c.model.sharedModel.source.includes(text))"""
        return code.nth(self.page.evaluate(found, text))

    def run_cell(self, text, old="", new=""):
        """Run the first cell of code whose source holds this text, with something put in the place of another; the cell."""
        self.page.evaluate(
            """async ([text, old, renewed]) => {
                const book = window.jupyterapp.shell.currentWidget.content;
                const number = book.widgets.findIndex(
                    c => c.model.type === 'code' && c.model.sharedModel.source.includes(text));
                const source = book.widgets[number].model.sharedModel;
                source.setSource(source.source.replace(old, () => renewed));
                book.deselectAll();
                book.activeCellIndex = number;
                await window.jupyterapp.commands.execute('notebook:run-cell');
            }""",
            [text, old, new],
        )
        self.page.wait_for_timeout(300)
        self.idle()
        return self.cell(text)

    def restart(self):
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
        self.page.wait_for_timeout(1000)
        self.idle()

    def predictions(self):
        """Answer every prediction, wrong choices first, by mouse and keyboard in turn; none of the notebook's is missing."""
        for box in self.page.locator(".microgpt-prediction").all():
            steps = box.locator(".microgpt-step").all()
            assert box.locator("button.mod-success").count() == 0
            turns = iter(range(50))
            while box.locator("button.mod-success").count() < len(steps):
                for step in steps:
                    if step.locator("button.mod-success").count() == 0:
                        self.choose_next(step, by_keyboard=next(turns) % 2)
            self.shows(box, "Right")
        cells = json.loads((PROJECT / "notebooks" / f"{self.name}.ipynb").read_text(encoding="utf-8"))["cells"]
        asked = sum("".join(cell["source"]).count("predict(") for cell in cells if cell["cell_type"] == "code")
        assert self.page.locator(".microgpt-prediction").filter(has_text=re.compile("^Predict:")).count() == asked > 2

    def choose_next(self, step, by_keyboard):
        """Press the first choice that has not been struck out, and wait until something becomes of it."""
        name = step.locator("button:not([style*='line-through'])").first.inner_text()
        button = step.get_by_role("button", name=name, exact=True)
        if by_keyboard:
            button.focus()
            self.page.keyboard.press("Enter")
        else:
            button.click()
        answered = step.locator("button:is(.mod-info, .mod-success, [style*='line-through'])")
        answered.filter(has_text=name).first.wait_for(timeout=PATIENCE)

    def named(self):
        """Every control has a name that a screen reader can say, as Chromium computes it; how many there are."""
        browser = self.page.context.new_cdp_session(self.page)
        found = []
        for output in self.page.locator(".jp-OutputArea-output :is(.widget-vbox, .microgpt-walk)").all():
            output.evaluate("element => { element.id ||= 'named-' + Math.random().toString(36).slice(2); }")
            root = browser.send(
                "Runtime.evaluate", {"expression": f"document.getElementById('{output.get_attribute('id')}')"}
            )
            tree = browser.send("Accessibility.queryAXTree", {"objectId": root["result"]["objectId"]})
            found += [n for n in tree["nodes"] if not n["ignored"] and n["role"]["value"] in CONTROLS]
        nameless = [n["role"]["value"] for n in found if not n.get("name", {}).get("value", "").strip()]
        assert not nameless, nameless
        return len(found)

    def photograph(self, what=".jp-OutputArea-output > .widget-vbox", word=""):
        """Widgets, mostly all, at two widths and in both themes; no label may be cut, and no picture stretched."""
        SHOTS.mkdir(exist_ok=True)
        for theme in ("Light", "Dark"):
            self.page.evaluate(
                f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})"
            )
            for width in (900, 1400):
                self.page.set_viewport_size({"width": width, "height": 1000})
                self.page.wait_for_timeout(400)
                cut = self.page.evaluate(
                    "() => [...document.querySelectorAll('.jp-OutputArea-output :is(.widget-label, .widget-button, .microgpt-control *)')]"
                    ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText || e.outerHTML)"
                )
                assert not cut, f"cut at {width} pixels: {cut}"
                stretched = self.page.evaluate(
                    "() => [...document.querySelectorAll('.jp-OutputArea-output img')].filter(e => e.naturalWidth && "
                    "Math.abs(e.width / e.height - e.naturalWidth / e.naturalHeight) > 0.02).length"
                )
                assert stretched == 0
                for number, box in enumerate(self.page.locator(what).all()):
                    box.scroll_into_view_if_needed(timeout=PATIENCE)
                    box.screenshot(
                        path=SHOTS / f"{self.name}-{word}{number}-{theme.lower()}-{width}.png", timeout=PATIENCE
                    )

    def close(self):
        assert not self.complaints, self.complaints
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def handle(widget, label):
    return widget.get_by_role("slider", name=label, exact=True)


def row_of(widget, label):
    """The control with this label."""
    named = widget.page.locator("label").filter(has_text=re.compile(f"^{re.escape(label)}$"))
    return widget.locator(".microgpt-control, .widget-text").filter(has=named).last


def press(widget, label, key, times=1):
    handle(widget, label).focus()
    for _ in range(times):
        widget.page.keyboard.press(key)  # to whatever has the focus


def number(widget, label):
    """The field beside a slider, that shows its number and takes one."""
    return widget.get_by_label(f"{label}, as a number", exact=True)


def drag(widget, label, share):
    """Move a slider's handle by mouse to a share of its length."""
    line = handle(widget, label).bounding_box()
    here = handle(widget, label).evaluate("e => e.value / e.max")
    middle = line["y"] + line["height"] / 2
    mouse = widget.page.mouse
    mouse.move(line["x"] + 8 + (line["width"] - 16) * here, middle)
    mouse.down()
    mouse.move(line["x"] + line["width"] * (share + 0.1), middle, steps=4)
    mouse.move(line["x"] + line["width"] * share, middle, steps=4)
    mouse.up()


def write(widget, label, text):
    field = row_of(widget, label).locator("input")
    field.fill(text)
    field.press("Enter")


def choose(widget, label, option):
    """By keyboard: down the menu to where the option stands."""
    menu = widget.get_by_role("combobox", name=label, exact=True)
    steps = menu.locator("option").all_inner_texts().index(option)
    menu.focus()
    for key in ["Home", *["ArrowDown"] * steps]:
        widget.page.keyboard.press(key)  # to whatever has the focus
    assert menu.evaluate("menu => menu.selectedOptions[0].label") == option


@pytest.fixture
def lesson(lab, browser):
    opened = []

    def open_lesson(name, run=True):
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        opened.append(Lesson(page, lab, name, run))
        return opened[-1]

    yield open_lesson
    for made in opened:
        made.page.close()


def wish(words):
    """What `course.py lab` does with these words before it opens JupyterLab."""
    wish, wished, _ = opening.asked(words)
    opening.prepared(wish, wished)


WORDS = (
    "Because every row of the table sums to one,\nand nothing fits better: ddxx."  # keys that JupyterLab knows as well
)


def test_two_sittings(lesson):
    """Solve, fail, take help, predict, explain; another kernel, a new copy, another start: what is kept, and what is not."""
    wish(["--reset", "01"])
    progress.Progress(opening.COPIES.work).note("03", "exercises", "slopes", state="tried")
    solution = (PROJECT / "microgpt" / "lessons" / "solutions" / "next_probs.py").read_text(encoding="utf-8")
    book = lesson("01_bigram")
    ladder = book.cell("plot.ladder(1)")
    assert "next_probs" not in ladder.inner_text() and "3. autograd: ○ slopes" in squeezed(ladder.inner_text())
    for name, hints in {"next_probs": 1, "contexts": 2}.items():
        cell = book.run_cell(f"check.{name}(", "return ...", "return 5")
        book.shows(cell, "Not yet")
        for number in range(1, hints + 1):
            button = cell.get_by_role("button", name=f"hint {number} of")
            button.focus()
            book.page.keyboard.press("Enter")
            book.shows(cell, f"Hint {number}.")
            assert f"Hint {number + 1}." not in cell.inner_text()
    assert "Hint" not in book.cell("check.name_loss(").locator(".jp-OutputArea").inner_text()
    cell = book.run_cell("check.next_probs(", "next_probs = check", f"{solution}\n\nnext_probs = check")
    book.shows(cell, "Right, in all")
    assert cell.locator(".microgpt-help").count() == 0
    asked = book.page.locator(".microgpt-prediction").filter(has_text="Predict:").first
    book.choose_next(asked.locator(".microgpt-step").first, by_keyboard=True)
    explained = book.page.locator(".microgpt-explain").first
    explained.get_by_role("button").click()
    book.shows(explained, "First write your own")
    explained.get_by_role("textbox").click()
    book.page.keyboard.type(WORDS)
    explained.get_by_role("button").focus()
    book.page.keyboard.press("Enter")
    book.shows(explained, "A model answer.")
    explained.get_by_role("checkbox").nth(1).focus()
    book.page.keyboard.press("Space")
    assert book.named() > 10
    book.photograph(":is(.microgpt-help, .microgpt-explain)", word="used-")

    book.restart()
    book.run_all()
    told = squeezed(book.cell("plot.ladder(1)").inner_text())
    assert "1. bigram: ◐ next_probs ○ contexts" in told and "Last time you were in lesson 1" in told
    assert book.page.locator(".microgpt-explain").get_by_role("textbox").first.input_value() == WORDS
    ticks = book.page.locator(".microgpt-explain").first.get_by_role("checkbox").all()
    assert [tick.is_checked() for tick in ticks] == [False, True, False]
    book.shows(book.page.locator(".microgpt-explain").first, "A model answer.")
    book.shows(book.cell("check.contexts("), "taken so far: 2 hints")
    found = book.page.locator(".microgpt-prediction").filter(has_text="Predict:").first
    assert found.locator("button:is(.mod-info, .mod-success, [style*='line-through'])").count() == 1
    book.close()

    wish(["--fresh", "01"])
    fresh = lesson("01_bigram", run=False)
    assert "return 5" not in (opening.COPIES.work / "01_bigram.ipynb").read_text(encoding="utf-8")
    book.shows(fresh.run_cell("plot.ladder(1)"), "1. bigram: ◐ next_probs ○ contexts")
    fresh.close()
    wish(["--reset", "01"])
    forgotten = lesson("01_bigram", run=False)
    cell = forgotten.run_cell("plot.ladder(1)")
    book.shows(cell, "3. autograd: ○ slopes")
    assert "next_probs" not in cell.inner_text()
    forgotten.close()


def test_lesson_1(lesson):
    book = lesson("01_bigram")
    die = book.widget("u")
    press(die, "u", "ArrowRight")
    book.shows(die, book.ask("roll(probs[bos], symbols, 0.501)").splitlines()[0])
    drag(die, "u", 0.2)
    book.page.wait_for_timeout(200)
    u = number(die, "u").input_value()
    assert 0.1 < float(u) < 0.3
    book.shows(die, book.ask(f"roll(probs[bos], symbols, {u})").splitlines()[0])
    choose(die, "letter before", "q")
    book.shows(die, book.ask(f"roll(probs[symbols.index('q')], symbols, {u})").splitlines()[0])
    number(die, "u").fill("0.75")
    number(die, "u").press("Enter")
    fallen = book.ask("roll(probs[symbols.index('q')], symbols, 0.75)").splitlines()[0]
    book.shows(die, fallen)
    for odd in ("", "half", "0,75", "7e99", "-1", "0.75"):  # no number: nothing changes; out of range: the nearest
        number(die, "u").fill(odd)
        number(die, "u").press("Enter")
        book.shows(die, {"7e99": "u = 0.999", "-1": "u = 0.000"}.get(odd, fallen))
    die.get_by_role("button", name="take this letter").click()
    book.shows(die, f"Name so far: q{fallen[-1]}")  # q was chosen by hand: the name begins with it
    die.get_by_role("button", name="throw u").click()
    book.shows(die, f"Name so far: q{fallen[-1]}")
    entry = book.widget("probability")
    press(entry, "probability", "Home")
    book.shows(entry, "n after a: probability 0.005")
    choose(entry, "letter after", "r")
    book.shows(entry, "r after a: probability 0.005")
    smoothing = book.widget("smoothing")
    press(smoothing, "smoothing", "Home")
    book.shows(smoothing, book.ask("views.smoothed(counts, pairs, tokenizer, 0, 'xqxq')"))
    write(smoothing, "name", "Anna")
    book.shows(smoothing, book.ask("views.smoothed(counts, pairs, tokenizer, 0, 'anna')"))
    write(smoothing, "name", "ß")
    book.shows(smoothing, "never seen in the documents: 'ß'")
    write(smoothing, "name", "xqxq")
    press(smoothing, "smoothing", "ArrowRight", 3)
    book.shows(smoothing, book.ask("views.smoothed(counts, pairs, tokenizer, 0.1, 'xqxq')"))
    book.predictions()
    assert book.named() > 10
    book.photograph()
    book.run_all()  # a second time, over the answers and the moved widgets
    book.close()


def test_lesson_2(lesson):
    book = lesson("02_mlp")
    slope = book.widget("move the logit of m by")
    press(slope, "move the logit of m by", "ArrowRight", 4)
    book.shows(slope, book.ask("slope_view(logits, m, m, 2.0, 2.0, 'm')"))
    press(slope, "step to either side", "Home")
    book.shows(slope, book.ask("slope_view(logits, m, m, 2.0, 0.001, 'm')"))
    rates = book.widget("learning rate")
    press(rates, "learning rate", "ArrowLeft", 3)
    book.shows(rates, book.ask("rate_view(losses_at, 0.03, V, floor)"))
    press(rates, "learning rate", "End")
    book.shows(rates, "the steps overshoot")
    press(rates, "learning rate", "ArrowLeft", 3)
    book.shows(rates, book.ask("rate_view(losses_at, 1.0, V, floor)"))
    book.predictions()
    assert book.named() > 10
    book.photograph()
    book.close()


def test_lesson_3(lesson):
    book = lesson("03_autograd")
    player = book.widget("steps")
    press(player, "steps", "ArrowRight", 3)
    player.get_by_text("grad 39", exact=False).first.wait_for(timeout=PATIENCE)
    assert "grad 39" in book.ask("player.played(names['d'], names, 3)")
    book.shows(player, "b has passed on; that was the last. All gradients are right")
    choose(player, "order", "when first reached")
    player.get_by_text("grad 21", exact=False).first.wait_for(timeout=PATIENCE)
    press(player, "steps", "Home")
    player.get_by_role("button", name="play", exact=True).click()
    end = time.monotonic() + PATIENCE / 1000
    while number(player, "steps").input_value() in ("0", "1"):  # it plays on by itself
        assert time.monotonic() < end
        time.sleep(0.1)
    book.predictions()
    assert book.named() > 10
    book.photograph()
    book.close()


def test_lesson_4(lesson):
    book = lesson("04_attention")
    listening = book.widget("position embeddings")

    def expect(name, position, **switches):
        told = "".join(f", {key}={value!r}" for key, value in switches.items())
        book.shows(
            listening, book.ask(f"views.listening(states, tokenizer, {name!r}, {position}{told})").splitlines()[0]
        )
        book.shows(
            listening, book.ask(f"views.listening(states, tokenizer, {name!r}, {position}{told})").splitlines()[-1]
        )

    press(listening, "position", "ArrowLeft", 2)
    expect("katharina", 7)
    write(listening, "name", "Veronika")  # the slider goes to its last letter
    expect("Veronika", 8)
    switched = {}
    for name, label in (("positions", "position embeddings"), ("scaled", "divide by the root"),
                        ("residual", "residual: add, do not replace")):  # fmt: skip
        box = listening.get_by_label(label)
        box.focus()
        box.press("Space")
        switched[name] = False
        expect("veronika", 8, **switched)
    choose(listening, "numbers", "untrained")
    expect("veronika", 8, trained="untrained", **switched)
    write(listening, "name", "a" * 30)
    book.shows(listening, "this model reads at most 15 letters")
    write(listening, "name", "veronika")
    choose(listening, "numbers", "finished")
    listening.get_by_label("residual: add, do not replace").check()
    expect("veronika", 8, **(switched | {"residual": True}))
    book.predictions()
    assert book.named() > 10
    book.photograph()
    book.close()


def test_lesson_5(lesson):
    book = lesson("05_gpt")
    sizes = book.widget("n_embd")
    press(sizes, "n_embd", "ArrowRight", 4)
    press(sizes, "n_layer", "ArrowRight")
    book.shows(sizes, book.ask("sizes.size_view(27, n_embd=32, n_head=4, n_layer=2)"))
    press(sizes, "n_head", "ArrowLeft")
    book.shows(sizes, "n_embd (32) must be divisible by n_head (3)")
    press(sizes, "n_head", "ArrowLeft")
    sizes.get_by_label("KV cache").uncheck()
    press(sizes, "tokens read", "ArrowRight", 2)
    book.shows(sizes, book.ask("sizes.size_view(27, n_embd=32, n_head=2, n_layer=2, length=7, cache=False)"))
    sizes.get_by_role("button", name="measure it here").click()
    book.shows(sizes, "One step of training")
    walk_through(book, book.page.locator(".microgpt-walk").nth(1))
    book.predictions()
    assert book.named() > 10
    book.photograph()
    book.photograph(".microgpt-walk", "walk-")
    book.close()


def walk_through(book, graph):
    """To one product and back by mouse and by keyboard; a weight is moved, and the training scrubbed."""

    def here(name):
        graph.locator("nav [aria-current]").get_by_text(name, exact=True).wait_for(timeout=PATIENCE)

    def said():
        book.shows(graph.locator(".said"), book.ask("walk.walk.said(walk.view, walk.walk.forward(walk.view))"))

    def box(name):
        return graph.locator(f"[data-spot='{name}']").last

    query = ["pos2", "layer0", "attn", "attn_wq", "[8]"]
    graph.get_by_role("button", name="emma", exact=True).click()
    here("emma")
    for name in ("pos2/layer0/attn", "pos2/layer0/attn/attn_wq", "pos2/layer0/attn/attn_wq[8]"):
        box(name).click()
        here("[8]" if name.endswith("]") else name.split("/")[-1])
    weight = "layer0.attn_wq[8][3]"
    product = graph.locator("g.node").filter(
        has_text=book.ask("f'{walk.drawing.spots[\"y3\"].words}'").split(" = ")[1][:5]
    )
    product.first.hover()
    book.shows(graph.locator(".under"), " = ")
    box(weight).click()
    graph.locator(f".chosen[data-spot='{weight}']").wait_for(timeout=PATIENCE)
    press(graph, "the weight", "End")
    book.shows(graph.locator(".said"), f"{weight} moved from")
    end = graph.get_by_label("the weight, as a number").input_value()
    book.shows(graph.locator(".said"), f"to {end}. Loss")
    said()
    graph.get_by_role("button", name="put back").click()
    book.shows(graph.locator(".said"), "Forward pass over 'emma'")
    for name in reversed(["emma", *query[:-1]]):
        graph.get_by_role("button", name=name, exact=True).first.click()
        here(name)

    outline = graph.get_by_role("tree")
    outline.get_by_role("treeitem").first.focus()
    for name in (
        "pos2",
        "pos2/layer0",
        "pos2/layer0/attn",
        "pos2/layer0/attn/attn_wq",
        "pos2/layer0/attn/attn_wq[8]",
        weight,
    ):
        for _ in range(60):  # down to the line of this name
            at = book.page.evaluate(
                "() => (document.activeElement.dataset.weight || document.activeElement.dataset.opens)"
            )
            if at == name:
                break
            book.page.keyboard.press("ArrowDown")
        book.page.keyboard.press("ArrowRight" if name == "pos2" else "Enter")
        if name != weight:
            here("[8]" if name.endswith("]") else name.split("/")[-1])
    book.shows(graph.locator(".mover"), f"move {weight}")
    book.page.wait_for_function("() => document.activeElement.ariaLabel === 'the weight'", timeout=PATIENCE)
    for name in reversed(["emma", *query[:-1]]):
        book.page.keyboard.press("Backspace")
        here(name)
    box("pos2").click()
    here("pos2")
    graph.get_by_role("button", name=re.compile("Press to close it")).click()
    here("emma")
    press(graph, "training", "Home")
    book.shows(graph.locator("output"), "step 0")
    said()
    graph.get_by_label("training").first.focus()
    for _ in range(int(book.ask("len(walk.walk.states)"))):
        book.page.keyboard.press("ArrowRight")  # as fast as a hand can
    book.shows(graph.locator("output"), "step 3000")
    said()


def test_lesson_6(lesson, tmp_path):
    book = lesson("06_full_gpt")
    valley = book.widget("times steeper across")
    choose(valley, "rule", "Adam")
    book.shows(valley, "Adam at a rate of 0.1, beta1 0.85: loss 5000 at the start, 4.9e-05 after 100 steps")
    press(valley, "turned by, degrees", "ArrowRight")
    book.shows(valley, "loss 4826 at the start, 1.3 after 100 steps")
    press(valley, "beta1", "ArrowRight")
    book.shows(valley, "Adam at a rate of 0.1, beta1 0.9: loss 4826")
    heat = book.widget("temperature")

    def expect(prefix, temperature, seed, top_k=0):
        view = (
            f"lab.temperature_view(open_reader, tokenizer, lists['seen'], {prefix!r}, {temperature}, {seed}, {top_k})"
        )
        book.shows(heat, "\n".join(book.ask(view).splitlines()[:2]))

    press(heat, "temperature", "ArrowRight", 2)
    expect("", 0.6, 42)
    drag(heat, "temperature", 0.8)
    book.page.wait_for_timeout(300)
    expect("", number(heat, "temperature").input_value(), 42)
    heat.get_by_role("button", name="0.5").click()
    write(heat, "the name begins with", "mari")
    expect("mari", 0.5, 42)
    press(heat, "top-k (0: all)", "ArrowRight", 3)
    expect("mari", 0.5, 42, 3)
    press(heat, "seed", "ArrowLeft")
    expect("mari", 0.5, 41, 3)
    heat.get_by_label("same seed for every move").uncheck()
    press(heat, "top-k (0: all)", "ArrowLeft", 3)
    book.page.wait_for_timeout(300)
    assert number(heat, "seed").input_value() != "41"
    expect("mari", 0.5, number(heat, "seed").input_value(), 0)
    write(heat, "the name begins with", "ж")
    book.shows(heat, "never seen in the documents: 'ж'")
    write(heat, "the name begins with", "")
    book.shows(heat, "entropy")

    desk = book.widget("width")

    def upload(path):
        with book.page.expect_file_chooser() as chooser:
            desk.get_by_role("button", name=re.compile("a list of your own")).click()
        chooser.value.set_files(path)

    binary, mine = tmp_path / "picture.txt", tmp_path / "mine.txt"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    mine.write_text("\n".join(f"{a}{b}{c}" for a in "klm" for b in "aeiou" for c in "nrst") + "\n")
    upload(binary)
    book.shows(desk, "picture.txt is not UTF-8 text")
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"anna\n" * 2_600_000)
    upload(huge)
    book.shows(desk, "huge.txt has 13,000,000 bytes; 5,000,000 at most")
    upload(mine)
    book.shows(desk, "mine.txt: 60 lines")
    press(desk, "steps", "ArrowLeft")
    desk.get_by_role("button", name="train", exact=True).click()
    book.shows(desk, "step 300 of 300")
    book.shows(desk, "finished in")
    choose(desk, "data", "names")
    choose(desk, "engine", "readable")
    press(desk, "steps", "End")
    desk.get_by_role("button", name="train", exact=True).click()
    book.shows(desk, "of 10000")
    press(heat, "temperature", "ArrowRight")  # two widgets at once: the lab answers while the desk trains
    book.shows(heat, "temperature 0.55")
    book.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    book.page.wait_for_timeout(500)
    desk.get_by_role("button", name="pause", exact=True).click()
    desk.get_by_role("button", name="go on", exact=True).wait_for(timeout=PATIENCE)
    desk.get_by_role("button", name="go on", exact=True).click()
    desk.get_by_role("button", name="stop", exact=True).click()
    book.shows(desk, "stopped")
    choose(desk, "engine", "replay")
    press(desk, "steps", "Home")
    desk.get_by_label("retrain on every change").check()
    press(desk, "seed", "ArrowRight")
    book.shows(desk, "step 100 of 100")
    book.shows(desk, "finished in")
    assert book.ask("open_reader()(0)[0] == gpt.reader(learned, config)(0)[0]") == "True"  # nothing was lost
    assert "Traceback" not in book.page.locator(".jp-Notebook").inner_text()
    book.predictions()
    assert book.named() > 10
    book.photograph()
    book.close()

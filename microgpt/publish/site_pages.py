"""The pages of a site that are read: the front page, the lessons with all their outputs, the glossary, the teacher's page."""

import json
import re
import subprocess
from functools import cache
from html import escape

from ..data import BadInput
from . import guide, packages
from .books import HERE, notebooks, opened, source
from .site_lite import ASSETS, STORAGE

DOCUMENTS = ("GLOSSARY.md", "TEACHING.md", "ORIGINAL.md")
MATH = re.compile(r"\$\$(.+?)\$\$|(?<![\w$])\$([^$\n]+?)\$(?![\w$])", re.DOTALL)
KATEX = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const turned = formulas.map(([text, displayMode]) => katex.renderToString(text, { output: "mathml", displayMode }));
console.log(JSON.stringify(turned));
"""


def page(title, body, more=""):
    """A page of the site, in its style."""
    return guide.page(title, body, (ASSETS / "site.css").read_text(encoding="utf-8") + colours(), more)


def colours():
    """How code is coloured, on light and on dark ground."""
    from pygments.formatters import HtmlFormatter

    light, dark = (HtmlFormatter(style=style).get_style_defs(".code") for style in ("default", "github-dark"))
    return f"{without_ground(light)}\n@media (prefers-color-scheme: dark) {{\n{without_ground(dark)}\n}}\n"


def without_ground(rules):
    return "\n".join(line for line in rules.splitlines() if line.startswith(".code .") and "background" not in line)


# ---- lessons ----


def pages(work, figures, minutes):
    """{path: text} of all pages; work: the folder of the working pages, figures: whether matplotlib is among them."""
    linked = linked_sources()
    found = {"index.html": front(work, figures, minutes)}
    found |= {f"read/{path.stem}.html": lesson(path, work) for path in notebooks()}
    found |= {html_of(name): document(name) for name in DOCUMENTS}
    return found | {f"{name}.html": program(name) for name in linked}


@cache
def linked_sources():
    """The files of the library to which lessons and documents lead."""
    texts = ["".join(source(cell) for cell in opened(path)["cells"]) for path in notebooks()]
    texts += [(HERE / name).read_text(encoding="utf-8") for name in DOCUMENTS]
    return sorted({name for text in texts for name in re.findall(r"\]\((?:\.\./)?(microgpt/[\w/]+\.py)\)", text)})


def title_of(path):
    return source(opened(path)["cells"][0]).splitlines()[0].lstrip("# ")


def lesson(path, work):
    """A lesson as one page that needs nothing beside it."""
    cells = opened(path)["cells"]
    prose = formulas([source(cell) for cell in cells if cell["cell_type"] == "markdown"])
    parts = [markdown(next(prose), "../") if cell["cell_type"] == "markdown" else code(cell) for cell in cells]
    ways = f"<p class='quiet'><a href='../index.html'>All lessons</a> · {to_work(path, work, '../')} in it</p>"
    return page(title_of(path), f"<nav>{ways}</nav>\n<main>\n" + "\n".join(parts) + f"\n</main>\n<nav>{ways}</nav>")


def to_work(path, work, up):
    """A link to a lesson's working page; its workspace is its own: no other lesson is opened again beside it."""
    return f"<a href='{up}{work}/lab/index.html?path=notebooks/{path.name}&amp;workspace={path.stem}'>Work</a>"


def formulas(texts):
    """Texts whose formulas are MathML."""
    found = [(display or inline, bool(display)) for text in texts for display, inline in MATH.findall(text)]
    if not found:
        return iter(texts)
    script = packages.from_npm("katex") / "dist/katex.js"
    done = subprocess.run(
        ["node", "-e", KATEX, str(script)], input=json.dumps(found), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BadInput(f"the formulas could not be set: {done.stderr.strip().splitlines()[-1]}")
    turned = iter(json.loads(done.stdout))
    return iter([MATH.sub(lambda _: next(turned), text) for text in texts])


def markdown(text, up):
    """Markdown as HTML, its links leading to pages of the site; what is no page is text alone."""
    kept = []

    def keep(found):
        kept.append(found[0])
        return f"KEPT{len(kept) - 1}KEPT"

    html = guide.as_html(re.sub(r"<span class=\"katex.*?</math></span>(?:</span>)?", keep, text, flags=re.DOTALL))
    html = re.sub(r"KEPT(\d+)KEPT", lambda found: kept[int(found[1])], html)
    return re.sub(r"<a href=\"([^\"]+)\">(.*?)</a>", lambda found: led(*found.groups(), up), html, flags=re.DOTALL)


def led(target, name, up):
    """A link to another place, to a page of the site, or no link."""
    if target.startswith(("http", "#")):
        return f'<a href="{target}">{name}</a>'
    path, _, part = target.removeprefix("../").partition("#")
    pages = {f"notebooks/{book.name}": f"read/{book.stem}.html" for book in notebooks()}
    pages |= {name: f"{name}.html" for name in linked_sources()} | {name: html_of(name) for name in DOCUMENTS}
    there = pages.get(path) or pages.get(f"notebooks/{path}")
    return f'<a href="{up}{there}{part and "#"}{part}">{name}</a>' if there else name


def html_of(document):
    return document.lower().replace(".md", ".html")


def code(cell):
    return highlighted(source(cell)) + "".join(map(output, cell["outputs"]))


def highlighted(text):
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return f"<pre class='code' tabindex='0'>{highlight(text, PythonLexer(), HtmlFormatter(nowrap=True))}</pre>"


def output(told):
    """What a cell showed: a picture with its words, or a text."""
    data, words = told.get("data", {}), told.get("metadata", {})
    if svg := "".join(data.get("image/svg+xml", "")):
        alt = escape(words.get("image/svg+xml", {}).get("alt", ""), quote=True)
        return f"<div class='picture' role='img' aria-label='{alt}'>{svg[svg.index('<svg') :]}</div>"
    if png := "".join(data.get("image/png", "")):
        alt = escape(words.get("image/png", {}).get("alt", ""), quote=True)
        return f"<img alt='{alt}' src='data:image/png;base64,{png.strip()}'>"
    text = "".join(told.get("text") or data.get("text/plain", ""))
    prose = not told.get("text") or max(map(len, text.splitlines()), default=0) > 100  # no table is so wide
    return f"<pre class='out{' prose' if prose else ''}' tabindex='0'>{escape(text.rstrip())}</pre>" if text else ""


# ---- the front page, and what it leads to ----


def document(name):
    text = (HERE / name).read_text(encoding="utf-8")
    body = f"<p class='quiet'><a href='index.html'>All lessons</a></p>\n{markdown(text, '')}"
    return page(text.splitlines()[0].lstrip("# "), body)


def program(name):
    """A file of the library."""
    up = "../" * name.count("/")
    body = f"<p class='quiet'><a href='{up}index.html'>All lessons</a></p><h1><code>{name}</code></h1>"
    return page(name, body + highlighted((HERE / name).read_text(encoding="utf-8")))


def front(work, figures, minutes):
    """The front page, which can be read and used without JavaScript."""
    picture = "One forward pass of the model over the name emma, folded into boxes"
    body = f"""<h1>microgpt: how a GPT works</h1>
<p>Six lessons rebuild a GPT in plain Python, from the first counted letter to a trained model that invents names; every
number in it is an object that knows how it was made. Read them as pages, on a phone too, or work in them: all of it runs
in this browser, with nothing to install, and nothing leaves your machine.</p>
<p><img src="forward.svg" alt="{picture}: columns are letters, blue arcs are keys and values, red boxes are the losses"></p>
<p class="narrow">On a screen as narrow as this one, Read is made for it. Work wants a wider one, and a keyboard.</p>
<ol class="lessons">
{"".join(entry(path, work) for path in notebooks())}</ol>
<h2>How it works here</h2>
<ul>
<li>A page to work in is a JupyterLab that runs in this browser: what is said of JupyterLab holds there.</li>
<li>The first page that you work in fetches about 30 MB, once; after ten to twenty seconds the first cell answers.</li>
<li>Your work and your marks are kept in this browser alone, as long as its data are not deleted; a private window forgets
them. File, Download saves a notebook. A fresh copy gives a lesson as it is published now, and keeps yours beside it and the marks.</li>
<li>Bookmark this page: those that you work in move with every new version. What is open goes on without a network; opening
needs it.</li>
<li>A page that is loaded anew has what was saved (every 20 seconds), and a Python that has run nothing yet.</li>
<li>A running cell cannot be interrupted here. Kernel, Restart Kernel ends it; what it had computed is lost.</li>
<li>{minutes}</li>
<li>The ledger's networks were trained when this site was made, by the same library. All else is computed in your browser.</li>
{"" if figures else "<li>This site was made without matplotlib: figures stand there in words and numbers. Graphs are drawn, and what moves moves.</li>"}
</ul>
<p><a href="glossary.html">The words of the course</a> · <a href="teaching.html">Teaching with it</a> ·
<a href="original.html">The lines of the original program</a></p>
<script type="module" src="{work}/site.js"></script>"""
    return page("microgpt: how a GPT works", body, f' data-storage="{STORAGE}"')


def entry(path, work):
    """A lesson on the front page."""
    question = re.search(r"\*\*The question:\*\* (.*?)\n\n", source(opened(path)["cells"][0]), re.DOTALL)[1]
    return (
        f"<li data-lesson='{path.stem[:2]}' data-name='{path.stem}'><h3>{escape(title_of(path))}</h3><p>{escape(question)}</p>"
        f"<p class='ways'><a href='read/{path.stem}.html'>Read</a>{to_work(path, work, '')}"
        "<button hidden>fresh copy</button></p>"
        "<p class='marks quiet'></p><p class='aside quiet'></p><p role='status'></p></li>\n"
    )

"""Slides of the six notebooks for the wall: what a section is about, its pictures, its questions; readable without network.

A slide for every section of the way that a class must go, below it one for each picture and each prediction. nbconvert
writes them for reveal.js, which lies beside them.
"""

import re
import shutil

from ..data import BadInput
from ..outside import printable, say
from . import books, packages
from .books import opened, source, written
from .whole import whole

PICTURES = ("image/svg+xml", "image/png")
PARTS = ("dist/reveal.js", "dist/reveal.css", "dist/theme/white.css", "dist/theme/fonts/source-sans-pro", "LICENSE")
TEMPLATE = """\
{% extends 'index.html.j2' %}
{% block html_head_js %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_css %}
<style>
.reveal .slides { text-align: left; }
.reveal .slides section .jp-Cell { padding: 0; margin: 0; }
.reveal .jp-InputPrompt, .reveal .jp-OutputPrompt { display: none; }
.reveal .jp-RenderedHTMLCommon { font-size: 26px; line-height: 1.35; padding: 0; }
.reveal .jp-RenderedHTMLCommon h1, .reveal .jp-RenderedHTMLCommon h2 { font-size: 52px; text-transform: none; }
.reveal img { display: block; width: 1060px; height: 430px; object-fit: contain; margin: 0 auto; }
.reveal section:not(:has(.jp-RenderedMarkdown)) img { height: 660px; }
.reveal .slides .jp-OutputArea-output pre { font: 33px/1.45 system-ui, sans-serif; box-shadow: none; width: 100%; margin: 0; }
.reveal .slides .jp-OutputArea-output pre { white-space: pre-wrap; word-break: normal; overflow-wrap: break-word; }
</style>
{% endblock %}
{% block data_png scoped %}
<img alt="{{ output.metadata.get('image/png', {}).get('alt', '') | escape_html }}" src="data:image/png;base64,{{ output.data['image/png'] }}">
{% endblock %}
{% block data_svg scoped %}
<img alt="{{ output.metadata.get('image/svg+xml', {}).get('alt', '') | escape_html }}" src="data:image/svg+xml;base64,{{ output.data['image/svg+xml'] | text_base64 }}">
{% endblock %}
{% block footer_js %}
<script src="reveal.js/dist/reveal.js"></script>
<script>Reveal.initialize({hash: true, slideNumber: true, transition: "none", width: 1100, height: 750});</script>
{% endblock %}
"""


def make_slides(words):
    """slides FOLDER: a page for each lesson, and reveal.js beside them."""
    if len(words) != 1 or words[0].startswith("-"):
        raise BadInput("slides needs the name of a new folder: python3 course.py slides FOLDER")
    with whole(words[0]) as part:
        make(part, packages.from_npm("reveal.js"))
    say(f"Open the pages in {printable(words[0])} in a browser; arrows and space lead on, F fills the screen.")


def make(folder, reveal):
    for path in books.notebooks():
        (folder / f"{path.stem}.html").write_text(page(path), encoding="utf-8")
    for name in PARTS:
        target = folder / "reveal.js" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if (reveal / name).is_dir():
            shutil.copytree(reveal / name, target)
        else:
            shutil.copyfile(reveal / name, target)


def page(path):
    """One notebook's slides as a page."""
    import nbformat
    from nbconvert.exporters import SlidesExporter

    book = opened(path)
    title = source(book["cells"][0]).splitlines()[0].lstrip("# ")
    cells = [{**cell, "id": f"slide-{number}"} for number, cell in enumerate(chosen(book["cells"]), 1)]
    book = nbformat.reads(written(book | {"cells": cells, "metadata": {"title": title}}), as_version=4)
    exporter = SlidesExporter(raw_template=TEMPLATE, exclude_input=True, exclude_output_prompt=True)
    exporter.reveal_url_prefix, exporter.reveal_theme = "reveal.js", "white"
    text, _ = exporter.from_notebook_node(book, {"metadata": {"name": path.stem}})
    return text


# ---- what is shown ----


def chosen(cells):
    """The cells of the slides, told by nbconvert's metadata where a slide begins and what goes below it."""
    found, must = [], True
    for above, cell, after in zip([None, *cells], cells, [*cells[1:], None]):
        if cell["cell_type"] == "markdown" and (head := heading(source(cell))):
            must = "may" not in cell["metadata"].get("tags", [])
            if must:
                words = first_paragraph(source(cell).split(head, 1)[1])
                found.append(prose(head, words if is_shown(after) else unannounced(words), "slide"))
        elif must and cell["cell_type"] == "code" and (outputs := shown(cell)):
            text = source(above) if above["cell_type"] == "markdown" and not heading(source(above)) else ""
            found += below(text, cell, outputs)
    return [part for part, after in zip(found, [*found[1:], None]) if not bare(part, after)]


def bare(part, after):
    """Whether a slide is a section's heading with nothing to it: no words, and nothing below."""
    alone = after is None or after["metadata"] == slide("slide")
    return alone and bool(re.fullmatch("## .*", source(part)))


def below(text, cell, outputs):
    """The slides of one cell: its words with the first picture, every other picture and every question by itself."""
    together = text and set(PICTURES) & set(outputs[0]["data"])
    words = [prose("", first_paragraph(text), "subslide")] if together else []
    singly = [{**cell, "outputs": [output], "metadata": slide("subslide")} for output in outputs]
    if together:
        singly[0]["metadata"] = {}
    return words + singly


def heading(text):
    """The first heading of a section, or ""; an exercise is for the desk, and not for the wall."""
    found = re.search(r"^##? .*$", text, re.MULTILINE)
    return found[0] if found else ""


def first_paragraph(text):
    """What comes after the heading, up to the first empty line; links as their names."""
    parts = [part.strip() for part in text.split("\n\n")]
    plain = next((part for part in parts if part and not part.startswith(("#", "|", "```", "[", "<"))), "")
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", plain)


def is_shown(cell):
    return cell is not None and cell["cell_type"] == "code" and bool(shown(cell))


def unannounced(text):
    """A paragraph without its last sentence, where that announces with a colon what only the notebook has."""
    if not text.endswith(":"):
        return text
    *kept, _ = re.split(r"(?<=[.?!])\s+", text)
    return " ".join(kept) or f"{text[:-1]}."


def prose(head, text, kind):
    return {"cell_type": "markdown", "metadata": slide(kind), "source": f"{head}\n\n{text}".strip()}


def slide(kind):
    return {"slideshow": {"slide_type": kind}}


def shown(cell):
    """The pictures of a cell; the question of a prediction as text."""
    asked = "predict(" in source(cell)
    outputs = [output for output in cell["outputs"] if set(PICTURES) & set(output.get("data", {}))]
    outputs += [
        output
        for output in cell["outputs"]
        if asked and "text/plain" in output.get("data", {}) and output not in outputs
    ]
    return [only(output) for output in outputs]


def only(output):
    """An output with its picture alone; or its question, without the word on how to answer it in JupyterLab."""
    kind = next(kind for kind in (*PICTURES, "text/plain") if kind in output["data"])
    held = output["data"][kind]
    if kind == "text/plain":
        held = "\n".join(line for line in "".join(held).splitlines() if not line.startswith("Choose in "))
    return {"output_type": "display_data", "data": {kind: held}, "metadata": output.get("metadata", {})}

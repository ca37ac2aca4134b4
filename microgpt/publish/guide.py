"""The teacher's guide as one page of HTML: the plan, and for every exercise its hints, its solution and where many stumble."""

import re
from html import escape

from . import books
from .books import HERE, opened, source

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
{style}</style>
</head>
<body{more}>
{body}
</body>
</html>
"""
STYLE = """\
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #1b1f24; background: #fff; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #8c959f; padding: .3em .6em; text-align: left; vertical-align: top; }
pre { background: #f2f4f6; padding: .6em; overflow-x: auto; white-space: pre-wrap; }
code { font: 14px/1.4 ui-monospace, monospace; }
"""


LIST = """\
nav ul { columns: 20em 2; }
"""


def page(title, body, style=STYLE, more=""):
    """A whole page that needs nothing beside it; more: attributes of its body."""
    return PAGE.format(title=escape(title), style=style, body=body, more=more)


def guide(beside):
    """The guide; its links lead to files of the folder `beside`."""
    plan = linked((HERE / "TEACHING.md").read_text(encoding="utf-8"), beside)
    exercises = "\n".join(["<h1>The exercises</h1>", *map(lesson, books.notebooks())])
    body = f"{as_html(plan)}\n{exercises}"
    return page("Teaching with microgpt", f"{contents(body)}\n{body}", STYLE + LIST)


def contents(body):
    """Links to the lessons of the plan, to the syllabi, and to the exercises of each lesson."""
    heads = re.findall(r'<h[23] id="([^"]*)">(.*?)</h[23]>', body)
    return "<nav><ul>" + "".join(f'<li><a href="#{name}">{title}</a></li>' for name, title in heads) + "</ul></nav>"


def linked(text, beside):
    """Markdown whose links to the course's files lead to those in another folder; what is not there is text alone."""

    def lead(found):
        name, target = found.groups()
        there = target.startswith(("http", "#")) or target.split("/")[0] in ("notebooks", "microgpt", "data")
        kept = f"{beside}/{target}" if there and not target.startswith(("http", "#")) else target
        return f"[{name}]({kept})" if there else name

    return re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)", lead, text)


def as_html(text):
    """Markdown as HTML; a heading's name in links is spelled as forges spell it."""
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", markdown2html_mistune(text))
    return re.sub(r'(<h\d id="|href="#)([^"]*)', lambda found: found[1] + anchor(found[2]), html)


def anchor(heading):
    return re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-"))


def lesson(path):
    """What a teacher wants at hand about the exercises of one notebook."""
    book, exercises = opened(path), books.checks(path)
    title = source(book["cells"][0]).splitlines()[0].lstrip("# ")
    return f'<h2 id="exercises-{int(path.stem[:2])}">Exercises of {escape(title)}</h2>\n' + "\n".join(
        exercise(exercises[place.exercise], place) for place in books.places(book)
    )


def exercise(check, place):
    hints = "".join(f"<li>{inline(hint)}</li>" for hint in check.hints)
    mistakes = "".join(f"<li>{inline(sentence)}</li>" for sentence in check.mistakes)
    return (
        f"<h3><code>{place.exercise}</code></h3>\n<p>{inline(check.task)}</p>\n<pre><code>{escape(check.solution)}</code></pre>"
        f"\n<p>Hints, in this order:</p>\n<ol>{hints}</ol>\n<p>What the check knows of, in its own words:</p>\n<ul>{mistakes}</ul>"
    )


def inline(text):
    """A sentence of the course, in which `code` stands between backticks."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))

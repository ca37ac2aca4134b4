"""Graphviz in a browser, as WebAssembly: @viz-js/viz, which the site puts beside this file.

It is loaded while other things go on; a picture that is wanted sooner waits for it, where the browser lets Python wait.
"""

import asyncio
import base64
import sys
from pathlib import Path

from ..data import BadInput

SOURCE = Path(__file__).with_name("viz.js")
loading = None  # the task, once it has begun


async def load():
    """The engine."""
    from pyodide.code import run_js

    source = base64.b64encode(SOURCE.read_bytes()).decode()
    return await run_js(f"import('data:text/javascript;base64,{source}').then((viz) => viz.instance())")


def begin():
    """Begin to load it, where Python runs in a browser that has it."""
    global loading
    if sys.platform == "emscripten" and SOURCE.exists():
        loading = asyncio.ensure_future(load())


def there():
    """Whether there will be an engine."""
    return loading is not None


def render(dot, engine, format):
    """A picture as bytes; BadInput while the engine is still on its way."""
    from js import Object
    from pyodide.ffi import can_run_sync, run_sync, to_js

    if not loading.done():
        if not can_run_sync():
            raise BadInput("Graphviz is still being loaded: run this cell once more")
        run_sync(loading)
    options = to_js({"engine": engine, "format": format}, dict_converter=Object.fromEntries)
    return loading.result().renderString(dot, options).encode()


begin()

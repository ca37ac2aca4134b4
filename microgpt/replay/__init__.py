"""The same graph, recorded once and run again fast; one file per engine.

Which runs where: in a browser JavaScript, whatever is asked for; elsewhere numba where it is installed, else NumPy.
"""

import sys

if sys.platform == "emscripten":
    from .javascript import Replay, fastest
else:
    from .replay import Replay, fastest

__all__ = ["Replay", "fastest"]

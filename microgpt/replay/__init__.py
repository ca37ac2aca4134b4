"""The same graph, recorded once and run again fast; one file per engine."""

from .replay import Replay, fastest

__all__ = ["Replay", "fastest"]

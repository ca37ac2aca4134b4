"""A batch of documents as rows: one for every token that is read, document after document, the shortest first.

Documents of nearly the same length make a group, in which all are padded to the longest: what looks from position to
position is computed for a group at once, everything else for all rows at once.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

ALIGN = 8  # many documents have a multiple of this many rows: then few numbers of rows occur


class Box(NamedTuple):
    """`count` documents of `height` rows each, from row `start` on, and of them the positions from `first` to `last`."""

    start: int
    count: int
    height: int
    first: int
    last: int
    grown: int  # how long a growing side is


@lru_cache(maxsize=1024)
def cut(lengths, cost):
    """Where to cut sorted lengths into groups, each padded to its longest; one more group costs as much as `cost` rows.

    >>> cut((3, 3, 4, 9), cost=4)
    [0, 3, 4]
    """
    ends = [end for end in range(1, len(lengths) + 1) if end == len(lengths) or lengths[end] != lengths[end - 1]]
    best = {0: (0, 0)}  # end of a group -> (its cost and that of all before it, its start)
    for end in ends:
        best[end] = min((best[start][0] + (end - start) * lengths[end - 1] + cost, start) for start in best)
    cuts = [len(lengths)]
    while cuts[0]:
        cuts.insert(0, best[cuts[0]][1])
    return cuts


class Layout:
    """Which row stands for which token, for documents that read so many tokens each, one after the other."""

    def __init__(self, lengths, block_size, slots, cost):
        starts = np.cumsum(lengths + 1) - lengths - 1
        order = np.argsort(lengths, kind="stable")
        own, starts = lengths[order], starts[order]
        cuts = cut(tuple(own.tolist()), cost)
        heights = np.repeat(own[np.array(cuts[1:]) - 1], np.diff(cuts))
        filling = -int(heights.sum()) % ALIGN if len(lengths) > 1 else 0
        while filling:  # a document of which nothing counts: all its tokens are the end of the first one
            height, starts, own = min(filling, block_size), np.append(starts, lengths[0]), np.append(own, 0)
            heights, cuts, filling = np.append(heights, height), [*cuts, cuts[-1] + 1], filling - height
        tops = np.cumsum(heights) - heights
        self.rows, longest = int(heights.sum()), int(heights.max())
        self.groups = [(int(tops[a]), b - a, int(heights[a])) for a, b in zip(cuts, cuts[1:])]
        self.boxes = [Box(top, count, height, 0, height, height) for top, count, height in self.groups]
        self.every = Box(0, 1, self.rows, 0, self.rows, min(-(-longest // ALIGN) * ALIGN, block_size))
        self.positions = np.arange(self.rows) - np.repeat(tops, heights)
        start, own = np.repeat(starts, heights), np.repeat(own, heights)
        self.index = {slot: start + np.clip(self.positions + slot, 0, own) for slot in {0, *slots}}
        self.key = (self.rows, *self.groups)

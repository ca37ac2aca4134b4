"""A batch of documents as rows: one for every token that is read, document after document, the shortest first.

Documents of nearly the same length make a group, in which all are padded to the longest: what looks from position to
position is computed for a group at once, everything else for all rows at once.
"""

from functools import lru_cache
from itertools import accumulate
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
        ends = list(accumulate(length + 1 for length in lengths))
        order = sorted(range(len(lengths)), key=lengths.__getitem__)
        own = [lengths[i] for i in order]
        starts = [ends[i] - 1 - lengths[i] for i in order]
        cuts = list(cut(tuple(own), cost))
        heights = [own[b - 1] for a, b in zip(cuts, cuts[1:]) for _ in range(a, b)]
        filling = -sum(heights) % ALIGN if len(lengths) > 1 else 0
        while filling:  # a document of which nothing counts: all its tokens are the last one of the first
            heights.append(min(filling, block_size))
            starts.append(ends[0] - 1), own.append(0), cuts.append(len(heights))
            filling -= heights[-1]
        tops = [0, *accumulate(heights)]
        self.rows = tops[-1]
        self.boxes = [Box(tops[a], b - a, heights[a], 0, heights[a], heights[a]) for a, b in zip(cuts, cuts[1:])]
        self.every = Box(0, 1, self.rows, 0, self.rows, min(-(-max(heights) // ALIGN) * ALIGN, block_size))
        top, start, own = np.repeat([tops[:-1], starts, own], heights, axis=1)
        self.positions = np.arange(self.rows) - top
        self.index = {slot: start + (self.positions + slot).clip(0, own) for slot in {0, *slots}}

"""Exercises whose right answers are timed on a graph like that of a network, before the notebook goes on with them."""

from functools import cached_property

from ...teach.judge import Exercise, Verdict
from ...teach.judge.behaviour import behaviour, slower
from ...teach.judge.going_on import goes_wrong
from ...teach.judge.same import same


def network(letters=4, width=16, height=64):
    """A recipe like that of the lesson's network: some letters, each read by the same rows of weights, and a sum of it all."""
    rows, weights = range(letters * width, (letters + height) * width, width), (letters + height) * width
    dots = [
        ("dot", (*range(row, row + width), *range(letter * width, letter * width + width)))
        for letter in range(letters)
        for row in rows
    ]
    sums = [("+", (weights, weights + 1))]
    sums += [("+", (weights + len(dots) + i, weights + 2 + i)) for i in range(len(dots) - 2)]
    return [(i % 7 - 3) / 10 for i in range(weights)], dots + sums


NETWORK = network()
LARGE = f"on the {len(NETWORK[0]) + len(NETWORK[1]):,} numbers of a network"


class OnNetworks(Exercise):
    """An Exercise that tries a right answer on a network too: it may be wrong there, or right but far too slow to go on with.

    more: what a case holds after the recipe.
    """

    def __init__(self, *given, more=(), **named):
        super().__init__(*given, **named)
        self.more = more

    def right(self, outcomes, answer):
        found = answer and self.on_a_network(answer)
        if found and found.error and found.error.type == "Wrong":
            return self.not_yet("relation", f"right on small graphs, but {LARGE}: {found.error.message}")
        if found and not found.error and not same(found.result, self.wanted_there.result):
            return self.not_yet(
                "relation", f"right on small graphs, but {LARGE} the result differs: is the whole graph gone through?"
            )
        verdict = super().right(outcomes, answer)
        why = verdict.solved and verdict.goes_on not in (None, self.runs_on) and self.too_slow(answer, found)
        if why:
            text = f"{verdict.text}\n  But {LARGE} {why}: the notebook goes on with the course's own."
            return Verdict(text, None, self.runs_on, "right")
        return verdict

    def on_a_network(self, answer):
        """The Outcome of an answer on a graph of a network's size."""
        return behaviour(answer, [(*NETWORK, *self.more)], self.use)[-1]

    @cached_property
    def wanted_there(self):
        return self.on_a_network(self.runs_on)

    def too_slow(self, answer, found):
        """What is to be said of how long an answer takes there, or None."""
        if found.error:
            return goes_wrong(found, self.wanted_there)
        if times := slower(answer, self.runs_on, [(*NETWORK, *self.more)], [found], self.use):
            return f"it takes {times:.0f} times as long as it needs (a set tells quicker than a list whether it holds something)"
        return None

"""What makes the trainings of lesson 4 slow: a sum over the letters so far that is written as one addition after another."""

from ...autograd import Value
from ...order import topological_order

LETTERS, NUMBERS = 5, 2  # what an answer is tried on: so many letters, with so many numbers each


def added_one_by_one(by):
    """A note on an answer that adds up what it hears one by one on Values; by: what would add it up at once."""

    def note(answer):
        try:
            heard = list(answer(*asked()))
        except Exception:  # noqa: BLE001 - whatever it is, it is the learner's, and is told elsewhere
            return None
        chained = any(map(has_a_chain, heard))
        return chained and f"The trainings below replay it about ten times as fast when {by} adds up what is heard."

    return note


def asked():
    rows = [[[Value(1.0 + i * j) for j in range(NUMBERS)] for i in range(LETTERS)] for _ in range(3)]
    return rows[0][0], rows[1], rows[2]


def has_a_chain(number):
    """Whether additions of additions, as many as there are letters, stand in the graph of a number."""
    long = {}
    for value in topological_order(number) if isinstance(number, Value) else ():
        long[value] = value.op == "+" and 1 + max(long.get(x, 0) for x in value.inputs)
    return max(long.values(), default=0) >= LETTERS - 1

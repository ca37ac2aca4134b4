"""Write down the graph of a model once: what its ordinary code does, on ordinary Values, as instructions.

The model is run over tokens that only know their place (`slots`). What it did is a list of scalar operations, which
`rollup` makes into a few strided instructions. A few positions are enough: what comes next follows the same steps, which
`Replay` checks; a model that does something else later on is run over all of them.
"""

from .rollup import Rollup
from .slots import finished, unrolled


def record(*arguments, **more):
    """What `recording` comes to, in one go."""
    return finished(recording(*arguments, **more))


def recording(open_reader, parameters, block_size, vocab_size, look=None):
    """A generator that pauses between positions; what it returns is a Recording of any model.

    open_reader() opens a document on Values, all of whose learned ones are `parameters`; until it has ended, they are its
    own. look: how many positions to run the model over; all without it. None where what they show cannot be continued.
    BadInput where the graph depends on the data (the numbers, or which token comes), since it could not be replayed.
    """
    positions = min(look or block_size, block_size)
    graph = yield from unrolled(open_reader, parameters, positions, vocab_size)
    rollup = Rollup(graph, parameters, block_size, vocab_size)
    yield from rollup.emit()
    found = rollup.recording
    return found if positions == block_size or found.go_on(positions) else None

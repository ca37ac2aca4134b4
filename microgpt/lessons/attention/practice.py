"""The trainings of lesson 4, by replay: many small models, each in a second or two."""

from ... import autograd
from ...replay import Replay


def practise(start, open_reader, optimizer, documents, steps, batch=1, weigh=None):
    """(the Replay, its losses, what was learned as floats) after so many steps from the floats `start`.

    open_reader(state) opens a document of a model on Values; optimizer(parameters): how it learns; weigh: as in train.
    """
    numbers = autograd.values(start)
    chosen = optimizer(autograd.parameters(numbers))
    places, letters = len(start["wpe"]), len(start["lm_head"])
    replay = Replay(lambda: open_reader(numbers), chosen, places, letters, engine="numpy")
    losses = replay.train(documents, steps, batch, weigh)
    replay.store()
    return replay, losses, autograd.floats(numbers)

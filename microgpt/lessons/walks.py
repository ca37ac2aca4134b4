"""Walks through the graph of a model: as a widget that a cell closes when it is run again, and with the states of a training."""

from .. import autograd
from ..graph import explorer
from ..graph.walk import View
from ..teach import again
from ..train import batches

STATES = 20  # kept of a training


def explore(open_reader, states, tokenizer, text, open="", step=None):
    """A forward pass to be walked through: press a box and it opens, choose a weight and move it.

    states: a state dictionary of floats, or [(name, state)], such as `kept` gives; open: a name as in the outline.
    """
    walk = explorer.explore(open_reader, states, tokenizer, text, open=open, step=step)
    again.noted(walk)
    return walk


def seen(walk, **wanted):
    """The Forward of another view of a walk: of the last state, and what else is wanted."""
    view = View(**{"text": walk.view.text, "step": len(walk.walk.states) - 1, **wanted})
    return walk.walk.forward(view)


def kept(replay, graph, documents, num_steps, batch=1):
    """(losses, states): what replay.train does, and [(name, state)] on the way, closer together at the beginning.

    graph: the Values that the replay trains.
    """
    stops = sorted({round(num_steps * (k / (STATES - 1)) ** 2) for k in range(STATES)})
    chosen, decays = list(batches(documents, num_steps, batch)), [1 - i / num_steps for i in range(num_steps)]
    losses, states = [], [("step 0", autograd.floats(graph))]
    for start, stop in zip(stops, stops[1:]):
        losses += replay.steps(chosen[start:stop], decays[start:stop])
        replay.store()
        states.append((f"step {stop}", autograd.floats(graph)))
    return losses, states


def places_changed(walk, text, weight):
    """The places of a text at which another value of a weight, such as wte[12][0], makes another number, as words."""
    forward = seen(walk, text=text, weight=weight, to=1.0, asked="what changed")
    both = list(zip(forward.before, forward.births))
    changed = [
        call.position
        for call in forward.root.calls
        if call.position is not None and any(old.data != new.data for old, new in both[call.start : call.end])
    ]
    return f"place{'s' * (len(changed) > 1)} {', '.join(map(str, changed))}"

"""A cell that is run again shows its widgets anew: those that it made before are closed, and do not pile up in the kernel."""

from IPython import get_ipython

made = {}  # cell -> (the request that ran it last, the widgets that it made then)


def noted(widget):
    """Note in which cell a widget is made; those that an earlier run of the cell made are closed."""
    cell, request = running()
    if cell is None:
        return
    if made.get(cell, (None,))[0] != request:
        for old in made.get(cell, (None, ()))[1]:
            closed(old)
        made[cell] = request, []
    made[cell][1].append(widget)


def running():
    """(id of the cell, id of the request) that runs now; the first is None where no cell runs, or it has no id."""
    parent = getattr(get_ipython(), "get_parent", dict)() or {}
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")


def closed(widget):
    """Close a widget, all that stands in it, and what says how they look."""
    looks = (getattr(widget, name, None) for name in ("layout", "style"))
    for part in (*getattr(widget, "children", ()), *filter(None, looks)):
        closed(part)
    widget.close()

"""For nbval, by `-p tests.twice`: every cell of a notebook is run twice in a row, and must print what is stored both times.

A cell that means something else when it is run again (a list that grows, a model that trains on) misleads its reader.
"""

import copy

from nbval.plugin import IPyNbCell


def pytest_collection_modifyitems(items):
    items[:] = [item for one in items for item in ([one, again(one)] if isinstance(one, IPyNbCell) else [one])]


def again(cell):
    """The same cell once more, in the same kernel."""
    whole = copy.deepcopy(cell.cell)  # nbval joins what was printed in the stored outputs themselves
    kept = {"cell_num": cell.cell_num, "cell": whole, "options": cell.options}
    return IPyNbCell.from_parent(cell.parent, name=f"{cell.name} again", **kept)

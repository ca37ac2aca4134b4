"""What a name of a forward pass means: a role at all letters, one box, or one number in it."""

import re
from difflib import get_close_matches

from ..data import BadInput
from ..outside import printable
from .trace import Call, Run, parts

NAME = re.compile(r"(?P<path>[^\[\]]*)(\[(?P<row>[^\[\]]*)\])?")


def find(root, wanted):
    """All calls that `wanted` names; BadInput, with the names there are, if none."""
    found = [call for call in root.walk() if call.path and call.is_called(wanted)]
    if not found:
        raise BadInput(unknown(root, wanted))
    return found


def one(forward, wanted):
    """(the call, or the run of numbers as a Call, that a name means; which number of it, or None).

    BadInput where there is none.
    """
    split = NAME.fullmatch(wanted)
    path = (split["path"] if split else wanted).replace(".", "/")
    call = box(forward, path)
    if call is None:
        raise BadInput(unknown(forward.root, wanted, forward.births))
    if split["row"] is None:
        return call, None
    numbers = numbers_of(forward, call)
    if not (split["row"].isascii() and split["row"].isdigit()) or int(split["row"][:9]) >= len(numbers):
        found = f"the numbers 0 to {len(numbers) - 1}" if len(numbers) > 1 else "one number, 0"
        raise BadInput(f"{call.path} has {found}; not {printable(repr(split['row']), 40)}")
    return call, int(split["row"])


def box(forward, path):
    """The call of this path, or the run of numbers, or None."""
    for call in forward.root.walk():
        if call.path == path and path:
            return call
        if path.startswith(f"{call.path}/") or not call.path:
            for part in parts(forward.births, call):
                if isinstance(part, Run) and part.path == path:
                    return Call(part.op, part.numbers[0], part.numbers[-1] + 1, [], path)
    return None


def numbers_of(forward, call):
    """The places of the numbers that a box consists of; BadInput where it consists of more boxes."""
    inside = parts(forward.births, call)
    if len(inside) == 1 and isinstance(inside[0], Run):
        return inside[0].numbers
    raise BadInput(f"{call.path} has boxes inside, and no numbers of its own to be counted: {inner(call, inside)}")


def inner(call, inside):
    return listed([part.path.removeprefix(f"{call.path}/") for part in inside])


def unknown(root, wanted, births=None):
    """One line: what is not there, and what is; births: to name what was made directly, too."""
    positions = [call for call in root.calls if call.position is not None]
    path = wanted.split("[")[0].replace(".", "/")
    above = [call for call in root.walk() if call.path and path.startswith(f"{call.path}/")]
    said = f"nothing is called {printable(repr(wanted), 60)}"
    if above:
        inside = parts(births, above[-1]) if births else above[-1].calls
        return f"{said}; in {above[-1].path} there are {inner(above[-1], inside) or 'no more boxes'}"
    roles = list(
        dict.fromkeys(c.path.split("/", 1)[1] for c in root.walk() if c.position is not None and "/" in c.path)
    )
    ends = {role.split("/")[-1]: role for role in reversed(roles)}
    near = get_close_matches(path[:60], [*roles, *ends], 1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    if not positions:
        return f"{said}; there are {listed([call.path for call in root.calls])}"
    inside = listed([c.path.split("/", 1)[1] for c in positions[0].calls])
    return f"{said}{meant}; there are {inside} at each of pos0 to pos{len(positions) - 1}"


def listed(names):
    """Some names in one line; many are cut."""
    shown = [printable(name, 40) for name in names[:8]]
    return ", ".join(shown) + (f" and {len(names) - 8} more" if len(names) > 8 else "")

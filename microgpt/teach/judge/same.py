"""Whether two results are the same, but for rounding and for lists and tuples."""

import math
from numbers import Real

from .calling import Coarse, Half

ROUNDED = {Half: 8, Coarse: 200}  # last places that a number of less than double precision may be off


def same(found, wanted, close=1e-9, each=False):
    """Plain data against plain data; numbers to `close` relative, measured by the largest number of the wanted result.

    What is below 1 is measured by 1, a thousandth of `close` then; each: every number is measured by itself alone.
    """
    return found == wanted or alike(found, wanted, close, None if each else largest(wanted))


def alike(found, wanted, close, most):
    if isinstance(wanted, list | tuple):
        return (
            isinstance(found, list | tuple)
            and len(found) == len(wanted)
            and all(alike(f, w, close, most) for f, w in zip(found, wanted))
        )
    if not isinstance(wanted, Real):
        return type(found) is type(wanted) and found == wanted
    return isinstance(found, Real) and (near(found, wanted, close, most) or both_nan(found, wanted))


def near(found, wanted, close, most):
    absolute = 0.0 if most is None else close / 1000 * max(1.0, most)
    if isinstance(found, Coarse):
        close = ROUNDED[type(found)] * found.eps
        absolute = close * (most or 1.0)
    try:
        return math.isclose(found, wanted, rel_tol=close, abs_tol=absolute)
    except OverflowError:  # a whole number that no float holds
        return found == wanted


def both_nan(found, wanted):
    return all(isinstance(x, float) and math.isnan(x) for x in (found, wanted))


def largest(thing):
    """The largest finite size of a number in a result."""
    sizes = [abs(x) for x in numbers(thing)]
    return max((float(x) for x in sizes if x < 1e300), default=0.0)


def numbers(thing):
    """All numbers of a result in order."""
    if isinstance(thing, list | tuple):
        return [x for part in thing for x in numbers(part)]
    return [thing] if isinstance(thing, Real) else []


def coarse(thing):
    return any(isinstance(x, Coarse) for x in numbers(thing))

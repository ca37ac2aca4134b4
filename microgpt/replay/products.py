"""How a sum of products over some axes is computed: as a product of matrices wherever it is one."""

from functools import lru_cache
from math import prod

import numpy as np

from .plan import AXES


@lru_cache(maxsize=4096)
def recipe(out, x, y):
    """(function, axes of x, of y, of out) that makes out = the sum of x * y over the axes that out lacks."""
    axes = tuple(axis for axis in AXES if axis in out or axis in x or axis in y)
    both = [axis for axis in out if axis in x and axis in y]
    only_x = [axis for axis in out if axis in x and axis not in y]
    only_y = [axis for axis in out if axis in y and axis not in x]
    lost = [axis for axis in axes if axis not in out]
    if not lost:
        return np.multiply, axes, axes, axes
    if not set(out) <= {*x, *y}:  # the same for many

        def repeated(one, other, out=None):
            found = (one * other).sum(axis=tuple(map(axes.index, lost)), keepdims=True)
            return found if out is None else np.copyto(out, found)

        return repeated, axes, axes, tuple(axis if axis in out else None for axis in axes)
    if [*x, *y].count(lost[0]) == 2 and max(map(len, (lost, only_x, only_y))) == 1:
        k, m, n = lost[0], (only_x or [None])[0], (only_y or [None])[0]
        return np.matmul, (*both, m, k), (*both, k, n), (*both, m, n)
    own = out
    return lambda one, other, out=None: np.einsum(one, axes, other, axes, own, out=out), axes, axes, own


def twice(function):
    return lambda one, other, out=None: function(one + one, other, out=out)


def summed(array, axes):
    """The sum over some axes, which keep the length 1; many short sums side by side by a product with ones."""
    if (
        axes[0]
        and array.flags.c_contiguous
        and all(n == 1 or k in axes for k, n in enumerate(array.shape) if k > axes[0])
    ):
        shape = [1 if axis in axes else n for axis, n in enumerate(array.shape)]
        length = array.size // prod(shape)
        return (array.reshape(-1, length) @ np.ones(length, array.dtype)).reshape(shape)
    return array.sum(axis=axes, keepdims=True)

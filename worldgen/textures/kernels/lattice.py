"""Where a row of pixels lies on a lattice, warped or not, and which cells are beside a cell."""

import numpy as np

from worldgen.kernels import bare_kernel
from worldgen.textures.kernels.hashing import high_unit, inlined, low_unit, mixed32
from worldgen.textures.kernels.view import UNBOUNDED, fill_u, fill_v


@bare_kernel
def periods(view, cells_x, cells_y):  # type: ignore[no-untyped-def]
    """int32 twice: after how many cells the lattice begins again."""
    across = np.int32(cells_x if view.wrap_x else UNBOUNDED)
    return across, np.int32(cells_y if view.wrap_y else UNBOUNDED)


@bare_kernel
def fill_places(xs, ys, row, view, dx, dy, cells_x, cells_y):  # type: ignore[no-untyped-def]
    """xs, ys: float32 (columns), in cells; 0..cells, both included, where the axis wraps."""
    fill_u(xs, row, view, dx)
    fill_v(ys, row, view, dy)
    across, down = np.float32(cells_x), np.float32(cells_y)
    for column in range(xs.size):
        xs[column] *= across
        ys[column] *= down


@bare_kernel
def shift_places(xs, ys, salted):  # type: ignore[no-untyped-def]
    """Moves them by less than a cell, or borders would lie on lattice lines."""
    shift = mixed32(salted)
    for column in range(xs.size):
        xs[column] += low_unit(shift)
        ys[column] += high_unit(shift)


@inlined
def wrapped(cell, period):  # type: ignore[no-untyped-def]
    """int32; `cell` is at most one period too far, on either side."""
    if period != UNBOUNDED:
        if cell >= period:
            return np.int32(cell - period)
        if cell < 0:
            return np.int32(cell + period)
    return cell


@inlined
def wrapped_far(cell, period):  # type: ignore[no-untyped-def]
    """int32; `cell` is at most three periods too far: lattices may have one cell only."""
    return wrapped(wrapped(wrapped(cell, period), period), period)


@inlined
def cell_and_next(cell, period):  # type: ignore[no-untyped-def]
    """int32 twice; `cell` is at most one period too far."""
    cell = np.int32(cell - period) if cell >= period else cell
    following = np.int32(cell + np.int32(1))
    return cell, (np.int32(following - period) if following >= period else following)


@inlined
def around(cell, period):  # type: ignore[no-untyped-def]
    """int32 thrice: the cell before, the cell and the cell after."""
    cell, following = cell_and_next(cell, period)
    before = np.int32(cell - np.int32(1))
    last = np.int32(period - np.int32(1))
    return (last if before == -1 and period != UNBOUNDED else before), cell, following

"""Hydraulic erosion by droplets that run in rounds: H. T. Beyer, "Implementation of a method for
hydraulic erosion", 2015, made independent of order.

All droplets of a round see the ground as it was when the round began, and what they take and
leave is summed in whole numbers: neither threads, nor bands, nor the map around change a bit of it.
What a cell becomes depends on the cells no more than `reach` away, so chunks erode alike.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.kernels import bare_kernel
from worldgen.levels.overworld.ground import TOP, Ground
from worldgen.levels.overworld.noise import hashed

_INERTIA = 0.15
_CAPACITY = 5.0
_LEAST_SLOPE = 0.0015
_TAKES, _LEAVES = 0.35, 0.3
_DRIES = 0.97
_PULL = 12.0


@dataclass(frozen=True, slots=True)
class Rain:
    """How much of it there is."""

    rounds: int
    steps: int
    """Cells that a droplet runs at most."""
    strength: float
    """0..1: of what a droplet could carry."""

    @property
    def reach(self) -> int:
        """Cells beyond which nothing tells after all rounds."""
        return self.rounds * (self.steps + 4)


def let_run(
    ground: Ground,
    moved: NDArray[np.int32],
    seed: int,
    rain: Rain,
    at_round: int,
    corner: tuple[int, int],
    rows: tuple[int, int],
) -> None:
    """Adds to `moved` (shape of the ground) what the round's droplets from these rows move.

    `corner` is (x, y) in the world of the ground's first cell.
    """
    left, top = corner
    _run(
        ground,
        moved,
        np.uint64(seed),
        rain.rounds,
        rain.steps,
        rain.strength,
        at_round,
        left,
        top,
        *rows,
    )


def settle(ground: Ground, moved: NDArray[np.int32]) -> Ground:
    """The ground after a round; empties `moved`.

    What was moved is smeared over the cells around it (1 2 1). No cell sinks below the lowest, or
    rises above the highest, of those around it and itself.
    """
    after = np.empty_like(ground)
    _settle(ground, moved, after)
    moved[:] = 0
    return after


@bare_kernel
def _run(  # type: ignore[no-untyped-def]
    ground, moved, seed, rounds, steps, strength, at_round, left, top, first, last
):
    """ground, moved: int32 (height, width). Every cell has a droplet in one of the rounds."""
    height, width = ground.shape
    for row in range(max(first, 1), min(last, height - 2)):
        for column in range(1, width - 2):
            bits = hashed(seed, left + column, top + row)
            if np.int64(bits % np.uint64(rounds)) != at_round:
                continue
            fx = np.float64((bits >> np.uint64(20)) & np.uint64(0xFFFF)) / 65536.0
            fy = np.float64((bits >> np.uint64(40)) & np.uint64(0xFFFF)) / 65536.0
            _droplet(ground, moved, column, row, fx, fy, steps, strength)


@bare_kernel
def _droplet(ground, moved, x, y, fx, fy, steps, strength):  # type: ignore[no-untyped-def]
    """NOTE: the cell and the place in it stay apart, or rounding would depend on the map."""
    height, width = ground.shape
    going_x, going_y, speed, water, carried = 0.0, 0.0, 1.0, 1.0, 0.0
    for _ in range(steps):
        nw, ne = ground[y, x] / TOP, ground[y, x + 1] / TOP
        sw, se = ground[y + 1, x] / TOP, ground[y + 1, x + 1] / TOP
        slope_x = (ne - nw) * (1.0 - fy) + (se - sw) * fy
        slope_y = (sw - nw) * (1.0 - fx) + (se - ne) * fx
        here = (nw * (1.0 - fx) + ne * fx) * (1.0 - fy) + (sw * (1.0 - fx) + se * fx) * fy
        steep = np.sqrt(slope_x * slope_x + slope_y * slope_y)
        if steep > 0.0:
            going_x = going_x * _INERTIA - slope_x / steep * (1.0 - _INERTIA)
            going_y = going_y * _INERTIA - slope_y / steep * (1.0 - _INERTIA)
        length = np.sqrt(going_x * going_x + going_y * going_y)
        if length == 0.0:
            return
        going_x, going_y = going_x / length, going_y / length
        from_x, from_y, from_fx, from_fy = x, y, fx, fy
        fx, fy = fx + going_x, fy + going_y
        across, down = np.int64(np.floor(fx)), np.int64(np.floor(fy))
        x, y, fx, fy = x + across, y + down, fx - across, fy - down
        if x < 1 or y < 1 or x >= width - 2 or y >= height - 2:
            return
        nw, ne = ground[y, x] / TOP, ground[y, x + 1] / TOP
        sw, se = ground[y + 1, x] / TOP, ground[y + 1, x + 1] / TOP
        there = (nw * (1.0 - fx) + ne * fx) * (1.0 - fy) + (sw * (1.0 - fx) + se * fx) * fy
        falls = here - there
        can_carry = max(falls, _LEAST_SLOPE) * speed * water * _CAPACITY * strength
        if falls < 0.0:
            left = min(-falls, carried)
        elif carried > can_carry:
            left = (carried - can_carry) * _LEAVES
        else:
            left = -min((can_carry - carried) * _TAKES, falls)
        carried -= left
        _spread(moved, from_x, from_y, from_fx, from_fy, left)
        speed = np.sqrt(max(speed * speed + falls * _PULL, 0.01))
        water *= _DRIES


@bare_kernel
def _spread(moved, x, y, fx, fy, amount):  # type: ignore[no-untyped-def]
    """Over the four cells around, in whole numbers."""
    amount *= TOP
    moved[y, x] += np.int32(amount * (1.0 - fx) * (1.0 - fy))
    moved[y, x + 1] += np.int32(amount * fx * (1.0 - fy))
    moved[y + 1, x] += np.int32(amount * (1.0 - fx) * fy)
    moved[y + 1, x + 1] += np.int32(amount * fx * fy)


@bare_kernel
def _settle(ground, moved, after):  # type: ignore[no-untyped-def]
    height, width = ground.shape
    for row in range(height):
        for column in range(width):
            low = high = ground[row, column]
            change = np.int64(0)
            for y in range(max(row - 1, 0), min(row + 2, height)):
                for x in range(max(column - 1, 0), min(column + 2, width)):
                    low, high = min(low, ground[y, x]), max(high, ground[y, x])
                    shares = (1 + (y == row)) * (1 + (x == column))
                    change += np.int64(moved[y, x]) * shares
            settled = np.int64(ground[row, column]) + (change >> 4)
            after[row, column] = np.int32(min(max(settled, low), high))

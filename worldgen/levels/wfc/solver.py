"""Observe, propagate, and find back from a contradiction, until every cell is decided.

NOTE: every budget is a count of steps; the clock only decides whether it goes on.
"""

from collections.abc import Generator

import numpy as np

from worldgen.clock import Clock
from worldgen.errors import Unsatisfiable
from worldgen.kernels import bare_kernel
from worldgen.levels.wfc.observation import draw, observe, weigh_touched
from worldgen.levels.wfc.propagation import ban_class, propagate, touch
from worldgen.levels.wfc.repair import retreat
from worldgen.levels.wfc.rules import Rules
from worldgen.levels.wfc.wave import BEST, DEAD, FAILS, HEAD, HEAPED, REPAIRS, TAIL, WORK, Wave

RUNNING, DONE, CONTRADICTION = range(3)
BANS_PER_STEP = 250_000
"""About 10 ms."""
FREE_REPAIRS, REPAIRS_PER_CELL = 1000, 4
"""Repairs before a wave is given up: a set of patterns this hard needs another spec."""
_NOISE = 0xFFFF


@bare_kernel
def begin(rules: Rules, wave: Wave) -> int:
    """Bans patterns whose neighbour nothing could be, and propagates all bans so far; a cell that
    nothing is left for, or -1."""
    cells = len(wave.left)
    for cell in range(cells):
        wave.noise[cell] = draw(wave) & _NOISE
        touch(wave, cell)
    for side in range(4):
        for edge in range(rules.fit_starts.shape[1] - 1):
            if rules.fit_starts[side, edge] == rules.fit_starts[side, edge + 1]:
                for cell in range(cells):
                    if wave.beside[cell, side] >= 0 and wave.counts[cell, side, edge] > 0:
                        ban_class(rules, wave, cell, side, edge)
    return propagate(rules, wave)


def settle(wave: Wave) -> None:
    """Makes what each cell can be now its start."""
    np.copyto(wave.start, wave.alive)
    np.copyto(wave.start_left, wave.left)
    wave.numbers[HEAD] = wave.numbers[TAIL] = 0


@bare_kernel
def run(rules: Rules, wave: Wave, bans: int, repairs: bool) -> int:
    """RUNNING after about that many bans, DONE when every cell is decided, and CONTRADICTION
    where one is met and `repairs` is false."""
    end = wave.numbers[WORK] + bans
    while wave.numbers[WORK] < end:
        if wave.numbers[DEAD] >= 0:
            if not repairs:
                return CONTRADICTION
            wave.numbers[DEAD] = retreat(rules, wave, wave.numbers[DEAD])
            continue
        weigh_touched(rules, wave)
        if wave.numbers[HEAPED] == 0:
            return DONE
        if wave.numbers[HEAPED] < wave.numbers[BEST]:
            wave.numbers[BEST] = wave.numbers[HEAPED]
            wave.numbers[FAILS] = 0
        observe(rules, wave)
        wave.numbers[DEAD] = propagate(rules, wave)
    return RUNNING


def collapse(rules: Rules, wave: Wave, clock: Clock) -> Generator[float, None, None]:
    """Decides every cell of a wave that has begun; yields how much is, 0..1, about every 10 ms.

    Raises Unsatisfiable when too many repairs led nowhere, and OutOfTime.
    """
    cells = len(wave.left)
    furthest = 0.0
    while run(rules, wave, BANS_PER_STEP, True) != DONE:
        clock.check("collapsing")
        furthest = max(furthest, 1 - int(wave.numbers[HEAPED]) / cells)
        yield furthest
        repairs = int(wave.numbers[REPAIRS])
        if repairs > FREE_REPAIRS + REPAIRS_PER_CELL * cells:
            raise Unsatisfiable(
                f"no map was found in {repairs} repairs; give more of what fits together (a larger "
                "sample, more tiles), or fix fewer cells"
            )

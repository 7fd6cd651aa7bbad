"""What to do about a contradiction: take decisions back, or re-open a box around it.

A restart throws all away for the sake of one cell. Here the last decisions that reached the cell
are undone and excluded (backjumping); where that doesn't help, a box around it begins anew while
everything outside stays, and the next box there is larger.
"""

from worldgen.kernels import bare_kernel
from worldgen.levels.wfc.propagation import ban, ban_class, is_supported, propagate, touch, undo
from worldgen.levels.wfc.rules import Rules
from worldgen.levels.wfc.wave import (
    BEST,
    DEPTH,
    FAILS,
    HEAD,
    HEIGHT,
    OPENED,
    REPAIRS,
    TAIL,
    WIDTH,
    WORK,
    WRAPS,
    Wave,
)

JUMPS = 4
"""Times that decisions are taken back, without getting further, before a box is re-opened."""
SMALL, LARGE, RARELY, HARDLY = 5, 12, 64, 1023
"""Cells from a box's middle to its side; repairs at a place between two large ones, and between
two that begin the whole map anew."""
REACH = 4
"""Cells around a box within which open ones begin anew."""


@bare_kernel
def retreat(rules: Rules, wave: Wave, dead: int) -> int:
    """One way back from a contradiction; again a cell without patterns, or -1."""
    wave.numbers[FAILS] += 1
    if wave.numbers[FAILS] <= JUMPS:
        dead = backjump(rules, wave, dead)
        if dead < 0 or wave.numbers[DEPTH] > 0:
            return dead
    undo(rules, wave, 0 if wave.numbers[DEPTH] == 0 else last_mark(wave))
    repair(rules, wave, dead)
    return -1


@bare_kernel
def last_mark(wave: Wave) -> int:
    """How long the trail was before the last decision."""
    mark: int = wave.decisions[wave.numbers[DEPTH] - 1, 0]
    return mark


@bare_kernel
def backjump(rules: Rules, wave: Wave, dead: int) -> int:
    """Undoes decisions up to the last one that reached the dead cell, and excludes that one."""
    end = wave.numbers[TAIL]
    while wave.numbers[DEPTH] > 0:
        depth = wave.numbers[DEPTH] - 1
        mark = wave.decisions[depth, 0]
        is_cause = has_reached(wave, mark, end, dead)
        undo(rules, wave, mark)
        wave.numbers[DEPTH] = depth
        if is_cause:
            ban(rules, wave, wave.decisions[depth, 1], wave.decisions[depth, 2])
            return propagate(rules, wave)
        end = mark
    return dead


@bare_kernel
def has_reached(wave: Wave, mark: int, end: int, dead: int) -> bool:
    """Whether a ban from `mark` to `end` of the trail was in the cell or beside it."""
    for at in range(mark, end):
        cell = wave.trail_cells[at]
        if cell == dead:
            return True
        for side in range(4):
            if cell == wave.beside[dead, side]:
                return True
    return False


@bare_kernel
def repair(rules: Rules, wave: Wave, dead: int) -> None:
    """Re-opens a box around the cell, and a larger one while the outside doesn't let it be."""
    wave.numbers[REPAIRS] += 1
    wave.numbers[FAILS] = 0
    radius = radius_at(wave, dead)
    while not reopen(rules, wave, dead, radius):
        radius += 1


@bare_kernel
def radius_at(wave: Wave, cell: int) -> int:
    """Grows with each repair that was in vain there, then begins again; rarely it is large.

    NOTE: where tiles are tight, a large box meets more new contradictions than it ends, so mostly
    small ones converge, and a large one now and then undoes what no small one can.
    """
    times: int = wave.heat[cell]
    if times % RARELY == RARELY - 1:
        return LARGE
    if times % HARDLY == HARDLY - 1:
        return len(wave.left)
    return 1 + times % SMALL


@bare_kernel
def redraw(rules: Rules, wave: Wave, cell: int, radius: int) -> None:
    """Re-opens a box for another reason than a contradiction."""
    while not reopen(rules, wave, cell, radius):
        radius += 1
    wave.numbers[BEST] = len(wave.left) + 1


@bare_kernel
def reopen(rules: Rules, wave: Wave, dead: int, radius: int) -> bool:
    """Whether the box, back at its start, can meet what stands around it. NOTE: all decisions so
    far are final from here on, but for the box's."""
    wave.numbers[HEAD] = wave.numbers[TAIL] = wave.numbers[DEPTH] = 0
    open_box(wave, dead, radius)
    open_narrowed(wave)
    for at in range(wave.numbers[OPENED]):
        restore(rules, wave, wave.opened[at])
    for at in range(wave.numbers[OPENED]):
        meet_outside(rules, wave, wave.opened[at])
    if propagate(rules, wave) >= 0:
        undo(rules, wave, 0)
        return False
    for at in range(wave.numbers[OPENED]):
        wave.is_opened[wave.opened[at]] = 0
    wave.numbers[OPENED] = wave.numbers[HEAD] = wave.numbers[TAIL] = 0
    return True


@bare_kernel
def open_box(wave: Wave, dead: int, radius: int) -> None:
    width, height = wave.numbers[WIDTH], wave.numbers[HEIGHT]
    across, down = min(radius, width // 2), min(radius, height // 2)
    if not wave.numbers[WRAPS]:
        across, down = min(radius, width), min(radius, height)
    for y in range(dead // width - down, dead // width + down + 1):
        for x in range(dead % width - across, dead % width + across + 1):
            is_inside = 0 <= y < height and 0 <= x < width
            if is_inside or wave.numbers[WRAPS]:
                cell = y % height * width + x % width
                open_cell(wave, cell)
                wave.heat[cell] += 1


@bare_kernel
def open_narrowed(wave: Wave) -> None:
    """Open cells near the box were narrowed by what is re-opened, so they begin anew too."""
    at = 0
    for _ in range(REACH):
        end = wave.numbers[OPENED]
        while at < end:
            for side in range(4):
                cell = wave.beside[wave.opened[at], side]
                if cell >= 0 and 1 < wave.left[cell] < wave.start_left[cell]:
                    open_cell(wave, cell)
            at += 1


@bare_kernel
def open_cell(wave: Wave, cell: int) -> None:
    if not wave.is_opened[cell]:
        wave.is_opened[cell] = 1
        wave.opened[wave.numbers[OPENED]] = cell
        wave.numbers[OPENED] += 1


@bare_kernel
def restore(rules: Rules, wave: Wave, cell: int) -> None:
    """Everything the cell could be at its start."""
    wave.left[cell] = wave.start_left[cell]
    wave.weight[cell] = wave.weighted_log[cell] = 0
    wave.counts[cell] = 0
    wave.numbers[WORK] += len(rules.weights)
    for pattern in range(len(rules.weights)):
        wave.alive[cell, pattern] = wave.start[cell, pattern]
        if wave.start[cell, pattern]:
            wave.weight[cell] += rules.weights[pattern]
            wave.weighted_log[cell] += rules.weighted_logs[pattern]
            for side in range(4):
                wave.counts[cell, side, rules.edges[side, pattern]] += 1
    touch(wave, cell)


@bare_kernel
def meet_outside(rules: Rules, wave: Wave, cell: int) -> None:
    """Bans what the neighbours that stay don't let in."""
    for side in range(4):
        neighbour = wave.beside[cell, side]
        if neighbour >= 0 and not wave.is_opened[neighbour]:
            for edge in range(rules.member_starts.shape[1] - 1):
                if wave.counts[cell, side, edge] > 0 and not is_supported(
                    rules, wave, neighbour, (side + 2) % 4, edge
                ):
                    ban_class(rules, wave, cell, side, edge)

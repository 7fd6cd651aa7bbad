"""Ban a pattern from a cell, propagate what follows, and undo it.

The trail is also the queue: bans from HEAD to TAIL wait to be propagated. Arrays: see `wave.py`.
"""

from worldgen.kernels import bare_kernel
from worldgen.levels.wfc.rules import Rules
from worldgen.levels.wfc.wave import HEAD, TAIL, TOUCHED, WORK, Wave


@bare_kernel
def ban(rules: Rules, wave: Wave, cell: int, pattern: int) -> None:
    """Takes one pattern that is alive from a cell; `propagate` draws the conclusions."""
    wave.alive[cell, pattern] = 0
    wave.left[cell] -= 1
    wave.weight[cell] -= rules.weights[pattern]
    wave.weighted_log[cell] -= rules.weighted_logs[pattern]
    tail = wave.numbers[TAIL]
    wave.trail_cells[tail] = cell
    wave.trail_patterns[tail] = pattern
    wave.numbers[TAIL] = tail + 1
    touch(wave, cell)


@bare_kernel
def touch(wave: Wave, cell: int) -> None:
    """Has the cell's entropy weighed again before the next observation."""
    if not wave.is_touched[cell]:
        wave.is_touched[cell] = 1
        wave.touched[wave.numbers[TOUCHED]] = cell
        wave.numbers[TOUCHED] += 1


@bare_kernel
def propagate(rules: Rules, wave: Wave) -> int:
    """A cell that nothing is left for, or -1 when all bans are propagated without one."""
    dead = -1
    while dead < 0 and wave.numbers[HEAD] < wave.numbers[TAIL]:
        head = wave.numbers[HEAD]
        cell, pattern = wave.trail_cells[head], wave.trail_patterns[head]
        wave.numbers[HEAD] = head + 1
        wave.numbers[WORK] += 1
        if wave.left[cell] == 0:
            dead = cell
        for side in range(4):
            edge = rules.edges[side, pattern]
            wave.counts[cell, side, edge] -= 1
            if wave.counts[cell, side, edge] == 0 and wave.beside[cell, side] >= 0:
                neighbour = ban_unsupported(rules, wave, cell, side, edge)
                dead = neighbour if neighbour >= 0 else dead
    return dead


@bare_kernel
def ban_unsupported(rules: Rules, wave: Wave, cell: int, side: int, edge: int) -> int:
    """The neighbour on that side, when it is left with nothing now that no pattern of `cell` has
    this edge there; else -1."""
    neighbour, facing = wave.beside[cell, side], (side + 2) % 4
    for at in range(rules.fit_starts[side, edge], rules.fit_starts[side, edge + 1]):
        other = rules.fits[side, at]
        if wave.counts[neighbour, facing, other] == 0:
            continue
        if not is_supported(rules, wave, cell, side, other):
            ban_class(rules, wave, neighbour, facing, other)
    return neighbour if wave.left[neighbour] == 0 else -1


@bare_kernel
def is_supported(rules: Rules, wave: Wave, cell: int, side: int, other: int) -> bool:
    """Whether some pattern of `cell` fits a neighbour's edge of class `other` on this side."""
    facing = (side + 2) % 4
    for at in range(rules.fit_starts[facing, other], rules.fit_starts[facing, other + 1]):
        if wave.counts[cell, side, rules.fits[facing, at]] > 0:
            return True
    return False


@bare_kernel
def ban_class(rules: Rules, wave: Wave, cell: int, side: int, edge: int) -> None:
    """Takes all patterns with this edge from the cell."""
    for at in range(rules.member_starts[side, edge], rules.member_starts[side, edge + 1]):
        pattern = rules.members[side, at]
        if wave.alive[cell, pattern]:
            ban(rules, wave, cell, pattern)


@bare_kernel
def undo(rules: Rules, wave: Wave, mark: int) -> None:
    """Takes back all bans since the trail was `mark` long."""
    for at in range(wave.numbers[TAIL] - 1, mark - 1, -1):
        cell, pattern = wave.trail_cells[at], wave.trail_patterns[at]
        wave.alive[cell, pattern] = 1
        wave.left[cell] += 1
        wave.weight[cell] += rules.weights[pattern]
        wave.weighted_log[cell] += rules.weighted_logs[pattern]
        if at < wave.numbers[HEAD]:
            for side in range(4):
                wave.counts[cell, side, rules.edges[side, pattern]] += 1
        touch(wave, cell)
    wave.numbers[TAIL] = mark
    wave.numbers[HEAD] = min(wave.numbers[HEAD], mark)

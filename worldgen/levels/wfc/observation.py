"""Observe: decide the open cell of least entropy. Cells are kept in an indexed binary heap."""

import numpy as np

from worldgen.kernels import bare_kernel
from worldgen.levels.wfc.propagation import ban
from worldgen.levels.wfc.rules import FRACTION_BITS, LOG_BITS, Rules
from worldgen.levels.wfc.wave import DEPTH, HEAPED, TAIL, TOUCHED, Wave
from worldgen.splitmix import GOLDEN, mixed

_NOISE_BITS = 16


@bare_kernel
def draw(wave: Wave) -> int:
    """63 random bits."""
    wave.random[0] += GOLDEN
    drawn: int = np.int64(mixed(wave.random[0]) >> np.uint64(1))  # type: ignore[assignment]
    return drawn


@bare_kernel
def entropy(rules: Rules, wave: Wave, cell: int) -> int:
    """Of the patterns left, by their weights; in 2^-16 bits."""
    weight = wave.weight[cell]
    length, rest = 0, weight
    while rest > 1:
        rest >>= 1
        length += 1
    shift = length - LOG_BITS
    top = weight >> shift if shift >= 0 else weight << -shift
    log = (length << FRACTION_BITS) + rules.logs[top - (1 << LOG_BITS)]
    bits: int = max(0, log - wave.weighted_log[cell] // weight)
    return bits


@bare_kernel
def weigh_touched(rules: Rules, wave: Wave) -> None:
    """Puts each cell whose entropy has changed where it belongs in the heap, or out of it."""
    for at in range(wave.numbers[TOUCHED]):
        cell = wave.touched[at]
        wave.is_touched[cell] = 0
        if wave.left[cell] > 1:
            wave.key[cell] = (entropy(rules, wave, cell) << _NOISE_BITS) + wave.noise[cell]
            _put(wave, cell)
        else:
            _take(wave, cell)
    wave.numbers[TOUCHED] = 0


@bare_kernel
def observe(rules: Rules, wave: Wave) -> None:
    """Decides the open cell of least entropy: bans all but one of its patterns."""
    cell = wave.heap[0]
    chosen = choose(rules, wave, cell)
    depth = wave.numbers[DEPTH]
    wave.decisions[depth, 0] = wave.numbers[TAIL]
    wave.decisions[depth, 1] = cell
    wave.decisions[depth, 2] = chosen
    wave.numbers[DEPTH] = depth + 1
    for pattern in range(len(rules.weights)):
        if wave.alive[cell, pattern] and pattern != chosen:
            ban(rules, wave, cell, pattern)


@bare_kernel
def choose(rules: Rules, wave: Wave, cell: int) -> int:
    """One of the cell's patterns, as likely as its weight says."""
    at = draw(wave) % wave.weight[cell]
    for pattern in range(len(rules.weights)):
        if wave.alive[cell, pattern]:
            at -= rules.weights[pattern]
            if at < 0:
                return pattern
    return -1


@bare_kernel
def _put(wave: Wave, cell: int) -> None:
    at = wave.place[cell]
    if at < 0:
        at = wave.numbers[HEAPED]
        wave.numbers[HEAPED] += 1
    _set(wave, at, cell)
    _rise(wave, at)
    _sink(wave, wave.place[cell])


@bare_kernel
def _take(wave: Wave, cell: int) -> None:
    at = wave.place[cell]
    if at < 0:
        return
    wave.place[cell] = -1
    wave.numbers[HEAPED] -= 1
    last = wave.heap[wave.numbers[HEAPED]]
    if last != cell:
        _set(wave, at, last)
        _rise(wave, at)
        _sink(wave, wave.place[last])


@bare_kernel
def _set(wave: Wave, at: int, cell: int) -> None:
    wave.heap[at] = cell
    wave.place[cell] = at


@bare_kernel
def _rise(wave: Wave, at: int) -> None:
    cell = wave.heap[at]
    while at > 0:
        parent = wave.heap[(at - 1) // 2]
        if wave.key[parent] <= wave.key[cell]:
            break
        _set(wave, at, parent)
        at = (at - 1) // 2
    _set(wave, at, cell)


@bare_kernel
def _sink(wave: Wave, at: int) -> None:
    cell, size = wave.heap[at], wave.numbers[HEAPED]
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and wave.key[wave.heap[child + 1]] < wave.key[wave.heap[child]]:
            child += 1
        if wave.key[cell] <= wave.key[wave.heap[child]]:
            break
        _set(wave, at, wave.heap[child])
        at = child
    _set(wave, at, cell)

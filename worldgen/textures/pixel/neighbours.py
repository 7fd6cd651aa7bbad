"""Which neighbours a tile has of its own kind, and which picture of a set that asks for.

A blob set has a picture for every way that a tile's eight neighbours can matter: a corner does
only where both sides beside it are there, which leaves 47 of 256. Sets of sides look at four
neighbours alone. Sets of corners lie on a grid half a cell off, where four cells meet.
Source: H. Wang, "Proving theorems by pattern recognition II", 1961.
"""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from worldgen.errors import InvalidSpec

Rule = Literal["blob", "sides", "corners"]
RULES: tuple[Rule, ...] = get_args(Rule)

N, NE, E, SE, S, SW, W, NW = (1 << at for at in range(8))
"""Bits, clockwise from north."""
SIDES, CORNERS = N | E | S | W, NE | SE | SW | NW
BESIDE = {NE: N | E, SE: S | E, SW: S | W, NW: N | W}
"""The sides beside each corner."""
STEPS = {
    N: (-1, 0),
    NE: (-1, 1),
    E: (0, 1),
    SE: (1, 1),
    S: (1, 0),
    SW: (1, -1),
    W: (0, -1),
    NW: (-1, -1),
}
"""Rows and columns to the neighbour."""


def rule_of(name: str) -> Rule:
    """The rule of that name. Raises InvalidSpec."""
    for known in RULES:
        if name == known:
            return known
    said = f"there is no rule {name!r:.40}; there are: {', '.join(RULES)}"
    raise InvalidSpec.at("rule", said)


def reduced(mask: int, rule: Rule) -> int:
    """Of 0..255, those bits alone that the rule looks at."""
    if rule == "sides":
        return mask & SIDES
    if rule == "corners":
        return mask & CORNERS
    whole = sum(c for c, sides in BESIDE.items() if mask & c and mask & sides == sides)
    return mask & SIDES | whole


def masks(rule: Rule) -> tuple[int, ...]:
    """Every mask that the rule tells apart, in order: 47 of a blob, 16 of sides or corners."""
    return tuple(sorted({reduced(mask, rule) for mask in range(256)}))


def masks_of(
    same: NDArray[np.bool_], rule: Rule = "blob", *, beyond: bool = True
) -> NDArray[np.uint8]:
    """uint8: for each cell of `same` (rows, columns) which of its neighbours are the same.

    For corners it has a row and a column more, and says which of the four cells that meet are.
    `beyond` is what lies outside of the map.
    """
    around = np.pad(same, 1, constant_values=beyond)
    if rule == "corners":
        quarters = {NW: (0, 0), NE: (0, 1), SW: (1, 0), SE: (1, 1)}
        rows, columns = same.shape[0] + 1, same.shape[1] + 1
    else:
        quarters = {bit: (1 + down, 1 + right) for bit, (down, right) in STEPS.items()}
        rows, columns = same.shape
    found = np.zeros((rows, columns), np.uint8)
    for bit, (top, left) in quarters.items():
        there = around[top : top + rows, left : left + columns]
        found |= np.where(there, np.uint8(bit), np.uint8(0))
    return np.array([reduced(mask, rule) for mask in range(256)], np.uint8)[found]

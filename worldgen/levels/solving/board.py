"""A level as the searches see it: flat arrays over cells, numbered floor by floor, row by row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from worldgen.levels.level import Entity, Level

MAX_STATES = 1 << 24
"""Cells times sets of keys, a byte each, that are searched together."""
NOWHERE = -1
_DIRECTIONS = {"north": 0, "east": 1, "south": 2, "west": 3}


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """All arrays have one entry a cell."""

    open: NDArray[np.bool_]
    """Who may be there at all, secrets left out."""
    key: NDArray[np.uint32]
    """The bit of the key that lies there, or 0."""
    lock: NDArray[np.uint32]
    """The bits of the keys that are needed to enter."""
    one_way: NDArray[np.int8]
    """0..3: north, east, south, west; -1 where any move goes."""
    stairs: NDArray[np.int64]
    """The cell that the stairs there lead to, or -1."""
    keys: int
    """How many keys open something."""


def board_of(level: Level, may_be_in: NDArray[np.bool_]) -> Board:
    """`may_be_in`: shape (floors, height, width). Keys that open nothing are left out."""
    free = may_be_in.reshape(-1).copy()
    cells = free.size
    key, lock = np.zeros(cells, np.uint32), np.zeros(cells, np.uint32)
    one_way, stairs = np.full(cells, -1, np.int8), np.full(cells, NOWHERE, np.int64)
    bits = _bits(level)
    ends = {entity.id: entity for entity in level.of_kind("stairs")}
    for entity in level.entities:
        at = index_of(level, entity)
        if entity.kind == "key":
            key[at] |= bits.get(str(entity.properties.get("key", "")), 0)
        elif entity.kind == "lock":
            lock[at] |= bits[str(entity.properties.get("key", ""))]
        elif entity.kind == "one_way":
            one_way[at] = _DIRECTIONS[str(entity.properties["toward"])]
        elif entity.kind == "secret":
            free[at] = False
        elif entity.kind == "stairs" and str(entity.properties.get("to")) in ends:
            stairs[at] = index_of(level, ends[str(entity.properties["to"])])
    return Board(free, key, lock, one_way, stairs, len(bits))


def index_of(level: Level, entity: Entity) -> int:
    return (entity.floor * level.height + entity.y) * level.width + entity.x


def _bits(level: Level) -> dict[str, int]:
    """A bit for each key that some lock asks for, in the order of the locks."""
    names = dict.fromkeys(str(lock.properties.get("key", "")) for lock in level.of_kind("lock"))
    return {name: 1 << at for at, name in enumerate(names)}

"""Rooms that are thrown together, measured by the verifier, and asked for with what was measured.

What the rules of play say of a room has to be what the solver thinks of it, or it would be refused.
"""

import random
from typing import Any

import numpy as np
import pytest

from worldgen.levels.alphabet import tile_set
from worldgen.levels.generate import generate
from worldgen.levels.level import Entity, Layer, Level
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.verify import check

ONCE = ("spawn", "exit", "gem", "key", "lock")
COMMON = {"floor": 6, "wall": 3, "spikes": 1, "ladder": 1, "platform": 1, "east": 1, "water": 1}
TILES: dict[str, Any] = {
    "floor": ".",
    "wall": "#",
    "spikes": "^",
    "ladder": "H",
    "platform": "=",
    "east": {"glyph": "}", "is": "one_way", "toward": "east"},
    "water": "~",
    "spawn": "@",
    "exit": ">",
    "gem": {"glyph": "o", "is": "loot"},
    "key": "k",
    "lock": "+",
}


def thrown(rng: random.Random, spec: LevelSpec) -> list[str]:
    cells = spec.width * spec.height
    names = rng.choices(list(COMMON), list(COMMON.values()), k=cells)
    for name, cell in zip(ONCE, rng.sample(range(cells), len(ONCE)), strict=True):
        names[cell] = name
    if spec.movement.kind == "push":
        return ["floor" if name == "east" else name for name in names]
    return names


def level_of(spec: LevelSpec, names: list[str]) -> Level:
    tiles = tile_set(spec.tiles)
    indices = np.array([tiles.index(name) for name in names], np.uint16)
    entities = []
    for cell, name in enumerate(names):
        tile, (y, x) = spec.tiles[name], divmod(cell, spec.width)
        given = {"toward": "east"} if name == "east" else {}
        given |= {"key": "key"} if name in ("key", "lock") else {}
        if tile.stands_for:
            entities.append(Entity(f"{name}{cell}", tile.stands_for, x, y, properties=given))
    layer = Layer("terrain", indices.reshape(1, spec.height, spec.width))
    return Level(
        kind="rules",
        seed=0,
        version="thrown",
        width=spec.width,
        height=spec.height,
        floors=1,
        tiles=tiles,
        layers=(layer,),
        entities=tuple(entities),
        movement=spec.movement.as_movement(),
    )


def measured(level: Level, start: str, to: str, locks: str) -> int | None:
    """Moves of the shortest way, halving the range that holds it."""

    def at_most(high: int) -> bool:
        ends: dict[str, Any] = {"from": start, "to": to, "locks": locks}
        promise = Obligation("path_length", {**ends, "low": 0, "high": high})
        return check(level, Proof((), (promise,))).findings[0].holds

    if not at_most(1000):
        return None
    low, high = 0, 1000
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if at_most(middle) else (middle + 1, high)
    return low


def ways_of(level: Level, rng: random.Random) -> tuple[list[Any], list[Any]]:
    """As a spec asks for them: those that there are, and those that there aren't."""
    paths, reach = [], []
    for _ in range(4):
        start, to = rng.choices(ONCE, k=2)
        locks = rng.choice(["open", "closed"])
        length = measured(level, start, to, locks)
        if length is not None:
            paths.append({"from": start, "to": to, "locks": locks, "length": length})
        else:
            keys = ["key"] if locks == "open" else []
            reach.append({"from": start, "to": to, "keys": keys, "possible": False})
    return paths, reach


@pytest.mark.parametrize("movement", ["walk4", "walk8", "push", {"kind": "platform", "jump": 2}])
def test_what_was_measured_can_be_asked_for(movement: Any) -> None:
    rng = random.Random(f"{movement}")
    tiles = {name: tile for name, tile in TILES.items() if (name, movement) != ("east", "push")}
    asked = 0
    while asked < 15:
        given = {"kind": "rules", "width": rng.randint(4, 7), "height": rng.randint(3, 5)}
        spec = read_spec({**given, "movement": movement, "tiles": tiles})
        names = thrown(rng, spec)
        level = level_of(spec, names)
        if check(level, Proof(solve(level))).broken:
            continue
        paths, reach = ways_of(level, rng)
        kept = rng.sample(range(len(names)), len(names) * 3 // 4)
        fixed = [{"x": c % spec.width, "y": c // spec.width, "tile": names[c]} for c in kept]
        counts = dict.fromkeys(ONCE, 1)
        constraints = {"tiles": counts, "paths": paths, "reach": reach}
        again = {**given, "movement": movement, "tiles": tiles, "deadline_ms": 60_000}
        generate(read_spec({**again, "constraints": constraints, "fixed": fixed}))
        asked += 1

"""Dungeons: finishable with the keys that lie there, as counted, the same everywhere."""

from collections import Counter

import networkx as nx
import numpy as np
import pytest
from scipy import ndimage

from tests.conftest import Golden
from tests.worldgen.levels.elsewhere import hashes_elsewhere
from worldgen.clock import Clock
from worldgen.errors import InvalidSpec, OutOfTime, Unsatisfiable
from worldgen.levels.dungeon import redo
from worldgen.levels.dungeon.contents import danger_of
from worldgen.levels.dungeon.mission import ENTRANCE, EXIT, Mission, floors_of, mission_of
from worldgen.levels.dungeon.wishes import Wishes, wishes_of
from worldgen.levels.generate import generate
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level, content_sha256
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.region import Region
from worldgen.levels.solve import solve
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.text import as_text
from worldgen.levels.verify import broken_promises
from worldgen.levels.verify.replay import way_of
from worldgen.rng import Stream

SEEDS = range(60)
OPTIONS = {"branching": 0.5, "doors": 0.5, "drawn": 0.5, "growth": 0.5}


def dungeon(seed: int = 0, **fields: object) -> Generated:
    return generate(read_spec({"kind": "dungeon", "size": "48x32", "seed": seed, **fields}))


def wishes(**counts: int) -> Wishes:
    spec = LevelSpec(kind="dungeon", width=96, height=64, counts=counts)  # type: ignore[arg-type]
    return wishes_of(spec, OPTIONS, Stream("test"))


def mission(seed: int, **counts: int) -> Mission:
    return mission_of(wishes(**counts), Stream("mission", seed))


def test_a_dungeon_looks_like_this(golden: Golden) -> None:
    made = dungeon(7)
    golden.check(
        "levels/dungeon.txt", as_text(made.level, way=way_of(made.level, made.proof.moves))
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_every_dungeon_is_proven(seed: int) -> None:
    made = dungeon(seed)
    assert made.proof.moves
    assert made.level.critical_path[0] == ENTRANCE
    assert made.level.critical_path[-1] == EXIT


@pytest.mark.parametrize("seed", range(20))
def test_it_has_what_was_asked_for(seed: int) -> None:
    counts = {"rooms": 20, "keys": 2, "cycles": 2, "one_ways": 1, "secrets": 1, "enemies": 9}
    level = dungeon(seed, size="64x48", counts=counts).level
    kinds = Counter(entity.kind for entity in level.entities)
    assert len(level.rooms) == 20
    assert (kinds["key"], kinds["lock"], kinds["one_way"], kinds["secret"]) == (2, 2, 1, 1)
    assert kinds["enemy"] == 9
    assert len(level.links) - len(level.rooms) + 1 == 2


@pytest.mark.parametrize("seed", range(20))
def test_without_keys_the_exit_is_shut_off(seed: int) -> None:
    """By a flood over open cells that knows locks and nothing else."""
    level = dungeon(seed, counts={"keys": 1, "cycles": 0, "secrets": 0}).level
    spawn, finish = level.entity("spawn"), level.entity("exit")
    open_cells = level.walkable()[0].copy()
    for lock in level.of_kind("lock"):
        open_cells[lock.y, lock.x] = False
    regions, _ = ndimage.label(open_cells)
    key = level.of_kind("key")[0]
    assert regions[spawn.y, spawn.x] == regions[key.y, key.x]
    assert regions[spawn.y, spawn.x] != regions[finish.y, finish.x]


@pytest.mark.parametrize("seed", range(10))
def test_a_dungeon_can_be_walked_in_eight_directions(seed: int) -> None:
    assert dungeon(seed, movement="walk8", counts={"keys": 2}).proof.moves


@pytest.mark.parametrize("floors", [2, 3, 5])
def test_floors_are_joined_by_stairs(floors: int) -> None:
    level = dungeon(3, floors=floors, counts={"rooms": f"{floors * 4}..{floors * 6}"}).level
    assert len(level.of_kind("stairs")) == 2 * (floors - 1)
    assert {room.floor for room in level.rooms} == set(range(floors))


@pytest.mark.parametrize("theme", ["crypt", "mine", "sewer", "temple", "fungal"])
def test_themes_change_tiles_and_nothing_else(theme: str) -> None:
    plain, themed = dungeon(5).level, dungeon(5, theme=theme).level
    assert np.array_equal(plain.walkable(), themed.walkable())
    assert themed.properties["theme"] == theme


def test_fixed_cells_hold_their_tiles() -> None:
    fixed = [{"x": 3, "y": 3, "tile": "lava"}, {"x": 10, "y": 4, "tile": "wall"}]
    level = dungeon(2, fixed=fixed).level
    assert tile_names(level, 3, 3) == {"lava"}
    assert tile_names(level, 10, 4) == {"wall"}


def test_danger_follows_the_curve() -> None:
    drawn = mission(1, rooms=20, keys=0, cycles=0, secrets=0)
    danger = danger_of(drawn, (0.2, 1.0, 0.4))
    assert danger[ENTRANCE] == 0.2
    assert danger[EXIT] == 0.4
    assert max(danger.values()) == 1.0


@pytest.mark.parametrize("seed", SEEDS)
def test_locks_are_on_bridges_and_floors_hang_together(seed: int) -> None:
    drawn = mission(seed, rooms=24, keys=3, cycles=2)
    bridges = {frozenset(bridge) for bridge in nx.bridges(drawn.graph)}
    for a, b, way in drawn.ways():
        assert way["kind"] != "lock" or frozenset((a, b)) in bridges
    for rooms in floors_of(drawn):
        assert nx.is_connected(drawn.graph.subgraph(rooms))


def test_what_cant_be_met_is_named() -> None:
    with pytest.raises(Unsatisfiable) as refused:
        dungeon(counts={"rooms": 5, "keys": 4})
    assert {"counts.rooms", "counts.keys"} <= set(refused.value.clashes)
    with pytest.raises(Unsatisfiable) as refused:
        dungeon(size="16x16", counts={"rooms": 300})
    assert "counts.rooms" in refused.value.clashes


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"size": "8x8"}, "width"),
        ({"size": "9000x32"}, "width"),
        ({"counts": {"dragons": 1}}, "counts.dragons"),
        ({"options": {"doors": 2}}, "options.doors"),
        ({"options": {"windows": 0.5}}, "options.windows"),
        ({"theme": "disco"}, "theme"),
        ({"floors": 9}, "floors"),
        ({"movement": "platform"}, "movement"),
        ({"sample": ["..", ".."]}, "sample"),
        ({"fixed": [{"x": 99, "y": 0, "tile": "wall"}]}, "fixed[0]"),
        ({"fixed": [{"x": 1, "y": 1, "tile": "cheese"}]}, "fixed[0].tile"),
    ],
)
def test_a_bad_field_is_named(fields: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        dungeon(**fields)
    assert refused.value.field == field


def test_a_millisecond_is_answered_by_then() -> None:
    with pytest.raises(OutOfTime, match="deadline"):
        dungeon(size="256x256", counts={"rooms": 400}, deadline_ms=1)


def test_the_same_bytes_in_another_process_without_avx() -> None:
    specs = [{"kind": "dungeon", "size": "64x48", "seed": seed, "floors": 2} for seed in range(3)]
    here = [generate(read_spec(spec)).provenance.content_sha256 for spec in specs]
    assert hashes_elsewhere(specs) == here


@pytest.mark.parametrize("seed", range(30))
def test_a_box_made_anew_changes_nothing_outside(seed: int) -> None:
    made = dungeon(seed, size="64x48")
    room = max(made.level.rooms, key=lambda room: room.width * room.height)
    region = Region(room.x, room.y, room.width, room.height)
    anew = redone(made, region, seed)
    outside = np.ones((48, 64), np.bool_)
    outside[region.slices[1:]] = False
    for before, after in zip(made.level.layers, anew.layers, strict=True):
        assert np.array_equal(before.cells[0][outside], after.cells[0][outside])
    assert content_sha256(anew) != content_sha256(made.level)
    promised = (*made.proof.obligations, Obligation("solvable"))
    assert broken_promises(anew, Proof(solve(anew), promised)) == ()


def test_a_room_made_anew_looks_otherwise() -> None:
    """In small rooms a door and what stands there leave little choice; the median of twelve."""
    changed = []
    for seed in range(12):
        made = dungeon(seed, size="40x30")
        room = max(made.level.rooms, key=lambda room: room.width * room.height)
        anew = redone(made, Region(room.x, room.y, room.width, room.height), seed)
        pairs = zip(made.level.layers, anew.layers, strict=True)
        cells = np.logical_or.reduce([old.cells[0] != new.cells[0] for old, new in pairs])
        changed.append(np.count_nonzero(cells) / (room.width * room.height))
    assert np.median(changed) > 0.25


def redone(made: Generated, region: Region, seed: int) -> Level:
    steps = redo(made.spec, made.level, region, Stream("redo", seed), Clock.ending_in(5000))
    while True:
        try:
            next(steps)
        except StopIteration as end:
            level: Level = end.value.level
            return level


def tile_names(level: Level, x: int, y: int) -> set[str]:
    here = (int(layer.cells[0, y, x]) for layer in level.layers)
    return {level.tiles[index].name for index in here if index}

"""Building interiors, over many seeds, checked by code that knows nothing of how they are made."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import ndimage

from tests.conftest import Golden
from tests.worldgen.levels.elsewhere import hashes_elsewhere
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.building import KIND
from worldgen.levels.generate import generate
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level
from worldgen.levels.spec import read_spec
from worldgen.levels.text import as_text, topmost

PRIVATE = {"bedroom", "store", "cell", "study", "sacristy", "armoury"}
PASSAGES = {"landing", "corridor"}


def building(**given: object) -> Generated:
    return generate(read_spec({"kind": "building", "deadline_ms": 60_000, **given}))


@pytest.mark.parametrize("theme", KIND.themes)
@pytest.mark.parametrize("size", ["9x9", "9x20", "31x10", "30x24"])
def test_every_building_can_be_walked_through_on_all_floors(theme: str, size: str) -> None:
    for seed in range(12):
        made = building(size=size, seed=seed, theme=theme, floors=1 + seed % 3)
        assert made.proof.moves
        for floor in made.level.walkable():
            assert ndimage.label(floor)[1] == 1


def test_the_proof_begins_at_the_front_door_in_the_outer_wall() -> None:
    for seed in range(40):
        level = building(size="24x18", seed=seed).level
        spawn = level.entity("spawn")
        assert spawn.x in (0, level.width - 1) or spawn.y in (0, level.height - 1)
        assert _tile(level, spawn.x, spawn.y, 0) == "door"


def test_outer_walls_have_no_holes_but_doors() -> None:
    for seed in range(30):
        level = building(size="26x20", seed=seed, floors=2).level
        edge = np.ones((2, 20, 26), np.bool_)
        edge[:, 1:-1, 1:-1] = False
        holes = level.walkable() & edge
        assert int(holes.sum()) == 1


def test_nobody_has_to_walk_through_a_private_room() -> None:
    for seed in range(60):
        theme = KIND.themes[seed % len(KIND.themes)]
        level = building(size="40x26", seed=seed, theme=theme).level
        assert level.areas is not None
        private = [at for at, room in enumerate(level.rooms, 1) if room.kind in PRIVATE]
        shared = level.walkable()[0] & ~np.isin(level.areas[0], private)
        labels, _ = ndimage.label(shared)
        spawn = level.entity("spawn")
        reached = labels == labels[spawn.y, spawn.x]
        assert reached[shared & (level.areas[0] > 0)].all()
        beside = ndimage.binary_dilation(reached)
        assert all((beside & (level.areas[0] == at)).any() for at in private)


def test_stairs_stand_above_each_other() -> None:
    for seed in range(30):
        level = building(size="20x14", seed=seed, floors=4).level
        stairs = level.of_kind("stairs")
        assert len(stairs) == 6
        for one in stairs:
            other = level.entity(str(one.properties["to"]))
            assert (one.x, one.y) == (other.x, other.y)
            assert abs(one.floor - other.floor) == 1


def test_counts_are_kept_to() -> None:
    counts = {"rooms": 9, "keys": 3, "npc_places": 6, "loot": 4, "enemies": 5}
    for seed in range(40):
        level = building(size="40x26", seed=seed, floors=1 + seed % 2, counts=counts).level
        kinds = ["key", "lock", "npc_place", "loot", "enemy"]
        assert [len(level.of_kind(kind)) for kind in kinds] == [3, 3, 6, 4, 5]
        assert sum(room.kind not in PASSAGES for room in level.rooms) == 9


def test_rooms_behind_locks_need_their_keys() -> None:
    for seed in range(30):
        made = building(size="36x24", seed=seed, counts={"keys": 2, "rooms": "6..9"})
        promised = [promise.name for promise in made.proof.obligations]
        assert promised.count("lock_holds") == 2
        lock = made.level.entity("lock1")
        shut = made.level.walkable()[0]
        shut[lock.y, lock.x] = False
        labels, _ = ndimage.label(shut)
        spawn, exit_ = made.level.entity("spawn"), made.level.entity("exit")
        assert labels[spawn.y, spawn.x] != labels[exit_.y, exit_.x]


def test_every_place_for_people_has_a_role_and_stands_in_its_room() -> None:
    for seed in range(30):
        level = building(size="36x24", seed=seed, theme="tavern", floors=2).level
        places = level.of_kind("npc_place")
        assert places[0].properties["role"] == "innkeeper"
        for place in places:
            room = next(room for room in level.rooms if room.id == place.properties["room"])
            assert room.x <= place.x < room.x + room.width
            assert room.y <= place.y < room.y + room.height
            assert room.floor == place.floor


def test_rooms_on_the_critical_path_hang_together() -> None:
    for seed in range(30):
        level = building(size="36x24", seed=seed, floors=2, counts={"keys": "0..2"}).level
        links = {frozenset((link.a, link.b)) for link in level.links}
        assert all(frozenset(pair) in links for pair in pairwise(level.critical_path))
        assert len(level.difficulty) == len(level.critical_path)


def test_a_back_door_is_in_the_outer_wall() -> None:
    for seed in range(30):
        level = building(size="24x18", seed=seed, options={"exit": "back_door"}).level
        exit_ = level.entity("exit")
        assert exit_.x in (0, level.width - 1) or exit_.y in (0, level.height - 1)


def test_fixed_cells_are_kept() -> None:
    fixed = [
        {"x": 5, "y": 5, "tile": "floor"},
        {"x": 12, "y": 8, "tile": "pillar"},
        {"x": 20, "y": 20, "tile": "carpet"},
        {"x": 0, "y": 3, "tile": "window"},
        {"x": 14, "y": 12, "tile": "water", "floor": 1},
    ]
    for seed in range(40):
        assert building(size="30x24", seed=seed, floors=2, fixed=fixed).proof.moves


def test_a_wall_of_fixed_cells_is_refused_by_name() -> None:
    walls = [{"x": x, "y": 10, "tile": "wall"} for x in range(30)]
    middle = [{"x": x, "y": 11, "tile": "floor"} for x in range(30)]
    with pytest.raises(Unsatisfiable) as refused:
        building(size="30x24", fixed=[*walls, *middle])
    assert refused.value.clashes
    assert all(name.startswith("fixed[") for name in refused.value.clashes)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"size": "8x20"}, "width"),
        ({"size": "20x129"}, "height"),
        ({"floors": 9}, "floors"),
        ({"theme": "castle"}, "theme"),
        ({"counts": {"pools": 1}}, "counts.pools"),
        ({"options": {"exit": "chimney"}}, "options.exit"),
        ({"movement": "platform"}, "movement"),
        ({"fixed": [{"x": 1, "y": 1, "tile": "cheese"}]}, "fixed[0].tile"),
    ],
)
def test_what_no_building_has_is_refused_at_its_field(given: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        building(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("name", ["rooms", "keys", "npc_places", "loot", "enemies"])
def test_more_than_fits_is_refused_by_name(name: str) -> None:
    with pytest.raises(Unsatisfiable) as refused:
        building(size="9x9", counts={name: KIND.counts[name].high})
    assert refused.value.clashes[0] == f"counts.{name}"


def test_fewer_rooms_than_floors_are_refused_by_name() -> None:
    with pytest.raises(Unsatisfiable) as refused:
        building(floors=3, counts={"rooms": 2})
    assert refused.value.clashes == ("counts.rooms", "floors")


def test_any_x86_makes_the_same_buildings() -> None:
    specs = [
        {"kind": "building", "seed": 5, "size": "40x30", "theme": theme, "floors": 2}
        | {"deadline_ms": 60_000, "counts": {"keys": 2}}
        for theme in KIND.themes
    ]
    here = [generate(read_spec(spec)).provenance.content_sha256 for spec in specs]
    assert hashes_elsewhere(specs) == here


def test_buildings_look_as_they_did(golden: Golden) -> None:
    made = [building(size="34x20", seed=7, theme=theme, floors=2) for theme in KIND.themes]
    maps = [as_text(each.level, floor) for each in made for floor in (0, 1)]
    golden.check("levels/buildings.txt", "\n\n".join(maps) + "\n")


def _tile(level: Level, x: int, y: int, floor: int) -> str:
    return level.tiles[int(topmost(level)[floor, y, x])].name

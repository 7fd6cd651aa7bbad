"""Settlements, over many seeds, checked by code that knows nothing of how they are made."""

import numpy as np
import pytest
from scipy import ndimage

from tests.conftest import Golden
from tests.worldgen.levels.elsewhere import hashes_elsewhere
from worldgen.errors import InvalidSpec, Unsatisfiable
from worldgen.levels.generate import generate
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level
from worldgen.levels.settlement import KIND
from worldgen.levels.spec import read_spec
from worldgen.levels.text import as_text

STREETS = ("road", "street", "bridge", "plaza")


def settlement(**given: object) -> Generated:
    return generate(read_spec({"kind": "settlement", "deadline_ms": 60_000, **given}))


@pytest.mark.parametrize("theme", KIND.themes)
@pytest.mark.parametrize("size", ["24x24", "24x61", "48x32", "70x50"])
def test_every_settlement_can_be_walked_through(theme: str, size: str) -> None:
    for seed in range(15):
        made = settlement(size=size, seed=seed, theme=theme)
        assert made.proof.moves
        assert ndimage.label(made.level.walkable()[0])[1] == 1


@pytest.mark.parametrize("water", ["none", "river", "coast"])
@pytest.mark.parametrize("walls", ["yes", "no"])
def test_walls_and_water_go_together_in_all_sizes(walls: str, water: str) -> None:
    for seed in range(12):
        options = {"walls": walls, "water": water}
        size = ("24x24", "36x52", "80x40")[seed % 3]
        theme = KIND.themes[seed % len(KIND.themes)]
        assert settlement(size=size, seed=seed, theme=theme, options=options).proof.moves


def test_each_door_opens_from_a_street_into_its_house() -> None:
    for seed in range(40):
        level = settlement(size="60x44", seed=seed, theme=KIND.themes[seed % 5]).level
        streets = _holding(level, *STREETS)
        for door in level.of_kind("door"):
            room = next(room for room in level.rooms if room.id == door.properties["room"])
            sides = [(0, -1), (1, 0), (0, 1), (-1, 0)]
            beside = [(door.x + dx, door.y + dy) for dx, dy in sides]
            assert any(streets[y, x] for x, y in beside)
            assert any(
                0 <= x - room.x < room.width and 0 <= y - room.y < room.height for x, y in beside
            )


def test_streets_are_one_network() -> None:
    for seed in range(40):
        level = settlement(size="60x44", seed=seed, theme=KIND.themes[seed % 5]).level
        assert ndimage.label(_holding(level, *STREETS))[1] == 1


def test_houses_stand_apart() -> None:
    for seed in range(30):
        level = settlement(size="60x44", seed=seed).level
        taken = np.zeros((44, 60), np.int64)
        for door in level.of_kind("door"):
            room = next(room for room in level.rooms if room.id == door.properties["room"])
            rows = slice(room.y - 1, room.y + room.height + 1)
            taken[rows, room.x - 1 : room.x + room.width + 1] += 1
        assert taken.max() == 1


def test_every_room_hangs_together_with_the_others() -> None:
    for seed in range(30):
        level = settlement(size="60x44", seed=seed, theme=KIND.themes[seed % 5]).level
        beside: dict[str, set[str]] = {room.id: set() for room in level.rooms}
        for link in level.links:
            beside[link.a].add(link.b)
            beside[link.b].add(link.a)
        seen = [level.rooms[0].id]
        for room in seen:
            seen.extend(sorted(beside[room] - set(seen)))
        assert len(seen) == len(level.rooms)


def test_counts_are_kept_to() -> None:
    counts = {"houses": 9, "fields": 2, "npc_places": 7, "loot": 3, "enemies": 4}
    for seed in range(40):
        level = settlement(size="60x44", seed=seed, counts=counts).level
        kinds = ["door", "npc_place", "loot", "enemy"]
        assert [len(level.of_kind(kind)) for kind in kinds] == [9, 7, 3, 4]
        assert level.properties["fields"] == 2
        assert ndimage.label(_holding(level, "field"))[1] == 2


def test_named_places_have_names_of_their_own_and_people() -> None:
    for seed in range(30):
        level = settlement(size="60x44", seed=seed).level
        names = [room.name for room in level.rooms]
        assert len(set(names)) == len(names)
        roles = {place.properties["room"]: place.properties["role"] for place in _people(level)}
        assert roles["tavern1"] == "innkeeper"
        assert roles["smithy1"] == "smith"


def test_a_door_says_how_its_building_is_made() -> None:
    level = settlement(size="60x44", seed=3, theme="town").level
    for door in level.of_kind("door")[:6]:
        inside = door.properties
        spec = {"theme": inside["building"], "seed": inside["seed"], "kind": "building"}
        made = generate(read_spec({**spec, "width": inside["width"], "height": inside["height"]}))
        assert made.level.properties["building"] == inside["building"]


def test_walls_keep_everybody_to_the_gates() -> None:
    for seed in range(20):
        level = settlement(size="70x50", seed=seed, theme="town").level
        open_ = level.walkable()[0] & ~_holding(level, "gate")
        labels, _ = ndimage.label(open_)
        spawn = level.entity("spawn")
        plaza = next(room for room in level.rooms if room.kind == "plaza")
        inside = labels[plaza.y, plaza.x]
        assert inside != labels[spawn.y, spawn.x]


def test_spawn_is_at_the_maps_edge() -> None:
    for seed in range(30):
        level = settlement(size="48x32", seed=seed).level
        spawn = level.entity("spawn")
        assert spawn.x in (0, 47) or spawn.y in (0, 31)


def test_fixed_cells_are_kept() -> None:
    fixed = [
        {"x": 5, "y": 5, "tile": "grass"},
        {"x": 24, "y": 16, "tile": "pillar"},
        {"x": 30, "y": 20, "tile": "water"},
        {"x": 40, "y": 10, "tile": "snow"},
    ]
    for seed in range(40):
        assert settlement(size="48x32", seed=seed, fixed=fixed).proof.moves


def test_a_wall_of_fixed_cells_is_refused_by_name() -> None:
    walls = [{"x": x, "y": y, "tile": "wall"} for x in range(24) for y in (8, 12)]
    middle = [{"x": x, "y": 10, "tile": "grass"} for x in range(24)]
    with pytest.raises(Unsatisfiable) as refused:
        settlement(size="24x24", fixed=[*walls, *middle])
    assert refused.value.clashes


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"size": "23x24"}, "width"),
        ({"size": "24x513"}, "height"),
        ({"floors": 2}, "floors"),
        ({"theme": "moon base"}, "theme"),
        ({"counts": {"rooms": 1}}, "counts.rooms"),
        ({"counts": {"houses": 0}}, "counts.houses"),
        ({"options": {"walls": "high"}}, "options.walls"),
        ({"movement": "push"}, "movement"),
        ({"fixed": [{"x": 1, "y": 1, "tile": "cheese"}]}, "fixed[0].tile"),
    ],
)
def test_what_no_settlement_has_is_refused_at_its_field(
    given: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidSpec) as refused:
        settlement(**given)
    assert refused.value.field == field


@pytest.mark.parametrize("name", ["houses", "fields", "npc_places", "loot", "enemies"])
def test_more_than_fits_is_refused_by_name(name: str) -> None:
    with pytest.raises(Unsatisfiable) as refused:
        settlement(size="24x24", counts={name: KIND.counts[name].high})
    assert refused.value.clashes[0] == f"counts.{name}"


def test_any_x86_makes_the_same_settlements() -> None:
    specs = [
        {"kind": "settlement", "seed": 5, "size": "70x50", "theme": theme, "deadline_ms": 60_000}
        for theme in KIND.themes
    ]
    here = [generate(read_spec(spec)).provenance.content_sha256 for spec in specs]
    assert hashes_elsewhere(specs) == here


def test_settlements_look_as_they_did(golden: Golden) -> None:
    maps = [as_text(settlement(size="64x40", seed=7, theme=t).level) for t in KIND.themes]
    golden.check("levels/settlements.txt", "\n\n".join(maps) + "\n")


def _holding(level: Level, *names: str) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    indices = [level.tiles.index(name) for name in names if name in level.tiles]
    return np.any([np.isin(layer.cells[0], indices) for layer in level.layers], axis=0)


def _people(level: Level) -> list:  # type: ignore[type-arg]
    return [place for place in level.of_kind("npc_place") if "room" in place.properties]

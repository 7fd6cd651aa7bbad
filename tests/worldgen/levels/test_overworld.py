"""Overworlds, over many seeds, checked by code that knows nothing of how they are made."""

from collections import deque
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from tests.conftest import Golden
from tests.worldgen.levels.elsewhere import hashes_elsewhere
from worldgen.errors import InvalidSpec, OutOfTime, Unsatisfiable
from worldgen.levels.generate import generate, generation
from worldgen.levels.generated import Generated
from worldgen.levels.level import Level
from worldgen.levels.overworld import KIND
from worldgen.levels.spec import LevelSpec, read_spec
from worldgen.levels.text import as_text

WATERS = ("water", "deep_water")
ROADS = ("road", "bridge", "settlement")


def spec_of(**given: Any) -> LevelSpec:
    return read_spec({"kind": "overworld", "deadline_ms": 60_000, **given})


def overworld(**given: Any) -> Generated:
    return generate(spec_of(**given))


def having(level: Level, *names: str) -> NDArray[np.bool_]:
    """Shape (height, width): where some layer has one of these tiles."""
    wanted = [level.tiles.index(name) for name in names]
    return np.any([np.isin(layer.cells[0], wanted) for layer in level.layers], axis=0)


def flows_down(level: Level) -> bool:
    """Whether water, poured on the edge and on all water, climbs every river: never downwards."""
    assert level.heights is not None
    heights, river = level.heights.astype(int), having(level, "river")
    ends = having(level, *WATERS) | (heights < level.sea_level)
    ends[[0, -1]] = ends[:, [0, -1]] = True
    drains, todo = set(), deque((y, x) for y, x in np.argwhere(ends))
    while todo:
        y, x = todo.popleft()
        for at in np.ndindex(3, 3):
            to = y + at[0] - 1, x + at[1] - 1
            inside = 0 <= to[0] < level.height and 0 <= to[1] < level.width
            if inside and to not in drains and river[to] and heights[to] >= heights[y, x]:
                drains.add(to)
                todo.append(to)
    on_edge = {(y, x) for y, x in np.argwhere(river & ends)}
    return {(int(y), int(x)) for y, x in np.argwhere(river)} <= drains | on_edge


@pytest.mark.parametrize("theme", KIND.themes)
@pytest.mark.parametrize("size", ["32x32", "33x70", "64x48"])
def test_every_overworld_has_a_way_through_and_rivers_that_run_down(theme: str, size: str) -> None:
    for seed in range(14):
        made = overworld(size=size, seed=seed, theme=theme, movement=("walk4", "walk8")[seed % 2])
        assert made.proof.moves
        assert flows_down(made.level)


def test_roads_join_all_settlements() -> None:
    for seed in range(30):
        level = overworld(size="72x72", seed=seed, counts={"settlements": "3..9"}).level
        networks = ndimage.label(having(level, *ROADS))[0]
        towns = level.of_kind("settlement")
        assert 3 <= len(towns) <= 9
        assert len({int(networks[town.y, town.x]) for town in towns} - {0}) == 1


def test_bridges_span_rivers_and_nothing_else() -> None:
    bridges = 0
    for seed in range(20):
        level = overworld(size="80x64", seed=seed).level
        bridge, river = having(level, "bridge"), having(level, "river")
        assert not (bridge & ~river).any()
        assert not (having(level, "road", "settlement") & river).any()
        bridges += int(bridge.sum())
    assert bridges > 20


def test_counts_are_kept_to() -> None:
    counts = {"settlements": 4, "points_of_interest": 6, "enemies": 9, "loot": 7}
    for seed in range(12):
        level = overworld(size="96x64", seed=seed, counts=counts).level
        kinds = ("settlement", "landmark", "enemy", "loot")
        assert [len(level.of_kind(kind)) for kind in kinds] == [4, 6, 9, 7]
        assert len({room.name for room in level.rooms}) == 10


def test_no_rivers_where_none_are_asked_for() -> None:
    assert not having(overworld(size="96x96", seed=1, counts={"rivers": 0}).level, "river").any()
    assert having(overworld(size="96x96", seed=1, counts={"rivers": 5}).level, "river").any()


@pytest.mark.parametrize("sea", [0.0, 0.25, 0.5])
def test_the_sea_covers_the_share_that_is_asked_for(sea: float) -> None:
    for seed in range(5):
        level = overworld(size="96x96", seed=seed, options={"sea": sea}).level
        assert level.heights is not None
        assert abs(float((level.heights < level.sea_level).mean()) - sea) < 0.01


def test_rain_moves_the_land_and_none_leaves_it() -> None:
    dry, wet = (
        overworld(size="64x64", seed=3, options={"erosion": rain}).level.heights for rain in (0, 1)
    )
    assert dry is not None
    assert wet is not None
    assert np.abs(dry.astype(int) - wet.astype(int)).mean() > 200


def test_enemies_are_harder_the_farther_one_goes() -> None:
    for seed in range(5):
        level = overworld(size="96x96", seed=seed, counts={"enemies": 60}, theme="desert").level
        start = level.entity("spawn")
        camps = sorted(
            level.of_kind("enemy"), key=lambda at: abs(at.x - start.x) + abs(at.y - start.y)
        )
        near, far = camps[:15], camps[-15:]
        levels = [[int(at.properties["level"]) for at in half] for half in (near, far)]
        assert sum(levels[0]) < sum(levels[1])


def test_the_critical_path_leads_from_where_one_arrives_to_a_named_far_place() -> None:
    for seed in range(10):
        level = overworld(size="64x64", seed=seed).level
        first, last = (
            next(room for room in level.rooms if room.id == level.critical_path[at])
            for at in (0, -1)
        )
        assert level.entity("spawn").properties["name"] == first.name
        assert level.entity("exit").properties["name"] == last.name


def test_fixed_cells_stay_whatever_they_are() -> None:
    tiles = ["water", "mountain", "grass", "river", "road", "settlement", "bridge", "lava"]
    for seed in range(24):
        fixed = [
            {"x": 5 + 7 * at, "y": 9 + (seed * 13 + at * 17) % 40, "tile": tile}
            for at, tile in enumerate(tiles)
        ]
        level = overworld(size="64x64", seed=seed, fixed=fixed).level
        for cell in fixed:
            assert having(level, str(cell["tile"]))[int(str(cell["y"])), int(str(cell["x"]))]


@pytest.mark.parametrize(
    ("given", "clash"),
    [
        ({"counts": {"settlements": 150}, "size": "32x32"}, "counts.settlements"),
        ({"counts": {"rivers": 300}, "size": "32x32"}, "counts.rivers"),
        (
            {
                "options": {"sea": 0.0},
                "fixed": [
                    {"x": 20 + x, "y": 20 + y, "tile": "river" if x == y == 1 else "hills"}
                    for x in range(3)
                    for y in range(3)
                ],
            },
            "fixed[4]",
        ),
        (
            {"fixed": [{"x": x, "y": y, "tile": "lava"} for x in range(48) for y in range(32)]},
            "fixed",
        ),
    ],
)
def test_what_no_land_can_have_is_refused_by_name(given: dict[str, Any], clash: str) -> None:
    with pytest.raises(Unsatisfiable) as refused:
        overworld(**given)
    assert clash in refused.value.clashes


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"size": "31x64"}, "width"),
        ({"size": "64x1025"}, "height"),
        ({"theme": "lunar"}, "theme"),
        ({"options": {"sea": 0.9}}, "options.sea"),
        ({"counts": {"castles": 1}}, "counts.castles"),
        ({"fixed": [{"x": 1, "y": 1, "tile": "lavva"}]}, "fixed[0].tile"),
        ({"movement": "platform"}, "movement"),
    ],
)
def test_bad_fields_are_named(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidSpec) as refused:
        overworld(**given)
    assert refused.value.field == field


def test_progress_begins_at_once_never_falls_and_shows_the_land() -> None:
    made = list(generation(spec_of(size="128x128", seed=2)))
    fractions = [step.fraction for step in made]
    assert fractions[0] == 0.0
    assert fractions == sorted(fractions)
    assert sum(step.draft is not None for step in made) >= 5


def test_no_step_does_more_than_some_rows() -> None:
    steps = list(generation(spec_of(size="512x512", seed=2)))
    rain = [step.fraction for step in steps if step.phase == "letting rain carry the land"]
    assert len(rain) == 8 * 7
    assert max(np.diff(rain)) < 0.53 / 8 / 6


def test_a_deadline_that_is_over_ends_it() -> None:
    with pytest.raises(OutOfTime):
        overworld(size="512x512", seed=2, deadline_ms=20)


def test_any_x86_makes_the_same_overworlds() -> None:
    specs = [
        {"kind": "overworld", "seed": 5, "size": "90x70", "theme": theme, "deadline_ms": 60_000}
        for theme in KIND.themes
    ]
    here = [generate(read_spec(spec)).provenance.content_sha256 for spec in specs]
    assert hashes_elsewhere(specs) == here


def test_overworlds_look_as_they_did(golden: Golden) -> None:
    maps = [as_text(overworld(size="72x36", seed=7, theme=theme).level) for theme in KIND.themes]
    golden.check("levels/overworlds.txt", "\n\n".join(maps) + "\n")

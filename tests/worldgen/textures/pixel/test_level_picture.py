"""A generated level, drawn with a generated tile set."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from worldgen.errors import InvalidSpec
from worldgen.levels import tiles
from worldgen.levels.generate import generate
from worldgen.levels.level import Entity, Layer, Level
from worldgen.levels.spec import read_spec
from worldgen.textures.pixel.level_picture import draw
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.themes import Theme, bundled, read_theme, theme
from worldgen.textures.pixel.tile_pictures import tile_pictures


@pytest.fixture(scope="module")
def dungeon() -> Level:
    return generate(read_spec({"kind": "dungeon", "size": "32x24", "seed": 3})).level


def colours(picture: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(colour) for colour in np.unique(picture.reshape(-1, 3), axis=0).tolist()}


def test_a_level_is_drawn_in_the_palettes_colours(dungeon: Level) -> None:
    picture = draw(dungeon, theme())
    assert picture.shape == (24 * 16, 32 * 16, 3)
    allowed = {tuple(colour) for colour in palette(theme().palette).bytes().tolist()}
    # NOTE: shadows and rims are mixed of two colours of it.
    assert len(colours(picture) - allowed) < len(allowed)


def test_walls_and_floors_can_be_told_apart(dungeon: Level) -> None:
    picture = draw(dungeon, theme()).astype(int)
    names = {tile.name: at for at, tile in enumerate(dungeon.tiles, 1)}
    [walls] = [each for each in dungeon.layers if each.name == "walls"]
    solid = np.kron(walls.cells[0] == names["wall"], np.ones((16, 16), bool))
    free = np.kron(walls.cells[0] == 0, np.ones((16, 16), bool))
    assert abs(picture[solid].mean() - picture[free].mean()) > 8


def test_the_same_seed_draws_the_same(dungeon: Level) -> None:
    assert np.array_equal(draw(dungeon, theme(), seed=2), draw(dungeon, theme(), seed=2))


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_theme_draws_every_bundled_tile(name: str) -> None:
    assert set(bundled()[name].tiles) == set(tiles.bundled())
    drawn = tile_pictures(tiles.tile_set(tiles.bundled()), theme(name))
    assert all(picture[:, :, 3].any() for picture in drawn.values())


@pytest.mark.parametrize("name", bundled())
@pytest.mark.parametrize(
    ("one", "other"), [("wall", "floor"), ("water", "grass"), ("lava", "floor")]
)
def test_what_one_must_not_walk_into_can_be_told_apart(name: str, one: str, other: str) -> None:
    drawn = tile_pictures(tiles.tile_set([one, other]), theme(name))
    means = [drawn[each][:, :, :3].mean(axis=(0, 1)) for each in (one, other)]
    assert np.abs(means[0] - means[1]).max() > 24


def level_of(rows: list[str], names: dict[str, str]) -> Level:
    """A level of one layer, drawn in characters."""
    ground = tiles.tile_set(names.values())
    cells = np.array([[[[*names].index(each) + 1 for each in row] for row in rows]], np.uint16)
    layers = (Layer("terrain", cells),)
    return Level("test", 0, "1", len(rows[0]), len(rows), 1, ground, layers)


def test_a_walls_front_is_seen_above_a_floor_and_not_above_rock() -> None:
    names = {"#": "wall", ".": "floor", " ": "rock"}
    above = [draw(level_of(["###", f"#{below}#"], names), theme())[:16, 16:32] for below in ". #"]
    floor, rock, wall = (part.astype(int) for part in above)
    assert floor[9:].mean() < rock[9:].mean() - 16
    assert floor[9:].mean() < wall[9:].mean() - 16


@pytest.mark.parametrize("name", bundled())
def test_a_secret_door_looks_like_the_wall(name: str) -> None:
    names = {"#": "wall", "%": "secret_door", ".": "floor"}
    plain, secret = (
        draw(level_of(["...", f"#{middle}#", "..."], names), theme(name)) for middle in "#%"
    )
    assert np.array_equal(plain, secret)


def test_deep_water_lies_in_water_and_that_in_shallows() -> None:
    names = {"~": "deep_water", ".": "grass"}
    lake = draw(level_of([".....", ".~~~.", ".~~~.", ".~~~.", "....."], names), theme())
    assert theme().beds("deep_water") == ("water", "shallows")
    shades = [lake[40, at].astype(int).sum() for at in (40, 30, 20)]
    assert len(set(shades)) > 1
    assert lake[16:64, 16:64, 2].mean() > lake[:16, :, 2].mean() + 30


def test_rivers_that_touch_at_a_corner_run_into_each_other() -> None:
    names = {"~": "river", ".": "grass"}
    apart = draw(level_of(["~.", ".~"], names), theme())
    blue = apart[:, :, 2].astype(int) - apart[:, :, 1]
    assert (blue[14:18, 14:18] > 0).all()


def test_one_way_arrows_point_where_they_lead() -> None:
    ways = [Entity("e", "one_way", 0, 0, 0, {"toward": toward}) for toward in ("north", "east")]
    levels = [replace(level_of(["."], {".": "floor"}), entities=(way,)) for way in ways]
    north, east = (draw(level, theme()) != draw(levels[0], no_arrows()) for level in levels)
    assert np.array_equal(np.rot90(north.any(axis=2), 3), east.any(axis=2))


def no_arrows() -> Theme:
    return theme().model_copy(update={"entities": {}})


def test_a_theme_that_extends_another_has_its_looks() -> None:
    own = {"extends": "stone_and_wood", "tiles": {"door": {"sprite": "gate"}}}
    read = read_theme(own)
    assert read.tiles["door"].sprite == ("gate",)
    assert read.tiles["wall"] == theme("stone_and_wood").tiles["wall"]


def test_a_tile_without_a_look_is_drawn_in_its_colour(dungeon: Level) -> None:
    plain = read_theme(
        {
            "description": "Only floors.",
            "palette": "dungeon16",
            "ground": "floor",
            "tiles": {"floor": {"material": "cobble"}},
        }
    )
    assert draw(dungeon, plain).any()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"palette": "sepia"}, "there is no palette 'sepia'"),
        ({"ground": "lava"}, "'lava' lies beneath others, so it needs a material"),
        ({"tiles": {"floor": {}}}, "a look has either a material or a sprite"),
        ({"tiles": {"floor": {"sprite": "cat"}}}, "there is no sprite 'cat'"),
        ({"entities": {"key": "cat"}}, "entities.key: there is no sprite 'cat'"),
        (
            {"extends": "sepia"},
            "theme.extends: there is no theme 'sepia'; there are: stone_and_wood",
        ),
        ({"tiles": {"floor": {"material": "cobble", "bed": "floor"}}}, "'floor' lies on itself"),
    ],
)
def test_a_theme_that_cannot_be_is_refused(change: dict[str, Any], said: str) -> None:
    given = {
        "description": "A theme.",
        "palette": "dungeon16",
        "ground": "floor",
        "tiles": {"floor": {"material": "cobble"}},
    }
    with pytest.raises(InvalidSpec, match=said):
        read_theme({**given, **change})


def test_a_picture_too_large_is_refused(dungeon: Level) -> None:
    with pytest.raises(InvalidSpec, match="tile_px: 512 pixels a cell; 256 is the most here"):
        draw(dungeon, theme(), tile_px=512)


def test_a_floor_that_is_not_there_is_refused(dungeon: Level) -> None:
    with pytest.raises(InvalidSpec, match="floor: 3; the level has floors 0 to 0"):
        draw(dungeon, theme(), floor=3)

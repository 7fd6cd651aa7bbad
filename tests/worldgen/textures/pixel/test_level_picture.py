"""A generated level, drawn with a generated tile set."""

from typing import Any

import numpy as np
import pytest

from worldgen.errors import InvalidSpec
from worldgen.levels.generate import generate
from worldgen.levels.level import Level
from worldgen.levels.spec import read_spec
from worldgen.textures.pixel.level_picture import draw
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.themes import bundled, read_theme, theme


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
def test_a_bundled_theme_has_materials_that_there_are(name: str, dungeon: Level) -> None:
    assert draw(dungeon, theme(name)).any()


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

"""Exported levels that bring a drawn tile set along."""

import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytiled_parser import parse_map

from worldgen.errors import InvalidSpec
from worldgen.levels.export import export
from worldgen.levels.generate import generate
from worldgen.levels.level import Level
from worldgen.levels.spec import read_spec
from worldgen.textures.maps import Bytes
from worldgen.textures.pixel.themes import theme
from worldgen.textures.pixel.tile_pictures import tile_pictures


@pytest.fixture(scope="module")
def dungeon() -> Level:
    return generate(read_spec({"kind": "dungeon", "size": "32x24", "seed": 3})).level


@pytest.fixture(scope="module")
def pictures(dungeon: Level) -> Mapping[str, Bytes]:
    return tile_pictures(dungeon.tiles, theme())


def picture_of(files: Mapping[str, bytes]) -> np.ndarray:
    with Image.open(io.BytesIO(files["level.tiles.png"])) as image:
        return np.asarray(image.convert("RGBA"))


def test_tiled_shows_each_tile_as_it_is_drawn(
    dungeon: Level, pictures: Mapping[str, Bytes], tmp_path: Path
) -> None:
    files = export(dungeon, "tmj", pictures=pictures)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    [read] = parse_map(tmp_path / "level.tmj").tilesets.values()
    row, column = divmod(dungeon.tiles.index("door") - 1, read.columns)
    cell = np.s_[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16]
    assert np.array_equal(picture_of(files)[cell], pictures["door"])


@pytest.mark.parametrize("format", ["tmj", "tmx", "ldtk", "godot", "unity"])
def test_every_format_with_a_tile_set_brings_the_same(
    format: str, dungeon: Level, pictures: Mapping[str, Bytes]
) -> None:
    drawn = picture_of(export(dungeon, format, pictures=pictures))
    assert np.array_equal(drawn, picture_of(export(dungeon, "tmj", pictures=pictures)))
    assert not np.array_equal(drawn, picture_of(export(dungeon, format)))


def test_a_tile_without_a_picture_stays_plain(
    dungeon: Level, pictures: Mapping[str, Bytes]
) -> None:
    some = {name: picture for name, picture in pictures.items() if name == "wall"}
    drawn = picture_of(export(dungeon, "tmj", pictures=some))
    plain = picture_of(export(dungeon, "tmj"))
    changed = (drawn != plain).any(axis=2)
    assert 0 < changed.sum() <= 16 * 16


def test_what_covers_the_ground_of_an_overworld_has_no_holes() -> None:
    land = generate(read_spec({"kind": "overworld", "size": "64x64", "seed": 3})).level
    drawn = tile_pictures(land.tiles, theme())
    [terrain] = [layer for layer in land.layers if layer.name == "terrain"]
    names = {land.tiles[int(at)].name for at in np.unique(terrain.cells) if at}
    assert names & {"forest", "hills", "mountain"}
    assert all((drawn[name][:, :, 3] == 255).all() for name in names)


@pytest.mark.parametrize("picture", [np.zeros((8, 8, 4), np.uint8), np.zeros((16, 16, 4))])
def test_a_picture_of_another_shape_is_refused(picture: np.ndarray, dungeon: Level) -> None:
    with pytest.raises(InvalidSpec, match=r"pictures\.wall: .* a tile's picture is uint8"):
        export(dungeon, "tmj", pictures={"wall": picture})

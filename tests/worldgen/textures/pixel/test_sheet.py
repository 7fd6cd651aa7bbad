"""Sheets of tiles, and what editors read of them."""

import io
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytiled_parser import parse_map

from tests.worldgen.textures.packs.samples import PROVENANCE
from worldgen.errors import InvalidSpec
from worldgen.textures.pixel.neighbours import SE, E, S, masks
from worldgen.textures.pixel.sheet import COLUMNS, WHOLE, Sheet, sheet
from worldgen.textures.pixel.sheet_files import sheet_files
from worldgen.textures.pixel.single import single
from worldgen.textures.pixel.themes import theme

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import godot_parser

MAP = """<map version="1.10" tiledversion="1.10" nextlayerid="2" nextobjectid="1"
 renderorder="right-down" orientation="orthogonal" width="1" height="1" tilewidth="16"
 tileheight="16" infinite="0"><tileset firstgid="1" source="keep.tsx"/>
 <layer id="1" name="a" width="1" height="1"><data encoding="csv">1</data></layer></map>"""

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*")


@pytest.fixture(scope="module")
def drawn() -> Sheet:
    return sheet(theme(), ["water", "floor", "door"])


def tile(drawn: Sheet, place: int) -> np.ndarray:
    row, column = divmod(place, COLUMNS)
    side = drawn.tile_px
    return drawn.picture[row * side : row * side + side, column * side : column * side + side]


def test_a_patch_has_a_tile_for_every_way_it_ends(drawn: Sheet) -> None:
    assert tuple(drawn.places["water"]) == masks("blob")
    assert tuple(drawn.places["floor"]) == (WHOLE,)
    assert len({each for places in drawn.places.values() for each in places.values()}) == 49


def test_no_two_tiles_of_a_patch_are_alike(drawn: Sheet) -> None:
    pictures = {tile(drawn, place).tobytes() for place in drawn.places["water"].values()}
    assert len(pictures) == 47


def test_what_fills_a_tile_meets_itself() -> None:
    """The step over the border is no larger than the largest inside."""
    for name in ("floor", "grass", "planks"):
        picture = sheet(theme(), [name]).picture[:16, :16, :3].astype(int)
        for axis in (0, 1):
            inside = np.abs(np.diff(picture, axis=axis)).mean(axis=(1 - axis, 2)).max()
            border = np.abs(picture.take(0, axis) - picture.take(-1, axis)).mean()
            assert border <= inside


def test_one_tile_of_a_gradient_is_joined_where_it_shows_least() -> None:
    ramp = np.repeat(np.arange(64, dtype=np.uint8)[None, :, None], 64, 0).repeat(3, 2)
    joined = single(ramp, 16)
    assert joined.shape == (16, 16, 3)
    assert set(np.unique(joined)) <= set(range(20))


def test_tiled_reads_the_set(drawn: Sheet, tmp_path: Path) -> None:
    for name, data in sheet_files(drawn, PROVENANCE, "keep").items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "map.tmx").write_text(MAP)
    [read] = parse_map(tmp_path / "map.tmx").tilesets.values()
    [rules] = read.wang_sets
    assert rules.name == "water"
    corner = drawn.places["water"][E | SE | S]
    assert list(rules.wang_tiles[corner].wang_id) == [0, 0, 1, 1, 1, 0, 0, 0]
    assert str(read.image).endswith("keep.png")


def test_godot_reads_the_terrain(drawn: Sheet) -> None:
    read = godot_parser.parse(sheet_files(drawn, PROVENANCE, "keep")["keep.tres"].decode())
    atlas = read.find_section("sub_resource")
    row, column = divmod(drawn.places["water"][E | SE | S], COLUMNS)
    path = f"{column}:{row}/0"
    bits = {
        name.rpartition("/")[2]
        for name in atlas.properties
        if name.startswith(f"{path}/terrains_peering_bit/")
    }
    assert bits == {"right_side", "bottom_right_corner", "bottom_side"}


def test_the_table_tells_where_each_tile_is(drawn: Sheet) -> None:
    files = sheet_files(drawn, PROVENANCE, "keep")
    table = json.loads(files["keep.json"])
    assert table["tiles"]["door"] == {"rule": "none", "places": {"255": 48}}
    assert table["provenance"]["spec_sha256"] == PROVENANCE.spec_sha256
    with Image.open(io.BytesIO(files["keep.png"])) as image:
        assert image.size == (COLUMNS * 16, drawn.picture.shape[0])


@pytest.mark.parametrize(
    ("tiles", "side", "said"),
    [
        (["watr"], 16, r"tiles\[0\]: the theme has no tile 'watr'; did you mean 'water'"),
        (["water"], 4, "tile_px: 4 pixels; use 8 to 256"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(tiles: list[str], side: int, said: str) -> None:
    with pytest.raises(InvalidSpec, match=said):
        sheet(theme(), tiles, side)

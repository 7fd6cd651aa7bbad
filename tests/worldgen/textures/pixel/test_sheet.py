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
from tests.worldgen.textures.pixel.test_loop import borders_that_stand_out
from worldgen.errors import InvalidSpec
from worldgen.textures.pixel.neighbours import SE, E, Rule, S, masks
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.sheet import COLUMNS, WHOLE, Sheet, sheet
from worldgen.textures.pixel.sheet_files import sheet_files
from worldgen.textures.pixel.single import single
from worldgen.textures.pixel.sprites import sprite
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
    door = {"rule": "none", "places": {"255": 377}, "frames": 1, "frame_ms": 0}
    assert table["tiles"]["door"] == door
    assert table["tiles"]["water"]["frames"] == 8
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


@pytest.fixture(scope="module")
def lake() -> Sheet:
    return sheet(theme(), ["floor", "water"])


def test_the_frames_of_a_tile_lie_side_by_side_in_one_row(lake: Sheet) -> None:
    count = lake.frames["water"]
    for place in lake.places["water"].values():
        assert place % COLUMNS + count <= COLUMNS
        frames = [tile(lake, place + at) for at in range(count)]
        assert len({frame.tobytes() for frame in frames}) == count
        assert len({frame[:, :, 3].tobytes() for frame in frames}) == 1


def test_the_frames_of_a_tile_meet_themselves(lake: Sheet) -> None:
    """NOTE: by chance a border stands out once in 16; a seam would in nearly all of the 16 here."""
    first = lake.places["water"][WHOLE]
    frames = [tile(lake, first + at)[:, :, :3] for at in range(8)]
    assert sum(borders_that_stand_out(frame) for frame in frames) <= 3


def test_tiled_plays_the_frames(lake: Sheet, tmp_path: Path) -> None:
    for name, data in sheet_files(lake, PROVENANCE, "keep").items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "map.tmx").write_text(MAP)
    [read] = parse_map(tmp_path / "map.tmx").tilesets.values()
    place = lake.places["water"][E | SE | S]
    shown = [(frame.tile_id, frame.duration) for frame in read.tiles[place].animation]
    assert shown == [(place + at, lake.frame_ms["water"]) for at in range(8)]


def test_godot_plays_the_frames(lake: Sheet) -> None:
    read = godot_parser.parse(sheet_files(lake, PROVENANCE, "keep")["keep.tres"].decode())
    atlas = read.find_section("sub_resource").properties
    row, column = divmod(lake.places["water"][WHOLE], COLUMNS)
    assert atlas[f"{column}:{row}/animation_columns"] == 8
    assert atlas[f"{column}:{row}/animation_frame_7/duration"] == lake.frame_ms["water"] / 1000
    assert f"{column + 1}:{row}/0" not in atlas


@pytest.mark.parametrize(("rule", "type", "mode"), [("corners", "corner", 1), ("sides", "edge", 2)])
def test_wang_sets_of_sixteen(rule: Rule, type: str, mode: int, tmp_path: Path) -> None:
    files = sheet_files(sheet(theme(), ["road"], rule=rule), PROVENANCE, "keep")
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "map.tmx").write_text(MAP)
    [read] = parse_map(tmp_path / "map.tmx").tilesets.values()
    [rules] = read.wang_sets
    looked_at = 0 if rule == "sides" else 1
    assert (rules.wang_type, len(rules.wang_tiles)) == (type, 16)
    assert all(not any(each.wang_id[1 - looked_at :: 2]) for each in rules.wang_tiles.values())
    godot = godot_parser.parse(files["keep.tres"].decode()).find_section("resource")
    assert godot["terrain_set_0/mode"] == mode


def test_a_rule_that_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidSpec, match="there is no rule 'hex'; there are: blob, sides, corner"):
        sheet(theme(), ["road"], rule="hex")  # type: ignore[arg-type]


def test_entities_follow_the_tiles(tmp_path: Path) -> None:
    whole = sheet(theme())
    for name, data in sheet_files(whole, PROVENANCE, "keep").items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "map.tmx").write_text(MAP)
    [read] = parse_map(tmp_path / "map.tmx").tilesets.values()
    assert list(whole.entities) == list(theme().entities)
    for kind, place in whole.entities.items():
        assert read.tiles[place].class_ == kind
        drawn = sprite(theme().entities[kind], palette(theme().palette))
        assert np.array_equal(tile(whole, place), drawn)
    assert sheet(theme(), ["floor"]).entities == {}


def test_a_wall_shows_its_front_where_nothing_stands_before_it() -> None:
    walls = sheet(theme(), ["wall"])
    lower = {
        mask: tile(walls, place)[9:, :, :3].mean() for mask, place in walls.places["wall"].items()
    }
    fronts = [light for mask, light in lower.items() if not mask & S]
    tops = [light for mask, light in lower.items() if mask & S]
    assert max(fronts) < min(tops)

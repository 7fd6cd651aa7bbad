"""Sheets of tiles in Godot itself: each tile's rule and frames, and what the terrain brush lays."""

import base64
from typing import Any

import numpy as np
import pytest

from tests.worldgen.godot.project import Project, properties, shown
from tests.worldgen.godot.samples import LAKE, RULES, drawn_sheet
from worldgen.textures.pixel.sheet import Sheet

EACH = pytest.mark.parametrize("rule", RULES)
MODES = {"blob": 0, "corners": 1, "sides": 2}
"""TileSet.TerrainMode."""
SIDES = {0: (1, 0), 3: (1, 1), 4: (0, 1), 7: (-1, 1), 8: (-1, 0), 11: (-1, -1), 12: (0, -1)} | {
    15: (1, -1)
}
"""TileSet.CellNeighbor: where each lies."""
BITS = {(0, -1): 1, (1, -1): 2, (1, 0): 4, (1, 1): 8, (0, 1): 16, (-1, 1): 32, (-1, 0): 64} | {
    (-1, -1): 128
}
"""Of a mask: from the north clockwise, as `neighbours` in the sheet's JSON says."""


@pytest.fixture(scope="module")
def drawn() -> dict[str, Sheet]:
    return {rule: drawn_sheet(rule) for rule in RULES}


def squares(read: Any) -> dict[int, Any]:
    """What Godot says of each place."""
    return {16 * each["square"][1] + each["square"][0]: each for each in read["tiles"]}


def picture(sheet: Sheet, place: int) -> np.ndarray:
    row, column = divmod(place, 16)
    side = sheet.tile_px
    return sheet.picture[row * side : row * side + side, column * side : column * side + side]


@EACH
def test_every_tile_is_where_it_was_and_moves_as_it_did(
    seen: Any, drawn: dict[str, Sheet], rule: str
) -> None:
    sheet, read = drawn[rule], squares(seen["sheets"][rule])
    named = {place: name for name, places in sheet.places.items() for place in places.values()}
    assert {place: each["tile"] for place, each in read.items()} == named
    for place, name in named.items():
        frames = read[place]["frames"]
        assert len(frames) == sheet.frames.get(name, 1)
        for at, frame in enumerate(frames):
            assert frame["ms"] == sheet.frame_ms.get(name, 1000)
            pixels = shown(base64.b64decode(frame["pixels"]), 16)
            assert np.array_equal(pixels, shown(picture(sheet, place + at).tobytes(), 16))


@EACH
def test_every_tile_looks_at_the_neighbours_of_its_mask(
    seen: Any, drawn: dict[str, Sheet], rule: str
) -> None:
    sheet, told = drawn[rule], seen["sheets"][rule]
    edged = [name for name, places in sheet.places.items() if len(places) > 1]
    assert (told["mode"], told["terrains"]) == (MODES[rule], edged)
    read = squares(told)
    for number, name in enumerate(edged):
        for mask, place in sheet.places[name].items():
            assert read[place]["terrain"] == number
            assert sum(BITS[SIDES[side]] for side in read[place]["like"]) == mask
    assert all(
        read[place]["terrain"] == -1
        for name in {*sheet.places} - {*edged}
        for place in sheet.places[name].values()
    )


@EACH
def test_the_terrain_brush_lays_the_tile_that_fits(
    seen: Any, drawn: dict[str, Sheet], rule: str
) -> None:
    """A corner counts where the three cells around it are painted too."""
    sheet = drawn[rule]
    name = seen["sheets"][rule]["terrains"][0]
    laid = {tuple(at): 16 * row + column for at, (column, row) in seen["sheets"][rule]["painted"]}
    assert {*laid} == {*LAKE}
    for (x, y), place in laid.items():
        assert place == sheet.places[name][mask_at(x, y, rule)]


@EACH
def test_godot_writes_the_sheet_as_we_do(project: Project, seen: Any, rule: str) -> None:
    ours = properties((project.folder / "sheets" / f"{rule}.tres").read_text("utf-8"))
    sizes = {line for line in ours if line.endswith("_size = Vector2i(16, 16)")}
    assert properties(seen["sheets"][rule]["again"]) == ours - sizes


def mask_at(x: int, y: int, rule: str) -> int:
    mask = 0
    for (east, south), bit in BITS.items():
        is_corner = bool(east and south)
        beside = {(x + east, y + south), (x + east, y), (x, y + south)} - {(x, y)}
        wanted = {"blob": True, "corners": is_corner, "sides": not is_corner}[rule]
        mask |= bit if wanted and beside <= {*LAKE} else 0
    return mask

"""Panels: however large they are drawn, edges and middle meet."""

import warnings

import numpy as np
import pytest

from tests.worldgen.textures.packs.samples import PROVENANCE
from worldgen.errors import InvalidSpec
from worldgen.textures.pixel.fills import Fill
from worldgen.textures.pixel.nine_slice import NineSlice, nine_slice, nine_slice_files
from worldgen.textures.pixel.palettes import palette

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import godot_parser

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:godot_parser.*")
FRAME, INSIDE = Fill("planks", {}, {}, 1), Fill("cobble", {}, {}, 2)


@pytest.fixture(scope="module")
def panel() -> NineSlice:
    return nine_slice(FRAME, INSIDE, palette("season32"), 64, 12)


def enlarged(panel: NineSlice, times: int) -> np.ndarray:
    """Drawn as an engine does: the middle `times` as wide."""
    border, picture = panel.border, panel.picture
    left, middle, right = np.split(picture, [border, len(picture) - border], axis=1)
    return np.concatenate((left, *[middle] * times, right), axis=1).astype(int)


def test_repeated_edges_meet(panel: NineSlice) -> None:
    wide, border = enlarged(panel, 3), panel.border
    middle = 64 - 2 * border
    for rows in (slice(0, border), slice(64 - border, 64), slice(border, 64 - border)):
        steps = np.abs(np.diff(wide[rows], axis=1)).mean(axis=(0, 2))
        joint = steps[border + middle - 1]
        assert joint <= steps[border : border + middle - 1].max()


def test_corners_are_left_alone(panel: NineSlice) -> None:
    wide = enlarged(panel, 2)
    assert np.array_equal(wide[:12, :12], panel.picture[:12, :12])
    assert np.array_equal(wide[-12:, -12:], panel.picture[-12:, -12:])


def test_light_comes_from_the_north_west(panel: NineSlice) -> None:
    picture = panel.picture.astype(int)
    assert picture[2, 12:-12].mean() > picture[-3, 12:-12].mean()
    assert picture[12:-12, 2].mean() > picture[12:-12, -3].mean()


def test_godot_reads_the_margins(panel: NineSlice) -> None:
    files = nine_slice_files(panel, PROVENANCE, "panel")
    read = godot_parser.parse(files["panel.tres"].decode()).find_section("resource")
    assert read["texture_margin_left"] == 12.0
    assert read["axis_stretch_horizontal"] == 1


@pytest.mark.parametrize(("side", "border"), [(48, 22), (48, 1), (300, 20), (50, 12)])
def test_a_border_that_leaves_nothing_is_refused(side: int, border: int) -> None:
    with pytest.raises(InvalidSpec, match=f"border: {border} pixels of {side} leave"):
        nine_slice(FRAME, INSIDE, palette("season32"), side, border)

"""Pixel art and panels in Godot itself."""

import base64
from typing import Any

import numpy as np

from tests.worldgen.godot.project import shown
from tests.worldgen.godot.samples import lava, panel


def colours(read: Any) -> np.ndarray:
    width, _ = read["size"]
    return shown(base64.b64decode(read["pixels"]), width)


def test_a_canvas_texture_has_its_maps_and_sharp_pixels(seen: Any) -> None:
    told, maps = seen["pixel"], lava().maps
    assert np.array_equal(colours(told["diffuse"])[:, :, :3], maps.albedo[:, :, :3])
    assert np.array_equal(colours(told["normal"])[:, :, :3], maps.normal)
    assert [told["nearest"], told["repeats"]] == [True, True]


def test_a_panel_keeps_its_border_and_repeats_its_middle(seen: Any) -> None:
    told = seen["pixel"]
    assert np.array_equal(colours(told["panel"])[:, :, :3], panel().picture)
    assert told["margins"] == [12, 12, 12, 12]
    assert told["tiled"] == [True, True]

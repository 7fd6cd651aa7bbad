"""What Godot draws of an export, with OpenGL on a display that nobody sees."""

import base64
from typing import Any

import numpy as np
import pytest

from tests.worldgen.godot.project import SEEN, Project, shown
from tests.worldgen.godot.samples import ARROW
from tests.worldgen.godot.test_levels import TURNS
from tools.virtual_display import MISSING, virtual_display, xvfb_path
from worldgen.levels.export import from_json
from worldgen.textures.pixel.themes import theme
from worldgen.textures.pixel.tile_pictures import tile_pictures

pytestmark = pytest.mark.skipif(xvfb_path() is None, reason=MISSING)


@pytest.fixture(scope="module")
def views(project: Project) -> dict[str, np.ndarray]:
    with virtual_display() as display:
        told: Any = project.told("draw.gd", *SEEN, DISPLAY=display)
    return {
        name: shown(base64.b64decode(view["pixels"]), view["width"]) for name, view in told.items()
    }


def quarters(view: np.ndarray) -> list[float]:
    """How bright the middle of each is, 0..255: upper left, upper right, lower left and right."""
    grey = view[:, :, :3].astype(float).mean(axis=2)
    return [grey[y : y + 16, x : x + 16].mean() for y in (8, 40) for x in (8, 40)]


def test_every_turn_is_drawn_as_it_is_meant(views: dict[str, np.ndarray]) -> None:
    for at, turn in enumerate(TURNS.values(), start=1):
        row, column = divmod(at, 5)
        drawn = views["arrows"][16 * row : 16 * row + 16, 16 * column : 16 * column + 16]
        assert np.array_equal(drawn, turn(ARROW))


def test_a_level_that_is_enlarged_keeps_its_pixels(views: dict[str, np.ndarray]) -> None:
    assert np.array_equal(views["arrows, larger"], views["arrows"].repeat(3, 0).repeat(3, 1))


def test_a_level_is_drawn_layer_by_layer(project: Project, views: dict[str, np.ndarray]) -> None:
    level, _ = from_json((project.folder / "levels" / "drawn.json").read_bytes())
    pictures = tile_pictures(level.tiles, theme("frozen_north"), level.seed)
    wanted = np.zeros((16 * level.height, 16 * level.width, 4), np.uint8)
    for layer in level.layers:
        for y, x in np.argwhere(layer.cells[0]):
            picture = pictures[level.tiles[int(layer.cells[0, y, x])].name]
            cell = wanted[16 * y : 16 * y + 16, 16 * x : 16 * x + 16]
            cell[:] = np.where(picture[:, :, 3:] == 255, picture, cell)
    assert np.array_equal(views["drawn"], wanted.repeat(2, 0).repeat(2, 1))


def test_red_of_the_normals_points_right_and_green_up(views: dict[str, np.ndarray]) -> None:
    left, right, up, down = quarters(views["from the right"])
    assert right > up + 20
    assert abs(up - down) < 2
    assert down > left + 20
    left, right, up, down = quarters(views["from above"])
    assert up > left + 20
    assert abs(left - right) < 2
    assert right > down + 20


def test_orm_is_occlusion_roughness_and_metallic(views: dict[str, np.ndarray]) -> None:
    plain, occluded, metallic, _ = quarters(views["in the shade"])
    assert occluded < 2 < 100 < plain
    assert metallic < plain / 2
    light = views["in the light"]
    plain, occluded, _, _ = quarters(light)
    assert abs(occluded - plain) < 2
    assert light[32:, 32:, 0].max() > light[:32, :32, 0].max() + 40  # it mirrors the lamp

"""Materials in Godot itself: which picture is in which slot, pixel by pixel, and its import."""

import base64
import re
from typing import Any

import numpy as np
import pytest

from tests.worldgen.godot.project import Project, shown
from tests.worldgen.godot.samples import MATERIALS
from worldgen.textures.maps import MapSet

EACH = pytest.mark.parametrize("name", MATERIALS)
SLOTS = {
    "albedo_texture": "albedo",
    "orm_texture": "orm",
    "normal_texture": "normal",
    "emission_texture": "emission",
    "heightmap_texture": "height",
}


def wanted(maps: MapSet, kind: str) -> np.ndarray:
    """Red, green, blue and alpha, as 8 bits: Godot keeps no more of a PNG."""
    if kind == "height":
        eight = np.round(maps.height / 257).astype(np.uint8)
        colours = np.dstack((eight, eight, eight))
    else:
        colours = getattr(maps, kind)
    opaque = np.full(maps.height.shape, 255, np.uint8)
    alpha = maps.opacity if kind == "albedo" and maps.opacity is not None else opaque
    return np.dstack((colours, alpha))


@EACH
def test_every_map_is_in_its_slot_pixel_by_pixel(seen: Any, name: str) -> None:
    maps, told = MATERIALS[name], seen["materials"][name]
    for slot, kind in SLOTS.items():
        if getattr(maps, kind) is None:
            assert slot not in told
            continue
        read = told[slot]
        assert (read["file"], read["size"]) == (f"{name}_{kind}.png", [maps.width, maps.rows])
        pixels = shown(base64.b64decode(read["pixels"]), maps.width)
        assert np.array_equal(pixels, shown(wanted(maps, kind).tobytes(), maps.width))


@EACH
def test_what_a_map_needs_is_switched_on(seen: Any, name: str) -> None:
    maps, told = MATERIALS[name], seen["materials"][name]
    assert [told[f"{kind}_enabled"] for kind in ("normal", "ao", "heightmap")] == [True] * 3
    assert told["emission_enabled"] == (maps.emission is not None)
    assert told["heightmap_scale"] == pytest.approx(100 * maps.depth)
    assert not told["heightmap_flip_texture"]  # white is high
    assert told["transparency"] == (0 if maps.opacity is None else 2)  # alpha scissor
    assert told["name"] == "A wall: wet & old"


@EACH
def test_a_material_repeats_where_it_tiles(seen: Any, name: str) -> None:
    """Godot knows no single axis."""
    assert seen["materials"][name]["texture_repeat"] == (MATERIALS[name].tiling != "none")


@EACH
def test_pictures_are_imported_for_three_dimensions(project: Project, seen: Any, name: str) -> None:
    for slot in SLOTS.keys() & seen["materials"][name].keys():
        read = seen["materials"][name][slot]
        text = (project.folder / "materials" / f"{read['file']}.import").read_text("utf-8")
        said = dict(re.findall(r"^(\S+?)=(.*)$", text, re.MULTILINE))
        assert read["mipmaps"]
        assert said["compress/normal_map"] == ("1" if slot == "normal_texture" else "0")
        assert said["process/normal_map_invert_y"] == "false"
        assert said["detect_3d/compress_to"] == ("0" if slot == "heightmap_texture" else "1")


def test_the_command_line_writes_the_same_kind(seen: Any) -> None:
    told = seen["materials"]["castle_wall"]
    assert told["orm_texture"]["file"] == "castle_wall_orm.png"
    assert told["normal_texture"]["size"] == [64, 64]
    assert told["normal_texture"]["mipmaps"]


@EACH
def test_godot_writes_the_material_as_we_do(project: Project, seen: Any, name: str) -> None:
    """Its own properties; what is the class's default is left out."""
    ours = (project.folder / "materials" / f"{name}.tres").read_text("utf-8")
    again = seen["materials"][name]["again"]
    assert ours.partition("\n")[0] == again.partition("\n")[0]
    assert assigned(again) - assigned(ours) <= {"alpha_antialiasing_mode"}
    assert assigned(ours) - assigned(again) <= {"heightmap_scale"}


def assigned(text: str) -> set[str]:
    return set(re.findall(r"^(\w+) = ", text.partition("[resource]")[2], re.MULTILINE))

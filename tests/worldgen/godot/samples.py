"""What is put into the project, by folder: made by hand, so that every test knows what to find."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from tests.worldgen.levels.exported import EVERY, PROOF, keep
from tests.worldgen.levels.maps import level_of
from tests.worldgen.quests.exported import EVERY as QUESTS
from tests.worldgen.quests.exported import world
from tests.worldgen.textures.packs.samples import PROVENANCE, content, waves
from worldgen.levels.export import export as export_level
from worldgen.levels.level import Level
from worldgen.quests.export import export as export_quests
from worldgen.textures.maps import MapSet
from worldgen.textures.packs import pack
from worldgen.textures.pixel.fills import Fill
from worldgen.textures.pixel.neighbours import Rule
from worldgen.textures.pixel.nine_slice import NineSlice, nine_slice, nine_slice_files
from worldgen.textures.pixel.palettes import palette
from worldgen.textures.pixel.pixel_art import PixelArt, pixel_art
from worldgen.textures.pixel.pixel_files import pixel_files
from worldgen.textures.pixel.sheet import Sheet, sheet
from worldgen.textures.pixel.sheet_files import sheet_files
from worldgen.textures.pixel.themes import theme
from worldgen.textures.spec import read_spec

RULES: tuple[Rule, ...] = ("blob", "corners", "sides")
LAKE = [
    (x, y)
    for y, row in enumerate(("##..###.#", "###.#.#..", ".#####.##", "##.##..##", "#...#####"))
    for x, glyph in enumerate(row)
    if glyph == "#"
]
"""Cells; every way in which a patch can end is not among them, but many are."""


LEVELS: Mapping[str, Level] = {
    **{name: make() for name, make in EVERY.items() if name != "keep"},
    "keep's": keep(),
    "platforms": level_of("#######\n#..-..#\n#.---.#\n#.....#\n#######"),
    "storeys": level_of("#####\n#@.>#\n#####\n---\n#####\n#.#.#\n#####"),
}
ARROW = np.zeros((16, 16, 4), np.uint8)
"""A picture that no turn leaves as it is: every pixel is of another colour."""
ARROW[:, :, 0], ARROW[:, :, 1] = np.mgrid[0:16, 0:16] * 15
ARROW[:, :, 2:] = 77, 255
MATERIALS: dict[str, MapSet] = {
    "wall": waves(glowing=True),
    "holed": waves(96, 48, holed=True),
    "single": waves(tiling="none"),
    "row": waves(tiling="x"),
}


def tilted() -> MapSet:
    """Grey, with a quarter each that leans left (upper left), right, up (lower left) and down:
    green grows upwards. Nothing else is in it."""
    level = np.full((64, 64), 128, np.uint8)
    across, up, out = level.copy(), level.copy(), np.full_like(level, 219)
    across[:32, :32], across[:32, 32:] = 37, 219
    up[32:, :32], up[32:, 32:] = 219, 37
    return MapSet(
        albedo=np.dstack((level, level, level)),
        normal=np.dstack((across, up, out)),
        orm=_orm(255, 255, 0),
        height=np.zeros((64, 64), np.uint16),
        depth=0.001,
        tiling="both",
    )


def _orm(occlusion: int, roughness: int, metallic: int) -> np.ndarray:
    return np.full((64, 64, 3), (occlusion, roughness, metallic), np.uint8)


def surfaces() -> MapSet:
    """Flat and grey, with a quarter each that is plain (upper left), occluded, metallic (lower
    left) and smooth."""
    orm = _orm(255, 255, 0)
    orm[:32, 32:, 0], orm[32:, :32, 2], orm[32:, 32:, 1] = 0, 255, 80
    flat = np.full((64, 64, 3), (128, 128, 255), np.uint8)
    return replace(tilted(), normal=flat, orm=orm)


def drawn_sheet(rule: Rule) -> Sheet:
    return sheet(theme(), ["water", "floor", "road"] if rule == "blob" else ["road"], rule=rule)


def lava() -> PixelArt:
    return pixel_art(read_spec({"material": "lava", "size": 64}), 32, palette("ember4"), "bayer4")


def panel() -> NineSlice:
    planks, cobble = Fill("planks", {}, {}, 1), Fill("cobble", {}, {}, 2)
    return nine_slice(planks, cobble, palette("season32"), 64, 12)


def exports() -> Mapping[str, Mapping[str, bytes]]:
    files: dict[str, dict[str, bytes]] = {
        "levels": {},
        "materials": {},
        "sheets": {},
        "quests": export_quests([quest() for quest in QUESTS.values()], world(), "godot"),
        "pixel": pixel_files(lava(), PROVENANCE, "lava")
        | nine_slice_files(panel(), PROVENANCE, "panel"),
    }
    for name, level in LEVELS.items():
        files["levels"] |= export_level(level, "godot", PROOF, stem=name)
    files["levels"] |= export_level(
        EVERY["turned"](), "godot", stem="arrows", pictures={"crag": ARROW}
    )
    for name, maps in (MATERIALS | {"tilted": tilted(), "surfaces": surfaces()}).items():
        files["materials"] |= pack(content(maps, name), "godot")
    for rule in RULES:
        files["sheets"] |= sheet_files(drawn_sheet(rule), PROVENANCE, rule)
    return files

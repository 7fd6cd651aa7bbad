"""Levels as files: for engines, for editors, for people, and to be loaded again.

docs/guides/level_exports.md says what each format carries.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from worldgen.errors import InvalidSpec
from worldgen.levels.export.content import Content, Pictures, check, provenance_of
from worldgen.levels.export.document import from_json, write_json
from worldgen.levels.export.gltf import write_gltf
from worldgen.levels.export.godot import write_godot
from worldgen.levels.export.heightmap import write_exr, write_png16, write_r16
from worldgen.levels.export.ldtk import write_ldtk
from worldgen.levels.export.pictures import write_png
from worldgen.levels.export.tables import write_csv, write_text
from worldgen.levels.export.tiled import write_tmj
from worldgen.levels.export.tiled_xml import write_tmx
from worldgen.levels.export.unity import write_unity
from worldgen.levels.level import Level
from worldgen.levels.proof import Proof
from worldgen.provenance import Provenance

__all__ = ["FORMATS", "Format", "export", "format_of", "from_json"]

FINITE_SIDE = 1024
"""Cells; a Tiled map that is longer is stored as chunks."""


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    description: str
    ending: str
    """Of the file that is opened; the others lie beside it."""
    write: Callable[[Content], dict[str, bytes]]


FORMATS: Mapping[str, Format] = {
    known.name: known
    for known in (
        Format("tmj", "a Tiled map, as JSON", ".tmj", write_tmj),
        Format("tmx", "a Tiled map, as XML", ".tmx", write_tmx),
        Format("ldtk", "an LDtk project", ".ldtk", write_ldtk),
        Format("godot", "a Godot 4.3 scene of TileMapLayers", ".tscn", write_godot),
        Format("unity", "JSON for the importer of our Unity client", ".unity.json", write_unity),
        Format("gltf", "a mesh, as binary glTF", ".glb", write_gltf),
        Format("json", "everything, to be loaded again", ".json", write_json),
        Format("csv", "tables of tiles, rooms, links and entities", ".csv", write_csv),
        Format("text", "a drawing in characters", ".txt", write_text),
        Format("png", "a picture", ".png", write_png),
        Format("png16", "heights, as a 16-bit greyscale PNG", ".height.png", write_png16),
        Format("r16", "heights, as raw 16-bit numbers", ".r16", write_r16),
        Format("exr", "heights, as 32-bit floats in OpenEXR", ".exr", write_exr),
    )
}


def export(
    level: Level,
    format: str,
    proof: Proof | None = None,
    *,
    provenance: Provenance | None = None,
    stem: str = "level",
    infinite: bool | None = None,
    pictures: Pictures | None = None,
) -> dict[str, bytes]:
    """The files by their names, the one to open first.

    `provenance` is what the level was generated with; without it the spec's hash is left out.
    `infinite` is for Tiled: by default from FINITE_SIDE on. `pictures` are of tiles, by name,
    uint8 (16, 16, 4), for the formats that bring a tile set's picture along; others are plain.
    Raises InvalidSpec for a format that there isn't, or that can't hold the level, and for a level
    that isn't well formed.
    """
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise InvalidSpec.at("format", f"there is no format {format!r}; there are: {known}")
    if infinite is None:
        infinite = max(level.width, level.height) > FINITE_SIDE
    source = provenance or provenance_of(level)
    content = Content(level, source, proof, stem, infinite, pictures or {})
    check(content)
    return FORMATS[format].write(content)


def format_of(path: str | PurePath) -> str:
    """The name of the format whose ending the file has, the longest one that fits."""
    name = PurePath(path).name.lower()
    fitting = [known for known in FORMATS.values() if name.endswith(known.ending)]
    if not fitting:
        endings = ", ".join(known.ending for known in FORMATS.values())
        raise InvalidSpec.at("path", f"{name!r} has the ending of no format; those are: {endings}")
    return max(fitting, key=lambda known: len(known.ending)).name

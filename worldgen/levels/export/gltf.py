"""A level as binary glTF: a mesh a floor (or the land), a node for each room and entity.

Source: https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from worldgen.glb import Binary, Raw, glb_bytes
from worldgen.levels.export.content import Content
from worldgen.levels.export.mesh import FLOOR_M, WALL_M, Mesh, land, metres_per_height, storey
from worldgen.levels.level import Level
from worldgen.levels.tiles import Tile


def write_gltf(content: Content) -> dict[str, bytes]:
    level = content.level
    binary = _Meshes()
    meshes: list[Raw] = [
        {"name": f"floor {floor}", "primitives": primitives, "extras": {"floor": floor}}
        for floor, mesh in enumerate(_meshes(level))
        if (primitives := binary.primitives(mesh))
    ]
    nodes: list[Raw] = [
        {
            "name": mesh["name"],
            "mesh": at,
            "translation": [0.0, mesh["extras"]["floor"] * FLOOR_M, 0.0],
        }
        for at, mesh in enumerate(meshes)
    ]
    nodes += _places(level)
    asset = {"version": "2.0", "generator": content.provenance.generator, "extras": content.about()}
    scene = {"name": content.stem, "extras": _said(level)}
    raw = {
        "asset": asset,
        "scene": 0,
        "scenes": [{**scene, "nodes": [*range(len(nodes))]} if nodes else scene],
        "nodes": nodes,
        "meshes": meshes,
        "materials": [_material(level.tiles[tile]) for tile in binary.tiles],
        "accessors": binary.accessors,
        "bufferViews": binary.views,
        "buffers": [{"byteLength": len(binary.data)}] if binary.data else [],
    }
    filled = {name: part for name, part in raw.items() if part != []}
    return {f"{content.stem}.glb": glb_bytes(filled, bytes(binary.data))}


@dataclass(slots=True)
class _Meshes(Binary):
    """The binary part, and the materials of what it holds."""

    tiles: dict[int, int] = field(default_factory=dict)
    """The material of each tile that was met."""

    def primitives(self, mesh: Mesh) -> list[Raw]:
        """One a tile, all with the mesh's vertices."""
        if not mesh.triangles:
            return []
        places = self.positions(mesh.positions)
        return [
            {
                "attributes": {"POSITION": places},
                "indices": self.accessor(triangles.reshape(-1), "SCALAR"),
                "material": self.tiles.setdefault(tile, len(self.tiles)),
            }
            for tile, triangles in mesh.triangles.items()
        ]


def _meshes(level: Level) -> Iterator[Mesh]:
    """One a floor."""
    for floor in range(level.floors):
        is_land = floor == 0 and level.heights is not None and min(level.width, level.height) > 1
        yield land(level) if is_land else storey(level, floor)


def _places(level: Level) -> Iterator[Raw]:
    """Rooms at their middles, entities at the middles of their cells, on what they stand on."""
    for room in level.rooms:
        said = {"kind": room.kind, "name": room.name, "difficulty": float(room.difficulty)}
        cells = {"x": room.x, "y": room.y, "width": room.width, "height": room.height}
        extras = {"room": {"id": room.id, **said, **cells, "floor": room.floor}}
        place = _place(level, room.x + room.width / 2, room.y + room.height / 2, room.floor)
        yield {"name": room.id, "translation": place, "extras": extras}
    for entity in level.entities:
        said = {"kind": entity.kind, "x": entity.x, "y": entity.y, "floor": entity.floor}
        extras = {"entity": {"id": entity.id, **said, "properties": dict(entity.properties)}}
        place = _place(level, entity.x + 0.5, entity.y + 0.5, entity.floor)
        yield {"name": entity.id, "translation": place, "extras": extras}


def _place(level: Level, x: float, z: float, floor: int) -> list[float]:
    rise = floor * FLOOR_M
    if level.heights is not None and floor == 0:
        rise = float(level.heights[int(z), int(x)]) * metres_per_height(level)
    return [x, rise, z]


def _said(level: Level) -> Mapping[str, Any]:
    return {
        "kind": level.kind,
        "width": level.width,
        "height": level.height,
        "floors": level.floors,
        "wall_m": WALL_M,
        "floor_m": FLOOR_M,
        "metres_per_height": metres_per_height(level),
        "sea_level": level.sea_level,
        "movement": {"kind": level.movement.kind, "jump": level.movement.jump},
        "critical_path": level.critical_path,
        "difficulty": level.difficulty,
        "links": [{"a": k.a, "b": k.b, "kind": k.kind, "key": k.key} for k in level.links],
        "properties": dict(level.properties),
    }


def _material(tile: Tile) -> Raw:
    red, green, blue = (_linear(part) for part in bytes.fromhex(tile.colour[1:]))
    surface = {"metallicFactor": 0.0, "roughnessFactor": 0.9}
    return {
        "name": tile.name,
        "pbrMetallicRoughness": {"baseColorFactor": [red, green, blue, 1.0], **surface},
        "extras": {"glyph": tile.glyph, "colour": tile.colour, "traits": sorted(tile.traits)},
    }


def _linear(part: int) -> float:
    """Of an sRGB byte (IEC 61966-2-1); rounded, for pow differs from machine to machine."""
    share = part / 255
    linear = share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
    return round(linear, 5)

"""A level as JSON that Unity's JsonUtility can read, for the importer of our Unity client.

JsonUtility knows no mappings of free keys, no arrays in arrays and no null: properties are lists of
name, type and text, and cells are flat. docs/reference/unity_level.schema.json is made from here.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from worldgen.levels.export.atlas import TILE_PX, Atlas, atlas_png
from worldgen.levels.export.content import Content
from worldgen.levels.export.turns import turned_from
from worldgen.levels.level import Level, LinkKind, MovementKind, Value
from worldgen.levels.tiles import Trait

_TYPES: dict[type, Literal["string", "bool", "int", "float"]] = {
    str: "string",
    bool: "bool",
    int: "int",
    float: "float",
}


class _Part(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="forbid", frozen=True
    )


class Property(_Part):
    name: str
    type: Literal["string", "bool", "int", "float"]
    value: Annotated[str, Field(description="The text itself, or a number or true/false as JSON.")]


class UnityTile(_Part):
    name: str
    glyph: str
    colour: str
    traits: list[Trait]
    atlas_column: int
    atlas_row: Annotated[int, Field(description="From the top of the picture.")]
    picture: Annotated[int, Field(description="The tile that is drawn, from 1; then turned:")]
    transpose: Annotated[bool, Field(description="x and y change places, before the flips.")]
    flip_x: bool
    flip_y: bool


class UnityLayer(_Part):
    name: str
    floor: int
    cells: Annotated[
        list[int],
        Field(description="0, or a tile's place in tiles from 1; row by row, the northmost first."),
    ]


class UnityRoom(_Part):
    id: str
    kind: str
    name: str
    x: int
    y: int
    width: int
    height: int
    floor: int
    difficulty: float


class UnityLink(_Part):
    a: str
    b: str
    kind: LinkKind
    key: str


class UnityEntity(_Part):
    id: str
    kind: str
    x: int
    y: int
    floor: int
    properties: list[Property]


class UnityLevel(_Part):
    """y counts rows down from the north: in Unity, where y is up, row y is at height - 1 - y."""

    format: Literal["npcgen unity level"] = "npcgen unity level"
    format_version: Literal[1] = 1
    kind: str
    seed: int
    version: str
    width: int
    height: int
    floors: int
    movement: MovementKind
    jump: int
    atlas: Annotated[str, Field(description="The file with the tiles' picture, beside this one.")]
    pixels_per_tile: int
    atlas_columns: int
    atlas_rows: int
    tiles: list[UnityTile]
    layers: Annotated[list[UnityLayer], Field(description="One a layer and floor, lowest first.")]
    rooms: list[UnityRoom]
    links: list[UnityLink]
    entities: list[UnityEntity]
    critical_path: list[str]
    difficulty: list[float]
    heights: Annotated[list[int], Field(description="0..65535, row by row; empty without any.")]
    sea_level: int
    moves: Annotated[list[str], Field(description="The solution; empty without a proof.")]
    properties: list[Property]
    provenance: list[Property]


def write_unity(content: Content) -> dict[str, bytes]:
    """The level, and the tile set's picture."""
    return {
        f"{content.stem}.unity.json": _level(content).model_dump_json(by_alias=True).encode(),
        f"{content.stem}.tiles.png": atlas_png(content),
    }


def unity_schema() -> dict[str, Any]:
    """What docs/reference/unity_level.schema.json holds."""
    schema = UnityLevel.model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _level(content: Content) -> UnityLevel:
    level = content.level
    atlas = Atlas.of(level.tiles)
    return UnityLevel(
        kind=level.kind,
        seed=level.seed,
        version=level.version,
        width=level.width,
        height=level.height,
        floors=level.floors,
        movement=level.movement.kind,
        jump=level.movement.jump,
        atlas=f"{content.stem}.tiles.png",
        pixels_per_tile=TILE_PX,
        atlas_columns=atlas.columns,
        atlas_rows=atlas.rows,
        tiles=[*_tiles(level, atlas)],
        layers=[
            UnityLayer(name=layer.name, floor=floor, cells=layer.cells[floor].ravel().tolist())
            for floor in range(level.floors)
            for layer in level.layers
        ],
        rooms=[UnityRoom.model_validate(room, from_attributes=True) for room in level.rooms],
        links=[UnityLink.model_validate(link, from_attributes=True) for link in level.links],
        entities=[
            UnityEntity(
                id=e.id, kind=e.kind, x=e.x, y=e.y, floor=e.floor, properties=_list(e.properties)
            )
            for e in level.entities
        ],
        critical_path=[*level.critical_path],
        difficulty=[*level.difficulty],
        heights=[] if level.heights is None else level.heights.ravel().tolist(),
        sea_level=level.sea_level,
        moves=[*content.proof.moves] if content.proof else [],
        properties=_list(level.properties),
        provenance=_list(content.about()),
    )


def _tiles(level: Level, atlas: Atlas) -> Iterator[UnityTile]:
    for index, tile in enumerate(level.tiles, start=1):
        picture, turn = turned_from(level.tiles, index)
        column, row = atlas.square(picture)
        yield UnityTile(
            name=tile.name,
            glyph=tile.glyph,
            colour=tile.colour,
            traits=sorted(tile.traits),
            atlas_column=column,
            atlas_row=row,
            picture=picture,
            transpose=turn.transpose,
            flip_x=turn.flip_x,
            flip_y=turn.flip_y,
        )


def _list(properties: Mapping[str, Value]) -> list[Property]:
    return [
        Property(
            name=name,
            type=_TYPES[type(value)],
            value=value if isinstance(value, str) else json.dumps(value),
        )
        for name, value in properties.items()
    ]

"""A level as JSON, with nothing left out: how it is saved, loaded and handed on.

docs/reference/level.schema.json is made from the classes here.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Annotated, Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from worldgen.documents import refusal
from worldgen.errors import InvalidSpec
from worldgen.levels.export.content import Content
from worldgen.levels.level import (
    Entity,
    Layer,
    Level,
    Link,
    LinkKind,
    Movement,
    MovementKind,
    Room,
)
from worldgen.levels.proof import Obligation, Proof
from worldgen.levels.tiles import Tile, TileSet, Trait
from worldgen.levels.verify.well_formed import well_formed

MAX_BYTES = 128 * 1024 * 1024
Made = TypeVar("Made")

Value = str | bool | int | float
Argument = Value | tuple[str, ...] | tuple[int, ...]
Number = Annotated[int | float, Field(ge=0, le=1)]
Row = list[Annotated[int, Field(ge=0, le=65_535)]]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class TileDocument(_Part):
    name: str
    glyph: Annotated[str, Field(min_length=1, max_length=1)]
    colour: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
    traits: list[Trait] = []


class LayerDocument(_Part):
    name: str
    cells: Annotated[
        list[list[Row]],
        Field(description="By floor, row, column: 0, or a tile's place in tiles, from 1."),
    ]


class RoomDocument(_Part):
    id: str
    kind: str
    x: int
    y: int
    width: int
    height: int
    floor: int = 0
    difficulty: Number = 0.0
    name: str = ""


class LinkDocument(_Part):
    a: str
    b: str
    kind: LinkKind = "open"
    key: str = ""


class EntityDocument(_Part):
    id: str
    kind: str
    x: int
    y: int
    floor: int = 0
    properties: dict[str, Value] = {}


class MovementDocument(_Part):
    kind: MovementKind = "walk4"
    jump: int = 3


class ObligationDocument(_Part):
    name: str
    arguments: dict[str, Argument] = {}
    stated_by: str = ""


class ProofDocument(_Part):
    moves: list[str] = []
    obligations: list[ObligationDocument] = []


class ProvenanceDocument(_Part):
    generator: str
    version: str
    seed: int
    spec_sha256: str = ""
    content_sha256: str = ""
    digital_source_type: str


class LevelDocument(_Part):
    """A level and its proof. x counts cells to the right, y down, floor up, all from 0."""

    format: Literal["npcgen level"]
    format_version: Literal[1]
    kind: str
    seed: int
    version: Annotated[str, Field(description="Of the generator.")]
    width: Annotated[int, Field(ge=1)]
    height: Annotated[int, Field(ge=1)]
    floors: Annotated[int, Field(ge=1)]
    tiles: list[TileDocument]
    layers: Annotated[list[LayerDocument], Field(description="Drawn in this order.")]
    rooms: list[RoomDocument] = []
    links: list[LinkDocument] = []
    entities: list[EntityDocument] = []
    movement: MovementDocument = MovementDocument()
    critical_path: Annotated[list[str], Field(description="Ids of rooms.")] = []
    difficulty: Annotated[list[Number], Field(description="Along the critical path.")] = []
    areas: Annotated[
        list[list[Row]] | None,
        Field(description="By floor, row, column: 0, or a room's place in rooms, from 1."),
    ] = None
    heights: Annotated[
        list[Row] | None, Field(description="By row, column: 0 is the lowest there can be.")
    ] = None
    sea_level: int = 0
    properties: dict[str, Value] = {}
    proof: ProofDocument | None = None
    provenance: ProvenanceDocument | None = None


def write_json(content: Content) -> dict[str, bytes]:
    document = {**_document(content.level), "provenance": asdict(content.provenance)}
    if content.proof is not None:
        document["proof"] = _proof(content.proof)
    try:
        text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return {f"{content.stem}.json": text.encode()}
    except ValueError as error:
        raise InvalidSpec.at("proof", f"JSON can't hold it: {error}") from None


def from_json(data: bytes) -> tuple[Level, Proof | None]:
    """What was written, equal in every part. Raises InvalidSpec, naming the field."""
    if len(data) > MAX_BYTES:
        raise InvalidSpec.at("level", f"{len(data)} bytes; at most {MAX_BYTES} are read")
    try:
        document = LevelDocument.model_validate_json(data)
    except ValidationError as error:
        raise refusal(error, "level") from None
    level = _level(document)
    flaws = well_formed(level)
    if flaws:
        raise InvalidSpec.at("level", "; ".join(flaws[:3]))
    return level, _read_proof(document.proof)


def json_schema() -> dict[str, Any]:
    """What docs/reference/level.schema.json holds."""
    schema = LevelDocument.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _document(level: Level) -> dict[str, Any]:
    plain = ("kind", "seed", "version", "width", "height", "floors", "sea_level")
    return {
        "format": "npcgen level",
        "format_version": 1,
        **{name: getattr(level, name) for name in plain},
        "tiles": [{**_parts(tile), "traits": sorted(tile.traits)} for tile in level.tiles],
        "movement": _parts(level.movement),
        "rooms": [_parts(room) for room in level.rooms],
        "links": [_parts(link) for link in level.links],
        "entities": [_parts(entity) for entity in level.entities],
        "critical_path": level.critical_path,
        "difficulty": level.difficulty,
        "properties": dict(level.properties),
        "layers": [{"name": each.name, "cells": each.cells.tolist()} for each in level.layers],
        "areas": None if level.areas is None else level.areas.tolist(),
        "heights": None if level.heights is None else level.heights.tolist(),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "moves": proof.moves,
        "obligations": [_parts(promise) for promise in proof.obligations],
    }


def _parts(part: Any) -> dict[str, Any]:
    """A dataclass as a mapping, one deep: asdict copies for ever."""
    values = {field.name: getattr(part, field.name) for field in fields(part)}
    return {name: dict(v) if isinstance(v, Mapping) else v for name, v in values.items()}


def _level(read: LevelDocument) -> Level:
    return Level(
        kind=read.kind,
        seed=read.seed,
        version=read.version,
        width=read.width,
        height=read.height,
        floors=read.floors,
        tiles=TileSet(
            tuple(Tile(t.name, t.glyph, t.colour, frozenset(t.traits)) for t in read.tiles)
        ),
        layers=tuple(
            Layer(each.name, _array(f"layers[{at}].cells", each.cells))
            for at, each in enumerate(read.layers)
        ),
        rooms=tuple(_made(Room, each) for each in read.rooms),
        links=tuple(_made(Link, each) for each in read.links),
        entities=tuple(_made(Entity, each) for each in read.entities),
        movement=_made(Movement, read.movement),
        critical_path=tuple(read.critical_path),
        difficulty=tuple(read.difficulty),
        areas=None if read.areas is None else _array("areas", read.areas),
        heights=None if read.heights is None else _array("heights", read.heights),
        sea_level=read.sea_level,
        properties=read.properties,
    )


def _made(part: type[Made], read: BaseModel) -> Made:
    return part(**{name: getattr(read, name) for name in type(read).model_fields})


def _array(path: str, rows: list[Any]) -> NDArray[np.uint16]:
    try:
        return np.array(rows, np.uint16)
    except ValueError:
        raise InvalidSpec.at(path, "its rows aren't all of one length; make them so") from None


def _read_proof(read: ProofDocument | None) -> Proof | None:
    if read is None:
        return None
    return Proof(tuple(read.moves), tuple(_made(Obligation, each) for each in read.obligations))

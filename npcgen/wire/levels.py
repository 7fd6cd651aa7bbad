"""protobuf <-> levels, and nothing else."""

import zlib
from collections.abc import Iterator

import numpy as np
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct
from numpy.typing import NDArray

from npcgen.errors import InvalidArgument
from npcgen.v1 import level_pb2 as pb
from npcgen.wire.files import CHUNK_BYTES, parts
from npcgen.wire.level_specs import spec_to
from npcgen.wire.provenance import provenance_to
from npcgen.wire.values import fill, number, plain
from worldgen.levels import level as levels
from worldgen.levels.generated import Answer
from worldgen.levels.preview import Preview
from worldgen.levels.proof import Argument, Obligation, Proof
from worldgen.levels.report import Finding
from worldgen.levels.tiles import TRAITS, Tile, TileSet

MAX_CELLS = 2048 * 2048 * 8
"""Of all layers together of a level that a client sends."""


def events_of(answer: Answer, total_ms: float) -> Iterator[pb.LevelEvent]:
    """The level, its cells in parts, and what completes it."""
    made, level = answer.made, answer.made.level
    yield pb.LevelEvent(level=level_to(level))
    yield from map(_cells_event, cells_of(level))
    yield pb.LevelEvent(
        completed=pb.LevelCompleted(
            seed=level.seed,
            generator_version=level.version,
            content_sha256=made.provenance.content_sha256,
            proof=proof_to(made.proof),
            spec=spec_to(made.spec),
            provenance=provenance_to(made.provenance),
            total_ms=total_ms,
            unused_words=answer.unused_words,
        )
    )


def whole_level_to(level: levels.Level) -> pb.Level:
    """The level as a request carries it: its cells compressed."""
    message = level_to(level)
    for part, layer in zip(message.layers, level.layers, strict=True):
        part.cells_zlib = zlib.compress(_bytes(layer.cells))
    if level.areas is not None:
        message.areas_zlib = zlib.compress(_bytes(level.areas))
    if level.heights is not None:
        message.heights_zlib = zlib.compress(_bytes(level.heights))
    return message


def level_to(level: levels.Level, *, cells: bool = False) -> pb.Level:
    """The level; with its cells only where asked for."""
    message = pb.Level(
        kind=level.kind,
        seed=level.seed,
        version=level.version,
        width=level.width,
        height=level.height,
        floors=level.floors,
        tiles=map(tile_to, level.tiles),
        layers=[
            pb.LevelLayer(name=layer.name, cells=_bytes(layer.cells) if cells else b"")
            for layer in level.layers
        ],
        rooms=map(_room_to, level.rooms),
        links=[pb.LevelLink(a=it.a, b=it.b, kind=it.kind, key=it.key) for it in level.links],
        entities=map(_entity_to, level.entities),
        movement=level.movement.kind,
        jump=level.movement.jump,
        critical_path=level.critical_path,
        difficulty=level.difficulty,
        sea_level=level.sea_level,
    )
    fill(message.properties, level.properties)
    if cells and level.areas is not None:
        message.areas = _bytes(level.areas)
    if cells and level.heights is not None:
        message.heights = _bytes(level.heights)
    return message


def cells_of(level: levels.Level) -> Iterator[pb.LevelCells]:
    """Every array of the level, in parts."""
    arrays: list[tuple[str, NDArray[np.uint16] | None]] = [
        *((layer.name, layer.cells) for layer in level.layers),
        ("areas", level.areas),
        ("heights", level.heights),
    ]
    for name, array in arrays:
        data = _bytes(array) if array is not None else b""
        for offset in range(0, len(data), CHUNK_BYTES):
            yield pb.LevelCells(layer=name, offset=offset, data=data[offset : offset + CHUNK_BYTES])


def level_from(message: pb.Level) -> levels.Level:
    """Raises InvalidArgument for what can't be read; whether it makes sense, `well_formed` says."""
    cells = message.width * message.height * message.floors
    layers = len(message.layers)
    if cells == 0 or cells * max(1, layers) > MAX_CELLS:
        raise InvalidArgument.at(
            "level",
            f"{message.width}x{message.height} cells on {message.floors} floors in {layers} layers "
            f"are {cells * layers}; 1..{MAX_CELLS} can be read",
        )
    shape = (message.floors, message.height, message.width)
    read = tuple(
        levels.Layer(
            layer.name, _array(layer.cells, layer.cells_zlib, shape, f"level.layers[{at}].cells")
        )
        for at, layer in enumerate(message.layers)
    )
    return levels.Level(
        kind=message.kind,
        seed=message.seed,
        version=message.version,
        width=message.width,
        height=message.height,
        floors=message.floors,
        tiles=TileSet(tuple(map(_tile_from, message.tiles))),
        layers=read,
        rooms=tuple(_room_from(room) for room in message.rooms),
        links=tuple(_link_from(link, at) for at, link in enumerate(message.links)),
        entities=tuple(_entity_from(entity) for entity in message.entities),
        movement=_movement_from(message),
        critical_path=tuple(message.critical_path),
        difficulty=tuple(message.difficulty),
        areas=_maybe(message.areas, message.areas_zlib, shape, "level.areas"),
        heights=_maybe(message.heights, message.heights_zlib, shape[1:], "level.heights"),
        sea_level=message.sea_level,
        properties={name: plain(value) for name, value in message.properties.items()},
    )


def preview_to(preview: Preview) -> pb.LevelPreview:
    floors, height, width = preview.cells.shape
    return pb.LevelPreview(
        width=width,
        height=height,
        floors=floors,
        stride=preview.stride,
        tiles=map(tile_to, preview.tiles),
        cells=preview.cells.tobytes(),
    )


def tile_to(tile: Tile) -> pb.LevelTile:
    return pb.LevelTile(
        name=tile.name, glyph=tile.glyph, colour=tile.colour, traits=sorted(tile.traits)
    )


def preview_from(message: pb.LevelPreview) -> Preview:
    shape = (message.floors, message.height, message.width)
    cells = np.frombuffer(message.cells, np.uint8).reshape(shape)
    return Preview(message.stride, TileSet(tuple(map(_tile_from, message.tiles))), cells)


def proof_to(proof: Proof) -> pb.LevelProof:
    return pb.LevelProof(moves=proof.moves, obligations=map(_obligation_to, proof.obligations))


def proof_from(message: pb.LevelProof) -> Proof:
    return Proof(tuple(message.moves), tuple(map(_obligation_from, message.obligations)))


def finding_from(message: pb.LevelFinding) -> Finding:
    return Finding(message.name, message.stated_by, message.holds, message.message)


def finding_to(finding: Finding) -> pb.LevelFinding:
    return pb.LevelFinding(
        name=finding.name,
        stated_by=finding.stated_by,
        holds=finding.holds,
        message=finding.sentence,
    )


def parts_of(file: str, data: bytes) -> Iterator[pb.ExportLevelResponse]:
    for part, last in parts(data):
        yield pb.ExportLevelResponse(file=file, data=part, last=last)


def _cells_event(cells: pb.LevelCells) -> pb.LevelEvent:
    return pb.LevelEvent(cells=cells)


def _bytes(array: NDArray[np.uint16]) -> bytes:
    return array.astype("<u2").tobytes()


def _maybe(
    raw: bytes, deflated: bytes, shape: tuple[int, ...], path: str
) -> NDArray[np.uint16] | None:
    return _array(raw, deflated, shape, path) if raw or deflated else None


def _array(raw: bytes, deflated: bytes, shape: tuple[int, ...], path: str) -> NDArray[np.uint16]:
    """NOTE: never inflates more than the shape has room for."""
    expected = 2 * int(np.prod(shape))
    if deflated:
        try:
            raw = zlib.decompressobj().decompress(deflated, expected + 1)
        except zlib.error as error:
            raise InvalidArgument.at(f"{path}_zlib", f"zlib can't read it: {error}") from None
    if len(raw) != expected:
        raise InvalidArgument.at(
            path, f"it has {len(raw)} bytes; {expected} are two for each cell of the level"
        )
    return np.frombuffer(raw, "<u2").astype(np.uint16).reshape(shape)


def _tile_from(message: pb.LevelTile) -> Tile:
    traits = frozenset(trait for trait in TRAITS if trait in message.traits)
    return Tile(message.name, message.glyph, message.colour, traits)


def _room_to(room: levels.Room) -> pb.LevelRoom:
    return pb.LevelRoom(
        id=room.id,
        kind=room.kind,
        x=room.x,
        y=room.y,
        width=room.width,
        height=room.height,
        floor=room.floor,
        difficulty=room.difficulty,
        name=room.name,
    )


def _room_from(room: pb.LevelRoom) -> levels.Room:
    return levels.Room(
        room.id,
        room.kind,
        room.x,
        room.y,
        room.width,
        room.height,
        room.floor,
        room.difficulty,
        room.name,
    )


def _link_from(link: pb.LevelLink, at: int) -> levels.Link:
    for kind in levels.LINK_KINDS:
        if link.kind == kind:
            return levels.Link(link.a, link.b, kind, link.key)
    raise InvalidArgument.at(
        f"level.links[{at}].kind", f"{link.kind!r} is none of: {', '.join(levels.LINK_KINDS)}"
    )


def _movement_from(message: pb.Level) -> levels.Movement:
    for kind in levels.MOVEMENTS:
        if (message.movement or "walk4") == kind:
            return levels.Movement(kind, message.jump or 3)
    raise InvalidArgument.at(
        "level.movement", f"{message.movement!r} is none of: {', '.join(levels.MOVEMENTS)}"
    )


def _entity_to(entity: levels.Entity) -> pb.LevelEntity:
    message = pb.LevelEntity(
        id=entity.id, kind=entity.kind, x=entity.x, y=entity.y, floor=entity.floor
    )
    fill(message.properties, entity.properties)
    return message


def _entity_from(entity: pb.LevelEntity) -> levels.Entity:
    properties = {name: plain(value) for name, value in entity.properties.items()}
    return levels.Entity(entity.id, entity.kind, entity.x, entity.y, entity.floor, properties)


def _obligation_to(obligation: Obligation) -> pb.LevelObligation:
    arguments = Struct()
    arguments.update(
        {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in obligation.arguments.items()
        }
    )
    return pb.LevelObligation(
        name=obligation.name, arguments=arguments, stated_by=obligation.stated_by
    )


def _obligation_from(message: pb.LevelObligation) -> Obligation:
    arguments: dict[str, Argument] = {}
    for name, value in json_format.MessageToDict(message.arguments).items():
        if isinstance(value, list):
            arguments[name] = tuple(number(each) for each in value)
        elif isinstance(value, str | int | float | bool):
            arguments[name] = number(value)
    return Obligation(message.name, arguments, message.stated_by)

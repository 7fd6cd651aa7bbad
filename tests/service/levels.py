"""LevelService as a test needs it: a server that makes levels, its stub, small specs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc

from npcgen.v1 import level_pb2 as pb
from npcgen.v1.level_pb2_grpc import LevelServiceStub
from tests.service.conftest import Server

ROOM = """
kind: rules
size: 9x7
tiles: {wall: "#", floor: ".", spawn: "@", exit: ">"}
constraints:
  border: wall
  connected: [[floor, spawn, exit]]
  paths: [{from: spawn, to: exit, length: 6}]
"""
LONG = """
kind: example
size: 400x400
deadline_ms: 60000
tiles: {wall: "#", floor: "."}
sample: |
  ........
  .#####..
  .#...#..
  .#...##.
  .##...#.
  ..#...#.
  ..##.##.
  ........
"""
"""Takes some seconds."""


@asynccontextmanager
async def level_stub(server: Server) -> AsyncIterator[LevelServiceStub]:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        yield LevelServiceStub(channel)


async def made(call: Any) -> list[pb.LevelEvent]:
    """All events of a call."""
    return [response.event async for response in call]


def level_of(events: list[pb.LevelEvent]) -> pb.Level:
    """The level, its cells put together, as requests carry it."""
    [level] = [event.level for event in events if event.HasField("level")]
    data: dict[str, bytes] = {}
    for event in events:
        if event.HasField("cells"):
            before = data.get(event.cells.layer, b"")
            assert event.cells.offset == len(before)
            data[event.cells.layer] = before + event.cells.data
    for layer in level.layers:
        layer.cells = data[layer.name]
    level.areas, level.heights = data.get("areas", b""), data.get("heights", b"")
    return level


def asked(yaml: str = "", **fields: Any) -> pb.GenerateLevelRequest:
    prompt, previews = fields.pop("prompt", ""), fields.pop("previews", False)
    return pb.GenerateLevelRequest(
        spec=pb.LevelSpec(yaml=yaml, **fields), prompt=prompt, previews=previews
    )

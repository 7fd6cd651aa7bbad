"""LevelService as a test needs it: a server that makes levels, its stub, small specs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc

from npcgen.v1 import level_pb2 as pb
from npcgen.v1.level_pb2_grpc import LevelServiceStub
from tests.service.conftest import Serve, Server

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


async def making(serve: Serve, **given: Any) -> Server:
    """A server with one worker."""
    return await serve(generation_workers=1, **given)


async def made(call: Any) -> list[pb.LevelEvent]:
    """All events of a call."""
    return [response.event async for response in call]


def asked(yaml: str = "", **fields: Any) -> pb.GenerateLevelRequest:
    prompt, previews = fields.pop("prompt", ""), fields.pop("previews", False)
    return pb.GenerateLevelRequest(
        spec=pb.LevelSpec(yaml=yaml, **fields), prompt=prompt, previews=previews
    )

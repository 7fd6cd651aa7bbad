"""TextureService as a test needs it: its stub, all events of a call, the files they carry."""

import io
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import grpc
import numpy as np
from PIL import Image

from npcgen.v1 import texture_pb2 as pb
from npcgen.v1.texture_pb2_grpc import TextureServiceStub
from tests.service.conftest import Server

MOSSY = pb.TextureSurface(material="castle_wall", layers={"moss": 0.5}, seed=3)


@asynccontextmanager
async def texture_stub(server: Server) -> AsyncIterator[TextureServiceStub]:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        yield TextureServiceStub(channel)


def asked(material: str = "", **fields: Any) -> pb.GenerateTextureRequest:
    """A request; of a spec's fields only size, yaml and the surface's material are named here."""
    spec = pb.TextureSpec(yaml=fields.pop("yaml", ""))
    if material:
        spec.surface.material = material
    if "size" in fields:
        spec.width = fields.pop("size")
    return pb.GenerateTextureRequest(spec=spec, **fields)


async def made(call: Any) -> list[pb.TextureEvent]:
    """All events of a call."""
    return [response.event async for response in call]


def files_of(events: Iterable[pb.TextureEvent]) -> dict[str, bytes]:
    """What the parts make up."""
    files: dict[str, bytes] = {}
    for event in events:
        if event.HasField("file"):
            files[event.file.file] = files.get(event.file.file, b"") + event.file.data
    return files


def picture(width: int, height: int, mode: str = "RGB") -> bytes:
    """A PNG of uneven dots, the same every time."""
    dots = np.random.default_rng(7).integers(0, 256, (height, width, 3), np.uint8)
    data = io.BytesIO()
    Image.fromarray(dots).convert(mode).save(data, "PNG")
    return data.getvalue()

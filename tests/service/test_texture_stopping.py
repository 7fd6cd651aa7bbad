"""Whoever leaves a texture frees its worker, at once, whatever it is doing."""

import asyncio
from typing import Any

from npcgen.v1 import texture_pb2 as pb
from npcgen.v1.texture_pb2_grpc import TextureServiceStub
from tests.service.conftest import Serve
from tests.service.native import EOF
from tests.service.test_level_stopping import children
from tests.service.textures import asked, files_of, made, picture, texture_stub


async def under_way(stub: TextureServiceStub, phase: str = "painting") -> Any:
    """A call of some seconds, in that phase."""
    call = stub.GenerateTexture(asked("castle_wall", size=4096))
    while (await call.read()).event.progress.phase != phase:
        pass
    return call


async def test_a_cancelled_call_frees_its_worker_and_keeps_its_process(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    async with texture_stub(server) as stub:
        await made(stub.GenerateTexture(asked("castle_wall", size=64)))
        before = {child.pid for child in children()}
        (await under_way(stub)).cancel()
        events = await made(stub.GenerateTexture(asked("cobble", size=64)))
    assert events[-1].HasField("completed")
    assert {child.pid for child in children()} == before


async def test_one_that_is_cancelled_while_it_is_packed_frees_its_worker(serve: Serve) -> None:
    """Nothing asks there whether it is still wanted: the process ends, and another takes over."""
    server = await serve(generation_workers=1)
    async with texture_stub(server) as stub:
        (await under_way(stub, "writing normal")).cancel()
        events = await made(stub.GenerateTexture(asked("cobble", size=64)))
    assert events[-1].HasField("completed")


async def test_a_client_that_is_gone_frees_its_worker(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    async with texture_stub(server) as stub:
        await under_way(stub)
        assert server.app.workers.busy == 1
    async with texture_stub(server) as another:
        events = await made(another.GenerateTexture(asked("cobble", size=64)))
    assert events[-1].HasField("completed")


async def test_a_client_that_reads_nothing_holds_no_worker(serve: Serve) -> None:
    """Its files wait in the server: somebody else's texture is made meanwhile."""
    server = await serve(generation_workers=1, stall_s=60.0)
    async with texture_stub(server) as stub, texture_stub(server) as another:
        slow = stub.GenerateTexture(asked("cobble", size=1024))
        while not (await slow.read()).event.HasField("file"):
            pass
        events = await made(another.GenerateTexture(asked("cobble", size=64)))
        rest = [response.event async for response in _rest(slow)]
    assert events[-1].HasField("completed")
    assert rest[-1].HasField("completed")


async def _rest(call: Any) -> Any:
    while (response := await call.read()) is not EOF:
        yield response


async def test_a_picture_that_is_continued_can_be_left(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    request = pb.GenerateFromExampleRequest(albedo=picture(512, 512), width=4096)
    async with texture_stub(server) as stub:
        call = stub.GenerateFromExample(request)
        while (await call.read()).event.progress.phase != "laying patches":
            pass
        call.cancel()
        events = await made(stub.GenerateTexture(asked("cobble", size=64)))
    assert len(files_of(events)) == 6


async def test_two_at_once_give_what_one_gives(serve: Serve) -> None:
    server = await serve(generation_workers=2)
    async with texture_stub(server) as stub:
        calls = [made(stub.GenerateTexture(asked("castle_wall", size=256))) for _ in range(2)]
        one, other = await asyncio.gather(*calls)
    assert files_of(one) == files_of(other)

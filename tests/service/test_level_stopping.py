"""Whoever leaves frees the worker, a worker that dies is replaced, and none outlives its server."""

import asyncio
import subprocess
import sys
from typing import Any

import grpc
import psutil

from npcgen.errors import Unavailable
from npcgen.v1 import level_pb2 as pb
from npcgen.v1.level_pb2_grpc import LevelServiceStub
from tests.service.conftest import Serve
from tests.service.levels import LONG, ROOM, asked, level_stub, made
from tests.service.native import EOF, failure_of


def children() -> list[psutil.Process]:
    """The workers of servers in this process."""
    return [
        child
        for child in psutil.Process().children()
        if "npcgen.workers.child" in " ".join(child.cmdline())
    ]


async def under_way(stub: LevelServiceStub) -> Any:
    """A call whose level is being collapsed."""
    call = stub.GenerateLevel(asked(LONG))
    while (await call.read()).event.progress.phase != "collapsing":
        pass
    return call


async def test_a_cancelled_call_frees_its_worker_and_keeps_its_process(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    async with level_stub(server) as stub:
        await made(stub.GenerateLevel(asked(ROOM)))
        before = {child.pid for child in children()}
        (await under_way(stub)).cancel()
        events = await made(stub.GenerateLevel(asked(ROOM, seed=2)))
    assert events[-1].HasField("completed")
    assert {child.pid for child in children()} == before


async def test_a_client_that_is_gone_frees_its_worker(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    async with level_stub(server) as stub:
        await under_way(stub)
        assert server.app.workers.busy == 1
    async with level_stub(server) as another:
        events = await made(another.GenerateLevel(asked(ROOM)))
    assert events[-1].HasField("completed")


async def test_a_worker_that_is_killed_is_told_and_replaced(serve: Serve) -> None:
    before = {child.pid for child in children()}
    server = await serve(generation_workers=1)
    async with level_stub(server) as stub:
        call = await under_way(stub)
        [worker] = [child for child in children() if child.pid not in before]
        worker.kill()
        _, error = await failure_of(rest_of(call))
        events = await made(stub.GenerateLevel(asked(ROOM)))
    assert isinstance(error, Unavailable)
    assert error.reason == "WORKER_DIED"
    assert events[-1].HasField("completed")


async def rest_of(call: Any) -> pb.LevelEvent:
    """The last event of a call of which something was read."""
    last = pb.LevelEvent()
    while (response := await call.read()) is not EOF:
        last = response.event
    return last


async def test_two_workers_make_two_at_once(serve: Serve) -> None:
    server = await serve(generation_workers=2)
    async with level_stub(server) as stub:
        long = await under_way(stub)
        events = await made(stub.GenerateLevel(asked(ROOM)))
        assert server.app.workers.busy == 1
        long.cancel()
    assert events[-1].HasField("completed")


async def test_a_third_waits_for_its_turn(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    async with level_stub(server) as stub:
        long = await under_way(stub)
        waits = stub.GenerateLevel(asked(ROOM))
        first = (await waits.read()).event
        assert first.progress.phase == "waiting for a free worker"
        long.cancel()
        last = await rest_of(waits)
    assert last.HasField("completed")


async def test_a_stopped_server_leaves_no_worker(serve: Serve) -> None:
    before = {child.pid for child in children()}
    server = await serve(generation_workers=2)
    async with level_stub(server) as stub:
        await under_way(stub)
        await server.app.stop(0.0)
    assert {child.pid for child in children()} <= before


async def test_a_stopped_server_tells_whoever_waits_for_a_level(serve: Serve) -> None:
    server = await serve(generation_workers=1)
    async with level_stub(server) as stub:
        calls = [await under_way(stub), stub.GenerateLevel(asked(ROOM))]
        await calls[1].read()
        stopping = asyncio.create_task(server.app.stop(0.0))
        failures = [await failure_of(rest_of(call)) for call in calls]
        await stopping
    for code, error in failures:
        assert code is grpc.StatusCode.UNAVAILABLE
        assert (error.reason, error.retry_after_s) == ("DRAINING", 5.0)


async def test_what_makes_levels_is_never_loaded_into_the_server() -> None:
    """In a process of its own, for the tests' has it."""
    command = [sys.executable, "-m", "tests.service.bare_server"]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, timeout=100
    )
    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr

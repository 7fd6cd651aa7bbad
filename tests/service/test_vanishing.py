"""Clients that go away, or stay and read nothing: nothing of them is left behind."""

import asyncio
import gc
import json
import random
import socket
import string

import grpc
import httpx
import psutil

from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service import wire
from tests.service.conftest import Serve, Server, scripted, words
from tests.service.native import EOF, begin, failure_of, line, talking

SLOW = words(400)
LETTERS = "".join(random.Random(1).choices(string.ascii_lowercase, k=8_000))
HUGE = " ".join(f"{LETTERS[at:]}{LETTERS[:at]}." for at in range(3_000))


async def test_a_native_client_that_cancels_frees_its_slot(serve: Serve) -> None:
    server = await serve(scripted(SLOW, tokens_per_s=50))
    async with talking(server) as stub:
        call = stub.Chat(line(await begin(stub)))
        await call.read()
        assert server.app.models.active == 1
        call.cancel()
        await idle(server)


async def test_a_native_client_whose_connection_drops_frees_its_slot(serve: Serve) -> None:
    server = await serve(scripted(SLOW, tokens_per_s=50))
    channel = grpc.aio.insecure_channel(server.grpc)
    stub = DialogueServiceStub(channel)
    call = stub.Chat(line(await begin(stub)))
    await call.read()
    await channel.close(None)
    await idle(server)


async def test_an_http_client_that_vanishes_frees_its_slot(serve: Serve) -> None:
    server = await serve(scripted(SLOW, tokens_per_s=50))
    async with httpx.AsyncClient(base_url=server.http) as client:
        conversation = await wire.begin(client)
    reader, writer = await open_chat(server, conversation)
    await reader.readuntil(b"started")
    assert server.app.models.active == 1
    writer.transport.abort()
    await idle(server)


async def test_a_client_that_vanished_may_come_back_to_its_conversation(serve: Serve) -> None:
    server = await serve(scripted(SLOW, tokens_per_s=50))
    async with talking(server) as stub:
        conversation = await begin(stub)
        for _ in range(2):
            call = stub.Chat(line(conversation))
            await call.read()
            call.cancel()
            await idle(server)


async def test_200_vanishing_clients_leave_no_task_and_no_memory(serve: Serve) -> None:
    server = await serve(scripted(SLOW, tokens_per_s=200, slots=64))
    async with talking(server) as stub:
        conversations = [await begin(stub) for _ in range(20)]
        await vanish_from_all(server, stub, conversations[:4], conversations[4:8])
        tasks, memory = len(asyncio.all_tasks()), rss_mib()
        for _ in range(10):
            await vanish_from_all(server, stub, conversations[:10], conversations[10:])
        assert server.app.calls.in_flight == 0
        assert len(asyncio.all_tasks()) <= tasks
    assert rss_mib() - memory < 20


async def test_a_native_client_that_stops_reading_is_given_up(serve: Serve) -> None:
    server = await serve(scripted(HUGE, tokens_per_s=100_000), stall_s=0.3)
    async with talking(server) as stub:
        call = stub.Chat(line(await begin(stub), max_tokens=4096))
        await call.read()
        await idle(server)
        code, error = await failure_of(read_all(call))
    assert code is grpc.StatusCode.CANCELLED
    assert error.message == "nothing was read for 0.3 s"
    assert error.reason == "STALLED_READER"


async def test_an_http_client_that_stops_reading_is_given_up(serve: Serve) -> None:
    server = await serve(scripted(HUGE, tokens_per_s=100_000), stall_s=0.3)
    async with httpx.AsyncClient(base_url=server.http) as client:
        conversation = await wire.begin(client)
    reader, writer = await open_chat(server, conversation, max_tokens=4096)
    await reader.readuntil(b"started")
    await idle(server)
    writer.transport.abort()


async def vanish_from_all(
    server: Server, stub: DialogueServiceStub, native: list[str], http: list[str]
) -> None:
    """One client for each conversation: it starts a reply and goes away."""
    calls = [stub.Chat(line(conversation)) for conversation in native]
    streams = [await open_chat(server, conversation) for conversation in http]
    for call in calls:
        await call.read()
        call.cancel()
    for reader, writer in streams:
        await reader.readuntil(b"started")
        writer.transport.abort()
    await idle(server)


async def open_chat(
    server: Server, conversation_id: str, max_tokens: int = 500
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A Chat over a bare socket, so that it can be dropped or left unread."""
    body = {"conversationId": conversation_id, "text": "Hm?", "limits": {"maxTokens": max_tokens}}
    data = wire.envelope(json.dumps(body).encode())
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    narrow.connect((server.bound.host, server.bound.http_port))
    reader, writer = await asyncio.open_connection(sock=narrow, limit=4_096)
    writer.write(
        f"POST {wire.DIALOGUE}Chat HTTP/1.1\r\nhost: localhost\r\n"
        f"content-type: application/connect+json\r\ncontent-length: {len(data)}\r\n\r\n".encode()
        + data
    )
    return reader, writer


async def idle(server: Server) -> None:
    """Waits until nothing is being generated and no call is in flight."""
    async with asyncio.timeout(10):
        while busy(server):  # noqa: ASYNC110 (nothing tells when)
            await asyncio.sleep(0.01)


def busy(server: Server) -> bool:
    slot = server.app.models
    return bool(slot.active or slot.queued or server.app.calls.in_flight)


async def read_all(call: "grpc.aio.UnaryStreamCall[object, object]") -> None:
    while await call.read() is not EOF:
        continue


def rss_mib() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1024 / 1024

"""A client that sends half a request, or opens a thousand connections, gets nowhere with it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from npcgen.service.http import HttpServer
from npcgen.settings import Settings

HEAD = b"POST / HTTP/1.1\r\nhost: localhost\r\n"
WHOLE = HEAD + b"content-length: 0\r\n\r\n"
UPGRADE = (
    b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
REQUEST_S = 0.3


class Echo:
    """Answers with the request's body; at /slow in three parts, each longer than a request may."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.say_late(receive, send)
            return
        body = await Request(scope, receive).body()
        slow = StreamingResponse(self.parts()) if scope["path"] == "/slow" else Response(body)
        await slow(scope, receive, send)

    async def say_late(self, receive: Receive, send: Send) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await asyncio.sleep(REQUEST_S * 3)
        await send({"type": "websocket.send", "text": "late"})

    async def parts(self) -> AsyncIterator[bytes]:
        for _ in range(3):
            await asyncio.sleep(REQUEST_S * 1.5)
            yield b"part"


@asynccontextmanager
async def listening(
    *, request_s: float = REQUEST_S, max_connections: int = 100
) -> AsyncIterator[int]:
    """The port of a server that gives a request so many seconds to arrive."""
    server = HttpServer(
        Settings(http_port=0), Echo(), request_s=request_s, max_connections=max_connections
    )
    yield await server.start()
    await server.stop()


async def rest_of(reader: asyncio.StreamReader) -> bytes:
    """What still comes until the server ends the connection."""
    try:
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", HEAD, HEAD + b"content-length: 10\r\n\r\nhalf"],
)
async def test_half_a_request_ends_its_connection(sent: bytes) -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        assert await rest_of(reader) == b""
        writer.close()


async def test_a_web_socket_has_all_the_time_it_likes() -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPGRADE)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
        assert await reader.readexactly(6) == b"\x81\x04late"
        writer.close()


async def test_a_trickle_does_not_begin_the_time_anew() -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        ended = asyncio.create_task(rest_of(reader))
        while not ended.done():
            writer.write(b"x")
            await asyncio.sleep(REQUEST_S / 10)
        assert await ended == b""
        writer.close()


async def test_half_a_second_request_ends_its_connection_too() -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(WHOLE + HEAD)
        assert (await rest_of(reader)).startswith(b"HTTP/1.1 200 OK\r\n")
        writer.close()


async def test_an_answer_may_take_longer_and_a_pause_between_requests_too() -> None:
    async with listening() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(WHOLE.replace(b"/ ", b"/slow ", 1))
        assert (await reader.readuntil(b"0\r\n\r\n")).count(b"part") == 3
        await asyncio.sleep(REQUEST_S * 1.5)
        writer.write(WHOLE)
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
        writer.close()


async def test_a_newcomer_takes_the_place_of_who_waits_longest() -> None:
    async with listening(request_s=60, max_connections=3) as port:
        waiting = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(WHOLE)
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
        assert await rest_of(waiting[0][0]) == b""
        assert [each.at_eof() for each, _ in waiting] == [True, False, False]
        for _, other in (*waiting, (reader, writer)):
            other.close()


async def test_answers_in_flight_keep_their_places() -> None:
    async with listening(max_connections=1) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(WHOLE.replace(b"/ ", b"/slow ", 1))
        assert (await reader.readline()) == b"HTTP/1.1 200 OK\r\n"
        late, refused = await asyncio.open_connection("127.0.0.1", port)
        assert await rest_of(late) == b""
        assert (await reader.readuntil(b"0\r\n\r\n")).count(b"part") == 3
        writer.close()
        refused.close()


async def test_web_sockets_count_and_leave_half_of_the_places() -> None:
    async with listening(request_s=60, max_connections=4) as port:
        sockets = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        for reader, writer in sockets[:2]:
            writer.write(UPGRADE)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
        sockets[2][1].write(UPGRADE)
        assert await rest_of(sockets[2][0]) == b""
        waiting = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        assert await rest_of(waiting[0][0]) == b""
        for _, writer in (*sockets, *waiting):
            writer.close()

"""A proxy between a driver and a server that does what a real server never does.

One for each call, on a port of its own. It forwards the request as it comes, and spoils the answer
as the call's `fault` says (README.md, "Faults"). None of its code is the server's.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from typing import Any

from clients.conformance import spoil
from clients.conformance.wire import (
    Envelopes,
    Head,
    connect,
    read_body,
    read_head,
)

_RESET = struct.pack("ii", 1, 0)
_LATEST_S = 8.0
"""Nothing is held back for longer."""


class FaultProxy:
    """Runs between `start` and `close`."""

    def __init__(self, target: str, fault: Mapping[str, Any]) -> None:
        self._target = target
        self._fault = fault
        self._seen = 0
        self._more = asyncio.Event()
        self._came = 0
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self) -> str:
        """Its URL."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def saw(self) -> None:
        """The driver handed on one more event: what was held for it may go."""
        self._seen += 1
        self._more.set()

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self._came += 1
        try:
            with suppress(OSError, asyncio.IncompleteReadError, _Cut):
                await self._answer(reader, writer)
        except asyncio.CancelledError:
            pass
        finally:
            writer.close()
            self._connections.discard(task)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._came <= self._fault.get("refuse", 0):
            _reset(writer)
        elif self._fault.get("silent") or "answer" in self._fault:
            head = await read_head(reader)
            async for _ in read_body(reader, head):
                pass
            if "answer" in self._fault:
                writer.write(spoil.raw_answer(self._fault["answer"]))
                await writer.drain()
            else:
                await reader.read()
        else:
            await self._forward(reader, writer)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await connect(self._target)
        request = asyncio.create_task(_pump(reader, to_server))
        response = asyncio.create_task(self._respond(from_server, writer))
        try:
            # Whoever leaves first, the driver or the server, ends the other's side too.
            await asyncio.wait((request, response), return_when=asyncio.FIRST_COMPLETED)
            if response.done():
                await response
        finally:
            for task in (request, response):
                task.cancel()
            await asyncio.gather(request, response, return_exceptions=True)
            to_server.close()

    async def _respond(self, server: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await read_head(server)
        body = read_body(server, head)
        out = _Pieces(writer, self._fault.get("pieces", 0))
        own = {"connection": "close", "transfer-encoding": "chunked"}
        plain = {name: value for name, value in head.headers.items() if name != "content-length"}
        writer.write(Head(head.first, plain).encoded(own))
        if head.is_stream:
            await self._spoil_stream(body, out)
        else:
            whole = b"".join([part async for part in body])
            await self._spoil_unary(whole, out)
        await out.finish()

    async def _spoil_unary(self, whole: bytes, out: "_Pieces") -> None:
        whole = spoil.unary(whole, self._fault)
        if "cut" in self._fault:
            await out.send(whole[: len(whole) // 2])
            self._cut(out)
        await out.send(whole)

    async def _spoil_stream(self, body: AsyncIterator[bytes], out: "_Pieces") -> None:
        messages = spoil.Messages(self._fault)
        envelopes = Envelopes()
        async for data in body:
            for flag, payload in envelopes.feed(data):
                for part in messages.spoilt(flag, payload):
                    await self._send_message(part, messages, out)

    async def _send_message(self, part: bytes, messages: spoil.Messages, out: "_Pieces") -> None:
        fault = self._fault
        if messages.sent == fault.get("hold_after", -1):
            await self._wait_seen(messages.sent)
        if messages.sent == fault.get("stall_after", -1):
            await asyncio.sleep(_LATEST_S)
        cut = fault.get("cut", {})
        if cut and messages.sent >= cut["after"]:
            rest = spoil.first_part(part, cut["at"])
            if rest is not None:
                await out.send(rest)
                if cut["how"] == "reset":
                    await self._wait_seen(messages.sent)
                self._cut(out)
        await asyncio.sleep(fault.get("pause_ms", 0) / 1000)
        await out.send(part)
        messages.sent += 1

    async def _wait_seen(self, count: int) -> None:
        async with asyncio.timeout(_LATEST_S):
            while self._seen < count:
                self._more.clear()
                await self._more.wait()

    def _cut(self, out: "_Pieces") -> None:
        """Ends the answer here; raises _Cut."""
        how = self._fault["cut"]["how"]
        if how == "end":
            out.writer.write(b"0\r\n\r\n")
        if how == "reset":
            _reset(out.writer)
        raise _Cut


class _Pieces:
    """A chunked body, in pieces of so many bytes; 0 leaves them as they come."""

    def __init__(self, writer: asyncio.StreamWriter, size: int) -> None:
        self.writer = writer
        self._size = size

    async def send(self, data: bytes) -> None:
        size = self._size or len(data)
        for at in range(0, len(data), size or 1):
            piece = data[at : at + size]
            self.writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            await self.writer.drain()
            if self._size:
                # So that the pieces leave one by one, and aren't one packet again.
                await asyncio.sleep(0)

    async def finish(self) -> None:
        self.writer.write(b"0\r\n\r\n")
        await self.writer.drain()


class _Cut(Exception):
    """The answer ends here on purpose."""


def _reset(writer: asyncio.StreamWriter) -> None:
    """The driver sees a reset, as when the machine behind it goes away."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.transport.abort()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()

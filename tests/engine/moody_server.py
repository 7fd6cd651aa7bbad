"""A chat-completions server on a real socket that does exactly what a test tells it to.

Each request to /chat/completions is answered by the next of `answers`; an answer gets the
connection and writes what it likes. The connection is closed after it.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]

STREAM = {"content-type": "text/event-stream"}


class MoodyServer:
    def __init__(self, *answers: Answer, paths: dict[str, object] | None = None) -> None:
        """`paths`: what other paths answer, as JSON; the rest is 404."""
        self.answers = list(answers)
        self.paths = {"/v1/models": {"data": [{"id": "sage", "max_model_len": 2048}]}}
        self.paths |= paths or {}
        self.locked = False
        """Whether every key is refused."""
        self.requests: list[dict] = []
        self.headers: list[bytes] = []
        self.open_connections = 0
        self.quiet = asyncio.Event()
        """Set while nobody is connected."""
        self.quiet.set()
        self.stopping = asyncio.Event()
        self.url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open_connections += 1
        self.quiet.clear()
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_connections -= 1
            if not self.open_connections:
                self.quiet.set()
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split()[1].decode()
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if b"content-length:" in line),
            0,
        )
        body = await reader.readexactly(length)
        if path == "/v1/chat/completions":
            self.requests.append(json.loads(body))
            self.headers.append(head)
            await self._run(self.answers.pop(0)(writer), reader)
        elif path in self.paths:
            status = 401 if self.locked else 200
            await answer(self.paths[path], status=status)(writer)
        else:
            await answer({"detail": "Not Found"}, status=404)(writer)

    async def _run(self, work: Awaitable[None], reader: asyncio.StreamReader) -> None:
        """Until it is done, the client closes the connection, or the server stops."""
        tasks = [asyncio.ensure_future(each) for each in (work, reader.read())]
        tasks.append(asyncio.ensure_future(self.stopping.wait()))
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def moody(*answers: Answer, **options: object) -> AsyncIterator[MoodyServer]:
    """A running server."""
    server = MoodyServer(*answers, **options)
    async with await asyncio.start_server(server.handle, "127.0.0.1", 0) as listening:
        server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
        yield server
        server.stopping.set()
        await server.quiet.wait()


def head(status: int = 200, headers: dict[str, str] | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status} X", "connection: close"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "", ""]).encode()


def answer(value: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """One JSON document."""
    given = {"content-type": "application/json"} | (headers or {})
    return raw(head(status, given), json.dumps(value).encode())


def raw(*pieces: bytes, pause_s: float = 0.0, hang: bool = False) -> Answer:
    """Exactly these bytes; then the end, or silence."""

    async def write(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        if hang:
            await asyncio.sleep(60)

    return write


def stream(*events: object, **options: object) -> Answer:
    """A stream of events: dicts as JSON, text as it is."""
    texts = (event if isinstance(event, str) else json.dumps(event) for event in events)
    return raw(head(200, STREAM), *(f"data: {text}\n\n".encode() for text in texts), **options)


def says(text: str, **fields: object) -> dict:
    """A chunk of content."""
    return {"model": "sage", "choices": [{"delta": {"content": text}}]} | fields


def ends(reason: str = "stop") -> dict:
    return {"model": "sage", "choices": [{"delta": {}, "finish_reason": reason}]}


def used(prompt: int, cached: int, completion: int) -> dict:
    usage = {"prompt_tokens": prompt, "completion_tokens": completion}
    return {"choices": [], "usage": usage | {"prompt_tokens_details": {"cached_tokens": cached}}}


DONE = "[DONE]"
FAREWELL = stream(says("fare"), says("well"), ends(), used(20, 16, 5), DONE)

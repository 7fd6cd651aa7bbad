"""HTTP/1.1 and Connect's envelopes, as far as the runner and its fault proxy need them."""

import asyncio
import json
import struct
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

STREAM_TYPE = "application/connect+json"
UNARY_TYPE = "application/json"
MESSAGE, END = 0, 2
_HEAD = struct.Struct(">BI")
_LIMIT = 64 * 1024
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Head:
    """The first lines of a request or an answer."""

    first: str
    headers: Mapping[str, str]
    """Names in lower case."""

    @property
    def status(self) -> int:
        return int(self.first.split(" ", 2)[1])

    @property
    def is_stream(self) -> bool:
        return self.status == 200 and self.headers.get("content-type") == STREAM_TYPE

    def encoded(self, headers: Mapping[str, str]) -> bytes:
        """As bytes, with these headers in the place of its own of the same names."""
        lines = [f"{name}: {value}" for name, value in {**self.headers, **headers}.items()]
        return "\r\n".join([self.first, *lines, "", ""]).encode("latin-1")


async def read_head(reader: asyncio.StreamReader) -> Head:
    """Raises IncompleteReadError where none comes."""
    text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = text.rstrip("\r\n").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return Head(first, {name.strip().lower(): value.strip() for name, _, value in pairs})


async def read_body(reader: asyncio.StreamReader, head: Head) -> AsyncIterator[bytes]:
    """The body's bytes as they come. Raises IncompleteReadError where it ends early."""
    if head.headers.get("transfer-encoding", "").lower() == "chunked":
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            yield await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readuntil(b"\r\n")
        return
    left = int(head.headers.get("content-length", "0"))
    while left:
        data = await reader.read(min(left, _PIECE))
        if not data:
            raise asyncio.IncompleteReadError(b"", left)
        left -= len(data)
        yield data


def envelope(payload: bytes, flag: int = MESSAGE) -> bytes:
    return _HEAD.pack(flag, len(payload)) + payload


def json_envelope(message: Mapping[str, Any], flag: int = MESSAGE) -> bytes:
    return envelope(json.dumps(message, ensure_ascii=False).encode(), flag)


class Envelopes:
    """Whole messages out of bytes that are cut anyhow."""

    def __init__(self) -> None:
        self._data = b""

    def feed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Each (flag, payload) that is whole now."""
        self._data += data
        while len(self._data) >= _HEAD.size:
            flag, length = _HEAD.unpack_from(self._data)
            end = _HEAD.size + length
            if len(self._data) < end:
                return
            payload, self._data = self._data[_HEAD.size : end], self._data[end:]
            yield flag, payload


async def connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """To http://HOST:PORT."""
    host, _, port = url.removeprefix("http://").partition(":")
    return await asyncio.open_connection(host, int(port), limit=_LIMIT)


def request(method: str, body: Mapping[str, Any], *, stream: bool, key: str = "") -> bytes:
    """The POST of a call; its answer is the connection's last."""
    data = json.dumps(body).encode()
    data = envelope(data) if stream else data
    lines = [
        f"POST /{method} HTTP/1.1",
        "host: 127.0.0.1",
        f"content-type: {STREAM_TYPE if stream else UNARY_TYPE}",
        f"content-length: {len(data)}",
        "connection: close",
        *([f"authorization: Bearer {key}"] if key else []),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + data


async def ask(url: str, method: str, body: Mapping[str, Any], key: str = "") -> dict[str, Any]:
    """The answer of a unary call; raises RuntimeError with what it failed with."""
    reader, writer = await connect(url)
    try:
        writer.write(request(method, body, stream=False, key=key))
        head = await read_head(reader)
        data = b"".join([part async for part in read_body(reader, head)])
    finally:
        writer.close()
    if head.status != 200:
        raise RuntimeError(f"{method} answered {head.status}: {data.decode()[:500]}")
    answer: dict[str, Any] = json.loads(data)
    return answer

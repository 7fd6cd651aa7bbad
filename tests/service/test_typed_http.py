"""What connectrpc refuses by itself carries our details all the same."""

import gzip
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from npcgen.errors import DeadlineExceeded, InvalidArgument, NpcgenError, Overloaded, Unimplemented
from npcgen.status import from_status
from tests.service import wire
from tests.service.conftest import Serve

CANCEL = wire.DIALOGUE + "Cancel"
CHAT = wire.DIALOGUE + "Chat"
GET_PERSONA = wire.PERSONA + "GetPersona"
JSON = {"content-type": "application/json"}
MALFORMED = (InvalidArgument, "MALFORMED_REQUEST")
HEADER = (InvalidArgument, "MALFORMED_HEADER")
UNKNOWN = (Unimplemented, "UNKNOWN_COMPRESSION")


def error_of(response: httpx.Response) -> NpcgenError:
    """The error of a unary call's body, or of a stream's end."""
    if response.headers["content-type"].startswith("application/connect+"):
        _, end = list(wire.envelopes(response.content))[-1]
        return from_status(wire.status_of(json.loads(end)["error"]))
    return from_status(wire.status_of(response.json()))


async def chunks() -> AsyncIterator[bytes]:
    for _ in range(20):
        yield b" " * 1_000


async def test_a_body_over_the_limit_is_refused_with_the_numbers(serve: Serve) -> None:
    server = await serve(max_message_bytes=10_000)
    async with httpx.AsyncClient(base_url=server.http, headers=JSON) as client:
        told = await client.post(CANCEL, content=b"x" * 20_000)
        untold = await client.post(CANCEL, content=chunks())
        zipped = await client.post(
            CANCEL, content=gzip.compress(b" " * 20_000), headers={"content-encoding": "gzip"}
        )
    assert [each.status_code for each in (told, untold, zipped)] == [429, 429, 429]
    assert error_of(told).metadata == {"max_bytes": "10000", "bytes": "20000"}
    for response in (untold, zipped):
        error = error_of(response)
        assert (type(error), error.reason) == (Overloaded, "REQUEST_TOO_LARGE")
        assert error.metadata == {"max_bytes": "10000"}
        assert error.message == "the request has more than 10000 bytes; send less"


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("content-encoding", "br", UNKNOWN),
        ("content-encoding", "gzip", MALFORMED),
        ("connect-timeout-ms", "soon", HEADER),
        ("connect-timeout-ms", "-1", HEADER),
        ("connect-timeout-ms", "12345678901", HEADER),
        ("connect-protocol-version", "2", HEADER),
    ],
)
async def test_a_bad_header_of_a_unary_call_is_a_typed_error(
    serve: Serve, header: str, value: str, expected: tuple[type[NpcgenError], str]
) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http, headers=JSON | {header: value}) as client:
        error = error_of(await client.post(CANCEL, content=b"{}"))
    assert (type(error), error.reason) == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\x00",
        wire.envelope(b"{}")[:-1],
        wire.envelope(b"{}", 0b100),
        wire.envelope(b"{}", 0b001),
        wire.envelope(b"{}") * 2,
    ],
)
async def test_a_bad_envelope_is_a_malformed_request(serve: Serve, body: bytes) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http, headers=wire.STREAM_JSON) as client:
        error = error_of(await client.post(CHAT, content=body))
    assert (type(error), error.reason) == MALFORMED


async def test_a_stream_of_an_unknown_compression_is_a_typed_error(serve: Serve) -> None:
    server = await serve()
    headers = wire.STREAM_JSON | {"connect-content-encoding": "br"}
    async with httpx.AsyncClient(base_url=server.http, headers=headers) as client:
        response = await client.post(CHAT, content=wire.envelope(b"{}"))
    error = error_of(response)
    assert response.status_code == 415
    assert (type(error), error.reason) == UNKNOWN


@pytest.mark.parametrize(
    ("header", "value", "code"), [("grpc-timeout", "5", 400), ("grpc-encoding", "br", 415)]
)
async def test_a_bad_header_of_grpc_web_is_a_typed_error(
    serve: Serve, header: str, value: str, code: int
) -> None:
    server = await serve()
    headers = {"content-type": "application/grpc-web+proto", header: value}
    async with httpx.AsyncClient(base_url=server.http, headers=headers) as client:
        response = await client.post(CHAT, content=wire.envelope(b""))
    assert response.status_code == code
    assert error_of(response).message.startswith(f"{header} is '{value}'; send ")


@pytest.mark.parametrize(
    ("query", "code", "reason"),
    [
        ({"message": "{}"}, 415, "CONTENT_TYPE"),
        ({"encoding": "xml", "message": "{}"}, 415, "CONTENT_TYPE"),
        ({"encoding": "json"}, 400, "MALFORMED_REQUEST"),
        ({"encoding": "json", "message": "A", "base64": "1"}, 400, "MALFORMED_REQUEST"),
    ],
)
async def test_a_bad_query_of_a_get_is_a_typed_error(
    serve: Serve, query: dict[str, str], code: int, reason: str
) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.get(GET_PERSONA, params=query)
    assert (response.status_code, error_of(response).reason) == (code, reason)


async def test_a_timeout_of_nothing_is_a_typed_error(serve: Serve) -> None:
    server = await serve()
    headers = JSON | {"connect-timeout-ms": "0"}
    async with httpx.AsyncClient(base_url=server.http, headers=headers) as client:
        response = await client.post(CANCEL, content=b"{}")
    assert (response.status_code, type(error_of(response))) == (504, DeadlineExceeded)

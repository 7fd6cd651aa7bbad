"""Whatever an HTTP caller gets wrong ends in a typed error, as JSON or in the stream's end."""

import asyncio
import gzip

import httpx
import pytest

from npcgen.status import from_status
from tests.service import wire
from tests.service.conftest import Serve
from tests.service.native import line


async def test_over_http_an_error_carries_the_same_details(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await wire.post(
            client, wire.DIALOGUE + "StartConversation", {"personaId": "branoch"}
        )
        _, end = await wire.chat(client, "nope")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")
    error = from_status(wire.status_of(response.json()))
    assert (error.reason, error.metadata) == ("PERSONA_NOT_FOUND", {"persona_id": "branoch"})
    assert from_status(wire.status_of(end["error"])).reason == "CONVERSATION_NOT_FOUND"


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b'{"personaId": 5}', "personaId"),
        (b'{"personaId": "\\ud800"}', "surrogate"),
        (b'{"personaId": "\xff"}', "not UTF-8"),
        (b"{", "JSON"),
        (b"[1]", "doesn't begin with {"),
        (b'"x"', "doesn't begin with {"),
        (b'{"a":' * 100_000, "recursion"),
        (b'{"player": {"name": []}}', "name"),
    ],
)
async def test_json_of_a_wrong_kind_is_an_invalid_argument(
    serve: Serve, body: bytes, hint: str
) -> None:
    server = await serve()
    headers = {"content-type": "application/json"}
    async with httpx.AsyncClient(base_url=server.http, headers=headers) as client:
        response = await client.post(wire.DIALOGUE + "StartConversation", content=body)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_argument")
    assert hint in response.json()["message"]


async def test_json_with_a_field_of_tomorrow_is_answered(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        body = {"personaId": "brannoch", "mood": {"of": ["tomorrow"]}}
        response = await wire.post(client, wire.DIALOGUE + "StartConversation", body)
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("path", "code", "hint"),
    [
        ("/npcgen.v1.DialogueService/Nope", "unimplemented", "StartConversation, Chat, Warmup"),
        ("/a.B/C", "unimplemented", "npcgen.v1.PersonaService"),
        ("/favicon.ico", "not_found", "described at /"),
    ],
)
async def test_over_http_an_unknown_path_answers_in_json(
    serve: Serve, path: str, code: str, hint: str
) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(path, json={})
    assert (response.status_code, response.json()["code"]) == (404, code)
    assert hint in response.json()["message"]


@pytest.mark.parametrize("page", ["/", "/healthz", "/readyz", "/metrics"])
async def test_a_page_takes_no_other_method(serve: Serve, page: str) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.delete(page)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")
    assert response.json()["message"] == f"{page} needs GET"


@pytest.mark.parametrize(
    ("call", "sent", "hint"),
    [
        ("Chat", "application/json", "send application/connect+json"),
        ("Cancel", "application/connect+json", "send application/json"),
        ("Cancel", "text/plain", "'text/plain'"),
        ("Cancel", "application/grpc", "a port of its own"),
    ],
)
async def test_a_wrong_content_type_says_the_right_one(
    serve: Serve, call: str, sent: str, hint: str
) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(
            wire.DIALOGUE + call, content=b"{}", headers={"content-type": sent}
        )
    assert (response.status_code, response.json()["code"]) == (415, "invalid_argument")
    assert hint in response.json()["message"]


async def test_a_header_that_is_not_utf8_is_an_invalid_argument(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(
            wire.DIALOGUE + "Cancel", json={}, headers={b"x-name": b"\xff"}
        )
    assert (response.status_code, response.json()["code"]) == (400, "invalid_argument")


async def test_a_small_body_that_inflates_is_refused(serve: Serve) -> None:
    server = await serve()
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    async with httpx.AsyncClient(base_url=server.http, headers=headers) as client:
        bomb = gzip.compress(b" " * 50_000_000)
        response = await client.post(wire.DIALOGUE + "Cancel", content=bomb)
    assert (response.status_code, response.json()["code"]) == (429, "resource_exhausted")


async def test_over_grpc_web_an_error_stands_in_the_trailers(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(
            wire.DIALOGUE + "Chat",
            content=wire.envelope(line("nope").SerializeToString()),
            headers={"content-type": "application/grpc-web+proto"},
        )
    flags, trailers = list(wire.envelopes(response.content))[-1]
    assert flags == wire.TRAILERS
    assert trailers.startswith(b"grpc-status: 5\r\n")
    assert b"grpc-status-details-bin: " in trailers


async def test_headers_without_end_are_refused(serve: Serve) -> None:
    server = await serve()
    reader, writer = await asyncio.open_connection(server.bound.host, server.bound.http_port)
    writer.write(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-name: " + b"x" * 100_000)
    assert (await reader.readline()).startswith(b"HTTP/1.1 400 ")
    writer.close()

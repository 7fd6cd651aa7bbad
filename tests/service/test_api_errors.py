"""Every example of docs/reference/api, sent to a real server."""

import base64
import json
import re
from typing import Any

import httpx
from google.rpc.error_details_pb2 import ErrorInfo

from tests.service.conftest import Serve
from tests.test_api_pages import API, CALLS, EXAMPLE, enveloped, plain

ANY_CALL = {"INVALID_ARGUMENT"}


async def test_an_example_works_or_fails_as_its_page_says(serve: Serve) -> None:
    server = await serve(model_pulls="off")
    async with httpx.AsyncClient(base_url=server.http, timeout=30) as http:
        for page in API.glob("*.md"):
            intro, *sections = page.read_text("utf-8").split("\n### ")
            for section in sections:
                for command, path in EXAMPLE.findall(section):
                    reason = await reason_of(http, command, path)
                    named = set(re.findall(r"`([A-Z_]+)`", intro + section))
                    assert reason in named | ANY_CALL | {""}, path


async def reason_of(http: httpx.AsyncClient, command: str, path: str) -> str:
    """Why the call failed; empty where it didn't."""
    if CALLS[path].server_streaming:
        body = enveloped(command).encode()
        envelope = b"\0" + len(body).to_bytes(4, "big") + body
        answer = await post(http, path, envelope, "application/connect+json")
        error = last_message(answer.content).get("error")
    else:
        answer = await post(http, path, plain(command).encode(), "application/json")
        error = None if answer.is_success else answer.json()
    return ErrorInfo.FromString(value_of(error["details"][0])).reason if error else ""


async def post(http: httpx.AsyncClient, path: str, body: bytes, kind: str) -> httpx.Response:
    return await http.post(f"/{path}", content=body, headers={"content-type": kind})


def last_message(stream: bytes) -> dict[str, Any]:
    while stream[0] != 2:
        stream = stream[5 + int.from_bytes(stream[1:5], "big") :]
    message: dict[str, Any] = json.loads(stream[5:])
    return message


def value_of(detail: dict[str, str]) -> bytes:
    return base64.b64decode(detail["value"] + "==")

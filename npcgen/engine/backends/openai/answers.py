"""What every answer of the server must be before anybody reads it."""

import asyncio
import json
from typing import Any

import httpx

from npcgen.engine.backends.openai.clients import Clients
from npcgen.engine.backends.openai.failures import (
    broken,
    refused,
    reported,
    stalled,
    unreachable,
)

_MAX_ERROR_BYTES = 64 * 1024
_MAX_JSON_BYTES = 8 * 1024 * 1024


async def check_stream(response: httpx.Response) -> None:
    """Raises RemoteFailure for what is no stream of events."""
    if response.status_code != 200:
        body = await _read(response, _MAX_ERROR_BYTES)
        raise refused(response.status_code, response.headers, body)
    if response.headers.get("content-type", "").lower().startswith("text/event-stream"):
        return
    try:
        value = json.loads(await _read(response, _MAX_ERROR_BYTES))
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and value.get("error"):
        raise reported(value)
    raise broken("answered without streaming")


async def ask(clients: Clients, method: str, url: str, timeout_s: float, body: Any = None) -> Any:
    """The JSON of an answer, within `timeout_s`. Raises RemoteFailure."""
    try:
        async with (
            clients.lend() as client,
            asyncio.timeout(timeout_s),
            client.stream(method, url, json=body) as response,
        ):
            content = await _read(response, _MAX_JSON_BYTES)
    except TimeoutError:
        raise stalled(timeout_s, spoke=False) from None
    except httpx.RequestError as error:
        raise unreachable(error) from error
    if response.status_code != 200:
        raise refused(response.status_code, response.headers, content)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise broken("answered something other than JSON") from None


async def _read(response: httpx.Response, limit: int) -> bytes:
    """The first `limit` bytes of the body."""
    content = b""
    async for piece in response.aiter_raw():
        content += piece
        if len(content) >= limit:
            break
    return content[:limit]

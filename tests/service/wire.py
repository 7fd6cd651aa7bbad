"""Connect and gRPC-Web by hand: the bytes, as an engine's own HTTP stack would send them."""

import base64
import json
import struct
from collections.abc import Iterator
from typing import Any

import httpx
from google.protobuf import any_pb2
from google.rpc.status_pb2 import Status

DIALOGUE = "/npcgen.v1.DialogueService/"
PERSONA = "/npcgen.v1.PersonaService/"
MODEL = "/npcgen.v1.ModelService/"
END_OF_STREAM = 0b10
TRAILERS = 0x80
STREAM_JSON = {"content-type": "application/connect+json"}


def envelope(data: bytes, flags: int = 0) -> bytes:
    return struct.pack(">BI", flags, len(data)) + data


def envelopes(body: bytes) -> Iterator[tuple[int, bytes]]:
    """(flags, message) of each envelope; the body must end where one does."""
    while body:
        flags, length = struct.unpack(">BI", body[:5])
        assert len(body) >= 5 + length
        yield flags, body[5 : 5 + length]
        body = body[5 + length :]


async def post(client: httpx.AsyncClient, path: str, body: object) -> httpx.Response:
    """A Connect unary call in JSON."""
    return await client.post(path, json=body)


async def chat(
    client: httpx.AsyncClient, conversation_id: str, text: str = "Good day."
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The events of a Connect stream in JSON, and its end."""
    body = json.dumps({"conversationId": conversation_id, "text": text}).encode()
    response = await client.post(DIALOGUE + "Chat", content=envelope(body), headers=STREAM_JSON)
    parts = [(flags, json.loads(data)) for flags, data in envelopes(response.content)]
    assert parts[-1][0] == END_OF_STREAM
    return [part["event"] for _, part in parts[:-1]], parts[-1][1]


async def begin(client: httpx.AsyncClient, persona_id: str = "brannoch") -> str:
    """A new conversation's id."""
    response = await post(client, DIALOGUE + "StartConversation", {"personaId": persona_id})
    assert response.status_code == 200, response.text
    return str(response.json()["conversation"]["id"])


def status_of(error: dict[str, Any]) -> Status:
    """A Connect error's message and details, as the Status that gRPC would have carried."""
    status = Status(message=str(error["message"]))
    for detail in error.get("details", ()):
        value = base64.b64decode(detail["value"] + "===")
        type_url = f"type.googleapis.com/{detail['type']}"
        status.details.append(any_pb2.Any(type_url=type_url, value=value))
    return status

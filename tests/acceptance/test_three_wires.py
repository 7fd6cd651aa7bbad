"""The same conversation through each wire, with tools that share no code with our client.

A real server process with the pocket model; `buf curl` speaks native gRPC by reflection and
gRPC-Web, plain `curl` speaks Connect JSON.
"""

import json
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from npcgen.client import LocalServer, SyncClient

PROTOS = Path(__file__).parents[2] / "protos"
BUF = shutil.which("buf", path=str(Path(sys.executable).parent)) or "buf"
SERVICE = "npcgen.v1.DialogueService"
LINES = ("Good evening. Who are you?", "What do you do here?")


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    """It computes each prompt alike, whatever of it is reused: near ties fall the same way."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NPCGEN_DETERMINISTIC", "1")
        with LocalServer() as server, SyncClient(server.target) as client:
            client.wait_ready()
            yield server


def run(*command: object, data: bytes | None = None) -> bytes:
    done = subprocess.run([*map(str, command)], input=data, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def json_stream(text: bytes) -> list[Any]:
    decoder, rest, found = json.JSONDecoder(), text.decode().strip(), []
    while rest:
        value, end = decoder.raw_decode(rest)
        found.append(value)
        rest = rest[end:].strip()
    return found


def envelopes(data: bytes) -> list[Any]:
    found = []
    while data:
        flags, size = struct.unpack(">BI", data[:5])
        if not flags & 2:
            found.append(json.loads(data[5 : 5 + size]))
        elif error := json.loads(data[5 : 5 + size]).get("error"):
            pytest.fail(str(error))
        data = data[5 + size :]
    return found


def buf_curl(server: LocalServer, method: str, body: object, *options: object) -> list[Any]:
    url = f"{server.http_url}/{SERVICE}/{method}"
    if "grpcweb" not in options:
        url = f"http://{server.target}/{SERVICE}/{method}"
    return json_stream(run(BUF, "curl", *options, "-d", json.dumps(body), url))


def native(server: LocalServer, method: str, body: object) -> list[Any]:
    return buf_curl(server, method, body, "--protocol", "grpc", "--http2-prior-knowledge")


def grpc_web(server: LocalServer, method: str, body: object) -> list[Any]:
    return buf_curl(server, method, body, "--protocol", "grpcweb", "--schema", PROTOS)


def connect(server: LocalServer, method: str, body: object) -> list[Any]:
    data, kind = json.dumps(body).encode(), "application/json"
    if method == "Chat":
        data, kind = struct.pack(">BI", 0, len(data)) + data, "application/connect+json"
    url = f"{server.http_url}/{SERVICE}/{method}"
    answer = run(
        "curl", "-sS", "-H", f"content-type: {kind}", "--data-binary", "@-", url, data=data
    )
    return envelopes(answer) if method == "Chat" else [json.loads(answer)]


def talked(call: Any, server: LocalServer) -> list[str]:
    """The NPC's lines; on the way, that each stream is whole and ends with `completed`."""
    begun = call(server, "StartConversation", {"personaId": "brannoch", "player": {"name": "Ada"}})
    conversation_id = begun[0]["conversation"]["id"]
    replies = []
    for line in LINES:
        body = {"conversationId": conversation_id, "text": line, "sampling": {"temperature": 0}}
        events = [answer["event"] for answer in call(server, "Chat", body)]
        assert [event.get("sequence", 0) for event in events] == list(range(len(events)))
        text = "".join(e["textDelta"]["text"] for e in events if "textDelta" in e)
        assert text == events[-1]["completed"]["text"]
        replies.append(text)
    return replies


def test_every_wire_carries_the_same_conversation(server: LocalServer) -> None:
    first = talked(native, server)
    assert all(first)
    assert talked(connect, server) == first
    assert talked(grpc_web, server) == first


def test_reflection_lists_the_services(server: LocalServer) -> None:
    options = ("--protocol", "grpc", "--http2-prior-knowledge", "--list-services")
    listed = run(BUF, "curl", *options, f"http://{server.target}").decode().split()
    assert {"npcgen.v1.DialogueService", "grpc.health.v1.Health"} <= set(listed)

"""Names in a JSON request that its message lacks, and values that are no object."""

import json
import logging

import httpx
import pytest

from npcgen.errors import InvalidArgument
from npcgen.service.json_fields import unknown_names
from npcgen.status import from_status
from npcgen.v1.dialogue_pb2 import ChatRequest
from npcgen.v1.level_pb2 import GenerateLevelRequest
from tests.service import wire
from tests.service.conftest import REPLY, Serve

HEADER = "npcgen-ignored-fields"


@pytest.mark.parametrize(
    ("request_", "path"),
    [
        ({"limits": "few"}, "limits"),
        ({"limits": ""}, "limits"),
        ({"limits": []}, "limits"),
        ({"limits": 5}, "limits"),
        ({"actions": [{"name": "give"}, "wave"]}, "actions[1]"),
    ],
)
def test_what_is_no_object_is_named_with_its_field(request_: object, path: str) -> None:
    with pytest.raises(InvalidArgument) as raised:
        list(unknown_names(request_, ChatRequest))
    assert [violation.path for violation in raised.value.violations] == [path]


def test_the_message_says_what_it_was_and_what_it_needs() -> None:
    with pytest.raises(InvalidArgument) as raised:
        list(unknown_names({"limits": "few"}, ChatRequest))
    assert raised.value.message == (
        "limits: needs an object with names such as maxTokens, timeoutMs, fallbackLine, "
        'and was "few"'
    )


def test_unknown_names_are_found_wherever_they_stand() -> None:
    spec = {
        "spec": {"kind": "dungeon", "sed": 4, "counts": {"room": {"low": 1, "mx": 3}}},
        "prompt": "small",
        "previewz": True,
        "": 1,
    }
    found = list(unknown_names(spec, GenerateLevelRequest))
    assert found == ["spec.sed", "spec.counts.room.mx", "previewz", ""]


def test_names_in_either_case_nulls_and_free_values_are_known() -> None:
    spec = {"spec": {"deadline_ms": 5, "deadlineMs": None, "options": {"water": {"any": [1]}}}}
    assert list(unknown_names(spec, GenerateLevelRequest)) == []


async def test_a_text_in_place_of_an_object_is_refused(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        body = {"conversationId": await wire.begin(client), "text": "Hm?", "limits": "few"}
        response = await client.post(
            wire.DIALOGUE + "Chat",
            content=wire.envelope(json.dumps(body).encode()),
            headers=wire.STREAM_JSON,
        )
    _, end = list(wire.envelopes(response.content))[-1]
    error = from_status(wire.status_of(json.loads(end)["error"]))
    assert type(error) is InvalidArgument
    assert (error.reason, error.violations[0].path) == ("INVALID_ARGUMENT", "limits")


async def test_unknown_names_are_told_in_a_header_and_the_log(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "npcgen")
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        begin = {"personaId": "brannoch", "worldid": "x"}
        response = await wire.post(client, wire.DIALOGUE + "StartConversation", begin)
    assert response.status_code == 200
    assert response.headers[HEADER] == "worldid"
    (line,) = [record.getMessage() for record in caplog.records if "ignored" in record.msg]
    assert "names=worldid" in line


async def test_an_error_too_tells_which_names_were_ignored(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        begin = {"persona": {"name": "Odo", "rôle\r\n": "cook"}}
        response = await wire.post(client, wire.DIALOGUE + "StartConversation", begin)
    assert response.status_code == 400
    assert response.headers[HEADER] == r"'persona.r\xf4le\r\n'"


async def test_a_stream_tells_before_its_first_message(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        body = {"conversationId": await wire.begin(client), "text": "Hm?", "limitz": {}}
        data = wire.envelope(json.dumps(body).encode())
        path = wire.DIALOGUE + "Chat"
        async with client.stream("POST", path, content=data, headers=wire.STREAM_JSON) as reply:
            assert reply.headers[HEADER] == "limitz"
            parts = list(wire.envelopes(await reply.aread()))
    assert json.loads(parts[-2][1])["event"]["completed"]["text"] == REPLY


async def test_a_request_of_known_names_has_no_such_header(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        begin = {"persona_id": "brannoch"}
        response = await wire.post(client, wire.DIALOGUE + "StartConversation", begin)
    assert HEADER not in response.headers


async def test_a_name_that_stands_twice_is_malformed(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(
            wire.DIALOGUE + "Cancel",
            content=b'{"turnId": "a", "turnId": "b"}',
            headers={"content-type": "application/json"},
        )
    error = from_status(wire.status_of(response.json()))
    assert error.reason == "MALFORMED_REQUEST"
    assert error.message.endswith("turnId stands there twice")

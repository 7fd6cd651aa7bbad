"""Whatever a caller gets wrong ends in a typed error, on native gRPC and over HTTP."""

import gzip
from collections.abc import AsyncIterator

import grpc
import httpx
import pytest

from npcgen.errors import (
    DeadlineExceeded,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Overloaded,
    Unimplemented,
)
from npcgen.status import from_status
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1 import persona_pb2
from npcgen.v1.common_pb2 import FINISH_REASON_DEADLINE
from tests.service import wire
from tests.service.conftest import Serve, scripted
from tests.service.native import (
    CHAT,
    GET_CONVERSATION,
    begin,
    events_of,
    failure_of,
    line,
    talking,
)


async def test_an_unknown_persona_names_the_nearest_ones(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        request = pb.StartConversationRequest(persona_id="branoch")
        code, error = await failure_of(stub.StartConversation(request))
    assert code is grpc.StatusCode.NOT_FOUND
    assert error.message == "no persona 'branoch'; try brannoch"
    assert (error.reason, error.metadata) == ("PERSONA_NOT_FOUND", {"persona_id": "branoch"})


async def test_an_unknown_conversation_says_what_to_do(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        code, error = await failure_of(events_of(stub.Chat(line("nope"))))
    assert code is grpc.StatusCode.NOT_FOUND
    assert type(error) is NotFound
    assert error.reason == "CONVERSATION_NOT_FOUND"
    assert error.message.endswith("call StartConversation")


async def test_no_persona_at_all_names_the_field(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        _, error = await failure_of(stub.StartConversation(pb.StartConversationRequest()))
    assert type(error) is InvalidArgument
    assert [violation.path for violation in error.violations] == ["npc"]


async def test_a_wrong_persona_names_every_field(serve: Serve) -> None:
    persona = persona_pb2.Persona(id="Odo!", name="Odo", goals=["x" * 401])
    async with talking(await serve()) as stub:
        request = pb.StartConversationRequest(persona=persona)
        _, error = await failure_of(stub.StartConversation(request))
    assert [violation.path for violation in error.violations] == [
        "persona.id",
        "persona.role",
        "persona.goals[0]",
    ]


@pytest.mark.parametrize(
    ("text", "reason"), [("", "EMPTY_TEXT"), (" \n ", "EMPTY_TEXT"), ("x" * 10**6, "TEXT_TOO_LONG")]
)
async def test_a_text_that_cannot_be_right(serve: Serve, text: str, reason: str) -> None:
    async with talking(await serve()) as stub:
        call = stub.Chat(line(await begin(stub), text))
        code, error = await failure_of(events_of(call))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert error.reason == reason
    assert [violation.path for violation in error.violations] == ["text"]


@pytest.mark.parametrize("field", ["max_tokens", "timeout_ms"])
@pytest.mark.parametrize("value", [0, 600_001])
async def test_a_limit_out_of_range_is_refused_never_clamped(
    serve: Serve, field: str, value: int
) -> None:
    async with talking(await serve()) as stub:
        call = stub.Chat(line(await begin(stub), **{field: value}), timeout=5)
        code, error = await failure_of(events_of(call))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.path for violation in error.violations] == [f"limits.{field}"]


async def test_a_message_over_the_limit_is_refused(serve: Serve) -> None:
    async with talking(await serve(max_message_bytes=10_000)) as stub:
        code, _ = await failure_of(events_of(stub.Chat(line("x", "y" * 20_000))))
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\x0a\x02\xff\xfe", b"\x0a\xff"])
async def test_bytes_that_are_no_message_are_an_invalid_argument(serve: Serve, data: bytes) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        code, error = await failure_of(channel.unary_unary(GET_CONVERSATION)(data))
        streamed, _ = await failure_of(events_of(channel.unary_stream(CHAT)(data)))
    assert code is streamed is grpc.StatusCode.INVALID_ARGUMENT
    assert error.reason == "MALFORMED_REQUEST"
    assert error.message.startswith(f"these {len(data)} bytes are no npcgen.v1.GetConversation")


@pytest.mark.parametrize("path", ["/npcgen.v1.DialogueService/Nope", "/a.B/C", "/nothing"])
async def test_an_unknown_call_says_which_ones_there_are(serve: Serve, path: str) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        code, error = await failure_of(channel.unary_unary(path)(b""))
        streamed, _ = await failure_of(events_of(channel.unary_stream(path)(b"")))
    assert code is streamed is grpc.StatusCode.UNIMPLEMENTED
    assert type(error) is Unimplemented
    assert "npcgen.v1.DialogueService: StartConversation, Chat, Cancel" in error.message


async def test_a_deadline_that_has_passed_is_told_as_such(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=2, slots=1))
    async with talking(server) as stub:
        busy = stub.Chat(line(await begin(stub)))
        await busy.read()
        call = stub.Chat(line(await begin(stub), timeout_ms=1))
        code, error = await failure_of(events_of(call))
        busy.cancel()
    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert type(error) is DeadlineExceeded


async def test_a_deadline_in_the_middle_completes_with_what_there_is(serve: Serve) -> None:
    server = await serve(scripted("word " * 100, tokens_per_s=40))
    async with talking(server) as stub:
        events = await events_of(stub.Chat(line(await begin(stub)), timeout=1.0))
    completed = events[-1].completed
    assert completed.finish_reason == FINISH_REASON_DEADLINE
    assert completed.text.startswith("word word")


async def test_two_chats_at_once_in_one_conversation(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=20))
    async with talking(server) as stub:
        conversation = await begin(stub)
        first = stub.Chat(line(conversation))
        await first.read()
        code, error = await failure_of(events_of(stub.Chat(line(conversation))))
        first.cancel()
    assert code is grpc.StatusCode.FAILED_PRECONDITION
    assert (type(error), error.reason) == (FailedPrecondition, "TURN_IN_PROGRESS")


async def test_a_full_queue_says_when_to_try_again(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=2, slots=1), queue_limit=1)
    async with talking(server) as stub:
        calls = [stub.Chat(line(await begin(stub))) for _ in range(2)]
        await calls[0].read()
        while server.app.slot.queued < 1:
            await calls[0].read()
        code, error = await failure_of(events_of(stub.Chat(line(await begin(stub)))))
        for call in calls:
            call.cancel()
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (type(error), error.reason) == (Overloaded, "QUEUE_FULL")
    assert error.retry_after_s is not None
    assert error.retry_after_s > 0


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
        ("/npcgen.v1.DialogueService/Nope", "unimplemented", "StartConversation, Chat, Cancel"),
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
        response = await client.post(wire.DIALOGUE + "Cancel", json={}, headers={"x-name": b"\xff"})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_argument")


async def test_a_small_body_that_inflates_is_refused(serve: Serve) -> None:
    server = await serve()
    headers = {"content-type": "application/json", "content-encoding": "gzip"}
    async with httpx.AsyncClient(base_url=server.http, headers=headers) as client:
        bomb = gzip.compress(b" " * 50_000_000)
        response = await client.post(wire.DIALOGUE + "Cancel", content=bomb)
    assert (response.status_code, response.json()["code"]) == (429, "resource_exhausted")


async def test_over_http_a_timeout_of_nothing_is_a_deadline_exceeded(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.post(
            wire.DIALOGUE + "StartConversation",
            json={"personaId": "brannoch"},
            headers={"connect-timeout-ms": "0"},
        )
    assert (response.status_code, response.json()["code"]) == (504, "deadline_exceeded")


async def test_a_body_over_the_limit_is_refused_before_it_is_read(serve: Serve) -> None:
    server = await serve(max_message_bytes=10_000)
    async with httpx.AsyncClient(base_url=server.http) as client:
        told = await client.post(wire.DIALOGUE + "Cancel", content=b"x" * 20_000)
        untold = await client.post(
            wire.DIALOGUE + "Cancel",
            content=chunks(),
            headers={"content-type": "application/json"},
        )
    assert (told.status_code, told.json()["code"]) == (413, "resource_exhausted")
    assert (untold.status_code, untold.json()["code"]) == (429, "resource_exhausted")


async def chunks() -> AsyncIterator[bytes]:
    for _ in range(20):
        yield b" " * 1_000


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

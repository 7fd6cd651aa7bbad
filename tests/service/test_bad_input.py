"""Whatever a native gRPC caller gets wrong ends in a typed error."""

from typing import Any

import grpc
import pytest

from npcgen.errors import (
    DeadlineExceeded,
    FailedPrecondition,
    InvalidArgument,
    NotFound,
    Overloaded,
    Unimplemented,
)
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1 import persona_pb2
from npcgen.v1.common_pb2 import FINISH_REASON_DEADLINE
from tests.service.conftest import Serve, scripted, words
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
    limit: dict[str, Any] = {field: value}
    async with talking(await serve()) as stub:
        call = stub.Chat(line(await begin(stub), **limit), timeout=5)
        code, error = await failure_of(events_of(call))
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert [violation.path for violation in error.violations] == [f"limits.{field}"]


async def test_a_message_over_the_limit_is_refused(serve: Serve) -> None:
    async with talking(await serve(max_message_bytes=10_000)) as stub:
        code, error = await failure_of(events_of(stub.Chat(line("x", "y" * 20_000))))
        request = pb.StartConversationRequest(scene="y" * 20_000)
        _, unary = await failure_of(stub.StartConversation(request))
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (type(error), error.reason, unary.reason) == (
        Overloaded,
        "REQUEST_TOO_LARGE",
        "REQUEST_TOO_LARGE",
    )
    assert error.message == "the request has 20009 bytes; send at most 10000"
    assert error.metadata == {"max_bytes": "10000", "bytes": "20009"}


@pytest.mark.parametrize("data", [b"\xff\xff\xff", b"\x0a\x02\xff\xfe", b"\x0a\xff"])
async def test_bytes_that_are_no_message_are_an_invalid_argument(serve: Serve, data: bytes) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        code, error = await failure_of(channel.unary_unary(GET_CONVERSATION, None, None)(data))
        streamed, _ = await failure_of(events_of(channel.unary_stream(CHAT, None, None)(data)))
    assert code is streamed is grpc.StatusCode.INVALID_ARGUMENT
    assert error.reason == "MALFORMED_REQUEST"
    assert error.message.startswith(f"these {len(data)} bytes are no npcgen.v1.GetConversation")


@pytest.mark.parametrize("path", ["/npcgen.v1.DialogueService/Nope", "/a.B/C", "/nothing"])
async def test_an_unknown_call_says_which_ones_there_are(serve: Serve, path: str) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        code, error = await failure_of(channel.unary_unary(path, None, None)(b""))
        streamed, _ = await failure_of(events_of(channel.unary_stream(path, None, None)(b"")))
    assert code is streamed is grpc.StatusCode.UNIMPLEMENTED
    assert type(error) is Unimplemented
    assert "npcgen.v1.DialogueService: StartConversation, Chat, Warmup" in error.message


async def test_a_deadline_that_has_passed_is_told_as_such(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=2, slots=1))
    async with talking(server) as stub:
        busy = stub.Chat(line(await begin(stub)))
        await busy.read()
        call = stub.Chat(line(await begin(stub), timeout_ms=1, fallback_line=False))
        code, error = await failure_of(events_of(call))
        busy.cancel()
    assert code is grpc.StatusCode.DEADLINE_EXCEEDED
    assert type(error) is DeadlineExceeded


async def test_a_deadline_in_the_middle_completes_with_what_there_is(serve: Serve) -> None:
    server = await serve(scripted(words(100), tokens_per_s=40))
    async with talking(server) as stub:
        events = await events_of(stub.Chat(line(await begin(stub)), timeout=1.0))
    completed = events[-1].completed
    assert completed.finish_reason == FINISH_REASON_DEADLINE
    assert completed.text.startswith("word0 word1")


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
        while server.app.models.queued < 1:
            await calls[0].read()
        code, error = await failure_of(events_of(stub.Chat(line(await begin(stub)))))
        for call in calls:
            call.cancel()
    assert code is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (type(error), error.reason) == (Overloaded, "QUEUE_FULL")
    assert error.retry_after_s is not None
    assert error.retry_after_s > 0

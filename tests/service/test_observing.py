"""What an operator sees: metrics, logs, reflection. And what nobody may see."""

import logging
import re

import grpc
import httpx
import pytest
from grpc_reflection.v1alpha import reflection_pb2
from grpc_reflection.v1alpha.reflection_pb2_grpc import ServerReflectionStub

from npcgen.engine.backends.scripted import ScriptedBackend, ScriptedSequence
from npcgen.engine.base import GenerationRequest
from npcgen.errors import InternalError
from npcgen.v1 import dialogue_pb2 as pb
from tests.service import wire
from tests.service.conftest import Serve, Server, scripted, words
from tests.service.native import begin, events_of, failure_of, line, talking


class BuggyBackend(ScriptedBackend):
    """One with a bug that has the prompt in its text, as bugs do."""

    def open(self, request: GenerationRequest) -> ScriptedSequence:
        raise ValueError(f"can't tokenize {request.messages[-1].content!r}")


async def test_reflection_lists_every_service(serve: Serve) -> None:
    server = await serve()
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        call = ServerReflectionStub(channel).ServerReflectionInfo(iter([request]))
        reply = await call.read()
        call.cancel()
    assert [service.name for service in reply.list_services_response.service] == [
        "grpc.health.v1.Health",
        "grpc.reflection.v1alpha.ServerReflection",
        "npcgen.v1.BehaviourService",
        "npcgen.v1.DialogueService",
        "npcgen.v1.LevelService",
        "npcgen.v1.LoreService",
        "npcgen.v1.MemoryService",
        "npcgen.v1.ModelService",
        "npcgen.v1.PersonaService",
        "npcgen.v1.QuestService",
        "npcgen.v1.TextureService",
    ]


async def test_metrics_count_calls_replies_and_tokens(serve: Serve) -> None:
    server = await serve()
    async with talking(server) as stub:
        await events_of(stub.Chat(line(await begin(stub))))
        await failure_of(events_of(stub.Chat(line("nope"))))
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.get("/metrics")
    chat = 'path="/npcgen.v1.DialogueService/Chat",transport="grpc"'
    assert response.headers["content-type"].startswith("text/plain")
    for expected in (
        f'npcgen_calls_total{{code="OK",{chat}}} 1.0',
        f'npcgen_calls_total{{code="NOT_FOUND",{chat}}} 1.0',
        'npcgen_replies_total{finish_reason="stop",model="scripted"} 1.0',
        'npcgen_tokens_total{kind="completion",model="scripted"} 7.0',
        'npcgen_tokens_total{kind="reused",model="scripted"} 0.0',
        'npcgen_ttft_seconds_bucket{le="+Inf",model="scripted"} 1.0',
        'npcgen_queue_seconds_count{model="scripted"} 1.0',
        'npcgen_generated_tokens_total{model="scripted"} 7.0',
        'npcgen_batch_size_sum{model="scripted"} 8.0',
        'npcgen_parked_memory_bytes{model="scripted"} 0.0',
        'npcgen_evictions_total{model="scripted"} 0.0',
        "npcgen_replies_active 0.0",
        "npcgen_replies_queued 0.0",
        "npcgen_conversations 1.0",
    ):
        assert expected in response.text


async def test_metrics_tell_who_speaks_and_who_waits(serve: Serve) -> None:
    server = await serve(scripted(words(50), tokens_per_s=100, slots=1))
    async with talking(server) as stub:
        speaks = stub.Chat(line(await begin(stub)))
        await speaks.read()
        waits = stub.Chat(line(await begin(stub)))
        while not server.app.models.queued:
            await speaks.read()
        text = await metrics_of(server)
        speaks.cancel()
        waits.cancel()
    assert "\nnpcgen_replies_active 1.0\n" in text
    assert "\nnpcgen_replies_queued 1.0\n" in text


async def test_metrics_count_the_tokens_that_were_reused(serve: Serve) -> None:
    server = await serve()
    async with talking(server) as stub:
        conversation = await begin(stub)
        await events_of(stub.Chat(line(conversation)))
        [*_, last] = await events_of(stub.Chat(line(conversation)))
    reused = last.completed.usage.reused_tokens
    assert reused > 0
    counted = f'npcgen_tokens_total{{kind="reused",model="scripted"}} {reused}.0'
    assert counted in await metrics_of(server)


async def metrics_of(server: Server) -> str:
    async with httpx.AsyncClient(base_url=server.http) as client:
        return (await client.get("/metrics")).text


async def test_unknown_paths_do_not_grow_the_metrics(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        for number in range(5):
            await client.post(f"/a.B/C{number}")
        text = (await client.get("/metrics")).text
    assert 'npcgen_calls_total{code="UNIMPLEMENTED",path="unknown",transport="http"} 5.0' in text
    assert "a.B" not in text


async def test_each_call_is_one_line_without_what_was_said(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "npcgen")
    async with talking(await serve()) as stub:
        call = stub.Chat(line(await begin(stub), "The password is swordfish."))
        await events_of(call)
    lines = [text for text in caplog.messages if text.startswith("call path=")]
    assert len(lines) == 2
    assert re.fullmatch(
        r"call path=/npcgen\.v1\.DialogueService/Chat code=OK ms=\d+\.\d transport=grpc id=\w{16}",
        lines[1],
    )
    assert "swordfish" not in caplog.text
    assert "sleeves" not in caplog.text


async def test_the_text_of_a_bug_never_reaches_a_client(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    server = await serve(BuggyBackend, fallback_lines=False)
    async with talking(server) as stub:
        code, error = await failure_of(events_of(stub.Chat(line(await begin(stub), "swordfish"))))
    async with httpx.AsyncClient(base_url=server.http) as client:
        _, end = await wire.chat(client, await wire.begin(client), "swordfish")
    assert code is grpc.StatusCode.INTERNAL
    assert type(error) is InternalError
    assert "swordfish" not in error.message
    assert end["error"]["code"] == "internal"
    assert "swordfish" not in str(end)
    assert "ValueError" in caplog.text
    assert "in open" in caplog.text
    assert "swordfish" not in caplog.text


async def test_a_bug_of_the_service_is_logged_under_its_request_id(
    serve: Serve, caplog: pytest.LogCaptureFixture
) -> None:
    server = await serve()
    server.app.conversations._kept._held[""] = None  # type: ignore[assignment]
    async with talking(server) as stub:
        request = pb.GetConversationRequest(conversation_id="")
        code, error = await failure_of(stub.GetConversation(request))
    assert code is grpc.StatusCode.INTERNAL
    record = next(record for record in caplog.records if "a bug in" in record.getMessage())
    assert error.metadata["request_id"] in record.getMessage()
    assert "AttributeError" in record.getMessage()
    assert "NoneType" not in error.message

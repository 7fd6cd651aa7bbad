"""One model behind several model servers: failover, and authored lines when none is left."""

import asyncio
from typing import Any

import grpc

from npcgen.errors import Unavailable
from npcgen.settings import Settings
from npcgen.v1 import common_pb2, model_pb2
from npcgen.v1.dialogue_pb2 import DialogueEvent
from npcgen.v1.model_pb2_grpc import ModelServiceStub
from tests.engine.moody_server import DONE, Answer, MoodyServer, answer, ends, moody, says, stream
from tests.service.conftest import Serve, Server
from tests.service.native import begin, events_of, failure_of, line, talking

SAID: Answer = stream(says("The north "), says("road is open."), ends(), DONE)
FAILS: Answer = answer({"error": {"message": "out of memory"}}, status=500)
BREAKS: Answer = stream(says("The north road is open. Mind the "))
NOWHERE = "http://127.0.0.1:9/v1"
GREETING = ("What? The bellows are loud.", "Not now. Iron's hot.")


async def between(serve: Serve, *servers: str) -> Server:
    """A server of ours in front of those; `servers` are their URLs."""
    url = ", ".join(servers)
    assert Settings.model_validate({"openai_url": url}).openai_urls == servers
    return await serve(loads_itself=True, backend="openai", openai_url=url, openai_model="sage")


async def said(server: Server, **limits: Any) -> list[DialogueEvent]:
    async with talking(server) as stub:
        return await events_of(stub.Chat(line(await begin(stub), **limits)))


async def info_of(server: Server) -> model_pb2.GetServerInfoResponse:
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = ModelServiceStub(channel)
        info: model_pb2.GetServerInfoResponse = await stub.GetServerInfo(
            model_pb2.GetServerInfoRequest()
        )
        return info


def asked(server: MoodyServer) -> int:
    return len(server.requests)


async def test_another_server_takes_over_before_the_first_word(serve: Serve) -> None:
    async with moody(*[FAILS] * 9) as sick, moody(SAID, SAID) as well:
        server = await between(serve, sick.url, well.url)
        first, second = await said(server), await said(server)
        info = await info_of(server)
    assert [events[-1].completed.text for events in (first, second)] == [
        "The north road is open."
    ] * 2
    assert [event.WhichOneof("event") for event in first].count("started") == 1
    assert (asked(well), info.models[0].engines, info.models[0].resting_engines) == (2, 2, 1)
    assert not info.degraded


async def test_a_server_that_is_away_keeps_nobody_from_speaking(serve: Serve) -> None:
    async with moody(SAID) as well:
        server = await between(serve, NOWHERE, well.url)
        events = await said(server)
        info = await info_of(server)
    assert events[-1].completed.text == "The north road is open."
    assert (info.models[0].engines, info.models[0].resting_engines) == (2, 1)


async def test_when_all_fail_the_author_speaks_and_the_server_says_so(serve: Serve) -> None:
    async with moody(*[FAILS] * 20) as one, moody(*[FAILS] * 20) as two:
        server = await between(serve, one.url, two.url)
        events = await said(server)
        info = await info_of(server)
        metrics = server.app.metrics.exposition().decode()
        async with talking(server) as stub:
            call = stub.Chat(line(await begin(stub), fallback_line=False))
            code, error = await failure_of(events_of(call))
    completed = events[-1].completed
    assert completed.text == GREETING[0]
    assert completed.finish_reason == common_pb2.FINISH_REASON_FALLBACK
    assert completed.fallback_reason == "REMOTE_FAILED"
    assert (events[0].started.model, events[0].started.prompt_tokens) == ("sage", 0)
    assert info.degraded
    assert 'npcgen_replies_total{finish_reason="fallback",model="sage"} 1.0' in metrics
    assert 'npcgen_engines_resting{model="sage"} 2.0' in metrics
    assert (code, type(error)) == (grpc.StatusCode.UNAVAILABLE, Unavailable)


async def test_after_the_first_word_a_failure_is_an_error(serve: Serve) -> None:
    async with moody(*[BREAKS] * 3) as breaking, moody(SAID) as well:
        server = await between(serve, breaking.url)
        async with talking(server) as stub:
            call = stub.Chat(line(await begin(stub)))
            code, error = await failure_of(events_of(call))
    assert (code, error.reason) == (grpc.StatusCode.UNAVAILABLE, "REMOTE_CUT_OFF")
    assert asked(well) == 0


async def test_replies_are_shared(serve: Serve) -> None:
    async with moody(*[SAID] * 6) as one, moody(*[SAID] * 6) as two:
        server = await between(serve, one.url, two.url)
        await asyncio.gather(*(said(server) for _ in range(6)))
    assert asked(one) + asked(two) == 6

"""A pace of one reply's own, as calls ask for it: on both wires, and in the Python client."""

import json

import httpx
import pytest

from npcgen import Client, Completed
from npcgen.errors import InvalidArgument
from tests.service import wire
from tests.service.conftest import Serve, scripted, words
from tests.service.native import begin, events_of, failure_of, line, talking

PACE = 100.0
FORTY = words(40)


async def test_a_native_reply_comes_no_faster_than_asked(serve: Serve) -> None:
    server = await serve(scripted(FORTY, tokens_per_s=10_000))
    async with talking(server) as stub:
        request = line(await begin(stub), max_tokens_per_s=PACE)
        completed = (await events_of(stub.Chat(request)))[-1].completed
    assert completed.text == FORTY
    assert 0 < completed.timings.tokens_per_s <= PACE


async def test_a_reply_over_connect_comes_no_faster_than_asked(serve: Serve) -> None:
    server = await serve(scripted(FORTY, tokens_per_s=10_000))
    async with httpx.AsyncClient(base_url=server.http) as client:
        call = {"conversationId": await wire.begin(client), "text": "Good day."}
        body = json.dumps({**call, "limits": {"maxTokensPerS": PACE}}).encode()
        response = await client.post(
            wire.DIALOGUE + "Chat", content=wire.envelope(body), headers=wire.STREAM_JSON
        )
    *events, _ = [json.loads(data) for _, data in wire.envelopes(response.content)]
    completed = events[-1]["event"]["completed"]
    assert completed["text"] == FORTY
    assert 0 < completed["timings"]["tokensPerS"] <= PACE


async def test_the_client_asks_for_a_pace(serve: Serve) -> None:
    server = await serve(scripted(FORTY, tokens_per_s=10_000))
    async with Client(server.grpc) as client:
        begun = await client.start_conversation("brannoch")
        chat = client.chat(begun.id, "Good day.", max_tokens_per_s=PACE)
        completed = [event.body async for event in chat][-1]
    assert isinstance(completed, Completed)
    assert completed.text == FORTY
    assert 0 < completed.timings.tokens_per_s <= PACE


@pytest.mark.parametrize("pace", [-1.0, 0.05, 2e6])
async def test_a_pace_out_of_range_names_the_field(serve: Serve, pace: float) -> None:
    server = await serve()
    async with talking(server) as stub:
        call = stub.Chat(line(await begin(stub), max_tokens_per_s=pace))
        _, error = await failure_of(events_of(call))
    assert isinstance(error, InvalidArgument)
    assert error.violations[0].path == "limits.max_tokens_per_s"

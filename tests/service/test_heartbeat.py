"""Streams over HTTP that have nothing to say for a while."""

import asyncio
import json
from collections.abc import AsyncGenerator

import httpx
import pytest
from google.protobuf.message import Message

from npcgen.service.heartbeat import with_heartbeats
from npcgen.v1.dialogue_pb2 import ChatResponse, DialogueEvent
from tests.service import wire
from tests.service.conftest import Serve, scripted

Messages = AsyncGenerator[Message, None]


def said(sequence: int) -> ChatResponse:
    return ChatResponse(event=DialogueEvent(sequence=sequence))


async def test_a_silent_stream_carries_messages_without_an_event() -> None:
    goes_on = asyncio.Event()

    async def stream() -> Messages:
        yield said(0)
        await goes_on.wait()
        yield said(1)

    got = []
    async for message in with_heartbeats(stream(), ChatResponse, 0.01):
        got.append(message)
        if len(got) == 3:
            goes_on.set()
    assert [message.HasField("event") for message in got[:3]] == [True, False, False]
    assert got[-1] == said(1)


async def test_without_a_heartbeat_only_the_messages_come() -> None:
    async def stream() -> Messages:
        yield said(0)
        await asyncio.sleep(0.05)
        yield said(1)

    got = [message async for message in with_heartbeats(stream(), ChatResponse, 0)]
    assert got == [said(0), said(1)]


async def test_what_a_stream_raises_comes_after_its_messages() -> None:
    async def stream() -> Messages:
        yield said(0)
        raise ValueError("no more")

    lively = with_heartbeats(stream(), ChatResponse, 5)
    assert await anext(lively) == said(0)
    with pytest.raises(ValueError, match="no more"):
        await anext(lively)


async def test_leaving_early_closes_the_stream() -> None:
    closed = asyncio.Event()

    async def stream() -> Messages:
        try:
            while True:
                yield said(0)
        finally:
            closed.set()

    lively = with_heartbeats(stream(), ChatResponse, 5)
    await anext(lively)
    await lively.aclose()
    assert closed.is_set()


async def test_the_next_message_is_asked_for_once_the_last_was_taken() -> None:
    asked: list[int] = []

    async def stream() -> Messages:
        for sequence in range(3):
            asked.append(sequence)
            yield said(sequence)

    async for message in with_heartbeats(stream(), ChatResponse, 5):
        await asyncio.sleep(0)
        assert message == said(asked[-1])


async def test_a_reply_that_waits_for_its_next_token_keeps_its_connection_alive(
    serve: Serve,
) -> None:
    server = await serve(scripted("one two three"), heartbeat_s=0.02)
    async with httpx.AsyncClient(base_url=server.http) as client:
        call = {"conversationId": await wire.begin(client), "text": "Good day."}
        limits = {"maxTokensPerS": 5}
        body = json.dumps({**call, "limits": limits}).encode()
        response = await client.post(
            wire.DIALOGUE + "Chat", content=wire.envelope(body), headers=wire.STREAM_JSON
        )
    *parts, _ = [json.loads(data) for _, data in wire.envelopes(response.content)]
    events = [part["event"] for part in parts if part]
    assert {} in parts
    assert [event["sequence"] for event in events] == list(range(len(events)))
    assert events[-1]["completed"]["text"] == "one two three"

"""Native gRPC as a test needs it: a stub, a conversation, the events, the error."""

from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from typing import Any, cast

import grpc
import pytest

from npcgen.errors import NpcgenError
from npcgen.status import from_rpc
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.common_pb2 import Limits
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service.conftest import Server

CHAT = "/npcgen.v1.DialogueService/Chat"
GET_CONVERSATION = "/npcgen.v1.DialogueService/GetConversation"
EOF = grpc.aio.EOF  # type: ignore[attr-defined]


@asynccontextmanager
async def talking(server: Server) -> AsyncIterator[DialogueServiceStub]:
    """A stub on a channel of its own."""
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        yield DialogueServiceStub(channel)


async def begin(stub: DialogueServiceStub, persona_id: str = "brannoch") -> str:
    """A new conversation's id."""
    begun = await stub.StartConversation(pb.StartConversationRequest(persona_id=persona_id))
    return str(begun.conversation.id)


def line(conversation_id: str, text: str = "Good day.", **limits: Any) -> pb.ChatRequest:
    return pb.ChatRequest(conversation_id=conversation_id, text=text, limits=Limits(**limits))


async def events_of(call: Any) -> list[pb.DialogueEvent]:
    return [response.event async for response in call]


async def rest_of(call: Any) -> list[pb.DialogueEvent]:
    """What is left of a stream of which something was read."""
    events = []
    while (response := await call.read()) is not EOF:
        events.append(response.event)
    return events


async def failure_of(call: Awaitable[object]) -> tuple[grpc.StatusCode, NpcgenError]:
    """How the call fails: the code, and what a client raises for it."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    error = caught.value
    trailers = cast(Iterable[tuple[str, str | bytes]], error.trailing_metadata())
    return error.code(), from_rpc(error.code(), error.details(), trailers)

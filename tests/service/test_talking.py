"""The other ways to make NPCs speak, over HTTP/1.1 and native gRPC, and an action end to end."""

import json
from typing import Any

import grpc
import httpx
import pytest

from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service import wire
from tests.service.conftest import REPLY, Serve, scripted

OPEN = '{"action":"open_door","arguments":{}}'


async def streamed(
    client: httpx.AsyncClient, call: str, body: dict[str, object]
) -> list[dict[str, Any]]:
    content = wire.envelope(json.dumps(body).encode())
    response = await client.post(wire.DIALOGUE + call, content=content, headers=wire.STREAM_JSON)
    parts = [(flags, json.loads(data)) for flags, data in wire.envelopes(response.content)]
    assert parts[-1] == (wire.END_OF_STREAM, {})
    return [part["event"] for _, part in parts[:-1]]


@pytest.mark.parametrize(
    ("call", "body", "last"),
    [
        ("Notify", {"stimulus": "It rains."}, "completed"),
        ("Regenerate", {}, "completed"),
        ("GroupChat", {"text": "Hello."}, "groupCompleted"),
        ("Bark", {"personaId": "brannoch", "situation": "Rain."}, "completed"),
    ],
)
async def test_every_stream_comes_over_http(
    serve: Serve, call: str, body: dict[str, object], last: str
) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        conversation_id = await wire.begin(client)
        await wire.chat(client, conversation_id)
        where = {"GroupChat": {"conversationIds": [conversation_id]}, "Bark": {}}
        events = await streamed(
            client, call, where.get(call, {"conversationId": conversation_id}) | body
        )
    assert "started" in events[0]
    assert last in events[-1]
    assert [event["completed"]["text"] for event in events if "completed" in event] == [REPLY]


async def test_an_action_and_what_came_of_it(serve: Serve) -> None:
    server = await serve(scripted(OPEN), action_gate="off")
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = DialogueServiceStub(channel)
        begun = await stub.StartConversation(pb.StartConversationRequest(persona_id="brannoch"))
        conversation_id = begun.conversation.id
        request = pb.ChatRequest(
            conversation_id=conversation_id,
            text="Open up!",
            actions=[pb.ActionDeclaration(name="open_door")],
        )
        events = [response.event async for response in stub.Chat(request)]
        kinds = [event.WhichOneof("event") for event in events]
        action = events[kinds.index("action")].action
        told = pb.AcknowledgeActionRequest(
            conversation_id=conversation_id, action_id=action.action_id, detail="It is barred."
        )
        await stub.AcknowledgeAction(told)
        again = pb.ChatRequest(conversation_id=conversation_id, text="Well?")
        _ = [response async for response in stub.Chat(again)]
        found = await stub.GetConversation(
            pb.GetConversationRequest(conversation_id=conversation_id)
        )
    assert (action.name, action.arguments_json) == ("open_door", "{}")
    assert kinds.index("action") == len(kinds) - 1 - kinds[::-1].index("sentence") + 1
    assert kinds[-1] == "completed"
    assert found.turns[1].noticed == ["You tried, and it failed: open door. It is barred."]
    metrics = server.app.metrics.exposition().decode()
    assert 'npcgen_actions_total{model="scripted"} 1.0' in metrics
    assert 'npcgen_replies_total{finish_reason="stop",model="scripted"} 2.0' in metrics

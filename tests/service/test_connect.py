"""Connect and gRPC-Web over HTTP/1.1, envelope by envelope."""

import json

import httpx

from npcgen.v1 import dialogue_pb2 as pb
from tests.service import wire
from tests.service.conftest import REPLY, Serve


async def test_a_unary_call_in_json_prints_every_field_on_one_line(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await wire.post(
            client, wire.DIALOGUE + "StartConversation", {"personaId": "brannoch"}
        )
    conversation = response.json()["conversation"]
    assert response.status_code == 200
    assert "\n" not in response.text
    assert conversation["npcName"] == "Brannoch Vale"
    assert conversation["scene"] == ""
    assert conversation["turnCount"] == 0


async def test_a_stream_in_json_ends_with_completed_and_an_end_without_error(
    serve: Serve,
) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        events, end = await wire.chat(client, await wire.begin(client))
    assert end == {}
    assert "started" in events[0]
    assert events[-1]["completed"]["text"] == REPLY
    assert "".join(event["textDelta"]["text"] for event in events if "textDelta" in event) == REPLY


async def test_a_stream_in_binary_carries_the_same_messages(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        request = pb.ChatRequest(conversation_id=await wire.begin(client), text="Good day.")
        response = await client.post(
            wire.DIALOGUE + "Chat",
            content=wire.envelope(request.SerializeToString()),
            headers={"content-type": "application/connect+proto"},
        )
    parts = list(wire.envelopes(response.content))
    assert parts[-1] == (wire.END_OF_STREAM, b"{}")
    assert pb.ChatResponse.FromString(parts[-2][1]).event.completed.text == REPLY


async def test_grpc_web_ends_with_trailers_in_the_body(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        request = pb.ChatRequest(conversation_id=await wire.begin(client), text="Good day.")
        response = await client.post(
            wire.DIALOGUE + "Chat",
            content=wire.envelope(request.SerializeToString()),
            headers={"content-type": "application/grpc-web+proto", "x-grpc-web": "1"},
        )
    parts = list(wire.envelopes(response.content))
    assert response.headers["content-type"] == "application/grpc-web+proto"
    assert pb.ChatResponse.FromString(parts[-2][1]).event.completed.text == REPLY
    assert parts[-1] == (wire.TRAILERS, b"grpc-status: 0\r\n")


async def test_calls_without_side_effects_answer_a_get(serve: Serve) -> None:
    server = await serve()
    query = {"encoding": "json", "message": json.dumps({"id": "brannoch"}), "connect": "v1"}
    async with httpx.AsyncClient(base_url=server.http) as client:
        response = await client.get(wire.PERSONA + "GetPersona", params=query)
        refused = await client.get(wire.DIALOGUE + "StartConversation", params=query)
    assert response.json()["bundled"] is True
    assert (refused.status_code, refused.json()["message"]) == (405, "StartConversation needs POST")


async def test_the_root_says_where_the_api_is(serve: Serve) -> None:
    server = await serve()
    async with httpx.AsyncClient(base_url=server.http) as client:
        page = (await client.get("/")).json()
    assert page["services"] == [
        "npcgen.v1.DialogueService",
        "npcgen.v1.PersonaService",
        "npcgen.v1.LoreService",
        "npcgen.v1.MemoryService",
        "npcgen.v1.LevelService",
        "npcgen.v1.QuestService",
        "npcgen.v1.BehaviourService",
        "npcgen.v1.TextureService",
        "npcgen.v1.ModelService",
    ]

"""Chat over native gRPC, with the generated stubs."""

import grpc

from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service.conftest import REPLY, Serve


async def test_chat_streams_events_in_order_up_to_one_completed(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = DialogueServiceStub(channel)
        begun = await stub.StartConversation(pb.StartConversationRequest(persona_id="brannoch"))
        call = stub.Chat(pb.ChatRequest(conversation_id=begun.conversation.id, text="Good day."))
        events = [response.event async for response in call]
    kinds = [event.WhichOneof("event") for event in events]
    assert kinds[0] == "started"
    assert kinds[-1] == "completed"
    assert kinds.count("completed") == 1
    assert [event.sequence for event in events] == list(range(len(events)))
    assert "".join(event.text_delta.text for event in events) == REPLY
    assert events[-1].completed.text == REPLY

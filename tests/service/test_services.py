"""The calls that aren't Chat, one by one, over native gRPC."""

import grpc
import pytest

from npcgen.errors import AlreadyExists, NotFound, PermissionDenied
from npcgen.v1 import common_pb2, model_pb2, persona_pb2
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.model_pb2_grpc import ModelServiceStub
from npcgen.v1.persona_pb2_grpc import PersonaServiceStub
from tests.service.conftest import REPLY, Serve, scripted
from tests.service.native import EOF, begin, events_of, failure_of, line, talking

ODO = persona_pb2.Persona(
    id="odo",
    name="Odo Finch",
    role="ferryman",
    goals=["see the sea"],
    examples=[persona_pb2.PersonaExample(player="Hello?", npc="Mm.")],
)


async def test_a_conversation_remembers_its_turns(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        conversation = await begin(stub)
        await events_of(stub.Chat(line(conversation, "Good day.")))
        reply = await stub.GetConversation(pb.GetConversationRequest(conversation_id=conversation))
    assert reply.conversation.turn_count == 1
    assert reply.conversation.active_turn_id == ""
    assert [(turn.player_text, turn.npc_text) for turn in reply.turns] == [("Good day.", REPLY)]
    assert reply.turns[0].finish_reason == common_pb2.FINISH_REASON_STOP


async def test_an_inline_persona_and_a_player_with_a_name(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        request = pb.StartConversationRequest(
            persona=ODO, player=pb.Player(id="p1", name="Wren"), scene="On the river."
        )
        conversation = (await stub.StartConversation(request)).conversation
    assert (conversation.npc_id, conversation.npc_name) == ("odo", "Odo Finch")
    assert (conversation.player.id, conversation.player.name) == ("p1", "Wren")
    assert conversation.scene == "On the river."


async def test_the_same_request_id_begins_one_conversation(serve: Serve) -> None:
    request = pb.StartConversationRequest(persona_id="brannoch", request_id="once")
    async with talking(await serve()) as stub:
        first = await stub.StartConversation(request)
        again = await stub.StartConversation(request)
    assert first == again


async def test_cancel_completes_the_stream_with_what_was_said(serve: Serve) -> None:
    server = await serve(scripted(tokens_per_s=10))
    async with talking(server) as stub:
        conversation = await begin(stub)
        call = stub.Chat(line(conversation))
        started = (await call.read()).event
        request = pb.CancelRequest(conversation_id=conversation, turn_id=started.turn_id)
        cancelled = await stub.Cancel(request)
        last = started
        while (response := await call.read()) is not EOF:
            last = response.event
        again = await stub.Cancel(request)
    assert (cancelled.cancelled, again.cancelled) == (True, False)
    assert last.completed.finish_reason == common_pb2.FINISH_REASON_CANCELLED


async def test_deleting_a_conversation_forgets_it(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        conversation = await begin(stub)
        await stub.DeleteConversation(pb.DeleteConversationRequest(conversation_id=conversation))
        listed = await stub.ListConversations(pb.ListConversationsRequest())
        request = pb.GetConversationRequest(conversation_id=conversation)
        _, error = await failure_of(stub.GetConversation(request))
    assert list(listed.conversations) == []
    assert type(error) is NotFound


async def test_conversations_are_listed_in_pages(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        ids = [await begin(stub) for _ in range(3)]
        first = await stub.ListConversations(pb.ListConversationsRequest(page_size=2))
        request = pb.ListConversationsRequest(page_size=2, page_token=first.next_page_token)
        second = await stub.ListConversations(request)
    assert [item.id for item in (*first.conversations, *second.conversations)] == ids
    assert second.next_page_token == ""


async def test_the_same_seed_is_told_and_limits_are_kept(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        request = line(await begin(stub), max_tokens=2)
        request.sampling.seed = 7
        events = await events_of(stub.Chat(request))
    assert events[0].started.seed == 7
    assert events[-1].completed.finish_reason == common_pb2.FINISH_REASON_LENGTH
    assert events[-1].completed.usage.completion_tokens == 2


async def test_a_persona_is_created_changed_and_deleted(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = PersonaServiceStub(channel)
        created = await stub.CreatePersona(persona_pb2.CreatePersonaRequest(persona=ODO))
        changed = persona_pb2.Persona(id="odo", name="Odo", role="smuggler")
        await stub.UpdatePersona(persona_pb2.UpdatePersonaRequest(persona=changed))
        got = await stub.GetPersona(persona_pb2.GetPersonaRequest(id="odo"))
        await stub.DeletePersona(persona_pb2.DeletePersonaRequest(id="odo"))
        _, error = await failure_of(stub.GetPersona(persona_pb2.GetPersonaRequest(id="odo")))
    assert created.persona == ODO
    assert (got.persona, got.bundled) == (changed, False)
    assert error.reason == "PERSONA_NOT_FOUND"


async def test_a_taken_id_and_a_bundled_persona_are_refused(serve: Serve) -> None:
    server = await serve()
    other = persona_pb2.Persona(id="odo", name="Odo", role="smuggler")
    brannoch = persona_pb2.Persona(id="brannoch", name="Bran", role="baker")
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = PersonaServiceStub(channel)
        await stub.CreatePersona(persona_pb2.CreatePersonaRequest(persona=ODO))
        create = stub.CreatePersona(persona_pb2.CreatePersonaRequest(persona=other))
        taken, exists = await failure_of(create)
        update = stub.UpdatePersona(persona_pb2.UpdatePersonaRequest(persona=brannoch))
        denied, bundled = await failure_of(update)
    assert (taken, type(exists)) == (grpc.StatusCode.ALREADY_EXISTS, AlreadyExists)
    assert (denied, type(bundled)) == (grpc.StatusCode.PERMISSION_DENIED, PermissionDenied)


async def test_personas_are_listed_by_id(serve: Serve) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        request = persona_pb2.ListPersonasRequest(page_size=2)
        page = await PersonaServiceStub(channel).ListPersonas(request)
    assert [persona.id for persona in page.personas] == ["brannoch", "corrin"]
    assert page.next_page_token == "corrin"


async def test_the_server_tells_what_it_runs(serve: Serve) -> None:
    server = await serve(queue_limit=3)
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        stub = ModelServiceStub(channel)
        info = await stub.GetServerInfo(model_pb2.GetServerInfoRequest())
        listed = await stub.ListModels(model_pb2.ListModelsRequest())
        got = await stub.GetModel(model_pb2.GetModelRequest(name="scripted"))
    assert (info.model.name, info.model.backend) == ("scripted", "scripted")
    assert (info.queue_limit, info.conversations, info.draining) == (3, 0, False)
    assert info.model.state == model_pb2.MODEL_STATE_LOADED
    assert listed.models[0] == info.model == got.model


@pytest.mark.parametrize("name", ["", "nope"])
async def test_an_unknown_model_names_those_there_are(serve: Serve, name: str) -> None:
    server = await serve()
    async with grpc.aio.insecure_channel(server.grpc) as channel:
        request = model_pb2.GetModelRequest(name=name)
        code, error = await failure_of(ModelServiceStub(channel).GetModel(request))
    assert code is grpc.StatusCode.NOT_FOUND
    assert error.reason == "MODEL_NOT_FOUND"
    assert "scripted" in error.message

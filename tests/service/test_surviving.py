"""What was said outlives the server, and goes into save games."""

from collections.abc import AsyncIterator
from pathlib import Path

import grpc
import pytest
import sqlalchemy as sa

from npcgen.errors import DataLoss, FailedPrecondition, NotFound
from npcgen.v1 import dialogue_pb2 as pb
from npcgen.v1.dialogue_pb2_grpc import DialogueServiceStub
from tests.service.conftest import REPLY, Serve, Server
from tests.service.native import failure_of, talking


async def begun(stub: DialogueServiceStub, request_id: str = "") -> str:
    player = pb.Player(id="p1", name="Wren")
    request = pb.StartConversationRequest(
        persona_id="brannoch", player=player, request_id=request_id
    )
    return str((await stub.StartConversation(request)).conversation.id)


async def said(
    stub: DialogueServiceStub, conversation_id: str, text: str
) -> list[pb.DialogueEvent]:
    call = stub.Chat(pb.ChatRequest(conversation_id=conversation_id, text=text))
    return [response.event async for response in call]


async def lines(stub: DialogueServiceStub, conversation_id: str) -> list[str]:
    request = pb.GetConversationRequest(conversation_id=conversation_id)
    return [turn.player_text for turn in (await stub.GetConversation(request)).turns]


async def restarted(serve: Serve, server: Server) -> Server:
    await server.app.stop(0.0)
    return await serve()


async def test_a_conversation_goes_on_after_a_restart(serve: Serve) -> None:
    server = await serve()
    async with talking(server) as stub:
        conversation_id = await begun(stub, "r1")
        await said(stub, conversation_id, "Good day.")
    server = await restarted(serve, server)
    async with talking(server) as stub:
        events = await said(stub, conversation_id, "Still here?")
        assert events[-1].completed.text == REPLY
        assert events[-1].turn_id == f"{conversation_id}.2"
        assert await lines(stub, conversation_id) == ["Good day.", "Still here?"]
        assert await begun(stub, "r1") == conversation_id
        listed = await stub.ListConversations(pb.ListConversationsRequest())
        [conversation] = listed.conversations
        assert (conversation.turn_count, conversation.player.name) == (2, "Wren")


async def test_what_was_deleted_stays_deleted(serve: Serve) -> None:
    server = await serve()
    async with talking(server) as stub:
        conversation_id = await begun(stub)
        await stub.DeleteConversation(pb.DeleteConversationRequest(conversation_id=conversation_id))
    server = await restarted(serve, server)
    async with talking(server) as stub:
        request = pb.GetConversationRequest(conversation_id=conversation_id)
        _, error = await failure_of(stub.GetConversation(request))
    assert type(error) is NotFound


async def test_loading_rolls_back_to_the_save(serve: Serve) -> None:
    server = await serve()
    async with talking(server) as stub:
        conversation_id = await begun(stub)
        await said(stub, conversation_id, "Good day.")
        saved = await stub.SaveConversations(
            pb.SaveConversationsRequest(conversation_ids=[conversation_id])
        )
        await said(stub, conversation_id, "I lied.")
        request = pb.LoadConversationsRequest(data=saved.data)
        loaded = await stub.LoadConversations(request)
        assert list(loaded.conversation_ids) == [conversation_id]
        assert await lines(stub, conversation_id) == ["Good day."]
        await said(stub, conversation_id, "I did not lie.")
        assert await lines(stub, conversation_id) == ["Good day.", "I did not lie."]


async def test_a_save_goes_to_another_server(serve: Serve, tmp_path: Path) -> None:
    async with talking(await serve()) as stub:
        conversation_id = await begun(stub)
        await said(stub, conversation_id, "Good day.")
        request = pb.SaveConversationsRequest(conversation_ids=[conversation_id])
        data = (await stub.SaveConversations(request)).data
    async with talking(await serve(data_dir=tmp_path / "other")) as stub:
        await stub.LoadConversations(pb.LoadConversationsRequest(data=data))
        assert await lines(stub, conversation_id) == ["Good day."]


async def test_a_damaged_save_is_refused_whole(serve: Serve) -> None:
    async with talking(await serve()) as stub:
        conversation_id = await begun(stub)
        request = pb.SaveConversationsRequest(conversation_ids=[conversation_id])
        data = (await stub.SaveConversations(request)).data
        await said(stub, conversation_id, "Good day.")
        damaged = pb.LoadConversationsRequest(data=data[:-1])
        code, error = await failure_of(stub.LoadConversations(damaged))
        assert await lines(stub, conversation_id) == ["Good day."]
    assert code is grpc.StatusCode.DATA_LOSS
    assert (type(error), error.reason) == (DataLoss, "SAVE_DAMAGED")


async def test_a_turn_that_cannot_be_kept_ends_with_an_error_and_is_forgotten(
    serve: Serve,
) -> None:
    server = await serve()
    async with talking(server) as stub:
        conversation_id = await begun(stub)
        await server.app.store.write(_limit_pages, grow=0)
        call = stub.Chat(pb.ChatRequest(conversation_id=conversation_id, text="x" * 4_000))
        events: list[str | None] = []
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await _collect(call, events)
        assert caught.value.code() is grpc.StatusCode.FAILED_PRECONDITION
        assert "disk is full" in (caught.value.details() or "")
        assert "text_delta" in events
        assert "completed" not in events
        await server.app.store.write(_limit_pages, grow=1_000)
        await said(stub, conversation_id, "Good day.")
        assert await lines(stub, conversation_id) == ["Good day."]


async def test_a_store_from_the_future_ends_the_start(serve: Serve) -> None:
    server = await serve()
    await server.app.store.write(_from_the_future)
    await server.app.stop(0.0)
    with pytest.raises(FailedPrecondition, match="newer"):
        await serve()


async def _collect(call: AsyncIterator[pb.ChatResponse], into: list[str | None]) -> None:
    async for response in call:
        into.append(response.event.WhichOneof("event"))


def _limit_pages(connection: sa.Connection, grow: int) -> None:
    """What SQLite itself takes for the size of the disk."""
    pages = connection.scalar(sa.text("PRAGMA page_count"))
    connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + grow}")


def _from_the_future(connection: sa.Connection) -> None:
    connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

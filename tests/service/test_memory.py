"""MemoryService over the wire, on a real server."""

import pytest

from npcgen import Client
from npcgen.dialogue.events import EmotionChanged, RelationshipChanged
from npcgen.dialogue.feelings.axes import Emotion, Relationship
from npcgen.dialogue.state import Player
from npcgen.errors import InvalidArgument, NotFound
from tests.service.conftest import Serve

ADA = Player("p1", "Wanderer")


async def test_a_name_is_remembered_across_conversations_and_restarts(serve: Serve) -> None:
    first = await serve()
    async with Client(first.grpc) as client:
        talk = await client.start_conversation("tamsin", player=ADA)
        _ = [event async for event in client.chat(talk.id, "My name is Ada. I own a red horse.")]
    await first.app.stop(0.0)
    second = await serve()
    async with Client(second.grpc) as client:
        talk = await client.start_conversation("tamsin", player=ADA)
        preview = await client.preview_prompt(talk.id, "What shall I feed my horse?")
        remembered = [each async for each in client.list_memories("tamsin", "p1")]
    assert [each.text for each in remembered] == [
        "Ada told me their name is Ada.",
        "Ada has a red horse.",
    ]
    brought = [part.text for part in preview.parts if part.origin == "memory"]
    assert len(brought) == 2
    assert "Ada told me their name is Ada." in brought[0]
    assert "Ada has a red horse." in brought[1]


async def test_an_insult_is_told_with_its_reason_and_shows_afterwards(serve: Serve) -> None:
    server = await serve()
    async with Client(server.grpc) as client:
        talk = await client.start_conversation("tamsin", player=ADA)
        bodies = [event.body async for event in client.chat(talk.id, "You are a liar!")]
        feeling = await client.get_relationship("tamsin", "p1")
    moved = {each.axis: each for each in bodies if isinstance(each, RelationshipChanged)}
    assert moved["affection"].why == "insulted"
    assert moved["affection"].new < moved["affection"].old
    assert [each.label for each in bodies if isinstance(each, EmotionChanged)] == ["angry"]
    assert feeling.relationship.affection == pytest.approx(moved["affection"].new, abs=1e-3)


async def test_memories_and_feelings_are_changed_by_the_game(serve: Serve) -> None:
    server = await serve()
    async with Client(server.grpc) as client:
        added = await client.add_memory("tamsin", "p1", "Ada won the race.", deed="victory")
        changed = await client.update_memory(added.memory.id, text="Ada lost the race.")
        told = await client.tell_memory(added.memory.id, "odrin")
        await client.delete_memory(added.memory.id)
        left = [each.text async for each in client.list_memories("tamsin", "p1")]
        set_to = await client.set_relationship(
            "tamsin", "p1", relationship=Relationship(fear=0.5), emotion=Emotion("afraid", 0.4)
        )
    assert [change.axis for change in added.changes] == ["respect", "fear"]
    assert changed.text == "Ada lost the race."
    assert told.text.endswith(" told me: Ada lost the race.")
    assert left == []
    assert (set_to.relationship.fear, set_to.emotion) == (0.5, Emotion("afraid", 0.4))


async def test_a_forgotten_player_leaves_nothing(serve: Serve) -> None:
    server = await serve()
    async with Client(server.grpc) as client:
        talk = await client.start_conversation("tamsin", player=ADA)
        _ = [event async for event in client.chat(talk.id, "My name is Zyxwvut.")]
        gone = await client.forget_player("p1")
        with pytest.raises(NotFound):
            await client.get_conversation(talk.id)
        left = [each async for each in client.list_memories("tamsin", "p1")]
    assert (gone.conversations, gone.memories, gone.relationships, left) == (1, 1, 1, [])
    files = [path for path in server.app.settings.data_dir.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if b"Zyxwvut" in path.read_bytes()]


async def test_what_cannot_be_right_is_refused_by_name(serve: Serve) -> None:
    server = await serve()
    async with Client(server.grpc) as client:
        for call, field in (
            (client.add_memory("tamsin", "p1", ""), "text"),
            (client.add_memory("tamsin", "", "x"), "player_id"),
            (client.add_memory("tamsin", "p1", "x", importance=2.0), "importance"),
            (client.add_memory("tamsin", "p1", "x", deed="kiss"), "deed"),
            (client.set_relationship("tamsin", "p1", emotion=Emotion("calm", 2.0)), "emotion"),
        ):
            with pytest.raises(InvalidArgument) as caught:
                await call
            assert caught.value.violations[0].path.startswith(field)
        with pytest.raises(NotFound) as missing:
            await client.delete_memory("none")
    assert missing.value.reason == "MEMORY_NOT_FOUND"


async def test_memory_and_feelings_can_be_turned_off(serve: Serve) -> None:
    server = await serve(memory=False, feelings=False)
    async with Client(server.grpc) as client:
        talk = await client.start_conversation("tamsin", player=ADA)
        bodies = [e.body async for e in client.chat(talk.id, "My name is Ada, you liar!")]
        remembered = [each async for each in client.list_memories("tamsin", "p1")]
    assert remembered == []
    assert not [each for each in bodies if isinstance(each, RelationshipChanged)]


async def test_a_player_who_told_a_name_is_called_by_it_in_the_next_talk(serve: Serve) -> None:
    server = await serve()
    player = Player(id="traveller")
    async with Client(server.grpc) as client:
        first = await client.start_conversation("tamsin", player=player)
        async for _ in client.chat(first.id, "My name is Mara."):
            pass
        again = await client.start_conversation("tamsin", player=player)
        other = await client.start_conversation("odrin", player=player)
        seen = {}
        for conversation in (again, other):
            preview = await client.preview_prompt(conversation.id, "Good day.")
            seen[conversation.npc_name] = preview.parts[-1].text
    assert seen == {"Tamsin Reed": "Mara says: Good day.", "Odrin Pell": "Player says: Good day."}

"""Memories and feelings in conversations that are really had, over a real store."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from npcgen.dialogue.conversations import Conversations
from npcgen.dialogue.events import DialogueEvent, EmotionChanged, RelationshipChanged
from npcgen.dialogue.feelings.feelings import Feelings
from npcgen.dialogue.memory.idle import IdleWork
from npcgen.dialogue.memory.memories import Memories, Told
from npcgen.dialogue.memory.memory import MemoryRecall
from npcgen.dialogue.paging import Page
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.persona_store import PersonaStore, WorldStore
from npcgen.dialogue.state import Player
from npcgen.dialogue.store.store import Store
from npcgen.dialogue.thinking import Thinking
from npcgen.engine.base import TextDelta
from tests.dialogue.cast import FULL, MILLER, scripted
from tests.dialogue.overheard import Overheard

ADA = Player("p1", "Wanderer")


@dataclass
class Talk:
    conversations: Conversations
    memories: Memories
    model: Overheard

    async def say(self, npc: Persona, *lines: str, player: Player = ADA) -> list[DialogueEvent]:
        """A conversation of these lines; the events of the last one."""
        conversation = await self.conversations.start(npc, player)
        events: list[DialogueEvent] = []
        for line in lines:
            events = [event async for event in self.conversations.chat(conversation.id, line)]
        return events


@asynccontextmanager
async def talking(
    folder: Path, tokens_per_s: float = 10_000.0, context_tokens: int = 8_192
) -> AsyncIterator[Talk]:
    """A cast that remembers and feels; begun again in the same folder, it knows what it knew."""
    engine = scripted(
        "one two three four five six", tokens_per_s=tokens_per_s, context_tokens=context_tokens
    )
    store, model = Store(folder / "npcgen.db"), Overheard(engine)
    clock = itertools.count(1_000_000.0).__next__
    feelings, memory = Feelings(store, clock=clock), MemoryRecall(store, clock=clock)
    idle = IdleWork(lambda name: model, memory, idle_s=3_600.0, clock=clock)
    personas = PersonaStore(folder)
    for persona in (MILLER, FULL):
        if persona.id not in [each.id for each in personas.list(200).items]:
            personas.create(persona)
    conversations = Conversations(
        lambda name: model,
        personas,
        WorldStore(),
        store,
        max_tokens=64,
        reply_timeout_s=30.0,
        max_conversations=100,
        mind=Thinking(feelings, [memory], [memory, idle]),
    )
    memories = Memories(store, personas, conversations, feelings, clock)
    try:
        yield Talk(conversations, memories, model)
    finally:
        await idle.close()
        await store.close()
        await engine.close()


async def test_a_name_is_remembered_in_a_second_conversation(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "My name is Ada.")
        await talk.say(MILLER, "Good day.")
        assert "[Remembers: Ada told me their name is Ada.]" in talk.model.prompts[-1]


async def test_and_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "My name is Ada and I come from Dunmoor.")
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "Good day.")
        assert "[Remembers: Ada comes from Dunmoor.]" in talk.model.prompts[-1]


async def test_a_correction_takes_the_place_of_what_it_corrects(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "My name is Ada.", "My name is Eva.", "Good day.")
        prompt = talk.model.prompts[-1]
        assert "[Remembers: Eva told me their name is Eva.]" in prompt
        assert "their name is Ada" not in prompt


async def test_what_fits_the_line_comes_to_mind_and_else_not(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "I own a red horse.")
        await talk.say(MILLER, "What shall I feed my horse?")
        await talk.say(MILLER, "Will it rain?")
        assert "[Remembers: Wanderer has a red horse.]" in talk.model.prompts[1]
        assert "Remembers" not in talk.model.prompts[2]


async def test_no_npc_and_no_player_hears_of_another(tmp_path: Path) -> None:
    cast = [MILLER.model_copy(update={"id": f"npc-{n}"}) for n in range(12)]
    async with talking(tmp_path) as talk:
        for number, npc in enumerate(cast):
            await talk.say(npc, f"I own a golden harp{'abcdefghijkl'[number]}.")
        for npc in cast:
            await talk.say(npc, "Do you remember my golden harp?")
        await talk.say(cast[0], "Do you remember my golden harp?", player=Player("p2", "Other"))
        asked = talk.model.prompts[12:]
        for number, prompt in enumerate(asked[:12]):
            heard = {n for n in range(12) if f"golden harp{'abcdefghijkl'[n]}" in prompt}
            assert heard == {number}
        assert "golden harp" not in asked[12].replace("my golden harp?", "")


async def test_a_memory_reaches_another_npc_when_it_is_told(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "I own a red horse.")
        (memory,) = (await talk.memories.list(MILLER.id, "p1")).items
        told = await talk.memories.tell(memory.id, FULL.id)
        again = await talk.memories.tell(memory.id, FULL.id)
        await talk.say(FULL, "Have you seen my horse?")
        assert told.text == again.text == "Ansel Birch told me: Wanderer has a red horse."
        assert f"[Remembers: {told.text}]" in talk.model.prompts[-1]
        assert len((await talk.memories.list(FULL.id, "p1")).items) == 1


async def test_a_player_without_an_id_is_remembered_within_the_conversation(tmp_path: Path) -> None:
    nobody = Player(name="Wanderer")
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "My name is Ada.", "Good day.", player=nobody)
        assert "[Remembers: Ada told me their name is Ada.]" in talk.model.prompts[-1]
        await talk.say(MILLER, "Good day.", player=nobody)
        assert "Remembers" not in talk.model.prompts[-1]


async def test_memories_are_listed_changed_and_deleted(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "I own a red horse. I like rain.")
        first, second = (await talk.memories.list(MILLER.id, "p1")).items
        await talk.memories.update(first.id, "Wanderer has a blue horse.", 1.0)
        await talk.memories.delete(second.id)
        await talk.say(MILLER, "Does my horse like rain?")
        assert talk.model.prompts[-1].count("[Remembers:") == 1
        assert "[Remembers: Wanderer has a blue horse.]" in talk.model.prompts[-1]


async def test_a_forgotten_player_is_a_stranger(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "My name is Ada, and you are a liar!")
        await talk.say(FULL, "My name is Ada.")
        gone = await talk.memories.forget_player("p1")
        again = await talk.memories.forget_player("p1")
        await talk.say(MILLER, "Good day.")
        assert (len(gone.conversation_ids), gone.memories, gone.relationships) == (2, 3, 2)
        assert (again.conversation_ids, again.memories, again.relationships) == ((), 0, 0)
        assert "Ada" not in talk.model.prompts[-1]
        assert "[Feels:" not in talk.model.prompts[-1]


async def test_a_relationship_moves_with_its_reason_and_stays_moved(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        events = await talk.say(MILLER, "You are a liar!")
        changes = [e.body for e in events if isinstance(e.body, RelationshipChanged)]
        emotions = [e.body for e in events if isinstance(e.body, EmotionChanged)]
        felt = await talk.memories.feeling(MILLER.id, "p1")
        assert [(each.axis, each.why) for each in changes] == [
            ("trust", "insulted"),
            ("respect", "insulted"),
            ("familiarity", "talked together"),
            ("affection", "insulted"),
        ]
        assert emotions == [EmotionChanged("angry", 0.6)]
        assert felt.relationship.affection < -0.1


async def test_feelings_reach_the_prompt_also_after_a_restart(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, *["You are a liar! I'll burn your mill!"] * 4)
    async with talking(tmp_path) as talk:
        await talk.say(MILLER, "Good day.")
        assert "cool towards" in talk.model.prompts[-1].rpartition("[Feels: ")[2]


async def test_a_deed_the_game_tells_of_moves_feelings_once(tmp_path: Path) -> None:
    async with talking(tmp_path) as talk:
        told = Told(MILLER.id, "p1", "Ada pulled me out of the river.", deed="rescue")
        added = await talk.memories.add(told, "r1")
        again = await talk.memories.add(told, "r1")
        await talk.say(MILLER, "Do you remember the river?")
        assert [change.axis for change in added.changes] == [
            "trust",
            "respect",
            "affection",
            "fear",
        ]
        assert (again.memory, again.changes) == (added.memory, ())
        assert "[Remembers: Ada pulled me out of the river.]" in talk.model.prompts[-1]


async def test_what_was_said_in_a_reply_cut_short_is_noted_with_the_next(tmp_path: Path) -> None:
    async with talking(tmp_path, tokens_per_s=20.0) as talk:
        conversation = await talk.conversations.start(MILLER, ADA)
        async for event in talk.conversations.chat(conversation.id, "My name is Ada."):
            if isinstance(event.body, TextDelta):
                await talk.conversations.cancel(conversation.id, event.turn_id)
        assert await talk.memories.list(MILLER.id, "p1") == Page((), "")
        _ = [event async for event in talk.conversations.chat(conversation.id, "Go on.")]
        texts = [each.text for each in (await talk.memories.list(MILLER.id, "p1")).items]
        assert texts == ["Ada told me their name is Ada."]


async def test_a_summary_takes_the_place_of_what_left_the_prompt(tmp_path: Path) -> None:
    async with talking(tmp_path, context_tokens=300) as talk:
        conversation = await talk.conversations.start(MILLER, ADA)
        lines = ["I promise to mend the wheel.", *["What is new in the village?"] * 14]
        for line in lines:
            _ = [event async for event in talk.conversations.chat(conversation.id, line)]
        assert conversation.trimmed_turns > 1
        for _ in range(1_000):
            if conversation.attention.summary:
                break
            await asyncio.sleep(0.01)
        _ = [event async for event in talk.conversations.chat(conversation.id, "Go on.")]
        *history, last = talk.model.requests[-1].messages
        assert not [each for each in history if "mend the wheel" in each.content]
        assert '[Remembers: Wanderer promised me: "I promise to mend the wheel."' in last.content

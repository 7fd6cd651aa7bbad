"""Rows that the tests of the store share, and a store to put them in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store.conversations import Progress, StoredConversation, StoredTurn
from npcgen.dialogue.store.store import Store

NAME = "npcgen.db"


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """The store of a folder, closed in the end."""
    store = Store(folder / NAME)
    try:
        await store.open()
        yield store
    finally:
        await store.close()


def conversation(conversation_id: str = "c1", player_id: str = "p1") -> StoredConversation:
    return StoredConversation(
        id=conversation_id,
        npc_id="ansel",
        persona={"id": "ansel", "name": "Ansel Birch", "role": "miller"},
        created_at=100.0,
        used_at=100.0,
        player_id=player_id,
        player_name="Wren",
        model="pocket",
    )


def turn(number: int = 1, conversation_id: str = "c1", text: str = "Good day.") -> StoredTurn:
    return StoredTurn(
        conversation_id=conversation_id,
        number=number,
        turn_id=f"{conversation_id}.{number}",
        player_text=text,
        npc_text="Well met.",
        finish_reason="stop",
        created_at=100.0 + number,
        player_name="Wren",
        actions=({"name": "give", "arguments": {"item": "flour"}},),
    )


def progress(number: int = 1) -> Progress:
    return Progress(used_at=100.0 + number, turns_begun=number, trimmed_turns=0, scene="Dusk.")


def memory(memory_id: str, text: str, npc_id: str = "ansel", player_id: str = "p1") -> Memory:
    return Memory(
        id=memory_id, npc_id=npc_id, player_id=player_id, kind="fact", text=text, created_at=1.0
    )

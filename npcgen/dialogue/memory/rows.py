"""What memory asks of the store, each a transaction of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import sqlalchemy as sa

from npcgen.dialogue.likeness import likenesses, standing_out
from npcgen.dialogue.memory.meaning import FLOATS, Meaning
from npcgen.dialogue.memory.recall import STANDING, Recollection
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store import memories
from npcgen.dialogue.store.memories import Found

MOST_A_PAIR = 2_000
"""Memories that one NPC keeps of one player; then what matters least is forgotten."""
MOST_COMPARED = 500
"""The newest, whose vectors are compared with a line's: 500 more take 2 ms more."""
SUMMARY = "summary."
_LOOKED_AT = 24


def recollect(
    connection: sa.Connection,
    npc_id: str,
    player_id: str,
    conversation_id: str,
    query: str,
    *,
    is_trimmed: bool,
    meaning: Meaning | None = None,
) -> Recollection:
    """All that a line may bring to mind.

    `is_trimmed`: whether turns of the conversation are out of the prompt, so that its own summary
    takes their place; else the last one of an earlier conversation comes to mind.
    """
    standing = memories.of_subjects(connection, npc_id, player_id, STANDING)
    found = memories.search(connection, npc_id, player_id, query, _LOOKED_AT) if query else ()
    summaries = memories.with_prefix(connection, npc_id, player_id, SUMMARY, _LOOKED_AT)
    own = SUMMARY + conversation_id
    summary = next((each for each in summaries if (each.subject == own) == is_trimmed), None)
    alike = _alike(connection, npc_id, player_id, meaning) if meaning else ()
    return Recollection(standing, _without_summaries(found), summary, alike)


def _alike(
    connection: sa.Connection, npc_id: str, player_id: str, meaning: Meaning
) -> tuple[Found, ...]:
    size = meaning.vector.size * np.dtype(FLOATS).itemsize
    rows = memories.vectors(connection, npc_id, player_id, meaning.model, MOST_COMPARED)
    rows = [(seq, vector) for seq, vector in rows if len(vector) == size]
    kept = np.frombuffer(b"".join(vector for _, vector in rows), FLOATS).astype(np.float32)
    alike = likenesses(kept.reshape(-1, meaning.vector.size), meaning.vector)
    return memories.found(connection, {rows[at][0]: float(alike[at]) for at in standing_out(alike)})


def summary_of(connection: sa.Connection, npc_id: str, player_id: str, conversation_id: str) -> str:
    """What was written of the conversation so far; "" for nothing."""
    own = memories.of_subjects(connection, npc_id, player_id, [SUMMARY + conversation_id])
    return own[0].text if own else ""


def _without_summaries(found: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple(each for each in found if each.memory.kind != "summary")


def keep(
    connection: sa.Connection, new: Sequence[Memory], recalled_ids: Iterable[str], at: float
) -> None:
    """Keeps what is new, and notes what came to mind."""
    for memory in new:
        memories.add(connection, memory)
    for pair in dict.fromkeys((memory.npc_id, memory.player_id) for memory in new):
        memories.prune(connection, *pair, MOST_A_PAIR)
    if ids := list(recalled_ids):
        memories.mark_recalled(connection, ids, at)


def change(
    connection: sa.Connection, memory_id: str, text: str | None, importance: float | None
) -> Memory | None:
    """The memory with another text or importance; None when there is none."""
    found = memories.find(connection, memory_id)
    if found is None:
        return None
    if text is not None and text != found.text:
        # The vector was of the old words.
        found = replace(found, text=text, embedding=None, embedding_model="")
    if importance is not None:
        found = replace(found, importance=importance)
    memories.update(connection, found)
    return found

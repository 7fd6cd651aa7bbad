"""Save games out of the store, and back into it in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from npcgen.dialogue.save_game import SaveGame
from npcgen.dialogue.store import conversations, memories, relationships
from npcgen.errors import FailedPrecondition, NotFound


def collect(connection: sa.Connection, conversation_ids: Sequence[str]) -> SaveGame:
    """The conversations and all that belongs to them; raises NotFound.

    But for what was heard in vain, which only this server's engines may have kept.
    """
    found = [_found(connection, each) for each in dict.fromkeys(conversation_ids)]
    pairs = dict.fromkeys((each.npc_id, each.player_id) for each in found)
    feelings = (relationships.find(connection, *pair) for pair in pairs)
    return SaveGame(
        conversations=tuple(replace(each, unanswered=()) for each in found),
        turns=tuple(turn for each in found for turn in conversations.turns(connection, each.id)),
        memories=tuple(each for pair in pairs for each in memories.of_pair(connection, *pair)),
        relationships=tuple(each for each in feelings if each is not None),
    )


def restore(connection: sa.Connection, save: SaveGame) -> None:
    """Rolls back to the save: its conversations are as they were, and so is what their NPCs
    remember of, and feel about, their players.

    Raises FailedPrecondition when an id of the save is by now somebody else's.
    """
    for conversation in save.conversations:
        _check_same_pair(connection, conversation)
        conversations.delete(connection, conversation.id)
        memories.delete_pair(connection, conversation.npc_id, conversation.player_id)
        relationships.delete(connection, conversation.npc_id, conversation.player_id)
        conversations.add(connection, conversation)
    for turn in save.turns:
        conversations.add_turn(connection, turn)
    for memory in save.memories:
        if memories.find(connection, memory.id) is not None:
            raise _taken("memory", memory.id)
        memories.add(connection, memory)
    for relationship in save.relationships:
        relationships.put(connection, relationship)


def _found(connection: sa.Connection, conversation_id: str) -> conversations.StoredConversation:
    found = conversations.find(connection, conversation_id)
    if found is None:
        raise NotFound(
            f"no conversation '{conversation_id[:64]}' to save; nothing was saved",
            reason="CONVERSATION_NOT_FOUND",
            metadata={"conversation_id": conversation_id[:64]},
        )
    return found


def _check_same_pair(connection: sa.Connection, saved: conversations.StoredConversation) -> None:
    present = conversations.find(connection, saved.id)
    if present and (present.npc_id, present.player_id) != (saved.npc_id, saved.player_id):
        raise _taken("conversation", saved.id)


def _taken(what: str, key: str) -> FailedPrecondition:
    return FailedPrecondition(
        f"{what} '{key[:64]}' of the save belongs to somebody else on this server; nothing was "
        "loaded",
        reason="SAVE_CONFLICT",
    )

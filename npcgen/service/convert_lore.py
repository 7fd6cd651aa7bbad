"""lore.proto <-> domain, and nothing else: no defaults, no checks, no decisions."""

from typing import Any

from pydantic import ValidationError

from npcgen.dialogue.authored_file import explain
from npcgen.dialogue.game_state import GameState, game_state_of
from npcgen.dialogue.lore.entry import LoreEntry, Scope
from npcgen.dialogue.lore.lookup import LookedUp
from npcgen.dialogue.lore.retrieval import Way
from npcgen.dialogue.world import World
from npcgen.service.convert import set_fields
from npcgen.v1 import common_pb2, lore_pb2

_WAYS: dict[Way, lore_pb2.LoreWay] = {
    "constant": lore_pb2.LORE_WAY_CONSTANT,
    "key": lore_pb2.LORE_WAY_KEY,
    "text": lore_pb2.LORE_WAY_TEXT,
    "meaning": lore_pb2.LORE_WAY_MEANING,
    "mention": lore_pb2.LORE_WAY_MENTION,
}


def world_from(message: lore_pb2.World) -> World:
    """Raises InvalidArgument that names every field that is wrong, as "world.name"."""
    try:
        return World.model_validate({"id": message.id, "name": message.name, **set_fields(message)})
    except ValidationError as error:
        raise explain(error, World, "world") from error


def world_to(world: World) -> lore_pb2.World:
    return lore_pb2.World(**world.model_dump())


def entry_from(message: lore_pb2.LoreEntry) -> LoreEntry:
    """Raises InvalidArgument that names every field that is wrong, as "entry.keys[2]"."""
    fields: dict[str, Any] = {name: getattr(message, name) for name in ("id", "title", "text")}
    fields |= set_fields(message)
    fields["enabled"] = not fields.pop("disabled", False)
    try:
        return LoreEntry.model_validate(fields)
    except ValidationError as error:
        raise explain(error, LoreEntry, "entry") from error


def entry_to(entry: LoreEntry) -> lore_pb2.LoreEntry:
    return lore_pb2.LoreEntry(
        id=entry.id,
        title=entry.title,
        text=entry.text,
        keys=entry.keys,
        secondary_keys=entry.secondary_keys,
        scope=_scope_to(entry.scope),
        priority=entry.priority,
        disabled=not entry.enabled,
        constant=entry.constant,
    )


def state_from(message: common_pb2.GameState) -> GameState:
    """Raises InvalidArgument that names every field that is wrong, as "state.time"."""
    return game_state_of(set_fields(message))


def result_to(result: LookedUp) -> lore_pb2.LoreResult:
    found = result.found
    return lore_pb2.LoreResult(
        entry=entry_to(found.entry),
        score=found.score,
        matches=[
            lore_pb2.LoreMatch(way=_WAYS[match.way], detail=match.detail) for match in found.matches
        ],
        held_back_by=result.held_back_by,
    )


def _scope_to(scope: Scope) -> lore_pb2.LoreScope:
    return lore_pb2.LoreScope(**scope.model_dump())

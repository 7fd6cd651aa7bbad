"""The verbs of lore as data. See `calls.py`."""

from typing import Any, get_args

from npcgen.client.calls import Call, call, new_request_id, read_nothing
from npcgen.client.filling import filled
from npcgen.client.messages import game_state_message
from npcgen.client.results import WorldDetails
from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.lore.entry import LoreEntry, QuestStage, Scope
from npcgen.dialogue.lore.lookup import LookedUp
from npcgen.dialogue.lore.retrieval import FoundLore, Match, Way
from npcgen.dialogue.paging import Page
from npcgen.dialogue.world import Era, World
from npcgen.v1 import lore_pb2 as pb

_WAYS: dict[int, Way] = {pb.LoreWay.Value(f"LORE_WAY_{way.upper()}"): way for way in get_args(Way)}
_ERAS: dict[str, Era] = {era: era for era in get_args(Era)}


def create_world(world: World, request_id: str) -> Call[World]:
    request = filled(
        pb.CreateWorldRequest, request_id=request_id or new_request_id(), world=_world(world)
    )
    return call("LoreService/CreateWorld", request, pb.CreateWorldResponse, _read_kept_world)


def get_world(world_id: str) -> Call[World]:
    request = filled(pb.GetWorldRequest, id=world_id)
    return call("LoreService/GetWorld", request, pb.GetWorldResponse, _read_kept_world)


def get_world_details(world_id: str) -> Call[WorldDetails]:
    request = filled(pb.GetWorldRequest, id=world_id)
    return call("LoreService/GetWorld", request, pb.GetWorldResponse, _read_world_details)


def list_worlds(page_token: str) -> Call[Page[World]]:
    request = filled(pb.ListWorldsRequest, page_token=page_token)
    return call("LoreService/ListWorlds", request, pb.ListWorldsResponse, _read_worlds)


def update_world(world: World) -> Call[World]:
    request = filled(pb.UpdateWorldRequest, world=_world(world))
    return call("LoreService/UpdateWorld", request, pb.UpdateWorldResponse, _read_kept_world)


def delete_world(world_id: str) -> Call[None]:
    request = filled(pb.DeleteWorldRequest, id=world_id)
    return call("LoreService/DeleteWorld", request, pb.DeleteWorldResponse, read_nothing)


def create_lore_entry(world_id: str, entry: LoreEntry, request_id: str) -> Call[LoreEntry]:
    request = filled(
        pb.CreateLoreEntryRequest,
        request_id=request_id or new_request_id(),
        world_id=world_id,
        entry=_entry(entry),
    )
    answer = pb.CreateLoreEntryResponse
    return call("LoreService/CreateLoreEntry", request, answer, _read_kept_entry)


def get_lore_entry(world_id: str, entry_id: str) -> Call[LoreEntry]:
    request = filled(pb.GetLoreEntryRequest, world_id=world_id, id=entry_id)
    return call("LoreService/GetLoreEntry", request, pb.GetLoreEntryResponse, _read_kept_entry)


def list_lore_entries(world_id: str, page_token: str) -> Call[Page[LoreEntry]]:
    request = filled(pb.ListLoreEntriesRequest, world_id=world_id, page_token=page_token)
    answer = pb.ListLoreEntriesResponse
    return call("LoreService/ListLoreEntries", request, answer, _read_entries)


def update_lore_entry(world_id: str, entry: LoreEntry) -> Call[LoreEntry]:
    request = filled(pb.UpdateLoreEntryRequest, world_id=world_id, entry=_entry(entry))
    answer = pb.UpdateLoreEntryResponse
    return call("LoreService/UpdateLoreEntry", request, answer, _read_kept_entry)


def delete_lore_entry(world_id: str, entry_id: str) -> Call[None]:
    request = filled(pb.DeleteLoreEntryRequest, world_id=world_id, id=entry_id)
    return call("LoreService/DeleteLoreEntry", request, pb.DeleteLoreEntryResponse, read_nothing)


def import_lorebook(
    world_id: str, data: bytes, request_id: str
) -> Call[tuple[tuple[str, ...], tuple[str, ...]]]:
    request = filled(
        pb.ImportLorebookRequest,
        request_id=request_id or new_request_id(),
        world_id=world_id,
        data=data,
    )
    return call("LoreService/ImportLorebook", request, pb.ImportLorebookResponse, _read_imported)


def search_lore(
    world_id: str, query: str, as_npc: str, state: GameState | None
) -> Call[tuple[LookedUp, ...]]:
    request = filled(
        pb.SearchLoreRequest,
        world_id=world_id,
        query=query,
        as_npc=as_npc,
        state=None if state is None else game_state_message(state),
    )
    return call("LoreService/SearchLore", request, pb.SearchLoreResponse, _read_found)


def _world(world: World) -> pb.World:
    return filled(pb.World, "world", **world.model_dump())


def _entry(entry: LoreEntry) -> pb.LoreEntry:
    values = entry.model_dump()
    values["disabled"] = not values.pop("enabled")
    scope = filled(pb.LoreScope, "entry.scope", **values.pop("scope"))
    return filled(pb.LoreEntry, "entry", scope=scope, **values)


def _read_kept_world(
    message: pb.CreateWorldResponse | pb.GetWorldResponse | pb.UpdateWorldResponse,
) -> World:
    return _read_world(message.world)


def _read_world_details(message: pb.GetWorldResponse) -> WorldDetails:
    return WorldDetails(_read_world(message.world), message.bundled)


def _read_world(message: pb.World) -> World:
    """An era that only a newer server knows reads as none."""
    era = _ERAS.get(message.era, "none")
    return World(
        id=message.id,
        name=message.name,
        description=message.description,
        era=era,
        stage_directions=message.stage_directions,
        allowed_words=tuple(message.allowed_words),
        denied_words=tuple(message.denied_words),
    )


def _read_worlds(message: pb.ListWorldsResponse) -> Page[World]:
    return Page(tuple(map(_read_world, message.worlds)), message.next_page_token)


def _read_kept_entry(
    message: pb.CreateLoreEntryResponse | pb.GetLoreEntryResponse | pb.UpdateLoreEntryResponse,
) -> LoreEntry:
    return _read_entry(message.entry)


def _read_entry(message: pb.LoreEntry) -> LoreEntry:
    return LoreEntry(
        id=message.id,
        title=message.title,
        text=message.text,
        keys=tuple(message.keys),
        secondary_keys=tuple(message.secondary_keys),
        scope=_read_scope(message.scope),
        priority=message.priority,
        enabled=not message.disabled,
        constant=message.constant,
    )


def _read_scope(message: pb.LoreScope) -> Scope:
    values: dict[str, Any] = {
        name: tuple(getattr(message, name)) for name in ("personas", "roles", "factions", "places")
    }
    return Scope(
        **values,
        quests=tuple(QuestStage(quest=each.quest, stage=each.stage) for each in message.quests),
        since=message.since if message.HasField("since") else None,
        until=message.until if message.HasField("until") else None,
    )


def _read_entries(message: pb.ListLoreEntriesResponse) -> Page[LoreEntry]:
    return Page(tuple(map(_read_entry, message.entries)), message.next_page_token)


def _read_imported(message: pb.ImportLorebookResponse) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(message.entry_ids), tuple(message.warnings)


def _read_found(message: pb.SearchLoreResponse) -> tuple[LookedUp, ...]:
    return tuple(map(_read_result, message.results))


def _read_result(message: pb.LoreResult) -> LookedUp:
    """NOTE: a way that only a newer server knows is left out."""
    read = ((_WAYS.get(each.way), each.detail) for each in message.matches)
    matches = tuple(Match(way, detail) for way, detail in read if way is not None)
    return LookedUp(
        FoundLore(_read_entry(message.entry), message.score, matches), message.held_back_by
    )

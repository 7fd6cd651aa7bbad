"""Save games: conversations with all that belongs to them, as a few kilobytes.

    "NPCSAVE" | version (1 byte) | SHA-256 of version and payload (32 bytes) | payload

The payload is JSON, deflated. The checksum finds damage, not forgery: whoever can change a save can
change who the NPC is. What is loaded is checked like any other input: all of it is taken, or none.
Embeddings aren't saved: they are large, belong to one model, and are computed again.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from npcgen.dialogue.game_state import GameState
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.remembered import Memory
from npcgen.dialogue.store.conversations import StoredConversation, StoredTurn
from npcgen.dialogue.store.relationships import StoredRelationship
from npcgen.engine.base import FinishReason
from npcgen.errors import DataLoss, FailedPrecondition, InvalidArgument

VERSION = 3
MAX_INFLATED_BYTES = 64 * 1024 * 1024
_MAGIC = b"NPCSAVE"
_DIGEST_BYTES = hashlib.sha256().digest_size
_HEADER_BYTES = len(_MAGIC) + 1 + _DIGEST_BYTES
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SaveGame:
    """Conversations, and what their NPCs remember of, and feel about, their players."""

    conversations: tuple[StoredConversation, ...]
    turns: tuple[StoredTurn, ...]
    memories: tuple[Memory, ...]
    relationships: tuple[StoredRelationship, ...]


_CONTENT = TypeAdapter(SaveGame)


def encode(save: SaveGame) -> bytes:
    """The same save gives the same bytes."""
    content = asdict(save)
    for memory in content["memories"]:
        memory |= {"embedding": None, "embedding_model": ""}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    payload = zlib.compress(text.encode(), 9)
    return _MAGIC + bytes([VERSION]) + _digest(VERSION, payload) + payload


def decode(data: bytes) -> SaveGame:
    """The save, also one of an older version.

    Raises DataLoss for one that is damaged, FailedPrecondition for one of a newer npcgen,
    InvalidArgument for bytes that are no save and for a save that was tampered with.
    """
    if data[: len(_MAGIC)] != _MAGIC[: len(data)] or not data:
        raise InvalidArgument.at(
            "data", "is no save game of npcgen; send what SaveConversations gave", reason="NO_SAVE"
        )
    if len(data) < _HEADER_BYTES:
        raise _damaged(f"it ends after {len(data)} bytes")
    version = data[len(_MAGIC)]
    digest, payload = data[len(_MAGIC) + 1 : _HEADER_BYTES], data[_HEADER_BYTES:]
    if digest != _digest(version, payload):
        raise _damaged("its checksum is another")
    if version > VERSION:
        raise FailedPrecondition(
            f"the save has version {version}, and this npcgen reads versions up to {VERSION}; "
            "load it with the npcgen that made it, or a newer one",
            reason="SAVE_TOO_NEW",
        )
    content = _inflated(payload)
    try:
        content = upgraded(content, version, VERSION, _UPGRADES)
    except (LookupError, TypeError) as error:
        raise _wrong(f"it isn't what version {version} looks like") from error
    return _read(content)


def upgraded(
    content: dict[str, Any], version: int, newest: int, upgrades: Mapping[int, Upgrade]
) -> dict[str, Any]:
    """The content of an old save as the newest version has it, one version after the other."""
    for old in range(version, newest):
        content = upgrades[old](content)
    return content


def _with_noticed(content: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew only what players said."""
    conversations = [{**each, "noticed": []} for each in content["conversations"]]
    turns = [{**each, "noticed": [], "whispered": False} for each in content["turns"]]
    return {**content, "conversations": conversations, "turns": turns}


def _with_now(content: dict[str, Any]) -> dict[str, Any]:
    """Version 2 knew neither what the game says about now, nor how far memory has followed."""
    now: dict[str, Any] = {"game_state": {}, "unanswered": [], "noted_turns": None}
    return {**content, "conversations": [{**each, **now} for each in content["conversations"]]}


_UPGRADES: Mapping[int, Upgrade] = MappingProxyType({1: _with_noticed, 2: _with_now})
"""What makes the content of a version that of the next."""


def _inflated(payload: bytes) -> dict[str, Any]:
    inflate = zlib.decompressobj()
    try:
        text = inflate.decompress(payload, MAX_INFLATED_BYTES)
    except zlib.error as error:
        raise _damaged("it can't be unpacked") from error
    if inflate.unconsumed_tail:
        raise InvalidArgument.at(
            "data", f"unpacks to more than {MAX_INFLATED_BYTES} bytes; save fewer conversations"
        )
    try:
        content = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise _damaged("its content is no JSON") from error
    if not inflate.eof or not isinstance(content, dict):
        raise _damaged("its content isn't whole")
    return content


def _read(content: dict[str, Any]) -> SaveGame:
    try:
        save = _CONTENT.validate_python(content, strict=False)
        personas = [Persona.model_validate(each.persona) for each in save.conversations]
        for each in save.conversations:
            GameState.model_validate(each.game_state)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _wrong(f"{where}: {error.errors()[0]['msg']}") from error
    if [persona.id for persona in personas] != [each.npc_id for each in save.conversations]:
        raise _wrong("a conversation has another NPC than its persona")
    _check_belongs_together(save)
    _check_turns(save)
    return save


def _check_belongs_together(save: SaveGame) -> None:
    """NOTE: so that a save only ever replaces what its own conversations and players have."""
    ids = [conversation.id for conversation in save.conversations]
    pairs = {(each.npc_id, each.player_id) for each in save.conversations}
    _check_once("conversation", ids)
    _check_once("turn", ((turn.conversation_id, turn.number) for turn in save.turns))
    _check_once("turn", (turn.turn_id for turn in save.turns))
    _check_once("memory", (memory.id for memory in save.memories))
    _check_once("relationship", ((each.npc_id, each.player_id) for each in save.relationships))
    if stray := {turn.conversation_id for turn in save.turns} - set(ids):
        raise _wrong(f"it has turns of '{min(stray)[:64]}', and not that conversation")
    known = {(each.npc_id, each.player_id) for each in save.memories}
    known |= {(each.npc_id, each.player_id) for each in save.relationships}
    if known - pairs:
        raise _wrong("it has what NPCs know of players who have no conversation with them in it")


def _check_turns(save: SaveGame) -> None:
    begun = {each.id: each.turns_begun for each in save.conversations}
    for turn in save.turns:
        if turn.finish_reason not in list(FinishReason):
            raise _wrong(f"a turn ended with '{turn.finish_reason[:64]}'")
        if not turn.turn_id.startswith(f"{turn.conversation_id}."):
            raise _wrong(f"turn '{turn.turn_id[:64]}' is of another conversation")
        if turn.number > begun[turn.conversation_id]:
            raise _wrong(f"turn '{turn.turn_id[:64]}' has not begun")


def _check_once(what: str, keys: Iterable[object]) -> None:
    seen: set[object] = set()
    for key in keys:
        if key in seen:
            raise _wrong(f"it has a {what} twice")
        seen.add(key)


def _digest(version: int, payload: bytes) -> bytes:
    return hashlib.sha256(bytes([version]) + payload).digest()


def _damaged(how: str) -> DataLoss:
    return DataLoss(
        f"the save game is damaged: {how}; nothing of it was loaded, load an earlier one",
        reason="SAVE_DAMAGED",
    )


def _wrong(how: str) -> InvalidArgument:
    return InvalidArgument.at(
        "data", f"is a save game that npcgen didn't make so: {how}", reason="SAVE_INVALID"
    )

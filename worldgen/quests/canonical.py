"""Quests, specs and worlds as bytes that are the same in every process, and their SHA-256.

JSON with sorted keys; facts as `has(mira, lantern)`. It is for hashing and comparing: what others
read is an export's.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest
from worldgen.quests.world import World


def canonical(value: object) -> bytes:
    """UTF-8 JSON of dataclasses, models, facts and what they hold."""
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def sha256(value: object) -> str:
    """In hexadecimal."""
    return hashlib.sha256(canonical(value)).hexdigest()


def content_sha256(quest: Quest) -> str:
    """Of all of a quest but where it comes from, which holds this very hash."""
    return sha256(dataclasses.replace(quest, provenance=None))


def world_sha256(world: World) -> str:
    return sha256(
        {
            "id": world.id,
            "entities": world.entities,
            "facts": world.sorted_facts(),
            "types": world.schema.types,
            "actions": {name: action.schema for name, action in world.schema.actions.items()},
            "kinds": world.schema.facts,
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, (Fact, Literal)):
        return str(value)
    if isinstance(value, BaseModel):
        return _plain(value.model_dump(mode="json"))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value

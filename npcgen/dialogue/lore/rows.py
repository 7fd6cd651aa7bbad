"""Lore <-> the rows of the store."""

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.store.lore import StoredLore, StoredWorld
from npcgen.dialogue.world import World

_COLUMNS = ("id", "title", "text", "keys", "priority", "enabled")
_WORLD_COLUMNS = ("id", "name", "description", "era")
_WORLD_OTHERS = ("stage_directions", "allowed_words", "denied_words")
_OTHERS = ("secondary_keys", "constant")


def entry_row(world_id: str, entry: LoreEntry) -> StoredLore:
    values = entry.model_dump(mode="json", exclude_defaults=True)
    return StoredLore(
        world_id=world_id,
        id=entry.id,
        title=entry.title,
        text=entry.text,
        keys=entry.keys,
        scope=values.get("scope", {}),
        priority=entry.priority,
        enabled=entry.enabled,
        extensions={name: values[name] for name in _OTHERS if name in values},
    )


def entry_of(row: StoredLore) -> LoreEntry:
    """Raises a ValidationError for a row that another program wrote."""
    columns = {name: getattr(row, name) for name in _COLUMNS}
    others = {name: row.extensions[name] for name in _OTHERS if name in row.extensions}
    return LoreEntry.model_validate(columns | others | {"scope": dict(row.scope)})


def world_row(world: World) -> StoredWorld:
    others = world.model_dump(mode="json", include=set(_WORLD_OTHERS), exclude_defaults=True)
    return StoredWorld(world.id, world.name, world.description, world.era, others)


def world_of(row: StoredWorld) -> World:
    """Raises a ValidationError for a row that another program wrote."""
    columns = {name: value for name in _WORLD_COLUMNS if (value := getattr(row, name))}
    others = {name: row.extensions[name] for name in _WORLD_OTHERS if name in row.extensions}
    return World.model_validate(columns | others)

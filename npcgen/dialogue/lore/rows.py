"""Lore <-> the rows of the store."""

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.store.lore import StoredLore, StoredWorld
from npcgen.dialogue.world import World

_COLUMNS = ("id", "title", "text", "keys", "priority", "enabled")
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
    return StoredWorld(world.id, world.name, world.description, world.era)


def world_of(row: StoredWorld) -> World:
    """Raises a ValidationError for a row that another program wrote."""
    values = {"id": row.id, "name": row.name, "description": row.description}
    return World.model_validate(values | ({"era": row.era} if row.era else {}))

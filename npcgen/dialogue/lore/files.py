"""Lore as files: a YAML or JSON file for a world."""

from collections import Counter
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from npcgen.dialogue.lore.entry import MAX_WORLD_ENTRIES, LoreEntry
from npcgen.dialogue.persona import Id
from npcgen.dialogue.persona_store import bundled


class LoreFile(BaseModel):
    """The lore of a world, as its author wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    world: Id
    entries: Annotated[tuple[LoreEntry, ...], Field(max_length=MAX_WORLD_ENTRIES)] = ()

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        counts = Counter(entry.id for entry in self.entries)
        if twice := [entry_id for entry_id, count in counts.items() if count > 1]:
            raise ValueError(f"has the id '{twice[0]}' twice; ids name one entry each")
        return self


def bundled_lore() -> dict[str, dict[str, LoreEntry]]:
    """The entries of the bundled worlds, by world and id."""
    return {
        file.world: {entry.id: entry for entry in file.entries}
        for file in bundled("lore", LoreFile)
    }

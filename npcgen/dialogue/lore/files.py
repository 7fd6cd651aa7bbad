"""Lore as files: ours, YAML or JSON, a file for a world; and lorebooks of other tools."""

import json
from collections import Counter
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from npcgen.dialogue.authored_file import read_authored
from npcgen.dialogue.cards.read import parse_lorebook, read_bytes
from npcgen.dialogue.lore.entry import MAX_WORLD_ENTRIES, LoreEntry
from npcgen.dialogue.lore.import_book import ImportedBook, entries_of
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


def read_lore(path: Path) -> ImportedBook:
    """The entries of a file of either kind. Raises NotFound, InvalidArgument."""
    content = read_bytes(path)
    if path.suffix == ".json" and not _is_ours(content):
        return entries_of(parse_lorebook(content, str(path)))
    file = read_authored(path, LoreFile)
    return ImportedBook(file.entries, world=file.world)


def _is_ours(content: bytes) -> bool:
    """Whether it names its world, as no lorebook does."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        return True
    return isinstance(document, dict) and "world" in document


def bundled_lore() -> dict[str, dict[str, LoreEntry]]:
    """The entries of the bundled worlds, by world and id."""
    return {
        file.world: {entry.id: entry for entry in file.entries}
        for file in bundled("lore", LoreFile)
    }

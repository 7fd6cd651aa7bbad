"""A folder's quests, a file each: read where they are whole, written whole or not at all.

What several processes and several runs have in common, so it is plain data.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from worldgen.errors import WorldgenError
from worldgen.quests.canonical import content_sha256
from worldgen.quests.export import export, from_json
from worldgen.quests.quest import Quest
from worldgen.quests.world import World


@dataclass(frozen=True, slots=True)
class QuestFiles:
    """Of one world and seed; others may lie beside them."""

    folder: Path
    world: str
    """Its id."""
    seed: int

    def name(self, quest_id: str) -> str:
        return f"{self.world}-{self.seed}-{quest_id}.json"

    def read(self, quest_id: str) -> Quest | None:
        """The quest that an earlier run wrote, unless its file was changed."""
        return read_quest(self.folder / self.name(quest_id))

    def write(self, world: World, quest: Quest) -> None:
        """Raises OSError."""
        name = self.name(quest.id)
        [data] = export([quest], world, "json", stem=name.removesuffix(".json")).values()
        write_whole(self.folder / name, data)

    def tidy(self) -> None:
        """Makes the folder, and takes away what a run that was killed left unfinished."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in self.folder.rglob(".*.part"):
            left.unlink(missing_ok=True)


def read_quest(path: Path) -> Quest | None:
    """The quest of a file as it was made; None for what is missing, torn or changed."""
    try:
        [quest] = from_json(path.read_bytes())
    except (OSError, WorldgenError, ValueError):
        return None
    source = quest.provenance
    return quest if source and source.content_sha256 == content_sha256(quest) else None


def write_whole(path: Path, data: bytes) -> None:
    """Writes the file, or nothing: whoever is killed meanwhile leaves no half of one."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    finally:
        # NOTE: where nothing could be written, taking it back may fail, too.
        with suppress(OSError):
            part.unlink(missing_ok=True)

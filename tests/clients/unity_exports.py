"""What npcgen exports for Unity, as files in a folder for the package's importers."""

from pathlib import Path

from tests.worldgen.textures.packs.samples import content, waves
from worldgen.levels.export import export as export_level
from worldgen.levels.generate import generate as generate_level
from worldgen.levels.spec import read_spec
from worldgen.levels.text import topmost
from worldgen.quests.export import export as export_quests
from worldgen.quests.generate import generate as generate_quests
from worldgen.quests.spec import QuestSpec
from worldgen.quests.words import write_words
from worldgen.quests.worlds import world_of
from worldgen.textures.packs import pack


def write_exports(folder: Path) -> None:
    for name, data in {**_level(), **_quests(), **_packs()}.items():
        (folder / name).write_bytes(data)


def _level() -> dict[str, bytes]:
    """And a table for the test to compare with: the name of each cell's topmost tile."""
    made = generate_level(read_spec({"kind": "dungeon", "size": "24x16", "seed": 7}))
    names = ["-", *(tile.name for tile in made.level.tiles)]
    rows = [" ".join(names[cell] for cell in row) for row in topmost(made.level)[0]]
    return {
        **export_level(made.level, "unity", made.proof, provenance=made.provenance, stem="keep"),
        "keep.cells.txt": "\n".join(rows).encode(),
    }


def _quests() -> dict[str, bytes]:
    world = world_of("emberlow")
    specified = generate_quests(world, QuestSpec(count=2, seed=7))
    quests = [write_words(world, quest).quest for quest in specified]
    return export_quests(quests, world, "unity", stem="emberlow")


def _packs() -> dict[str, bytes]:
    """Without their .meta files, which somebody may have left behind."""
    files = {
        **pack(content(waves(glowing=True), "urp"), "unity-urp"),
        **pack(content(waves(glowing=True), "hdrp"), "unity-hdrp"),
    }
    return {name: data for name, data in files.items() if not name.endswith(".meta")}

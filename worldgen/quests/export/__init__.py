"""Quests as files: for story tools and engines, for translators, and to be loaded again.

docs/guides/quest_exports.md says what each format carries.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from worldgen.errors import InvalidSpec
from worldgen.quests.export.content import Collection, collection
from worldgen.quests.export.diagrams import write_dot, write_mermaid
from worldgen.quests.export.document import from_json, write_json
from worldgen.quests.export.engines import write_godot, write_unity, write_unreal
from worldgen.quests.export.ink import write_ink
from worldgen.quests.export.tables import write_csv
from worldgen.quests.export.twee import write_twee
from worldgen.quests.export.yarn import write_yarn
from worldgen.quests.quest import Quest
from worldgen.quests.world import World

__all__ = ["FORMATS", "Format", "export", "from_json"]


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    description: str
    ending: str
    """Of the file that is opened, or of those, one a quest; others may lie beside them."""
    write: Callable[[Collection], dict[str, bytes]]


FORMATS: Mapping[str, Format] = {
    known.name: known
    for known in (
        Format("json", "everything, to be loaded again", ".json", write_json),
        Format("ink", "an Ink story a quest", ".ink", write_ink),
        Format("yarn", "a Yarn Spinner script a quest, and their strings", ".yarn", write_yarn),
        Format("twee", "a Twine story a quest, in Twee 3", ".twee", write_twee),
        Format("mermaid", "a Mermaid flowchart a quest", ".mmd", write_mermaid),
        Format("dot", "a Graphviz graph a quest", ".dot", write_dot),
        Format("csv", "every line, for translators, in reading order", ".csv", write_csv),
        Format("godot", "a Godot 4 resource a quest, and a translation", ".tres", write_godot),
        Format("unity", "JSON for a Unity ScriptableObject", ".unity.json", write_unity),
        Format("unreal", "Unreal DataTables, as JSON and CSV", ".quests.json", write_unreal),
    )
}


def export(
    quests: Sequence[Quest], world: World, format: str, *, stem: str = "quests"
) -> dict[str, bytes]:
    """The files by their names; those of one quest are named by its id, those of all by `stem`.

    Raises InvalidSpec for a format that there isn't, and for quests that aren't of the world.
    """
    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise InvalidSpec.at("format", f"there is no format {format!r}; there are: {known}")
    return FORMATS[format].write(collection(quests, world, stem))

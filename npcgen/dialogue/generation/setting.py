"""What is there already where a new persona is to live: the world, its people and its lore."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from npcgen.dialogue.lore.entry import LoreEntry
from npcgen.dialogue.persona import Persona
from npcgen.dialogue.world import Era, World


@dataclass(frozen=True, slots=True)
class Setting:
    """Made by `setting_of`; its parts are ordered by id, so that draws are the same anywhere."""

    world: World | None
    people: tuple[Persona, ...]
    """Those of the world; nobody, where there is no world."""
    lore: tuple[LoreEntry, ...]
    taken_ids: frozenset[str]
    taken_names: frozenset[str]
    """Of all personas, whatever their world; without case."""

    @property
    def era(self) -> Era:
        return self.world.era if self.world else "none"

    @property
    def factions(self) -> tuple[str, ...]:
        """Those that people of the world belong to, or its lore names."""
        named = [name for person in self.people for name in person.factions]
        named += [name for entry in self.lore for name in entry.scope.factions]
        return tuple(sorted(dict.fromkeys(name.casefold() for name in named)))


def setting_of(
    world: World | None, personas: Iterable[Persona], lore: Iterable[LoreEntry] = ()
) -> Setting:
    """`personas`: everybody that is known, of other worlds too."""
    known = sorted(personas, key=lambda each: each.id)
    return Setting(
        world,
        tuple(each for each in known if world is not None and each.world == world.id),
        tuple(sorted((each for each in lore if each.enabled), key=lambda each: each.id)),
        frozenset(each.id for each in known),
        frozenset(each.name.casefold() for each in known),
    )


def spec_sha256(prompt: str, setting: Setting) -> str:
    """Of all that a persona depends on besides its seed and the generator's version."""
    parts = {
        "prompt": prompt,
        "world": setting.world.model_dump(mode="json") if setting.world else None,
        "people": [each.model_dump(mode="json") for each in setting.people],
        "lore": [each.model_dump(mode="json") for each in setting.lore],
        "ids": sorted(setting.taken_ids),
        "names": sorted(setting.taken_names),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

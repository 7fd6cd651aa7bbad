"""What a process beside a server is asked for: plain values in, plain values out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from worldgen.behaviour.document import Behaviour, from_json
from worldgen.behaviour.make import make_behaviour, setting_of
from worldgen.behaviour.places import Minutes
from worldgen.behaviour.vocabulary import read_vocabulary
from worldgen.quests.facts import Fact
from worldgen.quests.quest import Quest
from worldgen.quests.worlds import world_in


@dataclass(frozen=True, slots=True)
class Asked:
    world: str
    """An id, or YAML."""
    character: str
    persona: Mapping[str, Any] = field(default_factory=dict)
    quests: Collection[Quest] = ()
    facts: frozenset[Fact] | None = None
    """What is so by now; None: what the world says."""
    vocabulary: str = ""
    """YAML; "" for the bundled one."""
    minutes: Minutes = field(default_factory=dict)
    seed: int = 0


def made(asked: Asked) -> Behaviour:
    """Raises as `make_behaviour`, and InvalidSpec for a world or a vocabulary that isn't right."""
    world = world_in(asked.world)
    if asked.facts is not None:
        world = world.having(asked.facts)
    vocabulary = read_vocabulary(asked.vocabulary) if asked.vocabulary.strip() else None
    setting = setting_of(world, vocabulary, minutes=asked.minutes)
    return make_behaviour(asked.character, asked.persona, setting, asked.quests, asked.seed)


def exported(document: str, format_name: str) -> dict[str, bytes]:
    """The files that a behaviour becomes, by name. Raises InvalidSpec."""
    # NOTE: only who exports needs the code of every format.
    from worldgen.behaviour.export import export

    return export(from_json(document), format_name)


def persona_named(world: str, character: str) -> str:
    """The id of the persona that the world has for them; "" for none. Raises InvalidSpec."""
    entity = world_in(world).entities.get(character)
    return entity.persona if entity else ""

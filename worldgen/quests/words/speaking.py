"""Who can say something at a moment of a quest."""

from collections.abc import Iterable

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest, Step
from worldgen.quests.schema import PLAYER
from worldgen.quests.world import World
from worldgen.rng import Stream

MAX_GOSSIPS = 2


class Speakers:
    """NOTE: a world without `alive` or `hostile` among its facts has nobody dead or hostile."""

    def __init__(self, world: World, quest: Quest, silent: Iterable[str]) -> None:
        self._world, self._quest = world, quest
        self._silent = [kind for kind in silent if kind in world.schema.types]
        self._has_death = "alive" in world.schema.facts

    def gossips(self) -> list[str]:
        """Who tells rumours of it: others of the cast first, none whom it is about."""
        party = {self._quest.giver, PLAYER, *(e for fact in self._quest.cites for e in fact.of)}
        world, quest = self._world, self._quest
        free = [entity for entity in world.of_type("character") if self._is_at_ease(entity)]
        cast = [entity for entity in free if entity in quest.cast and entity not in party]
        others = [entity for entity in free if entity not in quest.cast and entity not in party]
        stream = Stream("gossips", quest.world, quest.seed, quest.id)
        return (cast + stream.sample(others, MAX_GOSSIPS))[:MAX_GOSSIPS]

    def at_step(self, step: Step, parameter: str) -> str:
        """The entity that the parameter stands for, if it can speak; "" otherwise."""
        entity = self._argument(step, parameter)
        return entity if entity and entity != PLAYER and self._has_words(entity) else ""

    def is_hostile(self, step: Step, parameter: str) -> bool:
        hostile = Literal(Fact("hostile", (self._argument(step, parameter),)))
        return hostile in step.needs

    def can_still_speak(self, entity: str, when: Iterable[Literal]) -> bool:
        """Whether what brought the ending about has left them alive."""
        return Literal(Fact("alive", (entity,)), False) not in tuple(when)

    def _argument(self, step: Step, parameter: str) -> str:
        names = [name for name, _ in self._world.schema.actions[step.action].parameters]
        found = dict(zip(names, step.arguments, strict=True))
        return found.get(parameter, "")

    def _is_at_ease(self, entity: str) -> bool:
        facts = self._world.facts
        trouble = any(Fact(name, (entity,)) in facts for name in ("hostile", "captive"))
        return self._has_words(entity) and not trouble and entity != PLAYER

    def _has_words(self, entity: str) -> bool:
        kind = self._world.entities[entity].type
        silent = any(self._world.schema.is_a(kind, each) for each in self._silent)
        dead = self._has_death and Fact("alive", (entity,)) not in self._world.facts
        return not silent and not dead

"""Which parts somebody has in a quest: who gives it, whom it is about, who is held, who knows."""

from collections.abc import Collection, Iterator, Mapping

from worldgen.behaviour.document import Part
from worldgen.behaviour.habits import PartRule
from worldgen.quests.quest import Quest, Step
from worldgen.quests.world import World


def parts_of(
    character: str, quests: Collection[Quest], world: World, rules: Mapping[str, PartRule]
) -> tuple[Part, ...]:
    """In the order of the quests. Who gives a quest, or may come to give it, is no target of it."""
    return tuple(
        Part(quest=quest.id, part=part)
        for quest in quests
        for part in _parts(character, quest, world, rules)
    )


def _parts(
    character: str, quest: Quest, world: World, rules: Mapping[str, PartRule]
) -> Iterator[str]:
    gives = character in (quest.giver, *(repair.giver for repair in quest.repairs))
    if gives:
        yield "giver"
    steps = [step for branch in quest.branches for step in branch.steps]
    about = {entity for literal in quest.goal for entity in literal.fact.of}
    others = [name for name, rule in rules.items() if _has(character, rule, about, steps, world)]
    yield from others
    if not gives and not others and _is_met(character, about, steps):
        yield "target"


def _has(
    character: str, rule: PartRule, about: set[str], steps: Collection[Step], world: World
) -> bool:
    if rule.holds:
        involved = character in about or any(character in step.arguments for step in steps)
        return involved and any(
            fact.name == rule.holds and fact.of[:1] == (character,) for fact in world.facts
        )
    return bool(rule.knows) and any(
        literal.fact.name == rule.knows and literal.fact.of[:1] == (character,)
        for step in steps
        for literal in step.needs
    )


def _is_met(character: str, about: set[str], steps: Collection[Step]) -> bool:
    return character in about or any(character in step.arguments for step in steps)

"""Which parts somebody has in a quest: who gives it, whom it is about, who is held, who knows."""

from collections.abc import Collection, Iterator, Mapping

from worldgen.behaviour.document import Part
from worldgen.behaviour.habits import PartRule
from worldgen.quests.quest import Quest, Step
from worldgen.quests.world import World


def parts_of(
    character: str, quests: Collection[Quest], world: World, rules: Mapping[str, PartRule]
) -> tuple[Part, ...]:
    """In the order of the quests. A target has no other part; a stand-in gives the quest only when
    the giver can't any more."""
    return tuple(
        Part(quest=quest.id, part=part)
        for quest in quests
        for part in _parts(character, quest, world, rules)
    )


def _parts(
    character: str, quest: Quest, world: World, rules: Mapping[str, PartRule]
) -> Iterator[str]:
    gives = ["giver"] if character == quest.giver else []
    if not gives and any(character == repair.giver for repair in quest.repairs):
        gives = ["stand_in"]
    yield from gives
    steps = [step for branch in quest.branches for step in branch.steps]
    about = {entity for literal in quest.goal for entity in literal.fact.of}
    met = character in about or any(character in step.arguments for step in steps)
    others = [name for name, rule in rules.items() if _has(character, rule, met, steps, world)]
    yield from others
    if met and not gives and not others:
        yield "target"


def _has(character: str, rule: PartRule, met: bool, steps: Collection[Step], world: World) -> bool:
    if rule.holds:
        return met and any(
            fact.name == rule.holds and fact.of[:1] == (character,) for fact in world.facts
        )
    return bool(rule.knows) and any(
        literal.fact.name == rule.knows and literal.fact.of[:1] == (character,)
        for step in steps
        for literal in step.needs
    )

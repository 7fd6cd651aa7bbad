"""From a want and the ways to it to a Quest: ids, outcomes, rewards, cast."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from worldgen.provenance import Provenance
from worldgen.quests.branches import PLAIN, Way
from worldgen.quests.canonical import content_sha256
from worldgen.quests.extras import Wish
from worldgen.quests.facts import Fact, Literal
from worldgen.quests.grounding import Ground
from worldgen.quests.motives import Want
from worldgen.quests.quest import Branch, Outcome, Quest, Repair, Step, stable_id
from worldgen.quests.rewards import Economy, effort, extra_reward, reward
from worldgen.quests.schema import PLAYER
from worldgen.quests.world import World

GENERATOR = "worldgen.quests"
VERSION = "2"
"""NOTE: it changes whenever the same world and spec would give other quests."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What all quests of one generation have in common."""

    world: World
    economy: Economy
    seed: int
    spec_sha256: str
    """Of the spec and the world together."""


def quest_id(world: World, want: Want, variant: int) -> str:
    """Depends on who wants what, not on the ways to it."""
    goal = (str(literal) for literal in want.goal)
    return stable_id(world.id, want.motive, want.giver, *goal, *([str(variant)] if variant else []))


def assembled(origin: Origin, want: Want, ways: Sequence[Way], variant: int) -> Quest:
    """The quest, without what can go wrong; see `finished`."""
    ident = quest_id(origin.world, want, variant)
    in_kind = _in_kind(origin, want, ways)
    branches = tuple(_branch(origin, ident, want, way, in_kind) for way in ways)
    refusal = Outcome(stable_id(ident, "refusal"), "refusal", want.refused)
    spent = effort(ways[0].actions)
    return Quest(
        id=ident,
        world=origin.world.id,
        seed=origin.seed,
        version=VERSION,
        giver=want.giver,
        motive=want.motive,
        cites=want.cites,
        goal=want.goal,
        branches=branches,
        refusal=refusal,
        properties={
            "cost": round(spent.cost, 3),
            "danger": round(spent.danger, 3),
            "difficulty": origin.economy.difficulty(spent.danger),
            "minutes": round(spent.minutes, 3),
        },
    )


def finished(
    origin: Origin,
    quest: Quest,
    failures: tuple[Outcome, ...] = (),
    repairs: tuple[Repair, ...] = (),
    extras: tuple[Branch, ...] = (),
) -> Quest:
    """With what can go wrong, its cast, and where it comes from."""
    quest = replace(quest, failures=failures, repairs=repairs, extras=extras)
    quest = replace(quest, cast=_cast(quest))
    provenance = Provenance(
        GENERATOR, VERSION, origin.seed, origin.spec_sha256, content_sha256(quest)
    )
    return replace(quest, provenance=provenance)


def extra_of(
    origin: Origin, quest: Quest, wish: Wish, done: Sequence[Ground], thanks: tuple[Literal, ...]
) -> Branch:
    """What may be done besides, as a branch: its means is the rule that it comes of."""
    asked = (wish.rule, *map(str, wish.wants))
    worth = origin.world.entities[quest.giver].worth
    pay = extra_reward(effort(done), worth, origin.economy)
    ident = stable_id(quest.id, "came", *asked)
    outcome = Outcome(ident, "extra", thanks, pay, when=wish.wants)
    steps = steps_of(quest.id, done, optional=True)
    return Branch(stable_id(quest.id, "extra", *asked), (wish.rule,), steps, outcome)


def steps_of(ident: str, actions: Iterable[Ground], *, optional: bool = False) -> tuple[Step, ...]:
    """NOTE: the same action is the same step in every branch; done again, it is another."""
    times: Counter[tuple[str, ...]] = Counter()
    steps = []
    for action in actions:
        again = [str(times[action.key])] if times[action.key] else []
        apart = ["besides"] if optional else []
        times[action.key] += 1
        steps.append(
            Step(
                stable_id(ident, "step", *action.key, *again, *apart),
                action.name,
                action.arguments,
                action.needs,
                action.does,
                action.action.schema.verb,
                optional,
            )
        )
    return tuple(steps)


def _branch(
    origin: Origin, ident: str, want: Want, way: Way, in_kind: Mapping[str, float]
) -> Branch:
    worth = origin.world.entities[want.giver].worth
    pay = reward(effort(way.actions), worth, origin.economy, in_kind)
    outcome = Outcome(stable_id(ident, "success", *way.means), "success", want.thanks, pay)
    means = tuple(each for each in way.means if each != PLAIN)
    steps = steps_of(ident, way.actions)
    return Branch(stable_id(ident, "branch", *way.means), means, steps, outcome)


def _in_kind(origin: Origin, want: Want, ways: Sequence[Way]) -> dict[str, float]:
    """What the giver could give, and what it is worth: theirs, and of no use to any way."""
    world = origin.world
    used = {entity for way in ways for action in way.actions for entity in action.arguments}
    used |= {entity for literal in want.goal for entity in literal.fact.of}
    return {
        fact.of[1]: world.entities[fact.of[1]].worth
        for fact in world.facts
        if fact.name == origin.economy.pays_from
        and fact.of[0] == want.giver
        and fact.of[1] not in used
    }


def _cast(quest: Quest) -> tuple[str, ...]:
    def of(literals: Iterable[Literal]) -> Iterable[Fact]:
        return (literal.fact for literal in literals)

    branches = (*quest.branches, *quest.extras)
    outcomes = [quest.refusal, *quest.failures, *(branch.outcome for branch in branches)]
    facts = [*quest.cites, *of(quest.goal)]
    for outcome in outcomes:
        facts += [*of(outcome.effects), *of(outcome.when)]
    for repair in quest.repairs:
        facts += [*of(repair.when), *of(repair.grants)]
    steps = [step for branch in branches for step in branch.steps]
    named = {entity for fact in facts for entity in fact.of}
    named |= {entity for step in steps for entity in step.arguments}
    named |= {quest.giver, *(repair.giver for repair in quest.repairs)}
    named |= {item for outcome in outcomes for item in outcome.reward.items}
    return tuple(sorted(named - {PLAYER, ""}))

"""Plays every branch of a quest, and says what doesn't hold."""

from collections.abc import Collection, Iterator

from worldgen.quests.facts import Literal
from worldgen.quests.quest import Quest
from worldgen.quests.verify.extras import extras
from worldgen.quests.verify.names import cast, ids, names, outcomes_of
from worldgen.quests.verify.play import State, after, ending, filled, played, unmet
from worldgen.quests.verify.report import UNDECIDED, Finding, Report
from worldgen.quests.verify.rewards import rewards
from worldgen.quests.verify.rules import Rules
from worldgen.quests.verify.words import words
from worldgen.quests.world import World


def check(
    world: World,
    quest: Quest,
    known_names: Collection[str] = (),
    rules: Rules | None = None,
) -> Report:
    """A sentence for everything that is wrong. `known_names`: what lines may name besides.

    `rules`: those of the world, where many of its quests are checked. A quest that names what its
    world hasn't can't be played, and isn't.
    """
    unplayable = tuple(names(world, quest))
    if unplayable:
        return Report(unplayable)
    told = words(world, quest, known_names)
    found = [*ids(quest), *cast(world, quest), *_played(world, quest), *told]
    besides = list(extras(rules or Rules(world), quest)) if quest.extras else []
    return Report(
        (*found, *(finding for finding in besides if finding.name != UNDECIDED)),
        tuple(finding for finding in besides if finding.name == UNDECIDED),
    )


def _played(world: World, quest: Quest) -> Iterator[Finding]:
    yield from _causes(world, quest)
    if not quest.branches:
        yield Finding("branches", "branches", "there is no way to do it")
    ends: list[State] = []
    for at in range(len(quest.branches)):
        yield from _branch(world, quest, at)
        ends.append(played(world, world.facts, quest.branches[at].steps)[-1])
    yield from _alike(world, quest)
    yield from _outcomes(world, quest)
    yield from _repairs(world, quest)
    yield from rewards(world, quest, ends)


def _causes(world: World, quest: Quest) -> Iterator[Finding]:
    if not quest.cites:
        yield Finding("cites", "cites", "it says no reason")
    for at, fact in enumerate(quest.cites):
        if fact not in world.facts:
            yield Finding("cites", f"cites[{at}]", f"{fact} isn't so in this world")
    if not unmet(world.facts, quest.goal):
        yield Finding("goal", "goal", "it is so already, before anything is done")


def _branch(world: World, quest: Quest, number: int) -> Iterator[Finding]:
    branch, path = quest.branches[number], f"branches[{number}]"
    states = played(world, world.facts, branch.steps)
    if len(states) <= len(branch.steps):
        at = len(states) - 1
        needs, _ = filled(world.schema.actions[branch.steps[at].action], branch.steps[at].arguments)
        told = ", ".join(map(str, unmet(states[-1], needs)))
        yield Finding("needs", f"{path}.steps[{at}]", f"{told}: needed, and not so then")
        return
    if missing := unmet(states[-1], quest.goal):
        yield Finding("goal", path, f"{', '.join(map(str, missing))}: not so at the end")
        return
    if any(not unmet(state, quest.goal) for state in states[:-1]):
        yield Finding("needless", path, "the goal is reached before the last step")
    for at in range(len(branch.steps)):
        fewer = branch.steps[:at] + branch.steps[at + 1 :]
        shorter = played(world, world.facts, fewer)
        if len(shorter) == len(branch.steps) and not unmet(shorter[-1], quest.goal):
            yield Finding("needless", f"{path}.steps[{at}]", "it can be left out")
    yield from _undisturbed(quest, states[:-1], path)


def _undisturbed(quest: Quest, states: list[State], path: str) -> Iterator[Finding]:
    """Nothing fails and nothing is mended while all goes well."""
    conditions = [(f"failure {failure.id}", failure.when) for failure in quest.failures]
    conditions += [(f"repair {repair.id}", repair.when) for repair in quest.repairs]
    for name, when in conditions:
        if when and any(not unmet(state, when) for state in states):
            yield Finding("when", path, f"{name} comes though nothing went wrong")


def _alike(world: World, quest: Quest) -> Iterator[Finding]:
    known: dict[State, int] = {}
    for at, branch in enumerate(quest.branches):
        other = known.setdefault(ending(world, branch), at)
        if other != at:
            yield Finding("alike", f"branches[{at}]", f"it comes to the same as branch {other}")


def _outcomes(world: World, quest: Quest) -> Iterator[Finding]:
    kinds = ["success"] * len(quest.branches) + ["refusal"] + ["failure"] * len(quest.failures)
    kinds += ["extra"] * len(quest.extras)
    for (path, outcome), kind in zip(outcomes_of(quest), kinds, strict=True):
        if outcome.kind != kind:
            yield Finding("outcome", path, f"it is a {outcome.kind} where a {kind} belongs")
        if kind in ("failure", "extra") and not outcome.when:
            yield Finding("outcome", path, "it doesn't say when; `when` is empty")
        yield from _clashes(world, outcome.effects, f"{path}.effects")


def _repairs(world: World, quest: Quest) -> Iterator[Finding]:
    for at, repair in enumerate(quest.repairs):
        path = f"repairs[{at}]"
        if not repair.when:
            yield Finding("repair", path, "it doesn't say when; `when` is empty")
        if not repair.grants and not repair.giver:
            yield Finding("repair", path, "it changes nothing")
        for failure in quest.failures:
            if failure.when and set(failure.when) <= set(repair.when):
                told = f"it never comes: failure {failure.id} ends the quest first"
                yield Finding("repair", path, told)
        yield from _clashes(world, repair.grants, f"{path}.grants")


def _clashes(world: World, literals: tuple[Literal, ...], path: str) -> Iterator[Finding]:
    """Effects that can't hold together."""
    missing = unmet(after(world.schema, world.facts, literals), literals)
    if missing:
        yield Finding("effects", path, f"{missing[0]} can't hold beside the others")

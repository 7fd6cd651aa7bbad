"""Breaks a quest after every step, in every way, and looks whether it can still end.

A failure that is declared is an end. A repair gives what it grants; where it names a giver, what
the goal says of the former giver is said of that one from then on.
"""

from collections.abc import Iterator, Sequence

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest
from worldgen.quests.verify.mishaps import Mishap, bundled_mishaps
from worldgen.quests.verify.names import names, steps_of
from worldgen.quests.verify.play import State, after, filled, played, unmet
from worldgen.quests.verify.report import Finding, Report
from worldgen.quests.verify.search import within_reach
from worldgen.quests.world import World


def sweep(world: World, quest: Quest, mishaps: Sequence[Mishap] | None = None) -> Report:
    """A finding for each state, one mishap away from the quest, in which it is stuck.

    `mishaps`: the bundled ones, unless others are given.
    """
    unplayable = tuple(names(world, quest))
    if unplayable:
        return Report(unplayable)
    chosen = bundled_mishaps(world.schema) if mishaps is None else mishaps
    return Report(tuple(_Sweep(world, quest, chosen).findings()))


class _Sweep:
    def __init__(self, world: World, quest: Quest, mishaps: Sequence[Mishap]) -> None:
        self._world, self._quest = world, quest
        self._asked = _asked_about(world, quest)
        concerned = {entity for fact in self._asked for entity in fact.of}
        self._befalls = [
            (mishap, what)
            for mishap in mishaps
            for what in mishap.victims(world)
            if what in concerned
        ]
        self._seen: set[State] = set()

    def findings(self) -> Iterator[Finding]:
        for number, branch in enumerate(self._quest.branches):
            states = played(self._world, self._world.facts, branch.steps)
            for at, state in enumerate(states):
                if not unmet(state, self._quest.goal):
                    break
                path = f"branches[{number}].steps[{at}]"
                yield from self._disturbed(state, path)

    def _disturbed(self, state: State, path: str) -> Iterator[Finding]:
        """NOTE: `path` is the next step; the mishap comes before it."""
        for mishap, what in self._befalls:
            broken = mishap.befalling(self._world, state, what)
            if broken in self._seen or not self._matters(state ^ broken):
                continue
            self._seen.add(broken)
            if (told := self._stuck(broken)) is not None:
                happened = mishap.says.format(what=self._world.called(what)) or mishap.name
                yield Finding("stuck", path, f"{happened} before it, and {told}")

    def _matters(self, changed: State) -> bool:
        return any(fact in self._asked for fact in changed)

    def _stuck(self, state: State) -> str | None:
        """Why it can't end from here; None where it can."""
        if any(not unmet(state, failure.when) for failure in self._quest.failures if failure.when):
            return None
        repaired, goal, names = _repaired(self._world, self._quest, state)
        if names and not unmet(repaired, goal) and unmet(state, self._quest.goal):
            return f"repair {', '.join(names)} ends the quest by itself"
        if self._branch_goes_on(repaired, goal):
            return None
        if within_reach(self._world, self._quest, repaired, goal):
            return None
        by = f", not even with repair {', '.join(names)}" if names else ""
        return f"no way on was found{by}; nothing is declared for that"

    def _branch_goes_on(self, state: State, goal: Sequence[Literal]) -> bool:
        """Whether the last steps of some branch, as they are, lead to the goal."""
        for branch in self._quest.branches:
            for first in range(len(branch.steps)):
                states = played(self._world, state, branch.steps[first:])
                if not unmet(states[-1], goal):
                    return True
        return False


def _repaired(
    world: World, quest: Quest, state: State
) -> tuple[State, tuple[Literal, ...], list[str]]:
    """What is so, and wanted, once every repair that applies has come, and their ids."""
    goal, left = quest.goal, list(quest.repairs)
    names: list[str] = []
    while due := [repair for repair in left if repair.when and not unmet(state, repair.when)]:
        repair = due[0]
        left.remove(repair)
        names.append(repair.id)
        state = after(world.schema, state, repair.grants)
        if repair.giver:
            goal = tuple(_instead(literal, quest.giver, repair.giver) for literal in quest.goal)
    return state, goal, names


def _instead(literal: Literal, former: str, giver: str) -> Literal:
    of = tuple(giver if entity == former else entity for entity in literal.fact.of)
    return Literal(Fact(literal.fact.name, of), literal.holds)


def _asked_about(world: World, quest: Quest) -> set[Fact]:
    """Facts that a way on depends on: what happens to others changes nothing."""
    asked = list(quest.goal)
    for failure in quest.failures:
        asked += failure.when
    for repair in quest.repairs:
        asked += repair.when
    for _, step in steps_of(quest):
        needs, does = filled(world.schema.actions[step.action], step.arguments)
        asked += [*needs, *does]
    return {literal.fact for literal in asked}

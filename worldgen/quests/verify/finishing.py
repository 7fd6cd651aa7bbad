"""Breaks a quest after every step, in every way, and looks whether it can still end.

A failure that is declared is an end. A repair gives what it grants; where it names a giver, what
the goal says of the former giver is said of that one from then on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Quest, Repair
from worldgen.quests.verify.mishaps import Blow, Mishap, bundled_mishaps
from worldgen.quests.verify.names import names, steps_of
from worldgen.quests.verify.play import filled
from worldgen.quests.verify.report import STUCK, UNDECIDED, Finding, Report
from worldgen.quests.verify.rules import Rules
from worldgen.quests.verify.search import Reach, Verdict
from worldgen.quests.world import World

Goal = tuple[Literal, ...]


def sweep(
    world: World,
    quest: Quest,
    mishaps: Sequence[Mishap] | None = None,
    rules: Rules | None = None,
) -> Report:
    """A finding for each state, one mishap away from the quest, in which it is stuck for sure.

    `mishaps`: the bundled ones, unless others are given. `rules`: those of the world, where many of
    its quests are swept.
    """
    unplayable = tuple(names(world, quest))
    if unplayable:
        return Report(unplayable)
    chosen = bundled_mishaps(world.schema) if mishaps is None else mishaps
    found = list(_Sweep(rules or Rules(world), quest, chosen).findings())
    return Report(
        tuple(finding for finding in found if finding.name == STUCK),
        tuple(finding for finding in found if finding.name == UNDECIDED),
    )


@dataclass(frozen=True, slots=True)
class _Mended:
    """A state once every repair that applies has come, and what is wanted then."""

    state: int
    goal: Goal
    by: str
    """Ids of the repairs."""


class _Sweep:
    def __init__(self, rules: Rules, quest: Quest, mishaps: Sequence[Mishap]) -> None:
        self._rules, self._quest = rules, quest
        self._ways = [rules.way(branch.steps) for branch in quest.branches]
        self._goal = rules.bits.wish(quest.goal)
        self._failures = [rules.bits.wish(each.when) for each in quest.failures if each.when]
        self._repairs = [
            (repair, rules.bits.wish(repair.when), rules.bits.change(repair.grants))
            for repair in quest.repairs
            if repair.when
        ]
        self._reaches: dict[Goal, Reach] = {}
        asked = _asked_about(rules.world, quest)
        self._asked = rules.bits.state(asked)
        self._befalls = list(_befalls(rules, mishaps, {who for fact in asked for who in fact.of}))
        self._seen: set[int] = set()

    def findings(self) -> Iterator[Finding]:
        for number, way in enumerate(self._ways):
            for at, state in enumerate(self._rules.along(way)):
                if self._goal.holds(state):
                    break
                yield from self._disturbed(state, f"branches[{number}].steps[{at}]")

    def _disturbed(self, state: int, path: str) -> Iterator[Finding]:
        """NOTE: `path` is the next step; the mishap comes before it."""
        for says, blow in self._befalls:
            if not blow.when.holds(state):
                continue
            broken = self._rules.bits.after(state, blow.does)
            if broken in self._seen or not (state ^ broken) & self._asked:
                continue
            self._seen.add(broken)
            name, told = self._end(broken)
            if name:
                yield Finding(name, path, f"{says} before it, and {told}")

    def _end(self, state: int) -> tuple[str, str]:
        """Why it doesn't end well from here, and by what name; "" where it does."""
        if any(when.holds(state) for when in self._failures):
            return "", ""
        mended = self._mended(state)
        reach = self._reach(mended.goal)
        if mended.by and reach.is_done(mended.state) and not self._goal.holds(state):
            return STUCK, f"repair {mended.by} ends the quest by itself"
        verdict = reach.verdict(mended.state)
        by = f", not even with repair {mended.by}" if mended.by else ""
        if verdict is Verdict.UNREACHABLE:
            return STUCK, f"{verdict.value}{by}; nothing is declared for that"
        return (UNDECIDED, verdict.value + by) if verdict is Verdict.UNDECIDED else ("", "")

    def _mended(self, state: int) -> _Mended:
        goal, left = self._quest.goal, self._repairs
        came: list[str] = []
        while due := [each for each in left if each[1].holds(state)]:
            repair, _, grants = due[0]
            left = [each for each in left if each is not due[0]]
            came.append(repair.id)
            state = self._rules.bits.after(state, grants)
            if repair.giver:
                goal = _asked_by(self._quest, repair)
        return _Mended(state, goal, ", ".join(came))

    def _reach(self, goal: Goal) -> Reach:
        if goal not in self._reaches:
            self._reaches[goal] = Reach(self._rules, goal, self._ways)
        return self._reaches[goal]


def _befalls(
    rules: Rules, mishaps: Sequence[Mishap], concerned: set[str]
) -> Iterator[tuple[str, Blow]]:
    for mishap in mishaps:
        for what in mishap.victims(rules.world):
            if what in concerned:
                says = mishap.says.format(what=rules.world.called(what)) or mishap.name
                yield says, mishap.befalling(rules.bits, what)


def _asked_by(quest: Quest, repair: Repair) -> Goal:
    """What was the former giver's is the new one's."""

    def instead(literal: Literal) -> Literal:
        of = tuple(repair.giver if who == quest.giver else who for who in literal.fact.of)
        return Literal(Fact(literal.fact.name, of), literal.holds)

    return tuple(map(instead, quest.goal))


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

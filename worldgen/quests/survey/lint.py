"""Lint: what a designer would change in a quest that holds."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.facts import Literal
from worldgen.quests.quest import Branch, Line, Quest
from worldgen.quests.survey.remarks import Limits, Remark, Severity
from worldgen.quests.verify.report import Finding
from worldgen.quests.world import World

_UNFILLED = re.compile(r"\{\w*\}")
"""What a text has where nobody filled a name in."""
_SHOWN = 60
"""Characters of a text that is cited."""


def lint(world: World, quest: Quest, file: str, limits: Limits) -> Iterator[Remark]:
    """What is remarkable about one quest."""
    if not quest.branches:
        return
    linting = _Lint(world, quest, file, limits)
    yield from linting.ways()
    yield from linting.length()
    yield from linting.pay()
    yield from linting.texts()


def left_out(file: str, flaws: Sequence[Finding]) -> Remark:
    """About a quest that was made and doesn't hold."""
    told = f"it wasn't written, as it doesn't hold: {flaws[0]}"
    return Remark("error", "broken", file, told, "a bug of ours; tell us the world and the seed")


def flawed(file: str, flaws: Sequence[Finding]) -> Remark:
    """About a quest that somebody wrote, or that is of another state of the world."""
    told = f"it doesn't hold: {flaws[0]}"
    return Remark("error", "flawed", file, told, "take the change back, or make it anew")


def stuck(file: str, states: Sequence[Finding]) -> Remark:
    """About a quest which can't be finished from some state."""
    told = f"it can get stuck: {states[0]}"
    return Remark("error", "stuck", file, told, "add a repair or a failure for that")


def undecided(file: str, states: Sequence[Finding]) -> Remark:
    """About a quest of which not everything is proved."""
    told = f"it isn't proved in {len(states)} states: {states[0]}"
    do = "play it from there, or add a repair or a failure for that"
    return Remark("warning", "undecided", file, told, do)


def endings_of(quest: Quest) -> int:
    """How many different effects on the world its ways have."""
    return len({_effects(branch) for branch in quest.branches})


def minutes_of(world: World, branch: Branch) -> float:
    """Of the game's time."""
    actions = world.schema.actions
    return sum(actions[step.action].schema.minutes for step in branch.steps)


@dataclass(frozen=True, slots=True)
class _Lint:
    world: World
    quest: Quest
    file: str
    limits: Limits

    def ways(self) -> Iterator[Remark]:
        ways = len(self.quest.branches)
        if ways == 1:
            do = "let another means lead there: a seller, a tool, somebody to win over"
            yield self._remark("one_way", "there is one way to finish it", do)
        elif endings_of(self.quest) == 1:
            do = "give an action that only some of them take an effect of its own"
            yield self._remark("one_ending", f"its {ways} ways leave the world the same", do)

    def length(self) -> Iterator[Remark]:
        limits, first = self.limits, self.quest.branches[0]
        steps, minutes = len(first.steps), minutes_of(self.world, first)
        if steps < limits.least_steps:
            told = f"it has {steps} step{'s' * (steps != 1)}"
            yield self._remark("short", told, "ask for more with min_steps")
        if steps > limits.most_steps:
            do = "ask for fewer with max_steps, or put what it needs nearer"
            yield self._remark("long", f"its first way has {steps} steps", do)
        if minutes > limits.most_minutes:
            do = "shorten its actions' minutes in the schema, or ask for fewer steps"
            yield self._remark("slow", f"its first way takes {minutes:g} minutes", do)
        yield from self._one_verb(first)

    def _one_verb(self, first: Branch) -> Iterator[Remark]:
        verb, times = Counter(first.skeleton).most_common(1)[0]
        if times > max(2, self.limits.same_verb * len(first.steps)):
            told = f"{times} of its {len(first.steps)} steps are {verb!r}"
            do = "put what it needs nearer, or raise the cost of that action"
            yield self._remark("one_verb", told, do)

    def pay(self) -> Iterator[Remark]:
        rewards = [branch.outcome.reward for branch in self.quest.branches]
        if not any(reward.money or reward.items for reward in rewards):
            giver = self.quest.giver
            do = f"raise the worth of {giver}, giver_share, or give them something to give away"
            yield self._remark("unpaid", f"{giver} can pay nothing for it", do)

    def texts(self) -> Iterator[Remark]:
        for line in self.quest.lines:
            if not line.text.strip() or self._is_unfilled(line.text):
                told = f"its {line.role} ({line.key}) is unfinished: {_cited(line)}"
                yield self._remark("unfinished", told, "write it anew", "error")
            elif len(line.text) > self.limits.longest_text:
                told = f"its {line.role} ({line.key}) has {len(line.text)} characters"
                do = f"shorten it to {self.limits.longest_text}: {_cited(line)}"
                yield self._remark("long_text", told, do)

    def _is_unfilled(self, text: str) -> bool:
        """NOTE: a name may have braces of its own."""
        found = set(_UNFILLED.findall(text))
        named = (self.world.called(entity) for entity in self.world.entities)
        return bool(found) and not found <= set(_UNFILLED.findall(" ".join(named)))

    def _remark(self, rule: str, what: str, do: str, severity: Severity = "warning") -> Remark:
        return Remark(severity, rule, self.file, what, do)


def _effects(branch: Branch) -> frozenset[Literal]:
    """What its steps leave behind: what is undone on the way isn't among it."""
    last = {literal.fact: literal for step in branch.steps for literal in step.does}
    last |= {literal.fact: literal for literal in branch.outcome.effects}
    return frozenset(last.values())


def _cited(line: Line) -> str:
    return repr(line.text if len(line.text) <= _SHOWN else f"{line.text[:_SHOWN]}...")

"""What an open quest looks for: its conditions, its ways, and deeds that may be done.

NOTE: it depends on who gives the quest by now and on its detours, on nothing else of what happened;
so it is worked out once for each, and listens only while that is so.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.quest import Branch, Quest, Step
from worldgen.quests.tracker.kernels import kernels
from worldgen.quests.tracker.watching import Condition, Held, Watching, Wish
from worldgen.quests.tracker.ways import Way, way_of


@dataclass(slots=True, eq=False)
class Deed:
    """The effects of a step: whoever follows it looks when it may have been done."""

    owner: str
    does: frozenset[int]
    _wish: Wish
    _watching: Watching = field(repr=False)

    @property
    def holds(self) -> bool:
        state = self._watching.state
        so, not_so = self._wish
        return so & state == so and not not_so & state

    def told(self, literal: int) -> bool:
        return self.holds


class Asking:
    """Of one quest, on behalf of one giver, with the detours that were planned so far."""

    def __init__(
        self, quest: Quest, giver: str, detours: tuple[Branch, ...], watching: Watching
    ) -> None:
        self._quest, self._watching = quest, watching
        self.wanted = tuple(_instead(literal, quest.giver, giver) for literal in quest.goal)
        """The goal."""
        self.goal = self._condition(self.wanted)
        self.failures = [(each, self._condition(each.when)) for each in quest.failures]
        self.repairs = [(each, self._condition(each.when)) for each in quest.repairs]
        self.extras = {
            each.id: Held(quest.id, _each_once(each.outcome.when)) for each in quest.extras
        }
        branches = (*quest.branches, *detours)
        self.ways = tuple(self._way(branch) for branch in branches)
        steps = [step for branch in (*branches, *quest.extras) for step in branch.steps]
        self.deeds = {step.id: self._deed(step) for step in steps}
        """By step."""
        self._done_by: dict[Fact, set[str]] = {}
        """Steps that have an effect on it."""
        for step in steps:
            for literal in step.does:
                self._done_by.setdefault(literal.fact, set()).add(step.id)
        self._awaited: set[str] = set()
        """Steps whose deeds are heard of."""
        self._hurried: tuple[int, ...] = ()
        for fact in (*self._facts(), *self._brought(branches)):
            watching.number(fact)

    @property
    def leads_on(self) -> bool:
        """Whether any of its ways does."""
        return any(way.at is not None for way in self.ways)

    def listen(self, done: Collection[str]) -> None:
        for condition in self._conditions():
            self._watching.watch(condition)
        for way in self.ways:
            way.look()
        self.await_deeds(done)

    def forget(self) -> None:
        self.rest()
        for condition in self._conditions():
            self._watching.forget(condition)
        for way in self.ways:
            way.forget()
        for name in self._awaited:
            self._watching.leave(self.deeds[name].does, self.deeds[name])
        self._awaited = set()

    def look(self, done: Collection[str]) -> None:
        """Makes its ways follow what is so."""
        moved = False
        for way in self.ways:
            moved = way.look() or moved
        if moved:
            self.await_deeds(done)

    def await_deeds(self, done: Collection[str]) -> None:
        """Those that count as done when their effects come about, as far as its ways are known."""
        wanted = {step.id for step in self._behind()}.difference(done)
        for name in wanted - self._awaited:
            self._watching.wait(self.deeds[name].does, self.deeds[name])
        for name in self._awaited - wanted:
            self._watching.leave(self.deeds[name].does, self.deeds[name])
        self._awaited = wanted

    def done_by(self, facts: Iterable[Fact]) -> set[str]:
        """Steps with an effect on some of them."""
        known = self._done_by
        return {name for fact in facts if fact in known for name in known[fact]}

    def hurry(self) -> None:
        """Another fact may show a way on: it looks, whatever becomes of what it depends on."""
        if not self._hurried:
            self._hurried = tuple(map(self._watching.number, self._facts()))
            self._watching.hurry(self._hurried, self._quest.id)

    def rest(self) -> None:
        if self._hurried:
            self._watching.rest(self._hurried, self._quest.id)
            self._hurried = ()

    def _way(self, branch: Branch) -> Way:
        found = kernels(self._watching.schema, branch.steps, self.wanted)
        return way_of(self._watching, self._quest.id, branch, found)

    def _deed(self, step: Step) -> Deed:
        watching = self._watching
        return Deed(
            self._quest.id, watching.literals(step.does), watching.wish(step.does), watching
        )

    def _condition(self, literals: tuple[Literal, ...]) -> Condition:
        return Condition(self._quest.id, _each_once(literals))

    def _conditions(self) -> Iterator[Condition]:
        yield self.goal
        yield from (condition for _, condition in self.failures)
        yield from (condition for _, condition in self.repairs)
        yield from self.extras.values()

    def _behind(self) -> Iterator[Step]:
        """Steps that a branch has behind it, and all that may be done besides."""
        for way in self.ways:
            yield from way.branch.steps[: way.at or 0]
        for extra in self._quest.extras:
            yield from extra.steps

    def _facts(self) -> dict[Fact, None]:
        """All that it looks for."""
        asked = dict.fromkeys(fact for way in self.ways for fact in way.facts)
        asked |= {literal.fact: None for each in self._conditions() for literal in each.literals}
        return asked | dict.fromkeys(sorted(self._done_by))

    def _brought(self, branches: Collection[Branch]) -> Iterator[Fact]:
        """What repairs and outcomes make so, and what they end."""
        quest = self._quest
        every = (*branches, *quest.extras)
        outcomes = (quest.refusal, *quest.failures, *(each.outcome for each in every))
        brought = [literal for outcome in outcomes for literal in outcome.effects]
        brought += [literal for repair in quest.repairs for literal in repair.grants]
        yield from (literal.fact for literal in brought)


def _each_once(literals: tuple[Literal, ...]) -> tuple[Literal, ...]:
    return tuple(dict.fromkeys(literals))


def _instead(literal: Literal, former: str, giver: str) -> Literal:
    of = tuple(giver if entity == former else entity for entity in literal.fact.of)
    return Literal(Fact(literal.fact.name, of), literal.holds)

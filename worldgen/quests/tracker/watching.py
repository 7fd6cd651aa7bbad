"""What is so, and who hears of it.

A condition is counted instead of asked: it knows how many of its literals don't hold, and hears of
each. Whoever only waits for something hears of that alone. Of owners, those look for whom what was
heard may change something.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema

Family = tuple[str, tuple[str, ...]]
"""Facts that may end each other: of different ones, in whatever order, comes the same."""


class Ear(Protocol):
    """Who hears when a literal that it waits for comes to be so."""

    @property
    def owner(self) -> str: ...

    def told(self, literal: Literal) -> bool:
        """It came to be so; whether the owner has to look."""
        ...


@dataclass(slots=True, eq=False)
class Condition:
    """Literals that hold together, or don't; its owner looks when they come to."""

    owner: str
    literals: tuple[Literal, ...]
    unmet: int = 0

    @property
    def holds(self) -> bool:
        return not self.unmet

    def hear(self, is_met: bool) -> bool:
        self.unmet += -1 if is_met else 1
        return not self.unmet


@dataclass(slots=True, eq=False)
class Held(Condition):
    """Its owner looks when they cease to hold, too."""

    def hear(self, is_met: bool) -> bool:
        before = self.unmet
        self.unmet += -1 if is_met else 1
        return not before or not self.unmet


@dataclass(slots=True)
class _Hearers:
    """Of one fact."""

    conditions: dict[tuple[Condition, bool], None] = field(default_factory=dict)
    waiting: tuple[dict[Ear, None], dict[Ear, None]] = field(default_factory=lambda: ({}, {}))
    """For that it ceases; for that it comes to be so."""
    eager: dict[str, None] = field(default_factory=dict)
    """Owners who look whatever becomes of it."""


class Watching:
    """NOTE: `facts` change by `turn` alone."""

    def __init__(self, schema: Schema, facts: set[Fact], may_replan: bool = False) -> None:
        """`may_replan`: whether another fact may show a way on to who has none."""
        self.schema, self.facts, self.may_replan = schema, facts, may_replan
        self.dirty: set[str] = set()
        """Owners who have to look, since this was last emptied."""
        self.asked: set[Fact] = set()
        """All that anybody could ever have looked for."""
        self._hearers: defaultdict[Fact, _Hearers] = defaultdict(_Hearers)
        self._is_single = {name for name, kind in schema.facts.items() if kind.single}
        self._single = {
            (fact.name, fact.of[:1]): fact for fact in facts if fact.name in self._is_single
        }

    def holds(self, literals: Iterable[Literal]) -> bool:
        facts = self.facts
        return all((fact in facts) == holds for fact, holds in literals)

    def watch(self, condition: Condition) -> None:
        condition.unmet = 0
        for fact, holds in condition.literals:
            condition.unmet += (fact in self.facts) != holds
            self._hearers[fact].conditions[condition, holds] = None

    def forget(self, condition: Condition) -> None:
        for fact, holds in condition.literals:
            del self._hearers[fact].conditions[condition, holds]

    def wait(self, literals: Iterable[Literal], ear: Ear) -> None:
        for fact, holds in literals:
            self._hearers[fact].waiting[holds][ear] = None

    def leave(self, literals: Iterable[Literal], ear: Ear) -> None:
        for fact, holds in literals:
            del self._hearers[fact].waiting[holds][ear]

    def hurry(self, facts: Iterable[Fact], owner: str) -> None:
        for fact in facts:
            self._hearers[fact].eager[owner] = None

    def rest(self, facts: Iterable[Fact], owner: str) -> None:
        for fact in facts:
            del self._hearers[fact].eager[owner]

    def family(self, fact: Fact) -> Family:
        return fact.name, fact.of[:1] if fact.name in self._is_single else fact.of

    def is_asked(self, literals: Iterable[Literal]) -> bool:
        """Whether anybody could look for any of them, or for what they end."""
        for fact, holds in literals:
            if fact in self.asked:
                return True
            if holds and fact.name in self._is_single:
                former = self._single.get((fact.name, fact.of[:1]))
                if former is not None and former in self.asked:
                    return True
        return False

    def make(self, literals: Iterable[Literal]) -> list[Fact]:
        """Makes them so, what isn't first; gives back each fact that turned, in order."""
        turned = []
        for fact, holds in literals:
            if not holds and fact in self.facts:
                turned.append(fact)
                self.turn(fact)
        for fact, holds in literals:
            if not holds or fact in self.facts:
                continue
            if fact.name in self._is_single:
                former = self._single.get((fact.name, fact.of[:1]))
                if former is not None:
                    turned.append(former)
                    self.turn(former)
            turned.append(fact)
            self.turn(fact)
        return turned

    def turn(self, fact: Fact) -> None:
        """Makes it so where it isn't, and no longer so where it is."""
        so = fact not in self.facts
        (self.facts.add if so else self.facts.discard)(fact)
        if fact.name in self._is_single:
            if so:
                self._single[fact.name, fact.of[:1]] = fact
            else:
                self._single.pop((fact.name, fact.of[:1]), None)
        hearers = self._hearers.get(fact)
        if hearers is not None:
            self._tell(hearers, Literal(fact, so))

    def _tell(self, hearers: _Hearers, literal: Literal) -> None:
        for condition, wanted in hearers.conditions:
            if condition.hear(literal.holds == wanted):
                self.dirty.add(condition.owner)
        # NOTE: who hears may wait for something else from then on.
        for ear in tuple(hearers.waiting[literal.holds]):
            if ear.told(literal):
                self.dirty.add(ear.owner)
        self.dirty.update(hearers.eager)

"""What is so, and who hears of it.

A condition is counted instead of asked: it knows how many of its literals don't hold, and hears of
each. Whoever only waits for something hears of that alone. Of owners, those look for whom what was
heard may change something.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema

Family = tuple[str, tuple[str, ...]]
"""Facts that may end each other: of different ones, in whatever order, comes the same."""


class Ear(Protocol):
    """Who hears when a literal that it waits for comes to be so."""

    @property
    def owner(self) -> str: ...

    def told(self, literal: int) -> bool:
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


class Wish(NamedTuple):
    """Literals, as bits of what has to be so, and of what must not."""

    so: int
    not_so: int


class Watching:
    """NOTE: `facts` and `state` change by `turn` alone."""

    def __init__(self, schema: Schema, facts: set[Fact], may_replan: bool = False) -> None:
        """`may_replan`: whether another fact may show a way on to who has none."""
        self.schema, self.facts, self.may_replan = schema, facts, may_replan
        self.dirty: set[str] = set()
        """Owners who have to look, since this was last emptied."""
        self.state = 0
        """Of facts that anybody ever asked about: those that are so, by bits."""
        self.lasting = 0
        """Of those: what doesn't come and go, as where somebody is does."""
        self._numbers: dict[Fact, int] = {}
        self._conditions: defaultdict[int, dict[tuple[Condition, bool], None]] = defaultdict(dict)
        self._waiting: defaultdict[int, dict[Ear, None]] = defaultdict(dict)
        """By literal: 2n is that fact n is so, 2n + 1 that it isn't."""
        self._eager: defaultdict[int, dict[str, None]] = defaultdict(dict)
        """Owners who look whatever becomes of a fact."""
        self._is_single = {name for name, kind in schema.facts.items() if kind.single}
        self._single = {
            (fact.name, fact.of[:1]): fact for fact in facts if fact.name in self._is_single
        }

    def number(self, fact: Fact) -> int:
        """Of a fact that somebody may ask about, from now on."""
        number = self._numbers.get(fact)
        if number is None:
            number = self._numbers[fact] = len(self._numbers)
            self.state |= (fact in self.facts) << number
            self.lasting |= (fact.name not in self._is_single) << number
        return number

    def literals(self, literals: Iterable[Literal]) -> frozenset[int]:
        return frozenset([2 * self.number(fact) + (not holds) for fact, holds in literals])

    def wish(self, literals: Iterable[Literal]) -> Wish:
        masks = [0, 0]
        for fact, holds in literals:
            masks[not holds] |= 1 << self.number(fact)
        return Wish(*masks)

    def watch(self, condition: Condition) -> None:
        condition.unmet = 0
        for fact, holds in condition.literals:
            condition.unmet += (fact in self.facts) != holds
            self._conditions[self.number(fact)][condition, holds] = None

    def forget(self, condition: Condition) -> None:
        for fact, holds in condition.literals:
            del self._conditions[self.number(fact)][condition, holds]

    def wait(self, literals: Iterable[int], ear: Ear) -> None:
        for literal in literals:
            self._waiting[literal][ear] = None

    def leave(self, literals: Iterable[int], ear: Ear) -> None:
        for literal in literals:
            del self._waiting[literal][ear]

    def hurry(self, facts: Iterable[int], owner: str) -> None:
        for fact in facts:
            self._eager[fact][owner] = None

    def rest(self, facts: Iterable[int], owner: str) -> None:
        for fact in facts:
            del self._eager[fact][owner]

    def family(self, fact: Fact) -> Family:
        return fact.name, fact.of[:1] if fact.name in self._is_single else fact.of

    def is_asked(self, literals: Iterable[Literal]) -> bool:
        """Whether anybody could look for any of them, or for what they end."""
        for fact, holds in literals:
            if fact in self._numbers:
                return True
            if holds and fact.name in self._is_single:
                former = self._single.get((fact.name, fact.of[:1]))
                if former is not None and former in self._numbers:
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
        number = self._numbers.get(fact)
        if number is not None:
            self.state ^= 1 << number
            self._tell(number, so)

    def _tell(self, number: int, so: bool) -> None:
        for condition, wanted in self._conditions.get(number, ()):
            if condition.hear(so == wanted):
                self.dirty.add(condition.owner)
        literal = 2 * number + (not so)
        # NOTE: who hears may wait for something else from then on.
        for ear in tuple(self._waiting.get(literal, ())):
            if ear.told(literal):
                self.dirty.add(ear.owner)
        self.dirty.update(self._eager.get(number, ()))

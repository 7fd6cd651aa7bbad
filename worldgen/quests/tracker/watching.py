"""What is so, and conditions over it that are counted instead of asked.

Each condition knows how many of its literals don't hold; a fact that turns touches only the
conditions that it is in, and of their owners only those for whom that may change something.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema


class Ear(Protocol):
    """Who hears when literals come to be so, or cease to."""

    owner: str
    literals: tuple[Literal, ...]
    unmet: int
    """How many of them aren't so."""

    def hear(self, is_met: bool) -> bool:
        """One of them turned; whether its owner has to look after it."""
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
class Watching:
    """NOTE: `facts` change by `turn` alone."""

    schema: Schema
    facts: set[Fact]
    may_replan: bool = False
    """Whether another fact may show a way on to who has none."""
    dirty: set[str] = field(default_factory=set)
    """Owners who have to look, since this was last emptied."""
    eager: set[str] = field(default_factory=set)
    """Owners who want to hear of every fact that they ask about."""
    _single: dict[tuple[str, tuple[str, ...]], Fact] = field(default_factory=dict)
    _asking: dict[Fact, dict[tuple[Ear, bool], None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fact in self.facts:
            if self.schema.facts[fact.name].single:
                self._single[fact.name, fact.of[:1]] = fact

    def watch(self, ear: Ear) -> None:
        for literal in ear.literals:
            ear.unmet += (literal.fact in self.facts) != literal.holds
            self._asking.setdefault(literal.fact, {})[ear, literal.holds] = None

    def forget(self, ears: Iterable[Ear]) -> None:
        for ear in ears:
            for literal in ear.literals:
                asking = self._asking[literal.fact]
                del asking[ear, literal.holds]
                if not asking:
                    del self._asking[literal.fact]

    def make(self, literals: Iterable[Literal]) -> list[Fact]:
        """Makes them so, what isn't first; gives back each fact that turned, in order."""
        turned = []
        for literal in literals:
            if not literal.holds and literal.fact in self.facts:
                turned.append(literal.fact)
                self.turn(literal.fact)
        for literal in literals:
            fact = literal.fact
            if not literal.holds or fact in self.facts:
                continue
            if self.schema.facts[fact.name].single:
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
        if self.schema.facts[fact.name].single:
            key = fact.name, fact.of[:1]
            if so:
                self._single[key] = fact
            else:
                self._single.pop(key, None)
        for ear, wanted in self._asking.get(fact, ()):
            if ear.hear(so == wanted) or ear.owner in self.eager:
                self.dirty.add(ear.owner)

"""A world's facts as bits, so that a state is one number. `play` says the same, over sets.

NOTE: facts are numbered as they are met, and keep their number; a state made before stays good.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema

ANYTHING = "*"
Key = tuple[str, int, str]
"""A fact's name, and one of what it is about, by place; place -1 is none of it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What should be so, and what shouldn't."""

    so: int
    denied: int

    def holds(self, state: int) -> bool:
        return not (self.so & ~state or self.denied & state)


@dataclass(frozen=True, slots=True)
class Change:
    """What is no longer so, and then, what is."""

    lost: int
    made: int
    ends: tuple[Key, ...]
    """Whose other facts are over: who goes somewhere is no longer where he was."""


class Bits:
    """Numbers the facts that it is asked about."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._number: dict[Fact, int] = {}
        self._facts: list[Fact] = []
        self._about: dict[Key, int] = {}
        self._beside: dict[Key, list[int]] = {}

    def number(self, fact: Fact) -> int:
        """Its place, from 0."""
        known = self._number.get(fact)
        if known is not None:
            return known
        self._number[fact] = number = len(self._facts)
        self._facts.append(fact)
        if (ended := self.ended_by(fact)) is not None:
            self._beside.setdefault(ended, []).append(number)
        for key in _keys(fact):
            self._about[key] = self._about.get(key, 0) | 1 << number
        return number

    @property
    def count(self) -> int:
        return len(self._facts)

    def knows(self, fact: Fact) -> bool:
        return fact in self._number

    def fact(self, number: int) -> Fact:
        return self._facts[number]

    def beside(self, key: Key) -> list[int]:
        """Facts of which only one can be so at a time, by number."""
        return self._beside.get(key, [])

    def state(self, facts: Iterable[Fact]) -> int:
        return self._mask(facts)

    def wish(self, literals: Iterable[Literal]) -> Wish:
        every = list(literals)
        return Wish(
            self._mask(each.fact for each in every if each.holds),
            self._mask(each.fact for each in every if not each.holds),
        )

    def change(self, literals: Iterable[Literal]) -> Change:
        """NOTE: `not` comes first; of two single facts about the same, the later is so."""
        every = list(literals)
        made: dict[object, Fact] = {}
        for fact in (each.fact for each in every if each.holds):
            made[self.ended_by(fact) or fact] = fact
        return Change(
            self._mask(each.fact for each in every if not each.holds),
            self._mask(made.values()),
            tuple(key for key in map(self.ended_by, made.values()) if key is not None),
        )

    def ended_by(self, fact: Fact) -> Key | None:
        """What finds the facts that can't be so beside it: None where all can."""
        if not self._schema.facts[fact.name].single:
            return None
        return _keys(fact)[min(1, len(fact.of))]

    def facts(self, state: int) -> list[Fact]:
        """Those that are so."""
        found = []
        while state:
            low = state & -state
            found.append(self._facts[low.bit_length() - 1])
            state ^= low
        return found

    def after(self, state: int, change: Change) -> int:
        for key in change.ends:
            state &= ~self._about[key]
        return state & ~change.lost | change.made

    def matching(self, pattern: Fact) -> int:
        """Every fact met so far that is like it; `*` in it is anything."""
        found = -1
        for at, key in enumerate(_keys(pattern)):
            if at == 0 or key[2] != ANYTHING:
                found &= self._about.get(key, 0)
        return found

    def _mask(self, facts: Iterable[Fact]) -> int:
        mask = 0
        for fact in facts:
            mask |= 1 << self.number(fact)
        return mask


def _keys(fact: Fact) -> list[Key]:
    """By its name, then by each of what it is about."""
    return [(fact.name, -1, ""), *((fact.name, at, who) for at, who in enumerate(fact.of))]

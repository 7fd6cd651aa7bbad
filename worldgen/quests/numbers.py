"""A world's facts, literals and actions by number, so that sets of them are the bits of an int.

Fact n is bit n of a state. Literal 2n is that it is so, literal 2n + 1 that it isn't. An action is
known by its place among the grounded ones.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema

if TYPE_CHECKING:
    from worldgen.quests.grounding import Ground


class Condition(NamedTuple):
    """Bits of what has to be so, and of what must not."""

    so: int = 0
    not_so: int = 0

    def holds(self, state: int) -> bool:
        return not (self.so & ~state or self.not_so & state)


class Change(NamedTuple):
    """Bits of what becomes so, and of what no longer is; what is in both is so."""

    made: int = 0
    lost: int = 0

    def after(self, state: int) -> int:
        return state & ~self.lost | self.made


class Numbers:
    """NOTE: it grows: a fact that nobody has asked about yet gets the next number."""

    def __init__(self, schema: Schema, facts: Iterable[Fact]) -> None:
        self._schema = schema
        self.facts: list[Fact] = []
        self._of: dict[Fact, int] = {}
        self._single: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._about: dict[str, list[int]] = defaultdict(list)
        for fact in facts:
            self.of(fact)

    def of(self, fact: Fact) -> int:
        number = self._of.get(fact)
        if number is not None:
            return number
        number = self._of[fact] = len(self.facts)
        self.facts.append(fact)
        if self._schema.facts[fact.name].single:
            self._single[fact.name, fact.of[0]].append(number)
        for entity in dict.fromkeys(fact.of):
            self._about[entity].append(number)
        return number

    def about(self, entity: str) -> list[int]:
        """All facts that name it."""
        return self._about.get(entity, [])

    def literal(self, literal: Literal) -> int:
        return 2 * self.of(literal.fact) + (not literal.holds)

    def told(self, number: int) -> Literal:
        """The literal of a number."""
        return Literal(self.facts[number >> 1], not number & 1)

    def state(self, facts: Iterable[Fact]) -> int:
        mask = 0
        for fact in facts:
            mask |= 1 << self.of(fact)
        return mask

    def facts_in(self, mask: int) -> list[Fact]:
        """Those of its bits, sorted."""
        return sorted(self.facts[number] for number in bits(mask))

    def condition(self, literals: Iterable[Literal]) -> Condition:
        masks = [0, 0]
        for literal in literals:
            masks[not literal.holds] |= 1 << self.of(literal.fact)
        return Condition(*masks)

    def change(self, literals: Iterable[Literal]) -> Change:
        """Of literals one after the other; what a single fact ends is lost."""
        made = lost = 0
        for number in self.effects(literals):
            if number & 1:
                lost |= 1 << (number >> 1)
            else:
                made |= 1 << (number >> 1)
        return Change(made, lost)

    def effects(self, literals: Iterable[Literal]) -> tuple[int, ...]:
        """Literals that come of literals, one after the other: what single facts end included."""
        told: dict[int, int] = {}
        for fact, holds in literals:
            number = self.of(fact)
            if holds and self._schema.facts[fact.name].single:
                told |= dict.fromkeys(self._single[fact.name, fact.of[0]], 1)
            told[number] = not holds
        return tuple(2 * number + denied for number, denied in told.items())


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits, rising."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Deeds:
    """What each grounded action needs and does, and what it costs; who makes and needs what."""

    def __init__(
        self, numbers: Numbers, actions: Sequence["Ground"], layers: Sequence[int]
    ) -> None:
        """`layers`: how soon each could be done."""
        self.needs = [tuple(dict.fromkeys(map(numbers.literal, each.needs))) for each in actions]
        self.does = [numbers.effects(action.does) for action in actions]
        self.costs = [action.cost for action in actions]
        self.makers: dict[int, list[int]] = defaultdict(list)
        """By literal: the soonest first, then the cheaper."""
        self.users: dict[int, list[int]] = defaultdict(list)
        soonest = sorted(range(len(actions)), key=lambda at: (layers[at], self.costs[at], at))
        self.ranks = [0] * len(soonest)
        """Of actions: how soon and how cheap they are beside others."""
        for rank, at in enumerate(soonest):
            self.ranks[at] = rank
            for literal in self.does[at]:
                self.makers[literal].append(at)
            for literal in self.needs[at]:
                self.users[literal].append(at)

    def made_by(self, literal: int) -> Collection[int]:
        return self.makers.get(literal, ())

    def used_by(self, literal: int) -> Collection[int]:
        return self.users.get(literal, ())

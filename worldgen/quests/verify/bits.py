"""States as numbers, a bit for each fact that some deed or the goal asks about."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.facts import Fact, Literal
from worldgen.quests.schema import Schema
from worldgen.quests.verify.play import State


@dataclass(frozen=True, slots=True)
class Deed:
    """What the player can do, with its parameters filled in."""

    needs: tuple[Literal, ...]
    does: tuple[Literal, ...]


class Bits:
    """The deeds and the goal, over the facts that any of them asks about."""

    def __init__(self, schema: Schema, deeds: Sequence[Deed], goal: Sequence[Literal]) -> None:
        asked = [literal for deed in deeds for literal in deed.needs]
        self._facts = list(dict.fromkeys(literal.fact for literal in (*goal, *asked)))
        self._bit = {fact: 1 << at for at, fact in enumerate(self._facts)}
        self._siblings = _siblings(schema, self._bit)
        self._goal = self._masks(goal)
        self._deeds = [
            (*self._masks(deed.needs), *self._effects(deed.does)) for deed in dict.fromkeys(deeds)
        ]

    def of(self, state: State) -> int:
        return sum(bit for fact, bit in self._bit.items() if fact in state)

    def reached(self, state: int) -> bool:
        so, denied = self._goal
        return state & so == so and not state & denied

    def after(self, state: int) -> Iterator[int]:
        """States one deed away."""
        for so, denied, made, lost in self._deeds:
            if state & so == so and not state & denied:
                yield (state & ~lost) | made

    def out_of_reach(self, state: State) -> list[Literal]:
        """What the goal and the deeds behind it need, and nothing brings about; empty if all can.

        As if nothing that was so or wasn't so ever ceased to be: what is told is true.
        """
        so = self.of(state)
        not_so = ~so & (1 << len(self._facts)) - 1
        while True:
            before = so, not_so
            for wants, denies, made, lost in self._deeds:
                if wants & ~so == 0 and denies & ~not_so == 0:
                    so, not_so = so | made, not_so | (lost & ~made)
            if (so, not_so) == before:
                break
        if self._goal[0] & ~so == 0 and self._goal[1] & ~not_so == 0:
            return []
        wanted = [self._goal, *((wants, denies) for wants, denies, _, _ in self._deeds)]
        missing = [
            *self._literals(wanted, 0, ~so, True),
            *self._literals(wanted, 1, ~not_so, False),
        ]
        return missing

    def _literals(
        self, wanted: Iterable[tuple[int, int]], side: int, left: int, holds: bool
    ) -> list[Literal]:
        mask = 0
        for masks in wanted:
            mask |= masks[side] & left
        return [Literal(fact, holds) for fact, bit in self._bit.items() if bit & mask]

    def _masks(self, literals: Iterable[Literal]) -> tuple[int, int]:
        so = denied = 0
        for literal in literals:
            if literal.holds:
                so |= self._bit[literal.fact]
            else:
                denied |= self._bit[literal.fact]
        return so, denied

    def _effects(self, does: Iterable[Literal]) -> tuple[int, int]:
        made = lost = 0
        for literal in does:
            bit = self._bit.get(literal.fact, 0)
            if literal.holds:
                made |= bit
                lost |= self._siblings.get((literal.fact.name, literal.fact.of[:1]), 0)
            else:
                lost |= bit
        return made, lost


def _siblings(schema: Schema, bits: dict[Fact, int]) -> dict[tuple[str, tuple[str, ...]], int]:
    """For facts that are single: all that are about the same."""
    siblings: dict[tuple[str, tuple[str, ...]], int] = {}
    for fact, bit in bits.items():
        if schema.facts[fact.name].single:
            key = fact.name, fact.of[:1]
            siblings[key] = siblings.get(key, 0) | bit
    return siblings

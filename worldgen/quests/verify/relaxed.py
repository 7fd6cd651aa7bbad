"""What could come to be so from a state, as if nothing that was so or wasn't so ever ended.

Each literal is reached in the layer after those its deed needs (Hoffmann & Nebel 2001). What isn't
reached so can't be reached at all: that is a proof, over all deeds of a world.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worldgen.quests.facts import Literal
from worldgen.quests.verify.bits import Bits, Key
from worldgen.quests.verify.deeds import Deed

_MANY = 8


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a state could lead."""

    goal: bool
    """Whether what was wanted is among it."""
    true: bytearray
    """By literal, whether it could be so."""
    layers: dict[int, int]
    """Deeds that could be done, by place, and how soon."""


class Relaxed:
    """The deeds of a world, over literals by number: twice the fact's, and one more denies it."""

    def __init__(self, bits: Bits, usual: int) -> None:
        """`usual`: a state from which those that are asked about differ little."""
        self._bits, self._usual = bits, usual
        self.deeds: list[Deed] = []
        self._needs: list[tuple[int, ...]] = []
        self._does: list[tuple[int, ...]] = []
        self._ends: dict[int, tuple[Key, ...]] = {}
        self._risky: dict[int, bool] = {}
        self._left: list[int] = []
        """How many needs of each deed the usual state doesn't meet."""
        self._true = bytearray()
        """By literal, whether it is so in the usual state."""
        self._needing: dict[int, list[int]] = defaultdict(list)
        self._making: dict[int, list[int]] = defaultdict(list)
        self._ending: dict[Key, list[int]] = defaultdict(list)

    def take(self, deeds: Sequence[Deed]) -> None:
        """All deeds of the world; those taken before come first."""
        for at in range(len(self.deeds), len(deeds)):
            deed = deeds[at]
            self.deeds.append(deed)
            self._needs.append(tuple(dict.fromkeys(map(self.literal, deed.needs))))
            self._does.append(tuple(map(self.literal, deed.does)))
            for need in self._needs[at]:
                self._needing[need].append(at)
            for done in self._does[at]:
                self._making[done].append(at)
            self._risky.clear()
            if ends := self._bits.change(deed.does).ends:
                self._ends[at] = ends
                for key in ends:
                    self._ending[key].append(at)
            self._met_usually()
            self._left.append(sum(not self._true[need] for need in self._needs[at]))

    def literal(self, literal: Literal) -> int:
        return 2 * self._bits.number(literal.fact) + (not literal.holds)

    def needs(self, deed: int) -> tuple[int, ...]:
        return self._needs[deed]

    def makers(self, literal: int) -> list[int]:
        """Deeds that make it so, by place."""
        made = self._making.get(literal, [])
        key = self._bits.ended_by(self._bits.fact(literal >> 1)) if literal & 1 else None
        if key is None:
            return made
        return [*made, *(at for at in self._ending[key] if literal - 1 not in self._does[at])]

    def is_risky(self, deed: int) -> bool:
        """Whether it ends for good what many need: who is killed tells nothing any more."""
        if deed not in self._risky:
            self._risky[deed] = any(
                len(self._needing.get(done - 1, ())) > _MANY and not self.makers(done - 1)
                for done in self._does[deed]
                if done & 1
            )
        return self._risky[deed]

    def spread(
        self, state: int, goal: Iterable[int], *, whole: bool = False, careful: bool = False
    ) -> Reached:
        """Everything that could be; where the goal is among it, as far as that, unless `whole`.

        `careful`: without what is risky.
        """
        left, true = self._in(state)
        layers, layer = dict[int, int](), 0
        wanted = {each for each in goal if not true[each]}
        ready = [at for at, count in enumerate(left) if not count]
        while ready and (wanted or whole):
            if careful:
                ready = [at for at in ready if not self.is_risky(at)]
            layers.update(dict.fromkeys(ready, layer))
            fresh = self._made_true(ready, true)
            wanted.difference_update(fresh)
            ready, layer = self._now_ready(fresh, left), layer + 1
        return Reached(not wanted, true, layers)

    def covers(self, reached: Reached, state: int) -> bool:
        """Whether from that state nothing more can be reached."""
        _, true = self._in(state)
        known = reached.true + self._true[len(reached.true) :]
        return not int.from_bytes(true) & ~int.from_bytes(known)

    def _in(self, state: int) -> tuple[list[int], bytearray]:
        """Needs that aren't met, by deed, and literals that are so."""
        self._met_usually()
        left, true, differing = self._left.copy(), self._true.copy(), state ^ self._usual
        while differing:
            number = differing.bit_length() - 1
            differing ^= 1 << number
            for literal in (2 * number, 2 * number + 1):
                true[literal] ^= 1
                for at in self._needing.get(literal, ()):
                    left[at] += -1 if true[literal] else 1
        return left, true

    def _met_usually(self) -> None:
        for number in range(len(self._true) // 2, self._bits.count):
            so = self._usual >> number & 1
            self._true += bytes((so, 1 - so))

    def _made_true(self, deeds: Iterable[int], true: bytearray) -> list[int]:
        fresh = []
        for deed in deeds:
            does = self._does[deed]
            for literal in (*does, *self._ended(deed)) if deed in self._ends else does:
                if not true[literal]:
                    true[literal] = 1
                    fresh.append(literal)
        return fresh

    def _ended(self, deed: int) -> Iterator[int]:
        for key in self._ends[deed]:
            for number in self._bits.beside(key):
                if 2 * number not in self._does[deed]:
                    yield 2 * number + 1

    def _now_ready(self, fresh: Iterable[int], left: list[int]) -> list[int]:
        ready = []
        for literal in fresh:
            for at in self._needing.get(literal, ()):
                left[at] -= 1
                if not left[at]:
                    ready.append(at)
        return ready
